//! Paints a code's particulars.

use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::DetailResponse;
use super::model::DetailModel;
use crate::app::theme::{Icon, caption, heading, size, tokens};
use crate::app::widgets::{BadgeKind, bar_chart_ui, card_ui, icon_button, notice_line_ui};

/// Height of a name with its value.
const FACT_HEIGHT: f32 = 18.0;

/// Paints the particulars in a card.
pub(super) fn ui(
    ui: &mut Ui,
    shown: &DetailModel,
    label_ui: impl FnOnce(&mut Ui),
    steps_ui: impl FnOnce(&mut Ui),
) -> DetailResponse {
    let mut is_closed = false;
    card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(heading(&shown.title));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                is_closed = icon_button(ui, Icon::Close, "Close the code's particulars").clicked();
            });
        });
        label_ui(ui);
        ui.add_space(size::S);
        ScrollArea::vertical()
            .id_salt("particulars")
            .auto_shrink([false, true])
            .show(ui, |ui| {
                contents_ui(ui, shown);
                steps_ui(ui);
            });
    });
    DetailResponse { is_closed }
}

fn contents_ui(ui: &mut Ui, shown: &DetailModel) {
    let tokens = tokens(ui);
    bar_chart_ui(ui, &shown.chart);
    if !shown.caution.is_empty() {
        notice_line_ui(ui, BadgeKind::Warning, &shown.caution);
    }
    ui.add_space(size::S);
    for (name, value) in &shown.facts {
        let line = vec2(ui.available_width(), FACT_HEIGHT);
        ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().interact_size.y = FACT_HEIGHT;
            ui.label(caption(*name).color(tokens.muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(value));
        });
    }
    for (payer, words) in &shown.schedules {
        ui.add_space(size::XS);
        ui.label(payer);
        ui.label(caption(words).color(tokens.muted));
    }
}
