//! X12 interchanges: remittances (835) and professional claims (837). Reads what real files hold
//! rather than what the guides allow; what is odd becomes an issue.
//!
//! What names a patient is dropped here: claim and line numbers leave as keyed hashes.

mod adjustments;
mod allowed;
mod claim_draft;
mod claims;
mod delimiters;
mod elements;
mod envelope;
mod line_draft;
mod look;
mod reading;
mod remittances;
mod segments;
mod tally;

use std::io::Read;

use super::FormatError;
use crate::domain::{
    ImportTotals, Issue, Remittance, RemittanceEnd, RemittedClaim, SubmittedClaim,
};

/// How numbers of claims are treated.
#[derive(Clone, Copy, Debug)]
pub struct X12Options {
    /// The practice file's secret, under which numbers are hashed (BLAKE3, 64 bits).
    pub key: [u8; 32],
    /// Whether claim numbers also leave in clear.
    pub claim_numbers: KeepClaimNumbers,
}

/// Whether the practice works its underpaid claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeepClaimNumbers {
    /// Only hashes leave.
    #[default]
    No,
    /// Numbers leave in clear beside their hashes.
    Yes,
}

/// What transaction sets a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct X12Look {
    /// Remittances (ST*835).
    pub remittances: u64,
    /// Professional claims (ST*837 with SV1, or of a professional guide): transaction sets, not claims.
    pub claims: u64,
    /// Other transaction sets by their number (`837I`, `999`, `277`), with how often each occurs.
    pub others: Vec<(String, u64)>,
}

/// A part of a payment, in the file's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemittanceEvent {
    /// A payment begins.
    Payment(Box<Remittance>),
    /// A claim of it.
    Claim(Box<RemittedClaim>),
    /// It ends.
    End(RemittanceEnd),
}

/// What became of a file of remittances. The payments themselves went to the sink.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemittancesRead {
    /// Payments.
    pub payments: u64,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Segments that could not be used and were left out, as claims or lines.
    pub rejected: u64,
    /// What was odd, one issue a kind with its count.
    pub issues: Vec<Issue>,
    /// Sums over the lines, secondary payers' included in `paid` alone.
    pub totals: ImportTotals,
    /// Rendering providers by NPI, with the name the file gives them.
    pub providers: Vec<(String, String)>,
}

/// What became of a file of claims. The claims themselves went to the sink.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimsRead {
    /// Claims.
    pub claims: u64,
    /// Their lines.
    pub lines: u64,
    /// Claims or lines that could not be used.
    pub rejected: u64,
    /// What was odd, one issue a kind with its count.
    pub issues: Vec<Issue>,
    /// Sums over the lines: only charges.
    pub totals: ImportTotals,
    /// Rendering providers by NPI, with the name the file gives them.
    pub providers: Vec<(String, String)>,
}

/// Counts a file's transaction sets.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when it is no X12; [`FormatError::Broken`] with the source's error.
pub fn look(source: &mut dyn Read, file_name: &str) -> Result<X12Look, FormatError> {
    look::look(source, file_name)
}

/// Streams the payments of a file to `sink`, in bounded memory: one claim at a time.
///
/// [`crate::domain::ServiceLine::line_nr`] and [`crate::domain::Place::line_nr`] are numbers of
/// segments in the file, from 1: a file may be one line of text.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when there is no remittance in it; [`FormatError::Broken`] with the
/// source's error; and whatever `sink` returns.
pub fn read_remittances<E: From<FormatError>>(
    source: &mut dyn Read,
    file_name: &str,
    options: &X12Options,
    sink: &mut dyn FnMut(RemittanceEvent) -> Result<(), E>,
) -> Result<RemittancesRead, E> {
    remittances::read(source, file_name, options, sink)
}

/// Streams the professional claims of a file to `sink`, one at a time. Institutional and dental claims
/// and requests for predetermination are left out and counted as rejected.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when there is no claim in it; [`FormatError::Broken`] with the
/// source's error; and whatever `sink` returns.
pub fn read_claims<E: From<FormatError>>(
    source: &mut dyn Read,
    file_name: &str,
    options: &X12Options,
    sink: &mut dyn FnMut(SubmittedClaim) -> Result<(), E>,
) -> Result<ClaimsRead, E> {
    claims::read(source, file_name, options, sink)
}

/// Whether a file's first bytes begin X12: with an interchange header, or with a group or transaction
/// set where the header was taken off.
pub(super) fn is_x12(head: &[u8]) -> bool {
    delimiters::beginning(head).is_some()
}

fn not_x12(file_name: &str) -> FormatError {
    FormatError::refuse(
        format!("{file_name} is no X12 file: it does not begin with ISA, GS or ST"),
        "Ask for the remittance as an 835 or the claims as an 837 file, not as a report",
    )
}

#[cfg(test)]
mod tests;
