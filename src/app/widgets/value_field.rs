//! Fields for values that are exact: a percentage, an amount, a date. What is typed becomes the
//! value as soon as it can be read; what cannot be read is said, and gives way when the field is left.

use egui::{Align2, Margin, Response, TextEdit, Ui, vec2};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::typed::typed_date;
use crate::app::theme::{caption, size, tokens};
use crate::brief::figures;
use crate::domain::{Money, Percent};

/// How a kind of value is written into a field and read from it.
pub struct ValueKind<T> {
    /// Writes a value.
    pub write: fn(&T) -> String,
    /// Reads what was typed; what to type instead where it cannot be read.
    pub read: fn(&str) -> Result<T, String>,
    /// What an empty field shows.
    pub hint: &'static str,
    /// Figures stand at the right, dates at the left.
    pub align: Align2,
}

/// A percentage: 62.5 is 62.5 %.
pub const PERCENT: ValueKind<Percent> = ValueKind {
    write: |percent| percent.points().normalize().to_string(),
    read: |text| {
        read_decimal(text.trim_end().trim_end_matches('%'))
            .map(Percent::new)
            .ok_or_else(|| "Type a percentage, as 62.5".to_owned())
    },
    hint: "",
    align: Align2::RIGHT_CENTER,
};

/// A percentage, or none.
pub const OPTIONAL_PERCENT: ValueKind<Option<Percent>> = ValueKind {
    write: |percent| percent.as_ref().map(PERCENT.write).unwrap_or_default(),
    read: |text| {
        if text.trim().is_empty() {
            return Ok(None);
        }
        (PERCENT.read)(text).map(Some)
    },
    hint: "none",
    align: Align2::RIGHT_CENTER,
};

/// Dollars, up to four decimals.
pub const AMOUNT: ValueKind<Money> = ValueKind {
    write: |amount| figures::rate(*amount),
    read: |text| {
        Money::from_text(text).map_err(|_not_an_amount| "Type dollars, as 112.50".to_owned())
    },
    hint: "",
    align: Align2::RIGHT_CENTER,
};

/// Dollars, or none.
pub const OPTIONAL_AMOUNT: ValueKind<Option<Money>> = ValueKind {
    write: |amount| amount.as_ref().map(AMOUNT.write).unwrap_or_default(),
    read: |text| {
        if text.trim().is_empty() {
            return Ok(None);
        }
        (AMOUNT.read)(text).map(Some)
    },
    hint: "none",
    align: Align2::RIGHT_CENTER,
};

/// Any number.
pub const NUMBER: ValueKind<Decimal> = ValueKind {
    write: |number| number.normalize().to_string(),
    read: |text| read_decimal(text).ok_or_else(|| "Type a number, as 32.3465".to_owned()),
    hint: "",
    align: Align2::RIGHT_CENTER,
};

/// A number, or none.
pub const OPTIONAL_NUMBER: ValueKind<Option<Decimal>> = ValueKind {
    write: |number| number.as_ref().map(NUMBER.write).unwrap_or_default(),
    read: |text| {
        if text.trim().is_empty() {
            return Ok(None);
        }
        (NUMBER.read)(text).map(Some)
    },
    hint: "none",
    align: Align2::RIGHT_CENTER,
};

/// A date, or none.
pub const OPTIONAL_DATE: ValueKind<Option<Date>> = ValueKind {
    write: |date| date.map(|date| date.to_string()).unwrap_or_default(),
    read: |text| typed_date(text).map_err(str::to_owned),
    hint: super::typed::DATE_HINT,
    align: Align2::LEFT_CENTER,
};

fn read_decimal(text: &str) -> Option<Decimal> {
    let plain: String = text
        .chars()
        .filter(|letter| !matches!(letter, ',' | '$' | ' '))
        .collect();
    plain.parse().ok()
}

/// What is typed while the value behind it is still another.
#[derive(Clone, Default)]
struct Typing {
    text: String,
    /// The value as it was written when typing began.
    known: String,
}

/// A field of a value; `name` is its name for screen readers.
pub fn value_field_ui<T>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    kind: &ValueKind<T>,
    width: f32,
) -> Response {
    let id = ui.scope_id().with(("value", name));
    let written = (kind.write)(value);
    let typing = ui
        .data(|data| data.get_temp::<Typing>(id))
        .filter(|typing| typing.known == written);
    let mut text = typing.map_or_else(|| written.clone(), |typing| typing.text);
    let problem = (kind.read)(&text).err();
    let ink = problem.as_ref().map(|_problem| tokens(ui).negative);
    let response = ui.name_inputs(name, |ui| {
        let mut edit = TextEdit::singleline(&mut text)
            .id(id)
            .hint_text(caption(kind.hint).color(tokens(ui).muted))
            .desired_width(width)
            .min_size(vec2(0.0, size::CONTROL))
            .margin(Margin::symmetric(10, 6))
            .align(kind.align);
        if let Some(ink) = ink {
            edit = edit.text_color(ink);
        }
        ui.add(edit)
    });
    if response.changed()
        && let Ok(read) = (kind.read)(&text)
    {
        *value = read;
    }
    // What cannot be read stays, in red: a text that vanished would look as if it had been taken.
    if response.has_focus() || (kind.read)(&text).is_err() {
        let known = (kind.write)(value);
        ui.data_mut(|data| data.insert_temp(id, Typing { text, known }));
    } else {
        ui.data_mut(|data| data.remove_temp::<Typing>(id));
    }
    match problem {
        Some(problem) => response.on_hover_text(problem),
        None => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_with_and_without_its_sign() {
        for text in ["62.5", "62.50", " 62.5 % ", "62.5%"] {
            let read = (PERCENT.read)(text).unwrap();
            assert_eq!((PERCENT.write)(&read), "62.5", "{text}");
        }
        assert!((PERCENT.read)("sixty").is_err());
        assert_eq!((OPTIONAL_PERCENT.read)("  "), Ok(None));
    }

    #[test]
    fn amounts_keep_the_decimals_that_a_rate_has() {
        let read = (AMOUNT.read)("$1,112.0625").unwrap();
        assert_eq!((AMOUNT.write)(&read), "1,112.0625");
        assert_eq!((OPTIONAL_AMOUNT.read)(""), Ok(None));
        assert!((AMOUNT.read)("a lot").is_err());
    }

    #[test]
    fn a_conversion_factor_is_read_exactly() {
        let read = (NUMBER.read)("32.3465").unwrap();
        assert_eq!(read, Decimal::new(323_465, 4));
    }
}
