//! The way of a claim through the stages, in the order its terms state, and what is left at the end.

use jiff::civil::Date;

use super::line_at_work::LineAtWork;
use super::stages::run_stage;
use super::{
    Claim, ClaimLine, Detail, FeeSource, Payment, PricedClaim, PricedLine, Unpriced, cases, ceiling,
};
use crate::analysis::medicare_price::PriceStep;
use crate::domain::{ContractTerms, Money, PricingOrder, PricingStage};

/// What the stages know beside the lines.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub source: &'a dyn FeeSource,
    pub terms: &'a ContractTerms,
    pub day: Date,
    pub ranking: Ranking,
}

/// What a procedure's rank is taken from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ranking {
    /// The claim's other lines; modifier 51 says nothing that they do not.
    AcrossLines,
    /// Modifier 51 alone: the line is a second procedure.
    ByModifier,
}

/// Says what a claim's lines should bring.
pub fn price_claim(source: &dyn FeeSource, claim: &Claim, detail: Detail) -> PricedClaim {
    let rules = match source.terms(claim.date) {
        Ok(terms) => Rules {
            source,
            terms,
            day: claim.date,
            ranking: Ranking::AcrossLines,
        },
        Err(reason) => return unpriced(claim, &reason),
    };
    let mut steps = Vec::new();
    let lines: Vec<PricedLine> = match claim.lines.as_slice() {
        [only] => {
            let mut lines = [at_work(only, rules, detail)];
            run(&mut lines, rules, detail, &mut steps);
            lines.map(LineAtWork::finish).into()
        }
        several => {
            let mut lines: Vec<_> = several
                .iter()
                .map(|line| at_work(line, rules, detail))
                .collect();
            run(&mut lines, rules, detail, &mut steps);
            lines.into_iter().map(LineAtWork::finish).collect()
        }
    };
    let allowed = sum(&lines);
    let payment = claim.patient.map(|patient| {
        let payment = Payment::of(allowed, patient, rules.terms.sequestration).rounded();
        if detail == Detail::Steps {
            steps.extend(payment.steps(allowed, patient));
        }
        payment
    });
    PricedClaim {
        date: claim.date,
        lines,
        allowed,
        payment,
        steps,
    }
}

/// Says what a line of one unit should bring by itself, for reports on totals.
///
/// Totals do not say what else was done on a day. Modifier 51 therefore stands for a second
/// procedure (the second percentage of the ranks); an endoscopy with it has no amount, since that
/// depends on the other endoscopy of its family. Without it a service counts as the day's first.
pub fn price_alone(
    source: &dyn FeeSource,
    line: &ClaimLine,
    day: Date,
    detail: Detail,
) -> PricedLine {
    let rules = match source.terms(day) {
        Ok(terms) => Rules {
            source,
            terms,
            day,
            ranking: Ranking::ByModifier,
        },
        Err(reason) => return LineAtWork::new(line, Err(reason), detail).finish(),
    };
    let mut lines = [at_work(line, rules, detail)];
    run(&mut lines, rules, detail, &mut Vec::new());
    let [only] = lines;
    only.finish()
}

fn at_work<'c>(line: &'c ClaimLine, rules: Rules<'_>, detail: Detail) -> LineAtWork<'c> {
    LineAtWork::new(line, rules.source.base(line, rules.day, detail), detail)
}

fn run(
    lines: &mut [LineAtWork<'_>],
    rules: Rules<'_>,
    detail: Detail,
    claim_steps: &mut Vec<PriceStep>,
) {
    cases::carry_once(lines);
    let PricingOrder(order) = &rules.terms.order;
    for stage in order {
        if *stage == PricingStage::LesserOf {
            let step = ceiling::hold_down(lines, rules.terms.lesser_of);
            claim_steps.extend(step.filter(|_| detail == Detail::Steps));
        } else {
            run_stage(*stage, lines, rules);
        }
    }
}

fn unpriced(claim: &Claim, reason: &Unpriced) -> PricedClaim {
    let lines = claim
        .lines
        .iter()
        .map(|line| LineAtWork::new(line, Err(reason.clone()), Detail::Amounts).finish());
    PricedClaim {
        date: claim.date,
        lines: lines.collect(),
        allowed: Money::ZERO,
        payment: None,
        steps: Vec::new(),
    }
}

fn sum(lines: &[PricedLine]) -> Money {
    lines.iter().filter_map(|line| line.allowed.amount()).sum()
}
