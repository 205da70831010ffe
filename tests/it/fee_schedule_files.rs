//! Fee schedules as files: real ones, where the folder with them is present, and workbooks that
//! come back from a payer.

#![expect(clippy::disallowed_types, reason = "reads real files from disk")]

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use allowable::domain::{FeeRate, ImportKind, Setting};
use allowable::formats::tables::{
    FeeScheduleRead, TableOptions, TablePlan, TableSource, likely_kind, preview, read_fee_schedule,
};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if folder.is_dir() {
        return Some(folder.to_path_buf());
    }
    println!("skipped: no folder {}", folder.display());
    None
}

/// Reads a fee schedule as it is recognised and proposed.
fn read(source: &mut dyn TableSource, name: &str) -> FeeScheduleRead {
    let shown = preview(source, name, &TableOptions::default()).unwrap();
    assert_eq!(likely_kind(&shown), Some(ImportKind::FeeSchedule), "{name}");
    let plan = TablePlan::proposed(&shown, ImportKind::FeeSchedule, None);
    read_fee_schedule(source, &plan).unwrap()
}

fn shown(label: &str, rate: &FeeRate) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    format!(
        "{label}/{} [{}] {} {} {}..{}",
        rate.code,
        rate.modifiers,
        rate.setting.map_or("both", Setting::label),
        rate.rate,
        day(rate.effective_from),
        day(rate.effective_to),
    )
}

fn all_shown(read: &FeeScheduleRead) -> Vec<String> {
    read.schedules
        .iter()
        .flat_map(|schedule| {
            let rates = schedule.rates.iter();
            rates.map(|rate| shown(&schedule.label, rate))
        })
        .collect()
}

/// What a real file holds, counted by hand from its cells.
struct Expected {
    path: &'static str,
    /// Rows read and rejected.
    rows: (u64, u64),
    /// Labels and counts of rates.
    schedules: &'static [(&'static str, usize)],
    /// A few rates.
    rates: &'static [&'static str],
}

/// Rates are fewer than rows where rows of one code and day differ in nothing a schedule tells
/// apart: the practice's own file lists several products under one name. The laboratory file's QW
/// rows stand beside those without.
const REAL: [Expected; 5] = [
    Expected {
        path: "payer_system/qnxt_prod_2023-11-17.csv",
        rows: (799, 1),
        schedules: &[("", 798)],
        rates: &[
            "/90371 [] both 137.581 2023-10-01..",
            "/90662 [] both 73.40 2023-08-01..2024-07-31",
        ],
    },
    Expected {
        path: "practice_made/updated-rates.csv",
        rows: (68, 0),
        schedules: &[("FPA", 8), ("Article28", 16)],
        rates: &[
            "FPA/93306 [] both 486.00 ..",
            "Article28/93351 [TC] both 492.00 ..",
        ],
    },
    Expected {
        path: "medicaid/AZ_Fee_01-01-2026.xlsx",
        rows: (1_240, 16),
        schedules: &[("", 1_224)],
        rates: &["/S4024 [] both 930.00 2026-01-01.."],
    },
    Expected {
        path: "cms_other/CLFS_2026_Q1V1.xlsx",
        rows: (2_162, 32),
        schedules: &[("", 2_130)],
        rates: &["/U0002 [] both 51.31 2026-01-01.."],
    },
    Expected {
        path: "cms_other/opps_addendum_b_2025.xlsx",
        rows: (18_562, 11_926),
        schedules: &[("", 6_636)],
        rates: &["/Q9992 [] both 1931.81 .."],
    },
];

#[test]
fn real_fee_schedules_hold_what_was_counted_by_hand() {
    let Some(data) = folder() else { return };
    for expected in REAL {
        let path = data.join("fee_schedules").join(expected.path);
        let mut file = File::open(&path).unwrap();
        let read = read(&mut file, expected.path);
        let labels: Vec<(&str, usize)> = read
            .schedules
            .iter()
            .map(|schedule| (schedule.label.as_str(), schedule.rates.len()))
            .collect();
        assert_eq!(labels, expected.schedules, "{}", expected.path);
        assert_eq!(
            (read.rows_read, read.rows_rejected),
            expected.rows,
            "{}",
            expected.path
        );
        let shown = all_shown(&read);
        for rate in expected.rates {
            assert!(
                shown.iter().any(|shown| shown == rate),
                "{} {rate}",
                expected.path
            );
        }
    }
}

#[test]
fn files_without_a_table_are_refused_with_what_to_do() {
    let Some(data) = folder() else { return };
    for (path, words) in [
        (
            "fee_schedules/text_dump/OutputSample.xls",
            "save it as XLSX",
        ),
        (
            "fee_schedules/medicaid/aradune_fee_schedules.json",
            "holds no table",
        ),
        ("pfs/2025_rvu25d/RVU25D.pdf", "holds no table"),
        ("pfs/2026_rvu26b/RVU26B.pdf", "holds no table"),
    ] {
        let mut file = File::open(data.join(path)).unwrap();
        let refused = preview(&mut file, path, &TableOptions::default()).unwrap_err();
        assert!(refused.to_string().contains(words), "{path}: {refused}");
    }
}

#[test]
fn damaged_pdfs_are_read_or_refused() {
    let Some(data) = folder() else { return };
    let mut whole = Vec::new();
    let mut file = File::open(data.join("pfs/2025_rvu25d/RVU25D.pdf")).unwrap();
    file.read_to_end(&mut whole).unwrap();
    for share in 1..40 {
        let mut bytes = whole.clone();
        if share % 2 == 0 {
            bytes.truncate(whole.len() * share / 40);
        } else {
            let at = whole.len() * share / 40;
            bytes[at..at + 200].fill(b'7');
        }
        let result = preview(&mut Cursor::new(bytes), "a.pdf", &TableOptions::default());
        println!("{share}: {:?}", result.map(|shown| shown.headings));
    }
}

const REQUEST: [&str; 9] = [
    "Code",
    "Modifier",
    "Setting",
    "Your description",
    "Annual units",
    "Current rate",
    "Contracted rate",
    "Effective date",
    "Comment",
];

/// A request for rates as a payer sends it back: one sheet a product, its rates filled in.
fn answered_request() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("m/d/yyyy");
    let from = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 7, 1).unwrap();
    for (product, factor) in [("Choice PPO", 1.0), ("Select HMO", 0.5)] {
        let sheet = workbook.add_worksheet().set_name(product).unwrap();
        for (row, line) in [
            "Sample Family Medicine",
            "Rate request",
            "Payer: Sample Health, product as the sheet is named",
            "Please fill in the contracted rate of every code and send the workbook back.",
        ]
        .iter()
        .enumerate()
        {
            sheet.write(u32::try_from(row).unwrap(), 0, *line).unwrap();
        }
        for (column, heading) in (0..).zip(REQUEST) {
            sheet.write(6, column, heading).unwrap();
        }
        for (row, (code, modifier, setting, current, rate)) in (7..).zip([
            ("99213", "", "Non-facility", 80.0, Some(90.5)),
            ("99213", "", "Facility", 60.0, Some(62.25)),
            ("93306", "26", "Non-facility", 70.0, Some(72.0)),
            ("99214", "", "Non-facility", 110.0, None),
        ]) {
            sheet.write(row, 0, code).unwrap();
            sheet.write(row, 1, modifier).unwrap();
            sheet.write(row, 2, setting).unwrap();
            sheet.write(row, 3, "Words of the practice's own").unwrap();
            sheet.write(row, 4, 1_200).unwrap();
            sheet.write(row, 5, current).unwrap();
            if let Some(rate) = rate {
                sheet.write(row, 6, rate * factor).unwrap();
                sheet.write_with_format(row, 7, &from, &day).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_request_for_rates_comes_back_as_one_schedule_a_product() {
    let bytes = answered_request();
    let read = read(&mut Cursor::new(&bytes), "request.xlsx");
    assert_eq!(
        all_shown(&read),
        [
            "Choice PPO/93306 [26] Non-facility 72.00 2026-07-01..",
            "Choice PPO/99213 [] Non-facility 90.50 2026-07-01..",
            "Choice PPO/99213 [] Facility 62.25 2026-07-01..",
            "Select HMO/93306 [26] Non-facility 36.00 2026-07-01..",
            "Select HMO/99213 [] Non-facility 45.25 2026-07-01..",
            "Select HMO/99213 [] Facility 31.125 2026-07-01..",
        ]
    );
    let rejected: Vec<(u64, &str, &str)> = read
        .rejected
        .iter()
        .map(|row| (row.line_nr, row.field.as_str(), row.reason.as_str()))
        .collect();
    let blank = (11, "Contracted rate", "no rate filled in");
    assert_eq!(rejected, [blank, blank]);
}

#[test]
fn sheets_of_the_same_headings_are_schedules_of_their_own() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let cover = workbook.add_worksheet().set_name("Introduction").unwrap();
    cover.write(0, 0, "Fees and rates of 2026").unwrap();
    cover.write(1, 0, "Code").unwrap();
    cover.write(1, 1, "Meaning of the rate").unwrap();
    for (sheet, rate) in [("Choice", 90.25), ("Select", 76.5)] {
        let sheet = workbook.add_worksheet().set_name(sheet).unwrap();
        sheet.write(0, 0, "Fee schedule").unwrap();
        for (column, heading) in (0..).zip(["CPT", "Mod", "Fee"]) {
            sheet.write(3, column, heading).unwrap();
        }
        for row in 0..4 {
            sheet.write(4 + row, 0, 99_213 + row).unwrap();
            sheet.write(4 + row, 2, rate + f64::from(row)).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let read = read(&mut Cursor::new(&bytes), "rates.xlsx");
    let texts = all_shown(&read);
    assert_eq!(texts.len(), 8);
    assert_eq!(texts[0], "Choice/99213 [] both 90.25 ..");
    assert_eq!(texts[7], "Select/99216 [] both 79.50 ..");
    assert_eq!(read.rows_read, 8);
}
