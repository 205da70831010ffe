//! The stages that look at one line by itself: modifiers, units, surgeons, providers.

use rust_decimal::Decimal;

use super::claim::Rules;
use super::line_at_work::{LineAtWork, StepText};
use super::{AgreedFor, Extent, Unpriced, both_sides, components, multiple};
use crate::analysis::medicare_price::StepKind;
use crate::domain::{
    GlobalPeriod, Modifier, ModifierEffect, OperativePart, Percent, PricingPolicies, PricingStage,
    ReferenceFamily, RvuRow, SurgeonRole,
};

const ASSISTANT_BY_NONPHYSICIAN: Modifier = Modifier::literal(*b"AS");
/// A procedure whose care ends on its day.
const NO_DAYS_AFTER: GlobalPeriod = GlobalPeriod(*b"000");

/// Does one stage to all lines that have an amount.
pub(super) fn run_stage(stage: PricingStage, lines: &mut [LineAtWork<'_>], rules: Rules<'_>) {
    let policies = &rules.terms.policies;
    let year = rules.day.year();
    if stage == PricingStage::MultipleProcedures {
        multiple::rank_procedures(lines, rules);
        components::reduce_components(lines, policies, year);
        return;
    }
    if stage == PricingStage::Bilateral {
        both_sides::pay_both_sides(lines, policies, year);
        return;
    }
    for line in lines.iter_mut().filter(|line| line.is_priced()) {
        match stage {
            PricingStage::Modifiers => modifiers(line, policies, year),
            PricingStage::Units => units(line),
            PricingStage::Surgeons => surgeons(line, policies, year),
            PricingStage::ProviderClass => provider_class(line, policies),
            PricingStage::Bilateral | PricingStage::MultipleProcedures | PricingStage::LesserOf => {
            }
        }
    }
}

/// Names an indicator of CMS's file as the source of a step.
pub(super) fn indicator(column: &str, value: u8, year: i16) -> String {
    format!("CMS relative-value file, {column} {value}, services of {year}")
}

/// Returns a percentage for an expression: `50 %`.
pub(super) fn shown(percent: Percent) -> String {
    format!("{} %", percent.points().normalize())
}

fn modifiers(line: &mut LineAtWork<'_>, policies: &PricingPolicies, year: i16) {
    let mut share: Option<Decimal> = None;
    for modifier in line.open_modifiers() {
        let before = line.amount;
        match policies.effect(modifier) {
            Some(ModifierEffect::Percent(percent)) => {
                line.scale(percent.fraction(), StepKind::Modifier, |line| StepText {
                    label: format!("Modifier {modifier}"),
                    expression: format!("{before} \u{d7} {}", shown(percent)),
                    source: line.policy(),
                });
            }
            Some(ModifierEffect::TechnicalPercent(percent)) => {
                line.scale_technical(percent, StepKind::Modifier, |line| StepText {
                    label: format!("Modifier {modifier}"),
                    expression: format!("{} of the technical part", shown(percent)),
                    source: line.policy(),
                });
            }
            Some(ModifierEffect::OperativeShare(part)) => {
                let Some(of_part) = line.row.as_ref().and_then(|row| operative_share(row, part))
                else {
                    line.stop(Unpriced::ByReport(modifier));
                    return;
                };
                share = Some(share.unwrap_or_default() + of_part);
            }
            Some(ModifierEffect::ByReport) => {
                line.stop(Unpriced::ByReport(modifier));
                return;
            }
            Some(ModifierEffect::Surgeon { .. }) | None => {}
        }
    }
    if let Some(share) = share {
        let before = line.amount;
        line.scale(share.min(Decimal::ONE), StepKind::Modifier, |_| StepText {
            label: "Share of the surgical package".to_owned(),
            expression: format!("{before} \u{d7} {share}"),
            source: format!(
                "CMS relative-value file, PRE OP, INTRA OP, POST OP, services of {year}"
            ),
        });
    }
}

/// Returns the share of the package; `None` where the code is no package of care.
///
/// A procedure without postoperative days has nothing to share: a return to the operating room for
/// it is paid in full (Medicare Claims Processing Manual, Pub. 100-04, chapter 12, section 40.4.C).
/// Its care cannot be split between physicians, so the other modifiers stay without an amount.
fn operative_share(row: &RvuRow, part: OperativePart) -> Option<Decimal> {
    let [before, during, after] = row.operative_shares;
    if (before + during + after).is_zero() {
        let is_whole = part == OperativePart::Intraoperative && row.global == NO_DAYS_AFTER;
        return is_whole.then_some(Decimal::ONE);
    }
    Some(match part {
        OperativePart::PreAndIntraoperative => before + during,
        OperativePart::Postoperative => after,
        OperativePart::Preoperative => before,
        OperativePart::Intraoperative => during,
    })
}

fn units(line: &mut LineAtWork<'_>) {
    if line.extent != Extent::Unit {
        return;
    }
    line.extent = Extent::Line;
    let (before, units) = (line.amount, line.line.units);
    line.scale(units, StepKind::Units, |_| StepText {
        label: "Units".to_owned(),
        expression: format!("{before} \u{d7} {}", units.normalize()),
        source: String::new(),
    });
}

fn surgeons(line: &mut LineAtWork<'_>, policies: &PricingPolicies, year: i16) {
    for modifier in line.open_modifiers() {
        let Some(ModifierEffect::Surgeon { role, percent }) = policies.effect(modifier) else {
            continue;
        };
        let indicated = line.row.as_ref().map(|row| role_indicator(row, role));
        match (role, indicated) {
            (_, Some(2))
            | (SurgeonRole::CoSurgeon | SurgeonRole::Team, Some(1))
            | (SurgeonRole::Assistant, Some(0)) => {}
            (_, None) => {
                line.caution(|| {
                    format!("CMS\u{2019}s indicator for modifier {modifier} is not known")
                });
            }
            (_, Some(_)) => {
                line.stop(Unpriced::SurgeonNotAllowed(modifier));
                return;
            }
        }
        if matches!(indicated, Some(0 | 1)) {
            line.caution(|| {
                format!("Modifier {modifier} is paid for this code only with documentation")
            });
        }
        let before = line.amount;
        line.scale(percent.fraction(), StepKind::Modifier, |line| StepText {
            label: format!("Modifier {modifier}"),
            expression: format!("{before} \u{d7} {}", shown(percent)),
            source: indicated.map_or_else(
                || line.policy(),
                |value| indicator(role_column(role), value, year),
            ),
        });
    }
}

const fn role_indicator(row: &RvuRow, role: SurgeonRole) -> u8 {
    match role {
        SurgeonRole::Assistant => row.assistant,
        SurgeonRole::CoSurgeon => row.co_surgeon,
        SurgeonRole::Team => row.team,
    }
}

const fn role_column(role: SurgeonRole) -> &'static str {
    match role {
        SurgeonRole::Assistant => "ASST SURG",
        SurgeonRole::CoSurgeon => "CO-SURG",
        SurgeonRole::Team => "TEAM SURG",
    }
}

/// Classes are paid by the physician fee schedule only; modifier AS and a contract's schedule for
/// the class already hold the reduction.
fn provider_class(line: &mut LineAtWork<'_>, policies: &PricingPolicies) {
    let holds_it = line.agreed_for == AgreedFor::ItsClass
        || line.has_consumed(ASSISTANT_BY_NONPHYSICIAN)
        || (line.has_open(ASSISTANT_BY_NONPHYSICIAN)
            && policies.effect(ASSISTANT_BY_NONPHYSICIAN).is_some());
    if holds_it || line.family != ReferenceFamily::PhysicianFeeSchedule {
        return;
    }
    let class = line.line.provider_class;
    let percent = policies.provider_percent(class);
    if percent == Percent::HUNDRED {
        return;
    }
    let before = line.amount;
    line.scale(percent.fraction(), StepKind::ProviderClass, |line| {
        StepText {
            label: class.label().to_owned(),
            expression: format!("{before} \u{d7} {}", shown(percent)),
            source: line.policy(),
        }
    });
}
