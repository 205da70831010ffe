//! What adjustment codes mean, in our own few words, and which of them deny a service. Codes that are
//! not here are no worse: lists change three times a year, and reports show every code.

use crate::domain::{AdjustmentGroup, ReasonCode};

/// The commonest claim adjustment reason codes (CARC) in remittances of physicians' claims.
const CARC_LABELS: &[(&str, &str)] = &[
    ("1", "Deductible"),
    ("2", "Coinsurance"),
    ("3", "Copay"),
    ("4", "Modifier missing or not fitting"),
    ("5", "Place of service not fitting"),
    ("11", "Diagnosis does not fit the service"),
    ("13", "Dated after death"),
    ("15", "Authorization number missing or wrong"),
    ("16", "Information missing or wrong"),
    ("18", "Exact duplicate"),
    ("19", "Work injury: another payer is liable"),
    ("20", "Injury: another payer is liable"),
    ("22", "Another payer comes first"),
    ("23", "What another payer paid or adjusted"),
    ("24", "Covered by a capitation agreement"),
    ("26", "Before coverage began"),
    ("27", "After coverage ended"),
    ("29", "Filed too late"),
    ("31", "Patient not found"),
    ("35", "Lifetime maximum reached"),
    ("39", "Authorization was refused"),
    ("45", "Charge above the contract rate"),
    ("49", "Routine or screening service"),
    ("50", "Not held medically necessary"),
    ("51", "Pre-existing condition"),
    ("54", "Several surgeons not covered"),
    ("55", "Held to be experimental"),
    ("58", "Place of service not accepted"),
    ("59", "Multiple-procedure reduction"),
    ("66", "Blood deductible"),
    ("90", "Ingredient cost"),
    ("94", "Processed above the charge"),
    ("95", "Plan procedures not followed"),
    ("96", "Not a covered service"),
    ("97", "Included in another service"),
    ("104", "Managed-care withhold"),
    ("105", "Tax withheld"),
    ("107", "Related claim missing"),
    ("109", "Sent to the wrong payer"),
    ("119", "Benefit maximum reached"),
    ("122", "Psychiatric reduction"),
    ("129", "Earlier processing information wrong"),
    ("131", "Negotiated discount"),
    ("136", "Earlier payer\u{2019}s rules not followed"),
    ("144", "Incentive"),
    ("146", "Diagnosis not valid on the day"),
    ("147", "Contract rate expired or not on file"),
    ("150", "Level of service not supported"),
    ("151", "So many services not supported"),
    ("161", "Provider performance bonus"),
    ("163", "Attachment missing"),
    ("167", "Diagnosis not covered"),
    ("170", "Provider type not paid for it"),
    ("181", "Code not valid on the day"),
    ("182", "Modifier not valid on the day"),
    ("185", "Provider not eligible for the service"),
    ("186", "Level of care changed"),
    ("187", "Paid from a spending account"),
    ("193", "Earlier decision upheld"),
    ("197", "No authorization"),
    ("198", "Authorization exceeded"),
    ("204", "Not in this patient\u{2019}s plan"),
    ("223", "Required by law or regulation"),
    ("225", "Penalty or interest"),
    ("226", "Information asked of the provider missing"),
    ("227", "Information asked of the patient missing"),
    ("231", "Services exclude each other"),
    ("234", "Not paid separately"),
    ("236", "Codes may not be combined (edit)"),
    ("237", "Legislated penalty"),
    ("241", "Low-income subsidy copay"),
    ("242", "Not provided by the network"),
    ("243", "Not authorized by the network"),
    ("247", "Deductible of another program"),
    ("248", "Coinsurance of another program"),
    ("251", "Attachment incomplete"),
    ("252", "Attachment needed"),
    ("253", "Sequestration"),
    ("256", "Not payable under the contract"),
    ("A1", "Denied; see the remark"),
    ("B7", "Provider not certified on the day"),
    ("B9", "Patient in hospice"),
    ("B10", "Paid in part within another service"),
    ("B11", "Forwarded to the right payer"),
    ("B13", "Paid before"),
    ("B15", "Needs another service first"),
    ("B16", "Not a new patient"),
    ("B20", "Done by another provider"),
];

/// Codes for money that belongs to no claim (PLB).
const PROVIDER_ADJUSTMENT_LABELS: &[(&str, &str)] = &[
    ("50", "Late filing"),
    ("51", "Interest penalty"),
    ("72", "Authorized return"),
    ("90", "Early payment allowance"),
    ("AH", "Origination fee"),
    ("AM", "Applied to the borrower\u{2019}s account"),
    ("AP", "Acceleration of benefits"),
    ("B2", "Rebate"),
    ("B3", "Recovery allowance"),
    ("BD", "Bad debt"),
    ("BN", "Bonus"),
    ("C5", "Temporary allowance"),
    ("CR", "Capitation interest"),
    ("CS", "Adjustment"),
    ("CT", "Capitation payment"),
    ("CV", "Capital passthrough"),
    ("DM", "Education passthrough"),
    ("E3", "Withholding"),
    ("FB", "Balance carried forward"),
    ("FC", "Fund allocation"),
    ("GO", "Graduate education passthrough"),
    ("IP", "Incentive premium"),
    ("IR", "Withheld by the revenue service"),
    ("IS", "Interim settlement"),
    ("J1", "Not to be refunded"),
    ("L3", "Penalty"),
    ("L6", "Interest"),
    ("LE", "Levy"),
    ("LS", "Lump sum"),
    ("OA", "Organ acquisition"),
    ("OB", "Offset for another provider"),
    ("PI", "Periodic interim payment"),
    ("PL", "Final payment"),
    ("RA", "Retroactive adjustment"),
    ("RE", "Return on equity"),
    ("SL", "Student loan repayment"),
    ("TL", "Third-party liability"),
    ("WO", "Overpayment taken back"),
    ("WU", "Recovery of an earlier payment"),
];

/// Says what a claim adjustment reason code means, in short; `None` for codes without words here.
pub fn carc_label(reason: ReasonCode) -> Option<&'static str> {
    label_in(CARC_LABELS, reason)
}

/// Says what a provider adjustment code means, in short; `None` for codes without words here.
pub fn provider_adjustment_label(code: ReasonCode) -> Option<&'static str> {
    label_in(PROVIDER_ADJUSTMENT_LABELS, code)
}

fn label_in(labels: &[(&str, &'static str)], code: ReasonCode) -> Option<&'static str> {
    labels
        .iter()
        .find(|(known, _)| *known == code.as_str())
        .map(|(_, label)| *label)
}

/// Whether an adjustment denies a service. What patients owe within their plan (PR 1, 2, 3) never
/// does; that the patient answers for a denied service (PR 96) does not make it less denied.
pub fn is_denial(group: AdjustmentGroup, reason: ReasonCode) -> bool {
    group != AdjustmentGroup::Correction && ReasonCode::DENIALS.contains(&reason.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_has_two_labels() {
        for labels in [CARC_LABELS, PROVIDER_ADJUSTMENT_LABELS] {
            for (place, (code, _)) in labels.iter().enumerate() {
                assert_eq!(ReasonCode::new(code).unwrap().as_str(), *code);
                assert!(
                    labels[..place].iter().all(|(known, _)| known != code),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn every_denial_has_words() {
        for code in ReasonCode::DENIALS {
            assert!(
                carc_label(ReasonCode::new(code).unwrap()).is_some(),
                "{code}"
            );
        }
    }

    #[test]
    fn contract_patient_and_legal_amounts_are_no_denials() {
        use AdjustmentGroup::{Contractual, Correction, Other, Patient, Payer};
        let check = |group, reason, expected| {
            let reason = ReasonCode::new(reason).unwrap();
            assert_eq!(is_denial(group, reason), expected, "{group:?} {reason}");
        };
        check(Contractual, "45", false);
        check(Contractual, "253", false);
        check(Contractual, "144", false);
        check(Other, "23", false);
        check(Patient, "1", false);
        check(Contractual, "197", true);
        check(Patient, "96", true);
        check(Payer, "b15", true);
        check(Correction, "31", false);
    }
}
