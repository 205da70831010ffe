//! Small tables beside services and rates. Their rows live and die with their import; a later import
//! of the same year's expenses, the same measure and months, or the same person at a payer takes the
//! place of an earlier one. Providers and sites are no rows of their own: lists of them fill in what
//! the practice says of those that files name.

mod practice_lists;

use rusqlite::{Row, named_params, params};

use super::columns::{
    cents, checked, code, date, date_if_any, from_ten_thousandths, money, month, month_number,
    ten_thousandths, text_of,
};
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction, payers};
use crate::domain::{
    Authorization, AuthorizationOutcome, BetterWhen, Comparator, Contact, ExpenseKind,
    ExpenseTotal, ImportId, ImportKind, MeasureFamily, QualityMeasure, Records, SurveyAnswer,
    Urgency,
};

/// What became of records that were added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordsAdded {
    /// Rows that were not there before.
    pub new: u64,
    /// Providers or sites that were there, and have what the list says of them.
    pub known_before: u64,
}

impl PracticeFile {
    /// Reads the live records of a kind, in the order they are shown.
    ///
    /// Refused for kinds of imports that bring no records.
    pub fn records(&self, kind: ImportKind) -> Result<Records> {
        let db = &self.db;
        Ok(match kind {
            ImportKind::SurveyAnswers => Records::SurveyAnswers(db.rows(
                include_str!("survey_answers.sql"),
                [],
                survey_answer_from_row,
            )?),
            ImportKind::QualityMeasures => Records::QualityMeasures(db.rows(
                include_str!("quality_measures.sql"),
                [],
                quality_measure_from_row,
            )?),
            ImportKind::Authorizations => Records::Authorizations(db.rows(
                include_str!("authorizations.sql"),
                [],
                authorization_from_row,
            )?),
            ImportKind::Expenses => Records::Expenses(db.rows(
                include_str!("expense_totals.sql"),
                [],
                expense_total_from_row,
            )?),
            ImportKind::Contacts => {
                Records::Contacts(db.rows(include_str!("contacts.sql"), [], contact_from_row)?)
            }
            ImportKind::Providers => Records::Providers(self.provider_entries()?),
            ImportKind::Sites => Records::Sites(self.site_entries()?),
            other => {
                return Err(StoreError::refused(format!("{other} are no records")));
            }
        })
    }

    /// Counts the live records of every kind that has any.
    pub fn record_counts(&self) -> Result<Vec<(ImportKind, u64)>> {
        let stored = self.db.rows(include_str!("counts.sql"), [], |row| {
            let kind = checked(0, ImportKind::from_key(text_of(row, 0)?))?;
            Ok((kind, super::columns::count(row, 1)?))
        })?;
        let listed = [
            (ImportKind::Providers, self.provider_entries()?.len() as u64),
            (ImportKind::Sites, self.site_entries()?.len() as u64),
        ];
        let all = stored.into_iter().chain(listed);
        Ok(all.filter(|(_, count)| *count > 0).collect())
    }
}

impl Transaction<'_> {
    /// Adds the records of an import.
    ///
    /// Refused when a number has more than four decimals or is too large.
    pub fn add_records(&mut self, import: ImportId, records: &Records) -> Result<RecordsAdded> {
        match records {
            Records::SurveyAnswers(rows) => {
                rows.iter()
                    .try_for_each(|row| self.add_answer(import, row))?;
            }
            Records::QualityMeasures(rows) => {
                rows.iter()
                    .try_for_each(|row| self.add_measure(import, row))?;
            }
            Records::Authorizations(rows) => {
                rows.iter()
                    .try_for_each(|row| self.add_authorization(import, row))?;
            }
            Records::Expenses(rows) => {
                rows.iter()
                    .try_for_each(|row| self.add_expense(import, row))?;
            }
            Records::Contacts(rows) => {
                rows.iter()
                    .try_for_each(|row| self.add_contact(import, row))?;
            }
            Records::Providers(rows) => return self.fill_in_providers(rows),
            Records::Sites(rows) => return self.fill_in_sites(rows),
        }
        self.changes.records = true;
        Ok(RecordsAdded {
            new: records.len() as u64,
            known_before: 0,
        })
    }

    fn add_answer(&mut self, import: ImportId, answer: &SurveyAnswer) -> Result<()> {
        let best = answer.scale_max.map(ten_thousandths).transpose()?;
        self.db.execute(
            include_str!("add_survey_answer.sql"),
            params![
                import.0,
                answer.date.to_string(),
                answer.question,
                ten_thousandths(answer.score)?,
                best,
            ],
        )?;
        Ok(())
    }

    fn add_measure(&mut self, import: ImportId, measure: &QualityMeasure) -> Result<()> {
        let comparator = measure.comparator.as_ref();
        let compared = comparator.map(|other| ten_thousandths(other.value));
        self.db.execute(
            include_str!("add_quality_measure.sql"),
            named_params! {
                ":import": import.0,
                ":name": measure.name,
                ":family": measure.family.key(),
                ":from_month": month_number(measure.from),
                ":to_month": month_number(measure.to),
                ":numerator": whole(measure.numerator)?,
                ":denominator": whole(measure.denominator)?,
                ":result_e4": ten_thousandths(measure.result)?,
                ":better": measure.better.key(),
                ":comparator_e4": compared.transpose()?,
                ":comparator_source": comparator.map_or("", |other| &other.source),
                ":comparator_date": comparator
                    .and_then(|other| other.date)
                    .map(|date| date.to_string()),
            },
        )?;
        Ok(())
    }

    fn add_authorization(&mut self, import: ImportId, request: &Authorization) -> Result<()> {
        let payer_name = self.payer_name_of(import, &request.payer)?;
        self.db.execute(
            include_str!("add_authorization.sql"),
            named_params! {
                ":import": import.0,
                ":requested_on": request.requested_on.to_string(),
                ":decided_on": request.decided_on.map(|date| date.to_string()),
                ":payer_name": payer_name,
                ":code": request.code.map(|code| code.to_string()),
                ":urgency": request.urgency.key(),
                ":outcome": request.outcome.key(),
                ":after_appeal": request.after_appeal.map(AuthorizationOutcome::key),
                ":reason": request.reason,
            },
        )?;
        Ok(())
    }

    fn add_expense(&mut self, import: ImportId, expense: &ExpenseTotal) -> Result<()> {
        self.db.execute(
            include_str!("add_expense_total.sql"),
            params![
                import.0,
                expense.year,
                expense.category,
                expense.kind.key(),
                cents(expense.amount)?,
            ],
        )?;
        Ok(())
    }

    fn add_contact(&mut self, import: ImportId, contact: &Contact) -> Result<()> {
        let payer_name = self.payer_name_of(import, &contact.payer)?;
        self.db.execute(
            include_str!("add_contact.sql"),
            params![
                import.0,
                payer_name,
                contact.name,
                contact.role,
                contact.phone,
                contact.email,
                contact.authority,
                contact.note,
            ],
        )?;
        Ok(())
    }

    /// Finds a payer's name, or adds it, and keeps the payer in use while the import is.
    fn payer_name_of(&mut self, import: ImportId, payer: &str) -> Result<i64> {
        let name = payers::name_id(self.db, payer, "", "")?;
        self.db
            .execute(include_str!("name_payer.sql"), [import.0, name.0])?;
        self.changes.payers = true;
        Ok(name.0)
    }
}

fn whole(count: Option<u64>) -> Result<Option<i64>> {
    count
        .map(|count| {
            i64::try_from(count).map_err(|_error| StoreError::refused("A count is too large"))
        })
        .transpose()
}

fn survey_answer_from_row(row: &Row<'_>) -> rusqlite::Result<SurveyAnswer> {
    Ok(SurveyAnswer {
        date: date(row, 0)?,
        question: row.get(1)?,
        score: from_ten_thousandths(row, 2)?,
        scale_max: number_if_any(row, 3)?,
    })
}

fn quality_measure_from_row(row: &Row<'_>) -> rusqlite::Result<QualityMeasure> {
    let source: String = row.get(9)?;
    let compared_on = date_if_any(row, 10)?;
    Ok(QualityMeasure {
        name: row.get(0)?,
        family: checked(1, MeasureFamily::from_key(text_of(row, 1)?))?,
        from: month(row, 2)?,
        to: month(row, 3)?,
        numerator: count_if_any(row, 4)?,
        denominator: count_if_any(row, 5)?,
        result: from_ten_thousandths(row, 6)?,
        better: checked(7, BetterWhen::from_key(text_of(row, 7)?))?,
        comparator: number_if_any(row, 8)?.map(|value| Comparator {
            value,
            source,
            date: compared_on,
        }),
    })
}

fn authorization_from_row(row: &Row<'_>) -> rusqlite::Result<Authorization> {
    let has_code = row.get::<_, Option<String>>(3)?.is_some();
    let after_appeal: Option<String> = row.get(6)?;
    let after_appeal = after_appeal.as_deref().map(AuthorizationOutcome::from_key);
    Ok(Authorization {
        requested_on: date(row, 0)?,
        decided_on: date_if_any(row, 1)?,
        payer: row.get(2)?,
        code: if has_code { Some(code(row, 3)?) } else { None },
        urgency: checked(4, Urgency::from_key(text_of(row, 4)?))?,
        outcome: checked(5, AuthorizationOutcome::from_key(text_of(row, 5)?))?,
        after_appeal: checked(6, after_appeal.transpose())?,
        reason: row.get(7)?,
    })
}

fn expense_total_from_row(row: &Row<'_>) -> rusqlite::Result<ExpenseTotal> {
    Ok(ExpenseTotal {
        year: row.get(0)?,
        category: row.get(1)?,
        kind: checked(2, ExpenseKind::from_key(text_of(row, 2)?))?,
        amount: money(row, 3)?,
    })
}

fn contact_from_row(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        payer: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        phone: row.get(3)?,
        email: row.get(4)?,
        authority: row.get(5)?,
        note: row.get(6)?,
    })
}

fn number_if_any(
    row: &Row<'_>,
    column_idx: usize,
) -> rusqlite::Result<Option<rust_decimal::Decimal>> {
    match row.get::<_, Option<i64>>(column_idx)? {
        Some(_) => from_ten_thousandths(row, column_idx).map(Some),
        None => Ok(None),
    }
}

fn count_if_any(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Option<u64>> {
    match row.get::<_, Option<i64>>(column_idx)? {
        Some(_) => super::columns::count(row, column_idx).map(Some),
        None => Ok(None),
    }
}
