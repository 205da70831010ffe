//! What the internal brief says of Medicare's several fee schedules and of what none of them prices.

use allowable::brief::{Cell, Content, Table};

use allowable::domain::Percent;

use super::case::case;
use super::{check_holds, pages, table_of};

#[test]
fn each_of_medicares_fee_schedules_is_measured_by_itself_and_all_together_in_dollars_only() {
    let case = case();
    let table = table_of(&case.internal(), "Medicare would allow");
    let words: Vec<_> = table.rows.iter().map(|row| row.cells[0].clone()).collect();
    assert_eq!(
        words,
        [
            "Physician fee schedule",
            "Clinical laboratory",
            "Together, in dollars only"
        ]
        .map(Cell::text)
    );
    let percents: Vec<_> = table.rows.iter().map(|row| row.cells[4].clone()).collect();
    let summary = &case.rates.payers[0].summary;
    assert!(
        matches!(percents[0], Cell::Percent(physicians) if Some(physicians) == summary.weighted_percent)
    );
    assert!(matches!(percents[1], Cell::Percent(laboratory) if laboratory != Percent::HUNDRED));
    assert_eq!(
        percents[2],
        Cell::Empty,
        "no percentage of several fee schedules"
    );
    let dollars = |row: usize, column: usize| match table.rows[row].cells[column] {
        Cell::Dollars(amount) => amount,
        ref other => panic!("{other:?}"),
    };
    for column in [2, 3] {
        assert_eq!(dollars(0, column) + dollars(1, column), dollars(2, column));
    }
    check_holds(
        &pages(&case.internal()).text(),
        &[
            "Clinical laboratory 1 $4,930 $3,652 135.0",
            "Physician fee schedule 22 $1,000,533 $749,065 133.6",
            "over several of them none is taken",
        ],
    );
}

#[test]
fn one_fee_schedule_alone_needs_no_table_of_several() {
    let mut case = case();
    for payer in &mut case.rates.payers {
        payer.summary.families.truncate(1);
    }
    let text = pages(&case.internal()).text();
    assert!(!text.contains("By Medicare's fee schedules"));
}

#[test]
fn services_without_an_amount_are_listed_with_the_reason() {
    let case = case();
    let text = pages(&case.internal()).text();
    check_holds(
        &text,
        &[
            "Services for Harbor Mutual Health without a Medicare amount",
            "X1023 Blood draw Office outside the physician fee schedule by law",
            "of allowed dollars; 1 code without.",
        ],
    );
}

#[test]
fn where_every_service_has_an_amount_a_sentence_says_so() {
    let mut case = case();
    case.coverage.reasons.clear();
    case.coverage.codes_without = 0;
    case.coverage.percent = Some(Percent::HUNDRED);
    let brief = case.internal();
    let has_list = brief.blocks.iter().any(|block| {
        matches!(&block.content, Content::Table(Table { title, .. }) if title.ends_with("without a Medicare amount"))
    });
    assert!(!has_list);
    check_holds(
        &pages(&brief).text(),
        &["Medicare reference for 100.0 % of allowed dollars."],
    );
}
