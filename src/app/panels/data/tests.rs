//! The panel's words, on a small practice.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::model::{first_shown, imports_table, listed, releases_table, schedules_table, sections};
use super::receipt::{Receipt, Went, results};
use super::{Section, layouts::layouts};
use crate::app::widgets::TableContent;
use crate::domain::{
    ColumnMapping, FeeScheduleId, FileFingerprint, ImportId, ImportKind, ImportReceipt,
    ImportRecord, ImportTotals, LocalityKey, MappingProfile, MedicareReference, Money, Payer,
    PayerClass, PayerId, Practice, QpStatus, ReadingRules, RejectedRow, ReleaseId, ReleaseInfo,
};
use crate::jobs::{FeeScheduleEntry, Imported, JobError, PracticeView, ReleaseEntry};

/// Makes an import of 59,824 rows of which 12 were rejected.
pub(super) fn import(id: i64, file_name: &str) -> ImportRecord {
    ImportRecord {
        files: 1,
        id: ImportId(id),
        fingerprint: FileFingerprint {
            hash: "0".repeat(64),
            size_bytes: 1_234,
        },
        imported_on: jiff::civil::date(2026, 1, 5),
        payer: None,
        removed: false,
        receipt: ImportReceipt {
            file_name: file_name.to_owned(),
            kind: ImportKind::Utilization,
            rows_read: 59_824,
            rows_kept: 59_812,
            rows_rejected: 12,
            rejected: vec![RejectedRow {
                line_nr: 17,
                field: "DOS".to_owned(),
                reason: "this is not a date: 13/45/2025".to_owned(),
            }],
            issues: Vec::new(),
            totals: ImportTotals {
                charge: Money::from_cents(123_456_789),
                allowed: Money::from_cents(65_432_100),
                paid: Money::from_cents(50_000_000),
                patient: Money::from_cents(15_432_100),
                lines_without_allowed: 1_204,
                dates: Some((
                    jiff::civil::date(2024, 1, 2),
                    jiff::civil::date(2025, 12, 30),
                )),
                ..ImportTotals::default()
            },
            summary: "59,812 service lines".to_owned(),
        },
    }
}

/// Makes an import that was removed.
pub(super) fn removed_import(id: i64, file_name: &str) -> ImportRecord {
    ImportRecord {
        files: 1,
        removed: true,
        ..import(id, file_name)
    }
}

/// Makes a practice with two payers and nothing imported.
pub(super) fn practice() -> PracticeView {
    let payer = |id, name: &str| Payer {
        id: PayerId(id),
        name: name.to_owned(),
        class: PayerClass::Commercial,
    };
    PracticeView {
        path: PathBuf::from("Oak.practice"),
        revision: 1,
        practice: Practice {
            name: "Oak Street".to_owned(),
            ..Practice::default()
        },
        reference_label: None,
        payers: vec![payer(1, "Cedar Health"), payer(2, "Elm Mutual")],
        payer_names: Vec::new(),
        merge_suggestions: Vec::new(),
        product_suggestions: Vec::new(),
        providers: Vec::new(),
        sites: Vec::new(),
        products: Vec::new(),
        work_claims: crate::domain::WorkClaims::Off,
        imports: Vec::new(),
        releases: Vec::new(),
        localities: Arc::default(),
        fee_schedules: Vec::new(),
        contracts: Vec::new(),
        contract_flags: Vec::new(),
        reference_tables: Vec::new(),
        carrier_prices: Vec::new(),
        scenarios: Vec::new(),
        profiles: Vec::new(),
        code_labels: Arc::new(BTreeMap::new()),
        record_counts: Vec::new(),
        line_count: 0,
        months: None,
        undo_label: None,
        redo_label: None,
    }
}

fn lines(content: &TableContent) -> Vec<String> {
    let shown = |row: &crate::app::widgets::Row| {
        let cells: Vec<_> = row
            .cells
            .iter()
            .map(|cell| cell.shown().into_owned())
            .collect();
        cells.join(" | ")
    };
    content.rows.iter().map(shown).collect()
}

#[test]
fn a_fresh_file_lists_nothing() {
    let practice = practice();
    assert!(imports_table(&practice).rows.is_empty());
    assert!(releases_table(&practice).rows.is_empty());
    assert!(schedules_table(&practice).rows.is_empty());
    assert!(layouts(&practice.profiles).is_empty());
    assert_eq!(first_shown(&practice), None);
}

#[test]
fn the_newest_import_stands_first_and_removed_ones_stand_back() {
    let mut practice = practice();
    practice.imports = vec![import(1, "2024.csv"), removed_import(2, "2025.csv")];
    let content = imports_table(&practice);
    assert_eq!(
        lines(&content),
        [
            "2025.csv | Utilization, removed | 2026-01-05 | Jan 2024 to Dec 2025 | 59,812 | 12 | \
             654,321.00",
            "2024.csv | Utilization | 2026-01-05 | Jan 2024 to Dec 2025 | 59,812 | 12 | 654,321.00",
        ]
    );
    assert!(content.rows[0].faded && !content.rows[1].faded);
    let ids: Vec<i64> = listed(&practice).iter().map(|import| import.id.0).collect();
    assert_eq!(ids, [2, 1]);
    assert_eq!(first_shown(&practice), Some(ImportId(1)));
}

#[test]
fn a_receipt_accounts_for_every_row_and_gives_the_sums() {
    let receipt = Receipt::new(&practice(), &import(1, "2025.csv"));
    assert_eq!(receipt.subtitle, "Utilization, imported 2026-01-05");
    assert_eq!(
        receipt.count,
        "59,824 rows read = 59,812 kept + 12 rejected"
    );
    assert_eq!(receipt.rejected_note, "The first 1 of 12 are listed");
    assert_eq!(
        lines(&receipt.rejected),
        ["17 | DOS | this is not a date: 13/45/2025"]
    );
    let sums: Vec<String> = receipt
        .sums
        .iter()
        .map(|(name, figure)| format!("{name} {figure}"))
        .collect();
    assert_eq!(
        sums,
        [
            "Charges $1,234,567.89",
            "Allowed $654,321.00",
            "Paid $500,000.00",
            "Patient share $154,321.00",
            "Without allowed 1,204 lines",
            "Services 2024-01-02 to 2025-12-30",
        ]
    );
}

#[test]
fn results_say_what_was_kept_and_why_a_file_was_not_imported() {
    let mut practice = practice();
    practice.imports = vec![import(7, "2025.csv")];
    let files = [
        Imported {
            file_name: "2025.csv".to_owned(),
            result: Ok(Arc::new(practice.imports[0].receipt.clone())),
        },
        Imported {
            file_name: "old.csv".to_owned(),
            result: Err(JobError::new(
                "Importing old.csv",
                "the disk is full",
                "Free some space and try again",
            )),
        },
    ];
    let lines = results(&practice, &files);
    assert_eq!(lines[0].words, "2025.csv: 59,812 lines kept, 12 rejected");
    assert_eq!(
        (lines[0].went, lines[0].import),
        (Went::WithRejects, Some(ImportId(7)))
    );
    assert_eq!(
        lines[1].words,
        "old.csv was not imported: the disk is full. Free some space and try again"
    );
    assert_eq!((lines[1].went, lines[1].import), (Went::Badly, None));
}

#[test]
fn the_reference_is_named_beside_its_release() {
    let mut practice = practice();
    practice.releases = vec![ReleaseEntry {
        id: ReleaseId(3),
        info: ReleaseInfo {
            name: "RVU25D".to_owned(),
            year: 2025,
            effective_from: jiff::civil::date(2025, 1, 1),
            released: None,
            qp: None,
            conversion_factor: Decimal::new(323_465, 4),
        },
        row_count: 19_090,
        locality_count: 0,
    }];
    assert_eq!(
        lines(&releases_table(&practice)),
        ["RVU25D | 2025 | All clinicians | 32.3465 | 19,090 | Built in | "]
    );
    practice.practice.reference = Some(MedicareReference {
        release: ReleaseId(3),
        locality: LocalityKey::from_text("10212-01").unwrap(),
        qp: QpStatus::NonQualifying,
        setting: None,
        date: None,
    });
    practice.reference_label = Some("RVU25D, Atlanta".to_owned());
    let words = lines(&releases_table(&practice));
    assert!(
        words[0].ends_with("Reference: RVU25D, Atlanta"),
        "{words:?}"
    );
}

#[test]
fn fee_schedules_and_layouts_are_listed_with_what_they_hold() {
    let mut practice = practice();
    practice.fee_schedules = vec![FeeScheduleEntry {
        id: FeeScheduleId(1),
        payer: PayerId(2),
        name: "2025 rates".to_owned(),
        effective_from: None,
        rate_count: 1_240,
    }];
    practice.profiles = vec![MappingProfile {
        rules: ReadingRules::default(),
        name: "Billing export".to_owned(),
        kind: ImportKind::Utilization,
        headings: vec!["CPT".to_owned(), "DOS".to_owned(), "NOTES".to_owned()],
        columns: vec![ColumnMapping {
            column_idx: 0,
            field: "code".to_owned(),
        }],
        payer_name: None,
    }];
    assert_eq!(
        lines(&schedules_table(&practice)),
        ["Elm Mutual | 2025 rates | Not said | 1,240"]
    );
    assert_eq!(
        layouts(&practice.profiles)[0].detail,
        "Utilization: 1 of 3 columns are read"
    );
}

#[test]
fn the_sections_say_how_much_they_hold_and_quality_comes_first_once_there_are_services() {
    let mut practice = practice();
    assert_eq!(Section::first(&practice), Section::Imports);
    practice.imports = vec![import(1, "2024.csv"), removed_import(2, "2025.csv")];
    practice.line_count = 59_812;
    assert_eq!(Section::first(&practice), Section::Quality);
    let words: Vec<String> = sections(&practice)
        .into_iter()
        .map(|(_section, words)| words)
        .collect();
    assert_eq!(
        words,
        [
            "Quality",
            "Imports 2",
            "Remittances",
            "Medicare",
            "Fee schedules",
            "Other tables",
            "Layouts",
        ]
    );
}
