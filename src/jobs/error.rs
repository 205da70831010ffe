//! Why a job failed, in words a person can act on.

use std::fmt;
use std::path::Path;

use crate::formats::FormatError;
use crate::store::StoreError;

/// A failed job: what we were doing, what went wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct JobError {
    /// What was being done: "Opening Oak Street.practice".
    pub doing: String,
    /// What went wrong; a path, if any, comes last.
    pub cause: String,
    /// What a person can do about it.
    pub remedy: String,
}

impl JobError {
    /// Builds an error from its three parts.
    pub fn new(
        doing: impl Into<String>,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            doing: doing.into(),
            cause: cause.into(),
            remedy: remedy.into(),
        }
    }

    /// Says what the operating system answered to reading or writing a file.
    pub fn from_io(doing: impl Into<String>, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        /// Windows: sharing and lock violations (`winerror.h`, 32 and 33).
        const OPEN_ELSEWHERE: [i32; 2] = [32, 33];
        if cfg!(windows)
            && error
                .raw_os_error()
                .is_some_and(|raw| OPEN_ELSEWHERE.contains(&raw))
        {
            return Self::new(
                doing,
                format!("it is open in another program: {}", path.display()),
                "Close it there and try again",
            );
        }
        let (cause, remedy) = match error.kind() {
            ErrorKind::NotFound => (
                "it is not there".to_owned(),
                "Check the name and whether the drive is connected",
            ),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
                "the system refuses access".to_owned(),
                "Choose a folder you may write to, such as Documents",
            ),
            ErrorKind::StorageFull => (
                "the disk is full".to_owned(),
                "Free some space and try again",
            ),
            ErrorKind::AlreadyExists => (
                "there is already a file of that name".to_owned(),
                "Choose another name",
            ),
            ErrorKind::IsADirectory => ("it is a folder".to_owned(), "Choose a file inside it"),
            _ => (
                error.to_string(),
                "Try again; if it stays, copy the file to another drive",
            ),
        };
        Self::new(doing, format!("{cause}: {}", path.display()), remedy)
    }

    /// Says why a file could not be read as what it should be.
    pub fn from_format(doing: impl Into<String>, error: FormatError) -> Self {
        match error {
            FormatError::NotThisFormat { problem, remedy }
            | FormatError::NotNeeded { problem, remedy } => Self::new(doing, problem, remedy),
            FormatError::Broken(broken) => Self::new(
                doing,
                format!("reading stopped: {broken}"),
                "Check that the drive is connected and the file is complete",
            ),
        }
    }

    /// Says why the practice file refused.
    pub fn from_store(doing: impl Into<String>, error: &StoreError) -> Self {
        // The store's sentences name cause, remedy and path in that order already.
        Self::new(doing, error.to_string(), "")
    }

    /// Says that a job needs an open practice file.
    pub fn no_practice_open(doing: impl Into<String>) -> Self {
        Self::new(doing, "no practice is open", "Open a practice file first")
    }
}

impl fmt::Display for JobError {
    /// One line: what, why, what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)?;
        if !self.remedy.is_empty() {
            write!(f, ". {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for JobError {}
