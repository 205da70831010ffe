//! Files of every released version, frozen as SQL with rows in them, open in this version with all
//! they held.
#![expect(
    clippy::disallowed_types,
    reason = "a frozen file is rebuilt from its SQL"
)]

use std::path::{Path, PathBuf};

use allowable::domain::{
    FeeMethod, ImportKind, LesserOf, Money, PayerClass, ProcedureCode, RuleScope, WorkClaims,
    YearLock,
};
use allowable::store::{APPLICATION_ID, FILE_VERSION, Op, PracticeFile, StoreError};
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::contract_file::{carrier_price, contract, import_table, laboratory, reference_tables};
use crate::practice_file::{dump, payer_named, run};

/// The frozen files in order, the first of version 1.
const FROZEN: &[&str] = &[
    include_str!("../fixtures/files/v1.sql"),
    include_str!("../fixtures/files/v2.sql"),
    include_str!("../fixtures/files/v3.sql"),
    include_str!("../fixtures/files/v4.sql"),
];

/// Rebuilds a frozen file, with what `sql` adds to it.
fn rebuilt(folder: &Path, version: i64, sql: &str) -> PathBuf {
    let frozen = FROZEN[usize::try_from(version).unwrap() - 1];
    let path = folder.join(format!("v{version}.practice"));
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(frozen).unwrap();
    old.execute_batch(sql).unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID)
        .unwrap();
    old.pragma_update(None, "user_version", version).unwrap();
    old.close().unwrap();
    path
}

fn opened(folder: &tempfile::TempDir, version: i64) -> PracticeFile {
    PracticeFile::open(&rebuilt(folder.path(), version, "")).unwrap()
}

#[test]
fn every_version_has_a_frozen_file() {
    assert_eq!(usize::try_from(FILE_VERSION), Ok(FROZEN.len()));
}

#[test]
fn a_file_of_version_1_opens_with_all_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder, 1);
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
    let rate = schedule.rates[0];
    assert_eq!(rate.rate, Money::from_ten_thousandths(915_025));
    assert_eq!((rate.effective_from, rate.effective_to), (None, None));
    assert_eq!(file.code_labels().unwrap()[&code], "Office visit");
    assert_eq!(file.scenarios().unwrap()[0].name, "Opening");
    assert_eq!(
        file.mapping_profiles().unwrap()[0].headings,
        ["cpt", "charge"]
    );
}

#[test]
fn a_file_of_version_1_is_copied_before_it_is_upgraded_and_then_takes_what_version_2_knows() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = opened(&folder, 1);
    let copy = "Backups/v1 before upgrade from version 1.practice";
    assert!(folder.path().join(copy).exists());
    let before = dump(&file);

    let aetna = payer_named(&file, "Aetna");
    import_table(&mut file, "9", &laboratory("4.02"));
    run(&mut file, Op::AddContract, |tx| {
        tx.add_contract(&contract(aetna, "PPO"))
    });
    run(&mut file, Op::SetCarrierPrice, |tx| {
        tx.set_carrier_price(&carrier_price("81099", 4_321))
    });
    assert_eq!(file.contracts().unwrap().len(), 1);
    assert_eq!(reference_tables(&file).len(), 1);
    let path = file.path().to_owned();
    let after = dump(&file);
    for _ in 0..3 {
        file.undo().unwrap().unwrap();
    }
    assert_eq!(dump(&file), before);
    for _ in 0..3 {
        file.redo().unwrap().unwrap();
    }
    file.close().unwrap();
    let file = PracticeFile::open(&path).unwrap();
    assert_eq!(dump(&file), after);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_file_whose_references_find_nothing_is_refused_before_it_is_upgraded() {
    let folder = tempfile::tempdir().unwrap();
    let stray = "insert into fee_schedule (import, payer, name) values (99, 1, 'stray')";
    let path = rebuilt(folder.path(), 1, stray);
    let refused = PracticeFile::open(&path);
    assert!(
        matches!(&refused, Err(StoreError::Damaged { what, .. }) if what.contains("fee_schedule")),
        "{refused:?}"
    );
    let unchanged = rusqlite::Connection::open(&path).unwrap();
    let version: i64 = unchanged
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 1);
}

#[test]
fn a_file_of_version_2_opens_with_all_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder, 2);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
    assert_eq!(file.imports().unwrap().len(), 7);

    let contracts = file.contracts().unwrap();
    assert_eq!(contracts.len(), 1);
    assert_eq!(contracts[0].payer, payer_named(&file, "Oscar"));
    let ended = &contracts[0].versions[0];
    assert_eq!(
        (ended.effective_from, ended.ends_on),
        (None, Some(date(2025, 12, 31)))
    );
    let terms = &contracts[0].versions[1].terms;
    assert_eq!(terms.lesser_of, LesserOf::PerLine);
    let rules = &terms.schedules[0].rules;
    assert!(matches!(rules[1].scope, RuleScope::CodeRange { .. }));
    let FeeMethod::ConversionFactor { basis, .. } = &rules[1].method else {
        panic!("{:?}", rules[1].method);
    };
    assert!(matches!(&basis.lock, YearLock::FixedYear(year) if year.year == 2020));

    let tables = reference_tables(&file);
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].values[0].value, Decimal::new(405, 2));
    assert_eq!(
        file.carrier_prices().unwrap(),
        [carrier_price("81099", 4_321)]
    );
    let schedules = file.fee_schedules().unwrap();
    let east = schedules.iter().find(|one| one.name == "East").unwrap();
    assert_eq!(east.rates[0].effective_to, Some(date(2025, 12, 31)));
    assert_eq!(east.rates[1].effective_from, Some(date(2026, 1, 1)));
}

#[test]
fn names_of_a_file_of_version_2_have_no_product_and_mean_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder, 2);
    assert_eq!(file.products().unwrap(), []);
    let names = file.payer_names().unwrap();
    assert!(
        names
            .iter()
            .all(|name| name.plan.is_empty() && name.product.is_none())
    );
    let providers = file.providers().unwrap();
    assert!(!providers.is_empty());
    assert!(providers.iter().all(|one| one.same_as.is_none()));
    assert_eq!(file.payments().unwrap(), []);
    assert_eq!(file.work_claims().unwrap(), WorkClaims::Off);
}

#[test]
fn a_file_of_version_3_opens_with_all_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder, 3);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
    let payments = file.payments().unwrap();
    let traces: Vec<_> = payments.iter().map(|one| one.trace.as_str()).collect();
    assert_eq!(traces, ["T1", "T2"]);
    let facts = file.payment_facts().unwrap();
    assert_eq!((facts.claims, facts.reversals), (4, 1));
    assert_eq!((facts.claims_submitted, facts.claims_unanswered), (2, 0));
    assert_eq!(file.work_claims().unwrap(), WorkClaims::On);
    assert_eq!(file.claim_number_count().unwrap(), 4);
    let products = file.products().unwrap();
    let names: Vec<_> = products.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Basic", "Choice", "Choice PPO"]);
    let merged = file.providers().unwrap();
    assert!(merged.iter().any(|one| one.same_as.is_some()));
}

#[test]
fn a_file_of_version_4_opens_with_all_it_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = opened(&folder, 4);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
    let kinds = [
        ImportKind::SurveyAnswers,
        ImportKind::QualityMeasures,
        ImportKind::Authorizations,
        ImportKind::Expenses,
        ImportKind::Contacts,
    ];
    for kind in kinds {
        assert_eq!(file.records(kind).unwrap().len(), 1, "{kind}");
    }
}
