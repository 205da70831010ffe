//! A table as rows of text cells, whatever it was written as: CSV, fixed columns or a workbook.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Most rows read of one table. CMS's largest of these, the ZIP crosswalk, has about 43,000.
pub(super) const MAX_ROWS: usize = 400_000;
/// Most columns looked at. CMS's widest, the prices of equipment by state, has 114.
pub(super) const MAX_COLUMNS: usize = 160;

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
        let mut lines = LineCounter {
            bytes: text.as_bytes(),
            counted: 0,
            line_nr: 1,
        };
        while grid.rows.len() < MAX_ROWS && matches!(reader.read_byte_record(&mut record), Ok(true))
        {
            let start = record.position().map_or(0, csv::Position::byte);
            let line_nr = lines.line_of(start as usize);
            grid.push_row(
                line_nr,
                record.iter().take(MAX_COLUMNS).map(String::from_utf8_lossy),
            );
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

    /// Cuts every line at tildes, below these headings; notices at the head are left out.
    pub(super) fn from_tildes(text: &str, headings: &[&'static str]) -> Self {
        let mut grid = Self::default();
        grid.push_row(0, headings.iter().copied().map(Cow::Borrowed));
        for (line_idx, line) in text.lines().enumerate().take(MAX_ROWS) {
            if !line.starts_with("HDR") {
                let cells = line.split('~').take(MAX_COLUMNS);
                grid.push_row(line_idx as u64 + 1, cells.map(Cow::Borrowed));
            }
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

/// Counts lines up to a record. The `csv` crate's own count is one too low where lines end in CR LF:
/// to it a record ends at the CR.
struct LineCounter<'a> {
    bytes: &'a [u8],
    counted: usize,
    line_nr: u64,
}

impl LineCounter<'_> {
    /// Returns the line of the record that begins at `start` or after the line breaks there.
    fn line_of(&mut self, start: usize) -> u64 {
        let is_break = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let rest = self.bytes.get(start..).unwrap_or_default();
        let first_byte = start + rest.iter().take_while(is_break).count();
        let passed = self.bytes.get(self.counted..first_byte).unwrap_or_default();
        let feeds = memchr::memchr_iter(b'\n', passed).count();
        let lone_returns = memchr::memchr_iter(b'\r', passed)
            .filter(|place| passed.get(place + 1) != Some(&b'\n'))
            .count();
        self.counted = first_byte;
        self.line_nr += (feeds + lone_returns) as u64;
        self.line_nr
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check_lines(text: &str, expected: &[u64]) {
        let grid = Grid::from_csv(text);
        let lines: Vec<u64> = grid.rows().map(|row| row.line_nr).collect();
        assert_eq!(lines, expected, "{text:?}");
    }

    #[test]
    fn rows_know_their_line_whatever_ends_it() {
        check_lines("a,b\nc\n\nd", &[1, 2, 4]);
        check_lines("a,b\r\nc\r\n\r\nd", &[1, 2, 4]);
        check_lines("a,b\rc\r\rd", &[1, 2, 4]);
        check_lines("\r\na,\"b\r\nb\"\r\nc", &[2, 4]);
    }

    #[test]
    fn text_is_decoded_by_its_mark_or_its_shape() {
        for (bytes, expected) in [
            (&b"\xef\xbb\xbfmac"[..], "mac"),
            (&b"\xff\xfem\0a\0c\0"[..], "mac"),
            (&b"caf\xc3\xa9"[..], "caf\u{e9}"),
            (&b"caf\xe9 \x92"[..], "caf\u{e9} \u{2019}"),
        ] {
            assert_eq!(decode(bytes), expected);
        }
    }
}
