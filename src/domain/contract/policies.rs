//! What modifiers, several procedures in one session, and the provider's class do to a fee: tables
//! of a contract, with Medicare's rules as the default.
//!
//! Medicare: Claims Processing Manual (Pub. 100-04), chapter 12, sections 20.4, 30.6, 40 and 50, and
//! the indicators of CMS's relative-value file.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::fee_method::check_percent;
use crate::domain::{Invalid, Modifier, Percent, ProviderClass};

/// A step on the way from the fee schedule's rate to the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PricingStage {
    /// Modifiers with a percentage of their own: 22, 52, 54 to 56, 78 and the like.
    Modifiers,
    /// Units of service.
    Units,
    /// Both sides: modifier 50.
    Bilateral,
    /// Second and later procedures of one session.
    MultipleProcedures,
    /// Assistants, co-surgeons and teams.
    Surgeons,
    /// The provider's class.
    ProviderClass,
    /// The billed charge as a ceiling.
    LesserOf,
}

impl PricingStage {
    /// All stages in the default order.
    pub const ALL: [Self; 7] = [
        Self::Modifiers,
        Self::Units,
        Self::Bilateral,
        Self::MultipleProcedures,
        Self::Surgeons,
        Self::ProviderClass,
        Self::LesserOf,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Modifiers => "Modifiers",
            Self::Units => "Units",
            Self::Bilateral => "Bilateral",
            Self::MultipleProcedures => "Multiple procedures",
            Self::Surgeons => "Assistants and co-surgeons",
            Self::ProviderClass => "Provider class",
            Self::LesserOf => "Lesser of rate and charge",
        }
    }
}

/// A contract's tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PricingPolicies {
    /// Modifiers that change the fee, ordered, none twice. One that is not listed changes nothing.
    pub modifiers: Vec<ModifierRule>,
    /// Both sides, where the service can be done on both (indicator 1).
    pub bilateral: Percent,
    /// Each side, where CMS's bilateral indicator is 3; 100: each in full.
    pub bilateral_each_side: Percent,
    /// Procedures ranked by their fee (indicator 2).
    pub multiple_procedures: MultipleProcedureRule,
    /// Endoscopies of one family (indicator 3).
    pub endoscopy: EndoscopyRule,
    /// Second and later imaging services (indicator 4).
    pub imaging: ComponentReduction,
    /// Practice expense of second and later therapy services and units (indicator 5).
    pub therapy_practice_expense: Percent,
    /// Technical part of second and later cardiovascular services (indicator 6).
    pub cardiovascular_technical: Percent,
    /// Technical part of second and later ophthalmology services (indicator 7).
    pub ophthalmology_technical: Percent,
    /// Classes of providers paid less than the full fee, none twice.
    pub provider_classes: Vec<ProviderClassRule>,
}

/// What one modifier does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierRule {
    /// The modifier.
    pub modifier: Modifier,
    /// What it does.
    pub effect: ModifierEffect,
}

/// What a modifier does to a fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModifierEffect {
    /// This percentage of the fee.
    Percent(Percent),
    /// This percentage of the technical part; the professional part stays.
    TechnicalPercent(Percent),
    /// The share of the surgical package that CMS's file states for the code.
    OperativeShare(OperativePart),
    /// This percentage of the fee for another surgeon, where CMS's indicator for the role allows
    /// one.
    Surgeon {
        /// Which indicator is asked.
        role: SurgeonRole,
        /// Percentage of the fee.
        percent: Percent,
    },
    /// Priced by the payer claim by claim.
    ByReport,
}

/// Parts of a surgical package (columns PRE OP, INTRA OP and POST OP).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperativePart {
    /// Before and during the operation: modifier 54.
    PreAndIntraoperative,
    /// After it: modifier 55.
    Postoperative,
    /// Before it: modifier 56.
    Preoperative,
    /// During it: a return to the operating room, modifier 78.
    Intraoperative,
}

/// Which of CMS's indicators allows another surgeon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SurgeonRole {
    /// ASST SURG: 1 never, 0 with documentation, 2 yes.
    Assistant,
    /// CO-SURG: 0 never, 1 with documentation, 2 yes.
    CoSurgeon,
    /// TEAM SURG: 0 never, 1 with documentation, 2 yes.
    Team,
}

/// What is paid for procedures of one session, ranked by fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MultipleProcedureRule {
    /// Percentages by rank; the last also holds for later ranks.
    pub ranks: Vec<Percent>,
    /// Procedures after so many are priced by report; `None`: never.
    #[serde(default)]
    pub by_report_after: Option<u8>,
}

/// How endoscopies of one family are paid together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndoscopyRule {
    /// The highest in full, of each other what it exceeds the family's base by.
    #[default]
    LessFamilyBase,
    /// Like any other procedures.
    AsMultipleProcedures,
    /// Each in full.
    InFull,
}

/// What is paid of the parts of second and later services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentReduction {
    /// Technical part.
    pub technical: Percent,
    /// Professional part.
    pub professional: Percent,
}

/// What a class of providers is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderClassRule {
    /// The class.
    pub class: ProviderClass,
    /// Percentage of the fee.
    pub percent: Percent,
}

const fn points(points: u32) -> Percent {
    Percent::new(Decimal::from_parts(points, 0, 0, false, 0))
}

const fn tenths(tenths: u32) -> Percent {
    Percent::new(Decimal::from_parts(tenths, 0, 0, false, 1))
}

impl Default for PricingPolicies {
    /// Medicare's.
    fn default() -> Self {
        Self {
            modifiers: medicare_modifiers(),
            bilateral: points(150),
            bilateral_each_side: points(100),
            multiple_procedures: MultipleProcedureRule {
                ranks: vec![points(100), points(50), points(50), points(50), points(50)],
                by_report_after: Some(5),
            },
            endoscopy: EndoscopyRule::LessFamilyBase,
            imaging: ComponentReduction {
                technical: points(50),
                professional: points(95),
            },
            therapy_practice_expense: points(50),
            cardiovascular_technical: points(75),
            ophthalmology_technical: points(80),
            provider_classes: medicare_provider_classes(),
        }
    }
}

fn medicare_provider_classes() -> Vec<ProviderClassRule> {
    [
        (ProviderClass::NursePractitioner, 85),
        (ProviderClass::PhysicianAssistant, 85),
        (ProviderClass::ClinicalNurseSpecialist, 85),
        (ProviderClass::SocialWorker, 75),
        (ProviderClass::Dietitian, 85),
    ]
    .map(|(class, percent)| ProviderClassRule {
        class,
        percent: points(percent),
    })
    .to_vec()
}

fn medicare_modifiers() -> Vec<ModifierRule> {
    let surgeon = |role, percent| ModifierEffect::Surgeon { role, percent };
    let mut rules: Vec<ModifierRule> = [
        (b"22", ModifierEffect::ByReport),
        (b"52", ModifierEffect::ByReport),
        (b"53", ModifierEffect::ByReport),
        (
            b"54",
            ModifierEffect::OperativeShare(OperativePart::PreAndIntraoperative),
        ),
        (
            b"55",
            ModifierEffect::OperativeShare(OperativePart::Postoperative),
        ),
        (
            b"56",
            ModifierEffect::OperativeShare(OperativePart::Preoperative),
        ),
        (b"62", surgeon(SurgeonRole::CoSurgeon, tenths(625))),
        (b"66", ModifierEffect::ByReport),
        (
            b"78",
            ModifierEffect::OperativeShare(OperativePart::Intraoperative),
        ),
        (b"80", surgeon(SurgeonRole::Assistant, points(16))),
        (b"81", surgeon(SurgeonRole::Assistant, points(16))),
        (b"82", surgeon(SurgeonRole::Assistant, points(16))),
        (b"AS", surgeon(SurgeonRole::Assistant, tenths(136))),
        (b"CO", ModifierEffect::Percent(points(85))),
        (b"CQ", ModifierEffect::Percent(points(85))),
        (b"CT", ModifierEffect::TechnicalPercent(points(85))),
        (b"FX", ModifierEffect::TechnicalPercent(points(80))),
        (b"FY", ModifierEffect::TechnicalPercent(points(90))),
    ]
    .into_iter()
    .map(|(modifier, effect)| ModifierRule {
        modifier: Modifier::literal(*modifier),
        effect,
    })
    .collect();
    rules.sort_by_key(|rule| rule.modifier);
    rules
}

impl PricingPolicies {
    /// Returns what a modifier does; `None`: nothing.
    pub fn effect(&self, modifier: Modifier) -> Option<ModifierEffect> {
        self.modifiers
            .iter()
            .find(|rule| rule.modifier == modifier)
            .map(|rule| rule.effect)
    }

    /// Returns what a class of providers is paid of the fee.
    pub fn provider_percent(&self, class: ProviderClass) -> Percent {
        self.provider_classes
            .iter()
            .find(|rule| rule.class == class)
            .map_or(Percent::HUNDRED, |rule| rule.percent)
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        if self.multiple_procedures.ranks.is_empty() {
            return Err(Invalid::new(
                "Multiple procedures need at least one percentage (100 for the first)",
            ));
        }
        let of_modifiers = self.modifiers.iter().filter_map(|rule| match rule.effect {
            ModifierEffect::Percent(percent)
            | ModifierEffect::TechnicalPercent(percent)
            | ModifierEffect::Surgeon { percent, .. } => Some(percent),
            ModifierEffect::OperativeShare(_) | ModifierEffect::ByReport => None,
        });
        let of_classes = self.provider_classes.iter().map(|rule| rule.percent);
        [
            self.bilateral,
            self.bilateral_each_side,
            self.imaging.technical,
            self.imaging.professional,
            self.therapy_practice_expense,
            self.cardiovascular_technical,
            self.ophthalmology_technical,
        ]
        .into_iter()
        .chain(self.multiple_procedures.ranks.iter().copied())
        .chain(of_modifiers)
        .chain(of_classes)
        .try_for_each(check_percent)
    }
}
