//! A row of the practice's list of sites.

use serde::{Deserialize, Serialize};

use crate::domain::Invalid;

/// What the practice says about one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteEntry {
    /// The name that files use.
    pub text: String,
    /// The name to show; empty: the same.
    pub name: String,
    /// Five digits; `None` leaves it as it was.
    pub zip: Option<String>,
}

impl SiteEntry {
    /// Reads a ZIP code, `30303` or `30303-1234`, to five digits; a lost leading zero is put back.
    ///
    /// # Errors
    /// When it is no ZIP code.
    pub fn zip_from_text(text: &str) -> Result<String, Invalid> {
        let text = text.trim();
        let zip = text.split_once('-').map_or(text, |(zip, _)| zip);
        let long = zip.len() == 9;
        let zip = if long {
            zip.get(..5).unwrap_or(zip)
        } else {
            zip
        };
        let is_zip = (3..=5).contains(&zip.len()) && zip.bytes().all(|byte| byte.is_ascii_digit());
        if is_zip {
            Ok(format!("{zip:0>5}"))
        } else {
            Err(Invalid::new("is not a ZIP code: it has five digits"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zip_codes_are_read_to_five_digits() {
        for (text, expected) in [
            ("30303", Some("30303")),
            ("30303-1234", Some("30303")),
            ("303031234", Some("30303")),
            ("2108", Some("02108")),
            ("Atlanta", None),
            ("303030", None),
        ] {
            let zip = SiteEntry::zip_from_text(text).ok();
            assert_eq!(zip.as_deref(), expected, "{text}");
        }
    }
}
