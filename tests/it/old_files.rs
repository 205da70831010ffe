//! Files of every released version, frozen as SQL with rows in them, open in this version with all
//! they held.
#![expect(
    clippy::disallowed_types,
    reason = "a frozen file is rebuilt from its SQL"
)]

use allowable::domain::{Money, PayerClass, ProcedureCode};
use allowable::store::{APPLICATION_ID, FILE_VERSION, PracticeFile};
use rust_decimal::Decimal;

fn opened(folder: &tempfile::TempDir, version: i64, sql: &str) -> PracticeFile {
    let path = folder.path().join(format!("v{version}.practice"));
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(sql).unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID)
        .unwrap();
    old.pragma_update(None, "user_version", version).unwrap();
    old.close().unwrap();
    PracticeFile::open(&path).unwrap()
}

#[test]
fn every_version_has_a_frozen_file() {
    assert_eq!(
        FILE_VERSION, 1,
        "freeze the version before and test it here"
    );
}

#[test]
fn a_file_of_version_1_opens_with_all_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder, 1, include_str!("../fixtures/files/v1.sql"));
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());

    let practice = file.practice().unwrap();
    assert_eq!(practice.name, "Frozen Family Medicine");
    let reference = practice.reference.unwrap();
    assert_eq!(reference.locality.to_string(), "06102-16");

    let payers = file.payers().unwrap();
    let shown: Vec<_> = payers
        .iter()
        .map(|payer| (payer.name.as_str(), payer.class))
        .collect();
    assert_eq!(
        shown,
        [
            ("Aetna", PayerClass::Commercial),
            ("Oscar", PayerClass::Commercial)
        ]
    );
    assert_eq!(file.payer_names().unwrap().len(), 2);
    assert_eq!(file.imports().unwrap().len(), 4);
    assert_eq!(file.line_count().unwrap(), 2);

    let totals = file.service_totals().unwrap().rows;
    assert_eq!(totals.len(), 2);
    assert!(totals.iter().all(|total| total.payer == payers[0].id));
    assert_eq!(totals[0].units, Decimal::new(15, 1));
    let allowed: Money = totals.iter().map(|total| total.allowed).sum();
    assert_eq!(allowed, Money::from_cents(22_345));

    let release = file.release(reference.release).unwrap().unwrap();
    let code = ProcedureCode::new("99213").unwrap();
    assert_eq!(release.row(code, None).unwrap().work, Decimal::new(13, 1));
    assert_eq!(release.localities.len(), 1);
    assert_eq!(release.anesthesia.len(), 1);

    let schedule = &file.fee_schedules().unwrap()[0];
    assert_eq!(schedule.rates[0].rate, Money::from_ten_thousandths(915_025));
    assert_eq!(file.code_labels().unwrap()[&code], "Office visit");
    assert_eq!(file.scenarios().unwrap()[0].name, "Opening");
    assert_eq!(
        file.mapping_profiles().unwrap()[0].headings,
        ["cpt", "charge"]
    );
}
