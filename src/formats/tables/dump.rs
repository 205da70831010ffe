//! Lines of words with one blank between them, as a report's screen dump or a copied page has them:
//! `A0021 00 words of a description NonFacility $ 2.42`. Read from both ends; the words between are
//! not kept.

use super::layout::{Line, is_amount, is_code, starts_short};
use super::lead::is_modifier;
use super::rows::Row;

/// Cells of a line: code, modifier, setting, amounts.
struct Cells {
    code: String,
    modifier: String,
    setting: String,
    amounts: Vec<String>,
}

/// Cuts lines into rows below a row of headings, whose line is 0: the file has none.
pub(super) fn rows(lines: &[Line]) -> Vec<Row> {
    let cells: Vec<(u64, Cells)> = lines
        .iter()
        .filter_map(|line| Some((line.nr, cells_of(line)?)))
        .collect();
    let priced = |(_, cells): &(u64, Cells)| cells.amounts.iter().any(|text| is_amount(text));
    if !cells.iter().any(priced) {
        // Prose that mentions a code.
        return Vec::new();
    }
    // Two letters behind the code are a modifier only where every line has two.
    let marked = cells
        .iter()
        .filter(|(_, cells)| !cells.modifier.is_empty())
        .count();
    let has_modifiers = marked * 10 >= cells.len() * 9;
    let most = cells
        .iter()
        .map(|(_, cells)| cells.amounts.len())
        .max()
        .unwrap_or(0);
    let mut headings = vec![
        "Code".to_owned(),
        "Modifier".to_owned(),
        "Setting".to_owned(),
    ];
    headings.extend((1..=most).map(|nr| match nr {
        1 => "Rate".to_owned(),
        nr => format!("Amount {nr}"),
    }));
    let mut rows = vec![Row::of(0, &headings)];
    rows.extend(cells.into_iter().map(|(nr, cells)| {
        let modifier = if has_modifiers || is_modifier(&cells.modifier) {
            cells.modifier
        } else {
            String::new()
        };
        let mut texts = vec![cells.code, modifier, cells.setting];
        texts.extend(cells.amounts);
        Row::of(nr, &texts)
    }));
    rows
}

/// Takes a line apart from both ends; `None` for a line without a code at its beginning.
fn cells_of(line: &Line) -> Option<Cells> {
    let mut words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
    let is_coded = |word: &&&str| is_code(word) || starts_short(line);
    let code = words.first().filter(is_coded)?.to_string();
    words.remove(0);
    let modifier = words
        .first()
        .filter(|word| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .map_or_else(String::new, |word| (*word).to_owned());
    if !modifier.is_empty() {
        words.remove(0);
    }
    let mut amounts = Vec::new();
    while let Some(last) = words.last().filter(|word| is_amount(word)) {
        amounts.insert(0, (*last).to_owned());
        words.pop();
    }
    if amounts.is_empty() {
        // What stands in place of a rate is listed as such.
        amounts.push(words.split_off(words.len().saturating_sub(2)).join(" "));
    }
    let setting = setting_at_end(&words);
    Some(Cells {
        code,
        modifier,
        setting,
        amounts,
    })
}

/// The setting a line ends with: `Facility`, `NonFacility`, `Non Facility`, `NF`, `F`.
fn setting_at_end(words: &[&str]) -> String {
    let word = |back: usize| {
        let at = words.len().checked_sub(back)?;
        words.get(at).map(|word| word.to_ascii_uppercase())
    };
    let (Some(last), before) = (word(1), word(2).unwrap_or_default()) else {
        return String::new();
    };
    let setting = match last.as_str() {
        "FACILITY" | "FAC" if before == "NON" || before == "NON-" => "NonFacility",
        "NONFACILITY" | "NON-FACILITY" | "NONFAC" | "NON-FAC" | "NF" => "NonFacility",
        "FACILITY" | "FAC" | "F" => "Facility",
        _ => "",
    };
    setting.to_owned()
}
