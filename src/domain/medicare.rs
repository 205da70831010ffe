//! The Medicare Physician Fee Schedule as CMS publishes it: releases, relative values, geographic
//! indices, localities; and which of them a practice measures itself against.
//!
//! Source of every field: the layout document in CMS's relative-value zip (`RVU25D.pdf`).

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Invalid, Modifier, ProcedureCode, QpStatus, ReleaseId, Setting};

/// A Medicare locality: the contractor's number and the locality's. Neither alone is unique.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct LocalityKey {
    /// Medicare administrative contractor, five digits.
    pub mac: u32,
    /// Locality number, two digits.
    pub number: u8,
}

impl LocalityKey {
    /// Reads `10212-01`, `10212/01` or `1021201`; files that lost leading zeros are understood.
    ///
    /// # Errors
    /// When it is not a contractor and a locality number.
    pub fn from_text(text: &str) -> Result<Self, Invalid> {
        let refuse = || {
            Invalid::new(format!(
                "\u{201c}{}\u{201d} is not a Medicare locality (write contractor-locality, such as 10212-01)",
                text.trim()
            ))
        };
        let trimmed = text.trim();
        let (mac, number) = match trimmed.split_once(['-', '/', ' ']) {
            Some(parts) => parts,
            None if trimmed.len() == 7 && trimmed.is_ascii() => trimmed.split_at(5),
            None => return Err(refuse()),
        };
        Self::from_parts(mac, number).map_err(|_error| refuse())
    }

    /// Reads the two numbers from separate columns.
    ///
    /// # Errors
    /// When either is not a number of at most five and two digits.
    pub fn from_parts(mac: &str, number: &str) -> Result<Self, Invalid> {
        let mac: u32 = mac.trim().parse().map_err(|_error| {
            Invalid::new(format!(
                "\u{201c}{}\u{201d} is not a contractor number",
                mac.trim()
            ))
        })?;
        let number: u8 = number.trim().parse().map_err(|_error| {
            Invalid::new(format!(
                "\u{201c}{}\u{201d} is not a locality number",
                number.trim()
            ))
        })?;
        if mac > 99_999 || number > 99 {
            return Err(Invalid::new(format!(
                "{mac}-{number} is not a Medicare locality"
            )));
        }
        Ok(Self { mac, number })
    }
}

impl fmt::Display for LocalityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}-{:02}", self.mac, self.number)
    }
}

impl fmt::Debug for LocalityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<LocalityKey> for String {
    fn from(key: LocalityKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for LocalityKey {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::from_text(&text)
    }
}

/// Geographic practice cost indices of a locality, three decimals each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gpci {
    /// Work index, with the 1.0 floor where the law applies it.
    pub work: Decimal,
    /// Practice-expense index.
    pub pe: Decimal,
    /// Malpractice index.
    pub mp: Decimal,
}

/// A locality with its indices for one year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locality {
    /// Contractor and number.
    pub key: LocalityKey,
    /// Two-letter state; empty when the file has none (2020).
    pub state: String,
    /// CMS's name, without footnote marks.
    pub name: String,
    /// The indices.
    pub gpci: Gpci,
}

/// Medicare status code of a row (`RVU25D.pdf`, field "STATUS CODE").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StatusCode(pub char);

impl StatusCode {
    /// Whether Medicare pays by the row's relative values: A, R and T.
    pub const fn is_paid_by_rvu(self) -> bool {
        matches!(self.0, 'A' | 'R' | 'T')
    }

    /// Returns what the status means, in our own words.
    pub const fn meaning(self) -> &'static str {
        match self.0 {
            'A' => "active",
            'B' => "bundled into other services",
            'C' => "priced by the Medicare contractor",
            'D' | 'F' | 'G' | 'H' => "deleted",
            'E' => "excluded by regulation",
            'I' => "not valid for Medicare",
            'J' => "anesthesia, paid by base units and time",
            'M' => "measurement only",
            'N' => "not covered by Medicare",
            'P' => "bundled or excluded",
            'R' => "restricted coverage",
            'T' => "paid only when nothing else is paid that day",
            'X' => "outside the physician fee schedule by law",
            _ => "of a status this program does not know",
        }
    }
}

/// Global period of a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct GlobalPeriod(pub [u8; 3]);

impl GlobalPeriod {
    /// Returns the text: `000`, `010`, `090`, `MMM`, `XXX`, `YYY` or `ZZZ`.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for GlobalPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<GlobalPeriod> for String {
    fn from(period: GlobalPeriod) -> Self {
        period.as_str().to_owned()
    }
}

impl TryFrom<String> for GlobalPeriod {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.trim()
            .as_bytes()
            .try_into()
            .map(Self)
            .map_err(|_error| {
                Invalid::new(format!("\u{201c}{text}\u{201d} is not a global period"))
            })
    }
}

/// Practice-expense and malpractice values of the outpatient-hospital payment that caps the
/// technical part of imaging (Deficit Reduction Act of 2005, section 5102(b)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OppsPe {
    /// Non-facility practice expense used for the cap.
    pub pe_nonfacility: Decimal,
    /// Facility practice expense used for the cap.
    pub pe_facility: Decimal,
    /// Malpractice used for the cap.
    pub mp: Decimal,
}

/// One row of CMS's relative-value file. The description is not kept: it is the AMA's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RvuRow {
    /// The code.
    pub code: ProcedureCode,
    /// 26, TC or 53 where the component has values of its own.
    pub modifier: Option<Modifier>,
    /// Status code.
    pub status: StatusCode,
    /// The file's `+`: values published, but not used for Medicare payment.
    pub not_used_for_payment: bool,
    /// Work RVU.
    pub work: Decimal,
    /// Non-facility practice-expense RVU.
    pub pe_nonfacility: Decimal,
    /// Facility practice-expense RVU.
    pub pe_facility: Decimal,
    /// Malpractice RVU.
    pub mp: Decimal,
    /// The service is rarely or never done outside a facility: the non-facility value is a copy.
    pub na_nonfacility: bool,
    /// The service is rarely or never done in a facility: the facility value is a copy.
    pub na_facility: bool,
    /// PC/TC indicator, 0–9.
    pub pctc: u8,
    /// Global period.
    pub global: GlobalPeriod,
    /// Pre-operative, intra-operative and post-operative share of the fee, as fractions.
    pub operative_shares: [Decimal; 3],
    /// Multiple-procedure indicator, 0–9.
    pub multiple_procedure: u8,
    /// Bilateral indicator, 0–3 or 9.
    pub bilateral: u8,
    /// Assistant-at-surgery indicator.
    pub assistant: u8,
    /// Co-surgeon indicator.
    pub co_surgeon: u8,
    /// Team-surgery indicator.
    pub team: u8,
    /// Base code of the endoscopy family.
    pub endoscopy_base: Option<ProcedureCode>,
    /// Diagnostic imaging family, 88 or 99 today.
    pub imaging_family: u8,
    /// Values of the imaging cap; `None` where all three are zero.
    pub opps: Option<OppsPe>,
}

impl RvuRow {
    /// Returns the practice-expense RVU of a setting.
    pub const fn pe(&self, setting: Setting) -> Decimal {
        match setting {
            Setting::NonFacility => self.pe_nonfacility,
            Setting::Facility => self.pe_facility,
        }
    }

    /// Returns work, practice expense and malpractice together.
    pub fn total(&self, setting: Setting) -> Decimal {
        self.work + self.pe(setting) + self.mp
    }

    /// Whether the setting's value is marked NA.
    pub const fn is_na(&self, setting: Setting) -> bool {
        match setting {
            Setting::NonFacility => self.na_nonfacility,
            Setting::Facility => self.na_facility,
        }
    }
}

/// What identifies a release and says which services it prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseInfo {
    /// CMS's name: `RVU25D`.
    pub name: String,
    /// Calendar year of the fee schedule.
    pub year: i16,
    /// First date of service; later releases of a year correct it back to 1 January.
    pub effective_from: Date,
    /// The day CMS put on the file (`RELEASED 09/11/2025`), where it has one.
    pub released: Option<Date>,
    /// From 2026 on CMS publishes one file for each; before, the one file is for everybody.
    pub qp: Option<QpStatus>,
    /// Conversion factor printed on the rows, dollars per RVU.
    pub conversion_factor: Decimal,
}

/// A whole release: relative values and, where the zip held them, localities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// What it is.
    pub info: ReleaseInfo,
    /// Rows ordered by code and modifier, none twice.
    pub rows: Vec<RvuRow>,
    /// Localities of the release's year; empty when only the RVU file was given, in which case the
    /// built-in indices of the year are used.
    pub localities: Vec<Locality>,
    /// Anesthesia conversion factors by locality, dollars per unit; empty when not given.
    pub anesthesia: Vec<(LocalityKey, Decimal)>,
}

impl Release {
    /// Finds a row.
    pub fn row(&self, code: ProcedureCode, modifier: Option<Modifier>) -> Option<&RvuRow> {
        self.rows
            .binary_search_by(|row| (row.code, row.modifier).cmp(&(code, modifier)))
            .ok()
            .and_then(|row_idx| self.rows.get(row_idx))
    }

    /// Finds a locality.
    pub fn locality(&self, key: LocalityKey) -> Option<&Locality> {
        self.localities.iter().find(|locality| locality.key == key)
    }
}

/// What a practice measures every rate against, printed wherever a percentage of Medicare is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicareReference {
    /// The release.
    pub release: ReleaseId,
    /// The locality.
    pub locality: LocalityKey,
    /// Which conversion factor.
    pub qp: QpStatus,
    /// `None`: each line by its place of service; otherwise every line by this setting.
    pub setting: Option<Setting>,
    /// Conversion factor of this date of service; `None`: the factor printed in the release.
    pub date: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localities_are_understood_with_and_without_their_zeros() {
        for text in ["02102-01", "2102-1", "2102/1", "0210201", "02102 01"] {
            assert_eq!(
                LocalityKey::from_text(text).unwrap().to_string(),
                "02102-01"
            );
        }
        for text in ["", "10212", "abcde-01", "10212-100", "123456-01"] {
            assert!(LocalityKey::from_text(text).is_err(), "{text}");
        }
    }
}
