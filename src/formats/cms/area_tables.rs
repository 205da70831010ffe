//! CMS's smaller tables by locality: counties, capped prices, ZIP codes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::grid::{Grid, Row};
use super::notes::{Notes, Odd, own_name, quoted};
use super::number::decimal;
use super::{CountyArea, OppsCapPrice, ZipRow};
use crate::domain::{LocalityKey, Modifier, Money, ProcedureCode, StatusCode};
use crate::formats::FormatError;

/// Finds a column by a word of its heading.
fn column(heading: Row<'_>, word: &str, without: &str) -> Option<usize> {
    heading.cells().position(|cell| {
        let cell = cell.to_ascii_uppercase();
        cell.contains(word) && (without.is_empty() || !cell.contains(without))
    })
}

/// Returns the row of headings and the columns asked for, in order.
pub(super) fn columns<const COUNT: usize>(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    wanted: [(&str, &str); COUNT],
) -> Result<[usize; COUNT], FormatError> {
    let mut found = [0; COUNT];
    for (slot, (word, without)) in found.iter_mut().zip(wanted) {
        let column_idx = grid
            .row(heading_idx)
            .and_then(|row| column(row, word, without));
        *slot = column_idx.ok_or_else(|| {
            FormatError::refuse(
                format!("{} lacks the column {word}", own_name(file_name)),
                "Import the file as CMS publishes it",
            )
        })?;
    }
    Ok(found)
}

pub(super) fn nothing_usable(file_name: &str) -> FormatError {
    FormatError::refuse(
        format!("{} has no usable row", own_name(file_name)),
        "Import the file as CMS publishes it",
    )
}

pub(super) fn key(mac: &str, number: &str) -> Result<LocalityKey, Odd> {
    LocalityKey::from_parts(mac, number)
        .map_err(|invalid| Odd::field("Locality", invalid.to_string()))
}

/// Reads counties under headings. The state stands only on its first row.
pub(super) fn counties(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Vec<CountyArea>, FormatError> {
    let wanted = [
        ("CONTRACTOR", ""),
        ("LOCALITY", "NAME"),
        ("STATE", ""),
        ("AREA", ""),
        ("COUNTIES", ""),
    ];
    let wanted = match grid
        .row(heading_idx)
        .and_then(|row| column(row, "CONTRACTOR", ""))
    {
        Some(_) => wanted,
        None => [("MAC", ""), wanted[1], wanted[2], wanted[3], wanted[4]],
    };
    let [mac, number, state, area, names] = columns(grid, heading_idx, file_name, wanted)?;
    let mut areas = Counties::default();
    for row in grid
        .rows()
        .skip(heading_idx + 1)
        .filter(|row| !row.is_blank())
    {
        if row.cell(mac).is_empty() {
            areas.extend_last(row.cell(names));
            continue;
        }
        let place = [row.cell(mac), row.cell(number), row.cell(state)];
        areas.add(row.line_nr, place, row.cell(area), row.cell(names), notes);
    }
    areas.finish(file_name)
}

/// Reads counties in the text layout; long lists go on in the next line.
pub(super) fn counties_from_text(
    text: &str,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Vec<CountyArea>, FormatError> {
    let grid = Grid::from_gaps(text);
    let mut areas = Counties::default();
    for row in grid.rows().filter(|row| !row.is_blank()) {
        let cells: Vec<&str> = row.cells().collect();
        match *cells.as_slice() {
            [mac, number, state, area, names] => {
                areas.add(row.line_nr, [mac, number, state], area, names, notes);
            }
            [mac, number, area, names] if decimal(mac).is_some() => {
                areas.add(row.line_nr, [mac, number, ""], area, names, notes);
            }
            [names] => areas.extend_last(names),
            [..] => {}
        }
    }
    areas.finish(file_name)
}

#[derive(Default)]
struct Counties {
    areas: Vec<CountyArea>,
}

impl Counties {
    fn add(
        &mut self,
        line_nr: u64,
        [mac, number, state]: [&str; 3],
        area: &str,
        names: &str,
        notes: &mut Notes,
    ) {
        // Titles, headings and footnotes have words where the contractor stands.
        if decimal(mac).is_none() {
            return;
        }
        let state = match (state, self.areas.last()) {
            ("", Some(before)) => before.state.clone(),
            (state, _) => state.to_owned(),
        };
        match key(mac, number) {
            Ok(key) => {
                let (area, counties) = (area.to_owned(), names.to_owned());
                self.areas.push(CountyArea {
                    key,
                    state,
                    area,
                    counties,
                });
            }
            Err(odd) => notes.reject(line_nr, odd),
        }
    }

    fn extend_last(&mut self, names: &str) {
        if let Some(last) = self.areas.last_mut().filter(|_last| !names.is_empty()) {
            last.counties.push(' ');
            last.counties.push_str(names);
        }
    }

    fn finish(self, file_name: &str) -> Result<Vec<CountyArea>, FormatError> {
        if self.areas.is_empty() {
            Err(nothing_usable(file_name))
        } else {
            Ok(self.areas)
        }
    }
}

/// Headings for the text layout, so that both are read by the same words.
const OPPS_CAP_HEADINGS: [&str; 7] = [
    "HCPCS",
    "MOD",
    "PROCSTAT",
    "CARRIER",
    "LOCALITY",
    "FACILITY PRICE",
    "NON-FACILITY PRICE",
];

/// Whether a line has the shape `0633TTC C 01112  05   150.69    150.69`.
pub(super) fn is_fixed_opps_cap(line: &[u8]) -> bool {
    let words: Vec<&[u8]> = line
        .get(7..)
        .unwrap_or_default()
        .split(|byte| *byte == b' ')
        .filter(|word| !word.is_empty())
        .collect();
    line.iter().take(5).all(u8::is_ascii_alphanumeric)
        && matches!(*words, [status, carrier, _, _, _]
            if status.len() == 1 && carrier.len() == 5 && carrier.iter().all(u8::is_ascii_digit))
}

/// Cuts the text layout of capped prices.
pub(super) fn fixed_opps_cap(bytes: &[u8]) -> Grid {
    let mut grid = Grid::default();
    grid.push_row(0, OPPS_CAP_HEADINGS.into_iter().map(Into::into));
    for (line_idx, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let text = String::from_utf8_lossy(line.trim_ascii_end());
        if let (Some(code), Some(modifier), Some(rest)) =
            (text.get(..5), text.get(5..7), text.get(7..))
        {
            let cells = [code, modifier].into_iter().chain(rest.split_whitespace());
            grid.push_row(line_idx as u64 + 1, cells.map(Into::into));
        }
    }
    grid
}

/// Reads capped prices under headings.
pub(super) fn opps_cap(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Vec<OppsCapPrice>, FormatError> {
    // The facility column comes first, and CMS spells the other one NON-FACILTY.
    let wanted = [
        ("HCPCS", ""),
        ("MOD", ""),
        ("STAT", ""),
        ("CARRIER", ""),
        ("LOCALITY", ""),
        ("FACILITY PRICE", "NON"),
        ("NON-FACIL", ""),
    ];
    let places = columns(grid, heading_idx, file_name, wanted)?;
    let mut prices = Vec::with_capacity(grid.row_count());
    for row in grid
        .rows()
        .skip(heading_idx + 1)
        .filter(|row| !row.is_blank())
    {
        match opps_cap_price(places.map(|column_idx| row.cell(column_idx))) {
            Ok(price) => prices.push(price),
            Err(odd) => notes.reject(row.line_nr, odd),
        }
    }
    if prices.is_empty() {
        Err(nothing_usable(file_name))
    } else {
        Ok(prices)
    }
}

fn opps_cap_price(
    [
        code,
        modifier,
        status,
        carrier,
        number,
        facility,
        nonfacility,
    ]: [&str; 7],
) -> Result<OppsCapPrice, Odd> {
    let dollars = |cell: &str, name| {
        decimal(cell)
            .filter(|amount| !amount.is_sign_negative())
            .map(Money::new)
            .ok_or_else(|| Odd::field(name, format!("{} is not an amount", quoted(cell))))
    };
    Ok(OppsCapPrice {
        code: ProcedureCode::from_code_column(code)
            .map_err(|invalid| Odd::field("HCPCS", invalid.to_string()))?,
        modifier: match modifier {
            "" => None,
            text => Some(
                Modifier::new(text).map_err(|invalid| Odd::field("MOD", invalid.to_string()))?,
            ),
        },
        status: StatusCode(status.chars().next().unwrap_or(' ')),
        locality: key(carrier, number)?,
        facility: dollars(facility, "FACILITY PRICE")?,
        nonfacility: dollars(nonfacility, "NON-FACILITY PRICE")?,
    })
}

/// Positions of the ZIP crosswalk's text layout (`ZIP5lyout.txt`), counted from 0.
const ZIP_POSITIONS: [Range<usize>; 5] = [0..2, 2..7, 7..12, 12..14, 20..21];
/// Headings for the text layout, so that both are read by the same words.
const ZIP_HEADINGS: [&str; 5] = ["STATE", "ZIP CODE", "CARRIER", "LOCALITY", "PLUS 4 FLAG"];

/// Whether a line has the shape `AK995010210201 Z9   0 A` and is 80 bytes long.
pub(super) fn is_fixed_zip(line: &[u8]) -> bool {
    (76..=90).contains(&line.len())
        && line.iter().take(2).all(u8::is_ascii_uppercase)
        && line
            .get(2..14)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_alphanumeric))
        && line
            .get(2..12)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
}

/// Cuts the text layout of the ZIP crosswalk.
pub(super) fn fixed_zips(bytes: &[u8]) -> Grid {
    let cut = Grid::from_positions(bytes, &ZIP_POSITIONS, |_line| false);
    let mut grid = Grid::default();
    grid.push_row(0, ZIP_HEADINGS.into_iter().map(Into::into));
    for row in cut.rows() {
        grid.push_row(row.line_nr, row.cells().map(Into::into));
    }
    grid
}

/// Reads the ZIP crosswalk under headings.
pub(super) fn zips(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Vec<ZipRow>, FormatError> {
    let wanted = [
        ("STATE", ""),
        ("ZIP", ""),
        ("CARRIER", ""),
        ("LOCALITY", "LAB"),
        ("PLUS", ""),
    ];
    let places = columns(grid, heading_idx, file_name, wanted)?;
    let mut rows: BTreeMap<u32, ZipRow> = BTreeMap::new();
    for row in grid
        .rows()
        .skip(heading_idx + 1)
        .filter(|row| !row.is_blank())
    {
        match zip_row(places.map(|column_idx| row.cell(column_idx))) {
            Ok(found) if rows.contains_key(&found.zip) => {
                let zip = found.zip;
                notes.reject(
                    row.line_nr,
                    Odd::field("ZIP CODE", format!("{zip:05} comes twice")),
                );
            }
            Ok(found) => {
                rows.insert(found.zip, found);
            }
            Err(odd) => notes.reject(row.line_nr, odd),
        }
    }
    if rows.is_empty() {
        return Err(nothing_usable(file_name));
    }
    Ok(rows.into_values().collect())
}

fn zip_row([state, zip, carrier, number, plus_four]: [&str; 5]) -> Result<ZipRow, Odd> {
    let state: [u8; 2] = state
        .as_bytes()
        .try_into()
        .map_err(|_error| Odd::field("STATE", format!("{} is not a state", quoted(state))))?;
    let digits: Option<u32> = zip.parse().ok();
    Ok(ZipRow {
        zip: digits.filter(|zip| *zip <= 99_999).ok_or_else(|| {
            Odd::field(
                "ZIP CODE",
                format!("{} is not a five-digit ZIP code", quoted(zip)),
            )
        })?,
        state,
        locality: key(carrier, number)?,
        spans_several: plus_four == "1",
    })
}
