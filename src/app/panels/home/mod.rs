//! What to do next, the key figures, and whom to call first.

mod model;
mod view;

use crate::analysis::key_figures::KeyFigures;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::reports::Shelved;
use crate::jobs::PracticeView;
use model::HomeModel;
use std::sync::Arc;

/// The model, kept while nothing changed.
#[derive(Default)]
pub struct State {
    model: Memo<(u64, Option<Same<KeyFigures>>), HomeModel>,
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let figures = ctx.key_figures();
    let model = kept(state, practice, figures);
    view::home_ui(model, &figures, ctx, ui);
}

fn kept<'a>(
    state: &'a mut State,
    practice: &PracticeView,
    figures: Shelved<'_, Arc<KeyFigures>>,
) -> &'a HomeModel {
    let report = figures.value().cloned();
    let key = (practice.revision, report.clone().map(Same));
    state
        .model
        .get(key, || HomeModel::new(practice, report.as_deref()))
}
