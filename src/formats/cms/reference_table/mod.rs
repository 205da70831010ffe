//! Medicare's fee schedules beside the physicians', as CMS publishes them: laboratory, drugs,
//! equipment, anesthesia base units. Descriptions are dropped while reading.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::grid::{Grid, Row};
use super::notes::{Notes, Odd, own_name, quoted};
use super::number::decimal;
use crate::domain::{
    Modifiers, ProcedureCode, ReferenceArea, ReferenceFamily, ReferenceTable, ReferenceTableId,
    ReferenceValue,
};
use crate::formats::FormatError;
use period::Said;

pub(super) mod anesthesia;
pub(super) mod drugs;
pub(super) mod equipment;
pub(super) mod laboratory;
mod period;

/// Most dollars for a unit. The dearest of CMS's, a cell therapy, costs about half a million.
const MAX_DOLLARS: Decimal = Decimal::from_parts(9_999_999, 0, 0, false, 0);

/// What kind of file the values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Laboratory,
    Drugs,
    Equipment,
    /// Parenteral and enteral nutrition, a file of its own beside the equipment's.
    Nutrition,
    BaseUnits,
}

impl Kind {
    const fn family(self) -> ReferenceFamily {
        match self {
            Self::Laboratory => ReferenceFamily::ClinicalLaboratory,
            Self::Drugs => ReferenceFamily::Drugs,
            Self::Equipment | Self::Nutrition => ReferenceFamily::Dmepos,
            Self::BaseUnits => ReferenceFamily::Anesthesia,
        }
    }

    const fn short_name(self) -> &'static str {
        match self {
            Self::Laboratory => "CLFS",
            Self::Drugs => "ASP",
            Self::Equipment => "DMEPOS",
            Self::Nutrition => "PEN",
            Self::BaseUnits => "Anesthesia base units",
        }
    }
}

/// A fee schedule before its dates are known.
#[derive(Debug)]
pub(super) struct ReferenceValues {
    kind: Kind,
    /// What the content says of its dates.
    said: Said,
    values: Vec<ReferenceValue>,
}

impl ReferenceValues {
    /// Dates and names the table by its own words, then by the names of file and zip.
    ///
    /// # Errors
    /// When nothing tells the year.
    pub(super) fn into_table(
        self,
        file_name: &str,
        zip_name: &str,
        notes: &mut Notes,
    ) -> Result<ReferenceTable, FormatError> {
        let names = [own_name(file_name), own_name(zip_name)];
        let dates = Dates::find(self.kind, self.said, names, notes)?;
        Ok(ReferenceTable {
            id: ReferenceTableId(0),
            family: self.kind.family(),
            name: format!("{} {}", self.kind.short_name(), dates.label),
            effective_from: dates.from,
            effective_to: dates.to,
            values: self.values,
        })
    }
}

struct Dates {
    from: Date,
    to: Option<Date>,
    label: String,
}

impl Dates {
    fn find(
        kind: Kind,
        content: Said,
        [file_name, zip_name]: [&str; 2],
        notes: &mut Notes,
    ) -> Result<Self, FormatError> {
        let by_name = Said::in_name(file_name).or(Said::in_name(zip_name));
        let said = content.or(by_name);
        let unknown = || {
            FormatError::refuse(
                format!("{} does not say which year it is for", quoted(file_name)),
                "Give the file the name CMS gave it, such as CLFS_2026_Q1V1.xlsx",
            )
        };
        let year = said.year.ok_or_else(unknown)?;
        if let Some(named) = by_name.year.filter(|named| *named != year) {
            notes.note(Odd::whole(format!(
                "named for {named}, but holds the values of {year}"
            )));
        }
        if kind == Kind::BaseUnits {
            // CMS publishes base units again only when they change.
            let from = Date::new(year, 1, 1).map_err(|_error| unknown())?;
            let label = year.to_string();
            return Ok(Self {
                from,
                to: None,
                label,
            });
        }
        if said.quarter.is_none() && said.span.is_none() {
            notes.warn(
                None,
                Odd::whole(format!(
                    "does not say which quarter of {year} it is for, and is used for all of it"
                ))
                .remedy("Give the file the name CMS gave it, such as CLFS_2026_Q1V1.xlsx"),
            );
        }
        let (from, to) = said.span().ok_or_else(unknown)?;
        Ok(Self {
            from,
            to: Some(to),
            label: said.label(year),
        })
    }
}

/// Joins the tables of one zip: the nutrition file belongs to the equipment's, and one list may
/// come twice under two names. A table of another schedule or of other dates is left out.
pub(super) fn join(tables: Vec<ReferenceTable>, notes: &mut Notes) -> Option<ReferenceTable> {
    let mut tables = tables.into_iter();
    let mut joined = tables.next()?;
    let mut values: BTreeMap<Key, Decimal> = keyed(joined.values);
    for table in tables {
        if table.family != joined.family || table.effective_from != joined.effective_from {
            let odd = Odd::whole(format!(
                "holds {} too, which is left out beside {}",
                table.name, joined.name
            ));
            notes.warn(
                None,
                odd.remedy("Unpack the zip and import that file by itself"),
            );
            continue;
        }
        // The larger schedule gives the name: equipment before nutrition.
        if joined.name.starts_with(Kind::Nutrition.short_name()) {
            joined.name = table.name;
        }
        for (key, value) in keyed(table.values) {
            values.entry(key).or_insert(value);
        }
    }
    joined.values = values
        .into_iter()
        .map(|((code, modifiers, area), value)| ReferenceValue {
            code,
            modifiers,
            area,
            value,
        })
        .collect();
    Some(joined)
}

fn keyed(values: Vec<ReferenceValue>) -> BTreeMap<Key, Decimal> {
    values
        .into_iter()
        .map(|value| ((value.code, value.modifiers, value.area), value.value))
        .collect()
}

type Key = (ProcedureCode, Modifiers, ReferenceArea);

/// Values by key, so that a key that comes twice is found.
#[derive(Default)]
struct Collected {
    values: BTreeMap<Key, Decimal>,
    lines: BTreeMap<(ProcedureCode, Modifiers), u64>,
    without_amount: u64,
}

impl Collected {
    /// Reads every row below the headings; those that cannot be used are listed.
    fn read(
        grid: &Grid,
        heading_idx: usize,
        notes: &mut Notes,
        mut keep: impl FnMut(Row<'_>, &mut Self) -> Result<(), Odd>,
    ) -> Self {
        let mut collected = Self::default();
        let rows = grid.rows().skip(heading_idx + 1);
        for row in rows.filter(|row| !is_note(*row)) {
            if let Err(odd) = keep(row, &mut collected) {
                notes.reject(row.line_nr, odd);
            }
        }
        collected
    }

    /// Starts a row of the source; an error where its code and modifiers came before.
    fn start(
        &mut self,
        line_nr: u64,
        code: ProcedureCode,
        modifiers: Modifiers,
    ) -> Result<(), Odd> {
        if let Some(first_nr) = self.lines.insert((code, modifiers), line_nr) {
            self.lines.insert((code, modifiers), first_nr);
            return Err(Odd::field(
                "HCPCS",
                format!(
                    "{} is already on line {first_nr}, which is kept",
                    with_modifiers(code, modifiers)
                ),
            )
            .remedy("Import the file as CMS publishes it"));
        }
        Ok(())
    }

    fn keep(
        &mut self,
        code: ProcedureCode,
        modifiers: Modifiers,
        area: ReferenceArea,
        value: Decimal,
    ) {
        self.values.insert((code, modifiers, area), value);
    }

    /// Puts the values in order; `nothing` says what codes without an amount are.
    fn finish(
        self,
        kind: Kind,
        said: Said,
        file_name: &str,
        nothing: &str,
        notes: &mut Notes,
    ) -> Result<ReferenceValues, FormatError> {
        if self.values.is_empty() {
            return Err(FormatError::refuse(
                format!("{} has no usable row", own_name(file_name)),
                "Import the file as CMS publishes it",
            ));
        }
        match self.without_amount {
            0 => {}
            1 => notes.note(Odd::whole(format!("1 code {nothing}"))),
            count => notes.note(Odd::whole(format!("{count} codes {nothing}"))),
        }
        let values = self
            .values
            .into_iter()
            .map(|((code, modifiers, area), value)| ReferenceValue {
                code,
                modifiers,
                area,
                value,
            })
            .collect();
        Ok(ReferenceValues { kind, said, values })
    }
}

fn with_modifiers(code: ProcedureCode, modifiers: Modifiers) -> String {
    if modifiers.is_empty() {
        code.to_string()
    } else {
        format!("{code}-{modifiers}")
    }
}

/// Headings in capitals, letters and digits only.
struct Headings(Vec<String>);

impl Headings {
    fn at(grid: &Grid, heading_idx: usize) -> Self {
        let cells = grid.row(heading_idx).into_iter().flat_map(Row::cells);
        Self(cells.map(heading_word).collect())
    }

    fn find(&self, is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
        self.0.iter().position(|heading| is_wanted(heading))
    }

    fn required(&self, heading: &str, file_name: &str) -> Result<usize, FormatError> {
        self.find(|found| found == heading)
            .ok_or_else(|| lacks_column(heading, file_name))
    }
}

fn lacks_column(heading: &str, file_name: &str) -> FormatError {
    FormatError::refuse(
        format!("{} lacks the column {heading}", own_name(file_name)),
        "Import the file as CMS publishes it, with all columns and headings",
    )
}

/// Returns a heading in capitals, letters and digits only.
pub(super) fn heading_word(heading: &str) -> String {
    heading
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| char::from(byte.to_ascii_uppercase()))
        .collect()
}

/// Whether a row below the values is a note: words in one cell and nothing beside them.
fn is_note(row: Row<'_>) -> bool {
    row.cells().filter(|cell| !cell.is_empty()).count() <= 1
}

fn code_in(cell: &str) -> Result<ProcedureCode, Odd> {
    ProcedureCode::from_code_column(cell)
        .ok()
        .filter(ProcedureCode::is_hcpcs_shaped)
        .ok_or_else(|| {
            Odd::field(
                "HCPCS",
                format!("{} is not a five-character code", quoted(cell)),
            )
        })
}

fn modifiers_in<'a>(cells: impl IntoIterator<Item = &'a str>) -> Result<Modifiers, Odd> {
    let text = cells.into_iter().collect::<Vec<_>>().join(" ");
    Modifiers::from_text(&text).map_err(|invalid| Odd::field("MOD", invalid.to_string()))
}

/// Reads dollars; `None` where CMS gives no amount: a blank, a zero, N/A.
fn dollars(cell: &str, field: &'static str) -> Result<Option<Decimal>, Odd> {
    let text = cell.trim_start_matches('$').trim_start().replace(',', "");
    if text.is_empty() || text.eq_ignore_ascii_case("N/A") || text.eq_ignore_ascii_case("NA") {
        return Ok(None);
    }
    decimal(&text)
        .filter(|amount| Decimal::ZERO <= *amount && *amount <= MAX_DOLLARS)
        .map(|amount| (!amount.is_zero()).then_some(amount))
        .ok_or_else(|| Odd::field(field, format!("{} is not an amount", quoted(cell))))
}
