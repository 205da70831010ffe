//! The Data panel on remittances of its own: looked at, imported, judged, and put into words.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests write the files that are imported"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use allowable::app::command::Command;
use allowable::app::context::{CommandSender, ViewContext};
use allowable::app::panels::data;
use allowable::app::reports::ReportShelf;
use allowable::app::session::Session;
use allowable::app::theme;
use allowable::domain::{Filter, ImportKind, Practice};
use allowable::jobs::{
    Desk, DryRun, ImportRequest, InspectedFile, Job, Outcome, PracticeView, ReportKind, dry_run,
};
use crossbeam_channel::Receiver;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tempfile::TempDir;

use crate::import_to_brief::quietly;

/// Two payments of an invented payer: one balances with a recoupment, one is five dollars off.
const REMITTANCES: &str = "\
ISA*00*          *00*          *ZZ*ELMMUTUAL      *ZZ*OAKSTREET      *250301*1200*^*00501*000000001*0*P*:~
GS*HP*ELMMUTUAL*OAKSTREET*20250301*1200*1*X*005010X221A1~
ST*835*0001~
BPR*I*150*C*ACH*CCP*01*999999999*DA*1*1512345678**01*999988880*DA*2*20250301~
TRN*1*EFT100*1512345678~
N1*PR*ELM MUTUAL~
N1*PE*OAK STREET CLINIC*XX*1234567893~
LX*1~
CLP*A1*1*150*120*10*12*ICN1~
SVC*HC:99213*150*120**1~
DTM*472*20250110~
CAS*CO*45*20~
CAS*PR*3*10~
AMT*B6*130~
CLP*A2*1*100*40*0*12*ICN2~
SVC*HC:99212*100*40**1~
DTM*472*20250312~
CAS*CO*45*60~
AMT*B6*40~
PLB*1234567893*20251231*WO:REF1*10~
SE*18*0001~
ST*835*0002~
BPR*I*50*C*CHK*CCP*01*999999999*DA*1*1512345678**01*999988880*DA*2*20250401~
TRN*1*CHK200*1512345678~
N1*PR*ELM MUTUAL~
N1*PE*OAK STREET CLINIC*XX*1234567893~
LX*1~
CLP*A3*1*60*45*0*12*ICN3~
SVC*HC:99212*60*45**1~
DTM*472*20250315~
CAS*CO*45*15~
AMT*B6*45~
SE*11*0002~
GE*2*1~
IEA*1*000000001~
";

/// What the window would hold.
struct Window {
    session: Session,
    reports: ReportShelf,
    commands: Option<(CommandSender, Receiver<Command>)>,
    state: data::State,
}

impl Window {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let Some((sender, _receiver)) = &self.commands else {
            // Styles hold from the next frame on.
            theme::install(ui.ctx());
            self.commands = Some(CommandSender::new(ui.ctx().clone()));
            return;
        };
        let ctx = ViewContext {
            session: &self.session,
            reports: &self.reports,
            commands: sender,
        };
        data::ui(&mut self.state, &ctx, ui);
    }

    fn sent(&self) -> Vec<Command> {
        let commands = self.commands.as_ref();
        commands.map_or_else(Vec::new, |(_sender, receiver)| {
            receiver.try_iter().collect()
        })
    }
}

fn shown(session: Session, reports: ReportShelf) -> Harness<'static, Window> {
    let window = Window {
        session,
        reports,
        commands: None,
        state: data::State::default(),
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 1400.0))
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
    harness.run_steps(4);
    harness
}

fn click(harness: &mut Harness<'static, Window>, label: &str) -> Vec<Command> {
    harness.state().sent();
    harness.get_by_label(label).click();
    harness.run_steps(3);
    harness.state().sent()
}

fn check_said(harness: &Harness<'static, Window>, labels: &[&str]) {
    for label in labels {
        assert!(
            harness.query_all_by_label_contains(label).next().is_some(),
            "not said: {label}"
        );
    }
}

/// A practice of its own with a folder of files.
struct Office {
    folder: TempDir,
    desk: Desk,
}

impl Office {
    fn new() -> Self {
        let mut office = Self {
            folder: tempfile::tempdir().unwrap(),
            desk: Desk::new(),
        };
        office.run(Job::NewPractice {
            path: office.path("Oak.practice"),
            practice: Practice {
                name: "Oak Street".to_owned(),
                ..Practice::default()
            },
            locality: None,
        });
        office
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn run(&mut self, job: Job) -> Outcome {
        let outcome = quietly(|reporter| self.desk.run(job, reporter));
        assert!(!matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
        outcome
    }

    fn look_at(&mut self, paths: Vec<PathBuf>) -> Vec<InspectedFile> {
        match self.run(Job::Inspect { paths }) {
            Outcome::Inspected(files) => files,
            other => panic!("{other:?}"),
        }
    }

    fn import(&mut self, requests: Vec<ImportRequest>) -> Arc<PracticeView> {
        match self.run(Job::Import { requests }) {
            Outcome::Imported { files, view } => {
                assert!(files.iter().all(|file| file.result.is_ok()), "{files:?}");
                view
            }
            other => panic!("{other:?}"),
        }
    }

    fn session(&mut self) -> Session {
        Session {
            practice: Some(self.desk.view().unwrap()),
            ..Session::default()
        }
    }

    /// Puts the reports of the panel on a shelf.
    fn reports(&mut self) -> ReportShelf {
        let mut reports = ReportShelf::default();
        let revision = self.desk.view().unwrap().revision;
        reports.set_revision(revision);
        for kind in [
            ReportKind::KeyFigures,
            ReportKind::DataQuality,
            ReportKind::Payments,
            ReportKind::PaymentClocks,
            ReportKind::Adjustments,
            ReportKind::Recodes,
        ] {
            let value = self.desk.report(&kind, Filter::default());
            assert!(value.is_ok(), "{kind:?}: {value:?}");
            reports.put((kind, Filter::default()), revision, value);
        }
        reports
    }

    /// Imports the remittances of a folder.
    fn with_remittances() -> Self {
        let mut office = Self::new();
        office.write("remits/march.835", REMITTANCES);
        let folder = office.path("remits");
        let files = office.look_at(vec![folder]);
        let requests = quietly_requests(&files);
        office.import(requests);
        office
    }
}

fn quietly_requests(files: &[InspectedFile]) -> Vec<ImportRequest> {
    use allowable::jobs::InspectedContent as Content;
    files
        .iter()
        .map(|file| match &file.content {
            Ok(Content::Remittances(found) | Content::Claims(found)) => {
                ImportRequest::of_x12(found)
            }
            Ok(Content::Table(table)) => ImportRequest::of_table(&file.path, table),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_folder_of_remittances_is_one_item_and_one_import() {
    let mut office = Office::new();
    office.write("remits/march.835", REMITTANCES);
    let folder = office.path("remits");
    let files = office.look_at(vec![folder]);
    let session = Session {
        inspected: Some(Arc::new(files)),
        ..office.session()
    };
    let mut harness = shown(session, ReportShelf::default());
    check_said(&harness, &["Payments: 2", "Claims: 3", "march.835"]);
    let sent = click(&mut harness, "Import");
    let [Command::Import(requests)] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].kind, ImportKind::Remittances);
    let view = office.import(requests.clone());
    assert_eq!(view.imports.len(), 1);
}

#[test]
fn payments_that_are_here_already_are_not_imported_again() {
    let mut office = Office::with_remittances();
    let path = office.path("remits/march.835");
    let files = office.look_at(vec![path]);
    let session = Session {
        inspected: Some(Arc::new(files)),
        ..office.session()
    };
    let mut harness = shown(session, ReportShelf::default());
    check_said(
        &harness,
        &["Nothing is new: all of the 2 payments are in this practice already"],
    );
    assert!(click(&mut harness, "Import").is_empty());
}

#[test]
fn a_mixed_drop_has_one_item_for_each_kind() {
    let mut office = Office::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let paths = vec![
        office.write("march.835", REMITTANCES),
        fixtures.join("lines_windows1252.csv"),
    ];
    let files = office.look_at(paths);
    let session = Session {
        inspected: Some(Arc::new(files)),
        ..office.session()
    };
    let mut harness = shown(session, ReportShelf::default());
    check_said(
        &harness,
        &["march.835, Ready", "lines_windows1252.csv, Ready"],
    );
    let sent = click(&mut harness, "Import 2 files");
    let [Command::Import(requests)] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(requests.len(), 2);
}

#[test]
fn prose_that_came_along_is_left_out_until_it_is_taken_in() {
    let mut office = Office::new();
    office.write("drop/march.835", REMITTANCES);
    office.write(
        "drop/PROVENANCE.txt",
        "Where these files come from\n\nThey were downloaded on a Monday, from the\n\
         clearinghouse, by the office. Ask there.\n",
    );
    let folder = office.path("drop");
    let files = office.look_at(vec![folder]);
    let session = Session {
        inspected: Some(Arc::new(files)),
        ..office.session()
    };
    let mut harness = shown(session, ReportShelf::default());
    click(&mut harness, "PROVENANCE.txt, Left out");
    check_said(&harness, &["No table was recognised in this file"]);
    let sent = click(&mut harness, "Import 1 of 2 files");
    assert!(
        matches!(&sent[..], [Command::Import(requests)] if requests.len() == 1),
        "{sent:?}"
    );
    click(&mut harness, "Leave this file out");
    check_said(&harness, &["PROVENANCE.txt, To complete", "Procedure code"]);
}

#[test]
fn quality_comes_first_and_leads_to_the_payments() {
    let mut office = Office::with_remittances();
    let reports = office.reports();
    let mut harness = shown(office.session(), reports);
    check_said(
        &harness,
        &[
            "Service lines: 3. From 1 file",
            "With an allowed amount: 100.0%. Every line has one",
            "Dates of service: 3 months. Jan 2025 to Mar 2025",
            "Payments that balance: 50.0%. 1 of 2 payments do not",
            "Feb 2025: 0 lines",
            "Without services: Feb 2025",
        ],
    );
    let button = harness.get_all_by_label("Show the payments").next();
    button.unwrap().click();
    harness.run_steps(3);
    check_said(&harness, &["Do not balance: 1", "CHK CHK200", "ACH EFT100"]);
}

#[test]
fn remittances_answer_four_questions() {
    let mut office = Office::with_remittances();
    let reports = office.reports();
    let mut harness = shown(office.session(), reports);
    click(&mut harness, "Remittances");
    check_said(&harness, &["Paid: $200", "Overpayment taken back"]);
    click(&mut harness, "Days to payment");
    check_said(&harness, &["Service to payment"]);
    click(&mut harness, "Adjustments");
    check_said(&harness, &["$105.00 in all", "Copay"]);
    click(&mut harness, "Recodes");
    check_said(&harness, &["No line was paid as something else"]);
}

#[test]
fn without_remittances_the_section_says_what_it_needs() {
    let mut office = Office::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let files = office.look_at(vec![fixtures.join("lines_windows1252.csv")]);
    office.import(quietly_requests(&files));
    let reports = office.reports();
    let mut harness = shown(office.session(), reports);
    click(&mut harness, "Remittances");
    check_said(
        &harness,
        &["Drop your 835 files or a folder of them onto the window"],
    );
}

#[test]
fn a_table_is_added_up_over_the_whole_file_a_moment_after_the_last_change() {
    let mut office = Office::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let files = office.look_at(vec![fixtures.join("lines_windows1252.csv")]);
    let session = Session {
        inspected: Some(Arc::new(files)),
        ..office.session()
    };
    let mut harness = shown(session, ReportShelf::default());
    check_said(&harness, &["Adding up the whole file"]);
    harness.run_steps(60);
    let sent = harness.state().sent();
    let [Command::DryRun { path, plan }] = &sent[..] else {
        panic!("{sent:?}");
    };
    let result = quietly(|reporter| dry_run(path, plan, reporter));
    let kept = result.as_ref().unwrap().rows_kept;
    assert!(kept > 0);
    let run = DryRun {
        path: path.clone(),
        plan: plan.as_ref().clone(),
        result,
    };
    let window = harness.state_mut();
    window.session.dry_runs.insert(path.clone(), Arc::new(run));
    harness.run_steps(3);
    check_said(&harness, &["Added up over the whole file"]);
    assert!(harness.state().sent().is_empty());
}

#[test]
fn rows_are_left_out_by_the_values_of_a_column() {
    let mut office = Office::new();
    let table = office.write(
        "lines.csv",
        "Payer,CPT,DOS,Charge,Status\nElm,99213,3/4/2025,110,Posted\nElm,99214,3/5/2025,150,Void\n\
         Elm,99213,3/6/2025,110,Posted\n",
    );
    let files = office.look_at(vec![table]);
    let session = Session {
        inspected: Some(Arc::new(files)),
        ..office.session()
    };
    let mut harness = shown(session, ReportShelf::default());
    check_said(&harness, &["3/4/2025 is March 4, 2025"]);
    click(&mut harness, "Leave rows out\u{2026}");
    harness.get_by_label("Column of row filter 1").click();
    harness.run_steps(3);
    let choices: Vec<_> = harness.get_all_by_label("Status").collect();
    choices.last().unwrap().click();
    harness.run_steps(3);
    click(&mut harness, "Void \u{b7} 1 row");
    // The whole file may have been asked for a moment before.
    let sent = click(&mut harness, "Import");
    let Some(Command::Import(requests)) = sent.last() else {
        panic!("{sent:?}");
    };
    let filters = &requests[0].plan.as_ref().unwrap().rules.filters;
    assert_eq!(
        (filters[0].column_idx, filters[0].values[0].as_str()),
        (4, "Void")
    );
}
