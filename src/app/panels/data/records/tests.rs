//! The section's words.

use rust_decimal::Decimal;

use super::model::rows_table;
use crate::app::widgets::Cell;
use crate::domain::{ExpenseKind, ExpenseTotal, Money, Records, SurveyAnswer};

#[test]
fn figures_stand_right_and_stay_figures() {
    let table = rows_table(&Records::Expenses(vec![ExpenseTotal {
        year: 2025,
        category: "Office rent".to_owned(),
        kind: ExpenseKind::Rent,
        amount: Money::from_cents(12_000_000),
    }]));
    let headings: Vec<(&str, bool)> = table
        .columns
        .iter()
        .map(|column| (column.heading.as_str(), column.figures))
        .collect();
    assert_eq!(
        headings,
        [
            ("Year", false),
            ("Category", false),
            ("Kind", false),
            ("Amount ($)", true)
        ]
    );
    assert_eq!(
        table.rows[0].cells[3],
        Cell::Money(Money::from_cents(12_000_000))
    );
}

#[test]
fn a_column_without_any_value_is_empty_and_has_its_heading_still() {
    let table = rows_table(&Records::SurveyAnswers(vec![SurveyAnswer {
        date: jiff::civil::date(2026, 3, 2),
        question: "Recommend?".to_owned(),
        score: Decimal::from(9),
        scale_max: None,
    }]));
    assert_eq!(table.columns[3].heading, "Best score");
    assert_eq!(table.rows[0].cells[3], Cell::Blank);
}
