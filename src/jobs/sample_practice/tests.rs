//! What the sample promises: the same bytes everywhere, its size, its sums and its story.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use rust_decimal::Decimal;

use crate::domain::{ImportKind, Percent, Setting};
use crate::formats::tables::{
    TableOptions, TablePlan, UtilizationRead, likely_kind, preview, read_fee_schedule,
    read_utilization,
};
use crate::formats::{FormatError, cms};

use super::prices::amounts_of;
use super::*;

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(16).collect()
}

#[test]
fn the_same_files_come_out_on_every_machine() {
    let data = SampleData::built_in().unwrap();
    let files = generate(&data).unwrap();
    assert_eq!(files, generate(&data).unwrap());
    let messy = messy_utilization(&data).unwrap();
    let hashes = [
        &files.utilization_csv,
        &files.fee_schedule_csv,
        &messy.bytes,
    ]
    .map(|b| hash(b));
    assert_eq!(
        hashes,
        ["0c57f0ec31a55f79", "810e61a196f2e719", "4eb6411fa34d993e"]
    );
}

#[test]
fn there_are_some_sixty_thousand_lines_over_twenty_four_months() {
    let data = SampleData::built_in().unwrap();
    let lines = visits::lines(&data).unwrap();
    assert!((58_000..62_000).contains(&lines.len()), "{}", lines.len());
    let months: BTreeSet<_> = lines
        .iter()
        .map(|line| (line.date.year(), line.date.month()))
        .collect();
    assert_eq!(months.len(), 24);
    let codes: BTreeSet<_> = lines
        .iter()
        .map(|line| (line.service.code, line.service.modifier))
        .collect();
    assert_eq!(codes.len(), data.codes.len(), "every code is used");
    let modifiers: BTreeSet<_> = lines
        .iter()
        .flat_map(|line| line.modifiers.iter())
        .map(|modifier| modifier.to_string())
        .collect();
    assert_eq!(
        modifiers.into_iter().collect::<Vec<_>>(),
        ["25", "26", "50", "TC"]
    );
}

#[test]
fn the_sums_are_those_of_the_lines() {
    let data = SampleData::built_in().unwrap();
    let files = generate(&data).unwrap();
    let text = String::from_utf8(files.utilization_csv).unwrap();
    let mut charge_cents = 0;
    let mut allowed_cents = 0;
    let mut line_count = 0;
    for row in text.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!(fields.len(), 15, "{row}");
        charge_cents += inputs::decimal_places(fields[11], 2).unwrap();
        if !fields[12].is_empty() {
            allowed_cents += inputs::decimal_places(fields[12], 2).unwrap();
        }
        line_count += 1;
    }
    assert_eq!(line_count, files.line_count);
    assert_eq!(files.totals.charge, Money::from_cents(charge_cents));
    assert_eq!(files.totals.allowed, Money::from_cents(allowed_cents));
}

#[test]
fn the_messy_twin_has_every_line_and_six_that_cannot_be_used() {
    let data = SampleData::built_in().unwrap();
    let clean = generate(&data).unwrap();
    let messy = messy_utilization(&data).unwrap();
    assert_eq!(messy.good_row_count, clean.line_count);
    assert_eq!(messy.bad_row_count, 6 + 1, "and the row of totals");
    let newlines = memchr::memchr_iter(b'\n', &messy.bytes).count() as u64;
    let around = 5 + 2; // preamble and heading; blank row and totals
    assert_eq!(newlines, clean.line_count + 2 * 6 + around);
    assert!(
        std::str::from_utf8(&messy.bytes).is_err(),
        "it is Windows-1252"
    );
}

/// Allowed amounts of answered, undenied lines in percent of Medicare, by payer.
fn percent_of_medicare(data: &SampleData) -> BTreeMap<&str, Percent> {
    let amounts = amounts_of(data).unwrap();
    let mut sums: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    let lines = visits::lines(data).unwrap();
    for line in &lines {
        let service = line.service;
        let medicare = amounts.cents(service.code, service.modifier, service.setting());
        let allowed = line.answer.map_or(0, |answer| answer.allowed);
        let Some(medicare) = medicare.filter(|_| allowed != 0) else {
            continue;
        };
        let is_bilateral = line
            .modifiers
            .iter()
            .any(|modifier| modifier.as_str() == "50");
        let medicare = if is_bilateral {
            prices::bilateral(medicare)
        } else {
            medicare
        };
        let payer = data
            .payers
            .iter()
            .find(|payer| {
                payer
                    .names_in_exports
                    .iter()
                    .any(|name| name == line.payer_name)
            })
            .unwrap();
        let sum = sums.entry(&payer.name).or_default();
        sum[0] += allowed;
        sum[1] += medicare * line.units;
    }
    let percent = |[allowed, medicare]: [i64; 2]| {
        Percent::ratio(Decimal::from(allowed), Decimal::from(medicare)).unwrap()
    };
    sums.into_iter()
        .map(|(payer, sum)| (payer, percent(sum)))
        .collect()
}

#[test]
fn one_large_commercial_payer_is_clearly_below_the_other() {
    let data = SampleData::built_in().unwrap();
    let found: Vec<String> = percent_of_medicare(&data)
        .into_iter()
        .map(|(payer, percent)| format!("{payer} {percent}"))
        .collect();
    assert_eq!(
        found,
        [
            "Chattahoochee Care Plan 75.8",
            "Laurel Mutual 133.4",
            "Magnolia Senior Advantage 100.5",
            "Medicare 100.0",
            "Self-pay 126.1",
            "Southridge Health Plans 103.5",
        ]
    );
    let southridge = data
        .payers
        .iter()
        .find(|payer| payer.name == export::FEE_SCHEDULE_OF)
        .unwrap();
    assert!(
        data.payers
            .iter()
            .all(|payer| payer.visits_per_mille <= southridge.visits_per_mille)
    );
}

#[test]
fn the_release_holds_every_code_and_none_whose_imaging_cap_would_bind() {
    let data = SampleData::built_in().unwrap();
    let amounts = amounts_of(&data).unwrap();
    for code in &data.codes {
        let has_amount = amounts
            .cents(code.code, code.modifier, code.setting())
            .is_some();
        assert_eq!(has_amount, code.list_price_cents.is_none(), "{}", code.code);
    }
    assert_eq!(
        amounts.cents(data.codes[0].code, None, Setting::Facility),
        Some(4_554)
    );
    for row in data
        .release_csv
        .lines()
        .skip(10)
        .filter(|row| row.contains(",TC,"))
    {
        let fields: Vec<&str> = row.split(',').collect();
        let [pe, capped] = [6, 28].map(|idx| inputs::decimal_places(fields[idx], 2).unwrap());
        assert!(capped == 0 || pe < capped, "{row}");
    }
}

#[test]
fn the_fee_schedule_has_a_rate_for_every_service() {
    let data = SampleData::built_in().unwrap();
    let files = generate(&data).unwrap();
    let text = String::from_utf8(files.fee_schedule_csv).unwrap();
    assert_eq!(text.lines().count(), data.codes.len() + 1);
    assert!(text.lines().all(|row| row.split(',').count() == 5));
}

/// Reads a utilization table as the program proposes to, without anybody's corrections.
fn read_as_proposed(bytes: &[u8], file_name: &str) -> UtilizationRead {
    let options = TableOptions::default();
    let preview = preview(&mut Cursor::new(bytes), file_name, &options).unwrap();
    assert_eq!(likely_kind(&preview), Some(ImportKind::Utilization));
    let plan = TablePlan::proposed(&preview, ImportKind::Utilization, None);
    assert_eq!(plan.missing(), [""; 0]);
    let mut sink = |_line| Ok::<(), FormatError>(());
    read_utilization(&mut Cursor::new(bytes), &plan, &[7; 32], &mut sink).unwrap()
}

#[test]
fn the_programs_own_readers_understand_the_files_without_help() {
    let data = SampleData::built_in().unwrap();
    let files = generate(&data).unwrap();
    let read = read_as_proposed(&files.utilization_csv, "charges.csv");
    assert_eq!((read.rows_kept, read.rows_rejected), (files.line_count, 0));
    assert_eq!(read.totals, files.totals);
    assert_eq!(read.issues, []);

    let messy = messy_utilization(&data).unwrap();
    let read = read_as_proposed(&messy.bytes, "Charge detail.csv");
    assert_eq!(read.rows_kept, messy.good_row_count);
    assert_eq!(read.rows_rejected, messy.bad_row_count);
    let mut totals = files.totals;
    totals.counts.repeated = 0;
    assert_eq!(read.totals, totals);
    let fields: Vec<&str> = read.rejected.iter().map(|row| row.field.as_str()).collect();
    assert_eq!(
        fields,
        ["DOS", "DOS", "CPT", "CPT", "Qty", "Charges", "CPT"]
    );
}

#[test]
fn the_release_is_read_as_the_one_it_is_a_sample_of() {
    let data = SampleData::built_in().unwrap();
    let parsed = cms::read(data.release_csv.as_bytes(), "PPRRVU2025_sample.csv").unwrap();
    let cms::CmsContent::Releases(releases) = parsed.value else {
        panic!("not read as relative values")
    };
    assert_eq!(releases.len(), 1);
    assert_eq!(releases[0].info.name, "RVU25D");
    assert_eq!(releases[0].rows.len(), 54);
    assert_eq!(parsed.issues, []);
}

#[test]
fn the_fee_schedule_is_read_rate_by_rate() {
    let data = SampleData::built_in().unwrap();
    let bytes = generate(&data).unwrap().fee_schedule_csv;
    let preview = preview(
        &mut Cursor::new(&bytes),
        "rates.csv",
        &TableOptions::default(),
    )
    .unwrap();
    assert_eq!(likely_kind(&preview), Some(ImportKind::FeeSchedule));
    let plan = TablePlan::proposed(
        &preview,
        ImportKind::FeeSchedule,
        Some("Southridge".to_owned()),
    );
    let read = read_fee_schedule(&mut Cursor::new(&bytes), &plan).unwrap();
    assert_eq!(read.schedules[0].rates.len(), data.codes.len());
}
