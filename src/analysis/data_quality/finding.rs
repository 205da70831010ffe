//! What can be found about a practice's data, as numbers: kind, level, the largest parts, and what
//! mends it. The sentences are `brief`'s.

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::{
    ImportId, Money, Month, NoRate, PayerClass, PayerId, Percent, ProcedureCode, RateKey,
};

/// How much a finding matters, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingLevel {
    /// As it should be.
    Good,
    /// Worth knowing; changes no figure for the worse.
    Note,
    /// A person should look: figures may be incomplete.
    Look,
    /// Figures are wrong or missing until somebody mends it.
    Mend,
}

impl FindingLevel {
    /// All levels, the most pressing first.
    pub const ALL: [Self; 4] = [Self::Mend, Self::Look, Self::Note, Self::Good];

    /// Returns the word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Note => "To know",
            Self::Look => "To look at",
            Self::Mend => "To mend",
        }
    }
}

/// What was found, with its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FindingKind {
    /// There are no services yet.
    NoServices,
    /// Rows of the files that brought services.
    Rows {
        /// Seen.
        read: u64,
        /// Left out because they could not be read.
        rejected: u64,
    },
    /// First and last date of service.
    Dates {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// Lines that have an allowed amount.
    AllowedAmounts {
        /// Billed lines.
        lines: u64,
        /// Of these, lines without.
        without: u64,
        /// Those with, as a percentage of all.
        share_with: Option<Percent>,
    },
    /// Lines whose payer stands nowhere.
    BlankPayer {
        /// Such lines.
        lines: u64,
    },
    /// Payers that look like another one.
    PayersToMerge {
        /// Suggestions to merge.
        pairs: u64,
        /// Lines that would move.
        lines: u64,
        /// Payers there are.
        payers: u64,
    },
    /// Payers whose class is not the one their name tells.
    PayerClasses {
        /// Such payers.
        payers: u64,
        /// Their lines.
        lines: u64,
    },
    /// There is nothing to measure rates by.
    NoReference,
    /// Codes that Medicare has no amount for.
    CodesWithoutReference {
        /// Such codes: a code in two settings counts twice.
        codes: u64,
        /// Codes that have one.
        codes_with: u64,
        /// Lines of the codes without.
        lines: u64,
        /// What was allowed for them.
        allowed: Money,
        /// The same as a percentage of all that was allowed.
        share_of_allowed: Option<Percent>,
    },
    /// Lines with a negative charge.
    NegativeLines {
        /// Such lines.
        lines: u64,
    },
    /// Lines with a charge of zero.
    ZeroChargeLines {
        /// Such lines.
        lines: u64,
    },
    /// Rows that are the same in every cell as an earlier row of their table.
    RepeatedRows {
        /// Such rows.
        rows: u64,
    },
    /// Imports that seem to count the same services.
    Overlaps {
        /// Pairs of imports.
        pairs: u64,
        /// Lines of the later imports in months and of payers that the earlier ones cover.
        lines: u64,
        /// Of these, lines whose totals are the same in both.
        lines_identical: u64,
    },
    /// Lines left out because the practice file had them.
    AlreadyKnown {
        /// Such lines.
        lines: u64,
    },
    /// Months inside the span without a line.
    MonthsMissing {
        /// Such months.
        months: u64,
        /// Months of the span.
        of: u64,
    },
    /// Months with less than half the lines of a usual one.
    MonthsThin {
        /// Such months.
        months: u64,
        /// Lines of a usual month: the median.
        usual_lines: u64,
    },
    /// The same two for each of the payers with the most lines.
    PayerMonths {
        /// Payers with such months.
        payers: u64,
        /// Payers that were looked at.
        of: u64,
    },
    /// Payments whose amount is not the sum of what it pays.
    Payments {
        /// Payments.
        payments: u64,
        /// Of these, payments that do not balance.
        unbalanced: u64,
    },
    /// Remitted claims whose charge, adjustments and payment do not add up.
    Claims {
        /// Claims.
        claims: u64,
        /// Of these, claims that do not balance.
        unbalanced: u64,
    },
    /// Remitted lines whose charge, adjustments and payment do not add up: they have no part in a
    /// rate.
    Lines {
        /// Lines.
        lines: u64,
        /// Of these, lines that do not balance.
        unbalanced: u64,
    },
    /// Lines of secondary and tertiary payers: they count in payments only.
    SecondaryLines {
        /// Lines of all payers.
        lines: u64,
        /// Of these, secondary and tertiary.
        secondary: u64,
        /// The same as a percentage.
        share: Option<Percent>,
    },
    /// Claims taken back.
    Reversals {
        /// Such claims.
        reversals: u64,
        /// Of these, claims whose earlier payment is in no import.
        without_original: u64,
    },
    /// Claims that payers reported only as a whole.
    ClaimsWithoutLines {
        /// Such claims.
        claims: u64,
        /// What was paid for them: in no total by code.
        paid: Money,
    },
    /// Claims that were sent and that no remittance answers.
    UnansweredClaims {
        /// Claims that were sent.
        submitted: u64,
        /// Of these, claims without an answer.
        unanswered: u64,
        /// The day the oldest of those was sent.
        oldest: Option<Date>,
    },
    /// There are remittances, but no claims as they were sent.
    NoSubmittedClaims,
    /// Lines that count no units.
    WithoutUnits {
        /// Such lines.
        lines: u64,
    },
    /// Lines that name no rendering provider.
    WithoutProvider {
        /// Such lines.
        lines: u64,
        /// Lines of all.
        of: u64,
    },
    /// Lines that name no site.
    WithoutSite {
        /// Such lines.
        lines: u64,
        /// Lines of all.
        of: u64,
    },
    /// No file tells visits apart.
    NoVisits,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QualityFinding {
    /// What, with its numbers.
    #[serde(flatten)]
    pub kind: FindingKind,
    /// How much it matters.
    pub level: FindingLevel,
    /// Its largest parts, at most [`QualityFinding::MAX_PARTS`].
    pub parts: Vec<FindingPart>,
    /// Parts that are not listed.
    pub parts_left_out: u64,
    /// What mends it, where one thing does.
    pub mend: Option<Mend>,
}

impl QualityFinding {
    /// Most parts listed: more than fit on a screen are read in the panel they belong to.
    pub const MAX_PARTS: usize = 20;

    /// A finding without parts.
    pub(super) const fn whole(kind: FindingKind, level: FindingLevel) -> Self {
        Self {
            kind,
            level,
            parts: Vec::new(),
            parts_left_out: 0,
            mend: None,
        }
    }

    /// Adds its parts, the largest first; the smallest are counted where there are too many.
    #[must_use]
    pub(super) fn with_parts(mut self, parts: Vec<FindingPart>) -> Self {
        self.parts_left_out = parts.len().saturating_sub(Self::MAX_PARTS) as u64;
        self.parts = parts;
        self.parts.truncate(Self::MAX_PARTS);
        self
    }

    /// Adds what mends it.
    #[must_use]
    pub(super) const fn mended_by(mut self, mend: Mend) -> Self {
        self.mend = Some(mend);
        self
    }
}

/// A part of a finding: one file, payer, code or month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingPart {
    /// Which.
    pub subject: Subject,
    /// How many lines, rows, months or claims, as the finding counts.
    pub count: u64,
    /// Their dollars, where the finding has any.
    pub amount: Option<Money>,
    /// What mends this part.
    pub mend: Option<Mend>,
}

/// What a part of a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An import, by its file's name.
    Import(String),
    /// Two imports that seem to count the same services.
    ImportPair {
        /// The earlier one's file.
        first: String,
        /// The later one's.
        second: String,
        /// First month both have services of.
        #[serde(serialize_with = "crate::analysis::report_input::month_text")]
        from: Month,
        /// Last such month.
        #[serde(serialize_with = "crate::analysis::report_input::month_text")]
        to: Month,
    },
    /// A payer whose class is not the one its name tells.
    PayerClass {
        /// Its name.
        payer: String,
        /// Its class.
        class: PayerClass,
        /// The class that the name tells.
        told: PayerClass,
    },
    /// A payer that looks like another one.
    PayerPair {
        /// The one to give up.
        from: String,
        /// The one to keep.
        into: String,
        /// Why, in words.
        reason: String,
    },
    /// A service and the reason why it has no amount.
    Code {
        /// Code, price-changing modifiers and setting.
        #[serde(flatten)]
        key: RateKey,
        /// The reason in words.
        reason: String,
    },
    /// A month: `2025-03`.
    Month(#[serde(serialize_with = "crate::analysis::report_input::month_text")] Month),
    /// A month of one payer.
    PayerMonth {
        /// The payer's name.
        payer: String,
        /// The month.
        #[serde(serialize_with = "crate::analysis::report_input::month_text")]
        month: Month,
    },
    /// Why lines have no allowed amount.
    NoRate(NoRate),
    /// A payment, by payer and check or transfer number.
    Payment {
        /// The payer's name.
        payer: String,
        /// Check or transfer number.
        trace: String,
        /// The day.
        paid_on: Option<Date>,
    },
}

/// What a person can do about a finding: a button in the window, a command in a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "mend", rename_all = "kebab-case")]
pub enum Mend {
    /// Import services: an export or remittances.
    ImportServices,
    /// Import more remittances.
    ImportRemittances,
    /// Import claims as they were sent.
    ImportClaims,
    /// Import Medicare's relative values, and choose the reference.
    ImportMedicare,
    /// See the import: rejected rows, issues.
    ShowImport {
        /// Which.
        import: ImportId,
    },
    /// Remove the import, to be restored if that was wrong.
    RemoveImport {
        /// Which.
        import: ImportId,
    },
    /// Import the file again with other columns.
    MapColumns {
        /// Which.
        import: ImportId,
    },
    /// See the payers.
    ShowPayers,
    /// See a payer: its class, its names.
    ShowPayer {
        /// Which.
        payer: PayerId,
    },
    /// Merge a payer into another.
    MergePayers {
        /// The one to give up.
        from: PayerId,
        /// The one to keep.
        into: PayerId,
    },
    /// See the codes and why they have no Medicare amount.
    ShowCodes,
    /// Type in what the Medicare contractor pays.
    SetCarrierPrice {
        /// For which code.
        code: ProcedureCode,
    },
    /// See the payments with their differences.
    ShowPayments,
}
