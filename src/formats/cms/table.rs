//! Tells which of CMS's tables a file holds, by its headings and the shape of its lines.

use super::anesthesia_factors;
use super::area_tables;
use super::container::Container;
use super::grid::{Grid, Row, decode};
use super::locality_table;
use super::not_needed;
use super::notes::{Notes, own_name, quoted};
use super::reference_table::{
    ReferenceValues, anesthesia, drugs, equipment, heading_word, laboratory,
};
use super::relative_values::{self, RelativeValues};
use super::workbook;
use super::{AnesthesiaFactors, CountyArea, OppsCapPrice, ZipRow};
use crate::domain::Locality;
use crate::formats::FormatError;

/// Rows looked at for headings; CMS's lowest heading stands in row 10.
const HEADING_ROWS: usize = 30;
/// Lines looked at to tell fixed columns from CSV.
const SHAPE_LINES: usize = 60;

/// One table, read.
#[derive(Debug)]
pub(super) enum Table {
    RelativeValues(RelativeValues),
    Localities {
        year: Option<i16>,
        localities: Vec<Locality>,
    },
    Anesthesia(Vec<AnesthesiaFactors>),
    Counties(Vec<CountyArea>),
    OppsCap(Vec<OppsCapPrice>),
    ZipLocalities(Vec<ZipRow>),
    Reference(ReferenceValues),
}

/// Reads the table in a workbook or text.
///
/// # Errors
/// When it is none that CMS publishes, or lacks a column.
pub(super) fn read(
    bytes: &[u8],
    container: Container,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Table, FormatError> {
    let grids = match container {
        Container::Workbook => workbook::sheets(bytes, file_name)?,
        Container::Zip | Container::Text => {
            if let Some(values) = read_tildes(bytes, file_name, notes)? {
                return Ok(Table::Reference(values));
            }
            if let Some(table) = read_fixed(bytes, file_name, notes)? {
                return Ok(table);
            }
            vec![Grid::from_csv(&decode(bytes))]
        }
    };
    for grid in &grids {
        if let Some(table) = read_grid(grid, file_name, notes)? {
            return Ok(table);
        }
    }
    Err(unknown(&grids, file_name))
}

/// A fee schedule beside the physicians': how its row of headings is told, and how it is read.
struct ReferenceLayout {
    is_heading: fn(Row<'_>, &[String]) -> bool,
    read: fn(&Grid, usize, &str, &mut Notes) -> Result<ReferenceValues, FormatError>,
}

static REFERENCE_LAYOUTS: [ReferenceLayout; 4] = [
    ReferenceLayout {
        is_heading: |_row, words| laboratory::is_heading(words),
        read: laboratory::read,
    },
    ReferenceLayout {
        is_heading: |_row, words| drugs::is_heading(words),
        read: drugs::read,
    },
    ReferenceLayout {
        is_heading: |row, _words| equipment::is_heading(row),
        read: equipment::read,
    },
    ReferenceLayout {
        is_heading: |_row, words| anesthesia::is_heading(words),
        read: anesthesia::read,
    },
];

fn read_grid(
    grid: &Grid,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Option<Table>, FormatError> {
    for (row_idx, row) in grid.rows().enumerate().take(HEADING_ROWS) {
        let words: Vec<String> = row.cells().map(heading_word).collect();
        if let Some(refusal) = not_needed::refusal(row, &words, file_name) {
            return Err(refusal);
        }
        if let Some(layout) = REFERENCE_LAYOUTS
            .iter()
            .find(|layout| (layout.is_heading)(row, &words))
        {
            let values = (layout.read)(grid, row_idx, file_name, notes)?;
            return Ok(Some(Table::Reference(values)));
        }
        let Some(kind) = Heading::of(row) else {
            continue;
        };
        return Ok(Some(match kind {
            Heading::RelativeValues => {
                Table::RelativeValues(relative_values::from_grid(grid, row_idx, file_name, notes)?)
            }
            Heading::Localities => locality_table::from_grid(grid, row_idx, file_name, notes)?,
            Heading::Anesthesia => Table::Anesthesia(anesthesia_factors::from_grid(
                grid, row_idx, file_name, notes,
            )?),
            Heading::Counties => {
                Table::Counties(area_tables::counties(grid, row_idx, file_name, notes)?)
            }
            Heading::OppsCap => {
                Table::OppsCap(area_tables::opps_cap(grid, row_idx, file_name, notes)?)
            }
            Heading::ZipLocalities => {
                Table::ZipLocalities(area_tables::zips(grid, row_idx, file_name, notes)?)
            }
        }));
    }
    Ok(None)
}

/// Which table a row of headings belongs to.
#[derive(Clone, Copy, Debug)]
enum Heading {
    RelativeValues,
    Localities,
    Anesthesia,
    Counties,
    OppsCap,
    ZipLocalities,
}

impl Heading {
    fn of(row: Row<'_>) -> Option<Self> {
        let headings: Vec<String> = row.cells().map(str::to_ascii_uppercase).collect();
        let has = |word: &str| headings.iter().any(|heading| heading.contains(word));
        let named = headings
            .iter()
            .filter(|heading| !heading.is_empty())
            .count();
        let is_factor = |heading: &String| heading.contains("ANES") && heading.contains("CF");
        if has("LOCALITY") && headings.iter().any(is_factor) {
            return Some(Self::Anesthesia);
        }
        if headings.first().is_some_and(|heading| heading == "HCPCS") && named >= 5 {
            return Some(if has("CARRIER") && has("PRICE") {
                Self::OppsCap
            } else {
                Self::RelativeValues
            });
        }
        let gpci_columns = headings
            .iter()
            .filter(|heading| heading.contains("GPCI"))
            .count();
        if gpci_columns >= 2 {
            return Some(Self::Localities);
        }
        if named < 4 || !has("LOCALITY") {
            return None;
        }
        if has("ANES") {
            Some(Self::Anesthesia)
        } else if has("COUNTIES") {
            Some(Self::Counties)
        } else if has("ZIP") && has("CARRIER") {
            Some(Self::ZipLocalities)
        } else {
            None
        }
    }
}

/// Reads the text files whose fields are parted by tildes; `None` when there are none.
fn read_tildes(
    bytes: &[u8],
    file_name: &str,
    notes: &mut Notes,
) -> Result<Option<ReferenceValues>, FormatError> {
    let first_lines: Vec<_> = bytes
        .split(|byte| *byte == b'\n')
        .take(SHAPE_LINES)
        .filter(|line| line.contains(&b'~'))
        .map(String::from_utf8_lossy)
        .collect();
    let any = |shape: fn(&[&str]) -> bool| {
        first_lines.iter().any(|line| {
            let fields: Vec<&str> = line.split('~').collect();
            shape(&fields)
        })
    };
    if any(laboratory::is_text_line) {
        let grid = laboratory::text_grid(&decode(bytes));
        return laboratory::read(&grid, 0, file_name, notes).map(Some);
    }
    if any(equipment::is_text_line) {
        return equipment::read_text(&decode(bytes), file_name, notes).map(Some);
    }
    Ok(None)
}

/// Reads the text files in fixed columns; `None` when the lines look like none of them.
fn read_fixed(
    bytes: &[u8],
    file_name: &str,
    notes: &mut Notes,
) -> Result<Option<Table>, FormatError> {
    let first_lines = || {
        bytes
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::trim_ascii_end)
            .take(SHAPE_LINES)
    };
    let any = |shape: fn(&[u8]) -> bool| first_lines().any(shape);
    if any(relative_values::is_fixed_header) {
        return relative_values::from_fixed(bytes, file_name, notes)
            .map(|values| Some(Table::RelativeValues(values)));
    }
    if any(area_tables::is_fixed_zip) {
        let grid = area_tables::fixed_zips(bytes);
        return area_tables::zips(&grid, 0, file_name, notes)
            .map(|zips| Some(Table::ZipLocalities(zips)));
    }
    if any(area_tables::is_fixed_opps_cap) {
        let grid = area_tables::fixed_opps_cap(bytes);
        return area_tables::opps_cap(&grid, 0, file_name, notes)
            .map(|prices| Some(Table::OppsCap(prices)));
    }
    if !any(is_fixed_locality_line) {
        return Ok(None);
    }
    let text = decode(bytes);
    if text.contains("GPCI") || text.contains("GEOGRAPHIC PRACTICE") {
        return locality_table::from_text(&text, file_name, notes).map(Some);
    }
    if text.contains("COUNTIES") {
        return area_tables::counties_from_text(&text, file_name, notes)
            .map(|areas| Some(Table::Counties(areas)));
    }
    anesthesia_factors::from_text(&text, file_name, notes)
        .map(|factors| Some(Table::Anesthesia(factors)))
}

/// Whether a line begins with a contractor's five digits and a gap.
fn is_fixed_locality_line(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits == 5 && line.get(5..7) == Some(b"  ")
}

fn unknown(grids: &[Grid], file_name: &str) -> FormatError {
    let first_row = grids
        .iter()
        .flat_map(Grid::rows)
        .find(|row| !row.is_blank());
    let beginning: Vec<String> = first_row
        .map(|row| {
            row.cells()
                .filter(|cell| !cell.is_empty())
                .take(3)
                .map(quoted)
                .collect()
        })
        .unwrap_or_default();
    let found = if beginning.is_empty() {
        "has no rows".to_owned()
    } else {
        format!(
            "is none of CMS\u{2019}s fee schedule tables: it begins with {}",
            beginning.join(", ")
        )
    };
    FormatError::refuse(
        format!("{} {found}", own_name(file_name)),
        "Import the relative value zip from cms.gov (such as RVU25D.zip) as it was downloaded",
    )
}
