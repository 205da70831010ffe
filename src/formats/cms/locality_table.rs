//! Geographic practice cost indices (`GPCI…`): columns by the words of their headings, because CMS
//! has moved them from release to release.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::grid::{Grid, Row};
use super::notes::{Notes, Odd, own_name, quoted};
use super::number::decimal;
use super::table::Table;
use crate::domain::{Gpci, Locality, LocalityKey};
use crate::formats::FormatError;

/// Indices of work and practice expense have lain between 0.8 and 1.6 since 1992.
const WORK_AND_PE_RANGE: (Decimal, Decimal) = (
    Decimal::from_parts(5, 0, 0, false, 1),
    Decimal::from_parts(2, 0, 0, false, 0),
);
/// Malpractice differs far more: 0.2 in Minnesota, 2.8 in Miami.
const MP_RANGE: (Decimal, Decimal) = (
    Decimal::from_parts(1, 0, 0, false, 1),
    Decimal::from_parts(4, 0, 0, false, 0),
);
/// Fewest localities of a whole table; Medicare has had 89 to 112.
const FEWEST_LOCALITIES: usize = 80;

/// Reads the table under the headings of a CSV file or a sheet.
///
/// # Errors
/// When a column is missing or no row can be used.
pub(super) fn from_grid(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Table, FormatError> {
    let Some(heading) = grid.row(heading_idx) else {
        return Err(unusable(file_name, "has no headings"));
    };
    let columns = Columns::find(heading, file_name, notes)?;
    let mut collected = Collected::default();
    for row in grid
        .rows()
        .skip(heading_idx + 1)
        .filter(|row| !row.is_blank())
    {
        let cells = columns.cells(row);
        if is_footnote(cells.mac) {
            continue;
        }
        collected.keep(row.line_nr, cells, notes);
    }
    let year = grid
        .rows()
        .take(heading_idx + 1)
        .flat_map(Row::cells)
        .find_map(year_in);
    collected.finish(year, file_name, notes)
}

/// Reads the text layout, whose headings run into each other: contractor, state (not in 2020),
/// locality, name, then three indices, or four where work stands without and with its floor.
///
/// # Errors
/// When no row can be used.
pub(super) fn from_text(
    text: &str,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Table, FormatError> {
    let grid = Grid::from_gaps(text);
    let mut collected = Collected::default();
    for row in grid.rows().filter(|row| !is_footnote(row.cell(0))) {
        let cells: Vec<&str> = row.cells().collect();
        let with_state = cells
            .get(1)
            .is_some_and(|cell| cell.len() == 2 && decimal(cell).is_none());
        let state = if with_state {
            cells.get(1).copied().unwrap_or_default()
        } else {
            ""
        };
        let rest = cells.get(1 + usize::from(with_state)..).unwrap_or_default();
        let (number, name, work, pe, mp) = match *rest {
            [number, name, work, pe, mp] => (number, name, work, pe, mp),
            [number, name, without_floor, with_floor, pe, mp] => {
                // The floor only ever raises the index, so the larger of the two has it.
                let raised = decimal(with_floor) >= decimal(without_floor);
                (
                    number,
                    name,
                    if raised { with_floor } else { without_floor },
                    pe,
                    mp,
                )
            }
            _ => {
                let odd = Odd::whole("does not have three or four indices after the name");
                notes.reject(row.line_nr, odd);
                continue;
            }
        };
        let cells = Cells {
            mac: row.cell(0),
            number,
            state,
            name,
            work,
            pe,
            mp,
        };
        collected.keep(row.line_nr, cells, notes);
    }
    let year = text.lines().take(4).find_map(year_in);
    collected.finish(year, file_name, notes)
}

/// Whether a first cell is not a contractor's number: notes stand below and between the rows.
pub(super) fn is_footnote(cell: &str) -> bool {
    cell.is_empty() || cell.len() > 5 || !cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads the calendar year in a title or heading.
fn year_in(text: &str) -> Option<i16> {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1992..2100).contains(year))
}

struct Columns {
    mac: usize,
    number: usize,
    state: Option<usize>,
    name: Option<usize>,
    work: usize,
    pe: usize,
    mp: usize,
}

/// The cells of one locality.
struct Cells<'a> {
    mac: &'a str,
    number: &'a str,
    state: &'a str,
    name: &'a str,
    work: &'a str,
    pe: &'a str,
    mp: &'a str,
}

impl Columns {
    fn find(heading: Row<'_>, file_name: &str, notes: &mut Notes) -> Result<Self, FormatError> {
        let headings: Vec<Words> = heading.cells().map(Words::of).collect();
        let find = |wanted: fn(&Words) -> bool| headings.iter().position(wanted);
        let floored = find(|words| words.are_work_index() && !words.have("WITHOUT"));
        let work = floored.or_else(|| find(Words::are_work_index));
        if floored.is_none() && work.is_some() {
            notes.warn(
                None,
                Odd::field(
                    "PW GPCI",
                    "only the work index without the 1.0 floor is there",
                )
                .remedy("Use CMS\u{2019}s file with the floor for dates the law applies it to"),
            );
        }
        let required = |found: Option<usize>, what: &str| {
            found.ok_or_else(|| unusable(file_name, &format!("has no column for the {what}")))
        };
        Ok(Self {
            mac: required(
                find(|words| {
                    ["MAC", "CONTRACTOR", "CARRIER"]
                        .iter()
                        .any(|word| words.have(word))
                }),
                "Medicare contractor",
            )?,
            number: required(
                find(|words| words.have("LOCALITY") && !words.have("NAME")),
                "locality number",
            )?,
            state: find(|words| words.have("STATE") && !words.have("NAME")),
            name: find(|words| words.have("LOCALITY") && words.have("NAME")),
            work: required(work, "work index")?,
            pe: required(
                find(|words| words.have("GPCI") && words.have("PE")),
                "practice expense index",
            )?,
            mp: required(
                find(|words| words.have("GPCI") && (words.have("MP") || words.have("PLI"))),
                "malpractice index",
            )?,
        })
    }

    fn cells<'a>(&self, row: Row<'a>) -> Cells<'a> {
        let optional = |column: Option<usize>| column.map_or("", |idx| row.cell(idx));
        Cells {
            mac: row.cell(self.mac),
            number: row.cell(self.number),
            state: optional(self.state),
            name: optional(self.name),
            work: row.cell(self.work),
            pe: row.cell(self.pe),
            mp: row.cell(self.mp),
        }
    }
}

/// A heading's words, upper case.
struct Words(Vec<String>);

impl Words {
    fn of(heading: &str) -> Self {
        let words = heading.split(|letter: char| !letter.is_ascii_alphanumeric());
        Self(
            words
                .filter(|word| !word.is_empty())
                .map(str::to_ascii_uppercase)
                .collect(),
        )
    }

    fn have(&self, word: &str) -> bool {
        self.0.iter().any(|found| found == word)
    }

    fn are_work_index(&self) -> bool {
        self.have("GPCI") && (self.have("PW") || self.have("WORK"))
    }
}

/// Localities in the file's order, each key once.
#[derive(Default)]
struct Collected {
    localities: Vec<Locality>,
    lines: BTreeMap<LocalityKey, u64>,
}

impl Collected {
    fn keep(&mut self, line_nr: u64, cells: Cells<'_>, notes: &mut Notes) {
        let locality = match locality(cells) {
            Ok(locality) => locality,
            Err(odd) => return notes.reject(line_nr, odd),
        };
        if let Some(first_nr) = self.lines.get(&locality.key) {
            let key = locality.key;
            let odd = Odd::field(
                "Locality Number",
                format!("{key} is already on line {first_nr}, which is kept"),
            );
            return notes.reject(line_nr, odd.remedy("Import the file as CMS publishes it"));
        }
        self.lines.insert(locality.key, line_nr);
        self.localities.push(locality);
    }

    fn finish(
        self,
        year: Option<i16>,
        file_name: &str,
        notes: &mut Notes,
    ) -> Result<Table, FormatError> {
        let count = self.localities.len();
        if count == 0 {
            return Err(unusable(file_name, "has no usable locality"));
        }
        if count < FEWEST_LOCALITIES {
            notes.warn(
                None,
                Odd::whole(format!(
                    "has {count} localities; Medicare has more than a hundred"
                ))
                .remedy("Import CMS\u{2019}s whole GPCI file"),
            );
        }
        Ok(Table::Localities {
            year,
            localities: self.localities,
        })
    }
}

fn locality(cells: Cells<'_>) -> Result<Locality, Odd> {
    let key = LocalityKey::from_parts(cells.mac, cells.number)
        .map_err(|invalid| Odd::field("Locality Number", invalid.to_string()))?;
    Ok(Locality {
        key,
        state: cells.state.to_ascii_uppercase(),
        name: cells.name.trim_end_matches('*').trim().to_owned(),
        gpci: Gpci {
            work: index(cells.work, "PW GPCI", WORK_AND_PE_RANGE)?,
            pe: index(cells.pe, "PE GPCI", WORK_AND_PE_RANGE)?,
            mp: index(cells.mp, "MP GPCI", MP_RANGE)?,
        },
    })
}

fn index(
    cell: &str,
    name: &'static str,
    (lowest, highest): (Decimal, Decimal),
) -> Result<Decimal, Odd> {
    decimal(cell)
        .filter(|index| lowest <= *index && *index <= highest)
        .ok_or_else(|| {
            Odd::field(
                name,
                format!(
                    "{} is not an index from {lowest} to {highest}",
                    quoted(cell)
                ),
            )
            .remedy("Import the file as CMS publishes it")
        })
}

fn unusable(file_name: &str, what: &str) -> FormatError {
    FormatError::refuse(
        format!(
            "{} looks like geographic indices, but {what}",
            own_name(file_name)
        ),
        "Medicare\u{2019}s indices go by contractor and locality: import CMS\u{2019}s GPCI file",
    )
}
