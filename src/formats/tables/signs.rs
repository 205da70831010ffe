//! Amounts of a row with their signs: as a rule says, as a column beside them says.

use crate::domain::SignRule;

use super::fields::key;
use super::headings::normalised;
use super::plan::TablePlan;
use super::rows::{Row, text_of};
use super::tally::{Oddity, Rejection, Tally, quoted};
use super::values::{self, Number};

/// Fields that hold amounts.
const AMOUNTS: &[&str] = &[
    key::CHARGE,
    key::ALLOWED,
    key::PAID,
    key::PATIENT,
    key::ADJUSTMENT,
    key::PAID_SECONDARY,
    key::PAID_TERTIARY,
    key::AMOUNT,
];

/// Amounts of these are credits.
const CREDITS: &[&str] = &[
    key::PAID,
    key::ADJUSTMENT,
    key::PAID_SECONDARY,
    key::PAID_TERTIARY,
];

/// The columns of one field, whose amounts are summed.
pub(super) struct Amounts {
    field: &'static str,
    columns: Vec<Column>,
    /// 1, or -1 where the rule turns the field's sign.
    factor: i64,
    implied_decimals: u8,
}

struct Column {
    idx: usize,
    /// The column with its sign.
    sign_idx: Option<usize>,
}

impl Amounts {
    pub(super) fn of(plan: &TablePlan, field: &'static str) -> Self {
        let turned = match plan.rules.signs {
            SignRule::AsWritten => false,
            SignRule::CreditsNegative => CREDITS.contains(&field),
            SignRule::Turned => true,
        };
        let column = |idx| Column {
            idx,
            sign_idx: sign_column(plan, idx),
        };
        Self {
            field,
            columns: plan.columns_of(field).map(column).collect(),
            factor: if turned { -1 } else { 1 },
            implied_decimals: plan.rules.implied_decimals,
        }
    }

    /// Whether the table has the field.
    pub(super) const fn are_there(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether a column beside one of the field's says its sign.
    pub(super) fn have_signs(&self) -> bool {
        self.columns.iter().any(|column| column.sign_idx.is_some())
    }

    /// Returns an amount of a line that takes an earlier one back, where only the charge has a sign
    /// column: it is taken back too, whichever sign it was written with.
    pub(super) fn taken_back(&self, cents: Option<i64>) -> Option<i64> {
        if self.have_signs() {
            cents
        } else {
            cents.map(|cents| -cents.abs())
        }
    }

    /// Sums a row's cells in cents; `None` when all are blank.
    pub(super) fn sum(&self, tally: &mut Tally, row: &Row) -> Result<Option<i64>, Rejection> {
        let mut sum = None;
        for column in &self.columns {
            let cell = row.cell(column.idx);
            match values::cents_implied(cell, self.implied_decimals) {
                Number::Value { scaled, rounded } => {
                    if rounded {
                        tally.note(Oddity::FractionOfCent, row.line_nr);
                    }
                    let credit = column.sign_idx.is_some_and(|idx| is_minus(row.cell(idx)));
                    let signed = if credit { -scaled.abs() } else { scaled };
                    // Each is at most a hundred trillion dollars: eight cannot overflow.
                    sum = Some(sum.unwrap_or(0) + signed * self.factor);
                }
                Number::Blank => {}
                Number::Unreadable => {
                    let reason = format!("{} is not an amount", quoted(cell));
                    return Err(Rejection::new(self.field, reason));
                }
            }
        }
        Ok(sum)
    }
}

/// Finds the sign of an amount: the sign column of the same name, or the one right behind it, or,
/// where that belongs to no amount before it, right in front.
fn sign_column(plan: &TablePlan, amount_idx: usize) -> Option<usize> {
    let heading = |idx: usize| {
        normalised(plan.headings.get(idx).map_or("", String::as_str)).replace("SIGN", "")
    };
    let is_amount = |idx: Option<usize>| {
        idx.is_some_and(|idx| {
            let mut columns = plan.columns.iter();
            columns
                .any(|column| column.column_idx == idx && AMOUNTS.contains(&column.field.as_str()))
        })
    };
    let signs: Vec<usize> = plan.columns_of(key::SIGN).collect();
    let same_name = |sign: usize| {
        plan.columns.iter().find_map(|column| {
            (AMOUNTS.contains(&column.field.as_str())
                && heading(column.column_idx) == heading(sign))
            .then_some(column.column_idx)
        })
    };
    signs.into_iter().find(|&sign| match same_name(sign) {
        Some(named) => named == amount_idx,
        None if is_amount(sign.checked_sub(1)) => sign == amount_idx + 1,
        None => sign + 1 == amount_idx,
    })
}

/// Whether a sign's cell means minus.
fn is_minus(cell: &[u8]) -> bool {
    let text = text_of(cell);
    matches!(
        text.trim().to_ascii_uppercase().as_str(),
        "-" | "\u{2212}" | "C" | "CR" | "CREDIT" | "N" | "NEG" | "NEGATIVE" | "M" | "MINUS" | "-1"
    )
}
