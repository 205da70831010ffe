//! Both sides of the body: said by modifier 50, by RT and LT on one line or on two, or by two units.
//!
//! The record layout of CMS's relative-value files, BILAT SURG, means all of these ways; Medicare
//! Claims Processing Manual (Pub. 100-04), chapter 12, section 40.7.

use rust_decimal::Decimal;

use super::line_at_work::{LineAtWork, StepText};
use super::stages::{indicator, shown};
use super::{ClaimLine, Setting};
use crate::analysis::medicare_price::StepKind;
use crate::domain::{
    Modifier, Modifiers, Money, Percent, PricingPolicies, ProcedureCode, ProviderClass,
    ReferenceFamily,
};

const BOTH: Modifier = Modifier::literal(*b"50");
const RIGHT: Modifier = Modifier::literal(*b"RT");
const LEFT: Modifier = Modifier::literal(*b"LT");
/// With these, two units are the same service twice, or at another place.
const NOT_THE_OTHER_SIDE: [Modifier; 5] = [
    RIGHT,
    LEFT,
    Modifier::literal(*b"59"),
    Modifier::literal(*b"76"),
    Modifier::literal(*b"XS"),
];
/// Modifiers that may stand on one of two lines for both sides.
const ON_ONE_OF_TWO: [Modifier; 1] = [Modifier::literal(*b"51")];
/// CMS's indicators.
const ONE_AND_A_HALF: u8 = 1;
const ALREADY_BOTH: u8 = 2;
const EACH_IN_FULL: u8 = 3;

/// What both sides on one line are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BothSides {
    /// Of one side.
    percent: Percent,
    /// Units the line has for the two sides together.
    units: Decimal,
    said: Said,
}

/// How a line says that it is for both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    ByModifier,
    ByUnits,
}

impl BothSides {
    /// Reads a line with what its code is known by; `None` where it is for one side, or its source
    /// of fees knows no sides.
    pub fn of(
        line: &ClaimLine,
        indicated: Option<u8>,
        family: ReferenceFamily,
        policies: &PricingPolicies,
    ) -> Option<Self> {
        if indicated.is_none() && family != ReferenceFamily::PhysicianFeeSchedule {
            return None;
        }
        let has = |modifier| line.modifiers.contains(modifier);
        let is_two = line.units == Decimal::TWO;
        let by_modifier = has(BOTH) || (has(RIGHT) && has(LEFT));
        let by_units = is_two
            && matches!(indicated, Some(ONE_AND_A_HALF | ALREADY_BOTH))
            && !NOT_THE_OTHER_SIDE.into_iter().any(has);
        let said = if by_modifier {
            Said::ByModifier
        } else if by_units {
            Said::ByUnits
        } else {
            return None;
        };
        let (percent, knows_sides) = match indicated {
            None | Some(ONE_AND_A_HALF) => (policies.bilateral, true),
            Some(ALREADY_BOTH) => (Percent::HUNDRED, true),
            Some(EACH_IN_FULL) => {
                let each = policies.bilateral_each_side.points();
                (Percent::new(each * Decimal::TWO), true)
            }
            Some(_) => (Percent::HUNDRED, false),
        };
        let units = if is_two && knows_sides {
            Decimal::TWO
        } else {
            Decimal::ONE
        };
        Some(Self {
            percent,
            units,
            said,
        })
    }

    /// Returns what the amount of all units is multiplied by.
    pub fn factor(self) -> Decimal {
        self.percent.fraction() / self.units
    }
}

/// Pays both sides of all lines that are for both, alone or two together.
pub(super) fn pay_both_sides(lines: &mut [LineAtWork<'_>], policies: &PricingPolicies, year: i16) {
    for line in lines.iter_mut().filter(|line| line.is_priced()) {
        pay_on_one_line(line, policies, year);
    }
    if 1 < lines.len() {
        pay_on_two_lines(lines, policies, year);
    }
}

/// A charge is already for all that its line is for.
fn pay_on_one_line(line: &mut LineAtWork<'_>, policies: &PricingPolicies, year: i16) {
    let indicated = line.row.as_ref().map(|row| row.bilateral);
    if line.has_consumed(BOTH) || !line.is_by_unit() {
        return;
    }
    let Some(both) = BothSides::of(line.line, indicated, line.family, policies) else {
        return;
    };
    if indicated.is_none() {
        line.caution(|| "CMS\u{2019}s bilateral indicator is not known".to_owned());
    }
    if both.said == Said::ByUnits {
        line.caution(|| "Two units of this code were taken as both sides".to_owned());
    }
    if both.units == Decimal::TWO {
        line.services = Decimal::ONE;
    }
    let before = line.amount;
    line.scale(both.factor(), StepKind::Modifier, |line| StepText {
        label: "Both sides".to_owned(),
        expression: if both.units == Decimal::TWO {
            format!("{before} \u{f7} 2 units \u{d7} {}", shown(both.percent))
        } else {
            format!("{before} \u{d7} {}", shown(both.percent))
        },
        source: indicated.map_or_else(
            || line.policy(),
            |value| indicator("BILAT SURG", value, year),
        ),
    });
}

/// What two lines have alike that are one service on both sides.
#[derive(PartialEq)]
struct Twin {
    code: ProcedureCode,
    modifiers: Modifiers,
    setting: Setting,
    provider_class: ProviderClass,
    amount: Money,
}

/// Finds for each line of a right side one of the left; the second of the two holds what both sides
/// are paid beyond one.
fn pay_on_two_lines(lines: &mut [LineAtWork<'_>], policies: &PricingPolicies, year: i16) {
    let of_side = |side: Modifier, other: Modifier| {
        let mut found: Vec<(usize, Twin)> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.has_open(side) && !line.line.modifiers.contains(other))
            .filter_map(|(line_idx, line)| Some((line_idx, twin_of(line)?)))
            .collect();
        found.sort_by_key(|(line_idx, _)| lines.get(*line_idx).map(LineAtWork::tie_break));
        found
    };
    let (rights, mut lefts) = (of_side(RIGHT, LEFT), of_side(LEFT, RIGHT));
    for (right, twin) in rights {
        let Some(place) = lefts.iter().position(|(_, left)| *left == twin) else {
            continue;
        };
        let (left, _) = lefts.remove(place);
        if let Some(line) = lines.get_mut(right) {
            line.pair = Some(right);
        }
        if let Some(line) = lines.get_mut(left) {
            line.pair = Some(right);
            pay_second_side(line, policies, year);
        }
    }
}

fn twin_of(line: &LineAtWork<'_>) -> Option<Twin> {
    let indicated = line.row.as_ref()?.bilateral;
    let is_one_side = line.is_priced()
        && line.is_by_unit()
        && !line.line.modifiers.contains(BOTH)
        && matches!(indicated, ONE_AND_A_HALF | ALREADY_BOTH);
    let modifiers = line.line.modifiers.pricing();
    is_one_side.then(|| Twin {
        code: line.line.code,
        modifiers: Modifiers::of(
            modifiers
                .iter()
                .filter(|modifier| !ON_ONE_OF_TWO.contains(modifier)),
        ),
        setting: line.line.setting,
        provider_class: line.line.provider_class,
        amount: line.amount,
    })
}

fn pay_second_side(line: &mut LineAtWork<'_>, policies: &PricingPolicies, year: i16) {
    let indicated = line.row.as_ref().map_or(0, |row| row.bilateral);
    let both = match indicated {
        ONE_AND_A_HALF => policies.bilateral,
        _ => Percent::HUNDRED,
    };
    let beyond_one = (both.points() - Decimal::ONE_HUNDRED).max(Decimal::ZERO);
    let second = Percent::new(beyond_one);
    let before = line.amount;
    line.scale(second.fraction(), StepKind::Modifier, |_| StepText {
        label: "Second of both sides".to_owned(),
        expression: format!(
            "{before} \u{d7} {}: both sides are paid {}",
            shown(second),
            shown(both)
        ),
        source: indicator("BILAT SURG", indicated, year),
    });
}
