//! Finds rows that equal an earlier row of the same table in every cell.

use super::rows::Row;

/// Most rows remembered: 64 MB of hashes. Rows behind them are compared with these alone.
const MOST_REMEMBERED: usize = 4 * 1024 * 1024;

/// Slots at the start: 512 KB, enough for the table of a small practice.
const FIRST_SLOTS: usize = 64 * 1024;

/// Hashes of the rows seen, in a table with open addressing.
///
/// Two different rows share a hash of 64 bits once in some million tables of the largest size: good
/// for a count, not for leaving rows out.
pub(super) struct Repeats {
    seed: u64,
    /// A power of two; 0 is a free slot.
    slots: Vec<u64>,
    used: usize,
}

impl Repeats {
    /// Begins a table; the key keeps a file from choosing where its rows fall.
    pub(super) fn new(key: &[u8; 32]) -> Self {
        let seed = key
            .iter()
            .take(8)
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Self {
            seed,
            slots: vec![0; FIRST_SLOTS],
            used: 0,
        }
    }

    /// Remembers a row and says whether it was seen before.
    pub(super) fn seen(&mut self, row: &Row) -> bool {
        let hash = row.hash(self.seed) | 1;
        if self.find_or_put(hash) {
            return true;
        }
        if self.used * 4 > self.slots.len() * 2 && self.slots.len() < MOST_REMEMBERED * 2 {
            self.grow();
        }
        false
    }

    fn find_or_put(&mut self, hash: u64) -> bool {
        let mask = self.slots.len() - 1;
        // The lowest bit is set in every hash.
        let mut at = (hash >> 1) as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == hash {
                return true;
            }
            if *slot == 0 {
                if self.used < MOST_REMEMBERED {
                    *slot = hash;
                    self.used += 1;
                }
                return false;
            }
            at = (at + 1) & mask;
        }
        false
    }

    fn grow(&mut self) {
        let doubled = vec![0; self.slots.len() * 2];
        let hashes = std::mem::replace(&mut self.slots, doubled);
        self.used = 0;
        for hash in hashes.into_iter().filter(|hash| *hash != 0) {
            self.find_or_put(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        let cells: Vec<String> = cells.iter().map(|text| (*text).to_owned()).collect();
        Row::of(1, &cells)
    }

    #[test]
    fn only_rows_equal_in_every_cell_are_repeats() {
        let mut repeats = Repeats::new(&[3; 32]);
        assert!(!repeats.seen(&row(&["99213", "25", "110.00"])));
        assert!(!repeats.seen(&row(&["9921", "325", "110.00"])));
        assert!(!repeats.seen(&row(&["99213", "25", "110.00", ""])));
        assert!(!repeats.seen(&row(&["99213", "25", "110.01"])));
        assert!(repeats.seen(&row(&["99213", "25", "110.00"])));
    }

    #[test]
    fn rows_are_remembered_while_the_table_grows() {
        let mut repeats = Repeats::new(&[3; 32]);
        for round in 0..2 {
            for number in 0..200_000_u32 {
                let seen = repeats.seen(&row(&[&number.to_string()]));
                assert_eq!(seen, round == 1, "{number}");
            }
        }
    }
}
