//! Paints the sheet.

use std::sync::Arc;

use egui::{Context, Label, Ui};

use super::model::{self, ExplainModel};
use super::{ExplainQuestion, State};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::Same;
use crate::app::theme::{caption, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, explained_side_by_side_ui, field_ui, notice_line_ui, picker_ui, report_ui,
    service_words, sheet_ui,
};
use crate::jobs::PracticeView;

/// Width of the sheet.
const SHEET_WIDTH: f32 = 760.0;
/// Least height, so that nothing moves when the answer is there.
const LEAST_HEIGHT: f32 = 360.0;

/// Paints the sheet.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    egui_ctx: &Context,
    (question, practice): (ExplainQuestion, &PracticeView),
) {
    let closed = sheet_ui(egui_ctx, "How the amount comes about", SHEET_WIDTH, |ui| {
        ui.set_min_height(LEAST_HEIGHT);
        head_ui(ctx, ui, (question, practice));
        ui.add_space(size::S);
        let answer = ctx.explanation(question);
        report_ui(ui, answer, "Working it out", |ui, answer| {
            let payer = question.payer.and_then(|payer| practice.payer(payer));
            let rates = ctx.code_rates().value();
            let key = (Same(Arc::clone(answer)), rates.cloned().map(Same), question);
            let of_period = (question.key, rates.map(Arc::as_ref));
            let shown = state
                .shown
                .get(key, || ExplainModel::new(answer, payer, of_period));
            answer_ui(ui, shown);
        });
    });
    if closed {
        ctx.send(Command::CloseSheet);
    }
}

/// The service and the payer it is compared for.
fn head_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (question, practice): (ExplainQuestion, &PracticeView),
) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_width(SHEET_WIDTH * 0.5);
            ui.label(label(service_words(question.key)));
            let own = practice.code_label(question.key.code);
            let setting = question.key.setting.label();
            let words = if own.is_empty() {
                setting.to_owned()
            } else {
                format!("{own} \u{b7} {setting}")
            };
            ui.add(Label::new(caption(words).color(tokens(ui).muted)).truncate());
        });
        let choices = model::payers(practice);
        let mut payer = question.payer;
        field_ui(ui, "Beside Medicare", |ui| {
            picker_ui(ui, "Beside Medicare", &mut payer, &choices, 240.0)
        });
        if payer != question.payer {
            ctx.send(Command::Explain(ExplainQuestion { payer, ..question }));
        }
    });
}

fn answer_ui(ui: &mut Ui, shown: &ExplainModel) {
    for caution in &shown.cautions {
        notice_line_ui(ui, BadgeKind::Warning, caution);
    }
    for words in [&shown.observed, &shown.compared] {
        if !words.is_empty() {
            ui.add(Label::new(words).wrap());
        }
    }
    ui.add_space(size::S);
    explained_side_by_side_ui(ui, &shown.amounts);
}
