//! Survey answers, quality measures, authorizations, expenses, contacts, and lists of providers and
//! sites in the practice file: what is written comes back, is undone, and makes way for what is later.

use std::path::Path;

use allowable::domain::{
    Authorization, AuthorizationOutcome, BetterWhen, Comparator, Contact, ExpenseKind,
    ExpenseTotal, ImportId, ImportKind, MeasureFamily, Money, Month, PayerClass, ProcedureCode,
    ProviderClass, ProviderEntry, QualityMeasure, Records, SiteEntry, SurveyAnswer, Urgency,
};
use allowable::store::{Op, PracticeFile, RecordsAdded, Transaction};
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::practice_file::{in_memory, new_import, receipt, run};

fn survey_answers() -> Records {
    Records::SurveyAnswers(vec![SurveyAnswer {
        date: date(2026, 3, 2),
        question: "Would you recommend us?".to_owned(),
        score: Decimal::new(95, 1),
        scale_max: Some(Decimal::from(10)),
    }])
}

fn measure(result: i64, period: (i32, i32)) -> QualityMeasure {
    QualityMeasure {
        name: "Controlling high blood pressure".to_owned(),
        family: MeasureFamily::Hedis,
        from: Month(2025 * 12 + period.0),
        to: Month(2025 * 12 + period.1),
        numerator: Some(412),
        denominator: Some(480),
        result: Decimal::new(result, 2),
        better: BetterWhen::Higher,
        comparator: Some(Comparator {
            value: Decimal::new(674, 1),
            source: "NCQA".to_owned(),
            date: Some(date(2026, 1, 15)),
        }),
    }
}

fn authorizations(payer: &str) -> Records {
    Records::Authorizations(vec![Authorization {
        requested_on: date(2026, 2, 3),
        decided_on: Some(date(2026, 2, 9)),
        payer: payer.to_owned(),
        code: Some(ProcedureCode::new("27447").unwrap()),
        urgency: Urgency::Expedited,
        outcome: AuthorizationOutcome::Denied,
        after_appeal: Some(AuthorizationOutcome::Approved),
        reason: "Conservative care not shown".to_owned(),
    }])
}

fn expense(year: i16, cents: i64) -> ExpenseTotal {
    ExpenseTotal {
        year,
        category: "Office rent".to_owned(),
        kind: ExpenseKind::Rent,
        amount: Money::from_cents(cents),
    }
}

fn contact(payer: &str, role: &str) -> Contact {
    Contact {
        payer: payer.to_owned(),
        name: "Ada Moss".to_owned(),
        role: role.to_owned(),
        ..Contact::default()
    }
}

fn provider(name: &str, npi: &str) -> ProviderEntry {
    ProviderEntry {
        name: name.to_owned(),
        npi: Some(npi.to_owned()),
        class: Some(ProviderClass::NursePractitioner),
        site: "Midtown".to_owned(),
    }
}

fn import(file: &mut PracticeFile, hash: &str, records: &Records) -> (ImportId, RecordsAdded) {
    let add = |tx: &mut Transaction<'_>| {
        let import = tx.add_import(&new_import(records.kind(), hash))?;
        let added = tx.add_records(import, records)?;
        tx.finish_import(import, &receipt(records.kind()))?;
        Ok((import, added))
    };
    run(file, Op::Import, add)
}

fn every_kind() -> [Records; 5] {
    [
        survey_answers(),
        Records::QualityMeasures(vec![measure(8_583, (0, 11))]),
        authorizations("Aetna"),
        Records::Expenses(vec![expense(2025, 12_000_000)]),
        Records::Contacts(vec![contact("Aetna", "Contract manager")]),
    ]
}

#[test]
fn records_come_back_as_they_were_and_go_with_their_import() {
    for records in every_kind() {
        let kind = records.kind();
        let mut file = in_memory();
        let (id, added) = import(&mut file, "a", &records);
        assert_eq!(added.new, 1, "{kind}");
        assert_eq!(file.records(kind).unwrap(), records);
        assert_eq!(file.record_counts().unwrap(), [(kind, 1)]);

        file.undo().unwrap();
        assert!(file.records(kind).unwrap().is_empty(), "{kind}");
        file.redo().unwrap();
        assert_eq!(file.records(kind).unwrap(), records);

        run(&mut file, Op::RemoveImport, |tx| tx.remove_import(id));
        assert!(file.records(kind).unwrap().is_empty(), "{kind}");
        assert_eq!(file.record_counts().unwrap(), []);
        run(&mut file, Op::RestoreImport, |tx| tx.restore_import(id));
        assert_eq!(file.records(kind).unwrap(), records);
        assert_eq!(file.integrity_check().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_payer_named_only_by_a_contact_is_in_use_and_its_rows_follow_a_merge() {
    let mut file = in_memory();
    import(&mut file, "a", &authorizations("AETNA PPO"));
    let (_, _) = import(
        &mut file,
        "b",
        &Records::Contacts(vec![contact("Aetna Life", "Contract manager")]),
    );
    let payers = file.payers().unwrap();
    assert_eq!(payers.len(), 2);
    let of = |name: &str| payers.iter().find(|payer| payer.name == name).unwrap().id;
    let (ppo, life) = (of("AETNA PPO"), of("Aetna Life"));
    run(&mut file, Op::MergePayers, |tx| {
        tx.merge_payers(life, &[ppo])
    });
    let Records::Authorizations(rows) = file.records(ImportKind::Authorizations).unwrap() else {
        panic!("authorizations");
    };
    assert_eq!(rows[0].payer, "Aetna Life");
    assert_eq!(file.payers().unwrap()[0].class, PayerClass::Commercial);
}

#[test]
fn a_later_list_takes_the_place_of_an_earlier_one_where_it_says_the_same_again() {
    let mut file = in_memory();
    let expenses = |rows: Vec<ExpenseTotal>| Records::Expenses(rows);
    import(
        &mut file,
        "a",
        &expenses(vec![expense(2024, 100), expense(2025, 200)]),
    );
    let (second, _) = import(&mut file, "b", &expenses(vec![expense(2025, 250)]));
    assert_eq!(
        file.records(ImportKind::Expenses).unwrap(),
        expenses(vec![expense(2024, 100), expense(2025, 250)])
    );
    run(&mut file, Op::RemoveImport, |tx| tx.remove_import(second));
    assert_eq!(
        file.records(ImportKind::Expenses).unwrap(),
        expenses(vec![expense(2024, 100), expense(2025, 200)])
    );

    let measures = |rows: Vec<QualityMeasure>| Records::QualityMeasures(rows);
    import(
        &mut file,
        "c",
        &measures(vec![measure(8_000, (0, 11)), measure(7_000, (0, 2))]),
    );
    import(&mut file, "d", &measures(vec![measure(8_583, (0, 11))]));
    assert_eq!(
        file.records(ImportKind::QualityMeasures).unwrap().len(),
        2,
        "the quarter stays, the year is replaced"
    );

    let contacts = |role: &str| Records::Contacts(vec![contact("Aetna", role)]);
    import(&mut file, "e", &contacts("Manager"));
    import(&mut file, "f", &contacts("Director"));
    assert_eq!(
        file.records(ImportKind::Contacts).unwrap(),
        contacts("Director")
    );
}

#[test]
fn a_list_of_providers_fills_in_those_that_files_name_and_adds_the_others() {
    let mut file = in_memory();
    run(&mut file, Op::EditProvider, |tx| {
        tx.add_provider("1234567893")?;
        tx.add_provider("REYES, CARLA")
    });
    let list = Records::Providers(vec![
        provider("Reyes, Carla", "1234567893"),
        provider("Moss, Ada", "1245319599"),
    ]);
    let (_, added) = import(&mut file, "a", &list);
    assert_eq!(
        added,
        RecordsAdded {
            new: 1,
            known_before: 1
        }
    );
    let Records::Providers(rows) = file.records(ImportKind::Providers).unwrap() else {
        panic!("providers");
    };
    assert_eq!(
        rows,
        [
            provider("Moss, Ada", "1245319599"),
            provider("Reyes, Carla", "1234567893")
        ],
        "the row of the number and the row of the name are one provider"
    );
    file.undo().unwrap();
    let Records::Providers(rows) = file.records(ImportKind::Providers).unwrap() else {
        panic!("providers");
    };
    assert!(rows.iter().all(|row| row.class.is_none()), "{rows:?}");
    assert_eq!(rows.len(), 2);
}

#[test]
fn a_list_of_sites_gives_names_and_zip_codes_and_keeps_what_it_does_not_say() {
    let mut file = in_memory();
    let site = |text: &str, name: &str, zip: Option<&str>| SiteEntry {
        text: text.to_owned(),
        name: name.to_owned(),
        zip: zip.map(str::to_owned),
    };
    let first = Records::Sites(vec![site("MIDTOWN OFC", "Midtown", Some("30308"))]);
    import(&mut file, "a", &first);
    import(
        &mut file,
        "b",
        &Records::Sites(vec![site("midtown ofc", "", None)]),
    );
    assert_eq!(file.records(ImportKind::Sites).unwrap(), first);
}

#[test]
fn a_copy_for_sharing_holds_no_single_answer_and_no_single_request() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.practice");
    let mut file = PracticeFile::create(
        &path,
        &allowable::domain::Practice::default(),
        date(2026, 11, 23),
    )
    .unwrap();
    for (hash, records) in ["a", "b", "c", "d", "e"].into_iter().zip(every_kind()) {
        import(&mut file, hash, &records);
    }
    let copy: &Path = &folder.path().join("shared.practice");
    file.save_copy_for_sharing(copy).unwrap();
    let shared = PracticeFile::open(copy).unwrap();
    let kept: Vec<ImportKind> = shared
        .record_counts()
        .unwrap()
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(
        kept,
        [
            ImportKind::QualityMeasures,
            ImportKind::Expenses,
            ImportKind::Contacts
        ]
    );
}
