//! Codes that only one blank parts from the words behind them: `99213 OFFICE VISIT   64.08`. They get
//! a column of their own.

use crate::domain::ImportKind;

use super::layout::is_code;
use super::rows::Row;
use super::{key, synonyms};

/// Takes the first column apart where it holds codes with words behind them.
pub(super) fn split(rows: Vec<Row>) -> Vec<Row> {
    let parts: Vec<Option<(String, String)>> = rows
        .iter()
        .map(|row| code_and_words(&row.text(0)))
        .collect();
    let coded = parts.iter().flatten();
    let with_words = coded.clone().filter(|(_, words)| !words.is_empty()).count();
    if with_words * 2 <= coded.count() {
        return rows;
    }
    rows.iter()
        .zip(parts)
        .map(|(row, part)| {
            let (first, second) = part.unwrap_or_else(|| heading_and_rest(&row.text(0)));
            let mut cells = vec![first, second];
            cells.extend((1..row.len()).map(|idx| row.text(idx)));
            Row::of(row.line_nr, &cells)
        })
        .collect()
}

/// Parts a code, with the modifiers behind it, from the words that follow.
fn code_and_words(cell: &str) -> Option<(String, String)> {
    let words: Vec<&str> = cell.split_whitespace().collect();
    words.first().filter(|word| is_code(word))?;
    let modifiers = words
        .iter()
        .skip(1)
        .take_while(|word| is_modifier(word))
        .count();
    let (code, rest) = words.split_at_checked(1 + modifiers)?;
    Some((code.join(" "), rest.join(" ")))
}

/// Whether a word can be a modifier and nothing else: `26`, `TC`, but not `OF`.
pub(super) fn is_modifier(word: &str) -> bool {
    let bytes = word.as_bytes();
    word == "TC"
        || bytes.len() == 2
            && bytes.iter().all(u8::is_ascii_alphanumeric)
            && bytes.iter().any(u8::is_ascii_digit)
}

/// Parts the words that call the column of codes from those behind; all of them stay together where
/// none call it.
fn heading_and_rest(cell: &str) -> (String, String) {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let names_codes = |len: &usize| {
        let heading = words.get(..*len).unwrap_or_default().join(" ");
        synonyms::recognise(&heading, ImportKind::FeeSchedule)
            .is_some_and(|found| found.field == key::CODE)
    };
    let len = (1..=words.len())
        .rev()
        .find(names_codes)
        .unwrap_or(words.len());
    let (heading, rest) = words.split_at_checked(len).unwrap_or((&words, &[]));
    (heading.join(" "), rest.join(" "))
}
