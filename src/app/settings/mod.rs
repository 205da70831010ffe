//! The settings: how the window looks and what rates are measured against, and beside them the
//! practice's details.

mod practice;
mod reference;
mod work_claims;

use egui::{Context, Ui};

use super::command::Command;
use super::context::ViewContext;
use super::session::Sheet;
use super::theme::{label, size};
use super::widgets::{ButtonKind, command_button, segmented_ui, sheet_ui};
use crate::jobs::ThemeChoice;

/// What was typed and chosen and is not yet kept.
#[derive(Debug, Default)]
pub(super) struct State {
    reference: reference::State,
    practice: practice::State,
}

impl State {
    /// Forgets what was chosen and not kept.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// Paints the settings over the window.
pub(super) fn settings_ui(state: &mut State, ctx: &ViewContext<'_>, egui_ctx: &Context) {
    let closed = sheet_ui(egui_ctx, "Settings", 560.0, |ui| {
        pages_ui(ctx, ui);
        window_ui(ctx, ui);
        if let Some(view) = ctx.practice() {
            ui.add_space(size::M);
            ui.separator();
            reference::ui(&mut state.reference, ctx, ui, view);
        }
    });
    if closed {
        ctx.send(Command::CloseSheet);
    }
}

/// Paints the practice's details over the window.
pub(super) fn practice_ui(state: &mut State, ctx: &ViewContext<'_>, egui_ctx: &Context) {
    let closed = sheet_ui(egui_ctx, "Practice details", 560.0, |ui| {
        pages_ui(ctx, ui);
        if let Some(view) = ctx.practice() {
            practice::ui(&mut state.practice, ctx, ui, &view.practice);
            ui.add_space(size::M);
            ui.separator();
            work_claims::ui(ctx, ui, view);
        }
    });
    if closed {
        ctx.send(Command::CloseSheet);
    }
}

/// Leads from one page to the other while a practice is open.
fn pages_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    if ctx.practice().is_none() {
        return;
    }
    let mut page = ctx.session.sheet;
    let pages = [
        (Sheet::Settings, "Window and Medicare"),
        (Sheet::Practice, "Practice"),
    ];
    if segmented_ui(ui, "Page", &mut page, &pages) {
        ctx.send(match page {
            Sheet::Practice => Command::ShowPracticeDetails,
            _ => Command::ShowSettings,
        });
    }
    ui.add_space(size::S);
}

fn window_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    ui.label(label("Theme"));
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
    ui.label(label(format!("Size: {zoom}%")));
    ui.horizontal(|ui| {
        for command in [Command::ZoomOut, Command::ZoomReset, Command::ZoomIn] {
            command_button(ui, ctx, ButtonKind::Secondary, &command);
        }
    });
}
