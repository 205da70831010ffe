//! Claims as they were sent. They count in no total; facts match them with remittances by the keyed
//! hash of the claim's number.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::sync::Arc;

use rusqlite::{CachedStatement, params};

use super::Transaction;
use super::columns::{cents, date_number, thousandths};
use super::connection::Db;
use super::error::Result;
use super::providers_sites::provider_id;
use super::remittances::{AppendedTotals, ClaimSeen, Tally};
use super::service_lines::{Names, PayerNames, QuickHash};
use crate::domain::{ImportId, SubmittedClaim, SubmittedLine};

/// Writes the claims of one import. [`ClaimAppender::finish`] must be called, in the same transaction,
/// or the import names no payers.
pub struct ClaimAppender<'file> {
    db: &'file Db,
    import: ImportId,
    add_claim: CachedStatement<'file>,
    add_line: CachedStatement<'file>,
    payer_names: PayerNames,
    providers: Names,
    no_plan: Arc<str>,
    /// Names met in this import.
    named: BTreeSet<i64>,
    known: HashSet<u64, QuickHash>,
    tally: Tally,
}

impl fmt::Debug for ClaimAppender<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimAppender")
            .field("import", &self.import)
            .finish_non_exhaustive()
    }
}

impl<'file> Transaction<'file> {
    /// Starts writing claims under an import, which may come from any number of files.
    pub fn claim_appender(&mut self, import: ImportId) -> Result<ClaimAppender<'file>> {
        self.changes.payments = true;
        self.changes.payers = true;
        self.changes.providers = true;
        let known: Vec<i64> = self
            .db
            .rows(include_str!("known.sql"), [], |row| row.get(0))?;
        Ok(ClaimAppender {
            db: self.db,
            import,
            add_claim: self.db.prepare(include_str!("add_claim.sql"))?,
            add_line: self.db.prepare(include_str!("add_line.sql"))?,
            payer_names: PayerNames::default(),
            providers: Names::new(|db, name| provider_id(db, name).map(|id| id.0)),
            no_plan: Arc::from(""),
            named: BTreeSet::new(),
            known: known.into_iter().map(i64::cast_unsigned).collect(),
            tally: Tally::default(),
        })
    }
}

impl ClaimAppender<'_> {
    /// Adds a claim, unless an import that counts or an earlier file of this one has it.
    ///
    /// Refused when a figure does not fit 64 bits of its unit.
    pub fn append(&mut self, claim: &SubmittedClaim) -> Result<ClaimSeen> {
        if !self.known.insert(claim.duplicate_key) {
            self.tally.add_known(claim.lines.len());
            return Ok(ClaimSeen::AlreadyKnown);
        }
        let payer_name =
            self.payer_names
                .id(self.db, &claim.payer_name, &self.no_plan, &claim.payer_code)?;
        self.named.insert(payer_name);
        let provider = self.providers.id(self.db, &claim.provider)?;
        let first_date = claim.lines.iter().filter_map(|line| line.date).min();
        let row = self
            .add_claim
            .insert(params![
                self.import.0,
                claim.key.cast_signed(),
                claim.duplicate_key.cast_signed(),
                payer_name,
                provider,
                claim.rank.number(),
                claim.filing,
                claim.frequency,
                cents(claim.charge)?,
                claim.submitted_on.map(date_number),
                first_date.map(date_number),
                i64::try_from(claim.lines.len()).unwrap_or(i64::MAX),
            ])
            .map_err(|error| self.db.error(error))?;
        for line in &claim.lines {
            self.append_line(row, line)?;
        }
        self.tally.add_claim();
        Ok(ClaimSeen::Added)
    }

    /// Returns what was really added.
    pub fn finish(self) -> Result<AppendedTotals> {
        for payer_name in &self.named {
            const NO_LINES: i64 = 0;
            self.db.execute(
                include_str!("../service_lines/add_line_count.sql"),
                [self.import.0, *payer_name, NO_LINES],
            )?;
        }
        Ok(self.tally.totals())
    }

    fn append_line(&mut self, claim: i64, line: &SubmittedLine) -> Result<()> {
        self.add_line
            .execute(params![
                claim,
                line.line_nr,
                line.line_key.map(u64::cast_signed),
                line.code.as_str(),
                line.modifiers.to_string(),
                line.units.map(thousandths).transpose()?,
                line.minutes.map(thousandths).transpose()?,
                cents(line.charge)?,
                line.place.map(|place| place.0),
                line.date.map(date_number),
            ])
            .map_err(|error| self.db.error(error))?;
        self.tally.add_submitted(line.charge, line.date);
        Ok(())
    }
}
