//! The relative-value table (`PPRRVU…`): columns by their stacked headings, or by the positions of
//! CMS's text layout.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::grid::{Grid, Row};
use super::notes::{Notes, Odd, own_name, quoted};
use super::number::{decimal, small};
use super::release_name;
use crate::domain::{GlobalPeriod, Modifier, OppsPe, ProcedureCode, Release, RvuRow, StatusCode};
use crate::formats::FormatError;

/// Rows above the last heading that may hold the upper words of a heading.
const STACKED_HEADING_ROWS: usize = 4;
/// Largest relative value CMS's layout can hold (`999.99`).
const MAX_RVU: Decimal = Decimal::from_parts(99_999, 0, 0, false, 2);
/// Conversion factors since 1992 lie between 31 and 41 dollars; anything near is let through.
const FACTOR_RANGE: (Decimal, Decimal) = (
    Decimal::from_parts(10, 0, 0, false, 0),
    Decimal::from_parts(100, 0, 0, false, 0),
);

/// Status codes of the layout documents since 2016.
const STATUS_CODES: &str = "ABCDEFGHIJMNPRTX";

/// A relative-value table before it is named.
#[derive(Debug)]
pub(super) struct RelativeValues {
    /// Text above the headings, where there is any: title and release date.
    preamble: Vec<String>,
    conversion_factor: Decimal,
    rows: Vec<RvuRow>,
}

impl RelativeValues {
    /// Names the release from its own words, then its factor, then the names of file and zip.
    ///
    /// # Errors
    /// When nothing tells the year.
    pub(super) fn into_release(
        self,
        file_name: &str,
        zip_name: &str,
        notes: &mut Notes,
    ) -> Result<Release, FormatError> {
        let sources = release_name::Sources {
            preamble: &self.preamble,
            conversion_factor: self.conversion_factor,
            file_name: own_name(file_name),
            zip_name: own_name(zip_name),
        };
        let info = release_name::info(&sources, notes)?;
        Ok(Release {
            info,
            rows: self.rows,
            localities: Vec::new(),
            anesthesia: Vec::new(),
        })
    }
}

/// A column this program reads. Descriptions are not among them.
#[derive(Clone, Copy, Debug)]
enum Field {
    Code,
    Modifier,
    Status,
    Work,
    PeNonfacility,
    NaNonfacility,
    PeFacility,
    NaFacility,
    Mp,
    Pctc,
    Global,
    PreOp,
    IntraOp,
    PostOp,
    Multiple,
    Bilateral,
    Assistant,
    CoSurgeon,
    Team,
    Endoscopy,
    Factor,
    ImagingFamily,
    OppsNonfacility,
    OppsFacility,
    OppsMp,
    /// Last: the text layout does not have it.
    NotUsed,
}

const FIELD_COUNT: usize = Field::NotUsed as usize + 1;

/// A field, its heading without blanks and punctuation, and its bytes in the text layout.
struct FieldLayout {
    field: Field,
    headings: &'static [&'static str],
    position: Range<usize>,
}

const fn layout(
    field: Field,
    headings: &'static [&'static str],
    position: Range<usize>,
) -> FieldLayout {
    FieldLayout {
        field,
        headings,
        position,
    }
}

/// Every field in the order of [`Field`].
///
/// Headings: `PPRRVU2025_Oct.csv` and `PPRRVU2026_Jul_nonQPP.csv`. Positions: `RVU25D.pdf`, counted
/// from 0, and the same in 2026.
static LAYOUT: [FieldLayout; FIELD_COUNT] = [
    layout(Field::Code, &["HCPCS"], 0..5),
    layout(Field::Modifier, &["MOD"], 5..7),
    layout(Field::Status, &["STATUSCODE"], 57..58),
    layout(Field::Work, &["WORKRVU"], 59..65),
    layout(Field::PeNonfacility, &["NONFACPERVU"], 66..72),
    layout(
        Field::NaNonfacility,
        &["NONFACNAINDICATOR", "NONFACINDICATOR"],
        72..74,
    ),
    layout(Field::PeFacility, &["FACILITYPERVU"], 75..81),
    layout(
        Field::NaFacility,
        &["FACILITYNAINDICATOR", "FACILITYINDICATOR"],
        81..83,
    ),
    layout(Field::Mp, &["MPRVU"], 84..89),
    layout(Field::Pctc, &["PCTCIND"], 102..103),
    layout(Field::Global, &["GLOBDAYS"], 103..106),
    layout(Field::PreOp, &["PREOP"], 106..109),
    layout(Field::IntraOp, &["INTRAOP"], 109..112),
    layout(Field::PostOp, &["POSTOP"], 112..115),
    layout(Field::Multiple, &["MULTPROC"], 115..116),
    layout(Field::Bilateral, &["BILATSURG"], 116..117),
    layout(Field::Assistant, &["ASSTSURG"], 117..118),
    layout(Field::CoSurgeon, &["COSURG"], 118..119),
    layout(Field::Team, &["TEAMSURG"], 119..120),
    layout(Field::Endoscopy, &["ENDOBASE"], 127..132),
    layout(Field::Factor, &["CONVFACTOR"], 132..140),
    layout(
        Field::ImagingFamily,
        &["DIAGNOSTICIMAGINGFAMILYINDICATOR", "IMAGINGFAMILYINDICATOR"],
        145..147,
    ),
    layout(
        Field::OppsNonfacility,
        &["NONFACILITYPEUSEDFOROPPSPAYMENTAMOUNT"],
        151..157,
    ),
    layout(
        Field::OppsFacility,
        &["FACILITYPEUSEDFOROPPSPAYMENTAMOUNT"],
        158..164,
    ),
    layout(Field::OppsMp, &["MPUSEDFOROPPSPAYMENTAMOUNT"], 165..171),
    layout(Field::NotUsed, &["NOTUSEDFORMEDICAREPAYMENT"], 0..0),
];

/// Where each field stands in a row.
struct Columns([Option<usize>; FIELD_COUNT]);

impl Columns {
    /// Finds every field by its heading.
    fn by_heading(grid: &Grid, heading_idx: usize, file_name: &str) -> Result<Self, FormatError> {
        let headings = stacked_headings(grid, heading_idx);
        let mut columns = [None; FIELD_COUNT];
        let mut missing = Vec::new();
        for (slot, field) in columns.iter_mut().zip(&LAYOUT) {
            *slot = headings
                .iter()
                .position(|found| field.headings.contains(&found.as_str()));
            if slot.is_none() && !matches!(field.field, Field::NotUsed) {
                missing.extend(field.headings.first().copied());
            }
        }
        if missing.is_empty() {
            return Ok(Self(columns));
        }
        let listed = missing
            .iter()
            .take(4)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let more = missing.len().saturating_sub(4);
        let more = if more == 0 {
            String::new()
        } else {
            format!(" and {more} more")
        };
        Err(FormatError::refuse(
            format!(
                "{} looks like relative values, but lacks the columns {listed}{more}",
                own_name(file_name)
            ),
            "Import the PPRRVU file as CMS publishes it, with all columns and headings",
        ))
    }

    /// Returns the columns of a grid cut by [`LAYOUT`].
    fn in_layout_order() -> Self {
        let mut columns = [None; FIELD_COUNT];
        for (column_idx, slot) in columns.iter_mut().take(Field::NotUsed as usize).enumerate() {
            *slot = Some(column_idx);
        }
        Self(columns)
    }

    fn cell<'a>(&self, row: Row<'a>, field: Field) -> &'a str {
        let column_idx = self.0.get(field as usize).copied().flatten();
        column_idx.map_or("", |column_idx| row.cell(column_idx))
    }
}

/// Returns each column's heading, its upper words first, letters and digits only.
fn stacked_headings(grid: &Grid, heading_idx: usize) -> Vec<String> {
    let Some(last) = grid.row(heading_idx) else {
        return Vec::new();
    };
    let top_idx = heading_idx.saturating_sub(STACKED_HEADING_ROWS);
    (0..last.cells().count())
        .map(|column_idx| {
            (top_idx..=heading_idx)
                .filter_map(|row_idx| grid.row(row_idx))
                .flat_map(|row| row.cell(column_idx).bytes())
                .filter(u8::is_ascii_alphanumeric)
                .map(|byte| char::from(byte.to_ascii_uppercase()))
                .collect()
        })
        .collect()
}

/// Reads the table under the headings of a CSV file or a sheet.
///
/// # Errors
/// When a column is missing or no row can be used.
pub(super) fn from_grid(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<RelativeValues, FormatError> {
    let columns = Columns::by_heading(grid, heading_idx, file_name)?;
    let preamble = grid
        .rows()
        .take(heading_idx)
        .flat_map(|row| {
            row.cells()
                .filter(|cell| !cell.is_empty())
                .map(str::to_owned)
        })
        .collect();
    let rows = grid.rows().skip(heading_idx + 1);
    Collected::read(rows, &columns, notes).finish(preamble, file_name)
}

/// Whether a line is the notice at the head of the text layout.
pub(super) fn is_fixed_header(line: &[u8]) -> bool {
    line.starts_with(b"HDR ") || line == b"HDR"
}

/// Reads the text layout.
///
/// # Errors
/// When no row can be used.
pub(super) fn from_fixed(
    bytes: &[u8],
    file_name: &str,
    notes: &mut Notes,
) -> Result<RelativeValues, FormatError> {
    let positions: Vec<Range<usize>> = LAYOUT
        .iter()
        .take(Field::NotUsed as usize)
        .map(|field| field.position.clone())
        .collect();
    let grid = Grid::from_positions(bytes, &positions, is_fixed_header);
    Collected::read(grid.rows(), &Columns::in_layout_order(), notes).finish(Vec::new(), file_name)
}

/// Rows by key, so that a key that comes twice is found.
#[derive(Default)]
struct Collected {
    rows: BTreeMap<(ProcedureCode, Option<Modifier>), (u64, RvuRow)>,
    conversion_factor: Option<Decimal>,
}

impl Collected {
    fn read<'a>(rows: impl Iterator<Item = Row<'a>>, columns: &Columns, notes: &mut Notes) -> Self {
        let mut collected = Self::default();
        for row in rows.filter(|row| !row.is_blank()) {
            let read = rvu_row(row, columns, notes).and_then(|rvu| {
                let factor = conversion_factor(columns.cell(row, Field::Factor))?;
                Ok((rvu, factor))
            });
            match read {
                Ok((rvu, factor)) => collected.keep(row.line_nr, rvu, factor, notes),
                Err(odd) => notes.reject(row.line_nr, odd),
            }
        }
        collected
    }

    fn keep(&mut self, line_nr: u64, rvu: RvuRow, factor: Decimal, notes: &mut Notes) {
        let stated = *self.conversion_factor.get_or_insert(factor);
        if stated != factor {
            notes.warn(
                Some(line_nr),
                Odd::field(
                    "CONV FACTOR",
                    format!("{factor} differs from the {stated} of the first row, which is used"),
                )
                .remedy("Import the file as CMS publishes it: it has one conversion factor"),
            );
        }
        let key = (rvu.code, rvu.modifier);
        if let Some((first_nr, _row)) = self.rows.get(&key) {
            let modifier = key
                .1
                .map(|modifier| format!("-{modifier}"))
                .unwrap_or_default();
            let odd = Odd::field(
                "HCPCS",
                format!(
                    "{}{modifier} is already on line {first_nr}, which is kept",
                    key.0
                ),
            );
            notes.reject(line_nr, odd.remedy("Import the file as CMS publishes it"));
            return;
        }
        self.rows.insert(key, (line_nr, rvu));
    }

    fn finish(self, preamble: Vec<String>, file_name: &str) -> Result<RelativeValues, FormatError> {
        let rows: Vec<RvuRow> = self.rows.into_values().map(|(_line_nr, row)| row).collect();
        match self.conversion_factor {
            Some(conversion_factor) => Ok(RelativeValues {
                preamble,
                conversion_factor,
                rows,
            }),
            None => Err(FormatError::refuse(
                format!(
                    "{} has no usable row of relative values",
                    own_name(file_name)
                ),
                "Import the PPRRVU file as CMS publishes it",
            )),
        }
    }
}

fn conversion_factor(cell: &str) -> Result<Decimal, Odd> {
    let (lowest, highest) = FACTOR_RANGE;
    decimal(cell)
        .filter(|factor| lowest <= *factor && *factor <= highest)
        .ok_or_else(|| {
            Odd::field(
                "CONV FACTOR",
                format!("{} is not a conversion factor", quoted(cell)),
            )
            .remedy("Import the file as CMS publishes it: every row has the year\u{2019}s factor")
        })
}

fn rvu_row(row: Row<'_>, columns: &Columns, notes: &mut Notes) -> Result<RvuRow, Odd> {
    let cell = |field| columns.cell(row, field);
    let code = ProcedureCode::from_code_column(cell(Field::Code))
        .ok()
        .filter(ProcedureCode::is_hcpcs_shaped)
        .ok_or_else(|| {
            Odd::field(
                "HCPCS",
                format!("{} is not a five-character code", quoted(cell(Field::Code))),
            )
        })?;
    let modifier = match cell(Field::Modifier) {
        "" => None,
        text => {
            Some(Modifier::new(text).map_err(|invalid| Odd::field("MOD", invalid.to_string()))?)
        }
    };
    let rvu = |field, name| units(cell(field), name);
    let flag = |field, name| indicator(cell(field), name);
    let share = |field, name| operative_share(cell(field), name);
    let opps = OppsPe {
        pe_nonfacility: rvu(Field::OppsNonfacility, "NON-FACILITY PE USED FOR OPPS")?,
        pe_facility: rvu(Field::OppsFacility, "FACILITY PE USED FOR OPPS")?,
        mp: rvu(Field::OppsMp, "MP USED FOR OPPS")?,
    };
    let has_cap =
        !(opps.pe_nonfacility.is_zero() && opps.pe_facility.is_zero() && opps.mp.is_zero());
    Ok(RvuRow {
        code,
        modifier,
        status: status(cell(Field::Status), row.line_nr, notes)?,
        not_used_for_payment: cell(Field::NotUsed) == "+",
        work: rvu(Field::Work, "WORK RVU")?,
        pe_nonfacility: rvu(Field::PeNonfacility, "NON-FAC PE RVU")?,
        pe_facility: rvu(Field::PeFacility, "FACILITY PE RVU")?,
        mp: rvu(Field::Mp, "MP RVU")?,
        na_nonfacility: cell(Field::NaNonfacility) == "NA",
        na_facility: cell(Field::NaFacility) == "NA",
        pctc: flag(Field::Pctc, "PCTC IND")?,
        global: global_period(cell(Field::Global))?,
        operative_shares: [
            share(Field::PreOp, "PRE OP")?,
            share(Field::IntraOp, "INTRA OP")?,
            share(Field::PostOp, "POST OP")?,
        ],
        multiple_procedure: flag(Field::Multiple, "MULT PROC")?,
        bilateral: flag(Field::Bilateral, "BILAT SURG")?,
        assistant: flag(Field::Assistant, "ASST SURG")?,
        co_surgeon: flag(Field::CoSurgeon, "CO-SURG")?,
        team: flag(Field::Team, "TEAM SURG")?,
        endoscopy_base: match cell(Field::Endoscopy) {
            "" => None,
            text => Some(
                ProcedureCode::from_code_column(text)
                    .map_err(|invalid| Odd::field("ENDO BASE", invalid.to_string()))?,
            ),
        },
        imaging_family: flag(Field::ImagingFamily, "IMAGING FAMILY")?,
        opps: has_cap.then_some(opps),
    })
}

fn status(cell: &str, line_nr: u64, notes: &mut Notes) -> Result<StatusCode, Odd> {
    let mut letters = cell.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return Err(
            Odd::field("STATUS CODE", format!("{} is not one letter", quoted(cell)))
                .remedy("A row that is too short was cut off: download the file again"),
        );
    };
    if !STATUS_CODES.contains(letter) {
        notes.warn(
            Some(line_nr),
            Odd::field(
                "STATUS CODE",
                format!(
                    "{} is unknown: the row is kept, not as a Medicare payment",
                    quoted(cell)
                ),
            ),
        );
    }
    Ok(StatusCode(letter))
}

fn units(cell: &str, name: &'static str) -> Result<Decimal, Odd> {
    if cell.is_empty() {
        return Ok(Decimal::ZERO);
    }
    decimal(cell)
        .filter(|units| Decimal::ZERO <= *units && *units <= MAX_RVU)
        .ok_or_else(|| {
            Odd::field(
                name,
                format!("{} is not a relative value from 0 to 999.99", quoted(cell)),
            )
        })
}

fn operative_share(cell: &str, name: &'static str) -> Result<Decimal, Odd> {
    if cell.is_empty() {
        return Ok(Decimal::ZERO);
    }
    decimal(cell)
        .filter(|share| Decimal::ZERO <= *share && *share <= Decimal::ONE)
        .ok_or_else(|| Odd::field(name, format!("{} is not a share from 0 to 1", quoted(cell))))
}

/// Reads an indicator; a blank one is 9, "the concept does not apply".
fn indicator(cell: &str, name: &'static str) -> Result<u8, Odd> {
    if cell.is_empty() {
        return Ok(9);
    }
    small(cell).ok_or_else(|| Odd::field(name, format!("{} is not an indicator", quoted(cell))))
}

/// Reads a global period; spreadsheets turn `000` and `010` into 0 and 10.
fn global_period(cell: &str) -> Result<GlobalPeriod, Odd> {
    let padded = if cell.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{cell:0>3}")
    } else {
        cell.to_ascii_uppercase()
    };
    GlobalPeriod::try_from(padded).map_err(|invalid| Odd::field("GLOB DAYS", invalid.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_lists_every_field_in_its_order_and_no_positions_overlap() {
        for (field_idx, field) in LAYOUT.iter().enumerate() {
            assert_eq!(field.field as usize, field_idx, "{:?}", field.field);
        }
        for pair in LAYOUT[..Field::NotUsed as usize].windows(2) {
            assert!(
                pair[0].position.end <= pair[1].position.start,
                "{:?}",
                pair[1].field
            );
        }
    }

    #[test]
    fn global_periods_get_their_lost_zeros_back() {
        for (cell, expected) in [("0", "000"), ("10", "010"), ("090", "090"), ("zzz", "ZZZ")] {
            assert_eq!(global_period(cell).unwrap().as_str(), expected);
        }
        assert!(global_period("1234").is_err());
    }
}
