//! Paints the saved scenarios and the way to save one.

use egui::{Align, Label, Layout, Role, ScrollArea, Ui, WidgetInfo};

use super::ScenarioLine;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::model::State;
use crate::app::panels::model::view::wrapped_problem_ui;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{icon_button, quiet_button, secondary_button, text_field_ui};
use crate::domain::{PayerId, ScenarioId};
use crate::jobs::Edit;

/// Height of the list.
const LIST_HEIGHT: f32 = 120.0;

/// Paints the scenarios of a payer.
pub(in crate::app::panels::model) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (payer, lines): (PayerId, &[ScenarioLine]),
) {
    ui.spacing_mut().item_spacing.y = size::XS;
    save_ui(state, ctx, ui, (payer, lines));
    if lines.is_empty() {
        let hint = "Saved scenarios are listed here, to open and to compare";
        ui.label(caption(hint).color(tokens(ui).muted));
        return;
    }
    ScrollArea::vertical()
        .id_salt("scenarios")
        .max_height(LIST_HEIGHT)
        .min_scrolled_height(LIST_HEIGHT)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for line in lines {
                ui.push_id(line.scenario.id.0, |ui| line_ui(state, ctx, ui, line));
            }
        });
}

fn save_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (payer, lines): (PayerId, &[ScenarioLine]),
) {
    let Some(draft) = &mut state.draft else {
        return;
    };
    let width = ui.available_width() - 22.0;
    text_field_ui(ui, "Scenario", &mut draft.name, "Name this proposal", width);
    // One that was deleted meanwhile can only be saved anew.
    let opened = draft
        .opened
        .filter(|id| lines.iter().any(|line| line.scenario.id == *id));
    let mut save_as: Option<Option<ScenarioId>> = None;
    ui.horizontal(|ui| {
        if opened.is_some() && secondary_button(ui, "Replace").clicked() {
            save_as = Some(opened);
        }
        let words = if opened.is_some() {
            "Save as new"
        } else {
            "Save scenario"
        };
        if secondary_button(ui, words).clicked() {
            save_as = Some(None);
        }
    });
    wrapped_problem_ui(ui, state.problem.as_deref());
    if let Some(id) = save_as {
        match draft.scenario(payer) {
            Ok(scenario) => {
                state.problem = None;
                ctx.send(Command::Edit(Edit::SaveScenario {
                    id,
                    scenario: Box::new(scenario),
                }));
            }
            Err(problem) => state.problem = Some(problem),
        }
    }
}

fn line_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, line: &ScenarioLine) {
    let scenario = &line.scenario;
    ui.horizontal(|ui| {
        let mut compared = state.compare.holds(scenario.id);
        let mark = ui.checkbox(&mut compared, "");
        mark.widget_info(|| {
            let words = format!("Compare {}", scenario.name);
            WidgetInfo::selected(Role::CheckBox, true, compared, words)
        });
        let mark = mark.on_hover_text("Compare side by side, up to four");
        if mark.changed() {
            state.compare.toggle(scenario.id);
        }
        let room = (ui.available_width() - 100.0).max(80.0);
        ui.vertical(|ui| {
            ui.set_width(room);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(label(&scenario.name)).truncate());
            let summary = caption(&line.summary).color(tokens(ui).muted);
            ui.add(Label::new(summary).truncate());
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let delete = format!("Delete {}", scenario.name);
            if icon_button(ui, Icon::Trash, &delete).clicked() {
                ctx.send(Command::Edit(Edit::RemoveScenario(scenario.id)));
            }
            let open = quiet_button(ui, "Open");
            open.widget_info(|| {
                WidgetInfo::labeled(Role::Button, true, format!("Open {}", scenario.name))
            });
            if open.clicked() {
                state.open(line);
            }
        });
    });
}
