//! Flags and reasons beside amounts: denials, voids, and why an amount was adjusted. Reasons are
//! CARCs (claim adjustment reason codes) or words.

use super::rows::text_of;
use crate::domain::ReasonCode;

/// CARCs by which payers write off what exceeds their contract: 45 by the standard, the others seen
/// in its place.
const CONTRACTUAL: &[&str] = &["45", "42", "131", "24", "59", "B10"];

/// CARCs of deductible, coinsurance and copay.
const PATIENT_SHARE: &[&str] = &["1", "2", "3"];

/// What a reason says about an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Beyond what the contract allows.
    Contractual,
    /// Not paid at all.
    Denial,
    /// Left to the patient.
    PatientShare,
    /// Anything else, or nothing.
    Other,
}

impl Reason {
    /// Reads `CO-45`, `45`, `CONTRACTUAL`, `Coinsurance`; the first of several decides.
    pub(super) fn of(cell: &[u8]) -> Self {
        let upper = text_of(cell).to_ascii_uppercase();
        for (word, reason) in [
            ("CONTRACT", Self::Contractual),
            ("DENI", Self::Denial),
            ("DENY", Self::Denial),
            ("COPAY", Self::PatientShare),
            ("COINS", Self::PatientShare),
            ("DEDUCT", Self::PatientShare),
        ] {
            if upper.contains(word) {
                return reason;
            }
        }
        match codes(&upper).next() {
            Some(("", "CO")) => Self::Contractual,
            Some(("PR", code)) if !ReasonCode::DENIALS.contains(&code) => Self::PatientShare,
            Some((_, code)) if CONTRACTUAL.contains(&code) => Self::Contractual,
            Some((_, code)) if ReasonCode::DENIALS.contains(&code) => Self::Denial,
            Some((_, code)) if PATIENT_SHARE.contains(&code) => Self::PatientShare,
            _ => Self::Other,
        }
    }
}

/// Iterates over group and code of every CARC; the group is empty where none is written.
fn codes(upper: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut pieces = upper
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .peekable();
    std::iter::from_fn(move || {
        let piece = pieces.next()?;
        if !is_group(piece) {
            let grouped = piece
                .split_at_checked(2)
                .filter(|(group, code)| is_group(group) && !code.is_empty());
            return Some(grouped.unwrap_or(("", piece)));
        }
        let is_code = |next: &&str| next.bytes().any(|byte| byte.is_ascii_digit());
        match pieces.next_if(is_code) {
            Some(code) => Some((piece, code)),
            None => Some(("", piece)),
        }
    })
}

fn is_group(piece: &str) -> bool {
    matches!(piece, "CO" | "OA" | "PI" | "PR")
}

/// Whether the cell of a denial column says that a line was denied.
pub(super) fn says_denied(cell: &[u8]) -> bool {
    let upper = text_of(cell).trim().to_ascii_uppercase();
    matches!(
        upper.as_str(),
        "Y" | "YES" | "TRUE" | "T" | "X" | "REJECTED" | "D"
    ) || upper.contains("DENIED")
        || upper.contains("DENIAL")
        || codes(&upper).any(|(_, code)| ReasonCode::DENIALS.contains(&code))
        || upper == "1"
}

/// Whether a reason, or any of several, is one of denials.
pub(super) fn names_denial(cell: &[u8]) -> bool {
    let upper = text_of(cell).to_ascii_uppercase();
    Reason::of(cell) == Reason::Denial
        || codes(&upper).any(|(_, code)| ReasonCode::DENIALS.contains(&code))
}

/// Whether the cell of a void column says that a row was taken back: a date, or a yes.
pub(super) fn says_voided(cell: &[u8]) -> bool {
    let upper = text_of(cell).trim().to_ascii_uppercase();
    let blank = upper
        .chars()
        .all(|letter| matches!(letter, '0' | '-' | '/' | ':' | ' ' | '.'));
    !blank
        && !matches!(
            upper.as_str(),
            "N" | "NO" | "FALSE" | "F" | "NULL" | "N/A" | "NONE"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_as_codes_and_as_words() {
        for (text, expected) in [
            ("CO-45", Reason::Contractual),
            ("CO45", Reason::Contractual),
            ("45", Reason::Contractual),
            ("CONTRACTUAL", Reason::Contractual),
            ("CO", Reason::Contractual),
            ("CO 197", Reason::Denial),
            ("PI-B7", Reason::Denial),
            ("Claim denied", Reason::Denial),
            ("PR-1", Reason::PatientShare),
            ("COINSURANCE", Reason::PatientShare),
            ("PR 96", Reason::Denial),
            ("CO-253", Reason::Other),
            ("BAD DEBT", Reason::Other),
            ("", Reason::Other),
        ] {
            assert_eq!(Reason::of(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn flags_say_yes_in_many_ways() {
        for text in ["Y", "true", "1", "Denied", "CO-97", "PR-1, CO-29"] {
            assert!(says_denied(text.as_bytes()), "{text}");
        }
        for text in ["", "N", "0", "false", "Paid", "CO-45", "N/A"] {
            assert!(!says_denied(text.as_bytes()), "{text}");
        }
        for (text, expected) in [("CO-45, CO-97", true), ("1", false), ("CO-45", false)] {
            assert_eq!(names_denial(text.as_bytes()), expected, "{text}");
        }
        for text in ["2025-03-01", "Y", "yes"] {
            assert!(says_voided(text.as_bytes()), "{text}");
        }
        for text in ["", "N", "00/00/0000", "0", "null"] {
            assert!(!says_voided(text.as_bytes()), "{text}");
        }
    }
}
