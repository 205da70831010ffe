//! Reads a payer's rates by code.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{
    FeeRate, Issue, Modifiers, Money, Place, ProcedureCode, RejectedRow, Setting, Severity,
};
use crate::formats::FormatError;

use super::dates;
use super::fields::key;
use super::headings::normalised;
use super::plan::TablePlan;
use super::reading::{self, each_data_row};
use super::rows::{Row, is_blank, text_of};
use super::source::TableSource;
use super::tally::{Rejection, Tally, quoted};
use super::values::{self, CodeCell, Number};

/// Most issues about codes listed twice; the count is always said.
const LISTED_DUPLICATES: usize = 100;

/// What became of a fee schedule's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeScheduleRead {
    /// Rows of data seen, without headings and blank rows.
    pub rows_read: u64,
    /// Rows with at least one rate.
    pub rows_kept: u64,
    /// Rows left out; `rows_read = rows_kept + rows_rejected`.
    pub rows_rejected: u64,
    /// The first rejected rows, at most [`crate::domain::ImportReceipt::MAX_LISTED`].
    pub rejected: Vec<RejectedRow>,
    /// What else was odd: codes listed twice.
    pub issues: Vec<Issue>,
    /// Rates ordered by code, modifiers and setting, none twice.
    pub rates: Vec<FeeRate>,
    /// The first date of service of any rate, where the table has dates.
    pub effective_from: Option<Date>,
}

/// What a rate is for.
type Key = (ProcedureCode, Modifiers, Option<Setting>);

/// A rate and where it came from.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) key: Key,
    pub(super) rate: Money,
    pub(super) effective: Option<Date>,
}

/// Reads a fee schedule. Rows without a usable rate (`By Report`, 0.00, blank) are listed, not
/// kept; of two rates for the same thing the later effective one stays, or the later row.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when the plan lacks a column or the file is no table;
/// [`FormatError::Broken`] with the source's own error.
pub fn read_fee_schedule(
    source: &mut dyn TableSource,
    plan: &TablePlan,
) -> Result<FeeScheduleRead, FormatError> {
    let reader = RateReader::new(plan);
    let mut tally = Tally::default();
    let mut kept = Kept::default();
    each_data_row(source, plan, &mut |row| {
        tally.rows_read += 1;
        match reader.rates(row) {
            Ok(rates) => {
                tally.rows_kept += 1;
                for found in rates {
                    kept.add(found, row.line_nr);
                }
            }
            Err(rejection) => tally.reject(plan, row.line_nr, rejection),
        }
        Ok::<(), FormatError>(())
    })?;
    if tally.rows_read == 0 {
        return Err(reading::no_data(plan));
    }
    let issues = kept.issues(plan);
    let effective_from = kept
        .rates
        .values()
        .filter_map(|(found, _)| found.effective)
        .min();
    let rates = kept
        .rates
        .into_values()
        .map(
            |(
                Found {
                    key: (code, modifiers, setting),
                    rate,
                    ..
                },
                _,
            )| FeeRate {
                code,
                modifiers,
                setting,
                effective_from: None,
                effective_to: None,
                rate,
            },
        )
        .collect();
    Ok(FeeScheduleRead {
        rows_read: tally.rows_read,
        rows_kept: tally.rows_kept,
        rows_rejected: tally.rows_rejected,
        rejected: tally.rejected,
        issues,
        rates,
        effective_from,
    })
}

/// Rates so far, with their lines, and what was listed twice.
#[derive(Default)]
struct Kept {
    rates: BTreeMap<Key, (Found, u64)>,
    duplicates: Vec<Issue>,
    duplicate_count: u64,
}

impl Kept {
    fn add(&mut self, found: Found, line_nr: u64) {
        let Some((known, known_line)) = self.rates.get(&found.key).copied() else {
            self.rates.insert(found.key, (found, line_nr));
            return;
        };
        let later = found.effective >= known.effective;
        if later {
            self.rates.insert(found.key, (found, line_nr));
        }
        if known.rate == found.rate {
            return;
        }
        self.duplicate_count += 1;
        if self.duplicates.len() < LISTED_DUPLICATES {
            let (stays, goes) = if later {
                (found, known)
            } else {
                (known, found)
            };
            let (code, modifiers, setting) = found.key;
            let what = [
                code.to_string(),
                modifiers.to_string(),
                setting.map_or("", Setting::label).to_owned(),
            ]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
            self.duplicates.push(Issue {
                severity: Severity::Warning,
                place: Place {
                    line_nr: Some(line_nr),
                    ..Place::default()
                },
                problem: format!(
                    "{what} is listed twice: {} is used, not {} (first on line {known_line})",
                    stays.rate, goes.rate,
                ),
                remedy: "Map the modifier or setting column if these are different rates"
                    .to_owned(),
            });
        }
    }

    fn issues(&mut self, plan: &TablePlan) -> Vec<Issue> {
        let listed = self.duplicates.len() as u64;
        let mut issues = std::mem::take(&mut self.duplicates);
        for issue in &mut issues {
            issue.place.file.clone_from(&plan.file_name);
            issue.place.field = Some(plan.heading_of(key::CODE));
        }
        if self.duplicate_count > listed {
            issues.push(Issue {
                severity: Severity::Warning,
                place: Place {
                    file: plan.file_name.clone(),
                    ..Place::default()
                },
                problem: format!(
                    "{} more rates are listed twice",
                    self.duplicate_count - listed
                ),
                remedy: "Map the modifier or setting column if these are different rates"
                    .to_owned(),
            });
        }
        issues
    }
}

/// Reads rows into rates.
pub(super) struct RateReader<'a> {
    plan: &'a TablePlan,
    code: Option<usize>,
    modifiers: Vec<usize>,
    place: Option<usize>,
    effective: Option<usize>,
    /// Columns with rates, and the setting each is for.
    rates: Vec<(usize, &'static str, Option<Setting>)>,
    code_heading: String,
}

impl<'a> RateReader<'a> {
    pub(super) fn new(plan: &'a TablePlan) -> Self {
        let one = |key| plan.columns_of(key).next();
        let rates = [
            (key::RATE, None),
            (key::RATE_NONFACILITY, Some(Setting::NonFacility)),
            (key::RATE_FACILITY, Some(Setting::Facility)),
        ]
        .into_iter()
        .filter_map(|(field, setting)| one(field).map(|idx| (idx, field, setting)))
        .collect();
        Self {
            plan,
            code: one(key::CODE),
            modifiers: plan.columns_of(key::MODIFIER).collect(),
            place: one(key::PLACE),
            effective: one(key::EFFECTIVE),
            rates,
            code_heading: normalised(&plan.heading_of(key::CODE)),
        }
    }

    /// Reads the rates of a row; at least one, or the reason why there is none.
    pub(super) fn rates(&self, row: &Row) -> Result<Vec<Found>, Rejection> {
        let (code, mut modifiers) = self.code(row)?;
        for &idx in &self.modifiers {
            let more = values::modifiers(row.cell(idx)).map_err(|_invalid| {
                let shown = quoted(row.cell(idx));
                Rejection::new(key::MODIFIER, format!("{shown} is not a modifier"))
            })?;
            more.iter().for_each(|modifier| modifiers.insert(modifier));
        }
        let place = self.place.map_or(Ok(None), |idx| {
            values::setting(row.cell(idx)).map_err(|_invalid| {
                let shown = quoted_words(row.cell(idx));
                Rejection::new(
                    key::PLACE,
                    format!("{shown} is neither facility, non-facility nor a place of service"),
                )
            })
        })?;
        let effective = self.effective(row)?;
        let mut found = Vec::new();
        let mut refused = None;
        for &(idx, field, setting) in &self.rates {
            match rate(field, row.cell(idx)) {
                Ok(rate) => found.push(Found {
                    key: (code, modifiers.pricing(), setting.or(place)),
                    rate,
                    effective,
                }),
                Err(rejection) => refused = refused.or(Some(rejection)),
            }
        }
        // A general rate beside one for the same setting: the setting's own stays.
        found.reverse();
        found.dedup_by_key(|found| found.key);
        match refused {
            Some(rejection) if found.is_empty() => Err(rejection),
            _ => Ok(found),
        }
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

    fn effective(&self, row: &Row) -> Result<Option<Date>, Rejection> {
        let Some(cell) = self
            .effective
            .map(|idx| row.cell(idx))
            .filter(|cell| !is_blank(cell))
        else {
            return Ok(None);
        };
        dates::date(cell, self.plan.date_order)
            .map(Some)
            .ok_or_else(|| {
                Rejection::new(key::EFFECTIVE, format!("{} is not a date", quoted(cell)))
            })
    }
}

/// Reads a rate: dollars above zero with up to four decimals.
fn rate(field: &'static str, cell: &[u8]) -> Result<Money, Rejection> {
    let reason = match values::ten_thousandths(cell) {
        Number::Value { scaled: 1.., .. } => None,
        Number::Value { scaled: 0, .. } => Some("is 0.00: no rate is set".to_owned()),
        Number::Value { .. } => Some("is below zero".to_owned()),
        Number::Blank => Some("has no rate".to_owned()),
        Number::Unreadable => Some(format!("{} is not a rate", quoted_words(cell))),
    };
    match (reason, values::ten_thousandths(cell)) {
        (None, Number::Value { scaled, .. }) => Ok(Money::from_ten_thousandths(scaled)),
        (reason, _) => Err(Rejection::new(field, reason.unwrap_or_default())),
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
