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
    assert_eq!(texts, [""]);
    assert_eq!(read.rows_rejected, 1);
}
