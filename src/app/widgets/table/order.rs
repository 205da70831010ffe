//! Which rows a table shows, and in which order; computed anew only when asked for another.

use std::sync::Arc;

use super::content::TableContent;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortOrder {
    /// Smallest first, A to Z.
    Ascending,
    /// Largest first, Z to A.
    Descending,
}

/// The order last computed and what it was computed from.
#[derive(Debug, Default)]
pub(super) struct RowOrder {
    content: Option<Arc<TableContent>>,
    sort: Option<(usize, SortOrder)>,
    search: String,
    rows: Arc<Vec<usize>>,
}

impl RowOrder {
    /// Returns the rows to show, top to bottom.
    pub(super) fn rows(
        &mut self,
        content: &Arc<TableContent>,
        sort: Option<(usize, SortOrder)>,
        search: &str,
    ) -> Arc<Vec<usize>> {
        let same = self
            .content
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, content))
            && self.sort == sort
            && self.search == search;
        if !same {
            self.rows = Arc::new(ordered(content, sort, search));
            self.content = Some(Arc::clone(content));
            self.sort = sort;
            search.clone_into(&mut self.search);
        }
        Arc::clone(&self.rows)
    }
}

fn ordered(content: &TableContent, sort: Option<(usize, SortOrder)>, search: &str) -> Vec<usize> {
    let search = search.trim().to_lowercase();
    let mut rows: Vec<usize> = (0..content.rows.len())
        .filter(|row_idx| search.is_empty() || contains(content, *row_idx, &search))
        .collect();
    let Some((column_idx, order)) = sort else {
        return rows;
    };
    let cell = |row_idx: usize| content.rows.get(row_idx)?.cells.get(column_idx);
    rows.sort_by(|left, right| match (cell(*left), cell(*right)) {
        (Some(left), Some(right)) if left.is_absent() || right.is_absent() => {
            left.is_absent().cmp(&right.is_absent())
        }
        (Some(left), Some(right)) if order == SortOrder::Ascending => left.order(right),
        (Some(left), Some(right)) => right.order(left),
        (left, right) => left.is_none().cmp(&right.is_none()),
    });
    rows
}

fn contains(content: &TableContent, row_idx: usize, search: &str) -> bool {
    content.rows.get(row_idx).is_some_and(|row| {
        row.cells
            .iter()
            .any(|cell| cell.shown().to_lowercase().contains(search))
    })
}

#[cfg(test)]
mod tests {
    use super::super::content::{Cell, Column, Row};
    use super::*;

    fn content() -> Arc<TableContent> {
        let row = |name: &'static str, cell| Row::of(vec![Cell::text(name), cell]);
        Arc::new(TableContent {
            columns: vec![Column::text("Payer"), Column::figures("Visits")],
            rows: vec![
                row("Cedar", Cell::Count(9)),
                row("Aspen", Cell::Missing("no visits".into())),
                row("Birch", Cell::Count(10)),
            ],
            totals: Vec::new(),
        })
    }

    fn check(sort: Option<(usize, SortOrder)>, search: &str, expected: &[usize]) {
        assert_eq!(
            RowOrder::default()
                .rows(&content(), sort, search)
                .as_slice(),
            expected,
            "{sort:?} {search}"
        );
    }

    #[test]
    fn figures_sort_by_value_words_by_letter_and_missing_ones_stay_last() {
        check(None, "", &[0, 1, 2]);
        check(Some((0, SortOrder::Ascending)), "", &[1, 2, 0]);
        check(Some((0, SortOrder::Descending)), "", &[0, 2, 1]);
        check(Some((1, SortOrder::Ascending)), "", &[0, 2, 1]);
        check(Some((1, SortOrder::Descending)), "", &[2, 0, 1]);
    }

    #[test]
    fn a_search_keeps_the_rows_that_hold_its_words() {
        check(None, "  bIR", &[2]);
        check(None, "10", &[2]);
        check(None, "walnut", &[]);
    }
}
