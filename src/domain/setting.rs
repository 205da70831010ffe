//! Where a service was given, and which of Medicare's two prices that means.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// Medicare's two price columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Office and other places where the practice bears the cost of the room.
    NonFacility,
    /// Hospital, surgery centre and other places that bill for their own room.
    Facility,
}

impl Setting {
    /// Both, office first.
    pub const ALL: [Self; 2] = [Self::NonFacility, Self::Facility];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NonFacility => "Non-facility",
            Self::Facility => "Facility",
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A CMS two-digit place-of-service code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaceOfService(pub u8);

impl PlaceOfService {
    /// Office.
    pub const OFFICE: Self = Self(11);

    /// Reads `11`, `02`, `2`, or a code followed by words (`11 - Office`).
    ///
    /// # Errors
    /// When it does not begin with a number from 1 to 99.
    pub fn from_text(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        trimmed[..digits]
            .parse()
            .ok()
            .filter(|code| (1..=99).contains(code))
            .map(Self)
            .ok_or_else(|| {
                Invalid::new(format!(
                    "\u{201c}{}\u{201d} is not a place of service (01 to 99)",
                    trimmed.chars().take(24).collect::<String>()
                ))
            })
    }

    /// Returns the Medicare price column for this place.
    ///
    /// Facility places: Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section
    /// 20.4.2, and chapter 26, section 10.5: 02, 19, 21–24, 26, 31, 34, 41, 42, 51–53, 56, 61.
    pub const fn setting(self) -> Setting {
        match self.0 {
            2 | 19 | 21..=24 | 26 | 31 | 34 | 41 | 42 | 51..=53 | 56 | 61 => Setting::Facility,
            _ => Setting::NonFacility,
        }
    }
}

impl fmt::Display for PlaceOfService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}
