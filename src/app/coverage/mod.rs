//! The sheet about what Medicare has an amount for: each of its fee schedules, and every code without
//! one, with the reason and what can be done.

mod model;
mod view;

use std::collections::BTreeMap;

use egui::Ui;

use super::command::Command;
use super::context::ViewContext;
use super::memo::{Memo, Same};
use super::theme::{Icon, caption, tokens};
use super::widgets::{ButtonKind, icon_text_button};
use crate::analysis::coverage::Coverage;
use crate::domain::{Money, RateKey};
use model::CoverageModel;

/// What the sheet remembers.
#[derive(Default)]
pub(super) struct State {
    /// Contractor's amounts being typed in, code by code.
    typed: BTreeMap<RateKey, Option<Money>>,
    shown: Memo<(Same<Coverage>, u64), CoverageModel>,
}

/// Paints the sheet over the window.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, egui_ctx: &egui::Context) {
    if let Some(practice) = ctx.practice() {
        view::ui(state, ctx, egui_ctx, practice);
    }
}

/// Paints the report's sentence, which opens the sheet; keeps its place while it is on its way.
pub(super) fn line_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(coverage) = ctx.coverage().value() else {
        ui.label(caption(" ").color(tokens(ui).muted));
        return;
    };
    if icon_text_button(ui, ButtonKind::Quiet, Icon::Info, &coverage.sentence())
        .on_hover_text("Each of Medicare\u{2019}s fee schedules, and the codes without an amount")
        .clicked()
    {
        ctx.send(Command::ShowCoverage);
    }
}
