//! What a person writes at length, and dates and amounts typed as text, with what is wrong with them.

use egui::{Margin, Response, RichText, TextEdit, Ui};
use jiff::civil::Date;

use super::fields::{field_ui, problem_ui, text_field_ui};
use crate::app::theme::tokens;
use crate::domain::Money;

/// Several lines of text under their name, with a hint inside while they are empty.
pub fn text_area_ui(
    ui: &mut Ui,
    name: &str,
    text: &mut String,
    hint: &str,
    rows: usize,
) -> Response {
    let width = ui.available_width();
    field_ui(ui, name, |ui| {
        ui.add(
            TextEdit::multiline(text)
                .hint_text(RichText::new(hint).color(tokens(ui).muted))
                .desired_rows(rows)
                .desired_width(width)
                .margin(Margin::symmetric(10, 6)),
        )
    })
}

/// How a field for a date says what to type.
pub const DATE_HINT: &str = "e.g. 1/1/2027";

/// A date as people write it, with a line below for what is wrong with it.
pub fn date_field_ui(ui: &mut Ui, name: &str, text: &mut String, width: f32) -> Response {
    let response = text_field_ui(ui, name, text, DATE_HINT, width);
    problem_ui(ui, typed_date(text).err());
    response
}

/// Reads a date typed as `12/31/2026` or `2026-12-31`; `None` when nothing is typed.
///
/// # Errors
/// What to type instead.
pub fn typed_date(text: &str) -> Result<Option<Date>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let american: Vec<&str> = text.split('/').collect();
    let year_first: Vec<&str> = text.split('-').collect();
    let date = match (&american[..], &year_first[..]) {
        ([month, day, year], _) | (_, [year, month, day]) => written_date(year, month, day),
        _ => None,
    };
    date.map(Some).ok_or("Type the date as 12/31/2026")
}

fn written_date(year: &str, month: &str, day: &str) -> Option<Date> {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Years are written whole: 27 may be any century.
    if year.len() != 4 || ![year, month, day].into_iter().all(is_number) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads an amount typed with or without sign of currency and separators; `None` when nothing is
/// typed.
///
/// # Errors
/// What to type instead.
pub fn typed_amount(text: &str) -> Result<Option<Money>, &'static str> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match Money::from_text(text) {
        Ok(amount) => Ok(Some(amount)),
        Err(_not_an_amount) => Err("Type the amount in dollars, as 25,000"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<Option<Date>, &'static str>) {
        assert_eq!(typed_date(text), expected, "{text:?}");
    }

    #[test]
    fn a_date_is_read_as_people_write_it_or_refused() {
        const REMEDY: &str = "Type the date as 12/31/2026";
        let new_year = Ok(Some(jiff::civil::date(2027, 1, 1)));
        check("", Ok(None));
        check("  ", Ok(None));
        check(" 2026-12-31 ", Ok(Some(jiff::civil::date(2026, 12, 31))));
        check("12/31/2026", Ok(Some(jiff::civil::date(2026, 12, 31))));
        check("2027-01-01", new_year);
        check("1/1/2027", new_year);
        check("01/01/2027", new_year);
        for odd in [
            "2026-02-30",
            "31/12/2026",
            "1/1/27",
            "1/1",
            "1/1/2027/1",
            "+1/1/2027",
            "//2027",
            "2026-12",
            "20261231",
            "2026-12-31T10:00:00",
            "January",
        ] {
            check(odd, Err(REMEDY));
        }
    }

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        assert_eq!(typed_amount(""), Ok(None));
        assert_eq!(
            typed_amount("$25,000"),
            Ok(Some(Money::from_cents(2_500_000)))
        );
        assert!(typed_amount("a lot").is_err());
    }
}
