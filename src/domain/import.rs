//! Imports: what came in, how its columns were read, and the receipt for it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ImportId, Invalid, Issue, Money, PayerId};

/// What a file was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportKind {
    /// CMS relative values: the zip or a single file of it.
    MedicareRelease,
    /// Another of CMS's fee schedules: anesthesia base units, laboratory, drugs, equipment.
    MedicareTable,
    /// Services with charges and payments.
    Utilization,
    /// A payer's rates by code.
    FeeSchedule,
}

impl ImportKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [
        Self::MedicareRelease,
        Self::MedicareTable,
        Self::Utilization,
        Self::FeeSchedule,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::MedicareRelease => "Medicare relative values",
            Self::MedicareTable => "Medicare fee schedule",
            Self::Utilization => "Utilization",
            Self::FeeSchedule => "Fee schedule",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MedicareRelease => "medicare-release",
            Self::MedicareTable => "medicare-table",
            Self::Utilization => "utilization",
            Self::FeeSchedule => "fee-schedule",
        }
    }

    /// Reads [`ImportKind::key`].
    ///
    /// # Errors
    /// When it is none of them.
    pub fn from_key(key: &str) -> Result<Self, Invalid> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.key().eq_ignore_ascii_case(key))
            .ok_or_else(|| {
                let keys: Vec<_> = Self::ALL.iter().map(|kind| kind.key()).collect();
                Invalid::new(format!(
                    "{key} is not a kind of file (use {})",
                    keys.join(", ")
                ))
            })
    }
}

impl fmt::Display for ImportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A file's identity: BLAKE3 of its bytes, in hexadecimal, and its size.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileFingerprint {
    /// 64 hexadecimal digits.
    pub hash: String,
    /// Size in bytes.
    pub size_bytes: u64,
}

/// One column of a table and the field it was read as.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// Position, counted from 0.
    pub column_idx: usize,
    /// The field's key (`formats::tables` lists them).
    pub field: String,
}

/// A remembered way to read one layout, for the next file that looks the same. Layout only: it
/// holds headings, never a value of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingProfile {
    /// The name shown to the user, by default the first file's.
    pub name: String,
    /// What the file is read as.
    pub kind: ImportKind,
    /// The headings it is recognised by, normalised, in order.
    pub headings: Vec<String>,
    /// The columns that are read.
    pub columns: Vec<ColumnMapping>,
    /// The payer for every row, where the table has no payer column.
    pub payer_name: Option<String>,
}

/// Sums to compare with the source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportTotals {
    /// Billed charges.
    pub charge: Money,
    /// Allowed amounts.
    pub allowed: Money,
    /// Paid by payers.
    pub paid: Money,
    /// Owed by patients.
    pub patient: Money,
    /// Lines without an allowed amount, denied ones among them.
    pub lines_without_allowed: u64,
    /// First and last date of service.
    pub dates: Option<(Date, Date)>,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedRow {
    /// Row of the source, counted from 1.
    pub line_nr: u64,
    /// The column's heading.
    pub field: String,
    /// Why.
    pub reason: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReceipt {
    /// The file's own name, without folders.
    pub file_name: String,
    /// What it was read as.
    pub kind: ImportKind,
    /// Rows of data seen, without headings and blank rows.
    pub rows_read: u64,
    /// Rows kept.
    pub rows_kept: u64,
    /// Rows left out; `rows_read = rows_kept + rows_rejected`.
    pub rows_rejected: u64,
    /// The first rejected rows, at most [`ImportReceipt::MAX_LISTED`].
    pub rejected: Vec<RejectedRow>,
    /// What else was odd, at most [`ImportReceipt::MAX_LISTED`].
    pub issues: Vec<Issue>,
    /// Sums to compare with the source; zero for kinds without amounts.
    pub totals: ImportTotals,
    /// One sentence that says what is now there: "RVU25D: 19,090 codes, 109 localities".
    pub summary: String,
}

impl ImportReceipt {
    /// Most rejected rows and most issues listed one by one; the counts are always complete.
    pub const MAX_LISTED: usize = 1_000;
}

/// An import as the practice file remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// Its row.
    pub id: ImportId,
    /// Which file.
    pub fingerprint: FileFingerprint,
    /// The day it was imported.
    pub imported_on: Date,
    /// Whose file it is, for a fee schedule.
    pub payer: Option<PayerId>,
    /// Whether it was removed; it can be restored.
    pub removed: bool,
    /// What it did.
    pub receipt: ImportReceipt,
}
