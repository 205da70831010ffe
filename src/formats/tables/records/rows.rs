//! One row of one of these tables as a record, or why it is none.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::dates;
use super::super::fields::key as shared;
use super::super::plan::TablePlan;
use super::super::rows::Row;
use super::super::tally::{Rejection, quoted};
use super::super::values::{self, CodeCell, Number};
use super::fields::{key, record_fields};
use super::period::period;
use super::reasons;
use crate::domain::{
    Authorization, AuthorizationOutcome, BetterWhen, Comparator, Contact, ExpenseKind,
    ExpenseTotal, ImportKind, Invalid, MeasureFamily, Money, ProviderClass, ProviderEntry,
    QualityMeasure, Records, SiteEntry, SurveyAnswer, Urgency,
};

/// Longest text kept of a cell; notes can be longer than anybody reads.
const LONGEST: usize = 500;

/// Where the fields of a plan lie.
pub(in super::super) struct RecordReader<'p> {
    plan: &'p TablePlan,
    columns: Vec<(&'static str, usize)>,
}

impl<'p> RecordReader<'p> {
    pub(in super::super) fn new(plan: &'p TablePlan) -> Self {
        let columns = record_fields(plan.kind)
            .iter()
            .filter_map(|one| Some((one.field.key, plan.columns_of(one.field.key).next()?)))
            .collect();
        Self { plan, columns }
    }

    /// Reads a row into a list of one record.
    pub(in super::super) fn record(&self, row: &Row) -> Result<Records, Rejection> {
        let cells = Cells { reader: self, row };
        Ok(match self.plan.kind {
            ImportKind::SurveyAnswers => Records::SurveyAnswers(vec![cells.survey_answer()?]),
            ImportKind::QualityMeasures => Records::QualityMeasures(vec![cells.quality_measure()?]),
            ImportKind::Authorizations => Records::Authorizations(vec![cells.authorization()?]),
            ImportKind::Expenses => Records::Expenses(vec![cells.expense()?]),
            ImportKind::Providers => Records::Providers(vec![cells.provider()?]),
            ImportKind::Sites => Records::Sites(vec![cells.site()?]),
            _ => Records::Contacts(vec![cells.contact()?]),
        })
    }
}

/// A row seen through a plan.
struct Cells<'r> {
    reader: &'r RecordReader<'r>,
    row: &'r Row,
}

impl Cells<'_> {
    fn cell(&self, key: &str) -> &[u8] {
        let column = self.reader.columns.iter().find(|(known, _)| *known == key);
        column.map_or(&[], |(_, idx)| self.row.cell(*idx))
    }

    /// Returns a cell as one line of text, without numbers that could be a person's.
    fn text(&self, key: &str) -> String {
        let column = self.reader.columns.iter().find(|(known, _)| *known == key);
        let text = column.map_or_else(String::new, |(_, idx)| self.row.text(*idx));
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").chars().take(LONGEST).collect()
    }

    fn needed(&self, key: &'static str) -> Result<String, Rejection> {
        match self.text(key) {
            text if text.is_empty() => Err(Rejection::new(key, "is blank")),
            text => Ok(text),
        }
    }

    fn payer(&self) -> Result<String, Rejection> {
        match (&self.reader.plan.payer_name, self.text(shared::PAYER)) {
            (_, text) if !text.is_empty() => Ok(text),
            (Some(name), _) => Ok(name.clone()),
            (None, _) => Err(Rejection::new(shared::PAYER, "is blank")),
        }
    }

    fn date(&self, key: &'static str) -> Result<Date, Rejection> {
        self.date_if_any(key)?
            .ok_or_else(|| Rejection::new(key, "is blank"))
    }

    fn date_if_any(&self, key: &'static str) -> Result<Option<Date>, Rejection> {
        if self.text(key).is_empty() {
            return Ok(None);
        }
        let cell = self.cell(key);
        dates::date(cell, self.reader.plan.dates_order())
            .map(Some)
            .ok_or_else(|| refused(key, cell, "is not a date"))
    }

    /// Reads a number, a percent sign behind it or not.
    fn number_if_any(&self, key: &'static str) -> Result<Option<Decimal>, Rejection> {
        let text = self.text(key);
        let digits = text.trim_end_matches(['%', ' ']);
        match values::ten_thousandths(digits.as_bytes()) {
            Number::Blank => Ok(None),
            Number::Value { scaled, .. } => Ok(Some(Decimal::new(scaled, 4).normalize())),
            Number::Unreadable => Err(refused(key, self.cell(key), "is not a number")),
        }
    }

    fn number(&self, key: &'static str) -> Result<Decimal, Rejection> {
        self.number_if_any(key)?
            .ok_or_else(|| Rejection::new(key, "is blank"))
    }

    fn count_if_any(&self, key: &'static str) -> Result<Option<u64>, Rejection> {
        let cell = self.cell(key);
        values::count(cell)
            .map(|count| count.map(u64::from))
            .map_err(|error| refused(key, cell, &error.to_string()))
    }

    /// Reads a word of a fixed list; `None` where the cell is blank.
    fn word<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Result<Option<T>, Rejection> {
        let text = self.text(key);
        if text.is_empty() {
            return Ok(None);
        }
        read(&text)
            .map(Some)
            .map_err(|error| refused(key, self.cell(key), &error.to_string()))
    }

    fn survey_answer(&self) -> Result<SurveyAnswer, Rejection> {
        let answer = SurveyAnswer {
            date: self.date(shared::DATE)?,
            question: self.needed(key::QUESTION)?,
            score: self.number(key::SCORE)?,
            scale_max: self.number_if_any(key::BEST_SCORE)?,
        };
        if answer.scale_max.is_some_and(|best| best < answer.score) {
            return Err(Rejection::new(key::SCORE, "is above the best score"));
        }
        Ok(answer)
    }

    fn quality_measure(&self) -> Result<QualityMeasure, Rejection> {
        let name = self.needed(key::MEASURE)?;
        let order = self.reader.plan.dates_order();
        let cell = self.cell(key::PERIOD);
        let (from, to) = period(&self.needed(key::PERIOD)?, order).ok_or_else(|| {
            refused(
                key::PERIOD,
                cell,
                "is not a period (use 2025, Q2 2025 or 2025-01 to 2025-06)",
            )
        })?;
        let numerator = self.count_if_any(key::NUMERATOR)?;
        let denominator = self.count_if_any(key::DENOMINATOR)?;
        if numerator.zip(denominator).is_some_and(|(met, of)| met > of) {
            return Err(Rejection::new(key::NUMERATOR, "is above the denominator"));
        }
        let result = result_of(self.number_if_any(key::RESULT)?, numerator, denominator)
            .ok_or_else(|| {
                Rejection::new(
                    key::RESULT,
                    "is blank, and no numerator and denominator make it",
                )
            })?;
        let comparator = self.number_if_any(key::COMPARATOR)?;
        Ok(QualityMeasure {
            name,
            family: self
                .word(key::FAMILY, MeasureFamily::from_key)?
                .unwrap_or(MeasureFamily::Internal),
            from,
            to,
            numerator,
            denominator,
            result,
            better: self
                .word(key::BETTER, BetterWhen::from_key)?
                .unwrap_or_default(),
            comparator: match comparator {
                None => None,
                Some(value) => Some(Comparator {
                    value,
                    source: self.text(key::COMPARATOR_SOURCE),
                    date: self.date_if_any(key::COMPARATOR_DATE)?,
                }),
            },
        })
    }

    fn authorization(&self) -> Result<Authorization, Rejection> {
        let requested_on = self.date(key::REQUESTED_ON)?;
        let decided_on = self.date_if_any(key::DECIDED_ON)?;
        if decided_on.is_some_and(|decided| decided < requested_on) {
            return Err(Rejection::new(key::DECIDED_ON, "is before the request"));
        }
        let code = match values::code(self.cell(shared::CODE)) {
            CodeCell::Code(code, _modifiers) => Some(code),
            CodeCell::Blank => None,
            CodeCell::Total | CodeCell::Several | CodeCell::Unreadable => {
                let cell = self.cell(shared::CODE);
                return Err(refused(shared::CODE, cell, "is not one procedure code"));
            }
        };
        let reason = self.text(key::REASON);
        Ok(Authorization {
            requested_on,
            decided_on,
            payer: self.payer()?,
            code,
            urgency: self.word(key::TYPE, Urgency::from_key)?.unwrap_or_default(),
            outcome: self
                .word(key::OUTCOME, AuthorizationOutcome::from_key)?
                .ok_or_else(|| Rejection::new(key::OUTCOME, "is blank"))?,
            after_appeal: self.word(key::AFTER_APPEAL, AuthorizationOutcome::from_key)?,
            // A log's free text may say whom it is about.
            reason: if reasons::names_nobody(&reason) {
                reason
            } else {
                String::new()
            },
        })
    }

    fn expense(&self) -> Result<ExpenseTotal, Rejection> {
        let cell = self.cell(shared::YEAR);
        let year = dates::year_alone(cell)
            .and_then(|year| i16::try_from(year).ok())
            .ok_or_else(|| refused(shared::YEAR, cell, "is not a year"))?;
        let category = self.needed(key::CATEGORY)?;
        if values::is_total(&category) {
            return Err(Rejection::new(key::CATEGORY, "is a row of sums"));
        }
        let cell = self.cell(key::EXPENSE);
        let amount = match values::cents(cell) {
            Number::Value { scaled, .. } => Money::from_cents(scaled),
            Number::Blank => return Err(Rejection::new(key::EXPENSE, "is blank")),
            Number::Unreadable => return Err(refused(key::EXPENSE, cell, "is not an amount")),
        };
        let kind = self.word(key::EXPENSE_KIND, ExpenseKind::from_key)?;
        Ok(ExpenseTotal {
            year,
            kind: kind.unwrap_or_else(|| ExpenseKind::guessed(&category)),
            category,
            amount,
        })
    }

    fn provider(&self) -> Result<ProviderEntry, Rejection> {
        Ok(ProviderEntry {
            name: self.needed(key::NAME)?,
            npi: self.word(key::NPI, ProviderEntry::npi_from_text)?,
            class: self.word(key::CREDENTIAL, class_of)?,
            site: self.text(shared::SITE),
        })
    }

    fn site(&self) -> Result<SiteEntry, Rejection> {
        Ok(SiteEntry {
            text: self.needed(shared::SITE)?,
            name: self.text(key::SHOWN_NAME),
            zip: self.word(key::ZIP, SiteEntry::zip_from_text)?,
        })
    }

    fn contact(&self) -> Result<Contact, Rejection> {
        Ok(Contact {
            payer: self.payer()?,
            name: self.needed(key::NAME)?,
            role: self.text(key::ROLE),
            phone: self.text(key::PHONE),
            email: self.text(key::EMAIL),
            authority: self.text(key::AUTHORITY),
            note: self.text(key::NOTE),
        })
    }
}

/// Reads `MD`, `M.D.`, `PA-C`, `nurse practitioner`.
fn class_of(text: &str) -> Result<ProviderClass, Invalid> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    let dashed = text.trim().replace(' ', "-");
    let by_label = ProviderClass::ALL
        .into_iter()
        .find(|class| class.label().eq_ignore_ascii_case(text.trim()));
    let certified = letters.strip_suffix(['C', 'c']).unwrap_or(&letters);
    by_label
        .or_else(|| ProviderClass::from_key(&letters).ok())
        .or_else(|| ProviderClass::from_key(&dashed).ok())
        .or_else(|| ProviderClass::from_key(certified).ok())
        .ok_or_else(|| {
            Invalid::new("is not a credential (use MD, DO, NP, PA, CNS, CNM, LCSW or RD)")
        })
}

/// Returns a measure's result; in percent where spreadsheets wrote the fraction that numerator and
/// denominator make.
fn result_of(
    given: Option<Decimal>,
    numerator: Option<u64>,
    denominator: Option<u64>,
) -> Option<Decimal> {
    /// How far a rounded fraction may lie from the exact one.
    const NEAR: Decimal = Decimal::from_parts(5, 0, 0, false, 3);
    let fraction = numerator
        .zip(denominator)
        .and_then(|(met, of)| Decimal::from(met).checked_div(Decimal::from(of)));
    let percent = |fraction: Decimal| (fraction * Decimal::ONE_HUNDRED).round_dp(2).normalize();
    match (given, fraction) {
        (Some(given), Some(fraction))
            if given <= Decimal::ONE && (given - fraction).abs() <= NEAR =>
        {
            Some(percent(given))
        }
        (Some(given), _) => Some(given),
        (None, fraction) => fraction.map(percent),
    }
}

fn refused(key: &'static str, cell: &[u8], why: &str) -> Rejection {
    Rejection::new(key, format!("{} {why}", quoted(cell)))
}
