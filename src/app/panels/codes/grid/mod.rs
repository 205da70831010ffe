//! The grid: codes down, payers across, narrowed to the negotiation set when asked.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;
use rust_decimal::Decimal;

use super::detail;
use crate::analysis::code_rates::CodeRates;
use crate::analysis::pareto::{Pareto, ParetoBasis};
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::{TableContent, TableState};
use crate::domain::{Percent, RateKey};
use model::{CodeLabels, Codes, Measure};

/// The threshold proposed, in percent: practitioners' "three quarters of the revenue".
const USUAL_THRESHOLD: Decimal = Decimal::from_parts(75, 0, 0, false, 0);

/// What the grid remembers.
pub(super) struct State {
    measure: Measure,
    codes: Codes,
    basis: ParetoBasis,
    /// Where the slider stands.
    threshold: Decimal,
    /// The threshold that was last asked about: the slider's, once the hand has left it.
    asked: Decimal,
    /// The set shown last, which stays until the next is there.
    set: Option<Arc<Pareto>>,
    /// The code whose particulars are shown.
    chosen: Option<RateKey>,
    table: TableState,
    shown: Memo<ShownKey, Shown>,
    detail: detail::State,
}

impl Default for State {
    fn default() -> Self {
        Self {
            measure: Measure::default(),
            codes: Codes::default(),
            basis: ParetoBasis::default(),
            threshold: USUAL_THRESHOLD,
            asked: USUAL_THRESHOLD,
            set: None,
            chosen: None,
            table: TableState::default(),
            shown: Memo::default(),
            detail: detail::State::default(),
        }
    }
}

type ShownKey = (
    Same<CodeRates>,
    Option<Same<Pareto>>,
    Measure,
    Same<CodeLabels>,
);

/// What is painted, built once from the reports.
struct Shown {
    table: Arc<TableContent>,
    places: Vec<usize>,
    not_measured: String,
    set: String,
}

/// Paints the grid.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, rates: &Arc<CodeRates>) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let set = state.negotiation_set(ctx);
    let key = (
        Same(Arc::clone(rates)),
        set.clone().map(Same),
        state.measure,
        Same(Arc::clone(&practice.code_labels)),
    );
    let measure = state.measure;
    let mut memo = std::mem::take(&mut state.shown);
    let shown = memo.get(key, || {
        let grid = model::grid(rates, set.as_deref(), measure, &practice.code_labels);
        Shown {
            table: Arc::new(grid.table),
            places: grid.places,
            not_measured: grid.not_measured,
            set: set.as_deref().map(model::set_words).unwrap_or_default(),
        }
    });
    view::ui(state, ctx, ui, (rates, shown));
    state.shown = memo;
}

impl State {
    /// Returns the set to narrow the grid to: the one asked for, or the last one until it is there.
    fn negotiation_set(&mut self, ctx: &ViewContext<'_>) -> Option<Arc<Pareto>> {
        if self.codes == Codes::All {
            return None;
        }
        let report = ctx.pareto(self.basis, Percent::new(self.asked));
        if let Some(set) = report.value() {
            self.set = Some(Arc::clone(set));
        }
        self.set.clone()
    }
}
