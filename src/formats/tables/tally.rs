//! Counts what was odd in a table, so that a million odd rows make one issue.

use crate::domain::{ImportReceipt, Issue, Place, RejectedRow, Severity};

use super::patient;
use super::plan::TablePlan;
use super::rows::text_of;

/// Something odd that did not keep a row out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    NoCharge,
    NoUnits,
    NoPayer,
    UnknownPlace,
    UnknownModifier,
    FractionOfCent,
    YearOnly,
    /// Left out by a row filter.
    Filtered,
    /// A charge that was wholly taken back.
    VoidedCharge,
}

/// Why a row was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rejection {
    /// The field's key.
    pub(super) field: &'static str,
    pub(super) reason: String,
}

impl Rejection {
    pub(super) fn new(field: &'static str, reason: impl Into<String>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }
}

/// Counts of rows and oddities while a table is read.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) rows_read: u64,
    pub(super) rows_kept: u64,
    pub(super) rows_rejected: u64,
    pub(super) rejected: Vec<RejectedRow>,
    /// Oddities met, with their count and first line.
    odd: Vec<(Oddity, u64, u64)>,
}

impl Tally {
    pub(super) fn note(&mut self, oddity: Oddity, line_nr: u64) {
        match self.odd.iter_mut().find(|(known, ..)| *known == oddity) {
            Some((_, count, _)) => *count += 1,
            None => self.odd.push((oddity, 1, line_nr)),
        }
    }

    pub(super) fn reject(&mut self, plan: &TablePlan, line_nr: u64, rejection: Rejection) {
        self.reject_rows(plan, line_nr, 1, rejection);
    }

    /// Rejects rows that belong together; the first is listed.
    pub(super) fn reject_rows(
        &mut self,
        plan: &TablePlan,
        line_nr: u64,
        rows: u64,
        rejection: Rejection,
    ) {
        self.rows_rejected += rows;
        if self.rejected.len() < ImportReceipt::MAX_LISTED {
            self.rejected.push(RejectedRow {
                line_nr,
                field: plan.heading_of(rejection.field),
                reason: rejection.reason,
            });
        }
    }

    /// Writes an issue for every oddity, in the order they were first met.
    pub(super) fn issues(&self, plan: &TablePlan) -> Vec<Issue> {
        self.odd.iter().map(|odd| issue(plan, *odd)).collect()
    }
}

fn issue(plan: &TablePlan, (oddity, count, first): (Oddity, u64, u64)) -> Issue {
    use super::fields::key;
    use Severity::{Note, Warning};
    let rows = if count == 1 {
        "1 row".to_owned()
    } else {
        format!("{count} rows")
    };
    let (severity, field, problem, remedy) = match oddity {
        Oddity::NoCharge => (
            Warning,
            Some(key::CHARGE),
            format!("{rows} without a charge, counted as 0.00"),
            "Check that the export holds charges for every line",
        ),
        Oddity::NoUnits => (
            Note,
            Some(key::UNITS),
            format!("{rows} without units, counted as one a line"),
            "",
        ),
        Oddity::NoPayer => (
            Warning,
            Some(key::PAYER),
            format!("{rows} without a payer"),
            "Say which payer the blank name means",
        ),
        Oddity::UnknownPlace => (
            Warning,
            Some(key::PLACE),
            format!("{rows} with a place of service that is not understood, taken as unknown"),
            "Unknown places are priced as an office; export the two-digit code if you can",
        ),
        Oddity::UnknownModifier => (
            Warning,
            Some(key::MODIFIER),
            format!("{rows} with a modifier that is not understood, read without it"),
            "Modifiers are two letters or digits; check the column",
        ),
        _ => note(oddity, count, &rows),
    };
    Issue {
        severity,
        place: Place {
            file: plan.file_name.clone(),
            line_nr: Some(first),
            field: field.map(|field| plan.heading_of(field)),
        },
        problem,
        remedy: remedy.to_owned(),
    }
}

/// Says what nobody has to do anything about.
fn note(
    oddity: Oddity,
    count: u64,
    rows: &str,
) -> (Severity, Option<&'static str>, String, &'static str) {
    use super::fields::key;
    let (field, problem, remedy) = match oddity {
        Oddity::FractionOfCent => (
            None,
            format!("{rows} with fractions of a cent, rounded half up to whole cents"),
            "",
        ),
        Oddity::VoidedCharge => (
            Some(key::VOIDED),
            match count {
                1 => "1 charge that was taken back, left out".to_owned(),
                _ => format!("{count} charges that were taken back, left out"),
            },
            "",
        ),
        Oddity::YearOnly => (
            Some(key::YEAR),
            format!("{rows} dated by year alone, taken as January"),
            "Reports by month need a month or a date",
        ),
        _ => (None, format!("{rows} left out by the choice of rows"), ""),
    };
    (Severity::Note, field, problem, remedy)
}

/// Quotes a cell for a reason, or says "the value" where the text could identify a person: a
/// column may have been mapped by mistake.
pub(super) fn quoted(cell: &[u8]) -> String {
    /// Longest text quoted.
    const LONGEST: usize = 16;
    /// Digits from which a number may be somebody's.
    const PERSONAL_DIGITS: usize = 9;
    let text = text_of(cell);
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let safe = text.chars().count() <= LONGEST
        && digits < PERSONAL_DIGITS
        && (letters == 0 || (digits > 0 && letters <= 3))
        && !text.chars().any(char::is_control)
        && !patient::is_personal_value(text);
    if safe {
        format!("\u{201c}{text}\u{201d}")
    } else {
        "the value".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_that_names_nobody_is_quoted() {
        for text in ["13/45/2025", "12,50", "12a"] {
            assert_eq!(quoted(text.as_bytes()), format!("\u{201c}{text}\u{201d}"));
        }
        for text in [
            "Doe, Jane",
            "Jane Doe",
            "123-45-6789",
            "123456789",
            "SMITH",
            "Li",
            "Li, A",
            "05/01/1964",
        ] {
            assert_eq!(quoted(text.as_bytes()), "the value", "{text}");
        }
    }
}
