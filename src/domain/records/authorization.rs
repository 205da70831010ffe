//! A request for prior authorization and what the payer decided, without the patient.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::{Invalid, ProcedureCode};

/// A request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorization {
    /// The day it was sent.
    pub requested_on: Date,
    /// The day the payer first decided; `None` while it has not.
    pub decided_on: Option<Date>,
    /// The payer's name as the log writes it; read from a practice file, the payer's own name.
    pub payer: String,
    /// The service asked for; `None` where the log does not say.
    pub code: Option<ProcedureCode>,
    /// How fast the answer was due.
    pub urgency: Urgency,
    /// The first decision.
    pub outcome: AuthorizationOutcome,
    /// The decision after an appeal, where there was one.
    pub after_appeal: Option<AuthorizationOutcome>,
    /// Why, in the log's words; empty where it does not say.
    pub reason: String,
}

impl Authorization {
    /// Counts the days from request to first decision; `None` while there is none.
    pub fn days(&self) -> Option<i32> {
        self.decided_on
            .map(|decided| (decided - self.requested_on).get_days())
    }
}

/// What the payer decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorizationOutcome {
    /// As asked.
    Approved,
    /// Less than was asked, or something else.
    PartlyApproved,
    /// Not at all.
    Denied,
    /// The practice took the request back.
    Withdrawn,
    /// Not decided yet.
    Pending,
}

impl AuthorizationOutcome {
    /// All outcomes.
    pub const ALL: [Self; 5] = [
        Self::Approved,
        Self::PartlyApproved,
        Self::Denied,
        Self::Withdrawn,
        Self::Pending,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Approved => "Approved",
            Self::PartlyApproved => "Partly approved",
            Self::Denied => "Denied",
            Self::Withdrawn => "Withdrawn",
            Self::Pending => "Pending",
        }
    }

    /// Returns the word stored in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::PartlyApproved => "partly-approved",
            Self::Denied => "denied",
            Self::Withdrawn => "withdrawn",
            Self::Pending => "pending",
        }
    }

    /// Reads [`AuthorizationOutcome::key`], or the words that logs use for it.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        let letters: String = key
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match letters.as_str() {
            "approved" | "approve" | "authorized" | "granted" | "certified" | "overturned"
            | "notrequired" => Ok(Self::Approved),
            "partly" | "partial" | "partlyapproved" | "partiallyapproved" | "partialapproval"
            | "modified" => Ok(Self::PartlyApproved),
            "denied" | "deny" | "rejected" | "declined" | "notcertified" | "upheld" => {
                Ok(Self::Denied)
            }
            "withdrawn" | "canceled" | "cancelled" | "void" | "voided" => Ok(Self::Withdrawn),
            "pending" | "pended" | "open" | "submitted" | "inreview" | "inprocess"
            | "requested" => Ok(Self::Pending),
            _ => Err(Invalid::new(
                "is not an outcome (use approved, partly, denied, withdrawn or pending)",
            )),
        }
    }
}

impl fmt::Display for AuthorizationOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// How fast an answer is due: since 2026 CMS-0057-F gives many payers 7 days, or 72 hours.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// The usual way.
    #[default]
    Standard,
    /// The patient cannot wait.
    Expedited,
}

impl Urgency {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Expedited => "Expedited",
        }
    }

    /// Returns the word stored in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Expedited => "expedited",
        }
    }

    /// Reads [`Urgency::key`], or the words that logs use for it.
    ///
    /// # Errors
    /// When it is neither.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        match key.trim().to_ascii_lowercase().as_str() {
            "standard" | "routine" | "normal" | "non-urgent" => Ok(Self::Standard),
            "expedited" | "urgent" | "stat" | "rush" => Ok(Self::Expedited),
            _ => Err(Invalid::new("is not a type (use standard or expedited)")),
        }
    }
}

impl fmt::Display for Urgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}
