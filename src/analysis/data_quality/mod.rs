//! How good the practice's data is, before anything is read from it: one finding a question, each with
//! its numbers and what mends it. Good answers are findings too.
//!
//! It is about the whole practice file: the filter has no part in it.

mod files;
mod finding;
mod month_lines;
mod months;
mod payers;
mod payments;
mod services;

use std::cmp::Reverse;

use serde::Serialize;

pub use self::finding::{FindingKind, FindingLevel, FindingPart, Mend, QualityFinding, Subject};
pub use self::month_lines::MonthLines;
use super::payer_names::MergeSuggestion;
use super::{BasedOn, ReportInput};
use crate::domain::{
    Filter, ImportOverlap, ImportRecord, ImportTotals, PayerName, PaymentFacts, PaymentRecord,
};

/// What the practice file knows about its data beside the totals.
#[derive(Clone, Copy, Debug)]
pub struct QualityFacts<'a> {
    /// All imports, removed ones too.
    pub imports: &'a [ImportRecord],
    /// All payers' names.
    pub payer_names: &'a [PayerName],
    /// Payers that are probably one.
    pub suggestions: &'a [MergeSuggestion],
    /// All payments of imports that count.
    pub payments: &'a [PaymentRecord],
    /// What is odd about remittances and claims.
    pub payment_facts: PaymentFacts,
    /// Imports that seem to count the same services.
    pub overlaps: &'a [ImportOverlap],
}

impl<'a> QualityFacts<'a> {
    /// Iterates over the imports whose services count.
    fn live_imports(&self) -> impl Iterator<Item = &'a ImportRecord> + use<'a> {
        self.imports
            .iter()
            .filter(|import| !import.removed && import.receipt.kind.has_service_lines())
    }
}

/// The quality of a practice's data, the most pressing finding first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DataQuality {
    /// What it rests on.
    pub based_on: BasedOn,
    /// The receipts' sums over the imports that count.
    pub imported: ImportTotals,
    /// Lines by month, from the first month with services to the last.
    pub months: Vec<MonthLines>,
    /// What was found.
    pub findings: Vec<QualityFinding>,
}

impl DataQuality {
    /// Counts the findings of a level.
    pub fn count(&self, level: FindingLevel) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    }
}

/// Makes the report.
pub fn data_quality(input: &ReportInput<'_>, facts: &QualityFacts<'_>) -> DataQuality {
    let everything = Filter::default();
    let input = &input.with_filter(&everything);
    let imported = files::imported(facts);
    let mut findings = files::findings(facts, &imported);
    if input.rows().next().is_none() {
        findings.insert(
            0,
            QualityFinding::whole(FindingKind::NoServices, FindingLevel::Mend)
                .mended_by(Mend::ImportServices),
        );
    } else {
        findings.extend(services::findings(input, facts, &imported));
        findings.extend(payers::findings(input, facts));
        findings.extend(months::findings(input));
    }
    findings.extend(payments::findings(input, facts, &imported));
    // The sort is stable: within a level, findings stay in the order of the questions.
    findings.sort_by_key(|finding| Reverse(finding.level));
    DataQuality {
        based_on: input.based_on(),
        imported,
        months: month_lines::lines_by_month(input),
        findings,
    }
}

#[cfg(test)]
mod tests;
