//! What a payer says it pays, code by code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FeeScheduleId, Modifiers, Money, PayerId, ProcedureCode, Setting};

/// One rate of a fee schedule: dollars per unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRate {
    /// The code.
    pub code: ProcedureCode,
    /// Only the modifiers that change the price.
    pub modifiers: Modifiers,
    /// `None`: the same in both settings.
    pub setting: Option<Setting>,
    /// Dollars per unit, up to four decimals.
    pub rate: Money,
}

/// A payer's fee schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSchedule {
    /// Its row.
    pub id: FeeScheduleId,
    /// Whose it is.
    pub payer: PayerId,
    /// The name the practice gave it, by default the file's.
    pub name: String,
    /// First date of service, where known.
    pub effective_from: Option<Date>,
    /// Rates ordered by code, modifiers and setting.
    pub rates: Vec<FeeRate>,
}

impl FeeSchedule {
    /// Finds the rate for a service: the setting's own before one for both.
    pub fn rate(
        &self,
        code: ProcedureCode,
        modifiers: Modifiers,
        setting: Setting,
    ) -> Option<Money> {
        let start = self
            .rates
            .partition_point(|rate| (rate.code, rate.modifiers) < (code, modifiers));
        let same = || {
            self.rates[start..]
                .iter()
                .take_while(|rate| (rate.code, rate.modifiers) == (code, modifiers))
        };
        same()
            .find(|rate| rate.setting == Some(setting))
            .or_else(|| same().find(|rate| rate.setting.is_none()))
            .map(|rate| rate.rate)
    }
}
