//! The beginning of a table, as far as a person needs it to say what the columns are.

use std::fmt;
use std::io::Read;
use std::ops::ControlFlow;

use crate::domain::ImportKind;
use crate::formats::FormatError;
use crate::formats::sniff::TextEncoding;

use super::headings::{self, Headings, normalised};
use super::layout;
use super::mapping::likely_kind;
use super::patient::{self, MASK};
use super::placed::{self, BY_POSITION};
use super::records;
use super::rows::{DelimitedRows, Row, text_of};
use super::source::{self, TableShape, TableSource, Watched};
use super::values::{self, Number};
use super::workbook::Workbook;

/// Bytes of delimited text looked at.
const PREVIEW_BYTES: u64 = 1024 * 1024;

/// Rows kept to judge columns by, headings included.
const JUDGED_ROWS: usize = 1_000;

/// Rows shown.
const SHOWN_ROWS: usize = 50;

/// Delimiters that occur, the commonest first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b'|', b';'];

/// What a person may choose about reading a table; what is `None` is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TableOptions {
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Byte between cells of delimited text.
    pub delimiter: Option<u8>,
    /// Line of the headings (of the last, where they are stacked), counted from 1; 0 for a table
    /// without headings.
    pub header_row: Option<u64>,
}

/// A row as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRow {
    /// Line of the file or row of the sheet, counted from 1.
    pub line_nr: u64,
    /// One text a column; what could identify a patient is masked.
    pub cells: Vec<String>,
}

/// The beginning of a table.
#[derive(Clone, Debug)]
pub struct TablePreview {
    /// The file's own name.
    pub file_name: String,
    /// Sheets of a workbook; empty for delimited text.
    pub sheets: Vec<String>,
    /// The sheet shown.
    pub sheet: Option<String>,
    /// The sheets of the same headings, with the line of each one's last heading row, where there
    /// are several and none was chosen: products, regions or years of one fee schedule.
    pub twins: Vec<(String, u64)>,
    /// The byte between cells; `None` for a workbook.
    pub delimiter: Option<u8>,
    /// How the text is written; `None` for a workbook.
    pub encoding: Option<TextEncoding>,
    /// Line of the last heading row, counted from 1; 0 for a table without headings.
    pub header_row: u64,
    /// One heading a column, none twice; `Column 3` where the table has none.
    pub headings: Vec<String>,
    /// The headings by which the layout is recognised again: letters and digits, in capitals.
    pub signature: Vec<String>,
    /// Which columns are masked because they could identify a patient.
    pub masked: Vec<bool>,
    /// The first rows of data.
    pub rows: Vec<SampleRow>,
    pub(super) sample: Sample,
}

/// The rows behind a preview, unmasked; they never leave this module.
#[derive(Clone, Default)]
pub(super) struct Sample(pub(super) Vec<Row>);

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows", self.0.len())
    }
}

/// Reads the beginning of a table.
///
/// # Errors
/// [`FormatError::NotThisFormat`] for what is no table, with what to do instead;
/// [`FormatError::Broken`] with the source's own error.
pub fn preview(
    source: &mut dyn TableSource,
    file_name: &str,
    options: &TableOptions,
) -> Result<TablePreview, FormatError> {
    match source::shape(source, file_name)? {
        TableShape::Workbook => {
            let mut broken = None;
            let result = preview_workbook(Watched::new(source, &mut broken), file_name, options);
            broken.map_or(result, |error| Err(FormatError::Broken(error)))
        }
        TableShape::Pdf => {
            let rows = placed::pdf_rows(source, file_name)?;
            preview_placed(file_name, rows, options)
        }
        TableShape::Text(encoding) => preview_text(source, file_name, options, encoding),
    }
}

fn preview_text(
    source: &mut dyn TableSource,
    file_name: &str,
    options: &TableOptions,
    encoding: TextEncoding,
) -> Result<TablePreview, FormatError> {
    let mut bytes = Vec::new();
    (&mut *source).take(PREVIEW_BYTES).read_to_end(&mut bytes)?;
    let (delimiter, rows) = match options.delimiter.or_else(|| named_delimiter(&bytes)) {
        Some(BY_POSITION) => (BY_POSITION, Vec::new()),
        Some(delimiter) => (delimiter, first_rows(&bytes, delimiter, encoding)?),
        None => {
            let judged = without_thousands(&placed::decoded(&bytes, encoding));
            let read = |delimiter| first_rows(judged.as_bytes(), delimiter, TextEncoding::Utf8);
            match best_delimiter(read)? {
                (_, rows) if is_placed(&bytes, encoding, &rows) => (BY_POSITION, Vec::new()),
                (delimiter, _) => (delimiter, first_rows(&bytes, delimiter, encoding)?),
            }
        }
    };
    if delimiter == BY_POSITION {
        // Columns are found over the whole file, so that reading finds the same ones.
        source.seek(std::io::SeekFrom::Start(0))?;
        let rows = placed::text_rows(source, file_name, encoding)?;
        let mut preview = preview_placed(file_name, rows, options)?;
        preview.delimiter = Some(BY_POSITION);
        preview.encoding = Some(encoding);
        return Ok(preview);
    }
    let found = headings::find(&rows, options.header_row).of_delimited(&rows);
    let mut preview = assemble(file_name, rows, &found)?;
    preview.delimiter = Some(delimiter);
    preview.encoding = Some(encoding);
    Ok(preview)
}

fn preview_placed(
    file_name: &str,
    mut rows: Vec<Row>,
    options: &TableOptions,
) -> Result<TablePreview, FormatError> {
    rows.truncate(JUDGED_ROWS);
    let found = headings::find(&rows, options.header_row);
    assemble(file_name, rows, &found)
}

/// Drops the commas that part an amount's thousands (`$1,010.00`): they part no cells. Only to judge
/// by, since `5,100` may be two cells of a CSV as well; a code is too long to be taken for thousands.
fn without_thousands(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    let mut in_number = false;
    for at in memchr::memchr_iter(b',', bytes) {
        let before = bytes.get(from..at).unwrap_or_default();
        let behind = bytes.get(at + 1..).unwrap_or_default();
        let digits = before
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let starts = match before.iter().rev().nth(digits) {
            Some(byte) => !byte.is_ascii_alphanumeric() && *byte != b'.',
            // The beginning, or a comma: of the same number, or between cells.
            None => !in_number || digits == 3,
        };
        let ends = behind
            .get(..3)
            .is_some_and(|b| b.iter().all(u8::is_ascii_digit))
            && !behind.get(3).is_some_and(u8::is_ascii_alphanumeric);
        in_number = (1..=3).contains(&digits) && starts && ends;
        kept.push_str(text.get(from..at).unwrap_or_default());
        if !in_number {
            kept.push(',');
        }
        from = at + 1;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

/// Whether more rows make sense when cells are told by position than by the best delimiter.
fn is_placed(bytes: &[u8], encoding: TextEncoding, delimited: &[Row]) -> bool {
    /// Text tried by position, enough for some thousand lines.
    const TRIED_BYTES: usize = 128 * 1024;
    let known = priced_rows(delimited);
    if known * 2 >= delimited.len() {
        return false;
    }
    let head = bytes.get(..TRIED_BYTES).unwrap_or(bytes);
    let mut rows = layout::rows(placed::lines(&placed::decoded(head, encoding)));
    rows.truncate(JUDGED_ROWS);
    priced_rows(&rows) > known
}

/// Rows with a code in one cell and a number in another.
fn priced_rows(rows: &[Row]) -> usize {
    let is_code = |cell: &[u8]| {
        let text = text_of(cell);
        text.split_whitespace().next().is_some_and(layout::is_code)
    };
    let is_number = |cell: &[u8]| matches!(values::cents(cell), Number::Value { .. });
    let is_priced = |row: &&Row| {
        let code = (0..row.len()).find(|&idx| is_code(row.cell(idx)));
        code.is_some_and(|code| (0..row.len()).any(|idx| idx != code && is_number(row.cell(idx))))
    };
    rows.iter().filter(is_priced).count()
}

/// Excel's own note of the delimiter: a first line `sep=;`.
fn named_delimiter(bytes: &[u8]) -> Option<u8> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match body {
        [b's', b'e', b'p', b'=', delimiter, b'\r' | b'\n', ..] => Some(*delimiter),
        _ => None,
    }
}

/// Reads the rows that end within the bytes.
fn first_rows(
    bytes: &[u8],
    delimiter: u8,
    encoding: TextEncoding,
) -> Result<Vec<Row>, FormatError> {
    let mut reader = DelimitedRows::new(bytes, delimiter, encoding);
    let mut rows = Vec::new();
    let mut row = Row::default();
    while rows.len() < JUDGED_ROWS && reader.next_row(&mut row)? {
        if !row.is_blank() {
            rows.push(row.clone());
        }
    }
    // The last row of a file that goes on may be half a row.
    let cut_short = bytes.len() as u64 == PREVIEW_BYTES;
    if cut_short && rows.len() < JUDGED_ROWS && rows.len() > 1 {
        rows.pop();
    }
    Ok(rows)
}

/// Chooses the delimiter that cuts most rows into the same, larger number of cells.
fn best_delimiter(
    read: impl Fn(u8) -> Result<Vec<Row>, FormatError>,
) -> Result<(u8, Vec<Row>), FormatError> {
    /// More columns than this say nothing more about a delimiter.
    const ENOUGH: usize = 12;
    let mut best: Option<(usize, u8, Vec<Row>)> = None;
    let mut refused = None;
    for delimiter in DELIMITERS {
        let rows = match read(delimiter) {
            Ok(rows) => rows,
            Err(error) => {
                refused = Some(error);
                continue;
            }
        };
        let mut widths: Vec<usize> = rows.iter().map(Row::len).filter(|len| *len > 1).collect();
        widths.sort_unstable();
        let score = widths
            .chunk_by(|a, b| a == b)
            .filter_map(|same| same.first().map(|width| same.len() * (*width).min(ENOUGH)))
            .max()
            .unwrap_or(0);
        if best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, delimiter, rows));
        }
    }
    match (best, refused) {
        (Some((_, delimiter, rows)), _) => Ok((delimiter, rows)),
        (None, Some(error)) => Err(error),
        (None, None) => Ok((b',', Vec::new())),
    }
}

fn preview_workbook(
    source: Watched<'_>,
    file_name: &str,
    options: &TableOptions,
) -> Result<TablePreview, FormatError> {
    let mut workbook = Workbook::open(source)?;
    let sheets = workbook.sheets();
    let wanted: Vec<String> = match &options.sheet {
        Some(sheet) if sheets.contains(sheet) => vec![sheet.clone()],
        Some(sheet) => {
            return Err(FormatError::refuse(
                format!("{file_name} has no sheet named {sheet}"),
                format!("Choose one of: {}", sheets.join(", ")),
            ));
        }
        None => sheets.clone(),
    };
    let mut previews = Vec::new();
    for name in wanted {
        let mut rows = Vec::new();
        workbook.each_row(&name, &mut |row: &Row| {
            if !row.is_blank() {
                rows.push(row.clone());
            }
            Ok::<_, FormatError>(if rows.len() < JUDGED_ROWS {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        let found = headings::find(&rows, options.header_row);
        if let Ok(preview) = assemble(file_name, rows, &found) {
            previews.push(TablePreview {
                sheet: Some(name),
                ..preview
            });
        }
    }
    let best = best_sheet(&previews).ok_or_else(|| no_rows(file_name))?;
    let signature = best.signature.clone();
    let mut preview = best.clone();
    if options.sheet.is_none() {
        preview.twins = previews
            .iter()
            .filter(|other| other.signature == signature)
            .filter_map(|other| Some((other.sheet.clone()?, other.header_row)))
            .collect();
    }
    if preview.twins.len() < 2 {
        preview.twins.clear();
    }
    preview.sheets = sheets;
    Ok(preview)
}

/// Chooses the sheet that names most fields, and the longest of equals: the first are often covers.
/// Of fee schedules the longest, whatever else its sheet names: anesthesia has one of its own.
fn best_sheet(previews: &[TablePreview]) -> Option<&TablePreview> {
    let score = |preview: &TablePreview| {
        let kind = likely_kind(preview);
        let known = preview
            .headings
            .iter()
            .filter(|text| headings::is_known(text))
            .count();
        let known = if kind == Some(ImportKind::FeeSchedule) {
            0
        } else {
            known
        };
        (kind.is_some(), known, preview.sample.0.len())
    };
    // The first of equals.
    previews.iter().rev().max_by_key(|preview| score(preview))
}

fn no_rows(file_name: &str) -> FormatError {
    FormatError::refuse(
        format!("{file_name} holds no table: no row of two or more cells below a heading"),
        "Check that this is the right file, or choose another sheet, delimiter or heading row",
    )
}

fn assemble(
    file_name: &str,
    rows: Vec<Row>,
    found: &Headings,
) -> Result<TablePreview, FormatError> {
    let data: Vec<Row> = rows
        .into_iter()
        .filter(|row| row.line_nr > found.row)
        .collect();
    if data.is_empty() || found.columns.len() < 2 {
        return Err(no_rows(file_name));
    }
    let masked = patient::masked_columns(&found.columns, &data);
    let shown = shown_rows(&data, &masked);
    let texts = || found.columns.iter().map(|heading| heading.text.as_str());
    let mut preview = TablePreview {
        file_name: file_name.to_owned(),
        sheets: Vec::new(),
        sheet: None,
        twins: Vec::new(),
        delimiter: None,
        encoding: None,
        header_row: found.row,
        headings: texts().map(str::to_owned).collect(),
        signature: texts().map(normalised).collect(),
        masked,
        rows: shown,
        sample: Sample(data),
    };
    // Lists of people who are no patients are shown as they are.
    if let Some(kind) = records::likely(&preview) {
        for (masked, heading) in preview.masked.iter_mut().zip(&preview.headings) {
            *masked &= !records::names_no_patient(heading, kind);
        }
        preview.rows = shown_rows(&preview.sample.0, &preview.masked);
    }
    Ok(preview)
}

fn shown_rows(data: &[Row], masked: &[bool]) -> Vec<SampleRow> {
    data.iter()
        .take(SHOWN_ROWS)
        .map(|row| SampleRow {
            line_nr: row.line_nr,
            cells: shown_cells(row, masked),
        })
        .collect()
}

fn shown_cells(row: &Row, masked: &[bool]) -> Vec<String> {
    // In a row that is shifted, a patient may stand in any column.
    let shifted = masked.len() < row.filled_len();
    masked
        .iter()
        .enumerate()
        .map(|(idx, masked)| match row.text(idx) {
            text if text.is_empty() || !(*masked || shifted) => text,
            _ => MASK.to_owned(),
        })
        .collect()
}
