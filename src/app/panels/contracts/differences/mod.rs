//! What changes from one fee schedule of a payer to another: its reply to a rate request against
//! what the practice knew.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::schedule_differences::ScheduleDifferences;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::theme::size;
use crate::app::widgets::{TableContent, TableState, report_ui};
use crate::domain::{FeeScheduleId, PayerId};
use crate::jobs::PracticeView;
use model::DifferencesModel;

/// What the card remembers.
#[derive(Default)]
pub(super) struct State {
    /// The new one; `None`: the payer's latest.
    new: Option<FeeScheduleId>,
    /// The old one; `None`: the contract in force, or else the schedule before.
    old: Option<FeeScheduleId>,
    table: TableState,
    shown: Memo<Same<ScheduleDifferences>, Shown>,
}

struct Shown {
    model: DifferencesModel,
    table: Arc<TableContent>,
}

/// Paints the card.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (payer, practice): (PayerId, &PracticeView),
) {
    let schedules: Vec<(FeeScheduleId, String)> = practice
        .fee_schedules
        .iter()
        .filter(|schedule| schedule.payer == payer)
        .map(|schedule| (schedule.id, schedule.name.clone()))
        .collect();
    if schedules.is_empty() {
        view::nothing_ui(ctx, ui, payer);
        return;
    }
    let is_there = |id: &FeeScheduleId| schedules.iter().any(|(known, _)| known == id);
    state.new = state.new.filter(is_there);
    state.old = state.old.filter(is_there);
    view::form_ui(ui, (&mut state.old, &mut state.new), &schedules);
    ui.add_space(size::S);
    let answer = ctx.schedule_differences(payer, state.new, state.old);
    let (memo, table) = (&mut state.shown, &mut state.table);
    report_ui(ui, answer, "Comparing the schedules", |ui, answer| {
        let shown = memo.get(Same(Arc::clone(answer)), || {
            let model = DifferencesModel::new(answer, &practice.code_labels);
            Shown {
                table: Arc::new(model.table.clone()),
                model,
            }
        });
        view::answer_ui(table, ctx, ui, (&shown.model, &shown.table));
    });
}
