//! Second and later services that are paid less in one of their parts: imaging, therapy,
//! cardiovascular and ophthalmologic tests.
//!
//! Multiple-procedure indicators 4 to 7 of CMS's relative-value file; for therapy also Medicare
//! Claims Processing Manual (Pub. 100-04), chapter 5, section 10.7. Imaging is reduced first and
//! then held down to the outpatient cap (Medicare contractors' pricing worksheets, 2011:
//! <https://radiologybillingcoding.com/2011/04/imaging-procedure-pricing-calculation.html>).

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::line_at_work::{LineAtWork, StepText};
use super::stages::{indicator, shown};
use crate::analysis::medicare_price::StepKind;
use crate::domain::{Money, Percent, PricingPolicies};

const IMAGING: u8 = 4;
const THERAPY: u8 = 5;
const CARDIOVASCULAR: u8 = 6;
const OPHTHALMOLOGY: u8 = 7;

/// A part of a service that is reduced by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Technical,
    Professional,
}

/// Reduces parts of second and later services, each kind by itself.
pub(super) fn reduce_components(
    lines: &mut [LineAtWork<'_>],
    policies: &PricingPolicies,
    year: i16,
) {
    reduce_therapy(lines, policies.therapy_practice_expense, year);
    if lines.len() < 2 {
        return;
    }
    let parts = [
        (IMAGING, Part::Technical, policies.imaging.technical),
        (IMAGING, Part::Professional, policies.imaging.professional),
        (
            CARDIOVASCULAR,
            Part::Technical,
            policies.cardiovascular_technical,
        ),
        (
            OPHTHALMOLOGY,
            Part::Technical,
            policies.ophthalmology_technical,
        ),
    ];
    for (value, part, percent) in parts {
        reduce_part(lines, (value, part), percent, year);
    }
}

fn reduce_part(
    lines: &mut [LineAtWork<'_>],
    (value, part): (u8, Part),
    percent: Percent,
    year: i16,
) {
    let amount_of = |line: &LineAtWork<'_>| match part {
        Part::Technical => line.technical,
        Part::Professional => line.professional,
    };
    let mut ranked: Vec<usize> = Vec::new();
    for (line_idx, line) in lines.iter_mut().enumerate() {
        if !line.is_priced() || line.multiple_procedure() != Some(value) {
            continue;
        }
        match amount_of(line) {
            Some(amount) if amount.is_zero() => {}
            Some(_) => ranked.push(line_idx),
            None => line.caution(|| {
                "Its parts are not known, so it was not reduced beside other tests".to_owned()
            }),
        }
    }
    let order = |line_idx: &usize| {
        let line = lines.get(*line_idx);
        (
            Reverse(line.and_then(amount_of)),
            line.map(LineAtWork::tie_break),
        )
    };
    ranked.sort_by_key(order);
    for line_idx in ranked.into_iter().skip(1) {
        let Some(line) = lines.get_mut(line_idx) else {
            continue;
        };
        let before = match part {
            Part::Technical => line.technical_before_cap(),
            Part::Professional => None,
        };
        let note = match before {
            Some(_) => ", at most the outpatient cap",
            None => "",
        };
        let before = before.or_else(|| amount_of(line)).unwrap_or_default();
        let text = |name: &str| StepText {
            label: format!("Second or later test, {name} part"),
            expression: format!("{before} \u{d7} {} of that part{note}", shown(percent)),
            source: indicator("MULT PROC", value, year),
        };
        match part {
            Part::Technical => {
                let left = line.technical_left(percent);
                line.scale_technical(left, StepKind::Reduction, |_| text("technical"));
            }
            Part::Professional => {
                line.scale_professional(percent, StepKind::Reduction, |_| text("professional"));
            }
        }
    }
}

/// Reduces the practice expense of all units but the first of the service that has the highest.
fn reduce_therapy(lines: &mut [LineAtWork<'_>], percent: Percent, year: i16) {
    let expense = |line: &LineAtWork<'_>| -> Option<(Money, Money)> {
        let is_therapy = line.is_priced() && line.multiple_procedure() == Some(THERAPY);
        if is_therapy && is_of_units(line) {
            line.practice_expense_loss(percent)
        } else {
            None
        }
    };
    let first = lines
        .iter()
        .enumerate()
        .filter_map(|(line_idx, line)| Some((line_idx, expense(line)?.0, line.tie_break())))
        .max_by_key(|(_, expense, tie_break)| (*expense, Reverse(*tie_break)))
        .map(|(line_idx, ..)| line_idx);
    for (line_idx, line) in lines.iter_mut().enumerate() {
        let Some((_, loss)) = expense(line) else {
            continue;
        };
        let units = line.line.units;
        let reduced = if first == Some(line_idx) {
            units - Decimal::ONE
        } else {
            units
        };
        if reduced <= Decimal::ZERO {
            continue;
        }
        let loss = loss.times(line.factor).times(reduced).per(units);
        let before = line.amount;
        line.pay_less(loss.unwrap_or_default(), StepKind::Reduction, |_| {
            StepText {
                label: "Practice expense of second and later therapy units".to_owned(),
                expression: format!(
                    "{before} \u{2212} what is lost with {} of the practice expense of {} units",
                    shown(percent),
                    reduced.normalize()
                ),
                source: indicator("MULT PROC", THERAPY, year),
            }
        });
    }
}

/// Whether the source gave the amount by the unit: only then are its parts known.
fn is_of_units(line: &LineAtWork<'_>) -> bool {
    line.is_by_unit() && line.line.units > Decimal::ZERO
}
