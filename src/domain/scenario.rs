//! Proposed rates: what to ask of a payer.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Invalid, Money, PayerId, Percent, RateKey, ReleaseId, ScenarioId};

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

/// What a proposal means for codes that are paid more today than its basis gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RateFloor {
    /// The basis holds, even where it is a cut.
    #[default]
    None,
    /// Today's rate stays where it is higher. Rates fixed by hand are as they are fixed.
    Current,
}

impl RateFloor {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::None => "As computed",
            Self::Current => "Never below today's rate",
        }
    }
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
    /// For codes the basis would cut; proposals saved without one are taken as computed.
    #[serde(default)]
    pub floor: RateFloor,
}

impl Proposal {
    /// Highest percentage that is meant: more is a slip of the hand.
    pub const MAX_PERCENT: u32 = 1_000;
    /// Highest rate for one unit that is meant, in dollars.
    pub const MAX_RATE_DOLLARS: u32 = 1_000_000;

    /// Checks that the proposal can be meant.
    ///
    /// # Errors
    /// When a percentage is not above zero and at most 1,000, or a rate is below zero or above a
    /// million dollars.
    pub fn check(&self) -> Result<(), Invalid> {
        let (ProposalBasis::PercentOfMedicare { percent, .. }
        | ProposalBasis::PercentOfCurrent { percent }) = &self.basis;
        check_percent(*percent)?;
        if let UnlistedRule::PercentOfCharge(percent) = self.unlisted {
            check_percent(percent)?;
        }
        let most = Money::new(Self::MAX_RATE_DOLLARS.into());
        match self
            .overrides
            .iter()
            .find(|one| one.rate.is_negative() || most < one.rate)
        {
            Some(odd) => Err(Invalid::new(format!(
                "{} is not a rate for {} (0 to 1,000,000 dollars)",
                odd.rate, odd.key.code
            ))),
            None => Ok(()),
        }
    }
}

fn check_percent(percent: Percent) -> Result<(), Invalid> {
    let points = percent.points();
    if Decimal::ZERO < points && points <= Proposal::MAX_PERCENT.into() {
        return Ok(());
    }
    Err(Invalid::new(format!(
        "{points} % is not a percentage to propose (above 0, at most 1,000)"
    )))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(points: &str) -> Proposal {
        Proposal {
            basis: ProposalBasis::PercentOfCurrent {
                percent: Percent::new(points.parse().unwrap()),
            },
            overrides: Vec::new(),
            unlisted: UnlistedRule::KeepCurrent,
            floor: RateFloor::None,
        }
    }

    #[test]
    fn a_proposal_saved_before_there_were_floors_is_as_computed() {
        let saved = r#"{"basis":"percent-of-current","percent":"103","overrides":[],
            "unlisted":"keep-current"}"#;
        let read: Proposal = serde_json::from_str(saved).unwrap();
        assert_eq!(read, proposal("103"));
        let floored = Proposal {
            floor: RateFloor::Current,
            ..read
        };
        let written = serde_json::to_string(&floored).unwrap();
        assert_eq!(serde_json::from_str::<Proposal>(&written).unwrap(), floored);
    }

    #[test]
    fn a_proposal_that_cannot_be_meant_is_refused() {
        for points in ["0.1", "100", "1000"] {
            assert_eq!(proposal(points).check(), Ok(()), "{points}");
        }
        for points in ["0", "-50", "1000.1", "9999999999999999999999999"] {
            assert!(proposal(points).check().is_err(), "{points}");
        }
    }
}
