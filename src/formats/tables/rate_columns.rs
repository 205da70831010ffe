//! What the columns of a fee schedule's rates are for, read from their headings: a setting, a
//! component, a period, a tier.

use jiff::civil::Date;

use crate::domain::{DateOrder, Modifier, Setting};

use super::dates;
use super::fields::key;
use super::plan::TablePlan;
use super::synonyms;

/// The fields that hold rates.
pub(super) const RATES: [&str; 5] = [
    key::RATE,
    key::RATE_NONFACILITY,
    key::RATE_FACILITY,
    key::RATE_PROFESSIONAL,
    key::RATE_TECHNICAL,
];

/// A column of rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RateColumn {
    pub(super) idx: usize,
    /// The field it is mapped to.
    pub(super) field: &'static str,
    pub(super) setting: Option<Setting>,
    /// 26 or TC, or a modifier the heading names; `None` for the whole service.
    pub(super) component: Option<Modifier>,
    /// First and last date of service.
    pub(super) period: Period,
    /// What tells it from other columns for the same; empty where nothing has to.
    pub(super) tier: String,
}

/// First and last date of service, where known.
pub(super) type Period = (Option<Date>, Option<Date>);

/// Lists a plan's columns of rates, those for one setting before general ones.
pub(super) fn rate_columns(plan: &TablePlan) -> Vec<RateColumn> {
    let mut columns: Vec<RateColumn> = plan
        .columns
        .iter()
        .filter_map(|mapped| {
            let field = RATES.into_iter().find(|field| *field == mapped.field)?;
            Some(rate_column(plan, mapped.column_idx, field))
        })
        .collect();
    date_by_years(plan, &mut columns);
    let same = |a: &RateColumn, b: &RateColumn| {
        (a.setting, a.component, a.period) == (b.setting, b.component, b.period)
    };
    let tiered = columns
        .iter()
        .enumerate()
        .any(|(at, column)| columns.iter().skip(at + 1).any(|other| same(column, other)));
    if tiered {
        for column in &mut columns {
            column.tier = tier_of(heading(plan, column.idx));
        }
    }
    columns.sort_by_key(|column| (column.setting.is_none(), column.idx));
    columns
}

fn heading(plan: &TablePlan, idx: usize) -> &str {
    plan.headings.get(idx).map_or("", String::as_str)
}

fn rate_column(plan: &TablePlan, idx: usize, field: &'static str) -> RateColumn {
    let text = heading(plan, idx);
    let named = || setting_named(text);
    let (setting, component) = match field {
        key::RATE_NONFACILITY => (Some(Setting::NonFacility), component_named(text)),
        key::RATE_FACILITY => (Some(Setting::Facility), component_named(text)),
        key::RATE_PROFESSIONAL => (named(), Some(Modifier::PROFESSIONAL)),
        key::RATE_TECHNICAL => (named(), Some(Modifier::TECHNICAL)),
        _ => (None, component_named(text)),
    };
    RateColumn {
        idx,
        field,
        setting,
        component,
        period: period_named(text),
        tier: String::new(),
    }
}

/// The setting a heading names.
fn setting_named(heading: &str) -> Option<Setting> {
    let words = synonyms::meanings(heading);
    if words.contains(&"NONFACILITY") || words.contains(&"NOT") && words.contains(&"FACILITY") {
        Some(Setting::NonFacility)
    } else {
        words.contains(&"FACILITY").then_some(Setting::Facility)
    }
}

/// The modifier a heading names by itself: `26 Fee`, `TC`, `NU Rate`.
fn component_named(heading: &str) -> Option<Modifier> {
    words_of(heading).find_map(|word| {
        let word = word.trim_start_matches('-').to_ascii_uppercase();
        match word.as_str() {
            "26" => Some(Modifier::PROFESSIONAL),
            "TC" => Some(Modifier::TECHNICAL),
            // New, rented and used equipment.
            "NU" | "RR" | "UE" => Modifier::new(&word).ok(),
            _ => None,
        }
    })
}

fn words_of(heading: &str) -> impl Iterator<Item = &str> {
    heading
        .split(|letter: char| letter.is_whitespace() || "()[],;:".contains(letter))
        .filter(|word| !word.is_empty())
}

/// The dates a heading names: `Rate Effective 07/01/2025-09/30/2025`, `Eff 1/1/26`, `Q3 2025`.
pub(super) fn period_named(heading: &str) -> Period {
    let mut found = Vec::new();
    let mut ends = false;
    let mut quarter = false;
    each_dated(heading, &mut |word, date| match date {
        Some(date) => {
            quarter |= word.to_ascii_uppercase().contains('Q');
            found.push((date, ends));
        }
        None => {
            ends = matches!(
                word.to_ascii_lowercase().as_str(),
                "thru" | "through" | "to" | "until" | "-" | "\u{2013}" | "ending"
            );
        }
    });
    match found.as_slice() {
        [(from, false)] if quarter => (Some(*from), last_of_quarter(*from)),
        [(from, false)] => (Some(*from), None),
        [(to, true)] => (None, Some(*to)),
        [(from, _), (to, _), ..] if from <= to => (Some(*from), Some(*to)),
        _ => (None, None),
    }
}

fn last_of_quarter(first: Date) -> Option<Date> {
    let next = first.checked_add(jiff::Span::new().months(3)).ok()?;
    next.yesterday().ok()
}

/// Hands over the words of a heading, those that make up a date together and with it.
fn each_dated(heading: &str, visit: &mut dyn FnMut(&str, Option<Date>)) {
    /// Words of the longest date: `July 1, 2025`.
    const LONGEST: usize = 3;
    let spaced = spread(heading);
    let words: Vec<&str> = words_of(&spaced).collect();
    let mut at = 0;
    while at < words.len() {
        let dated = (1..=LONGEST).rev().find_map(|len| {
            let text = words.get(at..at + len)?.join(" ");
            is_date_like(&text).then_some(())?;
            let date = dates::date(text.as_bytes(), DateOrder::MonthFirst)?;
            Some((text, len, date))
        });
        if let Some((text, len, date)) = dated {
            visit(&text, Some(date));
            at += len;
        } else {
            visit(words.get(at).copied().unwrap_or_default(), None);
            at += 1;
        }
    }
}

/// Sets a dash between two dates apart: `07/01/2025-09/30/2025`. Dates with dashes stay whole.
fn spread(heading: &str) -> String {
    let spaced = heading.replace('\u{2013}', " - ");
    spaced
        .split_whitespace()
        .map(|word| {
            if word.contains('/') {
                word.replace('-', " - ")
            } else {
                word.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether text can only be meant as a date: numbers alone may count anything.
fn is_date_like(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let parted = text.contains(['/', '-', '.']);
    let month = text
        .split_whitespace()
        .any(|word| dates::month_named(word.trim_end_matches('.')).is_some());
    let quarter = text.to_ascii_uppercase().contains('Q') && digits >= 3;
    (digits >= 4 && parted) || digits == 8 || (month && digits >= 4) || quarter
}

/// Columns of years, such as `2025 Rate` and `2026 Rate`, become periods where there are several.
fn date_by_years(plan: &TablePlan, columns: &mut [RateColumn]) {
    let years: Vec<Option<i16>> = columns
        .iter()
        .map(|column| match column.period {
            (None, None) => year_named(heading(plan, column.idx)),
            _ => None,
        })
        .collect();
    let mut several: Vec<i16> = years.iter().flatten().copied().collect();
    several.sort_unstable();
    several.dedup();
    if several.len() < 2 {
        return;
    }
    for (column, year) in columns.iter_mut().zip(years) {
        if let Some(year) = year {
            column.period = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
        }
    }
}

fn year_named(heading: &str) -> Option<i16> {
    words_of(heading).find_map(|word| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let year = digits.parse().ok()?;
        (1990..=2099).contains(&year).then_some(year)
    })
}

/// The words of a heading that say neither what a rate is nor when, where and for which part of
/// the service it counts: `MD`, `Tier 2`, `Blue Choice`.
fn tier_of(heading: &str) -> String {
    let mut kept = Vec::new();
    each_dated(heading, &mut |word, date| {
        let says_nothing = date.is_some()
            || year_named(word).is_some()
            || component_named(word).is_some()
            || synonyms::meanings(word)
                .iter()
                .all(|meaning| GENERIC.contains(meaning));
        if !says_nothing {
            kept.push(word.to_owned());
        }
    });
    kept.join(" ")
}

/// Meanings that tell no tier from another.
const GENERIC: &[&str] = &[
    "~",
    "RATE",
    "FEE",
    "AMOUNT",
    "ALLOWED",
    "MAXIMUM",
    "PAID",
    "SCHEDULE",
    "EFFECTIVE",
    "TERM",
    "TO",
    "FROM",
    "FACILITY",
    "NONFACILITY",
    "NOT",
    "PROFESSIONAL",
    "TECHNICAL",
    "GLOBAL",
    "COMPONENT",
    "SERVICE",
    "CONTRACTED",
    "CURRENT",
    "SETTING",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check_period(heading: &str, expected: &str) {
        let (from, to) = period_named(heading);
        let text = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        assert_eq!(
            format!("{}..{}", text(from), text(to)),
            expected,
            "{heading}"
        );
    }

    #[test]
    fn periods_are_read_from_headings() {
        check_period(
            "Rate Effective 07/01/2025-09/30/2025",
            "2025-07-01..2025-09-30",
        );
        check_period("Eff. 2025-07-01 to 2025-09-30", "2025-07-01..2025-09-30");
        check_period("Rate (1/1/26)", "2026-01-01..");
        check_period("Rate through 12/31/2025", "..2025-12-31");
        check_period("Q3 2025", "2025-07-01..2025-09-30");
        check_period("Effective July 1, 2025", "2025-07-01..");
        check_period("Fee 2025", "..");
        check_period("Maximum Allowable", "..");
        check_period("Level 3 99213", "..");
    }

    #[test]
    fn what_is_left_of_a_heading_names_the_tier() {
        for (heading, tier) in [
            ("MD Facility Rate", "MD"),
            ("Tier 2 Fee 1/1/2026", "Tier 2"),
            ("Allowed Amount", ""),
            ("PPO Non-Facility", "PPO"),
        ] {
            assert_eq!(tier_of(heading), tier, "{heading}");
        }
    }
}
