//! What headings mean. A heading is cut into known words, run together or not, and rules over whole
//! words decide: `DISCHARGE_DATE` holds no charge and `NOTALLOWED` is not allowed.
//!
//! The words are those of some 580 headings seen in a thousand claim layouts.

mod fee_schedule;
mod utilization;
mod words;

use fee_schedule::FEE_SCHEDULE;
use utilization::UTILIZATION;
pub(super) use words::meanings;

use super::records;
use crate::domain::ImportKind;

/// Headings of one field: each alternative is a set of meanings, best first.
struct Rule {
    field: &'static str,
    alternatives: &'static [&'static str],
    /// A heading with one of these is something else.
    never: &'static [&'static str],
}

/// What no amount, code or name column is called.
const NEVER: &[&str] = &[
    "!",
    "PERSONAL",
    "SPECIALTY",
    "DESCRIPTION",
    "FLAG",
    "SIGN",
    "REASON",
    "EXPECTED",
    "TRANSACTION",
    "TRANSFER",
    "DENIAL",
    "VOID",
    "SECONDARY",
    "TERTIARY",
    "RANK",
];

/// What a heading was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    pub(super) field: &'static str,
    /// Position among the field's alternatives: lower is better.
    pub(super) rank: usize,
    /// Whether the heading says nothing besides.
    pub(super) whole: bool,
}

/// Says which field a heading names.
pub(super) fn recognise(heading: &str, kind: ImportKind) -> Option<Recognised> {
    let rules = match kind {
        ImportKind::Utilization => UTILIZATION,
        ImportKind::FeeSchedule => FEE_SCHEDULE,
        kind => return records::recognise(heading, kind),
    };
    let words = meanings(heading);
    rules.iter().find_map(|rule| rule.fit(&words))
}

impl Rule {
    fn fit(&self, words: &[&'static str]) -> Option<Recognised> {
        let named = |word: &str| {
            let mut alternatives = self.alternatives.iter();
            alternatives.any(|alternative| alternative.split(' ').any(|part| part == word))
        };
        let barred = |word: &&'static str| {
            self.never.contains(word) || (NEVER.contains(word) && !named(word))
        };
        if words.iter().any(barred) {
            return None;
        }
        let fits = self
            .alternatives
            .iter()
            .enumerate()
            .filter_map(|(rank, alternative)| {
                let wanted = || alternative.split(' ');
                let rest = words
                    .iter()
                    .filter(|word| !IGNORED.contains(word))
                    .filter(|word| !wanted().any(|part| part == **word))
                    .count();
                let fits = wanted().all(|word| words.contains(&word))
                    && (rest == 0 || !ALONE.contains(alternative));
                fits.then_some((rest, rank))
            });
        fits.min().map(|(rest, rank)| Recognised {
            field: self.field,
            rank,
            whole: rest == 0,
        })
    }
}

/// Meanings that leave a heading whole.
const IGNORED: &[&str] = &["~", "#", "AMOUNT", "LINE", "PER", "CURRENT"];

/// Everyday words, which mean a field only when the heading says nothing besides.
const ALONE: &[&str] = &[
    "CODE",
    "DATE",
    "SERVICE",
    "COUNT",
    "AMOUNT",
    "FROM",
    "PATIENT",
    "ACCOUNT",
    "VISIT",
    "FEE",
    "PLAN",
    "INSURANCE",
    "PAYER",
    "PRODUCT",
    "DENIAL",
    "VOID",
    "SITE",
    "SERVICE AMOUNT",
    "LINE COUNT",
    "GLOBAL",
    "PER UNIT",
    "TO",
    "NOT",
    "ADJUSTMENT",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tables::fields::key;

    fn check(kind: ImportKind, heading: &str, expected: &str) {
        let found = recognise(heading, kind).map_or("", |found| found.field);
        assert_eq!(found, expected, "{heading} {:?}", meanings(heading));
    }

    #[test]
    fn headings_of_claim_exports_are_recognised() {
        for (heading, field) in [
            ("cpt", key::CODE),
            ("Service Location", key::SITE),
            ("Procedure Code", key::CODE),
            ("PRCDR_CD", key::CODE),
            ("HCPCS", key::CODE),
            ("ProcedureCodeWithModifiers", key::CODE),
            ("code", key::CODE),
            ("MODIFIERCODE2", key::MODIFIER),
            ("mod1", key::MODIFIER),
            ("PROCEDURE_CODE_MODIFIER_1", key::MODIFIER),
            ("MODIFIER_ONE", key::MODIFIER),
            ("billed", key::CHARGE),
            ("CHRG_AMT", key::CHARGE),
            ("TOTALBILLEDCHARGES", key::CHARGE),
            ("SUBMITTED_AMOUNT", key::CHARGE),
            ("ServiceAmount", key::CHARGE),
            ("allowed", key::ALLOWED),
            ("ALWD_AMT", key::ALLOWED),
            ("COVEREDAMT", key::ALLOWED),
            ("TOTALELIGIBLECHARGES", key::ALLOWED),
            ("paid", key::PAID),
            ("NETPAY", key::PAID),
            ("CLM_PMT_AMT", key::PAID),
            ("ins1_paid", key::PAID),
            ("PrimaryInsurancePayment", key::PAID),
            ("patient_resp", key::PATIENT),
            ("COINSURANCE", key::PATIENT),
            ("DEDUCTAMT", key::PATIENT),
            ("CPAY_AMT", key::PATIENT),
            ("dos", key::DATE),
            ("SVCDT", key::DATE),
            ("FROMDATE", key::DATE),
            ("CLMFROMDT", key::DATE),
            ("Date of Service", key::DATE),
            ("FIRSTDOS", key::DATE),
            ("Month", key::MONTH),
            ("Quarter", key::QUARTER),
            ("year", key::YEAR),
            ("pos", key::PLACE),
            ("PLACESRVCCD", key::PLACE),
            ("PLACEOFTREATMENT", key::PLACE),
            ("units", key::UNITS),
            ("UNITCNT", key::UNITS),
            ("NUMSERV", key::UNITS),
            ("UNITSOFSERVICE", key::UNITS),
            ("QTY", key::UNITS),
            ("payer_name", key::PAYER),
            ("Payor", key::PAYER),
            ("INSURANCE", key::PAYER),
            ("FSC", key::PAYER),
            ("FINANCIALCLASS", key::PAYER),
            ("ins_prim", key::PAYER),
            ("patient_id", key::PATIENT_ID),
            ("MRN", key::PATIENT_ID),
            ("claim_id", key::CLAIM),
            ("CLAIM_NUMBER", key::CLAIM),
            ("ICN", key::CLAIM),
            ("rendering_npi", key::PROVIDER),
            ("provider_name", key::PROVIDER),
            ("visits", key::VISITS),
            ("Line count", key::LINES),
            ("loc", key::SITE),
        ] {
            check(ImportKind::Utilization, heading, field);
        }
    }

    #[test]
    fn headings_of_transactions_and_other_payers_are_recognised() {
        for (heading, field) in [
            ("ins2_paid", key::PAID_SECONDARY),
            ("ins3_paid", key::PAID_TERTIARY),
            ("SecondaryInsurancePayment", key::PAID_SECONDARY),
            ("OtherInsurancePayment", key::PAID_TERTIARY),
            ("PrimaryInsuranceContractAdjustment", key::ADJUSTMENT),
            ("SecondaryInsuranceContractAdjustment", ""),
            ("OtherAdjustment", ""),
            ("denied_flag", key::DENIED),
            ("transaction_type", key::TRANSACTION_TYPE),
            ("TX_TYPE_C_NAME", key::TRANSACTION_TYPE),
            ("transaction_transfer_type", key::RANK),
            ("transaction_reason", key::REASON),
            ("charge_id", key::CHARGE_ID),
            ("amount", key::AMOUNT),
            ("voided_date", key::VOIDED),
            ("VOID_DATE", key::VOIDED),
            ("charge_from_date", key::DATE),
            ("charge_to_date", ""),
            ("other_modifier", key::MODIFIER),
            ("Product", key::PLAN),
            ("LOB", key::PLAN),
            ("PAYERDESC", key::PAYER),
            ("PLANCODE", key::PLAN),
            ("CO_INSURANCE_AMOUNT", key::PATIENT),
            ("PPOSAVINGS", key::ADJUSTMENT),
        ] {
            check(ImportKind::Utilization, heading, field);
        }
    }

    #[test]
    fn words_inside_other_words_mean_nothing() {
        for (heading, field) in [
            ("DISCHARGE_DATE", ""),
            ("DISCHARGEDATE", ""),
            ("NOTALLOWED", key::ADJUSTMENT),
            ("NOT_ALLOWED_AMT", key::ADJUSTMENT),
            ("DISALLOWED", key::ADJUSTMENT),
            ("NONCOVEREDAMT", key::ADJUSTMENT),
            ("PAIDDATE", ""),
            ("DATE_PAID", ""),
            ("CHECKAMOUNT", ""),
            ("PAYMENT_DATE", ""),
            ("MEMBERPAID", ""),
            ("PROVIDERPAID", key::PAID),
            ("BILLED_SIGN", key::SIGN),
            ("ALLOWED_AMT_SIGN", key::SIGN),
            ("DOB", ""),
            ("Patient Name", ""),
            ("expected_allowed_amount", ""),
            ("DOS To", ""),
            ("CPT Description", ""),
            ("Denial Code", key::DENIED),
            ("DX_CODE", ""),
            ("Unit Price", ""),
            ("Deductible Met Date", ""),
            ("Payer ID", key::PAYER_CODE),
            ("secondary insurance name", key::PAYER_SECONDARY),
            ("Line No", ""),
            ("REV_CODE", ""),
            ("Zip Code", ""),
            ("Referring Provider", ""),
        ] {
            check(ImportKind::Utilization, heading, field);
        }
    }

    #[test]
    fn headings_of_fee_schedules_are_recognised() {
        for (heading, field) in [
            ("CodeId", key::CODE),
            ("cptCode", key::CODE),
            ("Proc Code", key::CODE),
            ("feeamount", key::RATE),
            ("Fee for Service Rate", key::RATE),
            ("RATE", key::RATE),
            ("Allowed Amount", key::RATE),
            ("Maximum Allowable", key::RATE),
            ("Payment Rate", key::RATE),
            ("Amount", key::RATE),
            ("Fee Schedule Amount", key::RATE),
            ("Non-Facility", key::RATE_NONFACILITY),
            ("NONFACFEE", key::RATE_NONFACILITY),
            ("Non Fac Rate", key::RATE_NONFACILITY),
            ("NF Fee", key::RATE_NONFACILITY),
            ("Facility Fee", key::RATE_FACILITY),
            ("FAC RATE", key::RATE_FACILITY),
            ("EffDate", key::EFFECTIVE),
            ("Effective", key::EFFECTIVE),
            ("EFF_DATE", key::EFFECTIVE),
            ("Rate Effective Date", key::EFFECTIVE),
            ("TermDate", key::TERMINATION),
            ("Terminate", key::TERMINATION),
            ("End Date", key::TERMINATION),
            ("Rate Effective 07/01/2025-09/30/2025", key::RATE),
            ("Contracted rate", key::RATE),
            ("Global", key::RATE),
            ("Global Days", ""),
            ("Per Unit", key::RATE),
            ("Base Units", ""),
            ("Annual units", ""),
            ("Professional", key::RATE_PROFESSIONAL),
            ("Prof Comp", key::RATE_PROFESSIONAL),
            ("Tech Comp", key::RATE_TECHNICAL),
            ("Specialty", key::TIER),
            ("Network", key::TIER),
            ("Provider Class", key::TIER),
            ("Procedure Description", ""),
            ("Modifiers", key::MODIFIER),
            ("component", key::MODIFIER),
            ("POS", key::PLACE),
            ("siteType", key::PLACE),
            ("INDICATOR", ""),
            ("SHORTDESC", ""),
            ("Requires PA", ""),
        ] {
            check(ImportKind::FeeSchedule, heading, field);
        }
    }
}
