//! The workbook a payer fills in, read back as the payer's spreadsheet program reads it.

use std::io::{Cursor, Read as _};

use allowable::brief::{
    BriefError, CurrentRates, LeakError, RateRequest, RateRequestRow, RateRequestSheet, Secrets,
    rate_request_xlsx,
};
use allowable::domain::{Modifier, Modifiers, Money, PayerId, RateKey, Setting};
use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::date;
use rust_decimal::Decimal;

use super::case::{Case, case, code};

fn row(text: &str, modifiers: Modifiers, label: &str) -> RateRequestRow {
    RateRequestRow {
        key: RateKey {
            code: code(text),
            modifiers,
            setting: Setting::NonFacility,
        },
        label: label.into(),
        annual_units: Decimal::new(12_345, 1),
        current: Some(Money::from_cents(9_174)),
    }
}

fn request(case: &Case) -> RateRequest<'_> {
    RateRequest {
        practice: &case.practice,
        payer: &case.payers[0],
        as_of: date(2026, 1, 30),
        return_by: Some(date(2026, 2, 27)),
        return_to: String::new(),
        current_rates: CurrentRates::LeftOut,
        sheets: vec![
            RateRequestSheet {
                product: Some("PPO".into()),
                rows: vec![
                    row("00100", Modifiers::NONE, "=1+1"),
                    row(
                        "X1009",
                        Modifiers::of([Modifier::PROFESSIONAL]),
                        "Echocardiogram",
                    ),
                ],
            },
            RateRequestSheet {
                product: Some("HMO: all sites".into()),
                rows: vec![row("X1001", Modifiers::NONE, "")],
            },
            RateRequestSheet {
                product: Some("Closed".into()),
                rows: Vec::new(),
            },
        ],
        secrets: Secrets::of_other_payers(&case.payers, PayerId(1)),
    }
}

fn workbook(request: &RateRequest<'_>) -> Vec<u8> {
    rate_request_xlsx(request).unwrap_or_else(|error| panic!("{error}"))
}

fn rows_of(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn part_of(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn text(words: &str) -> Data {
    Data::String(words.into())
}

#[test]
fn each_product_has_a_sheet_with_headings_in_row_one_and_codes_as_text() {
    let case = case();
    let bytes = workbook(&request(&case));
    let sheets = Xlsx::new(Cursor::new(&bytes)).unwrap().sheet_names();
    assert_eq!(sheets, ["Request", "PPO", "HMO all sites"]);
    let rows = rows_of(&bytes, "PPO");
    let headings = [
        "Code",
        "Modifier",
        "Setting",
        "Your description",
        "Annual units",
        "Contracted rate",
        "Effective date",
        "Comment",
    ];
    assert_eq!(rows[0], headings.map(text));
    assert_eq!(rows[1][0], text("00100"));
    assert_eq!(rows[1][3], text("=1+1"), "words are never a formula");
    assert_eq!(rows[1][4], Data::Float(1_235.0));
    assert_eq!(rows[2][1], text("26"));
    assert_eq!(rows[2][2], text("Non-facility"));
    assert!(rows[1][5..].iter().all(|cell| *cell == Data::Empty));
    assert_eq!(rows.len(), 3);
}

#[test]
fn the_payer_reads_what_we_think_it_pays_only_where_that_is_wanted() {
    let case = case();
    let mut asked = request(&case);
    let silent = workbook(&asked);
    for sheet in ["Request", "PPO", "HMO all sites"] {
        for cell in rows_of(&silent, sheet).concat() {
            assert!(!cell.to_string().contains("91.74"), "{cell}");
        }
    }
    asked.current_rates = CurrentRates::Shown;
    let rows = rows_of(&workbook(&asked), "PPO");
    assert_eq!(rows[0][5], text("Current rate"));
    assert_eq!(rows[1][5], Data::Float(91.74));
    assert_eq!(rows[0][6], text("Contracted rate"));
}

#[test]
fn the_letterhead_says_who_asks_for_which_products_until_when_and_whom_to_answer() {
    let case = case();
    let mut asked = request(&case);
    let letterhead = |asked: &RateRequest<'_>| -> Vec<(String, String)> {
        rows_of(&workbook(asked), "Request")
            .into_iter()
            .map(|row| (row[0].to_string(), row[1].to_string()))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    };
    let facts = letterhead(&asked);
    let value = |name: &str| {
        let found = facts.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    };
    assert_eq!(
        value("From"),
        "Live Oak Internal Medicine, P.A., TIN 00-0000000, NPI 0000000000"
    );
    assert_eq!(value("To"), "Harbor Mutual Health");
    assert_eq!(value("Products"), "PPO; HMO: all sites");
    assert_eq!(value("Please return by"), "February 27, 2026");
    assert!(value("Return to").starts_with("Dana Whitfield, Practice Administrator, 404 555 0134"));
    let (_, notice) = facts.last().unwrap();
    assert!(notice.starts_with("CPT copyright 2026 American Medical Association."));
    asked.return_by = None;
    asked.return_to = "Contracting desk\nrates@liveoak.example".into();
    let facts = letterhead(&asked);
    assert!(facts.iter().all(|(name, _)| name != "Please return by"));
    let answered = ("Return to", "Contracting desk, rates@liveoak.example");
    assert!(
        facts
            .iter()
            .any(|(name, value)| (name.as_str(), value.as_str()) == answered)
    );
}

#[test]
fn only_the_cells_to_be_filled_in_are_open_and_they_take_rates_and_dates() {
    let case = case();
    let bytes = workbook(&request(&case));
    let sheet = part_of(&bytes, "xl/worksheets/sheet2.xml");
    for wanted in [
        "<sheetProtection sheet=\"1\"",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "<dataValidation type=\"decimal\" operator=\"greaterThanOrEqual\"",
        "sqref=\"F2:F3\"",
        "<dataValidation type=\"date\"",
        "sqref=\"G2:G3\"",
    ] {
        assert!(sheet.contains(wanted), "{wanted} is not in {sheet}");
    }
    assert!(!sheet.contains("password"), "the lock has no password");
    let formats = part_of(&bytes, "xl/styles.xml");
    let cell_formats = formats.split("<cellXfs").nth(1).unwrap();
    let cell_formats: Vec<&str> = cell_formats.split("<xf ").skip(1).collect();
    let is_open = |cell: &str| {
        let style = sheet.split(&format!("<c r=\"{cell}\" s=\"")).nth(1);
        let style: usize = style.unwrap().split('"').next().unwrap().parse().unwrap();
        cell_formats[style].contains("locked=\"0\"")
    };
    for (column, open) in "ABCDEFGH"
        .chars()
        .zip([false, false, false, false, false, true, true, true])
    {
        assert!(!is_open(&format!("{column}1")), "heading {column}");
        assert_eq!(is_open(&format!("{column}2")), open, "column {column}");
    }
    let names = part_of(&bytes, "xl/workbook.xml");
    assert!(names.contains("PPO!$1:$1"), "headings repeat on every page");
}

#[test]
fn no_text_of_the_workbook_names_another_payer() {
    let case = case();
    let leaked = "as Blue Mesa Plans does";
    let spoiled: [fn(&mut RateRequest<'_>, &str); 3] = [
        |asked, leaked| asked.return_to = leaked.into(),
        |asked, leaked| asked.sheets[0].product = Some(leaked.into()),
        |asked, leaked| asked.sheets[1].rows[0].label = leaked.into(),
    ];
    for spoil in spoiled {
        let mut asked = request(&case);
        spoil(&mut asked, leaked);
        let refused = rate_request_xlsx(&asked).unwrap_err();
        assert!(
            matches!(refused, BriefError::Leak(LeakError::PayerName { .. })),
            "{refused}"
        );
    }
    let mut asked = request(&case);
    asked.sheets[0].rows.clear();
    asked.sheets[0].product = Some(leaked.into());
    assert!(
        rate_request_xlsx(&asked).is_ok(),
        "a sheet that is not written betrays nothing"
    );
}

#[test]
fn a_request_for_nothing_is_refused() {
    let case = case();
    let mut asked = request(&case);
    asked.sheets.clear();
    assert_eq!(
        rate_request_xlsx(&asked).unwrap_err(),
        BriefError::NothingToAsk
    );
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let case = case();
    assert!(workbook(&request(&case)) == workbook(&request(&case)));
}

#[test]
fn names_that_excel_would_refuse_are_shortened() {
    let mut case = case();
    case.practice.name = "& Sons ".repeat(60);
    let mut asked = request(&case);
    asked.sheets[0].product = Some("\u{1f600}*[?]".repeat(30));
    let names = Xlsx::new(Cursor::new(workbook(&asked)))
        .unwrap()
        .sheet_names();
    assert_eq!(names[1], "Rates");
}
