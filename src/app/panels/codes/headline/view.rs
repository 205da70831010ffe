//! Paints the tester.

use egui::Ui;
use rust_decimal::Decimal;

use super::{Shown, State};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::explain::ExplainQuestion;
use crate::app::theme::{caption, size, tokens};
use crate::app::widgets::{
    PercentSlider, TableSpec, TableState, bar_chart_ui, card_ui, field_ui, percent_slider_ui,
    picker_ui, section_ui, stat_tiles_ui, table_ui,
};
use crate::domain::PayerId;

/// Height of the table of explaining codes.
const TABLE_HEIGHT: f32 = 300.0;

/// Paints whose claim is tested, and the claim.
pub(super) fn controls_ui(state: &mut State, ui: &mut Ui, choices: &[(PayerId, String)]) {
    ui.horizontal(|ui| {
        if let Some(payer) = &mut state.payer {
            field_ui(ui, "Whose claim", |ui| {
                picker_ui(ui, "Whose claim", payer, choices, 240.0)
            });
        }
        ui.add_space(size::M);
        let slider = PercentSlider {
            name: "Claimed average, % of Medicare",
            min: Decimal::from(50),
            max: Decimal::from(300),
            step: Decimal::from(1),
            width: 480.0,
        };
        if percent_slider_ui(ui, &slider, &mut state.claimed).settled {
            state.asked = state.claimed;
        }
    });
    ui.add_space(size::S);
}

/// Paints the answer.
pub(super) fn answer_ui(
    table: &mut TableState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (shown, payer): (&Shown, PayerId),
) {
    ui.spacing_mut().item_spacing.y = size::M;
    stat_tiles_ui(ui, &shown.words.tiles);
    card_ui(ui, |ui| {
        bar_chart_ui(ui, &shown.words.chart);
        ui.add_space(size::XS);
        ui.label(&shown.words.verdict);
        if !shown.words.below.is_empty() {
            ui.label(caption(&shown.words.below).color(tokens(ui).muted));
        }
    });
    if !shown.table.rows.is_empty() {
        section_ui(ui, "Codes that explain most of the gap", "", |ui| {
            let spec = TableSpec {
                name: "Headline codes",
                max_height: TABLE_HEIGHT,
            };
            let response = table_ui(ui, ctx, &spec, table, &shown.table);
            let followed = response.followed.map(|(row_idx, _column)| row_idx);
            let key = followed
                .or(response.opened)
                .and_then(|row_idx| shown.keys.get(row_idx));
            if let Some(key) = key {
                ctx.send(Command::Explain(ExplainQuestion {
                    key: *key,
                    payer: Some(payer),
                }));
            }
        });
    }
}
