//! Paints how a table is cut into cells, what each column is read as, and its first rows.

use std::sync::Arc;

use egui::{Align, Label, Layout, Ui, vec2};

use super::draft::{PayerChoice, TableDraft};
use super::model::{MappingRow, UnmetRow};
use super::{Checked, FileState};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, TableSpec, card_ui, date_field_ui, field_ui, notice_line_ui, picker_ui, section_ui,
    table_ui, text_field_ui,
};
use crate::domain::ImportKind;
use crate::jobs::tables::{TableOptions, fields, key};
use crate::jobs::{InspectedFile, InspectedTable};

/// Width of the list of fields.
const FIELD_WIDTH: f32 = 180.0;
/// Width of the mark that says how a field was found.
const MARK_WIDTH: f32 = 88.0;
/// Height of a column: its heading and its values.
const ROW_HEIGHT: f32 = 36.0;
/// How heading and values stand.
fn top_down() -> Layout {
    Layout::top_down(Align::Min)
}
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
    if let Some(draft) = &mut known.draft.table
        && draft.kind == ImportKind::FeeSchedule
    {
        schedule_ui(ctx, ui, draft);
    }
    let Some(checked) = known.check(files, table) else {
        return;
    };
    questions_ui(ui, checked);
}

fn kind_ui(ui: &mut Ui, draft: &mut TableDraft, table: &InspectedTable) {
    let choices: Vec<(ImportKind, String)> = ImportKind::ALL
        .into_iter()
        .filter(|kind| !fields(*kind).is_empty())
        .map(|kind| (kind, kind.label().to_owned()))
        .collect();
    let mut kind = draft.kind;
    let changed = field_ui(ui, "Read as", |ui| {
        picker_ui(ui, "Read as", &mut kind, &choices, 160.0)
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
    if checked.asked.is_empty() {
        notice_line_ui(
            ui,
            BadgeKind::Good,
            "Everything needed to read this table is there",
        );
    } else {
        notice_line_ui(ui, BadgeKind::Bad, &checked.asked);
    }
}

/// Paints what each column is read as, its values below its heading.
pub(super) fn columns_ui(
    known: &mut FileState,
    ui: &mut Ui,
    (files, table): (&Arc<Vec<InspectedFile>>, &InspectedTable),
) {
    let Some(checked) = known.check(files, table) else {
        return;
    };
    let (mapping, unmet) = (Arc::clone(&checked.mapping), Arc::clone(&checked.unmet));
    let Some(draft) = &mut known.draft.table else {
        return;
    };
    let about = table.profile.as_ref().map_or_else(
        || "Choose what each column holds; columns that are not read stay out".to_owned(),
        |profile| format!("Read as remembered under {}", profile.name),
    );
    section_ui(ui, "Columns", &about, |ui| {
        card_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for row in unmet.iter() {
                unmet_ui(ui, row, draft, &table.preview.headings);
            }
            let choices = field_choices(draft.kind);
            for (column_idx, row) in mapping.iter().enumerate() {
                if column_idx > 0 || !unmet.is_empty() {
                    ui.add_space(size::XS);
                    ui.separator();
                    ui.add_space(size::XS);
                }
                if let Some(field) = draft.fields.get_mut(column_idx) {
                    column_ui(ui, row, field, &choices);
                }
            }
            ui.add_space(size::M);
            ui.separator();
            ui.add_space(size::S);
            remember_ui(ui, draft);
        });
    });
}

fn field_choices(kind: ImportKind) -> Vec<(Option<&'static str>, String)> {
    let fields = fields(kind).iter();
    let mut choices = vec![(None, "Not read".to_owned())];
    choices.extend(fields.map(|field| (Some(field.key), field.label.to_owned())));
    choices
}

/// Paints a field that is needed and that no column is read as, with the columns to choose from.
fn unmet_ui(ui: &mut Ui, row: &UnmetRow, draft: &mut TableDraft, headings: &[String]) {
    let ink = tokens(ui).negative;
    ui.horizontal(|ui| {
        let width = words_width(ui);
        ui.allocate_ui_with_layout(vec2(width, ROW_HEIGHT), top_down(), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                Icon::Warning.sized_ui(ui, 16.0, ink);
                ui.label(label(row.label).color(ink));
            });
            ui.add(Label::new(caption(row.ask).color(ink)).truncate());
        });
        let mut column = None;
        let mut choices = vec![(None, "Choose a column\u{2026}".to_owned())];
        choices.extend(
            headings
                .iter()
                .enumerate()
                .map(|(column_idx, heading)| (Some(column_idx), heading.clone())),
        );
        let name = format!("Column with {}", row.label.to_lowercase());
        if picker_ui(ui, &name, &mut column, &choices, FIELD_WIDTH)
            && let Some(column_idx) = column
        {
            draft.read_column_as(column_idx, row.field);
        }
    });
}

/// Room for a column's heading and values, beside its field and the mark.
fn words_width(ui: &Ui) -> f32 {
    let fixed = FIELD_WIDTH + MARK_WIDTH + 2.0 * size::S;
    (ui.available_width() - fixed).max(120.0)
}

fn column_ui(
    ui: &mut Ui,
    row: &MappingRow,
    field: &mut Option<&'static str>,
    choices: &[(Option<&'static str>, String)],
) {
    let tokens = tokens(ui);
    ui.horizontal(|ui| {
        let width = words_width(ui);
        let ink = if field.is_some() {
            tokens.text
        } else {
            tokens.muted
        };
        ui.allocate_ui_with_layout(vec2(width, ROW_HEIGHT), top_down(), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(Label::new(label(&row.heading).color(ink)).truncate());
            let values = caption(&row.samples).color(tokens.muted);
            ui.add(Label::new(values).truncate());
        });
        let name = format!("Field of {}", row.heading);
        picker_ui(ui, &name, field, choices, FIELD_WIDTH);
        let ink = if row.doubtful {
            tokens.warning
        } else {
            tokens.muted
        };
        ui.add(Label::new(caption(row.mark).color(ink)).truncate());
    });
}

fn remember_ui(ui: &mut Ui, draft: &mut TableDraft) {
    ui.horizontal(|ui| {
        ui.checkbox(&mut draft.remember, "Remember this layout as")
            .on_hover_text("The next file with the same headings is read the same way");
        ui.add_enabled_ui(draft.remember, |ui| {
            ui.name_inputs("Name of the layout", |ui| {
                ui.add(egui::TextEdit::singleline(&mut draft.profile_name).desired_width(200.0))
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
