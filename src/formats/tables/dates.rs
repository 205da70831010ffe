//! Dates of service and periods as files write them.

use jiff::civil::Date;

use super::rows::text_of;
use crate::domain::DateOrder;

/// First and last year of service read. Older dates are birth dates or damage.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// Excel's day numbers for 1990-01-01 and 2099-12-31, counted from 1899-12-30.
const SERIALS: std::ops::RangeInclusive<i32> = 32_874..=73_050;

/// Reads a date; the first day for a month or quarter. `None` when it is none, or outside 1990 to
/// 2099.
pub(super) fn date(cell: &[u8], order: DateOrder) -> Option<Date> {
    iso(cell).or_else(|| {
        let text = text_of(cell);
        let text = text.trim();
        let upper = without_time(text).to_ascii_uppercase();
        let parts: Vec<Part> = parts(&upper)?;
        from_parts(&parts, order)
    })
}

/// Reads the last day of a rate: `Some(None)` for an open end, which files write as a word or as a
/// date far off (2078-12-31, 12/31/9999). `None` when it is no date.
#[expect(
    clippy::option_option,
    reason = "no date, no end and a day are three things"
)]
pub(super) fn last_day(cell: &[u8], order: DateOrder) -> Option<Option<Date>> {
    /// The first year that stands for never.
    const NEVER: i16 = 2078;
    /// Excel's day number of 9999-12-31, and the words of open ends.
    const OPEN: [&str; 6] = ["2958465", "OPEN", "PRESENT", "CURRENT", "NONE", "N/A"];
    let text = text_of(cell);
    let text = text.trim();
    let far_off = text
        .split(|letter: char| !letter.is_ascii_digit())
        .any(|digits| match digits.len() {
            4 => digits > "2099",
            8 => digits.get(..4) > Some("2099") && digits.get(4..6) <= Some("12"),
            _ => false,
        });
    if far_off || OPEN.iter().any(|open| text.eq_ignore_ascii_case(open)) {
        return Some(None);
    }
    let found = date(cell, order)?;
    Some((found.year() < NEVER).then_some(found))
}

fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| YEARS.contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2025-03-04`, the commonest form, without allocation.
fn iso(cell: &[u8]) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *cell else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i32, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + i32::from(*byte - b'0'))
        })
    };
    day(
        number(&[y1, y2, y3, y4])?,
        number(&[m1, m2])?,
        number(&[d1, d2])?,
    )
}

/// Cuts off a time of day: `2/3/2021 0:00`, `2025-03-04T00:00:00`.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let before = text.get(..colon).unwrap_or_default();
    before
        .rfind([' ', 'T', 't'])
        .and_then(|at| before.get(..at))
        .unwrap_or(text)
        .trim_end()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A number and how many digits it had.
    Number(i32, usize),
    Month(i32),
    Quarter,
}

fn parts(upper: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = upper;
    while let Some(first) = rest.chars().next() {
        let len = |is: fn(&char) -> bool| rest.chars().take_while(is).count();
        if first.is_ascii_digit() {
            let digits = len(char::is_ascii_digit);
            let (number, more) = rest.split_at_checked(digits)?;
            parts.push(Part::Number(number.parse().ok()?, digits));
            rest = more;
        } else if first.is_ascii_alphabetic() {
            let (word, more) = rest.split_at_checked(len(char::is_ascii_alphabetic))?;
            match word {
                "Q" | "QTR" | "QUARTER" => parts.push(Part::Quarter),
                "ST" | "ND" | "RD" | "TH" | "OF" | "FY" | "CY" => {}
                _ => match month_named(word) {
                    Some(month) => parts.push(Part::Month(month)),
                    None if is_weekday(word) => {}
                    None => return None,
                },
            }
            rest = more;
        } else if matches!(first, '-' | '/' | '.' | ',' | ' ' | '\'' | '\u{a0}') {
            rest = rest.get(first.len_utf8()..)?;
        } else {
            return None;
        }
        if parts.len() > 4 {
            return None;
        }
    }
    Some(parts)
}

/// Returns the month of an English name or its first three or four letters.
pub(super) fn month_named(word: &str) -> Option<i32> {
    const NAMES: [&str; 12] = [
        "JANUARY",
        "FEBRUARY",
        "MARCH",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
    ];
    let upper = word.trim().to_ascii_uppercase();
    let at = NAMES
        .iter()
        .position(|name| upper.len() >= 3 && name.starts_with(&upper))?;
    i32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
        .iter()
        .any(|day| word.starts_with(day))
}

/// Two-digit years: 00 to 69 are this century, as in most spreadsheets' own reading.
const fn full_year(number: i32, digits: usize) -> Option<i32> {
    match digits {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

fn from_parts(parts: &[Part], order: DateOrder) -> Option<Date> {
    use Part::{Month, Number, Quarter};
    let quarter = |quarter: i32, year: Option<i32>| {
        (1..=4)
            .contains(&quarter)
            .then(|| day(year?, quarter * 3 - 2, 1))
            .flatten()
    };
    match *parts {
        [Number(number, digits)] => single(number, digits),
        // `2025-03-04` with other separators, or a zero time of another writing behind it.
        [
            Number(year, 4),
            Number(month, _) | Month(month),
            Number(date, _),
        ] => day(year, month, date),
        [
            Number(first, 1 | 2),
            Number(second, 1 | 2),
            Number(year, digits @ (2 | 4)),
        ] => {
            let year = full_year(year, digits)?;
            match order {
                DateOrder::MonthFirst => day(year, first, second),
                DateOrder::DayFirst => day(year, second, first),
            }
        }
        [Number(year, 4), Number(month, 1 | 2)] | [Number(month, 1 | 2), Number(year, 4)] => {
            day(year, month, 1)
        }
        // A day number with a fraction: `45000.5`.
        [Number(serial, 5), Number(_, _)] => excel(serial),
        [
            Month(month),
            Number(date, 1 | 2),
            Number(year, digits @ (2 | 4)),
        ]
        | [
            Number(date, 1 | 2),
            Month(month),
            Number(year, digits @ (2 | 4)),
        ] => day(full_year(year, digits)?, month, date),
        [Month(month), Number(year, digits @ (2 | 4))]
        | [Number(year, digits @ 4), Month(month)] => day(full_year(year, digits)?, month, 1),
        [Quarter, Number(number, 1), Number(year, digits)]
        | [Number(year, digits), Quarter, Number(number, 1)]
        | [Number(number, 1), Quarter, Number(year, digits)] => {
            quarter(number, full_year(year, digits))
        }
        _ => None,
    }
}

/// One run of digits: `20250304`, `202503`, or a day number of Excel.
fn single(number: i32, digits: usize) -> Option<Date> {
    match digits {
        8 => day(number / 10_000, number / 100 % 100, number % 100)
            .or_else(|| day(number % 10_000, number / 1_000_000, number / 10_000 % 100)),
        6 => day(number / 100, number % 100, 1),
        5 => excel(number),
        _ => None,
    }
}

fn excel(serial: i32) -> Option<Date> {
    if !SERIALS.contains(&serial) {
        return None;
    }
    jiff::civil::date(1899, 12, 30)
        .checked_add(jiff::Span::new().try_days(serial).ok()?)
        .ok()
}

/// Reads a month alone: `3`, `March`.
pub(super) fn month_alone(cell: &[u8]) -> Option<i32> {
    number_in(cell, 1..=12).or_else(|| month_named(&text_of(cell)))
}

/// Reads a quarter alone: `2`, `Q2`.
pub(super) fn quarter_alone(cell: &[u8]) -> Option<i32> {
    let text = text_of(cell).to_ascii_uppercase();
    let digits = text
        .trim()
        .trim_start_matches(['Q', 'T', 'R', ' '])
        .trim_end_matches(['Q', ' ']);
    number_in(digits.as_bytes(), 1..=4)
}

/// Reads a year alone: `2025`, `25`.
pub(super) fn year_alone(cell: &[u8]) -> Option<i32> {
    let year = number_in(cell, 0..=9_999)?;
    let year = if year < 100 {
        full_year(year, 2)?
    } else {
        year
    };
    YEARS.contains(&i16::try_from(year).ok()?).then_some(year)
}

fn number_in(cell: &[u8], range: std::ops::RangeInclusive<i32>) -> Option<i32> {
    let text = text_of(cell);
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    text.parse().ok().filter(|number| range.contains(number))
}

/// Builds the first day of a month given apart from its year.
pub(super) fn first_day(year: i32, month: i32) -> Option<Date> {
    day(year, month, 1)
}

/// Judges which number comes first from dates whose first or second number is above 12.
pub(super) fn order_of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> DateOrder {
    let (mut day_first, mut month_first) = (0_usize, 0_usize);
    for cell in cells {
        let text = text_of(cell);
        let mut numbers = without_time(text.trim())
            .split(['/', '-', '.'])
            .map(|piece| piece.trim().parse::<u32>().ok());
        if let (Some(Some(first @ 1..=31)), Some(Some(second @ 1..=31)), Some(Some(_))) =
            (numbers.next(), numbers.next(), numbers.next())
        {
            day_first += usize::from(first > 12 && second <= 12);
            month_first += usize::from(second > 12 && first <= 12);
        }
    }
    if day_first > month_first {
        DateOrder::DayFirst
    } else {
        DateOrder::MonthFirst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = date(text.as_bytes(), DateOrder::MonthFirst);
        let shown = found.map_or_else(|| "none".to_owned(), |date| date.to_string());
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn dates_are_read_in_the_forms_that_occur() {
        check("2021-02-03", "2021-02-03");
        check("2/3/2021", "2021-02-03");
        check("02/03/2021", "2021-02-03");
        check("2/3/21", "2021-02-03");
        check("2/3/2021 0:00", "2021-02-03");
        check("2/3/2021 12:00:00 AM", "2021-02-03");
        check("2021-02-03T00:00:00", "2021-02-03");
        check("20210203", "2021-02-03");
        check("02032021", "2021-02-03");
        check("44230", "2021-02-03");
        check("44230.5", "2021-02-03");
        check("Feb 3, 2021", "2021-02-03");
        check("03-FEB-2021", "2021-02-03");
        check("3-Feb-21", "2021-02-03");
        check("Wednesday, February 3, 2021", "2021-02-03");
    }

    #[test]
    fn months_and_quarters_become_their_first_day() {
        check("2025-03", "2025-03-01");
        check("202503", "2025-03-01");
        check("3/2025", "2025-03-01");
        check("Mar 2025", "2025-03-01");
        check("Mar-25", "2025-03-01");
        check("Q2 2025", "2025-04-01");
        check("2025Q2", "2025-04-01");
        check("2025-Q2", "2025-04-01");
        check("2Q25", "2025-04-01");
        check("QTR 2 2025", "2025-04-01");
    }

    #[test]
    fn what_is_no_date_of_service_is_refused() {
        for text in [
            "",
            "0",
            "13/13/2025",
            "1924-05-01",
            "2025-02-30",
            "total",
            "99213",
            "é",
        ] {
            check(text, "none");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_judged_from_dates_that_allow_one_reading() {
        let order = |dates: &[&str]| order_of(dates.iter().map(|text| text.as_bytes()));
        assert_eq!(order(&["1/2/2025", "25/3/2025"]), DateOrder::DayFirst);
        assert_eq!(order(&["1/2/2025", "3/25/2025"]), DateOrder::MonthFirst);
        assert_eq!(order(&["2025-03-25", "1/2/2025"]), DateOrder::MonthFirst);
        assert_eq!(
            date(b"25.3.2025", DateOrder::DayFirst)
                .map(|date| date.to_string())
                .as_deref(),
            Some("2025-03-25")
        );
    }
}
