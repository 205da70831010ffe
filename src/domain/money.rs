//! Dollar amounts. Exact decimals; one rounding, half-up, at the end of a calculation.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Invalid, Percent};

/// A US dollar amount, exact. Not rounded unless [`Money::rounded`] was called.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(Decimal);

impl Money {
    /// No dollars.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Wraps an exact dollar amount.
    pub const fn new(dollars: Decimal) -> Self {
        Self(dollars)
    }

    /// Builds an amount from whole cents.
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// Builds an amount from ten-thousandths of a dollar, the unit rates are stored in.
    pub fn from_ten_thousandths(units: i64) -> Self {
        Self(Decimal::new(units, 4).normalize())
    }

    /// Returns the exact dollars.
    pub const fn dollars(self) -> Decimal {
        self.0
    }

    /// Rounds to whole cents, half away from zero (CMS's half-up for the positive amounts it pays).
    #[must_use]
    pub fn rounded(self) -> Self {
        Self(
            self.0
                .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero),
        )
    }

    /// Returns whole cents, rounded half away from zero.
    ///
    /// # Errors
    /// When the amount does not fit in 64 bits of cents (over 92 quadrillion dollars).
    pub fn cents(self) -> Result<i64, Invalid> {
        scaled_integer(self.0, 2)
    }

    /// Returns whole ten-thousandths of a dollar, rounded half away from zero.
    ///
    /// # Errors
    /// When the amount does not fit in 64 bits.
    pub fn ten_thousandths(self) -> Result<i64, Invalid> {
        scaled_integer(self.0, 4)
    }

    /// Multiplies by a plain number (units, a share, an RVU count). The result is not rounded.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Self {
        Self(self.0.saturating_mul(factor))
    }

    /// Divides by a plain number; `None` when it is zero. The result is not rounded.
    pub fn per(self, divisor: Decimal) -> Option<Self> {
        self.0.checked_div(divisor).map(Self)
    }

    /// Takes a percentage of the amount. The result is not rounded.
    #[must_use]
    pub fn percent(self, percent: Percent) -> Self {
        self.times(percent.fraction())
    }

    /// Returns this amount as a percentage of `whole`; `None` when `whole` is zero.
    pub fn as_percent_of(self, whole: Self) -> Option<Percent> {
        Percent::ratio(self.0, whole.0)
    }

    /// Whether the amount is exactly zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether the amount is below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// Reads an amount as offices and payers write it: `$1,540.00`, `(123.45)`, `123.45-`, `0.5`.
    ///
    /// # Errors
    /// When nothing but a plain number remains of the text is not the case.
    pub fn from_text(text: &str) -> Result<Self, Invalid> {
        let refuse = || Invalid::new(format!("\u{201c}{}\u{201d} is not an amount", text.trim()));
        let mut body = text.trim();
        let mut negative = false;
        if let Some(inner) = body
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
        {
            negative = true;
            body = inner.trim();
        }
        if let Some(rest) = body.strip_suffix('-') {
            negative = !negative;
            body = rest.trim();
        }
        if let Some(rest) = body.strip_prefix(['-', '\u{2212}']) {
            negative = !negative;
            body = rest.trim();
        }
        body = body.strip_prefix('$').unwrap_or(body).trim();
        if let Some(rest) = body.strip_prefix('-') {
            negative = !negative;
            body = rest;
        }
        if !body.bytes().any(|byte| byte.is_ascii_digit())
            || !body
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
        {
            return Err(refuse());
        }
        let digits: String = body.chars().filter(|&letter| letter != ',').collect();
        let value: Decimal = digits.parse().map_err(|_error| refuse())?;
        Ok(Self(if negative { -value } else { value }))
    }
}

fn scaled_integer(value: Decimal, places: u32) -> Result<i64, Invalid> {
    let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    rounded
        .checked_mul(Decimal::from(10_i64.pow(places)))
        .and_then(|scaled| i64::try_from(scaled.trunc()).ok())
        .ok_or_else(|| Invalid::new(format!("{value} is too large an amount")))
}

impl fmt::Display for Money {
    /// Plain decimal with at least two places, no sign for currency and no grouping: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.0.normalize().scale().clamp(2, 4) as usize;
        write!(
            f,
            "{:.places$}",
            self.0
                .round_dp_with_strategy(places as u32, RoundingStrategy::MidpointAwayFromZero)
        )
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Self> for Money {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, cents: i64) {
        assert_eq!(
            Money::from_text(text).unwrap(),
            Money::from_cents(cents),
            "{text}"
        );
    }

    #[test]
    fn amounts_are_read_as_offices_write_them() {
        check("$1,540.00 ", 154_000);
        check("(123.45)", -12_345);
        check("123.45-", -12_345);
        check("-123.45", -12_345);
        check("-$12", -1_200);
        check("$-12", -1_200);
        check("$ 2.42", 242);
        check("0001339.81", 133_981);
        for text in ["", "N/A", "By Report", "$", "1.2.3", "12a", "--"] {
            assert!(Money::from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let half: Decimal = "0.005".parse().unwrap();
        assert_eq!(Money::new(half).rounded(), Money::from_cents(1));
        assert_eq!(Money::new(-half).rounded(), Money::from_cents(-1));
        assert_eq!(Money::new("2.675".parse().unwrap()).cents(), Ok(268));
    }

    #[test]
    fn amounts_print_with_two_places_and_rates_with_up_to_four() {
        assert_eq!(Money::from_cents(5).to_string(), "0.05");
        assert_eq!(
            Money::from_ten_thousandths(1_375_810).to_string(),
            "137.581"
        );
        assert_eq!(Money::from_cents(-123_450).to_string(), "-1234.50");
    }
}
