//! The one rounding of what a report divides.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{Money, Percent, shares};

/// Divides an amount by units (or visits, or RVUs), to the ten-thousandth of a dollar; `None` where
/// the units are not above zero.
pub fn per_unit(amount: Money, units: Decimal) -> Option<Money> {
    if units <= Decimal::ZERO {
        return None;
    }
    amount.per(units).map(|rate| {
        Money::new(
            rate.dollars()
                .round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero),
        )
    })
}

/// Returns a part as a percentage of a whole, to four decimals; `None` where the whole is not above
/// zero.
pub fn percent_of(part: Money, whole: Money) -> Option<Percent> {
    if whole <= Money::ZERO {
        return None;
    }
    part.as_percent_of(whole).map(|percent| percent.rounded(4))
}

/// Returns each part's share of their sum to one decimal, adding up to 100.0.
///
/// Where reversals leave a part below zero the shares are rounded one by one and need not add up.
/// `None` in every place where the sum is not above zero.
pub fn share_column(parts: &[Decimal]) -> Vec<Option<Percent>> {
    if let Some(column) = shares(parts) {
        return column
            .into_iter()
            .map(|share| Some(share.rounded(1)))
            .collect();
    }
    let whole: Decimal = parts.iter().sum();
    parts
        .iter()
        .map(|part| {
            if whole <= Decimal::ZERO {
                return None;
            }
            Percent::ratio(*part, whole).map(|share| share.rounded(1))
        })
        .collect()
}
