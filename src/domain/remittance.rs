//! Remittances (X12 835): what a payer paid, for which claims, and why not more. Nothing here names a
//! patient: numbers that could are keyed hashes.
//!
//! Source: ASC X12 835, 005010X221A1 ("health care claim payment/advice").

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Invalid, Modifiers, Money, ProcedureCode, ServiceLine};

/// In which turn a payer was asked for a claim (CLP02: 1, 2, 3; 19, 20, 21 when forwarded).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum PayerRank {
    /// First: its allowed amount is what its contract says.
    #[default]
    Primary,
    /// Second: it pays what the first left over; its allowed amount says nothing about its rates.
    Secondary,
    /// Third or later.
    Tertiary,
}

impl PayerRank {
    /// Returns the word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Primary => "Primary",
            Self::Secondary => "Secondary",
            Self::Tertiary => "Tertiary",
        }
    }

    /// Returns 1, 2 or 3.
    pub const fn number(self) -> u8 {
        match self {
            Self::Primary => 1,
            Self::Secondary => 2,
            Self::Tertiary => 3,
        }
    }

    /// Reads [`PayerRank::number`].
    ///
    /// # Errors
    /// When it is none of 1, 2, 3.
    pub fn from_number(number: i64) -> Result<Self, Invalid> {
        match number {
            1 => Ok(Self::Primary),
            2 => Ok(Self::Secondary),
            3 => Ok(Self::Tertiary),
            _ => Err(Invalid::new(format!("{number} is not a payer's rank"))),
        }
    }
}

/// Why a line says nothing about what its payer allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoRate {
    /// The file has no allowed amount for it, and none follows from what it has.
    Unknown,
    /// Nothing was allowed: the line was denied.
    Denied,
    /// Charge, adjustments and payment do not add up.
    Unbalanced,
    /// A secondary or tertiary payer's line, or one paid after another payer.
    OtherPayerFirst,
    /// Amounts were given for the claim as a whole.
    ClaimLevel,
}

impl NoRate {
    /// All reasons.
    pub const ALL: [Self; 5] = [
        Self::Unknown,
        Self::Denied,
        Self::Unbalanced,
        Self::OtherPayerFirst,
        Self::ClaimLevel,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unknown => "No allowed amount",
            Self::Denied => "Denied",
            Self::Unbalanced => "Does not balance",
            Self::OtherPayerFirst => "Paid after another payer",
            Self::ClaimLevel => "Paid by claim, not by line",
        }
    }

    /// Returns the word stored in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Denied => "denied",
            Self::Unbalanced => "unbalanced",
            Self::OtherPayerFirst => "other-payer-first",
            Self::ClaimLevel => "claim-level",
        }
    }

    /// Reads [`NoRate::key`].
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.key() == key)
            .ok_or_else(|| Invalid::new(format!("{key} is not a reason for a missing rate")))
    }
}

/// Who answers for an adjustment (CAS01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AdjustmentGroup {
    /// Contractual obligation: the practice may not bill it.
    #[serde(rename = "CO")]
    Contractual,
    /// Patient responsibility.
    #[serde(rename = "PR")]
    Patient,
    /// Other adjustment.
    #[serde(rename = "OA")]
    Other,
    /// Payer-initiated reduction.
    #[serde(rename = "PI")]
    Payer,
    /// Correction and reversal, in version 4010 only.
    #[serde(rename = "CR")]
    Correction,
}

impl AdjustmentGroup {
    /// Returns X12's two letters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contractual => "CO",
            Self::Patient => "PR",
            Self::Other => "OA",
            Self::Payer => "PI",
            Self::Correction => "CR",
        }
    }

    /// Reads X12's two letters; `None` for others.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "CO" => Some(Self::Contractual),
            "PR" => Some(Self::Patient),
            "OA" => Some(Self::Other),
            "PI" => Some(Self::Payer),
            "CR" => Some(Self::Correction),
            _ => None,
        }
    }
}

/// A reason for an adjustment.
///
/// A claim adjustment reason code (CARC), a remittance advice remark code (RARC) or a provider
/// adjustment code: up to six letters and digits, upper case. Codes that no list has are kept: lists
/// change three times a year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReasonCode {
    letters: [u8; Self::MAX_LEN],
    len: u8,
}

impl ReasonCode {
    /// Longest code: `MA134` and `N1234` have five characters.
    pub const MAX_LEN: usize = 6;

    /// Reads a code, without regard to case and to blanks around it.
    ///
    /// # Errors
    /// When it is empty, too long or holds anything but letters and digits.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let fits = (1..=Self::MAX_LEN).contains(&text.len());
        if !fits || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Invalid::new(
                "a reason code has one to six letters and digits",
            ));
        }
        let mut letters = [0; Self::MAX_LEN];
        letters
            .iter_mut()
            .zip(text.bytes())
            .for_each(|(slot, byte)| *slot = byte.to_ascii_uppercase());
        Ok(Self {
            letters,
            len: text.len() as u8,
        })
    }

    /// Claim adjustment reasons that practices count as denials, whoever answers for them.
    ///
    /// Not among them: contractual and patient amounts, sequestration, incentives, what another payer
    /// did. Codes alone; their texts are X12's.
    pub const DENIALS: [&str; 28] = [
        "16", "18", "22", "26", "27", "29", "31", "50", "96", "97", "109", "119", "151", "167",
        "170", "197", "198", "204", "226", "227", "236", "252", "256", "B7", "B9", "B11", "B15",
        "B16",
    ];

    /// Returns the code.
    pub fn as_str(&self) -> &str {
        self.letters
            .get(..usize::from(self.len))
            .and_then(|letters| std::str::from_utf8(letters).ok())
            .unwrap_or_default()
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for ReasonCode {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        Self::new(&text)
    }
}

impl From<ReasonCode> for String {
    fn from(code: ReasonCode) -> Self {
        code.as_str().to_owned()
    }
}

/// One reason why less than the charge was paid (CAS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Adjustment {
    /// Who answers for it.
    pub group: AdjustmentGroup,
    /// The CARC.
    pub reason: ReasonCode,
    /// Dollars; positive lowers the payment.
    pub amount: Money,
}

/// Money a payer added to or kept from a payment that belongs to no claim (PLB): recoupments,
/// capitation, interest, penalties. It never has a part in a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ProviderAdjustment {
    /// The code: `WO` overpayment recovery, `FB` balance carried forward, `L6` interest, …
    pub code: ReasonCode,
    /// Dollars; positive lowers the payment, as in the file.
    pub amount: Money,
}

/// One payment: a check or a transfer, or a notice that nothing is paid (ST to SE).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remittance {
    /// The payer's name (N1*PR).
    pub payer_name: Arc<str>,
    /// The payer's number (REF*2U, N104, or TRN03 in this order); empty where the file has none.
    pub payer_code: Arc<str>,
    /// Check or transfer number (TRN02).
    pub trace: String,
    /// How it was paid (BPR04): `ACH`, `CHK`, `NON`, …
    pub method: String,
    /// What was paid (BPR02); negative for a debit.
    pub amount: Money,
    /// The day it was paid (BPR16).
    pub paid_on: Option<Date>,
    /// The day the payer made it (DTM*405).
    pub produced_on: Option<Date>,
}

/// What stands at the end of a payment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemittanceEnd {
    /// Money that belongs to no claim.
    pub adjustments: Vec<ProviderAdjustment>,
    /// What was paid, less claims' payments plus adjustments: zero when the payment balances.
    pub difference: Money,
}

/// What a payer said of one claim (CLP).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittedClaim {
    /// Keyed hash of the practice's own number of the claim (CLP01).
    pub key: u64,
    /// Keyed hash of CLP01, CLP07, CLP02, CLP03 and CLP04: the same twice is one claim read twice.
    pub duplicate_key: u64,
    /// CLP01 and CLP07 in clear, only where the practice works its underpaid claims.
    pub numbers: Option<ClaimNumbers>,
    /// CLP02 as written: `1`, `2`, `22`, …
    pub status: String,
    /// In which turn the payer was asked.
    pub rank: PayerRank,
    /// Whether it takes an earlier payment back (CLP02 22); its amounts are negative.
    pub is_reversal: bool,
    /// CLP06 as written: `12`, `MC`, `HM`, …
    pub filing: String,
    /// CLP03.
    pub charge: Money,
    /// CLP04.
    pub paid: Money,
    /// CLP05.
    pub patient: Money,
    /// The day the payer received it (DTM*050).
    pub received_on: Option<Date>,
    /// Interest (AMT*I), which is in no line.
    pub interest: Money,
    /// Charge, less adjustments of claim and lines, less payment: zero when the claim balances.
    pub difference: Money,
    /// Adjustments of the claim as a whole.
    pub adjustments: Vec<Adjustment>,
    /// Remark codes of the claim (MOA, MIA).
    pub remarks: Vec<ReasonCode>,
    /// Its lines; none where the payer reported the claim only as a whole.
    pub lines: Vec<RemittedLine>,
}

/// Numbers by which practice and payer talk of a claim. They identify a patient to both.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClaimNumbers {
    /// The practice's (CLM01, CLP01).
    pub practice: String,
    /// The payer's (CLP07); empty where there is none.
    pub payer: String,
}

/// What a payer said of one line of a claim (SVC).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemittedLine {
    /// Code, units and amounts as adjudicated. A reversal's are negative, its `lines` is -1.
    pub line: ServiceLine,
    /// Keyed hash of the practice's number of the line (REF*6R).
    pub line_key: Option<u64>,
    /// Code and modifiers as submitted, where the payer changed them (SVC06).
    pub submitted: Option<(ProcedureCode, Modifiers)>,
    /// Units as submitted, where the payer changed them (SVC07).
    pub submitted_units: Option<Decimal>,
    /// Adjustments of the line.
    pub adjustments: Vec<Adjustment>,
    /// Remark codes (LQ*HE).
    pub remarks: Vec<ReasonCode>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_codes_are_read_without_regard_to_case_and_refused_when_they_are_none() {
        assert_eq!(ReasonCode::new(" ma130 ").unwrap().as_str(), "MA130");
        for text in ["", "   ", "CO-45", "1234567", "\u{e9}"] {
            assert!(ReasonCode::new(text).is_err(), "{text}");
        }
        let code = ReasonCode::new("45").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"45\"");
        assert_eq!(serde_json::from_str::<ReasonCode>("\"45\"").unwrap(), code);
    }
}
