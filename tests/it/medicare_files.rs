//! CMS's own files, where they are at hand: every format of a table says the same, the built-in
//! tables agree with them, and files that only look like CMS's are refused with a remedy.

#![expect(clippy::disallowed_methods, reason = "reads CMS's files from disk")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use allowable::domain::{Locality, QpStatus, Release, Severity};
use allowable::formats::cms::built_in;
use allowable::formats::cms::{self, CmsContent};

/// Returns the folder of CMS's files, or says that the test is skipped.
pub(crate) fn cms_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/pfs");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not here", folder.display());
    None
}

/// Reads a file's bytes; those of a gzip file unpacked.
pub(crate) fn bytes_of(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap();
    if path.extension().is_none_or(|ending| ending != "gz") {
        return bytes;
    }
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(bytes.as_slice())
        .read_to_end(&mut unpacked)
        .unwrap();
    unpacked
}

pub(crate) fn content(path: &Path) -> CmsContent {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let parsed = cms::read(&bytes_of(path), &name).unwrap_or_else(|error| panic!("{error}"));
    let rejected = parsed
        .issues
        .iter()
        .find(|issue| issue.severity == Severity::Rejected);
    assert!(rejected.is_none(), "{}", rejected.unwrap());
    parsed.value
}

pub(crate) fn release(path: &Path) -> Release {
    match content(path) {
        CmsContent::Releases(mut releases) if releases.len() == 1 => releases.remove(0),
        other => panic!("{} is {}", path.display(), kind(&other)),
    }
}

pub(crate) fn localities(path: &Path) -> Vec<Locality> {
    match content(path) {
        CmsContent::Localities { localities, .. } => localities,
        other => panic!("{} is {}", path.display(), kind(&other)),
    }
}

fn kind(content: &CmsContent) -> &'static str {
    match content {
        CmsContent::Releases(_) => "relative values",
        CmsContent::Localities { .. } => "localities",
        CmsContent::AnesthesiaFactors(_) => "anesthesia factors",
        CmsContent::Counties(_) => "counties",
        CmsContent::OppsCap(_) => "capped prices",
        CmsContent::ZipLocalities(_) => "ZIP codes",
        CmsContent::ReferenceTable(_) => "another fee schedule",
    }
}

fn zip_of(folder: &Path, endings: &[&str], folder_in_zip: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let mut names: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    for path in names {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if endings.iter().any(|ending| name.ends_with(ending)) && !name.starts_with("ZIP5") {
            writer
                .start_file(format!("{folder_in_zip}{name}"), options)
                .unwrap();
            writer.write_all(&fs::read(&path).unwrap()).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn only_release(zip: &[u8], name: &str) -> Release {
    match cms::read(zip, name).unwrap().value {
        CmsContent::Releases(mut releases) => {
            assert_eq!(releases.len(), 1);
            releases.remove(0)
        }
        other => panic!("{name} is {}", kind(&other)),
    }
}

#[test]
fn the_zip_is_read_whole_and_every_format_gives_the_same_values() {
    let Some(folder) = cms_folder() else { return };
    let folder = folder.join("2025_rvu25d");
    let zip = zip_of(&folder, &[".csv", ".txt", ".xlsx", ".pdf"], "");
    let started = Instant::now();
    let from_zip = only_release(&zip, "RVU25D.zip");
    println!("RVU25D.zip: {} ms", started.elapsed().as_millis());
    assert_eq!(from_zip.info.name, "RVU25D");
    assert_eq!(from_zip.info.conversion_factor.to_string(), "32.3465");
    assert_eq!(from_zip.rows.len(), 19_090);
    assert_eq!(from_zip.localities.len(), 109);
    assert_eq!(from_zip.anesthesia.len(), 109);
    for ending in [".xlsx", ".txt"] {
        let other = only_release(&zip_of(&folder, &[ending], "RVU25D/tables/"), "RVU25D.zip");
        assert_eq!(other.info.name, from_zip.info.name, "{ending}");
        assert_eq!(other.localities, from_zip.localities, "{ending}");
        assert_eq!(other.anesthesia, from_zip.anesthesia, "{ending}");
        assert_eq!(other.rows.len(), from_zip.rows.len(), "{ending}");
        for (left, right) in from_zip.rows.iter().zip(&other.rows) {
            let mut right = right.clone();
            if ending == ".txt" {
                // The text layout has no `+`.
                right.not_used_for_payment = left.not_used_for_payment;
            }
            assert_eq!(*left, right, "{ending}");
        }
    }
}

#[test]
fn releases_of_every_year_at_hand_are_told_by_their_content() {
    let Some(folder) = cms_folder() else { return };
    let check = |file: &str, name: &str, qp: Option<QpStatus>, row_count: usize| {
        let release = release(&folder.join(file));
        assert_eq!(release.info.name, name, "{file}");
        assert_eq!(release.info.qp, qp, "{file}");
        assert_eq!(release.rows.len(), row_count, "{file}");
    };
    let history = "arkrvu_history";
    let rows_of = |file: &str| {
        let bytes = bytes_of(&folder.join(file));
        bytes.split(|byte| *byte == b'\n').count() - 2
    };
    for (file, name) in [
        ("2020_pprrvu_rvu20d_oct.csv.gz", "RVU20D"),
        ("2023_pprrvu_rvu23d_oct.csv.gz", "RVU23D"),
        ("2024_pprrvu_rvu24c_jul.csv.gz", "RVU24C"),
    ] {
        let file = format!("{history}/{file}");
        check(&file, name, None, rows_of(&file));
    }
    let april = "2026_rvu26b/PPRRVU2026_Apr_nonQPP.txt";
    check(april, "RVU26B", Some(QpStatus::NonQualifying), 19_277);
    let july = "2026_partial/PPRRVU2026_Jul_nonQPP_header_and_rows.csv";
    check(july, "RVU26C", Some(QpStatus::NonQualifying), 6);
}

#[test]
fn every_table_of_every_release_at_hand_is_read_without_a_row_left_out() {
    let Some(folder) = cms_folder() else { return };
    for (file, expected, count) in [
        ("arkrvu_history/2020_gpci_rvu20d.csv.gz", "localities", 112),
        ("arkrvu_history/2023_gpci_rvu23d.csv.gz", "localities", 112),
        ("2025_rvu25d/GPCI2025.csv", "localities", 109),
        ("2025_rvu25d/GPCI2025.txt", "localities", 109),
        ("2025_rvu25d/GPCI2025.xlsx", "localities", 109),
        ("2026_rvu26b/GPCI2026.csv", "localities", 109),
        ("2026_partial/gpci_2026.csv", "localities", 109),
        (
            "arkrvu_history/2020_anes_rvu20d.csv.gz",
            "anesthesia factors",
            112,
        ),
        (
            "arkrvu_history/2023_anes_rvu23d.csv.gz",
            "anesthesia factors",
            112,
        ),
        ("2025_rvu25d/ANES2025.txt", "anesthesia factors", 109),
        ("arkrvu_history/2020_locco_rvu20d.csv.gz", "counties", 112),
        ("arkrvu_history/2023_locco_rvu23d.csv.gz", "counties", 112),
        ("2025_rvu25d/25LOCCO.txt", "counties", 109),
    ] {
        let content = content(&folder.join(file));
        let found: BTreeSet<_> = match &content {
            CmsContent::Localities { localities, .. } => {
                localities.iter().map(|locality| locality.key).collect()
            }
            CmsContent::AnesthesiaFactors(kinds) => {
                kinds[0].factors.iter().map(|(key, _factor)| *key).collect()
            }
            CmsContent::Counties(areas) => areas.iter().map(|area| area.key).collect(),
            _ => BTreeSet::new(),
        };
        assert_eq!((kind(&content), found.len()), (expected, count), "{file}");
    }
}

#[test]
fn the_built_in_tables_say_what_cms_published() {
    let Some(folder) = cms_folder() else { return };
    for (year, file) in [
        (2020, "arkrvu_history/2020_gpci_rvu20d.csv.gz"),
        (2023, "arkrvu_history/2023_gpci_rvu23d.csv.gz"),
        (2025, "2025_rvu25d/GPCI2025.csv"),
        (2026, "2026_rvu26b/GPCI2026.csv"),
        (2026, "2026_partial/gpci_2026.csv"),
    ] {
        let ours = built_in::localities(year);
        assert_eq!(ours.year, year);
        let published = localities(&folder.join(file));
        assert_eq!(published.len(), ours.localities.len(), "{file}");
        for (ours, theirs) in ours.localities.iter().zip(&published) {
            assert_eq!(
                (ours.key, &ours.name, ours.gpci),
                (theirs.key, &theirs.name, theirs.gpci)
            );
        }
    }
    let CmsContent::ZipLocalities(zips) = content(&folder.join("zip5_2026/ZIP5_JAN2026.xlsx"))
    else {
        panic!("the crosswalk is read as something else");
    };
    assert!(zips.len() > 42_000, "{}", zips.len());
    for row in &zips {
        let found = built_in::locality_for_zip(&format!("{:05}", row.zip)).unwrap();
        assert_eq!(
            (found.key, found.spans_several),
            (row.locality, row.spans_several)
        );
    }
}

#[test]
fn the_smaller_tables_say_the_same_in_every_format() {
    let Some(folder) = cms_folder() else { return };
    let folder = folder.join("2025_rvu25d");
    let anesthesia: Vec<CmsContent> = ["ANES2025.csv", "ANES2025.txt", "ANES2025.xlsx"]
        .iter()
        .map(|name| content(&folder.join(name)))
        .collect();
    assert!(anesthesia.windows(2).all(|pair| pair[0] == pair[1]));
    let zips: Vec<CmsContent> = ["ZIP5_OCT2025.txt", "ZIP5_OCT2025.xlsx"]
        .iter()
        .map(|name| content(&folder.join(name)))
        .collect();
    assert!(zips.windows(2).all(|pair| pair[0] == pair[1]));
    for name in ["25LOCCO.csv", "25LOCCO.txt", "25LOCCO.xlsx"] {
        let CmsContent::Counties(areas) = content(&folder.join(name)) else {
            panic!("{name} is read as something else");
        };
        let keys: BTreeSet<_> = areas.iter().map(|area| area.key).collect();
        assert_eq!(keys.len(), 109, "{name}");
        assert!(areas.iter().all(|area| !area.state.is_empty()), "{name}");
    }
}

#[test]
fn files_that_only_look_like_cms_tables_are_refused_or_their_rows_listed() {
    let Some(folder) = cms_folder() else { return };
    let mut paths: Vec<PathBuf> = [
        folder.join("negative"),
        folder.join("negative/cms_api_fixtures"),
    ]
    .iter()
    .flat_map(|folder| fs::read_dir(folder).unwrap())
    .map(|entry| entry.unwrap().path())
    .filter(|path| path.is_file())
    .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = cms::read(&fs::read(&path).unwrap(), &name);
        let is_good = name.contains("golden_GPCI") || name.contains("golden_PPRRVU");
        let listed = [
            "dup_keys",
            "bad_layout",
            "bad_category",
            "edge_cases",
            "locality_e2e_join",
        ];
        match outcome {
            Ok(parsed) if is_good => {
                assert!(
                    parsed
                        .issues
                        .iter()
                        .all(|issue| issue.severity != Severity::Rejected)
                );
            }
            Ok(parsed) => {
                assert!(
                    listed.iter().any(|part| name.contains(part)),
                    "{name} was accepted"
                );
                let is_join = name.contains("locality_e2e_join");
                assert!(is_join || !parsed.issues.is_empty(), "{name} has no issue");
            }
            Err(error) => {
                let text = error.to_string();
                println!("{text}");
                assert!(
                    !is_good && text.contains(&name) && text.contains(". "),
                    "{text}"
                );
            }
        }
    }
}
