//! Imports: append-only batches. Removing one marks its row, and every read leaves out what belongs
//! to it; so removing, restoring and undoing take the same moment for ten lines as for five million.

use jiff::civil::Date;
use rusqlite::{Row, named_params, params};

use super::columns::{count, date, json, json_text};
use super::error::{Result, StoreError};
use super::{Changes, PracticeFile, Transaction};
use crate::domain::{
    FileFingerprint, ImportId, ImportKind, ImportReceipt, ImportRecord, Invalid, PayerId,
};

/// A file about to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewImport {
    /// Which file; an empty hash where that is known only later
    /// ([`Transaction::set_import_fingerprint`]).
    pub fingerprint: FileFingerprint,
    /// What it is read as.
    pub kind: ImportKind,
    /// Today.
    pub imported_on: Date,
}

/// A file of an import that was made from several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFile {
    /// Its own name, without folders.
    pub name: String,
    /// Which file.
    pub fingerprint: FileFingerprint,
    /// What was read of it: claims, or rows of a table.
    pub rows: u64,
}

impl PracticeFile {
    /// Reads the files an import was made from, in order; none where it was made from one.
    pub fn import_files(&self, import: ImportId) -> Result<Vec<ImportFile>> {
        self.db.rows(include_str!("files.sql"), [import.0], |row| {
            Ok(ImportFile {
                name: row.get(0)?,
                fingerprint: FileFingerprint {
                    hash: row.get(1)?,
                    size_bytes: count(row, 2)?,
                },
                rows: count(row, 3)?,
            })
        })
    }

    /// Reads all imports, removed ones too, in the order they were made.
    pub fn imports(&self) -> Result<Vec<ImportRecord>> {
        self.db.rows(include_str!("list.sql"), [], import_from_row)
    }

    /// Reads the import of the same bytes: one that is not removed before one that is, the latest
    /// first.
    pub fn import_by_fingerprint(
        &self,
        fingerprint: &FileFingerprint,
    ) -> Result<Option<ImportRecord>> {
        self.db.row_if_any(
            include_str!("find_by_fingerprint.sql"),
            params![fingerprint.hash, size(fingerprint)?],
            import_from_row,
        )
    }
}

impl Transaction<'_> {
    /// Starts an import. What is added under it counts once [`Transaction::finish_import`] gave it
    /// its receipt, in the same transaction.
    pub fn add_import(&mut self, import: &NewImport) -> Result<ImportId> {
        self.db
            .insert(
                include_str!("add.sql"),
                named_params! {
                    ":kind": import.kind.key(),
                    ":file_hash": import.fingerprint.hash,
                    ":file_size_bytes": size(&import.fingerprint)?,
                    ":imported_on": import.imported_on.to_string(),
                },
            )
            .map(ImportId)
    }

    /// Notes one of the files an import is made from.
    pub fn add_import_file(
        &mut self,
        import: ImportId,
        name: &str,
        fingerprint: &FileFingerprint,
        rows: u64,
    ) -> Result<()> {
        self.db.execute(
            include_str!("add_file.sql"),
            params![
                import.0,
                name,
                fingerprint.hash,
                size(fingerprint)?,
                rows.cast_signed()
            ],
        )?;
        self.changes.imports = true;
        Ok(())
    }

    /// Says which file an import under way is made from, where that is known only once all its files
    /// were read. Refused when the import has its receipt.
    pub fn set_import_fingerprint(
        &mut self,
        import: ImportId,
        fingerprint: &FileFingerprint,
    ) -> Result<()> {
        let set = self.db.execute(
            include_str!("set_fingerprint.sql"),
            params![import.0, fingerprint.hash, size(fingerprint)?],
        )?;
        if set == 0 {
            return Err(StoreError::refused("This import is already finished"));
        }
        Ok(())
    }

    /// Gives an import its receipt: from now on it counts.
    ///
    /// Refused when the receipt is of another kind than the import.
    pub fn finish_import(&mut self, import: ImportId, receipt: &ImportReceipt) -> Result<()> {
        let finished = self.db.execute(
            include_str!("set_receipt.sql"),
            named_params! {
                ":id": import.0,
                ":kind": receipt.kind.key(),
                ":receipt": json_text(receipt)?,
            },
        )?;
        if finished == 0 {
            return Err(StoreError::refused(format!(
                "{}: the receipt does not belong to this import",
                receipt.file_name
            )));
        }
        self.make_live(import, receipt.kind)
    }

    /// Removes an import: nothing of it counts any longer, but it can be restored.
    pub fn remove_import(&mut self, import: ImportId) -> Result<()> {
        let kind = self.kind_of_import(import)?;
        self.db.execute(include_str!("remove.sql"), [import.0])?;
        self.mark_import(kind);
        Ok(())
    }

    /// Restores a removed import.
    ///
    /// Refused when a later import brought payments or claims of it in again: they would count twice.
    pub fn restore_import(&mut self, import: ImportId) -> Result<()> {
        let kind = self.kind_of_import(import)?;
        let (sql, what) = match kind {
            ImportKind::Remittances => (include_str!("payment_of_other_import.sql"), "payments"),
            ImportKind::Claims => (include_str!("claim_of_other_import.sql"), "claims"),
            _ => {
                return self.make_live(import, kind);
            }
        };
        let twice = self.db.row_if_any(sql, [import.0], |_row| Ok(()))?;
        if twice.is_some() {
            return Err(StoreError::refused(format!(
                "Another import holds {what} of this one, which would count twice. Remove that \
                 import first"
            )));
        }
        self.make_live(import, kind)
    }

    fn make_live(&mut self, import: ImportId, kind: ImportKind) -> Result<()> {
        self.db.execute(include_str!("restore.sql"), [import.0])?;
        self.mark_import(kind);
        Ok(())
    }

    fn kind_of_import(&self, import: ImportId) -> Result<ImportKind> {
        self.db
            .row_if_any(include_str!("get.sql"), [import.0], import_from_row)?
            .map(|record| record.receipt.kind)
            .ok_or_else(|| StoreError::refused("This import is no longer in the practice file"))
    }

    fn mark_import(&mut self, kind: ImportKind) {
        let touched = match kind {
            ImportKind::MedicareRelease => Changes {
                releases: true,
                ..Changes::NONE
            },
            ImportKind::MedicareTable => Changes {
                reference_tables: true,
                ..Changes::NONE
            },
            ImportKind::Remittances => Changes {
                totals: true,
                payers: true,
                products: true,
                providers: true,
                payments: true,
                ..Changes::NONE
            },
            ImportKind::Claims => Changes {
                payers: true,
                providers: true,
                payments: true,
                ..Changes::NONE
            },
            ImportKind::SurveyAnswers
            | ImportKind::QualityMeasures
            | ImportKind::Authorizations
            | ImportKind::Expenses
            | ImportKind::Providers
            | ImportKind::Sites
            | ImportKind::Contacts => Changes {
                payers: true,
                records: true,
                ..Changes::NONE
            },
            ImportKind::Utilization => Changes {
                totals: true,
                payers: true,
                products: true,
                providers: true,
                ..Changes::NONE
            },
            ImportKind::FeeSchedule => Changes {
                fee_schedules: true,
                payers: true,
                ..Changes::NONE
            },
        };
        self.changes = self.changes.and(touched);
        self.changes.imports = true;
    }
}

fn size(fingerprint: &FileFingerprint) -> Result<i64, Invalid> {
    i64::try_from(fingerprint.size_bytes)
        .map_err(|_error| Invalid::new("The file is too large to be imported"))
}

fn import_from_row(row: &Row<'_>) -> rusqlite::Result<ImportRecord> {
    Ok(ImportRecord {
        id: ImportId(row.get(0)?),
        fingerprint: FileFingerprint {
            hash: row.get(1)?,
            size_bytes: count(row, 2)?,
        },
        imported_on: date(row, 3)?,
        removed: row.get(4)?,
        receipt: json(row, 5)?,
        payer: row.get::<_, Option<i64>>(6)?.map(PayerId),
        files: count(row, 7)?.max(1),
    })
}
