//! Payers, their classes, and the names files call them by.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Invalid, PayerId, PayerNameId, ProductId};

/// The kind of coverage, which decides whether its rates can be negotiated and compared.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum PayerClass {
    /// Commercial insurers and the plans they administer.
    #[default]
    Commercial,
    /// Private Medicare plans.
    MedicareAdvantage,
    /// Medicare itself.
    Medicare,
    /// State Medicaid and its managed-care plans.
    Medicaid,
    /// Workers' compensation and auto insurance.
    WorkersComp,
    /// Patients who pay themselves.
    SelfPay,
    /// Anything else: TRICARE, VA, grants.
    Other,
}

impl PayerClass {
    /// All classes, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Commercial,
        Self::MedicareAdvantage,
        Self::Medicare,
        Self::Medicaid,
        Self::WorkersComp,
        Self::SelfPay,
        Self::Other,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Commercial => "Commercial",
            Self::MedicareAdvantage => "Medicare Advantage",
            Self::Medicare => "Medicare",
            Self::Medicaid => "Medicaid",
            Self::WorkersComp => "Workers' compensation and auto",
            Self::SelfPay => "Self-pay",
            Self::Other => "Other",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Commercial => "commercial",
            Self::MedicareAdvantage => "medicare-advantage",
            Self::Medicare => "medicare",
            Self::Medicaid => "medicaid",
            Self::WorkersComp => "workers-comp",
            Self::SelfPay => "self-pay",
            Self::Other => "other",
        }
    }

    /// Reads [`PayerClass::key`].
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|class| class.key().eq_ignore_ascii_case(key))
            .ok_or_else(|| {
                let keys: Vec<_> = Self::ALL.iter().map(|class| class.key()).collect();
                Invalid::new(format!(
                    "{key} is not a payer class (use {})",
                    keys.join(", ")
                ))
            })
    }

    /// Whether a practice negotiates rates with payers of this class.
    pub const fn is_negotiable(self) -> bool {
        matches!(
            self,
            Self::Commercial | Self::MedicareAdvantage | Self::Medicaid | Self::WorkersComp
        )
    }
}

impl fmt::Display for PayerClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A payer the practice deals with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// Its row.
    pub id: PayerId,
    /// The name the practice uses.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
}

/// A payer's name as files write it; several may mean one payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayerName {
    /// Its row.
    pub id: PayerNameId,
    /// The text in the file.
    pub text: String,
    /// The payer's product in the file, where it has a column for it; empty otherwise. The same payer
    /// with two products has two of these rows.
    pub plan: String,
    /// The payer's number in the file; empty where it has none.
    pub code: String,
    /// The payer it means.
    pub payer: PayerId,
    /// The product it means.
    pub product: Option<ProductId>,
    /// Service lines carrying it.
    pub line_count: u64,
}
