//! The head of a contract: its name, its versions by date, and what can be done with it.

use egui::{Align, Layout, Ui};
use jiff::civil::Date;

use super::draft::Draft;
use super::words::span_words;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, size, tokens};
use crate::app::widgets::{
    ButtonKind, OPTIONAL_DATE, card_ui, field_ui, icon_button, icon_text_button, picker_ui,
    primary_button, problem_ui, quiet_button, text_field_ui, value_field_ui,
};
use crate::domain::ContractVersion;
use crate::jobs::Edit;

/// Paints the head. `today` is what a new version's date is counted from.
pub(super) fn ui(
    draft: &mut Draft,
    problem: &mut Option<String>,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    today: Date,
) {
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::S;
        ui.horizontal(|ui| {
            let name = &mut draft.edited.name;
            text_field_ui(ui, "Contract", name, "Laurel Mutual PPO", 280.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                save_ui(draft, problem, ctx, ui);
            });
        });
        ui.horizontal(|ui| versions_ui(draft, ui, today));
        if problem.is_some() {
            problem_ui(ui, problem.as_deref());
        }
    });
}

fn save_ui(draft: &mut Draft, problem: &mut Option<String>, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let id = draft.edited.id;
    if icon_button(ui, Icon::Trash, "Remove the contract").clicked() {
        ctx.send(Command::Edit(Edit::RemoveContract(id)));
    }
    if icon_button(ui, Icon::Copy, "Clone the contract").clicked() {
        let clone = draft.cloned(draft.edited.payer);
        ctx.send(Command::Edit(Edit::SaveContract {
            id: None,
            contract: Box::new(clone),
        }));
    }
    if !draft.is_changed() {
        *problem = None;
        ui.label(caption("Saved").color(tokens(ui).muted));
        return;
    }
    if primary_button(ui, "Save changes").clicked() {
        match draft.checked() {
            Ok(contract) => {
                *problem = None;
                ctx.send(Command::Edit(Edit::SaveContract {
                    id: Some(id),
                    contract: Box::new(contract),
                }));
            }
            Err(words) => *problem = Some(words),
        }
    }
    if quiet_button(ui, "Discard").clicked() {
        draft.discard();
        *problem = None;
    }
}

fn versions_ui(draft: &mut Draft, ui: &mut Ui, today: Date) {
    let choices: Vec<(usize, String)> = draft
        .edited
        .versions
        .iter()
        .enumerate()
        .map(|(version_idx, version)| (version_idx, version_words(version)))
        .collect();
    field_ui(ui, "Version", |ui| {
        picker_ui(ui, "Version", &mut draft.version, &choices, 200.0)
    });
    let dates = draft
        .shown()
        .map(|version| (version.effective_from, version.ends_on));
    if let Some((before_from, before_end)) = dates {
        let (mut from, mut ends_on) = (before_from, before_end);
        ui.push_id(draft.version, |ui| {
            for (name, date) in [("In force from", &mut from), ("Ends on", &mut ends_on)] {
                field_ui(ui, name, |ui| {
                    value_field_ui(ui, name, date, &OPTIONAL_DATE, 110.0)
                });
            }
        });
        if (from, ends_on) != (before_from, before_end) {
            draft.date_version(from, ends_on);
        }
    }
    ui.with_layout(Layout::left_to_right(Align::Max), |ui| {
        if icon_text_button(ui, ButtonKind::Secondary, Icon::Plus, "New version")
            .on_hover_text("A new version that begins as the last one stands")
            .clicked()
        {
            draft.add_version(today);
        }
        if choices.len() > 1 && icon_button(ui, Icon::Trash, "Remove the version").clicked() {
            draft.remove_version();
        }
    });
}

/// Writes a version by its dates of service.
fn version_words(version: &ContractVersion) -> String {
    let words = span_words(version.effective_from, version.ends_on);
    if words.is_empty() {
        "Since ever".to_owned()
    } else {
        crate::app::notices::raised(&words)
    }
}
