//! What the import sheet says about each file: what it is, how its columns would be read, what its
//! first rows would become.

use rust_decimal::Decimal;
use serde::Serialize;

use super::draft::{Draft, TableDraft};
use crate::app::widgets::{Cell, Column, Row, TableContent, counted_words};
use crate::brief::figures;
use crate::domain::{ImportId, ImportKind, ImportRecord};
use crate::jobs::tables::{
    Confidence, PlanCheck, ProposedColumn, RowCheck, RowOutcome, TablePlan, TablePreview, fields,
    key,
};
use crate::jobs::{InspectedContent, InspectedFile, InspectedTable, MedicareFile, PracticeView};

/// What is said of a file above everything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct FileCard {
    /// Its name.
    pub name: String,
    /// What it is, and its size.
    pub detail: String,
    /// Whether it will be imported.
    pub state: CardState,
    /// The same import, done before.
    pub already: Option<Already>,
}

/// Whether a file will be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum CardState {
    /// It will.
    Ready,
    /// Something is still to be chosen.
    Open,
    /// Its bytes were imported before.
    Known,
    /// A person left it out.
    LeftOut,
    /// It is a practice file, to be opened.
    ToOpen,
    /// It cannot be read.
    Unreadable,
}

impl CardState {
    /// Returns the words on the badge.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::Open => "To complete",
            Self::Known => "Imported before",
            Self::LeftOut => "Left out",
            Self::ToOpen => "Practice file",
            Self::Unreadable => "Cannot be read",
        }
    }
}

/// An earlier import of the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Already {
    /// Which.
    pub import: ImportId,
    /// Whether it is removed, so that restoring it is the way.
    pub removed: bool,
    /// The warning.
    pub words: String,
}

impl FileCard {
    /// Makes the card of a file.
    pub(super) fn new(
        practice: &PracticeView,
        file: &InspectedFile,
        draft: &Draft,
        open: &[String],
    ) -> Self {
        let kind = match (&file.content, &draft.table) {
            (Ok(InspectedContent::Medicare(file)), _) if file.releases.is_empty() => {
                ImportKind::MedicareTable.label()
            }
            (Ok(InspectedContent::Remittances(_)), _) => ImportKind::Remittances.label(),
            (Ok(InspectedContent::Claims(_)), _) => ImportKind::Claims.label(),
            (Ok(InspectedContent::Medicare(_)), _) => ImportKind::MedicareRelease.label(),
            (Ok(InspectedContent::Table(_)), _) if draft.is_put_out() => "No table",
            (Ok(InspectedContent::Table(_)), Some(table)) => table.kind.label(),
            (Ok(InspectedContent::Table(_)), None) => "Table",
            (Ok(InspectedContent::PracticeFile), _) => "Practice file",
            (Err(_), _) => "Not recognised",
        };
        let already = file
            .already
            .as_ref()
            .map(|import| already(practice, import));
        let state = match &file.content {
            Err(_) => CardState::Unreadable,
            Ok(InspectedContent::PracticeFile) => CardState::ToOpen,
            Ok(_) if draft.left_out => CardState::LeftOut,
            Ok(InspectedContent::Remittances(found)) if found.is_known() => CardState::Known,
            Ok(_) if already.is_some() && !draft.again => CardState::Known,
            Ok(_) if !open.is_empty() => CardState::Open,
            Ok(_) => CardState::Ready,
        };
        Self {
            name: file.file_name.clone(),
            detail: format!("{kind}, {}", size_words(file.size_bytes)),
            state,
            already,
        }
    }
}

fn already(practice: &PracticeView, import: &ImportRecord) -> Already {
    let now = practice.imports.iter().find(|known| known.id == import.id);
    let removed = now.unwrap_or(import).removed;
    let mut words = format!(
        "This file was imported on {} as {}",
        import.imported_on, import.receipt.file_name
    );
    words.push_str(if removed {
        " and then removed. Restore that import instead of importing it again"
    } else {
        ". Imported again, its rows count twice"
    });
    Already {
        import: import.id,
        removed,
        words,
    }
}

/// Writes a size: `312 KB`, `3.4 MB`.
pub(super) fn size_words(bytes: u64) -> String {
    let in_units = |unit: u64, places| {
        let size = Decimal::from(bytes) / Decimal::from(unit);
        figures::count(size.round_dp(places).normalize())
    };
    match bytes {
        0..1_000 => counted_words(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} KB", in_units(1_000, 0)),
        _ => format!("{} MB", in_units(1_000_000, 1)),
    }
}

/// Says what the button imports, and why it may not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ImportButton {
    /// The words on it.
    pub label: String,
    /// Why it cannot be pressed; empty when it can.
    pub blocked: String,
}

impl ImportButton {
    /// Makes the button's words.
    pub(super) fn new(cards: &[FileCard]) -> Self {
        let ready = cards
            .iter()
            .filter(|card| card.state == CardState::Ready)
            .count();
        let open = cards.iter().find(|card| card.state == CardState::Open);
        let label = match (ready, cards.len()) {
            (_, 1) => "Import".to_owned(),
            (ready, all) if ready == all => format!("Import {all} files"),
            (ready, all) => format!("Import {ready} of {all} files"),
        };
        let blocked = match (open, ready) {
            (Some(card), _) => format!("Complete {} first, or leave it out", card.name),
            (None, 0) => "There is nothing to import".to_owned(),
            (None, _) => String::new(),
        };
        Self { label, blocked }
    }
}

/// A column of a table and what it is read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct MappingRow {
    /// Its heading.
    pub heading: String,
    /// A few of its values; masked where they could name a patient.
    pub samples: String,
    /// The field it is read as.
    pub field: Option<&'static str>,
    /// How the field was found; empty where a person chose it.
    pub mark: &'static str,
    /// Whether the mark asks for a second look.
    pub doubtful: bool,
}

/// Most values shown of a column.
const SAMPLES: usize = 3;

/// Makes the rows of the mapping.
pub(super) fn mapping(
    table: &InspectedTable,
    draft: &TableDraft,
    proposed: &[ProposedColumn],
) -> Vec<MappingRow> {
    let headings = table.preview.headings.iter().enumerate();
    let row = |(column_idx, heading): (usize, &String)| {
        let field = draft.fields.get(column_idx).copied().flatten();
        let (mark, doubtful) = mark(table, column_idx, field, proposed);
        MappingRow {
            heading: heading.clone(),
            samples: samples(&table.preview, column_idx),
            field,
            mark,
            doubtful,
        }
    };
    headings.map(row).collect()
}

fn mark(
    table: &InspectedTable,
    column_idx: usize,
    field: Option<&'static str>,
    proposed: &[ProposedColumn],
) -> (&'static str, bool) {
    let Some(field) = field else {
        return ("", false);
    };
    let remembered = table.profile.as_ref().is_some_and(|profile| {
        profile
            .columns
            .iter()
            .any(|column| column.column_idx == column_idx && column.field == field)
    });
    if remembered {
        return ("Remembered", false);
    }
    proposed
        .iter()
        .find(|column| column.column_idx == column_idx && column.field == field)
        .map_or(("", false), |column| {
            (
                column.confidence.label(),
                column.confidence != Confidence::Sure,
            )
        })
}

fn samples(preview: &TablePreview, column_idx: usize) -> String {
    let mut shown: Vec<&str> = Vec::new();
    for cell in preview
        .rows
        .iter()
        .filter_map(|row| row.cells.get(column_idx))
    {
        let text = cell.trim();
        if !text.is_empty() && !shown.contains(&text) {
            shown.push(text);
        }
        if shown.len() == SAMPLES {
            break;
        }
    }
    if shown.is_empty() {
        "(blank)".to_owned()
    } else {
        shown.join(" \u{b7} ")
    }
}

/// A field that is needed and that no column is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct UnmetRow {
    /// The field a chosen column is read as.
    pub field: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What to do.
    pub ask: &'static str,
}

/// Lists the fields a plan still needs.
pub(super) fn unmet(plan: &TablePlan) -> Vec<UnmetRow> {
    plan.unmet()
        .into_iter()
        .filter_map(|need| {
            let field = need.fields.first()?;
            let known = fields(plan.kind).iter().find(|known| known.key == *field)?;
            Some(UnmetRow {
                field,
                label: known.label,
                ask: need.ask,
            })
        })
        .collect()
}

/// Says in a line what is still to be chosen; fields that need a column are listed with the columns.
pub(super) fn asked_words(open: &[String], unmet: &[UnmetRow]) -> String {
    let is_listed = |question: &&String| unmet.iter().any(|row| row.ask == question.as_str());
    let others = open.iter().filter(|question| !is_listed(question)).cloned();
    let listed = unmet.len() as u64;
    let columns = counted_words(
        listed,
        "field still needs a column",
        "fields still need a column",
    );
    let columns = (listed > 0).then_some(columns);
    columns
        .into_iter()
        .chain(others)
        .collect::<Vec<_>>()
        .join(". ")
}

/// Makes the table of the first rows as they would be read.
pub(super) fn sample_table(check: &PlanCheck, plan: &TablePlan) -> TableContent {
    let shown: Vec<&'static str> = fields(plan.kind)
        .iter()
        .map(|field| field.label)
        .filter(|label| {
            check.rows.iter().any(|row| match &row.outcome {
                RowOutcome::Kept(values) => values.iter().any(|value| value.label == *label),
                RowOutcome::Rejected { .. } | RowOutcome::Filtered => false,
            })
        })
        .collect();
    let mut columns = vec![Column::figures("Line"), Column::text("Result")];
    columns.extend(shown.iter().map(|label| {
        if is_figure(plan.kind, label) {
            Column::figures(*label)
        } else {
            Column::text(*label)
        }
    }));
    TableContent {
        columns,
        rows: check
            .rows
            .iter()
            .map(|row| sample_row(row, &shown))
            .collect(),
        totals: Vec::new(),
    }
}

fn sample_row(row: &RowCheck, shown: &[&'static str]) -> Row {
    let mut cells = vec![Cell::Count(row.line_nr)];
    match &row.outcome {
        RowOutcome::Kept(values) => {
            cells.push(Cell::text("Kept"));
            cells.extend(shown.iter().map(|label| {
                let value = values.iter().find(|value| value.label == *label);
                value.map_or(Cell::Blank, |value| Cell::text(value.text.clone()))
            }));
        }
        RowOutcome::Rejected { .. } => {
            cells.push(Cell::text("Rejected"));
            cells.extend(shown.iter().map(|_label| Cell::Blank));
        }
        RowOutcome::Filtered => {
            cells.push(Cell::text("Left out by filter"));
            cells.extend(shown.iter().map(|_label| Cell::Blank));
        }
    }
    Row {
        faded: !matches!(row.outcome, RowOutcome::Kept(_)),
        cells,
    }
}

fn is_figure(kind: ImportKind, label: &str) -> bool {
    const FIGURES: [&str; 10] = [
        key::UNITS,
        key::CHARGE,
        key::ALLOWED,
        key::PAID,
        key::PATIENT,
        key::LINES,
        key::VISITS,
        key::RATE,
        key::RATE_FACILITY,
        key::RATE_NONFACILITY,
    ];
    fields(kind)
        .iter()
        .any(|field| field.label == label && FIGURES.contains(&field.key))
}

/// Most rejected rows named one by one beside the table.
const NAMED_REJECTS: usize = 5;

/// Says of the first rejected rows where and why: `Line 17, DOS: this is not a date`.
pub(super) fn reject_words(check: &PlanCheck) -> Vec<String> {
    let rejects = check.rows.iter().filter_map(|row| match &row.outcome {
        RowOutcome::Kept(_) | RowOutcome::Filtered => None,
        RowOutcome::Rejected { field, reason } => {
            Some(format!("Line {}, {field}: {reason}", row.line_nr))
        }
    });
    rejects.take(NAMED_REJECTS).collect()
}

/// Says what would become of the rows looked at.
pub(super) fn sample_words(check: &PlanCheck, kind: ImportKind) -> String {
    let all = check.rows_kept + check.rows_rejected;
    let mut words = vec![format!(
        "Of the first {}: {} kept, {} rejected",
        counted_words(all, "row", "rows"),
        figures::count(Decimal::from(check.rows_kept)),
        figures::count(Decimal::from(check.rows_rejected)),
    )];
    if kind == ImportKind::Utilization && check.rows_kept > 0 {
        let totals = &check.totals;
        for (name, amount) in [
            ("charges", totals.charge),
            ("allowed", totals.allowed),
            ("paid", totals.paid),
            ("patient share", totals.patient),
        ] {
            if !amount.is_zero() {
                words.push(format!("{name} ${}", figures::money(amount)));
            }
        }
        if let Some((first, last)) = totals.dates {
            words.push(format!("{first} to {last}"));
        }
    }
    words.join(" \u{b7} ")
}

/// Makes the table of the releases in a file of CMS's.
pub(super) fn releases_table(file: &MedicareFile) -> TableContent {
    let rows = file.releases.iter().map(|(info, rows, localities)| {
        Row::of(vec![
            Cell::text(info.name.clone()),
            Cell::text(info.year.to_string()),
            Cell::text(info.effective_from.to_string()),
            Cell::text(info.qp.map_or("All clinicians", |qp| qp.label())),
            Cell::Number(info.conversion_factor),
            Cell::Count(*rows as u64),
            Cell::Count(*localities as u64),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Release"),
            Column::text("Year"),
            Column::text("In force from"),
            Column::text("For"),
            Column::figures("Conversion factor"),
            Column::figures("Rows"),
            Column::figures("Localities"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}
