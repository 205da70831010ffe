//! Where the practice charges less than a payer would pay. Under a lesser-of clause the difference
//! is lost.
//!
//! Works on average charges: a code charged high on some days and low on others loses more than
//! is shown here.

use rust_decimal::Decimal;
use serde::Serialize;

use super::rounding::per_unit;
use super::service_sums::sums_by;
use super::{BasedOn, ReportInput};
use crate::domain::{Money, PayerId, RateKey};

/// Codes charged below a payer's fee schedule, the largest leak first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Undercharges {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One row a payer and code.
    pub rows: Vec<UnderchargeRow>,
    /// Sum of the leaks in the period.
    pub leak: Money,
    /// Codes compared with a fee schedule, counted once a payer.
    pub codes_compared: u64,
}

/// One code charged below the rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnderchargeRow {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units in the period.
    pub units: Decimal,
    /// Rate of the fee schedule, dollars per unit.
    pub rate: Money,
    /// Average charge per unit.
    pub average_charge: Option<Money>,
    /// Units × (rate − average charge).
    pub leak: Money,
}

/// Makes the report.
pub fn undercharges(input: &ReportInput<'_>) -> Undercharges {
    let mut rows = Vec::new();
    let mut codes_compared = 0;
    let groups = sums_by(input.rows(), |row| (row.payer, row.key));
    for of_payer in groups.chunk_by(|left, right| left.0.0 == right.0.0) {
        let Some(payer) = of_payer.first().map(|group| group.0.0) else {
            continue;
        };
        let Some(schedule) = input.fee_schedule(payer) else {
            continue;
        };
        for ((_, key), sums) in of_payer {
            let rate = schedule.rate(key.code, key.modifiers, key.setting);
            let Some(rate) = rate.filter(|_| Decimal::ZERO < sums.units) else {
                continue;
            };
            codes_compared += 1;
            let leak = rate.times(sums.units) - sums.charge;
            if Money::ZERO < leak {
                rows.push(UnderchargeRow {
                    payer,
                    name: input.payer_name(payer).into_owned(),
                    key: *key,
                    units: sums.units,
                    rate,
                    average_charge: per_unit(sums.charge, sums.units),
                    leak,
                });
            }
        }
    }
    rows.sort_by(|left, right| {
        (right.leak, left.key, left.payer).cmp(&(left.leak, right.key, right.payer))
    });
    Undercharges {
        based_on: input.based_on(),
        leak: rows.iter().map(|row| row.leak).sum(),
        rows,
        codes_compared,
    }
}
