use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::*;
use crate::domain::Severity;

mod reference_tables;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/fixtures/cms/", $name)).as_slice()
    };
}

const RVU_CSV: &[u8] = fixture!("PPRRVU2025_Oct.csv");
const RVU_TXT: &[u8] = fixture!("PPRRVU2025_Oct.txt");
const RVU_2026: &[u8] = fixture!("PPRRVU2026_Apr_nonQPP.csv");
const RVU_2026_TXT: &[u8] = fixture!("PPRRVU2026_Apr_nonQPP.txt");
const RVU_2026_QPP: &[u8] = fixture!("PPRRVU2026_Apr_QPP.csv");
const GPCI_CSV: &[u8] = fixture!("GPCI2025.csv");
const GPCI_TXT: &[u8] = fixture!("GPCI2025.txt");
const GPCI_2026: &[u8] = fixture!("GPCI2026.csv");
const ANES_CSV: &[u8] = fixture!("ANES2025.csv");
const ANES_TXT: &[u8] = fixture!("ANES2025.txt");
const LOCCO: &[u8] = fixture!("25LOCCO.csv");
const OPPSCAP_CSV: &[u8] = fixture!("OPPSCAP_Oct.csv");
const OPPSCAP_TXT: &[u8] = fixture!("OPPSCAP_Oct.txt");
const ZIP5: &[u8] = fixture!("ZIP5_OCT2025.txt");
const ANES_2026: &[u8] = fixture!("ANES2026.csv");
const CLFS_CSV: &[u8] = fixture!("CLFS_2026_Q1V1.csv");
const CLFS_TXT: &[u8] = fixture!("CLFS_2026_Q1V1.txt");
const ASP_CSV: &[u8] = fixture!("ASP_JAN_2025.csv");
const DMEPOS_CSV: &[u8] = fixture!("DMEPOS26_JAN.csv");
const DMEPOS_TXT: &[u8] = fixture!("DMEPOS26_JAN.txt");
const PEN_CSV: &[u8] = fixture!("DMEPEN26_JAN.csv");
const PEN_TXT: &[u8] = fixture!("DMEPEN26_JAN.txt");
const BASE_UNITS: &[u8] = fixture!("ANES_BASE_UNITS_2022.csv");

const ALL: [(&str, &[u8]); 23] = [
    ("PPRRVU2025_Oct.csv", RVU_CSV),
    ("PPRRVU2025_Oct.txt", RVU_TXT),
    ("PPRRVU2026_Apr_nonQPP.csv", RVU_2026),
    ("PPRRVU2026_Apr_nonQPP.txt", RVU_2026_TXT),
    ("PPRRVU2026_Apr_QPP.csv", RVU_2026_QPP),
    ("GPCI2025.csv", GPCI_CSV),
    ("GPCI2025.txt", GPCI_TXT),
    ("GPCI2026.csv", GPCI_2026),
    ("ANES2025.csv", ANES_CSV),
    ("ANES2025.txt", ANES_TXT),
    ("25LOCCO.csv", LOCCO),
    ("OPPSCAP_Oct.csv", OPPSCAP_CSV),
    ("OPPSCAP_Oct.txt", OPPSCAP_TXT),
    ("ZIP5_OCT2025.txt", ZIP5),
    ("ANES2026.csv", ANES_2026),
    ("CLFS_2026_Q1V1.csv", CLFS_CSV),
    ("CLFS_2026_Q1V1.txt", CLFS_TXT),
    ("ASP_JAN_2025.csv", ASP_CSV),
    ("DMEPOS26_JAN.csv", DMEPOS_CSV),
    ("DMEPOS26_JAN.txt", DMEPOS_TXT),
    ("DMEPEN26_JAN.csv", PEN_CSV),
    ("DMEPEN26_JAN.txt", PEN_TXT),
    ("ANES_BASE_UNITS_2022.csv", BASE_UNITS),
];

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer
            .start_file(*path, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Writes CSV text as a workbook whose numbers are typed, as spreadsheets do: codes lose their type.
fn workbook_of(csv_text: &[u8]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    const SHEETS: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut sheet = format!("{HEAD}<worksheet xmlns=\"{SHEETS}\"><sheetData>");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv_text);
    for (row_idx, record) in reader.records().enumerate() {
        let record = record.unwrap();
        write!(sheet, "<row r=\"{}\">", row_idx + 1).unwrap();
        for (column_idx, cell) in record
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let (high, low) = (column_idx / 26, (b'A' + (column_idx % 26) as u8) as char);
            let high = if high == 0 { "" } else { "A" };
            let place = format!("{high}{low}{}", row_idx + 1);
            if number::decimal(cell).is_some() && !cell.starts_with("00") {
                write!(sheet, "<c r=\"{place}\"><v>{cell}</v></c>").unwrap();
            } else {
                let text = format!("<is><t>{cell}</t></is>");
                write!(sheet, "<c r=\"{place}\" t=\"inlineStr\">{text}</c>").unwrap();
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let book = format!(
        "{HEAD}<workbook xmlns=\"{SHEETS}\" xmlns:r=\"{LINKS}\"><sheets>\
         <sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let links = format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{LINKS}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = format!(
        "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{LINKS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let types = format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"/>");
    zip_of(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn releases(bytes: &[u8], name: &str) -> (Vec<Release>, Vec<crate::domain::Issue>) {
    let parsed = read(bytes, name).unwrap();
    match parsed.value {
        CmsContent::Releases(releases) => (releases, parsed.issues),
        other => panic!("{other:?}"),
    }
}

fn release(bytes: &[u8], name: &str) -> Release {
    let (mut releases, _issues) = releases(bytes, name);
    assert_eq!(releases.len(), 1);
    releases.remove(0)
}

fn refusal(bytes: &[u8], name: &str) -> String {
    read(bytes, name).unwrap_err().to_string()
}

fn check_refusal(bytes: &[u8], name: &str, expected: &str) {
    let text = refusal(bytes, name);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn csv_and_text_give_the_same_rows() {
    let (csv, txt) = (
        release(RVU_CSV, "a.csv"),
        release(RVU_TXT, "PPRRVU2025_Oct.txt"),
    );
    assert_eq!(csv.info.name, "RVU25D");
    assert_eq!(txt.info.name, "RVU25D");
    assert_eq!(csv.rows.len(), 45);
    for (left, mut right) in csv.rows.iter().zip(txt.rows.clone()) {
        right.not_used_for_payment = left.not_used_for_payment;
        assert_eq!(*left, right);
    }
    let (csv, txt) = (release(RVU_2026, "a.csv"), release(RVU_2026_TXT, "a.txt"));
    assert_eq!(csv.info.qp, Some(QpStatus::NonQualifying));
    assert_eq!(txt.info.qp, Some(QpStatus::NonQualifying));
    assert_eq!(csv.rows.len(), txt.rows.len());
    assert_eq!(csv.info.conversion_factor, txt.info.conversion_factor);
}

#[test]
fn a_workbook_gives_the_same_rows_though_its_codes_are_numbers() {
    let (csv, xlsx) = (
        release(RVU_CSV, "a.csv"),
        release(&workbook_of(RVU_CSV), "a.xlsx"),
    );
    assert_eq!(csv, xlsx);
    let indices = read(&workbook_of(GPCI_CSV), "GPCI2025.xlsx").unwrap();
    assert_eq!(indices.value, read(GPCI_CSV, "GPCI2025.csv").unwrap().value);
}

#[test]
fn a_row_holds_what_the_file_says_and_no_description() {
    let release = release(RVU_CSV, "PPRRVU2025_Oct.csv");
    assert_eq!(
        release.info.released,
        jiff::civil::Date::new(2025, 9, 11).ok()
    );
    let knee = release
        .row(ProcedureCode::new("27447").unwrap(), None)
        .unwrap();
    assert_eq!(knee.work.to_string(), "19.60");
    assert!(knee.na_nonfacility && !knee.na_facility);
    assert_eq!(knee.global.as_str(), "090");
    assert_eq!(
        (knee.multiple_procedure, knee.assistant, knee.pctc),
        (2, 2, 0)
    );
    let scope = release
        .row(ProcedureCode::new("45385").unwrap(), None)
        .unwrap();
    assert_eq!(scope.endoscopy_base.unwrap().as_str(), "45378");
    let scan = release
        .row(
            ProcedureCode::new("70496").unwrap(),
            Some(Modifier::TECHNICAL),
        )
        .unwrap();
    assert_eq!(scan.opps.unwrap().pe_nonfacility.to_string(), "5.48");
    let checkup = release
        .row(ProcedureCode::new("99396").unwrap(), None)
        .unwrap();
    assert!(checkup.not_used_for_payment);
}

#[test]
fn the_zip_gives_releases_with_localities_and_anesthesia() {
    let zip = zip_of(&[
        ("RVU25D/RVU25D.pdf", b"%PDF-1.7"),
        ("RVU25D/PPRRVU2025_Oct.txt", RVU_TXT),
        ("RVU25D/PPRRVU2025_Oct.csv", RVU_CSV),
        ("RVU25D/GPCI2025.csv", GPCI_CSV),
        ("RVU25D/ANES2025.txt", ANES_TXT),
        ("RVU25D/25LOCCO.csv", LOCCO),
        ("RVU25D/OPPSCAP_Oct.csv", OPPSCAP_CSV),
    ]);
    let release = release(&zip, "RVU25D.zip");
    assert_eq!(release.info.name, "RVU25D");
    let atlanta = LocalityKey {
        mac: 10_212,
        number: 1,
    };
    assert_eq!(release.locality(atlanta).unwrap().name, "ATLANTA");
    let factor = release
        .anesthesia
        .iter()
        .find(|(key, _factor)| *key == atlanta)
        .unwrap();
    assert_eq!(factor.1.to_string(), "20.48");
    // The CSV is preferred: only it has the `+`.
    assert!(release.rows.iter().any(|row| row.not_used_for_payment));
}

#[test]
fn the_zip_of_2026_gives_a_release_for_each_kind_of_participant() {
    let zip = zip_of(&[
        ("PPRRVU2026_Apr_QPP.csv", RVU_2026_QPP),
        ("PPRRVU2026_Apr_nonQPP.csv", RVU_2026),
        ("PPRRVU2026_Apr_nonQPP.txt", RVU_2026_TXT),
        ("GPCI2026.csv", GPCI_2026),
    ]);
    let (releases, _issues) = releases(&zip, "rvu26b.zip");
    let kinds: Vec<_> = releases
        .iter()
        .map(|release| release.info.qp.unwrap())
        .collect();
    assert_eq!(kinds, [QpStatus::NonQualifying, QpStatus::Qualifying]);
    assert!(releases.iter().all(|release| release.info.name == "RVU26B"));
    assert!(releases[0].rows.len() > releases[1].rows.len());
    assert_eq!(releases[0].localities, releases[1].localities);
}

#[test]
fn a_damaged_csv_is_replaced_by_the_text_of_the_same_table() {
    let zip = zip_of(&[
        ("PPRRVU2025_Oct.csv", b"nothing,of,use\r\n"),
        ("PPRRVU2025_Oct.txt", RVU_TXT),
    ]);
    let (releases, issues) = releases(&zip, "RVU25D.zip");
    assert_eq!(releases[0].rows.len(), 45);
    assert!(
        issues
            .iter()
            .any(|issue| issue.problem.contains("PPRRVU2025_Oct.csv"))
    );
}

#[test]
fn indices_are_found_by_heading_and_with_the_floor() {
    let localities = |bytes, name| match read(bytes, name).unwrap().value {
        CmsContent::Localities { year, localities } => (year, localities),
        other => panic!("{other:?}"),
    };
    let (year, csv) = localities(GPCI_CSV, "GPCI2025.csv");
    let (_year, txt) = localities(GPCI_TXT, "GPCI2025.txt");
    assert_eq!(year, Some(2025));
    assert_eq!(csv, txt);
    assert_eq!(csv[1].name, "ALASKA");
    let (year, new) = localities(GPCI_2026, "GPCI2026.csv");
    assert_eq!(year, Some(2026));
    assert_eq!(new[0].gpci.work.to_string(), "1.000");
    assert_eq!(new[0].gpci.pe.to_string(), "0.875");
}

#[test]
fn the_smaller_tables_are_read_in_both_layouts() {
    let anesthesia = |bytes, name| read(bytes, name).unwrap().value;
    assert_eq!(anesthesia(ANES_CSV, "a.csv"), anesthesia(ANES_TXT, "a.txt"));
    let CmsContent::OppsCap(prices) = read(OPPSCAP_TXT, "OPPSCAP_Oct.txt").unwrap().value else {
        panic!("capped prices");
    };
    assert_eq!(prices[0].facility, Money::from_cents(25_766));
    assert_eq!(prices[1].modifier, Some(Modifier::TECHNICAL));
    assert_eq!(
        read(OPPSCAP_CSV, "o.csv").unwrap().value,
        CmsContent::OppsCap(prices[..1].to_vec())
    );
    let CmsContent::Counties(areas) = read(LOCCO, "25LOCCO.csv").unwrap().value else {
        panic!("counties");
    };
    assert_eq!(areas[4].state, "CALIFORNIA");
    let CmsContent::ZipLocalities(zips) = read(ZIP5, "ZIP5.txt").unwrap().value else {
        panic!("ZIP codes");
    };
    assert_eq!(zips.len(), 5);
    assert_eq!(
        zips[0].locality,
        LocalityKey {
            mac: 10_212,
            number: 1
        }
    );
}

#[test]
fn bad_rows_are_listed_with_line_and_field_and_the_rest_is_kept() {
    let text = String::from_utf8(RVU_CSV.to_vec()).unwrap();
    let line = |code: &str| {
        text.lines()
            .find(|line| line.starts_with(code))
            .unwrap()
            .to_owned()
    };
    let twice = line("99213,");
    let negative = line("99214,").replacen("1.92", "-1.92", 1);
    let too_large = line("99215,").replacen("2.80", "2800", 1);
    let head: Vec<&str> = text.lines().take(10).collect();
    let rows = [head.join("\r\n"), twice.clone(), twice, negative, too_large].join("\r\n");
    let (releases, issues) = releases(rows.as_bytes(), "PPRRVU2025_Oct.csv");
    assert_eq!(releases[0].rows.len(), 1);
    let listed: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert!(
        issues
            .iter()
            .all(|issue| issue.severity == Severity::Rejected)
    );
    assert!(
        listed[0].starts_with("PPRRVU2025_Oct.csv, line 12, HCPCS: 99213 is already"),
        "{}",
        listed[0]
    );
    assert!(listed[1].contains("line 13, WORK RVU"), "{}", listed[1]);
    assert!(listed[2].contains("line 14, WORK RVU"), "{}", listed[2]);
}

#[test]
fn what_is_no_cms_table_is_refused_with_a_remedy() {
    check_refusal(b"", "RVU25D.zip", "RVU25D.zip is empty. Download");
    check_refusal(b" \r\n", "a.csv", "is empty");
    check_refusal(
        &[0xD0, 0xCF, 0x11, 0xE0, 0, 0],
        "GPCI.xlsx",
        "protected with a password",
    );
    check_refusal(b"%PDF-1.7", "RVU25D.pdf", "is a PDF. Import the zip");
    check_refusal(b"PK\x03\x04rest", "RVU25D.zip", "damaged or incomplete zip");
    check_refusal(
        b"date,amount\n1,2\n",
        "x.csv",
        "begins with \u{201c}date\u{201d}",
    );
    check_refusal(b"a\0b", "x.csv", "is not a table of text");
    let photos = zip_of(&[("a/photo.jpg", b"x"), ("notes.txt", b"hello")]);
    check_refusal(&photos, "p.zip", "(PPRRVU): it holds photo.jpg, notes.txt");
    check_refusal(&zip_of(&[]), "p.zip", "it is empty");
    let county = b"locality_num,state_abbr,locality_name,zipcode,work_gpci,pe_gpci,mp_gpci\n\
        01001,AL,AUTAUGA,,0.968,0.890,0.425\n";
    check_refusal(county, "gpci.csv", "no column for the Medicare contractor");
    let short = b"HCPCS,MODIFIER,STATUS,WORK_RVU,PE_NONFAC_RVU\n0001F,,I,0,0\n";
    check_refusal(short, "x.csv", "lacks the columns MOD, STATUSCODE");
}

#[test]
fn a_zip_that_swells_is_refused_before_it_is_unpacked() {
    let zeros = vec![b' '; 8 << 20];
    let bomb = zip_of(&[("PPRRVU2025_Oct.csv", &zeros)]);
    check_refusal(&bomb, "RVU25D.zip", "far more than CMS publishes");
    let names: Vec<String> = (0..1_001).map(|nr| format!("{nr}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    check_refusal(&zip_of(&many), "RVU25D.zip", "holds 1001 files");
}

#[test]
fn every_prefix_of_every_table_is_read_or_refused() {
    for (name, bytes) in ALL {
        for end in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
            if let Err(error) = read(&bytes[..end], name) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(read(&bytes, "x.csv").is_err());
        let mut packed = b"PK\x03\x04".to_vec();
        packed.extend(&bytes);
        prop_assert!(read(&packed, "x.zip").is_err());
    }

    #[test]
    fn flipped_bits_never_panic(
        which in 0..ALL.len(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..24),
    ) {
        let (name, bytes) = ALL[which];
        let mut bytes = bytes.to_vec();
        for (place, bit) in &flips {
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
        }
        let plain = read(&bytes, name);
        let mut zip = zip_of(&[(name, &bytes)]);
        for (place, bit) in flips {
            let place = place.index(zip.len());
            zip[place] ^= 1 << bit;
        }
        let packed = read(&zip, "RVU25D.zip");
        for error in [plain.err(), packed.err()].into_iter().flatten() {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
