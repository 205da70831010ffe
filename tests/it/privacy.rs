//! What identifies a patient goes into the program and comes out nowhere: not in the practice file or
//! what lies beside it, not in copies, receipts, issues, errors, the log, or a temporary file.
//!
//! The fixtures hold invented names, numbers, dates and addresses that occur nowhere else.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests look at the bytes of files while they are written"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use allowable::domain::{Practice, WorkClaims};
use allowable::jobs::{CopyKind, Desk, Edit, inspect};
use tempfile::TempDir;

use crate::import_to_brief::quietly;

/// Whatever says who a patient is.
const PATIENTS: [&str; 32] = [
    "QUILLFEATHER",
    "QUILLFETHERLY",
    "ZEBEDIAHX",
    "THADDEUSQ",
    "PHILOMENAX",
    "MOONWHISKERY",
    "ABERCROMBIEQ",
    "W998877665Q",
    "W112233445Q",
    "GROUPQ445566",
    "MEMBERQ334455",
    "EMPLOYQ778899",
    "POLICYQ112233",
    "MRNQ44556677",
    "CLEARQ55667788",
    "987654320",
    "987-65-4320",
    "19480229",
    "1948-02-29",
    "02/29/1948",
    "2/29/1948",
    "GOSLINGHAMX",
    "WIDDERSHINSX",
    "4045550188",
    "404-555-0188",
    "PETRONELLAQ",
    "CALLED ABOUT THE BILL",
    "CLAIMQ881122",
    "CLAIMQ881123",
    "CLAIMQ881124",
    "LINEQ77301A",
    "LINEQ77301B",
];

/// Numbers by which practice and payer talk of a claim: kept only where the practice says so.
const CLAIMS: [&str; 6] = [
    "ACCTQ77301Z",
    "ACCTQ77302Z",
    "ACCTQ77303Z",
    "ICN55Q0192837",
    "ICN55Q0192838",
    "ORIGQ99887766",
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/private")
        .join(name)
}

/// Returns which of the secrets stand in some bytes, as UTF-8 or UTF-16, in capitals or not.
fn found<'a>(bytes: &[u8], secrets: &[&'a str]) -> Vec<&'a str> {
    let lower = bytes.to_ascii_lowercase();
    secrets
        .iter()
        .filter(|secret| {
            let secret = secret.to_ascii_lowercase();
            let little: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
            holds(&lower, secret.as_bytes()) || holds(&lower, &little[..little.len() - 1])
        })
        .copied()
        .collect()
}

/// Whether bytes hold others; the last byte of UTF-16 is left off, so that both of its byte orders are
/// found.
fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some(first) = wanted.first() else {
        return false;
    };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        rest = &rest[at..];
        if rest.starts_with(wanted) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

fn assert_clean(what: &str, bytes: &[u8], secrets: &[&str]) {
    let found = found(bytes, secrets);
    assert!(found.is_empty(), "{what} holds {found:?}");
}

fn everything() -> Vec<&'static str> {
    [&PATIENTS[..], &CLAIMS[..]].concat()
}

/// A folder of files with patients in it, and a folder for the practice.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["practice", "incoming", "temporary", "config"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let office = Self { folder };
        for name in ["remittance.835", "claims.837", "visits.csv"] {
            fs::copy(fixture(name), office.incoming(name)).unwrap();
        }
        workbook(&fixture("visits.csv"), &office.incoming("visits.xlsx"));
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn incoming(&self, name: &str) -> PathBuf {
        self.path("incoming").join(name)
    }

    fn practice(&self) -> PathBuf {
        self.path("practice").join("Oak Street.practice")
    }

    fn desk(&self) -> Desk {
        let mut desk = Desk::new();
        let practice = Practice {
            name: "Oak Street".to_owned(),
            zip: "30030".to_owned(),
            ..Practice::default()
        };
        desk.create(&self.practice(), practice, None).unwrap();
        desk
    }

    /// Starts the program with a log of everything and temporary files in a folder of their own.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_allowable"));
        command
            .args(words)
            .current_dir(self.folder.path())
            .env("ALLOWABLE_CONFIG_DIR", self.path("config"))
            .env("ALLOWABLE_LOG", "trace")
            .env("TMPDIR", self.path("temporary"))
            .env("TMP", self.path("temporary"))
            .env("TEMP", self.path("temporary"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the program starts")
    }

    /// Looks at every file but those that came in.
    fn assert_files_are_clean(&self, secrets: &[&str]) {
        for name in ["practice", "temporary", "config"] {
            for path in files_in(&self.path(name)) {
                let bytes = fs::read(&path).unwrap_or_default();
                assert_clean(&path.display().to_string(), &bytes, secrets);
            }
        }
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            files.extend(files_in(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

/// Writes a table's cells into a workbook.
fn workbook(csv_path: &Path, path: &Path) {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(csv_path)
        .unwrap();
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(record.unwrap().iter()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

#[test]
fn the_secrets_are_found_where_they_are() {
    let text = fs::read(fixture("visits.csv")).unwrap();
    assert!(found(&text, &PATIENTS).len() > 10);
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "so Quillfeather said"
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    assert_eq!(found(&wide(u16::to_le_bytes), &PATIENTS), ["QUILLFEATHER"]);
    assert_eq!(found(&wide(u16::to_be_bytes), &PATIENTS), ["QUILLFEATHER"]);
    let fixtures: Vec<u8> = ["remittance.835", "claims.837", "visits.csv"]
        .iter()
        .flat_map(|name| fs::read(fixture(name)).unwrap())
        .collect();
    assert_eq!(found(&fixtures, &everything()), everything());
}

#[test]
fn nothing_of_a_patient_is_in_the_practice_file_its_copies_or_what_imports_say() {
    let office = Office::new();
    let mut desk = office.desk();
    for name in ["remittance.835", "claims.837", "visits.csv", "visits.xlsx"] {
        let path = office.incoming(name);
        let request = desk.request_for(&path).unwrap();
        let receipt = quietly(|reporter| desk.import(&request, reporter)).unwrap();
        assert!(receipt.rows_kept != 0, "{name}: {receipt:?}");
        assert_clean(name, format!("{receipt:?}").as_bytes(), &everything());
        // While it is open, what was written lies in its journal.
        office.assert_files_are_clean(&everything());
    }
    let view = desk.view().unwrap();
    assert_clean("the view", format!("{view:?}").as_bytes(), &everything());
    for (name, copy) in [
        ("whole.practice", CopyKind::Whole),
        ("shared.practice", CopyKind::ForSharing),
    ] {
        desk.save_copy(&office.path("practice").join(name), copy)
            .unwrap();
    }
    desk.undo().unwrap();
    desk.redo().unwrap();
    desk.close().unwrap();
    office.assert_files_are_clean(&everything());
}

#[test]
fn refusals_and_first_looks_name_no_patient() {
    let office = Office::new();
    let mut desk = office.desk();
    let whole = fs::read_to_string(fixture("visits.csv")).unwrap();
    let remittance = fs::read_to_string(fixture("remittance.835")).unwrap();
    let broken = [
        ("no-code.csv", whole.replace("CPT", "Note")),
        (
            "no-amounts.csv",
            whole.replace("Charge,Allowed,Paid", "A,B,C"),
        ),
        ("no-envelope.835", remittance.replace("ST*835", "ST*999")),
        ("cut.835", remittance[..remittance.len() / 2].to_owned()),
        ("noise.835", format!("ISA*00*QUILLFEATHER ZEBEDIAHX{whole}")),
        (
            "prose.txt",
            "QUILLFEATHER, ZEBEDIAHX owes 20 dollars.".to_owned(),
        ),
    ];
    for (name, text) in broken {
        let path = office.incoming(name);
        fs::write(&path, text).unwrap();
        let looked = inspect(&mut desk, &path, None);
        assert_clean(
            name,
            format!("{:?}", looked.content).as_bytes(),
            &everything(),
        );
        let said = match desk.request_for(&path) {
            Ok(request) => {
                let result = quietly(|reporter| desk.import(&request, reporter));
                format!("{result:?}")
            }
            Err(error) => error.to_string(),
        };
        assert_clean(name, said.as_bytes(), &everything());
    }
    desk.close().unwrap();
    office.assert_files_are_clean(&everything());
}

#[test]
fn claim_numbers_are_kept_where_the_practice_works_its_claims_and_nothing_else_is() {
    let office = Office::new();
    let mut desk = office.desk();
    desk.edit(Edit::SetWorkClaims(WorkClaims::On)).unwrap();
    for name in ["remittance.835", "claims.837"] {
        let request = desk.request_for(&office.incoming(name)).unwrap();
        quietly(|reporter| desk.import(&request, reporter)).unwrap();
    }
    let shared = office.path("practice").join("shared.practice");
    desk.save_copy(&shared, CopyKind::ForSharing).unwrap();
    desk.close().unwrap();
    office.assert_files_are_clean(&PATIENTS);
    let kept = found(&fs::read(office.practice()).unwrap(), &CLAIMS);
    assert!(kept.contains(&"ACCTQ77301Z") && kept.contains(&"ICN55Q0192837"));
    assert_clean("the copy to share", &fs::read(shared).unwrap(), &CLAIMS);
}

#[test]
fn claim_numbers_that_are_no_longer_kept_are_gone_from_the_bytes_of_the_file() {
    let office = Office::new();
    let mut desk = office.desk();
    desk.edit(Edit::SetWorkClaims(WorkClaims::On)).unwrap();
    let request = desk
        .request_for(&office.incoming("remittance.835"))
        .unwrap();
    quietly(|reporter| desk.import(&request, reporter)).unwrap();
    desk.edit(Edit::SetWorkClaims(WorkClaims::Off)).unwrap();
    desk.close().unwrap();
    let bytes = fs::read(office.practice()).unwrap();
    assert_clean("the practice file", &bytes, &everything());
    assert!(!office.path("practice/Oak Street.practice-journal").exists());
}

#[test]
fn layouts_of_all_practices_hold_no_value_of_a_row() {
    let office = Office::new();
    let practice = office.practice();
    let practice = practice.to_str().unwrap();
    office.run(&["new", practice, "--name", "Oak Street", "--zip", "30030"]);
    let visits = office.incoming("visits.csv").display().to_string();
    let output = office.run(&["import", practice, &visits, "--profile", "Visits"]);
    assert!(output.status.success(), "{output:?}");
    let layouts = files_in(&office.path("config").join("layouts"));
    assert_eq!(layouts.len(), 1, "{layouts:?}");
    office.assert_files_are_clean(&everything());
}

#[test]
fn the_log_and_the_terminal_name_no_patient() {
    let office = Office::new();
    let practice = office.practice();
    let practice = practice.to_str().unwrap();
    let made = office.run(&["new", practice, "--name", "Oak Street", "--zip", "30030"]);
    assert!(made.status.success());
    let all = ["remittance.835", "claims.837", "visits.csv", "visits.xlsx"]
        .map(|name| office.incoming(name).display().to_string());
    for file in &all {
        for words in [
            vec!["inspect", file, "--json"],
            vec!["import", practice, file, "--json"],
            vec!["import", practice, file],
        ] {
            let output = office.run(&words);
            assert_clean(&words.join(" "), &output.stdout, &everything());
            assert_clean(&words.join(" "), &output.stderr, &everything());
        }
    }
    office.assert_files_are_clean(&everything());
}

#[test]
fn an_import_leaves_no_file_beside_the_practice_file_and_none_among_temporary_files() {
    /// Enough rows to be looked at many times while they are read.
    const REPEATS: usize = 20_000;
    let office = Office::new();
    let practice = office.practice();
    let practice = practice.to_str().unwrap();
    office.run(&["new", practice, "--name", "Oak Street", "--zip", "30030"]);
    let text = fs::read_to_string(fixture("visits.csv")).unwrap();
    let (heading, rows) = text.split_once('\n').unwrap();
    let large = office.incoming("large.csv");
    fs::write(&large, format!("{heading}\n{}", rows.repeat(REPEATS))).unwrap();
    let mut child = office
        .command(&["import", practice, large.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut looks = 0;
    while child.try_wait().unwrap().is_none() {
        for path in files_in(&office.path("temporary"))
            .into_iter()
            .chain(files_in(&office.path("practice")))
        {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(
                name.starts_with("Oak Street"),
                "{} appeared",
                path.display()
            );
        }
        looks += 1;
        sleep(Duration::from_millis(5));
    }
    assert!(child.wait().unwrap().success());
    assert!(looks > 3, "the import was over before it was looked at");
    assert_eq!(files_in(&office.path("temporary")), Vec::<PathBuf>::new());
    office.assert_files_are_clean(&everything());
}
