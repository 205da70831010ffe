//! The steps that lead to a Medicare amount, in the order a person would write them down.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{FactorSource, MedicarePrice, MedicarePrices, cap_units};
use crate::domain::{Money, RateKey, Setting};

/// What a step's result is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepUnit {
    /// Relative value units.
    Rvu,
    /// Dollars.
    Dollars,
    /// Anesthesia units of 15 minutes.
    TimeUnits,
    /// Points of a percentage.
    Percent,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Takes a value from a file or a contract.
    Base,
    /// Weighs it by a geographic index.
    Locality,
    /// Multiplies it by a conversion factor or a contract's percentage.
    Factor,
    /// Holds it down to the outpatient hospital's amount.
    Cap,
    /// Changes it for a modifier.
    Modifier,
    /// Multiplies it by units.
    Units,
    /// Reduces it as a second or later procedure.
    Reduction,
    /// Changes it for the provider's class.
    ProviderClass,
    /// Holds it down to the billed charge.
    LesserOf,
    /// Rounds it to the cent.
    Rounding,
    /// Divides it between patient, payer and sequestration.
    Payment,
}

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceStep {
    /// What it does.
    pub kind: StepKind,
    /// What the step is: `Work`.
    pub label: String,
    /// How it was computed: `1.30 RVU × 1.000 GPCI`.
    pub expression: String,
    /// Its exact result.
    pub amount: Decimal,
    /// What the result is measured in.
    pub unit: StepUnit,
    /// Where its rule or value comes from: `RVU25D`, `rule 3 of PPO`; empty where that is plain.
    pub source: String,
}

impl MedicarePrices<'_> {
    /// Returns the steps from relative values to the amount; empty where there is none, in which
    /// case [`MedicarePrices::price`] says why.
    pub fn explain(&self, key: RateKey) -> Vec<PriceStep> {
        let (MedicarePrice::Amount(found), Some(row)) = (self.price(key), self.row(key)) else {
            return Vec::new();
        };
        let setting = found.setting;
        let mut steps = self.weighted_units(Units {
            of: "",
            work: row.work,
            pe: row.pe(setting),
            mp: row.mp,
            setting,
        });
        steps.push(rounded_step("Formula amount", found.uncapped));
        if let Some((opps_pe, opps_mp)) = cap_units(row, setting) {
            steps.extend(self.weighted_units(Units {
                of: " of the outpatient cap",
                work: row.work,
                pe: opps_pe,
                mp: opps_mp,
                setting,
            }));
            let cap = self.parts(row.work, opps_pe, opps_mp).sum();
            steps.push(rounded_step("Outpatient cap", cap));
            steps.push(PriceStep {
                kind: StepKind::Cap,
                label: "Medicare amount".into(),
                expression: format!("lower of {} and {cap}", found.uncapped),
                amount: found.amount.dollars(),
                unit: StepUnit::Dollars,
                source: "Deficit Reduction Act of 2005, section 5102(b)".into(),
            });
        }
        steps
    }

    fn weighted_units(&self, units: Units) -> Vec<PriceStep> {
        let gpci = self.gpci();
        let of = units.of;
        let weighted = [
            (format!("Work{of}"), units.work, gpci.work),
            (
                format!("{} practice expense{of}", units.setting.label()),
                units.pe,
                gpci.pe,
            ),
            (format!("Malpractice{of}"), units.mp, gpci.mp),
        ];
        let mut sum = Decimal::ZERO;
        let mut steps = Vec::with_capacity(weighted.len() + 2);
        for (label, rvu, index) in weighted {
            let amount = rvu * index;
            sum += amount;
            let expression = format!("{rvu:.2} RVU \u{d7} {index:.3} GPCI");
            steps.push(PriceStep {
                kind: StepKind::Locality,
                label,
                expression,
                amount,
                unit: StepUnit::Rvu,
                source: self.release().info.name.clone(),
            });
        }
        let terms: Vec<String> = steps.iter().map(|step| step.amount.to_string()).collect();
        steps.push(PriceStep {
            kind: StepKind::Base,
            label: format!("Adjusted units{of}"),
            expression: terms.join(" + "),
            amount: sum,
            unit: StepUnit::Rvu,
            source: String::new(),
        });
        let factor = self.conversion_factor();
        steps.push(PriceStep {
            kind: StepKind::Factor,
            label: format!("Conversion factor{of}"),
            expression: format!("{sum} \u{d7} {factor} ({})", self.factor_source().label()),
            amount: sum * factor,
            unit: StepUnit::Dollars,
            source: String::new(),
        });
        steps
    }
}

impl FactorSource {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Release => "printed in the release",
            Self::DateOfService => "in force on the date of service",
            Self::QpStatus => "for the practice\u{2019}s participation status",
            Self::ReleaseForUnknownDate => "printed in the release; none known for the date",
            Self::Contract => "stated in the contract",
        }
    }
}

/// Relative values of one line of reasoning: the formula's, or the cap's.
struct Units {
    of: &'static str,
    work: Decimal,
    pe: Decimal,
    mp: Decimal,
    setting: Setting,
}

fn rounded_step(label: &str, amount: Money) -> PriceStep {
    PriceStep {
        kind: StepKind::Rounding,
        label: label.into(),
        expression: "rounded to the cent, half up".into(),
        amount: amount.dollars(),
        unit: StepUnit::Dollars,
        source: String::new(),
    }
}
