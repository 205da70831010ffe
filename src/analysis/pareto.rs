//! The few codes that make most of the money: which to negotiate.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::service_sums::{ServiceSums, sums_by};
use super::{BasedOn, ReportInput};
use crate::domain::{Money, Percent, RateKey};

/// What codes are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParetoBasis {
    /// Allowed amounts.
    #[default]
    Allowed,
    /// Payments by payers.
    Payments,
    /// Billed charges.
    Charges,
    /// Relative value units; codes without any count as zero.
    Rvus,
    /// Units of service.
    Volume,
}

impl ParetoBasis {
    /// All, in the order they are offered.
    pub const ALL: [Self; 5] = [
        Self::Allowed,
        Self::Payments,
        Self::Charges,
        Self::Rvus,
        Self::Volume,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Allowed => "Allowed amount",
            Self::Payments => "Payments",
            Self::Charges => "Charges",
            Self::Rvus => "Relative value units",
            Self::Volume => "Units of service",
        }
    }
}

/// Codes ranked, and how many of them reach the threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pareto {
    /// What it rests on.
    pub based_on: BasedOn,
    /// What codes are ranked by.
    pub basis: ParetoBasis,
    /// The percentage to reach.
    pub threshold: Percent,
    /// Sum over all codes, in dollars or in units of the basis.
    pub total: Decimal,
    /// Codes, as rows: a code in two settings counts twice.
    pub code_count: u64,
    /// The first rows that reach the threshold, the crossing one included.
    pub selected_count: u64,
    /// Selected codes as a percentage of all codes.
    pub selected_percent: Option<Percent>,
    /// What the selected codes truly reach; `None` where the sum is not above zero.
    pub reached_percent: Option<Percent>,
    /// All codes, the largest first; equal ones by code.
    pub rows: Vec<ParetoRow>,
}

/// One code's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ParetoRow {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// In dollars or in units of the basis.
    pub value: Decimal,
    /// Percentage of the total, to four decimals.
    pub percent: Option<Percent>,
    /// Percentage of the total up to and including this code.
    pub cumulative_percent: Option<Percent>,
    /// Whether the code is among those that reach the threshold.
    pub is_selected: bool,
    /// Units of service.
    pub units: Decimal,
    /// Billed charges.
    pub charge: Money,
    /// Allowed amounts.
    pub allowed: Money,
    /// Paid by payers.
    pub paid: Money,
}

/// Makes the report: codes are taken, largest first, until together they reach the threshold.
pub fn pareto(input: &ReportInput<'_>, basis: ParetoBasis, threshold: Percent) -> Pareto {
    let mut codes: Vec<(RateKey, ServiceSums, Decimal)> = sums_by(input.rows(), |row| row.key)
        .into_iter()
        .map(|(key, sums)| (key, sums, value_of(input, basis, key, &sums)))
        .collect();
    codes.sort_by(|left, right| (right.2, left.0).cmp(&(left.2, right.0)));
    let total: Decimal = codes.iter().map(|code| code.2).sum();
    let goal = total * threshold.fraction();
    let percent = |value: Decimal| {
        (Decimal::ZERO < total)
            .then(|| Percent::ratio(value, total))
            .flatten()
            .map(|percent| percent.rounded(4))
    };
    let mut reached = Decimal::ZERO;
    let mut selected = Decimal::ZERO;
    let mut selected_count = 0_u64;
    let rows: Vec<ParetoRow> = codes
        .iter()
        .map(|(key, sums, value)| {
            let is_selected = Decimal::ZERO < *value && reached < goal;
            reached += value;
            if is_selected {
                selected = reached;
                selected_count += 1;
            }
            ParetoRow {
                key: *key,
                value: *value,
                percent: percent(*value),
                cumulative_percent: percent(reached),
                is_selected,
                units: sums.units,
                charge: sums.charge,
                allowed: sums.allowed,
                paid: sums.paid,
            }
        })
        .collect();
    let code_count = rows.len() as u64;
    Pareto {
        based_on: input.based_on(),
        basis,
        threshold,
        total,
        code_count,
        selected_count,
        selected_percent: Percent::ratio(selected_count.into(), code_count.into())
            .map(|percent| percent.rounded(4)),
        reached_percent: percent(selected),
        rows,
    }
}

fn value_of(
    input: &ReportInput<'_>,
    basis: ParetoBasis,
    key: RateKey,
    sums: &ServiceSums,
) -> Decimal {
    match basis {
        ParetoBasis::Allowed => sums.allowed.dollars(),
        ParetoBasis::Payments => sums.paid.dollars(),
        ParetoBasis::Charges => sums.charge.dollars(),
        ParetoBasis::Rvus => input
            .reference
            .and_then(|reference| reference.rvus(key))
            .map_or(Decimal::ZERO, |rvus| rvus * sums.units),
        ParetoBasis::Volume => sums.units,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::sample::{Sample, any_practice, percent, total, worked_rates};

    fn selected(report: &Pareto) -> Vec<String> {
        report
            .rows
            .iter()
            .filter(|row| row.is_selected)
            .map(|row| row.key.code.to_string())
            .collect()
    }

    #[test]
    fn the_crossing_code_is_included_and_what_is_reached_is_said() {
        let report = pareto(&worked_rates().input(), ParetoBasis::Allowed, percent("75"));
        assert_eq!(selected(&report), ["EX002", "EX001"]);
        assert_eq!((report.selected_count, report.code_count), (2, 7));
        assert_eq!(report.reached_percent.unwrap().to_string(), "92.4");
    }

    #[test]
    fn the_basis_decides_the_order() {
        let sample = worked_rates();
        for (basis, threshold, expected) in [
            (ParetoBasis::Volume, "50", vec!["EX001"]),
            (ParetoBasis::Rvus, "40", vec!["EX002"]),
            (ParetoBasis::Charges, "93", vec!["EX002", "EX001", "EX003"]),
            (ParetoBasis::Payments, "10", vec!["EX002"]),
        ] {
            let report = pareto(&sample.input(), basis, percent(threshold));
            assert_eq!(selected(&report), expected, "{basis:?}");
        }
    }

    #[test]
    fn equal_codes_come_in_order_of_code_and_exactly_reaching_is_enough() {
        let rows = ["EX004", "EX002", "EX003", "EX001"]
            .map(|code| total(1, code, "1", "100", "50"))
            .to_vec();
        let sample = Sample::new(&["One"], rows);
        let report = pareto(&sample.input(), ParetoBasis::Allowed, percent("75"));
        assert_eq!(selected(&report), ["EX001", "EX002", "EX003"]);
        assert_eq!(report.reached_percent, Some(percent("75")));
    }

    #[test]
    fn nothing_is_selected_of_nothing() {
        let sample = Sample::new(&["One"], vec![total(1, "EX001", "1", "100", "0")]);
        let report = pareto(&sample.input(), ParetoBasis::Allowed, percent("75"));
        assert_eq!(report.selected_count, 0);
        assert_eq!(report.reached_percent, None);
        assert_eq!(report.rows[0].percent, None);
    }

    proptest! {
        #[test]
        fn the_fewest_codes_that_reach_the_threshold_are_selected(
            sample in any_practice(),
            threshold in 1_i64..=100,
        ) {
            let threshold = Percent::new(threshold.into());
            let report = pareto(&sample.input(), ParetoBasis::Charges, threshold);
            let values: Vec<Decimal> = report.rows.iter().map(|row| row.value).collect();
            prop_assert!(values.is_sorted_by(|left, right| right <= left));
            prop_assert_eq!(values.iter().sum::<Decimal>(), report.total);
            let count = report.selected_count as usize;
            let reached: Decimal = values[..count].iter().sum();
            let goal = report.total * threshold.fraction();
            prop_assert!(goal <= reached);
            prop_assert!(count == 0 || reached - values[count - 1] < goal);
            prop_assert!(report.rows[..count].iter().all(|row| row.is_selected));
        }
    }
}
