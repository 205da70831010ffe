//! Contracts, Medicare's other fee schedules, carrier prices and dated rates in the practice file.
#![expect(
    clippy::disallowed_types,
    reason = "a file of a later program is made with its SQL, and one is read as anybody can"
)]

use std::path::Path;

use allowable::domain::{
    CarrierPrice, Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion,
    FeeMethod, FeeRate, FeeRule, FeeScheduleId, ImportId, ImportKind, LesserOf, LocalityKey,
    MedicareBasis, MedicareYear, Modifiers, Money, PayerId, Percent, ProcedureCode, ReferenceArea,
    ReferenceFamily, ReferenceTable, ReferenceTableId, ReferenceValue, RuleScope, ServiceCategory,
    Setting, SiteId, YearLock,
};
use allowable::store::{Op, PracticeFile, StoreError};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::practice_file::{
    dump, filled, in_memory, new_import, on_disk, payer_named, rate, receipt, run,
};

const JANUARY: Date = date(2026, 1, 1);
const JULY: Date = date(2026, 7, 1);

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

fn rule(nr: u32, scope: RuleScope, method: FeeMethod) -> FeeRule {
    FeeRule {
        nr,
        scope,
        effective_from: Some(JANUARY),
        effective_to: None,
        method,
    }
}

/// Terms with something of most kinds.
fn terms() -> ContractTerms {
    let basis = MedicareBasis {
        lock: YearLock::FixedYear(MedicareYear {
            year: 2020,
            release: Some("RVU20A".to_owned()),
        }),
        locality: Some(LocalityKey::from_text("06102-16").unwrap()),
        ..MedicareBasis::default()
    };
    let percent = |points: i64| Percent::new(Decimal::from(points));
    let carved_out = RuleScope::CodeRange {
        first: code("70010"),
        last: code("79999"),
    };
    let one_code = RuleScope::Code {
        code: code("99213"),
        modifiers: Modifiers::from_text("26").unwrap(),
        setting: Some(Setting::Facility),
    };
    let factor = FeeMethod::ConversionFactor {
        dollars_per_rvu: Decimal::new(421_234, 4),
        basis: basis.clone(),
    };
    let of_medicare = FeeMethod::PercentOfMedicare {
        percent: percent(120),
        family: ReferenceFamily::PhysicianFeeSchedule,
        basis,
    };
    let listed_or_medicare = FeeMethod::GreaterOf(
        Box::new(FeeMethod::Listed(FeeScheduleId(1))),
        Box::new(of_medicare),
    );
    ContractTerms {
        schedules: vec![ContractSchedule {
            name: "All sites, \u{201c}PPO\u{201d}; it's long".to_owned(),
            products: vec!["PPO".to_owned()],
            sites: vec![SiteId(0)],
            provider_classes: Vec::new(),
            rules: vec![
                rule(1, RuleScope::AllServices, listed_or_medicare),
                rule(2, carved_out, factor),
                rule(4, one_code, FeeMethod::Amount(Money::from_cents(9_150))),
                rule(
                    5,
                    RuleScope::Category(ServiceCategory::Surgery),
                    FeeMethod::PercentOfCharge(percent(60)),
                ),
            ],
            default_percent_of_charge: Some(percent(45)),
        }],
        lesser_of: LesserOf::PerLine,
        ..ContractTerms::default()
    }
}

/// A contract of two versions.
pub fn contract(payer: PayerId, name: &str) -> Contract {
    Contract {
        id: ContractId(0),
        payer,
        name: name.to_owned(),
        versions: vec![
            ContractVersion {
                effective_from: None,
                ends_on: Some(date(2025, 12, 31)),
                terms: ContractTerms::default(),
            },
            ContractVersion {
                effective_from: Some(JANUARY),
                ends_on: None,
                terms: terms(),
            },
        ],
    }
}

/// The contract with another name, its last version with other terms, and one more.
pub fn amended(signed: &Contract) -> Contract {
    let mut amended = signed.clone();
    amended.name.push_str(", amended");
    amended.versions.last_mut().unwrap().terms.lesser_of = LesserOf::PerClaim;
    amended.versions.push(ContractVersion {
        effective_from: Some(JULY),
        ends_on: None,
        terms: terms(),
    });
    amended
}

/// A carrier price that is for both settings.
pub fn carrier_price(code_text: &str, cents: i64) -> CarrierPrice {
    CarrierPrice {
        code: code(code_text),
        modifiers: Modifiers::NONE,
        setting: None,
        amount: Money::from_cents(cents),
        source: "the contractor's fee lookup, 2026-02-10".to_owned(),
    }
}

fn value(code_text: &str, modifiers: &str, area: &str, dollars: &str) -> ReferenceValue {
    ReferenceValue {
        code: code(code_text),
        modifiers: Modifiers::from_text(modifiers).unwrap(),
        area: ReferenceArea::from_text(area).unwrap(),
        value: dollars.parse().unwrap(),
    }
}

/// A laboratory fee schedule of two amounts.
pub fn laboratory(dollars: &str) -> ReferenceTable {
    ReferenceTable {
        id: ReferenceTableId(0),
        family: ReferenceFamily::ClinicalLaboratory,
        name: "CLFS 2026 Q1".to_owned(),
        effective_from: JANUARY,
        effective_to: Some(date(2026, 3, 31)),
        values: vec![
            value("81002", "", "", dollars),
            value("81002", "QW", "", "3.48"),
        ],
    }
}

fn equipment(values: Vec<ReferenceValue>) -> ReferenceTable {
    ReferenceTable {
        family: ReferenceFamily::Dmepos,
        name: "DMEPOS 2026 January".to_owned(),
        effective_to: None,
        values,
        ..laboratory("1")
    }
}

/// Imports a table of one of Medicare's other fee schedules.
pub fn import_table(file: &mut PracticeFile, hash: &str, table: &ReferenceTable) -> ImportId {
    run(file, Op::Import, |tx| {
        let import = tx.add_import(&new_import(ImportKind::MedicareTable, hash))?;
        tx.add_reference_table(import, table)?;
        tx.finish_import(import, &receipt(ImportKind::MedicareTable))?;
        Ok(import)
    })
}

/// All reference tables, whole.
pub fn reference_tables(file: &PracticeFile) -> Vec<ReferenceTable> {
    let stored = file.reference_tables().unwrap();
    stored
        .iter()
        .map(|info| {
            let table = file.reference_table(info.id).unwrap().unwrap();
            assert_eq!(info.value_count, table.values.len() as u64);
            assert_eq!(
                (
                    info.family,
                    &info.name,
                    info.effective_from,
                    info.effective_to
                ),
                (
                    table.family,
                    &table.name,
                    table.effective_from,
                    table.effective_to
                )
            );
            table
        })
        .collect()
}

/// Expects a refusal that leaves the file and its undo list as they were.
fn check_refused<T: std::fmt::Debug>(
    file: &mut PracticeFile,
    op: Op,
    write: impl FnOnce(&mut allowable::store::Transaction<'_>) -> Result<T, StoreError>,
    expected: &str,
) {
    let before = (dump(file), file.undo_label(), file.revision());
    let refused = file.transact(op, write);
    match refused {
        Err(StoreError::Refused(invalid)) => {
            assert!(invalid.0.contains(expected), "{invalid}");
        }
        other => panic!("{expected}: {other:?}"),
    }
    assert_eq!(
        (dump(file), file.undo_label(), file.revision()),
        before,
        "{expected}"
    );
}

#[test]
fn contracts_come_back_as_they_were_saved_ordered_by_payer_and_name() {
    let mut file = filled(in_memory());
    let (aetna, cigna) = (payer_named(&file, "Aetna"), payer_named(&file, "Cigna"));
    let ids = run(&mut file, Op::AddContract, |tx| {
        Ok((
            tx.add_contract(&contract(cigna, " HMO "))?,
            tx.add_contract(&contract(aetna, "a first one"))?,
        ))
    });
    let contracts = file.contracts().unwrap();
    let shown: Vec<_> = contracts
        .iter()
        .map(|contract| (contract.payer, contract.name.as_str()))
        .collect();
    assert_eq!(
        shown,
        [(aetna, "a first one"), (aetna, "PPO"), (cigna, "HMO")]
    );
    assert_eq!((contracts[2].id, contracts[0].id), ids);
    assert_eq!(contracts[1].versions, contract(aetna, "").versions);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_edited_contract_keeps_its_number_and_one_saved_unchanged_is_no_step() {
    let mut file = filled(in_memory());
    let signed = file.contracts().unwrap().remove(0);
    let later = amended(&signed);
    let edited = file.transact(Op::EditContract, |tx| tx.edit_contract(&later));
    assert!(edited.unwrap().changes.contracts);
    assert_eq!(file.contracts().unwrap(), std::slice::from_ref(&later));
    let (label, revision) = (file.undo_label(), file.revision());
    run(&mut file, Op::AddContract, |tx| tx.edit_contract(&later));
    assert_eq!((file.undo_label(), file.revision()), (label, revision));
    file.undo().unwrap().unwrap();
    assert_eq!(file.contracts().unwrap(), [signed]);
}

#[test]
fn a_contract_that_cannot_be_meant_is_refused() {
    let mut file = filled(in_memory());
    let signed = file.contracts().unwrap().remove(0);
    let stranger = Contract {
        payer: PayerId(99),
        ..signed.clone()
    };
    let nameless = Contract {
        name: " ".to_owned(),
        ..signed.clone()
    };
    let mut absurd = signed.clone();
    absurd.versions[1].terms.schedules[0].default_percent_of_charge =
        Some(Percent::new(Decimal::from(4_500)));
    let mut backwards = signed.clone();
    backwards.versions.reverse();
    let gone = ContractId(99);
    for (refused, expected) in [
        (stranger, "Choose another one"),
        (nameless, "needs a name"),
        (absurd, "4500"),
        (backwards, "out of order"),
    ] {
        check_refused(
            &mut file,
            Op::AddContract,
            |tx| tx.add_contract(&refused),
            expected,
        );
        check_refused(
            &mut file,
            Op::EditContract,
            |tx| tx.edit_contract(&refused),
            expected,
        );
    }
    let removed = Contract { id: gone, ..signed };
    let answer = "no longer in the practice file";
    check_refused(
        &mut file,
        Op::EditContract,
        |tx| tx.edit_contract(&removed),
        answer,
    );
    check_refused(
        &mut file,
        Op::RemoveContract,
        |tx| tx.remove_contract(gone),
        answer,
    );
}

/// Closes the file, runs the statement as another program would, and opens it again.
fn altered(file: PracticeFile, sql: &str) -> PracticeFile {
    let path = file.path().to_owned();
    file.close().unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch(sql).unwrap();
    other.close().unwrap();
    PracticeFile::open(&path).unwrap()
}

#[test]
fn terms_of_a_later_program_are_named_and_neither_guessed_at_nor_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let signed = file.contracts().unwrap();
    let mut file = altered(
        file,
        "update contract_version set terms = json_set(terms, '$.stop_loss', 50000) where id = 2",
    );
    let error = file.contracts().unwrap_err();
    assert!(
        matches!(error, StoreError::UnknownTerms { .. }),
        "{error:?}"
    );
    let message = error.to_string();
    assert!(message.contains("\u{201c}PPO\u{201d}") && message.contains("stop_loss"));
    assert!(message.contains("Update the program") && message.ends_with("lake.practice"));
    assert_eq!(file.integrity_check().unwrap(), [message]);
    let edited = file.transact(Op::EditContract, |tx| {
        tx.edit_contract(&amended(&signed[0]))
    });
    assert!(matches!(edited, Err(StoreError::UnknownTerms { .. })));
    run(&mut file, Op::RemoveContract, |tx| {
        tx.remove_contract(signed[0].id)
    });
    assert_eq!(file.contracts().unwrap(), []);
    file.undo().unwrap().unwrap();
    let file = altered(
        file,
        "update contract_version set terms = json_remove(terms, '$.stop_loss')
         where terms -> '$.stop_loss' = '50000'",
    );
    assert_eq!(file.contracts().unwrap(), signed);
}

#[test]
fn a_payer_is_there_while_it_has_a_contract() {
    let mut file = in_memory();
    let names = |file: &PracticeFile| -> Vec<String> {
        let payers = file.payers().unwrap();
        payers.into_iter().map(|payer| payer.name).collect()
    };
    let id = run(&mut file, Op::AddContract, |tx| {
        let payer = tx.payer_named("Oscar")?;
        tx.add_contract(&contract(payer, "PPO"))
    });
    assert_eq!(names(&file), ["Oscar"]);
    run(&mut file, Op::RemoveContract, |tx| tx.remove_contract(id));
    assert_eq!(names(&file), Vec::<String>::new());
    file.undo().unwrap().unwrap();
    assert_eq!(names(&file), ["Oscar"]);
}

#[test]
fn merged_payers_bring_their_contracts_and_undo_gives_them_back() {
    let mut file = filled(in_memory());
    let (aetna, cigna) = (payer_named(&file, "Aetna"), payer_named(&file, "Cigna"));
    let merged = file.transact(Op::MergePayers, |tx| tx.merge_payers(cigna, &[aetna]));
    assert!(merged.unwrap().changes.contracts);
    assert_eq!(file.contracts().unwrap()[0].payer, cigna);
    file.undo().unwrap().unwrap();
    assert_eq!(file.contracts().unwrap()[0].payer, aetna);
}

#[test]
fn a_corrected_reference_table_takes_the_place_of_the_earlier_and_removing_it_brings_that_back() {
    let mut file = in_memory();
    let first = |file: &PracticeFile| reference_tables(file).remove(0).values[0].value;
    import_table(&mut file, "a", &laboratory("4.02"));
    let corrected = import_table(&mut file, "b", &laboratory("4.05"));
    assert_eq!(file.reference_tables().unwrap().len(), 1);
    assert_eq!(first(&file), Decimal::new(405, 2));
    let removed = file.transact(Op::RemoveImport, |tx| tx.remove_import(corrected));
    assert!(removed.unwrap().changes.reference_tables);
    assert_eq!(first(&file), Decimal::new(402, 2));
    run(&mut file, Op::RestoreImport, |tx| {
        tx.restore_import(corrected)
    });
    assert_eq!(first(&file), Decimal::new(405, 2));
    for _ in 0..3 {
        file.undo().unwrap().unwrap();
    }
    assert_eq!(first(&file), Decimal::new(402, 2));
    let id = file.reference_tables().unwrap()[0].id;
    file.undo().unwrap().unwrap();
    assert_eq!(file.reference_tables().unwrap(), []);
    assert_eq!(file.reference_table(id).unwrap(), None);
}

#[test]
fn reference_tables_come_back_in_order_with_every_area_and_modifier() {
    let mut file = in_memory();
    let values = vec![
        value("A4216", "", "", "0.4471"),
        value("E0100", "NU", "AL", "21.5"),
        value("E0100", "NU", "GA", "21.5"),
        value("E0100", "NU", "GA-R", "24.07"),
        value("E0100", "RR", "GA", "2.15"),
        value("E0100", "KF NU", "GA", "21.5"),
    ];
    let mut expected = values.clone();
    expected.sort_by_key(|value| (value.code, value.modifiers, value.area));
    import_table(
        &mut file,
        "a",
        &equipment(values.into_iter().rev().collect()),
    );
    import_table(&mut file, "b", &laboratory("4.02"));
    let later = ReferenceTable {
        name: "CLFS 2026 Q2".to_owned(),
        effective_from: date(2026, 4, 1),
        effective_to: None,
        ..laboratory("4.10")
    };
    import_table(&mut file, "c", &later);
    let tables = reference_tables(&file);
    let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(
        names,
        ["CLFS 2026 Q2", "CLFS 2026 Q1", "DMEPOS 2026 January"]
    );
    assert_eq!(tables[2].values, expected);
    assert_eq!(
        tables[2].value(
            code("E0100"),
            Modifiers::from_text("NU").unwrap(),
            ReferenceArea::RuralState(*b"GA")
        ),
        Some(Decimal::new(2_407, 2))
    );
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_reference_table_that_cannot_be_meant_is_refused() {
    let mut file = filled(in_memory());
    let known = laboratory("4.02");
    let with_value = |added: ReferenceValue| {
        let mut table = known.clone();
        table.values.push(added);
        table
    };
    let physicians = ReferenceTable {
        family: ReferenceFamily::PhysicianFeeSchedule,
        ..known.clone()
    };
    let empty = ReferenceTable {
        values: Vec::new(),
        ..known.clone()
    };
    let backwards = ReferenceTable {
        effective_to: Some(date(2025, 12, 31)),
        ..known.clone()
    };
    for (table, expected) in [
        (physicians, "relative values"),
        (empty, "no amount"),
        (backwards, "ends before"),
        (with_value(value("81002", "", "", "9")), "two amounts"),
        (with_value(value("81003", "", "", "-1")), "below zero"),
        (
            with_value(value("81003", "", "", "1.00001")),
            "four decimals",
        ),
    ] {
        check_refused(
            &mut file,
            Op::Import,
            |tx| {
                let import = tx.add_import(&new_import(ImportKind::MedicareTable, "9"))?;
                tx.add_reference_table(import, &table)
            },
            expected,
        );
    }
}

#[test]
fn a_file_grows_by_less_than_three_megabytes_for_equipment_amounts_in_every_state() {
    let states: Vec<String> = (b'A'..=b'Z')
        .flat_map(|first| [b'A', b'M'].map(|second| [first, second]))
        .map(|letters| letters.map(char::from).iter().collect())
        .collect();
    // Floors and ceilings keep the states' amounts for one item to a few.
    let values: Vec<_> = (0..4_000_u32)
        .flat_map(|item| {
            states.iter().enumerate().map(move |(state_idx, state)| {
                let dollars = Decimal::from(item + 10) + Decimal::from(state_idx % 12);
                value(&format!("E{item:04}"), "NU", state, &dollars.to_string())
            })
        })
        .collect();
    assert_eq!(values.len(), 208_000);
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let path = file.path().to_owned();
    file.close().unwrap();
    let size = |path: &Path| std::fs::metadata(path).unwrap().len();
    let before = size(&path);
    let mut file = PracticeFile::open(&path).unwrap();
    let table = equipment(values);
    import_table(&mut file, "a", &table);
    assert_eq!(reference_tables(&file)[1].values.len(), 208_000);
    file.close().unwrap();
    let grown = size(&path) - before;
    assert!(grown < 3_000_000, "{grown} bytes");
}

#[test]
fn a_carrier_price_is_kept_for_each_setting_and_replaced_by_the_next() {
    let mut file = in_memory();
    let both = carrier_price("81099", 4_321);
    let office = CarrierPrice {
        setting: Some(Setting::NonFacility),
        ..carrier_price("81099", 6_000)
    };
    for price in [&office, &both, &carrier_price("0042T", 100)] {
        run(&mut file, Op::SetCarrierPrice, |tx| {
            tx.set_carrier_price(price)
        });
    }
    assert_eq!(
        file.carrier_prices().unwrap(),
        [carrier_price("0042T", 100), both.clone(), office.clone()]
    );
    let next = CarrierPrice {
        source: "letter of 2026-07-01".to_owned(),
        ..carrier_price("81099", 4_500)
    };
    let set = file.transact(Op::SetCarrierPrice, |tx| tx.set_carrier_price(&next));
    assert!(set.unwrap().changes.carrier_prices);
    assert_eq!(file.carrier_prices().unwrap()[1], next);
    run(&mut file, Op::RemoveCarrierPrice, |tx| {
        tx.remove_carrier_price(next.code, next.modifiers, next.setting)
    });
    assert_eq!(
        file.carrier_prices().unwrap(),
        [carrier_price("0042T", 100), office]
    );
    file.undo().unwrap().unwrap();
    file.undo().unwrap().unwrap();
    assert_eq!(file.carrier_prices().unwrap()[1], both);
    check_refused(
        &mut file,
        Op::SetCarrierPrice,
        |tx| tx.set_carrier_price(&carrier_price("81099", -1)),
        "below zero",
    );
    check_refused(
        &mut file,
        Op::RemoveCarrierPrice,
        |tx| tx.remove_carrier_price(code("81099"), Modifiers::NONE, Some(Setting::Facility)),
        "no carrier price",
    );
}

fn import_rates(file: &mut PracticeFile, schedules: &[(&str, &[FeeRate])]) {
    run(file, Op::Import, |tx| {
        let import = tx.add_import(&new_import(ImportKind::FeeSchedule, "f"))?;
        let payer = tx.payer_named("Aetna")?;
        for (name, rates) in schedules {
            tx.add_fee_schedule(import, payer, name, None, rates)?;
        }
        tx.finish_import(import, &receipt(ImportKind::FeeSchedule))
    });
}

#[test]
fn one_import_brings_several_schedules_and_rates_have_dates_of_their_own() {
    let dated = |from: Option<Date>, to: Option<Date>, cents: i64| FeeRate {
        effective_from: from,
        effective_to: to,
        ..rate("99213", cents)
    };
    let facility = FeeRate {
        setting: Some(Setting::Facility),
        ..dated(Some(JANUARY), None, 7_000)
    };
    let rates = [
        dated(None, Some(date(2025, 12, 31)), 9_000),
        dated(Some(JANUARY), None, 9_500),
        dated(Some(JULY), None, 9_900),
        facility,
    ];
    let mut shuffled = rates;
    shuffled.reverse();
    let mut file = in_memory();
    import_rates(
        &mut file,
        &[("East", &shuffled), ("West", &[rate("99213", 8_800)])],
    );
    let schedules = file.fee_schedules().unwrap();
    let names: Vec<_> = schedules.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["East", "West"]);
    assert_eq!(schedules[0].rates, rates);
    assert_eq!(
        file.fee_schedule(schedules[0].id).unwrap().as_ref(),
        Some(&schedules[0])
    );
    let on = |day, setting| {
        let found = schedules[0].rate_on(code("99213"), Modifiers::NONE, setting, day);
        found.map(|found| found.rate)
    };
    let cents = |cents| Some(Money::from_cents(cents));
    assert_eq!(on(date(2025, 6, 1), Setting::NonFacility), cents(9_000));
    assert_eq!(on(date(2026, 6, 30), Setting::NonFacility), cents(9_500));
    assert_eq!(on(JULY, Setting::NonFacility), cents(9_900));
    assert_eq!(on(JULY, Setting::Facility), cents(7_000));
    file.undo().unwrap().unwrap();
    assert_eq!(file.fee_schedules().unwrap(), []);
}

#[test]
fn two_rates_of_one_service_from_one_day_on_and_a_rate_that_ends_before_it_begins_are_refused() {
    let mut file = filled(in_memory());
    let dated = |cents| FeeRate {
        effective_from: Some(JULY),
        ..rate("99213", cents)
    };
    let backwards = FeeRate {
        effective_to: Some(JANUARY),
        ..dated(1)
    };
    for (rates, expected) in [
        ([dated(9_000), dated(9_500)], "from 2026-07-01 on"),
        ([rate("99213", 1), rate("99213", 2)], "Keep one of them"),
        ([rate("99213", 1), backwards], "ends before"),
    ] {
        check_refused(
            &mut file,
            Op::Import,
            |tx| {
                let import = tx.add_import(&new_import(ImportKind::FeeSchedule, "9"))?;
                let payer = tx.payer_named("Aetna")?;
                tx.add_fee_schedule(import, payer, "East", None, &rates)
            },
            expected,
        );
    }
}

#[test]
fn the_integrity_check_finds_a_contract_without_versions_and_a_table_that_lost_values() {
    let folder = tempfile::tempdir().unwrap();
    let file = altered(
        on_disk(folder.path()),
        "delete from contract_version; delete from reference_value where modifiers = 'QW';",
    );
    assert_eq!(
        file.integrity_check().unwrap(),
        [
            "CLFS 2026 Q1 has more or fewer values than were imported",
            "PPO has no version"
        ]
    );
}

#[test]
fn the_queries_of_the_documentation_answer() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let path = file.path().to_owned();
    file.close().unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    let page = include_str!("../../docs/practice-file.md");
    let answers: Vec<usize> = page
        .split("```sql")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(|sql| {
            let mut query = other.prepare(sql).unwrap();
            let rows = query.query_map([], |_row| Ok(())).unwrap();
            rows.count()
        })
        .collect();
    assert_eq!(answers, [4, 2]);
}
