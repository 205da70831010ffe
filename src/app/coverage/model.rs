//! The coverage in finished words: fee schedules, and reasons with their codes and remedies.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analysis::coverage::{Coverage, UncoveredCode, UncoveredReason};
use crate::app::widgets::{Cell, Column, Row, TableContent, counted_words, service_words};
use crate::brief::figures;
use crate::domain::{RateKey, ReferenceFamily, ServiceCategory};
use crate::jobs::PracticeView;

/// Most codes listed of one reason; the others are counted.
const MAX_CODES: usize = 12;

/// What the sheet shows.
#[derive(Debug, Serialize)]
pub(super) struct CoverageModel {
    pub(super) sentence: String,
    pub(super) families: TableContent,
    pub(super) reasons: Vec<ReasonLine>,
}

/// A reason with its codes.
#[derive(Debug, Serialize)]
pub(super) struct ReasonLine {
    pub(super) reason: String,
    /// How many codes, and what they are worth.
    pub(super) worth: String,
    /// What can be done.
    pub(super) remedy: String,
    pub(super) codes: Vec<CodeLine>,
    /// How many more there are; empty where all are listed.
    pub(super) more: String,
}

/// A code without an amount.
#[derive(Debug, Serialize)]
pub(super) struct CodeLine {
    pub(super) key: RateKey,
    pub(super) words: String,
    pub(super) allowed: String,
}

impl CoverageModel {
    /// Makes the model.
    pub(super) fn new(coverage: &Coverage, practice: &PracticeView) -> Self {
        let held: BTreeSet<ReferenceFamily> = practice
            .reference_tables
            .iter()
            .map(|table| table.family)
            .collect();
        Self {
            sentence: coverage.sentence(),
            families: families(coverage),
            reasons: coverage
                .reasons
                .iter()
                .map(|reason| reason_line(reason, &held, practice))
                .collect(),
        }
    }
}

fn families(coverage: &Coverage) -> TableContent {
    let share = |share| Cell::or_missing(share, Cell::Percent, "Nothing was allowed");
    TableContent {
        columns: vec![
            Column::text("Medicare\u{2019}s fee schedule"),
            Column::figures("Codes"),
            Column::figures("Allowed ($)"),
            Column::figures("Share")
                .about("With the codes without an amount the shares add up to 100.0"),
        ],
        rows: coverage
            .families
            .iter()
            .map(|family| {
                Row::of(vec![
                    Cell::text(family.family.label()),
                    Cell::Count(family.codes),
                    Cell::Dollars(family.allowed),
                    share(family.share_of_allowed),
                ])
            })
            .collect(),
        totals: vec![
            Cell::text("Covered"),
            Cell::Count(coverage.codes_covered),
            Cell::Dollars(coverage.allowed_covered),
            share(coverage.percent),
        ],
    }
}

fn reason_line(
    reason: &UncoveredReason,
    held: &BTreeSet<ReferenceFamily>,
    practice: &PracticeView,
) -> ReasonLine {
    let count = reason.codes.len();
    let more = count.saturating_sub(MAX_CODES);
    ReasonLine {
        reason: reason.reason.clone(),
        worth: format!(
            "{}, {} allowed",
            counted_words(count as u64, "code", "codes"),
            figures::dollars(reason.allowed)
        ),
        remedy: remedy(&reason.codes, held),
        codes: reason
            .codes
            .iter()
            .take(MAX_CODES)
            .map(|code| code_line(code, practice))
            .collect(),
        more: if more == 0 {
            String::new()
        } else {
            format!(
                "and {}",
                counted_words(more as u64, "more code", "more codes")
            )
        },
    }
}

fn code_line(code: &UncoveredCode, practice: &PracticeView) -> CodeLine {
    let label = practice.code_label(code.key.code);
    let service = service_words(code.key);
    CodeLine {
        key: code.key,
        words: if label.is_empty() {
            service
        } else {
            format!("{service} \u{b7} {label}")
        },
        allowed: figures::dollars(code.allowed),
    }
}

/// Says what to do about codes: import the table they are in, or type the contractor's amount in.
fn remedy(codes: &[UncoveredCode], held: &BTreeSet<ReferenceFamily>) -> String {
    let missing: BTreeSet<ReferenceFamily> = codes
        .iter()
        .filter_map(|code| family_of(ServiceCategory::of(code.key.code)))
        .filter(|family| !held.contains(family))
        .collect();
    let files: Vec<&str> = missing.into_iter().map(file_of).collect();
    if files.is_empty() {
        return "Where your Medicare contractor publishes an amount, type it in".to_owned();
    }
    format!("Import {} from cms.gov", files.join(" and "))
}

const fn family_of(category: ServiceCategory) -> Option<ReferenceFamily> {
    match category {
        ServiceCategory::Laboratory => Some(ReferenceFamily::ClinicalLaboratory),
        ServiceCategory::Drugs => Some(ReferenceFamily::Drugs),
        ServiceCategory::Equipment => Some(ReferenceFamily::Dmepos),
        ServiceCategory::Anesthesia => Some(ReferenceFamily::Anesthesia),
        ServiceCategory::EvaluationAndManagement
        | ServiceCategory::Surgery
        | ServiceCategory::Radiology
        | ServiceCategory::Medicine
        | ServiceCategory::Other => None,
    }
}

const fn file_of(family: ReferenceFamily) -> &'static str {
    match family {
        ReferenceFamily::PhysicianFeeSchedule => "the relative values (PFS)",
        ReferenceFamily::Anesthesia => "the anesthesia base units",
        ReferenceFamily::ClinicalLaboratory => "the laboratory fee schedule (CLFS)",
        ReferenceFamily::Drugs => "the drug pricing file (ASP)",
        ReferenceFamily::Dmepos => "the equipment fee schedule (DMEPOS)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Modifiers, Money, ProcedureCode, Setting};

    fn code(text: &str) -> UncoveredCode {
        UncoveredCode {
            key: RateKey {
                code: ProcedureCode::new(text).unwrap(),
                modifiers: Modifiers::NONE,
                setting: Setting::NonFacility,
            },
            lines: 1,
            allowed: Money::from_cents(1_000),
        }
    }

    fn check(codes: &[&str], held: &[ReferenceFamily], expected: &str) {
        let codes: Vec<UncoveredCode> = codes.iter().map(|text| code(text)).collect();
        let held = held.iter().copied().collect();
        assert_eq!(remedy(&codes, &held), expected);
    }

    #[test]
    fn what_to_do_is_the_table_that_is_missing_or_the_contractors_amount() {
        check(
            &["80053", "J1100", "36415"],
            &[],
            "Import the laboratory fee schedule (CLFS) and the drug pricing file (ASP) from cms.gov",
        );
        let by_hand = "Where your Medicare contractor publishes an amount, type it in";
        check(&["80053"], &[ReferenceFamily::ClinicalLaboratory], by_hand);
        check(&["99499"], &[], by_hand);
    }
}
