//! Contracts driven as a person drives them, by the labels on the controls, on the sample practice:
//! made, changed, undone, tried on a claim, explained.

use std::sync::Arc;

use allowable::app::command::Command;
use allowable::app::context::{CommandSender, ViewContext};
use allowable::app::panels::{codes, contracts, home};
use allowable::app::reports::ReportShelf;
use allowable::app::session::{Session, Sheet};
use allowable::app::{explain, theme};
use allowable::domain::{Contract, FeeMethod, Filter, LesserOf, PayerId, Percent, YearLock};
use allowable::jobs::{Desk, Edit};
use crossbeam_channel::Receiver;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use rust_decimal::Decimal;
use tempfile::TempDir;

use crate::import_to_brief::{sample_in, without_contracts};

/// A window of one panel whose changes and reports are made at once, without a worker.
struct Window {
    _folder: TempDir,
    desk: Desk,
    session: Session,
    reports: ReportShelf,
    commands: Option<(CommandSender, Receiver<Command>)>,
    /// Commands that are the window's own business.
    sent: Vec<Command>,
    contracts: contracts::State,
    codes: codes::State,
    home: home::State,
    explain: explain::State,
    panel: Shown,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Contracts,
    Codes,
    Home,
}

impl Window {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let Some((sender, _)) = self.commands.clone() else {
            // Styles hold from the next frame on.
            theme::install(ui.ctx());
            self.commands = Some(CommandSender::new(ui.ctx().clone()));
            return;
        };
        self.run_commands();
        self.make_reports();
        let ctx = ViewContext {
            session: &self.session,
            reports: &self.reports,
            commands: &sender,
        };
        match self.panel {
            Shown::Contracts => contracts::ui(&mut self.contracts, &ctx, ui),
            Shown::Codes => codes::ui(&mut self.codes, &ctx, ui),
            Shown::Home => home::ui(&mut self.home, &ctx, ui),
        }
        if self.session.sheet == Sheet::Explain {
            explain::ui(&mut self.explain, &ctx, ui.ctx());
        }
    }

    fn run_commands(&mut self) {
        let waiting: Vec<Command> = self
            .commands
            .iter()
            .flat_map(|(_, receiver)| receiver.try_iter())
            .collect();
        for command in waiting {
            match command {
                Command::Edit(edit) => {
                    self.desk.edit(edit).unwrap();
                }
                Command::Undo => {
                    self.desk.undo().unwrap();
                }
                Command::Explain(question) => {
                    self.session.explained = Some(question);
                    self.session.sheet = Sheet::Explain;
                }
                Command::CloseSheet => self.session.sheet = Sheet::Closed,
                other => self.sent.push(other),
            }
        }
        let view = self.desk.view().unwrap();
        self.reports.set_revision(view.revision);
        self.session.practice = Some(view);
    }

    fn make_reports(&mut self) {
        for (kind, filter) in self.reports.take_wants() {
            let value = self.desk.report(&kind, filter);
            let revision = self.desk.view().unwrap().revision;
            self.reports.put((kind, filter), revision, value);
        }
    }

    fn contracts(&mut self) -> Vec<Contract> {
        self.desk.view().unwrap().contracts.clone()
    }

    fn payer(&mut self, name: &str) -> PayerId {
        self.desk.view().unwrap().payer_named(name).unwrap().id
    }
}

type Driven = Harness<'static, Window>;

fn window(panel: Shown) -> Driven {
    let folder = tempfile::tempdir().unwrap();
    let path = sample_in(folder.path());
    let mut desk = Desk::new();
    desk.open(&path).unwrap();
    without_contracts(&mut desk);
    let window = Window {
        _folder: folder,
        desk,
        session: Session::default(),
        reports: ReportShelf::default(),
        commands: None,
        sent: Vec::new(),
        contracts: contracts::State::default(),
        codes: codes::State::default(),
        home: home::State::default(),
        explain: explain::State::default(),
        panel,
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 1000.0))
        .build_ui_state(|ui, window: &mut Window| window.ui(ui), window);
    harness.run_steps(6);
    harness
}

fn click(harness: &mut Driven, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

/// Types over what a field holds.
fn type_over(harness: &mut Driven, label: &str, text: &str) {
    harness
        .get_by_role_and_label(Role::TextInput, label)
        .focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    harness.run_steps(1);
    harness
        .get_by_role_and_label(Role::TextInput, label)
        .type_text(text);
    harness.run_steps(2);
}

fn shows(harness: &Driven, label: &str) -> bool {
    harness.query_all_by_label_contains(label).next().is_some()
}

/// Makes the usual contract with the payer that has no fee schedule on file.
fn with_contract(panel: Shown) -> Driven {
    let mut harness = window(Shown::Contracts);
    click(&mut harness, "Add a contract with Laurel Mutual\u{2026}");
    click(&mut harness, "Create contract");
    harness.state_mut().panel = panel;
    harness.run_steps(4);
    harness
}

#[test]
fn a_percentage_of_a_medicare_year_is_a_contract_in_two_clicks_and_is_undone_in_one_step() {
    let mut harness = with_contract(Shown::Contracts);
    let contracts = harness.state_mut().contracts();
    let [contract] = &contracts[..] else {
        panic!("{contracts:?}");
    };
    let terms = &contract.versions[0].terms;
    assert_eq!(terms.lesser_of, LesserOf::PerLine);
    let rule = &terms.schedules[0].rules[0];
    let FeeMethod::PercentOfMedicare { percent, basis, .. } = &rule.method else {
        panic!("{rule:?}");
    };
    assert_eq!(*percent, Percent::new(Decimal::from(120)));
    assert_eq!(basis.lock.label(), "2025 fixed");
    assert!(shows(&harness, "120% of Medicare, 2025 fixed"));
    let sender = harness.state().commands.clone().unwrap().0;
    sender.send(Command::Undo);
    harness.run_steps(4);
    assert!(harness.state_mut().contracts().is_empty());
    assert!(shows(&harness, "Add a contract with Laurel Mutual\u{2026}"));
}

#[test]
fn a_payers_fee_schedule_on_file_is_where_its_contract_begins() {
    let mut harness = window(Shown::Contracts);
    click(
        &mut harness,
        "Add a contract with Southridge Health Plans\u{2026}",
    );
    click(&mut harness, "Create contract");
    let contracts = harness.state_mut().contracts();
    let schedule = &contracts[0].versions[0].terms.schedules[0];
    assert!(matches!(schedule.rules[0].method, FeeMethod::Listed(_)));
    assert!(schedule.default_percent_of_charge.is_some());
    assert!(shows(&harness, "Codes it lists"));
}

#[test]
fn a_rule_changed_on_its_sheet_is_kept_with_the_contract_when_it_is_saved() {
    let mut harness = with_contract(Shown::Contracts);
    harness
        .get_by_role_and_label(Role::Row, "1, Everything, 120% of Medicare, 2025 fixed, , ")
        .click();
    harness.run_steps(4);
    type_over(&mut harness, "Percent of Medicare", "127.5");
    click(&mut harness, "Keep the rule");
    assert!(shows(&harness, "127.5% of Medicare, 2025 fixed"));
    let before = &harness.state_mut().contracts()[0];
    let rule = &before.versions[0].terms.schedules[0].rules[0];
    assert!(
        matches!(&rule.method, FeeMethod::PercentOfMedicare { percent, .. }
            if *percent == Percent::new(Decimal::from(120))),
        "nothing is stored before it is saved"
    );
    // Another panel and back: what was not saved is still there.
    harness.state_mut().panel = Shown::Codes;
    harness.run_steps(3);
    harness.state_mut().panel = Shown::Contracts;
    harness.run_steps(3);
    click(&mut harness, "Save changes");
    let after = harness.state_mut().contracts();
    let rule = &after[0].versions[0].terms.schedules[0].rules[0];
    assert!(
        matches!(&rule.method, FeeMethod::PercentOfMedicare { percent, .. }
            if *percent == Percent::new(Decimal::new(1_275, 1))),
        "{rule:?}"
    );
    assert!(shows(&harness, "Saved"));
}

#[test]
fn a_new_rule_says_what_is_missing_before_it_is_kept() {
    let mut harness = with_contract(Shown::Contracts);
    click(&mut harness, "Add a rule\u{2026}");
    click(&mut harness, "One code");
    click(&mut harness, "Keep the rule");
    assert!(shows(&harness, "Code: type a code, as 99213"));
    type_over(&mut harness, "Code", "99213");
    click(&mut harness, "Keep the rule");
    assert!(shows(&harness, "2, 99213, 100% of Medicare, 2025 fixed"));
    click(&mut harness, "Discard");
    assert!(!shows(&harness, "2, 99213"));
}

#[test]
fn a_version_is_added_and_the_order_of_operations_changed() {
    let mut harness = with_contract(Shown::Contracts);
    click(&mut harness, "New version");
    click(&mut harness, "Policies");
    click(&mut harness, "Move Bilateral up");
    click(&mut harness, "Save changes");
    let contracts = harness.state_mut().contracts();
    let [first, second] = &contracts[0].versions[..] else {
        panic!("{contracts:?}");
    };
    assert_eq!(first.effective_from, None);
    assert!(second.effective_from.is_some());
    assert_ne!(first.terms.order, second.terms.order);
}

#[test]
fn a_claim_is_tried_by_medicare_and_by_the_contract_with_its_steps() {
    let mut harness = with_contract(Shown::Contracts);
    click(&mut harness, "Try a claim");
    type_over(&mut harness, "Code, line 1", "99213");
    click(&mut harness, "Price the claim");
    harness.run_steps(3);
    // RVU25D, Atlanta: 89.24 by Medicare, 120 % of it by the contract.
    assert!(shows(&harness, "Medicare allows: $89.24"));
    assert!(shows(&harness, "The contract allows: $107.09"));
    assert!(shows(&harness, "Of Medicare: 120.0%"));
    assert!(shows(&harness, "Steps of line 1"));
    assert!(shows(&harness, "Conversion factor"));
}

#[test]
fn an_amount_of_the_grid_is_explained_for_its_payer() {
    let mut harness = with_contract(Shown::Codes);
    let payer = harness.state_mut().payer("Laurel Mutual");
    harness.state_mut().session.filter = Filter::default().for_payer(payer);
    harness.run_steps(4);
    let row = harness.query_all_by_label_contains("99213, ").next();
    row.unwrap().click();
    harness.run_steps(4);
    click(&mut harness, "Explain the amounts\u{2026}");
    harness.run_steps(4);
    assert!(shows(&harness, "How the amount comes about"));
    assert!(shows(
        &harness,
        "Laurel Mutual agreed to pay 120.0% of Medicare for it"
    ));
    assert!(shows(&harness, "Medicare: $89.24"));
    click(&mut harness, "Close");
    assert_eq!(harness.state().session.sheet, Sheet::Closed);
}

#[test]
fn staying_with_a_year_is_compared_with_moving_to_another() {
    let mut harness = with_contract(Shown::Contracts);
    click(&mut harness, "Year lock");
    harness.run_steps(4);
    assert!(shows(&harness, "Stay with RVU25D"));
    assert!(shows(&harness, "By factor, and by your services"));
}

#[test]
fn a_payer_is_asked_for_its_rates() {
    let mut harness = with_contract(Shown::Contracts);
    let payer = harness.state_mut().payer("Laurel Mutual");
    click(&mut harness, "Request rates\u{2026}");
    assert!(matches!(
        harness.state().sent[..],
        [Command::RequestRates { payer: asked }] if asked == payer
    ));
}

#[test]
fn a_contract_is_cloned_and_removed() {
    let mut harness = with_contract(Shown::Contracts);
    click(&mut harness, "Clone the contract");
    let names = |harness: &mut Driven| -> Vec<String> {
        let contracts = harness.state_mut().contracts();
        contracts.into_iter().map(|one| one.name).collect()
    };
    assert_eq!(
        names(&mut harness),
        ["Laurel Mutual", "Laurel Mutual (copy)"]
    );
    click(&mut harness, "Remove the contract");
    assert_eq!(names(&mut harness).len(), 1);
}

#[test]
fn practice_lists_are_read_once_for_each_change() {
    let mut harness = with_contract(Shown::Contracts);
    let before = harness.state().session.practice.clone().unwrap();
    harness.run_steps(5);
    let after = harness.state().session.practice.clone().unwrap();
    assert!(Arc::ptr_eq(&before, &after));
}

#[test]
fn a_figure_of_the_grid_is_followed_from_its_menu() {
    let mut harness = with_contract(Shown::Codes);
    let row = harness.query_all_by_label_contains("99213, ").next();
    let rect = row.unwrap().rect();
    // The column of all payers begins after the code and its label.
    let at = egui::pos2(rect.left() + rect.width() * 0.3, rect.center().y);
    harness.hover_at(at);
    harness.run_steps(2);
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(2);
    }
    click(&mut harness, "Explain this amount\u{2026}");
    harness.run_steps(3);
    assert_eq!(harness.state().session.sheet, Sheet::Explain);
    assert!(shows(&harness, "Medicare: $89.24"));
}

#[test]
fn a_contract_that_names_no_medicare_year_is_a_red_flag_on_the_first_panel_too() {
    let mut harness = with_contract(Shown::Home);
    let words = "no Medicare year is stated";
    assert!(!shows(&harness, words));
    let window = harness.state_mut();
    let mut contract = window.contracts().remove(0);
    let rule = &mut contract.versions[0].terms.schedules[0].rules[0];
    if let FeeMethod::PercentOfMedicare { basis, .. } = &mut rule.method {
        basis.lock = YearLock::NotStated;
    }
    window
        .desk
        .edit(Edit::SaveContract {
            id: Some(contract.id),
            contract: Box::new(contract),
        })
        .unwrap();
    harness.run_steps(6);
    assert!(shows(&harness, words));
}
