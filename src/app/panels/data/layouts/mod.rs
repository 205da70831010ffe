//! The remembered layouts: those of this practice and those kept for every practice.

mod model;
mod view;

use egui::Ui;

use crate::app::context::ViewContext;
use crate::app::memo::Memo;
use model::LayoutLine;
#[cfg(test)]
pub(super) use model::layouts;

/// What the list remembers.
#[derive(Default)]
pub(super) struct State {
    shown: Memo<u64, Vec<LayoutLine>>,
}

/// Paints the layouts.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let lines = state
        .shown
        .get(practice.revision, || model::layouts(practice));
    view::layouts_ui(ctx, ui, lines);
}
