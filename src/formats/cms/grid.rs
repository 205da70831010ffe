//! A table as rows of text cells, whatever it was written as: CSV, fixed columns or a workbook.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Most rows read of one table. CMS's largest of these, the ZIP crosswalk, has about 43,000.
pub(super) const MAX_ROWS: usize = 400_000;
/// Most columns looked at. CMS's widest has 32.
pub(super) const MAX_COLUMNS: usize = 64;

/// Rows of cells; all text lies in one buffer, so a cell costs no allocation.
#[derive(Debug, Default)]
pub(super) struct Grid {
    text: String,
    cells: Vec<Range<usize>>,
    rows: Vec<GridRow>,
}

#[derive(Debug)]
struct GridRow {
    line_nr: u64,
    cells: Range<usize>,
}

/// A row of a grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    grid: &'a Grid,
    cells: &'a [Range<usize>],
    /// Line or row of the source, counted from 1.
    pub(super) line_nr: u64,
}

impl<'a> Row<'a> {
    /// Returns a cell without surrounding blanks; empty where the row is shorter.
    pub(super) fn cell(self, column_idx: usize) -> &'a str {
        self.cells
            .get(column_idx)
            .and_then(|range| self.grid.text.get(range.clone()))
            .unwrap_or_default()
            .trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
    }

    /// Iterates over all cells.
    pub(super) fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.cells.len()).map(move |column_idx| self.cell(column_idx))
    }

    /// Whether every cell is blank.
    pub(super) fn is_blank(self) -> bool {
        self.cells().all(str::is_empty)
    }
}

impl Grid {
    /// Splits comma-separated text; ragged rows, blank lines and quotes are understood.
    pub(super) fn from_csv(text: &str) -> Self {
        let mut grid = Self {
            text: String::with_capacity(text.len()),
            ..Self::default()
        };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut record = csv::ByteRecord::new();
        while grid.rows.len() < MAX_ROWS && matches!(reader.read_byte_record(&mut record), Ok(true))
        {
            let line_nr = record.position().map_or(0, csv::Position::line);
            let cells = record.iter().take(MAX_COLUMNS);
            grid.push_row(line_nr, cells.map(String::from_utf8_lossy));
        }
        grid
    }

    /// Cuts every line at byte positions (from 0, end excluded), except lines that `skips` names.
    pub(super) fn from_positions(
        bytes: &[u8],
        positions: &[Range<usize>],
        skips: fn(&[u8]) -> bool,
    ) -> Self {
        let mut grid = Self::default();
        for (line_idx, line) in bytes
            .split(|byte| *byte == b'\n')
            .enumerate()
            .take(MAX_ROWS)
        {
            let line = line.trim_ascii_end();
            if line.is_empty() || skips(line) {
                continue;
            }
            let cells = positions.iter().map(|range| {
                let end = range.end.min(line.len());
                String::from_utf8_lossy(line.get(range.start..end).unwrap_or_default())
            });
            grid.push_row(line_idx as u64 + 1, cells);
        }
        grid
    }

    /// Cuts every line where two or more blanks stand.
    pub(super) fn from_gaps(text: &str) -> Self {
        let mut grid = Self::default();
        for (line_idx, line) in text.lines().enumerate().take(MAX_ROWS) {
            let cells = line.split("  ").filter(|piece| !piece.trim().is_empty());
            grid.push_row(
                line_idx as u64 + 1,
                cells.take(MAX_COLUMNS).map(Cow::Borrowed),
            );
        }
        grid
    }

    /// Adds a row.
    pub(super) fn push_row<'t>(&mut self, line_nr: u64, cells: impl Iterator<Item = Cow<'t, str>>) {
        let first = self.cells.len();
        for cell in cells {
            let start = self.text.len();
            self.text.push_str(&cell);
            self.cells.push(start..self.text.len());
        }
        self.rows.push(GridRow {
            line_nr,
            cells: first..self.cells.len(),
        });
    }

    /// Iterates over the rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).filter_map(|row_idx| self.row(row_idx))
    }

    /// Returns a row by its position.
    pub(super) fn row(&self, row_idx: usize) -> Option<Row<'_>> {
        let row = self.rows.get(row_idx)?;
        let cells = self.cells.get(row.cells.clone())?;
        Some(Row {
            grid: self,
            cells,
            line_nr: row.line_nr,
        })
    }

    /// Returns how many rows there are.
    pub(super) fn row_count(&self) -> usize {
        self.rows.len()
    }
}

/// Decodes text: by its byte order mark, as UTF-8 where it is, else as Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, _len)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    UTF_8
        .decode_without_bom_handling_and_without_replacement(bytes)
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0)
}
