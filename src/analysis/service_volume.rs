//! How much of each service a practice does: what compares rates are weighed by.

use rust_decimal::Decimal;
use serde::Serialize;

use super::rounding::per_unit;
use super::service_sums::sums_by;
use crate::domain::{FeeRate, FeeSchedule, FeeScheduleId, Money, PayerId, RateKey, TotalRow};

/// One service with its volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceVolume {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units of service billed.
    pub units: Decimal,
    /// Of these, units of the lines that have an allowed amount.
    pub units_allowed: Decimal,
    /// Mean charge per unit; `None` where nothing was charged.
    pub charge_per_unit: Option<Money>,
    /// Allowed amounts.
    pub allowed: Money,
}

/// Returns what was allowed for a unit of each service on average, as a fee schedule: what a payer's
/// list is held against where nothing else was agreed.
pub fn average_allowed(payer: PayerId, volumes: &[ServiceVolume]) -> FeeSchedule {
    let rate_of = |volume: &ServiceVolume| {
        let rate = per_unit(volume.allowed, volume.units_allowed)?;
        (Money::ZERO < rate).then_some(FeeRate {
            code: volume.key.code,
            modifiers: volume.key.modifiers,
            setting: Some(volume.key.setting),
            effective_from: None,
            effective_to: None,
            rate,
        })
    };
    FeeSchedule {
        id: FeeScheduleId(0),
        payer,
        name: "Average allowed".to_owned(),
        effective_from: None,
        rates: volumes.iter().filter_map(rate_of).collect(),
    }
}

/// Adds totals up by service, in the order of the services; those without units are left out.
pub fn service_volumes<'a>(rows: impl Iterator<Item = &'a TotalRow>) -> Vec<ServiceVolume> {
    sums_by(rows, |row| row.key)
        .into_iter()
        .filter(|(_, sums)| Decimal::ZERO < sums.units)
        .map(|(key, sums)| ServiceVolume {
            key,
            units: sums.units,
            units_allowed: sums.units_allowed,
            charge_per_unit: per_unit(sums.charge, sums.units)
                .filter(|charge| Money::ZERO < *charge),
            allowed: sums.allowed,
        })
        .collect()
}
