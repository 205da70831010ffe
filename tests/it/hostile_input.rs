//! Remittances and claims that break off anywhere, through a first look and an import of real files:
//! each is refused in words or imported, and the practice file stays whole.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write the broken files that are imported"
)]

use std::fs;
use std::path::{Path, PathBuf};

use allowable::domain::{ImportId, Practice};
use allowable::jobs::{Desk, Edit};
use tempfile::TempDir;

use crate::import_to_brief::quietly;

/// Most prefixes of one file: all of a small one, evenly chosen ones of a large one.
const MAX_PREFIXES: usize = 150;

/// A practice without services, open.
fn office() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    let practice = Practice {
        name: "Oak Street".to_owned(),
        zip: "30030".to_owned(),
        ..Practice::default()
    };
    desk.create(&folder.path().join("Oak Street.practice"), practice, None)
        .unwrap();
    (folder, desk)
}

/// Returns the X12 fixtures there are.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: Vec<PathBuf> = ["private", "x12"]
        .iter()
        .filter_map(|name| fs::read_dir(folder.join(name)).ok())
        .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_none_or(|kind| kind != "csv"))
        .collect();
    files.sort();
    files
}

/// Imports some bytes; returns the import, or `None` where they were refused.
fn import(desk: &mut Desk, path: &Path, bytes: &[u8]) -> Option<ImportId> {
    fs::write(path, bytes).unwrap();
    let result = desk
        .request_for(path)
        .and_then(|request| quietly(|reporter| desk.import(&request, reporter)));
    match result {
        Ok(_receipt) => desk.view().unwrap().imports.last().map(|import| import.id),
        Err(error) => {
            let text = error.to_string();
            assert!(text.contains("cut."), "names no file: {text}");
            assert!(!error.remedy.is_empty(), "says nothing to do: {text}");
            None
        }
    }
}

#[test]
fn every_prefix_of_a_remittance_or_claim_file_is_imported_or_refused_in_words() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 2, "{fixtures:?}");
    for fixture in fixtures {
        let (folder, mut desk) = office();
        let whole = fs::read(&fixture).unwrap();
        let kind = fixture.extension().unwrap_or_default().to_string_lossy();
        let path = folder.path().join(format!("cut.{kind}"));
        let step = whole.len().div_ceil(MAX_PREFIXES).max(1);
        let mut imported = 0;
        for len in (0..whole.len()).step_by(step) {
            if let Some(id) = import(&mut desk, &path, &whole[..len]) {
                imported += 1;
                desk.edit(Edit::RemoveImport(id)).unwrap();
            }
        }
        assert!(imported != 0, "{}", fixture.display());
        let problems = desk.check().unwrap().problems;
        assert_eq!(problems, Vec::<String>::new(), "{}", fixture.display());
        assert_eq!(desk.view().unwrap().line_count, 0, "{}", fixture.display());
    }
}
