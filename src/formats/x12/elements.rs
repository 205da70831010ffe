//! Values of single elements: amounts, units, dates, composites, texts. Tolerant of what payers
//! write, and without an allocation for what can be read in place.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// Largest amount read, in the smallest unit it is kept in: a hundred billion dollars in cents. Sums
/// of nine hundred thousand of them stay within 64 bits.
const MAX_SCALED: i64 = 10_000_000_000_000;

/// First year a date is believed from; masked files have dates such as `11111111`.
const FIRST_YEAR: i16 = 1990;

/// Last year a date is believed from.
const LAST_YEAR: i16 = 2099;

/// Letters that part the pieces of a composite in files whose ISA16 says something else.
const USUAL_SEPARATORS: &[u8] = b":>|^<";

/// An element that is not what its place should hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unreadable;

/// Reads an amount in cents, rounding half away from zero; `None` when blank.
pub(super) fn cents(element: &[u8]) -> Result<Option<i64>, Unreadable> {
    scaled(element, 2)
}

/// Reads units in thousandths; `None` when blank.
pub(super) fn thousandths(element: &[u8]) -> Result<Option<i64>, Unreadable> {
    scaled(element, 3)
}

/// Turns thousandths into units.
pub(super) fn units(thousandths: i64) -> Decimal {
    match (thousandths / 1_000, thousandths % 1_000) {
        (whole, 0) => Decimal::from(whole),
        _ => Decimal::new(thousandths, 3).normalize(),
    }
}

/// Reads a number (X12 type R) times ten to the power of `places`: an optional sign before it, or a
/// minus behind it, digits and at most one point.
fn scaled(element: &[u8], places: u32) -> Result<Option<i64>, Unreadable> {
    let mut digits = element.trim_ascii();
    if digits.is_empty() {
        return Ok(None);
    }
    let mut negative = false;
    if let Some(rest) = digits.strip_prefix(b"-") {
        negative = true;
        digits = rest;
    } else if let Some(rest) = digits.strip_prefix(b"+") {
        digits = rest;
    } else if let Some(rest) = digits.strip_suffix(b"-") {
        negative = true;
        digits = rest;
    }
    let mut value: i64 = 0;
    let mut decimals: Option<u32> = None;
    let mut any = false;
    let mut round_up = false;
    for &byte in digits {
        match (byte, &mut decimals) {
            (b'.', None) => decimals = Some(0),
            (b'0'..=b'9', Some(seen)) if *seen >= places => {
                any = true;
                round_up |= *seen == places && byte >= b'5';
                *seen += 1;
            }
            (b'0'..=b'9', seen) => {
                any = true;
                if let Some(seen) = seen {
                    *seen += 1;
                }
                value = value * 10 + i64::from(byte - b'0');
                if value > MAX_SCALED {
                    return Err(Unreadable);
                }
            }
            _ => return Err(Unreadable),
        }
    }
    if !any {
        return Err(Unreadable);
    }
    let missing = places.saturating_sub(decimals.unwrap_or(0));
    for _ in 0..missing {
        value *= 10;
    }
    value += i64::from(round_up);
    if value > MAX_SCALED {
        return Err(Unreadable);
    }
    Ok(Some(if negative { -value } else { value }))
}

/// Reads a date written `CCYYMMDD`; of a range the first.
pub(super) fn date(element: &[u8]) -> Option<Date> {
    let element = element.trim_ascii();
    let digits = element.get(..8)?;
    if !digits.iter().all(u8::is_ascii_digit)
        || element.get(8).is_some_and(u8::is_ascii_alphanumeric)
    {
        return None;
    }
    let number = |part: &[u8]| {
        part.iter()
            .fold(0_i16, |sum, digit| sum * 10 + i16::from(digit - b'0'))
    };
    let (year, rest) = digits.split_at(4);
    let (month, day) = rest.split_at(2);
    let year = number(year);
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return None;
    }
    Date::new(
        year,
        i8::try_from(number(month)).ok()?,
        i8::try_from(number(day)).ok()?,
    )
    .ok()
}

/// Reads bytes as UTF-8, or else as Windows-1252, which has a letter for nearly every byte.
pub(super) fn text(element: &[u8]) -> Cow<'_, str> {
    let element = element.trim_ascii();
    std::str::from_utf8(element).map_or_else(
        |_not_utf8| {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(element)
                .0
        },
        Cow::Borrowed,
    )
}

/// Returns a code of a list (claim status, filing indicator, method of payment), or nothing where the
/// element is longer than any on it: in a damaged segment a name may stand there.
pub(super) fn short_code(element: &[u8], longest: usize) -> String {
    let element = element.trim_ascii();
    if element.len() <= longest && element.iter().all(u8::is_ascii_alphanumeric) {
        text(element).into_owned()
    } else {
        String::new()
    }
}

/// Returns a check or transfer number, or nothing where the element is none: such a number has a
/// digit.
pub(super) fn payment_number(element: &[u8]) -> String {
    if element.iter().any(u8::is_ascii_digit) {
        text(element).into_owned()
    } else {
        String::new()
    }
}

/// Splits a composite such as `HC:99213:25` into its pieces.
///
/// Where ISA16's separator is not in it but another usual one follows its two-letter qualifier, that
/// one counts: some files contradict their own envelope.
pub(super) fn composite(element: &[u8], separator: Option<u8>) -> impl Iterator<Item = &[u8]> {
    let element = element.trim_ascii();
    let parts_by = separator
        .filter(|separator| memchr::memchr(*separator, element).is_some())
        .or_else(|| {
            let at = element
                .iter()
                .position(|byte| !byte.is_ascii_alphanumeric())?;
            let byte = *element.get(at)?;
            USUAL_SEPARATORS.contains(&byte).then_some(byte)
        });
    element
        .split(move |byte| Some(*byte) == parts_by)
        .map(<[u8]>::trim_ascii)
}

/// Whether an element is a National Provider Identifier: ten digits (45 CFR 162.406).
pub(super) fn is_npi(element: &[u8]) -> bool {
    element.len() == 10 && element.iter().all(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_payers_write_them() {
        for (text, expected) in [
            ("157", 15_700),
            ("1.51", 151),
            ("-9", -900),
            ("9-", -900),
            ("+4.5", 450),
            (" 34.00 ", 3_400),
            (".5", 50),
            ("5.", 500),
            ("000000100", 10_000),
            ("1.005", 101),
            ("-1.005", -101),
            ("1.00499", 100),
            ("0", 0),
        ] {
            assert_eq!(cents(text.as_bytes()), Ok(Some(expected)), "{text}");
        }
        assert_eq!(cents(b""), Ok(None));
        assert_eq!(cents(b"  "), Ok(None));
        for text in [
            "amount",
            ".",
            "-",
            "1.2.3",
            "1,5",
            "1e5",
            "99999999999999999999",
        ] {
            assert_eq!(cents(text.as_bytes()), Err(Unreadable), "{text}");
        }
        assert_eq!(thousandths(b"1.5"), Ok(Some(1_500)));
        assert_eq!(thousandths(b"68"), Ok(Some(68_000)));
    }

    #[test]
    fn dates_are_eight_digits_of_a_year_that_can_be() {
        assert_eq!(date(b"20250203"), Some(jiff::civil::date(2025, 2, 3)));
        assert_eq!(
            date(b"20250203-20250205"),
            Some(jiff::civil::date(2025, 2, 3))
        );
        for text in [
            "",
            "2025",
            "20251340",
            "11111111",
            "99999999",
            "202502031",
            "2025-02-03",
        ] {
            assert_eq!(date(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_composite_is_split_by_its_own_separator_when_the_envelope_is_wrong() {
        let pieces = |text: &'static str, separator| -> Vec<&'static str> {
            composite(text.as_bytes(), separator)
                .map(|piece| std::str::from_utf8(piece).unwrap())
                .collect()
        };
        assert_eq!(pieces("HC:99213:25", Some(b':')), ["HC", "99213", "25"]);
        assert_eq!(pieces("HC>99213>25", Some(b':')), ["HC", "99213", "25"]);
        assert_eq!(pieces("HC:99213", Some(b'>')), ["HC", "99213"]);
        assert_eq!(pieces("HC^99213", None), ["HC", "99213"]);
        assert_eq!(pieces("99213", Some(b':')), ["99213"]);
        assert_eq!(pieces("", Some(b':')), [""]);
    }

    #[test]
    fn what_cannot_be_a_code_or_number_is_not_kept() {
        for (element, expected) in [("22", "22"), (" 1 ", "1"), ("Doe", ""), ("L,", "")] {
            assert_eq!(short_code(element.as_bytes(), 2), expected);
        }
        assert_eq!(payment_number(b"CHK 00123"), "CHK 00123");
        assert_eq!(payment_number(b"JANE DOE"), "");
    }

    #[test]
    fn text_that_is_no_utf8_is_read_as_windows_1252() {
        assert_eq!(text(b"Gro\xDFe Kasse "), "Gro\u{df}e Kasse");
        assert_eq!(text("Große Kasse".as_bytes()), "Gro\u{df}e Kasse");
    }
}
