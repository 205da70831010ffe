//! What the briefs say of the payer's contract, and what the payer reads of it.

use allowable::analysis::contract_flags::{ContractFlag, Severity};
use allowable::analysis::pricing::Unpriced;
use allowable::analysis::rate_model::CurrentSource;
use allowable::analysis::year_lock::{FactorView, Outcomes, ReleaseUsed, YearComparison, YearLine};
use allowable::brief::{BriefError, FixedYear, LeakError, LeakPlace, ListedRates, lay_out};
use allowable::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    FeeScheduleId, LesserOf, MedicareBasis, MedicareYear, Money, PayerId, Percent, PricingOrder,
    ReferenceFamily, RuleScope, Sequestration, ServiceCategory, YearLock,
};
use jiff::civil::date;
use rust_decimal::Decimal;

use super::case::{Case, case, code, key};
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
            "From January 1, 2019, open",
            "From July 1, 2026",
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

/// 118 % of RVU20A beside RVU26A: two services, of which one gains.
fn fixed_year() -> FixedYear {
    let cents = Money::from_cents;
    let line = |number: usize, units: i64, [today, offered]: [i64; 2]| {
        let units = Decimal::from(units);
        let (stay, moved) = (cents(today).times(units), cents(offered).times(units));
        YearLine {
            key: key(number),
            units,
            medicare_today: cents(today),
            medicare_offered: cents(offered),
            rate_today: cents(today),
            rate_offered: cents(offered),
            today_as_percent_of_offered: cents(today * 118).as_percent_of(cents(offered * 100)),
            change_percent: None,
            totals: Outcomes {
                stay,
                moved,
                greater_of: stay.max(moved),
            },
        }
    };
    let lines = vec![
        line(0, 1_000, [8_986, 10_496]),
        line(8, 100, [24_603, 22_162]),
    ];
    let sum = |value: fn(&Outcomes) -> Money| lines.iter().map(|line| value(&line.totals)).sum();
    let used = |name: &str, factor: i64| ReleaseUsed {
        name: name.into(),
        conversion_factor: Decimal::new(factor, 4),
    };
    FixedYear {
        percent: percent(118),
        lock: YearLock::FixedYear(MedicareYear {
            year: 2020,
            release: Some("RVU20A".into()),
        }),
        comparison: Ok(YearComparison {
            releases: [used("RVU20A", 360_896), used("RVU26A", 334_009)],
            by_factor: FactorView {
                today_as_percent_of_offered: Some(Percent::new(Decimal::new(1_275, 1))),
                change_percent: None,
            },
            today_as_percent_of_offered: Some(Percent::new(Decimal::new(1_012, 1))),
            change_percent: Some(Percent::new(Decimal::new(109, 1))),
            totals: Outcomes {
                stay: sum(|totals| totals.stay),
                moved: sum(|totals| totals.moved),
                greater_of: sum(|totals| totals.greater_of),
            },
            winners: 1,
            losers: 1,
            lines,
            not_compared: Vec::new(),
        }),
    }
}

#[test]
fn a_fixed_year_is_shown_with_both_outcomes_and_what_the_factors_alone_would_say() {
    let mut case = with_contract();
    case.fixed_years = vec![fixed_year()];
    check_holds(
        &section_text(&case),
        &[
            "118% of RVU20A is By conversion factor only Under RVU20A 118% of RVU26A instead",
            "101.2% 127.5% $114,463 +$12,659",
            "of RVU26A, for our services relative values unchanged a year a year, +10.9%",
            "118% of RVU20A beside RVU26A",
            "X1001 Office visit, established, low Office 1,000 89.86 101.0 104.96 +$15,100",
            "X1009-26 Echocardiogram Office 100 246.03 131.0 221.62 \u{2212}$2,441",
            "Total 1,100 +$12,659",
            "Services that gain by the move: 1; that lose: 1. The greater of both, code by code, would bring \
             +$15,100 a year over RVU20A. Conversion factors: RVU20A 36.0896, RVU26A 33.4009.",
        ],
    );
}

fn flag(severity: Severity, sentence: &str, remedy: &str) -> ContractFlag {
    ContractFlag {
        severity,
        sentence: sentence.into(),
        remedy: remedy.into(),
    }
}

#[test]
fn what_blocks_is_printed_first_and_on_the_decision_sheet() {
    let mut case = with_contract();
    let no_year = "PPO, rule 90: 118 % of Medicare, and no Medicare year is stated";
    case.flags = vec![
        flag(Severity::Blocking, no_year, "Ask the payer in writing"),
        flag(Severity::Warning, "12 services have no rule", "Add one"),
        flag(Severity::Note, "It ends soon", "Ask for the renewal"),
    ];
    let laid_out = pages(&case.internal());
    check_holds(&laid_out.page_text(0).unwrap(), &["Settle first", no_year]);
    let text = section_text(&case);
    check_holds(&text, &["To be settled before rates are talked about"]);
    let place = |words: &str| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}: {text}"))
    };
    assert!(place("Blocking") < place("Warning"));
    assert!(place("Warning") < place("Note"));
    assert!(place("Note") < place("In force"));
}

#[test]
fn a_contract_in_order_has_no_list_of_flags() {
    let case = with_contract();
    let laid_out = pages(&case.internal());
    assert!(!laid_out.page_text(0).unwrap().contains("Settle first"));
    assert!(!section_text(&case).contains("What to do"));
}

#[test]
fn a_year_that_is_not_in_the_file_is_named_instead_of_its_outcome() {
    let mut case = with_contract();
    case.fixed_years = vec![FixedYear {
        comparison: Err(Unpriced::ReleaseMissing("RVU20A".into())),
        ..fixed_year()
    }];
    check_holds(
        &section_text(&case),
        &[
            "What 118% of RVU20A comes to beside the current year cannot be shown: the Medicare \
             release RVU20A is not in the practice file.",
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
    check_holds(&text, &["In force No version on January 30, 2026"]);
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
fn a_contract_that_states_no_rate_is_not_named_as_their_source() {
    let case = with_contract();
    let contract = case.contract.clone().unwrap();
    let packet = case.packet_with_rates(Some(ListedRates::Contract {
        name: &contract.name,
        version: &contract.versions[0],
    }));
    let text = pages(&packet).text();
    assert!(!text.contains("Harbor agreement"), "{text}");
    check_holds(
        &text,
        &["Today's rates The average allowed amount per unit"],
    );
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
