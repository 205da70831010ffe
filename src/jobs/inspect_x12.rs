//! A first look at remittances and claims: all files of a drop are shown, and imported, as one.

use std::path::PathBuf;

use serde::Serialize;

use crate::domain::{ImportKind, ImportTotals, Issue};

/// The files of one drop that hold remittances, or those that hold claims.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedX12 {
    /// [`ImportKind::Remittances`] or [`ImportKind::Claims`].
    pub kind: ImportKind,
    /// The files, in the order they will be read.
    pub files: Vec<X12File>,
    /// Payments; zero for claims.
    pub payments: u64,
    /// Payments among them that the open practice file has already.
    pub payments_known: u64,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Claims or lines that could not be used.
    pub rejected: u64,
    /// Sums over the lines, with the first and last date of service.
    pub totals: ImportTotals,
    /// What was odd, at most [`crate::domain::ImportReceipt::MAX_LISTED`].
    pub issues: Vec<Issue>,
    /// How many oddities there are, listed or not.
    pub issue_count: u64,
}

/// One file of an [`InspectedX12`].
#[derive(Clone, Debug, Serialize)]
pub struct X12File {
    /// The file.
    pub path: PathBuf,
    /// Its own name, without folders.
    pub file_name: String,
    /// Its size.
    pub size_bytes: u64,
    /// Payments; zero for claims.
    pub payments: u64,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Sums over its lines.
    pub totals: ImportTotals,
    /// How many oddities it has.
    pub issue_count: u64,
}
