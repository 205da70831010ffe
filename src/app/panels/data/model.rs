//! What the data panel lists: its sections, imports, releases and fee schedules.

use super::Section;
use crate::app::widgets::{Cell, Column, Row, TableContent, month_words};
use crate::domain::{ImportId, ImportKind, ImportRecord, Money};
use crate::jobs::PracticeView;

/// Names the sections, each with how much it holds.
pub(super) fn sections(practice: &PracticeView) -> Vec<(Section, String)> {
    let counted = |section, words: &str, count: usize| match count {
        0 => (section, words.to_owned()),
        count => (section, format!("{words} {count}")),
    };
    let medicare = practice.releases.len() + practice.reference_tables.len();
    vec![
        (Section::Quality, "Quality".to_owned()),
        counted(Section::Imports, "Imports", practice.imports.len()),
        (Section::Remittances, "Remittances".to_owned()),
        counted(Section::Medicare, "Medicare", medicare),
        counted(
            Section::Schedules,
            "Fee schedules",
            practice.fee_schedules.len(),
        ),
        counted(Section::Records, "Other tables", held_kinds(practice)),
        counted(Section::Layouts, "Layouts", practice.profiles.len()),
    ]
}

/// Counts the kinds of small tables that the practice has rows of.
fn held_kinds(practice: &PracticeView) -> usize {
    practice.record_counts.len()
}

/// Returns the imports in the order they are listed: the newest first.
pub(super) fn listed(practice: &PracticeView) -> Vec<&ImportRecord> {
    practice.imports.iter().rev().collect()
}

/// Returns the import whose receipt is shown while none is chosen.
pub(super) fn first_shown(practice: &PracticeView) -> Option<ImportId> {
    let imports = listed(practice);
    let live = imports.iter().find(|import| !import.removed);
    live.or(imports.first()).map(|import| import.id)
}

/// Makes the table of imports.
pub(super) fn imports_table(practice: &PracticeView) -> TableContent {
    TableContent {
        columns: vec![
            Column::text("File"),
            Column::text("Read as"),
            Column::text("Imported"),
            Column::text("Services"),
            Column::figures("Kept").about("Rows kept"),
            Column::figures("Rejected").about("Rows left out, each with its reason"),
            Column::figures("Allowed ($)")
                .about("Sum of allowed amounts; the receipt has the others"),
        ],
        rows: listed(practice).into_iter().map(import_row).collect(),
        totals: Vec::new(),
    }
}

fn import_row(import: &ImportRecord) -> Row {
    let receipt = &import.receipt;
    let allowed = match receipt.kind {
        kind if kind.has_service_lines() => Cell::Money(receipt.totals.allowed),
        _ => Cell::Blank,
    };
    Row {
        cells: vec![
            Cell::text(receipt.file_name.clone()),
            Cell::text(state_words(import)),
            Cell::text(import.imported_on.to_string()),
            Cell::text(services_words(import)),
            Cell::Count(receipt.rows_kept),
            Cell::Count(receipt.rows_rejected),
            allowed,
        ],
        faded: import.removed,
    }
}

fn state_words(import: &ImportRecord) -> String {
    let kind = match import.receipt.kind {
        ImportKind::MedicareRelease | ImportKind::MedicareTable => "Medicare",
        kind => kind.label(),
    };
    if import.removed {
        format!("{kind}, removed")
    } else {
        kind.to_owned()
    }
}

/// Says what a file was read as, and whose it is.
pub(super) fn kind_words(practice: &PracticeView, import: &ImportRecord) -> String {
    let kind = import.receipt.kind.label();
    match import.payer.and_then(|payer| practice.payer(payer)) {
        Some(payer) => format!("{kind}, {}", payer.name),
        None => kind.to_owned(),
    }
}

fn services_words(import: &ImportRecord) -> String {
    let Some((first, last)) = import.receipt.totals.dates else {
        return String::new();
    };
    let (first, last) = (
        crate::domain::Month::of(first),
        crate::domain::Month::of(last),
    );
    if first == last {
        month_words(first)
    } else {
        format!("{} to {}", month_words(first), month_words(last))
    }
}

/// Makes the table of Medicare releases.
pub(super) fn releases_table(practice: &PracticeView) -> TableContent {
    let reference = practice
        .practice
        .reference
        .as_ref()
        .map(|reference| reference.release);
    let rows = practice.releases.iter().map(|release| {
        let is_reference = reference == Some(release.id);
        Row::of(vec![
            Cell::text(release.info.name.clone()),
            Cell::text(release.info.year.to_string()),
            Cell::text(release.info.qp.map_or("All clinicians", |qp| qp.label())),
            Cell::Rate(Money::new(release.info.conversion_factor)),
            Cell::Count(release.row_count),
            match release.locality_count {
                0 => Cell::text("Built in"),
                count => Cell::Count(count),
            },
            match (&practice.reference_label, is_reference) {
                (Some(label), true) => Cell::text(format!("Reference: {label}")),
                (None, true) => Cell::text("Reference"),
                (_, false) => Cell::Blank,
            },
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Release"),
            Column::text("Year"),
            Column::text("For"),
            Column::figures("Conversion factor")
                .about("Dollars per RVU, as printed in the release"),
            Column::figures("Rows"),
            Column::figures("Localities")
                .about("Those that came with the file, or those built into this program"),
            Column::text("Use").about("What rates are measured against; chosen in Settings"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

/// Makes the table of Medicare's fee schedules beside the physicians'.
pub(super) fn others_table(practice: &PracticeView) -> TableContent {
    let rows = practice.reference_tables.iter().map(|table| {
        Row::of(vec![
            Cell::text(table.name.clone()),
            Cell::text(table.family.label()),
            Cell::text(table.effective_from.to_string()),
            table
                .effective_to
                .map_or(Cell::Blank, |to| Cell::text(to.to_string())),
            Cell::Count(table.value_count),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Table"),
            Column::text("For"),
            Column::text("Services from"),
            Column::text("Services until"),
            Column::figures("Values"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

/// Makes the table of the contractor's amounts that were typed in.
pub(super) fn typed_in_table(practice: &PracticeView) -> TableContent {
    let rows = practice.carrier_prices.iter().map(|price| {
        Row::of(vec![
            Cell::text(price.code.to_string()),
            Cell::text(price.modifiers.to_string()),
            Cell::text(price.setting.map_or("Both", |setting| setting.label())),
            Cell::Rate(price.amount),
            Cell::text(price.source.clone()),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Code"),
            Column::text("Modifiers"),
            Column::text("Setting"),
            Column::figures("Amount ($)").about("Dollars a unit"),
            Column::text("From"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}

/// Makes the table of fee schedules.
pub(super) fn schedules_table(practice: &PracticeView) -> TableContent {
    let rows = practice.fee_schedules.iter().map(|schedule| {
        let payer = practice.payer(schedule.payer);
        Row::of(vec![
            Cell::text(payer.map_or_else(String::new, |payer| payer.name.clone())),
            Cell::text(schedule.name.clone()),
            schedule.effective_from.map_or_else(
                || Cell::text("Not said"),
                |from| Cell::text(from.to_string()),
            ),
            Cell::Count(schedule.rate_count),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Payer"),
            Column::text("Fee schedule"),
            Column::text("In force from"),
            Column::figures("Rates"),
        ],
        rows: rows.collect(),
        totals: Vec::new(),
    }
}
