//! The totals of one import while its lines are written: summed in memory, added to the table when
//! they grow too many and at the end.

use std::collections::HashMap;

use rusqlite::params;

use super::quick_hash::QuickHash;
use crate::domain::{ImportId, Invalid, Modifiers, Month, ProcedureCode, Setting};
use crate::store::columns::{month_number, setting_word};
use crate::store::connection::Db;
use crate::store::error::Result;

/// Totals held in memory before they are written: some 70 MB.
const MAX_HELD: usize = 400_000;

/// What lines must agree in to be summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TotalKey {
    pub(super) payer_name: i64,
    pub(super) provider: i64,
    pub(super) site: i64,
    pub(super) code: ProcedureCode,
    pub(super) modifiers: Modifiers,
    pub(super) setting: Setting,
    pub(super) month: Month,
}

/// The sums, in the units of their columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) lines: i64,
    pub(super) units_thousandths: i64,
    pub(super) visits: i64,
    pub(super) charge_cents: i64,
    pub(super) units_allowed_thousandths: i64,
    pub(super) charge_allowed_cents: i64,
    pub(super) allowed_cents: i64,
    pub(super) paid_cents: i64,
    pub(super) patient_cents: i64,
    pub(super) lines_without_allowed: i64,
    pub(super) lines_denied: i64,
    pub(super) lines_secondary: i64,
}

impl Sums {
    /// Adds another sum; `None` when a figure outgrows 64 bits.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        Some(Self {
            lines: self.lines.checked_add(other.lines)?,
            units_thousandths: self
                .units_thousandths
                .checked_add(other.units_thousandths)?,
            visits: self.visits.checked_add(other.visits)?,
            charge_cents: self.charge_cents.checked_add(other.charge_cents)?,
            units_allowed_thousandths: self
                .units_allowed_thousandths
                .checked_add(other.units_allowed_thousandths)?,
            charge_allowed_cents: self
                .charge_allowed_cents
                .checked_add(other.charge_allowed_cents)?,
            allowed_cents: self.allowed_cents.checked_add(other.allowed_cents)?,
            paid_cents: self.paid_cents.checked_add(other.paid_cents)?,
            patient_cents: self.patient_cents.checked_add(other.patient_cents)?,
            lines_without_allowed: self
                .lines_without_allowed
                .checked_add(other.lines_without_allowed)?,
            lines_denied: self.lines_denied.checked_add(other.lines_denied)?,
            lines_secondary: self.lines_secondary.checked_add(other.lines_secondary)?,
        })
    }
}

/// The totals of one import, as far as they are not written yet.
#[derive(Debug)]
pub(super) struct Totals {
    import: ImportId,
    held: HashMap<TotalKey, Sums, QuickHash>,
}

impl Totals {
    pub(super) fn new(import: ImportId) -> Self {
        Self {
            import,
            held: HashMap::default(),
        }
    }

    /// Adds a line's figures.
    pub(super) fn add(&mut self, db: &Db, key: TotalKey, line: &Sums) -> Result<()> {
        if MAX_HELD <= self.held.len() {
            self.write(db)?;
        }
        let sums = self.held.entry(key).or_default();
        *sums = sums
            .plus(line)
            .ok_or_else(|| Invalid::new(format!("The total of code {} is too large", key.code)))?;
        Ok(())
    }

    /// Adds what is held to the table, in the table's order, and holds nothing any more.
    pub(super) fn write(&mut self, db: &Db) -> Result<()> {
        let mut held: Vec<_> = self.held.drain().collect();
        held.sort_unstable_by_key(|(key, _sums)| *key);
        // Hundreds of thousands of rows: looking the statement up for each takes as long as a sum.
        let mut add_total = db.prepare(include_str!("add_total.sql"))?;
        for (key, sums) in held {
            let total = params![
                self.import.0,
                key.payer_name,
                key.provider,
                key.site,
                key.code.as_str(),
                key.modifiers.to_string(),
                setting_word(Some(key.setting)),
                month_number(key.month),
                sums.lines,
                sums.units_thousandths,
                sums.visits,
                sums.charge_cents,
                sums.units_allowed_thousandths,
                sums.charge_allowed_cents,
                sums.allowed_cents,
                sums.paid_cents,
                sums.patient_cents,
                sums.lines_without_allowed,
                sums.lines_denied,
                sums.lines_secondary,
            ];
            add_total.execute(total).map_err(|error| db.error(error))?;
        }
        Ok(())
    }
}
