//! Excel workbooks, cell by cell. Cells become the text a CSV of the same sheet would hold.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use calamine::{DataRef, Reader, SheetType, Xlsx};

use crate::formats::FormatError;

use super::rows::{MAX_COLUMNS, Row};

/// An open workbook.
pub(super) struct Workbook<R: Read + Seek> {
    xlsx: Xlsx<R>,
}

impl<R: Read + Seek> Workbook<R> {
    pub(super) fn open(source: R) -> Result<Self, FormatError> {
        Xlsx::new(source)
            .map(|xlsx| Self { xlsx })
            .map_err(unreadable)
    }

    /// Lists the sheets that hold cells, in the workbook's order.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.xlsx
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect()
    }

    /// Hands over the rows of a sheet until told to stop. Rows without cells do not come.
    pub(super) fn each_row<E: From<FormatError>>(
        &mut self,
        sheet: &str,
        visit: &mut dyn FnMut(&Row) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let mut cells = self
            .xlsx
            .worksheet_cells_reader(sheet)
            .map_err(unreadable)?;
        let mut row = Row::default();
        let mut text = Vec::new();
        while let Some(cell) = cells.next_cell().map_err(unreadable)? {
            let (row_idx, column_idx) = cell.get_position();
            let line_nr = u64::from(row_idx) + 1;
            if line_nr != row.line_nr {
                if row.len() > 0 && visit(&row)?.is_break() {
                    return Ok(());
                }
                row.clear(line_nr);
            }
            let column_idx = column_idx as usize;
            if column_idx >= MAX_COLUMNS {
                continue;
            }
            while row.len() < column_idx {
                row.push(b"");
            }
            text.clear();
            write_cell(cell.get_value(), &mut text);
            row.push(&text);
        }
        if row.len() > 0 {
            // The last row: whether to go on no longer matters.
            let _ended = visit(&row)?;
        }
        Ok(())
    }
}

fn unreadable(error: calamine::XlsxError) -> FormatError {
    FormatError::refuse(
        format!("The workbook could not be read: {error}"),
        "Open it in Excel and save it again as XLSX, or as CSV",
    )
}

fn write_cell(value: &DataRef<'_>, text: &mut Vec<u8>) {
    match value {
        DataRef::Empty => {}
        DataRef::Int(number) => text.extend(number.to_string().bytes()),
        DataRef::Float(number) => write_number(*number, text),
        DataRef::SharedString(string) => text.extend(string.bytes()),
        DataRef::Bool(is) => text.extend(if *is { &b"TRUE"[..] } else { b"FALSE" }),
        DataRef::DateTime(moment) if moment.is_datetime() && moment.as_f64() >= 1.0 => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            text.extend(format!("{year:04}-{month:02}-{day:02}").bytes());
        }
        DataRef::DateTime(moment) => write_number(moment.as_f64(), text),
        DataRef::String(string) | DataRef::DateTimeIso(string) | DataRef::DurationIso(string) => {
            text.extend(string.bytes());
        }
        DataRef::Error(error) => text.extend(error.to_string().bytes()),
    }
}

/// Writes a number without the noise of binary fractions: 0.1 + 0.2 is 0.3.
fn write_number(number: f64, text: &mut Vec<u8>) {
    /// Excel shows 15 digits; six decimals are more than any rate has.
    const DECIMALS: usize = 6;
    let written = format!("{number:.DECIMALS$}");
    let bare = written.trim_end_matches('0').trim_end_matches('.');
    text.extend(if bare == "-0" { "0" } else { bare }.bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_sheet_are_written_without_binary_noise() {
        for (number, expected) in [
            (0.1 + 0.2, "0.3"),
            (99213.0, "99213"),
            (137.581, "137.581"),
            (-0.0, "0"),
            (10.0, "10"),
        ] {
            let mut text = Vec::new();
            write_number(number, &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
    }
}
