//! The receipt of an import: what was read, kept and rejected, and the sums to compare with the
//! source.

use serde::Serialize;

use super::model::kind_words;
use crate::app::widgets::{BadgeKind, Cell, Column, Row, TableContent, counted_words};
use crate::brief::figures;
use crate::domain::{ImportId, ImportKind, ImportReceipt, ImportRecord, Issue, Money, Severity};
use crate::jobs::{Imported, ImportedFile, PracticeView};
use rust_decimal::Decimal;

/// What is said about one import.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Receipt {
    /// The file.
    pub title: String,
    /// What it was read as and when.
    pub subtitle: String,
    /// Whether its rows are left out of every report.
    pub removed: bool,
    /// What is there now; empty where the count says it.
    pub summary: String,
    /// "59,824 rows read = 59,812 kept + 12 rejected".
    pub count: String,
    /// Sums and dates, to compare with the source; empty for kinds without amounts.
    pub sums: Vec<(&'static str, String)>,
    /// Whether it may have been made from several files.
    pub of_several: bool,
    /// Rejected rows; without rows when none was.
    pub rejected: TableContent,
    /// Says that the list of rejected rows ends before they do; usually empty.
    pub rejected_note: String,
    /// What else was odd.
    pub issues: TableContent,
}

/// What became of one of the files imported last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ResultLine {
    /// Whether anything was imported.
    pub went: Went,
    /// The sentence.
    pub words: String,
    /// The import to show.
    pub import: Option<ImportId>,
}

/// How an import went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Went {
    /// Every row was kept.
    Well,
    /// Some rows were rejected.
    WithRejects,
    /// Nothing was imported.
    Badly,
}

impl Went {
    /// Returns the badge's colours.
    pub(super) const fn badge(self) -> BadgeKind {
        match self {
            Self::Well => BadgeKind::Good,
            Self::WithRejects => BadgeKind::Warning,
            Self::Badly => BadgeKind::Bad,
        }
    }
}

impl Receipt {
    /// Makes the receipt of an import.
    pub(super) fn new(practice: &PracticeView, import: &ImportRecord) -> Self {
        let receipt = &import.receipt;
        Self {
            title: receipt.file_name.clone(),
            subtitle: format!(
                "{}, imported {}",
                kind_words(practice, import),
                import.imported_on
            ),
            removed: import.removed,
            summary: match receipt.kind {
                ImportKind::Utilization => String::new(),
                _ => receipt.summary.clone(),
            },
            count: count_words(receipt),
            sums: sums(receipt),
            of_several: is_batch(receipt.kind),
            rejected: rejected_table(receipt),
            rejected_note: rejected_note(receipt),
            issues: issues_table(&receipt.issues),
        }
    }
}

/// Whether files of this kind are imported many at a time.
const fn is_batch(kind: ImportKind) -> bool {
    matches!(kind, ImportKind::Remittances | ImportKind::Claims)
}

fn count_words(receipt: &ImportReceipt) -> String {
    let count = |number: u64| figures::count(Decimal::from(number));
    let (one, many) = if is_batch(receipt.kind) {
        ("line", "lines")
    } else {
        ("row", "rows")
    };
    let mut parts = vec![
        format!("{} kept", count(receipt.rows_kept)),
        format!("{} rejected", count(receipt.rows_rejected)),
    ];
    let known = receipt.totals.counts.already_known;
    if known > 0 {
        parts.push(format!("{} already known", count(known)));
    }
    let read = counted_words(receipt.rows_read, one, many);
    format!("{read} read = {}", parts.join(" + "))
}

fn sums(receipt: &ImportReceipt) -> Vec<(&'static str, String)> {
    let totals = &receipt.totals;
    let money = |amount: Money| format!("${}", figures::money(amount));
    let lines = |count: u64| counted_words(count, "line", "lines");
    let mut sums = vec![("Charges", money(totals.charge))];
    match receipt.kind {
        kind if kind.has_service_lines() => sums.extend([
            ("Allowed", money(totals.allowed)),
            ("Paid", money(totals.paid)),
            ("Patient share", money(totals.patient)),
            ("Without allowed", lines(totals.lines_without_allowed)),
        ]),
        ImportKind::Claims => {}
        _ => return Vec::new(),
    }
    let odd = [
        ("Denied", totals.counts.denied),
        ("Do not balance", totals.counts.unbalanced),
        ("After another payer", totals.counts.other_payer_first),
    ];
    sums.extend(
        odd.into_iter()
            .filter(|(_name, count)| *count > 0)
            .map(|(name, count)| (name, lines(count))),
    );
    if let Some((first, last)) = totals.dates {
        sums.push(("Services", format!("{first} to {last}")));
    }
    sums
}

/// Makes the table of the files an import was made from.
pub(super) fn files_table(files: &[ImportedFile]) -> TableContent {
    let rows = files.iter().map(|file| {
        Row::of(vec![
            Cell::text(file.name.clone()),
            Cell::Count(file.lines),
            Cell::Count(file.fingerprint.size_bytes),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("File"),
            Column::figures("Lines read"),
            Column::figures("Bytes"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

fn rejected_table(receipt: &ImportReceipt) -> TableContent {
    let rows = receipt.rejected.iter().map(|row| {
        Row::of(vec![
            Cell::Count(row.line_nr),
            Cell::text(row.field.clone()),
            Cell::text(row.reason.clone()),
        ])
    });
    TableContent {
        columns: vec![
            Column::figures("Line").about("Line of the file or row of the sheet"),
            Column::text("Column"),
            Column::text("Reason"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

fn rejected_note(receipt: &ImportReceipt) -> String {
    let listed = receipt.rejected.len() as u64;
    if listed < receipt.rows_rejected {
        format!(
            "The first {} of {} are listed",
            figures::count(Decimal::from(listed)),
            figures::count(Decimal::from(receipt.rows_rejected))
        )
    } else {
        String::new()
    }
}

/// Makes a table of what was odd in a file.
pub(super) fn issues_table(issues: &[Issue]) -> TableContent {
    let rows = issues.iter().map(|issue| {
        Row::of(vec![
            Cell::text(match issue.severity {
                Severity::Note => "Note",
                Severity::Warning => "To confirm",
                Severity::Rejected => "Left out",
            }),
            Cell::text(place_words(issue)),
            Cell::text(issue.problem.clone()),
            Cell::text(issue.remedy.clone()),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Kind"),
            Column::text("Where"),
            Column::text("What was odd"),
            Column::text("What to do"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

fn place_words(issue: &Issue) -> String {
    let line = issue.place.line_nr.map(|line_nr| format!("line {line_nr}"));
    let file = Some(issue.place.file.clone()).filter(|file| !file.is_empty());
    [file, line, issue.place.field.clone()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

/// Says what became of the files imported last.
pub(super) fn results(practice: &PracticeView, imported: &[Imported]) -> Vec<ResultLine> {
    imported.iter().map(|file| result(practice, file)).collect()
}

fn result(practice: &PracticeView, file: &Imported) -> ResultLine {
    match &file.result {
        Ok(receipt) => ResultLine {
            went: if receipt.rows_rejected == 0 {
                Went::Well
            } else {
                Went::WithRejects
            },
            words: format!("{}: {}", file.file_name, kept_words(receipt)),
            import: practice
                .imports
                .iter()
                .rev()
                .find(|import| import.receipt == **receipt)
                .map(|import| import.id),
        },
        Err(error) => {
            let mut words = format!("{} was not imported: {}", file.file_name, error.cause);
            if !error.remedy.is_empty() {
                words.push_str(". ");
                words.push_str(&error.remedy);
            }
            ResultLine {
                went: Went::Badly,
                words,
                import: None,
            }
        }
    }
}

fn kept_words(receipt: &ImportReceipt) -> String {
    let kept = match receipt.kind {
        ImportKind::Utilization => counted_words(receipt.rows_kept, "line kept", "lines kept"),
        _ => receipt.summary.clone(),
    };
    match receipt.rows_rejected {
        0 => kept,
        rejected => format!(
            "{kept}, {} rejected",
            figures::count(Decimal::from(rejected))
        ),
    }
}
