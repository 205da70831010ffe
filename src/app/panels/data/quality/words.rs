//! The findings in words: what is wrong, what it means, how much of it.

use rust_decimal::Decimal;

use crate::analysis::data_quality::{FindingKind, Subject};
use crate::app::widgets::{counted_words, month_words};
use crate::brief::figures;
use crate::domain::Percent;

/// A finding in words.
pub(super) struct FindingWords {
    /// What is wrong.
    pub title: String,
    /// What it means.
    pub sentence: String,
    /// How much of it; may be empty.
    pub figure: String,
}

fn words(title: &str, sentence: impl Into<String>, figure: impl Into<String>) -> FindingWords {
    FindingWords {
        title: title.to_owned(),
        sentence: sentence.into(),
        figure: figure.into(),
    }
}

fn count(number: u64) -> String {
    figures::count(Decimal::from(number))
}

fn lines(number: u64) -> String {
    counted_words(number, "line", "lines")
}

fn share(percent: Option<Percent>) -> String {
    percent.map_or_else(
        || "n/a".to_owned(),
        |percent| format!("{}%", figures::percent(percent)),
    )
}

/// Puts a finding into words.
pub(super) fn finding(kind: &FindingKind) -> FindingWords {
    match *kind {
        FindingKind::NoServices
        | FindingKind::Rows { .. }
        | FindingKind::Dates { .. }
        | FindingKind::AllowedAmounts { .. }
        | FindingKind::NegativeLines { .. }
        | FindingKind::ZeroChargeLines { .. }
        | FindingKind::WithoutUnits { .. }
        | FindingKind::WithoutProvider { .. }
        | FindingKind::WithoutSite { .. }
        | FindingKind::NoVisits => of_lines(kind),
        FindingKind::BlankPayer { .. }
        | FindingKind::PayersToMerge { .. }
        | FindingKind::PayerClasses { .. }
        | FindingKind::NoReference
        | FindingKind::CodesWithoutReference { .. } => of_lists(kind),
        FindingKind::RepeatedRows { .. }
        | FindingKind::Overlaps { .. }
        | FindingKind::AlreadyKnown { .. }
        | FindingKind::MonthsMissing { .. }
        | FindingKind::MonthsThin { .. }
        | FindingKind::PayerMonths { .. } => of_files(kind),
        _ => of_remittances(kind),
    }
}

/// Findings about lines of any source.
fn of_lines(kind: &FindingKind) -> FindingWords {
    match *kind {
        FindingKind::Rows { read, rejected: 0 } => words(
            "Every row was read",
            "No row of a file was left out",
            count(read),
        ),
        FindingKind::Rows { read, rejected } => words(
            "Rows left out",
            format!(
                "Of {} read; each is listed with its reason at its import",
                counted_words(read, "row", "rows")
            ),
            count(rejected),
        ),
        FindingKind::Dates { first, last } => words(
            "Dates of service",
            format!("From {first} to {last}"),
            String::new(),
        ),
        FindingKind::AllowedAmounts { without: 0, .. } => words(
            "Every line has an allowed amount",
            "All of them have a part in the rates",
            "100.0%",
        ),
        FindingKind::AllowedAmounts {
            lines: all,
            without,
            share_with,
        } => words(
            "Lines without an allowed amount",
            format!(
                "{} of {} have one; the others have no part in any rate",
                share(share_with),
                lines(all)
            ),
            count(without),
        ),
        FindingKind::NegativeLines { lines } => words(
            "Lines with a negative charge",
            "Credits and corrections; they are netted against the lines they take back",
            count(lines),
        ),
        FindingKind::ZeroChargeLines { lines } => words(
            "Lines with a charge of zero",
            "Often bundled services and measures; they count as billed lines",
            count(lines),
        ),
        FindingKind::WithoutUnits { lines } => words(
            "Lines without units",
            "A rate per unit cannot be told from them",
            count(lines),
        ),
        FindingKind::WithoutProvider { lines: some, of } => words(
            "Lines without a rendering provider",
            format!("Of {}; reports by provider leave them out", lines(of)),
            count(some),
        ),
        FindingKind::WithoutSite { lines: some, of } => words(
            "Lines without a site",
            format!("Of {}; reports by site leave them out", lines(of)),
            count(some),
        ),
        FindingKind::NoVisits => words(
            "Visits are not counted",
            "No file has a claim number or a patient number to tell visits apart",
            String::new(),
        ),
        _ => words(
            "No services yet",
            "Every report needs services: import remittances or an export of your practice system",
            String::new(),
        ),
    }
}

/// Findings about payers and Medicare's reference.
fn of_lists(kind: &FindingKind) -> FindingWords {
    match *kind {
        FindingKind::BlankPayer { lines } => words(
            "Lines without a payer",
            "Neither a column nor a name says who pays for them",
            count(lines),
        ),
        FindingKind::PayersToMerge {
            pairs: 0, payers, ..
        } => words(
            "No two payers look alike",
            "Each name in the files belongs to a payer of its own",
            count(payers),
        ),
        FindingKind::PayersToMerge {
            pairs,
            lines: moved,
            ..
        } => words(
            "Payers that may be one",
            format!("Merged, {} would count under one name", lines(moved)),
            count(pairs),
        ),
        FindingKind::PayerClasses {
            payers,
            lines: some,
        } => words(
            "Payers in an unlikely class",
            format!(
                "Their names tell another class; they have {}",
                lines(some)
            ),
            count(payers),
        ),
        FindingKind::CodesWithoutReference { codes: 0, codes_with, .. } => words(
            "Every code has a Medicare amount",
            "Each rate can be measured against Medicare",
            count(codes_with),
        ),
        FindingKind::CodesWithoutReference {
            codes,
            lines: some,
            share_of_allowed,
            ..
        } => words(
            "Codes without a Medicare amount",
            format!(
                "{} and {} of what was allowed are in no percentage of Medicare",
                lines(some),
                share(share_of_allowed)
            ),
            count(codes),
        ),
        _ => words(
            "No Medicare reference",
            "Rates are measured against Medicare: import CMS\u{2019}s relative values and choose \
             your locality",
            String::new(),
        ),
    }
}

/// Findings about files that overlap or leave months out.
fn of_files(kind: &FindingKind) -> FindingWords {
    match *kind {
        FindingKind::RepeatedRows { rows } => words(
            "Rows that repeat an earlier row",
            "The same in every cell; they were kept, since a service can be billed twice in a day",
            count(rows),
        ),
        FindingKind::Overlaps {
            lines: some,
            lines_identical,
            ..
        } => words(
            "Imports that overlap",
            format!(
                "{} in months and of payers that an earlier import covers; {} are the same to the \
                 cent and count twice",
                lines(some),
                count(lines_identical)
            ),
            count(some),
        ),
        FindingKind::AlreadyKnown { lines } => words(
            "Lines left out as known",
            "The same payment or claim came in an earlier file",
            count(lines),
        ),
        FindingKind::MonthsMissing { months: 0, of } => words(
            "No month is missing",
            "Every month between the first and the last has services",
            count(of),
        ),
        FindingKind::MonthsMissing { months, of } => words(
            "Months without services",
            format!(
                "Of {}; a file may not have been imported",
                counted_words(of, "month", "months")
            ),
            count(months),
        ),
        FindingKind::MonthsThin {
            months,
            usual_lines,
        } => words(
            "Months with few services",
            format!("Less than half of the {} of a usual month", lines(usual_lines)),
            count(months),
        ),
        FindingKind::PayerMonths { payers, of } => words(
            "Payers with months missing",
            format!(
                "Of the {} with the most lines",
                counted_words(of, "payer", "payers")
            ),
            count(payers),
        ),
        _ => words("", "", ""),
    }
}
