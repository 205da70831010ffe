//! Which columns could identify a patient. They are masked in previews and never quoted.

use super::fields::key;
use super::headings::{self, Heading};
use super::rows::{Row, is_blank, text_of};
use super::synonyms;
use crate::domain::ImportKind;

/// Shown in place of a masked value.
pub(super) const MASK: &str = "\u{2022}\u{2022}\u{2022}";

/// Share of a column's values, in percent, that must look personal for it to be masked.
const MOST: usize = 50;

/// Judges every column by its heading, then by its values.
pub(super) fn masked_columns(headings: &[Heading], rows: &[Row]) -> Vec<bool> {
    headings
        .iter()
        .enumerate()
        .map(|(idx, heading)| names_a_person(&heading.text) || looks_personal(heading, idx, rows))
        .collect()
}

/// Whether a heading names something that identifies a patient, or notes that may.
pub fn names_a_person(heading: &str) -> bool {
    let upper = heading.to_ascii_uppercase();
    let free_text = ["NOTE", "COMMENT", "MEMO", "REMARKS"]
        .iter()
        .any(|word| upper.contains(word));
    free_text || identifies_a_person(heading)
}

/// Whether a heading names something that identifies a patient.
pub(super) fn identifies_a_person(heading: &str) -> bool {
    let words = synonyms::meanings(heading);
    let has = |word: &str| words.contains(&word);
    let money = has("RESPONSIBILITY")
        || has("PAID")
        || has("PAYS")
        || has("CHARGE")
        || has("DEDUCTIBLE")
        || has("COPAY")
        || has("COINSURANCE")
        || has("ALLOWED");
    // Whose name or address it is, where that is no patient.
    let business = has("PAYER")
        || has("PLAN")
        || has("INSURANCE")
        || has("PROVIDER")
        || has("RENDERING")
        || has("OTHERPROVIDER")
        || has("FACILITY")
        || has("SITE")
        || has("POS")
        || has("NPI")
        || has("CLASS")
        || has("PROCEDURE")
        || has("CPT");
    has("MRN")
        || (has("PERSONAL") && !business)
        || (has("PATIENT") && !money && !has("COUNT") && !has("CLASS"))
        || (has("ACCOUNT") && !money)
        || (has("NAME") && !business && !has("CODE") && !has("TYPE"))
        || numbers_claims(heading)
}

/// Whether a heading names a number by which practice and payer find a claim, and so its patient.
fn numbers_claims(heading: &str) -> bool {
    let recognised = synonyms::recognise(heading, ImportKind::Utilization);
    recognised.is_some_and(|found| matches!(found.field, key::CLAIM | key::CHARGE_ID))
}

/// Judges values where the heading says nothing: social security numbers, addresses of mail,
/// `LAST, FIRST`, dates of birth.
fn looks_personal(heading: &Heading, idx: usize, rows: &[Row]) -> bool {
    let filled: Vec<&[u8]> = rows
        .iter()
        .map(|row| row.cell(idx))
        .filter(|cell| !is_blank(cell))
        .collect();
    let share = |is: fn(&str) -> bool| {
        let count = filled
            .iter()
            .filter(|cell| is(text_of(cell).trim()))
            .count();
        !filled.is_empty() && count * 100 >= filled.len() * MOST
    };
    share(is_ssn)
        || share(is_mail)
        || (!headings::is_known(&heading.text) && (share(is_name) || share(is_birth)))
}

/// Whether free text holds an address of mail or so many digits in a row as a person's numbers have.
pub(super) fn holds_a_number_or_address(text: &str) -> bool {
    /// Fewer are dates, codes and amounts.
    const DIGITS: usize = 7;
    text.split_whitespace().any(|word| {
        is_mail(word) || is_ssn(word) || word.bytes().filter(u8::is_ascii_digit).count() >= DIGITS
    })
}

/// Whether one value has the shape of a number or address that identifies a person.
pub(super) fn is_personal_value(text: &str) -> bool {
    is_ssn(text) || is_mail(text) || is_name(text) || is_birth(text)
}

fn is_ssn(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [3, 2, 4]
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
}

fn is_mail(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(who, host)| !who.is_empty() && host.contains('.'))
}

fn is_name(text: &str) -> bool {
    let word = |part: &str| {
        let part = part.trim();
        part.len() > 1
            && part
                .chars()
                .all(|letter| letter.is_alphabetic() || " .'-".contains(letter))
    };
    text.split_once(',')
        .is_some_and(|(last, first)| word(last) && word(first))
}

/// A date before any service that is still on a claim.
fn is_birth(text: &str) -> bool {
    let mut groups: Vec<&str> = text.split(['/', '-', '.']).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.len() == 3
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
        && groups
            .first()
            .and_then(|year| year.parse::<u32>().ok())
            .is_some_and(|year| (1900..2000).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_personal_columns_are_told_from_business_ones() {
        for heading in [
            "Patient Name",
            "patient_id",
            "PATIENTLASTNAME",
            "DOB",
            "Birth Date",
            "SSN",
            "MRN",
            "Member ID",
            "SUBSCRIBER_LAST",
            "Address",
            "Zip",
            "Phone",
            "Name",
            "Account Number",
            "EMPLOYEE_SSN",
            "PreferredPhone1",
            "note",
            "Claim ID",
            "Claim No",
            "clm_nbr",
            "ICN",
            "Ticket #",
            "Visit Number",
            "Charge ID",
        ] {
            assert!(names_a_person(heading), "{heading}");
        }
        for heading in [
            "Payer Name",
            "Provider Name",
            "patient_resp",
            "Patient Responsibility",
            "CPT",
            "Facility Name",
            "Plan Name",
            "Units",
            "Visits",
            "Visit Count",
            "Authorization Number",
            "Claim Type",
            "Claim Status",
            "Claim Count",
            "Claim Date",
            "Claim Charge Amount",
            "PATIENT PAID",
            "POS Name",
        ] {
            assert!(!names_a_person(heading), "{heading}");
        }
    }

    #[test]
    fn personal_values_are_known_by_their_shape() {
        for text in ["123-45-6789", "ann@example.org", "Doe, Jane"] {
            assert!(is_personal_value(text), "{text}");
        }
        for text in ["99213", "2025-01-02", "Aetna", "1,234.50"] {
            assert!(!is_personal_value(text), "{text}");
        }
        assert!(is_birth("05/01/1964"));
        assert!(!is_birth("05/01/2024"));
    }
}
