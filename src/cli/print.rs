//! Results as text for people and as JSON for programs. No figures are made here.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use crate::analysis::medicare_price::{PriceStep, StepUnit};
use crate::domain::{Money, Percent};

/// How a column of a text table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A table printed in columns wide enough for their longest cell.
pub(super) struct TextTable {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
    rule_before: Vec<usize>,
}

impl TextTable {
    /// Starts a table with its headings.
    pub(super) fn new(columns: &[(&str, Align)]) -> Self {
        let columns = columns
            .iter()
            .map(|(name, align)| ((*name).to_owned(), *align))
            .collect();
        Self {
            columns,
            rows: Vec::new(),
            rule_before: Vec::new(),
        }
    }

    /// Adds a row; missing cells are empty.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Adds a line before the next row: what follows is a total.
    pub(super) fn rule(&mut self) {
        self.rule_before.push(self.rows.len());
    }

    /// Returns the table as text, one line a row.
    pub(super) fn text(&self) -> String {
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(column_idx, (heading, _align))| {
                let cells = self.rows.iter().filter_map(|row| row.get(column_idx));
                cells
                    .map(|cell| cell.chars().count())
                    .fold(heading.chars().count(), usize::max)
            })
            .collect();
        let headings: Vec<String> = self
            .columns
            .iter()
            .map(|(name, _align)| name.clone())
            .collect();
        let rule =
            "\u{2500}".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
        let mut text = self.line(&headings, &widths);
        text.push_str(&rule);
        text.push('\n');
        for (row_idx, row) in self.rows.iter().enumerate() {
            if self.rule_before.contains(&row_idx) {
                text.push_str(&rule);
                text.push('\n');
            }
            text.push_str(&self.line(row, &widths));
        }
        text
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let mut line = String::new();
        for (column_idx, ((_heading, align), width)) in self.columns.iter().zip(widths).enumerate()
        {
            let cell = cells.get(column_idx).map_or("", String::as_str);
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            let separator = if column_idx == 0 { "" } else { "  " };
            line.push_str(separator);
            match align {
                Align::Left => line.extend([cell, &gap]),
                Align::Right => line.extend([&gap, cell]),
            }
        }
        let mut line = line.trim_end().to_owned();
        line.push('\n');
        line
    }
}

/// Writes dollars with thousands separators: `1,234.50`, with a real minus below zero.
pub(super) fn dollars(amount: Money) -> String {
    let plain = amount.rounded().to_string();
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |rest| ("\u{2212}", rest));
    let (whole, cents) = digits.split_once('.').unwrap_or((digits, "00"));
    format!("{sign}{}.{cents}", grouped(whole))
}

/// Writes a count with thousands separators.
pub(super) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// Writes a count with what is counted: `1 file`, `2 files`.
pub(super) fn counted(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", count(number))
}

/// Writes percentage points, with a real minus below zero.
pub(super) fn points(value: Percent) -> String {
    value.to_string().replace('-', "\u{2212}")
}

/// Writes a percentage with one decimal, or why there is none.
pub(super) fn percent(value: Option<Percent>) -> String {
    value.map_or_else(
        || "n/a".to_owned(),
        |percent| format!("{} %", points(percent)),
    )
}

/// Writes dollars, or why there are none.
/// Writes a step's exact result: dollars with at least two decimals, others without idle zeros.
pub(super) fn step_amount(step: &PriceStep) -> String {
    let exact = step.amount.normalize();
    match step.unit {
        StepUnit::Dollars => format!("{exact:.*}", exact.scale().max(2) as usize),
        StepUnit::Rvu | StepUnit::TimeUnits | StepUnit::Percent => exact.to_string(),
    }
}

pub(super) fn dollars_or_none(value: Option<Money>) -> String {
    value.map_or_else(|| "n/a".to_owned(), dollars)
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (digit_idx, digit) in digits.chars().enumerate() {
        if digit_idx > 0 && (digits.len() - digit_idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a report as JSON: its name, what it is based on, and its own fields.
pub(super) fn json(report: &str, based_on: &Value, value: &impl Serialize) -> String {
    let mut object = serde_json::Map::new();
    object.insert("report".to_owned(), Value::from(report));
    object.insert("based_on".to_owned(), based_on.clone());
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => {
            object.extend(fields.into_iter().filter(|(key, _value)| key != "based_on"));
        }
        Ok(other) => drop(object.insert("result".to_owned(), other)),
        Err(error) => drop(object.insert("error".to_owned(), Value::from(error.to_string()))),
    }
    let mut text = String::new();
    write!(text, "{:#}", Value::Object(object)).ok();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_lined_up() {
        assert_eq!(
            dollars(Money::from_cents(-123_456_789)),
            "\u{2212}1,234,567.89"
        );
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(999), "999");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(2_000, "file"), "2,000 files");
        assert_eq!(percent(Some(Percent::new((-5).into()))), "\u{2212}5.0 %");
        let mut table = TextTable::new(&[("Payer", Align::Left), ("Allowed", Align::Right)]);
        table.row(vec!["A".into(), "9.00".into()]);
        table.rule();
        table.row(vec!["All".into(), "19.00".into()]);
        assert_eq!(
            table.text(),
            "Payer  Allowed\n──────────────\nA         9.00\n──────────────\nAll      19.00\n"
        );
    }
}
