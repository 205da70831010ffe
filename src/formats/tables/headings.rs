//! Finds the headings of a table: below a preamble, stacked over several rows, or absent.

use crate::domain::{DateOrder, ImportKind};

use super::rows::{Row, is_blank};
use super::{dates, records, synonyms, values};

/// Rows searched for headings; the deepest seen begin on row 10.
const SEARCHED: usize = 60;

/// Most rows stacked into one heading: Medicare's own files have five.
const DEEPEST: usize = 5;

/// A column's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// As written, on one line; a second of the same name is numbered, an empty one lettered.
    pub(super) text: String,
}

/// Whether some field of claims or fee schedules is called so.
pub(super) fn is_known(text: &str) -> bool {
    synonyms::recognise(text, ImportKind::Utilization).is_some()
        || synonyms::recognise(text, ImportKind::FeeSchedule).is_some()
}

/// Whether some field of any kind of table is called so.
fn is_heading(text: &str) -> bool {
    is_known(text) || records::is_heading(text)
}

/// Where the headings lie and what they say.
pub(super) struct Headings {
    /// Line of the last heading row; 0 where there is none.
    pub(super) row: u64,
    pub(super) columns: Vec<Heading>,
}

/// Keeps letters and digits, in capitals: what layouts are recognised by.
pub(super) fn normalised(heading: &str) -> String {
    heading
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Finds the headings among the first rows, or takes those of the line given (0: none).
pub(super) fn find(rows: &[Row], given: Option<u64>) -> Headings {
    let last = match given {
        Some(0) => None,
        Some(line_nr) => rows.iter().position(|row| row.line_nr == line_nr),
        None => best_row(rows),
    };
    let data = last.map_or(0, |last| last + 1);
    let width = rows
        .iter()
        .skip(data)
        .map(Row::filled_len)
        .max()
        .unwrap_or(0);
    let texts = match last {
        // A line chosen by a person is taken alone.
        Some(last) if given.is_some() => stacked(rows, last, 1),
        Some(last) => deepest_useful(rows, last),
        None => Vec::new(),
    };
    let width = width.max(texts.len());
    Headings {
        row: last
            .and_then(|last| rows.get(last))
            .map_or(0, |row| row.line_nr),
        columns: named(texts, width),
    }
}

impl Headings {
    /// Leaves out columns that the heading row itself does not have, named or not. In delimited text
    /// such cells come of a delimiter inside a name, and everything in their row is shifted.
    pub(super) fn of_delimited(mut self, rows: &[Row]) -> Self {
        if let Some(own) = rows.iter().find(|row| row.line_nr == self.row) {
            self.columns.truncate(own.len());
        }
        self
    }
}

/// Gives every column a name that no other has.
fn named(texts: Vec<String>, width: usize) -> Vec<Heading> {
    let mut seen = std::collections::HashMap::new();
    texts
        .into_iter()
        .chain(std::iter::repeat(String::new()))
        .take(width)
        .enumerate()
        .map(|(idx, text)| {
            let text = if text.is_empty() {
                format!("Column {}", idx + 1)
            } else {
                text
            };
            let count = seen
                .entry(text.clone())
                .and_modify(|count| *count += 1)
                .or_insert(1_u32);
            Heading {
                text: if *count == 1 {
                    text
                } else {
                    format!("{text} ({count})")
                },
            }
        })
        .collect()
}

/// Scores rows by the fields their cells name; a row of plain words wins where none names any,
/// unless the first row is already data.
fn best_row(rows: &[Row]) -> Option<usize> {
    let searched = || rows.iter().take(SEARCHED).enumerate();
    let known = searched()
        .map(|(at, row)| (known_cells(row), at))
        .filter(|&(known, at)| known > 0 && rows.get(at).is_some_and(|row| !holds_data(row)))
        // The first of equals: a heading repeated further down is a page break.
        .max_by_key(|&(known, at)| (known, std::cmp::Reverse(at)));
    if let Some((_, at)) = known.filter(|&(known, _)| known >= 2) {
        return Some(at);
    }
    let width = usual_width(rows);
    let wide_words = searched()
        .find(|(_, row)| row.filled_len() * 10 >= width * 7 && filled(row) * 2 > width)
        .filter(|(_, row)| !holds_data(row))
        .map(|(at, _)| at);
    known.map(|(_, at)| at).or(wide_words)
}

/// Cells, none counted twice, that name a field.
fn known_cells(row: &Row) -> usize {
    let mut names: Vec<String> = (0..row.len())
        .map(|idx| row.text(idx))
        .filter(|text| is_heading_like(text))
        .collect();
    names.sort();
    names.dedup();
    names.iter().filter(|text| is_heading(text)).count()
}

/// Headings are short; a sentence of a preamble that mentions a charge is none.
fn is_heading_like(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80 && !text.ends_with('.')
}

/// Whether a row holds values: a code, or mostly numbers and dates. Years and quarters also head
/// columns, so one of them proves nothing.
fn holds_data(row: &Row) -> bool {
    let is_value = |cell: &[u8]| {
        matches!(values::cents(cell), values::Number::Value { .. })
            || dates::date(cell, DateOrder::MonthFirst).is_some()
    };
    let values = (0..row.len())
        .filter(|&idx| is_value(row.cell(idx)))
        .count();
    (0..row.len()).any(|idx| values::looks_like_code(row.cell(idx))) || values * 2 > filled(row)
}

fn filled(row: &Row) -> usize {
    (0..row.len())
        .filter(|&idx| !is_blank(row.cell(idx)))
        .count()
}

/// The commonest number of cells, the larger of equals.
fn usual_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows
        .iter()
        .map(Row::filled_len)
        .filter(|width| *width > 0)
        .collect();
    widths.sort_unstable();
    widths
        .chunk_by(|a, b| a == b)
        .max_by_key(|same| same.len())
        .and_then(|same| same.first().copied())
        .unwrap_or(0)
}

/// Stacks rows above onto the heading row while that names more fields.
fn deepest_useful(rows: &[Row], last: usize) -> Vec<String> {
    // Known headings, and the more words of the field they hold the better.
    let known = |texts: &[String]| -> usize {
        texts
            .iter()
            .filter(|text| is_known(text))
            .map(|text| {
                1 + synonyms::meanings(text)
                    .iter()
                    .filter(|word| !matches!(**word, "?" | "#"))
                    .count()
            })
            .sum()
    };
    let mut best = stacked(rows, last, 1);
    let mut most = known(&best);
    for depth in 2..=DEEPEST {
        let Some(top) = (last + 1).checked_sub(depth).and_then(|at| rows.get(at)) else {
            break;
        };
        let adjacent = rows
            .get(last + 2 - depth)
            .is_some_and(|below| top.line_nr + 1 == below.line_nr);
        if !adjacent || holds_data(top) || is_title(top) {
            break;
        }
        let candidate = stacked(rows, last, depth);
        let count = known(&candidate);
        if count > most {
            most = count;
            best = candidate;
        }
    }
    best
}

/// Whether a row is a line of a preamble: nothing right of the first cell, or a sentence.
fn is_title(row: &Row) -> bool {
    /// Words of one cell of a stacked heading.
    const MOST_WORDS: usize = 3;
    row.filled_len() < 2
        || (0..row.len()).any(|idx| row.text(idx).split_whitespace().count() > MOST_WORDS)
}

fn stacked(rows: &[Row], last: usize, depth: usize) -> Vec<String> {
    let stack = rows
        .get((last + 1).saturating_sub(depth)..=last)
        .unwrap_or_default();
    let width = stack.iter().map(Row::filled_len).max().unwrap_or(0);
    (0..width)
        .map(|idx| {
            let words: Vec<String> = stack
                .iter()
                .map(|row| row.text(idx))
                .filter(|text| !text.is_empty())
                .collect();
            words
                .join(" ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Row> {
        lines
            .iter()
            .zip(1..)
            .map(|(line, line_nr)| {
                let mut row = Row::default();
                row.clear(line_nr);
                line.split('|').for_each(|cell| row.push(cell.as_bytes()));
                row
            })
            .collect()
    }

    fn check(lines: &[&str], row: u64, expected: &[&str]) {
        let found = find(&rows(lines), None);
        let texts: Vec<&str> = found
            .columns
            .iter()
            .map(|heading| heading.text.as_str())
            .collect();
        assert_eq!((found.row, &texts[..]), (row, expected), "{lines:?}");
    }

    #[test]
    fn headings_are_found_below_a_preamble() {
        check(
            &[
                "Charges by payer, 2025",
                "Printed 1/2/2026",
                "",
                "CPT|Payer|Billed",
                "99213|A|1.00",
            ],
            4,
            &["CPT", "Payer", "Billed"],
        );
    }

    #[test]
    fn stacked_headings_are_joined() {
        check(
            &[
                "Procedure||Allowed|Non-",
                "Code|Mod|Amount|Facility",
                "99213||1.00|2.00",
            ],
            2,
            &["Procedure Code", "Mod", "Allowed Amount", "Non- Facility"],
        );
    }

    #[test]
    fn a_table_without_headings_gets_numbered_columns() {
        check(
            &["99213|25|110.00", "99214||150.00"],
            0,
            &["Column 1", "Column 2", "Column 3"],
        );
    }

    #[test]
    fn headings_without_known_words_are_headings_still() {
        check(
            &["Textbox80|Alpha", "x|1.00", "y|2.00"],
            1,
            &["Textbox80", "Alpha"],
        );
    }

    #[test]
    fn cells_beyond_the_headings_are_no_columns_of_delimited_text() {
        let rows = rows(&["Code|Paid|", "99213|1|2", "99214|1|2|3"]);
        let count = |found: Headings| found.columns.len();
        assert_eq!(count(find(&rows, None)), 4);
        assert_eq!(count(find(&rows, None).of_delimited(&rows)), 3);
    }

    #[test]
    fn headings_of_the_same_name_are_numbered() {
        check(
            &["Code|Paid|Paid|", "99213|1|2|3"],
            1,
            &["Code", "Paid", "Paid (2)", "Column 4"],
        );
    }
}
