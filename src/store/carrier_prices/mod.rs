//! Amounts that the Medicare contractor set, typed in by the practice.

use rusqlite::{Row, params};

use super::columns::{code, modifiers, setting, setting_word, ten_thousandths};
use super::error::{Result, StoreError, service_words};
use super::{PracticeFile, Transaction};
use crate::domain::{CarrierPrice, Modifiers, Money, ProcedureCode, Setting};

impl PracticeFile {
    /// Reads all carrier prices, ordered by code, modifiers and setting.
    pub fn carrier_prices(&self) -> Result<Vec<CarrierPrice>> {
        let mut prices = self.db.rows(include_str!("list.sql"), [], price_from_row)?;
        // Absent modifiers and settings sort otherwise as text than as values.
        prices.sort_by_key(|price| (price.code, price.modifiers, price.setting));
        Ok(prices)
    }
}

impl Transaction<'_> {
    /// Sets the price of a code, modifiers and setting; an earlier one is replaced.
    ///
    /// Refused when it is below zero or has more than four decimals.
    pub fn set_carrier_price(&mut self, price: &CarrierPrice) -> Result<()> {
        if price.amount.is_negative() {
            return Err(StoreError::refused(format!(
                "{}: an amount below zero cannot be meant",
                service_words(price.code, price.modifiers)
            )));
        }
        let values = params![
            price.code.as_str(),
            price.modifiers.to_string(),
            setting_word(price.setting),
            ten_thousandths(price.amount.dollars())?,
            price.source.trim(),
        ];
        if self.db.execute(include_str!("replace.sql"), values)? == 0 {
            self.db.insert(include_str!("add.sql"), values)?;
        }
        self.changes.carrier_prices = true;
        Ok(())
    }

    /// Removes the price of exactly this code, modifiers and setting.
    pub fn remove_carrier_price(
        &mut self,
        code: ProcedureCode,
        modifiers: Modifiers,
        setting: Option<Setting>,
    ) -> Result<()> {
        let key = params![code.as_str(), modifiers.to_string(), setting_word(setting)];
        if self.db.execute(include_str!("remove.sql"), key)? == 0 {
            return Err(StoreError::refused(format!(
                "{} has no carrier price in the practice file",
                service_words(code, modifiers)
            )));
        }
        self.changes.carrier_prices = true;
        Ok(())
    }
}

fn price_from_row(row: &Row<'_>) -> rusqlite::Result<CarrierPrice> {
    Ok(CarrierPrice {
        code: code(row, 0)?,
        modifiers: modifiers(row, 1)?,
        setting: setting(row, 2)?,
        amount: Money::from_ten_thousandths(row.get(3)?),
        source: row.get(4)?,
    })
}
