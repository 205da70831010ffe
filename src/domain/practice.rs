//! The practice a file belongs to.

use serde::{Deserialize, Serialize};

use super::{LocalityKey, MedicareReference};

/// Who the practice is, as printed on its letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Legal name.
    pub name: String,
    /// Five-digit ZIP code of the main office; empty when not given.
    pub zip: String,
    /// Medicare locality of the main office, from the ZIP code or chosen by hand; the Medicare
    /// reference starts from it once a release is imported.
    pub locality: Option<LocalityKey>,
    /// Specialty in the practice's words.
    pub specialty: String,
    /// Taxpayer identification number, as the practice writes it.
    pub tin: String,
    /// Group NPI.
    pub npi: String,
    /// Street, city and state, one line each.
    pub address: String,
    /// Person who signs, with title.
    pub contact: String,
    /// Telephone and e-mail.
    pub phone: String,
    /// What rates are measured against; `None` until a release is imported.
    pub reference: Option<MedicareReference>,
}

/// Whether the practice works its underpaid claims: only then does its file hold claim numbers, which
/// tell practice and payer which patient is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkClaims {
    /// No claim number is kept.
    #[default]
    Off,
    /// Claim numbers of imported lines are kept.
    On,
}
