//! What modifiers, several procedures and the billed charge do to a fee, and in which order.

mod modifiers_view;
mod view;

pub(super) use view::ui;

use crate::domain::{
    ModifierEffect, ModifierRule, OperativePart, Percent, PricingPolicies, SurgeonRole,
};

/// What the policies remember.
#[derive(Debug, Default)]
pub(super) struct State {
    /// A modifier being added, as typed.
    modifier: String,
    problem: Option<String>,
}

/// What a modifier does, as one is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EffectKind {
    Percent,
    Technical,
    Operative(OperativePart),
    Surgeon(SurgeonRole),
    ByReport,
}

impl EffectKind {
    /// All, with their words.
    const CHOICES: [(Self, &'static str); 10] = [
        (Self::Percent, "Percent of the fee"),
        (Self::Technical, "Percent of the technical part"),
        (
            Self::Surgeon(SurgeonRole::Assistant),
            "Percent of the fee, assistant surgeon",
        ),
        (
            Self::Surgeon(SurgeonRole::CoSurgeon),
            "Percent of the fee, co-surgeon",
        ),
        (Self::Surgeon(SurgeonRole::Team), "Percent of the fee, team"),
        (
            Self::Operative(OperativePart::PreAndIntraoperative),
            "CMS\u{2019}s share before and during surgery",
        ),
        (
            Self::Operative(OperativePart::Postoperative),
            "CMS\u{2019}s share after surgery",
        ),
        (
            Self::Operative(OperativePart::Preoperative),
            "CMS\u{2019}s share before surgery",
        ),
        (
            Self::Operative(OperativePart::Intraoperative),
            "CMS\u{2019}s share during surgery",
        ),
        (Self::ByReport, "By report"),
    ];

    const fn of(effect: ModifierEffect) -> Self {
        match effect {
            ModifierEffect::Percent(_) => Self::Percent,
            ModifierEffect::TechnicalPercent(_) => Self::Technical,
            ModifierEffect::OperativeShare(part) => Self::Operative(part),
            ModifierEffect::Surgeon { role, .. } => Self::Surgeon(role),
            ModifierEffect::ByReport => Self::ByReport,
        }
    }

    /// Makes the effect; the percentage stays where both have one.
    fn effect(self, now: ModifierEffect) -> ModifierEffect {
        let percent = percent_of(now).unwrap_or(Percent::HUNDRED);
        match self {
            Self::Percent => ModifierEffect::Percent(percent),
            Self::Technical => ModifierEffect::TechnicalPercent(percent),
            Self::Operative(part) => ModifierEffect::OperativeShare(part),
            Self::Surgeon(role) => ModifierEffect::Surgeon { role, percent },
            Self::ByReport => ModifierEffect::ByReport,
        }
    }
}

/// Returns the percentage of an effect that has one.
const fn percent_of(effect: ModifierEffect) -> Option<Percent> {
    match effect {
        ModifierEffect::Percent(percent)
        | ModifierEffect::TechnicalPercent(percent)
        | ModifierEffect::Surgeon { percent, .. } => Some(percent),
        ModifierEffect::OperativeShare(_) | ModifierEffect::ByReport => None,
    }
}

impl State {
    /// Adds the modifier that was typed, at the full fee.
    fn add(&mut self, policies: &mut PricingPolicies) {
        let modifier = match crate::domain::Modifier::new(self.modifier.trim()) {
            Ok(modifier) => modifier,
            Err(invalid) => {
                self.problem = Some(invalid.0);
                return;
            }
        };
        if policies.effect(modifier).is_some() {
            self.problem = Some(format!("{modifier} is already listed"));
            return;
        }
        policies.modifiers.push(ModifierRule {
            modifier,
            effect: ModifierEffect::Percent(Percent::HUNDRED),
        });
        policies.modifiers.sort_by_key(|rule| rule.modifier);
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn a_modifier_is_added_once_and_in_order() {
        let mut policies = PricingPolicies::default();
        let before = policies.modifiers.len();
        let mut state = State {
            modifier: " 25 ".to_owned(),
            problem: None,
        };
        state.add(&mut policies);
        assert_eq!(policies.modifiers.len(), before + 1);
        assert!(policies.modifiers.is_sorted_by_key(|rule| rule.modifier));
        state.modifier = "25".to_owned();
        state.add(&mut policies);
        assert_eq!(state.problem.as_deref(), Some("25 is already listed"));
        state.modifier = "nonsense".to_owned();
        state.add(&mut policies);
        assert_eq!(policies.modifiers.len(), before + 1);
    }

    #[test]
    fn another_effect_keeps_the_percentage() {
        let now = ModifierEffect::Surgeon {
            role: SurgeonRole::Assistant,
            percent: Percent::new(Decimal::from(20)),
        };
        let changed = EffectKind::Percent.effect(now);
        assert_eq!(percent_of(changed), percent_of(now));
        for (kind, _) in EffectKind::CHOICES {
            assert_eq!(EffectKind::of(kind.effect(now)), kind);
        }
    }
}
