//! What the briefs say of the payer's contract, and what the payer reads of it.

use allowable::analysis::rate_model::CurrentSource;
use allowable::brief::{BriefError, LeakError, LeakPlace, ListedRates, lay_out};
use allowable::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    FeeScheduleId, LesserOf, MedicareBasis, MedicareYear, Money, PayerId, Percent, PricingOrder,
    ReferenceFamily, RuleScope, Sequestration, ServiceCategory, YearLock,
};
use jiff::civil::date;
use rust_decimal::Decimal;

use super::case::{Case, case, code};
use super::{check_holds, pages};

fn percent(points: i64) -> Percent {
    Percent::new(Decimal::from(points))
}

fn rule(nr: u32, scope: RuleScope, method: FeeMethod) -> FeeRule {
    FeeRule {
        nr,
        scope,
        effective_from: None,
        effective_to: None,
        method,
    }
}

fn of_medicare(points: i64, family: ReferenceFamily, lock: YearLock) -> FeeMethod {
    FeeMethod::PercentOfMedicare {
        percent: percent(points),
        family,
        basis: MedicareBasis {
            lock,
            ..MedicareBasis::default()
        },
    }
}

fn rules() -> Vec<FeeRule> {
    let amount = |nr: u32| {
        let scope = RuleScope::Code {
            code: code(&format!("X1{nr:03}")),
            modifiers: allowable::domain::Modifiers::NONE,
            setting: None,
        };
        let amount = Money::from_cents(i64::from(nr) * 1_000 + 50);
        rule(nr, scope, FeeMethod::Amount(amount))
    };
    let fixed = YearLock::FixedYear(MedicareYear {
        year: 2020,
        release: Some("RVU20A".into()),
    });
    let carve_out = RuleScope::CodeRange {
        first: code("70010"),
        last: code("76999"),
    };
    let mut rules = vec![
        rule(
            90,
            RuleScope::AllServices,
            of_medicare(118, ReferenceFamily::PhysicianFeeSchedule, fixed),
        ),
        rule(
            91,
            RuleScope::Category(ServiceCategory::Laboratory),
            of_medicare(
                60,
                ReferenceFamily::ClinicalLaboratory,
                YearLock::Floating { lag_days: 90 },
            ),
        ),
        rule(92, carve_out, FeeMethod::Listed(FeeScheduleId(9))),
    ];
    rules.extend((1..=12).map(amount));
    rules
}

fn contract() -> Contract {
    let schedule = ContractSchedule {
        name: "PPO".into(),
        products: vec!["Choice PPO".into()],
        rules: rules(),
        default_percent_of_charge: Some(percent(55)),
        ..ContractSchedule::default()
    };
    let terms = ContractTerms {
        schedules: vec![schedule],
        lesser_of: LesserOf::PerLine,
        ..ContractTerms::default()
    };
    Contract {
        id: ContractId(1),
        payer: PayerId(1),
        name: "Harbor agreement".into(),
        versions: vec![
            ContractVersion {
                effective_from: Some(date(2019, 1, 1)),
                ends_on: None,
                terms: terms.clone(),
            },
            ContractVersion {
                effective_from: Some(date(2026, 7, 1)),
                ends_on: None,
                terms,
            },
        ],
    }
}

fn with_contract() -> Case {
    Case {
        contract: Some(contract()),
        ..case()
    }
}

/// The pages from the contract's section to the next.
fn section_text(case: &Case) -> String {
    let laid_out = pages(&case.internal());
    let text = laid_out.text();
    let start = text.find("Contract: Harbor agreement").unwrap();
    let end = text[start..].find("Rate position\n").unwrap();
    text[start..start + end].to_owned()
}

#[test]
fn the_section_says_which_version_is_in_force_and_how_each_rate_is_found() {
    let text = section_text(&with_contract());
    check_holds(
        &text,
        &[
            "from January 1, 2019, open",
            "from July 1, 2026",
            "Lesser of rate and charge, line by line",
            "55% of the charge: 3.1% of allowed amounts",
            "How rates are found: PPO",
            "12 codes, one by one An amount for each, $10.50 to $120.50 a unit",
            "Codes 70010\u{2013}76999 A fee schedule that is no longer in the file",
            "Laboratory and pathology 60% of Medicare for clinical laboratory, current year, 90 days late",
            "All services 118% of Medicare, RVU20A fixed",
            "Whatever no rule prices 55% of the charge",
            "For Choice PPO only.",
            "Modifiers and reductions As at Medicare",
        ],
    );
    for absent in ["Order of operations", "Sequestration"] {
        assert!(!text.contains(absent), "{absent} says nothing unusual");
    }
}

#[test]
fn what_differs_from_the_usual_terms_is_named() {
    let mut case = with_contract();
    let contract = case.contract.as_mut().unwrap();
    let terms = &mut contract.versions[0].terms;
    terms.sequestration = Sequestration::PassedOn(percent(2));
    let PricingOrder(stages) = &mut terms.order;
    stages.swap(0, 1);
    terms.policies.multiple_procedures.ranks = [100, 50, 25].map(percent).to_vec();
    terms.policies.provider_classes.clear();
    check_holds(
        &section_text(&case),
        &[
            "2% off the payer\u{2019}s payment",
            "units, modifiers, bilateral",
            "procedures of one session 100/50/25%; every class of provider in full",
        ],
    );
}

#[test]
fn without_a_contract_a_sentence_takes_the_place_of_the_section() {
    let text = pages(&case().internal()).text();
    assert!(!text.contains("Contract: "), "a section about nothing");
    check_holds(
        &text,
        &["Contract None in the file; today's rates are those of the fee schedule"],
    );
}

#[test]
fn a_contract_that_has_ended_is_said_to() {
    let mut case = with_contract();
    let contract = case.contract.as_mut().unwrap();
    contract.versions.truncate(1);
    contract.versions[0].ends_on = Some(date(2025, 12, 31));
    let text = section_text(&case);
    check_holds(&text, &["In force no version on January 30, 2026"]);
    assert!(!text.contains("How rates are found"), "{text}");
}

#[test]
fn the_packet_names_this_payers_contract_and_its_version_and_no_other() {
    let mut case = with_contract();
    case.projection.rows[0].current_source = CurrentSource::FeeSchedule;
    let contract = case.contract.clone().unwrap();
    let rates = |name| ListedRates::Contract {
        name,
        version: &contract.versions[0],
    };
    let packet = case.packet_with_rates(Some(rates("Harbor agreement")));
    check_holds(
        &pages(&packet).text(),
        &[
            "\u{201c}Harbor agreement\u{201d}, from January 1, 2019, open.",
            "Worked out from our contract with you, service by service; where it states no rate, the average",
        ],
    );
    let leaking = case.packet_with_rates(Some(rates("As Blue Mesa Plans")));
    assert!(matches!(
        lay_out(&leaking).unwrap_err(),
        BriefError::Leak(LeakError::PayerName {
            place: LeakPlace::ContractName,
            ..
        })
    ));
}

#[test]
fn nothing_of_the_contracts_section_may_stand_in_a_packet() {
    let case = with_contract();
    let of_contract = case.internal().blocks.into_iter().filter(|block| {
        serde_json::to_string(block)
            .unwrap()
            .contains("How rates are found")
    });
    let mut packet = case.packet();
    packet.blocks.extend(of_contract);
    assert!(matches!(
        lay_out(&packet).unwrap_err(),
        BriefError::Leak(LeakError::InternalBlock { .. })
    ));
}

#[test]
fn the_same_contract_gives_the_same_pages() {
    let bytes = || pages(&with_contract().internal()).pdf().unwrap();
    assert!(bytes() == bytes(), "two exports differ");
}
