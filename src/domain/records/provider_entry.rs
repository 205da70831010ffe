//! A row of the practice's list of providers.

use serde::{Deserialize, Serialize};

use crate::domain::{Invalid, ProviderClass};

/// What the practice says about one provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderEntry {
    /// The name to show.
    pub name: String,
    /// National provider identifier, ten digits.
    pub npi: Option<String>,
    /// What it is; `None` leaves it as it was.
    pub class: Option<ProviderClass>,
    /// The site it usually works at; empty leaves it as it was.
    pub site: String,
}

impl ProviderEntry {
    /// Reads a national provider identifier: ten digits whose last is the check digit of CMS's
    /// *Requirements for NPI* (Luhn over the digits behind 80840).
    ///
    /// # Errors
    /// When it has other than ten digits, or the check digit does not fit.
    pub fn npi_from_text(text: &str) -> Result<String, Invalid> {
        /// What the digits 80840 add to the sum.
        const PREFIX_SUM: u32 = 24;
        let digits: Vec<u32> = text.trim().chars().filter_map(|c| c.to_digit(10)).collect();
        if digits.len() != 10 || text.trim().len() != 10 {
            return Err(Invalid::new("is not an NPI: it has ten digits"));
        }
        let sum: u32 = digits
            .iter()
            .rev()
            .enumerate()
            .map(|(at, digit)| match (at % 2, digit * 2) {
                (0, _) => *digit,
                (_, doubled) if doubled > 9 => doubled - 9,
                (_, doubled) => doubled,
            })
            .sum();
        if (sum + PREFIX_SUM).is_multiple_of(10) {
            Ok(text.trim().to_owned())
        } else {
            Err(Invalid::new(
                "is not an NPI: its last digit does not fit the others",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_npi_has_ten_digits_and_a_check_digit() {
        // The example of CMS's Requirements for NPI.
        assert_eq!(
            ProviderEntry::npi_from_text(" 1234567893 "),
            Ok("1234567893".to_owned())
        );
        for text in [
            "1234567890",
            "123456789",
            "12345678933",
            "12345-6789",
            "Smith",
        ] {
            assert!(ProviderEntry::npi_from_text(text).is_err(), "{text}");
        }
    }
}
