//! Paints the question of two years, and its answer.

use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};

use super::Form;
use super::model::YearsModel;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::explain::ExplainQuestion;
use crate::app::panels::contracts::rule::Facts;
use crate::app::theme::{caption, heading, size, tokens};
use crate::app::widgets::{
    OPTIONAL_PERCENT, TableContent, TableSpec, TableState, card_ui, field_ui, picker_ui,
    stat_tiles_ui, table_ui, value_field_ui,
};
use crate::domain::{PayerId, Percent};

/// Height of the table of services.
const TABLE_HEIGHT: f32 = 420.0;
/// Height of a name with its value.
const FACT_HEIGHT: f32 = 20.0;

/// Paints the question: from which year and percentage to which.
pub(super) fn form_ui(ui: &mut Ui, form: &mut Form, facts: &Facts) {
    card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            let names = ("Stay with", "At, % (today)", "The contract\u{2019}s");
            side_ui(ui, names, (&mut form.from_year, &mut form.percent), facts);
            ui.add_space(size::L);
            let names = ("Or move to", "At, % (offered)", "Latest in the file");
            side_ui(ui, names, (&mut form.to_year, &mut form.to_percent), facts);
        });
        let words = "Without a percentage the contract\u{2019}s is taken for both";
        ui.label(caption(words).color(tokens(ui).muted));
    });
}

fn side_ui(
    ui: &mut Ui,
    (year_name, percent_name, unsaid): (&str, &str, &str),
    (year, percent): (&mut Option<i16>, &mut Option<Percent>),
    facts: &Facts,
) {
    let mut choices: Vec<(Option<i16>, String)> = vec![(None, unsaid.to_owned())];
    let years = facts.year_choices().into_iter();
    choices.extend(years.map(|(year, words)| (Some(year), words)));
    field_ui(ui, year_name, |ui| {
        picker_ui(ui, year_name, year, &choices, 170.0)
    });
    field_ui(ui, percent_name, |ui| {
        value_field_ui(ui, percent_name, percent, &OPTIONAL_PERCENT, 76.0)
    });
}

/// Paints the answer.
pub(super) fn answer_ui(
    table: &mut TableState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (model, content, payer): (&YearsModel, &Arc<TableContent>, PayerId),
) {
    ui.spacing_mut().item_spacing.y = size::S;
    stat_tiles_ui(ui, &model.tiles);
    card_ui(ui, |ui| {
        ui.label(heading("By factor, and by your services"));
        ui.add(egui::Label::new(&model.verdict).wrap());
        for (name, value) in &model.by_factor {
            let line = vec2(ui.available_width(), FACT_HEIGHT);
            ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().interact_size.y = FACT_HEIGHT;
                ui.label(caption(name).color(tokens(ui).muted));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(value));
            });
        }
    });
    let spec = TableSpec {
        name: "Services in both years",
        max_height: TABLE_HEIGHT,
    };
    let response = table_ui(ui, ctx, &spec, table, content);
    let followed = response.followed.map(|(row_idx, _column)| row_idx);
    let key = followed
        .or(response.opened)
        .and_then(|row_idx| model.keys.get(row_idx));
    if let Some(key) = key {
        ctx.send(Command::Explain(ExplainQuestion {
            key: *key,
            payer: Some(payer),
        }));
    }
    if !model.left_out.is_empty() {
        let words = caption(&model.left_out).color(tokens(ui).muted);
        ui.add(egui::Label::new(words).wrap());
    }
}
