//! Sections of the code set: what contracts set rates for in one sentence.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Invalid, ProcedureCode};

/// A section of CPT or HCPCS, by its range of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceCategory {
    /// 99202–99499.
    EvaluationAndManagement,
    /// 00100–01999.
    Anesthesia,
    /// 10004–69990.
    Surgery,
    /// 70010–79999.
    Radiology,
    /// 80047–89398, and proprietary analyses ending in U or M.
    Laboratory,
    /// 90281–99199 and 99500–99607.
    Medicine,
    /// J codes, and Q codes of drugs (Q0138–Q0181, Q2004–Q2057, Q4074–Q4082, Q5101–Q5199, Q9950–Q9992).
    Drugs,
    /// A4206–A9999 supplies, B, E, K and L codes.
    Equipment,
    /// Everything else: G, Q, S, T codes and the practice's own.
    Other,
}

impl ServiceCategory {
    /// All categories, in the order of the code set.
    pub const ALL: [Self; 9] = [
        Self::EvaluationAndManagement,
        Self::Anesthesia,
        Self::Surgery,
        Self::Radiology,
        Self::Laboratory,
        Self::Medicine,
        Self::Drugs,
        Self::Equipment,
        Self::Other,
    ];

    /// Returns a code's section.
    pub fn of(code: ProcedureCode) -> Self {
        let text = code.as_str();
        let (head, last) = text.split_at(text.len().saturating_sub(1));
        if let Ok(number) = text.parse::<u32>()
            && text.len() == 5
        {
            return Self::of_number(number);
        }
        if text.len() == 5 && head.bytes().all(|byte| byte.is_ascii_digit()) {
            return match last {
                "U" | "M" => Self::Laboratory,
                _ => Self::Other,
            };
        }
        let (letter, digits) = text.split_at(1.min(text.len()));
        match (letter, digits.parse::<u32>().unwrap_or_default()) {
            ("J", _) | ("Q", 138..=181 | 2004..=2057 | 4074..=4082 | 5101..=5199 | 9950..=9992) => {
                Self::Drugs
            }
            ("A", 4206..) | ("B" | "E" | "K" | "L", _) => Self::Equipment,
            _ => Self::Other,
        }
    }

    const fn of_number(number: u32) -> Self {
        match number {
            99_202..=99_499 => Self::EvaluationAndManagement,
            100..=1_999 => Self::Anesthesia,
            10_004..=69_990 => Self::Surgery,
            70_010..=79_999 => Self::Radiology,
            80_047..=89_398 => Self::Laboratory,
            90_281..=99_199 | 99_500..=99_607 => Self::Medicine,
            _ => Self::Other,
        }
    }

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EvaluationAndManagement => "Evaluation and management",
            Self::Anesthesia => "Anesthesia",
            Self::Surgery => "Surgery",
            Self::Radiology => "Radiology",
            Self::Laboratory => "Laboratory and pathology",
            Self::Medicine => "Medicine",
            Self::Drugs => "Drugs",
            Self::Equipment => "Equipment and supplies",
            Self::Other => "Other services",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::EvaluationAndManagement => "evaluation-and-management",
            Self::Anesthesia => "anesthesia",
            Self::Surgery => "surgery",
            Self::Radiology => "radiology",
            Self::Laboratory => "laboratory",
            Self::Medicine => "medicine",
            Self::Drugs => "drugs",
            Self::Equipment => "equipment",
            Self::Other => "other",
        }
    }

    /// Reads [`ServiceCategory::key`].
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|category| category.key().eq_ignore_ascii_case(key.trim()))
            .ok_or_else(|| {
                let keys: Vec<_> = Self::ALL.iter().map(|category| category.key()).collect();
                Invalid::new(format!(
                    "{key} is not a section of the code set (use {})",
                    keys.join(", ")
                ))
            })
    }
}

impl fmt::Display for ServiceCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_fall_into_the_sections_of_the_code_set() {
        for (code, category) in [
            ("99213", ServiceCategory::EvaluationAndManagement),
            ("00840", ServiceCategory::Anesthesia),
            ("45385", ServiceCategory::Surgery),
            ("71046", ServiceCategory::Radiology),
            ("80053", ServiceCategory::Laboratory),
            ("0001U", ServiceCategory::Laboratory),
            ("93000", ServiceCategory::Medicine),
            ("J1100", ServiceCategory::Drugs),
            ("Q5101", ServiceCategory::Drugs),
            ("E0601", ServiceCategory::Equipment),
            ("A4253", ServiceCategory::Equipment),
            ("G2211", ServiceCategory::Other),
            ("0001F", ServiceCategory::Other),
            ("VISIT", ServiceCategory::Other),
        ] {
            let code = ProcedureCode::new(code).unwrap();
            assert_eq!(ServiceCategory::of(code), category, "{code}");
        }
    }
}
