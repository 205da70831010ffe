//! What is said of a drop of remittances or claims before it is imported: all its files are one
//! import.

use rust_decimal::Decimal;

use super::model::size_words;
use crate::app::widgets::{
    BadgeKind, Cell, Column, Row, TableContent, Tile, counted_words, month_words,
};
use crate::brief::figures;
use crate::domain::{ImportKind, ImportTotals, Month};
use crate::jobs::{InspectedX12, X12File};

/// A batch in words.
#[derive(Debug)]
pub(super) struct BatchModel {
    /// What is in it.
    pub tiles: Vec<Tile>,
    /// What should be known before it is imported.
    pub notices: Vec<(BadgeKind, String)>,
    /// One row a file.
    pub files: TableContent,
}

impl BatchModel {
    /// Makes the model.
    pub(super) fn new(found: &InspectedX12) -> Self {
        Self {
            tiles: tiles(found),
            notices: notices(found),
            files: files_table(found),
        }
    }
}

fn count(number: u64) -> String {
    figures::count(Decimal::from(number))
}

fn tiles(found: &InspectedX12) -> Vec<Tile> {
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    let totals = &found.totals;
    let file_count = counted_words(found.files.len() as u64, "file", "files");
    let lines = counted_words(found.lines, "line", "lines");
    let claims = counted_words(found.claims, "claim", "claims");
    let first = match found.kind {
        ImportKind::Claims => tile("Claims", count(found.claims), format!("In {file_count}")),
        _ => tile(
            "Payments",
            count(found.payments),
            format!("In {file_count}"),
        ),
    };
    let second = match found.kind {
        ImportKind::Claims => tile("Service lines", count(found.lines), claims),
        _ => tile("Claims", count(found.claims), lines),
    };
    let mut tiles = vec![first, second];
    tiles.push(tile(
        "Charges",
        figures::dollars(totals.charge),
        if found.kind == ImportKind::Claims {
            "As billed".to_owned()
        } else {
            format!("{} allowed", figures::dollars(totals.allowed))
        },
    ));
    if found.kind == ImportKind::Remittances {
        tiles.push(tile(
            "Paid",
            figures::dollars(totals.paid),
            span_words(totals),
        ));
    } else {
        tiles.push(tile("Services", span_words(totals), String::new()));
    }
    tiles
}

fn span_words(totals: &ImportTotals) -> String {
    let Some((first, last)) = totals.dates else {
        return "No dates of service".to_owned();
    };
    let (first, last) = (month_words(Month::of(first)), month_words(Month::of(last)));
    if first == last {
        first
    } else {
        format!("{first} to {last}")
    }
}

fn notices(found: &InspectedX12) -> Vec<(BadgeKind, String)> {
    let payments = counted_words(found.payments, "payment", "payments");
    // What is odd in them was said when they were imported.
    if found.is_known() {
        let whose = match found.payments {
            1 => "its payment is".to_owned(),
            _ => format!("all of the {payments} are"),
        };
        let words = format!("Nothing is new: {whose} in this practice already");
        return vec![(BadgeKind::Neutral, words)];
    }
    let mut notices = Vec::new();
    if found.payments_known > 0 {
        notices.push((
            BadgeKind::Neutral,
            format!(
                "{} of the {payments} {} in this practice already and will be left out",
                count(found.payments_known),
                if found.payments_known == 1 {
                    "is"
                } else {
                    "are"
                }
            ),
        ));
    }
    let counts = &found.totals.counts;
    if counts.unbalanced > 0 {
        notices.push((
            BadgeKind::Warning,
            format!(
                "{} do not balance: they are imported, and have no part in any rate",
                counted_words(counts.unbalanced, "line", "lines")
            ),
        ));
    }
    if found.rejected > 0 {
        notices.push((
            BadgeKind::Warning,
            format!(
                "{} could not be used and will be left out; see what was odd below",
                counted_words(found.rejected, "claim or line", "claims or lines")
            ),
        ));
    }
    if found.kind == ImportKind::Claims {
        notices.push((
            BadgeKind::Neutral,
            "Claims count in no total: they are compared with their remittances".to_owned(),
        ));
    }
    notices
}

fn files_table(found: &InspectedX12) -> TableContent {
    let money = Money::of(found.kind);
    let mut columns = vec![Column::text("File"), Column::text("Services")];
    if money == Money::Paid {
        columns.push(Column::figures("Payments"));
    }
    columns.extend([
        Column::figures("Claims"),
        Column::figures("Lines"),
        Column::figures("Charges ($)"),
    ]);
    if money == Money::Paid {
        columns.push(Column::figures("Paid ($)"));
    }
    columns.extend([
        Column::figures("Odd").about("Oddities found in the file"),
        Column::text("Size"),
    ]);
    TableContent {
        columns,
        rows: found
            .files
            .iter()
            .map(|file| Row::of(file_cells(file, money)))
            .collect(),
        totals: Vec::new(),
    }
}

/// Which amounts a batch's files have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Money {
    /// Charges alone.
    Billed,
    /// Charges and payments.
    Paid,
}

impl Money {
    const fn of(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Claims => Self::Billed,
            _ => Self::Paid,
        }
    }
}

fn file_cells(file: &X12File, money: Money) -> Vec<Cell> {
    let mut cells = vec![
        Cell::text(file.file_name.clone()),
        Cell::text(span_words(&file.totals)),
    ];
    if money == Money::Paid {
        cells.push(Cell::Count(file.payments));
    }
    cells.extend([
        Cell::Count(file.claims),
        Cell::Count(file.lines),
        Cell::Money(file.totals.charge),
    ]);
    if money == Money::Paid {
        cells.push(Cell::Money(file.totals.paid));
    }
    cells.extend([
        Cell::Count(file.issue_count),
        Cell::text(size_words(file.size_bytes)),
    ]);
    cells
}

/// Says that more was odd than is listed; usually empty.
pub(super) fn issues_note(found: &InspectedX12) -> String {
    let listed = found.issues.len() as u64;
    if listed < found.issue_count {
        format!(
            "The first {} of {} are listed",
            count(listed),
            count(found.issue_count)
        )
    } else {
        String::new()
    }
}
