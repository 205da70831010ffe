//! Base units of anesthesia services: CMS's "Anesthesia Base Units by CPT Code".

use rust_decimal::Decimal;

use super::super::grid::{Grid, Row};
use super::super::notes::{Notes, Odd, quoted};
use super::super::number::decimal;
use super::{Collected, Headings, Kind, ReferenceValues, Said, code_in};
use crate::domain::{Modifiers, ReferenceArea};
use crate::formats::FormatError;

/// Most base units; the greatest is 30.
const MAX_UNITS: Decimal = Decimal::from_parts(60, 0, 0, false, 0);
/// Most columns of CMS's list. Medicaid programs' lists with a price beside the units have more.
const MAX_NAMED: usize = 3;

/// Whether headings are this table's: a code, its units and at most a description.
pub(in super::super) fn is_heading(headings: &[String]) -> bool {
    let named = headings.iter().filter(|heading| !heading.is_empty());
    (2..=MAX_NAMED).contains(&named.count())
        && headings.iter().any(|heading| is_units_heading(heading))
        && headings.iter().any(|heading| is_code_heading(heading))
}

fn is_units_heading(heading: &str) -> bool {
    heading.contains("BASE") && heading.contains("UNIT") && heading.len() < 24
}

fn is_code_heading(heading: &str) -> bool {
    ["CODE", "CPT", "HCPCS", "CPTCODE", "HCPCSCODE"].contains(&heading)
}

/// Reads the units.
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
        .ok_or_else(|| super::lacks_column("CODE", file_name))?;
    let units_column = headings
        .find(is_units_heading)
        .ok_or_else(|| super::lacks_column("BASE UNIT", file_name))?;
    let said = Said::in_preamble(grid.rows().take(heading_idx + 1).flat_map(Row::cells));
    let columns = [code_column, units_column];
    let collected = Collected::read(grid, heading_idx, notes, |row, collected| {
        keep(row, columns, collected)
    });
    let nothing = "without base units: the Medicare contractor sets them";
    collected.finish(Kind::BaseUnits, said, file_name, nothing, notes)
}

fn keep(
    row: Row<'_>,
    [code_column, units_column]: [usize; 2],
    collected: &mut Collected,
) -> Result<(), Odd> {
    let code = code_in(row.cell(code_column))?;
    let cell = row.cell(units_column);
    let units = units(cell)?;
    collected.start(row.line_nr, code, Modifiers::NONE)?;
    match units {
        Some(units) => collected.keep(code, Modifiers::NONE, ReferenceArea::National, units),
        None => collected.without_amount += 1,
    }
    Ok(())
}

/// Reads base units; `None` for codes of individual consideration (01999).
fn units(cell: &str) -> Result<Option<Decimal>, Odd> {
    if cell.is_empty() || cell.to_ascii_uppercase().starts_with('I') || cell == "N/A" {
        return Ok(None);
    }
    decimal(cell)
        .filter(|units| Decimal::ZERO <= *units && *units <= MAX_UNITS)
        .map(|units| (!units.is_zero()).then_some(units))
        .ok_or_else(|| Odd::field("BASE UNIT", format!("{} is not base units", quoted(cell))))
}
