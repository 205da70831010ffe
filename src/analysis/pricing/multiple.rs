//! Several procedures of one session, on lines or in units, ranked by amount: surgery and endoscopy.
//!
//! Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 40.6.

use std::cmp::Reverse;
use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::claim::{Ranking, Rules};
use super::line_at_work::{LineAtWork, StepText, TieBreak};
use super::stages::{indicator, shown};
use super::{ClaimLine, Detail, Extent, Unpriced};
use crate::analysis::medicare_price::StepKind;
use crate::domain::{
    EndoscopyRule, GlobalPeriod, Modifier, Modifiers, Money, Percent, ProcedureCode,
};

const SECOND_PROCEDURE: Modifier = Modifier::literal(*b"51");
/// CMS's indicators of ranked procedures.
const RANKED_AS_BEFORE_1995: u8 = 1;
const RANKED: u8 = 2;
const ENDOSCOPY: u8 = 3;
const ADD_ON: GlobalPeriod = GlobalPeriod(*b"ZZZ");
/// What indicator 1 pays by rank, whatever the policies say of indicator 2.
const BEFORE_1995: [u32; 5] = [100, 50, 25, 25, 25];

/// Why lines are ranked as one procedure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Together {
    /// Endoscopies of the family of this base.
    Family(ProcedureCode),
    /// Two sides of one service.
    Pair(usize),
}

/// What is ranked: one line, both sides on two, or the endoscopies of one family.
struct Procedure {
    members: Vec<usize>,
    /// How many ranks it takes: the units of one line.
    times: usize,
    /// What decides its rank: dollars for one of its times.
    amount: Money,
    tie_break: TieBreak,
}

/// Ranks the claim's procedures and pays each by its rank.
pub(super) fn rank_procedures(lines: &mut [LineAtWork<'_>], rules: Rules<'_>) {
    match lines {
        [] => {}
        [only] if rules.ranking == Ranking::ByModifier => rank_second(only, rules),
        [only] if only.services == Decimal::ONE => {}
        several => rank_several(several, rules),
    }
}

/// A line that only its modifier calls a second procedure.
fn rank_second(line: &mut LineAtWork<'_>, rules: Rules<'_>) {
    if !line.has_open(SECOND_PROCEDURE) || !is_ranked(line, rules) {
        return;
    }
    let rule = rules.terms.policies.endoscopy;
    if line.multiple_procedure() == Some(ENDOSCOPY) && rule == EndoscopyRule::LessFamilyBase {
        line.stop(Unpriced::OtherProcedureUnknown(SECOND_PROCEDURE));
        return;
    }
    pay_by_rank(line, 1..2, rules);
}

fn rank_several(lines: &mut [LineAtWork<'_>], rules: Rules<'_>) {
    let mut procedures = procedures(lines, rules);
    for procedure in &mut procedures {
        procedure.amount = reduce_family(lines, procedure, rules);
    }
    procedures.sort_by_key(|procedure| (Reverse(procedure.amount), procedure.tie_break));
    let mut rank = 0_usize;
    for procedure in &procedures {
        let next = rank.saturating_add(procedure.times);
        for member in &procedure.members {
            if let Some(line) = lines.get_mut(*member) {
                pay_by_rank(line, rank..next, rules);
            }
        }
        rank = next;
    }
}

fn is_ranked(line: &LineAtWork<'_>, rules: Rules<'_>) -> bool {
    let is_add_on = line.row.as_ref().is_some_and(|row| row.global == ADD_ON);
    let by_indicator = match line.multiple_procedure() {
        Some(RANKED_AS_BEFORE_1995 | RANKED) => true,
        Some(ENDOSCOPY) => rules.terms.policies.endoscopy != EndoscopyRule::InFull,
        _ => false,
    };
    line.is_priced() && by_indicator && !is_add_on && !line.has_consumed(SECOND_PROCEDURE)
}

/// Gathers what is ranked; endoscopies of one family are one procedure.
fn procedures(lines: &mut [LineAtWork<'_>], rules: Rules<'_>) -> Vec<Procedure> {
    let bases = family_bases(lines, rules);
    let mut found: Vec<(Option<Together>, Procedure)> = Vec::new();
    for (line_idx, line) in lines.iter_mut().enumerate() {
        if !is_ranked(line, rules) {
            if line.has_open(SECOND_PROCEDURE) && line.row.is_none() {
                line.caution(|| {
                    "CMS\u{2019}s multiple-procedure indicator is not known".to_owned()
                });
            }
            continue;
        }
        let base = endoscopy_base(line, rules).unwrap_or(line.line.code);
        let together = match (bases.contains(&base), line.pair) {
            (true, _) => Some(Together::Family(base)),
            (false, Some(pair)) => Some(Together::Pair(pair)),
            (false, None) => None,
        };
        let with_it = found
            .iter_mut()
            .find(|(known, _)| known.is_some() && *known == together);
        if let Some((_, procedure)) = with_it {
            procedure.members.push(line_idx);
            procedure.tie_break = procedure.tie_break.min(line.tie_break());
            continue;
        }
        let times = match together {
            Some(Together::Family(_)) => 1,
            _ => line.services.to_usize().unwrap_or(1),
        };
        let alone = Procedure {
            members: vec![line_idx],
            times,
            amount: line.of_service(line.amount),
            tie_break: line.tie_break(),
        };
        found.push((together, alone));
    }
    found.into_iter().map(|(_, procedure)| procedure).collect()
}

/// Returns the bases of the claim's endoscopies. A family whose base has no amount is none: its
/// members are ranked like other procedures, and say so where there are several.
fn family_bases(lines: &mut [LineAtWork<'_>], rules: Rules<'_>) -> Vec<ProcedureCode> {
    let mut members: Vec<(ProcedureCode, usize)> = Vec::new();
    for (line_idx, line) in lines.iter().enumerate() {
        if is_ranked(line, rules)
            && let Some(base) = endoscopy_base(line, rules)
        {
            members.push((base, line_idx));
        }
    }
    let mut bases = Vec::new();
    for (base, line_idx) in &members {
        let Some(line) = lines.get_mut(*line_idx) else {
            continue;
        };
        if base_amount(line.line, *base, rules).is_some() {
            bases.push(*base);
        } else if 1 < members.iter().filter(|(other, _)| other == base).count() {
            line.caution(|| {
                format!(
                    "The base {base} of its endoscopy family has no amount, so it was ranked like \
                     other procedures"
                )
            });
        }
    }
    bases
}

fn endoscopy_base(line: &LineAtWork<'_>, rules: Rules<'_>) -> Option<ProcedureCode> {
    if rules.terms.policies.endoscopy != EndoscopyRule::LessFamilyBase {
        return None;
    }
    let row = line.row.as_ref()?;
    (row.multiple_procedure == ENDOSCOPY)
        .then_some(row.endoscopy_base)
        .flatten()
}

/// Pays of a family the highest in full and of each other what it exceeds the base by; returns what
/// all of it comes to.
fn reduce_family(lines: &mut [LineAtWork<'_>], family: &Procedure, rules: Rules<'_>) -> Money {
    let scope = |idx: &usize| {
        let line = lines.get(*idx);
        line.filter(|line| endoscopy_base(line, rules).is_some())
    };
    let of_both_sides = |line: &LineAtWork<'_>| -> Money {
        let other_side = family.members.iter().filter_map(scope);
        match line.pair {
            None => line.amount,
            Some(pair) => other_side
                .filter(|other| other.pair == Some(pair))
                .map(|other| other.amount)
                .sum(),
        }
    };
    let highest = family
        .members
        .iter()
        .filter_map(|idx| Some((*idx, scope(idx)?)))
        .max_by_key(|(_, line)| (of_both_sides(line), Reverse(line.tie_break())))
        .map(|(idx, line)| (idx, line.pair));
    if let (Some((highest, pair)), true) = (highest, 1 < family.members.len()) {
        for member in family.members.iter().filter(|idx| **idx != highest) {
            if let Some(line) = lines.get_mut(*member)
                && (pair.is_none() || line.pair != pair)
            {
                less_base(line, rules);
            }
        }
    }
    family
        .members
        .iter()
        .filter_map(|member| lines.get(*member))
        .map(|line| match family.times {
            1 => line.amount,
            _ => line.of_service(line.amount),
        })
        .sum()
}

fn less_base(line: &mut LineAtWork<'_>, rules: Rules<'_>) {
    let year = rules.day.year();
    let source = |_: &LineAtWork<'_>| indicator("MULT PROC", ENDOSCOPY, year);
    let Some(base) = endoscopy_base(line, rules) else {
        line.set(Money::ZERO, StepKind::Reduction, |line| StepText {
            label: "Base of the endoscopy family".to_owned(),
            expression: "not paid beside an endoscopy of its family".to_owned(),
            source: source(line),
        });
        return;
    };
    let Some(unit) = base_amount(line.line, base, rules) else {
        line.caution(|| format!("The family\u{2019}s base {base} has no amount here"));
        return;
    };
    let before = line.amount;
    let of_base = unit.times(line.factor);
    let left = (before - of_base).max(Money::ZERO);
    line.set(left, StepKind::Reduction, |line| StepText {
        label: format!("Endoscopy of the family of {base}"),
        expression: format!("{before} \u{2212} {of_base}"),
        source: source(line),
    });
}

/// Returns what one unit of a family's base is worth by itself where the line was given.
fn base_amount(line: &ClaimLine, base: ProcedureCode, rules: Rules<'_>) -> Option<Money> {
    let asked = ClaimLine {
        code: base,
        modifiers: Modifiers::NONE,
        units: Decimal::ONE,
        charge: None,
        ..line.clone()
    };
    let found = rules.source.base(&asked, rules.day, Detail::Amounts).ok()?;
    (found.extent == Extent::Unit).then_some(found.amount)
}

/// Pays a line by its rank, or by the mean of the ranks that its units take.
fn pay_by_rank(line: &mut LineAtWork<'_>, ranks: Range<usize>, rules: Rules<'_>) {
    let rule = &rules.terms.policies.multiple_procedures;
    if let Some(after) = rule.by_report_after
        && usize::from(after) < ranks.end
    {
        line.stop(Unpriced::ProcedureByReport(after));
        return;
    }
    let Some(value) = line.multiple_procedure() else {
        return;
    };
    let percents = if value == RANKED_AS_BEFORE_1995 {
        percent_of_ranks(
            &BEFORE_1995.map(|points| Percent::new(points.into())),
            &ranks,
        )
    } else {
        percent_of_ranks(&rule.ranks, &ranks)
    };
    let before = line.amount;
    if before.is_zero() {
        return;
    }
    let (first, times) = (ranks.start + 1, ranks.len());
    line.scale_mean(percents, times.into(), StepKind::Reduction, |_| StepText {
        label: match times {
            1 => format!("Procedure {first} of the session"),
            _ => format!("Procedures {first} to {} of the session", ranks.end),
        },
        expression: match times {
            1 => format!("{before} \u{d7} {}", shown(percents)),
            _ => format!("{before} \u{f7} {times} units \u{d7} {}", shown(percents)),
        },
        source: indicator("MULT PROC", value, rules.day.year()),
    });
}

/// Adds up the percentages of ranks; the last of the table holds for later ranks.
fn percent_of_ranks(table: &[Percent], ranks: &Range<usize>) -> Percent {
    let listed = table.iter().take(ranks.end).skip(ranks.start);
    let sum: Decimal = listed.map(|percent| percent.points()).sum();
    let later = ranks.end.saturating_sub(ranks.start.max(table.len()));
    let last = table
        .last()
        .map_or(Decimal::ONE_HUNDRED, |last| last.points());
    Percent::new(sum + last * Decimal::from(later))
}
