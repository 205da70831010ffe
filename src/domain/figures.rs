//! Numbers as printed: thousands separators, fixed decimals, a real minus. Rounded half away from
//! zero, once, here.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Money, Percent};

/// U+2212, as wide as a figure in a tabular face.
const MINUS: char = '\u{2212}';

/// Writes dollars and cents: `1,234.50`.
pub fn money(amount: Money) -> String {
    signed(amount.dollars(), 2, "", Sign::OnlyMinus)
}

/// Writes a rate in dollars and cents; rates that need it keep up to four decimals.
pub fn rate(amount: Money) -> String {
    let places = amount.dollars().normalize().scale().clamp(2, 4);
    signed(amount.dollars(), places, "", Sign::OnlyMinus)
}

/// Writes whole dollars: `$1,235`.
pub fn dollars(amount: Money) -> String {
    signed(amount.dollars(), 0, "$", Sign::OnlyMinus)
}

/// Writes whole dollars that change: `+$1,235`, `−$1,235`, `$0`.
pub fn dollar_change(amount: Money) -> String {
    signed(amount.dollars(), 0, "$", Sign::Always)
}

/// Writes a percentage to one decimal, without the sign for percent: `131.4`.
pub fn percent(percent: Percent) -> String {
    signed(percent.points(), 1, "", Sign::OnlyMinus)
}

/// Writes a percentage that changes: `+3.0`.
pub fn percent_change(percent: Percent) -> String {
    signed(percent.points(), 1, "", Sign::Always)
}

/// Writes a count, with at most three decimals and none that are zero.
pub fn count(number: Decimal) -> String {
    let rounded = number
        .round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    signed(rounded, rounded.scale(), "", Sign::OnlyMinus)
}

/// Rounds a count to whole units.
pub fn whole(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
}

/// Writes a day as letters do: `October 1, 2025`.
pub fn day(date: Date) -> String {
    date.strftime("%B %-d, %Y").to_string()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    OnlyMinus,
    Always,
}

fn signed(value: Decimal, places: u32, currency: &str, sign: Sign) -> String {
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let digits = format!("{:.width$}", rounded.abs(), width = places as usize);
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits.as_str(), None),
    };
    let mut text = String::with_capacity(digits.len() + 8);
    if rounded.is_zero() {
        // Neither more nor less: no sign.
    } else if rounded.is_sign_negative() {
        text.push(MINUS);
    } else if sign == Sign::Always {
        text.push('+');
    }
    text.push_str(currency);
    for (digit_idx, digit) in whole.chars().enumerate() {
        if digit_idx > 0 && (whole.len() - digit_idx).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_separators_fixed_decimals_and_a_real_minus() {
        let amount = Money::from_cents(-105_911_020);
        assert_eq!(money(amount), "\u{2212}1,059,110.20");
        assert_eq!(dollars(-amount), "$1,059,110");
        assert_eq!(dollar_change(-amount), "+$1,059,110");
        assert_eq!(dollar_change(Money::from_cents(-49)), "$0");
        assert_eq!(percent(Percent::new(Decimal::new(13_138, 2))), "131.4");
        assert_eq!(
            percent_change(Percent::new(Decimal::new(-87, 2))),
            "\u{2212}0.9"
        );
        assert_eq!(count(Decimal::new(8_330_500, 3)), "8,330.5");
        assert_eq!(count(Decimal::from(999)), "999");
        assert_eq!(rate(Money::from_ten_thousandths(1_375_810)), "137.581");
    }

    #[test]
    fn days_are_written_as_letters_do() {
        assert_eq!(day(jiff::civil::date(2025, 10, 1)), "October 1, 2025");
    }
}
