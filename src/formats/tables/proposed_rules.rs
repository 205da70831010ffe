//! Proposes how cells and rows are to be understood, from the values of a sample; only where these
//! leave no doubt.

use crate::domain::{ColumnMapping, ReadingRules, RowShape, SignRule};

use super::fields::key;
use super::preview::TablePreview;
use super::rows::Row;
use super::transactions::Event;
use super::values::{self, Number};

/// Cells that must agree before a rule is proposed.
const FEWEST: usize = 4;

/// Share of cells, in percent, that must agree on a sign.
const MOST: usize = 90;

/// Proposes rules for a utilization table whose columns are mapped so.
pub fn propose_rules(preview: &TablePreview, columns: &[ColumnMapping]) -> ReadingRules {
    let sample = Sample {
        rows: &preview.sample.0,
        columns,
    };
    let rows = sample.row_shape();
    ReadingRules {
        rows,
        signs: match rows {
            RowShape::Lines => sample.signs_of_lines(),
            RowShape::Transactions => sample.signs_of_transactions(),
        },
        implied_decimals: sample.implied_decimals(),
        ..ReadingRules::default()
    }
}

struct Sample<'a> {
    rows: &'a [Row],
    columns: &'a [ColumnMapping],
}

/// Counts of positive and negative amounts.
#[derive(Default)]
struct Signs {
    plus: usize,
    minus: usize,
}

impl Signs {
    fn count(&mut self, cell: &[u8]) {
        if let Number::Value { scaled, .. } = values::cents(cell) {
            self.plus += usize::from(scaled > 0);
            self.minus += usize::from(scaled < 0);
        }
    }

    const fn are_negative(&self) -> bool {
        let all = self.plus + self.minus;
        self.minus >= FEWEST && self.minus * 100 >= all * MOST
    }
}

impl Sample<'_> {
    fn columns_of(&self, field: &str) -> impl Iterator<Item = usize> {
        self.columns
            .iter()
            .filter(move |column| column.field == field)
            .map(|column| column.column_idx)
    }

    /// Transactions when charges and what became of them stand in rows of one type column.
    fn row_shape(&self) -> RowShape {
        let one = |field| self.columns_of(field).next();
        let (Some(kind), Some(_charge), Some(_amount)) = (
            one(key::TRANSACTION_TYPE),
            one(key::CHARGE_ID),
            one(key::AMOUNT),
        ) else {
            return RowShape::Lines;
        };
        let events: Vec<Event> = self
            .rows
            .iter()
            .filter_map(|row| Event::of(row.cell(kind)))
            .collect();
        let charged = events.contains(&Event::Charge);
        let credited = events.iter().any(|event| *event != Event::Charge);
        if charged && credited {
            RowShape::Transactions
        } else {
            RowShape::Lines
        }
    }

    fn signs_of_lines(&self) -> SignRule {
        let signs = |fields: &[&str]| {
            let mut signs = Signs::default();
            for idx in fields.iter().flat_map(|field| self.columns_of(field)) {
                self.rows.iter().for_each(|row| signs.count(row.cell(idx)));
            }
            signs
        };
        Self::rule(
            &signs(&[key::CHARGE]),
            &signs(&[key::PAID, key::ADJUSTMENT, key::PAID_SECONDARY]),
        )
    }

    fn signs_of_transactions(&self) -> SignRule {
        let (mut charges, mut credits) = (Signs::default(), Signs::default());
        let kind = self.columns_of(key::TRANSACTION_TYPE).next();
        let amount = self.columns_of(key::AMOUNT).next();
        let (Some(kind), Some(amount)) = (kind, amount) else {
            return SignRule::AsWritten;
        };
        for row in self.rows {
            match Event::of(row.cell(kind)) {
                Some(Event::Charge) => charges.count(row.cell(amount)),
                Some(Event::Payment | Event::Adjustment) => credits.count(row.cell(amount)),
                _ => {}
            }
        }
        Self::rule(&charges, &credits)
    }

    fn rule(charges: &Signs, credits: &Signs) -> SignRule {
        if charges.are_negative() {
            SignRule::Turned
        } else if credits.are_negative() {
            SignRule::CreditsNegative
        } else {
            SignRule::AsWritten
        }
    }

    /// Cents without a point stand in fields of one width, filled up with zeros.
    fn implied_decimals(&self) -> u8 {
        const NARROWEST: usize = 6;
        let amounts = [key::CHARGE, key::ALLOWED, key::PAID, key::AMOUNT];
        let cells: Vec<&[u8]> = amounts
            .iter()
            .flat_map(|field| self.columns_of(field))
            .flat_map(|idx| self.rows.iter().map(move |row| row.cell(idx).trim_ascii()))
            .filter(|cell| !cell.is_empty())
            .collect();
        let widths: std::collections::BTreeSet<usize> =
            cells.iter().map(|cell| cell.len()).collect();
        let padded = |cell: &&[u8]| {
            cell.len() >= NARROWEST
                && cell.iter().all(u8::is_ascii_digit)
                && cell.first() == Some(&b'0')
        };
        if cells.len() >= FEWEST && widths.len() == 1 && cells.iter().all(padded) {
            2
        } else {
            0
        }
    }
}
