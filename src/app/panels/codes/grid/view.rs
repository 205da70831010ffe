//! Paints the grid with its switches, and the chosen code's particulars beside it.

use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};
use rust_decimal::Decimal;

use super::{Codes, Measure, Shown, State, model};
use crate::analysis::code_rates::CodeRates;
use crate::analysis::pareto::ParetoBasis;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::codes::detail;
use crate::app::theme::{caption, size, tokens};
use crate::app::widgets::{
    PercentSlider, TableSpec, percent_slider_ui, picker_ui, segmented_ui, table_ui,
};

/// Width of the particulars.
const DETAIL_WIDTH: f32 = 340.0;

/// Paints the grid.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (rates, shown): (&Arc<CodeRates>, &Shown),
) {
    ui.horizontal(|ui| {
        segmented_ui(ui, "Columns show", &mut state.measure, &Measure::CHOICES);
        ui.add_space(size::S);
        segmented_ui(ui, "Rows show", &mut state.codes, &Codes::CHOICES);
    });
    if state.codes == Codes::NegotiationSet {
        set_ui(state, ui, shown);
    }
    let height = ui.available_height() - size::XL;
    let chosen = state
        .chosen
        .and_then(|key| rates.rows.iter().find(|row| row.key == key));
    let Some(row) = chosen else {
        grid_ui(state, ctx, ui, (rates, shown), height);
        return;
    };
    ui.horizontal_top(|ui| {
        let grid_width = ui.available_width() - DETAIL_WIDTH - size::M;
        ui.allocate_ui_with_layout(
            vec2(grid_width, height),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(grid_width);
                grid_ui(state, ctx, ui, (rates, shown), height);
            },
        );
        ui.add_space(size::M - ui.spacing().item_spacing.x);
        ui.allocate_ui_with_layout(
            vec2(DETAIL_WIDTH, height),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(DETAIL_WIDTH);
                if detail::ui(&mut state.detail, ctx, ui, (rates, row)).is_closed {
                    state.chosen = None;
                    state.table.selected = None;
                }
            },
        );
    });
}

fn grid_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (rates, shown): (&Arc<CodeRates>, &Shown),
    height: f32,
) {
    let spec = TableSpec {
        name: "Codes",
        max_height: (height - size::XL).max(280.0),
    };
    let response = table_ui(ui, ctx, &spec, &mut state.table, &shown.table);
    if let Some(row_idx) = response.selected {
        let row = shown.places.get(row_idx).and_then(|at| rates.rows.get(*at));
        state.chosen = row.map(|row| row.key);
    }
    if let Some(question) = model::explained(rates, &shown.places, response) {
        ctx.send(Command::Explain(question));
    }
    let words = if shown.not_measured.is_empty() {
        " "
    } else {
        &shown.not_measured
    };
    let line = caption(words).color(tokens(ui).muted);
    ui.add(egui::Label::new(line).truncate())
        .on_hover_text(words);
}

/// The threshold of the negotiation set, and what it comes to.
fn set_ui(state: &mut State, ui: &mut Ui, shown: &Shown) {
    ui.horizontal(|ui| {
        let choices = ParetoBasis::ALL.map(|basis| (basis, basis.label().to_owned()));
        crate::app::widgets::field_ui(ui, "Ranked by", |ui| {
            picker_ui(ui, "Ranked by", &mut state.basis, &choices, 170.0)
        });
        ui.add_space(size::S);
        let slider = PercentSlider {
            name: "Threshold of the negotiation set",
            min: Decimal::from(50),
            max: Decimal::from(95),
            step: Decimal::from(1),
            width: 420.0,
        };
        if percent_slider_ui(ui, &slider, &mut state.threshold).settled {
            state.asked = state.threshold;
        }
        ui.add_space(size::S);
        ui.label(caption(&shown.set).color(tokens(ui).text));
    });
}
