//! What was odd in an input, where, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing was left out.
    Note,
    /// Read with an assumption that a person should confirm.
    Warning,
    /// Could not be used and was left out.
    Rejected,
}

/// Where in the input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The file's own name, without folders; the member's name inside a zip.
    pub file: String,
    /// Line or row, counted from 1.
    pub line_nr: Option<u64>,
    /// The column's heading or the field's name.
    pub field: Option<String>,
}

/// One odd thing. Never holds a patient's name or number: the offending text is quoted only for
/// fields that cannot identify a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Issue {
    /// How much it matters.
    pub severity: Severity,
    /// Where it was found.
    pub place: Place,
    /// What was odd.
    pub problem: String,
    /// What a person can do about it; empty when nothing needs doing.
    pub remedy: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place.file)?;
        if let Some(line_nr) = self.place.line_nr {
            write!(f, ", line {line_nr}")?;
        }
        if let Some(field) = &self.place.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {}", self.problem)?;
        if !self.remedy.is_empty() {
            write!(f, ". {}", self.remedy)?;
        }
        Ok(())
    }
}
