//! Which dates a fee schedule is for: by the words above its headings, or by a name CMS gives.

use jiff::civil::Date;

/// First and last year looked for; anything else is a number of another kind.
const YEARS: std::ops::Range<i16> = 2000..2100;
/// Two-digit years CMS has put in names since the tables have these layouts: `26CLABQ1`.
const SHORT_YEARS: std::ops::Range<i16> = 16..60;
/// The first month of each quarter, as CMS writes it.
const QUARTER_MONTHS: [[&str; 2]; 4] = [
    ["JAN", "JANUARY"],
    ["APR", "APRIL"],
    ["JUL", "JULY"],
    ["OCT", "OCTOBER"],
];
const MONTHS: [&str; 12] = [
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

/// What a source says of the dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) year: Option<i16>,
    /// 1 to 4.
    pub(super) quarter: Option<i8>,
    /// First and last day, where both are written out.
    pub(super) span: Option<(Date, Date)>,
}

impl Said {
    /// Of a year.
    pub(super) fn of_year(year: Option<i16>) -> Self {
        Self {
            year: year.filter(|year| YEARS.contains(year)),
            ..Self::default()
        }
    }

    /// Fills in from a source that is asked second.
    pub(super) fn or(self, second: Self) -> Self {
        Self {
            year: self.year.or(second.year),
            quarter: self.quarter.or(second.quarter),
            span: self.span.or(second.span),
        }
    }

    /// Reads the lines above the headings: `Effective January 1, 2026 through March 31, 2026`,
    /// `January 2026 Fee Schedule`, `2026 Anesthesia Base Units by CPT Code`.
    pub(super) fn in_preamble<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let titles: Vec<Self> = lines
            .map(str::to_ascii_uppercase)
            // The year of a copyright notice is not the table's.
            .filter(|line| !line.contains("COPYRIGHT"))
            .map(|line| Self::in_title(&line))
            .collect();
        let first = |tells: fn(&&Self) -> bool| titles.iter().find(tells);
        first(|title| title.span.is_some())
            .or_else(|| first(|title| title.quarter.is_some()))
            .or_else(|| first(|title| title.year.is_some()))
            .copied()
            .unwrap_or_default()
    }

    fn in_title(line: &str) -> Self {
        let words: Vec<&str> = line
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        if words.contains(&"EFFECTIVE") {
            let days: Vec<Date> = words.windows(3).filter_map(written_day).collect();
            if let [from, to, ..] = *days.as_slice()
                && from <= to
            {
                return Self {
                    year: Some(from.year()),
                    quarter: None,
                    span: Some((from, to)),
                };
            }
        }
        let dated = words.windows(2).find_map(|pair| match pair {
            [month, year] => Some((quarter_of_month(month)?, year_in(year)?)),
            _ => None,
        });
        Self {
            year: dated
                .map(|(_quarter, year)| year)
                .or_else(|| words.iter().find_map(|word| year_in(word))),
            quarter: dated.map(|(quarter, _year)| quarter),
            span: None,
        }
    }

    /// Reads a name: `CLFS_2026_Q1V1.xlsx`, `26CLABQ2.zip`, `DMEPOS26_JAN.csv`, `dme26-b.zip`,
    /// `january-2026-asp-pricing-file.zip`.
    pub(super) fn in_name(name: &str) -> Self {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _ending)| stem);
        let stem = stem.to_ascii_uppercase();
        let runs = runs(&stem);
        let year_idx = runs
            .iter()
            .position(|run| year_in(run.text).is_some())
            .or_else(|| runs.iter().position(|run| short_year(run).is_some()));
        let year_run = year_idx.and_then(|idx| runs.get(idx));
        let by_letter = || {
            let after = runs.get(year_idx? + 1)?.text;
            ["A", "B", "C", "D"]
                .iter()
                .zip(1_i8..)
                .find(|(letter, _quarter)| **letter == after)
                .map(|(_letter, quarter)| quarter)
        };
        Self {
            year: year_run.and_then(|run| year_in(run.text).or_else(|| short_year(run))),
            quarter: runs
                .windows(2)
                .find_map(quarter_of_runs)
                .or_else(|| runs.iter().find_map(|run| quarter_of_month(run.text)))
                .or_else(by_letter),
            span: None,
        }
    }

    /// Returns the first and last day; `None` without a year.
    pub(super) fn span(self) -> Option<(Date, Date)> {
        let by_quarter = |year: i16| {
            let (first, last) = match self.quarter {
                Some(quarter) => (quarter * 3 - 2, quarter * 3),
                None => (1, 12),
            };
            let last = Date::new(year, last, 1).ok()?.last_of_month();
            Some((Date::new(year, first, 1).ok()?, last))
        };
        self.span.or_else(|| by_quarter(self.year?))
    }

    /// Returns the dates as they stand in a table's name: `2026 Q1`, `2026`.
    pub(super) fn label(self, year: i16) -> String {
        let quarter = self.quarter.or_else(|| {
            let span = self.span?;
            (1..=4).find(|quarter| {
                let whole = Self {
                    year: Some(year),
                    quarter: Some(*quarter),
                    span: None,
                };
                whole.span() == Some(span)
            })
        });
        match (quarter, self.span) {
            (Some(quarter), _) => format!("{year} Q{quarter}"),
            (None, Some((from, to))) => format!("{from} to {to}"),
            (None, None) => year.to_string(),
        }
    }
}

/// A run of letters or of digits in a name.
#[derive(Clone, Copy, Debug)]
struct Run<'a> {
    text: &'a str,
    /// Letters stand directly before or after the digits.
    touches: bool,
}

fn runs(name: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    for word in name.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let mut rest = word;
        while let Some(first) = rest.bytes().next() {
            let is_digit = first.is_ascii_digit();
            let len = rest
                .bytes()
                .take_while(|byte| byte.is_ascii_digit() == is_digit)
                .count();
            let (text, after) = rest.split_at(len);
            runs.push(Run {
                text,
                touches: text.len() < word.len(),
            });
            rest = after;
        }
    }
    runs
}

fn year_in(word: &str) -> Option<i16> {
    let year = word.parse().ok().filter(|year| YEARS.contains(year))?;
    (word.len() == 4).then_some(year)
}

fn short_year(run: &Run<'_>) -> Option<i16> {
    let year: i16 = run.text.parse().ok()?;
    (run.touches && run.text.len() == 2 && SHORT_YEARS.contains(&year)).then_some(2000 + year)
}

fn quarter_of_month(word: &str) -> Option<i8> {
    (1..)
        .zip(QUARTER_MONTHS)
        .find(|(_quarter, names)| names.contains(&word))
        .map(|(quarter, _names)| quarter)
}

/// Reads `Q` and the digit after it, `CLABQ1` included.
fn quarter_of_runs(pair: &[Run<'_>]) -> Option<i8> {
    let [letters, digits] = pair else { return None };
    let quarter: i8 = digits.text.parse().ok()?;
    let follows = letters.touches && digits.touches && letters.text.ends_with('Q');
    (follows && (1..=4).contains(&quarter)).then_some(quarter)
}

/// Reads `JANUARY`, `1`, `2026`.
fn written_day(words: &[&str]) -> Option<Date> {
    let [month, day, year] = words else {
        return None;
    };
    let (number, _name) = (1_i8..).zip(MONTHS).find(|(_number, name)| name == month)?;
    Date::new(year_in(year)?, number, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_name(name: &str, year: Option<i16>, quarter: Option<i8>) {
        let expected = Said {
            year,
            quarter,
            span: None,
        };
        assert_eq!(Said::in_name(name), expected, "{name}");
    }

    #[test]
    fn the_names_cms_gives_tell_year_and_quarter() {
        check_name("CLFS_2026_Q1V1.xlsx", Some(2026), Some(1));
        check_name("CLFS 2025 Q1V1.txt", Some(2025), Some(1));
        check_name("PUF_CLFS_CY2026_Q2V1.csv", Some(2026), Some(2));
        check_name("26CLABQ3.zip", Some(2026), Some(3));
        check_name("DMEPOS26_JAN.xlsx", Some(2026), Some(1));
        check_name("DMEPOS_JUL.csv", None, Some(3));
        check_name("dme26-b.zip", Some(2026), Some(2));
        check_name("dme25.zip", Some(2025), None);
        check_name("january-2021-asp-pricing-file.zip", Some(2021), Some(1));
        check_name(
            "april-2026-medicare-part-b-payment-limit-files-03-30-2026-final-file.zip",
            Some(2026),
            Some(2),
        );
        check_name(
            "section 508 version of Jan 2025 ASP Pricing File updated 030725.csv",
            Some(2025),
            Some(1),
        );
        check_name("2022-anesthesia-base-units-cpt-code.zip", Some(2022), None);
        check_name("prices.csv", None, None);
        check_name("", None, None);
    }

    fn check_title(line: &str, label: Option<&str>, span: Option<&str>) {
        let said = Said::in_preamble(std::iter::once(line));
        assert_eq!(
            said.year.map(|year| said.label(year)).as_deref(),
            label,
            "{line}"
        );
        let found = said.span().map(|(from, to)| format!("{from} {to}"));
        assert_eq!(found.as_deref(), span, "{line}");
    }

    #[test]
    fn the_line_that_tells_most_is_believed() {
        let lines = [
            "Based on the data of 2024",
            "October 2024 file, published again",
            "Effective January 1, 2025 through March 31, 2025",
        ];
        let label = |count: usize| {
            let said = Said::in_preamble(lines.into_iter().take(count));
            said.label(said.year.unwrap())
        };
        assert_eq!(
            [label(1), label(2), label(3)],
            ["2024", "2024 Q4", "2025 Q1"]
        );
    }

    #[test]
    fn titles_tell_the_first_and_last_day() {
        check_title(
            "Effective January 1, 2025 through March 31, 2025",
            Some("2025 Q1"),
            Some("2025-01-01 2025-03-31"),
        );
        check_title(
            "Effective July 1, 2026 through July 31, 2026",
            Some("2026-07-01 to 2026-07-31"),
            Some("2026-07-01 2026-07-31"),
        );
        check_title(
            "October 2025 Fee Schedule",
            Some("2025 Q4"),
            Some("2025-10-01 2025-12-31"),
        );
        check_title(
            "2026 Clinical Diagnostic Laboratory Fee Schedule ",
            Some("2026"),
            Some("2026-01-01 2026-12-31"),
        );
        check_title(
            "CPT is copyright 2022 American Medical Association",
            None,
            None,
        );
        check_title(
            "Effective March 31, 2025 through January 1, 2025",
            Some("2025"),
            Some("2025-01-01 2025-12-31"),
        );
    }
}
