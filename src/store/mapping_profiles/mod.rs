//! Remembered ways to read a table's columns, recognised by its headings.

use rusqlite::{Row, named_params, params};

use super::columns::{checked, json, json_text, text_of};
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{ImportKind, MappingProfile};

impl PracticeFile {
    /// Reads all profiles, ordered by name.
    pub fn mapping_profiles(&self) -> Result<Vec<MappingProfile>> {
        self.db.rows(include_str!("list.sql"), [], profile_from_row)
    }

    /// Finds the profile saved for exactly these normalised headings, the latest first; only of
    /// `kind` where one is given.
    pub fn mapping_profile_for(
        &self,
        headings: &[String],
        kind: Option<ImportKind>,
    ) -> Result<Option<MappingProfile>> {
        self.db.row_if_any(
            include_str!("find.sql"),
            params![json_text(&headings)?, kind.map(ImportKind::key)],
            profile_from_row,
        )
    }
}

impl Transaction<'_> {
    /// Saves a profile; one of the same name is replaced. Refused when it has no name.
    pub fn save_mapping_profile(&mut self, profile: &MappingProfile) -> Result<()> {
        let name = profile.name.trim();
        if name.is_empty() {
            return Err(StoreError::refused("A column mapping needs a name"));
        }
        let headings = json_text(&profile.headings)?;
        let columns = json_text(&profile.columns)?;
        let rules = json_text(&profile.rules)?;
        let values = named_params! {
            ":name": name,
            ":kind": profile.kind.key(),
            ":headings": headings,
            ":columns": columns,
            ":payer_name": profile.payer_name,
            ":rules": rules,
        };
        if self.db.execute(include_str!("replace.sql"), values)? == 0 {
            self.db.insert(include_str!("add.sql"), values)?;
        }
        self.changes.profiles = true;
        Ok(())
    }

    /// Removes the profile of that name.
    pub fn remove_mapping_profile(&mut self, name: &str) -> Result<()> {
        if self.db.execute(include_str!("remove.sql"), [name.trim()])? == 0 {
            return Err(StoreError::refused(format!(
                "There is no column mapping named \u{201c}{}\u{201d}",
                name.trim()
            )));
        }
        self.changes.profiles = true;
        Ok(())
    }
}

fn profile_from_row(row: &Row<'_>) -> rusqlite::Result<MappingProfile> {
    Ok(MappingProfile {
        name: row.get(0)?,
        kind: checked(1, ImportKind::from_key(text_of(row, 1)?))?,
        headings: json(row, 2)?,
        columns: json(row, 3)?,
        payer_name: row.get(4)?,
        rules: json(row, 5)?,
    })
}
