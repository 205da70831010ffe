//! What a rendering provider is, where payers pay by it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Kinds of clinicians that Medicare and payers pay differently.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderClass {
    /// Physician: the full fee.
    #[default]
    Physician,
    /// Nurse practitioner.
    NursePractitioner,
    /// Physician assistant.
    PhysicianAssistant,
    /// Clinical nurse specialist.
    ClinicalNurseSpecialist,
    /// Certified nurse-midwife.
    NurseMidwife,
    /// Clinical social worker, marriage and family therapist, or mental health counselor.
    SocialWorker,
    /// Registered dietitian or nutrition professional.
    Dietitian,
}

impl ProviderClass {
    /// All classes, physicians first.
    pub const ALL: [Self; 7] = [
        Self::Physician,
        Self::NursePractitioner,
        Self::PhysicianAssistant,
        Self::ClinicalNurseSpecialist,
        Self::NurseMidwife,
        Self::SocialWorker,
        Self::Dietitian,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Physician => "Physician",
            Self::NursePractitioner => "Nurse practitioner",
            Self::PhysicianAssistant => "Physician assistant",
            Self::ClinicalNurseSpecialist => "Clinical nurse specialist",
            Self::NurseMidwife => "Nurse-midwife",
            Self::SocialWorker => "Clinical social worker",
            Self::Dietitian => "Dietitian",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Physician => "physician",
            Self::NursePractitioner => "nurse-practitioner",
            Self::PhysicianAssistant => "physician-assistant",
            Self::ClinicalNurseSpecialist => "clinical-nurse-specialist",
            Self::NurseMidwife => "nurse-midwife",
            Self::SocialWorker => "social-worker",
            Self::Dietitian => "dietitian",
        }
    }

    /// Reads [`ProviderClass::key`], or the usual letters (MD, NP, PA, CNS, CNM, LCSW, RD).
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        let by_letters = match key.trim().to_ascii_uppercase().as_str() {
            "MD" | "DO" => Some(Self::Physician),
            "NP" => Some(Self::NursePractitioner),
            "PA" => Some(Self::PhysicianAssistant),
            "CNS" => Some(Self::ClinicalNurseSpecialist),
            "CNM" => Some(Self::NurseMidwife),
            "LCSW" | "CSW" => Some(Self::SocialWorker),
            "RD" => Some(Self::Dietitian),
            _ => None,
        };
        by_letters
            .or_else(|| {
                Self::ALL
                    .into_iter()
                    .find(|class| class.key().eq_ignore_ascii_case(key.trim()))
            })
            .ok_or_else(|| {
                let keys: Vec<_> = Self::ALL.iter().map(|class| class.key()).collect();
                Invalid::new(format!(
                    "{key} is not a kind of provider (use {})",
                    keys.join(", ")
                ))
            })
    }
}

impl fmt::Display for ProviderClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}
