//! What a table shows: plain data with typed cells, so that figures sort as figures and leave as
//! figures.

use std::borrow::Cow;
use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::brief::figures;
use crate::domain::{Money, Percent};

/// A table, finished.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TableContent {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, in the order shown until a heading is clicked.
    pub rows: Vec<Row>,
    /// One cell a column, pinned below the rows; empty leaves it out.
    pub totals: Vec<Cell>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Column {
    /// Its heading, with the unit: "Allowed ($)".
    pub heading: String,
    /// What the heading means; empty when it says all.
    pub about: String,
    /// Whether its cells are figures, set to the right.
    pub figures: bool,
    /// Whether its figures can be followed to how they come about.
    pub linked: bool,
    /// Further cells pinned below the totals, one a line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<Cell>,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Whether it stands back: removed, left out, not negotiable.
    pub faded: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    Blank,
    /// Words.
    Text(Cow<'static, str>),
    /// Dollars and cents.
    Money(Money),
    /// Whole dollars.
    Dollars(Money),
    /// Whole dollars that change, with their sign; coloured by it.
    DollarChange(Money),
    /// Dollars and cents, up to four decimals where a rate has them.
    Rate(Money),
    /// Percentage to one decimal.
    Percent(Percent),
    /// Percentage that changes, with its sign; coloured by it.
    PercentChange(Percent),
    /// Percentage of Medicare to one decimal, on a ground that says how far it is from 100.
    OfMedicare(Percent),
    /// A whole number.
    Count(u64),
    /// Any other number, at most three decimals.
    Number(Decimal),
    /// No figure, and why: shown as "n/a", with the reason when pointed at.
    Missing(Cow<'static, str>),
}

impl Column {
    /// A column of words.
    pub fn text(heading: impl Into<String>) -> Self {
        Self {
            heading: heading.into(),
            about: String::new(),
            figures: false,
            linked: false,
            pinned: Vec::new(),
        }
    }

    /// A column of figures.
    pub fn figures(heading: impl Into<String>) -> Self {
        Self {
            figures: true,
            ..Self::text(heading)
        }
    }

    /// Adds what the heading means.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Lets its figures be followed to how they come about.
    #[must_use]
    pub fn linked(mut self) -> Self {
        self.linked = true;
        self
    }

    /// Pins cells below the totals, one a line.
    #[must_use]
    pub fn pinned(mut self, cells: Vec<Cell>) -> Self {
        self.pinned = cells;
        self
    }
}

impl Row {
    /// A row of cells.
    pub fn of(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            faded: false,
        }
    }
}

impl Cell {
    /// A cell of words.
    pub fn text(words: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(words.into())
    }

    /// A figure that may be missing, for a reason.
    pub fn or_missing<T>(
        value: Option<T>,
        cell: impl FnOnce(T) -> Self,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        value.map_or_else(|| Self::Missing(reason.into()), cell)
    }

    /// Returns the words on screen.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Money(amount) => figures::money(*amount).into(),
            Self::Dollars(amount) => figures::dollars(*amount).into(),
            Self::DollarChange(amount) => figures::dollar_change(*amount).into(),
            Self::Rate(amount) => figures::rate(*amount).into(),
            Self::Percent(percent) | Self::OfMedicare(percent) => {
                format!("{}%", figures::percent(*percent)).into()
            }
            Self::PercentChange(percent) => {
                format!("{}%", figures::percent_change(*percent)).into()
            }
            Self::Count(count) => figures::count(Decimal::from(*count)).into(),
            Self::Number(number) => figures::count(*number).into(),
            Self::Missing(_reason) => Cow::Borrowed("n/a"),
        }
    }

    /// Returns the value for a spreadsheet: figures plain, without separators or signs of currency.
    pub fn plain(&self) -> String {
        match self {
            Self::Blank | Self::Missing(_) => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Money(amount)
            | Self::Dollars(amount)
            | Self::DollarChange(amount)
            | Self::Rate(amount) => amount.to_string(),
            Self::Percent(percent) | Self::PercentChange(percent) | Self::OfMedicare(percent) => {
                percent.rounded(4).points().normalize().to_string()
            }
            Self::Count(count) => count.to_string(),
            Self::Number(number) => number.normalize().to_string(),
        }
    }

    /// Whether the figure is a gain (greater), a loss (less) or neither.
    pub fn change(&self) -> Ordering {
        match self {
            Self::DollarChange(amount) => amount.dollars().cmp(&Decimal::ZERO),
            Self::PercentChange(percent) => percent.points().cmp(&Decimal::ZERO),
            _ => Ordering::Equal,
        }
    }

    /// Orders two cells of one column: figures by value, words by letter, missing ones last.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self.figure(), other.figure()) {
            (Some(left), Some(right)) => left.cmp(&right),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => {
                let blank = |cell: &Self| matches!(cell, Self::Blank | Self::Missing(_));
                blank(self).cmp(&blank(other)).then_with(|| {
                    self.shown()
                        .to_lowercase()
                        .cmp(&other.shown().to_lowercase())
                })
            }
        }
    }

    /// Whether it counts as absent when rows are ordered.
    pub(super) const fn is_absent(&self) -> bool {
        matches!(self, Self::Blank | Self::Missing(_))
    }

    fn figure(&self) -> Option<Decimal> {
        match self {
            Self::Money(amount)
            | Self::Dollars(amount)
            | Self::DollarChange(amount)
            | Self::Rate(amount) => Some(amount.dollars()),
            Self::Percent(percent) | Self::PercentChange(percent) | Self::OfMedicare(percent) => {
                Some(percent.points())
            }
            Self::Count(count) => Some(Decimal::from(*count)),
            Self::Number(number) => Some(*number),
            Self::Blank | Self::Text(_) | Self::Missing(_) => None,
        }
    }
}

impl TableContent {
    /// Returns the headings and the given rows as tab-separated lines, for a spreadsheet.
    pub fn tsv(&self, row_indices: impl IntoIterator<Item = usize>) -> String {
        self.separated('\t', row_indices)
    }

    /// Returns the headings, the given rows and the totals as CSV (RFC 4180).
    pub fn csv(&self, row_indices: impl IntoIterator<Item = usize>) -> String {
        let mut text = self.separated(',', row_indices);
        for line in self.bottom_lines() {
            push_line(&mut text, ',', line.iter().map(|cell| cell.plain()));
        }
        text
    }

    /// Returns the lines below the rows: the totals, then what the columns pin.
    pub(super) fn bottom_lines(&self) -> Vec<Vec<&Cell>> {
        const BLANK: &Cell = &Cell::Blank;
        let mut lines = Vec::new();
        if !self.totals.is_empty() {
            lines.push(self.totals.iter().collect());
        }
        let most = self.columns.iter().map(|column| column.pinned.len()).max();
        for line_idx in 0..most.unwrap_or(0) {
            let line = self
                .columns
                .iter()
                .map(|column| column.pinned.get(line_idx));
            lines.push(line.map(|cell| cell.unwrap_or(BLANK)).collect());
        }
        lines
    }

    fn separated(&self, separator: char, row_indices: impl IntoIterator<Item = usize>) -> String {
        let mut text = String::new();
        push_line(
            &mut text,
            separator,
            self.columns.iter().map(|column| column.heading.clone()),
        );
        for row_idx in row_indices {
            if let Some(row) = self.rows.get(row_idx) {
                push_line(&mut text, separator, row.cells.iter().map(Cell::plain));
            }
        }
        text
    }
}

fn push_line(text: &mut String, separator: char, fields: impl Iterator<Item = String>) {
    for (field_idx, field) in fields.enumerate() {
        if field_idx > 0 {
            text.push(separator);
        }
        if separator == '\t' {
            text.push_str(&field.replace(['\t', '\n', '\r'], " "));
        } else if field.contains([separator, '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&field);
        }
    }
    text.push_str(if separator == '\t' { "\n" } else { "\r\n" });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> TableContent {
        TableContent {
            columns: vec![Column::text("Payer"), Column::figures("Allowed ($)")],
            rows: vec![
                Row::of(vec![
                    Cell::text("Oak, \"East\""),
                    Cell::Money(Money::from_cents(123_450)),
                ]),
                Row::of(vec![
                    Cell::text("Elm\tWest"),
                    Cell::Missing("no allowed".into()),
                ]),
            ],
            totals: vec![Cell::text("All"), Cell::Money(Money::from_cents(-123_450))],
        }
    }

    #[test]
    fn figures_are_shown_with_separators_and_leave_plain() {
        let cell = Cell::Money(Money::from_cents(-123_450));
        assert_eq!(cell.shown(), "\u{2212}1,234.50");
        assert_eq!(cell.plain(), "-1234.50");
        let share = Cell::Percent(Percent::new(Decimal::new(13_138, 2)));
        assert_eq!(
            (share.shown().as_ref(), share.plain().as_str()),
            ("131.4%", "131.38")
        );
        assert_eq!(Cell::Missing("no rate".into()).shown(), "n/a");
        assert_eq!(Cell::Count(1_234_567).shown(), "1,234,567");
    }

    #[test]
    fn copied_rows_carry_their_headings() {
        assert_eq!(
            content().tsv([0, 1]),
            "Payer\tAllowed ($)\nOak, \"East\"\t1234.50\nElm West\t\n"
        );
    }

    #[test]
    fn saved_tables_quote_what_needs_it_and_end_with_totals() {
        assert_eq!(
            content().csv([0]),
            "Payer,Allowed ($)\r\n\"Oak, \"\"East\"\"\",1234.50\r\nAll,-1234.50\r\n"
        );
    }

    #[test]
    fn what_columns_pin_stands_below_the_totals() {
        let mut content = content();
        content.columns[1].pinned = vec![Cell::Count(2), Cell::Blank];
        let lines = content.bottom_lines();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[1], [&Cell::Blank, &Cell::Count(2)]);
        assert!(content.csv([]).ends_with(",-1234.50\r\n,2\r\n,\r\n"));
    }

    #[test]
    fn a_change_is_a_gain_or_a_loss_and_an_amount_is_neither() {
        let loss = Money::from_cents(-1);
        assert_eq!(Cell::DollarChange(loss).change(), Ordering::Less);
        assert_eq!(Cell::Dollars(loss).change(), Ordering::Equal);
    }
}
