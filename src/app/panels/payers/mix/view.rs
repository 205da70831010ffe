//! Paints the payer mix.

use egui::{Align, Layout, Ui, vec2};

use super::Shown;
use super::model::{Amounts, Basis, Products, VISIT};
use crate::app::context::ViewContext;
use crate::app::theme::size;
use crate::app::widgets::{
    BadgeKind, TableSpec, TableState, bar_chart_ui, card_ui, notice_line_ui, quiet_button,
    segmented_ui, stat_tiles_ui, table_ui,
};

/// Width of the key figures beside the chart: two a row.
const TILES_WIDTH: f32 = 424.0;

/// What can be changed.
pub(super) struct Controls<'a> {
    pub(super) basis: &'a mut Basis,
    pub(super) amounts: &'a mut Amounts,
    pub(super) products: &'a mut Products,
    pub(super) explains_visits: &'a mut bool,
    pub(super) table: &'a mut TableState,
}

/// Paints key figures, chart and table.
pub(super) fn ui(controls: Controls<'_>, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &Shown) {
    ui.spacing_mut().item_spacing.y = size::M;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::M;
        let tiles_width = TILES_WIDTH.min(ui.available_width() * 0.45);
        let chart_width = ui.available_width() - tiles_width - size::M;
        column_ui(ui, chart_width, |ui| {
            card_ui(ui, |ui| {
                segmented_ui(ui, "Share of", controls.basis, &Basis::CHOICES);
                bar_chart_ui(ui, &shown.chart);
            });
        });
        column_ui(ui, tiles_width, |ui| stat_tiles_ui(ui, &shown.tiles));
    });
    ui.horizontal(|ui| {
        let choices = [
            (Amounts::Shares, "Shares"),
            (Amounts::Dollars, "Counts and dollars"),
        ];
        segmented_ui(ui, "Table of", controls.amounts, &choices);
        if shown.has_products {
            let choices = [
                (Products::Together, "Payers"),
                (Products::Apart, "With products"),
            ];
            segmented_ui(ui, "Rows of", controls.products, &choices);
        }
        if quiet_button(ui, "What is a visit?").clicked() {
            *controls.explains_visits = !*controls.explains_visits;
        }
    });
    if *controls.explains_visits {
        notice_line_ui(ui, BadgeKind::Neutral, VISIT);
    }
    let spec = TableSpec {
        name: "Payer mix",
        max_height: ui.available_height().max(320.0),
    };
    table_ui(ui, ctx, &spec, controls.table, &shown.table);
    ui.allocate_space(vec2(0.0, size::S));
}

fn column_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = size::M;
        contents(ui);
    });
}
