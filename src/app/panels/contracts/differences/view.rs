//! Paints which schedules are compared, and what changes.

use std::sync::Arc;

use egui::Ui;

use super::model::DifferencesModel;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{caption, heading, size, tokens};
use crate::app::widgets::{
    TableContent, TableSpec, TableState, card_ui, field_ui, picker_ui, secondary_button,
    stat_tiles_ui, table_ui,
};
use crate::domain::{FeeScheduleId, PayerId};

/// Height of the table.
const TABLE_HEIGHT: f32 = 460.0;

/// Says how a payer's rates come to be compared.
pub(super) fn nothing_ui(ctx: &ViewContext<'_>, ui: &mut Ui, payer: PayerId) {
    card_ui(ui, |ui| {
        let words = "The file holds no fee schedule of this payer. Ask for its rates, import the \
                     reply as a fee schedule, and every rate is compared here with what you knew";
        ui.add(egui::Label::new(words).wrap());
        ui.add_space(size::S);
        if secondary_button(ui, "Write the rate request\u{2026}").clicked() {
            ctx.send(Command::RequestRates { payer });
        }
    });
}

/// Paints which two are compared.
pub(super) fn form_ui(
    ui: &mut Ui,
    (old, new): (&mut Option<FeeScheduleId>, &mut Option<FeeScheduleId>),
    schedules: &[(FeeScheduleId, String)],
) {
    let with = |unsaid: &str| {
        let mut choices = vec![(None, unsaid.to_owned())];
        choices.extend(schedules.iter().map(|(id, name)| (Some(*id), name.clone())));
        choices
    };
    card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            let choices = with("What holds or held before");
            field_ui(ui, "From", |ui| picker_ui(ui, "From", old, &choices, 300.0));
            let choices = with("The latest fee schedule");
            field_ui(ui, "To", |ui| picker_ui(ui, "To", new, &choices, 300.0));
        });
    });
}

/// Paints what changes.
pub(super) fn answer_ui(
    table: &mut TableState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (model, content): (&DifferencesModel, &Arc<TableContent>),
) {
    ui.spacing_mut().item_spacing.y = size::S;
    ui.label(heading(&model.title));
    stat_tiles_ui(ui, &model.tiles);
    let spec = TableSpec {
        name: "Differences",
        max_height: TABLE_HEIGHT,
    };
    table_ui(ui, ctx, &spec, table, content);
    if !model.in_neither.is_empty() {
        let words = caption(&model.in_neither).color(tokens(ui).muted);
        ui.add(egui::Label::new(words).wrap());
    }
}
