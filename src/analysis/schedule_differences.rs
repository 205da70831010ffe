//! What changes between two fee schedules: a payer's new list, or a rate request it has filled in,
//! against today's rates.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::rounding::percent_of;
use super::service_volume::ServiceVolume;
use crate::domain::{FeeSchedule, Modifiers, Money, Percent, ProcedureCode, Setting};

/// Two fee schedules side by side, as they stand on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleDifferences {
    /// Names of the old and the new one.
    pub names: [String; 2],
    /// The day.
    pub day: Date,
    /// One a service of either, the largest change in dollars first, then by code.
    pub lines: Vec<ScheduleDifference>,
    /// What was counted.
    pub counts: DifferenceCounts,
    /// Services in both at the practice's volumes, by the old rates.
    pub dollars_old: Money,
    /// The same by the new rates.
    pub dollars_new: Money,
    /// Change of the dollars in percent; `None` where none of the services in both is billed.
    pub change_percent: Option<Percent>,
    /// Units billed of services that neither lists.
    pub units_in_neither: Decimal,
}

/// How many services stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DifferenceCounts {
    /// In both, higher in the new one.
    pub raised: u64,
    /// In both, lower in the new one.
    pub lowered: u64,
    /// In both, the same.
    pub unchanged: u64,
    /// Only in the old one.
    pub only_in_old: u64,
    /// Only in the new one.
    pub only_in_new: u64,
}

/// One service in the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScheduleDifference {
    /// The code.
    pub code: ProcedureCode,
    /// Only the modifiers that change the price.
    pub modifiers: Modifiers,
    /// `None`: the same in both settings of both schedules.
    pub setting: Option<Setting>,
    /// Dollars per unit in the old one.
    pub old: Option<Money>,
    /// Dollars per unit in the new one.
    pub new: Option<Money>,
    /// New less old.
    pub change: Option<Money>,
    /// The change in percent.
    pub change_percent: Option<Percent>,
    /// Units billed.
    pub units: Decimal,
    /// The change at these units; zero where it is in one only.
    pub dollars: Money,
}

/// Compares two fee schedules on a day, at a practice's volumes.
pub fn schedule_differences(
    old: &FeeSchedule,
    new: &FeeSchedule,
    day: Date,
    volumes: &[ServiceVolume],
) -> ScheduleDifferences {
    let (old, new) = (old.on(day), new.on(day));
    let services = services_of([&old, &new]);
    let mut found = ScheduleDifferences {
        names: [old.name.clone(), new.name.clone()],
        day,
        lines: Vec::with_capacity(services.len()),
        counts: DifferenceCounts::default(),
        dollars_old: Money::ZERO,
        dollars_new: Money::ZERO,
        change_percent: None,
        units_in_neither: units_in_neither(&services, volumes),
    };
    for service in services {
        found.add(service.difference([&old, &new], volumes));
    }
    found.change_percent = percent_of(found.dollars_new - found.dollars_old, found.dollars_old);
    found.lines.sort_by_key(|line| {
        let dollars = line.dollars.dollars().abs();
        (
            std::cmp::Reverse(dollars),
            line.code,
            line.modifiers,
            line.setting,
        )
    });
    found
}

impl ScheduleDifferences {
    fn add(&mut self, line: ScheduleDifference) {
        let counts = &mut self.counts;
        match (line.old, line.new) {
            (Some(old), Some(new)) => {
                self.dollars_old += old.times(line.units).rounded();
                self.dollars_new += new.times(line.units).rounded();
                match new.cmp(&old) {
                    std::cmp::Ordering::Greater => counts.raised += 1,
                    std::cmp::Ordering::Less => counts.lowered += 1,
                    std::cmp::Ordering::Equal => counts.unchanged += 1,
                }
            }
            (Some(_), None) => counts.only_in_old += 1,
            (None, Some(_)) => counts.only_in_new += 1,
            (None, None) => {}
        }
        self.lines.push(line);
    }
}

/// What a line of the comparison is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Service {
    code: ProcedureCode,
    modifiers: Modifiers,
    setting: Option<Setting>,
}

/// Lists the services of either schedule, once for each setting where one of them tells settings
/// apart.
fn services_of(schedules: [&FeeSchedule; 2]) -> BTreeSet<Service> {
    let rates = || schedules.into_iter().flat_map(|schedule| &schedule.rates);
    let by_setting: BTreeSet<(ProcedureCode, Modifiers)> = rates()
        .filter(|rate| rate.setting.is_some())
        .map(|rate| (rate.code, rate.modifiers))
        .collect();
    let mut services = BTreeSet::new();
    for rate in rates() {
        let (code, modifiers) = (rate.code, rate.modifiers);
        let of = |setting| Service {
            code,
            modifiers,
            setting,
        };
        match rate.setting {
            Some(_) => {
                services.insert(of(rate.setting));
            }
            None if by_setting.contains(&(code, modifiers)) => {
                services.extend(Setting::ALL.map(|setting| of(Some(setting))));
            }
            None => {
                services.insert(of(None));
            }
        }
    }
    services
}

impl Service {
    fn is_of(&self, volume: &ServiceVolume) -> bool {
        let key = volume.key;
        (key.code, key.modifiers) == (self.code, self.modifiers)
            && self.setting.is_none_or(|only| only == key.setting)
    }

    fn difference(
        self,
        [old, new]: [&FeeSchedule; 2],
        volumes: &[ServiceVolume],
    ) -> ScheduleDifference {
        // Where the service is one for both settings, so are both its rates.
        let setting = self.setting.unwrap_or(Setting::NonFacility);
        let rate = |schedule: &FeeSchedule| schedule.rate(self.code, self.modifiers, setting);
        let (old, new) = (rate(old), rate(new));
        let change = old.zip(new).map(|(old, new)| new - old);
        let start = volumes.partition_point(|volume| volume.key.code < self.code);
        let units = volumes
            .iter()
            .skip(start)
            .take_while(|volume| volume.key.code == self.code)
            .filter(|volume| self.is_of(volume))
            .map(|volume| volume.units)
            .sum();
        ScheduleDifference {
            code: self.code,
            modifiers: self.modifiers,
            setting: self.setting,
            old,
            new,
            change,
            change_percent: change
                .zip(old)
                .and_then(|(change, old)| percent_of(change, old)),
            units,
            dollars: change.map_or(Money::ZERO, |change| change.times(units).rounded()),
        }
    }
}

fn units_in_neither(services: &BTreeSet<Service>, volumes: &[ServiceVolume]) -> Decimal {
    volumes
        .iter()
        .filter(|volume| {
            let key = volume.key;
            let of = |setting| Service {
                code: key.code,
                modifiers: key.modifiers,
                setting,
            };
            !services.contains(&of(None)) && !services.contains(&of(Some(key.setting)))
        })
        .map(|volume| volume.units)
        .sum()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::sample::{decimal, dollars, key};
    use crate::domain::{FeeRate, FeeScheduleId, PayerId, RateKey};

    fn schedule(name: &str, rates: &[(&str, Option<Setting>, &str)]) -> FeeSchedule {
        FeeSchedule {
            id: FeeScheduleId(1),
            payer: PayerId(1),
            name: name.to_owned(),
            effective_from: None,
            rates: rates
                .iter()
                .map(|(code, setting, rate)| FeeRate {
                    code: ProcedureCode::new(code).unwrap(),
                    modifiers: Modifiers::NONE,
                    setting: *setting,
                    effective_from: None,
                    effective_to: None,
                    rate: dollars(rate),
                })
                .collect(),
        }
    }

    fn volume(code: &str, setting: Setting, units: &str) -> ServiceVolume {
        ServiceVolume {
            key: RateKey {
                setting,
                ..key(code)
            },
            units: decimal(units),
            units_allowed: decimal(units),
            charge_per_unit: None,
            allowed: Money::ZERO,
        }
    }

    fn shown(line: &ScheduleDifference) -> String {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        format!(
            "{} {:?} {} {} {} {}",
            line.code,
            line.setting,
            or_none(line.old.map(|rate| rate.to_string())),
            or_none(line.new.map(|rate| rate.to_string())),
            or_none(line.change_percent.map(|percent| percent.to_string())),
            line.dollars
        )
    }

    #[test]
    fn a_new_list_is_compared_with_todays_at_the_practices_volumes() {
        let (office, hospital) = (Setting::NonFacility, Setting::Facility);
        let old = schedule(
            "2026",
            &[
                ("EX001", None, "90"),
                ("EX002", None, "120.50"),
                ("EX003", None, "40"),
                ("EX005", None, "10"),
            ],
        );
        let new = schedule(
            "2027",
            &[
                ("EX001", Some(office), "96"),
                ("EX001", Some(hospital), "81"),
                ("EX002", None, "120.50"),
                ("EX004", None, "15"),
                ("EX005", None, "9"),
            ],
        );
        let volumes = [
            volume("EX001", office, "100"),
            volume("EX001", hospital, "20"),
            volume("EX002", office, "10"),
            volume("EX003", office, "7"),
            volume("EX009", office, "3"),
        ];
        let found = schedule_differences(&old, &new, date(2027, 1, 1), &volumes);
        let shown: Vec<String> = found.lines.iter().map(shown).collect();
        assert_eq!(
            shown,
            [
                "EX001 Some(NonFacility) 90.00 96.00 6.7 600.00",
                "EX001 Some(Facility) 90.00 81.00 -10.0 -180.00",
                "EX002 None 120.50 120.50 0.0 0.00",
                "EX003 None 40.00 - - 0.00",
                "EX004 None - 15.00 - 0.00",
                "EX005 None 10.00 9.00 -10.0 0.00",
            ]
        );
        assert_eq!(
            found.counts,
            DifferenceCounts {
                raised: 1,
                lowered: 2,
                unchanged: 1,
                only_in_old: 1,
                only_in_new: 1,
            }
        );
        // 120 × 90 + 10 × 120.50 = 12,005; 100 × 96 + 20 × 81 + 1,205 = 12,425.
        assert_eq!(found.dollars_old, dollars("12005"));
        assert_eq!(found.dollars_new, dollars("12425"));
        assert_eq!(found.change_percent.unwrap().to_string(), "3.5");
        assert_eq!(found.units_in_neither, decimal("3"));
    }

    #[test]
    fn rates_are_those_of_the_day() {
        let old = schedule("old", &[("EX001", None, "90")]);
        let mut new = schedule("new", &[("EX001", None, "95")]);
        new.rates[0].effective_from = Some(date(2027, 1, 1));
        let counts = |day| schedule_differences(&old, &new, day, &[]).counts;
        assert_eq!(counts(date(2026, 12, 31)).only_in_old, 1);
        assert_eq!(counts(date(2027, 1, 1)).raised, 1);
    }
}
