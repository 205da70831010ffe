use jiff::civil::date;

use super::*;
use crate::analysis::medicare_sample::medicare_of_years;
use crate::analysis::sample::{decimal, dollars, key, percent};
use crate::domain::{MedicareYear, YearLock};

fn fixed(points: &str, year: i16) -> PercentOfBasis {
    PercentOfBasis {
        percent: percent(points),
        basis: MedicareBasis {
            lock: YearLock::FixedYear(MedicareYear {
                year,
                release: None,
            }),
            ..MedicareBasis::default()
        },
    }
}

fn volume(code: &str, units: &str) -> ServiceVolume {
    ServiceVolume {
        key: key(code),
        units: decimal(units),
        units_allowed: decimal(units),
        charge_per_unit: None,
        allowed: Money::ZERO,
    }
}

fn compare(
    today: &PercentOfBasis,
    offered: &PercentOfBasis,
    codes: &[(&str, &str)],
) -> YearComparison {
    let releases = medicare_of_years();
    let library = releases.national();
    let volumes: Vec<_> = codes
        .iter()
        .map(|(code, units)| volume(code, units))
        .collect();
    compare_years(&library, today, offered, date(2026, 6, 1), &volumes).unwrap()
}

fn shown(percent: Option<Percent>) -> String {
    percent.map_or_else(|| "-".to_owned(), |percent| percent.to_string())
}

#[test]
fn conversion_factors_alone_make_118_percent_of_2020_look_like_131_7_percent_of_2025() {
    for (year, expected) in [(2025, "131.7"), (2026, "127.5")] {
        let found = compare(&fixed("118", 2020), &fixed("125", year), &[]);
        assert_eq!(shown(found.by_factor.today_as_percent_of_offered), expected);
        assert_eq!(found.today_as_percent_of_offered, None);
    }
    let found = compare(&fixed("118", 2020), &fixed("125", 2025), &[]);
    assert_eq!(shown(found.by_factor.change_percent), "-5.1");
}

#[test]
fn by_code_an_office_visit_gains_where_the_factors_say_that_it_loses() {
    let found = compare(
        &fixed("118", 2020),
        &fixed("125", 2025),
        &[("99213", "1000")],
    );
    let line = found.lines[0];
    assert_eq!(line.medicare_today, dollars("76.15"));
    assert_eq!(line.medicare_offered, dollars("88.95"));
    assert_eq!(line.rate_today, dollars("89.86"));
    assert_eq!(shown(line.today_as_percent_of_offered), "101.0");
    assert_eq!(shown(found.today_as_percent_of_offered), "101.0");
    // 125 % of 88.95 is 111.1875 a unit, today's 89.857.
    assert_eq!(found.totals.stay, dollars("89857"));
    assert_eq!(found.totals.moved, dollars("111187.50"));
    assert_eq!(shown(found.change_percent), "23.7");
    assert_eq!((found.winners, found.losers), (1, 0));
}

#[test]
fn the_year_after_120_percent_of_2020_was_98_8_percent_of_medicare() {
    let found = compare(&fixed("120", 2020), &fixed("100", 2021), &[("99213", "1")]);
    assert_eq!(found.lines[0].medicare_offered, dollars("92.47"));
    assert_eq!(shown(found.lines[0].today_as_percent_of_offered), "98.8");
}

#[test]
fn a_mix_gains_and_loses_by_code_and_the_greater_of_both_takes_the_best_of_each() {
    let found = compare(
        &fixed("118", 2020),
        &fixed("105", 2025),
        &[("99213", "100"), ("20610", "50"), ("99999", "5")],
    );
    let outcomes: Vec<_> = found
        .lines
        .iter()
        .map(|line| {
            (
                line.key.code.to_string(),
                line.rate_today,
                line.rate_offered,
            )
        })
        .collect();
    // 20610 has 1.96 RVUs in both years, so it follows the factors: 70.74 and 63.40.
    assert_eq!(
        outcomes,
        [
            ("20610".to_owned(), dollars("83.47"), dollars("66.57")),
            ("99213".to_owned(), dollars("89.86"), dollars("93.40")),
        ]
    );
    assert_eq!((found.winners, found.losers), (1, 1));
    assert_eq!(found.totals.stay, dollars("8985.70") + dollars("4173.66"));
    assert_eq!(
        found.totals.greater_of,
        dollars("9339.75") + dollars("4173.66")
    );
    assert_eq!(found.not_compared.len(), 1);
    assert_eq!(
        found.not_compared[0].reason,
        "RVU20D: Not in the Medicare release"
    );
}

#[test]
fn a_year_that_is_not_in_the_file_is_said_and_not_guessed() {
    let releases = medicare_of_years();
    let library = releases.national();
    let day = date(2026, 6, 1);
    let found = compare_years(&library, &fixed("118", 2019), &fixed("125", 2025), day, &[]);
    assert_eq!(
        found.map(|_comparison| ()),
        Err(Unpriced::ReleaseMissing("for 2019".into()))
    );
}
