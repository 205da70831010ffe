//! Paints the sheet of one rule.

use egui::{Align, Layout, Ui};

use super::form::{Facts, RuleForm, ScopeKind};
use super::{Answer, method_view};
use crate::app::theme::{caption, heading, size, tokens};
use crate::app::widgets::{
    OPTIONAL_DATE, field_ui, picker_ui, primary_button, quiet_button, segmented_ui, sheet_ui,
    text_field_ui, value_field_ui,
};
use crate::domain::{Locality, ServiceCategory, Setting};

/// Width of the sheet.
const SHEET_WIDTH: f32 = 640.0;

/// Paints the sheet over the window; returns what was decided.
pub(super) fn ui(
    ctx: &egui::Context,
    form: &mut RuleForm,
    (facts, localities): (&Facts, &[Locality]),
    (is_new, problem): (IsNew, Option<&str>),
) -> Option<Answer> {
    let mut answer = None;
    let name = match is_new {
        IsNew::Yes => "New rule".to_owned(),
        IsNew::No => format!("Rule {}", form.nr),
    };
    let closed = sheet_ui(ctx, &name, SHEET_WIDTH, |ui| {
        ui.spacing_mut().item_spacing.y = size::M;
        ui.label(heading("What it is for"));
        scope_ui(ui, form);
        ui.horizontal(|ui| {
            for (name, date) in [
                ("First date of service", &mut form.from),
                ("Last date of service", &mut form.to),
            ] {
                field_ui(ui, name, |ui| {
                    value_field_ui(ui, name, date, &OPTIONAL_DATE, 130.0)
                });
            }
        });
        ui.label(heading("How the rate is found"));
        let choices = method_view::Choices {
            facts,
            localities,
            prefix: "",
        };
        method_view::ui(ui, &mut form.method, choices);
        if let Some(problem) = problem {
            let words = caption(problem).color(tokens(ui).negative);
            ui.add(egui::Label::new(words).wrap());
        }
        ui.horizontal(|ui| {
            if primary_button(ui, "Keep the rule").clicked() {
                answer = Some(Answer::Keep);
            }
            if quiet_button(ui, "Cancel").clicked() {
                answer = Some(Answer::Close);
            }
            if is_new == IsNew::No {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if quiet_button(ui, "Remove the rule").clicked() {
                        answer = Some(Answer::Remove);
                    }
                });
            }
        });
    });
    answer.or(closed.then_some(Answer::Close))
}

/// Whether the rule is not in the contract yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IsNew {
    Yes,
    No,
}

fn scope_ui(ui: &mut Ui, form: &mut RuleForm) {
    segmented_ui(
        ui,
        "What the rule is for",
        &mut form.scope,
        &ScopeKind::CHOICES,
    );
    match form.scope {
        ScopeKind::Everything => {
            let words = "Whatever no more specific rule prices";
            ui.label(caption(words).color(tokens(ui).muted));
        }
        ScopeKind::Section => {
            let sections =
                ServiceCategory::ALL.map(|section| (section, section.label().to_owned()));
            field_ui(ui, "Section", |ui| {
                picker_ui(ui, "Section", &mut form.section, &sections, 280.0)
            });
        }
        ScopeKind::Range => {
            ui.horizontal(|ui| {
                text_field_ui(ui, "First code", &mut form.first, "99202", 110.0);
                text_field_ui(ui, "Last code", &mut form.last, "99215", 110.0);
            });
        }
        ScopeKind::Code => {
            ui.horizontal(|ui| {
                text_field_ui(ui, "Code", &mut form.code, "99213", 110.0);
                text_field_ui(ui, "Modifiers", &mut form.modifiers, "none", 110.0);
                let settings = [
                    (None, "Both settings".to_owned()),
                    (
                        Some(Setting::NonFacility),
                        Setting::NonFacility.label().to_owned(),
                    ),
                    (
                        Some(Setting::Facility),
                        Setting::Facility.label().to_owned(),
                    ),
                ];
                field_ui(ui, "Setting", |ui| {
                    picker_ui(ui, "Setting", &mut form.setting, &settings, 160.0)
                });
            });
        }
    }
}
