//! Products: the plans of one payer that may pay by different rates.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Invalid, PayerId, ProductId};

/// What kind of plan a product is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum ProductKind {
    /// Preferred provider organization.
    Ppo,
    /// Health maintenance organization.
    Hmo,
    /// Exclusive provider organization.
    Epo,
    /// Point of service.
    Pos,
    /// Private Medicare plan.
    MedicareAdvantage,
    /// Medicaid managed care.
    MedicaidMco,
    /// Sold on a health insurance exchange.
    Exchange,
    /// Indemnity: any provider, no network.
    Indemnity,
    /// Anything else.
    #[default]
    Other,
}

impl ProductKind {
    /// All kinds, in the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Ppo,
        Self::Hmo,
        Self::Epo,
        Self::Pos,
        Self::MedicareAdvantage,
        Self::MedicaidMco,
        Self::Exchange,
        Self::Indemnity,
        Self::Other,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ppo => "PPO",
            Self::Hmo => "HMO",
            Self::Epo => "EPO",
            Self::Pos => "POS",
            Self::MedicareAdvantage => "Medicare Advantage",
            Self::MedicaidMco => "Medicaid managed care",
            Self::Exchange => "Exchange",
            Self::Indemnity => "Indemnity",
            Self::Other => "Other",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ppo => "ppo",
            Self::Hmo => "hmo",
            Self::Epo => "epo",
            Self::Pos => "pos",
            Self::MedicareAdvantage => "medicare-advantage",
            Self::MedicaidMco => "medicaid-mco",
            Self::Exchange => "exchange",
            Self::Indemnity => "indemnity",
            Self::Other => "other",
        }
    }

    /// Reads [`ProductKind::key`].
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.key().eq_ignore_ascii_case(key))
            .ok_or_else(|| {
                let keys: Vec<_> = Self::ALL.iter().map(|kind| kind.key()).collect();
                Invalid::new(format!(
                    "{key} is not a kind of product (use {})",
                    keys.join(", ")
                ))
            })
    }
}

impl fmt::Display for ProductKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A payer's product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its row.
    pub id: ProductId,
    /// Whose it is.
    pub payer: PayerId,
    /// The name the practice uses: "Choice Plus PPO".
    pub name: String,
    /// Its kind.
    pub kind: ProductKind,
}
