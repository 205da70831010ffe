//! Service lines and the totals an import maintains over them. Totals are kept by the payer's name
//! as written and by import, so that merging payers and removing imports rewrite none of them.

mod appender;
mod names;
mod quick_hash;
mod totals;
mod visits;

use rusqlite::Row;

use super::PracticeFile;
use super::columns::{checked, code, count, from_thousandths, modifiers, money, month, setting};
use super::error::Result;
use crate::domain::{Invalid, PayerId, ProviderId, RateKey, ServiceTotals, SiteId, TotalRow};

pub use appender::Appender;

impl PracticeFile {
    /// Reads the totals of all imports that count, each with the payer its name means today.
    ///
    /// Two imports of one service, and two names of one payer, give a row each.
    pub fn service_totals(&self) -> Result<ServiceTotals> {
        let rows = self
            .db
            .rows(include_str!("live_totals.sql"), [], total_from_row)?;
        Ok(ServiceTotals { rows })
    }

    /// Counts the lines of all imports that count.
    pub fn line_count(&self) -> Result<u64> {
        self.db
            .row(include_str!("count_live_lines.sql"), [], |row| {
                count(row, 0)
            })
    }

    /// Counts the lines the file holds, those of removed imports too; none in a copy for sharing.
    pub fn stored_line_count(&self) -> Result<u64> {
        self.db
            .row(include_str!("count_stored_lines.sql"), [], |row| {
                count(row, 0)
            })
    }
}

fn total_from_row(row: &Row<'_>) -> rusqlite::Result<TotalRow> {
    Ok(TotalRow {
        payer: PayerId(row.get(0)?),
        product: crate::domain::ProductId(0),
        provider: ProviderId(row.get(1)?),
        site: SiteId(row.get(2)?),
        key: RateKey {
            code: code(row, 3)?,
            modifiers: modifiers(row, 4)?,
            setting: checked(
                5,
                setting(row, 5)?.ok_or_else(|| Invalid::new("a total has no setting")),
            )?,
        },
        month: month(row, 6)?,
        lines: count(row, 7)?,
        units: from_thousandths(row, 8)?,
        visits: count(row, 9)?,
        charge: money(row, 10)?,
        units_allowed: from_thousandths(row, 11)?,
        charge_allowed: money(row, 12)?,
        allowed: money(row, 13)?,
        paid: money(row, 14)?,
        patient: money(row, 15)?,
        lines_without_allowed: count(row, 16)?,
        lines_denied: 0,
        lines_secondary: 0,
    })
}
