//! Payers, Codes and Model driven as a person drives them, on a small practice whose reports lie
//! ready on the shelf.

#![expect(
    clippy::unwrap_used,
    reason = "the practice below is written out by hand"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use allowable::analysis::code_rates::code_rates;
use allowable::analysis::headline::test_percent_of_medicare;
use allowable::analysis::key_figures::key_figures;
use allowable::analysis::pareto::{ParetoBasis, pareto};
use allowable::analysis::payer_mix::payer_mix;
use allowable::analysis::payer_names::{suggest_merges, suggest_products};
use allowable::analysis::rate_model::rate_baseline;
use allowable::analysis::{ReferencePrice, ReferencePrices, ReportInput};
use allowable::app::command::Command;
use allowable::app::context::{CommandSender, ViewContext};
use allowable::app::panels::{codes, model, payers};
use allowable::app::reports::ReportShelf;
use allowable::app::session::Session;
use allowable::app::theme;
use allowable::domain::{
    Filter, Modifiers, Money, Month, Payer, PayerClass, PayerId, PayerName, PayerNameId, Percent,
    Practice, ProcedureCode, Product, Provider, ProviderId, RateKey, ReferenceFamily, Scenario,
    ServiceTotals, Setting, Site, SiteId, TotalRow,
};
use allowable::jobs::{BaselineKey, Edit, ModelBase, PracticeView, ReportKind, ReportValue};
use crossbeam_channel::Receiver;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use rust_decimal::Decimal;

/// What the window would hold: reports, commands sent, and one panel's state.
pub(crate) struct Window<S> {
    session: Session,
    reports: ReportShelf,
    commands: Option<(CommandSender, Receiver<Command>)>,
    state: S,
    paint: fn(&mut S, &ViewContext<'_>, &mut egui::Ui),
}

impl<S> Window<S> {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let Some((sender, _)) = &self.commands else {
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

    pub(crate) fn sent(&self) -> Vec<Command> {
        self.commands
            .as_ref()
            .map_or_else(Vec::new, |(_, receiver)| receiver.try_iter().collect())
    }
}

pub(crate) fn shown<S: Default + 'static>(
    practice: &Small,
    paint: fn(&mut S, &ViewContext<'_>, &mut egui::Ui),
) -> Harness<'static, Window<S>> {
    shown_in(practice, paint, egui::vec2(1280.0, 800.0))
}

fn shown_in<S: Default + 'static>(
    practice: &Small,
    paint: fn(&mut S, &ViewContext<'_>, &mut egui::Ui),
    size: egui::Vec2,
) -> Harness<'static, Window<S>> {
    let window = Window {
        session: practice.session(),
        reports: practice.shelf(),
        commands: None,
        state: S::default(),
        paint,
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .build_ui_state(|ui, window: &mut Window<S>| window.ui(ui), window);
    harness.run_steps(4);
    harness
}

/// A practice with two or three payers and the worked rates.
pub(crate) struct Small {
    pub(crate) rows: Vec<TotalRow>,
    payers: Vec<Payer>,
    pub(crate) names: Vec<PayerName>,
    pub(crate) products: Vec<Product>,
    pub(crate) providers: Vec<Provider>,
    pub(crate) sites: Vec<Site>,
    scenarios: Vec<Scenario>,
    prices: Option<ReferencePrices>,
    filter: Filter,
}

/// Code, units, rate, Medicare's amount: domain guide, weighted percentage of Medicare.
const WORKED: [(&str, i64, &str, &str); 3] = [
    ("EX001", 4_200, "113.33", "89.24"),
    ("EX002", 3_100, "162.06", "125.63"),
    ("EX003", 350, "118.10", "63.84"),
];

fn money(text: &str) -> Money {
    Money::new(text.parse().unwrap())
}

fn key(code: &str) -> RateKey {
    RateKey {
        code: ProcedureCode::new(code).unwrap(),
        modifiers: Modifiers::NONE,
        setting: Setting::NonFacility,
    }
}

fn row(payer: i64, code: &str, units: i64, rate: &str) -> TotalRow {
    let allowed = money(rate).times(Decimal::from(units));
    TotalRow {
        product: allowable::domain::ProductId(0),
        lines_denied: 0,
        lines_secondary: 0,
        payer: PayerId(payer),
        provider: ProviderId(0),
        site: SiteId(0),
        key: key(code),
        month: Month(2025 * 12),
        lines: 1,
        units: Decimal::from(units),
        visits: 1,
        charge: allowed.times(Decimal::TWO),
        units_allowed: Decimal::from(units),
        charge_allowed: allowed.times(Decimal::TWO),
        allowed,
        paid: allowed,
        patient: Money::ZERO,
        lines_without_allowed: 0,
    }
}

impl Small {
    pub(crate) fn new() -> Self {
        let mut rows: Vec<TotalRow> = WORKED
            .iter()
            .map(|(code, units, rate, _)| row(1, code, *units, rate))
            .collect();
        rows.push(row(2, "EX001", 100, "89.24"));
        rows.push(row(3, "EX001", 10, "120.00"));
        let payer = |id, name: &str, class| Payer {
            id: PayerId(id),
            name: name.to_owned(),
            class,
        };
        let name = |id, text: &str, payer, line_count| PayerName {
            plan: String::new(),
            code: String::new(),
            product: None,
            id: PayerNameId(id),
            text: text.to_owned(),
            payer: PayerId(payer),
            line_count,
        };
        Self {
            rows,
            payers: vec![
                payer(1, "Laurel Mutual", PayerClass::Commercial),
                payer(2, "Medicare", PayerClass::Medicare),
                payer(3, "LAUREL MUTUAL INS CO", PayerClass::Commercial),
            ],
            names: vec![
                name(1, "Laurel Mutual", 1, 700),
                name(2, "Laurel PPO", 1, 20),
                name(3, "MEDICARE PART B", 2, 100),
                name(4, "LAUREL MUTUAL INS CO", 3, 10),
            ],
            products: Vec::new(),
            providers: Vec::new(),
            sites: Vec::new(),
            scenarios: Vec::new(),
            prices: Some(ReferencePrices::new(
                "RVU25D, Atlanta 10212-01",
                WORKED.map(|(code, _, _, medicare)| {
                    let price = ReferencePrice {
                        amount: Ok(money(medicare)),
                        family: ReferenceFamily::PhysicianFeeSchedule,
                        rvus: None,
                        is_paid_by_medicare: true,
                    };
                    (key(code), price)
                }),
            )),
            filter: Filter::default(),
        }
    }

    fn empty() -> Self {
        Self {
            rows: Vec::new(),
            payers: Vec::new(),
            names: Vec::new(),
            ..Self::new()
        }
    }

    fn session(&self) -> Session {
        Session {
            practice: Some(Arc::new(self.view())),
            ..Session::default()
        }
    }

    fn view(&self) -> PracticeView {
        PracticeView {
            path: PathBuf::from("small.practice"),
            revision: 0,
            practice: Practice::default(),
            reference_label: None,
            payers: self.payers.clone(),
            payer_names: self.names.clone(),
            merge_suggestions: suggest_merges(&self.payers, &self.names),
            product_suggestions: suggest_products(&self.payers, &self.names),
            providers: self.providers.clone(),
            sites: self.sites.clone(),
            products: self.products.clone(),
            work_claims: allowable::domain::WorkClaims::Off,
            imports: Vec::new(),
            releases: Vec::new(),
            localities: Arc::default(),
            contracts: Vec::new(),
            contract_flags: Vec::new(),
            reference_tables: Vec::new(),
            carrier_prices: Vec::new(),
            fee_schedules: Vec::new(),
            scenarios: self.scenarios.clone(),
            profiles: Vec::new(),
            code_labels: Arc::new(BTreeMap::from([(
                ProcedureCode::new("EX001").unwrap(),
                "Return visit".to_owned(),
            )])),
            record_counts: Vec::new(),
            line_count: self.rows.iter().map(|row| row.lines).sum(),
            months: None,
            undo_label: None,
            redo_label: None,
        }
    }

    fn shelf(&self) -> ReportShelf {
        let totals = ServiceTotals {
            rows: self.rows.clone(),
        };
        let input = ReportInput {
            totals: &totals,
            products: &self.products,
            payers: &self.payers,
            filter: &self.filter,
            reference: self.prices.as_ref(),
            fee_schedules: &[],
            import_count: 1,
        };
        let mix = payer_mix(&input);
        let rates = code_rates(&input);
        let payer = PayerId(1);
        let claimed = Percent::new(Decimal::from(160));
        let threshold = Percent::new(Decimal::from(75));
        let basis = ParetoBasis::Allowed;
        let base = ModelBase {
            baseline: rate_baseline(&input, payer),
            prices: None,
        };
        let release = None;
        let reports = [
            (
                ReportKind::KeyFigures,
                ReportValue::KeyFigures(Arc::new(key_figures(&mix, &rates))),
            ),
            (
                ReportKind::Headline { payer, claimed },
                ReportValue::Headline(Arc::new(test_percent_of_medicare(&rates, payer, claimed))),
            ),
            (
                ReportKind::Pareto { basis, threshold },
                ReportValue::Pareto(Arc::new(pareto(&input, basis, threshold))),
            ),
            (
                ReportKind::Baseline(BaselineKey { payer, release }),
                ReportValue::Baseline(Arc::new(base)),
            ),
            (ReportKind::PayerMix, ReportValue::PayerMix(Arc::new(mix))),
            (
                ReportKind::CodeRates,
                ReportValue::CodeRates(Arc::new(rates)),
            ),
        ];
        let mut shelf = ReportShelf::default();
        for (kind, value) in reports {
            shelf.put((kind, self.filter), 0, Ok(value));
        }
        shelf
    }
}

pub(crate) fn click<S: 'static>(harness: &mut Harness<'static, Window<S>>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(3);
}

#[test]
fn a_practice_without_services_offers_the_import_on_every_panel() {
    let empty = Small::empty();
    let mut payers = shown(&empty, payers::ui);
    click(&mut payers, "Import files\u{2026}");
    assert!(matches!(payers.state().sent()[..], [Command::PickImports]));
    let mut codes = shown(&empty, codes::ui);
    click(&mut codes, "Import files\u{2026}");
    assert!(matches!(codes.state().sent()[..], [Command::PickImports]));
    let mut model = shown(&empty, model::ui);
    click(&mut model, "Import files\u{2026}");
    assert!(matches!(model.state().sent()[..], [Command::PickImports]));
}

#[test]
fn the_payer_mix_switches_its_measure_and_explains_visits() {
    let mut harness = shown(&Small::new(), payers::ui);
    assert!(
        harness
            .query_by_label("Share of allowed amounts by payer, percent")
            .is_some()
    );
    harness
        .get_by_role_and_label(egui::accesskit::Role::RadioButton, "Visits")
        .click();
    harness.run_steps(3);
    assert!(
        harness
            .query_by_label("Share of visits by payer, percent")
            .is_some()
    );
    click(&mut harness, "What is a visit?");
    assert!(
        harness
            .query_by_label_contains("one patient with one provider on one day")
            .is_some()
    );
}

#[test]
fn an_old_report_stays_while_a_new_one_is_computed() {
    let mut harness = shown(&Small::new(), payers::ui);
    harness.state_mut().reports.set_revision(1);
    harness.run_steps(2);
    assert!(
        harness
            .query_by_label("Share of allowed amounts by payer, percent")
            .is_some()
    );
    assert!(!harness.state_mut().reports.take_wants().is_empty());
}

#[test]
fn a_suggested_merge_is_made_only_when_accepted() {
    let mut harness = shown(&Small::new(), payers::ui);
    click(&mut harness, "Names");
    assert!(harness.state().sent().is_empty());
    click(
        &mut harness,
        "Merge LAUREL MUTUAL INS CO into Laurel Mutual",
    );
    let sent = harness.state().sent();
    assert!(
        matches!(
            &sent[..],
            [Command::Edit(Edit::MergePayers { from, into: PayerId(1) })] if *from == [PayerId(3)]
        ),
        "{sent:?}"
    );
    click(
        &mut harness,
        "Keep LAUREL MUTUAL INS CO and Laurel Mutual apart",
    );
    assert!(
        harness
            .query_by_label("Merge LAUREL MUTUAL INS CO into Laurel Mutual")
            .is_none()
    );
}

#[test]
fn marked_payers_are_merged_and_names_split_off() {
    let mut harness = shown(&Small::new(), payers::ui);
    click(&mut harness, "Names");
    click(&mut harness, "Mark Laurel Mutual");
    click(&mut harness, "Mark Medicare");
    click(&mut harness, "Merge 2 payers");
    let sent = harness.state().sent();
    assert!(
        matches!(
            &sent[..],
            [Command::Edit(Edit::MergePayers { from, into: PayerId(1) })] if *from == [PayerId(2)]
        ),
        "{sent:?}"
    );
    click(&mut harness, "Names of Laurel Mutual");
    click(&mut harness, "Split Laurel PPO off Laurel Mutual");
    let sent = harness.state().sent();
    assert!(
        matches!(
            sent[..],
            [Command::Edit(Edit::SplitPayerName(PayerNameId(2)))]
        ),
        "{sent:?}"
    );
}

#[test]
fn a_row_of_the_grid_opens_its_particulars_and_they_close() {
    let mut harness = shown(&Small::new(), codes::ui);
    harness.get_by_label_contains("EX001, Return visit").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("Average charge a unit").is_some());
    click(&mut harness, "Close the code's particulars");
    assert!(harness.query_by_label("Average charge a unit").is_none());
}

#[test]
fn a_code_is_given_the_practices_own_words_when_the_field_is_left() {
    let mut harness = shown(&Small::new(), codes::ui);
    harness.get_by_label_contains("EX001, Return visit").click();
    harness.run_steps(3);
    harness.get_by_label("What we call it").focus();
    harness.run_steps(2);
    harness.get_by_label("What we call it").type_text(", long");
    harness.run_steps(2);
    harness.state().sent();
    harness.key_press(egui::Key::Enter);
    harness.run_steps(3);
    let sent = harness.state().sent();
    let [Command::Edit(Edit::SetCodeLabels(labels))] = &sent[..] else {
        panic!("{sent:?}");
    };
    let code = ProcedureCode::new("EX001").unwrap();
    assert_eq!(labels[..], [(code, "Return visit, long".to_owned())]);
}

#[test]
fn the_negotiation_set_narrows_the_grid() {
    let mut harness = shown(&Small::new(), codes::ui);
    assert!(harness.query_by_label_contains("EX003, ").is_some());
    click(&mut harness, "Negotiation set");
    assert!(harness.query_by_label_contains("EX003, ").is_none());
    assert!(
        harness
            .query_by_label_contains("2 of 3 codes (66.7% of codes) reach")
            .is_some()
    );
}

#[test]
fn a_claim_is_tested_against_the_ratio_of_sums() {
    let mut harness = shown(&Small::new(), codes::ui);
    click(&mut harness, "Headline tester");
    assert!(
        harness
            .query_by_label_contains("Your services: 129.6%. Ratio of sums")
            .is_some()
    );
}

#[test]
fn a_step_of_the_slider_changes_the_figures_at_once() {
    let mut harness = shown(&Small::new(), model::ui);
    // EX003 is paid more than the proposal today and keeps it: the ratio stands above the slider.
    let before = "Weighted % of Medicare: 129.6 \u{2192} 131.6%";
    assert!(harness.query_by_label_contains(before).is_some());
    click(&mut harness, "Percent of Medicare: one step up");
    let after = "Weighted % of Medicare: 129.6 \u{2192} 132.5%";
    assert!(harness.query_by_label_contains(after).is_some());
    assert!(harness.state().sent().is_empty());
}

#[test]
fn a_rate_set_by_hand_is_marked_and_can_be_taken_back() {
    let mut harness = shown(&Small::new(), model::ui);
    harness.get_by_label_contains("EX003, ").click();
    harness.run_steps(3);
    let field = harness.get_by_label("Proposed rate, dollars a unit");
    field.focus();
    harness.run_steps(2);
    harness
        .get_by_label("Proposed rate, dollars a unit")
        .type_text("1");
    harness.run_steps(2);
    click(&mut harness, "Set rate");
    assert!(harness.query_by_label("1 rate set by hand").is_some());
    click(&mut harness, "Back to the proposal");
    assert!(harness.query_by_label("1 rate set by hand").is_none());
}

#[test]
fn a_scenario_is_saved_under_its_name() {
    let mut harness = shown(&Small::new(), model::ui);
    click(&mut harness, "Save scenario");
    assert!(harness.query_by_label("Give it a name").is_some());
    harness
        .get_by_role_and_label(egui::accesskit::Role::TextInput, "Scenario")
        .focus();
    harness.run_steps(2);
    harness
        .get_by_role_and_label(egui::accesskit::Role::TextInput, "Scenario")
        .type_text("First ask");
    harness.run_steps(2);
    click(&mut harness, "Save scenario");
    let sent = harness.state().sent();
    assert!(
        matches!(
            &sent[..],
            [Command::Edit(Edit::SaveScenario { id: None, scenario })]
                if scenario.name == "First ask" && scenario.payer == PayerId(1)
        ),
        "{sent:?}"
    );
}

#[test]
fn the_way_from_the_model_leads_to_the_brief() {
    let mut harness = shown(&Small::new(), model::ui);
    click(&mut harness, "Print the brief\u{2026}");
    assert!(matches!(
        harness.state().sent()[..],
        [Command::ShowBrief {
            payer: PayerId(1),
            ..
        }]
    ));
}

#[test]
fn in_a_narrow_window_the_models_controls_stand_one_below_the_other() {
    let width = 420.0;
    let harness = shown_in(&Small::new(), model::ui, egui::vec2(width, 800.0));
    for label in [
        "Proposed rates",
        "Never below today's rate",
        "Codes Medicare does not price",
        "Print the brief\u{2026}",
    ] {
        for node in harness.query_all_by_label(label) {
            let rect = node.rect();
            assert!(rect.height() < 40.0, "{label}: {rect}");
            assert!(rect.right() <= width, "{label}: {rect}");
        }
        assert!(
            harness.query_all_by_label(label).next().is_some(),
            "{label}"
        );
    }
}
