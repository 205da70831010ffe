//! A person at a payer. Never a patient.

use serde::{Deserialize, Serialize};

/// Somebody to talk to. What the table does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The payer's name as the list writes it; read from a practice file, the payer's own name.
    pub payer: String,
    /// The person.
    pub name: String,
    /// What the person does there: contract manager, provider relations.
    pub role: String,
    /// As it is dialled.
    pub phone: String,
    /// Address for mail.
    pub email: String,
    /// What the person may decide: signs, recommends, answers questions.
    pub authority: String,
    /// Anything else about working with the person.
    pub note: String,
}
