//! Paints the form of a new contract.

use egui::Ui;

use super::Begun;
use super::form::{BeginForm, Beginning};
use crate::app::panels::contracts::rule::Facts;
use crate::app::theme::{caption, heading, size, tokens};
use crate::app::widgets::{
    OPTIONAL_DATE, OPTIONAL_PERCENT, PERCENT, card_ui, field_ui, picker_ui, primary_button,
    problem_ui, quiet_button, segmented_ui, text_field_ui, value_field_ui,
};
use crate::domain::{FeeScheduleId, LesserOf};

/// Paints the form; returns what was decided.
pub(super) fn ui(form: &mut BeginForm, ui: &mut Ui, facts: &Facts) -> Option<Begun> {
    let mut begun = None;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::M;
        ui.label(heading("New contract"));
        ui.horizontal(|ui| {
            text_field_ui(ui, "Contract", &mut form.name, "Laurel Mutual PPO", 300.0);
            field_ui(ui, "In force from", |ui| {
                value_field_ui(ui, "In force from", &mut form.from, &OPTIONAL_DATE, 120.0)
            });
        });
        field_ui(ui, "It pays", |ui| {
            segmented_ui(ui, "It pays", &mut form.beginning, &Beginning::CHOICES);
        });
        match form.beginning {
            Beginning::OfMedicare => medicare_ui(form, ui, facts),
            Beginning::Listed => listed_ui(form, ui, facts),
            Beginning::Empty => {
                let words = "Rules are added once the contract is there";
                ui.label(caption(words).color(tokens(ui).muted));
            }
        }
        rest_ui(form, ui);
        problem_ui(ui, form.problem.as_deref());
        ui.horizontal(|ui| {
            if primary_button(ui, "Create contract").clicked() {
                begun = Some(Begun::Created);
            }
            if quiet_button(ui, "Cancel").clicked() {
                begun = Some(Begun::Cancelled);
            }
        });
    });
    begun
}

fn medicare_ui(form: &mut BeginForm, ui: &mut Ui, facts: &Facts) {
    ui.horizontal(|ui| {
        field_ui(ui, "Percent of Medicare", |ui| {
            value_field_ui(ui, "Percent of Medicare", &mut form.percent, &PERCENT, 90.0)
        });
        let years = facts.year_choices().into_iter();
        let mut choices: Vec<(Option<i16>, String)> =
            vec![(None, "Moves on with Medicare".to_owned())];
        choices.extend(years.map(|(year, words)| (Some(year), format!("Stays with {words}"))));
        field_ui(ui, "Medicare year", |ui| {
            picker_ui(ui, "Medicare year", &mut form.year, &choices, 240.0)
        });
    });
}

fn listed_ui(form: &mut BeginForm, ui: &mut Ui, facts: &Facts) {
    if facts.schedules.is_empty() {
        let words = "The file holds no fee schedule of this payer yet: import one under Data";
        ui.label(caption(words).color(tokens(ui).muted));
        return;
    }
    let choices: Vec<(Option<FeeScheduleId>, String)> = facts
        .schedules
        .iter()
        .map(|(id, name)| (Some(*id), name.clone()))
        .collect();
    field_ui(ui, "Fee schedule", |ui| {
        picker_ui(ui, "Fee schedule", &mut form.schedule, &choices, 320.0)
    });
}

fn rest_ui(form: &mut BeginForm, ui: &mut Ui) {
    ui.horizontal(|ui| {
        let name = "The rest, percent of the charge";
        field_ui(ui, name, |ui| {
            value_field_ui(ui, name, &mut form.of_charge, &OPTIONAL_PERCENT, 90.0)
        });
        let rules = LesserOf::ALL.map(|rule| (rule, rule.label().to_owned()));
        field_ui(ui, "The billed charge", |ui| {
            picker_ui(ui, "The billed charge", &mut form.lesser_of, &rules, 300.0)
        });
    });
}
