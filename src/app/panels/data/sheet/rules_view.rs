//! Paints the rules by which cells and rows are read, beside the columns they are about.

use egui::{Label, ScrollArea, Ui};

use super::draft::TableDraft;
use super::rules::{FilterColumn, RulesModel};
use crate::app::theme::{Icon, caption, heading, size, tokens};
use crate::app::widgets::{
    ButtonKind, card_ui, field_ui, icon_button, icon_text_button, picker_ui, segmented_ui,
    text_field_ui,
};
use crate::domain::{DateOrder, Keep, PayerFrom, RowFilter, RowShape, SignRule};

/// Width of the lists that open.
const LIST_WIDTH: f32 = 256.0;

/// Paints the card.
pub(super) fn rules_ui(ui: &mut Ui, draft: &mut TableDraft, shown: &RulesModel) {
    card_ui(ui, |ui| {
        ui.label(heading("Reading rules"));
        ui.add_space(size::XS);
        rows_ui(ui, draft);
        payer_ui(ui, draft, shown);
        dates_ui(ui, draft, shown);
        amounts_ui(ui, draft, shown);
        ui.add_space(size::XS);
        ui.separator();
        filters_ui(ui, draft, shown);
    });
}

fn example_ui(ui: &mut Ui, words: &str) {
    if !words.is_empty() {
        let words = caption(words).color(tokens(ui).muted);
        ui.add(Label::new(words).wrap());
    }
}

fn rows_ui(ui: &mut Ui, draft: &mut TableDraft) {
    let choices = [
        (RowShape::Lines, "Services"),
        (RowShape::Transactions, "Transactions"),
    ];
    field_ui(ui, "Rows are", |ui| {
        segmented_ui(ui, "Rows are", &mut draft.rules.rows, &choices)
    });
    if draft.rules.rows == RowShape::Transactions {
        example_ui(
            ui,
            "Charge, payments and adjustments of one charge number become one service",
        );
    }
}

fn payer_ui(ui: &mut Ui, draft: &mut TableDraft, shown: &RulesModel) {
    if let Some(column) = &shown.payer_column {
        field_ui(ui, "Payer", |ui| {
            ui.add(Label::new(format!("In the column {column}")).truncate())
        });
        return;
    }
    let choices = [
        (PayerFrom::Table, "One for all"),
        (PayerFrom::FileName, "File\u{2019}s name"),
    ];
    field_ui(ui, "Payer", |ui| {
        segmented_ui(ui, "Payer", &mut draft.rules.payer_from, &choices)
    });
    match draft.rules.payer_from {
        PayerFrom::Table => {
            text_field_ui(
                ui,
                "Payer of every row",
                &mut draft.payer_name,
                "No column names the payer",
                LIST_WIDTH,
            );
        }
        PayerFrom::FileName if shown.payer_in_name.is_empty() => {
            example_ui(ui, "The file\u{2019}s name holds no payer");
        }
        PayerFrom::FileName => {
            let words = format!("Every row is {}", shown.payer_in_name);
            example_ui(ui, &words);
        }
    }
}

fn dates_ui(ui: &mut Ui, draft: &mut TableDraft, shown: &RulesModel) {
    let judged = match shown.judged {
        DateOrder::MonthFirst => "As found: month first",
        DateOrder::DayFirst => "As found: day first",
    };
    let choices = [
        (None, judged.to_owned()),
        (Some(DateOrder::MonthFirst), "Month first".to_owned()),
        (Some(DateOrder::DayFirst), "Day first".to_owned()),
    ];
    field_ui(ui, "Dates", |ui| {
        picker_ui(
            ui,
            "Dates",
            &mut draft.rules.date_order,
            &choices,
            LIST_WIDTH,
        )
    });
    example_ui(ui, &shown.dates);
}

fn amounts_ui(ui: &mut Ui, draft: &mut TableDraft, shown: &RulesModel) {
    let decimals = [
        (0, "As written"),
        (1, "1 digit is behind the point"),
        (2, "2 digits are cents"),
        (3, "3 digits are behind the point"),
        (4, "4 digits are behind the point"),
    ]
    .map(|(places, words)| (places, words.to_owned()));
    field_ui(ui, "Amounts without a point", |ui| {
        picker_ui(
            ui,
            "Amounts without a point",
            &mut draft.rules.implied_decimals,
            &decimals,
            LIST_WIDTH,
        )
    });
    example_ui(ui, &shown.decimals);
    let signs = [
        (SignRule::AsWritten, "All positive; minus takes back"),
        (
            SignRule::CreditsNegative,
            "Payments and adjustments negative",
        ),
        (SignRule::Turned, "Charges negative"),
    ]
    .map(|(rule, words)| (rule, words.to_owned()));
    field_ui(ui, "Signs", |ui| {
        picker_ui(ui, "Signs", &mut draft.rules.signs, &signs, LIST_WIDTH)
    });
}

fn filters_ui(ui: &mut Ui, draft: &mut TableDraft, shown: &RulesModel) {
    let mut removed = None;
    for (filter_idx, filter) in draft.rules.filters.iter_mut().enumerate() {
        ui.push_id(("row filter", filter_idx), |ui| {
            if filter_ui(ui, filter_idx + 1, filter, shown) {
                removed = Some(filter_idx);
            }
        });
    }
    if let Some(filter_idx) = removed {
        draft.rules.filters.remove(filter_idx);
    }
    let Some(first) = shown.columns.first() else {
        return;
    };
    let add = icon_text_button(ui, ButtonKind::Quiet, Icon::Plus, "Leave rows out\u{2026}");
    let tip = "Reads only some rows, chosen by the values of a column";
    if add.on_hover_text(tip).clicked() {
        draft.add_filter(first.column_idx);
    }
}

/// Paints one rule for rows; returns whether it is to be removed.
fn filter_ui(ui: &mut Ui, filter_nr: usize, filter: &mut RowFilter, shown: &RulesModel) -> bool {
    let columns: Vec<(usize, String)> = shown
        .columns
        .iter()
        .map(|column| (column.column_idx, column.heading.clone()))
        .collect();
    let mut removed = false;
    ui.horizontal(|ui| {
        let choices = [(Keep::AllBut, "Leave out"), (Keep::Only, "Read only")];
        let name = format!("Row filter {filter_nr}");
        segmented_ui(ui, &name, &mut filter.keep, &choices);
        let remove = format!("Remove row filter {filter_nr}");
        removed = icon_button(ui, Icon::Trash, &remove).clicked();
    });
    let before = filter.column_idx;
    let name = format!("Column of row filter {filter_nr}");
    picker_ui(ui, &name, &mut filter.column_idx, &columns, LIST_WIDTH);
    if filter.column_idx != before {
        filter.values.clear();
    }
    let column = shown
        .columns
        .iter()
        .find(|column| column.column_idx == filter.column_idx);
    match column {
        Some(column) => values_ui(ui, filter, column),
        None => example_ui(ui, &filter.values.join(", ")),
    }
    ui.add_space(size::XS);
    removed
}

fn values_ui(ui: &mut Ui, filter: &mut RowFilter, column: &FilterColumn) {
    ScrollArea::vertical()
        .id_salt("values")
        .max_height(150.0)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.spacing_mut().interact_size.y = 24.0;
            for (value, words) in &column.values {
                let mut chosen = filter.values.contains(value);
                if ui.checkbox(&mut chosen, words).changed() {
                    if chosen {
                        filter.values.push(value.clone());
                    } else {
                        filter.values.retain(|known| known != value);
                    }
                }
            }
        });
    if filter.values.is_empty() {
        example_ui(ui, "Choose at least one value");
    }
}
