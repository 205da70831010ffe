//! Service lines and the totals an import maintains over them. Totals are kept by the payer's name
//! as written and by import, so that merging payers and removing imports rewrite none of them.

mod appender;
mod merged_totals;
mod names;
mod quick_hash;
mod totals;
mod visits;

use rusqlite::Row;

use super::PracticeFile;
use super::columns::{checked, code, count, modifiers, month, setting};
use super::error::Result;
use crate::domain::{Invalid, PayerId, ProductId, ProviderId, RateKey, ServiceTotals, SiteId};
use merged_totals::{MergedKey, MergedTotals};
use totals::Sums;

pub use appender::Appender;
pub(super) use appender::Written;
pub(super) use names::{Names, PayerNames};
pub(super) use quick_hash::QuickHash;

impl PracticeFile {
    /// Reads the totals of all imports that count, each with the payer, product, provider and site
    /// its names mean today.
    ///
    /// Totals that agree in these are summed, so that what one import takes back meets what another
    /// brought; counts that stay negative are 0.
    pub fn service_totals(&self) -> Result<ServiceTotals> {
        let mut merged = MergedTotals::default();
        let mut statement = self.db.prepare(include_str!("live_totals.sql"))?;
        let mut rows = statement.query([]).map_err(|error| self.db.error(error))?;
        while let Some(row) = rows.next().map_err(|error| self.db.error(error))? {
            let (key, sums) = total_from_row(row).map_err(|error| self.db.error(error))?;
            merged.add(key, &sums)?;
        }
        Ok(ServiceTotals {
            rows: merged.into_rows(),
        })
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

fn total_from_row(row: &Row<'_>) -> rusqlite::Result<(MergedKey, Sums)> {
    let key = MergedKey {
        payer: PayerId(row.get(0)?),
        product: ProductId(row.get(1)?),
        provider: ProviderId(row.get(2)?),
        site: SiteId(row.get(3)?),
        rate: RateKey {
            code: code(row, 4)?,
            modifiers: modifiers(row, 5)?,
            setting: checked(
                6,
                setting(row, 6)?.ok_or_else(|| Invalid::new("a total has no setting")),
            )?,
        },
        month: month(row, 7)?,
    };
    let sums = Sums {
        lines: row.get(8)?,
        units_thousandths: row.get(9)?,
        visits: row.get(10)?,
        charge_cents: row.get(11)?,
        units_allowed_thousandths: row.get(12)?,
        charge_allowed_cents: row.get(13)?,
        allowed_cents: row.get(14)?,
        paid_cents: row.get(15)?,
        patient_cents: row.get(16)?,
        lines_without_allowed: row.get(17)?,
        lines_denied: row.get(18)?,
        lines_secondary: row.get(19)?,
    };
    Ok((key, sums))
}
