//! Whole tables, from bytes to lines.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use proptest::prelude::*;

use crate::domain::{ColumnMapping, ImportKind, Money, ServiceLine};
use crate::formats::FormatError;

use super::*;

const KEY: [u8; 32] = [42; 32];

fn opened(bytes: &[u8], name: &str) -> TablePreview {
    preview(&mut Cursor::new(bytes), name, &TableOptions::default()).unwrap()
}

fn read(bytes: &[u8], plan: &TablePlan) -> (UtilizationRead, Vec<ServiceLine>) {
    let mut lines = Vec::new();
    let receipt = read_utilization(&mut Cursor::new(bytes), plan, &KEY, &mut |line| {
        lines.push(line);
        Ok::<(), FormatError>(())
    })
    .unwrap();
    (receipt, lines)
}

fn proposed(bytes: &[u8], payer: Option<&str>) -> (UtilizationRead, Vec<ServiceLine>) {
    let preview = opened(bytes, "lines.csv");
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, payer.map(str::to_owned));
    read(bytes, &plan)
}

fn shown(line: &ServiceLine) -> String {
    let amount = |money: Option<Money>| money.map_or("-".to_owned(), |money| money.to_string());
    format!(
        "{} {} {} [{}] {} {}u {} {} {} {}",
        line.line_nr,
        line.payer_name,
        line.code,
        line.modifiers,
        line.date,
        line.units,
        line.charge,
        amount(line.allowed),
        amount(line.paid),
        amount(line.patient),
    )
}

#[test]
fn a_messy_export_becomes_lines_with_every_row_accounted_for() {
    let bytes = include_bytes!("../../../tests/fixtures/tables/lines_windows1252.csv");
    let (receipt, lines) = proposed(bytes, None);
    let texts: Vec<String> = lines.iter().map(shown).collect();
    assert_eq!(
        texts,
        [
            "5 Blue Shield\u{2019}s PPO 99213 [25] 2025-01-03 1u 180.00 110.00 80.00 30.00",
            "6 Blue Shield\u{2019}s PPO 93000 [] 2025-01-03 1u 200.00 150.00 150.00 -",
            "8 Blue Shield\u{2019}s PPO 99213 [25] 2025-01-03 -1u -180.00 -110.00 -80.00 -30.00",
            "9 Aetna 00100 [AA] 2025-02-14 7.5u 1250.00 - - -",
            "12 Aetna J1100 [] 2025-02-21 -10u -60.00 -50.01 - -",
        ]
    );
    assert_eq!(
        (receipt.rows_read, receipt.rows_kept, receipt.rows_rejected),
        (8, 5, 3)
    );
    let reasons: Vec<(u64, &str, &str)> = receipt
        .rejected
        .iter()
        .map(|row| (row.line_nr, row.field.as_str(), row.reason.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [
            (
                10,
                "Date of Service",
                "\u{201c}13/45/2025\u{201d} is not a date of service from 1990 on"
            ),
            (11, "Procedure", "has no procedure code"),
            (14, "Procedure", "is a row of totals, not a service"),
        ]
    );
    assert_eq!(receipt.totals.charge, Money::from_cents(139_000));
    assert_eq!(receipt.totals.allowed, Money::from_cents(9_999));
    assert_eq!(receipt.totals.lines_without_allowed, 1);
    assert_eq!(lines[0].visit_key, lines[1].visit_key);
    assert!(lines[0].visit_key.is_some() && lines[0].visit_key != lines[3].visit_key);
    let issues: Vec<&str> = receipt
        .issues
        .iter()
        .map(|issue| issue.problem.as_str())
        .collect();
    assert_eq!(
        issues,
        ["1 row with fractions of a cent, rounded half up to whole cents"]
    );
}

#[test]
fn patients_are_masked_in_previews_and_absent_from_what_is_told() {
    let bytes = include_bytes!("../../../tests/fixtures/tables/lines_windows1252.csv");
    let preview = opened(bytes, "lines.csv");
    assert_eq!(preview.header_row, 4);
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    let (receipt, lines) = read(bytes, &plan);
    let told = format!(
        "{preview:?} {:?} {receipt:?} {lines:?}",
        check_plan(&preview, &plan)
    );
    for secret in ["Ada", "Sample, ", "A100", "A101", "reversal"] {
        assert!(!told.contains(secret), "{secret}");
    }
    assert_eq!(preview.rows[0].cells[1], "\u{2022}\u{2022}\u{2022}");
    assert_eq!(likely_kind(&preview), Some(ImportKind::Utilization));
}

#[test]
fn a_summed_table_keeps_its_counts() {
    let bytes = include_bytes!("../../../tests/fixtures/tables/summed_by_month.csv");
    let preview = opened(bytes, "summed.csv");
    assert_eq!(preview.delimiter, Some(b';'));
    let (receipt, lines) = proposed(bytes, None);
    let counts: Vec<_> = lines
        .iter()
        .map(|line| (line.date.to_string(), line.lines, line.visits))
        .collect();
    assert_eq!(
        counts,
        [
            ("2025-01-01".to_owned(), 10, Some(9)),
            ("2025-02-01".to_owned(), 4, Some(4)),
            ("2025-01-01".to_owned(), 2, Some(2)),
        ]
    );
    assert_eq!(receipt.rows_rejected, 1);
    assert_eq!(receipt.rejected[0].line_nr, 5);
    assert_eq!(receipt.totals.lines_without_allowed, 2);
    assert_eq!(receipt.totals.charge, Money::from_cents(316_000));
}

#[test]
fn wide_characters_and_days_before_months_are_understood() {
    let bytes = include_bytes!("../../../tests/fixtures/tables/lines_utf16.txt");
    let (receipt, lines) = proposed(bytes, None);
    let texts: Vec<String> = lines.iter().map(shown).collect();
    assert_eq!(
        texts,
        [
            "2 \u{c9}toile Health 99213 [25] 2025-03-25 1u 180.00 110.00 90.00 -",
            "3 \u{c9}toile Health 0001F [] 2025-03-25 1u 0.01 - 0.00 -",
        ]
    );
    assert_eq!(
        receipt.rejected[0].reason,
        "holds several procedure codes in one cell"
    );
    assert_eq!(lines[0].visit_key, lines[1].visit_key);
}

#[test]
fn a_layout_is_recognised_again_and_read_the_same_way() {
    let bytes = include_bytes!("../../../tests/fixtures/tables/summed_by_month.csv");
    let preview = opened(bytes, "summed.csv");
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    let profile = plan.profile("Monthly");
    assert!(matches(&profile, &preview));
    assert_eq!(TablePlan::from_profile(&preview, &profile, None), plan);
    let other = opened(b"CPT,Billed\n99213,1.00\n", "other.csv");
    assert!(!matches(&profile, &other));
}

#[test]
fn a_plan_says_what_it_lacks_and_is_not_read() {
    let bytes = b"CPT,Billed\n99213,1.00\n99214,2.00\n";
    let preview = opened(bytes, "a.csv");
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    assert_eq!(
        check_plan(&preview, &plan).missing,
        [
            "Choose the column with the date, month, quarter or year of service",
            "Choose the column with payers, or name one payer for all",
        ]
    );
    let result = read_utilization(&mut Cursor::new(bytes), &plan, &KEY, &mut |_line| {
        Ok::<(), FormatError>(())
    });
    assert!(matches!(result, Err(FormatError::NotThisFormat { .. })));
}

#[test]
fn what_is_no_table_is_refused_with_a_remedy() {
    for (bytes, word) in [
        (&b""[..], "empty"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "password"),
        (b"PK\x03\x04 zip", "zip"),
        (b"Dear practice\nwe write to you\n", "no table"),
        (b"SQLite format 3\0", "database"),
    ] {
        let refused = preview(&mut Cursor::new(bytes), "file", &TableOptions::default());
        let text = refused.unwrap_err().to_string();
        assert!(text.contains(word), "{text}");
    }
}

/// Breaks after some bytes, as a cancelled import does.
struct Breaking(Cursor<Vec<u8>>, u64);

impl Read for Breaking {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.0.position() >= self.1 {
            return Err(io::Error::other("cancelled by the user"));
        }
        let room = usize::try_from(self.1 - self.0.position())
            .unwrap()
            .min(buf.len());
        self.0.read(&mut buf[..room])
    }
}

impl Seek for Breaking {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

fn check_breaks(bytes: &[u8]) {
    let preview = opened(bytes, "a.csv");
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    let end = bytes.len() as u64 - 8;
    let result = read_utilization(
        &mut Breaking(Cursor::new(bytes.to_vec()), end),
        &plan,
        &KEY,
        &mut |_line| Ok::<(), FormatError>(()),
    );
    match result {
        Err(FormatError::Broken(error)) => assert_eq!(error.to_string(), "cancelled by the user"),
        other => panic!("{other:?}"),
    }
}

fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook
        .add_worksheet()
        .set_name("Cover")
        .unwrap()
        .write(0, 0, "Report for 2025")
        .unwrap();
    let sheet = workbook.add_worksheet();
    sheet
        .set_name("Lines")
        .unwrap()
        .write(0, 0, "Charges by line")
        .unwrap();
    for (column, heading) in (0..).zip(["CPT", "Payer", "DOS", "Billed", "Allowed Amount"]) {
        sheet.write(3, column, heading).unwrap();
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("m/d/yyyy");
    let dated = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 3, 4).unwrap();
    for row in 4..40 {
        sheet.write(row, 0, 100 + row).unwrap();
        sheet.write(row, 1, "Aetna").unwrap();
        sheet.write_with_format(row, 2, &dated, &day).unwrap();
        sheet.write(row, 3, 0.1 + 0.2).unwrap();
        sheet.write(row, 4, "(1,000.10)").unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_from_the_sheet_that_holds_the_table() {
    let bytes = workbook();
    let preview = opened(&bytes, "book.xlsx");
    assert_eq!(preview.sheet.as_deref(), Some("Lines"));
    assert_eq!((preview.sheets.len(), preview.header_row), (2, 4));
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    let (receipt, lines) = read(&bytes, &plan);
    assert_eq!(receipt.rows_kept, 36);
    assert_eq!(
        shown(&lines[0]),
        "5 Aetna 00104 [] 2025-03-04 1u 0.30 -1000.10 - -"
    );
    assert_eq!(receipt.issues, []);
}

#[test]
fn the_error_of_the_source_comes_back_unchanged() {
    check_breaks(include_bytes!(
        "../../../tests/fixtures/tables/lines_windows1252.csv"
    ));
    check_breaks(&workbook());
}

#[test]
fn the_sinks_own_error_ends_the_reading() {
    let bytes = include_bytes!("../../../tests/fixtures/tables/summed_by_month.csv");
    let preview = opened(bytes, "a.csv");
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    let mut seen = 0;
    let result = read_utilization(&mut Cursor::new(bytes), &plan, &KEY, &mut |_line| {
        seen += 1;
        Err(FormatError::refuse("the disk is full", "free some space"))
    });
    assert_eq!((seen, result.is_err()), (1, true));
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("99213".to_owned()),
        Just("2025-03-04".to_owned()),
        Just("Total".to_owned()),
        "[0-9]{1,4}\\.[0-9]{0,3}",
        "\\([0-9]{1,3}\\)",
        "[ -~]{0,8}",
        "\\PC{0,4}",
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let mut source = Cursor::new(&bytes);
        if let Ok(preview) = preview(&mut source, "any", &TableOptions::default()) {
            for kind in ImportKind::ALL {
                let plan = TablePlan::proposed(&preview, kind, Some("P".to_owned()));
                let _check = check_plan(&preview, &plan);
                let _rates = read_fee_schedule(&mut source, &plan).is_ok();
            }
        }
    }

    #[test]
    fn rows_and_totals_always_agree(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 0..8), 1..30),
    ) {
        let mut text = "CPT,DOS,Billed,Allowed,Paid,Units\n99213,2025-01-01,1,1,1,1\n".to_owned();
        for row in rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let options = TableOptions { sheet: None, delimiter: Some(b','), header_row: Some(1) };
        let preview = preview(&mut Cursor::new(&text), "a.csv", &options).unwrap();
        let fields = [key::CODE, key::DATE, key::CHARGE, key::ALLOWED, key::PAID, key::UNITS];
        let columns = fields
            .into_iter()
            .enumerate()
            .map(|(column_idx, field)| ColumnMapping { column_idx, field: field.to_owned() })
            .collect();
        let payer = Some("P".to_owned());
        let plan = TablePlan::new(&preview, ImportKind::Utilization, columns, payer);
        let (receipt, lines) = read(text.as_bytes(), &plan);
        prop_assert_eq!(receipt.rows_read, receipt.rows_kept + receipt.rows_rejected);
        prop_assert_eq!(receipt.rows_kept, lines.len() as u64);
        prop_assert_eq!(receipt.rejected.len() as u64, receipt.rows_rejected);
        let sum = |of: fn(&ServiceLine) -> Option<Money>| lines.iter().filter_map(of).sum::<Money>();
        prop_assert_eq!(receipt.totals.charge, sum(|line| Some(line.charge)));
        prop_assert_eq!(receipt.totals.allowed, sum(|line| line.allowed));
        prop_assert_eq!(receipt.totals.paid, sum(|line| line.paid));
        let check = check_plan(&preview, &plan);
        prop_assert_eq!(check.rows_kept, receipt.rows_kept);
        prop_assert_eq!(check.totals, receipt.totals);
    }
}
