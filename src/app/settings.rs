//! The settings: how the window looks, and what the practice measures its rates against.

use egui::{Context, Ui};

use super::command::Command;
use super::context::ViewContext;
use super::theme::{caption, heading, size, tokens};
use super::widgets::{
    ButtonKind, command_button, field_ui, picker_ui, primary_button, segmented_ui, sheet_ui,
};
use crate::domain::{LocalityKey, MedicareReference, QpStatus, ReleaseId, Setting};
use crate::jobs::{Edit, PracticeView, ThemeChoice, localities};

/// The reference as it is being chosen; `None` until it is touched.
#[derive(Debug, Default)]
pub(super) struct State {
    draft: Option<MedicareReference>,
}

impl State {
    /// Forgets what was chosen and not kept.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// Paints the settings over the window.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, egui_ctx: &Context) {
    let closed = sheet_ui(egui_ctx, "Settings", 560.0, |ui| {
        window_ui(ctx, ui);
        if let Some(practice) = ctx.practice() {
            ui.add_space(size::M);
            ui.separator();
            reference_ui(state, ctx, ui, practice);
        }
    });
    if closed {
        ctx.send(Command::CloseSheet);
    }
}

fn window_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    ui.label(super::theme::label("Theme"));
    let mut choice = ctx.session.settings.theme;
    let choices = [
        (ThemeChoice::System, "As the system"),
        (ThemeChoice::Light, "Light"),
        (ThemeChoice::Dark, "Dark"),
    ];
    if segmented_ui(ui, "Theme", &mut choice, &choices) {
        ctx.send(Command::SetTheme(choice));
    }
    ui.add_space(size::S);
    let zoom = (ui.ctx().zoom_factor() * 100.0).round();
    ui.label(super::theme::label(format!("Size: {zoom}%")));
    ui.horizontal(|ui| {
        for command in [Command::ZoomOut, Command::ZoomReset, Command::ZoomIn] {
            command_button(ui, ctx, ButtonKind::Secondary, &command);
        }
    });
}

fn reference_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    ui.label(heading("Medicare reference"));
    let about = "What every percentage of Medicare is measured against, on screen and on paper";
    ui.label(caption(about).color(tokens(ui).muted));
    let Some(current) = current(practice) else {
        ui.add_space(size::S);
        ui.label("Import a Medicare release to choose a reference");
        command_button(ui, ctx, ButtonKind::Primary, &Command::PickImports);
        return;
    };
    let mut draft = state.draft.clone().unwrap_or_else(|| current.clone());
    ui.add_space(size::S);
    fields_ui(ui, practice, &mut draft);
    ui.add_space(size::M);
    let changed = practice.practice.reference.as_ref() != Some(&draft);
    ui.horizontal(|ui| {
        ui.add_enabled_ui(changed, |ui| {
            if primary_button(ui, "Use this reference").clicked() {
                let edit = Edit::SetReference(Some(draft.clone()));
                ctx.send(Command::Edit(edit));
            }
        });
        if let Some(label) = &practice.reference_label {
            ui.label(caption(format!("In use: {label}")).color(tokens(ui).muted));
        }
    });
    state.draft = Some(draft);
}

/// Returns the reference in use, or the newest release at the first locality; `None` without a
/// release.
fn current(practice: &PracticeView) -> Option<MedicareReference> {
    let newest = practice.releases.first()?;
    let locality = practice
        .localities
        .first()
        .or_else(|| localities(newest.info.year).first())?;
    let reference = practice.practice.reference.clone();
    Some(reference.unwrap_or(MedicareReference {
        release: newest.id,
        locality: locality.key,
        qp: QpStatus::default(),
        setting: None,
        date: None,
    }))
}

fn fields_ui(ui: &mut Ui, practice: &PracticeView, draft: &mut MedicareReference) {
    let width = ui.available_width();
    let releases: Vec<(ReleaseId, String)> = practice
        .releases
        .iter()
        .map(|release| {
            let name = format!(
                "{} (conversion factor {})",
                release.info.name, release.info.conversion_factor
            );
            (release.id, name)
        })
        .collect();
    field_ui(ui, "Release", |ui| {
        picker_ui(ui, "Release", &mut draft.release, &releases, width);
    });
    let known: Vec<(LocalityKey, String)> = practice
        .localities
        .iter()
        .map(|locality| {
            let words = format!("{} {} ({})", locality.state, locality.name, locality.key);
            (locality.key, words.trim().to_owned())
        })
        .collect();
    field_ui(ui, "Locality", |ui| {
        picker_ui(ui, "Locality", &mut draft.locality, &known, width);
    });
    ui.label(super::theme::label("Participation"));
    let statuses = [
        (QpStatus::NonQualifying, "Not a qualifying participant"),
        (QpStatus::Qualifying, "Qualifying participant"),
    ];
    segmented_ui(ui, "Participation", &mut draft.qp, &statuses);
    ui.label(super::theme::label("Facility or office"));
    let rules = [
        (None, "By place of service"),
        (Some(Setting::NonFacility), "Always non-facility"),
        (Some(Setting::Facility), "Always facility"),
    ];
    segmented_ui(ui, "Facility or office", &mut draft.setting, &rules);
}
