//! Anesthesia conversion factors by locality (`ANES…`): one for all, or from 2026 on one for each kind
//! of participant.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::AnesthesiaFactors;
use super::area_tables::{columns, key, nothing_usable};
use super::grid::{Grid, Row};
use super::locality_table::is_footnote;
use super::notes::{Notes, Odd, own_name, quoted};
use super::number::decimal;
use super::release_name::{self, qp_of};
use crate::domain::{LocalityKey, QpStatus};
use crate::formats::FormatError;

/// Dollars per anesthesia unit; national factors lie near 20.
const ANESTHESIA_RANGE: (Decimal, Decimal) = (
    Decimal::from_parts(5, 0, 0, false, 0),
    Decimal::from_parts(100, 0, 0, false, 0),
);

/// Reads anesthesia factors under headings: one column, or from 2026 on one for each kind of
/// participant (`Qualifying APM National Anes CF`, `Non-Qualifying …`).
pub(super) fn from_grid(
    grid: &Grid,
    heading_idx: usize,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Vec<AnesthesiaFactors>, FormatError> {
    let wanted = [("CONTRACTOR", ""), ("LOCALITY", "NAME"), ("ANES", "")];
    let [mac, number, first_factor] = columns(grid, heading_idx, file_name, wanted)?;
    let headings = grid.row(heading_idx).into_iter().flat_map(Row::cells);
    let mut kinds: Vec<(Option<QpStatus>, usize)> = headings
        .enumerate()
        .filter(|(_idx, heading)| heading.to_ascii_uppercase().contains("ANES"))
        .filter_map(|(column_idx, heading)| Some((Some(qp_of(heading)?), column_idx)))
        .collect();
    if kinds.is_empty() {
        kinds.push((qp_of(own_name(file_name)), first_factor));
    }
    let mut collected = Factors::default();
    for row in grid.rows().skip(heading_idx + 1) {
        let factors = kinds
            .iter()
            .map(|(qp, column)| (*qp, row.cell(*column).into()));
        let place = [row.cell(mac), row.cell(number)];
        collected.add(row.line_nr, place, factors, notes);
    }
    collected.finish(file_name)
}

/// Reads anesthesia factors in the text layout: contractor, locality, name, and the factors in
/// cents without their point (`1931` is 19.31).
///
/// Of two factors the greater is the qualifying participants', whose conversion factor is greater
/// by law (42 USC 1395w-4(d)(20)).
pub(super) fn from_text(
    text: &str,
    file_name: &str,
    notes: &mut Notes,
) -> Result<Vec<AnesthesiaFactors>, FormatError> {
    let grid = Grid::from_gaps(text);
    let by_name = qp_of(own_name(file_name));
    let mut collected = Factors::default();
    for row in grid.rows() {
        let (last, before) = {
            let mut cells: Vec<&str> = row.cells().skip(3).collect();
            (cells.pop().map(with_point), cells.pop().map(with_point))
        };
        let factors = match (last, before.filter(|cell| anesthesia_factor(cell).is_ok())) {
            (Some(last), Some(before)) => {
                let (greater, smaller) = if decimal(&before) >= decimal(&last) {
                    (before, last)
                } else {
                    (last, before)
                };
                vec![
                    (Some(QpStatus::NonQualifying), smaller),
                    (Some(QpStatus::Qualifying), greater),
                ]
            }
            (last, _) => vec![(by_name, last.unwrap_or_default())],
        };
        collected.add(row.line_nr, [row.cell(0), row.cell(1)], factors, notes);
    }
    collected.finish(file_name)
}

/// Puts the point into `1931`.
fn with_point(cell: &str) -> Cow<'_, str> {
    match decimal(cell) {
        Some(cents) if !cell.contains('.') => (cents / Decimal::ONE_HUNDRED).to_string().into(),
        _ => cell.into(),
    }
}

/// Factors by kind of participant, and in it by locality.
#[derive(Default)]
struct Factors(BTreeMap<Option<QpStatus>, BTreeMap<LocalityKey, Decimal>>);

impl Factors {
    fn add<'a>(
        &mut self,
        line_nr: u64,
        [mac, number]: [&str; 2],
        factors: impl IntoIterator<Item = (Option<QpStatus>, Cow<'a, str>)>,
        notes: &mut Notes,
    ) {
        if is_footnote(mac) {
            return;
        }
        for (qp, cell) in factors {
            let read = key(mac, number).and_then(|key| Ok((key, anesthesia_factor(&cell)?)));
            let kept = read.and_then(|(key, factor)| {
                let kind = self.0.entry(qp).or_default();
                if kind.contains_key(&key) {
                    return Err(Odd::field("Locality", format!("{key} is listed before")));
                }
                kind.insert(key, factor);
                Ok(())
            });
            if let Err(odd) = kept {
                notes.reject(line_nr, odd);
                return;
            }
        }
    }

    fn finish(self, file_name: &str) -> Result<Vec<AnesthesiaFactors>, FormatError> {
        let year = release_name::year_of(own_name(file_name));
        let kinds = self.0.into_iter().map(|(qp, factors)| AnesthesiaFactors {
            year,
            qp,
            factors: factors.into_iter().collect(),
        });
        let kinds: Vec<_> = kinds.filter(|kind| !kind.factors.is_empty()).collect();
        if kinds.is_empty() {
            return Err(nothing_usable(file_name));
        }
        Ok(kinds)
    }
}

fn anesthesia_factor(cell: &str) -> Result<Decimal, Odd> {
    let (lowest, highest) = ANESTHESIA_RANGE;
    decimal(cell)
        .filter(|factor| lowest <= *factor && *factor <= highest)
        .ok_or_else(|| {
            Odd::field(
                "Anes CF",
                format!("{} is not an anesthesia conversion factor", quoted(cell)),
            )
        })
}
