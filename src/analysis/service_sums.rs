//! Adding totals up by a key in one pass.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use rust_decimal::Decimal;

use crate::domain::{Money, TotalRow};

/// The counts and amounts of a [`TotalRow`], added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServiceSums {
    /// Billed lines.
    pub lines: u64,
    /// Units of service.
    pub units: Decimal,
    /// Visits.
    pub visits: u64,
    /// Billed charges.
    pub charge: Money,
    /// Units of the lines that have an allowed amount.
    pub units_allowed: Decimal,
    /// Charges of the lines that have an allowed amount.
    pub charge_allowed: Money,
    /// Allowed amounts.
    pub allowed: Money,
    /// Paid by payers.
    pub paid: Money,
    /// Owed by patients.
    pub patient: Money,
    /// Lines without an allowed amount.
    pub lines_without_allowed: u64,
    /// Lines that were denied.
    pub lines_denied: u64,
}

impl ServiceSums {
    /// Adds a total.
    pub fn add_row(&mut self, row: &TotalRow) {
        self.lines += row.lines;
        self.units += row.units;
        self.visits += row.visits;
        self.charge += row.charge;
        self.units_allowed += row.units_allowed;
        self.charge_allowed += row.charge_allowed;
        self.allowed += row.allowed;
        self.paid += row.paid;
        self.patient += row.patient;
        self.lines_without_allowed += row.lines_without_allowed;
        self.lines_denied += row.lines_denied;
    }

    /// Adds another sum.
    pub fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.units += other.units;
        self.visits += other.visits;
        self.charge += other.charge;
        self.units_allowed += other.units_allowed;
        self.charge_allowed += other.charge_allowed;
        self.allowed += other.allowed;
        self.paid += other.paid;
        self.patient += other.patient;
        self.lines_without_allowed += other.lines_without_allowed;
        self.lines_denied += other.lines_denied;
    }
}

/// Adds rows up by a key; the groups come in the key's order.
pub fn sums_by<'a, K: Copy + Ord + Hash>(
    rows: impl Iterator<Item = &'a TotalRow>,
    key_of: impl Fn(&TotalRow) -> K,
) -> Vec<(K, ServiceSums)> {
    let mut places: FastMap<K, usize> = FastMap::default();
    let mut groups: Vec<(K, ServiceSums)> = Vec::new();
    for row in rows {
        let key = key_of(row);
        let place = *places.entry(key).or_insert_with(|| {
            groups.push((key, ServiceSums::default()));
            groups.len() - 1
        });
        if let Some((_, sums)) = groups.get_mut(place) {
            sums.add_row(row);
        }
    }
    groups.sort_unstable_by_key(|(key, _)| *key);
    groups
}

/// A map over small keys of our own making: no attacker chooses them, so the hash may be a fast one.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// The multiplicative hash that rustc uses for its own tables: a rotation, an exclusive or and a
/// multiplication for each eight bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct FastHasher(u64);

impl FastHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (slot, byte) in word.iter_mut().zip(chunk) {
                *slot = *byte;
            }
            self.mix(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.mix(u64::from(value));
    }

    fn write_i64(&mut self, value: i64) {
        self.mix(value.cast_unsigned());
    }

    fn write_usize(&mut self, value: usize) {
        self.mix(value as u64);
    }

    fn finish(&self) -> u64 {
        // The table takes its bucket from the low bits, which a multiplication mixes least.
        self.0.rotate_left(26)
    }
}
