//! The remembered layouts: those of this practice and those kept for every practice.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::domain::MappingProfile;
use model::LayoutLine;
#[cfg(test)]
pub(super) use model::layouts;

/// What the list remembers.
#[derive(Default)]
pub(super) struct State {
    shown: Memo<(u64, Same<Vec<MappingProfile>>), Shown>,
}

/// The layouts in words.
struct Shown {
    of_practice: Vec<LayoutLine>,
    of_all: Vec<LayoutLine>,
}

/// Paints the layouts.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let kept = &ctx.session.kept_layouts;
    let key = (practice.revision, Same(Arc::clone(kept)));
    let shown = state.shown.get(key, || Shown {
        of_practice: model::layouts(&practice.profiles),
        of_all: model::layouts(kept),
    });
    view::layouts_ui(ctx, ui, shown);
}
