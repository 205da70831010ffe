//! Totals of several imports, and of several names that mean the same, put together.

use std::collections::HashMap;

use super::quick_hash::QuickHash;
use super::totals::Sums;
use crate::domain::{
    Invalid, Money, Month, PayerId, ProductId, ProviderId, RateKey, SiteId, TotalRow,
};
use crate::store::columns::thousandths_to_decimal;

/// What totals must agree in to be summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct MergedKey {
    pub(super) payer: PayerId,
    pub(super) product: ProductId,
    pub(super) provider: ProviderId,
    pub(super) site: SiteId,
    pub(super) rate: RateKey,
    pub(super) month: Month,
}

/// Totals by what they agree in, in the order they were first met.
#[derive(Debug, Default)]
pub(super) struct MergedTotals {
    rows: Vec<(MergedKey, Sums)>,
    places: HashMap<MergedKey, usize, QuickHash>,
}

impl MergedTotals {
    /// Adds a total of one import.
    pub(super) fn add(&mut self, key: MergedKey, sums: &Sums) -> Result<(), Invalid> {
        let next = self.rows.len();
        let place = *self.places.entry(key).or_insert(next);
        match self.rows.get_mut(place) {
            Some((_key, merged)) => {
                *merged = merged.plus(sums).ok_or_else(|| {
                    Invalid::new(format!("The total of code {} is too large", key.rate.code))
                })?;
            }
            None => self.rows.push((key, *sums)),
        }
        Ok(())
    }

    /// Returns the totals in which anything is left.
    pub(super) fn into_rows(self) -> Vec<TotalRow> {
        self.rows
            .into_iter()
            .filter(|(_key, sums)| *sums != Sums::default())
            .map(|(key, sums)| row_of(key, sums))
            .collect()
    }
}

fn row_of(key: MergedKey, sums: Sums) -> TotalRow {
    let lines = at_least_zero(sums.lines);
    let lines_without_allowed = at_least_zero(sums.lines_without_allowed).min(lines);
    TotalRow {
        payer: key.payer,
        product: key.product,
        provider: key.provider,
        site: key.site,
        key: key.rate,
        month: key.month,
        lines,
        units: thousandths_to_decimal(sums.units_thousandths),
        visits: at_least_zero(sums.visits),
        charge: Money::from_cents(sums.charge_cents),
        units_allowed: thousandths_to_decimal(sums.units_allowed_thousandths),
        charge_allowed: Money::from_cents(sums.charge_allowed_cents),
        allowed: Money::from_cents(sums.allowed_cents),
        paid: Money::from_cents(sums.paid_cents),
        patient: Money::from_cents(sums.patient_cents),
        lines_without_allowed,
        lines_denied: at_least_zero(sums.lines_denied).min(lines_without_allowed),
        lines_secondary: at_least_zero(sums.lines_secondary),
    }
}

fn at_least_zero(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}
