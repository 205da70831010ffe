//! Billed lines by month, without a gap: what a chart of the months shows.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::ReportInput;
use crate::domain::Month;

/// Billed lines of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MonthLines {
    /// The month of service; `2025-03` when serialized.
    #[serde(serialize_with = "crate::analysis::report_input::month_text")]
    pub month: Month,
    /// Its lines; 0 for a month without services.
    pub lines: u64,
}

/// Counts lines from the first month with services to the last.
pub(super) fn lines_by_month(input: &ReportInput<'_>) -> Vec<MonthLines> {
    /// A date mistyped by a century must not make a list of a thousand months.
    const MOST: i32 = 240;
    let mut lines: BTreeMap<Month, u64> = BTreeMap::new();
    for row in input.rows() {
        *lines.entry(row.month).or_default() += row.lines;
    }
    let Some((last, _lines)) = lines.last_key_value() else {
        return Vec::new();
    };
    let earliest = last.0 - (MOST - 1);
    let first = lines
        .keys()
        .map(|month| month.0)
        .find(|month| *month >= earliest);
    (first.unwrap_or(last.0)..=last.0)
        .map(|month| MonthLines {
            month: Month(month),
            lines: lines.get(&Month(month)).copied().unwrap_or(0),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{JANUARY, Sample, total};
    use crate::domain::TotalRow;

    fn in_month(months_later: i32) -> TotalRow {
        TotalRow {
            month: Month(JANUARY.0 + months_later),
            ..total(1, "99213", "1", "100", "80")
        }
    }

    fn check(rows: Vec<TotalRow>, expected: &[u64]) {
        let sample = Sample::new(&["One"], rows);
        let lines: Vec<u64> = lines_by_month(&sample.input())
            .into_iter()
            .map(|month| month.lines)
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_month_without_services_has_no_lines() {
        check(Vec::new(), &[]);
        check(vec![in_month(0), in_month(0), in_month(3)], &[2, 0, 0, 1]);
    }

    #[test]
    fn a_date_mistyped_by_a_century_makes_no_list_of_a_thousand_months() {
        check(vec![in_month(-1200), in_month(0), in_month(1)], &[1, 1]);
    }
}
