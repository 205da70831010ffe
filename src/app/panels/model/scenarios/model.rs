//! Saved scenarios in words.

use serde::Serialize;

use crate::brief::figures;
use crate::domain::{PayerId, Proposal, ProposalBasis, RateFloor, ReleaseId, Scenario};
use crate::jobs::PracticeView;

/// A saved scenario.
#[derive(Clone, Debug, Serialize)]
pub(in crate::app::panels::model) struct ScenarioLine {
    /// The scenario itself.
    pub(in crate::app::panels::model) scenario: Scenario,
    /// What it proposes, in a few words.
    pub(in crate::app::panels::model) summary: String,
}

/// Returns a payer's scenarios, in the order they were saved.
pub(in crate::app::panels::model) fn lines(
    practice: &PracticeView,
    payer: PayerId,
) -> Vec<ScenarioLine> {
    practice
        .scenarios
        .iter()
        .filter(|scenario| scenario.payer == payer)
        .map(|scenario| ScenarioLine {
            summary: summary(scenario, |release| {
                practice
                    .releases
                    .iter()
                    .find(|entry| entry.id == release)
                    .map(|entry| entry.info.name.clone())
            }),
            scenario: scenario.clone(),
        })
        .collect()
}

/// Writes what a scenario proposes: `130.0% of Medicare (RVU25D), 2 by hand, from January 1, 2027`.
fn summary(scenario: &Scenario, release_name: impl Fn(ReleaseId) -> Option<String>) -> String {
    let Proposal {
        basis,
        overrides,
        floor,
        ..
    } = &scenario.proposal;
    let mut words = match basis {
        ProposalBasis::PercentOfMedicare { percent, release } => {
            let name = release.and_then(release_name);
            let of = name.map_or_else(String::new, |name| format!(" ({name})"));
            format!("{}% of Medicare{of}", figures::percent(*percent))
        }
        ProposalBasis::PercentOfCurrent { percent } => {
            format!("{}% of today", figures::percent(*percent))
        }
    };
    if !overrides.is_empty() {
        words = format!("{words}, {} by hand", overrides.len());
    }
    if *floor == RateFloor::Current {
        words.push_str(", never below today");
    }
    if let Some(date) = scenario.effective_from {
        words = format!("{words}, from {}", figures::day(date));
    }
    words
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::{Percent, ScenarioId, UnlistedRule};

    fn scenario(basis: ProposalBasis, from: Option<jiff::civil::Date>) -> Scenario {
        Scenario {
            id: ScenarioId(1),
            name: "Ask".to_owned(),
            payer: PayerId(1),
            proposal: Proposal {
                basis,
                overrides: Vec::new(),
                unlisted: UnlistedRule::KeepCurrent,
                floor: RateFloor::None,
            },
            effective_from: from,
        }
    }

    fn check(basis: ProposalBasis, from: Option<jiff::civil::Date>, expected: &str) {
        let scenario = scenario(basis, from);
        let name = |release: ReleaseId| (release.0 == 4).then(|| "RVU26A".to_owned());
        assert_eq!(summary(&scenario, name), expected);
    }

    #[test]
    fn a_scenario_is_told_by_what_it_proposes() {
        let percent = Percent::new(Decimal::from(130));
        let medicare = |release| ProposalBasis::PercentOfMedicare { percent, release };
        check(medicare(None), None, "130.0% of Medicare");
        check(
            medicare(Some(ReleaseId(4))),
            Some(date(2027, 1, 1)),
            "130.0% of Medicare (RVU26A), from January 1, 2027",
        );
        check(
            ProposalBasis::PercentOfCurrent { percent },
            None,
            "130.0% of today",
        );
        let mut floored = scenario(medicare(None), None);
        floored.proposal.floor = RateFloor::Current;
        assert_eq!(
            summary(&floored, |_| None),
            "130.0% of Medicare, never below today"
        );
    }
}
