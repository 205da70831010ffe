//! What the form for a new practice says while it is filled in.

use serde::Serialize;

use crate::domain::{LocalityKey, Practice};
use crate::jobs::locality_for_zip;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Form {
    /// Legal name.
    pub name: String,
    /// ZIP code of the main office.
    pub zip: String,
    /// Specialty.
    pub specialty: String,
    /// A locality chosen by hand, instead of the ZIP code's.
    pub locality: Option<LocalityKey>,
    /// Whether the button was pressed: from then on missing words are pointed out.
    pub tried: bool,
}

/// What there is to say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// What is wrong with the name.
    pub name_problem: Option<&'static str>,
    /// What is wrong with the ZIP code.
    pub zip_problem: Option<&'static str>,
    /// The Medicare locality, in words.
    pub locality: Option<String>,
    /// Whether the ZIP code alone does not decide the locality.
    pub to_confirm: bool,
    /// The practice, when everything needed is there.
    #[serde(skip)]
    pub practice: Option<Practice>,
}

impl Form {
    /// Looks at what was typed.
    pub fn check(&self) -> Checked {
        let zip = self.zip.trim();
        let complete = zip.len() == 5 && zip.bytes().all(|byte| byte.is_ascii_digit());
        let found = complete.then(|| locality_for_zip(zip)).flatten();
        let zip_problem = match (zip.is_empty(), complete, &found, self.locality) {
            (true, ..) if self.tried && self.locality.is_none() => {
                Some("Type the ZIP code, or choose the locality")
            }
            (false, false, ..) if self.tried || zip.len() >= 5 => {
                Some("A ZIP code has five digits")
            }
            (false, true, None, None) => {
                Some("No Medicare locality is known for this ZIP code: choose it below")
            }
            _ => None,
        };
        let name_problem =
            (self.tried && self.name.trim().is_empty()).then_some("Type the practice's name");
        let placed = self.locality.is_some() || found.is_some();
        let usable = !self.name.trim().is_empty() && placed && (complete || zip.is_empty());
        Checked {
            name_problem,
            zip_problem,
            to_confirm: found.as_ref().is_some_and(|found| found.spans_several),
            locality: found.map(|found| format!("{} ({})", found.name, found.key)),
            practice: usable.then(|| Practice {
                name: self.name.trim().to_owned(),
                zip: zip.to_owned(),
                specialty: self.specialty.trim().to_owned(),
                ..Practice::default()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, zip: &str) -> Form {
        Form {
            name: name.to_owned(),
            zip: zip.to_owned(),
            ..Form::default()
        }
    }

    #[test]
    fn an_empty_form_is_not_scolded_before_the_button_was_pressed() {
        let mut empty = form("", "");
        assert_eq!(empty.check(), Checked::default());
        empty.tried = true;
        let checked = empty.check();
        assert_eq!(checked.name_problem, Some("Type the practice's name"));
        assert_eq!(
            checked.zip_problem,
            Some("Type the ZIP code, or choose the locality")
        );
    }

    #[test]
    fn a_zip_code_finds_its_locality_while_it_is_typed() {
        assert_eq!(form("Oak", "3030").check().locality, None);
        let checked = form("Oak", "30303").check();
        let locality = checked.locality.unwrap();
        assert!(locality.contains("10212-01"), "{locality}");
        assert_eq!(
            checked.practice.map(|practice| practice.zip).as_deref(),
            Some("30303")
        );
    }

    #[test]
    fn letters_and_unknown_zip_codes_are_named() {
        assert_eq!(
            form("Oak", "ABCDE").check().zip_problem,
            Some("A ZIP code has five digits")
        );
        let unknown = form("Oak", "00000").check();
        assert!(unknown.zip_problem.is_some() && unknown.practice.is_none());
    }

    #[test]
    fn a_locality_chosen_by_hand_makes_up_for_a_missing_zip_code() {
        let mut by_hand = form("Oak", "");
        by_hand.locality = Some(LocalityKey::from_text("10212-01").unwrap());
        assert!(by_hand.check().practice.is_some());
    }
}
