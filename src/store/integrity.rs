//! Whether the file holds together: the database's own check, the references, those of the large
//! tables that the database does not watch too, the totals against the lines they were made from, and
//! what else one table says of another.

use super::PracticeFile;
use super::connection::Db;
use super::error::{Result, StoreError};

/// Most faults of one kind that are listed.
const MAX_LISTED: usize = 100;

impl PracticeFile {
    /// Looks for damage and returns what was found, one sentence each; empty when the file is sound.
    ///
    /// Reads the whole file: seconds for millions of lines.
    pub fn integrity_check(&self) -> Result<Vec<String>> {
        let mut faults = Vec::new();
        let pages: Vec<String> = self
            .db
            .rows(include_str!("integrity_pages.sql"), [], |row| row.get(0))?;
        faults.extend(pages.into_iter().filter(|fault| fault != "ok"));
        faults.extend(missing_references(&self.db)?);
        faults.extend(self.db.rows(include_str!("integrity_totals.sql"), [], |row| {
            let (import, lines, totals): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!(
                "The totals of import {import} do not match its lines: {totals} billed lines in \
                 the totals, {lines} in the lines, or their amounts differ"
            ))
        })?);
        faults.extend(
            self.db
                .rows(include_str!("integrity_reference_tables.sql"), [], |row| {
                    let name: String = row.get(0)?;
                    Ok(format!(
                        "{name} has more or fewer values than were imported"
                    ))
                })?,
        );
        let payments: Vec<String> =
            self.db
                .rows(include_str!("integrity_payments.sql"), [], |row| row.get(0))?;
        faults.extend(payments);
        faults.extend(self.contract_faults()?);
        faults.truncate(MAX_LISTED);
        Ok(faults)
    }

    fn contract_faults(&self) -> Result<Vec<String>> {
        match self.contracts() {
            Ok(contracts) => Ok(contracts
                .iter()
                .filter_map(|contract| contract.check().err())
                .map(|invalid| invalid.0)
                .collect()),
            Err(error @ StoreError::UnknownTerms { .. }) => Ok(vec![error.to_string()]),
            Err(error) => Err(error),
        }
    }
}

/// Looks for rows whose references find nothing, one sentence each.
pub(super) fn missing_references(db: &Db) -> Result<Vec<String>> {
    db.rows(include_str!("integrity_references.sql"), [], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!(
            "A row of {table} refers to a missing row of {parent}"
        ))
    })
}
