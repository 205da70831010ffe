//! What is said about the rules by which cells and rows are read, with examples from the file.

use serde::Serialize;

use super::draft::TableDraft;
use crate::app::widgets::counted_words;
use crate::brief::figures;
use crate::domain::{DateOrder, Money};
use crate::jobs::InspectedTable;
use crate::jobs::tables::{TablePlan, key};

/// Different values above which a column is not offered to choose rows by.
const MOST_VALUES: usize = 40;

/// The rules in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct RulesModel {
    /// The heading of the column with payers; `None` where no column says it.
    pub payer_column: Option<String>,
    /// The payer in the file's name; empty where it has none.
    pub payer_in_name: String,
    /// What the order of dates means: "3/4/2025 is March 4, 2025".
    pub dates: String,
    /// What implied decimals mean: "12550 is 125.50"; empty without an example.
    pub decimals: String,
    /// Which order the sample's dates have.
    pub judged: DateOrder,
    /// The columns rows can be chosen by.
    pub columns: Vec<FilterColumn>,
}

/// A column rows can be chosen by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct FilterColumn {
    /// Position, counted from 0.
    pub column_idx: usize,
    /// Its heading.
    pub heading: String,
    /// Its values, the commonest first, with the words shown for each.
    pub values: Vec<(String, String)>,
}

impl RulesModel {
    /// Makes the model.
    pub(super) fn new(table: &InspectedTable, draft: &TableDraft, plan: &TablePlan) -> Self {
        let heading_of = |field: &str| {
            let column = draft.fields.iter().position(|known| *known == Some(field));
            column.and_then(|column_idx| table.preview.headings.get(column_idx))
        };
        Self {
            payer_column: heading_of(key::PAYER).cloned(),
            payer_in_name: plan.payer_for_all().unwrap_or_default(),
            dates: date_example(table, draft, plan),
            decimals: decimals_example(table, draft),
            judged: plan.date_order,
            columns: filter_columns(table),
        }
    }
}

fn filter_columns(table: &InspectedTable) -> Vec<FilterColumn> {
    let headings = table.preview.headings.iter().enumerate();
    headings
        .filter_map(|(column_idx, heading)| {
            let values = table.preview.distinct_values(column_idx, MOST_VALUES)?;
            let has_choice = values.len() > 1;
            has_choice.then(|| FilterColumn {
                column_idx,
                heading: heading.clone(),
                values: values
                    .into_iter()
                    .map(|value| {
                        let rows = counted_words(value.rows, "row", "rows");
                        let shown = if value.text.is_empty() {
                            "(blank)"
                        } else {
                            &value.text
                        };
                        let words = format!("{shown} \u{b7} {rows}");
                        (value.text, words)
                    })
                    .collect(),
            })
        })
        .collect()
}

/// The cells of the first column read as one of some fields.
fn cells_of<'t>(
    table: &'t InspectedTable,
    draft: &TableDraft,
    wanted: &[&str],
) -> impl Iterator<Item = &'t str> {
    let column = draft
        .fields
        .iter()
        .position(|field| field.is_some_and(|field| wanted.contains(&field)));
    table
        .preview
        .rows
        .iter()
        .filter_map(move |row| row.cells.get(column?))
        .map(|cell| cell.trim())
}

/// Says how a date of the sample is read, if possible one that could be read both ways.
fn date_example(table: &InspectedTable, draft: &TableDraft, plan: &TablePlan) -> String {
    let order = draft.rules.date_order.unwrap_or(plan.date_order);
    let cells = cells_of(table, draft, &[key::DATE]);
    let slashed: Vec<(&str, [i32; 3])> = cells
        .filter_map(|cell| Some((cell, numbers_of(cell)?)))
        .collect();
    let unclear = |(_cell, [first, second, _year]): &&(&str, [i32; 3])| {
        *first <= 12 && *second <= 12 && first != second
    };
    let example = slashed.iter().find(unclear).or(slashed.first());
    let (cell, numbers) = example.copied().unwrap_or(("3/4/2025", [3, 4, 2025]));
    let [first, second, year] = numbers;
    let (month, day) = match order {
        DateOrder::MonthFirst => (first, second),
        DateOrder::DayFirst => (second, first),
    };
    let year = if year < 100 { year + 2000 } else { year };
    let date = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok())
        .and_then(|((year, month), day)| jiff::civil::Date::new(year, month, day).ok());
    date.map_or_else(
        || format!("{cell} is no date this way"),
        |date| format!("{cell} is {}", date.strftime("%B %-d, %Y")),
    )
}

/// Reads `3/4/2025`, `03-04-25`: the order is to be decided. Dates that begin with the year need no
/// decision.
fn numbers_of(cell: &str) -> Option<[i32; 3]> {
    let day = cell.split_whitespace().next()?;
    let numbers: Vec<i32> = day
        .split(['/', '-', '.'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [first, second, year] = numbers.try_into().ok()?;
    let day_like = |number: i32| (1..=31).contains(&number);
    (day_like(first) && day_like(second)).then_some([first, second, year])
}

/// Says how an amount without a point is read.
fn decimals_example(table: &InspectedTable, draft: &TableDraft) -> String {
    let fields = [key::CHARGE, key::ALLOWED, key::PAID, key::AMOUNT];
    let digits = cells_of(table, draft, &fields).find_map(|cell| {
        let plain = cell.len() > 2 && cell.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| cell.parse::<i64>().ok().map(|number| (cell, number)))?
    });
    let Some((cell, number)) = digits else {
        return String::new();
    };
    let places = u32::from(draft.rules.implied_decimals);
    let amount = Money::new(rust_decimal::Decimal::new(number, places));
    format!("{cell} is ${}", figures::money(amount))
}
