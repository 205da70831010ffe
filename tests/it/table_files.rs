//! Real exports and fee schedules, where the folder with them is present.

#![expect(clippy::disallowed_types, reason = "reads real files from disk")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use allowable::domain::ImportKind;
use allowable::formats::FormatError;
use allowable::formats::tables::{
    TableOptions, TablePlan, TablePreview, check_plan, key, likely_kind, preview, propose_mapping,
    read_fee_schedule, read_utilization,
};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")).to_path_buf();
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no folder {}", folder.display());
    None
}

fn opened(path: &Path) -> TablePreview {
    let mut file = File::open(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy();
    preview(&mut file, &name, &TableOptions::default()).unwrap()
}

fn tables(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(tables(&path));
        } else if path
            .extension()
            .is_some_and(|end| end == "csv" || end == "xlsx")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_table_is_previewed_and_its_rows_are_accounted_for() {
    let Some(data) = folder() else { return };
    let paths = [
        tables(&data.join("pm_exports")),
        tables(&data.join("fee_schedules")),
    ]
    .concat();
    assert!(!paths.is_empty());
    for path in paths {
        let shown = opened(&path);
        let name = path.display();
        println!("{name}: {:?} row {}", likely_kind(&shown), shown.header_row);
        assert!(shown.header_row >= 1 && !shown.rows.is_empty(), "{name}");
        for kind in [ImportKind::Utilization, ImportKind::FeeSchedule] {
            let plan = TablePlan::proposed(&shown, kind, Some("Payer".to_owned()));
            let check = check_plan(&shown, &plan);
            if !check.missing.is_empty() {
                continue;
            }
            let mut file = File::open(&path).unwrap();
            if kind != likely_kind(&shown).unwrap_or(kind) {
                continue;
            }
            let (read, kept, rejected) = if kind == ImportKind::Utilization {
                let sink = &mut |_line| Ok::<(), FormatError>(());
                let read = read_utilization(&mut file, &plan, &[0; 32], sink).unwrap();
                println!(
                    "  {} lines, {:?}, {:?}",
                    read.lines, read.totals, read.issues
                );
                (read.rows_read, read.rows_kept, read.rows_rejected)
            } else {
                let read = read_fee_schedule(&mut file, &plan).unwrap();
                (read.rows_read, read.rows_kept, read.rows_rejected)
            };
            println!("  {kind}: {read} rows, {kept} kept, {rejected} rejected");
            assert_eq!(read, kept + rejected, "{name}");
        }
    }
}

fn check_rates(path: &str, header_row: u64, rows: u64, code: &str, rate: &str) {
    let Some(data) = folder() else { return };
    let path = data.join("fee_schedules").join(path);
    let shown = opened(&path);
    assert_eq!(
        likely_kind(&shown),
        Some(ImportKind::FeeSchedule),
        "{}",
        path.display()
    );
    assert_eq!(shown.header_row, header_row, "{}", path.display());
    let plan = TablePlan::proposed(&shown, ImportKind::FeeSchedule, None);
    let read = read_fee_schedule(&mut File::open(&path).unwrap(), &plan).unwrap();
    let rates = || read.schedules.iter().flat_map(|schedule| &schedule.rates);
    assert_eq!(read.rows_read, rows, "{}", path.display());
    assert_eq!(read.rows_kept + read.rows_rejected, rows);
    assert!(rates().count() > 10, "{}", path.display());
    let found = rates().find(|found| found.code.as_str() == code);
    assert_eq!(
        found.map(|found| found.rate.to_string()).as_deref(),
        Some(rate)
    );
}

#[test]
fn a_states_and_a_payers_rates_are_read() {
    check_rates(
        "payer_system/qnxt_prod_2023-11-17.csv",
        1,
        799,
        "90371",
        "137.581",
    );
    check_rates("practice_made/updated-rates.csv", 1, 68, "93306", "486.00");
}

#[test]
fn preambles_of_workbooks_are_skipped() {
    let Some(data) = folder() else { return };
    for (path, header_row) in [
        ("medicaid/AZ_Fee_01-01-2026.xlsx", 5),
        ("cms_other/CLFS_2026_Q1V1.xlsx", 5),
        ("cms_other/opps_addendum_b_2025.xlsx", 5),
    ] {
        let shown = opened(&data.join("fee_schedules").join(path));
        assert_eq!(shown.header_row, header_row, "{path}");
        assert_eq!(likely_kind(&shown), Some(ImportKind::FeeSchedule), "{path}");
        let plan = TablePlan::proposed(&shown, ImportKind::FeeSchedule, None);
        let check = check_plan(&shown, &plan);
        assert!(
            check.missing.is_empty() && check.rows_kept > 0,
            "{path}: {:?}",
            check.missing
        );
    }
}

#[test]
fn patients_of_a_claim_list_are_masked_and_its_discharge_is_no_charge() {
    let Some(data) = folder() else { return };
    let shown = opened(&data.join("pm_exports/pipe_delimited_synthetic/claim_list_data.csv"));
    assert_eq!(shown.delimiter, Some(b'|'));
    let column = |heading: &str| {
        shown
            .headings
            .iter()
            .position(|text| text == heading)
            .unwrap()
    };
    assert!(shown.masked[column("patient_name")]);
    let plan = TablePlan::proposed(&shown, ImportKind::Utilization, None);
    let field = |heading: &str| {
        let column_idx = column(heading);
        let found = plan
            .columns
            .iter()
            .find(|mapped| mapped.column_idx == column_idx);
        found.map(|mapped| mapped.field.as_str())
    };
    assert_eq!(field("discharge_date"), None);
    assert_eq!(field("billed_amount"), Some(key::CHARGE));
    assert_eq!(field("paid_amount"), Some(key::PAID));
    assert_eq!(field("insurer_name"), Some(key::PAYER));
}

fn text_of(path: &Path) -> String {
    std::io::read_to_string(File::open(path).unwrap()).unwrap()
}

/// Proposes a field for a heading beside another one.
fn field_of(heading: &str, beside: &str) -> Option<&'static str> {
    let text = format!("{heading},{beside},Nothing\n,,x\n,,y\n");
    let options = TableOptions {
        header_row: Some(1),
        ..TableOptions::default()
    };
    let shown = preview(&mut Cursor::new(text.as_bytes()), "a.csv", &options).unwrap();
    propose_mapping(&shown, ImportKind::Utilization)
        .iter()
        .find(|column| column.column_idx == 0)
        .map(|column| column.field)
}

/// The fields that a heading of a logical field of claim layouts may be read as.
fn right_fields(logical: &str) -> &'static [&'static str] {
    match logical {
        "procedure_code" => &[key::CODE],
        "modifier" => &[key::MODIFIER],
        "charge" => &[key::CHARGE],
        "allowed" => &[key::ALLOWED],
        "paid" => &[key::PAID],
        "units" => &[key::UNITS],
        "pos" => &[key::PLACE],
        "dos_from" => &[key::DATE],
        "deductible" | "copay" | "coinsurance" => &[key::PATIENT],
        "adjustment_discount" => &[key::ADJUSTMENT],
        "rendering_npi" => &[key::PROVIDER],
        "payer" => &[key::PAYER, key::PAYER_CODE, key::PLAN],
        _ => &[],
    }
}

#[test]
fn observed_headings_are_recognised_and_never_as_something_else() {
    let Some(data) = folder() else { return };
    let text = text_of(&data.join("pm_exports/column_synonyms.csv"));
    assert_eq!(
        text.lines().count(),
        1 + 588,
        "as many as the list of files says"
    );
    let (mut all, mut right) = (0, 0);
    let mut by_field: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let (logical, heading) = (cells.next().unwrap(), cells.next().unwrap());
        // Tax numbers and remark codes are no field here.
        let expected = right_fields(logical);
        // Adjustments count only beside charges.
        let beside = if logical == "charge" {
            "Colour"
        } else {
            "Billed"
        };
        let found = field_of(heading, beside);
        let harmless = [key::DENIED, key::CLAIM];
        match found {
            Some(field) if !expected.contains(&field) => {
                assert!(
                    logical == "denial_remark" && harmless.contains(&field),
                    "{logical}: {heading} was taken for {field}"
                );
            }
            None if !expected.is_empty() => println!("{logical}: {heading} is not recognised"),
            _ => {}
        }
        if !expected.is_empty() {
            let is_right = found.is_some_and(|field| expected.contains(&field));
            let counts = by_field.entry(logical).or_default();
            counts.0 += 1;
            counts.1 += u32::from(is_right);
            all += 1;
            right += u32::from(is_right);
        }
    }
    println!("{right} of {all} headings recognised: {by_field:?}");
    assert!(all > 500 && right * 100 >= all * 97, "{right} of {all}");
}

#[test]
fn headings_of_every_vendor_hold_no_trap() {
    let Some(data) = folder() else { return };
    let mut headings = csv_columns(&data.join("pm_exports/vendor_columns.csv"));
    let layouts = data.join("pm_exports/payer_claim_layout_headers.csv");
    assert_eq!(text_of(&layouts).lines().count(), 1 + 1_084);
    headings.extend(csv_columns(&layouts).into_iter().take(4_000));
    assert!(headings.len() > 200);
    let mut traps = Vec::new();
    for heading in headings {
        let upper = heading.to_uppercase();
        let field = field_of(&heading, "Billed");
        let mut trap = |words: &[&str], not: &[&'static str]| {
            if words.iter().any(|word| upper.contains(word)) {
                let taken = field.filter(|field| not.contains(field));
                traps.extend(taken.map(|field| format!("{heading} was taken for {field}")));
            }
        };
        let amounts = [key::CHARGE, key::ALLOWED, key::PAID, key::PATIENT];
        trap(&["DISCHARGE"], &[key::CHARGE, key::DATE]);
        trap(&["COINS", "COPAY"], &[key::PAYER, key::PAID]);
        trap(
            &[
                "NOTALLOWED",
                "NOT_ALLOWED",
                "DISALLOWED",
                "NONCOV",
                "NOT_COV",
                "INELIG",
            ],
            &[key::ALLOWED],
        );
        trap(
            &["PAIDDATE", "PAID_DATE", "PAYDATE", "PMT_DT", "PAID_DT"],
            &amounts,
        );
        trap(&["CHECK"], &amounts);
        trap(&["MEMBERPAID", "MEMBER_PAID", "PATIENTPAID"], &[key::PAID]);
        trap(&["_SIGN"], &amounts);
        trap(&["BIRTH", "DOB"], &[key::DATE]);
    }
    assert!(traps.is_empty(), "{traps:#?}");
}

/// The headings in the column of a list of layouts that holds them, parted by `|`.
fn csv_columns(path: &Path) -> Vec<String> {
    let text = text_of(path);
    let mut headings: Vec<String> = text
        .lines()
        .skip(1)
        .flat_map(|line| line.split(','))
        .filter(|cell| cell.contains('|'))
        .flat_map(|cell| cell.split('|'))
        .map(|heading| heading.replace('"', "").trim().to_owned())
        .filter(|heading| !heading.is_empty() && heading.len() < 60)
        .collect();
    headings.sort();
    headings.dedup();
    headings
}
