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

/// A payer's code with its modifiers in a month.
type Service = (PayerId, Month, ProcedureCode, Modifiers);

/// Imports and their lines of a payer in a month, in the order of the imports.
type Months = HashMap<(PayerId, Month), Vec<Part>, QuickHash>;

impl PracticeFile {
    /// Finds pairs of imports with services of the same payers and months.
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
            let known = months.entry((payer, month)).or_default();
            match known.last_mut().filter(|last| last.import == part.import) {
                Some(last) => last.lines += part.lines,
                None => known.push(part),
            }
            services
                .entry((payer, month, code, modifiers))
                .or_default()
                .push(part);
        }
        let mut overlaps = BTreeMap::new();
        months
            .iter()
            .flat_map(|((_payer, month), parts)| pairs(parts).map(move |pair| (*month, pair)))
            .for_each(|(month, (first, second))| add_month(&mut overlaps, first, second, month));
        services
            .values()
            .flat_map(|parts| pairs(parts))
            .for_each(|(first, second)| {
                let same = first.lines == second.lines && first.charge_cents == second.charge_cents;
                let overlap = overlaps.get_mut(&(first.import, second.import));
                if let Some(overlap) = overlap.filter(|_| same) {
                    overlap.lines_identical += u64::try_from(second.lines).unwrap_or_default();
                }
            });
        Ok(overlaps.into_values().collect())
    }
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

/// Returns all pairs of different imports, the earlier first, but those of two remittances.
fn pairs(parts: &[Part]) -> impl Iterator<Item = (Part, Part)> + '_ {
    parts.iter().enumerate().flat_map(move |(place, first)| {
        parts
            .iter()
            .skip(place + 1)
            .filter(|second| {
                first.kind != ImportKind::Remittances || second.kind != ImportKind::Remittances
            })
            .map(|second| (*first, *second))
    })
}

fn part_from_row(row: &Row<'_>) -> rusqlite::Result<(Service, Part)> {
    let service = (
        PayerId(row.get(2)?),
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
