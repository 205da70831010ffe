//! Which rows of a table are read at all.

use crate::domain::{Keep, RowFilter};

use super::rows::{Row, text_of};

/// Filters that every row must pass.
pub(super) struct RowFilters(Vec<Filter>);

struct Filter {
    column_idx: usize,
    keep: Keep,
    /// Trimmed, in capitals.
    values: Vec<String>,
}

impl RowFilters {
    pub(super) fn new(filters: &[RowFilter]) -> Self {
        let filter = |filter: &RowFilter| Filter {
            column_idx: filter.column_idx,
            keep: filter.keep,
            values: filter.values.iter().map(|text| folded(text)).collect(),
        };
        Self(filters.iter().map(filter).collect())
    }

    /// Whether a row is read.
    pub(super) fn pass(&self, row: &Row) -> bool {
        self.0.iter().all(|filter| {
            let cell = folded(&text_of(row.cell(filter.column_idx)));
            // No values mean a blank cell.
            let named =
                filter.values.contains(&cell) || (filter.values.is_empty() && cell.is_empty());
            match filter.keep {
                Keep::Only => named,
                Keep::AllBut => !named,
            }
        })
    }
}

fn folded(text: &str) -> String {
    text.trim().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keep: Keep, values: &[&str], passing: &[&str], failing: &[&str]) {
        let filters = RowFilters::new(&[RowFilter {
            column_idx: 1,
            keep,
            values: values.iter().map(|text| (*text).to_owned()).collect(),
        }]);
        let pass = |cell: &str| filters.pass(&Row::of(1, &["x".to_owned(), cell.to_owned()]));
        for cell in passing {
            assert!(pass(cell), "{cell}");
        }
        for cell in failing {
            assert!(!pass(cell), "{cell}");
        }
    }

    #[test]
    fn rows_are_chosen_by_a_cell_without_regard_to_case_and_blanks() {
        check(
            Keep::Only,
            &["Posted"],
            &["posted", " POSTED "],
            &["", "Open"],
        );
        check(
            Keep::AllBut,
            &["Void", "Hold"],
            &["Posted", ""],
            &["void", "HOLD"],
        );
    }

    #[test]
    fn no_values_mean_a_blank_cell() {
        check(Keep::Only, &[], &["", "  "], &["x"]);
        check(Keep::AllBut, &[], &["x"], &["", " "]);
        check(Keep::AllBut, &[""], &["x"], &["", " "]);
    }
}
