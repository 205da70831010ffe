//! One code's particulars: its figures, and what each payer pays for it.

mod label;
mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::code_rates::{CodeRateRow, CodeRates};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::explain::ExplainQuestion;
use crate::app::memo::{Memo, Same};
use crate::app::theme::size;
use crate::app::widgets::secondary_button;
use crate::domain::RateKey;
use model::DetailModel;

/// What the particulars remember.
#[derive(Default)]
pub(super) struct State {
    label: label::State,
    shown: Memo<(Same<CodeRates>, RateKey), DetailModel>,
}

/// What happened to the particulars.
pub(super) struct DetailResponse {
    /// They were closed.
    pub(super) is_closed: bool,
}

/// Paints the particulars of a code.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (rates, row): (&Arc<CodeRates>, &CodeRateRow),
) -> DetailResponse {
    let shown = state.shown.get((Same(Arc::clone(rates)), row.key), || {
        DetailModel::new(rates, row)
    });
    let label = &mut state.label;
    view::ui(
        ui,
        shown,
        |ui| label::ui(label, ctx, ui, row.key.code),
        |ui| explain_ui(ctx, ui, row.key),
    )
}

/// The way to how the amounts come about, Medicare's and the payers'.
fn explain_ui(ctx: &ViewContext<'_>, ui: &mut Ui, key: RateKey) {
    ui.add_space(size::S);
    if secondary_button(ui, "Explain the amounts\u{2026}").clicked() {
        ctx.send(Command::Explain(ExplainQuestion {
            key,
            payer: ctx.filter().payer,
        }));
    }
}
