//! Fee schedules in the shapes payers send, from bytes to rates.

use std::io::Cursor;

use crate::domain::{ImportKind, Setting};

use super::*;

/// Reads a fee schedule as it is proposed, and writes its rates as text.
fn rates(bytes: &[u8]) -> (FeeScheduleRead, Vec<String>) {
    let shown = preview(
        &mut Cursor::new(bytes),
        "rates.csv",
        &TableOptions::default(),
    )
    .unwrap();
    assert_eq!(likely_kind(&shown), Some(ImportKind::FeeSchedule));
    let plan = TablePlan::proposed(&shown, ImportKind::FeeSchedule, None);
    let read = read_fee_schedule(&mut Cursor::new(bytes), &plan).unwrap();
    let texts = read.schedules.iter().flat_map(texts).collect();
    (read, texts)
}

fn texts(schedule: &ReadSchedule) -> Vec<String> {
    let text = |rate: &crate::domain::FeeRate| {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        let period = match (day(rate.effective_from), day(rate.effective_to)) {
            (None, None) => String::new(),
            (from, to) => format!(" {}..{}", from.unwrap_or_default(), to.unwrap_or_default()),
        };
        let label = match schedule.label.as_str() {
            "" => String::new(),
            label => format!("{label}: "),
        };
        let setting = rate.setting.map_or("both", Setting::label);
        let (code, modifiers) = (rate.code, rate.modifiers);
        format!(
            "{label}{code} [{modifiers}] {setting} {}{period}",
            rate.rate
        )
    };
    schedule.rates.iter().map(text).collect()
}

fn check(text: &str, expected: &[&str]) -> FeeScheduleRead {
    let (read, texts) = rates(text.as_bytes());
    assert_eq!(texts, expected, "{text}");
    assert_eq!(read.rows_read, read.rows_kept + read.rows_rejected);
    read
}

fn reasons(read: &FeeScheduleRead) -> Vec<(u64, &str, &str)> {
    read.rejected
        .iter()
        .map(|row| (row.line_nr, row.field.as_str(), row.reason.as_str()))
        .collect()
}

fn problems(read: &FeeScheduleRead) -> Vec<&str> {
    read.issues
        .iter()
        .map(|issue| issue.problem.as_str())
        .collect()
}

#[test]
fn rates_in_two_columns_are_read_by_setting() {
    let (read, texts) = rates(include_bytes!(
        "../../../tests/fixtures/tables/rates_two_settings.csv"
    ));
    assert_eq!(
        texts,
        [
            "93000 [26] Non-facility 8.1234",
            "93000 [26] Facility 8.1234",
            "99213 [] Non-facility 95.12",
            "99213 [] Facility 70.30",
            "G2211 [] Non-facility 16.05",
        ]
    );
    assert_eq!(
        (read.rows_read, read.rows_kept, read.rows_rejected),
        (6, 4, 2)
    );
    assert_eq!(
        read.rejected[0].reason,
        "\u{201c}By Report\u{201d} is not a rate"
    );
    assert_eq!(read.rejected[1].reason, "is 0.00: no rate is set");
}

#[test]
fn rates_of_one_code_from_different_days_are_all_kept() {
    let (read, texts) = rates(include_bytes!(
        "../../../tests/fixtures/tables/rates_by_place.csv"
    ));
    assert_eq!(
        texts,
        [
            "99213 [] Non-facility 137.581 2023-10-01..",
            "99213 [] Non-facility 140.00 2024-01-01..",
            "99213 [] Facility 99.00 2023-10-01..",
            "99214 [TC] both 55.00 2023-10-01..",
        ]
    );
    assert_eq!(read.rows_rejected, 1);
}

#[test]
fn periods_in_headings_become_dated_rates_and_blank_quarters_are_counted() {
    let read = check(
        "Proc Code,Service Description,Rate Effective 07/01/2025-09/30/2025,\
         Rate Effective 10/01/2025-12/31/2025\n\
         J0121,x,3.581,3.60\n\
         J0122,x,1.25,\n\
         J0123,x,Manually Priced,\n\
         J0124,x,Manually Priced,7.00\n",
        &[
            "J0121 [] both 3.581 2025-07-01..2025-09-30",
            "J0121 [] both 3.60 2025-10-01..2025-12-31",
            "J0122 [] both 1.25 2025-07-01..2025-09-30",
            "J0124 [] both 7.00 2025-10-01..2025-12-31",
        ],
    );
    assert_eq!(
        reasons(&read),
        [(
            4,
            "Rate Effective 07/01/2025-09/30/2025",
            "\u{201c}Manually Priced\u{201d} is not a rate"
        )]
    );
    assert_eq!(
        problems(&read),
        [
            "1 row without a rate in this column",
            "1 row left out of this column: \u{201c}Manually Priced\u{201d} is not a rate",
        ]
    );
}

#[test]
fn years_side_by_side_become_periods() {
    check(
        "CPT,2025 Rate,2026 Rate\n99213,90.00,91.00\n99214,120,125\n",
        &[
            "99213 [] both 90.00 2025-01-01..2025-12-31",
            "99213 [] both 91.00 2026-01-01..2026-12-31",
            "99214 [] both 120.00 2025-01-01..2025-12-31",
            "99214 [] both 125.00 2026-01-01..2026-12-31",
        ],
    );
}

#[test]
fn components_side_by_side_get_their_modifiers() {
    check(
        "CPT Code,Global,Professional,Technical\n93306,215.00,72.00,143.00\n71046,30,10,20\n",
        &[
            "71046 [] both 30.00",
            "71046 [26] both 10.00",
            "71046 [TC] both 20.00",
            "93306 [] both 215.00",
            "93306 [26] both 72.00",
            "93306 [TC] both 143.00",
        ],
    );
    check(
        "CPT Code,Fee,Prof Comp,Tech Comp\n93306,215.00,72.00,143.00\n99213,80.00,,\n",
        &[
            "93306 [] both 215.00",
            "93306 [26] both 72.00",
            "93306 [TC] both 143.00",
            "99213 [] both 80.00",
        ],
    );
    check(
        "CPT,Professional Fee\n93306,215.00\n99213,80.00\n",
        &["93306 [] both 215.00", "99213 [] both 80.00"],
    );
}

#[test]
fn columns_of_tiers_and_rows_of_tiers_become_schedules_of_their_own() {
    check(
        "CPT,MD Rate,NP Rate\n99213,90.00,76.50\n99214,120.00,102.00\n",
        &[
            "MD: 99213 [] both 90.00",
            "MD: 99214 [] both 120.00",
            "NP: 99213 [] both 76.50",
            "NP: 99214 [] both 102.00",
        ],
    );
    check(
        "CPT,Tier 1,Tier 2\n99213,90.00,76.50\n99214,120.00,102.00\n",
        &[
            "Tier 1: 99213 [] both 90.00",
            "Tier 1: 99214 [] both 120.00",
            "Tier 2: 99213 [] both 76.50",
            "Tier 2: 99214 [] both 102.00",
        ],
    );
    check(
        "CPT,Network,Fee\n99213,Choice,90.00\n99213,Select,76.50\n\
         99214,Choice,120.00\n99214,Select,102.00\n",
        &[
            "Choice: 99213 [] both 90.00",
            "Choice: 99214 [] both 120.00",
            "Select: 99213 [] both 76.50",
            "Select: 99214 [] both 102.00",
        ],
    );
    check(
        "CPT,PPO Facility Fee,PPO Non-Facility Fee,HMO Facility Fee,HMO Non-Facility Fee\n\
         99213,60.00,90.00,55.00,80.00\n99214,70.00,99.00,65.00,90.00\n",
        &[
            "PPO: 99213 [] Non-facility 90.00",
            "PPO: 99213 [] Facility 60.00",
            "PPO: 99214 [] Non-facility 99.00",
            "PPO: 99214 [] Facility 70.00",
            "HMO: 99213 [] Non-facility 80.00",
            "HMO: 99213 [] Facility 55.00",
            "HMO: 99214 [] Non-facility 90.00",
            "HMO: 99214 [] Facility 65.00",
        ],
    );
}

#[test]
fn both_dates_are_read_and_far_off_ends_are_open() {
    let read = check(
        "CPT,Modifier1,Modifier2,POS,Fee,Effective,Terminate\n\
         99213,,,11,90,20250101,20251231\n\
         99213,,,11,91,20260101,99991231\n\
         100,QK,,,20.3178,45658,12/31/9999\n\
         71046-TC,,,,120.5,1/1/2025,2078-12-31\n\
         99215,,,,150.00,1/1/2025,12/31/2024\n\
         99216,,,,150.00,soon,\n",
        &[
            "00100 [QK] both 20.3178 2025-01-01..",
            "71046 [TC] both 120.50 2025-01-01..",
            "99213 [] Non-facility 90.00 2025-01-01..2025-12-31",
            "99213 [] Non-facility 91.00 2026-01-01..",
        ],
    );
    assert_eq!(
        reasons(&read),
        [
            (
                6,
                "Terminate",
                "ends on 2024-12-31, before it begins on 2025-01-01"
            ),
            (7, "Effective", "\u{201c}soon\u{201d} is not a date"),
        ]
    );
}

#[test]
fn a_column_to_compare_with_is_not_the_rate() {
    let read = check(
        "Practice,,,,,,,,\nRate request,,,,,,,,\n,,,,,,,,\n\
         Code,Modifier,Setting,Your description,Annual units,Current rate,Contracted rate,\
         Effective date,Comment\n\
         99213,,Non-facility,x,1200,85.00,90.00,2026-01-01,\n\
         93306,26,Facility,x,30,70.00,72.00,2026-01-01,see note\n\
         99214,,,x,800,110.00,,,\n",
        &[
            "93306 [26] Facility 72.00 2026-01-01..",
            "99213 [] Non-facility 90.00 2026-01-01..",
        ],
    );
    assert_eq!(
        reasons(&read),
        [(7, "Contracted rate", "no rate filled in")]
    );
    check(
        "CPT,Medicare Rate,Proposed Rate\n99213,100.00,120.00\n99214,130.00,150.00\n",
        &["99213 [] both 120.00", "99214 [] both 150.00"],
    );
}

#[test]
fn a_rate_for_a_modifier_never_takes_the_place_of_the_plain_codes() {
    let read = check(
        "CPT,Modifier,Fee\n99213,,80.00\n99213,GT,60.00\n99213,SA,68.00\n",
        &[
            "99213 [] both 80.00",
            "99213 [GT] both 60.00",
            "99213 [SA] both 68.00",
        ],
    );
    assert_eq!(problems(&read), [""; 0]);
}
