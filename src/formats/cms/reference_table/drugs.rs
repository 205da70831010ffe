//! Payment limits of Part B drugs (average sales price and 6%), for each quarter.
//!
//! CMS, "ASP Pricing Files", since 2026 "Medicare Part B Payment Limit Files".

use super::super::grid::{Grid, Row};
use super::super::notes::{Notes, Odd};
use super::{Collected, Headings, Kind, ReferenceValues, Said, code_in, dollars};
use crate::domain::{Modifiers, ReferenceArea};
use crate::formats::FormatError;

/// Whether headings are this table's: the limit, the code and the dosage that is its unit.
pub(in super::super) fn is_heading(headings: &[String]) -> bool {
    headings.iter().any(|heading| heading == "PAYMENTLIMIT")
        && headings.iter().any(|heading| is_code_heading(heading))
        && headings.iter().any(|heading| heading.contains("DOSAGE"))
}

fn is_code_heading(heading: &str) -> bool {
    matches!(heading, "HCPCSCODE" | "HCPCS")
}

/// Reads the limits, dollars for each unit of the code's dosage. Coinsurance and the limits by
/// average wholesale price are not read: the payment limit already is the price.
///
/// # Errors
/// When a column is missing or no row can be used.
pub(in super::super) fn read(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<ReferenceValues, FormatError> {
    let headings = Headings::at(grid, heading_idx);
    let code_column = headings
        .find(is_code_heading)
        .ok_or_else(|| super::lacks_column("HCPCS Code", file_name))?;
    let limit_column = headings.required("PAYMENTLIMIT", file_name)?;
    let said = Said::in_preamble(grid.rows().take(heading_idx).flat_map(Row::cells));
    let columns = [code_column, limit_column];
    let collected = Collected::read(grid, heading_idx, notes, |row, collected| {
        keep(row, columns, collected)
    });
    let nothing = "without a payment limit: the Medicare contractor sets it";
    collected.finish(Kind::Drugs, said, file_name, nothing, notes)
}

fn keep(
    row: Row<'_>,
    [code_column, limit_column]: [usize; 2],
    collected: &mut Collected,
) -> Result<(), Odd> {
    let code = code_in(row.cell(code_column))?;
    let limit = dollars(row.cell(limit_column), "Payment Limit")?;
    collected.start(row.line_nr, code, Modifiers::NONE)?;
    match limit {
        Some(limit) => collected.keep(code, Modifiers::NONE, ReferenceArea::National, limit),
        None => collected.without_amount += 1,
    }
    Ok(())
}
