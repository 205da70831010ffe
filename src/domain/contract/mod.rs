//! What a payer has agreed to pay: fee methods, in versions by date of service.
//!
//! A contract here is its money: how a rate is found, what modifiers do to it, and in which order.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ContractId, Invalid, PayerId, Percent, ProviderClass, SiteId};

mod fee_method;
mod policies;

pub use fee_method::{
    CopiedValues, FeeMethod, FeeRule, Geography, MedicareBasis, MedicareYear, PhysicalStatus,
    RuleScope, TimeRounding, YearLock,
};
pub use policies::{
    ComponentReduction, EndoscopyRule, ModifierEffect, ModifierRule, MultipleProcedureRule,
    OperativePart, PricingPolicies, PricingStage, ProviderClassRule, SurgeonRole,
};

/// A payer's contract with the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    /// Its row.
    pub id: ContractId,
    /// Whose it is.
    pub payer: PayerId,
    /// The name the practice gave it.
    pub name: String,
    /// Its versions, ordered by first date of service, undated first; at least one, no date twice.
    pub versions: Vec<ContractVersion>,
}

impl Contract {
    /// Returns the version that services on `day` are paid by: the one that took effect last and
    /// has not ended.
    pub fn version_on(&self, day: Date) -> Option<&ContractVersion> {
        self.versions
            .iter()
            .rfind(|version| version.effective_from.is_none_or(|from| from <= day))
            .filter(|version| version.ends_on.is_none_or(|end| day <= end))
    }

    /// Checks that the contract can be meant.
    ///
    /// # Errors
    /// When it has no name or no version, two versions begin on one day or out of order, one ends
    /// before it begins, or its terms cannot be meant ([`ContractTerms::check`]).
    pub fn check(&self) -> Result<(), Invalid> {
        if self.name.trim().is_empty() {
            return Err(Invalid::new("A contract needs a name"));
        }
        if self.versions.is_empty() {
            return Err(Invalid::new(format!("{} has no version", self.name)));
        }
        for pair in self.versions.windows(2) {
            if let [earlier, later] = pair
                && later.effective_from <= earlier.effective_from
            {
                return Err(Invalid::new(format!(
                    "{} has two versions that begin on one day, or they are out of order",
                    self.name
                )));
            }
        }
        for version in &self.versions {
            if let (Some(from), Some(end)) = (version.effective_from, version.ends_on)
                && end < from
            {
                return Err(Invalid::new(format!(
                    "{}: the version that begins on {from} ends before, on {end}",
                    self.name
                )));
            }
            version.terms.check()?;
        }
        Ok(())
    }
}

/// A contract as it stands from one date of service on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractVersion {
    /// First date of service; `None`: since ever.
    pub effective_from: Option<Date>,
    /// Last date of service; `None`: until the next version, or open.
    pub ends_on: Option<Date>,
    /// What it pays.
    pub terms: ContractTerms,
}

/// How a contract pays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContractTerms {
    /// Fee schedules, the first whose scope admits a line prices it.
    pub schedules: Vec<ContractSchedule>,
    /// Whether the billed charge caps the allowed amount.
    pub lesser_of: LesserOf,
    /// The order of operations.
    pub order: PricingOrder,
    /// What modifiers, several procedures and provider classes do.
    pub policies: PricingPolicies,
    /// Whether Medicare's sequestration lowers the payment.
    pub sequestration: Sequestration,
}

impl ContractTerms {
    /// Finds how a rule pays, by its schedule's name and its number.
    pub fn method_of(&self, schedule: &str, nr: u32) -> Option<&FeeMethod> {
        let schedules = self.schedules.iter().filter(|known| known.name == schedule);
        let mut rules = schedules.flat_map(|known| &known.rules);
        rules.find(|rule| rule.nr == nr).map(|rule| &rule.method)
    }

    /// Checks that the terms can be meant.
    ///
    /// # Errors
    /// When a percentage, factor or rate is below zero or absurdly high, a rule's number is there
    /// twice, a range runs backwards, or a stage of the order is missing or there twice.
    pub fn check(&self) -> Result<(), Invalid> {
        let PricingOrder(order) = &self.order;
        for stage in PricingStage::ALL {
            let times = order.iter().filter(|known| **known == stage).count();
            if times != 1 {
                return Err(Invalid::new(format!(
                    "The order of operations has \u{201c}{}\u{201d} {times} times instead of once",
                    stage.label()
                )));
            }
        }
        let place = |stage| order.iter().position(|known| *known == stage);
        let units = place(PricingStage::Units);
        if place(PricingStage::LesserOf) < units || place(PricingStage::MultipleProcedures) < units
        {
            return Err(Invalid::new(
                "In the order of operations, units come before multiple procedures and before the \
                 lesser of rate and charge: both are about whole lines",
            ));
        }
        self.policies.check()?;
        for schedule in &self.schedules {
            schedule.check()?;
        }
        Ok(())
    }
}

/// The order of operations, which payers' policies vary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PricingOrder(pub Vec<PricingStage>);

impl Default for PricingOrder {
    fn default() -> Self {
        Self(PricingStage::ALL.to_vec())
    }
}

/// One fee schedule of a contract and the services it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContractSchedule {
    /// The name the practice gave it: "PPO, all sites".
    pub name: String,
    /// Products it is for, in the payer's words; empty: all.
    pub products: Vec<String>,
    /// Sites it is for; empty: all.
    pub sites: Vec<SiteId>,
    /// Provider classes it is for; empty: all.
    pub provider_classes: Vec<ProviderClass>,
    /// How rates are found. The most specific rule that can price a line does; of equally specific
    /// ones that which took effect last.
    pub rules: Vec<FeeRule>,
    /// For whatever no rule prices.
    pub default_percent_of_charge: Option<Percent>,
}

impl ContractSchedule {
    fn check(&self) -> Result<(), Invalid> {
        for (rule_idx, rule) in self.rules.iter().enumerate() {
            if self.rules[..rule_idx]
                .iter()
                .any(|other| other.nr == rule.nr)
            {
                return Err(Invalid::new(format!(
                    "{}: two rules have the number {}",
                    self.name, rule.nr
                )));
            }
            rule.check()?;
        }
        self.default_percent_of_charge
            .map_or(Ok(()), fee_method::check_percent)
    }
}

/// Whether the allowed amount is capped by what was billed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LesserOf {
    /// The contract's rate holds, whatever was billed.
    #[default]
    None,
    /// Each line by itself.
    PerLine,
    /// The claim's sum against the sum of its charges.
    PerClaim,
}

impl LesserOf {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::None, Self::PerLine, Self::PerClaim];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "Rate, whatever was billed",
            Self::PerLine => "Lesser of rate and charge, line by line",
            Self::PerClaim => "Lesser of rate and charge, claim by claim",
        }
    }
}

/// Whether a payer passes Medicare's sequestration on (Budget Control Act of 2011): a percentage
/// off its own payment, after deductible and coinsurance. Allowed amounts stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sequestration {
    /// Payments are whole.
    #[default]
    NotPassedOn,
    /// This percentage is taken off the payment: 2 since 2013.
    PassedOn(Percent),
}

#[cfg(test)]
mod tests;
