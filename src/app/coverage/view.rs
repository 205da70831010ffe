//! Paints the sheet.

use std::sync::Arc;

use egui::{Align, Context, Label, Layout, RichText, Ui, vec2};

use super::State;
use super::model::{CodeLine, CoverageModel, ReasonLine};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::Same;
use crate::app::theme::{caption, heading, label, size, tokens};
use crate::app::widgets::{
    Column, OPTIONAL_AMOUNT, TableContent, card_ui, primary_button, quiet_button, report_ui,
    sheet_ui, value_field_ui,
};
use crate::domain::{CarrierPrice, RateKey};
use crate::jobs::{Edit, PracticeView};

/// Width of the sheet.
const SHEET_WIDTH: f32 = 720.0;
/// Width of a column of words.
const WORDS_WIDTH: f32 = 240.0;
/// Width of a column of figures.
const FIGURE_WIDTH: f32 = 120.0;
/// Least height, so that nothing moves when the report is there.
const LEAST_HEIGHT: f32 = 360.0;
/// What is written down of where a typed amount comes from.
const SOURCE: &str = "Typed in by the practice";

/// Paints the sheet.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    egui_ctx: &Context,
    practice: &PracticeView,
) {
    let name = "What Medicare has an amount for";
    let closed = sheet_ui(egui_ctx, name, SHEET_WIDTH, |ui| {
        ui.set_min_height(LEAST_HEIGHT);
        report_ui(
            ui,
            ctx.coverage(),
            "Looking up the codes",
            |ui, coverage| {
                let key = (Same(Arc::clone(coverage)), practice.revision);
                let mut memo = std::mem::take(&mut state.shown);
                let shown = memo.get(key, || CoverageModel::new(coverage, practice));
                contents_ui(state, ctx, ui, (shown, practice));
                state.shown = memo;
            },
        );
    });
    if closed {
        ctx.send(Command::CloseSheet);
    }
}

fn contents_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (shown, practice): (&CoverageModel, &PracticeView),
) {
    ui.label(label(&shown.sentence));
    let words =
        "Percentages are taken within one fee schedule; several are added up in dollars only";
    ui.label(caption(words).color(tokens(ui).muted));
    ui.add_space(size::S);
    ui.scope(|ui| families_ui(ui, &shown.families));
    for (reason_idx, reason) in shown.reasons.iter().enumerate() {
        ui.add_space(size::M);
        ui.push_id(reason_idx, |ui| {
            card_ui(ui, |ui| reason_ui(state, ctx, ui, reason));
        });
    }
    if !shown.reasons.is_empty() {
        ui.add_space(size::M);
        if primary_button(ui, "Import files\u{2026}").clicked() {
            ctx.send(Command::CloseSheet);
            ctx.send(Command::PickImports);
        }
    }
    typed_in_ui(ctx, ui, practice);
}

/// A few lines of figures, without the tools of a table.
fn families_ui(ui: &mut Ui, content: &TableContent) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        for column in &content.columns {
            cell_ui(ui, column, caption(&column.heading).color(tokens(ui).muted));
        }
    });
    let rows = content.rows.iter().map(|row| &row.cells);
    for cells in rows.chain([&content.totals]) {
        ui.horizontal(|ui| {
            for (column, cell) in content.columns.iter().zip(cells) {
                cell_ui(ui, column, RichText::new(cell.shown().into_owned()));
            }
        });
    }
}

/// Paints a cell: words at the left, figures at the right.
fn cell_ui(ui: &mut Ui, column: &Column, words: RichText) {
    let (layout, width) = if column.figures {
        (Layout::right_to_left(Align::Center), FIGURE_WIDTH)
    } else {
        (Layout::left_to_right(Align::Center), WORDS_WIDTH)
    };
    let room = vec2(width, size::XL);
    ui.allocate_ui_with_layout(room, layout, |ui| {
        ui.set_min_size(room);
        ui.label(words);
    });
}

fn reason_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, reason: &ReasonLine) {
    ui.add(Label::new(heading(&reason.reason)).wrap());
    ui.label(caption(&reason.worth).color(tokens(ui).muted));
    ui.add(Label::new(&reason.remedy).wrap());
    ui.add_space(size::XS);
    for code in &reason.codes {
        ui.horizontal(|ui| code_ui(state, ctx, ui, code));
    }
    if !reason.more.is_empty() {
        ui.label(caption(&reason.more).color(tokens(ui).muted));
    }
}

/// A code with the field for the contractor's amount.
fn code_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, code: &CodeLine) {
    let room = (ui.available_width() - 330.0).max(120.0);
    ui.scope(|ui| {
        ui.set_width(room);
        ui.add(Label::new(&code.words).truncate());
    });
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let typed = state.typed.entry(code.key).or_default();
        let set = quiet_button(ui, "Set");
        set.widget_info(|| {
            let words = format!("Set the contractor\u{2019}s amount for {}", code.words);
            egui::WidgetInfo::labeled(egui::Role::Button, true, words)
        });
        let name = format!("Contractor\u{2019}s amount for {}", code.words);
        let field = value_field_ui(ui, &name, typed, &OPTIONAL_AMOUNT, 90.0);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if (set.clicked() || entered)
            && let Some(amount) = *typed
        {
            *typed = None;
            ctx.send(Command::Edit(Edit::SetCarrierPrice(price(
                code.key, amount,
            ))));
        }
        ui.label("$");
        ui.label(caption(&code.allowed).color(tokens(ui).muted));
    });
}

fn price(key: RateKey, amount: crate::domain::Money) -> CarrierPrice {
    CarrierPrice {
        code: key.code,
        modifiers: key.modifiers,
        setting: Some(key.setting),
        amount,
        source: SOURCE.to_owned(),
    }
}

/// The contractor's amounts that were typed in, with a way to take each back.
fn typed_in_ui(ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    if practice.carrier_prices.is_empty() {
        return;
    }
    ui.add_space(size::M);
    card_ui(ui, |ui| {
        ui.label(heading("Contractor\u{2019}s amounts you typed in"));
        for known in &practice.carrier_prices {
            ui.horizontal(|ui| {
                let setting = known
                    .setting
                    .map_or("both settings", |setting| setting.label());
                ui.label(format!("{} {}, {setting}", known.code, known.modifiers));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let remove = format!("Remove the amount for {}", known.code);
                    let icon = crate::app::theme::Icon::Trash;
                    if crate::app::widgets::icon_button(ui, icon, &remove).clicked() {
                        ctx.send(Command::Edit(Edit::RemoveCarrierPrice {
                            code: known.code,
                            modifiers: known.modifiers,
                            setting: known.setting,
                        }));
                    }
                    ui.label(format!("${}", crate::brief::figures::rate(known.amount)));
                });
            });
        }
    });
}
