//! Reads a payer's rates by code: one schedule for every tier, product or sheet of the file.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{FeeRate, Issue, Money, Place, RejectedRow, Severity};
use crate::formats::FormatError;

use super::fields::key;
use super::plan::TablePlan;
use super::rates::{Found, Key, RateReader, Unused};
use super::reading::{self, each_data_row};
use super::source::TableSource;
use super::tally::Tally;

/// Most issues about codes listed twice; the count is always said.
const LISTED_DUPLICATES: usize = 100;

/// Most schedules of one file. Files with a tier for every specialty have some forty; a column
/// with more values says something else.
const MAX_SCHEDULES: usize = 100;

/// What became of a fee schedule's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeScheduleRead {
    /// Rows of data seen, without headings and blank rows.
    pub rows_read: u64,
    /// Rows with at least one rate.
    pub rows_kept: u64,
    /// Rows left out; `rows_read = rows_kept + rows_rejected`.
    pub rows_rejected: u64,
    /// The first rejected rows, at most [`crate::domain::ImportReceipt::MAX_LISTED`].
    pub rejected: Vec<RejectedRow>,
    /// What else was odd: codes listed twice, single cells without a rate.
    pub issues: Vec<Issue>,
    /// The schedules in the order they were met, none without rates.
    pub schedules: Vec<ReadSchedule>,
}

/// One of a file's schedules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadSchedule {
    /// What tells it from the file's others: a sheet, a tier, a column group. Empty where the file
    /// holds one.
    pub label: String,
    /// Rates ordered by code, modifiers, setting and first date of service, none twice.
    pub rates: Vec<FeeRate>,
    /// The first date of service of any rate, where the table has dates.
    pub effective_from: Option<Date>,
}

/// Reads a fee schedule. Rows without a usable rate (`By Report`, 0.00, blank) are listed, not
/// kept; of two rates for the same thing from the same day on, the later row's stays.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when the plan lacks a column or the file is no table;
/// [`FormatError::Broken`] with the source's own error.
pub fn read_fee_schedule(
    source: &mut dyn TableSource,
    plan: &TablePlan,
) -> Result<FeeScheduleRead, FormatError> {
    let reader = RateReader::new(plan);
    let mut tally = Tally::default();
    let mut schedules = Schedules::default();
    let mut unused = Unused::default();
    each_data_row(source, plan, &mut |sheet, row| {
        tally.rows_read += 1;
        match reader.rates(row) {
            Ok(rates) => {
                tally.rows_kept += 1;
                unused.add(&rates.unused, row.line_nr);
                for found in rates.found {
                    schedules.add(plan, sheet, found, row.line_nr)?;
                }
            }
            Err(rejection) => tally.reject(plan, row.line_nr, rejection),
        }
        Ok::<(), FormatError>(())
    })?;
    if tally.rows_read == 0 {
        return Err(reading::no_data(plan));
    }
    let mut issues = schedules.issues(plan);
    issues.extend(unused.issues(plan));
    Ok(FeeScheduleRead {
        rows_read: tally.rows_read,
        rows_kept: tally.rows_kept,
        rows_rejected: tally.rows_rejected,
        rejected: tally.rejected,
        issues,
        schedules: schedules.into_read(),
    })
}

/// A schedule's rates so far, with their lines.
type Rates = BTreeMap<Key, (Found, u64)>;

/// Schedules so far, and what was listed twice in one of them.
#[derive(Default)]
struct Schedules {
    by_label: Vec<(String, Rates)>,
    duplicates: Vec<Issue>,
    duplicate_count: u64,
}

impl Schedules {
    fn add(
        &mut self,
        plan: &TablePlan,
        sheet: &str,
        found: Found,
        line_nr: u64,
    ) -> Result<(), FormatError> {
        let label = label_of(&[sheet, &found.row_tier, &found.column_tier]);
        let at = match self.by_label.iter().position(|(known, _)| *known == label) {
            Some(at) => at,
            None if self.by_label.len() >= MAX_SCHEDULES => return Err(too_many(plan)),
            None => {
                self.by_label.push((label, Rates::new()));
                self.by_label.len() - 1
            }
        };
        let Some((_, rates)) = self.by_label.get_mut(at) else {
            return Ok(());
        };
        let rate = found.rate;
        let what = found.to_string();
        if let Some((known, known_line)) = rates.insert(found.key, (found, line_nr))
            && known.rate != rate
        {
            self.duplicate_count += 1;
            if self.duplicates.len() < LISTED_DUPLICATES {
                self.duplicates
                    .push(duplicate(plan, &what, rate, &known, known_line, line_nr));
            }
        }
        Ok(())
    }

    fn issues(&mut self, plan: &TablePlan) -> Vec<Issue> {
        let listed = self.duplicates.len() as u64;
        let mut issues = std::mem::take(&mut self.duplicates);
        if self.duplicate_count > listed {
            issues.push(Issue {
                severity: Severity::Warning,
                place: Place {
                    file: plan.file_name.clone(),
                    ..Place::default()
                },
                problem: format!(
                    "{} more rates are listed twice",
                    self.duplicate_count - listed
                ),
                remedy: TELL_APART.to_owned(),
            });
        }
        issues
    }

    fn into_read(self) -> Vec<ReadSchedule> {
        self.by_label
            .into_iter()
            .map(|(label, rates)| {
                let rates: Vec<FeeRate> = rates
                    .into_values()
                    .map(|(found, _)| found.into_rate())
                    .collect();
                ReadSchedule {
                    label,
                    effective_from: rates.iter().filter_map(|rate| rate.effective_from).min(),
                    rates,
                }
            })
            .collect()
    }
}

const TELL_APART: &str =
    "Map the modifier, setting, date or tier column if these are different rates";

fn duplicate(
    plan: &TablePlan,
    what: &str,
    stays: Money,
    known: &Found,
    known_line: u64,
    line_nr: u64,
) -> Issue {
    Issue {
        severity: Severity::Warning,
        place: Place {
            file: plan.file_name.clone(),
            line_nr: Some(line_nr),
            field: Some(plan.heading_of(key::CODE)),
        },
        problem: format!(
            "{what} is listed twice: {stays} is used, not {} (first on line {known_line})",
            known.rate,
        ),
        remedy: TELL_APART.to_owned(),
    }
}

/// Joins what tells a schedule from others.
fn label_of(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

fn too_many(plan: &TablePlan) -> FormatError {
    FormatError::refuse(
        format!(
            "Column {} of {} has more than {MAX_SCHEDULES} different values, each of which would \
             be a fee schedule of its own",
            plan.heading_of(key::TIER),
            plan.file_name
        ),
        "Choose another column for the tier, or none",
    )
}
