//! The findings in words: what is wrong, what it means, how much of it.

use rust_decimal::Decimal;

use crate::analysis::data_quality::{FindingKind, Subject};
use crate::app::widgets::{counted_words, month_words};
use crate::brief::figures;
use crate::domain::Percent;

/// A finding in words.
#[derive(Debug, Default)]
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
    of_lines(kind)
        .or_else(|| of_lists(kind))
        .or_else(|| of_files(kind))
        .or_else(|| of_remittances(kind))
        .or_else(|| of_claims(kind))
        .unwrap_or_default()
}

/// Findings about lines of any source.
fn of_lines(kind: &FindingKind) -> Option<FindingWords> {
    Some(match *kind {
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
        FindingKind::NoServices => words(
            "No services yet",
            "Every report needs services: import remittances or an export of your practice system",
            String::new(),
        ),
        _ => return None,
    })
}

/// Findings about payers and Medicare's reference.
fn of_lists(kind: &FindingKind) -> Option<FindingWords> {
    Some(match *kind {
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
            format!("Their names tell another class; they have {}", lines(some)),
            count(payers),
        ),
        FindingKind::CodesWithoutReference {
            codes: 0,
            codes_with,
            ..
        } => words(
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
        FindingKind::NoReference => words(
            "No Medicare reference",
            "Rates are measured against Medicare: import CMS\u{2019}s relative values and choose \
             your locality",
            String::new(),
        ),
        _ => return None,
    })
}

/// Findings about files that overlap or leave months out.
fn of_files(kind: &FindingKind) -> Option<FindingWords> {
    Some(match *kind {
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
            format!(
                "Less than half of the {} of a usual month",
                lines(usual_lines)
            ),
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
        _ => return None,
    })
}

/// Findings about payments and what they pay.
fn of_remittances(kind: &FindingKind) -> Option<FindingWords> {
    Some(match *kind {
        FindingKind::Payments {
            payments,
            unbalanced: 0,
        } => words(
            "Every payment balances",
            "Each is the sum of its claims, less what belongs to no claim",
            count(payments),
        ),
        FindingKind::Payments {
            payments,
            unbalanced,
        } => words(
            "Payments that do not balance",
            format!(
                "Of {}; their claims do not add up to what was paid",
                counted_words(payments, "payment", "payments")
            ),
            count(unbalanced),
        ),
        FindingKind::Claims {
            claims,
            unbalanced: 0,
        } => words(
            "Every remitted claim balances",
            "Charge, adjustments and payment add up",
            count(claims),
        ),
        FindingKind::Claims { claims, unbalanced } => words(
            "Remitted claims that do not balance",
            format!(
                "Of {}; charge, adjustments and payment do not add up",
                counted_words(claims, "claim", "claims")
            ),
            count(unbalanced),
        ),
        FindingKind::Lines {
            lines: all,
            unbalanced: 0,
        } => words(
            "Every remitted line balances",
            "Charge, adjustments and payment add up",
            count(all),
        ),
        FindingKind::Lines {
            lines: all,
            unbalanced,
        } => words(
            "Remitted lines that do not balance",
            format!("Of {}; they have no part in any rate", lines(all)),
            count(unbalanced),
        ),
        FindingKind::SecondaryLines {
            lines: all,
            secondary,
            share: part,
        } => words(
            "Lines of secondary payers",
            format!(
                "{} of {}; they count as payments and have no part in any rate",
                share(part),
                lines(all)
            ),
            count(secondary),
        ),
        _ => return None,
    })
}

/// Findings about claims: taken back, without lines, without an answer.
fn of_claims(kind: &FindingKind) -> Option<FindingWords> {
    Some(match *kind {
        FindingKind::Reversals {
            reversals,
            without_original: 0,
        } => words(
            "Claims taken back",
            "Each was netted against its earlier payment",
            count(reversals),
        ),
        FindingKind::Reversals {
            reversals,
            without_original,
        } => words(
            "Claims taken back without their first payment",
            format!(
                "Of {} taken back; import the older remittances to net them",
                counted_words(reversals, "claim", "claims")
            ),
            count(without_original),
        ),
        FindingKind::ClaimsWithoutLines { claims, paid } => words(
            "Claims paid as a whole",
            format!(
                "${} were paid without lines and are in no total by code",
                figures::money(paid)
            ),
            count(claims),
        ),
        FindingKind::UnansweredClaims {
            submitted,
            unanswered,
            oldest,
        } => words(
            "Claims without an answer",
            format!(
                "Of {} sent{}; no remittance answers them yet",
                counted_words(submitted, "claim", "claims"),
                oldest.map_or_else(String::new, |day| format!(", the oldest on {day}"))
            ),
            count(unanswered),
        ),
        FindingKind::NoSubmittedClaims => words(
            "No claims as they were sent",
            "Import your 837 files, and recodes and days from claim to payment show",
            String::new(),
        ),
        _ => return None,
    })
}

/// Names a part of a finding.
pub(super) fn subject(subject: &Subject) -> String {
    match subject {
        Subject::Import(name) => name.clone(),
        Subject::ImportPair {
            first,
            second,
            from,
            to,
        } => format!(
            "{first} and {second}, {} to {}",
            month_words(*from),
            month_words(*to)
        ),
        Subject::PayerClass { payer, class, told } => {
            format!("{payer}: {class}, its name says {told}")
        }
        Subject::PayerPair { from, into, reason } => {
            format!("\u{201c}{from}\u{201d} may be \u{201c}{into}\u{201d}: {reason}")
        }
        Subject::Code { key, reason } => format!("{}: {reason}", key.code),
        Subject::Month(month) => month_words(*month),
        Subject::PayerMonth { payer, month } => format!("{payer}, {}", month_words(*month)),
        Subject::NoRate(reason) => reason.label().to_owned(),
        Subject::Payment {
            payer,
            trace,
            paid_on,
        } => {
            let day = paid_on.map_or_else(String::new, |day| format!(", {day}"));
            format!("{payer}, {trace}{day}")
        }
    }
}
