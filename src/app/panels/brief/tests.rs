//! The form's words and states, and when pages are laid out.

use rust_decimal::Decimal;

use super::State;
use super::composing::{Composing, Due};
use super::form::{Form, first_payer};
use super::model::{PreviewState, Stage, file_name, file_words, scenario_choices};
use crate::app::session::Session;
use crate::brief::Audience;
use crate::domain::{
    Filter, Money, Payer, PayerClass, PayerId, Percent, Proposal, ProposalBasis, RateFloor,
    Scenario, ScenarioId, UnlistedRule,
};
use crate::jobs::{BriefSpec, PracticeView};

const CEDAR: PayerId = PayerId(1);
const ELM: PayerId = PayerId(2);

fn scenario(id: i64, payer: PayerId, name: &str) -> Scenario {
    Scenario {
        id: ScenarioId(id),
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

fn practice(scenarios: Vec<Scenario>) -> PracticeView {
    let payer = |id, name: &str, class| Payer {
        id,
        name: name.to_owned(),
        class,
    };
    PracticeView {
        path: "Oak.practice".into(),
        revision: 1,
        practice: crate::domain::Practice::default(),
        reference_label: None,
        payers: vec![
            payer(CEDAR, "Cedar Health", PayerClass::Medicare),
            payer(ELM, "Elm Mutual", PayerClass::Commercial),
        ],
        payer_names: Vec::new(),
        merge_suggestions: Vec::new(),
        product_suggestions: Vec::new(),
        providers: Vec::new(),
        sites: Vec::new(),
        products: Vec::new(),
        work_claims: crate::domain::WorkClaims::Off,
        imports: Vec::new(),
        releases: Vec::new(),
        localities: std::sync::Arc::default(),
        contracts: Vec::new(),
        contract_flags: Vec::new(),
        reference_tables: Vec::new(),
        carrier_prices: Vec::new(),
        fee_schedules: Vec::new(),
        scenarios,
        profiles: Vec::new(),
        code_labels: std::sync::Arc::default(),
        record_counts: Vec::new(),
        line_count: 0,
        months: None,
        undo_label: None,
        redo_label: None,
    }
}

#[test]
fn the_payer_of_the_newest_scenario_comes_first() {
    let none = Filter::default();
    let looked_at = Filter {
        payer: Some(CEDAR),
        ..Filter::default()
    };
    let empty = practice(Vec::new());
    assert_eq!(first_payer(&empty, &none), Some(ELM));
    assert_eq!(first_payer(&empty, &looked_at), Some(CEDAR));
    let asked = practice(vec![
        scenario(1, CEDAR, "First"),
        scenario(2, ELM, "Second"),
    ]);
    assert_eq!(first_payer(&asked, &looked_at), Some(ELM));
}

#[test]
fn it_opens_with_the_payer_and_scenario_chosen_elsewhere() {
    let practice = practice(vec![
        scenario(1, CEDAR, "First"),
        scenario(2, CEDAR, "Second"),
        scenario(3, ELM, "Other"),
    ]);
    let mut state = State::default();
    let mut check = |payer, chosen, expected| {
        state.open(payer, chosen);
        state.turn_to_opened(&practice);
        assert_eq!(state.payer, Some(payer));
        assert_eq!(state.form().unwrap().scenario, expected);
    };
    check(CEDAR, Some(ScenarioId(1)), Some(ScenarioId(1)));
    check(ELM, None, Some(ScenarioId(3)));
    check(CEDAR, None, Some(ScenarioId(2)));
    state.payer = Some(ELM);
    state.turn_to_opened(&practice);
    assert_eq!(state.payer, Some(ELM), "opened once, not again and again");
}

#[test]
fn a_packet_waits_for_a_scenario_and_an_internal_brief_does_not() {
    let practice = practice(Vec::new());
    let form = Form::new(&practice, ELM);
    let stage = |audience| Stage::of(&practice, Some(ELM), audience, Some(&form));
    assert_eq!(
        stage(Audience::Payer),
        Stage::NoScenario {
            payer: "Elm Mutual".to_owned()
        }
    );
    assert_eq!(stage(Audience::Internal), Stage::Ready);
    assert_eq!(
        Stage::of(&practice, None, Audience::Payer, None),
        Stage::NoPayer
    );
}

#[test]
fn the_newest_scenario_holds_the_ask_and_a_deleted_one_is_let_go() {
    let mut practice = practice(vec![
        scenario(1, ELM, "Opening"),
        scenario(2, CEDAR, "Other"),
        scenario(3, ELM, "Second round"),
    ]);
    let mut form = Form::new(&practice, ELM);
    assert_eq!(form.scenario, Some(ScenarioId(3)));
    let words = |audience| -> Vec<String> {
        let choices = scenario_choices(&practice, ELM, audience);
        choices.into_iter().map(|(_, words)| words).collect()
    };
    assert_eq!(words(Audience::Payer), ["Second round", "Opening"]);
    assert_eq!(
        words(Audience::Internal),
        ["Second round", "Opening", "Without an ask"]
    );
    practice.scenarios.pop();
    form.follow(&practice, ELM, Audience::Internal);
    assert_eq!(form.scenario, None);
    form.follow(&practice, ELM, Audience::Payer);
    assert_eq!(form.scenario, Some(ScenarioId(1)));
}

#[test]
fn what_was_typed_becomes_the_specification_or_says_what_to_mend() {
    let practice = practice(vec![scenario(1, ELM, "Opening")]);
    let mut form = Form::new(&practice, ELM);
    form.respond_by = "2026-12-31".to_owned();
    form.walk_away = "$25,000".to_owned();
    form.letter.pressure = "Rent rose".to_owned();
    let filter = Filter {
        payer: Some(CEDAR),
        ..Filter::default()
    };
    let spec = |form: &Form| form.spec(Audience::Payer, ELM, " Ann Lee ", filter);
    let made = spec(&form).unwrap();
    assert_eq!(
        made.letter.respond_by,
        Some(jiff::civil::date(2026, 12, 31))
    );
    assert_eq!(made.letter.pressure, "Rent rose");
    assert_eq!(made.notes.walk_away, Some(Money::from_cents(2_500_000)));
    assert_eq!(made.prepared_by, "Ann Lee");
    assert_eq!(made.filter.payer, None);
    assert_eq!(made.negotiation_set, Percent::new(Decimal::from(75)));
    form.respond_by = "soon".to_owned();
    assert_eq!(
        spec(&form),
        Err("Answer needed by: Type the date as 12/31/2026".to_owned())
    );
}

#[test]
fn files_are_proposed_by_payer_audience_and_day() {
    let day = jiff::civil::date(2026, 10, 5);
    let name = |audience| file_name("Elm Mutual", file_words(audience), day, "pdf");
    assert_eq!(
        name(Audience::Payer),
        "Elm Mutual payer packet 2026-10-05.pdf"
    );
    assert_eq!(
        name(Audience::Internal),
        "Elm Mutual internal brief 2026-10-05.pdf"
    );
}

#[test]
fn pages_are_laid_out_once_a_moment_after_the_last_change() {
    let session = Session::default();
    let mut composing = Composing::default();
    let mut spec = BriefSpec::new(Audience::Internal, ELM);
    let mut due = |spec: &BriefSpec, now: f64| composing.due(&session, (spec, 1, 2.0), now);
    assert_eq!(due(&spec, 0.0), Due::Now, "the first time at once");
    assert_eq!(due(&spec, 0.1), Due::Nothing);
    spec.prepared_by = "A".to_owned();
    assert!(matches!(due(&spec, 1.0), Due::In(_)));
    spec.prepared_by = "An".to_owned();
    assert!(
        matches!(due(&spec, 1.5), Due::In(_)),
        "every change waits anew"
    );
    assert!(matches!(due(&spec, 2.0), Due::In(_)));
    assert_eq!(due(&spec, 2.2), Due::Now);
    for frame in 0_u8..60 {
        assert_eq!(due(&spec, 3.0 + f64::from(frame)), Due::Nothing);
    }
}

#[test]
fn a_form_that_cannot_be_read_keeps_its_pages_and_says_why() {
    let composing = Composing::default();
    let problem = "By when: Type the date as 12/31/2026".to_owned();
    let state = composing.state(&Session::default(), &Err(problem.clone()));
    assert_eq!(state, PreviewState::ToMend(problem));
    assert_eq!(state.words(), "Not updated");
}
