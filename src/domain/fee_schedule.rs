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
    /// Returns the one of a payer's schedules that counts: the dated one that took effect last,
    /// unless an undated one was imported after it.
    pub fn latest<'a>(schedules: impl IntoIterator<Item = &'a Self>) -> Option<&'a Self> {
        let (dated, undated): (Vec<_>, Vec<_>) = schedules
            .into_iter()
            .partition(|schedule| schedule.effective_from.is_some());
        let dated = dated
            .into_iter()
            .max_by_key(|schedule| (schedule.effective_from, schedule.id));
        let undated = undated.into_iter().max_by_key(|schedule| schedule.id);
        match (dated, undated) {
            (Some(dated), Some(undated)) if dated.id < undated.id => Some(undated),
            (Some(dated), _) => Some(dated),
            (None, undated) => undated,
        }
    }

    /// Whether the schedule's rates are for services on `day`; an undated one's are.
    pub fn is_in_effect(&self, day: Date) -> bool {
        self.effective_from.is_none_or(|from| from <= day)
    }

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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn schedule(id: i64, effective_from: Option<Date>) -> FeeSchedule {
        FeeSchedule {
            id: FeeScheduleId(id),
            payer: PayerId(1),
            name: id.to_string(),
            effective_from,
            rates: Vec::new(),
        }
    }

    fn check(schedules: &[(i64, Option<Date>)], expected: Option<i64>) {
        let schedules: Vec<_> = schedules
            .iter()
            .map(|(id, from)| schedule(*id, *from))
            .collect();
        assert_eq!(
            FeeSchedule::latest(&schedules).map(|found| found.id.0),
            expected
        );
    }

    #[test]
    fn the_schedule_that_took_effect_last_counts_unless_an_undated_one_came_later() {
        let (early, late) = (Some(date(2024, 1, 1)), Some(date(2025, 1, 1)));
        check(&[], None);
        check(&[(1, late), (2, early)], Some(1));
        check(&[(1, None), (2, early)], Some(2));
        check(&[(1, late), (2, None)], Some(2));
        check(&[(1, None), (2, None)], Some(2));
    }
}
