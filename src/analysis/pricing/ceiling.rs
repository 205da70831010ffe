//! The billed charge as a ceiling: line by line, or for the claim as a whole.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::line_at_work::{LineAtWork, StepText};
use crate::analysis::medicare_price::{PriceStep, StepKind, StepUnit};
use crate::domain::{LesserOf, Money};

/// Holds the lines' amounts down to what was billed; returns the claim's step where its sum was.
pub(super) fn hold_down(lines: &mut [LineAtWork<'_>], rule: LesserOf) -> Option<PriceStep> {
    match rule {
        LesserOf::None => None,
        LesserOf::PerLine => {
            for line in lines.iter_mut().filter(|line| line.is_priced()) {
                hold_down_line(line);
            }
            None
        }
        LesserOf::PerClaim => hold_down_claim(lines),
    }
}

fn hold_down_line(line: &mut LineAtWork<'_>) {
    let Some(charge) = line.charge else {
        line.caution(|| "No charge is known, so the rate was not compared with it".to_owned());
        return;
    };
    let rate = line.amount;
    line.set(rate.min(charge), StepKind::LesserOf, |line| StepText {
        label: "Lesser of rate and charge".to_owned(),
        expression: format!("lower of {rate} and {charge}"),
        source: line.policy(),
    });
}

/// Compares sums, and divides a lower sum of charges between the lines by their rates, so that their
/// cents add up to it.
fn hold_down_claim(lines: &mut [LineAtWork<'_>]) -> Option<PriceStep> {
    let mut rates = Money::ZERO;
    let mut charges = Money::ZERO;
    let mut all_charged = true;
    for line in lines.iter().filter(|line| line.is_priced()) {
        rates += line.amount.rounded();
        all_charged &= line.line.charge.is_some();
        charges += line.line.charge.unwrap_or_default();
    }
    if !all_charged {
        for line in lines.iter_mut().filter(|line| line.is_priced()) {
            line.caution(|| {
                "Not all charges are known, so rates were not compared with them".to_owned()
            });
        }
        return None;
    }
    if rates <= charges {
        return None;
    }
    divide(lines, rates, charges.rounded());
    Some(PriceStep {
        kind: StepKind::LesserOf,
        label: "Lesser of rates and charges".to_owned(),
        expression: format!("lower of {rates} and {charges}"),
        amount: charges.dollars(),
        unit: StepUnit::Dollars,
        source: lines.first().map(LineAtWork::policy).unwrap_or_default(),
    })
}

/// Gives each line its part in whole cents; cents left over go to the largest remainders.
fn divide(lines: &mut [LineAtWork<'_>], rates: Money, whole: Money) {
    let cent = Decimal::new(1, 2);
    let mut left = whole;
    let mut parts: Vec<(usize, Money, Money)> = Vec::with_capacity(lines.len());
    for (line_idx, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.is_priced())
    {
        let exact = whole
            .times(line.amount.rounded().dollars())
            .per(rates.dollars())
            .unwrap_or_default();
        let cents = Money::new(exact.dollars().trunc_with_scale(2));
        left -= cents;
        parts.push((line_idx, cents, exact - cents));
    }
    parts.sort_by_key(|(line_idx, _, remainder)| {
        let tie_break = lines.get(*line_idx).map(LineAtWork::tie_break);
        (Reverse(*remainder), tie_break)
    });
    for (line_idx, cents, _) in parts {
        let one = Money::new(cent.min(left.dollars()));
        left -= one;
        if let Some(line) = lines.get_mut(line_idx) {
            let rate = line.amount.rounded();
            line.set(cents + one, StepKind::LesserOf, |line| StepText {
                label: "Part of the claim\u{2019}s charges".to_owned(),
                expression: format!("{whole} \u{d7} {rate} \u{f7} {rates}"),
                source: line.policy(),
            });
        }
    }
}
