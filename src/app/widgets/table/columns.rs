//! How wide each column is: as wide as its contents, and then what is left over shared out.

use std::sync::Arc;

use egui::{TextStyle, Ui};

use super::content::{Cell, TableContent};
use crate::app::theme::size;

/// Rows looked at to find a column's width; totals are always looked at.
const SAMPLED_ROWS: usize = 200;
/// Widest a column of words grows by itself.
const MAX_TEXT_WIDTH: f32 = 320.0;
/// Room in a heading for the mark of its sorting.
const SORT_MARK: f32 = 16.0;

/// Natural widths of one table, measured once.
#[derive(Debug, Default)]
pub(super) struct ColumnWidths {
    content: Option<Arc<TableContent>>,
    natural: Vec<f32>,
}

impl ColumnWidths {
    /// Returns the widths that fill `available`, or more where the contents need it.
    pub(super) fn fitted(
        &mut self,
        ui: &Ui,
        content: &Arc<TableContent>,
        available: f32,
    ) -> Vec<f32> {
        let same = self
            .content
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, content));
        if !same {
            self.natural = natural(ui, content);
            self.content = Some(Arc::clone(content));
        }
        let spare = available - self.natural.iter().sum::<f32>();
        if spare <= 0.0 {
            return self.natural.clone();
        }
        share_out(content, &self.natural, spare)
    }
}

/// Gives the first column of words twice what every other column gets of the spare width.
fn share_out(content: &TableContent, natural: &[f32], spare: f32) -> Vec<f32> {
    let first_text = content.columns.iter().position(|column| !column.figures);
    let weight = |column_idx: usize| {
        if Some(column_idx) == first_text {
            2.0
        } else {
            1.0
        }
    };
    let weights: f32 = (0..natural.len()).map(weight).sum();
    natural
        .iter()
        .enumerate()
        .map(|(column_idx, width)| width + spare * weight(column_idx) / weights.max(1.0))
        .collect()
}

/// Room before a percentage of Medicare for the mark of its side.
const fn room_for_mark(cell: &Cell) -> f32 {
    match cell {
        Cell::OfMedicare(_) => size::S,
        _ => 0.0,
    }
}

fn natural(ui: &Ui, content: &TableContent) -> Vec<f32> {
    let body = TextStyle::Body.resolve(ui.style());
    let small = TextStyle::Small.resolve(ui.style());
    let measure = |text: &str, font: &egui::FontId| {
        ui.painter()
            .layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER)
            .size()
            .x
    };
    content
        .columns
        .iter()
        .enumerate()
        .map(|(column_idx, column)| {
            let heading = measure(&column.heading, &small) + SORT_MARK;
            let cells = content
                .rows
                .iter()
                .take(SAMPLED_ROWS)
                .filter_map(|row| row.cells.get(column_idx))
                .chain(content.totals.get(column_idx))
                .chain(&column.pinned)
                .map(|cell| measure(&cell.shown(), &body) + room_for_mark(cell))
                .fold(0.0, f32::max);
            let cells = if column.figures {
                cells
            } else {
                cells.min(MAX_TEXT_WIDTH)
            };
            heading.max(cells) + 2.0 * size::M
        })
        .collect()
}
