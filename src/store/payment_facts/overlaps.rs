//! Imports that seem to count the same services: of the same payers in the same months.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Row;

use crate::domain::{
    ImportId, ImportKind, ImportOverlap, Modifiers, Month, PayerId, ProcedureCode,
};
use crate::store::PracticeFile;
use crate::store::columns::{checked, code, modifiers, month, text_of};
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

/// What an import has of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    import: ImportId,
    kind: ImportKind,
    lines: i64,
    charge_cents: i64,
}

/// A code with its modifiers in a month, of one payer or of all.
type Service = (Option<PayerId>, Month, ProcedureCode, Modifiers);

/// Imports and their lines of a payer, or of all, in a month, in the order of the imports.
type Months = HashMap<(Option<PayerId>, Month), Vec<Part>, QuickHash>;

impl PracticeFile {
    /// Finds pairs of imports with services of the same months: of two exports those of the same
    /// payers; of an export and remittances all, which write payers differently.
    ///
    /// Two imports of remittances are no such pair: payments are compared one by one when they are
    /// imported, and a month's services are paid over many months.
    pub fn import_overlaps(&self) -> Result<Vec<ImportOverlap>> {
        let rows = self
            .db
            .rows(include_str!("overlapping_totals.sql"), [], part_from_row)?;
        let mut months = Months::default();
        let mut services: HashMap<Service, Vec<Part>, QuickHash> = HashMap::default();
        for ((payer, month, code, modifiers), part) in rows {
            for payer in [payer, None] {
                add_part(months.entry((payer, month)).or_default(), part);
                let service = (payer, month, code, modifiers);
                add_part(services.entry(service).or_default(), part);
            }
        }
        let mut overlaps = BTreeMap::new();
        months
            .iter()
            .flat_map(|((payer, month), parts)| {
                pairs(*payer, parts).map(move |pair| (*month, pair))
            })
            .for_each(|(month, (first, second))| add_month(&mut overlaps, first, second, month));
        services
            .iter()
            .flat_map(|((payer, ..), parts)| pairs(*payer, parts))
            .for_each(|(first, second)| {
                if let Some(overlap) = overlaps.get_mut(&(first.import, second.import)) {
                    overlap.lines_identical += identical_lines(first, second);
                }
            });
        Ok(overlaps.into_values().collect())
    }
}

fn add_part(known: &mut Vec<Part>, part: Part) {
    match known.last_mut().filter(|last| last.import == part.import) {
        Some(last) => {
            last.lines += part.lines;
            last.charge_cents += part.charge_cents;
        }
        None => known.push(part),
    }
}

/// Counts lines of one code and month that both imports seem to have. Exports agree to the cent;
/// remittances lack what is not paid yet and have denials twice.
fn identical_lines(first: Part, second: Part) -> u64 {
    let lines = if first.kind != second.kind {
        first.lines.min(second.lines)
    } else if (first.lines, first.charge_cents) == (second.lines, second.charge_cents) {
        second.lines
    } else {
        0
    };
    u64::try_from(lines).unwrap_or_default()
}

fn add_month(
    overlaps: &mut BTreeMap<(ImportId, ImportId), ImportOverlap>,
    first: Part,
    second: Part,
    month: Month,
) {
    let overlap = overlaps
        .entry((first.import, second.import))
        .or_insert(ImportOverlap {
            first: first.import,
            second: second.import,
            from: month,
            to: month,
            lines: 0,
            lines_identical: 0,
        });
    overlap.from = overlap.from.min(month);
    overlap.to = overlap.to.max(month);
    overlap.lines += u64::try_from(second.lines).unwrap_or_default();
}

/// Returns the pairs that are compared for one payer, or for all of them, the earlier import first.
fn pairs(payer: Option<PayerId>, parts: &[Part]) -> impl Iterator<Item = (Part, Part)> + '_ {
    let is_compared = move |first: &Part, second: &Part| match payer {
        Some(_) => first.kind == second.kind && first.kind != ImportKind::Remittances,
        None => first.kind != second.kind,
    };
    parts.iter().enumerate().flat_map(move |(place, first)| {
        parts
            .iter()
            .skip(place + 1)
            .filter(move |second| is_compared(first, second))
            .map(|second| (*first, *second))
    })
}

fn part_from_row(row: &Row<'_>) -> rusqlite::Result<(Service, Part)> {
    let service = (
        Some(PayerId(row.get(2)?)),
        month(row, 5)?,
        code(row, 3)?,
        modifiers(row, 4)?,
    );
    let part = Part {
        import: ImportId(row.get(0)?),
        kind: checked(1, ImportKind::from_key(text_of(row, 1)?))?,
        lines: row.get(6)?,
        charge_cents: row.get(7)?,
    };
    Ok((service, part))
}
