//! What the brief panel says around the form and the pages: choices, file names, states.

use jiff::civil::Date;
use serde::Serialize;

use super::form::{Form, scenarios_of};
use crate::brief::Audience;
use crate::domain::{PayerId, ScenarioId};
use crate::jobs::PracticeView;

/// What the panel shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Stage {
    /// There is no payer yet: files are to be imported.
    NoPayer,
    /// The packet needs an ask, and the payer has no scenario.
    NoScenario {
        /// The payer's name.
        payer: String,
    },
    /// The brief can be composed.
    Ready,
}

impl Stage {
    /// Says how far a brief for a payer is.
    pub(super) fn of(
        practice: &PracticeView,
        payer: Option<PayerId>,
        audience: Audience,
        form: Option<&Form>,
    ) -> Self {
        let Some(known) = payer.and_then(|payer| practice.payer(payer)) else {
            return Self::NoPayer;
        };
        let has_ask = form.is_some_and(|form| form.scenario.is_some());
        if audience == Audience::Payer && !has_ask {
            return Self::NoScenario {
                payer: known.name.clone(),
            };
        }
        Self::Ready
    }
}

/// Lists the payers to choose from.
pub(super) fn payer_choices(practice: &PracticeView) -> Vec<(PayerId, String)> {
    let payers = practice.payers.iter();
    payers.map(|payer| (payer.id, payer.name.clone())).collect()
}

/// Lists a payer's scenarios to choose from, the newest first; an internal brief may do without.
pub(super) fn scenario_choices(
    practice: &PracticeView,
    payer: PayerId,
    audience: Audience,
) -> Vec<(Option<ScenarioId>, String)> {
    let mut choices: Vec<_> = scenarios_of(practice, payer)
        .map(|scenario| (Some(scenario.id), scenario.name.clone()))
        .collect();
    choices.reverse();
    if audience == Audience::Internal {
        choices.push((None, "Without an ask".to_owned()));
    }
    choices
}

/// Proposes a file's name: `Cedar Health payer packet 2026-10-05.pdf`.
pub(super) fn file_name(payer: &str, what: &str, today: Date, ending: &str) -> String {
    format!("{payer} {what} {today}.{ending}")
}

/// Returns what a brief is called in a file's name.
pub(super) const fn file_words(audience: Audience) -> &'static str {
    match audience {
        Audience::Payer => "payer packet",
        Audience::Internal => "internal brief",
    }
}

/// What the line above the pages says about them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) enum PreviewState {
    /// The pages are those of the form.
    Current,
    /// Others are on their way.
    Updating,
    /// The form cannot be composed until this is mended.
    ToMend(String),
    /// They could not be laid out; why is in the notices.
    Failed,
}

impl PreviewState {
    /// Returns the words; empty while all is well.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Current => "",
            Self::Updating => "Updating\u{2026}",
            Self::ToMend(_) => "Not updated",
            Self::Failed => "Could not be laid out",
        }
    }
}
