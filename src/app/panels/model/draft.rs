//! The proposal being worked on, as the controls hold it; becomes a [`Proposal`] and a [`Scenario`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::app::widgets::typed_date;
use crate::domain::{
    Money, PayerId, Percent, Proposal, ProposalBasis, RateFloor, RateKey, RateOverride, ReleaseId,
    Scenario, ScenarioId, UnlistedRule,
};

/// Where most of the proposed rates come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Basis {
    /// A percentage of Medicare.
    #[default]
    OfMedicare,
    /// A percentage of today's rates.
    OfCurrent,
    /// Today's rates, but for those set by hand.
    ByCode,
}

impl Basis {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 3] = [
        (Self::OfMedicare, "% of Medicare"),
        (Self::OfCurrent, "% of today"),
        (Self::ByCode, "Dollars by code"),
    ];
}

/// The rule for codes the basis cannot price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Unlisted {
    /// Today's rate stays.
    #[default]
    KeepCurrent,
    /// A percentage of the charge.
    PercentOfCharge,
    /// Nothing is paid.
    Zero,
}

impl Unlisted {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 3] = [
        (Self::KeepCurrent, "Today's rate stays"),
        (Self::PercentOfCharge, "A percentage of the charge"),
        (Self::Zero, "Nothing is paid"),
    ];
}

/// Where the percentage of charges begins: what contracts often say.
const FIRST_OF_CHARGE: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// A proposal as the controls hold it. Each basis keeps its own percentage while another is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Draft {
    pub(super) basis: Basis,
    /// 130 is 130 % of Medicare.
    pub(super) of_medicare: Decimal,
    /// `None`: the practice's own reference.
    pub(super) release: Option<ReleaseId>,
    /// 103 is a raise of 3 %.
    pub(super) of_current: Decimal,
    /// Rates set by hand.
    #[serde(skip)]
    pub(super) by_hand: BTreeMap<RateKey, Money>,
    pub(super) unlisted: Unlisted,
    /// Of the charge, for unlisted codes.
    pub(super) of_charge: Decimal,
    /// For codes the percentage would cut.
    pub(super) floor: RateFloor,
    /// First date of service, as typed.
    pub(super) effective: String,
    /// The name to save it under.
    pub(super) name: String,
    /// The saved scenario it was opened from.
    pub(super) opened: Option<ScenarioId>,
}

impl Draft {
    /// Begins where the payer stands today: at its weighted percentage of Medicare, in whole
    /// percent, or at today's rates where that is not known.
    pub(super) fn starting(weighted: Option<Percent>) -> Self {
        Self {
            basis: if weighted.is_some() {
                Basis::OfMedicare
            } else {
                Basis::OfCurrent
            },
            of_medicare: weighted.map_or(Decimal::ONE_HUNDRED, |percent| {
                percent.rounded(0).points().normalize()
            }),
            release: None,
            of_current: Decimal::ONE_HUNDRED,
            by_hand: BTreeMap::new(),
            unlisted: Unlisted::default(),
            of_charge: FIRST_OF_CHARGE,
            // A practice that asks for more does not offer to be paid less.
            floor: RateFloor::Current,
            effective: String::new(),
            name: String::new(),
            opened: None,
        }
    }

    /// Takes a saved scenario into the controls.
    pub(super) fn opening(scenario: &Scenario) -> Self {
        let mut draft = Self::starting(None);
        let proposal = &scenario.proposal;
        match proposal.basis {
            ProposalBasis::PercentOfMedicare { percent, release } => {
                draft.basis = Basis::OfMedicare;
                draft.of_medicare = percent.points();
                draft.release = release;
            }
            ProposalBasis::PercentOfCurrent { percent } => {
                let untouched = percent == Percent::HUNDRED && !proposal.overrides.is_empty();
                draft.basis = if untouched {
                    Basis::ByCode
                } else {
                    Basis::OfCurrent
                };
                draft.of_current = percent.points();
            }
        }
        match proposal.unlisted {
            UnlistedRule::KeepCurrent => draft.unlisted = Unlisted::KeepCurrent,
            UnlistedRule::Zero => draft.unlisted = Unlisted::Zero,
            UnlistedRule::PercentOfCharge(percent) => {
                draft.unlisted = Unlisted::PercentOfCharge;
                draft.of_charge = percent.points();
            }
        }
        draft.floor = proposal.floor;
        draft.by_hand = proposal
            .overrides
            .iter()
            .map(|fixed| (fixed.key, fixed.rate))
            .collect();
        draft.effective = scenario
            .effective_from
            .map_or_else(String::new, |date| date.to_string());
        draft.name.clone_from(&scenario.name);
        draft.opened = Some(scenario.id);
        draft
    }

    /// Returns what is proposed.
    pub(super) fn proposal(&self) -> Proposal {
        Proposal {
            basis: match self.basis {
                Basis::OfMedicare => ProposalBasis::PercentOfMedicare {
                    percent: Percent::new(self.of_medicare),
                    release: self.release,
                },
                Basis::OfCurrent => ProposalBasis::PercentOfCurrent {
                    percent: Percent::new(self.of_current),
                },
                Basis::ByCode => ProposalBasis::PercentOfCurrent {
                    percent: Percent::HUNDRED,
                },
            },
            overrides: self
                .by_hand
                .iter()
                .map(|(key, rate)| RateOverride {
                    key: *key,
                    rate: *rate,
                })
                .collect(),
            unlisted: match self.unlisted {
                Unlisted::KeepCurrent => UnlistedRule::KeepCurrent,
                Unlisted::PercentOfCharge => {
                    UnlistedRule::PercentOfCharge(Percent::new(self.of_charge))
                }
                Unlisted::Zero => UnlistedRule::Zero,
            },
            floor: self.floor,
        }
    }

    /// Finds the saved scenario that holds what is proposed now; else the one it was opened from.
    pub(super) fn saved_as(&self, payer: PayerId, saved: &[Scenario]) -> Option<ScenarioId> {
        let proposal = self.proposal();
        let of_payer = || saved.iter().filter(|scenario| scenario.payer == payer);
        let opened = of_payer().find(|scenario| Some(scenario.id) == self.opened);
        let mut newest_first = saved.iter().rev();
        let same = newest_first.find(|known| known.payer == payer && known.proposal == proposal);
        opened
            .filter(|scenario| scenario.proposal == proposal)
            .or(same)
            .or(opened)
            .map(|scenario| scenario.id)
    }

    /// Returns the release whose Medicare amounts the proposal needs.
    pub(super) fn needed_release(&self) -> Option<ReleaseId> {
        match self.basis {
            Basis::OfMedicare => self.release,
            Basis::OfCurrent | Basis::ByCode => None,
        }
    }

    /// Sets a rate by hand, as typed.
    ///
    /// # Errors
    /// In words, when it is not an amount or below zero.
    pub(super) fn set_rate(&mut self, key: RateKey, typed: &str) -> Result<(), String> {
        let rate = Money::from_text(typed).map_err(|error| error.to_string())?;
        if rate.is_negative() {
            return Err("A rate is not below zero".to_owned());
        }
        self.by_hand.insert(key, rate);
        Ok(())
    }

    /// Returns the first date of service.
    ///
    /// # Errors
    /// In words, when it is not a date.
    pub(super) fn effective_from(&self) -> Result<Option<Date>, String> {
        typed_date(&self.effective).map_err(str::to_owned)
    }

    /// Returns the scenario to save.
    ///
    /// # Errors
    /// In words, when the name is missing or the date is not one.
    pub(super) fn scenario(&self, payer: PayerId) -> Result<Scenario, String> {
        let name = self.name.trim();
        if name.is_empty() {
            return Err("Give it a name".to_owned());
        }
        Ok(Scenario {
            id: self.opened.unwrap_or(ScenarioId(0)),
            name: name.to_owned(),
            payer,
            proposal: self.proposal(),
            effective_from: self.effective_from()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Modifiers, ProcedureCode, Setting};

    fn key(code: &str) -> RateKey {
        RateKey {
            code: ProcedureCode::new(code).unwrap(),
            modifiers: Modifiers::NONE,
            setting: Setting::NonFacility,
        }
    }

    #[test]
    fn a_draft_begins_where_the_payer_stands() {
        let draft = Draft::starting(Some(Percent::new(Decimal::new(103_4999, 4))));
        assert_eq!(draft.of_medicare, Decimal::from(103));
        assert_eq!(draft.basis, Basis::OfMedicare);
        let draft = Draft::starting(None);
        assert_eq!(
            draft.proposal().basis,
            ProposalBasis::PercentOfCurrent {
                percent: Percent::HUNDRED
            }
        );
    }

    #[test]
    fn a_saved_scenario_comes_back_as_it_was() {
        let mut draft = Draft::starting(Some(Percent::new(Decimal::from(128))));
        draft.release = Some(ReleaseId(7));
        draft.unlisted = Unlisted::PercentOfCharge;
        draft.of_charge = Decimal::new(655, 1);
        assert_eq!(draft.floor, RateFloor::Current);
        draft.floor = RateFloor::None;
        draft.effective = " 2027-01-01 ".to_owned();
        draft.name = " First ask ".to_owned();
        draft.set_rate(key("EX002"), "$1,162.06").unwrap();
        draft.set_rate(key("EX001"), "113.33").unwrap();
        let saved = draft.scenario(PayerId(3)).unwrap();
        assert_eq!(saved.name, "First ask");
        assert_eq!(saved.effective_from, Some(date(2027, 1, 1)));
        let codes: Vec<_> = saved.proposal.overrides.iter().map(|it| it.key).collect();
        assert_eq!(codes, [key("EX001"), key("EX002")]);
        let opened = Draft::opening(&saved);
        assert_eq!(opened.proposal(), saved.proposal);
        assert_eq!(opened.floor, RateFloor::None);
        assert_eq!(opened.scenario(PayerId(3)), Ok(saved));
    }

    #[test]
    fn the_scenario_to_print_is_the_one_that_holds_the_proposal() {
        let mut draft = Draft::starting(Some(Percent::new(Decimal::from(128))));
        draft.name = "Ask".to_owned();
        let saved: Vec<Scenario> = [(1, 3), (2, 3), (3, 4)]
            .into_iter()
            .map(|(id, payer)| {
                draft.of_medicare = Decimal::from(127 + id);
                let scenario = draft.scenario(PayerId(payer)).unwrap();
                Scenario {
                    id: ScenarioId(id),
                    ..scenario
                }
            })
            .collect();
        let mut check = |opened: Option<i64>, points: i64, expected: Option<i64>| {
            draft.opened = opened.map(ScenarioId);
            draft.of_medicare = Decimal::from(points);
            let found = draft.saved_as(PayerId(3), &saved);
            assert_eq!(found, expected.map(ScenarioId), "{opened:?} {points}");
        };
        check(Some(1), 128, Some(1));
        check(Some(1), 129, Some(2));
        check(Some(1), 150, Some(1));
        check(None, 130, None);
    }

    #[test]
    fn todays_rates_with_exceptions_open_as_dollars_by_code() {
        let mut draft = Draft::starting(None);
        draft.basis = Basis::ByCode;
        draft.of_current = Decimal::from(105);
        draft.name = "By hand".to_owned();
        draft.set_rate(key("EX001"), "100").unwrap();
        let opened = Draft::opening(&draft.scenario(PayerId(1)).unwrap());
        assert_eq!(opened.basis, Basis::ByCode);
        assert_eq!(opened.proposal(), draft.proposal());
    }

    #[test]
    fn what_is_not_a_rate_a_date_or_a_name_is_refused_in_words() {
        let mut draft = Draft::starting(None);
        assert!(draft.set_rate(key("EX001"), "twelve").is_err());
        assert!(draft.set_rate(key("EX001"), "-12").is_err());
        assert!(draft.by_hand.is_empty());
        assert_eq!(draft.scenario(PayerId(1)), Err("Give it a name".to_owned()));
        draft.name = "Ask".to_owned();
        draft.effective = "January".to_owned();
        assert_eq!(
            draft.scenario(PayerId(1)),
            Err("Type the date as 12/31/2026".to_owned())
        );
    }

    #[test]
    fn only_a_percentage_of_medicare_needs_a_release() {
        let mut draft = Draft::starting(None);
        draft.release = Some(ReleaseId(2));
        assert_eq!(draft.needed_release(), None);
        draft.basis = Basis::OfMedicare;
        assert_eq!(draft.needed_release(), Some(ReleaseId(2)));
    }
}
