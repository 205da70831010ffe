//! The months a measure was taken in, as people write them.

use super::super::dates;
use crate::domain::{DateOrder, Month};

/// Reads `2025`, `Q2 2025`, `2025-03`, `Jan 2025 to Jun 2025`: first and last month.
pub(super) fn period(text: &str, order: DateOrder) -> Option<(Month, Month)> {
    for between in [" to ", " through ", " thru ", " - ", "\u{2013}"] {
        if let Some((first, last)) = text.split_once(between)
            && let Some(((from, _), (_, to))) = single(first, order).zip(single(last, order))
        {
            return (from <= to).then_some((from, to));
        }
    }
    single(text, order)
}

fn single(text: &str, order: DateOrder) -> Option<(Month, Month)> {
    let text = text.trim();
    if let Some(year) = dates::year_alone(text.as_bytes()) {
        return Some((Month(year * 12), Month(year * 12 + 11)));
    }
    let first = Month::of(dates::date(text.as_bytes(), order)?);
    let is_quarter = text.to_ascii_uppercase().contains('Q');
    Some((first, Month(first.0 + if is_quarter { 2 } else { 0 })))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found = period(text, DateOrder::MonthFirst)
            .map_or_else(String::new, |(from, to)| format!("{from} {to}"));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn periods_are_years_quarters_months_or_spans() {
        check("2025", "2025-01 2025-12");
        check("Q2 2025", "2025-04 2025-06");
        check("2025-Q4", "2025-10 2025-12");
        check("2025-03", "2025-03 2025-03");
        check("2025-01 to 2025-06", "2025-01 2025-06");
        check("Jan 2025 - Jun 2025", "2025-01 2025-06");
        check("7/1/2024\u{2013}6/30/2025", "2024-07 2025-06");
        check("2024 to 2025", "2024-01 2025-12");
        check("3/2025", "2025-03 2025-03");
        check("2025-06 to 2025-01", "");
        check("last year", "");
    }
}
