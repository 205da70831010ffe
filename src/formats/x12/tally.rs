//! Counts what was odd in an X12 file, so that a thousand odd claims make one issue. Issues name
//! segments and codes, never a number or a name from a claim.

use crate::domain::{Issue, Place, Severity};

/// Something odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    TestFile,
    NoSetEnd,
    WrongSetCount,
    NoInterchangeEnd,
    Truncated,
    Overlong,
    OtherSet,
    PaymentWithoutPayer,
    ClaimWithoutPayer,
    PaymentUnbalanced,
    ClaimUnbalanced,
    LineUnbalanced,
    Amount,
    Adjustment,
    NoStatus,
    Modifier,
    DateOfPayment,
    NoDate,
    NoCode,
    NotAProcedure,
    Predetermination,
    NoLines,
    NoServices,
    ClaimCutOff,
    OtherClaim,
}

/// Counts of oddities, each with its first segment.
#[derive(Default)]
pub(super) struct Tally {
    odd: Vec<(Oddity, u64, u64)>,
    /// Claims and lines left out.
    pub(super) rejected: u64,
}

impl Tally {
    pub(super) fn note(&mut self, oddity: Oddity, segment_nr: u64) {
        match self.odd.iter_mut().find(|(known, ..)| *known == oddity) {
            Some((_, count, _)) => *count += 1,
            None => self.odd.push((oddity, 1, segment_nr)),
        }
    }

    /// Notes why a claim or line was left out.
    pub(super) fn reject(&mut self, oddity: Oddity, segment_nr: u64) {
        self.rejected += 1;
        self.note(oddity, segment_nr);
    }

    /// Writes an issue for every oddity, in the order they were first met.
    pub(super) fn issues(&self, file_name: &str) -> Vec<Issue> {
        self.odd
            .iter()
            .map(|&(oddity, count, first)| {
                let (severity, field, problem, remedy) = words(oddity, count);
                Issue {
                    severity,
                    place: Place {
                        file: file_name.to_owned(),
                        line_nr: Some(first),
                        field: (!field.is_empty()).then(|| field.to_owned()),
                    },
                    problem,
                    remedy: remedy.to_owned(),
                }
            })
            .collect()
    }
}

fn many(count: u64, one: &str, more: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {more}")
    }
}

/// Severity, element, problem and remedy.
type Words = (Severity, &'static str, String, &'static str);

fn words(oddity: Oddity, count: u64) -> Words {
    match oddity {
        Oddity::TestFile
        | Oddity::NoSetEnd
        | Oddity::WrongSetCount
        | Oddity::NoInterchangeEnd
        | Oddity::Truncated
        | Oddity::Overlong
        | Oddity::OtherSet => words_of_envelope(oddity, count),
        Oddity::PaymentUnbalanced | Oddity::ClaimUnbalanced | Oddity::LineUnbalanced => {
            words_of_balance(oddity, count)
        }
        Oddity::NoCode
        | Oddity::NotAProcedure
        | Oddity::NoDate
        | Oddity::Predetermination
        | Oddity::ClaimCutOff
        | Oddity::OtherClaim => words_of_rejection(oddity, count),
        _ => words_of_content(oddity, count),
    }
}

fn words_of_envelope(oddity: Oddity, count: u64) -> Words {
    use Severity::{Note, Rejected, Warning};
    let sets = many(count, "transaction set", "transaction sets");
    match oddity {
        Oddity::TestFile => (
            Warning,
            "ISA15",
            "The sender marked this as a test file".to_owned(),
            "Import it only if its payments are real; remove the import if they are not",
        ),
        Oddity::NoSetEnd => (
            Warning,
            "SE",
            format!("{sets} without an end"),
            "Compare its totals with the check; ask the clearinghouse for the file again if claims are missing",
        ),
        Oddity::WrongSetCount => (
            Warning,
            "SE01",
            format!("{sets} with another number of segments than its end says"),
            "Compare its totals with the check; segments may be missing",
        ),
        Oddity::NoInterchangeEnd => (
            Note,
            "IEA",
            format!(
                "{} without an end",
                many(count, "interchange", "interchanges")
            ),
            "",
        ),
        Oddity::Truncated => (
            Warning,
            "SE",
            "The file ends in the middle of a transaction set".to_owned(),
            "Download it again from the payer or clearinghouse",
        ),
        Oddity::Overlong => (
            Rejected,
            "",
            format!(
                "{} longer than any real one, left out",
                many(count, "segment", "segments")
            ),
            "The file may be damaged; download it again",
        ),
        _ => (
            Note,
            "ST01",
            format!("{sets} of another kind left out"),
            "Remittances and claims are imported apart from each other",
        ),
    }
}

fn words_of_balance(oddity: Oddity, count: u64) -> Words {
    use Severity::{Note, Warning};
    match oddity {
        Oddity::PaymentUnbalanced => (
            Warning,
            "BPR02",
            format!(
                "{} whose claims and adjustments do not add up to the amount paid",
                many(count, "payment", "payments")
            ),
            "Compare with the check or transfer; claims may be missing from the file",
        ),
        Oddity::ClaimUnbalanced => (
            Note,
            "CLP",
            format!(
                "{} whose charge, adjustments and payment do not add up",
                many(count, "claim", "claims")
            ),
            "",
        ),
        _ => (
            Warning,
            "SVC",
            format!(
                "{} whose charge, adjustments and payment do not add up, kept out of rates",
                many(count, "line", "lines")
            ),
            "Their payments are counted; ask the payer if there are many",
        ),
    }
}

fn words_of_rejection(oddity: Oddity, count: u64) -> Words {
    use Severity::{Note, Rejected};
    let lines = many(count, "line", "lines");
    let claims = many(count, "claim", "claims");
    match oddity {
        Oddity::NoCode => (
            Rejected,
            "SVC01",
            format!("{lines} without a procedure code that can be read, left out"),
            "Look at the file at this segment; the payer may use codes of its own",
        ),
        Oddity::NotAProcedure => (
            Rejected,
            "SVC01",
            format!("{lines} by revenue code or drug number instead of a procedure code, left out"),
            "Rates are by procedure code; these payments are in the payment's total only",
        ),
        Oddity::NoDate => (
            Rejected,
            "DTM",
            format!("{lines} without any date, left out"),
            "Ask the payer for dates of service",
        ),
        Oddity::Predetermination => (
            Note,
            "CLP02",
            format!(
                "{} what would be paid, left out",
                many(count, "claim that only asks", "claims that only ask")
            ),
            "",
        ),
        Oddity::ClaimCutOff => (
            Rejected,
            "CLP",
            format!("{claims} cut off by the end of the file, left out"),
            "Download the file again and import it: what is already here is not counted twice",
        ),
        _ => (
            Note,
            "CLM",
            format!("{claims} of an institution or a dentist, left out"),
            "Only professional claims (837P) are of use here",
        ),
    }
}

fn words_of_content(oddity: Oddity, count: u64) -> Words {
    use Severity::{Note, Warning};
    let lines = many(count, "line", "lines");
    let claims = many(count, "claim", "claims");
    match oddity {
        Oddity::PaymentWithoutPayer => (
            Warning,
            "N1",
            format!(
                "{} without a payer's name",
                many(count, "payment", "payments")
            ),
            "Say which payer the blank name means",
        ),
        Oddity::ClaimWithoutPayer => (Note, "NM1", format!("{claims} without a payer's name"), ""),
        Oddity::NoServices => (Note, "CLM", format!("{claims} without services"), ""),
        Oddity::Amount => (
            Warning,
            "",
            format!(
                "{} not written as a number, counted as 0.00",
                many(count, "amount", "amounts")
            ),
            "Their lines are kept out of rates",
        ),
        Oddity::Adjustment => (
            Note,
            "CAS",
            format!(
                "{} whose group or reason is not a code; only the amount is used",
                many(count, "adjustment", "adjustments")
            ),
            "",
        ),
        Oddity::NoStatus => (
            Note,
            "CLP02",
            format!("{claims} without a status, taken as processed by the primary payer"),
            "",
        ),
        Oddity::Modifier => (
            Note,
            "SVC01",
            format!("{lines} with a modifier that is not understood, read without it"),
            "",
        ),
        Oddity::DateOfPayment => (
            Warning,
            "DTM",
            format!("{lines} without a date of service, dated by the payment"),
            "Their month may be late; ask the payer for dates of service",
        ),
        _ => (
            Note,
            "CLP",
            format!("{claims} without lines: amounts for the claim as a whole"),
            "They count as payments, not in rates by code",
        ),
    }
}
