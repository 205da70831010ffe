//! What the data panel lists: imports, releases, fee schedules, remembered layouts, and how good the
//! data are.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::key_figures::KeyFigures;
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile, counted_words, month_words};
use crate::brief::figures;
use crate::domain::{ImportId, ImportKind, ImportRecord, Money, Percent};
use crate::jobs::PracticeView;

/// A remembered layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct LayoutLine {
    /// Its name, by which it is forgotten.
    pub name: String,
    /// What it reads, and from how many columns.
    pub detail: String,
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

/// Lists the remembered layouts.
pub(super) fn layouts(practice: &PracticeView) -> Vec<LayoutLine> {
    let line = |profile: &crate::domain::MappingProfile| {
        let read = profile.columns.len();
        let of = profile.headings.len();
        let payer = profile
            .payer_name
            .as_ref()
            .map_or_else(String::new, |payer| format!(", every row {payer}"));
        LayoutLine {
            name: profile.name.clone(),
            detail: format!(
                "{}: {read} of {of} columns are read{payer}",
                profile.kind.label()
            ),
        }
    };
    practice.profiles.iter().map(line).collect()
}

/// Says how good the data are that every panel counts on.
pub(super) fn tiles(practice: &PracticeView, figures: &KeyFigures) -> Vec<Tile> {
    let based_on = &figures.based_on;
    let without = based_on.lines_without_allowed;
    let with_allowed = Percent::ratio(
        Decimal::from(based_on.lines.saturating_sub(without)),
        Decimal::from(based_on.lines),
    );
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    let percent = |share: Option<Percent>| {
        share.map_or_else(
            || "n/a".to_owned(),
            |share| format!("{}%", figures::percent(share)),
        )
    };
    let open_names = practice.merge_suggestions.len() as u64;
    vec![
        tile(
            "Service lines",
            figures::count(Decimal::from(based_on.lines)),
            based_on.span.map_or_else(String::new, |span| {
                format!("{} to {}", month_words(span.first), month_words(span.last))
            }),
        ),
        tile(
            "With an allowed amount",
            percent(with_allowed),
            match without {
                0 => "Every line has one".to_owned(),
                without => counted_words(without, "line without", "lines without"),
            },
        ),
        tile(
            "Has a Medicare amount",
            percent(figures.coverage_percent),
            match practice.reference_label {
                Some(_) => "Of allowed amounts".to_owned(),
                None => "Needs a Medicare release".to_owned(),
            },
        ),
        tile(
            "Payers",
            figures::count(Decimal::from(practice.payers.len())),
            match open_names {
                0 => "No names left to sort".to_owned(),
                open => counted_words(open, "name to look at", "names to look at"),
            },
        ),
    ]
}
