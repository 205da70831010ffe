//! Payers' fee schedules. One import may bring several.

use std::collections::HashSet;

use jiff::civil::Date;
use rusqlite::{Row, named_params, params};

use super::columns::{code, date_if_any, modifiers, setting, setting_word, ten_thousandths};
use super::error::{Result, StoreError, service_words};
use super::{PracticeFile, Transaction};
use crate::domain::{FeeRate, FeeSchedule, FeeScheduleId, ImportId, Money, PayerId};

impl PracticeFile {
    /// Reads all fee schedules with their rates, ordered by payer, first date of service and name.
    pub fn fee_schedules(&self) -> Result<Vec<FeeSchedule>> {
        self.db
            .rows(include_str!("list.sql"), [], heading_from_row)?
            .into_iter()
            .map(|heading| self.with_rates(heading))
            .collect()
    }

    /// Reads a fee schedule; `None` when the file does not hold it, or holds it no longer.
    pub fn fee_schedule(&self, id: FeeScheduleId) -> Result<Option<FeeSchedule>> {
        self.db
            .row_if_any(include_str!("get.sql"), [id.0], heading_from_row)?
            .map(|heading| self.with_rates(heading))
            .transpose()
    }

    fn with_rates(&self, heading: FeeSchedule) -> Result<FeeSchedule> {
        let mut rates = self
            .db
            .rows(include_str!("rates.sql"), [heading.id.0], rate_from_row)?;
        // Blanks and absent modifiers sort otherwise as text than as values.
        rates.sort_by_key(|rate| (rate.code, rate.modifiers, rate.setting, rate.effective_from));
        Ok(FeeSchedule { rates, ..heading })
    }
}

impl Transaction<'_> {
    /// Adds a fee schedule under an import, which may have several.
    ///
    /// Refused when it has no name, has two rates for one code, modifiers, setting and first date of
    /// service, or a rate that ends before it begins.
    pub fn add_fee_schedule(
        &mut self,
        import: ImportId,
        payer: PayerId,
        name: &str,
        effective_from: Option<Date>,
        rates: &[FeeRate],
    ) -> Result<FeeScheduleId> {
        check_rates(rates)?;
        let id = self.db.insert(
            include_str!("add.sql"),
            named_params! {
                ":import": import.0,
                ":payer": payer.0,
                ":name": checked_name(name)?,
                ":effective_from": effective_from.map(|date| date.to_string()),
            },
        )?;
        for rate in rates {
            self.db.execute(
                include_str!("add_rate.sql"),
                params![
                    id,
                    rate.code.as_str(),
                    rate.modifiers.to_string(),
                    setting_word(rate.setting),
                    rate.effective_from
                        .map_or_else(String::new, |date| date.to_string()),
                    rate.effective_to.map(|date| date.to_string()),
                    ten_thousandths(rate.rate.dollars())?,
                ],
            )?;
        }
        self.changes.fee_schedules = true;
        Ok(FeeScheduleId(id))
    }

    /// Gives a fee schedule another name.
    pub fn rename_fee_schedule(&mut self, id: FeeScheduleId, name: &str) -> Result<()> {
        let renamed = self.db.execute(
            include_str!("rename.sql"),
            params![id.0, checked_name(name)?],
        )?;
        if renamed == 0 {
            return Err(StoreError::refused(
                "This fee schedule is no longer in the practice file",
            ));
        }
        self.changes.fee_schedules = true;
        Ok(())
    }
}

fn check_rates(rates: &[FeeRate]) -> Result<()> {
    let mut seen = HashSet::with_capacity(rates.len());
    for rate in rates {
        let service = service_words(rate.code, rate.modifiers);
        if !seen.insert((rate.code, rate.modifiers, rate.setting, rate.effective_from)) {
            let from = rate
                .effective_from
                .map_or_else(String::new, |date| format!(" from {date} on"));
            return Err(StoreError::refused(format!(
                "{service} has two rates in one fee schedule{from}. Keep one of them"
            )));
        }
        if let (Some(from), Some(to)) = (rate.effective_from, rate.effective_to)
            && to < from
        {
            return Err(StoreError::refused(format!(
                "{service}: the rate from {from} on ends before, on {to}. Correct one of the dates"
            )));
        }
    }
    Ok(())
}

fn checked_name(name: &str) -> Result<&str> {
    match name.trim() {
        "" => Err(StoreError::refused("A fee schedule needs a name")),
        name => Ok(name),
    }
}

fn heading_from_row(row: &Row<'_>) -> rusqlite::Result<FeeSchedule> {
    Ok(FeeSchedule {
        id: FeeScheduleId(row.get(0)?),
        payer: PayerId(row.get(1)?),
        name: row.get(2)?,
        effective_from: date_if_any(row, 3)?,
        rates: Vec::new(),
    })
}

fn rate_from_row(row: &Row<'_>) -> rusqlite::Result<FeeRate> {
    Ok(FeeRate {
        code: code(row, 0)?,
        modifiers: modifiers(row, 1)?,
        setting: setting(row, 2)?,
        effective_from: date_if_any(row, 3)?,
        effective_to: date_if_any(row, 4)?,
        rate: Money::from_ten_thousandths(row.get(5)?),
    })
}
