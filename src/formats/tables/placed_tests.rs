//! Fee schedules without delimiters: dumps, columns of text, pasted tables, PDFs.

use std::io::Cursor;

use crate::domain::{ImportKind, Setting};

use super::*;

fn read(bytes: &[u8], name: &str) -> (TablePreview, FeeScheduleRead) {
    let shown = preview(&mut Cursor::new(bytes), name, &TableOptions::default()).unwrap();
    let plan = TablePlan::proposed(&shown, ImportKind::FeeSchedule, None);
    assert_eq!(plan.missing(), Vec::<String>::new(), "{:?}", shown.headings);
    let read = read_fee_schedule(&mut Cursor::new(bytes), &plan).unwrap();
    (shown, read)
}

fn rates(read: &FeeScheduleRead) -> Vec<String> {
    read.schedules
        .iter()
        .flat_map(|schedule| &schedule.rates)
        .map(|rate| {
            let setting = rate.setting.map_or("both", Setting::label);
            format!("{} [{}] {setting} {}", rate.code, rate.modifiers, rate.rate)
        })
        .collect()
}

fn check(text: &str, expected: &[&str], rejected: u64) {
    let (shown, read) = read(text.as_bytes(), "rates.txt");
    assert_eq!(shown.delimiter, Some(b' '), "{text}");
    assert_eq!(
        rates(&read),
        expected,
        "{:?} {:?}",
        shown.headings,
        read.rejected
    );
    assert_eq!(read.rows_rejected, rejected, "{:?}", read.rejected);
    assert_eq!(likely_kind(&shown), Some(ImportKind::FeeSchedule));
}

const DUMP: &str = "A0021 00 WORDS OF AN OUTSIDE TRIP NonFacility $ 2.42\n\
    A0080 00 WORDS IN 2 PLACES NonFacility $ .45\n\
    93306 26 WORDS W/ A PICTURE Facility $ 1,072.10\n\
    93306 TC WORDS Facility $ 143.00\n\
    Page 2 of 7\n\
    J9999 00 WORDS NonFacility By Report\n";

#[test]
fn a_dump_is_read_from_both_ends() {
    check(
        DUMP,
        &[
            "93306 [26] Facility 1072.10",
            "93306 [TC] Facility 143.00",
            "A0021 [] Non-facility 2.42",
            "A0080 [] Non-facility 0.45",
        ],
        1,
    );
}

const IN_COLUMNS: &str = "            Sample Health Plan        Effective 7/1/2025\n\
    \n\
    Code   Mod  Description                 Non-Facility    Facility\n\
    ------ ---  --------------------------  ------------  ----------\n\
    99213       Words of a visit                   92.10       65.00\n\
    99214       Words of a longer visit that      128.55       92.75\n\
    \x20           goes on below\n\
    93306  26   Words                              72.00       72.00\n\
    93306  TC   Words                             143.00\n\
    \n\
    Page 1 of 2\n\
    \x0c            Sample Health Plan        Effective 7/1/2025\n\
    Code   Mod  Description                 Non-Facility    Facility\n\
    J1100       Words                               0.12        0.12\n\
    J1101       Words                          By Report   By Report\n";

#[test]
fn columns_of_blanks_are_found_and_repeated_headings_dropped() {
    check(
        IN_COLUMNS,
        &[
            "93306 [26] Non-facility 72.00",
            "93306 [26] Facility 72.00",
            "93306 [TC] Non-facility 143.00",
            "99213 [] Non-facility 92.10",
            "99213 [] Facility 65.00",
            "99214 [] Non-facility 128.55",
            "99214 [] Facility 92.75",
            "J1100 [] Non-facility 0.12",
            "J1100 [] Facility 0.12",
        ],
        1,
    );
}

const PASTED: &str = "Hello,\n\nhere are the rates we talked about.\n\n\
    CPT   Description   Rate\n\
    99213   Words of a visit   $92.10\n\
    99214   More words of a longer visit   $128.55\n\
    99203   Words   $1,110.00\n\nRegards\n";

#[test]
fn a_table_pasted_from_a_mail_is_cut_at_several_blanks() {
    check(
        PASTED,
        &[
            "99203 [] both 1110.00",
            "99213 [] both 92.10",
            "99214 [] both 128.55",
        ],
        0,
    );
}

#[test]
fn commas_of_thousands_part_no_cells() {
    check(
        "Hello,\n\n99210 $1,010.00 $1,200.00\n99213 $1,092.10 $1,300.00\n",
        &["99210 [] both 1010.00", "99213 [] both 1092.10"],
        0,
    );
    check(
        "CPT    Words             Rate\n\
         99210  Visit, new   $1,010.00\n\
         99213  Visit        $1,092.10\n\
         99215  Visit       $12,092.10\n",
        &[
            "99210 [] both 1010.00",
            "99213 [] both 1092.10",
            "99215 [] both 12092.10",
        ],
        0,
    );
}

#[test]
fn a_code_one_blank_before_its_words_has_a_column_of_its_own() {
    let expected = [
        "99213 [] Non-facility 89.24",
        "99213 [] Facility 64.08",
        "99214 [] Non-facility 128.55",
        "99214 [] Facility 92.75",
    ];
    check(
        "CODE DESCRIPTION  FACILITY  NONFAC\n\
         99213 OFFICE VISIT   64.08  89.24\n\
         99214 OF A LONGER OFFICE VISIT   92.75  128.55\n",
        &expected,
        0,
    );
    check(
        "CPT Code Description of it      Facility   Non-Facility\n\
         99213 OFFICE VISIT                 64.08          89.24\n\
         99214 IV VISIT                     92.75         128.55\n",
        &expected,
        0,
    );
    check(
        "Code Description   Fee\n\
         93306 26 Words of a picture   72.00\n\
         93306 TC Words   143.00\n\
         93307 Words   1,200.00\n",
        &[
            "93306 [26] both 72.00",
            "93306 [TC] both 143.00",
            "93307 [] both 1200.00",
        ],
        0,
    );
}

#[test]
fn codes_that_lost_their_zeros_are_read_wherever_they_stand() {
    use std::fmt::Write;
    let mut columns = "2026     Rates from               1.00\n\n\
         CPT      Words                    Rate\n"
        .to_owned();
    let mut dump = String::new();
    let mut expected = Vec::new();
    // More than the lines searched for headings.
    for code in (100..140).chain([1_999, 10_004, 99_213]) {
        writeln!(columns, "{code:<9}Words of code      {:>10}", "1,250.00").unwrap();
        writeln!(dump, "{code} WORDS OF CODE $ 1,250.00").unwrap();
        expected.push(format!("{code:0>5} [] both 1250.00"));
    }
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check(&columns, &expected, 0);
    check(&dump, &expected, 0);
}

#[test]
fn a_column_that_is_blank_throughout_keeps_its_heading_to_itself() {
    check(
        "Code   Modifier   Words          Fee\n\
         99213             Visit        92.10\n\
         99214             Long visit  128.55\n",
        &["99213 [] both 92.10", "99214 [] both 128.55"],
        0,
    );
}

#[test]
fn delimited_text_stays_delimited() {
    for (text, delimiter) in [
        ("CPT,Rate\n99213,92.10\n99214,128.55\n", b','),
        ("CPT,Mod,Rate\n93306,26,100\n93307,26,228\n", b','),
        ("CPT,Rate\n99213,\"1,092.10\"\n99214,\"1,128.55\"\n", b','),
        (
            "CPT\tRate\tMax\n99213\t$1,092.10\t$1,100.00\n99214\t$1,128.55\t$1,200.00\n",
            b'\t',
        ),
        (
            "CPT\tWords\tRate\n99213\ta  b\t92.10\n99214\tc\t128.55\n",
            b'\t',
        ),
        ("Code | Rate\n99213  |  92.10\n99214  | 128.55\n", b'|'),
    ] {
        let (shown, _) = read(text.as_bytes(), "rates.txt");
        assert_eq!(shown.delimiter, Some(delimiter), "{text}");
    }
}

#[test]
fn every_beginning_of_a_text_is_read_or_refused() {
    for text in [DUMP, IN_COLUMNS, PASTED] {
        for end in 0..=text.len() {
            let bytes = text.as_bytes().get(..end).unwrap();
            let options = TableOptions::default();
            let Ok(shown) = preview(&mut Cursor::new(bytes), "rates.txt", &options) else {
                continue;
            };
            let plan = TablePlan::proposed(&shown, ImportKind::FeeSchedule, None);
            if let Ok(read) = read_fee_schedule(&mut Cursor::new(bytes), &plan) {
                assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
            }
        }
    }
}

/// A page of a payer's PDF: drawn column by column, with wrapped words and blank cells.
fn page(number: u32, rows: &[[&str; 5]]) -> String {
    use std::fmt::Write;
    let mut content = "BT /F1 9 Tf ET\n".to_owned();
    let headings = [
        "CPT",
        "Mod",
        "Service",
        "Non-Facility Rate",
        "Facility Rate",
    ];
    for (column, x) in [60, 110, 150, 330, 450].into_iter().enumerate() {
        let mut y = 700;
        writeln!(
            content,
            "BT 1 0 0 1 {x} {y} Tm ({}) Tj ET",
            headings[column]
        )
        .unwrap();
        for row in rows {
            y -= 14;
            // Amounts end below each other.
            let text = row[column];
            let amount = column >= 3 && text.starts_with(|letter: char| letter.is_ascii_digit());
            let x = if amount {
                x + 60 - 5 * i32::try_from(text.len()).unwrap()
            } else {
                x
            };
            writeln!(content, "BT 1 0 0 1 {x} {y} Tm ({text}) Tj ET").unwrap();
        }
    }
    writeln!(content, "BT 1 0 0 1 300 40 Tm (Page {number}) Tj ET").unwrap();
    content
}

#[test]
fn the_table_of_a_pdf_is_read_by_the_place_of_its_cells() {
    let pages = [
        page(
            1,
            &[
                ["99213", "", "Words of a visit", "92.10", "65.00"],
                ["99214", "", "Words of a longer one", "128.55", "92.75"],
                ["", "", "that go on below", "", ""],
                ["93306", "26", "Words", "72.00", "72.00"],
            ],
        ),
        page(
            2,
            &[
                ["93306", "TC", "Words", "1,143.00", ""],
                ["J9999", "", "Words", "By Report", "By Report"],
            ],
        ),
    ];
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    for rotate in [0, 90] {
        let bytes = crate::formats::pdf::tests::pdf(&pages, rotate);
        let (shown, read) = read(&bytes, "rates.pdf");
        assert_eq!(shown.delimiter, None);
        assert_eq!(
            shown.headings,
            [
                "CPT",
                "Mod",
                "Service",
                "Non-Facility Rate",
                "Facility Rate"
            ]
        );
        assert_eq!(
            rates(&read),
            [
                "93306 [26] Non-facility 72.00",
                "93306 [26] Facility 72.00",
                "93306 [TC] Non-facility 1143.00",
                "99213 [] Non-facility 92.10",
                "99213 [] Facility 65.00",
                "99214 [] Non-facility 128.55",
                "99214 [] Facility 92.75",
            ]
        );
        assert_eq!((read.rows_read, read.rows_rejected), (5, 1));
    }
}
