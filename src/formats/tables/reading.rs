//! Goes through the data rows of a table as a plan says, whatever the file is.

use std::ops::ControlFlow;

use crate::formats::FormatError;

use super::placed::{self, BY_POSITION};
use super::plan::TablePlan;
use super::rows::{DelimitedRows, Row};
use super::source::{self, TableShape, TableSource, Watched};
use super::workbook::Workbook;

/// Hands over every row below the headings that is not blank, in bounded memory, with the name of
/// its sheet where several are read.
///
/// # Errors
/// The visitor's own; [`FormatError`] when the plan lacks something or the file is no table.
pub(super) fn each_data_row<E: From<FormatError>>(
    source: &mut dyn TableSource,
    plan: &TablePlan,
    visit: &mut dyn FnMut(&str, &Row) -> Result<(), E>,
) -> Result<(), E> {
    let missing = plan.missing();
    if !missing.is_empty() {
        return Err(FormatError::refuse(
            format!("{} cannot be read with these columns", plan.file_name),
            missing.join(". "),
        )
        .into());
    }
    let header_row = plan.options.header_row.unwrap_or(0);
    match source::shape(source, &plan.file_name)? {
        TableShape::Text(encoding) if plan.options.delimiter == Some(BY_POSITION) => {
            let rows = placed::text_rows(source, &plan.file_name, encoding)?;
            each_placed(&rows, header_row, visit)
        }
        TableShape::Pdf => {
            let rows = placed::pdf_rows(source, &plan.file_name)?;
            each_placed(&rows, header_row, visit)
        }
        TableShape::Text(encoding) => {
            let delimiter = plan.options.delimiter.unwrap_or(b',');
            let mut reader = DelimitedRows::new(source, delimiter, encoding);
            let mut row = Row::default();
            while reader.next_row(&mut row)? {
                if is_data(&row, header_row) {
                    visit("", &row)?;
                }
            }
            Ok(())
        }
        TableShape::Workbook => {
            let mut broken = None;
            let result = read_sheets(Watched::new(source, &mut broken), plan, visit);
            match broken {
                Some(error) => Err(FormatError::Broken(error).into()),
                None => result,
            }
        }
    }
}

fn each_placed<E>(
    rows: &[Row],
    header_row: u64,
    visit: &mut dyn FnMut(&str, &Row) -> Result<(), E>,
) -> Result<(), E> {
    rows.iter()
        .filter(|row| is_data(row, header_row))
        .try_for_each(|row| visit("", row))
}

fn is_data(row: &Row, header_row: u64) -> bool {
    row.line_nr > header_row && !row.is_blank()
}

fn read_sheets<E: From<FormatError>>(
    source: Watched<'_>,
    plan: &TablePlan,
    visit: &mut dyn FnMut(&str, &Row) -> Result<(), E>,
) -> Result<(), E> {
    let mut workbook = Workbook::open(source)?;
    let first = workbook.sheets().into_iter().next().unwrap_or_default();
    let only = [(
        plan.options.sheet.clone().unwrap_or(first),
        plan.options.header_row.unwrap_or(0),
    )];
    let sheets = if plan.sheets.is_empty() {
        &only[..]
    } else {
        &plan.sheets
    };
    for (sheet, header_row) in sheets {
        let label = if plan.sheets.is_empty() { "" } else { sheet };
        workbook.each_row(sheet, &mut |row| {
            if is_data(row, *header_row) {
                visit(label, row)?;
            }
            Ok::<_, E>(ControlFlow::Continue(()))
        })?;
    }
    Ok(())
}

/// The refusal of a table whose rows were all blank.
pub(super) fn no_data(plan: &TablePlan) -> FormatError {
    FormatError::refuse(
        format!("{} holds no rows below its headings", plan.file_name),
        "Check that this is the right file, or choose another sheet or heading row",
    )
}
