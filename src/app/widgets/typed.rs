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

/// A date typed as year, month and day, with a line below for what is wrong with it.
pub fn date_field_ui(ui: &mut Ui, name: &str, text: &mut String, width: f32) -> Response {
    let response = text_field_ui(ui, name, text, "2026-12-31", width);
    problem_ui(ui, typed_date(text).err());
    response
}

/// Reads a date typed as `2026-12-31`; `None` when nothing is typed.
///
/// # Errors
/// What to type instead.
pub fn typed_date(text: &str) -> Result<Option<Date>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let is_whole = text.len() == "2026-12-31".len();
    match text.parse() {
        Ok(date) if is_whole => Ok(Some(date)),
        _ => Err("Type the date as 2026-12-31"),
    }
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
    fn a_date_is_typed_year_first_or_not_at_all() {
        const REMEDY: &str = "Type the date as 2026-12-31";
        check("", Ok(None));
        check("  ", Ok(None));
        check(" 2026-12-31 ", Ok(Some(jiff::civil::date(2026, 12, 31))));
        check("2026-02-30", Err(REMEDY));
        check("12/31/2026", Err(REMEDY));
        check("2026-12", Err(REMEDY));
        check("20261231", Err(REMEDY));
        check("2026-12-31T10:00:00", Err(REMEDY));
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
