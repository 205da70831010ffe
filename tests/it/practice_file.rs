//! The practice file from outside: what is written comes back, every operation can be undone, and a
//! file that is not ours, or not whole, is refused and left as it is.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests damage, copy and lock files on purpose"
)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use allowable::domain::{
    ColumnMapping, FeeRate, FileFingerprint, GlobalPeriod, Gpci, ImportId, ImportKind,
    ImportReceipt, ImportTotals, Invalid, Locality, LocalityKey, MappingProfile, MedicareReference,
    Modifiers, Money, PayerClass, PayerId, Percent, PlaceOfService, Practice, ProcedureCode,
    ProductKind, Proposal, ProposalBasis, QpStatus, RateFloor, Release, ReleaseInfo, RvuRow,
    Scenario, ScenarioId, ServiceLine, StatusCode, UnlistedRule,
};
use allowable::store::{BackupFolder, NewImport, Op, PracticeFile, StoreError, Transaction};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use crate::contract_file::{
    amended, carrier_price, contract, import_table, laboratory, reference_tables,
};
use crate::lists_file;

const TODAY: Date = date(2025, 3, 31);

fn practice() -> Practice {
    Practice {
        name: "Lakeside Family Medicine".to_owned(),
        zip: "60601".to_owned(),
        ..Practice::default()
    }
}

pub fn in_memory() -> PracticeFile {
    PracticeFile::in_memory(&practice()).unwrap()
}

fn key() -> LocalityKey {
    LocalityKey::from_text("06102-16").unwrap()
}

pub fn new_import(kind: ImportKind, hash: &str) -> NewImport {
    NewImport {
        fingerprint: FileFingerprint {
            hash: hash.repeat(64),
            size_bytes: 836,
        },
        kind,
        imported_on: TODAY,
    }
}

pub fn receipt(kind: ImportKind) -> ImportReceipt {
    ImportReceipt {
        file_name: "file.csv".to_owned(),
        kind,
        rows_read: 3,
        rows_kept: 3,
        rows_rejected: 0,
        rejected: Vec::new(),
        issues: Vec::new(),
        totals: ImportTotals::default(),
        summary: "3 lines".to_owned(),
    }
}

pub fn line(payer_name: &str, code: &str, visit_key: u64) -> ServiceLine {
    ServiceLine {
        plan: Arc::from(""),
        payer_code: Arc::from(""),
        rank: allowable::domain::PayerRank::Primary,
        no_rate: None,
        line_nr: 2,
        payer_name: Arc::from(payer_name),
        provider: Arc::from("Dr. Osei"),
        site: Arc::from(""),
        code: ProcedureCode::new(code).unwrap(),
        modifiers: Modifiers::from_text("25 26").unwrap(),
        place: Some(PlaceOfService(22)),
        date: date(2025, 3, 3),
        lines: 1,
        units: Decimal::new(15, 1),
        visits: None,
        visit_key: Some(visit_key),
        charge: Money::from_cents(20_000),
        allowed: Some(Money::from_cents(12_345)),
        paid: Some(Money::from_cents(10_000)),
        patient: None,
    }
}

fn add_lines(tx: &mut Transaction<'_>, hash: &str, lines: &[ServiceLine]) -> ImportId {
    let import = tx
        .add_import(&new_import(ImportKind::Utilization, hash))
        .unwrap();
    let mut appender = tx.utilization_appender(import).unwrap();
    for line in lines {
        appender.append(line).unwrap();
    }
    appender.finish().unwrap();
    tx.finish_import(import, &receipt(ImportKind::Utilization))
        .unwrap();
    import
}

pub fn import_lines(file: &mut PracticeFile, hash: &str, lines: &[ServiceLine]) -> ImportId {
    run(file, Op::Import, |tx| Ok(add_lines(tx, hash, lines)))
}

pub fn run<T>(
    file: &mut PracticeFile,
    op: Op,
    write: impl FnOnce(&mut Transaction<'_>) -> Result<T, StoreError>,
) -> T {
    file.transact(op, write).unwrap().output
}

fn release(work: i64) -> Release {
    let value = |hundredths| Decimal::new(hundredths, 2);
    Release {
        info: ReleaseInfo {
            name: "RVU25D".to_owned(),
            year: 2025,
            effective_from: date(2025, 1, 1),
            released: Some(date(2025, 9, 11)),
            qp: None,
            conversion_factor: Decimal::new(323_465, 4),
        },
        rows: vec![RvuRow {
            code: ProcedureCode::new("99213").unwrap(),
            modifier: None,
            status: StatusCode('A'),
            not_used_for_payment: false,
            work: value(work),
            pe_nonfacility: value(133),
            pe_facility: value(55),
            mp: value(10),
            na_nonfacility: false,
            na_facility: true,
            pctc: 0,
            global: GlobalPeriod::try_from("XXX".to_owned()).unwrap(),
            operative_shares: [Decimal::ZERO, value(80), value(20)],
            multiple_procedure: 0,
            bilateral: 0,
            assistant: 0,
            co_surgeon: 0,
            team: 0,
            endoscopy_base: None,
            imaging_family: 99,
            opps: None,
        }],
        localities: vec![Locality {
            key: key(),
            state: "IL".to_owned(),
            name: "CHICAGO".to_owned(),
            gpci: Gpci {
                work: Decimal::new(1_012, 3),
                pe: Decimal::new(1_035, 3),
                mp: Decimal::new(1_908, 3),
            },
        }],
        anesthesia: vec![(key(), Decimal::new(2_074, 2))],
    }
}

fn import_release(file: &mut PracticeFile, hash: &str, release: &Release) {
    run(file, Op::Import, |tx| {
        let import = tx.add_import(&new_import(ImportKind::MedicareRelease, hash))?;
        tx.add_release(import, release)?;
        tx.finish_import(import, &receipt(ImportKind::MedicareRelease))
    });
}

pub fn rate(code: &str, cents: i64) -> FeeRate {
    FeeRate {
        code: ProcedureCode::new(code).unwrap(),
        modifiers: Modifiers::NONE,
        setting: None,
        effective_from: None,
        effective_to: None,
        rate: Money::from_cents(cents),
    }
}

fn import_fee_schedule(file: &mut PracticeFile) {
    run(file, Op::Import, |tx| {
        let import = tx.add_import(&new_import(ImportKind::FeeSchedule, "f"))?;
        let payer = tx.payer_named("Aetna")?;
        tx.add_fee_schedule(import, payer, "2025", Some(TODAY), &[rate("99213", 9_150)])?;
        tx.finish_import(import, &receipt(ImportKind::FeeSchedule))
    });
}

fn scenario(payer: PayerId, name: &str) -> Scenario {
    Scenario {
        id: ScenarioId(0),
        name: name.to_owned(),
        payer,
        proposal: Proposal {
            basis: ProposalBasis::PercentOfCurrent {
                percent: Percent::new(Decimal::from(103)),
            },
            overrides: Vec::new(),
            unlisted: UnlistedRule::KeepCurrent,
            floor: RateFloor::None,
        },
        effective_from: None,
    }
}

pub fn profile(name: &str) -> MappingProfile {
    MappingProfile {
        rules: allowable::domain::ReadingRules::default(),
        name: name.to_owned(),
        kind: ImportKind::Utilization,
        headings: vec!["cpt".to_owned(), "charge".to_owned()],
        columns: vec![ColumnMapping {
            column_idx: 1,
            field: "charge".to_owned(),
        }],
        payer_name: None,
    }
}

/// Everything a reader of the file can see.
pub fn dump(file: &PracticeFile) -> String {
    let releases = file.releases().unwrap();
    let rows: Vec<_> = releases
        .iter()
        .map(|stored| file.release(stored.id).unwrap())
        .collect();
    let live: Vec<_> = file
        .imports()
        .unwrap()
        .into_iter()
        .filter(|import| !import.removed)
        .collect();
    format!(
        "{:#?}",
        (
            (file.practice().unwrap(), file.line_count().unwrap()),
            (file.payers().unwrap(), file.payer_names().unwrap()),
            (file.products().unwrap(), file.work_claims().unwrap()),
            (file.providers().unwrap(), file.sites().unwrap()),
            (live, file.service_totals().unwrap()),
            (releases, rows),
            (file.fee_schedules().unwrap(), file.contracts().unwrap()),
            (reference_tables(file), file.carrier_prices().unwrap()),
            file.scenarios().unwrap(),
            (
                file.mapping_profiles().unwrap(),
                file.code_labels().unwrap()
            ),
        )
    )
}

/// A file with something of every subject.
pub fn filled(mut file: PracticeFile) -> PracticeFile {
    import_lines(
        &mut file,
        "a",
        &[
            line("Aetna", "99213", 1),
            line("Aetna", "99214", 1),
            line("AETNA PPO", "99213", 2),
            line("Cigna", "99213", 3),
        ],
    );
    import_lines(&mut file, "b", &[line("Aetna", "99215", 9)]);
    let second = file.imports().unwrap()[1].id;
    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(second));
    import_release(&mut file, "c", &release(130));
    import_fee_schedule(&mut file);
    import_table(&mut file, "e", &laboratory("4.02"));
    let payer = payer_named(&file, "Aetna");
    run(&mut file, Op::AddContract, |tx| {
        tx.add_contract(&contract(payer, "PPO"))
    });
    run(&mut file, Op::SetCarrierPrice, |tx| {
        tx.set_carrier_price(&carrier_price("81099", 4_321))
    });
    run(&mut file, Op::AddScenario, |tx| {
        tx.add_scenario(&scenario(payer, "Opening"))
    });
    run(&mut file, Op::SaveMappingProfile, |tx| {
        tx.save_mapping_profile(&profile("Export"))
    });
    run(&mut file, Op::MergePayers, |tx| {
        let ppo = tx.payer_named("AETNA PPO")?;
        tx.merge_payers(payer, &[ppo])
    });
    run(&mut file, Op::AddProduct, |tx| {
        tx.add_product(payer, "Choice", ProductKind::Ppo)?;
        tx.add_product(payer, "Basic", ProductKind::Hmo)
    });
    run(&mut file, Op::MergeProviders, |tx| {
        let (osei, written) = (tx.add_provider("Dr. Osei")?, tx.add_provider("OSEI, A")?);
        tx.add_provider("1234567893")?;
        tx.merge_providers(osei, &[written])
    });
    run(&mut file, Op::MergeSites, |tx| {
        let (main, written) = (tx.add_site("Main")?, tx.add_site("MAIN ST")?);
        tx.add_site("North")?;
        tx.merge_sites(main, &[written])
    });
    file
}

pub fn payer_named(file: &PracticeFile, name: &str) -> PayerId {
    let payers = file.payers().unwrap();
    payers.iter().find(|payer| payer.name == name).unwrap().id
}

/// Does the operation on a filled file.
fn perform(file: &mut PracticeFile, op: Op) {
    if lists_file::OPS.contains(&op) {
        return lists_file::perform(file, op);
    }
    let aetna = payer_named(file, "Aetna");
    let cigna = payer_named(file, "Cigna");
    let imports = file.imports().unwrap();
    let saved = file.scenarios().unwrap()[0].clone();
    let schedule = file.fee_schedules().unwrap()[0].id;
    let release = file.releases().unwrap()[0].id;
    let signed = file.contracts().unwrap()[0].clone();
    let ppo = file
        .payer_names()
        .unwrap()
        .into_iter()
        .find(|name| name.text == "AETNA PPO")
        .unwrap()
        .id;
    run(file, op, |tx| match op {
        Op::EditPractice => tx.set_practice(&Practice {
            phone: "it's 555-0100".to_owned(),
            locality: Some(key()),
            ..practice()
        }),
        Op::SetReference => tx.set_reference(Some(&MedicareReference {
            release,
            locality: key(),
            qp: QpStatus::NonQualifying,
            setting: None,
            date: Some(TODAY),
        })),
        Op::Import => {
            add_lines(tx, "d", &[line("Humana", "99213", 1)]);
            Ok(())
        }
        Op::RemoveImport => tx.remove_import(imports[0].id),
        Op::RestoreImport => tx.restore_import(imports[1].id),
        Op::AddPayer => tx.add_payer("Oscar", PayerClass::Commercial).map(drop),
        Op::MergePayers => tx.merge_payers(cigna, &[aetna]),
        Op::SplitPayer => tx.split_payer_name(ppo).map(drop),
        Op::RenamePayer => tx.rename_payer(aetna, "Aetna Health"),
        Op::SetPayerClass => tx.set_payer_class(aetna, PayerClass::Medicaid),
        Op::RenameFeeSchedule => tx.rename_fee_schedule(schedule, "2025 final"),
        Op::AddContract => tx.add_contract(&contract(cigna, "HMO")).map(drop),
        Op::EditContract => tx.edit_contract(&amended(&signed)),
        Op::RemoveContract => tx.remove_contract(signed.id),
        Op::SetCarrierPrice => tx.set_carrier_price(&carrier_price("81099", 5_000)),
        Op::RemoveCarrierPrice => {
            let price = carrier_price("81099", 0);
            tx.remove_carrier_price(price.code, price.modifiers, price.setting)
        }
        Op::AddScenario => tx.add_scenario(&scenario(cigna, "Second")).map(drop),
        Op::EditScenario => tx.edit_scenario(&Scenario {
            name: "Final".to_owned(),
            payer: cigna,
            ..saved
        }),
        Op::RemoveScenario => tx.remove_scenario(saved.id),
        Op::SaveMappingProfile => tx.save_mapping_profile(&MappingProfile {
            payer_name: Some("Aetna".to_owned()),
            ..profile("Export")
        }),
        Op::SetCodeLabels => tx.set_code_label(ProcedureCode::new("99213").unwrap(), "Visit"),
        _ => tx.remove_mapping_profile("Export"),
    });
}

#[test]
fn undoing_any_operation_brings_back_what_was_and_redo_what_came() {
    for op in Op::ALL {
        let mut file = filled(in_memory());
        let before = dump(&file);
        perform(&mut file, op);
        let after = dump(&file);
        assert_ne!(before, after, "{op:?} changed nothing");
        assert_eq!(file.undo_label(), Some(op.label()));

        let undone = file.undo().unwrap().unwrap();
        assert!(undone.changes.any(), "{op:?}");
        assert_eq!(before, dump(&file), "undo of {op:?}");
        assert_eq!(file.redo_label(), Some(op.label()));

        file.redo().unwrap().unwrap();
        assert_eq!(after, dump(&file), "redo of {op:?}");
        file.undo().unwrap().unwrap();
        assert_eq!(before, dump(&file), "second undo of {op:?}");
        assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_whole_session_can_be_undone_to_its_start_and_done_again() {
    let mut file = filled(in_memory());
    for op in Op::ALL {
        if op != Op::RemoveScenario && op != Op::RemoveImport && op != Op::MergePayers {
            perform(&mut file, op);
            if op == Op::RenamePayer {
                file.undo().unwrap();
            }
        }
    }
    let after = dump(&file);
    let mut steps = 0;
    while file.undo().unwrap().is_some() {
        steps += 1;
    }
    assert_eq!(dump(&file), dump(&in_memory()));
    for _ in 0..steps {
        file.redo().unwrap().unwrap();
    }
    assert_eq!(after, dump(&file));
}

#[test]
fn a_refused_edit_changes_neither_the_file_nor_the_undo_list() {
    let mut file = filled(in_memory());
    let (before, label, revision) = (dump(&file), file.undo_label(), file.revision());
    let aetna = payer_named(&file, "Aetna");
    let refused = file.transact(Op::RenamePayer, |tx| {
        tx.set_payer_class(aetna, PayerClass::Other)?;
        tx.rename_payer(aetna, "cigna")
    });
    assert!(
        matches!(refused, Err(StoreError::Refused(_))),
        "{refused:?}"
    );
    for merged in [&[aetna][..], &[]] {
        let refused = file.transact(Op::MergePayers, |tx| tx.merge_payers(aetna, merged));
        assert!(
            matches!(refused, Err(StoreError::Refused(_))),
            "{refused:?}"
        );
    }
    assert_eq!(dump(&file), before);
    assert_eq!((file.undo_label(), file.revision()), (label, revision));
}

#[test]
fn a_failure_of_the_caller_undoes_the_import_it_was_in() {
    #[derive(Debug, thiserror::Error)]
    enum JobError {
        #[error("cancelled")]
        Cancelled,
        #[error(transparent)]
        Store(#[from] StoreError),
    }
    let mut file = filled(in_memory());
    let before = dump(&file);
    let answer: Result<_, JobError> = file.transact(Op::Import, |tx| {
        add_lines(tx, "e", &[line("Humana", "99213", 4)]);
        Err::<(), _>(JobError::Cancelled)
    });
    assert!(matches!(answer, Err(JobError::Cancelled)));
    assert_eq!(dump(&file), before);
}

#[test]
fn totals_add_up_the_lines_that_agree() {
    let mut file = in_memory();
    import_lines(
        &mut file,
        "a",
        &[
            line("Aetna", "99213", 1),
            line("Aetna", "99213", 1),
            ServiceLine {
                allowed: None,
                modifiers: Modifiers::from_text("26").unwrap(),
                ..line("Aetna", "99213", 2)
            },
        ],
    );
    let totals = file.service_totals().unwrap().rows;
    assert_eq!(totals.len(), 1);
    let total = &totals[0];
    assert_eq!((total.lines, total.visits), (3, 2));
    assert_eq!(total.units, Decimal::new(45, 1));
    assert_eq!(total.units_allowed, Decimal::from(3));
    assert_eq!(total.charge, Money::from_cents(60_000));
    assert_eq!(total.charge_allowed, Money::from_cents(40_000));
    assert_eq!(total.allowed, Money::from_cents(24_690));
    assert_eq!(total.paid, Money::from_cents(30_000));
    assert_eq!(total.patient, Money::ZERO);
    assert_eq!(total.lines_without_allowed, 1);
    assert_eq!(total.key.modifiers.to_string(), "26");
    assert_eq!(total.month.to_string(), "2025-03");
    assert_eq!(file.line_count().unwrap(), 3);
}

#[test]
fn a_summed_table_brings_its_own_lines_and_visits() {
    let mut file = in_memory();
    let summed = ServiceLine {
        lines: 40,
        visits: Some(35),
        visit_key: None,
        ..line("Aetna", "99213", 0)
    };
    import_lines(&mut file, "a", &[summed]);
    let totals = file.service_totals().unwrap().rows;
    assert_eq!((totals[0].lines, totals[0].visits), (40, 35));
    assert_eq!(file.line_count().unwrap(), 1);
}

#[test]
fn a_removed_import_leaves_every_list_and_comes_back_when_restored() {
    let mut file = in_memory();
    let first = import_lines(&mut file, "a", &[line("Aetna", "99213", 1)]);
    import_lines(&mut file, "b", &[line("Cigna", "99213", 1)]);
    let whole = dump(&file);
    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(first));
    assert_eq!(file.service_totals().unwrap().rows.len(), 1);
    assert_eq!(file.line_count().unwrap(), 1);
    let names: Vec<_> = file
        .payers()
        .unwrap()
        .into_iter()
        .map(|payer| payer.name)
        .collect();
    assert_eq!(names, ["Cigna"]);
    let fingerprint = new_import(ImportKind::Utilization, "a").fingerprint;
    let found = file.import_by_fingerprint(&fingerprint).unwrap().unwrap();
    assert!(found.removed && found.id == first);
    run(&mut file, Op::RestoreImport, |tx| tx.restore_import(first));
    assert_eq!(dump(&file), whole);
}

#[test]
fn merged_payers_keep_their_names_for_the_next_import_until_they_are_split() {
    let mut file = filled(in_memory());
    let aetna = payer_named(&file, "Aetna");
    import_lines(&mut file, "d", &[line("aetna ppo", "99213", 5)]);
    let names = file.payer_names().unwrap();
    assert_eq!(names.iter().filter(|name| name.payer == aetna).count(), 3);
    let alike = names
        .iter()
        .find(|name| name.text == "aetna ppo")
        .unwrap()
        .id;
    let split = run(&mut file, Op::SplitPayer, |tx| tx.split_payer_name(alike));
    let rows = file.service_totals().unwrap().rows;
    assert_eq!(rows.iter().filter(|row| row.payer == split).count(), 1);
    let only = file.transact(Op::SplitPayer, |tx| tx.split_payer_name(alike));
    assert!(matches!(only, Err(StoreError::Refused(Invalid(_)))));
}

#[test]
fn a_corrected_release_takes_the_place_of_the_earlier_and_undo_brings_it_back() {
    let mut file = in_memory();
    import_release(&mut file, "a", &release(130));
    let id = file.releases().unwrap()[0].id;
    assert_eq!(file.release(id).unwrap(), Some(release(130)));
    import_release(&mut file, "b", &release(131));
    let stored = file.releases().unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(
        (stored[0].id, stored[0].row_count, stored[0].locality_count),
        (id, 1, 1)
    );
    assert_eq!(file.release(id).unwrap(), Some(release(131)));
    file.undo().unwrap().unwrap();
    assert_eq!(file.release(id).unwrap(), Some(release(130)));
    file.undo().unwrap().unwrap();
    assert_eq!(file.release(id).unwrap(), None);
}

#[test]
fn fee_schedules_scenarios_and_profiles_come_back_as_they_were_saved() {
    let mut file = in_memory();
    import_fee_schedule(&mut file);
    let schedule = file.fee_schedules().unwrap().remove(0);
    assert_eq!(schedule.rates, [rate("99213", 9_150)]);
    assert_eq!(
        file.fee_schedule(schedule.id).unwrap(),
        Some(schedule.clone())
    );
    assert_eq!(file.imports().unwrap()[0].payer, Some(schedule.payer));
    let wanted = scenario(schedule.payer, "Opening");
    let id = run(&mut file, Op::AddScenario, |tx| tx.add_scenario(&wanted));
    assert_eq!(file.scenarios().unwrap(), [Scenario { id, ..wanted }]);
    run(&mut file, Op::SaveMappingProfile, |tx| {
        tx.save_mapping_profile(&profile("Export"))
    });
    let headings = profile("").headings;
    let found = file.mapping_profile_for(&headings, Some(ImportKind::Utilization));
    assert_eq!(found.unwrap(), Some(profile("Export")));
    let other = file.mapping_profile_for(&headings, Some(ImportKind::FeeSchedule));
    assert_eq!(other.unwrap(), None);
    assert_eq!(
        file.mapping_profile_for(&headings[..1], None).unwrap(),
        None
    );
}

pub fn on_disk(folder: &Path) -> PracticeFile {
    filled(PracticeFile::create(&folder.join("lake.practice"), &practice(), TODAY).unwrap())
}

#[test]
fn a_closed_file_is_one_file_and_holds_everything_when_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let (path, before, secret) = (
        file.path().to_owned(),
        dump(&file),
        file.patient_key().unwrap(),
    );
    file.close().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let file = PracticeFile::open(&path).unwrap();
    assert_eq!(dump(&file), before);
    assert_eq!(file.patient_key().unwrap(), secret);
    assert!(!file.is_changed() && file.undo_label().is_none());
}

#[test]
fn a_file_is_never_made_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lake.practice");
    fs::write(&path, "mine").unwrap();
    let refused = PracticeFile::create(&path, &practice(), TODAY);
    assert!(matches!(refused, Err(StoreError::AlreadyExists { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[test]
fn an_open_file_is_in_use_for_everybody_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let path = file.path().to_owned();
    let second = PracticeFile::open(&path);
    assert!(
        matches!(second, Err(StoreError::InUse { .. })),
        "{second:?}"
    );
    file.close().unwrap();
    PracticeFile::open(&path).unwrap().close().unwrap();
}

/// Opens the bytes as a file, expects a refusal, and checks that no byte of the folder changed.
fn check_refused(bytes: &[u8], expected: fn(&StoreError) -> bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lake.practice");
    fs::write(&path, bytes).unwrap();
    let error = PracticeFile::open(&path).unwrap_err();
    assert!(expected(&error), "{error:?}");
    let message = error.to_string();
    assert!(message.ends_with("lake.practice"), "{message}");
    assert!(fs::read(&path).unwrap() == bytes, "the file was changed");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn bytes_of_a_file() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let path = file.path().to_owned();
    file.close().unwrap();
    fs::read(path).unwrap()
}

fn with_bytes(mut bytes: Vec<u8>, start: usize, new: &[u8]) -> Vec<u8> {
    bytes[start..start + new.len()].copy_from_slice(new);
    bytes
}

#[test]
fn a_foreign_file_is_refused_and_left_as_it_is() {
    let foreign = |error: &StoreError| matches!(error, StoreError::NotAPracticeFile { .. });
    check_refused(b"", foreign);
    check_refused(b"Code,Charge\n99213,100.00\n", foreign);
    check_refused(&with_bytes(bytes_of_a_file(), 68, &[0, 0, 0, 0]), foreign);
}

#[test]
fn a_file_from_the_future_is_refused_and_left_as_it_is() {
    let newer = with_bytes(bytes_of_a_file(), 60, &99_i32.to_be_bytes());
    check_refused(&newer, |error| {
        matches!(
            error,
            StoreError::TooNew {
                file_version: 99,
                ..
            }
        )
    });
}

#[test]
fn a_damaged_file_is_refused_and_left_as_it_is() {
    let damaged = |error: &StoreError| matches!(error, StoreError::Damaged { .. });
    let whole = bytes_of_a_file();
    check_refused(&whole[..50], damaged);
    check_refused(&whole[..4_096], damaged);
    check_refused(&whole[..whole.len() / 2], damaged);
    check_refused(&with_bytes(whole, 100, &[0xff; 3_000]), damaged);
}

#[test]
fn a_missing_file_is_named() {
    let missing = PracticeFile::open(Path::new("nowhere/lake.practice"));
    assert!(matches!(missing, Err(StoreError::NotFound { .. })));
}

#[test]
fn a_read_only_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let path = file.path().to_owned();
    file.close().unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let refused = PracticeFile::open(&path);
    assert!(
        matches!(refused, Err(StoreError::ReadOnly { .. })),
        "{refused:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let path = file.path().to_owned();
    file.close().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let refused = PracticeFile::open(&path);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(
        matches!(refused, Err(StoreError::ReadOnly { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_program_killed_in_the_middle_of_an_import_leaves_the_state_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = on_disk(folder.path());
    let before = dump(&file);
    let crashed = folder.path().join("crashed.practice");
    let journal = |path: &Path| path.with_extension("practice-journal");
    let path = file.path().to_owned();
    // More than the page cache holds, so that the file itself is already being rewritten.
    let lines: Vec<_> = (0..700_000)
        .map(|visit| line("Aetna", "99213", visit))
        .collect();
    let cancelled = file.transact(Op::Import, |tx| {
        add_lines(tx, "e", &lines);
        fs::copy(&path, &crashed).unwrap();
        fs::copy(journal(&path), journal(&crashed)).unwrap();
        Err::<(), _>(StoreError::Refused(Invalid::new("pulled out")))
    });
    assert!(cancelled.is_err());
    assert_eq!(dump(&file), before);
    file.close().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < fs::metadata(&crashed).unwrap().len());
    let file = PracticeFile::open(&crashed).unwrap();
    assert_eq!(dump(&file), before);
    assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_copy_is_whole_and_the_open_file_is_never_its_own_copy() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let target = folder.path().join("copy.practice");
    file.save_copy(&target).unwrap();
    file.save_copy(&target).unwrap();
    let itself = file.save_copy(file.path());
    assert!(matches!(itself, Err(StoreError::Refused(_))));
    let copy = PracticeFile::open(&target).unwrap();
    assert_eq!(dump(&copy), dump(&file));
    assert_eq!(copy.patient_key().unwrap(), file.patient_key().unwrap());
}

#[test]
fn a_copy_for_sharing_holds_no_service_line_and_no_patient_key() {
    let folder = tempfile::tempdir().unwrap();
    let file = on_disk(folder.path());
    let target = folder.path().join("shared.practice");
    file.save_copy_for_sharing(&target).unwrap();
    assert!(!folder.path().join("shared.practice.part").exists());
    let secret = file.patient_key().unwrap();
    let bytes = fs::read(&target).unwrap();
    assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    let copy = PracticeFile::open(&target).unwrap();
    assert_eq!(dump(&copy), dump(&file));
    assert_eq!(copy.stored_line_count().unwrap(), 0);
    assert_eq!(file.stored_line_count().unwrap(), 5);
    assert_eq!(copy.integrity_check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_changed_file_is_backed_up_when_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = on_disk(folder.path());
    run(&mut file, Op::AddPayer, |tx| {
        tx.add_payer("Oscar", PayerClass::Commercial)
    });
    let (path, content) = (file.path().to_owned(), dump(&file));
    let backups = BackupFolder::beside(&path, TODAY.at(17, 5, 9, 0));
    let backup = file.close_with_backup(&backups).unwrap().unwrap();
    assert!(backup.ends_with("Backups/lake 2025-03-31 17-05-09.practice"));
    assert_eq!(dump(&PracticeFile::open(&backup).unwrap()), content);
    let unchanged = PracticeFile::open(&path).unwrap();
    assert_eq!(unchanged.close_with_backup(&backups).unwrap(), None);
}

#[test]
fn old_backups_are_thinned_out_and_other_files_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = on_disk(folder.path()).path().to_owned();
    let stranger = folder.path().join("Backups/notes.practice");
    for hour in 1..=8 {
        let mut file = PracticeFile::open(&path).unwrap();
        let name = format!("Payer {hour}");
        run(&mut file, Op::AddPayer, |tx| {
            tx.add_payer(&name, PayerClass::Other)
        });
        let backups = BackupFolder::beside(&path, TODAY.at(hour, 0, 0, 0));
        file.close_with_backup(&backups).unwrap();
        fs::write(&stranger, "mine").unwrap();
    }
    assert_eq!(
        fs::read_dir(folder.path().join("Backups")).unwrap().count(),
        6
    );
}
