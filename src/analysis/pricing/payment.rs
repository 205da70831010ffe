//! Who pays what of an allowed amount: patient, payer, and what sequestration takes.

use rust_decimal::Decimal;

use super::{PatientShare, Payment};
use crate::analysis::medicare_price::{PriceStep, StepKind, StepUnit};
use crate::domain::{Money, Percent, Sequestration};

/// What Medicare's law takes off its payments.
pub(super) const MEDICARE_SEQUESTRATION: Percent = points(2);
/// Medicare's part B coinsurance.
const MEDICARE_COINSURANCE: Percent = points(20);
/// Of a drug's average sales price.
const DRUG_LIMIT: Percent = points(106);

const fn points(points: u32) -> Percent {
    Percent::new(Decimal::from_parts(points, 0, 0, false, 0))
}

impl Payment {
    /// Divides an allowed amount, exactly: deductible, then coinsurance of what is left, then
    /// sequestration of the payer's part. Allowed amounts stay as they are.
    pub fn of(allowed: Money, patient: PatientShare, sequestration: Sequestration) -> Self {
        let deductible = patient.deductible.min(allowed).max(Money::ZERO);
        let owed = deductible + (allowed - deductible).percent(patient.coinsurance);
        let payer = allowed - owed;
        let sequestration = match sequestration {
            Sequestration::NotPassedOn => Money::ZERO,
            Sequestration::PassedOn(percent) => payer.percent(percent),
        };
        Self {
            patient: owed,
            payer,
            sequestration,
            received: allowed - sequestration,
        }
    }

    /// Rounds to whole cents so that the parts still add up.
    #[must_use]
    pub fn rounded(self) -> Self {
        let allowed = self.patient + self.payer;
        let patient = self.patient.rounded();
        let payer = allowed - patient;
        let sequestration = self.sequestration.rounded();
        Self {
            patient,
            payer,
            sequestration,
            received: allowed - sequestration,
        }
    }

    pub(super) fn steps(self, allowed: Money, patient: PatientShare) -> Vec<PriceStep> {
        let step = |label: &str, expression: String, amount: Money| PriceStep {
            kind: StepKind::Payment,
            label: label.to_owned(),
            expression,
            amount: amount.dollars(),
            unit: StepUnit::Dollars,
            source: String::new(),
        };
        let coinsurance = patient.coinsurance.points().normalize();
        let mut steps = vec![
            step(
                "Patient",
                format!(
                    "deductible of up to {}, then {coinsurance} %",
                    patient.deductible
                ),
                self.patient,
            ),
            step(
                "Payer",
                format!("{allowed} \u{2212} {}", self.patient),
                self.payer,
            ),
        ];
        if !self.sequestration.is_zero() {
            let mut taken = step(
                "Sequestration",
                "taken off the payer\u{2019}s part".to_owned(),
                self.sequestration,
            );
            "Budget Control Act of 2011".clone_into(&mut taken.source);
            steps.push(taken);
        }
        steps
    }
}

/// Returns what a practice receives from Medicare and the patient for a drug of this average sales
/// price, not rounded: 106 % of it, less sequestration of Medicare's 80 %.
///
/// Social Security Act, section 1847A(b)(1); Budget Control Act of 2011.
pub fn drug_payment(average_sales_price: Money) -> Money {
    let patient = PatientShare {
        deductible: Money::ZERO,
        coinsurance: MEDICARE_COINSURANCE,
    };
    let sequestration = Sequestration::PassedOn(MEDICARE_SEQUESTRATION);
    Payment::of(
        average_sales_price.percent(DRUG_LIMIT),
        patient,
        sequestration,
    )
    .received
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dollars(text: &str) -> Money {
        Money::from_text(text).unwrap()
    }

    fn received(allowed: &str, deductible: &str) -> Payment {
        let patient = PatientShare {
            deductible: dollars(deductible),
            coinsurance: MEDICARE_COINSURANCE,
        };
        let sequestration = Sequestration::PassedOn(MEDICARE_SEQUESTRATION);
        Payment::of(dollars(allowed), patient, sequestration).rounded()
    }

    #[test]
    fn sequestration_is_taken_off_the_payers_part_after_deductible_and_coinsurance() {
        let with_deductible = received("100", "50");
        assert_eq!(with_deductible.patient, dollars("60"));
        assert_eq!(
            with_deductible.payer - with_deductible.sequestration,
            dollars("39.20")
        );
        assert_eq!(received("100", "0").received, dollars("98.40"));
        assert_eq!(received("30", "50").payer, Money::ZERO);
    }

    #[test]
    fn a_drug_brings_its_sales_price_and_4_point_3_percent() {
        assert_eq!(drug_payment(dollars("100")), dollars("104.304"));
    }

    #[test]
    fn cents_of_patient_and_payer_add_up() {
        let odd = received("0.13", "0.01");
        assert_eq!(odd.patient + odd.payer, dollars("0.13"));
    }
}
