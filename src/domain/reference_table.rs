//! Medicare's fee schedules beside the physicians': anesthesia, laboratory, drugs, equipment.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Invalid, Modifiers, Money, ProcedureCode, ReferenceTableId, Setting};

/// Which of Medicare's fee schedules an amount comes from. Percentages of Medicare are taken within
/// one family; several are added up in dollars only.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceFamily {
    /// Physician fee schedule: relative values times a conversion factor.
    #[default]
    PhysicianFeeSchedule,
    /// Anesthesia: base and time units times a conversion factor of its own.
    Anesthesia,
    /// Clinical laboratory fee schedule.
    ClinicalLaboratory,
    /// Average sales price file for drugs, by quarter.
    Drugs,
    /// Durable medical equipment, prosthetics, orthotics and supplies, by state.
    Dmepos,
}

impl ReferenceFamily {
    /// All families, the physicians' first.
    pub const ALL: [Self; 5] = [
        Self::PhysicianFeeSchedule,
        Self::Anesthesia,
        Self::ClinicalLaboratory,
        Self::Drugs,
        Self::Dmepos,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PhysicianFeeSchedule => "Physician fee schedule",
            Self::Anesthesia => "Anesthesia",
            Self::ClinicalLaboratory => "Clinical laboratory",
            Self::Drugs => "Drugs (ASP)",
            Self::Dmepos => "Equipment and supplies (DMEPOS)",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PhysicianFeeSchedule => "physician-fee-schedule",
            Self::Anesthesia => "anesthesia",
            Self::ClinicalLaboratory => "clinical-laboratory",
            Self::Drugs => "drugs",
            Self::Dmepos => "dmepos",
        }
    }

    /// Reads [`ReferenceFamily::key`].
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|family| family.key().eq_ignore_ascii_case(key))
            .ok_or_else(|| {
                let keys: Vec<_> = Self::ALL.iter().map(|family| family.key()).collect();
                Invalid::new(format!(
                    "{key} is not a Medicare fee schedule (use {})",
                    keys.join(", ")
                ))
            })
    }
}

impl fmt::Display for ReferenceFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// Where an amount is for. DMEPOS has one for each state, and where it differs one for the state's
/// rural areas.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub enum ReferenceArea {
    /// The whole country.
    #[default]
    National,
    /// A state's areas that are not rural: two letters.
    State([u8; 2]),
    /// A state's rural areas: two letters.
    RuralState([u8; 2]),
}

impl ReferenceArea {
    /// Reads what [`fmt::Display`] writes: nothing, `GA` or `GA-R`.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn from_text(text: &str) -> Result<Self, Invalid> {
        let state = |letters: &[u8]| -> Option<[u8; 2]> {
            let letters: [u8; 2] = letters.try_into().ok()?;
            letters
                .iter()
                .all(u8::is_ascii_alphabetic)
                .then(|| letters.map(|letter| letter.to_ascii_uppercase()))
        };
        let trimmed = text.trim();
        match trimmed.strip_suffix("-R") {
            _ if trimmed.is_empty() => Some(Self::National),
            Some(letters) => state(letters.as_bytes()).map(Self::RuralState),
            None => state(trimmed.as_bytes()).map(Self::State),
        }
        .ok_or_else(|| Invalid::new(format!("{trimmed} is not a state (GA, or GA-R for rural)")))
    }
}

impl fmt::Display for ReferenceArea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::National => f.pad(""),
            Self::State([first, second]) => {
                write!(f, "{}{}", char::from(*first), char::from(*second))
            }
            Self::RuralState([first, second]) => {
                write!(f, "{}{}-R", char::from(*first), char::from(*second))
            }
        }
    }
}

impl From<ReferenceArea> for String {
    fn from(area: ReferenceArea) -> Self {
        area.to_string()
    }
}

impl TryFrom<String> for ReferenceArea {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::from_text(&text)
    }
}

/// One value of a reference table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceValue {
    /// The code.
    pub code: ProcedureCode,
    /// Modifiers the value is for: QW of the laboratory's, NU, RR, UE of the equipment's.
    pub modifiers: Modifiers,
    /// Where it is for.
    pub area: ReferenceArea,
    /// Dollars per unit; for anesthesia, base units.
    pub value: Decimal,
}

/// One of Medicare's fee schedules beside the physicians', for a span of service dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceTable {
    /// Its row.
    pub id: ReferenceTableId,
    /// Which fee schedule. Never [`ReferenceFamily::PhysicianFeeSchedule`].
    pub family: ReferenceFamily,
    /// Its name: "CLFS 2026 Q1".
    pub name: String,
    /// First date of service.
    pub effective_from: Date,
    /// Last date of service, where the file says or the kind implies it (a quarter, a year).
    pub effective_to: Option<Date>,
    /// Values ordered by code, modifiers and area, none twice.
    pub values: Vec<ReferenceValue>,
}

impl ReferenceTable {
    /// Whether the table is for services on `day`.
    pub fn is_in_effect(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|to| day <= to)
    }

    /// Finds a value of exactly this code, modifiers and area.
    pub fn value(
        &self,
        code: ProcedureCode,
        modifiers: Modifiers,
        area: ReferenceArea,
    ) -> Option<Decimal> {
        self.values
            .binary_search_by(|value| {
                (value.code, value.modifiers, value.area).cmp(&(code, modifiers, area))
            })
            .ok()
            .and_then(|value_idx| self.values.get(value_idx))
            .map(|found| found.value)
    }
}

/// An amount that the Medicare contractor set for a code without national relative values, typed in
/// by the practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierPrice {
    /// The code.
    pub code: ProcedureCode,
    /// Only the modifiers that change the price.
    pub modifiers: Modifiers,
    /// `None`: the same in both settings.
    pub setting: Option<Setting>,
    /// Dollars per unit.
    pub amount: Money,
    /// Where the practice has it from: "MAC's fee lookup, 2026-02-10".
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_written_as_they_are_read() {
        for text in ["", "GA", "GA-R"] {
            assert_eq!(ReferenceArea::from_text(text).unwrap().to_string(), text);
        }
        for text in ["G", "GA-X", "12", "GAR"] {
            assert!(ReferenceArea::from_text(text).is_err(), "{text}");
        }
    }
}
