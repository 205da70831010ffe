//! Imports: what came in, how its columns were read, and the receipt for it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ImportId, Invalid, Issue, Money, PayerId, ReadingRules};

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
    /// What payers paid (X12 835).
    Remittances,
    /// Claims as they were sent (X12 837 professional).
    Claims,
    /// Answers of patients to a survey, without a patient.
    SurveyAnswers,
    /// Results of quality measures.
    QualityMeasures,
    /// Requests for prior authorization and what became of them.
    Authorizations,
    /// Yearly expense totals.
    Expenses,
    /// The practice's providers: name, NPI, class, site.
    Providers,
    /// The practice's sites.
    Sites,
    /// People at payers.
    Contacts,
}

impl ImportKind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::MedicareRelease,
        Self::MedicareTable,
        Self::Utilization,
        Self::FeeSchedule,
        Self::Remittances,
        Self::Claims,
        Self::SurveyAnswers,
        Self::QualityMeasures,
        Self::Authorizations,
        Self::Expenses,
        Self::Providers,
        Self::Sites,
        Self::Contacts,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::MedicareRelease => "Medicare relative values",
            Self::MedicareTable => "Medicare fee schedule",
            Self::Utilization => "Utilization",
            Self::FeeSchedule => "Fee schedule",
            Self::Remittances => "Remittances",
            Self::Claims => "Claims",
            Self::SurveyAnswers => "Survey answers",
            Self::QualityMeasures => "Quality measures",
            Self::Authorizations => "Authorizations",
            Self::Expenses => "Expenses",
            Self::Providers => "Providers",
            Self::Sites => "Sites",
            Self::Contacts => "Contacts",
        }
    }

    /// Returns the word stored in files and typed in a terminal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MedicareRelease => "medicare-release",
            Self::MedicareTable => "medicare-table",
            Self::Utilization => "utilization",
            Self::FeeSchedule => "fee-schedule",
            Self::Remittances => "remittances",
            Self::Claims => "claims",
            Self::SurveyAnswers => "survey-answers",
            Self::QualityMeasures => "quality-measures",
            Self::Authorizations => "authorizations",
            Self::Expenses => "expenses",
            Self::Providers => "providers",
            Self::Sites => "sites",
            Self::Contacts => "contacts",
        }
    }

    /// The kinds of small tables beside services and rates.
    pub const RECORDS: [Self; 7] = [
        Self::SurveyAnswers,
        Self::QualityMeasures,
        Self::Authorizations,
        Self::Expenses,
        Self::Providers,
        Self::Sites,
        Self::Contacts,
    ];

    /// Whether files of this kind are read into [`super::Records`].
    pub fn has_records(self) -> bool {
        Self::RECORDS.contains(&self)
    }

    /// Whether files of this kind bring service lines, which reports are made of.
    pub const fn has_service_lines(self) -> bool {
        matches!(self, Self::Utilization | Self::Remittances)
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
    /// How cells and rows are understood; absent in older files.
    #[serde(default)]
    pub rules: ReadingRules,
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
    /// Lines without an allowed amount, denied ones and ones that take another back among them.
    pub lines_without_allowed: u64,
    /// First and last date of service.
    pub dates: Option<(Date, Date)>,
    /// Oddities to look at; zero in older files.
    #[serde(default)]
    pub counts: LineCounts,
}

/// How many of an import's lines are of which odd kind. A line may be of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LineCounts {
    /// Denied: nothing was allowed.
    pub denied: u64,
    /// Charge, adjustments and payment do not add up.
    pub unbalanced: u64,
    /// Of secondary and tertiary payers, or paid after another payer.
    pub other_payer_first: u64,
    /// Whose amounts were given for the claim as a whole.
    pub claim_level: u64,
    /// With a negative charge: credits and lines taken back.
    pub negative: u64,
    /// With a charge of zero.
    pub zero_charge: u64,
    /// The same in every cell as an earlier line of the same table; kept.
    pub repeated: u64,
    /// Left out because the practice file had the same payment or claim.
    pub already_known: u64,
}

impl ImportTotals {
    /// Adds the sums of another file of the same import.
    pub fn add(&mut self, other: &Self) {
        self.charge += other.charge;
        self.allowed += other.allowed;
        self.paid += other.paid;
        self.patient += other.patient;
        self.lines_without_allowed += other.lines_without_allowed;
        self.counts.add(&other.counts);
        self.dates = match (self.dates, other.dates) {
            (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
            (known, None) => known,
            (None, added) => added,
        };
    }
}

impl LineCounts {
    /// Adds the counts of another file of the same import.
    pub const fn add(&mut self, other: &Self) {
        self.denied += other.denied;
        self.unbalanced += other.unbalanced;
        self.other_payer_first += other.other_payer_first;
        self.claim_level += other.claim_level;
        self.negative += other.negative;
        self.zero_charge += other.zero_charge;
        self.repeated += other.repeated;
        self.already_known += other.already_known;
    }
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
    /// Rows left out; `rows_read = rows_kept + rows_rejected`, and for remittances and claims also
    /// the lines of [`LineCounts::already_known`].
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
    /// Files it was made of: more than one for a drop of remittances or claims.
    pub files: u64,
    /// Whether it was removed; it can be restored.
    pub removed: bool,
    /// What it did.
    pub receipt: ImportReceipt,
}
