//! CMS's fee schedules beside the physicians', where they are at hand.

#![expect(clippy::disallowed_methods, reason = "reads CMS's files from disk")]

use std::fs;
use std::path::{Path, PathBuf};

use allowable::domain::{
    Modifiers, ProcedureCode, ReferenceArea, ReferenceFamily, ReferenceTable, Severity,
};
use allowable::formats::FormatError;
use allowable::formats::cms::{self, CmsContent};
use jiff::civil::date;

/// Returns the folder of CMS's other files, or says that the test is skipped.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/fee_schedules");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {} is not here", folder.display());
    None
}

fn check(table: &ReferenceTable, code: &str, modifiers: &str, expected: Option<&str>) {
    let found = table.value(
        ProcedureCode::new(code).unwrap(),
        Modifiers::from_text(modifiers).unwrap(),
        ReferenceArea::National,
    );
    let found = found.map(|value| format!("{value:.2}"));
    assert_eq!(found.as_deref(), expected, "{code} {modifiers}");
}

#[test]
fn the_laboratory_fee_schedule_is_read_whole() {
    let Some(folder) = folder() else { return };
    let name = "CLFS_2026_Q1V1.xlsx";
    let bytes = fs::read(folder.join("cms_other").join(name)).unwrap();
    let parsed = cms::read(&bytes, name).unwrap();
    let is_rejected = |issue: &&allowable::domain::Issue| issue.severity == Severity::Rejected;
    assert_eq!(parsed.issues.iter().find(is_rejected), None);
    let CmsContent::ReferenceTable(table) = parsed.value else {
        panic!("the laboratory fee schedule is read as something else");
    };
    assert_eq!(table.family, ReferenceFamily::ClinicalLaboratory);
    assert_eq!(table.name, "CLFS 2026 Q1");
    assert_eq!(table.effective_from, date(2026, 1, 1));
    assert_eq!(table.effective_to, Some(date(2026, 3, 31)));
    // 2,162 rows, 32 of them for the contractors to price.
    assert_eq!(table.values.len(), 2_130);
    let waived = table
        .values
        .iter()
        .filter(|value| !value.modifiers.is_empty());
    assert_eq!(waived.count(), 124);
    check(&table, "0001U", "", Some("720.00"));
    check(&table, "U0002", "QW", Some("51.31"));
    check(&table, "99213", "", None);
    println!("{} laboratory rates read", table.values.len());
}

#[test]
fn the_hospitals_addendum_is_named_and_not_needed() {
    let Some(folder) = folder() else { return };
    let name = "opps_addendum_b_2025.xlsx";
    let bytes = fs::read(folder.join("cms_other").join(name)).unwrap();
    let error = cms::read(&bytes, name).unwrap_err();
    assert!(matches!(error, FormatError::NotNeeded { .. }), "{error}");
    assert!(error.to_string().contains("hospital outpatient"), "{error}");
}

#[test]
fn schedules_of_others_are_not_taken_for_cmss() {
    let Some(folder) = folder() else { return };
    for file in [
        "medicaid/AZ_Fee_01-01-2026.xlsx",
        "payer_system/qnxt_prod_2023-11-17.csv",
        "practice_made/updated-rates.csv",
    ] {
        let bytes = fs::read(folder.join(file)).unwrap();
        let error = cms::read(&bytes, file).unwrap_err();
        assert!(
            matches!(error, FormatError::NotThisFormat { .. }),
            "{error}"
        );
    }
}
