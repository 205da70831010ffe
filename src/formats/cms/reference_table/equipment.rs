//! Durable medical equipment, prosthetics, orthotics and supplies, and the nutrition file beside
//! them: a price for each state, and where it differs one for the state's rural areas.

use rust_decimal::Decimal;

use super::super::grid::{Grid, Row};
use super::super::notes::{Notes, Odd};
use super::{
    Collected, Headings, Kind, ReferenceValues, Said, code_in, dollars, heading_word, modifiers_in,
};
use crate::domain::{Modifiers, ProcedureCode, ReferenceArea};
use crate::formats::FormatError;

/// Fewest columns of states; CMS lists 53.
const FEWEST_STATES: usize = 2;
/// Fields of a line of the text files: equipment (`DMEPOS_JAN.txt`), nutrition (`DMEPEN_JAN.txt`).
const EQUIPMENT_FIELDS: usize = 17;
const NUTRITION_FIELDS: usize = 9;

/// Whether headings are this table's: `HCPCS`, then `AL (NR)`, `AL (R)` and so on.
pub(in super::super) fn is_heading(row: Row<'_>) -> bool {
    row.cells().any(|cell| heading_word(cell) == "HCPCS")
        && row.cells().filter(|cell| area_in(cell).is_some()).count() >= FEWEST_STATES
}

/// Reads `AL (NR)`, `AL(R)`.
fn area_in(heading: &str) -> Option<ReferenceArea> {
    let word = heading_word(heading);
    let separated = heading.trim().len() > word.len();
    let (state, kind) = word.split_at_checked(2)?;
    let letters: [u8; 2] = state.as_bytes().try_into().ok()?;
    let is_state = letters.iter().all(u8::is_ascii_uppercase);
    match kind {
        "NR" if separated && is_state => Some(ReferenceArea::State(letters)),
        "R" if separated && is_state => Some(ReferenceArea::RuralState(letters)),
        _ => None,
    }
}

/// Reads the prices under headings. The month stands in the title, `January 2026 Fee Schedule`.
///
/// # Errors
/// When a column is missing or no row can be used.
pub(in super::super) fn read(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<ReferenceValues, FormatError> {
    let heading = grid.row(heading_idx);
    let headings = Headings::at(grid, heading_idx);
    let code_column = headings.required("HCPCS", file_name)?;
    let modifier_columns: Vec<usize> = ["MOD", "MOD2"]
        .iter()
        .filter_map(|wanted| headings.find(|found| found == *wanted))
        .collect();
    let states = States::find(heading);
    let collected = Collected::read(grid, heading_idx, notes, |row, collected| {
        let code = code_in(row.cell(code_column))?;
        let modifiers = modifiers_in(modifier_columns.iter().map(|idx| row.cell(*idx)))?;
        states.keep(row, (code, modifiers), collected)
    });
    // Only the equipment's file says whose jurisdiction an item is.
    let kind = match headings.find(|found| found == "JURIS") {
        Some(_) => Kind::Equipment,
        None => Kind::Nutrition,
    };
    let said = Said::in_preamble(grid.rows().take(heading_idx).flat_map(Row::cells));
    collected.finish(kind, said, file_name, NOTHING, notes)
}

const NOTHING: &str = "without a price in any state";

/// Columns of each state: without and with the rural price.
struct States(Vec<([u8; 2], usize, Option<usize>)>);

impl States {
    fn find(heading: Option<Row<'_>>) -> Self {
        let columns: Vec<(ReferenceArea, usize)> = heading
            .into_iter()
            .flat_map(Row::cells)
            .enumerate()
            .filter_map(|(column_idx, cell)| Some((area_in(cell)?, column_idx)))
            .collect();
        let column_of = |wanted: ReferenceArea| {
            let found = columns.iter().find(|(area, _idx)| *area == wanted);
            found.map(|(_area, column_idx)| *column_idx)
        };
        let states = columns.iter().filter_map(|(area, column_idx)| match area {
            ReferenceArea::State(letters) => Some((
                *letters,
                *column_idx,
                column_of(ReferenceArea::RuralState(*letters)),
            )),
            _ => None,
        });
        Self(states.collect())
    }

    fn keep(
        &self,
        row: Row<'_>,
        (code, modifiers): (ProcedureCode, Modifiers),
        collected: &mut Collected,
    ) -> Result<(), Odd> {
        let mut prices = Vec::with_capacity(self.0.len());
        for (letters, column, rural_column) in &self.0 {
            let price = dollars(row.cell(*column), "Fee")?;
            let rural = rural_column.map_or(Ok(None), |idx| dollars(row.cell(idx), "Rural fee"))?;
            prices.push((*letters, price, rural));
        }
        collected.start(row.line_nr, code, modifiers)?;
        let before = collected.values.len();
        for (letters, price, rural) in prices {
            keep_state(collected, (code, modifiers), letters, price, rural);
        }
        collected.without_amount += u64::from(collected.values.len() == before);
        Ok(())
    }
}

/// Keeps a state's price, and the rural one only where it is another: CMS writes 0 where the state
/// has one price.
fn keep_state(
    collected: &mut Collected,
    (code, modifiers): (ProcedureCode, Modifiers),
    letters: [u8; 2],
    price: Option<Decimal>,
    rural: Option<Decimal>,
) {
    if let Some(price) = price {
        collected.keep(code, modifiers, ReferenceArea::State(letters), price);
    }
    if let Some(rural) = rural.filter(|rural| Some(*rural) != price) {
        collected.keep(code, modifiers, ReferenceArea::RuralState(letters), rural);
    }
}

/// Whether a line has one of the text layouts, `2026~E0601~RR~  ~D~CR~…`.
pub(in super::super) fn is_text_line(fields: &[&str]) -> bool {
    TextLine::of(fields).is_some()
}

/// A line of the text layouts: one code in one state.
struct TextLine<'a> {
    kind: Kind,
    year: &'a str,
    code: &'a str,
    modifiers: [&'a str; 2],
    letters: [u8; 2],
    price: &'a str,
    /// CMS puts the rural price where the first year's price stood, and an R at the line's end.
    rural: Option<&'a str>,
}

impl<'a> TextLine<'a> {
    fn of(fields: &[&'a str]) -> Option<Self> {
        let [year, code, first, second, ..] = *fields else {
            return None;
        };
        let (kind, state, price, rural, flag) = match *fields {
            [_, _, _, _, rural, state, price, flag, _] if fields.len() == NUTRITION_FIELDS => {
                (Kind::Nutrition, state, price, rural, flag)
            }
            [.., state, rural, _, _, price, _, _, flag, _] if fields.len() == EQUIPMENT_FIELDS => {
                (Kind::Equipment, state, price, rural, flag)
            }
            _ => return None,
        };
        let letters: [u8; 2] = state.trim().as_bytes().try_into().ok()?;
        let shaped = year.len() == 4 && code.len() == 5;
        (shaped && letters.iter().all(u8::is_ascii_uppercase)).then_some(Self {
            kind,
            year,
            code,
            modifiers: [first.trim(), second.trim()],
            letters,
            price,
            rural: (flag.trim() == "R").then_some(rural),
        })
    }
}

/// Reads the text files. They name the year, and only their names tell the month.
///
/// # Errors
/// When no line can be used.
pub(in super::super) fn read_text(
    text: &str,
    file_name: &str,
    notes: &mut Notes,
) -> Result<ReferenceValues, FormatError> {
    let mut collected = Collected::default();
    let mut kind = Kind::Equipment;
    let mut year = None;
    for (line_nr, line) in (1..).zip(text.lines().take(super::super::grid::MAX_ROWS)) {
        if line.trim().is_empty() || line.starts_with("HDR") {
            continue;
        }
        let fields: Vec<&str> = line.split('~').collect();
        let Some(line) = TextLine::of(&fields) else {
            let odd = Odd::whole("is not a line of this file: it was cut off, or holds a note");
            notes.reject(line_nr, odd.remedy("Download the file again from cms.gov"));
            continue;
        };
        kind = line.kind;
        year = year.or_else(|| line.year.parse().ok());
        if let Err(odd) = keep_line(&line, &mut collected) {
            notes.reject(line_nr, odd);
        }
    }
    collected.without_amount = 0;
    collected.finish(kind, Said::of_year(year), file_name, NOTHING, notes)
}

fn keep_line(line: &TextLine<'_>, collected: &mut Collected) -> Result<(), Odd> {
    let code = code_in(line.code)?;
    let modifiers = modifiers_in(line.modifiers)?;
    let price = dollars(line.price.trim(), "Fee")?;
    let rural = line
        .rural
        .map_or(Ok(None), |cell| dollars(cell.trim(), "Rural fee"))?;
    let area = ReferenceArea::State(line.letters);
    if collected.values.contains_key(&(code, modifiers, area)) {
        return Err(Odd::field(
            "HCPCS",
            format!("{code} is listed twice for {area}"),
        ));
    }
    keep_state(collected, (code, modifiers), line.letters, price, rural);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_state_and_rural_mark() {
        for (heading, expected) in [
            ("AL (NR)", Some("AL")),
            ("AL(R)", Some("AL-R")),
            ("vi (r)", Some("VI-R")),
            ("PR-NR", Some("PR")),
            ("FLOOR", None),
            ("ALR", None),
            ("R", None),
            ("A1 (R)", None),
        ] {
            let area = area_in(heading).map(|area| area.to_string());
            assert_eq!(area.as_deref(), expected, "{heading}");
        }
    }
}
