//! Claims as the practice sent them (X12 837 professional): what was billed, before any payer changed
//! it. They count in no total; a remittance of the same claim does.
//!
//! Source: ASC X12 837, 005010X222A1 ("health care claim: professional").

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{ClaimNumbers, Modifiers, Money, PayerRank, PlaceOfService, ProcedureCode};

/// One claim (CLM).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedClaim {
    /// Keyed hash of the practice's number of the claim (CLM01); the same as
    /// [`super::RemittedClaim::key`].
    pub key: u64,
    /// Keyed hash of CLM01, frequency, charge, first date of service, the payer's turn and the day it
    /// was sent: the same twice is one claim read twice.
    pub duplicate_key: u64,
    /// CLM01 in clear, only where the practice works its underpaid claims.
    pub numbers: Option<ClaimNumbers>,
    /// The payer it was sent to (NM1*PR).
    pub payer_name: Arc<str>,
    /// The payer's number (NM109); empty where the file has none.
    pub payer_code: Arc<str>,
    /// The rendering provider: NPI, or else the name; empty where the file has none.
    pub provider: Arc<str>,
    /// In which turn this payer is asked (SBR01).
    pub rank: PayerRank,
    /// SBR09 as written: `12`, `MC`, `HM`, …
    pub filing: String,
    /// CLM05-3: `1` original, `7` replacement, `8` void.
    pub frequency: String,
    /// CLM02.
    pub charge: Money,
    /// The day the file was made (BHT04): the practice's best record of sending it.
    pub submitted_on: Option<Date>,
    /// Its lines.
    pub lines: Vec<SubmittedLine>,
}

/// One line of a claim (LX, SV1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedLine {
    /// Number of the line in the claim, from 1.
    pub line_nr: u32,
    /// Keyed hash of the practice's number of the line (REF*6R).
    pub line_key: Option<u64>,
    /// The code.
    pub code: ProcedureCode,
    /// All its modifiers.
    pub modifiers: Modifiers,
    /// SV104 when it counts units (UN).
    pub units: Option<Decimal>,
    /// SV104 when it counts minutes (MJ): anesthesia.
    pub minutes: Option<Decimal>,
    /// SV102.
    pub charge: Money,
    /// SV105, or else the claim's.
    pub place: Option<PlaceOfService>,
    /// First date of service (DTP*472).
    pub date: Option<Date>,
}
