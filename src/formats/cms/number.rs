//! Exact numbers from CMS's text, without a detour through binary fractions.

use rust_decimal::Decimal;

/// Digits that fit in the 64 bits of the direct way.
const DIRECT_DIGITS: usize = 18;
/// Decimals kept of a number that a spreadsheet or script wrote as a binary fraction
/// (`33.88719999999999`): CMS's own numbers have at most four.
const NOISE_FREE_DECIMALS: u32 = 6;

/// Reads `12.34`, `.99`, `-0.5`, `1`; `None` for anything else.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut units: i64 = 0;
    let mut places: Option<u32> = None;
    let mut digit_count = 0_usize;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                digit_count += 1;
                if digit_count <= DIRECT_DIGITS {
                    units = units * 10 + i64::from(byte - b'0');
                }
                places = places.map(|count| count + 1);
            }
            b'.' if places.is_none() => places = Some(0),
            _ => return None,
        }
    }
    if digit_count == 0 {
        return None;
    }
    let places = places.unwrap_or(0);
    if digit_count > DIRECT_DIGITS || places > NOISE_FREE_DECIMALS {
        let value: Decimal = text.parse().ok()?;
        return Some(value.round_dp(NOISE_FREE_DECIMALS).normalize());
    }
    Some(Decimal::new(if negative { -units } else { units }, places))
}

/// Reads a small whole number; spreadsheets' trailing `.0` is understood.
pub(super) fn small(text: &str) -> Option<u8> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(
            decimal(text).map(|value| value.to_string()).as_deref(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn numbers_are_read_exactly_and_binary_noise_is_taken_off() {
        check("1.46", Some("1.46"));
        check(".99", Some("0.99"));
        check("1", Some("1"));
        check("-0.50", Some("-0.50"));
        check("36.089600000000004", Some("36.0896"));
        check("33.88719999999999", Some("33.8872"));
        check("0.8590000000000001", Some("0.859"));
        for text in ["", ".", "-", "1.2.3", "1,2", "NA", "1e5", "+1", "\u{661}"] {
            check(text, None);
        }
        check("99999999999999999999999999999999999999999", None);
    }
}
