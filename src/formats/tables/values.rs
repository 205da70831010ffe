//! Single cells as offices write them: amounts, counts, codes, modifiers, places. Dates are in
//! `dates`.

use crate::domain::{Invalid, Modifier, Modifiers, PlaceOfService, ProcedureCode, Setting};

use super::rows::text_of;

/// Largest amount read, in ten-thousandths of a dollar: a trillion dollars. It keeps every sum of
/// a file in range; no practice bills more.
const MAX_AMOUNT: i64 = 10_000_000_000_000_000;

/// A cell that should hold a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// Nothing, or a word for nothing (`N/A`, `NULL`, `-`).
    Blank,
    /// The number times its scale; `rounded` where digits beyond the scale were lost.
    Value { scaled: i64, rounded: bool },
    /// Something else.
    Unreadable,
}

/// Reads an amount in whole cents.
pub(super) fn cents(cell: &[u8]) -> Number {
    number(cell, 2)
}

/// Reads an amount in whole cents that leaves out its point before so many last digits: with 2,
/// `12345` is 123.45. An amount with a point is read as written.
pub(super) fn cents_implied(cell: &[u8], implied_decimals: u8) -> Number {
    if implied_decimals == 0 || cell.contains(&b'.') {
        return cents(cell);
    }
    let Number::Value { scaled, .. } = number(cell, 0) else {
        return cents(cell);
    };
    let ten_to = |power: u8| 10_i64.checked_pow(u32::from(power));
    let found = if implied_decimals <= 2 {
        ten_to(2 - implied_decimals)
            .and_then(|factor| scaled.checked_mul(factor))
            .map(|scaled| (scaled, false))
    } else {
        ten_to(implied_decimals - 2).map(|divisor| {
            // Half away from zero.
            let half = divisor / 2 * scaled.signum();
            ((scaled + half) / divisor, scaled % divisor != 0)
        })
    };
    match found {
        Some((scaled, rounded)) if scaled.abs() <= MAX_AMOUNT => Number::Value { scaled, rounded },
        _ => Number::Unreadable,
    }
}

/// Reads a rate in ten-thousandths of a dollar.
pub(super) fn ten_thousandths(cell: &[u8]) -> Number {
    number(cell, 4)
}

/// Reads units in thousandths.
pub(super) fn thousandths(cell: &[u8]) -> Number {
    number(cell, 3)
}

/// Reads a whole, non-negative count.
pub(super) fn count(cell: &[u8]) -> Result<Option<u32>, Invalid> {
    let refuse = || Invalid::new("is not a whole number");
    match number(cell, 0) {
        Number::Blank => Ok(None),
        Number::Value {
            scaled,
            rounded: false,
        } => u32::try_from(scaled).map(Some).map_err(|_error| refuse()),
        Number::Value { .. } | Number::Unreadable => Err(refuse()),
    }
}

/// Reads a number scaled by ten to the power of `places`, rounding half away from zero.
fn number(cell: &[u8], places: u32) -> Number {
    // The usual case first: digits, at most one point, nothing else.
    plain(cell, places, Sign::Plus).unwrap_or_else(|| dressed(cell, places))
}

#[derive(Clone, Copy)]
enum Sign {
    Plus,
    Minus,
}

/// Reads digits with at most one point; `None` for anything else, and for more digits than fit.
fn plain(digits: &[u8], places: u32, sign: Sign) -> Option<Number> {
    let mut value: i64 = 0;
    let mut decimals: Option<u32> = None;
    let mut rounded = false;
    let mut round_up = false;
    let mut any = false;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {
                any = true;
                let digit = i64::from(byte - b'0');
                match &mut decimals {
                    Some(seen) if *seen >= places => {
                        round_up |= *seen == places && digit >= 5;
                        rounded |= digit != 0;
                        *seen += 1;
                        continue;
                    }
                    Some(seen) => *seen += 1,
                    None => {}
                }
                value = value.checked_mul(10)?.checked_add(digit)?;
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    if !any {
        return None;
    }
    let missing = places.saturating_sub(decimals.unwrap_or(0));
    value = value.checked_mul(10_i64.checked_pow(missing)?)?;
    value = value.checked_add(i64::from(round_up))?;
    if value > MAX_AMOUNT {
        return None;
    }
    let scaled = match sign {
        Sign::Plus => value,
        Sign::Minus => -value,
    };
    Some(Number::Value { scaled, rounded })
}

/// Takes off signs, parentheses, dollar signs and thousands commas.
fn dressed(cell: &[u8], places: u32) -> Number {
    let text = text_of(cell);
    let mut body = text.trim().trim_matches('\0');
    if is_word_for_nothing(body) {
        return Number::Blank;
    }
    let mut minus = false;
    if let Some(inner) = body
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        minus = true;
        body = inner.trim();
    }
    // A credit balance, as ledgers mark it.
    for mark in ["CR", "cr", "-"] {
        if let Some(rest) = body.strip_suffix(mark) {
            minus = !minus;
            body = rest.trim_end();
        }
    }
    loop {
        body = body.trim_start();
        if let Some(rest) = body.strip_prefix(['-', '\u{2212}']) {
            minus = !minus;
            body = rest;
        } else if let Some(rest) = body.strip_prefix(['$', '+']).or(body.strip_prefix("USD")) {
            body = rest;
        } else {
            break;
        }
    }
    let sign = if minus { Sign::Minus } else { Sign::Plus };
    let found = if body.contains(',') {
        without_commas(body).and_then(|digits| plain(digits.as_bytes(), places, sign))
    } else {
        plain(body.as_bytes(), places, sign)
    };
    found.unwrap_or(Number::Unreadable)
}

/// Drops commas that part thousands; `None` when they part anything else (`12,50`).
fn without_commas(body: &str) -> Option<String> {
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = !first.is_empty() && groups.all(|group| group.len() == 3);
    (grouped && !fraction.contains(','))
        .then(|| body.chars().filter(|&letter| letter != ',').collect())
}

fn is_word_for_nothing(text: &str) -> bool {
    text.is_empty()
        || text.bytes().all(|byte| byte == b'-')
        || [
            "n/a",
            "na",
            "#n/a",
            "null",
            "none",
            "nan",
            "not applicable",
            "(null)",
            "\u{2014}",
        ]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word))
}

/// What the code cell of a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeCell {
    /// A code, and the modifiers written behind it.
    Code(ProcedureCode, Modifiers),
    /// Nothing.
    Blank,
    /// The word total: a row of sums.
    Total,
    /// Several codes in one cell.
    Several,
    /// Something else.
    Unreadable,
}

/// Reads codes, which hold a digit each: `99213`, `100` (zeros lost), `99213-25`, `99213,25,59`, `9921325`, `99213 - words`.
pub(super) fn code(cell: &[u8]) -> CodeCell {
    let text = text_of(cell);
    let text = text.trim().trim_start_matches('\'');
    if is_word_for_nothing(text) {
        return CodeCell::Blank;
    }
    if is_total(text) {
        return CodeCell::Total;
    }
    let whole = text
        .split_once('.')
        .filter(|(_, rest)| !rest.is_empty() && rest.bytes().all(|byte| byte == b'0'));
    let text = whole.map_or(text, |(code, _)| code);
    if let Some((code, modifier)) = run_together(text) {
        return CodeCell::Code(code, Modifiers::of([modifier]));
    }
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    if let Ok(code) = ProcedureCode::from_code_column(text) {
        // A word may be anything, a person's name too.
        return if has_digit(text) {
            CodeCell::Code(code, Modifiers::NONE)
        } else {
            CodeCell::Unreadable
        };
    }
    let mut pieces = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|piece| !piece.is_empty());
    let Some(Ok(code)) = pieces.next().map(ProcedureCode::from_code_column) else {
        return CodeCell::Unreadable;
    };
    // Words behind a code are its description; two letters or digits are a modifier.
    if !code.is_hcpcs_shaped() || !has_digit(code.as_str()) {
        return CodeCell::Unreadable;
    }
    let mut modifiers = Modifiers::NONE;
    for piece in pieces {
        match Modifier::new(piece) {
            Ok(modifier) if piece.len() == 2 => modifiers.insert(modifier),
            _ if looks_like_code(piece.as_bytes()) => return CodeCell::Several,
            _ => break,
        }
    }
    CodeCell::Code(code, modifiers)
}

/// Parts a code from the modifier written onto it: `9921325`.
fn run_together(text: &str) -> Option<(ProcedureCode, Modifier)> {
    let (code, modifier) = text
        .split_at_checked(5)
        .filter(|(_, rest)| rest.len() == 2)?;
    if !looks_like_code(code.as_bytes()) {
        return None;
    }
    let code = ProcedureCode::from_code_column(code).ok()?;
    Some((code, Modifier::new(modifier).ok()?))
}

/// Whether text begins with a word that heads a row of sums.
pub(super) fn is_total(text: &str) -> bool {
    let upper = text.trim().to_ascii_uppercase();
    let first = upper
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .find(|word| !word.is_empty());
    matches!(
        first,
        Some("TOTAL" | "TOTALS" | "SUBTOTAL" | "SUBTOTALS" | "GRAND" | "SUM" | "TRL" | "TRAILER")
    ) || upper.ends_with(" TOTAL")
        || upper.ends_with(" TOTALS")
}

/// Whether a cell has the shape of a CPT or HCPCS code: `99213`, `G2211`, `0001F`.
pub(super) fn looks_like_code(cell: &[u8]) -> bool {
    let [first, middle @ .., last] = cell else {
        return false;
    };
    cell.len() == 5
        && middle.iter().all(u8::is_ascii_digit)
        && (first.is_ascii_digit() || (first.is_ascii_uppercase() && last.is_ascii_digit()))
        && last.is_ascii_alphanumeric()
}

/// Reads a modifier cell: `25`, `25 59`, `2559`, or a component in words.
pub(super) fn modifiers(cell: &[u8]) -> Result<Modifiers, Invalid> {
    let text = text_of(cell);
    let text = text.trim();
    if is_word_for_nothing(text) || text == "00" || text == "0" {
        return Ok(Modifiers::NONE);
    }
    for (word, modifier) in [
        ("glob", None),
        ("prof", Some(Modifier::PROFESSIONAL)),
        ("tech", Some(Modifier::TECHNICAL)),
    ] {
        if text
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
        {
            return Ok(Modifiers::of(modifier));
        }
    }
    let text = text.strip_suffix(".0").unwrap_or(text);
    Modifiers::from_text(text)
}

/// Which setting a cell of a fee schedule means; `Ok(None)` for both.
pub(super) fn setting(cell: &[u8]) -> Result<Option<Setting>, Invalid> {
    let text = text_of(cell);
    let letters: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    match letters.as_str() {
        "" | "ALL" | "ANY" | "BOTH" | "GLOBAL" | "NA" | "1122" | "00" | "0" => return Ok(None),
        "NF" | "N" | "NONFAC" | "NONFACILITY" | "OFFICE" | "NFAC" | "OFF" => {
            return Ok(Some(Setting::NonFacility));
        }
        "F" | "FAC" | "FACILITY" | "HOSPITAL" | "INPATIENT" | "OUTPATIENT" | "ASC" => {
            return Ok(Some(Setting::Facility));
        }
        _ => {}
    }
    place(cell)?.map_or_else(
        || {
            Err(Invalid::new(
                "is not a setting (use facility, non-facility or a place of service)",
            ))
        },
        |place| Ok(Some(place.setting())),
    )
}

/// Reads a place of service by number or word; `Ok(None)` when blank.
pub(super) fn place(cell: &[u8]) -> Result<Option<PlaceOfService>, Invalid> {
    let text = text_of(cell);
    let text = text.trim();
    if is_word_for_nothing(text) {
        return Ok(None);
    }
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return PlaceOfService::from_text(text).map(Some);
    }
    let upper = text.to_ascii_uppercase();
    // CMS place-of-service code set; the first that the text contains decides.
    let found = [
        ("NON", 11),
        ("OFFICE", 11),
        ("CLINIC", 11),
        ("TELEHEALTH", 10),
        ("EMERGENCY", 23),
        ("OUTPATIENT", 22),
        ("INPATIENT", 21),
        ("SURG", 24),
        ("ASC", 24),
        ("URGENT", 20),
        ("SKILLED", 31),
        ("NURSING", 32),
        ("HOME", 12),
        ("LAB", 81),
        ("HOSPITAL", 22),
        ("FAC", 22),
    ]
    .into_iter()
    .find(|(word, _)| upper.contains(word))
    .map(|(_, number)| PlaceOfService(number))
    .or(match upper.as_str() {
        "NF" => Some(PlaceOfService::OFFICE),
        "F" => Some(PlaceOfService(22)),
        _ => None,
    });
    found
        .map(Some)
        .ok_or_else(|| Invalid::new("is not a place of service"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_cents(text: &str, expected: Option<i64>) {
        let found = match cents(text.as_bytes()) {
            Number::Value { scaled, .. } => Some(scaled),
            Number::Blank | Number::Unreadable => None,
        };
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn amounts_are_read_as_offices_write_them() {
        for (text, expected) in [
            ("$1,540.00 ", 154_000),
            ("\"$2,362.00 \"".trim_matches('"'), 236_200),
            ("1,234.56", 123_456),
            ("(123.45)", -12_345),
            ("($123.45)", -12_345),
            ("-123.45", -12_345),
            ("-$123.45", -12_345),
            ("$(5)", 0),
            ("123.45-", -12_345),
            ("12.00CR", -1_200),
            ("$ 2.42", 242),
            ("0", 0),
            (".5", 50),
            ("5.", 500),
            ("0001339.81", 133_981),
            ("\u{a0}7.10\u{a0}", 710),
            ("1.005", 101),
            ("1.00499", 100),
        ] {
            if text == "$(5)" {
                check_cents(text, None);
            } else {
                check_cents(text, Some(expected));
            }
        }
        for text in [
            "By Report",
            "12,50",
            "1.2.3",
            "12a",
            "1e5",
            "99999999999999999999",
            "$",
        ] {
            assert_eq!(cents(text.as_bytes()), Number::Unreadable, "{text}");
        }
        for text in ["", "  ", "N/A", "Not Applicable", "-", "NULL"] {
            assert_eq!(cents(text.as_bytes()), Number::Blank, "{text}");
        }
    }

    #[test]
    fn digits_beyond_the_scale_are_rounded_and_said_so() {
        let value = |scaled, rounded| Number::Value { scaled, rounded };
        assert_eq!(ten_thousandths(b"137.581"), value(1_375_810, false));
        assert_eq!(cents(b"137.500"), value(13_750, false));
        assert_eq!(cents(b"(0.125)"), value(-13, true));
        assert_eq!(thousandths(b"2"), value(2_000, false));
        assert_eq!(count(b"12"), Ok(Some(12)));
        assert_eq!(count(b"12.0"), Ok(Some(12)));
        assert!(count(b"12.5").is_err());
        assert!(count(b"-1").is_err());
    }

    fn check_code(text: &str, expected: &str) {
        let shown = match code(text.as_bytes()) {
            CodeCell::Code(code, modifiers) => format!("{code} {modifiers}").trim().to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn codes_come_with_modifiers_words_and_lost_zeros() {
        check_code("99213", "99213");
        check_code("99213-25", "99213 25");
        check_code("99213,25", "99213 25");
        check_code("99213 59 26", "99213 26 59");
        check_code("9921325", "99213 25");
        check_code("100", "00100");
        check_code("99213.0", "99213");
        check_code("\t83615", "83615");
        check_code("'00100", "00100");
        check_code("g2211", "G2211");
        check_code("99213 - Office visit", "99213");
        check_code("99204,82947,99406", "Several");
        check_code("Grand Total", "Total");
        check_code("Total", "Total");
        check_code("", "Blank");
        check_code("office visit", "Unreadable");
        check_code("ZEBEDIAH", "Unreadable");
        check_code("nshow1", "NSHOW1");
    }

    #[test]
    fn modifiers_and_settings_may_be_words() {
        assert_eq!(modifiers(b"Professional").unwrap().to_string(), "26");
        assert_eq!(modifiers(b"Tech comp").unwrap().to_string(), "TC");
        assert!(modifiers(b"2+").is_err());
        assert_eq!(modifiers(b"  ").unwrap(), Modifiers::NONE);
        assert_eq!(modifiers(b"25,59").unwrap().to_string(), "25 59");
        for (text, expected) in [
            ("NF", Some(Setting::NonFacility)),
            ("Non-Facility", Some(Setting::NonFacility)),
            ("F", Some(Setting::Facility)),
            ("Facility", Some(Setting::Facility)),
            ("11", Some(Setting::NonFacility)),
            ("22", Some(Setting::Facility)),
            ("11/22", None),
            ("", None),
        ] {
            assert_eq!(setting(text.as_bytes()), Ok(expected), "{text}");
        }
        assert!(setting(b"Article28").is_err());
        assert_eq!(place(b"11 - Office"), Ok(Some(PlaceOfService(11))));
        assert_eq!(place(b"Outpatient Hospital"), Ok(Some(PlaceOfService(22))));
        assert_eq!(place(b" "), Ok(None));
    }
}
