//! What the practice spent in a year, by kind.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Invalid, Money};

/// A sum of one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpenseTotal {
    /// Calendar year.
    pub year: i16,
    /// The account's name in the practice's books.
    pub category: String,
    /// What kind of cost it is.
    pub kind: ExpenseKind,
    /// Dollars spent; negative for a refund.
    pub amount: Money,
}

/// Kinds of cost, as cost per relative value unit needs them apart: physicians' work, malpractice,
/// drugs and supplies that are billed by themselves, and the rest, which is practice expense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpenseKind {
    /// Pay and benefits of physicians, owners at what a substitute would cost.
    PhysicianPay,
    /// Pay and benefits of nurse practitioners, physician assistants and others who bill.
    OtherProviderPay,
    /// Pay and benefits of everybody else.
    StaffPay,
    /// Rent, utilities, repairs.
    Rent,
    /// Supplies that are not billed by themselves.
    Supplies,
    /// Drugs and supplies that are billed by themselves: no part of cost per RVU.
    BilledDrugs,
    /// Equipment: leases and depreciation.
    Equipment,
    /// Malpractice insurance.
    Malpractice,
    /// Billing, software, and other services bought.
    Services,
    /// All else.
    Other,
}

impl ExpenseKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::PhysicianPay,
        Self::OtherProviderPay,
        Self::StaffPay,
        Self::Rent,
        Self::Supplies,
        Self::BilledDrugs,
        Self::Equipment,
        Self::Malpractice,
        Self::Services,
        Self::Other,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PhysicianPay => "Physician pay",
            Self::OtherProviderPay => "Other provider pay",
            Self::StaffPay => "Staff pay",
            Self::Rent => "Rent",
            Self::Supplies => "Supplies",
            Self::BilledDrugs => "Billed drugs",
            Self::Equipment => "Equipment",
            Self::Malpractice => "Malpractice",
            Self::Services => "Services",
            Self::Other => "Other",
        }
    }

    /// Returns the word stored in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PhysicianPay => "physician-pay",
            Self::OtherProviderPay => "other-provider-pay",
            Self::StaffPay => "staff-pay",
            Self::Rent => "rent",
            Self::Supplies => "supplies",
            Self::BilledDrugs => "billed-drugs",
            Self::Equipment => "equipment",
            Self::Malpractice => "malpractice",
            Self::Services => "services",
            Self::Other => "other",
        }
    }

    /// Reads [`ExpenseKind::key`] or [`ExpenseKind::label`], in any case.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        let key = key.trim();
        Self::ALL
            .into_iter()
            .find(|kind| {
                kind.key().eq_ignore_ascii_case(key) || kind.label().eq_ignore_ascii_case(key)
            })
            .ok_or_else(|| {
                let labels: Vec<String> = Self::ALL
                    .iter()
                    .map(|kind| kind.label().to_lowercase())
                    .collect();
                Invalid::new(format!(
                    "is not a kind of expense (use {})",
                    labels.join(", ")
                ))
            })
    }

    /// Guesses the kind from an account's name; [`ExpenseKind::Other`] where nothing tells.
    pub fn guessed(category: &str) -> Self {
        let words = category.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
        let pay = has(&["pay", "salar", "wage", "compensation", "benefit", "bonus"]);
        if has(&["malpractice", "liability insurance"]) {
            Self::Malpractice
        } else if has(&["drug", "vaccine", "biolog", "injectable", "medications"]) {
            Self::BilledDrugs
        } else if has(&[
            "nurse practitioner",
            "physician assistant",
            "advanced practice",
            "midlevel",
        ]) {
            Self::OtherProviderPay
        } else if has(&["physician", "doctor", "owner", "partner"]) && !has(&["recruit"]) {
            Self::PhysicianPay
        } else if pay || has(&["staff", "payroll", "nurs"]) {
            Self::StaffPay
        } else if has(&["rent", "lease of office", "occupancy", "utilit", "building"]) {
            Self::Rent
        } else if has(&["equipment", "depreciation"]) {
            Self::Equipment
        } else if has(&["suppl"]) {
            Self::Supplies
        } else if has(&[
            "billing",
            "software",
            "service",
            "legal",
            "accounting",
            "clearinghouse",
        ]) {
            Self::Services
        } else {
            Self::Other
        }
    }
}

impl fmt::Display for ExpenseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(category: &str, expected: ExpenseKind) {
        assert_eq!(ExpenseKind::guessed(category), expected, "{category}");
    }

    #[test]
    fn the_kind_of_an_expense_is_guessed_from_its_accounts_name() {
        check("Physician compensation", ExpenseKind::PhysicianPay);
        check(
            "Physician assistant salaries",
            ExpenseKind::OtherProviderPay,
        );
        check("Salaries and wages", ExpenseKind::StaffPay);
        check("Nursing", ExpenseKind::StaffPay);
        check("Office rent", ExpenseKind::Rent);
        check("Medical supplies", ExpenseKind::Supplies);
        check("Vaccines", ExpenseKind::BilledDrugs);
        check("Malpractice premiums", ExpenseKind::Malpractice);
        check("Depreciation", ExpenseKind::Equipment);
        check("Billing fees", ExpenseKind::Services);
        check("Parking", ExpenseKind::Other);
    }

    #[test]
    fn every_kind_is_read_from_its_key_and_its_label() {
        for kind in ExpenseKind::ALL {
            assert_eq!(ExpenseKind::from_key(kind.key()), Ok(kind));
            assert_eq!(ExpenseKind::from_key(kind.label()), Ok(kind));
        }
        assert!(ExpenseKind::from_key("fun").is_err());
    }
}
