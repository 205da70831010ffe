//! Making, opening, copying and closing practice files, and the clock.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::Date;
use serde::Serialize;

use super::sample_import::{BUILDING_SAMPLE, sample, sample_folder};
use super::{CopyKind, Desk, JobError, PracticeView, ProgressReporter};
use crate::domain::{LocalityKey, Practice};
use crate::formats::cms::built_in;
use crate::store::{BackupFolder, PracticeFile};

/// The extension of practice files.
pub const EXTENSION: &str = "practice";

/// Returns today's date on this machine's calendar.
pub fn today() -> Date {
    Zoned::now().date()
}

/// Adds `.practice` to a name without it.
pub fn with_extension(path: &Path) -> PathBuf {
    if path
        .extension()
        .is_some_and(|known| known.eq_ignore_ascii_case(EXTENSION))
    {
        return path.to_path_buf();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(EXTENSION);
    PathBuf::from(name)
}

/// What `allowable check` found.
#[derive(Clone, Debug, Serialize)]
pub struct CheckResult {
    /// What does not hold together; empty when the file is whole.
    pub problems: Vec<String>,
}

/// Where a ZIP code lies, for a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipAnswer {
    /// The locality.
    pub key: LocalityKey,
    /// CMS's name of it.
    pub name: String,
    /// The ZIP code lies in several localities: the user should confirm.
    pub spans_several: bool,
}

/// Finds the Medicare locality of a ZIP code in the crosswalk built into the program.
pub fn locality_for_zip(zip: &str) -> Option<ZipAnswer> {
    let found = built_in::locality_for_zip(zip)?;
    let known = built_in::localities(i16::MAX).localities;
    let name = known
        .iter()
        .find(|locality| locality.key == found.key)
        .map_or_else(String::new, |locality| locality.name.clone());
    Some(ZipAnswer {
        key: found.key,
        name,
        spans_several: found.spans_several,
    })
}

/// Returns the localities built into the program for a year, or the nearest earlier one.
pub fn localities(year: i16) -> &'static [crate::domain::Locality] {
    built_in::localities(year).localities
}

/// Writes a file whole or not at all, in place of one that may be there.
#[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
pub(super) fn write_file(doing: &str, path: &Path, bytes: &[u8]) -> Result<(), JobError> {
    refuse_missing_folder(doing, path)?;
    let failed = |error: std::io::Error| JobError::from_io(doing, path, &error);
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let unfinished = PathBuf::from(unfinished);
    let written = write_whole(&unfinished, bytes)
        .map_err(failed)
        .and_then(|()| move_file(doing, &unfinished, path));
    if written.is_err() {
        std::fs::remove_file(&unfinished).ok();
    }
    written
}

/// Writes bytes and waits until the disk has them.
#[expect(clippy::disallowed_types, reason = "jobs write the disk")]
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    std::io::Write::write_all(&mut file, bytes)?;
    file.sync_all()
}

/// Says that a file cannot be made because its folder is not there.
fn refuse_missing_folder(doing: &str, path: &Path) -> Result<(), JobError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    let Some(folder) = folder else { return Ok(()) };
    Err(JobError::new(
        doing,
        format!("there is no such folder: {}", folder.display()),
        "Make the folder first, or choose another",
    ))
}

#[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
fn move_file(doing: &str, from: &Path, to: &Path) -> Result<(), JobError> {
    std::fs::rename(from, to).map_err(|error| JobError::from_io(doing, to, &error))
}

#[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
fn make_folder(doing: &str, folder: &Path) -> Result<(), JobError> {
    std::fs::create_dir_all(folder).map_err(|error| JobError::from_io(doing, folder, &error))
}

#[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
fn remove_leftover(path: &Path) -> Result<(), JobError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(JobError::from_io(BUILDING_SAMPLE, path, &error))
        }
        _ => Ok(()),
    }
}

/// Returns a path's own name, for messages.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl Desk {
    /// Makes a practice file and puts it on the desk.
    pub fn create(
        &mut self,
        path: &Path,
        practice: Practice,
        locality: Option<LocalityKey>,
    ) -> Result<Arc<PracticeView>, JobError> {
        let path = with_extension(path);
        let doing = format!("Making {}", name_of(&path));
        if practice.name.trim().is_empty() {
            return Err(JobError::new(
                doing,
                "the practice has no name",
                "Type its legal name",
            ));
        }
        let zip = practice.zip.trim();
        if locality.is_none() && !zip.is_empty() && locality_for_zip(zip).is_none() {
            return Err(JobError::new(
                doing,
                format!("no Medicare locality is known for ZIP code {zip}"),
                "Check the five digits, or choose the locality by its number",
            ));
        }
        if let Some(key) =
            locality.filter(|key| !localities(i16::MAX).iter().any(|it| it.key == *key))
        {
            return Err(JobError::new(
                doing,
                format!("no Medicare locality has the number {key}"),
                "Choose one that CMS lists, such as 10212-01 for Atlanta",
            ));
        }
        let home = locality.or_else(|| locality_for_zip(zip).map(|found| found.key));
        refuse_missing_folder(&doing, &path)?;
        let practice = Practice {
            locality: home.or(practice.locality),
            ..practice
        };
        let file = PracticeFile::create(&path, &practice, today())
            .map_err(|error| JobError::from_store(doing, &error))?;
        self.replace(file)
    }

    /// Opens a practice file and puts it on the desk.
    pub fn open(&mut self, path: &Path) -> Result<Arc<PracticeView>, JobError> {
        let doing = format!("Opening {}", name_of(path));
        if self.is_open(path) {
            return self.view();
        }
        let file = PracticeFile::open(path).map_err(|error| JobError::from_store(doing, &error))?;
        self.replace(file)
    }

    /// Puts a file on the desk in place of the one that lay there, which is closed only now: when a
    /// file cannot be opened, the other stays.
    fn replace(&mut self, file: PracticeFile) -> Result<Arc<PracticeView>, JobError> {
        self.close()?;
        self.put(file);
        self.view()
    }

    /// Closes the practice file, with a backup when it changed.
    pub fn close(&mut self) -> Result<(), JobError> {
        let Some(file) = self.take() else {
            return Ok(());
        };
        let doing = format!("Closing {}", name_of(file.path()));
        let backups = BackupFolder::beside(file.path(), Zoned::now().datetime());
        let closed = file.close_with_backup(&backups);
        closed
            .map(drop)
            .map_err(|error| JobError::from_store(doing, &error))
    }

    fn close_without_backup(&mut self) -> Result<(), JobError> {
        let Some(file) = self.take() else {
            return Ok(());
        };
        file.close()
            .map_err(|error| JobError::from_store(BUILDING_SAMPLE, &error))
    }

    /// Opens the sample practice in the user's own folder, building it the first time.
    pub fn open_sample(
        &mut self,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<Arc<PracticeView>, JobError> {
        let folder = sample_folder();
        let path = folder.join("Sample practice.practice");
        if path.is_file() {
            return self.open(&path);
        }
        self.build_sample(&path, reporter)
    }

    /// Builds the sample practice at a path that is free, by importing the files it would have.
    pub fn build_sample(
        &mut self,
        path: &Path,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<Arc<PracticeView>, JobError> {
        reporter.report(BUILDING_SAMPLE, 0, None);
        let (data, files) = sample()?;
        let folder = path
            .parent()
            .unwrap_or_else(|| Path::new(""))
            .join("Sample files");
        // Built under another name: a half-built sample is never opened later as if it were whole.
        let unfinished = path.with_extension("unfinished.practice");
        make_folder(BUILDING_SAMPLE, &folder)?;
        remove_leftover(&unfinished)?;
        // Built on a desk of its own: when it fails, the practice that is open stays open.
        let mut builder = Self::new();
        builder.create(&unfinished, data.practice.clone(), None)?;
        builder.import_sample(&folder, &data, &files, reporter)?;
        builder.close_without_backup()?;
        move_file(BUILDING_SAMPLE, &unfinished, path)?;
        self.open(path)
    }

    /// Saves a copy of the practice file.
    pub fn save_copy(&mut self, path: &Path, copy: CopyKind) -> Result<String, JobError> {
        let path = with_extension(path);
        let doing = format!("Saving {}", name_of(&path));
        let file = self.file(&doing)?;
        let saved = match copy {
            CopyKind::Whole => file.save_copy(&path),
            CopyKind::ForSharing => file.save_copy_for_sharing(&path),
        };
        saved.map_err(|error| JobError::from_store(doing.as_str(), &error))?;
        Ok(match copy {
            CopyKind::Whole => "Copy of the practice file".to_owned(),
            CopyKind::ForSharing => "Copy for sharing, without single services".to_owned(),
        })
    }

    /// Checks that the practice file is whole.
    pub fn check(&mut self) -> Result<CheckResult, JobError> {
        const DOING: &str = "Checking the practice file";
        let problems = self.file(DOING)?.integrity_check();
        let problems = problems.map_err(|error| JobError::from_store(DOING, &error))?;
        Ok(CheckResult { problems })
    }
}
