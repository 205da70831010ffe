//! What a payer says it pays, code by code.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{FeeScheduleId, Modifiers, Money, PayerId, ProcedureCode, Setting};

/// One rate of a fee schedule: dollars per unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeRate {
    /// The code.
    pub code: ProcedureCode,
    /// The modifiers it is for, as the payer lists them: all of them, since a payer may pay another
    /// rate for one that others only read.
    pub modifiers: Modifiers,
    /// `None`: the same in both settings.
    pub setting: Option<Setting>,
    /// First date of service; `None`: since ever, or since the schedule's own first date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<Date>,
    /// Last date of service; `None`: open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Date>,
    /// Dollars per unit, up to four decimals.
    pub rate: Money,
}

impl FeeRate {
    /// Whether the rate is for services on `day`.
    pub fn is_in_effect(&self, day: Date) -> bool {
        self.effective_from.is_none_or(|from| from <= day)
            && self.effective_to.is_none_or(|to| day <= to)
    }
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
    /// Rates ordered by code, modifiers, setting and first date of service.
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

    /// Returns the schedule as it stands on a day: of rates for one service that which took effect
    /// last, without those that have ended or are yet to come.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        let mut rates: Vec<FeeRate> = Vec::with_capacity(self.rates.len());
        for rate in self.rates.iter().filter(|rate| rate.is_in_effect(day)) {
            match rates.last_mut() {
                Some(last)
                    if (last.code, last.modifiers, last.setting)
                        == (rate.code, rate.modifiers, rate.setting) =>
                {
                    *last = *rate;
                }
                _ => rates.push(*rate),
            }
        }
        Self {
            rates,
            ..self.clone()
        }
    }

    /// Finds the rate for a service on a day: the setting's own before one for both, the one that
    /// took effect last before earlier ones.
    pub fn rate_on(
        &self,
        code: ProcedureCode,
        modifiers: Modifiers,
        setting: Setting,
        day: Date,
    ) -> Option<&FeeRate> {
        let start = self
            .rates
            .partition_point(|rate| (rate.code, rate.modifiers) < (code, modifiers));
        let of = |wanted: Option<Setting>| {
            self.rates[start..]
                .iter()
                .take_while(|rate| (rate.code, rate.modifiers) == (code, modifiers))
                .filter(|rate| rate.setting == wanted && rate.is_in_effect(day))
                .max_by_key(|rate| rate.effective_from)
        };
        of(Some(setting)).or_else(|| of(None))
    }

    /// Finds the rate for a service in a schedule that stands for one day ([`FeeSchedule::on`]): the
    /// setting's own before one for both.
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

    #[test]
    fn of_dated_rates_the_one_of_the_day_counts() {
        let code = ProcedureCode::new("99213").unwrap();
        let rate = |from: Option<Date>, to: Option<Date>, cents: i64| FeeRate {
            code,
            modifiers: Modifiers::NONE,
            setting: None,
            effective_from: from,
            effective_to: to,
            rate: Money::from_cents(cents),
        };
        let mut known = schedule(1, None);
        known.rates = vec![
            rate(None, None, 9_000),
            rate(Some(date(2025, 7, 1)), Some(date(2025, 9, 30)), 9_500),
            rate(Some(date(2026, 1, 1)), None, 9_900),
        ];
        for (day, cents) in [
            (date(2025, 6, 30), 9_000),
            (date(2025, 7, 1), 9_500),
            (date(2025, 10, 1), 9_000),
            (date(2026, 1, 1), 9_900),
        ] {
            let setting = Setting::Facility;
            let found = known.rate_on(code, Modifiers::NONE, setting, day);
            assert_eq!(
                found.map(|found| found.rate),
                Some(Money::from_cents(cents)),
                "{day}"
            );
            let on_day = known.on(day);
            assert_eq!(
                on_day.rate(code, Modifiers::NONE, setting),
                Some(Money::from_cents(cents))
            );
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
