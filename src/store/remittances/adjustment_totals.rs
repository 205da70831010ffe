//! Adjustments summed while an import is written, so that reports on denials need not read its lines.

use std::collections::HashMap;

use rusqlite::params;

use crate::domain::{Adjustment, AdjustmentGroup, ImportId, Invalid, Month, ReasonCode};
use crate::store::columns::{cents, month_number};
use crate::store::connection::Db;
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

/// What adjustments must agree in to be summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    payer_name: i64,
    provider: i64,
    site: i64,
    month: Month,
    group: AdjustmentGroup,
    reason: ReasonCode,
}

/// Whose adjustments, and in which month of service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Adjusted {
    pub(super) payer_name: i64,
    pub(super) provider: i64,
    pub(super) site: i64,
    pub(super) month: Month,
    /// 1, or -1 for a claim that takes another back.
    pub(super) sign: i64,
}

/// The sums of one import: how often, and cents.
#[derive(Debug, Default)]
pub(super) struct AdjustmentTotals {
    held: HashMap<Key, (i64, i64), QuickHash>,
}

impl AdjustmentTotals {
    /// Adds the adjustments of a line or of a claim as a whole.
    pub(super) fn add(&mut self, adjusted: Adjusted, adjustments: &[Adjustment]) -> Result<()> {
        for adjustment in adjustments {
            let key = Key {
                payer_name: adjusted.payer_name,
                provider: adjusted.provider,
                site: adjusted.site,
                month: adjusted.month,
                group: adjustment.group,
                reason: adjustment.reason,
            };
            let (count, amount_cents) = self.held.entry(key).or_default();
            *count += adjusted.sign;
            *amount_cents = amount_cents
                .checked_add(cents(adjustment.amount)?)
                .ok_or_else(|| {
                    Invalid::new(format!(
                        "The total of adjustment {} is too large",
                        adjustment.reason
                    ))
                })?;
        }
        Ok(())
    }

    /// Writes the sums, in the table's order.
    pub(super) fn write(self, db: &Db, import: ImportId) -> Result<()> {
        let mut held: Vec<_> = self.held.into_iter().collect();
        held.sort_unstable_by_key(|(key, _sums)| *key);
        for (key, (count, amount_cents)) in held {
            db.execute(
                include_str!("add_adjustment_total.sql"),
                params![
                    import.0,
                    key.payer_name,
                    key.provider,
                    key.site,
                    month_number(key.month),
                    key.group.code(),
                    key.reason.as_str(),
                    count,
                    amount_cents,
                ],
            )?;
        }
        Ok(())
    }
}
