//! Proposed rates: what to ask of a payer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Money, PayerId, Percent, RateKey, ReleaseId, ScenarioId};

/// Where the proposed rates come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "basis")]
pub enum ProposalBasis {
    /// A percentage of Medicare's amounts in a release held by the file, at the practice's
    /// locality.
    PercentOfMedicare {
        /// 130 is 130 % of Medicare.
        percent: Percent,
        /// `None`: the practice's own Medicare reference.
        release: Option<ReleaseId>,
    },
    /// A percentage of today's rates: 103 is a 3 % raise.
    PercentOfCurrent {
        /// 103 is 103 % of today.
        percent: Percent,
    },
}

/// What a proposal means for codes its basis cannot price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnlistedRule {
    /// Today's rate stays.
    #[default]
    KeepCurrent,
    /// A percentage of the billed charge.
    PercentOfCharge(Percent),
    /// Nothing is paid: the careful assumption.
    Zero,
}

/// A rate fixed by hand for one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateOverride {
    /// What it is for.
    pub key: RateKey,
    /// Dollars per unit.
    pub rate: Money,
}

/// A complete proposal: a basis, exceptions by code, and a rule for the rest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Where most rates come from.
    #[serde(flatten)]
    pub basis: ProposalBasis,
    /// Exceptions, ordered by key, none twice.
    pub overrides: Vec<RateOverride>,
    /// For codes the basis cannot price.
    pub unlisted: UnlistedRule,
}

/// A proposal saved under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its row.
    pub id: ScenarioId,
    /// The name the practice gave it.
    pub name: String,
    /// To whom.
    pub payer: PayerId,
    /// What is proposed.
    pub proposal: Proposal,
    /// First date of service the new rates are asked for.
    pub effective_from: Option<Date>,
}
