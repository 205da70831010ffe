//! Paints a drop of remittances or claims.

use std::sync::Arc;

use egui::Ui;

use super::{Batch, FileState};
use crate::app::context::ViewContext;
use crate::app::theme::size;
use crate::app::widgets::{
    TableContent, TableSpec, TableState, notice_line_ui, section_ui, stat_tiles_ui, table_ui,
};

/// Paints what is in the batch, its files, and what was odd.
pub(super) fn batch_ui(known: &mut FileState, ctx: &ViewContext<'_>, ui: &mut Ui, batch: &Batch) {
    ui.add_space(size::S);
    stat_tiles_ui(ui, &batch.tiles);
    for (kind, words) in &batch.notices {
        notice_line_ui(ui, *kind, words);
    }
    // A file of its own needs no list: the heading names it.
    if batch.files.rows.len() > 1 {
        list_ui(ctx, ui, ("Files", ""), &mut known.rows, &batch.files);
    }
    if !batch.issues.rows.is_empty() {
        let name = "What was odd in the files";
        let about = batch.issues_note.as_str();
        list_ui(ctx, ui, (name, about), &mut known.issues, &batch.issues);
    }
}

fn list_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (name, about): (&str, &str),
    state: &mut TableState,
    content: &Arc<TableContent>,
) {
    section_ui(ui, name, about, |ui| {
        let spec = TableSpec {
            name,
            max_height: 320.0,
        };
        table_ui(ui, ctx, &spec, state, content);
    });
}
