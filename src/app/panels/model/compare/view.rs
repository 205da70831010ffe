//! Paints a comparison of scenarios.

use egui::Ui;

use super::Shown;
use crate::app::context::ViewContext;
use crate::app::widgets::{TableSpec, TableState, bar_chart_ui, card_ui, section_ui, table_ui};

/// Height of the table of totals.
const TOTALS_HEIGHT: f32 = 360.0;
/// Height of the table by code.
const CODES_HEIGHT: f32 = 460.0;

/// Paints chart and tables.
pub(super) fn ui(
    (totals, codes): (&mut TableState, &mut TableState),
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &Shown,
) {
    section_ui(ui, "Scenarios side by side", "", |ui| {
        card_ui(ui, |ui| bar_chart_ui(ui, &shown.chart));
        let spec = TableSpec {
            name: "Scenarios",
            max_height: TOTALS_HEIGHT,
        };
        table_ui(ui, ctx, &spec, totals, &shown.totals);
        let spec = TableSpec {
            name: "Scenarios by code",
            max_height: CODES_HEIGHT,
        };
        table_ui(ui, ctx, &spec, codes, &shown.codes);
    });
}
