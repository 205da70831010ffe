//! A payer's headline put to the test: "on average 160 % of Medicare", "an average raise of 17 %".
//!
//! A mean of percentages counts a rare code like a common one. The test weighs every code with the
//! practice's own units.

use rust_decimal::Decimal;
use serde::Serialize;

use super::BasedOn;
use super::code_rates::CodeRates;
use super::rate_model::Projection;
use super::rounding::percent_of;
use crate::domain::{Money, PayerId, Percent, RateKey};

/// Codes listed that explain the gap.
pub const EXPLAINING_CODES: usize = 5;

/// Codes that together make this part of the base are called high-volume, in percent.
const HIGH_VOLUME_PERCENT: Decimal = Decimal::from_parts(75, 0, 0, false, 0);

/// A code whose rate is set against a base: Medicare's amount, or today's rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadlineLine {
    /// Code, price-changing modifiers and setting.
    pub key: RateKey,
    /// Units in the period.
    pub units: Decimal,
    /// What they come to at the base.
    pub base_amount: Money,
    /// What they come to at the rate.
    pub rate_amount: Money,
}

/// A headline and what the practice's services say to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// What it rests on.
    pub based_on: BasedOn,
    /// What is claimed, as a percentage of the base: 160, or 117 for a raise of 17 %.
    pub claimed_percent: Percent,
    /// Mean of the codes' percentages, each code counting once.
    pub simple_mean_percent: Option<Percent>,
    /// The practice's own figure: the ratio of sums.
    pub weighted_percent: Option<Percent>,
    /// Own figure less the claim, in points.
    pub gap_points: Option<Percent>,
    /// Amounts at the rates less amounts at the claimed percentage, in the period.
    pub gap_amount: Money,
    /// Amounts at the base.
    pub base_amount: Money,
    /// Amounts at the rates.
    pub rate_amount: Money,
    /// Amounts at the rates less amounts at the base.
    pub change_amount: Money,
    /// Codes tested.
    pub codes: u64,
    /// The codes that pull farthest in the gap's direction, the farthest first.
    pub explaining: Vec<HeadlineCode>,
    /// Codes, the largest first, that together make 75 % of the amount at the base.
    pub high_volume_codes: u64,
    /// Of these, codes below the claimed percentage.
    pub high_volume_below: u64,
}

/// One code's part in the gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HeadlineCode {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units in the period.
    pub units: Decimal,
    /// Its rate as a percentage of the base.
    pub percent: Option<Percent>,
    /// Its amount at the rate less its amount at the claimed percentage.
    pub gap_amount: Money,
    /// The same as a percentage of the whole gap; over 100 where other codes pull the other way.
    pub percent_of_gap: Option<Percent>,
}

/// Tests a claimed average percentage of Medicare against one payer's allowed amounts.
pub fn test_percent_of_medicare(rates: &CodeRates, payer: PayerId, claimed: Percent) -> Headline {
    let lines = rates.rows.iter().filter_map(|row| {
        let medicare = row.medicare?;
        let rate = row.payers.iter().find(|rate| rate.payer == payer)?;
        (Decimal::ZERO < rate.units).then(|| HeadlineLine {
            key: row.key,
            units: rate.units,
            base_amount: medicare.times(rate.units),
            rate_amount: rate.allowed,
        })
    });
    test_headline(&rates.based_on, claimed, lines.collect())
}

/// Tests a claimed average change against today's rates: 117 is a claimed raise of 17 %.
pub fn test_change(projection: &Projection, claimed: Percent) -> Headline {
    let lines = projection.rows.iter().filter_map(|row| {
        row.proposed?;
        (Money::ZERO < row.current_amount).then_some(HeadlineLine {
            key: row.key,
            units: row.units,
            base_amount: row.current_amount,
            rate_amount: row.proposed_amount,
        })
    });
    test_headline(&projection.based_on, claimed, lines.collect())
}

/// Tests a claimed percentage against codes given one by one.
pub fn test_headline(
    based_on: &BasedOn,
    claimed: Percent,
    mut lines: Vec<HeadlineLine>,
) -> Headline {
    lines.retain(|line| Money::ZERO < line.base_amount);
    lines.sort_by(|left, right| (right.base_amount, left.key).cmp(&(left.base_amount, right.key)));
    let base_amount: Money = lines.iter().map(|line| line.base_amount).sum();
    let rate_amount: Money = lines.iter().map(|line| line.rate_amount).sum();
    let gap_amount = (rate_amount - base_amount.percent(claimed)).rounded();
    let weighted_percent = percent_of(rate_amount, base_amount);
    let (high_volume_codes, high_volume_below) = high_volume(&lines, base_amount, claimed);
    Headline {
        based_on: based_on.clone(),
        claimed_percent: claimed,
        simple_mean_percent: simple_mean(&lines),
        weighted_percent,
        gap_points: weighted_percent.map(|weighted| weighted.minus(claimed)),
        gap_amount,
        base_amount,
        rate_amount,
        change_amount: rate_amount - base_amount,
        codes: lines.len() as u64,
        explaining: explaining(&lines, claimed, gap_amount),
        high_volume_codes,
        high_volume_below,
    }
}

fn simple_mean(lines: &[HeadlineLine]) -> Option<Percent> {
    let sum: Decimal = lines
        .iter()
        .filter_map(|line| line.rate_amount.as_percent_of(line.base_amount))
        .map(Percent::points)
        .sum();
    sum.checked_div(Decimal::from(lines.len()))
        .map(|points| Percent::new(points).rounded(4))
}

fn explaining(lines: &[HeadlineLine], claimed: Percent, gap: Money) -> Vec<HeadlineCode> {
    let mut codes: Vec<HeadlineCode> = lines
        .iter()
        .map(|line| {
            let gap_amount = (line.rate_amount - line.base_amount.percent(claimed)).rounded();
            HeadlineCode {
                key: line.key,
                units: line.units,
                percent: percent_of(line.rate_amount, line.base_amount),
                gap_amount,
                percent_of_gap: gap_amount
                    .as_percent_of(gap)
                    .map(|percent| percent.rounded(4)),
            }
        })
        .filter(|code| {
            !code.gap_amount.is_zero() && code.gap_amount.is_negative() == gap.is_negative()
        })
        .collect();
    let size = |code: &HeadlineCode| code.gap_amount.dollars().abs();
    codes.sort_by(|left, right| (size(right), left.key).cmp(&(size(left), right.key)));
    codes.truncate(EXPLAINING_CODES);
    codes
}

/// Counts the high-volume codes and those of them below the claim; `lines` are largest first.
fn high_volume(lines: &[HeadlineLine], base_amount: Money, claimed: Percent) -> (u64, u64) {
    let goal = base_amount.percent(Percent::new(HIGH_VOLUME_PERCENT));
    let mut reached = Money::ZERO;
    let (mut codes, mut below) = (0, 0);
    for line in lines {
        if goal <= reached {
            break;
        }
        reached += line.base_amount;
        codes += 1;
        if line.rate_amount < line.base_amount.percent(claimed) {
            below += 1;
        }
    }
    (codes, below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::sample::{dollars, percent, worked_rates};

    #[test]
    fn an_average_of_percentages_is_not_what_the_practice_is_paid() {
        let rates = code_rates(&worked_rates().input());
        let headline = test_percent_of_medicare(&rates, PayerId(1), percent("178.7"));
        let summary = &rates.payers[0].summary;
        assert_eq!(headline.simple_mean_percent, summary.simple_mean_percent);
        assert_eq!(headline.weighted_percent, summary.weighted_percent);
        assert_eq!(headline.gap_points.unwrap().to_string(), "-47.3");
        // 1,059,110.20 less 178.7 % of 806,103.20.
        assert_eq!(headline.gap_amount, dollars("-381396.22"));
        let explaining: Vec<String> = headline
            .explaining
            .iter()
            .map(|code| format!("{} {}", code.key.code, code.percent_of_gap.unwrap()))
            .collect();
        assert_eq!(explaining, ["EX001 50.8", "EX002 50.8"]);
        assert_eq!(
            (headline.high_volume_codes, headline.high_volume_below),
            (2, 2)
        );
    }

    #[test]
    fn a_modest_claim_is_exceeded() {
        let rates = code_rates(&worked_rates().input());
        let headline = test_percent_of_medicare(&rates, PayerId(1), percent("120"));
        assert!(Money::ZERO < headline.gap_amount);
        assert_eq!(headline.explaining.len(), EXPLAINING_CODES);
        assert_eq!(headline.high_volume_below, 0);
    }

    #[test]
    fn a_claim_without_services_to_test_it_on_has_no_figures() {
        let headline = test_headline(&BasedOn::default(), percent("160"), Vec::new());
        assert_eq!(headline.simple_mean_percent, None);
        assert_eq!(headline.weighted_percent, None);
        assert!(headline.explaining.is_empty());
    }
}
