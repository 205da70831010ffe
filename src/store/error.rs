//! What can go wrong with a practice file, as few kinds as a person can act on.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::{Invalid, Modifiers, ProcedureCode};

/// Why the practice file could not be opened, read or written. Each message says what happened,
/// why, and what to do; the path comes last.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program's file, an empty one, or not a database at all. It was not changed.
    #[error(
        "This is not a practice file, so it was not opened and not changed. \
         Choose a file that ends in .practice: {}", path.display()
    )]
    NotAPracticeFile {
        /// The file.
        path: PathBuf,
    },
    /// A later program wrote it. It was not changed.
    #[error(
        "This practice file was written by a newer version of the program (file version \
         {file_version}; this program knows up to {app_version}). It was not changed. \
         Update the program to open it: {}", path.display()
    )]
    TooNew {
        /// `user_version` of the file.
        file_version: i64,
        /// The latest version this program knows.
        app_version: i64,
        /// The file.
        path: PathBuf,
    },
    /// Its content does not hold together. It was not changed.
    #[error(
        "The practice file is damaged: {what}. It was not changed. \
         Open the latest copy in its Backups folder: {}", path.display()
    )]
    Damaged {
        /// What was found.
        what: String,
        /// The file.
        path: PathBuf,
    },
    /// Another program, or another window of this one, has it open.
    #[error(
        "The practice file is open in another window or program. \
         Close it there, then try again: {}", path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error(
        "The practice file or its folder is read-only, and the program must be able to write \
         there. Copy the file to a folder of your own and open the copy: {}", path.display()
    )]
    ReadOnly {
        /// The file or the folder.
        path: PathBuf,
    },
    /// No space left. What was being written is undone.
    #[error(
        "The disk is full. Nothing was changed. Free some space and try again: {}",
        path.display()
    )]
    DiskFull {
        /// The file that was being written.
        path: PathBuf,
    },
    /// A file is already there, and would have been overwritten.
    #[error("A file of this name is already there. Choose another name: {}", path.display())]
    AlreadyExists {
        /// The file.
        path: PathBuf,
    },
    /// There is no such file or folder.
    #[error("There is no file here. It may have been moved or renamed: {}", path.display())]
    NotFound {
        /// The file or folder.
        path: PathBuf,
    },
    /// A contract holds terms that only a later program knows. It was not changed.
    #[error(
        "The contract \u{201c}{contract}\u{201d} has terms that this version of the program does \
         not know ({what}). It was not changed. Update the program to open this practice file: {}",
        path.display()
    )]
    UnknownTerms {
        /// The contract's name.
        contract: String,
        /// What was not understood.
        what: String,
        /// The file.
        path: PathBuf,
    },
    /// The edit makes no sense, such as a payer merged into itself. Nothing was changed.
    #[error(transparent)]
    Refused(#[from] Invalid),
    /// Anything else the database or the disk reports.
    #[error(
        "The practice file could not be read or written ({source}). Nothing was changed. \
         Check that its disk is still connected and try again: {}", path.display()
    )]
    Sql {
        /// What was reported.
        source: Box<dyn std::error::Error + Send + Sync>,
        /// The file, where it is known.
        path: PathBuf,
    },
}

/// The result of everything in this layer.
pub(super) type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Names a service in a refusal: "99213", "E0100 NU".
pub(super) fn service_words(code: ProcedureCode, modifiers: Modifiers) -> String {
    if modifiers.is_empty() {
        return code.to_string();
    }
    format!("{code} {modifiers}")
}

impl StoreError {
    /// Builds a refusal from its sentence.
    pub(super) fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(Invalid::new(sentence))
    }

    /// Builds the error for content no version of the program writes.
    pub(super) fn damaged(what: impl Into<String>, path: &Path) -> Self {
        Self::Damaged {
            what: what.into(),
            path: path.to_owned(),
        }
    }

    /// Names what the database reported about the file at `path`.
    pub(super) fn of_sql(error: rusqlite::Error, path: &Path) -> Self {
        let path = path.to_owned();
        let source = match error {
            rusqlite::Error::ToSqlConversionFailure(inner)
            | rusqlite::Error::FromSqlConversionFailure(_, _, inner) => {
                return match inner.downcast::<Invalid>() {
                    Ok(invalid) => Self::damaged(invalid.0, &path),
                    Err(source) => Self::damaged(source.to_string(), &path),
                };
            }
            other => other,
        };
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path }
            }
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::DatabaseCorrupt) => {
                Self::damaged("its pages do not fit together", &path)
            }
            Some(ErrorCode::NotADatabase) => Self::NotAPracticeFile { path },
            _ => Self::Sql {
                source: Box::new(source),
                path,
            },
        }
    }

    /// Names what the disk reported about `path`.
    pub(super) fn of_io(error: std::io::Error, path: &Path) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound { path },
            ErrorKind::AlreadyExists => Self::AlreadyExists { path },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Sql {
                source: Box::new(error),
                path,
            },
        }
    }
}
