//! The same services as another system would export them, with everything that goes wrong: for
//! tests of the reader.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::visits::Line;

/// Rows that cannot be used, each for a reason of its own; they stand among the good ones.
const BAD_ROWS: [&str; 6] = [
    "Okafor,13/45/25,Decatur,11 - Office,LAUREL MUTUAL,99213,,1,$175.00,$120.00,$90.00,$30.00,900001,1",
    "Okafor,,Decatur,11 - Office,LAUREL MUTUAL,99213,,1,$175.00,$120.00,$90.00,$30.00,900002,1",
    "Okafor,3/4/25,Decatur,11 - Office,LAUREL MUTUAL,,,1,$175.00,$120.00,$90.00,$30.00,900003,1",
    "Okafor,3/4/25,Decatur,11 - Office,LAUREL MUTUAL,OFFICE VISIT,,1,$175.00,$120.00,$90.00,$30.00,900004,1",
    "Okafor,3/4/25,Decatur,11 - Office,LAUREL MUTUAL,99213,,one,$175.00,$120.00,$90.00,$30.00,900005,1",
    "Okafor,3/4/25,Decatur,11 - Office,LAUREL MUTUAL,99213,,1,see note,$120.00,$90.00,$30.00,900006,1",
];

/// The row of totals at the end.
const TOTALS_ROWS: usize = 1;

/// Good rows between two bad ones.
const GOOD_ROWS_BETWEEN: usize = 400;

/// A messy export and what a reader should make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessyExport {
    /// Windows-1252 text.
    pub bytes: Vec<u8>,
    /// Rows that are services; their sums are those of the clean export. Numbered, no two are equal.
    pub good_row_count: u64,
    /// Rows that a reader has to leave out and list; the row of totals is one of them.
    pub bad_row_count: u64,
}

/// Writes lines above the heading, other columns in another order, dollar signs, parentheses for
/// negative amounts, two-digit years, modifiers in one field, blank rows, a row of totals, and
/// letters beyond ASCII in Windows-1252.
pub(super) fn utilization(lines: &[Line<'_>]) -> MessyExport {
    let mut text = String::with_capacity(lines.len() * 128);
    text.push_str(
        "\"Charge detail – Alder Creek Family Medicine\"\r\n\
         Service dates 11/01/24 – 10/31/26\r\n\
         Run by: office\r\n\
         \r\n\
         Provider,DOS,Loc,POS,Payor,CPT,Mods,Qty,Charges,Allowable,Pmts,Pt Resp,Acct #,Line #\r\n",
    );
    let mut bad_rows = BAD_ROWS.iter();
    for (line_idx, line) in lines.iter().enumerate() {
        if line_idx % GOOD_ROWS_BETWEEN == GOOD_ROWS_BETWEEN - 1
            && let Some(bad_row) = bad_rows.next()
        {
            text.push_str(bad_row);
            text.push_str("\r\n\r\n");
        }
        push_row(&mut text, line, line_idx);
    }
    let bad_row_count = BAD_ROWS.len() - bad_rows.count() + TOTALS_ROWS;
    push_totals(&mut text, lines);
    MessyExport {
        bytes: windows_1252(&text),
        good_row_count: lines.len() as u64,
        bad_row_count: bad_row_count as u64,
    }
}

fn push_row(text: &mut String, line: &Line<'_>, line_idx: usize) {
    let place = match line.service.place.0 {
        11 => "11 - Office".to_owned(),
        other => other.to_string(),
    };
    let modifiers = line.modifiers.to_string().replace(' ', ":");
    let answers = line.answer.map_or_else(
        || " ,,".to_owned(),
        |answer| {
            format!(
                "{},{},{}",
                money(answer.allowed),
                money(answer.paid),
                money(answer.patient)
            )
        },
    );
    let _written = write!(
        text,
        "\"{}\",{},{},{place},\"{} \",{},{modifiers},{},{},{answers},{},{}\r\n",
        line.provider,
        short_date(line.date),
        line.site,
        line.payer_name,
        line.service.code,
        line.units,
        money(line.charge),
        line.patient_nr,
        line_idx + 1,
    );
}

fn push_totals(text: &mut String, lines: &[Line<'_>]) {
    let charge: i64 = lines.iter().map(|line| line.charge).sum();
    let answers = || lines.iter().filter_map(|line| line.answer);
    let allowed: i64 = answers().map(|answer| answer.allowed).sum();
    let paid: i64 = answers().map(|answer| answer.paid).sum();
    let patient: i64 = answers().map(|answer| answer.patient).sum();
    let _written = write!(
        text,
        "\r\nGrand total,,,,,,,,{},{},{},{},,\r\n",
        money(charge),
        money(allowed),
        money(paid),
        money(patient)
    );
}

/// Returns `"$1,234.50 "` or `"($1,234.50)"`, quoted for the comma inside.
fn money(cents: i64) -> String {
    let whole = (cents.abs() / 100).to_string();
    let mut grouped = String::new();
    for (digit_idx, digit) in whole.chars().enumerate() {
        if digit_idx > 0 && (whole.len() - digit_idx).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let amount = format!("${grouped}.{:02}", cents.abs() % 100);
    if cents < 0 {
        format!("\"({amount})\"")
    } else {
        format!("\"{amount} \"")
    }
}

fn short_date(date: Date) -> String {
    format!("{}/{}/{:02}", date.month(), date.day(), date.year() % 100)
}

/// Encodes the few letters beyond ASCII that the sample has; others become a question mark.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|char| match char {
            '–' => 0x96,
            _ => u8::try_from(char).unwrap_or(b'?'),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_dollar_signs_commas_and_parentheses() {
        for (cents, text) in [
            (0, "\"$0.00 \""),
            (123_450, "\"$1,234.50 \""),
            (-12_345_678, "\"($123,456.78)\""),
            (99_999, "\"$999.99 \""),
        ] {
            assert_eq!(money(cents), text);
        }
    }

    #[test]
    fn letters_beyond_ascii_take_one_byte() {
        assert_eq!(windows_1252("Peña – x"), b"Pe\xf1a \x96 x");
    }
}
