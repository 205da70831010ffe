//! The small tables beside services and rates: what each is for, what the practice file holds of it,
//! a template to fill in, and its rows.

mod model;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::{TableContent, TableState};
use crate::domain::{ImportKind, Records};
use model::KindCard;

/// What the section remembers.
#[derive(Default)]
pub(super) struct State {
    /// The kind whose rows are shown; `None`: the first that has any.
    chosen: Option<ImportKind>,
    cards: Memo<u64, Vec<KindCard>>,
    rows: Memo<Same<Records>, Arc<TableContent>>,
    table: TableState,
}

/// Paints the section.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let cards = state
        .cards
        .get(practice.revision, || model::cards(practice));
    let chosen = state.chosen.or_else(|| model::first_with_rows(cards));
    if let Some(wanted) = view::cards_ui(ctx, ui, cards, chosen) {
        state.chosen = Some(wanted);
        state.table = TableState::default();
    }
    if let Some(kind) = chosen {
        view::rows_ui(&mut state.rows, &mut state.table, ctx, ui, kind);
    }
}
