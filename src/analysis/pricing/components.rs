//! Second and later services that are paid less in one of their parts: imaging, therapy,
//! cardiovascular and ophthalmologic tests.
//!
//! Multiple-procedure indicators 4 to 7 of CMS's relative-value file; for therapy also Medicare
//! Claims Processing Manual (Pub. 100-04), chapter 5, section 10.7. Imaging is reduced first and
//! then held down to the outpatient cap (Medicare contractors' pricing worksheets, 2011:
//! <https://radiologybillingcoding.com/2011/04/imaging-procedure-pricing-calculation.html>).

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::line_at_work::{LineAtWork, StepText, TieBreak};
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

impl Part {
    const fn of(self, line: &LineAtWork<'_>) -> Option<Money> {
        match self {
            Self::Technical => line.technical,
            Self::Professional => line.professional,
        }
    }
}

/// What is paid in full or reduced: one line, or both sides on two.
struct Test {
    members: Vec<usize>,
    pair: Option<usize>,
    /// The part of one unit, in dollars.
    amount: Money,
    tie_break: TieBreak,
}

/// Reduces parts of second and later services, each kind by itself.
pub(super) fn reduce_components(
    lines: &mut [LineAtWork<'_>],
    policies: &PricingPolicies,
    year: i16,
) {
    reduce_therapy(lines, policies.therapy_practice_expense, year);
    if let [only] = lines
        && only.services == Decimal::ONE
    {
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
    let tests = tests_by_amount(lines, value, part);
    let members = tests.iter().enumerate().flat_map(|(rank, test)| {
        let in_full = if rank == 0 {
            Decimal::ONE
        } else {
            Decimal::ZERO
        };
        test.members.iter().map(move |member| (*member, in_full))
    });
    for (line_idx, in_full) in members {
        let Some(line) = lines.get_mut(line_idx) else {
            continue;
        };
        let reduced = line.services - in_full;
        if Decimal::ZERO < reduced {
            let source = indicator("MULT PROC", value, year);
            reduce_line(line, part, (percent, reduced), source);
        }
    }
}

/// Returns the tests of an indicator that have the part, the one paid in full first.
fn tests_by_amount(lines: &mut [LineAtWork<'_>], value: u8, part: Part) -> Vec<Test> {
    let mut tests: Vec<Test> = Vec::new();
    for (line_idx, line) in lines.iter_mut().enumerate() {
        if !line.is_priced() || line.multiple_procedure() != Some(value) {
            continue;
        }
        match part.of(line) {
            Some(amount) if amount.is_zero() => {}
            Some(amount) => add_test(&mut tests, line_idx, (line, amount)),
            None => line.caution(|| {
                "Its parts are not known, so it was not reduced beside other tests".to_owned()
            }),
        }
    }
    tests.sort_by_key(|test| (Reverse(test.amount), test.tie_break));
    tests
}

/// Pays a percentage of a part for so many of a line's services.
fn reduce_line(
    line: &mut LineAtWork<'_>,
    part: Part,
    (percent, reduced): (Percent, Decimal),
    source: String,
) {
    let before_cap = match part {
        Part::Technical => line.technical_before_cap(),
        Part::Professional => None,
    };
    let note = match before_cap {
        Some(_) => ", at most the outpatient cap",
        None => "",
    };
    let units = if reduced < line.services {
        let of = line.services.normalize();
        format!(" for {} of {of} units", reduced.normalize())
    } else {
        String::new()
    };
    let before = before_cap.or_else(|| part.of(line)).unwrap_or_default();
    let text = |name: &str| StepText {
        label: format!("Second or later test, {name} part"),
        expression: format!(
            "{before} \u{d7} {} of that part{note}{units}",
            shown(percent)
        ),
        source,
    };
    let kind = StepKind::Reduction;
    match part {
        Part::Technical => {
            let left = line.technical_left(percent);
            line.reduce_technical((left, reduced), kind, |_| text("technical"));
        }
        Part::Professional => {
            line.reduce_professional((percent, reduced), kind, |_| text("professional"));
        }
    }
}

/// Adds a line to the tests, or to the test whose other side it is.
fn add_test(ranked: &mut Vec<Test>, line_idx: usize, (line, part): (&LineAtWork<'_>, Money)) {
    let amount = line.of_service(part);
    let tie_break = line.tie_break();
    let other_side = ranked
        .iter_mut()
        .find(|test| test.pair.is_some() && test.pair == line.pair);
    if let Some(test) = other_side {
        test.members.push(line_idx);
        test.amount += amount;
        test.tie_break = test.tie_break.min(tie_break);
    } else {
        ranked.push(Test {
            members: vec![line_idx],
            pair: line.pair,
            amount,
            tie_break,
        });
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
