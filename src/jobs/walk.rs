//! Which files a drop of files and folders means: folders are walked in name order. What lies in them
//! is not looked at here.

#![expect(clippy::disallowed_methods, reason = "jobs read the disk")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::open::{EXTENSION, name_of};
use super::{JobError, ProgressReporter};

/// Most folders inside one another: deeper ones are a mistake, or made to harm.
const MAX_DEPTH: usize = 24;
/// Most files of one drop: ten years of daily files from twenty payers.
const MAX_FILES: usize = 100_000;
/// Files that systems put into folders by themselves, in lower case.
const OF_SYSTEMS: [&str; 2] = ["thumbs.db", "desktop.ini"];

/// What a drop came to.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Files, each once.
    pub(super) files: Vec<PathBuf>,
    /// What could not be looked through.
    pub(super) refused: Vec<(PathBuf, JobError)>,
}

/// A walk under way.
struct Walk<'w, 'p> {
    reporter: &'w mut ProgressReporter<'p>,
    found: Walked,
    known: BTreeSet<PathBuf>,
}

/// Lists the files named and those in the folders named, in the order given and by name.
///
/// Hidden files, practice files and links to folders are passed over inside folders, which also
/// keeps the walk out of circles; what is named itself is always taken.
///
/// # Errors
/// When cancelled.
pub(super) fn walk(
    paths: &[PathBuf],
    reporter: &mut ProgressReporter<'_>,
) -> Result<Walked, JobError> {
    let mut walk = Walk {
        reporter,
        found: Walked::default(),
        known: BTreeSet::new(),
    };
    for path in paths {
        if path.is_dir() {
            walk.folder(path, 0)?;
        } else {
            walk.file(path.clone());
        }
    }
    Ok(walk.found)
}

impl Walk<'_, '_> {
    fn file(&mut self, path: PathBuf) {
        if self.known.insert(path.clone()) {
            self.found.files.push(path);
        }
    }

    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), JobError> {
        let doing = format!("Looking through {}", name_of(folder));
        if self.reporter.is_cancelled() {
            return Err(JobError::new(doing, "cancelled", ""));
        }
        if depth > MAX_DEPTH {
            self.refuse(
                folder,
                &doing,
                format!("it lies more than {MAX_DEPTH} folders deep"),
            );
            return Ok(());
        }
        let mut entries: Vec<std::fs::DirEntry> = match std::fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(Result::ok).collect(),
            Err(error) => {
                let error = JobError::from_io(doing, folder, &error);
                self.found.refused.push((folder.to_path_buf(), error));
                return Ok(());
            }
        };
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if is_passed_over(&path) {
                continue;
            }
            let kind = entry.file_type();
            if kind.as_ref().is_ok_and(std::fs::FileType::is_dir) {
                self.folder(&path, depth + 1)?;
            } else if path.is_file() {
                if self.found.files.len() >= MAX_FILES {
                    self.refuse(
                        folder,
                        &doing,
                        format!("there are more than {MAX_FILES} files"),
                    );
                    return Ok(());
                }
                self.file(path);
            }
        }
        let count = self.found.files.len() as u64;
        self.reporter.report(&doing, count, None);
        Ok(())
    }

    fn refuse(&mut self, folder: &Path, doing: &str, cause: String) {
        let error = JobError::new(doing, cause, "Choose a folder with fewer files in it");
        self.found.refused.push((folder.to_path_buf(), error));
    }
}

/// Whether a file found in a folder is nobody's input: hidden ones, locks and leftovers of office
/// programs, practice files and what lies beside them.
fn is_passed_over(path: &Path) -> bool {
    let name = name_of(path).to_lowercase();
    let practice = format!(".{EXTENSION}");
    name.starts_with('.')
        || name.starts_with("~$")
        || OF_SYSTEMS.contains(&name.as_str())
        || name.ends_with(&practice)
        || name.contains(&format!("{practice}-"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::*;

    fn walked(paths: &[PathBuf]) -> Result<Walked, JobError> {
        walked_until(paths, Arc::default())
    }

    fn walked_until(paths: &[PathBuf], cancelled: Arc<AtomicBool>) -> Result<Walked, JobError> {
        let publish = |_progress| {};
        walk(paths, &mut ProgressReporter::new(&publish, cancelled))
    }

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        folder
    }

    fn names(found: &Walked) -> Vec<String> {
        found.files.iter().map(|path| name_of(path)).collect()
    }

    #[test]
    fn folders_are_walked_in_name_order_and_each_file_is_found_once() {
        let folder = folder_with(&["b/2.835", "b/1.835", "a.835", "c.csv"]);
        let twice = [folder.path().to_path_buf(), folder.path().join("a.835")];
        let found = walked(&twice).unwrap();
        assert_eq!(names(&found), ["a.835", "1.835", "2.835", "c.csv"]);
        assert!(found.refused.is_empty());
    }

    #[test]
    fn hidden_and_practice_files_in_folders_are_passed_over_but_not_when_named() {
        let folder = folder_with(&[
            ".hidden",
            "~$lock.xlsx",
            "Thumbs.db",
            "Oak.practice",
            "Oak.practice-wal",
            "x.835",
        ]);
        let found = walked(&[folder.path().to_path_buf()]).unwrap();
        assert_eq!(names(&found), ["x.835"]);
        let found = walked(&[folder.path().join("Oak.practice")]).unwrap();
        assert_eq!(names(&found), ["Oak.practice"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_to_its_own_folder_ends_the_walk_there() {
        let folder = folder_with(&["in/x.835"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("in/loop")).unwrap();
        let found = walked(&[folder.path().to_path_buf()]).unwrap();
        assert_eq!(names(&found), ["x.835"]);
    }

    #[test]
    fn a_folder_too_deep_is_told_and_the_rest_is_found() {
        let deep = "d/".repeat(MAX_DEPTH + 2) + "x.835";
        let folder = folder_with(&[&deep, "y.835"]);
        let found = walked(&[folder.path().to_path_buf()]).unwrap();
        assert_eq!(names(&found), ["y.835"]);
        assert_eq!(found.refused.len(), 1);
    }

    #[test]
    fn a_cancelled_walk_finds_nothing() {
        let folder = folder_with(&["x.835"]);
        assert!(
            walked_until(
                &[folder.path().to_path_buf()],
                Arc::new(AtomicBool::new(true))
            )
            .is_err()
        );
    }
}
