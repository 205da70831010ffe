//! The whole way without a window: an office's files in, reports that add up to the cent, and the
//! letter, the brief and the rates that go out.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write the files that are imported and read what was written"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use allowable::analysis::payer_mix::PayerMix;
use allowable::analysis::rate_model::project;
use allowable::brief::Audience;
use allowable::domain::{
    Filter, ImportId, ImportKind, ImportReceipt, ImportTotals, Money, PayerId, Percent, Practice,
};
use allowable::jobs::sample_practice::{SampleData, SampleFiles, generate, messy_utilization};
use allowable::jobs::{
    BaselineKey, BriefSpec, ClaimQuestion, CopyKind, Desk, Edit, ImportRequest, InspectedContent,
    Job, Outcome, Progress, ProgressReporter, ReportKind, ReportValue, SchedulePayer, Worker,
    inspect,
};
use allowable::store::PracticeFile;
use crossbeam_channel::{Sender, unbounded};
use jiff::civil::date;
use rust_decimal::Decimal;
use tempfile::TempDir;

/// Runs something long without showing its progress.
pub(crate) fn quietly<T>(work: impl FnOnce(&mut ProgressReporter<'_>) -> T) -> T {
    let publish = |_progress: Progress| {};
    work(&mut ProgressReporter::new(
        &publish,
        Arc::new(AtomicBool::new(false)),
    ))
}

/// Puts a copy of the sample practice into a folder; it is built once for all tests.
pub(crate) fn sample_in(folder: &Path) -> PathBuf {
    static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = SAMPLE.get_or_init(|| {
        let built = tempfile::tempdir().unwrap();
        let path = built.path().join("Sample.practice");
        let mut desk = Desk::new();
        quietly(|reporter| desk.build_sample(&path, reporter)).unwrap();
        desk.close().unwrap();
        fs::read(path).unwrap()
    });
    let path = folder.join("Sample.practice");
    fs::write(&path, bytes).unwrap();
    path
}

/// Takes the sample's contracts away, for tests that make their own.
pub(crate) fn without_contracts(desk: &mut Desk) {
    for contract in &desk.view().unwrap().contracts {
        desk.edit(Edit::RemoveContract(contract.id)).unwrap();
    }
}

fn sample() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let path = sample_in(folder.path());
    let mut desk = Desk::new();
    desk.open(&path).unwrap();
    (folder, desk)
}

fn generated() -> SampleFiles {
    generate(&SampleData::built_in().unwrap()).unwrap()
}

fn empty_practice(folder: &Path) -> Desk {
    let practice = Practice {
        name: "Alder Creek Family Medicine".to_owned(),
        zip: "30030".to_owned(),
        ..Practice::default()
    };
    let mut desk = Desk::new();
    desk.create(&folder.join("Empty.practice"), practice, None)
        .unwrap();
    desk
}

fn import_bytes(desk: &mut Desk, folder: &Path, name: &str, bytes: &[u8]) -> Arc<ImportReceipt> {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let request = desk.request_for(&path).unwrap();
    quietly(|reporter| desk.import(&request, reporter)).unwrap()
}

fn payer(desk: &mut Desk, name: &str) -> PayerId {
    desk.view().unwrap().payer_named(name).unwrap().id
}

fn mix(desk: &mut Desk) -> PayerMix {
    match desk.report(&ReportKind::PayerMix, Filter::default()) {
        Ok(ReportValue::PayerMix(mix)) => mix.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

fn utilization(desk: &mut Desk) -> (ImportId, ImportTotals) {
    let view = desk.view().unwrap();
    let import = view
        .imports
        .iter()
        .find(|import| import.receipt.kind == ImportKind::Utilization);
    import
        .map(|import| (import.id, import.receipt.totals))
        .unwrap()
}

fn sums(mix: &PayerMix) -> [Money; 4] {
    let total = &mix.total;
    [total.charge, total.allowed, total.paid, total.patient]
}

fn sums_of(totals: &ImportTotals) -> [Money; 4] {
    [totals.charge, totals.allowed, totals.paid, totals.patient]
}

#[test]
fn the_reports_add_up_to_the_receipt_and_the_receipt_to_the_file() {
    let (_folder, mut desk) = sample();
    let (_id, totals) = utilization(&mut desk);
    let files = generated();
    assert_eq!(totals, files.totals);
    // A line taken back counts neither as itself nor as the line that takes it back.
    let line_count = files.line_count - 2 * totals.counts.negative;
    assert_eq!(desk.view().unwrap().line_count, line_count);

    let mix = mix(&mut desk);
    assert_eq!(sums(&mix), sums_of(&totals));
    let by_row: Money = mix.rows.iter().map(|row| row.figures.allowed).sum();
    assert_eq!(by_row, totals.allowed);
    let Ok(ReportValue::KeyFigures(figures)) =
        desk.report(&ReportKind::KeyFigures, Filter::default())
    else {
        panic!("the key figures")
    };
    assert_eq!(
        [
            figures.charge,
            figures.allowed,
            figures.paid,
            figures.patient
        ],
        sums_of(&totals)
    );
    let Ok(ReportValue::CodeRates(rates)) = desk.report(&ReportKind::CodeRates, Filter::default())
    else {
        panic!("the code rates")
    };
    let by_code: Money = rates.rows.iter().map(|row| row.allowed).sum();
    assert_eq!(by_code, totals.allowed);
    let lines: u64 = rates.rows.iter().map(|row| row.lines).sum();
    assert_eq!(lines, line_count);
}

#[test]
fn each_payer_pays_about_the_percentage_of_medicare_it_was_made_with() {
    let (_folder, mut desk) = sample();
    let Ok(ReportValue::KeyFigures(figures)) =
        desk.report(&ReportKind::KeyFigures, Filter::default())
    else {
        panic!("the key figures")
    };
    for (name, target, tolerance) in [
        ("Southridge Health Plans", 103.5, 0.3),
        ("Laurel Mutual", 133.4, 0.3),
        ("Medicare", 100.0, 0.05),
        ("Magnolia Senior Advantage", 100.5, 0.5),
        ("Chattahoochee Care Plan", 75.5, 1.0),
    ] {
        let row = figures.payers.iter().find(|row| row.name == name).unwrap();
        let percent: f64 = row
            .weighted_percent
            .unwrap()
            .to_string()
            .parse()
            .expect("a number");
        assert!((percent - target).abs() <= tolerance, "{name}: {percent}");
    }
}

#[test]
fn merged_payers_are_one_until_the_merge_is_undone() {
    let (_folder, mut desk) = sample();
    let before = mix(&mut desk);
    let into = payer(&mut desk, "Southridge Health Plans");
    let from = payer(&mut desk, "Laurel Mutual");
    desk.edit(Edit::MergePayers {
        from: vec![from],
        into,
    })
    .unwrap();

    let merged = mix(&mut desk);
    assert_eq!(merged.rows.len(), before.rows.len() - 1);
    assert_eq!(merged.total, before.total);
    let allowed = |mix: &PayerMix, id: PayerId| {
        mix.rows
            .iter()
            .find(|row| row.payer == id)
            .unwrap()
            .figures
            .allowed
    };
    assert_eq!(
        allowed(&merged, into),
        allowed(&before, into) + allowed(&before, from)
    );

    let Ok(Outcome::Changed { .. }) = desk.undo() else {
        panic!("nothing was undone")
    };
    assert_eq!(mix(&mut desk), before);
    assert_eq!(payer(&mut desk, "LAUREL MUTUAL INS CO"), from);
}

#[test]
fn the_same_brief_on_the_same_date_is_the_same_file() {
    let (folder, mut desk) = sample();
    let view = desk.view().unwrap();
    let scenario = &view.scenarios[0];
    for (audience, name) in [
        (Audience::Payer, "packet.pdf"),
        (Audience::Internal, "brief.pdf"),
        (Audience::Payer, "exhibit.xlsx"),
    ] {
        let spec = BriefSpec {
            scenario: Some(scenario.id),
            date: Some(date(2026, 11, 16)),
            ..BriefSpec::new(audience, scenario.payer)
        };
        let [first, second] = ["first", "second"].map(|folder_name| {
            let path = folder.path().join(format!("{folder_name} {name}"));
            desk.export_brief(&spec, &path).unwrap();
            fs::read(path).unwrap()
        });
        assert!(first == second, "{name} differs from itself");
        let magic: &[u8] = if name.ends_with("pdf") {
            b"%PDF"
        } else {
            b"PK"
        };
        assert!(first.starts_with(magic), "{name}");
    }
}

#[test]
fn the_fee_exhibit_reads_back_as_the_rates_that_were_proposed() {
    let (folder, mut desk) = sample();
    let view = desk.view().unwrap();
    let scenario = view.scenario_named("Target").unwrap();
    let key = BaselineKey {
        payer: scenario.payer,
        release: None,
    };
    let base = desk.model_base(key, Filter::default()).unwrap();
    let projection = project(&base.baseline, &scenario.proposal, base.prices.as_deref());
    let exhibit = folder.path().join("exhibit.xlsx");
    let spec = BriefSpec {
        scenario: Some(scenario.id),
        ..BriefSpec::new(Audience::Payer, scenario.payer)
    };
    desk.export_brief(&spec, &exhibit).unwrap();

    let request = ImportRequest {
        payer: Some(SchedulePayer::Named("Reads it back".to_owned())),
        ..desk.request_for(&exhibit).unwrap()
    };
    assert_eq!(request.kind, ImportKind::FeeSchedule);
    let receipt = quietly(|reporter| desk.import(&request, reporter)).unwrap();
    assert_eq!(receipt.rows_rejected, 0, "{:?}", receipt.rejected);
    let reader = payer(&mut desk, "Reads it back");
    let mut compared = 0;
    for row in &projection.rows {
        let Some(proposed) = row.proposed else {
            continue;
        };
        let question = ClaimQuestion {
            payer: Some(reader),
            ..ClaimQuestion::of_service(row.key, None)
        };
        let priced = desk.price(&question).unwrap();
        assert_eq!(
            priced.fee_schedule_rate,
            Some(proposed.rounded()),
            "{:?}",
            row.key
        );
        compared += 1;
    }
    assert_eq!(compared, receipt.rows_kept);
    assert!(40 < compared, "{compared} rates");
}

#[test]
fn a_copy_for_sharing_has_every_total_and_no_service_line() {
    let (folder, mut desk) = sample();
    let before = mix(&mut desk);
    let shared = folder.path().join("Shared.practice");
    let whole = folder.path().join("Whole.practice");
    desk.save_copy(&shared, CopyKind::ForSharing).unwrap();
    desk.save_copy(&whole, CopyKind::Whole).unwrap();
    desk.close().unwrap();
    let lines = |path: &Path| {
        PracticeFile::open(path)
            .unwrap()
            .stored_line_count()
            .unwrap()
    };
    assert_eq!(lines(&shared), 0);
    assert_eq!(lines(&whole), generated().line_count);
    for path in [shared, whole] {
        desk.open(&path).unwrap();
        assert_eq!(mix(&mut desk), before);
        assert_eq!(desk.check().unwrap().problems, Vec::<String>::new());
    }
}

#[test]
fn another_systems_messy_export_comes_to_the_same_sums() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = empty_practice(folder.path());
    let data = SampleData::built_in().unwrap();
    let clean = generated();
    let messy = messy_utilization(&data).unwrap();
    let receipt = import_bytes(&mut desk, folder.path(), "Charge detail.csv", &messy.bytes);

    assert_eq!(receipt.rows_kept, messy.good_row_count);
    assert_eq!(receipt.rows_rejected, messy.bad_row_count);
    assert_eq!(receipt.rows_read, receipt.rows_kept + receipt.rows_rejected);
    let mut totals = clean.totals;
    totals.counts.repeated = 0;
    assert_eq!(receipt.totals, totals);
    assert_eq!(receipt.rejected.len() as u64, messy.bad_row_count);
    for row in &receipt.rejected {
        assert!(5 < row.line_nr, "{row:?}");
        assert!(!row.field.is_empty() && !row.reason.is_empty(), "{row:?}");
    }
    assert_eq!(sums(&mix(&mut desk)), sums_of(&clean.totals));
}

#[test]
fn the_same_file_is_recognised_whatever_it_is_called() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = empty_practice(folder.path());
    let csv = "Payer,CPT,DOS,Charge,Allowed\nAcme,99213,2025-03-04,150.00,90.00\n";
    import_bytes(&mut desk, folder.path(), "march.csv", csv.as_bytes());
    let before = desk.view().unwrap();

    let copy = folder.path().join("march again.csv");
    fs::write(&copy, csv).unwrap();
    let inspected = inspect(&mut desk, &copy, None);
    assert_eq!(inspected.already.unwrap().receipt.file_name, "march.csv");
    let request = desk.request_for(&copy).unwrap();
    let refused = quietly(|reporter| desk.import(&request, reporter)).unwrap_err();
    assert!(refused.cause.contains("march.csv"), "{refused}");
    assert!(!refused.remedy.is_empty());
    assert_eq!(desk.view().unwrap().revision, before.revision);

    let again = ImportRequest {
        again: true,
        ..request
    };
    quietly(|reporter| desk.import(&again, reporter)).unwrap();
    assert_eq!(mix(&mut desk).total.allowed, Money::from_cents(18_000));
}

#[test]
fn a_removed_import_is_in_no_report_until_it_is_restored() {
    let (_folder, mut desk) = sample();
    let before = mix(&mut desk);
    let (id, _totals) = utilization(&mut desk);
    desk.edit(Edit::RemoveImport(id)).unwrap();
    let without = mix(&mut desk);
    assert_eq!(sums(&without), [Money::ZERO; 4]);
    assert_eq!(without.based_on.imports, 0);
    assert_eq!(desk.view().unwrap().line_count, 0);
    desk.edit(Edit::RestoreImport(id)).unwrap();
    assert_eq!(mix(&mut desk), before);
}

#[test]
fn a_mapping_made_by_hand_is_found_again_by_the_headings() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = empty_practice(folder.path());
    let table = |day: u8| {
        format!("Who,What,When,Billed X,Agreed Y\nAcme,99213,2025-03-0{day},150.00,90.00\n")
    };
    let first = folder.path().join("first.csv");
    fs::write(&first, table(4)).unwrap();
    let InspectedContent::Table(found) = inspect(&mut desk, &first, None).content.unwrap() else {
        panic!("a table")
    };
    assert!(
        found.profile.is_none() && !found.plan.missing().is_empty(),
        "{found:?}"
    );
    let columns = ["payer", "code", "date", "charge", "allowed"]
        .into_iter()
        .enumerate()
        .map(|(column_idx, field)| allowable::domain::ColumnMapping {
            column_idx,
            field: field.to_owned(),
        });
    let plan = allowable::jobs::tables::TablePlan::new(
        &found.preview,
        ImportKind::Utilization,
        columns.collect(),
        None,
    );
    let request = ImportRequest {
        kind: ImportKind::Utilization,
        profile: Some(plan.profile("Old system")),
        plan: Some(plan.clone()),
        ..ImportRequest::of_table(&first, &found)
    };
    quietly(|reporter| desk.import(&request, reporter)).unwrap();

    let second = folder.path().join("second.csv");
    fs::write(&second, table(5)).unwrap();
    let InspectedContent::Table(known) = inspect(&mut desk, &second, None).content.unwrap() else {
        panic!("a table")
    };
    assert_eq!(known.profile.unwrap().name, "Old system");
    assert_eq!(known.plan.columns, plan.columns);
    let receipt = {
        let request = desk.request_for(&second).unwrap();
        quietly(|reporter| desk.import(&request, reporter)).unwrap()
    };
    assert_eq!(receipt.totals.allowed, Money::from_cents(9_000));
}

/// Runs one job to its end. The worker waits after each outcome until it may go on.
fn finish(worker: &Worker, go_on: &Sender<()>, job: Job, on_progress: impl Fn(&Worker)) -> Outcome {
    worker.submit(job);
    loop {
        let outcome = worker.wait_for_outcome().expect("the thread runs");
        let is_progress = matches!(outcome, Outcome::Progress(_));
        if is_progress {
            on_progress(worker);
        }
        go_on.send(()).expect("the thread waits for it");
        if !is_progress {
            return outcome;
        }
    }
}

#[test]
fn a_cancelled_import_changes_nothing_and_the_worker_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("services.csv");
    fs::write(&csv, generated().utilization_csv).unwrap();
    // The worker waits after each outcome, so that the cancelling comes in the middle of the job.
    let (go_on, waits) = unbounded::<()>();
    let worker = Worker::start(move || {
        waits.recv().ok();
    });
    let ignore = |_worker: &Worker| {};
    let new = Job::NewPractice {
        path: folder.path().join("Cancelled.practice"),
        practice: Practice {
            name: "Alder Creek".to_owned(),
            ..Practice::default()
        },
        locality: None,
    };
    assert!(matches!(
        finish(&worker, &go_on, new, ignore),
        Outcome::Opened(_)
    ));
    let inspect = Job::Inspect {
        paths: vec![csv.clone()],
    };
    let Outcome::Inspected(files) = finish(&worker, &go_on, inspect, ignore) else {
        panic!("the file was not looked at")
    };
    let Ok(InspectedContent::Table(table)) = &files[0].content else {
        panic!("{files:?}")
    };
    let import = Job::Import {
        requests: vec![ImportRequest::of_table(&csv, table)],
    };
    let cancelled = finish(&worker, &go_on, import.clone(), Worker::cancel);
    assert!(
        matches!(cancelled, Outcome::Cancelled { .. }),
        "{cancelled:?}"
    );
    let Outcome::Imported { files, view } = finish(&worker, &go_on, import, ignore) else {
        panic!("the second import was not run")
    };
    assert!(files[0].result.is_ok(), "{files:?}");
    assert_eq!(view.imports.len(), 1, "nothing is left of the first");
    drop(go_on);
}

#[test]
fn a_scenario_saved_today_is_asked_for_in_the_packet() {
    let (folder, mut desk) = sample();
    let view = desk.view().unwrap();
    let opening = view.scenario_named("Opening ask").unwrap().clone();
    let scenario = allowable::domain::Scenario {
        name: "Counter-offer".to_owned(),
        proposal: allowable::domain::Proposal {
            basis: allowable::domain::ProposalBasis::PercentOfCurrent {
                percent: Percent::new(Decimal::from(106)),
            },
            ..opening.proposal
        },
        ..opening
    };
    let payer = scenario.payer;
    desk.edit(Edit::SaveScenario {
        id: None,
        scenario: Box::new(scenario),
    })
    .unwrap();
    let view = desk.view().unwrap();
    let saved = view.scenario_named("counter-offer").unwrap().id;
    let spec = BriefSpec {
        scenario: Some(saved),
        ..BriefSpec::new(Audience::Payer, payer)
    };
    let packet = desk.compose(&spec, 1.0).unwrap();
    let words: String = packet.pages.iter().map(|page| page.text.as_str()).collect();
    assert!(words.contains("Southridge Health Plans"));
    assert!(!words.contains("Laurel Mutual"), "another payer's name");
    let written = folder.path().join("counter.pdf");
    let what = desk.export_brief(&spec, &written).unwrap();
    assert!(
        what.contains(&format!("{} pages", packet.pages.len())),
        "{what}"
    );
}
