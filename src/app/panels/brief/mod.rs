//! Stand-in until the panel is written: its writer replaces this file.

use crate::app::context::ViewContext;
use crate::app::panels::Panel;
use crate::app::widgets::empty_state_ui;

/// Nothing yet.
#[derive(Default)]
pub struct State;

/// Paints the panel.
pub fn ui(_state: &mut State, ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
    empty_state_ui(ui, ctx, Panel::Brief.icon(), Panel::Brief.purpose(), None);
}
