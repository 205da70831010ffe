//! The sheets of an XLSX workbook as grids, within limits.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use super::grid::{Grid, MAX_COLUMNS, MAX_ROWS};
use super::notes::{own_name, quoted};
use crate::formats::FormatError;

/// Most sheets looked at. CMS's workbooks have one to three.
const MAX_SHEETS: usize = 16;

/// Returns each sheet's cells as text, as they are displayed without formatting.
///
/// Cells are streamed: a sheet that claims a million columns costs nothing.
pub(super) fn sheets(bytes: &[u8], file_name: &str) -> Result<Vec<Grid>, FormatError> {
    let damaged = |error: &XlsxError| {
        FormatError::refuse(
            format!("{} is a damaged workbook ({error})", own_name(file_name)),
            "Open it in a spreadsheet program, save it as XLSX or CSV and import that",
        )
    };
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => FormatError::refuse(
            format!(
                "{} is protected with a password",
                quoted(own_name(file_name))
            ),
            "Remove the password in a spreadsheet program and import the saved copy",
        ),
        error => damaged(&error),
    })?;
    let mut grids = Vec::new();
    for sheet in workbook.sheet_names().into_iter().take(MAX_SHEETS) {
        // Chart sheets have no cells to read.
        if let Ok(mut cells) = workbook.worksheet_cells_reader(&sheet) {
            let mut rows = RowsInOrder::default();
            while let Some(cell) = cells.next_cell().map_err(|error| damaged(&error))? {
                if !rows.push(cell.get_position(), cell.get_value()) {
                    break;
                }
            }
            grids.push(rows.finish());
        }
    }
    Ok(grids)
}

/// Puts single cells together to rows.
#[derive(Default)]
struct RowsInOrder<'a> {
    grid: Grid,
    row_idx: u32,
    cells: Vec<Cow<'a, str>>,
}

impl<'a> RowsInOrder<'a> {
    /// Adds a cell; `false` once there are more rows than are read.
    fn push(&mut self, (row_idx, column_idx): (u32, u32), value: &DataRef<'a>) -> bool {
        if row_idx != self.row_idx {
            self.end_row();
            self.row_idx = row_idx;
        }
        let column_idx = column_idx as usize;
        if column_idx < MAX_COLUMNS && self.cells.len() <= column_idx {
            self.cells.resize(column_idx, Cow::Borrowed(""));
            self.cells.push(cell_text(value));
        }
        self.grid.row_count() < MAX_ROWS
    }

    fn end_row(&mut self) {
        if !self.cells.is_empty() {
            self.grid
                .push_row(u64::from(self.row_idx) + 1, self.cells.drain(..));
        }
    }

    fn finish(mut self) -> Grid {
        self.end_row();
        self.grid
    }
}

fn cell_text<'a>(value: &DataRef<'a>) -> Cow<'a, str> {
    match value {
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => number.to_string().into(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone().into()
        }
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Bool(flag) => flag.to_string().into(),
        DataRef::DateTime(moment) => moment.as_f64().to_string().into(),
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    }
}
