//! Reasons of decisions that can be kept: those made of known words and codes only, since free text
//! may name a patient.

/// Words of reasons, in capitals.
const WORDS: &str = "A ABSENT ADDITIONAL ADEQUATE ADMINISTRATIVE AFTER ALREADY ALTERNATIVE AN AND \
    APPEAL APPROPRIATE APPROVED AS AT AUTHORIZATION AUTHORIZED AVAILABLE BEFORE BENEFIT BENEFITS BY \
    CARE CASE CLINICAL CODE CODING COMPLETE CONSERVATIVE CONTRACT COSMETIC COVERAGE COVERED CRITERIA \
    DATE DELAY DENIED DEVICE DIAGNOSIS DID DOCUMENTATION DOCUMENTED DOES DRUG DUPLICATE ELIGIBILITY \
    ELIGIBLE ENOUGH EVIDENCE EXAM EXCEEDED EXCEEDS EXCLUDED EXCLUSION EXPERIMENTAL EXPIRED FACILITY \
    FAILED FIRST FOR FORM FORMULARY FREQUENCY FROM GUIDELINE GUIDELINES HAS HOME IMAGING IN \
    INAPPROPRIATE INCOMPLETE INCORRECT INFORMATION INPATIENT INSUFFICIENT INVALID INVESTIGATIONAL IS \
    LABORATORY LACK LATE LEVEL LIMIT LIMITS LOWER MAXIMUM MEDICAL MEDICALLY MEDICATION MEET MEMBER \
    MET MISSING MODIFIER MORE NECESSARY NECESSITY NEEDED NETWORK NO NON NONCOVERED NOT NOTES OBTAINED \
    OF ON OR OTHER OUT OUTPATIENT PARTIAL PARTIALLY PATIENT PEER PENDING PER PHYSICAL PLACE PLAN \
    POLICY PRIOR PROCEDURE PROVIDED PROVIDER QUANTITY RECEIVED RECORD RECORDS REFERRAL REQUEST \
    REQUESTED REQUIRED REQUIREMENTS REVIEW SERVICE SERVICES SETTING SHOWN SITE STEP SUBMITTED SUPPORT \
    SUPPORTED SUPPORTING TERMINATED TEST TESTING THAN THE THERAPY TIMELY TO TOO TREATMENT TRIAL \
    TRIED UNITS UNPROVEN UNTIMELY VISITS WAS WITH WITHDRAWN WITHOUT WRONG XRAY";

/// Whether a reason holds nothing but known words, procedure codes and reason codes such as `CO-197`
/// and `N130`.
pub(super) fn names_nobody(reason: &str) -> bool {
    reason
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| {
            let upper = word.to_uppercase();
            is_code(&upper) || WORDS.split_ascii_whitespace().any(|known| known == upper)
        })
        && reason.bytes().filter(u8::is_ascii_digit).count() <= MOST_DIGITS
}

/// More are numbers of members, claims or telephones.
const MOST_DIGITS: usize = 6;

/// Up to five letters and digits with a digit among them, or a group of adjustment codes.
fn is_code(word: &str) -> bool {
    matches!(word, "CO" | "CR" | "OA" | "PI" | "PR")
        || (word.len() <= 5
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().filter(u8::is_ascii_alphabetic).count() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_of_known_words_and_codes_are_kept() {
        for reason in [
            "",
            "Not medically necessary",
            "No conservative care",
            "Out-of-network provider.",
            "CO-197, N130",
            "73721: imaging guideline not met",
        ] {
            assert!(names_nobody(reason), "{reason}");
        }
    }

    #[test]
    fn reasons_that_could_name_somebody_are_not() {
        for reason in [
            "Leaklast, Zoe",
            "Mrs Leakwoman not eligible",
            "member 99001122",
            "555-010-2244",
            "born 01/02/1950",
            "jane@example.com",
        ] {
            assert!(!names_nobody(reason), "{reason}");
        }
    }
}
