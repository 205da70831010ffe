//! A result of a quality measure with what it is compared to.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{Invalid, Month};

/// A result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualityMeasure {
    /// The measure's name or number.
    pub name: String,
    /// Whose measure it is.
    pub family: MeasureFamily,
    /// First month measured.
    pub from: Month,
    /// Last month measured.
    pub to: Month,
    /// Patients, visits or answers that met the measure.
    pub numerator: Option<u64>,
    /// Patients, visits or answers it applied to.
    pub denominator: Option<u64>,
    /// The result in the measure's own unit; percent where numerator and denominator make it.
    pub result: Decimal,
    /// Whether more is better.
    pub better: BetterWhen,
    /// What the result is compared to.
    pub comparator: Option<Comparator>,
}

impl QualityMeasure {
    /// The denominator below which a result says little: at 30 cases the 95% interval of a result of
    /// 50% still spans some 34 points.
    pub const SMALLEST_SOUND_DENOMINATOR: u64 = 30;

    /// Whether so few cases were measured that the result says little.
    pub fn is_small(&self) -> bool {
        self.denominator
            .is_some_and(|count| count < Self::SMALLEST_SOUND_DENOMINATOR)
    }
}

/// A value from elsewhere, with its source: without one it convinces nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparator {
    /// The value, in the measure's unit.
    pub value: Decimal,
    /// Who published it; empty where the table does not say.
    pub source: String,
    /// The day it was published or looked up.
    pub date: Option<Date>,
}

/// Whose measure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureFamily {
    /// AHRQ's surveys of patients' experience.
    Cahps,
    /// Medicare's Merit-based Incentive Payment System.
    Mips,
    /// NCQA's measures of health plans.
    Hedis,
    /// A clinical registry.
    Registry,
    /// The practice's own.
    Internal,
}

impl MeasureFamily {
    /// All families.
    pub const ALL: [Self; 5] = [
        Self::Cahps,
        Self::Mips,
        Self::Hedis,
        Self::Registry,
        Self::Internal,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cahps => "CAHPS",
            Self::Mips => "MIPS",
            Self::Hedis => "HEDIS",
            Self::Registry => "Registry",
            Self::Internal => "Internal",
        }
    }

    /// Returns the word stored in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cahps => "cahps",
            Self::Mips => "mips",
            Self::Hedis => "hedis",
            Self::Registry => "registry",
            Self::Internal => "internal",
        }
    }

    /// Reads [`MeasureFamily::key`], in any case.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|family| family.key().eq_ignore_ascii_case(key.trim()))
            .ok_or_else(|| {
                Invalid::new("is not a family (use CAHPS, MIPS, HEDIS, registry or internal)")
            })
    }
}

impl fmt::Display for MeasureFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// Which way a result should go.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum BetterWhen {
    /// More is better: satisfaction, screening.
    #[default]
    Higher,
    /// Less is better: readmissions, complications.
    Lower,
}

impl BetterWhen {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Higher => "Higher is better",
            Self::Lower => "Lower is better",
        }
    }

    /// Returns the word stored in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }

    /// Reads [`BetterWhen::key`], or words that begin with it or with high or low.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        let key = key.trim().to_ascii_lowercase();
        if key.starts_with("high") || key == "up" {
            Ok(Self::Higher)
        } else if key.starts_with("low") || key == "down" {
            Ok(Self::Lower)
        } else {
            Err(Invalid::new("is not a direction (use higher or lower)"))
        }
    }
}

impl fmt::Display for BetterWhen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}
