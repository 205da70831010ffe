use jiff::civil::date;

use super::*;
use crate::analysis::medicare_sample::medicare_of_years;
use crate::analysis::sample::{decimal, dollars, percent, total};
use crate::domain::{
    ContractId, FeeRule, FeeScheduleId, MedicareYear, PayerId, ProcedureCode, Provider,
    ProviderClass, ProviderId, RuleScope,
};

const DAY: Date = date(2026, 6, 1);

fn contract(rules: Vec<FeeMethod>) -> Contract {
    let schedule = ContractSchedule {
        name: "PPO".to_owned(),
        rules: rules
            .into_iter()
            .zip(1..)
            .map(|(method, nr)| FeeRule {
                nr,
                scope: RuleScope::AllServices,
                effective_from: None,
                effective_to: None,
                method,
            })
            .collect(),
        ..ContractSchedule::default()
    };
    Contract {
        id: ContractId(1),
        payer: PayerId(1),
        name: "PPO contract".to_owned(),
        versions: vec![ContractVersion {
            effective_from: None,
            ends_on: None,
            terms: ContractTerms {
                schedules: vec![schedule],
                ..ContractTerms::default()
            },
        }],
    }
}

fn of_medicare(lock: YearLock) -> FeeMethod {
    FeeMethod::PercentOfMedicare {
        percent: percent("120"),
        family: ReferenceFamily::PhysicianFeeSchedule,
        basis: MedicareBasis {
            lock,
            ..MedicareBasis::default()
        },
    }
}

fn year(year: i16) -> YearLock {
    YearLock::FixedYear(MedicareYear {
        year,
        release: None,
    })
}

/// Severities and sentences.
fn flags(contract: &Contract, lists: &[FeeSchedule], totals: &[TotalRow]) -> Vec<String> {
    flags_of(contract, lists, totals, &Renderers::default())
}

fn flags_of(
    contract: &Contract,
    lists: &[FeeSchedule],
    totals: &[TotalRow],
    renderers: &Renderers,
) -> Vec<String> {
    let medicare = medicare_of_years();
    let library = medicare.national();
    let totals: Vec<&TotalRow> = totals.iter().collect();
    let surroundings = ContractSurroundings {
        lists,
        library: &library,
        totals: &totals,
        renderers,
        day: DAY,
    };
    contract_flags(contract, &surroundings)
        .iter()
        .map(|flag| {
            assert!(!flag.remedy.is_empty());
            format!("{}: {}", flag.severity.label(), flag.sentence)
        })
        .collect()
}

#[test]
fn a_contract_in_order_has_no_flags() {
    let visits = [total(1, "99213", "10", "2000", "1067")];
    assert!(flags(&contract(vec![of_medicare(year(2025))]), &[], &visits).is_empty());
}

#[test]
fn claims_that_were_allowed_other_amounts_are_a_warning() {
    let agreed = contract(vec![of_medicare(year(2025))]);
    let check = |allowed: &str, expected: &[&str]| {
        let visits = [total(1, "99213", "10", "2000", allowed)];
        assert_eq!(flags(&agreed, &[], &visits), expected);
    };
    check("1100", &[]);
    check(
        "1200",
        &[
            "Warning: The contract makes $1,067 of the services it prices, 11.1 % below the $1,200 \
           that was allowed for them",
        ],
    );
    check(
        "900",
        &[
            "Warning: The contract makes $1,067 of the services it prices, 18.6 % above the $900 \
           that was allowed for them",
        ],
    );
}

#[test]
fn a_missing_year_blocks_wherever_it_is_missing() {
    let factor = FeeMethod::ConversionFactor {
        dollars_per_rvu: decimal("48.50"),
        basis: MedicareBasis::default(),
    };
    let either = FeeMethod::GreaterOf(
        Box::new(FeeMethod::Amount(dollars("90"))),
        Box::new(of_medicare(YearLock::NotStated)),
    );
    let found = flags(&contract(vec![factor, either]), &[], &[]);
    assert_eq!(
        found,
        [
            "Blocking: PPO, rule 1: a conversion factor of 48.50, and no Medicare year is stated",
            "Blocking: PPO, rule 2: 120 % of Medicare, and no Medicare year is stated",
        ]
    );
}

#[test]
fn a_release_that_is_not_in_the_file_blocks() {
    let named = YearLock::FixedYear(MedicareYear {
        year: 2019,
        release: Some("RVU19D".to_owned()),
    });
    let found = flags(&contract(vec![of_medicare(named)]), &[], &[]);
    assert_eq!(
        found,
        ["Blocking: PPO, rule 1: the Medicare release RVU19D is not in the practice file"]
    );
}

#[test]
fn a_list_that_was_removed_or_is_empty_blocks() {
    let by_list = contract(vec![FeeMethod::Listed(FeeScheduleId(7))]);
    assert_eq!(
        flags(&by_list, &[], &[]),
        ["Blocking: PPO, rule 1: the fee schedule it names was removed"]
    );
    let empty = FeeSchedule {
        id: FeeScheduleId(7),
        payer: PayerId(1),
        name: "Rates 2026".to_owned(),
        effective_from: None,
        rates: Vec::new(),
    };
    assert_eq!(
        flags(&by_list, &[empty], &[]),
        ["Blocking: PPO, rule 1: the fee schedule Rates 2026 has no rates"]
    );
}

#[test]
fn sections_without_a_rule_are_named_with_their_dollars() {
    let totals = [
        total(1, "99213", "10", "2000", "1067"),
        total(1, "80053", "10", "300", "106"),
        total(1, "80061", "5", "300", "94.50"),
    ];
    let found = flags(&contract(vec![of_medicare(year(2025))]), &[], &totals);
    assert_eq!(
        found,
        [
            "Warning: Laboratory and pathology: no rule has an amount for 80053, 80061, with $201 allowed"
        ]
    );
}

#[test]
fn the_share_on_the_default_percentage_is_watched() {
    let mut by_default = contract(vec![of_medicare(year(2025))]);
    by_default.versions[0].terms.schedules[0].default_percent_of_charge = Some(percent("55"));
    let check = |charge: &str, lab: &str, expected: &str| {
        let totals = [
            total(1, "99213", "10", "2000", "1067"),
            total(1, "80053", "10", charge, lab),
        ];
        assert_eq!(flags(&by_default, &[], &totals), [expected]);
    };
    check(
        "215.60",
        "118.58",
        "Warning: 10.0 % of the allowed dollars ($119) are a default percentage of the charge",
    );
    check(
        "36.40",
        "20",
        "Note: 1.8 % of the allowed dollars ($20) are a default percentage of the charge",
    );
}

#[test]
fn a_lesser_of_clause_needs_charges_above_the_rates() {
    let mut lesser_of = contract(vec![FeeMethod::Amount(dollars("110"))]);
    let totals = [
        total(1, "99213", "2000", "180000", "180000"),
        total(1, "99214", "10", "0", "900"),
    ];
    assert!(flags(&lesser_of, &[], &totals).is_empty());
    lesser_of.versions[0].terms.lesser_of = LesserOf::PerLine;
    assert_eq!(
        flags(&lesser_of, &[], &totals),
        [
            "Warning: The lesser of rate and charge is paid, and no charge is known for 1 service",
            "Warning: The lesser of rate and charge is paid, and 1 service is charged below \
             the rate: $40,000 lost in the period",
        ]
    );
}

#[test]
fn a_version_that_ended_blocks_and_one_that_soon_does_is_a_note() {
    let mut ending = contract(vec![FeeMethod::Amount(dollars("110"))]);
    let mut check = |end, expected: &[&str]| {
        ending.versions[0].ends_on = Some(end);
        assert_eq!(flags(&ending, &[], &[]), expected);
    };
    check(
        date(2026, 5, 31),
        &["Blocking: No version of PPO contract is in force on 2026-06-01"],
    );
    check(
        date(2026, 8, 31),
        &["Note: PPO contract ends on 2026-08-31, in 91 days"],
    );
    check(date(2027, 5, 31), &[]);
}

#[test]
fn products_and_sites_without_a_schedule_are_found() {
    let mut scoped = contract(vec![FeeMethod::Amount(dollars("110"))]);
    let schedule = &mut scoped.versions[0].terms.schedules[0];
    schedule.products = vec!["HMO".to_owned()];
    schedule.sites = vec![SiteId(1)];
    let at = |site| TotalRow {
        site: SiteId(site),
        ..total(1, "99213", "1", "200", "110")
    };
    let found = flags(&scoped, &[], &[at(0), at(1), at(2), at(2)]);
    assert_eq!(
        found,
        [
            "Blocking: A site of the practice has no fee schedule in this contract",
            "Note: Every schedule is for certain products: services of other products have none, \
             and of unknown products the first",
            "Note: 100.0% of the allowed dollars are of no known product: priced by the first \
             schedule that may be theirs",
            "Note: 25.0% of the allowed dollars are of no known site: priced by the first schedule \
             that may be theirs",
        ]
    );
    let code = ProcedureCode::new("99213").unwrap();
    assert_eq!(
        ServiceCategory::of(code).label(),
        "Evaluation and management"
    );
    scoped.versions[0].terms.schedules.clear();
    assert_eq!(
        flags(&scoped, &[], &[]),
        ["Blocking: The contract has no fee schedule"]
    );
}

#[test]
fn what_nobody_said_and_the_contract_pays_by_is_a_note() {
    let nurse = Provider {
        id: ProviderId(2),
        text: "N. Example".to_owned(),
        name: None,
        npi: None,
        class: Some(ProviderClass::NursePractitioner),
        site: None,
        same_as: None,
        line_count: 10,
    };
    let by = |provider, allowed| TotalRow {
        provider: ProviderId(provider),
        ..total(1, "99213", "10", "2000", allowed)
    };
    // 85 % of 120 % of Medicare, and half of the dollars by somebody unknown.
    let visits = [by(2, "907"), by(0, "1067")];
    let agreed = contract(vec![of_medicare(year(2025))]);
    let told = flags_of(
        &agreed,
        &[],
        &visits,
        &Renderers::new(std::slice::from_ref(&nurse), &[]),
    );
    assert_eq!(
        told,
        [
            "Note: 54.1% of the allowed dollars are by providers whose class is not known: priced as \
          physicians\u{2019}"
        ]
    );
    // Until the first class is told nothing is said of it; the amounts are apart all the same.
    let untold = flags_of(&agreed, &[], &visits, &Renderers::default());
    assert_eq!(untold.len(), 1, "{untold:?}");
    assert!(untold[0].contains("8.1 % above"), "{untold:?}");
    let alone = [by(2, "907")];
    assert!(flags_of(&agreed, &[], &alone, &Renderers::new(&[nurse], &[])).is_empty());
}

#[test]
fn unknown_products_and_sites_are_a_note_where_schedules_name_them() {
    let mut agreed = contract(vec![of_medicare(year(2025))]);
    let terms = &mut agreed.versions[0].terms;
    let all = terms.schedules[0].clone();
    terms.schedules[0].products = vec!["HMO".to_owned()];
    terms.schedules[0].sites = vec![SiteId(7)];
    terms.schedules.push(all);
    let visits = [total(1, "99213", "10", "2000", "1067")];
    let told = flags(&agreed, &[], &visits);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("100.0% of the allowed dollars are of no known product"));
    assert!(told[1].contains("100.0% of the allowed dollars are of no known site"));
}
