//! Procedure codes (CPT, HCPCS, and a practice's own) and their modifiers. Codes are text.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Invalid;

/// A procedure code: one to eight letters and digits, upper case.
///
/// Held in place, so that millions of lines cost no allocation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ProcedureCode([u8; 8]);

impl ProcedureCode {
    /// Longest code kept: HCPCS codes have five characters, practices' own codes a few more.
    pub const MAX_LEN: usize = 8;

    /// Reads a code as written; surrounding blanks are dropped and letters raised.
    ///
    /// # Errors
    /// When it is empty, longer than eight characters or holds anything but letters and digits.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim().as_bytes();
        let usable = (1..=Self::MAX_LEN).contains(&trimmed.len())
            && trimmed.iter().all(u8::is_ascii_alphanumeric);
        if !usable {
            return Err(Invalid::new(format!(
                "\u{201c}{}\u{201d} is not a procedure code (1 to 8 letters and digits)",
                text.trim().chars().take(24).collect::<String>()
            )));
        }
        let mut bytes = [0; Self::MAX_LEN];
        for (slot, byte) in bytes.iter_mut().zip(trimmed) {
            *slot = byte.to_ascii_uppercase();
        }
        Ok(Self(bytes))
    }

    /// Reads a code from a column known to hold procedure codes, where spreadsheets have turned
    /// `00100` into `100`: one to four digits are padded to five, and a trailing `.0` is dropped.
    ///
    /// # Errors
    /// As [`ProcedureCode::new`].
    pub fn from_code_column(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        let trimmed = trimmed.strip_suffix(".0").unwrap_or(trimmed);
        if (1..5).contains(&trimmed.len()) && trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::new(&format!("{trimmed:0>5}"));
        }
        Self::new(trimmed)
    }

    /// Returns the code's text.
    pub fn as_str(&self) -> &str {
        let len = self
            .0
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(Self::MAX_LEN);
        self.0
            .get(..len)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// Whether the code has the shape of a CPT or HCPCS code: five characters.
    pub fn is_hcpcs_shaped(&self) -> bool {
        self.as_str().len() == 5
    }
}

impl fmt::Display for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ProcedureCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<ProcedureCode> for String {
    fn from(code: ProcedureCode) -> Self {
        code.as_str().to_owned()
    }
}

impl TryFrom<String> for ProcedureCode {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

/// A two-character modifier, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Modifier([u8; 2]);

impl Modifier {
    /// Professional component.
    pub const PROFESSIONAL: Self = Self(*b"26");
    /// Technical component.
    pub const TECHNICAL: Self = Self(*b"TC");
    /// Discontinued procedure, which has relative values of its own for a few codes.
    pub const DISCONTINUED: Self = Self(*b"53");

    /// Makes a modifier of two letters or digits written in the program.
    pub(crate) const fn literal(bytes: [u8; 2]) -> Self {
        assert!(bytes[0].is_ascii_alphanumeric() && bytes[1].is_ascii_alphanumeric());
        Self(bytes)
    }

    /// Reads a modifier; a single digit that lost its zero is padded.
    ///
    /// # Errors
    /// When it is not two letters or digits.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        let bytes: [u8; 2] = match trimmed.as_bytes() {
            [only] => [b'0', *only],
            [first, second] => [*first, *second],
            _ => [b' ', b' '],
        };
        if !bytes.iter().all(u8::is_ascii_alphanumeric) {
            return Err(Invalid::new(format!(
                "\u{201c}{}\u{201d} is not a modifier (two letters or digits)",
                trimmed.chars().take(12).collect::<String>()
            )));
        }
        Ok(Self(bytes.map(|byte| byte.to_ascii_uppercase())))
    }

    /// Returns the modifier's text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether payers commonly pay another amount because of it (`domain` rule 4.9): components,
    /// bilateral, multiple, reduced, split care, assistants, co-surgeons, and the like. Others
    /// (25, 59, XE, GT, LT …) inform and leave the price alone.
    pub fn changes_price(self) -> bool {
        matches!(
            self.as_str(),
            "26" | "TC"
                | "53"
                | "50"
                | "51"
                | "52"
                | "22"
                | "54"
                | "55"
                | "56"
                | "62"
                | "66"
                | "73"
                | "74"
                | "78"
                | "80"
                | "81"
                | "82"
                | "AS"
                | "AD"
                | "QK"
                | "QX"
                | "QY"
                | "QZ"
                | "P3"
                | "P4"
                | "P5"
                | "NU"
                | "RR"
                | "UE"
                | "CO"
                | "CQ"
                | "FX"
                | "FY"
                | "CT"
        )
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Modifier> for String {
    fn from(modifier: Modifier) -> Self {
        modifier.as_str().to_owned()
    }
}

impl TryFrom<String> for Modifier {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

/// Up to four modifiers of a line, as a set: in alphabetical order, none twice.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Modifiers([Option<Modifier>; 4]);

impl Modifiers {
    /// No modifier.
    pub const NONE: Self = Self([None; 4]);

    /// Builds the set; a fifth and later distinct modifier is dropped (claims carry four).
    pub fn of(modifiers: impl IntoIterator<Item = Modifier>) -> Self {
        let mut set = Self::NONE;
        for modifier in modifiers {
            set.insert(modifier);
        }
        set
    }

    /// Adds a modifier, unless it is there or four are.
    pub fn insert(&mut self, modifier: Modifier) {
        if self.contains(modifier) {
            return;
        }
        if let Some(slot) = self.0.iter_mut().find(|slot| slot.is_none()) {
            *slot = Some(modifier);
            // `None` sorts first: order by absence, then by text.
            self.0.sort_by_key(|slot| (slot.is_none(), *slot));
        }
    }

    /// Reads modifiers separated by blanks, commas, colons, slashes or nothing (`2659`).
    ///
    /// # Errors
    /// When a piece is not a modifier.
    pub fn from_text(text: &str) -> Result<Self, Invalid> {
        let mut set = Self::NONE;
        for piece in text
            .split([' ', ',', ':', '/', ';', '|', '-', '.'])
            .filter(|p| !p.is_empty())
        {
            if piece.len() > 2 && piece.len().is_multiple_of(2) && piece.is_ascii() {
                for start in (0..piece.len()).step_by(2) {
                    set.insert(Modifier::new(&piece[start..start + 2])?);
                }
            } else {
                set.insert(Modifier::new(piece)?);
            }
        }
        Ok(set)
    }

    /// Whether the set holds it.
    pub fn contains(self, modifier: Modifier) -> bool {
        self.0.contains(&Some(modifier))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Iterates in alphabetical order.
    pub fn iter(self) -> impl Iterator<Item = Modifier> {
        self.0.into_iter().flatten()
    }

    /// Returns only those that change the price.
    #[must_use]
    pub fn pricing(self) -> Self {
        Self::of(self.iter().filter(|modifier| modifier.changes_price()))
    }
}

impl fmt::Display for Modifiers {
    /// Separated by blanks: `26 59`; empty for none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Vec<&str> = self.0.iter().flatten().map(Modifier::as_str).collect();
        f.pad(&text.join(" "))
    }
}

impl fmt::Debug for Modifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{self}]")
    }
}

impl From<Modifiers> for String {
    fn from(modifiers: Modifiers) -> Self {
        modifiers.to_string()
    }
}

impl TryFrom<String> for Modifiers {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::from_text(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_column_gets_its_lost_zeros_back() {
        for (text, code) in [
            ("100", "00100"),
            ("99213", "99213"),
            ("99213.0", "99213"),
            (" g2211 ", "G2211"),
        ] {
            assert_eq!(
                ProcedureCode::from_code_column(text).unwrap().as_str(),
                code
            );
        }
        assert!(ProcedureCode::new("99 13").is_err());
        assert!(ProcedureCode::new("").is_err());
        assert!(ProcedureCode::new("TOTALCHARGES").is_err());
    }

    #[test]
    fn modifiers_are_a_set_in_alphabetical_order() {
        for (text, shown) in [
            ("59,26", "26 59"),
            ("2659", "26 59"),
            ("26:26", "26"),
            ("", ""),
            ("5", "05"),
        ] {
            assert_eq!(
                Modifiers::from_text(text).unwrap().to_string(),
                shown,
                "{text}"
            );
        }
        assert_eq!(
            Modifiers::from_text("25 TC 59")
                .unwrap()
                .pricing()
                .to_string(),
            "TC"
        );
        assert!(Modifiers::from_text("2+").is_err());
    }
}
