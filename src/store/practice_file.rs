//! The practice file as the rest of the program holds it: opened, asked, written, closed.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};

use super::backup::{self, BackupFolder};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::undo::{self, UndoList};
use super::{migrations, open, practice};
use crate::domain::Practice;

/// An open practice file. While it lives, no other program can open the file.
#[derive(Debug)]
pub struct PracticeFile {
    pub(super) db: Db,
    pub(super) undo_list: UndoList,
    pub(super) revision: u64,
}

/// The revision of a file just opened.
const FIRST_REVISION: u64 = 1;

impl PracticeFile {
    /// Makes a new file and opens it.
    ///
    /// The file gets its name only when it is complete. Errors: [`StoreError::AlreadyExists`] when
    /// something is there, and whatever the disk reports.
    pub fn create(path: &Path, practice: &Practice, today: Date) -> Result<Self> {
        if path.exists() {
            return Err(StoreError::AlreadyExists {
                path: path.to_owned(),
            });
        }
        let unfinished = open::unfinished_path(path)?;
        let made = open::make(&unfinished)
            .and_then(|db| practice::initialise(&db, practice, today).map(|()| db))
            .and_then(Db::close)
            .and_then(|()| open::move_into_place(&unfinished, path));
        if let Err(error) = made {
            open::discard(&unfinished);
            return Err(error);
        }
        Self::open(path)
    }

    /// Opens a file for this program alone.
    ///
    /// A file of an older version is copied to the `Backups` folder beside it and then upgraded.
    /// Foreign, newer, damaged, locked and read-only files are refused and not changed; a write
    /// that was interrupted is rolled back.
    pub fn open(path: &Path) -> Result<Self> {
        let (db, version) = open::open(path)?;
        if version < migrations::FILE_VERSION {
            backup::before_upgrade(&db, version)?;
            migrations::migrate(&db, version)?;
        }
        practice::check_present(&db)?;
        Self::around(db)
    }

    /// Makes a file in memory, for tests and for trying things out.
    pub fn in_memory(practice: &Practice) -> Result<Self> {
        let db = open::in_memory()?;
        practice::initialise(&db, practice, date(2000, 1, 1))?;
        Self::around(db)
    }

    fn around(db: Db) -> Result<Self> {
        undo::install_triggers(&db)?;
        Ok(Self {
            db,
            undo_list: UndoList::new(),
            revision: FIRST_REVISION,
        })
    }

    /// Closes the file; nothing is written that was not already.
    pub fn close(self) -> Result<()> {
        self.db.close()
    }

    /// Closes the file after copying it to a backup, if it was changed since it was opened.
    ///
    /// Returns the backup's path. The file is closed even when the backup fails.
    pub fn close_with_backup(self, backups: &BackupFolder) -> Result<Option<PathBuf>> {
        let written = self
            .is_changed()
            .then(|| backup::back_up(&self.db, backups))
            .transpose();
        self.db.close()?;
        written
    }

    /// Returns where the file lies; `:memory:` for one in memory.
    pub fn path(&self) -> &Path {
        self.db.path()
    }

    /// Returns a number that every write, undo and redo raises; it starts anew with each opening.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether anything was written since the file was opened.
    pub const fn is_changed(&self) -> bool {
        FIRST_REVISION < self.revision
    }
}
