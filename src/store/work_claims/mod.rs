//! Whether the practice works its underpaid claims, which alone lets claim numbers into the file.

use super::columns::count;
use super::connection::Db;
use super::error::Result;
use super::{PracticeFile, Transaction};
use crate::domain::WorkClaims;

impl PracticeFile {
    /// Reads whether claim numbers are kept.
    pub fn work_claims(&self) -> Result<WorkClaims> {
        work_claims(&self.db)
    }

    /// Counts the lines whose claim numbers are kept.
    pub fn claim_number_count(&self) -> Result<u64> {
        self.db
            .row(include_str!("count.sql"), [], |row| count(row, 0))
    }
}

/// Reads whether claim numbers are kept.
pub(super) fn work_claims(db: &Db) -> Result<WorkClaims> {
    db.row(include_str!("get.sql"), [], |row| {
        let kept: bool = row.get(0)?;
        Ok(if kept {
            WorkClaims::On
        } else {
            WorkClaims::Off
        })
    })
}

impl Transaction<'_> {
    /// Chooses whether claim numbers are kept.
    ///
    /// [`WorkClaims::Off`] deletes those there are. Undoing it turns the choice back, but the numbers
    /// come only with the files again.
    pub fn set_work_claims(&mut self, work_claims: WorkClaims) -> Result<()> {
        self.db
            .execute(include_str!("set.sql"), [work_claims == WorkClaims::On])?;
        if work_claims == WorkClaims::Off {
            self.db.execute(include_str!("forget.sql"), [])?;
        }
        self.changes.practice = true;
        Ok(())
    }
}
