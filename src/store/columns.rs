//! How domain values lie in columns: whole numbers of a fixed unit, readable dates, words.
//! `docs/practice-file.md` lists which column uses which.

use jiff::civil::Date;
use rusqlite::Row;
use rusqlite::types::Type;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{Invalid, Modifiers, Money, Month, ProcedureCode, QpStatus, Setting};

/// Decimal places of a column that counts cents.
const CENTS: u32 = 2;
/// Decimal places of a column that counts thousandths.
const THOUSANDTHS: u32 = 3;
/// Decimal places of a column that counts ten-thousandths, named `…_e4`.
const TEN_THOUSANDTHS: u32 = 4;

/// Returns whole cents, rounded half away from zero.
pub(super) fn cents(amount: Money) -> Result<i64, Invalid> {
    scaled(amount.dollars(), CENTS)
}

/// Returns whole thousandths, rounded half away from zero.
pub(super) fn thousandths(count: Decimal) -> Result<i64, Invalid> {
    scaled(count, THOUSANDTHS)
}

/// Returns whole ten-thousandths; refuses what would have to be rounded.
pub(super) fn ten_thousandths(value: Decimal) -> Result<i64, Invalid> {
    if TEN_THOUSANDTHS < value.normalize().scale() {
        return Err(Invalid::new(format!("{value} has more than four decimals")));
    }
    scaled(value, TEN_THOUSANDTHS)
}

fn scaled(value: Decimal, places: u32) -> Result<i64, Invalid> {
    let value = if value.scale() <= places {
        value
    } else {
        value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
    };
    10_i128
        .checked_pow(places.saturating_sub(value.scale()))
        .and_then(|factor| value.mantissa().checked_mul(factor))
        .and_then(|units| i64::try_from(units).ok())
        .ok_or_else(|| Invalid::new(format!("{value} is too large a number")))
}

/// Reads a column that counts something.
pub(super) fn count(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<u64> {
    let count: i64 = row.get(column_idx)?;
    u64::try_from(count)
        .map_err(|_error| rusqlite::Error::IntegralValueOutOfRange(column_idx, count))
}

/// Reads a column of cents.
pub(super) fn money(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Money> {
    row.get(column_idx).map(Money::from_cents)
}

/// Reads a column of thousandths.
pub(super) fn from_thousandths(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Decimal> {
    row.get(column_idx).map(thousandths_to_decimal)
}

/// Returns the number that so many thousandths are.
pub(super) fn thousandths_to_decimal(units: i64) -> Decimal {
    match units % 1_000 {
        0 => Decimal::from(units / 1_000),
        _ => Decimal::new(units, THOUSANDTHS),
    }
}

/// Reads a column of ten-thousandths.
pub(super) fn from_ten_thousandths(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Decimal> {
    row.get(column_idx)
        .map(|units: i64| Decimal::new(units, TEN_THOUSANDTHS).normalize())
}

/// Returns a date as the number its ISO digits make: 20 250 331.
pub(super) fn date_number(date: Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// Reads a column of [`date_number`]s that may be absent.
pub(super) fn numbered_date(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Option<Date>> {
    let Some(digits) = row.get::<_, Option<i64>>(column_idx)? else {
        return Ok(None);
    };
    let part = |divisor: i64, modulus: i64| i8::try_from(digits / divisor % modulus).ok();
    let date = i16::try_from(digits / 10_000)
        .ok()
        .zip(part(100, 100))
        .zip(part(1, 100))
        .and_then(|((year, month), day)| Date::new(year, month, day).ok());
    checked(
        column_idx,
        date.map(Some)
            .ok_or_else(|| Invalid::new(format!("{digits} is not a date"))),
    )
}

/// Returns a month as the number its ISO digits make: 202 503.
pub(super) fn month_number(month: Month) -> i64 {
    i64::from(month.year()) * 100 + i64::from(month.month_of_year())
}

/// Reads a column of [`month_number`]s.
pub(super) fn month(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Month> {
    let digits: i32 = row.get(column_idx)?;
    Ok(Month(
        digits.div_euclid(100) * 12 + digits.rem_euclid(100) - 1,
    ))
}

/// Reads an ISO date.
pub(super) fn date(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Date> {
    let text: String = row.get(column_idx)?;
    checked(column_idx, date_from_text(&text))
}

/// Reads an ISO date that may be absent.
pub(super) fn date_if_any(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(column_idx)?;
    checked(column_idx, text.as_deref().map(date_from_text).transpose())
}

fn date_from_text(text: &str) -> Result<Date, Invalid> {
    text.parse()
        .map_err(|_error| Invalid::new(format!("\u{201c}{text}\u{201d} is not a date")))
}

/// Reads a procedure code.
pub(super) fn code(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<ProcedureCode> {
    checked(column_idx, ProcedureCode::new(text_of(row, column_idx)?))
}

/// Reads modifiers separated by blanks.
pub(super) fn modifiers(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Modifiers> {
    match text_of(row, column_idx)? {
        "" => Ok(Modifiers::NONE),
        text => checked(column_idx, Modifiers::from_text(text)),
    }
}

/// Reads a text without copying it.
pub(super) fn text_of<'row>(row: &'row Row<'_>, column_idx: usize) -> rusqlite::Result<&'row str> {
    row.get_ref(column_idx)?
        .as_str()
        .map_err(rusqlite::Error::from)
}

/// Returns the word for a QP status; a release before 2026 is for everybody.
pub(super) const fn qp_word(qp: Option<QpStatus>) -> &'static str {
    match qp {
        None => "everybody",
        Some(QpStatus::NonQualifying) => "non-qualifying",
        Some(QpStatus::Qualifying) => "qualifying",
    }
}

/// Reads a [`qp_word`].
pub(super) fn qp(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Option<QpStatus>> {
    let found = match text_of(row, column_idx)? {
        "everybody" => Ok(None),
        "non-qualifying" => Ok(Some(QpStatus::NonQualifying)),
        "qualifying" => Ok(Some(QpStatus::Qualifying)),
        other => Err(Invalid::new(format!("{other} is not a QP status"))),
    };
    checked(column_idx, found)
}

/// Returns the word for a setting; an empty one stands for both.
pub(super) const fn setting_word(setting: Option<Setting>) -> &'static str {
    match setting {
        None => "",
        Some(Setting::NonFacility) => "non-facility",
        Some(Setting::Facility) => "facility",
    }
}

/// Reads a [`setting_word`].
pub(super) fn setting(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<Option<Setting>> {
    let found = match text_of(row, column_idx)? {
        "" => Ok(None),
        "non-facility" => Ok(Some(Setting::NonFacility)),
        "facility" => Ok(Some(Setting::Facility)),
        other => Err(Invalid::new(format!("{other} is not a setting"))),
    };
    checked(column_idx, found)
}

/// Reads a value kept as JSON.
pub(super) fn json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column_idx: usize,
) -> rusqlite::Result<T> {
    serde_json::from_str(text_of(row, column_idx)?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column_idx, Type::Text, Box::new(error))
    })
}

/// Returns a value as JSON.
pub(super) fn json_text(value: &impl serde::Serialize) -> Result<String, Invalid> {
    serde_json::to_string(value).map_err(|error| Invalid::new(error.to_string()))
}

/// Passes a domain constructor's refusal on as a fault of the column.
pub(super) fn checked<T>(column_idx: usize, value: Result<T, Invalid>) -> rusqlite::Result<T> {
    value.map_err(|invalid| {
        rusqlite::Error::FromSqlConversionFailure(column_idx, Type::Text, Box::new(invalid))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, places: u32, expected: Option<i64>) {
        let value: Decimal = value.parse().unwrap();
        assert_eq!(scaled(value, places).ok(), expected, "{value}");
    }

    #[test]
    fn numbers_are_kept_in_whole_units_and_rounded_half_away_from_zero() {
        check("12.5", CENTS, Some(1_250));
        check("0.005", CENTS, Some(1));
        check("-0.005", CENTS, Some(-1));
        check("0.00499", CENTS, Some(0));
        check("1.5", THOUSANDTHS, Some(1_500));
        check("32.3465", TEN_THOUSANDTHS, Some(323_465));
        check("79228162514264337593543950335", CENTS, None);
    }

    #[test]
    fn a_rate_that_would_lose_a_digit_is_refused() {
        assert_eq!(ten_thousandths(Decimal::new(100_000, 5)), Ok(10_000));
        assert!(ten_thousandths(Decimal::new(1, 5)).is_err());
    }
}
