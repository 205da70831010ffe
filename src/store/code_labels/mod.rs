//! The practice's own short words for procedure codes. None come with the program.

use std::collections::BTreeMap;

use rusqlite::params;

use super::columns::{checked, text_of};
use super::error::Result;
use super::{PracticeFile, Transaction};
use crate::domain::ProcedureCode;

impl PracticeFile {
    /// Reads all labels, by code.
    pub fn code_labels(&self) -> Result<BTreeMap<ProcedureCode, String>> {
        let rows: Vec<(ProcedureCode, String)> =
            self.db.rows(include_str!("list.sql"), [], |row| {
                Ok((
                    checked(0, ProcedureCode::new(text_of(row, 0)?))?,
                    row.get(1)?,
                ))
            })?;
        Ok(rows.into_iter().collect())
    }
}

impl Transaction<'_> {
    /// Gives a code a label in place of the one it has; an empty one takes it away.
    pub fn set_code_label(&mut self, code: ProcedureCode, label: &str) -> Result<()> {
        let label = label.trim();
        if label.is_empty() {
            self.db
                .execute(include_str!("remove.sql"), [code.as_str()])?;
        } else if self
            .db
            .execute(include_str!("replace.sql"), params![code.as_str(), label])?
            == 0
        {
            self.db
                .insert(include_str!("add.sql"), params![code.as_str(), label])?;
        }
        self.changes.code_labels = true;
        Ok(())
    }
}
