//! The clinical laboratory fee schedule: national rates since 2018 (42 CFR 414.507).

use super::super::grid::{Grid, Row};
use super::super::notes::{Notes, Odd};
use super::{Collected, Headings, Kind, ReferenceValues, Said, code_in, dollars, modifiers_in};
use crate::domain::ReferenceArea;
use crate::formats::FormatError;

/// Headings for the text layout, so that both are read by the same words.
const TEXT_HEADINGS: [&str; 6] = ["YEAR", "HCPCS", "MOD", "EFF_DATE", "INDICATOR", "RATE"];

/// Whether headings are this table's, of `CLFS_2026_Q1V1.xlsx` or earlier: `RATE2022`.
pub(in super::super) fn is_heading(headings: &[String]) -> bool {
    headings.iter().any(|heading| heading == "HCPCS")
        && headings.iter().any(|heading| heading.starts_with("RATE"))
        && headings
            .iter()
            .any(|heading| heading == "INDICATOR" || heading == "EFFDATE")
}

/// Whether a line has the text layout, `2026~0001U~  ~20260101~N~00720.00~…`.
pub(in super::super) fn is_text_line(fields: &[&str]) -> bool {
    matches!(*fields, [year, code, _, day, indicator, _, ..]
        if year.len() == 4 && code.len() == 5 && day.len() == 8 && indicator.len() == 1)
}

/// Puts headings above the text layout.
pub(in super::super) fn text_grid(text: &str) -> Grid {
    Grid::from_tildes(text, &TEXT_HEADINGS)
}

/// Reads the rates. A row's own effective date is not needed: CMS publishes every code again each
/// quarter.
///
/// # Errors
/// When a column is missing or no row can be used.
pub(in super::super) fn read(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<ReferenceValues, FormatError> {
    let columns = Columns::find(grid, heading_idx, file_name)?;
    let mut year = None;
    let collected = Collected::read(grid, heading_idx, notes, |row, collected| {
        year = year.or_else(|| row.cell(columns.year).parse().ok());
        keep(row, &columns, collected)
    });
    let nothing = "without a national rate: the Medicare contractor sets it";
    collected.finish(
        Kind::Laboratory,
        Said::of_year(year),
        file_name,
        nothing,
        notes,
    )
}

struct Columns {
    year: usize,
    code: usize,
    modifier: usize,
    rate: usize,
}

impl Columns {
    fn find(grid: &Grid, heading_idx: usize, file_name: &str) -> Result<Self, FormatError> {
        let headings = Headings::at(grid, heading_idx);
        Ok(Self {
            year: headings.required("YEAR", file_name)?,
            code: headings.required("HCPCS", file_name)?,
            modifier: headings.required("MOD", file_name)?,
            rate: headings
                .find(|heading| heading.starts_with("RATE"))
                .ok_or_else(|| super::lacks_column("RATE", file_name))?,
        })
    }
}

fn keep(row: Row<'_>, columns: &Columns, collected: &mut Collected) -> Result<(), Odd> {
    let code = code_in(row.cell(columns.code))?;
    let modifiers = modifiers_in([row.cell(columns.modifier)])?;
    let rate = dollars(row.cell(columns.rate), "RATE")?;
    collected.start(row.line_nr, code, modifiers)?;
    match rate {
        Some(rate) => collected.keep(code, modifiers, ReferenceArea::National, rate),
        None => collected.without_amount += 1,
    }
    Ok(())
}
