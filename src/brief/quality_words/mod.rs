//! What was found about a practice's data, in words: a sentence with its numbers, why it matters, the
//! headings of its parts, and the button that mends it. Finds nothing itself.

mod advice;

use jiff::civil::Date;
use rust_decimal::Decimal;

use self::advice::{advice, headings};
use super::figures;
use super::rate_position::{code_and_modifiers, setting_text};
use crate::analysis::data_quality::{FindingKind, FindingLevel, Mend, QualityFinding, Subject};
use crate::domain::Percent;

/// A finding for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingWords {
    /// What was found, with its numbers; no full stop.
    pub sentence: String,
    /// What follows from it and what to do, one or two sentences; empty where all is well.
    pub advice: &'static str,
    /// Heading of the parts.
    pub part_heading: &'static str,
    /// Heading of the parts' counts.
    pub count_heading: &'static str,
    /// Heading of the parts' dollars; `None` where they have none.
    pub amount_heading: Option<&'static str>,
}

/// Says what was found.
pub fn finding_words(finding: &QualityFinding) -> FindingWords {
    let (part_heading, count_heading, amount_heading) = headings(&finding.kind);
    FindingWords {
        sentence: sentence(&finding.kind),
        advice: match finding.level {
            FindingLevel::Good => "",
            _ => advice(&finding.kind),
        },
        part_heading,
        count_heading,
        amount_heading,
    }
}

/// Says what a part of a finding is about.
pub fn subject_words(subject: &Subject) -> String {
    match subject {
        Subject::Import(file) => file.clone(),
        Subject::ImportPair {
            first,
            second,
            from,
            to,
        } if from == to => format!("{second} and {first}, {from}"),
        Subject::ImportPair {
            first,
            second,
            from,
            to,
        } => format!("{second} and {first}, {from} to {to}"),
        Subject::PayerClass { payer, class, told } => {
            format!("{payer}: {class}; the name says {told}")
        }
        Subject::PayerPair { from, into, reason } => {
            format!("\u{201c}{from}\u{201d} into \u{201c}{into}\u{201d}: {reason}")
        }
        Subject::Code { key, reason } => format!(
            "{}, {}: {reason}",
            code_and_modifiers(key.code, key.modifiers),
            setting_text(key.setting).to_lowercase()
        ),
        Subject::Month(month) => month.to_string(),
        Subject::PayerMonth { payer, month } => format!("{payer}, {month}"),
        Subject::NoRate(reason) => reason.label().to_owned(),
        Subject::Payment {
            payer,
            trace,
            paid_on,
        } => match paid_on {
            Some(day) => format!("{payer}, {trace}, {day}"),
            None => format!("{payer}, {trace}"),
        },
    }
}

/// Returns the words of the button that mends something.
pub const fn mend_label(mend: &Mend) -> &'static str {
    match mend {
        Mend::ImportServices => "Import services\u{2026}",
        Mend::ImportRemittances => "Import remittances\u{2026}",
        Mend::ImportClaims => "Import claims\u{2026}",
        Mend::ImportMedicare => "Import Medicare\u{2019}s values\u{2026}",
        Mend::ShowImport { .. } => "Show the import",
        Mend::RemoveImport { .. } => "Remove the import",
        Mend::MapColumns { .. } => "Choose the columns\u{2026}",
        Mend::ShowPayers => "Show the payers",
        Mend::ShowPayer { .. } => "Show the payer",
        Mend::MergePayers { .. } => "Merge",
        Mend::ShowCodes => "Show the codes",
        Mend::SetCarrierPrice { .. } => "Set the carrier price\u{2026}",
        Mend::ShowPayments => "Show the payments",
    }
}

fn count(number: u64) -> String {
    figures::count(Decimal::from(number))
}

/// Counts things: "no lines", "1 line", "1,204 lines".
fn counted(number: u64, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", count(number)),
    }
}

fn lines(number: u64) -> String {
    counted(number, "line", "lines")
}

/// "1 of 12 payments", "none of 12 payments".
fn of(part: u64, whole: u64, many: &str) -> String {
    let part = if part == 0 {
        "none".to_owned()
    } else {
        count(part)
    };
    format!("{part} of {} {many}", count(whole))
}

fn percent(share: Option<Percent>) -> String {
    share.map_or_else(
        || "n/a".to_owned(),
        |share| format!("{} %", figures::percent(share)),
    )
}

/// The kinds are many: each of these knows those of one subject, and together they know all.
fn sentence(kind: &FindingKind) -> String {
    [
        file_sentence,
        service_sentence,
        month_sentence,
        payment_sentence,
    ]
    .iter()
    .find_map(|sentence_of| sentence_of(kind))
    .unwrap_or_default()
}

fn file_sentence(kind: &FindingKind) -> Option<String> {
    Some(match *kind {
        FindingKind::Rows { read, rejected: 0 } => {
            format!("{} read, none left out", counted(read, "row", "rows"))
        }
        FindingKind::Rows { read, rejected } => {
            format!("{} left out", of(rejected, read, "rows"))
        }
        FindingKind::Dates { first, last } => {
            format!("Dates of service from {first} to {last}")
        }
        FindingKind::NegativeLines { lines: number } => {
            format!("{} with a negative charge", lines(number))
        }
        FindingKind::ZeroChargeLines { lines: number } => {
            format!("{} with a charge of zero", lines(number))
        }
        FindingKind::RepeatedRows { rows: 0 } => "No row is repeated in its table".to_owned(),
        FindingKind::RepeatedRows { rows } => format!(
            "{} the same in every cell as an earlier one",
            counted(rows, "row is", "rows are")
        ),
        FindingKind::Overlaps { pairs: 0, .. } => "No two imports share services".to_owned(),
        FindingKind::Overlaps {
            pairs,
            lines: number,
            lines_identical: 0,
        } => format!(
            "{} months and payers, {} in all; none seems to be counted twice",
            counted(pairs, "pair of imports shares", "pairs of imports share"),
            lines(number)
        ),
        FindingKind::Overlaps {
            lines_identical, ..
        } => format!(
            "{} to be counted twice by two imports",
            counted(lines_identical, "line seems", "lines seem")
        ),
        FindingKind::AlreadyKnown { lines: number } => format!(
            "{} left out: the practice file had {} already",
            counted(number, "line was", "lines were"),
            if number == 1 { "it" } else { "them" }
        ),
        _ => return None,
    })
}

fn service_sentence(kind: &FindingKind) -> Option<String> {
    Some(match *kind {
        FindingKind::NoServices => "There are no services yet".to_owned(),
        FindingKind::AllowedAmounts {
            lines: all,
            without: 0,
            ..
        } => format!("All {} have an allowed amount", lines(all)),
        FindingKind::AllowedAmounts {
            without,
            share_with,
            ..
        } => format!(
            "{} of lines have an allowed amount; {} without",
            percent(share_with),
            lines(without)
        ),
        FindingKind::BlankPayer { lines: number } => {
            format!("{} no payer", counted(number, "line names", "lines name"))
        }
        FindingKind::PayersToMerge {
            pairs: 0, payers, ..
        } => format!(
            "No two of {} look alike",
            counted(payers, "payer", "payers")
        ),
        FindingKind::PayersToMerge {
            pairs,
            lines: number,
            payers,
        } => format!(
            "{} like another one, with {}",
            match pairs {
                1 => format!("1 of {} payers looks", count(payers)),
                _ => format!("{} look", of(pairs, payers, "payers")),
            },
            lines(number)
        ),
        FindingKind::PayerClasses {
            payers,
            lines: number,
        } => format!(
            "{} a class that does not fit the name, with {}",
            counted(payers, "payer has", "payers have"),
            lines(number)
        ),
        FindingKind::NoReference => "There are no Medicare amounts to measure by".to_owned(),
        FindingKind::CodesWithoutReference { .. } => codes_sentence(kind)?,
        FindingKind::WithoutUnits { lines: number } => {
            format!("{} no units", counted(number, "line counts", "lines count"))
        }
        FindingKind::WithoutProvider {
            lines: number,
            of: all,
        } => {
            format!("{} name no provider", of(number, all, "lines"))
        }
        FindingKind::WithoutSite {
            lines: number,
            of: all,
        } => {
            format!("{} name no site", of(number, all, "lines"))
        }
        FindingKind::NoVisits => "No file tells visits apart".to_owned(),
        _ => return None,
    })
}

fn codes_sentence(kind: &FindingKind) -> Option<String> {
    let FindingKind::CodesWithoutReference {
        codes,
        codes_with,
        allowed,
        share_of_allowed,
        ..
    } = *kind
    else {
        return None;
    };
    if codes == 0 {
        return Some(format!(
            "Medicare has an amount for all {}",
            counted(codes_with, "code", "codes")
        ));
    }
    Some(format!(
        "{} without a Medicare amount, {} allowed, {} of all",
        of(codes, codes + codes_with, "codes"),
        figures::dollars(allowed),
        percent(share_of_allowed)
    ))
}

fn month_sentence(kind: &FindingKind) -> Option<String> {
    Some(match *kind {
        FindingKind::MonthsMissing { months: 0, of: all } => {
            format!(
                "No month without services in {}",
                counted(all, "month", "months")
            )
        }
        FindingKind::MonthsMissing { months, of: all } => {
            format!("{} without services", of(months, all, "months"))
        }
        FindingKind::MonthsThin {
            months,
            usual_lines,
        } => format!(
            "{} less than half the lines of a usual month, {}",
            counted(months, "month has", "months have"),
            count(usual_lines)
        ),
        FindingKind::PayerMonths { payers: 0, of: all } => format!(
            "{} every month",
            counted(
                all,
                "large payer has lines in",
                "large payers have lines in"
            )
        ),
        FindingKind::PayerMonths { payers, of: all } => format!(
            "{} months without lines or with far fewer than usual",
            match payers {
                1 => format!("1 of {} large payers has", count(all)),
                _ => format!("{} have", of(payers, all, "large payers")),
            }
        ),
        _ => return None,
    })
}

fn payment_sentence(kind: &FindingKind) -> Option<String> {
    Some(match *kind {
        FindingKind::Payments {
            payments,
            unbalanced,
        } => balance_sentence(payments, unbalanced, ["payment", "payments"]),
        FindingKind::Claims { claims, unbalanced } => {
            balance_sentence(claims, unbalanced, ["remitted claim", "remitted claims"])
        }
        FindingKind::Lines {
            lines: all,
            unbalanced,
        } => balance_sentence(all, unbalanced, ["remitted line", "remitted lines"]),
        FindingKind::SecondaryLines {
            lines: all,
            secondary,
            share,
        } => format!(
            "{} were paid by a second or third payer, {}",
            of(secondary, all, "lines"),
            percent(share)
        ),
        FindingKind::Reversals {
            reversals,
            without_original: 0,
        } => format!(
            "{} taken back, each with its earlier payment",
            counted(reversals, "claim was", "claims were")
        ),
        FindingKind::Reversals {
            reversals,
            without_original,
        } => format!(
            "{} taken back lack the earlier payment",
            of(without_original, reversals, "claims")
        ),
        FindingKind::ClaimsWithoutLines { claims, paid } => format!(
            "{} only as a whole, {} paid",
            counted(claims, "claim was reported", "claims were reported"),
            figures::dollars(paid)
        ),
        FindingKind::UnansweredClaims {
            submitted,
            unanswered: 0,
            ..
        } => format!(
            "All {} sent are answered",
            counted(submitted, "claim", "claims")
        ),
        FindingKind::UnansweredClaims {
            submitted,
            unanswered,
            oldest,
        } => format!(
            "{} sent wait for an answer{}",
            of(unanswered, submitted, "claims"),
            oldest.map_or_else(String::new, |day: Date| format!(", the oldest since {day}"))
        ),
        FindingKind::NoSubmittedClaims => "There are no claims as they were sent".to_owned(),
        _ => return None,
    })
}

fn balance_sentence(all: u64, unbalanced: u64, [one, many]: [&str; 2]) -> String {
    match (all, unbalanced) {
        (1, 0) => format!("The {one} balances"),
        (_, 0) => format!("All {} {many} balance", count(all)),
        (_, 1) => format!("1 of {} {many} does not balance", count(all)),
        _ => format!("{} do not balance", of(unbalanced, all, many)),
    }
}

#[cfg(test)]
mod tests;
