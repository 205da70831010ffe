//! Goes through the data rows of a table as a plan says, whatever the file is.

use std::ops::ControlFlow;

use crate::formats::FormatError;

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
    let mut visit_data = |row: &Row| -> Result<ControlFlow<()>, E> {
        if row.line_nr > header_row && !row.is_blank() {
            visit("", row)?;
        }
        Ok(ControlFlow::Continue(()))
    };
    match source::shape(source, &plan.file_name)? {
        TableShape::Text(encoding) => {
            let delimiter = plan.options.delimiter.unwrap_or(b',');
            let mut reader = DelimitedRows::new(source, delimiter, encoding);
            let mut row = Row::default();
            while reader.next_row(&mut row)? {
                let _go_on: ControlFlow<()> = visit_data(&row)?;
            }
            Ok(())
        }
        TableShape::Workbook => {
            let mut broken = None;
            let result = read_sheet(Watched::new(source, &mut broken), plan, &mut visit_data);
            match broken {
                Some(error) => Err(FormatError::Broken(error).into()),
                None => result,
            }
        }
    }
}

fn read_sheet<E: From<FormatError>>(
    source: Watched<'_>,
    plan: &TablePlan,
    visit: &mut dyn FnMut(&Row) -> Result<ControlFlow<()>, E>,
) -> Result<(), E> {
    let mut workbook = Workbook::open(source)?;
    let first = workbook.sheets().into_iter().next().unwrap_or_default();
    workbook.each_row(plan.options.sheet.as_ref().unwrap_or(&first), visit)
}

/// The refusal of a table whose rows were all blank.
pub(super) fn no_data(plan: &TablePlan) -> FormatError {
    FormatError::refuse(
        format!("{} holds no rows below its headings", plan.file_name),
        "Check that this is the right file, or choose another sheet or heading row",
    )
}
