//! The words of the section: a card for every kind, and the rows of one as a table.

use serde::Serialize;

use crate::app::widgets::{Cell, Column, Row, TableContent, counted_words};
use crate::domain::{ImportKind, RecordCell, Records, record_columns};
use crate::jobs::PracticeView;

/// One kind of table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct KindCard {
    pub kind: ImportKind,
    pub title: &'static str,
    /// What it is good for.
    pub purpose: &'static str,
    pub rows: u64,
    /// How many rows there are and where the last came from.
    pub held: String,
}

/// Makes the cards, in the order of the kinds.
pub(super) fn cards(practice: &PracticeView) -> Vec<KindCard> {
    ImportKind::RECORDS
        .into_iter()
        .map(|kind| {
            let rows = practice.record_count(kind);
            KindCard {
                kind,
                title: kind.label(),
                purpose: purpose(kind),
                rows,
                held: held_words(practice, kind, rows),
            }
        })
        .collect()
}

/// Returns the first kind that has rows.
pub(super) fn first_with_rows(cards: &[KindCard]) -> Option<ImportKind> {
    cards
        .iter()
        .find(|card| card.rows > 0)
        .map(|card| card.kind)
}

const fn purpose(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::SurveyAnswers => "What patients say, by question: no patient is named",
        ImportKind::QualityMeasures => "Results to show a payer, each with what it is compared to",
        ImportKind::Authorizations => {
            "How often, and how fast, each payer approves what you ask for"
        }
        ImportKind::Expenses => "What a year costs, so that rates can be held against it",
        ImportKind::Providers => "Names, NPIs and credentials: many payers pay by them",
        ImportKind::Sites => "Names and ZIP codes of your offices: Medicare pays by place",
        _ => "Who decides what at each payer, and how to reach them",
    }
}

fn held_words(practice: &PracticeView, kind: ImportKind, rows: u64) -> String {
    let counted = match rows {
        0 => "None yet".to_owned(),
        rows => counted_words(rows, "row", "rows"),
    };
    let last = practice
        .imports
        .iter()
        .rev()
        .find(|import| !import.removed && import.receipt.kind == kind);
    match last {
        Some(import) => format!(
            "{counted}, last from {} on {}",
            import.receipt.file_name, import.imported_on
        ),
        None if rows > 0 => format!("{counted}, from other files"),
        None => counted,
    }
}

/// Makes the table of a kind's rows.
pub(super) fn rows_table(records: &Records) -> TableContent {
    let rows = records.cells();
    let is_figure = |idx: usize| {
        rows.iter().any(|row| {
            matches!(
                row.get(idx),
                Some(RecordCell::Number(_) | RecordCell::Money(_))
            )
        })
    };
    let columns = record_columns(records.kind())
        .iter()
        .enumerate()
        .map(|(idx, heading)| match (is_figure(idx), *heading) {
            (true, "Amount") => Column::figures("Amount ($)"),
            (true, heading) => Column::figures(heading),
            (false, heading) => Column::text(heading),
        });
    TableContent {
        columns: columns.collect(),
        rows: rows
            .iter()
            .map(|row| Row::of(row.iter().map(cell).collect()))
            .collect(),
        totals: Vec::new(),
    }
}

fn cell(cell: &RecordCell) -> Cell {
    match cell {
        RecordCell::Blank => Cell::Blank,
        RecordCell::Text(text) => Cell::text(text.clone()),
        RecordCell::Date(date) => Cell::text(date.to_string()),
        RecordCell::Number(number) => Cell::Number(*number),
        RecordCell::Money(amount) => Cell::Money(*amount),
    }
}
