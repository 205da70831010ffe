//! A claim tried out: what Medicare allows for it and what the contract does, line by line.

mod form;
mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::theme::size;
use crate::app::widgets::{BadgeKind, TableContent, TableState, notice_line_ui, report_ui};
use crate::domain::PayerId;
use crate::jobs::{ClaimAnswer, ClaimQuestion, PracticeView};
use form::ClaimForm;
use model::ClaimModel;

/// What the card remembers.
#[derive(Default)]
pub(super) struct State {
    form: ClaimForm,
    /// The claim that was asked about last.
    asked: Option<ClaimQuestion>,
    problem: Option<String>,
    table: TableState,
    shown: Memo<Same<ClaimAnswer>, Shown>,
}

struct Shown {
    model: ClaimModel,
    table: Arc<TableContent>,
}

/// Whether the contract on screen is the one that prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsaved {
    /// It has changes that are not saved.
    Yes,
    /// It is as stored.
    No,
}

impl From<bool> for Unsaved {
    fn from(is_changed: bool) -> Self {
        if is_changed { Self::Yes } else { Self::No }
    }
}

/// Paints the card.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (payer, practice): (PayerId, &PracticeView),
    unsaved: Unsaved,
) {
    if unsaved == Unsaved::Yes {
        let words =
            "Claims are priced by the contract as it was saved last: save the changes first";
        notice_line_ui(ui, BadgeKind::Warning, words);
        ui.add_space(size::S);
    }
    if view::form_ui(ui, &mut state.form, state.problem.as_deref()) {
        match state.form.question(payer) {
            Ok(question) => {
                state.asked = Some(question);
                state.problem = None;
                state.table.selected = Some(0);
            }
            Err(problem) => state.problem = Some(problem),
        }
    }
    let Some(question) = state
        .asked
        .clone()
        .filter(|asked| asked.payer == Some(payer))
    else {
        return;
    };
    ui.add_space(size::S);
    let answer = ctx.claim(question);
    let (memo, table) = (&mut state.shown, &mut state.table);
    report_ui(ui, answer, "Pricing the claim", |ui, answer| {
        let shown = memo.get(Same(Arc::clone(answer)), || {
            let model = ClaimModel::new(answer, &practice.code_labels);
            Shown {
                table: Arc::new(model.table.clone()),
                model,
            }
        });
        view::answer_ui(table, ctx, ui, (&shown.model, &shown.table));
    });
}
