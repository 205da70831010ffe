//! The sample practice: an invented family practice in Decatur, Georgia, with two years of services.
//!
//! A seeded generator in whole numbers: the same bytes on every machine. It writes the files an
//! office would have, and they are imported like any others; nothing here touches a practice file.

mod export;
mod inputs;
mod messy;
mod prices;
mod random;
mod visits;

use crate::domain::{ImportTotals, Invalid, LineCounts, Money};

pub use inputs::{
    CodeRole, Need, RateBasis, SampleCode, SampleData, SamplePayer, SampleProvider, SampleSite,
};
pub use messy::MessyExport;

use visits::Line;

/// The files of the sample practice and what an import should make of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFiles {
    /// Services of 24 months, one line each, UTF-8.
    pub utilization_csv: Vec<u8>,
    /// The rates one payer agreed to.
    pub fee_schedule_csv: Vec<u8>,
    /// The name of that payer.
    pub fee_schedule_payer: &'static str,
    /// Relative values of the sample's codes in the layout of CMS's file of October 2025.
    pub release_csv: Vec<u8>,
    /// Service lines in the utilization.
    pub line_count: u64,
    /// Sums of the utilization, and how many of its lines are odd.
    pub totals: ImportTotals,
}

/// Generates the sample practice's files.
///
/// # Errors
/// When the inputs contradict each other; those that are part of the program do not.
pub fn generate(data: &SampleData) -> Result<SampleFiles, Invalid> {
    let lines = visits::lines(data)?;
    Ok(SampleFiles {
        utilization_csv: export::utilization_csv(&lines),
        fee_schedule_csv: export::fee_schedule_csv(data)?,
        fee_schedule_payer: export::FEE_SCHEDULE_OF,
        release_csv: data.release_csv.as_bytes().to_vec(),
        line_count: lines.len() as u64,
        totals: totals(&lines),
    })
}

/// Generates the same services as another system would export them, with everything that goes
/// wrong in such files: for tests of the reader.
///
/// # Errors
/// As [`generate`].
pub fn messy_utilization(data: &SampleData) -> Result<MessyExport, Invalid> {
    Ok(messy::utilization(&visits::lines(data)?))
}

fn totals(lines: &[Line<'_>]) -> ImportTotals {
    let answers = || lines.iter().filter_map(|line| line.answer);
    let dates = lines.first().zip(lines.last());
    let count =
        |is_so: fn(&Line<'_>) -> bool| lines.iter().filter(|line| is_so(line)).count() as u64;
    let negative = count(|line| line.charge < 0);
    ImportTotals {
        charge: Money::from_cents(lines.iter().map(|line| line.charge).sum()),
        allowed: Money::from_cents(answers().map(|answer| answer.allowed).sum()),
        paid: Money::from_cents(answers().map(|answer| answer.paid).sum()),
        patient: Money::from_cents(answers().map(|answer| answer.patient).sum()),
        // Pending lines have no answer; denied ones nothing allowed.
        lines_without_allowed: count(|line| line.answer.is_none_or(|answer| answer.allowed == 0)),
        dates: dates.map(|(first, last)| (first.date, last.date)),
        counts: LineCounts {
            denied: count(|line| line.answer.is_some_and(|answer| answer.allowed == 0)),
            negative,
            // A line taken back is entered once more, the same in every cell.
            repeated: negative,
            ..LineCounts::default()
        },
    }
}

#[cfg(test)]
mod tests;
