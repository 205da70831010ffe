//! Paints how a table is read: its options, what each column is read as, and its first rows.

use std::sync::Arc;

use egui::{Label, Ui, vec2};

use super::draft::{PayerChoice, TableDraft};
use super::model::MappingRow;
use super::{Checked, FileState};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, TableSpec, card_ui, date_field_ui, field_ui, notice_line_ui, picker_ui, section_ui,
    segmented_ui, table_ui, text_field_ui,
};
use crate::domain::ImportKind;
use crate::jobs::tables::{TableOptions, fields, key};
use crate::jobs::{InspectedFile, InspectedTable};

/// Width of a column's heading.
const HEADING_WIDTH: f32 = 200.0;
/// Width of the list of fields.
const FIELD_WIDTH: f32 = 190.0;
/// Width of the mark that says how a field was found.
const MARK_WIDTH: f32 = 140.0;
/// Heading rows offered, as long as the file's own lies among them.
const HEADING_ROWS: u64 = 20;
/// Delimiters offered.
const DELIMITERS: [(Option<u8>, &str); 5] = [
    (Some(b','), "Comma"),
    (Some(b'\t'), "Tab"),
    (Some(b'|'), "Vertical bar"),
    (Some(b';'), "Semicolon"),
    // Cells parted by several blanks, or in columns below each other.
    (Some(b' '), "Blanks"),
];

/// Paints what the file as a whole is read as, and what is still to be chosen.
pub(super) fn decisions_ui(
    known: &mut FileState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (files, file, table): (&Arc<Vec<InspectedFile>>, &InspectedFile, &InspectedTable),
) {
    ui.add_space(size::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = size::L;
        if let Some(draft) = &mut known.draft.table {
            kind_ui(ui, draft, table);
        }
        if let Some(options) = options_ui(ui, table) {
            ctx.send(Command::InspectAgain {
                path: file.path.clone(),
                options,
            });
        }
    });
    if let Some(draft) = &mut known.draft.table {
        match draft.kind {
            ImportKind::FeeSchedule => schedule_ui(ctx, ui, draft),
            ImportKind::Utilization
            | ImportKind::MedicareRelease
            | ImportKind::MedicareTable
            | ImportKind::Remittances
            | ImportKind::Claims
            | ImportKind::SurveyAnswers
            | ImportKind::QualityMeasures
            | ImportKind::Authorizations
            | ImportKind::Expenses
            | ImportKind::Providers
            | ImportKind::Sites
            | ImportKind::Contacts => {
                one_payer_ui(ui, draft);
            }
        }
    }
    let Some(checked) = known.check(files, table) else {
        return;
    };
    questions_ui(ui, checked);
}

fn kind_ui(ui: &mut Ui, draft: &mut TableDraft, table: &InspectedTable) {
    let choices =
        [ImportKind::Utilization, ImportKind::FeeSchedule].map(|kind| (kind, kind.label()));
    let mut kind = draft.kind;
    let changed = field_ui(ui, "Read as", |ui| {
        segmented_ui(ui, "Read as", &mut kind, &choices)
    });
    if changed {
        draft.set_kind(table, kind);
    }
}

/// Paints how the file is cut into rows and columns; returns other options when one was chosen.
fn options_ui(ui: &mut Ui, table: &InspectedTable) -> Option<TableOptions> {
    let current = &table.plan.options;
    let mut wanted = current.clone();
    if table.preview.sheets.len() > 1 {
        let sheets = table.preview.sheets.iter();
        let choices: Vec<_> = sheets
            .map(|name| (Some(name.clone()), name.clone()))
            .collect();
        field_ui(ui, "Sheet", |ui| {
            picker_ui(ui, "Sheet", &mut wanted.sheet, &choices, 160.0)
        });
    }
    if table.preview.delimiter.is_some() {
        let choices = DELIMITERS.map(|(byte, name)| (byte, name.to_owned()));
        field_ui(ui, "Cells end at", |ui| {
            picker_ui(ui, "Cells end at", &mut wanted.delimiter, &choices, 120.0)
        });
    }
    // Another sheet or delimiter has its headings elsewhere.
    if wanted != *current {
        wanted.header_row = None;
        return Some(wanted);
    }
    let last = HEADING_ROWS.max(table.preview.header_row);
    let row = |row_nr: u64| {
        let words = match row_nr {
            0 => "No headings".to_owned(),
            row_nr => format!("Line {row_nr}"),
        };
        (Some(row_nr), words)
    };
    let choices: Vec<_> = (0..=last).map(row).collect();
    field_ui(ui, "Headings in", |ui| {
        picker_ui(ui, "Headings in", &mut wanted.header_row, &choices, 120.0)
    });
    (wanted != *current).then_some(wanted)
}

fn one_payer_ui(ui: &mut Ui, draft: &mut TableDraft) {
    if draft.has(key::PAYER) {
        return;
    }
    text_field_ui(
        ui,
        "Payer of every row",
        &mut draft.payer_name,
        "No column names the payer",
        280.0,
    );
}

fn schedule_ui(ctx: &ViewContext<'_>, ui: &mut Ui, draft: &mut TableDraft) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::L;
        let payers = ctx.practice().map_or(&[][..], |practice| &practice.payers);
        let mut choices: Vec<(PayerChoice, String)> = payers
            .iter()
            .map(|payer| (PayerChoice::Known(payer.id), payer.name.clone()))
            .collect();
        choices.push((PayerChoice::New, "A new payer".to_owned()));
        field_ui(ui, "Payer", |ui| {
            picker_ui(ui, "Payer", &mut draft.payer, &choices, 200.0)
        });
        if draft.payer == PayerChoice::New {
            text_field_ui(ui, "New payer", &mut draft.new_payer, "Its name", 180.0);
        }
        text_field_ui(
            ui,
            "Fee schedule's name",
            &mut draft.schedule_name,
            "As the contract calls it",
            200.0,
        );
        if !draft.has(key::EFFECTIVE) {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                date_field_ui(ui, "In force from", &mut draft.effective, 150.0);
            });
        }
    });
}

/// Paints one line, always there: what is still to be chosen, or that nothing is.
fn questions_ui(ui: &mut Ui, checked: &Checked) {
    ui.add_space(size::XS);
    if checked.open.is_empty() {
        notice_line_ui(
            ui,
            BadgeKind::Good,
            "Everything needed to read this table is there",
        );
    } else {
        notice_line_ui(ui, BadgeKind::Bad, &checked.open.join(". "));
    }
}

/// Paints what each column is read as.
pub(super) fn columns_ui(
    known: &mut FileState,
    ui: &mut Ui,
    (files, table): (&Arc<Vec<InspectedFile>>, &InspectedTable),
) {
    let Some(checked) = known.check(files, table) else {
        return;
    };
    let (mapping, unmapped) = (checked.mapping.clone(), checked.unmapped.clone());
    let Some(draft) = &mut known.draft.table else {
        return;
    };
    let about = table.profile.as_ref().map_or_else(
        || {
            "Choose what each column holds; columns that are not read stay out of the file"
                .to_owned()
        },
        |profile| format!("Read as remembered under {}", profile.name),
    );
    section_ui(ui, "Columns", &about, |ui| {
        card_ui(ui, |ui| {
            missing_ui(ui, &unmapped);
            let mut choices = vec![(None, "Not read".to_owned())];
            choices.extend(
                fields(draft.kind)
                    .iter()
                    .map(|field| (Some(field.key), field.label.to_owned())),
            );
            ui.spacing_mut().item_spacing.y = size::XS;
            for (column_idx, row) in mapping.iter().enumerate() {
                if let Some(field) = draft.fields.get_mut(column_idx) {
                    column_ui(ui, row, field, &choices);
                }
            }
            ui.separator();
            remember_ui(ui, draft);
        });
    });
}

fn missing_ui(ui: &mut Ui, unmapped: &[&str]) {
    if unmapped.is_empty() {
        return;
    }
    let tokens = tokens(ui);
    ui.horizontal(|ui| {
        Icon::Warning.sized_ui(ui, 16.0, tokens.negative);
        let words = format!("No column is read as: {}", unmapped.join(", "));
        ui.label(label(words).color(tokens.negative));
    });
}

fn column_ui(
    ui: &mut Ui,
    row: &MappingRow,
    field: &mut Option<&'static str>,
    choices: &[(Option<&'static str>, String)],
) {
    let tokens = tokens(ui);
    ui.horizontal(|ui| {
        let fixed = HEADING_WIDTH + FIELD_WIDTH + MARK_WIDTH + 3.0 * size::S;
        let sample_width = (ui.available_width() - fixed).max(80.0);
        let ink = if field.is_some() {
            tokens.text
        } else {
            tokens.muted
        };
        cell_ui(ui, HEADING_WIDTH, label(&row.heading).color(ink));
        cell_ui(ui, sample_width, caption(&row.samples).color(tokens.muted));
        let name = format!("Field of {}", row.heading);
        picker_ui(ui, &name, field, choices, FIELD_WIDTH);
        let ink = if row.doubtful {
            tokens.warning
        } else {
            tokens.muted
        };
        cell_ui(ui, MARK_WIDTH, caption(row.mark).color(ink));
    });
}

fn cell_ui(ui: &mut Ui, width: f32, text: egui::RichText) {
    ui.allocate_ui_with_layout(
        vec2(width, size::CONTROL),
        egui::Layout::left_to_right(egui::Align::Center),
        |ui| {
            ui.set_min_width(width);
            ui.add(Label::new(text).truncate());
        },
    );
}

fn remember_ui(ui: &mut Ui, draft: &mut TableDraft) {
    ui.horizontal(|ui| {
        ui.checkbox(&mut draft.remember, "Remember this layout as")
            .on_hover_text("The next file with the same headings is read the same way");
        ui.add_enabled_ui(draft.remember, |ui| {
            ui.name_inputs("Name of the layout", |ui| {
                ui.add(egui::TextEdit::singleline(&mut draft.profile_name).desired_width(240.0))
            });
        });
    });
}

/// Paints the first rows as they would be read.
pub(super) fn sample_ui(
    known: &mut FileState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (files, table): (&Arc<Vec<InspectedFile>>, &InspectedTable),
) {
    let complete = known
        .check(files, table)
        .is_some_and(|checked| checked.plan.missing().is_empty());
    let Some(sample) = known.sample(files, table) else {
        return;
    };
    let (words, content) = (sample.words.clone(), Arc::clone(&sample.table));
    let rejects = sample.rejects.clone();
    let about = if complete {
        words.as_str()
    } else {
        "They are shown once the columns needed are chosen"
    };
    section_ui(ui, "The first rows, as they would be read", about, |ui| {
        if complete {
            for reject in &rejects {
                ui.label(caption(reject).color(tokens(ui).warning));
            }
            let spec = TableSpec {
                name: "First rows",
                max_height: 420.0,
            };
            table_ui(ui, ctx, &spec, &mut known.rows, &content);
        }
    });
}
