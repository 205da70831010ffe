//! What a person fills in for the brief of one payer, and the specification made of it.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::app::widgets::{typed_amount, typed_date};
use crate::brief::{Audience, DecisionNotes, LetterTexts};
use crate::domain::{Filter, PayerId, Percent, Scenario, ScenarioId};
use crate::jobs::{BriefSpec, PracticeView};

/// The form of one payer. Dates and amounts are kept as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Form {
    /// The scenario that holds the ask.
    pub scenario: Option<ScenarioId>,
    /// Share of allowed amounts whose codes are listed one by one.
    pub negotiation_set: Decimal,
    /// The letter; its date is in `respond_by`.
    pub letter: LetterTexts,
    /// When an answer is needed, as typed.
    pub respond_by: String,
    /// The notes; amount and date are in `walk_away` and `next_step_by`.
    pub notes: DecisionNotes,
    /// The least the practice accepts, as typed.
    pub walk_away: String,
    /// When the next step is done, as typed.
    pub next_step_by: String,
}

impl Form {
    /// Starts a payer's form: its newest scenario holds the ask.
    pub(super) fn new(practice: &PracticeView, payer: PayerId) -> Self {
        Self {
            scenario: newest_scenario(practice, payer),
            negotiation_set: BriefSpec::new(Audience::Payer, payer)
                .negotiation_set
                .points(),
            letter: LetterTexts::default(),
            respond_by: String::new(),
            notes: DecisionNotes::default(),
            walk_away: String::new(),
            next_step_by: String::new(),
        }
    }

    /// Drops a scenario that was deleted; takes the first one that is saved.
    pub(super) fn follow(&mut self, practice: &PracticeView, payer: PayerId, audience: Audience) {
        let scenarios = || scenarios_of(practice, payer);
        let is_there = |id| scenarios().any(|scenario| scenario.id == id);
        if self.scenario.is_some_and(|id| !is_there(id)) {
            self.scenario = None;
        }
        // A packet cannot do without; an internal brief may.
        if self.scenario.is_none() && audience == Audience::Payer {
            self.scenario = newest_scenario(practice, payer);
        }
    }

    /// Makes the specification.
    ///
    /// # Errors
    /// The first thing typed that cannot be read, with what to type instead.
    pub(super) fn spec(
        &self,
        audience: Audience,
        payer: PayerId,
        prepared_by: &str,
        filter: Filter,
    ) -> Result<BriefSpec, String> {
        let field = |name: &str, problem: &str| format!("{name}: {problem}");
        let respond_by =
            typed_date(&self.respond_by).map_err(|problem| field("Answer needed by", problem))?;
        let next_step_by =
            typed_date(&self.next_step_by).map_err(|problem| field("By when", problem))?;
        let walk_away =
            typed_amount(&self.walk_away).map_err(|problem| field("Least we accept", problem))?;
        Ok(BriefSpec {
            scenario: self.scenario,
            negotiation_set: Percent::new(self.negotiation_set),
            letter: LetterTexts {
                respond_by,
                ..self.letter.clone()
            },
            notes: DecisionNotes {
                walk_away,
                next_step_by,
                ..self.notes.clone()
            },
            prepared_by: prepared_by.trim().to_owned(),
            // The brief speaks for the whole practice to its own payer, whatever part of it is
            // looked at elsewhere.
            filter: Filter {
                period: filter.period,
                ..Filter::default()
            },
            ..BriefSpec::new(audience, payer)
        })
    }
}

/// Lists a payer's scenarios in the order they were saved.
pub(super) fn scenarios_of(
    practice: &PracticeView,
    payer: PayerId,
) -> impl Iterator<Item = &Scenario> {
    practice
        .scenarios
        .iter()
        .filter(move |scenario| scenario.payer == payer)
}

fn newest_scenario(practice: &PracticeView, payer: PayerId) -> Option<ScenarioId> {
    scenarios_of(practice, payer)
        .last()
        .map(|scenario| scenario.id)
}

/// Returns the payer to begin with: the newest scenario's, else the one looked at, else the first
/// that is negotiated with.
pub(super) fn first_payer(practice: &PracticeView, filter: &Filter) -> Option<PayerId> {
    let negotiable = || {
        practice
            .payers
            .iter()
            .find(|payer| payer.class.is_negotiable())
    };
    let of_scenario = practice.scenarios.last().map(|scenario| scenario.payer);
    of_scenario
        .or(filter.payer)
        .or_else(|| negotiable().map(|payer| payer.id))
        .or_else(|| practice.payers.first().map(|payer| payer.id))
        .filter(|payer| practice.payer(*payer).is_some())
}
