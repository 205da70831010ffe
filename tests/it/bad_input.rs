//! Files that are not what they should be: each refusal says what, where and what to do, and the
//! practice file stays as it was. What identifies patients is never kept.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "these tests write broken files and look at what was left of them"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use allowable::domain::{ImportReceipt, Money, Practice};
use allowable::jobs::{Desk, InspectedContent, JobError, PracticeView, inspect};
use allowable::store::FILE_VERSION;
use tempfile::TempDir;

use crate::import_to_brief::quietly;

const GOOD_CSV: &str = "Payer,CPT,DOS,POS,Units,Charge,Allowed,Paid\n\
     Acme Health,99213,2025-03-04,11,1,150.00,90.00,70.00\n\
     Acme Health,99214,2025-03-05,11,1,220.00,130.00,130.00\n";

/// A practice with two services, open.
struct Office {
    folder: TempDir,
    desk: Desk,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::new();
        let practice = Practice {
            name: "Oak Street".to_owned(),
            zip: "30030".to_owned(),
            ..Practice::default()
        };
        desk.create(&folder.path().join("Oak Street.practice"), practice, None)
            .unwrap();
        let mut office = Self { folder, desk };
        office.import("good.csv", GOOD_CSV.as_bytes()).unwrap();
        office
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn import(&mut self, name: &str, bytes: &[u8]) -> Result<Arc<ImportReceipt>, JobError> {
        let path = self.put(name, bytes);
        self.import_path(&path)
    }

    fn import_path(&mut self, path: &Path) -> Result<Arc<ImportReceipt>, JobError> {
        let request = self.desk.request_for(path)?;
        quietly(|reporter| self.desk.import(&request, reporter))
    }

    fn view(&mut self) -> Arc<PracticeView> {
        self.desk.view().unwrap()
    }
}

/// Whether an error says what went wrong, where, and what to do about it.
fn assert_helps(error: &JobError, file: &str, says: &str) {
    let text = error.to_string();
    assert!(text.contains(file), "names no file: {text}");
    assert!(text.contains(says), "does not say {says:?}: {text}");
    assert!(!error.cause.is_empty(), "{error:?}");
    // The practice file's own refusals hold their remedy as a second sentence.
    let has_remedy = !error.remedy.is_empty() || error.cause.contains(". ");
    assert!(has_remedy, "says nothing to do: {text}");
    assert!(!text.contains('\n'), "more than a line: {text}");
}

/// Imports a file that has to be refused, and looks whether the practice is as it was.
fn refuses(name: &str, bytes: &[u8], says: &str) {
    let mut office = Office::new();
    let path = office.put(name, bytes);
    refuses_path(&mut office, &path, says);
    assert_eq!(fs::read(path).unwrap(), bytes, "{name} was changed");
}

fn refuses_path(office: &mut Office, path: &Path, says: &str) {
    let before = format!("{:?}", office.view());
    let error = office.import_path(path).expect_err("it is refused");
    let name = path.file_name().unwrap().to_string_lossy();
    assert_helps(&error, &name, says);
    assert_eq!(format!("{:?}", office.view()), before, "{name}");
    let path = office.view().path.clone();
    office.desk.close().unwrap();
    office.desk.open(&path).unwrap();
    assert_eq!(office.desk.check().unwrap().problems, Vec::<String>::new());
    assert_eq!(office.view().line_count, 2, "{name}");
}

/// Opens a file that is no practice file of ours and looks whether it is as it was.
fn refuses_to_open(path: &Path, says: &str) {
    let before = fs::read(path).unwrap();
    let error = Desk::new().open(path).expect_err("it is refused");
    assert_helps(&error, &path.file_name().unwrap().to_string_lossy(), says);
    assert_eq!(
        fs::read(path).unwrap(),
        before,
        "{} was changed",
        path.display()
    );
}

#[test]
fn what_is_not_a_practice_file_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("photos.db");
    let other = rusqlite::Connection::open(&database).unwrap();
    other
        .execute_batch("CREATE TABLE photo (name TEXT); INSERT INTO photo VALUES ('cat')")
        .unwrap();
    other.close().unwrap();
    let files: [(&str, &[u8], &str); 3] = [
        ("letter.practice", b"Dear colleague,", "not a practice file"),
        ("empty.practice", b"", "not a practice file"),
        (
            "header.practice",
            b"SQLite format 3\0 and no more",
            "damaged",
        ),
    ];
    for (name, bytes, says) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        refuses_to_open(&path, says);
    }
    refuses_to_open(&database, "not a practice file");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 4, "nothing was put beside them: {left:?}");
}

#[test]
fn a_practice_file_from_the_future_is_left_to_a_newer_program() {
    let mut office = Office::new();
    let path = office.view().path.clone();
    office.desk.close().unwrap();
    let raised = rusqlite::Connection::open(&path).unwrap();
    raised
        .pragma_update(None, "user_version", FILE_VERSION + 1)
        .unwrap();
    raised.close().unwrap();
    refuses_to_open(&path, "newer version");
}

#[test]
fn a_practice_file_open_elsewhere_is_not_opened_twice() {
    let mut office = Office::new();
    let path = office.view().path.clone();
    let error = Desk::new().open(&path).unwrap_err();
    assert_helps(&error, "Oak Street.practice", "open in another window");
    assert_eq!(office.view().line_count, 2, "the first window goes on");
}

#[test]
fn a_practice_file_that_is_missing_or_a_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("gone.practice");
    let error = Desk::new().open(&missing).unwrap_err();
    assert_helps(&error, "gone.practice", "no file here");
    assert!(!missing.exists());
    let inside = folder.path().join("inside");
    fs::create_dir_all(&inside).unwrap();
    let error = Desk::new().open(&inside).unwrap_err();
    assert_helps(&error, "inside", "not a practice file");
}

#[test]
fn a_new_practice_never_replaces_a_file_and_needs_a_folder() {
    let mut office = Office::new();
    let path = office.view().path.clone();
    office.desk.close().unwrap();
    let bytes = fs::read(&path).unwrap();
    let practice = |zip: &str| Practice {
        name: "Another".to_owned(),
        zip: zip.to_owned(),
        ..Practice::default()
    };
    let mut make = |path: &Path, zip: &str, locality: Option<&str>| {
        let locality = locality.map(|key| allowable::domain::LocalityKey::from_text(key).unwrap());
        office
            .desk
            .create(path, practice(zip), locality)
            .expect_err("it is refused")
    };
    assert_helps(
        &make(&path, "30030", None),
        "Oak Street.practice",
        "already there",
    );
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let nowhere = path.with_file_name("no such folder").join("new.practice");
    assert_helps(
        &make(&nowhere, "30030", None),
        "new.practice",
        "no such folder",
    );
    let new = path.with_file_name("new.practice");
    assert_helps(&make(&new, "00000", None), "new.practice", "ZIP code 00000");
    assert_helps(
        &make(&new, "", Some("99999-99")),
        "new.practice",
        "no Medicare locality",
    );
    assert!(!new.exists());
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_refused_with_a_way_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut office = Office::new();
    let path = office.view().path.clone();
    let locked = office.folder.path().join("locked");
    fs::create_dir_all(&locked).unwrap();
    let inside = locked.join("Oak Street.practice");
    office.desk.close().unwrap();
    fs::copy(&path, &inside).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(locked.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere, permissions do not bind");
        return;
    }
    let error = Desk::new().open(&inside).unwrap_err();
    let new = Desk::new()
        .create(&locked.join("new.practice"), office_practice(), None)
        .unwrap_err();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    assert_helps(&error, "Oak Street.practice", "read-only");
    assert_helps(&new, "new.practice", "read-only");
}

#[cfg(unix)]
fn office_practice() -> Practice {
    Practice {
        name: "Oak Street".to_owned(),
        ..Practice::default()
    }
}

#[test]
fn a_table_without_a_column_we_know_asks_for_its_columns() {
    refuses(
        "birds.csv",
        b"wingspan,nest\n31,oak\n28,elm\n",
        "Choose the column with procedure codes",
    );
    let headings: Vec<String> = (0..200).map(|number| format!("measure {number}")).collect();
    let row = vec!["x"; 200].join(",");
    let wide = format!("{}\n{row}\n{row}\n", headings.join(","));
    refuses("wide.csv", wide.as_bytes(), "procedure codes");
}

#[test]
fn a_table_whose_rows_are_all_unusable_is_refused_with_the_first_reason() {
    let csv = "Payer,CPT,DOS,Charge,Allowed\nAcme,99213,never,150.00,90.00\nAcme,,2025-03-04,1,1\n";
    refuses("unusable.csv", csv.as_bytes(), "line 2");
    refuses(
        "headings only.csv",
        b"Payer,CPT,DOS,Charge,Allowed\n",
        "holds no table",
    );
}

#[test]
fn what_is_empty_protected_or_no_table_says_so() {
    let compound = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 4096]].concat();
    let files: [(&str, &[u8], &str); 6] = [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n \n\r\n", "empty"),
        ("charges.xlsx", &compound, "password"),
        ("contract.pdf", b"%PDF-1.7\n1 0 obj\n", "PDF"),
        ("noise.csv", &noise(100_000), "noise.csv"),
        ("zeros.csv", &vec![0; 100_000], "zeros.csv"),
    ];
    for (name, bytes, says) in files {
        refuses(name, bytes, says);
    }
}

/// Bytes without any pattern, the same on every machine.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let bytes = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    });
    bytes.take(len).collect()
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_without_relative_values_and_a_zip_bomb_are_refused() {
    let gpci = include_bytes!("../fixtures/cms/GPCI2025.csv");
    refuses("RVU25X.zip", &zip_of(&[("GPCI2025.csv", gpci)]), "PPRRVU");
    refuses("photos.zip", &zip_of(&[("a.jpg", b"\xFF\xD8")]), "PPRRVU");
    refuses("nothing.zip", &zip_of(&[]), "nothing.zip");
    let bomb = zip_of(&[("PPRRVU2025_Oct.csv", &vec![b','; 160 << 20])]);
    assert!(bomb.len() < 1 << 20, "it packs well");
    refuses("RVU25D.zip", &bomb, "RVU25D.zip");
    let cut = zip_of(&[("PPRRVU2025_Oct.csv", &noise(10_000))]);
    refuses("cut.zip", &cut[..cut.len() / 2], "cut.zip");
}

#[test]
fn a_folder_and_a_missing_file_are_named() {
    let mut office = Office::new();
    let inside = office.folder.path().join("exports");
    fs::create_dir_all(&inside).unwrap();
    refuses_path(&mut office, &inside, "folder");
    let missing = office.folder.path().join("gone.csv");
    refuses_path(&mut office, &missing, "not there");
    let own = office.view().path.clone();
    let error = office.import_path(&own).unwrap_err();
    assert_helps(&error, "Oak Street.practice", "practice file");
}

#[test]
fn a_gigabyte_without_a_row_is_refused_in_a_moment() {
    let mut office = Office::new();
    let path = office.folder.path().join("huge.csv");
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    refuses_path(&mut office, &path, "huge.csv");
}

#[test]
fn ragged_rows_cost_only_themselves() {
    let mut office = Office::new();
    let csv = format!(
        "{GOOD_CSV}Acme Health,99215\nAcme Health,99213,2025-03-06,11,1,150.00,90.00,70.00,extra,more\n,,,\n"
    );
    let receipt = office.import("ragged.csv", csv.as_bytes()).unwrap();
    // The one with too few cells, and the one whose cells may have shifted.
    assert_eq!((receipt.rows_kept, receipt.rows_rejected), (2, 2));
    assert_eq!(receipt.rejected[0].line_nr, 4);
    assert_eq!(receipt.totals.allowed, Money::from_cents(22_000));
}

#[test]
fn a_line_without_an_end_is_refused_with_its_number() {
    let long = "x".repeat(8 << 20);
    let csv = format!("{GOOD_CSV}{long}\nAcme Health,99213,2025-03-06,11,1,150.00,90.00,70.00\n");
    refuses("long line.csv", csv.as_bytes(), "line 4");
    let unclosed = format!("{GOOD_CSV}\"Acme Health,{}", GOOD_CSV.repeat(10_000));
    refuses("unclosed.csv", unclosed.as_bytes(), "line 4");
    refuses("one line.csv", long.as_bytes(), "one line.csv");
}

#[test]
fn other_encodings_are_read_for_what_they_are() {
    let text = GOOD_CSV.replace("Acme Health", "Santé Mutuelle");
    let utf16: Vec<u8> = [0xFEFF]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let windows1252: Vec<u8> = text
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).unwrap())
        .collect();
    for (name, bytes) in [("utf16.csv", utf16), ("windows1252.csv", windows1252)] {
        let mut office = Office::new();
        let receipt = office.import(name, &bytes).unwrap();
        assert_eq!(receipt.rows_kept, 2, "{name}");
        assert_eq!(receipt.totals.allowed, Money::from_cents(22_000), "{name}");
        assert!(
            office.view().payer_named("Santé Mutuelle").is_some(),
            "{name}: {:?}",
            office.view().payers
        );
    }
}

#[test]
fn a_table_of_two_hundred_columns_is_read_by_the_few_that_matter() {
    let mut office = Office::new();
    let filler = |text: &str| vec![text; 192].join(",");
    let mut csv = String::new();
    for (line_idx, line) in GOOD_CSV.lines().enumerate() {
        let other = if line_idx == 0 { "Remark" } else { "n" };
        csv.push_str(&format!("{},{line}\n", filler(other)));
    }
    let receipt = office.import("wide.csv", csv.as_bytes()).unwrap();
    assert_eq!(receipt.rows_kept, 2);
    assert_eq!(receipt.totals.charge, Money::from_cents(37_000));
}

/// What identifies the patients of [`PATIENTS_CSV`].
const SECRETS: [&str; 10] = [
    "Quillfeather",
    "QUILLFEATHER",
    "Zebulon",
    "Wrenhaven",
    "900-55-1234",
    "900551234",
    "XKM77120934",
    "MRN-0048812",
    "1957-02-11",
    "17 Larkspur Lane",
];

const PATIENTS_CSV: &str = "Patient Name,SSN,DOB,Member ID,MRN,Patient Address,Payer,CPT,DOS,Units,Charge,Allowed\n\
\"Quillfeather, Zebulon\",900-55-1234,1957-02-11,XKM77120934,MRN-0048812,17 Larkspur Lane,Acme Health,99213,2025-03-04,1,150.00,90.00\n\
\"Wrenhaven, Ada\",900551234,1957-02-11,XKM77120934,MRN-0048812,17 Larkspur Lane,Acme Health,99214,2025-03-05,1,220.00,130.00\n\
\"Quillfeather, Zebulon\",900-55-1234,1957-02-11,XKM77120934,MRN-0048812,17 Larkspur Lane,Acme Health,99213,sometime,1,150.00,90.00\n\
QUILLFEATHER,900-55-1234,1957-02-11,XKM77120934,MRN-0048812,17 Larkspur Lane,Acme Health,99213,2025-03-07,1,150.00,ninety\n";

fn assert_no_patient(what: &str, bytes: &[u8]) {
    for secret in SECRETS {
        let found = memchr::memmem::find(bytes, secret.as_bytes());
        assert!(found.is_none(), "{what} holds {secret}");
    }
}

#[test]
fn nothing_that_identifies_a_patient_is_shown_or_kept() {
    let mut office = Office::new();
    let csv = office.put("patients.csv", PATIENTS_CSV.as_bytes());
    let inspected = inspect(&mut office.desk, &csv, None);
    assert_no_patient("the preview", format!("{inspected:?}").as_bytes());
    let InspectedContent::Table(table) = inspected.content.unwrap() else {
        panic!("a table")
    };
    let check = allowable::jobs::tables::check_plan(&table.preview, &table.plan);
    assert_no_patient("the check of the mapping", format!("{check:?}").as_bytes());

    let mut request = office.desk.request_for(&csv).unwrap();
    request.profile = request.plan.as_ref().map(|plan| plan.profile("Patients"));
    let receipt = quietly(|reporter| office.desk.import(&request, reporter)).unwrap();
    assert_eq!((receipt.rows_kept, receipt.rows_rejected), (2, 2));
    assert_no_patient("the receipt", format!("{receipt:?}").as_bytes());
    assert_no_patient("the view", format!("{:?}", office.view()).as_bytes());
    office.desk.close().unwrap();

    fs::remove_file(csv).unwrap();
    let mut looked_at = 0;
    for folder in [
        office.folder.path().to_path_buf(),
        office.folder.path().join("Backups"),
    ] {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                assert_no_patient(&path.display().to_string(), &fs::read(&path).unwrap());
                looked_at += 1;
            }
        }
    }
    assert!(
        2 <= looked_at,
        "the practice file, and its backup or the first table"
    );
}
