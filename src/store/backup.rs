//! Copies of the file: whole ones, ones for sharing, and backups, of which old ones are thinned out.
//! A copy is written beside its target and gets its name when it is complete.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this is where copies of the practice file are written and thinned out"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::PracticeFile;
use super::connection::Db;
use super::error::{Result, StoreError};
use super::open;

/// The latest backups of a file, all kept.
const KEEP_LATEST: usize = 5;
/// Days with backups of which the last one is kept.
const KEEP_DAYS: usize = 7;
/// Months with backups of which the last one is kept.
const KEEP_MONTHS: usize = 12;

/// The moment in a backup's name: `2025-03-31 17-05-09`.
const STAMP: &str = "%Y-%m-%d %H-%M-%S";

/// Where a file's backups go, and the moment they are named by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFolder {
    /// The folder; it is made when it is missing.
    pub folder: PathBuf,
    /// Local time, to the second.
    pub now: DateTime,
}

impl BackupFolder {
    /// Returns the folder `Backups` beside a practice file.
    pub fn beside(file: &Path, now: DateTime) -> Self {
        Self {
            folder: folder_beside(file),
            now,
        }
    }
}

impl PracticeFile {
    /// Writes a whole copy; a file of that name is replaced in one step.
    ///
    /// Refused when the target is the open file itself.
    pub fn save_copy(&self, target: &Path) -> Result<()> {
        copy_to(&self.db, target)
    }

    /// Writes a copy without a single service line or claim and under another patient key; totals,
    /// payers, payments without their traces, Medicare's tables, fee schedules, contracts and
    /// scenarios are in it. A file of that name is replaced in one step.
    ///
    /// Facts that are counted from single claims are 0 in the copy.
    ///
    /// Refused when the target is the open file itself.
    pub fn save_copy_for_sharing(&self, target: &Path) -> Result<()> {
        refuse_itself(&self.db, target)?;
        write_in_place_of(target, |unfinished| share_into(&self.db, unfinished))
    }
}

/// Copies the file to the backup folder, then thins out the older backups there.
pub(super) fn back_up(db: &Db, backups: &BackupFolder) -> Result<PathBuf> {
    make_folder(&backups.folder)?;
    let stem = stem_of(db.path());
    let stamp = backups.now.strftime(STAMP);
    let target = backups.folder.join(format!("{stem} {stamp}.practice"));
    copy_to(db, &target)?;
    thin_out(&backups.folder, &stem)?;
    Ok(target)
}

/// Copies the file to the `Backups` folder beside it before its layout is changed. These copies are
/// never thinned out.
pub(super) fn before_upgrade(db: &Db, version: i64) -> Result<()> {
    let folder = folder_beside(db.path());
    make_folder(&folder)?;
    let stem = stem_of(db.path());
    let target = folder.join(format!(
        "{stem} before upgrade from version {version}.practice"
    ));
    copy_to(db, &target)
}

fn folder_beside(file: &Path) -> PathBuf {
    file.with_file_name("Backups")
}

fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| StoreError::of_io(error, folder))
}

fn stem_of(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn copy_to(db: &Db, target: &Path) -> Result<()> {
    refuse_itself(db, target)?;
    write_in_place_of(target, |unfinished| {
        let mut copy =
            Connection::open(unfinished).map_err(|error| StoreError::of_sql(error, unfinished))?;
        copy_pages(&db.conn, &mut copy).map_err(|error| StoreError::of_sql(error, unfinished))?;
        copy.close()
            .map_err(|(_copy, error)| StoreError::of_sql(error, unfinished))
    })
}

fn copy_pages(from: &Connection, into: &mut Connection) -> rusqlite::Result<()> {
    const ALL_PAGES: i32 = -1;
    Backup::new(from, into)?.step(ALL_PAGES).map(|_done| ())
}

fn share_into(db: &Db, unfinished: &Path) -> Result<()> {
    open::make(unfinished)?.close()?;
    let path = unfinished.to_str().ok_or_else(|| {
        StoreError::refused("The name of the copy holds letters that cannot be written")
    })?;
    db.execute(include_str!("attach_copy.sql"), [path])?;
    let copied = db.batch(include_str!("copy_for_sharing.sql"));
    if copied.is_err() && !db.conn.is_autocommit() {
        db.batch("rollback").ok();
    }
    let detached = db.batch(include_str!("detach_copy.sql"));
    copied.and(detached)
}

fn write_in_place_of(target: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let unfinished = open::unfinished_path(target)?;
    let written = write(&unfinished).and_then(|()| open::move_into_place(&unfinished, target));
    if written.is_err() {
        open::discard(&unfinished);
    }
    written
}

fn refuse_itself(db: &Db, target: &Path) -> Result<()> {
    let same = fs::canonicalize(target)
        .ok()
        .zip(fs::canonicalize(db.path()).ok())
        .is_some_and(|(target, open)| target == open);
    if same {
        return Err(StoreError::refused(
            "A copy cannot replace the file it is made from. Choose another name",
        ));
    }
    Ok(())
}

fn thin_out(folder: &Path, stem: &str) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| StoreError::of_io(error, folder))?;
    let moments: BTreeSet<DateTime> = entries
        .filter_map(|entry| moment_of(&entry.ok()?.file_name().into_string().ok()?, stem))
        .collect();
    for moment in superfluous(&moments) {
        let old = folder.join(format!("{stem} {}.practice", moment.strftime(STAMP)));
        fs::remove_file(&old).map_err(|error| StoreError::of_io(error, &old))?;
    }
    Ok(())
}

/// Returns the moment in the name of a backup of this file; `None` for any other file.
fn moment_of(file_name: &str, stem: &str) -> Option<DateTime> {
    let stamp = file_name
        .strip_prefix(stem)?
        .strip_prefix(' ')?
        .strip_suffix(".practice")?;
    let moment = DateTime::strptime(STAMP, stamp).ok()?;
    // Only names that this program writes.
    (moment.strftime(STAMP).to_string() == stamp).then_some(moment)
}

/// Returns the backups that are neither among the latest nor the last of a recent day or month.
fn superfluous(moments: &BTreeSet<DateTime>) -> Vec<DateTime> {
    let mut kept = BTreeSet::new();
    kept.extend(moments.iter().rev().take(KEEP_LATEST));
    let mut days = BTreeSet::new();
    let mut months = BTreeSet::new();
    for moment in moments.iter().rev() {
        let day = moment.date();
        if days.len() < KEEP_DAYS && days.insert(day) {
            kept.insert(moment);
        }
        if months.len() < KEEP_MONTHS && months.insert(day.first_of_month()) {
            kept.insert(moment);
        }
    }
    moments
        .iter()
        .filter(|moment| !kept.contains(moment))
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn moments(texts: &[&str]) -> BTreeSet<DateTime> {
        texts
            .iter()
            .map(|text| DateTime::strptime(STAMP, text).unwrap())
            .collect()
    }

    #[test]
    fn of_many_backups_in_a_day_the_latest_five_are_kept() {
        let day = date(2025, 3, 31);
        let all: BTreeSet<_> = (1..=8).map(|hour| day.at(hour, 0, 0, 0)).collect();
        let gone = superfluous(&all);
        assert_eq!(
            gone,
            [day.at(1, 0, 0, 0), day.at(2, 0, 0, 0), day.at(3, 0, 0, 0)]
        );
    }

    #[test]
    fn the_last_of_each_recent_day_and_month_is_kept() {
        let all = moments(&[
            "2024-11-02 09-00-00",
            "2024-11-30 17-00-00",
            "2025-03-24 09-00-00",
            "2025-03-25 09-00-00",
            "2025-03-26 09-00-00",
            "2025-03-27 09-00-00",
            "2025-03-28 09-00-00",
            "2025-03-28 17-00-00",
            "2025-03-29 09-00-00",
            "2025-03-30 09-00-00",
            "2025-03-31 09-00-00",
        ]);
        let gone: Vec<_> = superfluous(&all)
            .iter()
            .map(|moment| moment.strftime(STAMP).to_string())
            .collect();
        assert_eq!(gone, ["2024-11-02 09-00-00", "2025-03-24 09-00-00"]);
    }

    #[test]
    fn only_this_files_own_backups_are_taken_for_backups() {
        let expected = Some(date(2025, 3, 31).at(17, 5, 9, 0));
        assert_eq!(
            moment_of("Lake 2025-03-31 17-05-09.practice", "Lake"),
            expected
        );
        for other in [
            "Lakeside 2025-03-31 17-05-09.practice",
            "Lake before upgrade from version 1.practice",
            "Lake 2025-03-31 17-05-09.practice.part",
            "Lake 2025-3-31 17-05-09.practice",
        ] {
            assert_eq!(moment_of(other, "Lake"), None, "{other}");
        }
    }
}
