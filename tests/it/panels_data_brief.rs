//! Data and Brief driven as a person drives them: by the labels on their controls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use allowable::app::command::Command;
use allowable::app::context::{CommandSender, ViewContext};
use allowable::app::panels::{Panel, brief, data};
use allowable::app::reports::ReportShelf;
use allowable::app::session::Session;
use allowable::app::theme;
use allowable::brief::{Audience, PageImage};
use allowable::domain::{
    ExpenseKind, ExpenseTotal, FileFingerprint, Filter, ImportId, ImportKind, ImportReceipt,
    ImportRecord, ImportTotals, Money, Payer, PayerClass, PayerId, Percent, Practice, Proposal,
    ProposalBasis, RateFloor, Records, RejectedRow, Scenario, ScenarioId, UnlistedRule,
};
use allowable::jobs::{
    BriefSpec, Desk, Edit, Imported, JobError, LaidOutBrief, PracticeView, RenderedPage,
    ReportKind, ReportValue, inspect,
};
use crossbeam_channel::Receiver;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use rust_decimal::Decimal;

const ELM: PayerId = PayerId(1);

type Paint<S> = fn(&mut S, &ViewContext<'_>, &mut egui::Ui);

/// What the window would hold: its session, the commands sent, and one panel's state.
struct Window<S> {
    session: Session,
    reports: ReportShelf,
    commands: Option<(CommandSender, Receiver<Command>)>,
    state: S,
    paint: Paint<S>,
}

impl<S> Window<S> {
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
        (self.paint)(&mut self.state, &ctx, ui);
    }

    fn sent(&self) -> Vec<Command> {
        self.commands
            .as_ref()
            .map_or_else(Vec::new, |(_, receiver)| receiver.try_iter().collect())
    }
}

fn shown<S: Default + 'static>(session: Session, paint: Paint<S>) -> Harness<'static, Window<S>> {
    let window = Window {
        session,
        reports: ReportShelf::default(),
        commands: None,
        state: S::default(),
        paint,
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 900.0))
        .build_ui_state(|ui, window: &mut Window<S>| window.ui(ui), window);
    harness.run_steps(4);
    harness
}

fn click<S>(harness: &mut Harness<'static, Window<S>>, label: &str) -> Vec<Command> {
    harness.state().sent();
    harness.get_by_label(label).click();
    harness.run_steps(3);
    harness.state().sent()
}

fn practice() -> PracticeView {
    PracticeView {
        path: PathBuf::from("Oak.practice"),
        revision: 1,
        practice: Practice {
            name: "Oak Street".to_owned(),
            ..Practice::default()
        },
        reference_label: None,
        payers: vec![Payer {
            id: ELM,
            name: "Elm Mutual".to_owned(),
            class: PayerClass::Commercial,
        }],
        payer_names: Vec::new(),
        merge_suggestions: Vec::new(),
        product_suggestions: Vec::new(),
        providers: Vec::new(),
        sites: Vec::new(),
        products: Vec::new(),
        work_claims: allowable::domain::WorkClaims::Off,
        imports: Vec::new(),
        releases: Vec::new(),
        localities: Arc::default(),
        contracts: Vec::new(),
        contract_flags: Vec::new(),
        reference_tables: Vec::new(),
        carrier_prices: Vec::new(),
        fee_schedules: Vec::new(),
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

fn session(practice: PracticeView) -> Session {
    Session {
        practice: Some(Arc::new(practice)),
        ..Session::default()
    }
}

fn import(id: i64) -> ImportRecord {
    ImportRecord {
        files: 1,
        id: ImportId(id),
        fingerprint: FileFingerprint {
            hash: "0".repeat(64),
            size_bytes: 1,
        },
        imported_on: jiff::civil::date(2026, 1, 5),
        payer: None,
        removed: false,
        receipt: ImportReceipt {
            file_name: format!("services-{id}.csv"),
            kind: ImportKind::Utilization,
            rows_read: 10,
            rows_kept: 9,
            rows_rejected: 1,
            rejected: vec![RejectedRow {
                line_nr: 7,
                field: "DOS".to_owned(),
                reason: "this is not a date".to_owned(),
            }],
            issues: Vec::new(),
            totals: ImportTotals::default(),
            summary: "9 service lines".to_owned(),
        },
    }
}

fn with_file(name: &str) -> Session {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let file = inspect(&mut Desk::new(), &folder.join(name), None);
    Session {
        inspected: Some(Arc::new(vec![file])),
        ..session(practice())
    }
}

fn scenario() -> Scenario {
    Scenario {
        id: ScenarioId(1),
        name: "Opening".to_owned(),
        payer: ELM,
        proposal: Proposal {
            basis: ProposalBasis::PercentOfCurrent {
                percent: Percent::new(Decimal::from(105)),
            },
            overrides: Vec::new(),
            unlisted: UnlistedRule::KeepCurrent,
            floor: RateFloor::None,
        },
        effective_from: None,
    }
}

fn with_scenario() -> PracticeView {
    PracticeView {
        scenarios: vec![scenario()],
        ..practice()
    }
}

#[test]
fn a_fresh_practice_is_invited_to_import() {
    let mut harness = shown(session(practice()), data::ui);
    for label in [
        "Import files\u{2026}",
        "Drop files or folders here, or click to choose files",
    ] {
        let sent = click(&mut harness, label);
        assert!(
            matches!(sent[..], [Command::PickImports]),
            "{label}: {sent:?}"
        );
    }
}

#[test]
fn an_import_shows_its_receipt_and_is_removed_by_a_button() {
    let view = PracticeView {
        imports: vec![import(1), import(2)],
        ..practice()
    };
    let mut harness = shown(session(view), data::ui);
    let count = "10 rows read = 9 kept + 1 rejected";
    assert!(harness.query_by_label(count).is_some());
    assert!(
        harness
            .query_by_label_contains("this is not a date")
            .is_some()
    );
    let sent = click(&mut harness, "Remove");
    assert!(
        matches!(sent[..], [Command::Edit(Edit::RemoveImport(ImportId(2)))]),
        "{sent:?}"
    );
}

#[test]
fn other_tables_show_their_rows_and_save_a_template() {
    let view = PracticeView {
        imports: vec![import(1)],
        record_counts: vec![(ImportKind::Expenses, 1)],
        ..practice()
    };
    let mut harness = shown(session(view), data::ui);
    click(&mut harness, "Other tables 1");
    let rent = Records::Expenses(vec![ExpenseTotal {
        year: 2025,
        category: "Office rent".to_owned(),
        kind: ExpenseKind::Rent,
        amount: Money::from_cents(12_000_000),
    }]);
    let want = (ReportKind::Records(ImportKind::Expenses), Filter::default());
    let answer = Ok(ReportValue::Records(Arc::new(rent)));
    harness.state_mut().reports.put(want, 0, answer);
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("Office rent").is_some());
    assert!(harness.query_by_label("Survey answers").is_some());
    let buttons = harness.query_all_by_label("Save template\u{2026}");
    assert_eq!(buttons.count(), ImportKind::RECORDS.len());
    let first = harness.query_all_by_label("Save template\u{2026}").next();
    first.unwrap().click();
    harness.run_steps(4);
    let sent = harness.state().sent();
    assert!(
        matches!(sent[..], [Command::SaveTemplate(ImportKind::SurveyAnswers)]),
        "{sent:?}"
    );
}

#[test]
fn a_removed_import_offers_to_be_restored() {
    let view = PracticeView {
        imports: vec![ImportRecord {
            files: 1,
            removed: true,
            ..import(1)
        }],
        ..practice()
    };
    let mut harness = shown(session(view), data::ui);
    let sent = click(&mut harness, "Restore");
    assert!(
        matches!(sent[..], [Command::Edit(Edit::RestoreImport(ImportId(1)))]),
        "{sent:?}"
    );
}

#[test]
fn what_became_of_an_import_stands_at_the_top_until_it_is_put_away() {
    let imported = vec![
        Imported {
            file_name: "services-1.csv".to_owned(),
            result: Ok(Arc::new(import(1).receipt)),
        },
        Imported {
            file_name: "old.csv".to_owned(),
            result: Err(JobError::new(
                "Importing",
                "the disk is full",
                "Free some space",
            )),
        },
    ];
    let session = Session {
        imported: Some(Arc::new(imported)),
        ..session(PracticeView {
            imports: vec![import(1)],
            ..practice()
        })
    };
    let mut harness = shown(session, data::ui);
    let kept = "services-1.csv: 9 lines kept, 1 rejected";
    assert!(harness.query_by_label(kept).is_some());
    let failed = "old.csv was not imported: the disk is full. Free some space";
    assert!(harness.query_by_label(failed).is_some());
    click(&mut harness, "Put the results away");
    assert!(harness.query_by_label(kept).is_none());
}

#[test]
fn a_table_that_was_recognised_is_imported_by_one_click() {
    let mut harness = shown(with_file("lines_windows1252.csv"), data::ui);
    let ready = "Everything needed to read this table is there";
    assert!(harness.query_by_label(ready).is_some());
    let sent = click(&mut harness, "Import");
    let [Command::Import(requests)] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(requests[0].kind, ImportKind::Utilization);
    assert!(requests[0].plan.is_some() && !requests[0].again);
}

#[test]
fn a_column_that_is_needed_can_be_taken_away_and_is_asked_for() {
    let mut harness = shown(with_file("lines_windows1252.csv"), data::ui);
    harness.get_by_label("Field of Procedure").click();
    harness.run_steps(3);
    harness.get_by_label("Not read").click();
    harness.run_steps(3);
    let asked = "Choose the column with procedure codes";
    assert!(harness.query_by_label(asked).is_some());
    let missing = "1 field still needs a column";
    assert!(harness.query_by_label(missing).is_some());
    assert!(
        harness
            .query_by_label("Column with procedure code")
            .is_some()
    );
    assert!(
        click(&mut harness, "Import").is_empty(),
        "nothing is imported"
    );
}

#[test]
fn files_looked_at_can_be_put_aside() {
    let mut harness = shown(with_file("summed_by_month.csv"), data::ui);
    let sent = click(&mut harness, "Put aside");
    assert!(matches!(sent[..], [Command::ForgetInspected]), "{sent:?}");
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    let harness = shown(with_file("not_there.csv"), data::ui);
    let remedy = "Check the name and whether the drive is connected";
    assert!(harness.query_by_label(remedy).is_some());
    assert!(
        harness
            .query_by_label("Choose other files\u{2026}")
            .is_some()
    );
}

#[test]
fn a_packet_without_a_scenario_leads_to_the_model() {
    let mut harness = shown(session(practice()), brief::ui);
    let sent = click(&mut harness, "Model");
    assert!(
        matches!(sent[..], [Command::GoTo(Panel::Model)]),
        "{sent:?}"
    );
}

#[test]
fn the_letterhead_leads_to_the_practice_details() {
    let mut harness = shown(session(with_scenario()), brief::ui);
    let sent = click(&mut harness, "Letterhead\u{2026}");
    assert!(
        matches!(sent[..], [.., Command::ShowPracticeDetails]),
        "{sent:?}"
    );
}

#[test]
fn the_pages_are_asked_for_once_and_again_a_moment_after_a_change() {
    let mut harness = shown(session(with_scenario()), brief::ui);
    let composed = |sent: Vec<Command>| -> Vec<BriefSpec> {
        let spec = |command| match command {
            Command::ComposeBrief { spec, .. } => Some(*spec),
            _ => None,
        };
        sent.into_iter().filter_map(spec).collect()
    };
    let first = composed(harness.state().sent());
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].scenario, Some(ScenarioId(1)));
    harness.run_steps(60);
    assert!(harness.state().sent().is_empty(), "nothing changed");
    harness.get_by_label("Prepared by").focus();
    harness.run_steps(2);
    harness.get_by_label("Prepared by").type_text("Ann Lee");
    harness.run_steps(20);
    let again = composed(harness.state().sent());
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].prepared_by, "Ann Lee");
}

#[test]
fn a_date_that_is_none_is_named_and_holds_the_files_back() {
    let mut harness = shown(session(with_scenario()), brief::ui);
    harness.get_by_label("Internal brief").click();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("CONFIDENTIAL").is_some());
    harness.get_by_label("By when").focus();
    harness.run_steps(2);
    harness.get_by_label("By when").type_text("soon");
    harness.run_steps(3);
    let problem = "By when: Type the date as 12/31/2026";
    assert!(harness.query_by_label(problem).is_some());
    assert!(click(&mut harness, "Save as PDF\u{2026}").is_empty());
}

#[test]
fn finished_pages_are_shown_with_their_words_and_saved_under_a_proposed_name() {
    let page = |text: &str| RenderedPage {
        image: PageImage {
            width: 2,
            height: 2,
            rgba: vec![255; 16],
        },
        text: text.to_owned(),
    };
    let composed = LaidOutBrief {
        spec: BriefSpec {
            scenario: Some(ScenarioId(1)),
            ..BriefSpec::new(Audience::Payer, ELM)
        },
        revision: 1,
        pages: vec![page("To the contracting department"), page("Rate position")],
        notices: vec!["The letter runs onto page 3".to_owned()],
    };
    let session = Session {
        composed: Some(Arc::new(composed)),
        ..session(with_scenario())
    };
    let mut harness = shown(session, brief::ui);
    assert!(harness.query_by_label("Page 1 of 2").is_some());
    let first = "Page 1 of 2: To the contracting department";
    assert!(harness.query_by_label(first).is_some());
    assert!(
        harness
            .query_by_label("The letter runs onto page 3")
            .is_some()
    );
    let sent = click(&mut harness, "Save as PDF\u{2026}");
    let [Command::ExportBrief { file_name, .. }] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert!(
        file_name.starts_with("Elm Mutual payer packet 20"),
        "{file_name}"
    );
    let sent = click(&mut harness, "Save fee exhibit (XLSX)\u{2026}");
    let [Command::ExportBrief { file_name, .. }] = &sent[..] else {
        panic!("{sent:?}");
    };
    assert!(
        file_name.starts_with("Elm Mutual fee exhibit 20"),
        "{file_name}"
    );
}
