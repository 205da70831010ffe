//! One row of a fee schedule: what it has rates for, and why a cell holds none.

use std::fmt;

use jiff::civil::Date;

use crate::domain::{FeeRate, Issue, Modifiers, Money, Place, ProcedureCode, Setting, Severity};

use super::dates;
use super::fields::key;
use super::headings::normalised;
use super::plan::TablePlan;
use super::rate_columns::{Period, RateColumn, rate_columns};
use super::rows::{Row, is_blank, text_of};
use super::tally::{Rejection, quoted};
use super::values::{self, CodeCell, Number};

/// What a rate is for, within a schedule.
pub(super) type Key = (ProcedureCode, Modifiers, Option<Setting>, Option<Date>);

/// A rate and the schedule it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) key: Key,
    pub(super) to: Option<Date>,
    pub(super) rate: Money,
    /// What the tier column says.
    pub(super) row_tier: String,
    /// What the rate column's heading says.
    pub(super) column_tier: String,
}

impl Found {
    pub(super) fn into_rate(self) -> FeeRate {
        let (code, modifiers, setting, effective_from) = self.key;
        FeeRate {
            code,
            modifiers,
            setting,
            effective_from,
            effective_to: self.to,
            rate: self.rate,
        }
    }
}

/// What the rate is for: `99213 26 Facility`.
impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, modifiers, setting, from) = self.key;
        write!(f, "{code}")?;
        let words = [
            modifiers.to_string(),
            setting.map_or("", Setting::label).to_owned(),
            from.map_or_else(String::new, |from| format!("from {from}")),
        ];
        words
            .iter()
            .filter(|word| !word.is_empty())
            .try_for_each(|word| write!(f, " {word}"))
    }
}

/// The rates of a row.
#[derive(Debug, Default)]
pub(super) struct RowRates {
    pub(super) found: Vec<Found>,
    /// Cells without a usable rate, beside others that have one.
    pub(super) unused: Vec<(usize, NoRate)>,
}

/// Why a cell holds no rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoRate {
    Blank,
    Zero,
    BelowZero,
    /// Words, quoted.
    Words(String),
}

impl NoRate {
    fn reason(&self) -> String {
        match self {
            Self::Blank => "no rate filled in".to_owned(),
            Self::Zero => "is 0.00: no rate is set".to_owned(),
            Self::BelowZero => "is below zero".to_owned(),
            Self::Words(shown) => format!("{shown} is not a rate"),
        }
    }
}

/// Reads rows into rates.
pub(super) struct RateReader<'a> {
    plan: &'a TablePlan,
    code: Option<usize>,
    modifiers: Vec<usize>,
    place: Option<usize>,
    effective: Option<usize>,
    termination: Option<usize>,
    tier: Option<usize>,
    rates: Vec<RateColumn>,
    code_heading: String,
}

impl<'a> RateReader<'a> {
    pub(super) fn new(plan: &'a TablePlan) -> Self {
        let one = |key| plan.columns_of(key).next();
        Self {
            plan,
            code: one(key::CODE),
            modifiers: plan.columns_of(key::MODIFIER).collect(),
            place: one(key::PLACE),
            effective: one(key::EFFECTIVE),
            termination: one(key::TERMINATION),
            tier: one(key::TIER),
            rates: rate_columns(plan),
            code_heading: normalised(&plan.heading_of(key::CODE)),
        }
    }

    /// Reads the rates of a row; at least one, or the reason why there is none.
    pub(super) fn rates(&self, row: &Row) -> Result<RowRates, Rejection> {
        let (code, mut modifiers) = self.code(row)?;
        for &idx in &self.modifiers {
            let more = values::modifiers(row.cell(idx)).map_err(|_invalid| {
                let shown = quoted(row.cell(idx));
                Rejection::new(key::MODIFIER, format!("{shown} is not a modifier"))
            })?;
            more.iter().for_each(|modifier| modifiers.insert(modifier));
        }
        let place = self.place(row)?;
        let dated = self.period(row)?;
        let row_tier = self.tier.map_or_else(String::new, |idx| row.text(idx));
        let mut rates = RowRates::default();
        for column in &self.rates {
            let rate = match rate(row.cell(column.idx)) {
                Ok(rate) => rate,
                Err(why) => {
                    rates.unused.push((column.idx, why));
                    continue;
                }
            };
            let mut modifiers = modifiers;
            if let Some(component) = column.component {
                modifiers.insert(component);
            }
            let (from, to) = match column.period {
                (None, None) => dated,
                period => period,
            };
            let key = (code, modifiers, column.setting.or(place), from);
            // A general rate beside one for the same setting: the setting's own stays.
            let known = rates
                .found
                .iter()
                .any(|found| found.key == key && found.column_tier == column.tier);
            if !known {
                rates.found.push(Found {
                    key,
                    to,
                    rate,
                    row_tier: row_tier.clone(),
                    column_tier: column.tier.clone(),
                });
            }
        }
        match rates.unused.first().filter(|_| rates.found.is_empty()) {
            Some((idx, why)) => Err(Rejection::new(self.field_of(*idx), why.reason())),
            None => Ok(rates),
        }
    }

    fn field_of(&self, idx: usize) -> &'static str {
        self.rates
            .iter()
            .find(|column| column.idx == idx)
            .map_or(key::RATE, |column| column.field)
    }

    fn code(&self, row: &Row) -> Result<(ProcedureCode, Modifiers), Rejection> {
        let cell = self.code.map_or(&b""[..], |idx| row.cell(idx));
        let reason = match values::code(cell) {
            _ if !is_blank(cell) && normalised(&text_of(cell)) == self.code_heading => {
                "repeats the headings".to_owned()
            }
            CodeCell::Code(code, modifiers)
                if code.as_str().bytes().any(|b| b.is_ascii_digit()) =>
            {
                return Ok((code, modifiers));
            }
            CodeCell::Blank => "has no procedure code".to_owned(),
            CodeCell::Total => "is a row of totals, not a rate".to_owned(),
            CodeCell::Several => "holds several procedure codes in one cell".to_owned(),
            CodeCell::Code(..) | CodeCell::Unreadable => {
                format!("{} is not a procedure code", quoted_words(cell))
            }
        };
        Err(Rejection::new(key::CODE, reason))
    }

    fn place(&self, row: &Row) -> Result<Option<Setting>, Rejection> {
        let Some(idx) = self.place else {
            return Ok(None);
        };
        values::setting(row.cell(idx)).map_err(|_invalid| {
            let shown = quoted_words(row.cell(idx));
            Rejection::new(
                key::PLACE,
                format!("{shown} is neither facility, non-facility nor a place of service"),
            )
        })
    }

    fn period(&self, row: &Row) -> Result<Period, Rejection> {
        let filled =
            |idx: Option<usize>| idx.map(|idx| row.cell(idx)).filter(|cell| !is_blank(cell));
        let no_date = |field, cell: &[u8]| {
            Rejection::new(field, format!("{} is not a date", quoted_words(cell)))
        };
        let from = match filled(self.effective) {
            Some(cell) => Some(
                dates::date(cell, self.plan.date_order)
                    .ok_or_else(|| no_date(key::EFFECTIVE, cell))?,
            ),
            None => None,
        };
        let to = match filled(self.termination) {
            Some(cell) => dates::last_day(cell, self.plan.date_order)
                .ok_or_else(|| no_date(key::TERMINATION, cell))?,
            None => None,
        };
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(Rejection::new(
                key::TERMINATION,
                format!("ends on {to}, before it begins on {from}"),
            )),
            _ => Ok((from, to)),
        }
    }
}

/// Reads a rate: dollars above zero with up to four decimals.
fn rate(cell: &[u8]) -> Result<Money, NoRate> {
    match values::ten_thousandths(cell) {
        Number::Value {
            scaled: scaled @ 1..,
            ..
        } => Ok(Money::from_ten_thousandths(scaled)),
        Number::Value { scaled: 0, .. } => Err(NoRate::Zero),
        Number::Value { .. } => Err(NoRate::BelowZero),
        Number::Blank => Err(NoRate::Blank),
        Number::Unreadable => Err(NoRate::Words(quoted_words(cell))),
    }
}

/// Quotes a cell of a payer's own table, which holds no patients: `By Report`.
fn quoted_words(cell: &[u8]) -> String {
    /// Longest text quoted.
    const LONGEST: usize = 40;
    let text: String = text_of(cell)
        .trim()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST)
        .collect();
    format!("\u{201c}{text}\u{201d}")
}

/// Counts cells without a rate in rows that have others, column by column: a quarter that is yet
/// to come is blank in every row.
#[derive(Default)]
pub(super) struct Unused {
    /// Column, reason, count, first line.
    cells: Vec<(usize, NoRate, u64, u64)>,
}

impl Unused {
    /// Most reasons told apart; more differ in nothing but their words.
    const MAX_REASONS: usize = 50;

    pub(super) fn add(&mut self, unused: &[(usize, NoRate)], line_nr: u64) {
        for (idx, why) in unused {
            let known = self
                .cells
                .iter()
                .position(|(known_idx, known, ..)| (known_idx, known) == (idx, why));
            if let Some((.., count, _)) = known.and_then(|at| self.cells.get_mut(at)) {
                *count += 1;
            } else if self.cells.len() < Self::MAX_REASONS {
                self.cells.push((*idx, why.clone(), 1, line_nr));
            }
        }
    }

    pub(super) fn issues(&self, plan: &TablePlan) -> Vec<Issue> {
        self.cells
            .iter()
            .map(|(idx, why, count, line_nr)| {
                let rows = if *count == 1 {
                    "1 row".to_owned()
                } else {
                    format!("{count} rows")
                };
                Issue {
                    severity: match why {
                        NoRate::Blank => Severity::Note,
                        _ => Severity::Warning,
                    },
                    place: Place {
                        file: plan.file_name.clone(),
                        line_nr: Some(*line_nr),
                        field: plan.headings.get(*idx).cloned(),
                    },
                    problem: match why {
                        NoRate::Blank => format!("{rows} without a rate in this column"),
                        why => format!("{rows} left out of this column: {}", why.reason()),
                    },
                    remedy: String::new(),
                }
            })
            .collect()
    }
}
