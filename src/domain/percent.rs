//! Percentages, and shares of a whole that add up to it.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// A percentage, exact: 131.4 is 131.4 %.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Percent(Decimal);

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The whole.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    /// Wraps percentage points: `new(131.4)` is 131.4 %.
    pub const fn new(points: Decimal) -> Self {
        Self(points)
    }

    /// Returns `part` as a percentage of `whole`; `None` when `whole` is zero or the result is
    /// beyond what a decimal holds.
    pub fn ratio(part: Decimal, whole: Decimal) -> Option<Self> {
        part.checked_div(whole)?
            .checked_mul(Decimal::ONE_HUNDRED)
            .map(Self)
    }

    /// Returns the percentage points.
    pub const fn points(self) -> Decimal {
        self.0
    }

    /// Returns the percentage as a plain factor: 131.4 % is 1.314.
    pub fn fraction(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }

    /// Rounds to `places` decimals of a point, half away from zero.
    #[must_use]
    pub fn rounded(self, places: u32) -> Self {
        Self(
            self.0
                .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero),
        )
    }

    /// Returns the difference in points.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Percent {
    /// One decimal and no sign: `131.4`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.rounded(1).0)
    }
}

/// Returns each part's share of their sum to one decimal, adding up to exactly 100.0 %.
///
/// Largest-remainder rounding; ties go to the earlier part. `None` when the sum is zero or a part
/// is negative and would have to be shown as a negative share.
pub fn shares(parts: &[Decimal]) -> Option<Vec<Percent>> {
    let whole: Decimal = parts.iter().sum();
    if whole <= Decimal::ZERO || parts.iter().any(|part| *part < Decimal::ZERO) {
        return None;
    }
    let mut tenths = Vec::with_capacity(parts.len());
    let mut remainders = Vec::with_capacity(parts.len());
    for (part_idx, part) in parts.iter().enumerate() {
        let exact = part
            .checked_mul(Decimal::ONE_THOUSAND)?
            .checked_div(whole)?;
        tenths.push(exact.trunc());
        remainders.push((exact.fract(), part_idx));
    }
    let missing = Decimal::ONE_THOUSAND - tenths.iter().sum::<Decimal>();
    remainders.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    let missing = usize::try_from(missing.trunc()).unwrap_or(0);
    for (_remainder, part_idx) in remainders.into_iter().take(missing) {
        tenths[part_idx] += Decimal::ONE;
    }
    Some(
        tenths
            .into_iter()
            .map(|tenth| Percent(tenth / Decimal::TEN))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(parts: &[i64]) -> Vec<String> {
        let parts: Vec<Decimal> = parts.iter().copied().map(Decimal::from).collect();
        shares(&parts)
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn shares_of_the_worked_payer_mix_add_up_to_one_hundred() {
        assert_eq!(
            shown(&[4_000, 2_500, 2_800, 700]),
            ["40.0", "25.0", "28.0", "7.0"]
        );
        // Rounded one by one these charges add up to 99.9.
        assert_eq!(
            shown(&[1_200_000, 800_000, 900_000, 150_000]),
            ["39.4", "26.2", "29.5", "4.9"]
        );
        assert_eq!(
            shown(&[620_000, 330_000, 310_000, 70_000]),
            ["46.6", "24.8", "23.3", "5.3"]
        );
    }

    #[test]
    fn a_share_of_nothing_is_no_share() {
        assert_eq!(shares(&[Decimal::ZERO, Decimal::ZERO]), None);
        assert_eq!(Percent::ratio(Decimal::ONE, Decimal::ZERO), None);
    }
}
