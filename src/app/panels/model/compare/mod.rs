//! Up to four saved scenarios side by side.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::scenario_comparison::{Contender, MAX_COMPARED, compare};
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::{TableContent, TableState, loading_ui};
use crate::brief::BarChart;
use crate::domain::{PayerId, ProposalBasis, Scenario, ScenarioId};
use crate::jobs::{BaselineKey, ModelBase, PracticeView};

/// What the comparison remembers.
#[derive(Default)]
pub(super) struct State {
    chosen: Vec<ScenarioId>,
    totals: TableState,
    codes: TableState,
    shown: Memo<ShownKey, Shown>,
}

type ShownKey = (Vec<Same<ModelBase>>, Vec<Scenario>, Same<PracticeView>);

/// What is painted, built once from a comparison.
struct Shown {
    chart: BarChart,
    totals: Arc<TableContent>,
    codes: Arc<TableContent>,
}

impl State {
    /// Whether a scenario is compared.
    pub(super) fn holds(&self, id: ScenarioId) -> bool {
        self.chosen.contains(&id)
    }

    /// Takes a scenario in or out; of more than four the first makes way.
    pub(super) fn toggle(&mut self, id: ScenarioId) {
        if self.holds(id) {
            self.chosen.retain(|known| *known != id);
            return;
        }
        self.chosen.push(id);
        if self.chosen.len() > MAX_COMPARED {
            self.chosen.remove(0);
        }
    }

    /// Compares nothing.
    pub(super) fn clear(&mut self) {
        self.chosen.clear();
    }
}

/// Paints the comparison; nothing while no scenario is marked.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (payer, practice): (PayerId, &Arc<PracticeView>),
) {
    let scenarios: Vec<Scenario> = state
        .chosen
        .iter()
        .filter_map(|id| practice.scenarios.iter().find(|known| known.id == *id))
        .filter(|scenario| scenario.payer == payer)
        .cloned()
        .collect();
    if scenarios.is_empty() {
        return;
    }
    let bases: Vec<Arc<ModelBase>> = scenarios
        .iter()
        .filter_map(|scenario| {
            let report = ctx.baseline(BaselineKey {
                payer,
                release: release_of(scenario),
            });
            report.value().map(Arc::clone)
        })
        .collect();
    if bases.len() < scenarios.len() {
        loading_ui(ui, "Comparing scenarios");
        return;
    }
    let key = (
        bases.iter().map(|base| Same(Arc::clone(base))).collect(),
        scenarios.clone(),
        Same(Arc::clone(practice)),
    );
    let shown = state
        .shown
        .get(key, || Shown::new(&bases, &scenarios, practice));
    view::ui((&mut state.totals, &mut state.codes), ctx, ui, shown);
}

fn release_of(scenario: &Scenario) -> Option<crate::domain::ReleaseId> {
    match scenario.proposal.basis {
        ProposalBasis::PercentOfMedicare { release, .. } => release,
        ProposalBasis::PercentOfCurrent { .. } => None,
    }
}

impl Shown {
    fn new(bases: &[Arc<ModelBase>], scenarios: &[Scenario], practice: &PracticeView) -> Self {
        let contenders: Vec<Contender<'_>> = scenarios
            .iter()
            .zip(bases)
            .map(|(scenario, base)| Contender {
                name: &scenario.name,
                proposal: &scenario.proposal,
                prices: base.prices.as_deref(),
            })
            .collect();
        // Rates and volumes are the same in every base: they differ in the release alone.
        let Some(base) = bases.first() else {
            return Self {
                chart: model::chart(&[]),
                totals: Arc::default(),
                codes: Arc::default(),
            };
        };
        let compared = compare(&base.baseline, &contenders);
        Self {
            chart: model::chart(&compared.scenarios),
            totals: Arc::new(model::totals(&compared)),
            codes: Arc::new(model::codes(&compared, &practice.code_labels)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_scenario_takes_the_place_of_the_first() {
        let mut state = State::default();
        for id in 1..=5 {
            state.toggle(ScenarioId(id));
        }
        assert_eq!(state.chosen, [2, 3, 4, 5].map(ScenarioId));
        state.toggle(ScenarioId(3));
        assert!(!state.holds(ScenarioId(3)));
    }
}
