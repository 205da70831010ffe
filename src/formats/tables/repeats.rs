//! Counts rows that equal an earlier row of the same table in every cell.

use super::rows::Row;

/// Most rows compared: 64 MB of hashes. Rows behind them are not counted as repeated.
const MOST_COMPARED: usize = 8 * 1024 * 1024;

/// Hashes of the rows, compared once all are there: to sort them takes a tenth of the time that
/// looking each one up would.
///
/// Two different rows share a hash of 64 bits in one of half a million tables of the largest size:
/// good for a count, not for leaving rows out.
pub(super) struct Repeats {
    seed: u64,
    hashes: Vec<u64>,
}

impl Repeats {
    /// Begins a table; the key keeps a file from choosing its rows' hashes.
    pub(super) fn new(key: &[u8; 32]) -> Self {
        let seed = key
            .iter()
            .take(8)
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        Self {
            seed,
            hashes: Vec::new(),
        }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &Row) {
        if self.hashes.len() < MOST_COMPARED {
            self.hashes.push(row.hash(self.seed));
        }
    }

    /// Returns how many rows equal an earlier one.
    pub(super) fn count(mut self) -> u64 {
        self.hashes.sort_unstable();
        let repeated = self.hashes.windows(2).filter(|pair| match pair {
            [first, second] => first == second,
            _ => false,
        });
        repeated.count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[&str]], expected: u64) {
        let mut repeats = Repeats::new(&[3; 32]);
        for cells in rows {
            let cells: Vec<String> = cells.iter().map(|text| (*text).to_owned()).collect();
            repeats.add(&Row::of(1, &cells));
        }
        assert_eq!(repeats.count(), expected, "{rows:?}");
    }

    #[test]
    fn only_rows_equal_in_every_cell_are_repeated() {
        let row: &[&str] = &["99213", "25", "110.00"];
        check(&[], 0);
        check(&[row], 0);
        check(
            &[
                row,
                &["9921", "325", "110.00"],
                &["99213", "25", "110.00", ""],
                &["99213", "25", "110.01"],
            ],
            0,
        );
        check(&[row, &["x"], row, row], 2);
    }
}
