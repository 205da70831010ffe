//! The payer mix: a chart by one of four measures, key figures, and a table with all of them.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::payer_mix::PayerMix;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::{TableContent, TableState, Tile};
use crate::brief::BarChart;
use model::{Amounts, Basis, Products};

/// What the payer mix remembers.
#[derive(Default)]
pub(super) struct State {
    basis: Basis,
    amounts: Amounts,
    products: Products,
    explains_visits: bool,
    table: TableState,
    shown: Memo<(Same<PayerMix>, Basis, Amounts, Products), Shown>,
}

/// What is painted, built once from a report.
struct Shown {
    tiles: Vec<Tile>,
    chart: BarChart,
    table: Arc<TableContent>,
    has_products: bool,
}

/// Paints the payer mix.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, mix: &Arc<PayerMix>) {
    let key = (
        Same(Arc::clone(mix)),
        state.basis,
        state.amounts,
        state.products,
    );
    let shown = state.shown.get(key, || Shown {
        tiles: model::tiles(mix),
        chart: model::chart(mix, state.basis),
        table: Arc::new(model::table(mix, state.amounts, state.products)),
        has_products: model::has_products(mix),
    });
    let controls = view::Controls {
        basis: &mut state.basis,
        amounts: &mut state.amounts,
        products: &mut state.products,
        explains_visits: &mut state.explains_visits,
        table: &mut state.table,
    };
    view::ui(controls, ctx, ui, shown);
}
