//! Which rule fires: one test for each step down the order, versions, schedules.

use super::*;
use crate::analysis::pricing::Specificity;
use crate::domain::{ProviderClass, ServiceCategory, SiteId};

/// A rule on every step, the most specific last.
fn every_step() -> Vec<FeeRule> {
    vec![
        rule(1, RuleScope::AllServices, amount("10")),
        rule(
            2,
            RuleScope::Category(ServiceCategory::Radiology),
            amount("20"),
        ),
        rule(
            3,
            RuleScope::CodeRange {
                first: code("93000"),
                last: code("93999"),
            },
            amount("30"),
        ),
        rule(4, of_code("93306"), amount("40")),
        rule(5, of_code_with("93306", "26", None), amount("50")),
        rule(
            6,
            of_code_with("93306", "26", Some(Setting::Facility)),
            amount("60"),
        ),
    ]
}

fn check(rules: Vec<FeeRule>, service: &str, expected: (u32, Specificity)) {
    let priced = by_rules(rules).line(line(service));
    let fired = priced.rule.map(|rule| (rule.nr, rule.specificity));
    assert_eq!(fired, Some((Some(expected.0), expected.1)), "{service}");
}

#[test]
fn code_modifiers_and_setting_come_first() {
    let expected = (6, Specificity::CodeModifiersAndSetting);
    check(every_step(), "93306-26@F", expected);
}

#[test]
fn code_and_modifiers_come_before_the_code() {
    check(every_step(), "93306-26", (5, Specificity::CodeAndModifiers));
}

#[test]
fn the_code_comes_before_a_range_it_is_in() {
    check(every_step(), "93306", (4, Specificity::Code));
}

#[test]
fn a_range_comes_before_a_section() {
    let mut rules = every_step();
    rules.push(rule(
        9,
        RuleScope::Category(ServiceCategory::Medicine),
        amount("25"),
    ));
    check(rules, "93000", (3, Specificity::CodeRange));
}

#[test]
fn a_section_comes_before_everything() {
    check(every_step(), "71046", (2, Specificity::Category));
}

#[test]
fn everything_else_is_priced_by_the_rule_for_all_services() {
    check(every_step(), "99213", (1, Specificity::AllServices));
}

#[test]
fn the_default_percentage_of_the_charge_prices_what_no_rule_does() {
    let mut agreed = by_rules(vec![rule(1, of_code("99213"), amount("90"))]);
    agreed.contract.versions[0].terms.schedules[0].default_percent_of_charge = Some(percent("55"));
    let priced = agreed.line(charged("99214", "210"));
    assert_eq!(shown(&priced), "115.50");
    let fired = priced.rule.unwrap();
    assert_eq!(fired.nr, None);
    assert_eq!(fired.specificity, Specificity::DefaultPercentOfCharge);
    agreed.check(
        "99214",
        "A percentage of the charge, and no charge is known",
    );
    agreed.check("99213", "90.00");
}

#[test]
fn without_a_default_a_service_without_a_rule_is_unpriced_and_not_zero() {
    let agreed = by_rules(vec![rule(1, of_code("99213"), amount("90"))]);
    agreed.check("99214", "No rule of the contract prices it");
}

#[test]
fn of_equal_rules_the_one_that_took_effect_last_fires_and_then_the_highest_number() {
    let dated = |nr, from: Option<Date>| FeeRule {
        effective_from: from,
        ..rule(nr, of_code("99213"), amount("90"))
    };
    let new_year = Some(date(2026, 1, 1));
    let code = Specificity::Code;
    check(vec![dated(1, new_year), dated(2, None)], "99213", (1, code));
    check(vec![dated(1, None), dated(2, None)], "99213", (2, code));
    let to_come = Some(date(2026, 7, 1));
    check(vec![dated(1, None), dated(2, to_come)], "99213", (1, code));
}

#[test]
fn a_rule_that_has_ended_is_no_rule() {
    let ended = FeeRule {
        effective_to: Some(date(2026, 5, 31)),
        ..rule(2, of_code("99213"), amount("80"))
    };
    let rules = vec![rule(1, RuleScope::AllServices, amount("10")), ended];
    check(rules, "99213", (1, Specificity::AllServices));
}

#[test]
fn a_rule_that_has_no_amount_gives_way_and_the_steps_say_so() {
    let agreed = by_rules(vec![
        rule(
            1,
            RuleScope::AllServices,
            FeeMethod::PercentOfCharge(percent("50")),
        ),
        rule(2, RuleScope::AllServices, of_medicare("120", year(2025))),
    ]);
    // Outside the physician fee schedule, so 120 % of it is no amount.
    let priced = agreed.line(charged("80053", "40"));
    assert_eq!(shown(&priced), "20.00");
    assert_eq!(priced.steps[0].source, "rule 1 of PPO; no amount by rule 2");
    let priced = agreed.line(charged("99213", "200"));
    assert_eq!(rule_nr(&priced), Some(2));
}

#[test]
fn a_rule_that_fired_is_kept_in_words() {
    let agreed = by_rules(vec![rule(
        3,
        RuleScope::AllServices,
        of_medicare("120", YearLock::FixedYear(release("RVU20A", 2020))),
    )]);
    let fired = agreed.line(line("99213")).rule.unwrap();
    assert_eq!(fired.label, "rule 3: 120 % of Medicare, RVU20A fixed");
    assert_eq!(fired.schedule, "PPO");
}

#[test]
fn the_version_of_the_day_prices_a_line() {
    let mut agreed = by_rules(vec![rule(1, RuleScope::AllServices, amount("90"))]);
    let mut next = agreed.contract.versions[0].clone();
    next.effective_from = Some(date(2026, 7, 1));
    next.ends_on = Some(date(2026, 12, 31));
    next.terms.schedules = vec![schedule(
        "PPO 2",
        vec![rule(1, RuleScope::AllServices, amount("95"))],
    )];
    agreed.contract.versions.push(next);
    for (day, expected) in [
        (date(2026, 6, 30), "90.00"),
        (date(2026, 7, 1), "95.00"),
        (date(2026, 12, 31), "95.00"),
        (
            date(2027, 1, 1),
            "No version of the contract is in force on 2027-01-01",
        ),
    ] {
        assert_eq!(
            shown(&agreed.line_on(day, line("99213"))),
            expected,
            "{day}"
        );
    }
}

#[test]
fn the_first_schedule_that_is_for_the_product_site_and_provider_prices_the_line() {
    let everything =
        |name, rate| schedule(name, vec![rule(1, RuleScope::AllServices, amount(rate))]);
    let hmo = ContractSchedule {
        products: vec!["HMO".to_owned()],
        ..everything("HMO", "70")
    };
    let north = ContractSchedule {
        sites: vec![SiteId(2)],
        ..everything("North", "80")
    };
    let nurses = ContractSchedule {
        provider_classes: vec![ProviderClass::NursePractitioner],
        ..everything("Nurses", "60")
    };
    let others = everything("Others", "90");
    let agreed = agreed(ContractTerms {
        schedules: vec![hmo, north, nurses, others],
        ..ContractTerms::default()
    });
    let schedule_of = |line| agreed.line(line).rule.map(|rule| rule.schedule).unwrap();
    assert_eq!(schedule_of(of_product("99213", "hmo ")), "HMO");
    assert_eq!(schedule_of(of_product("99213", "PPO")), "Others");
    let at_north = ClaimLine {
        site: Some(SiteId(2)),
        ..line("99213")
    };
    assert_eq!(schedule_of(at_north), "North");
    let by_nurse = ClaimLine {
        provider_class: ProviderClass::NursePractitioner,
        ..line("99213")
    };
    assert_eq!(schedule_of(by_nurse), "Nurses");
}

#[test]
fn an_unknown_product_is_priced_with_a_caution_and_a_known_one_of_no_schedule_is_not() {
    let only = ContractSchedule {
        products: vec!["HMO".to_owned()],
        ..schedule("HMO", vec![rule(1, RuleScope::AllServices, amount("70"))])
    };
    let agreed = agreed(ContractTerms {
        schedules: vec![only],
        ..ContractTerms::default()
    });
    let unknown = agreed.line(line("99213"));
    assert_eq!(shown(&unknown), "70.00");
    assert_eq!(
        unknown.cautions,
        ["The line\u{2019}s product or site is not known: priced by the schedule HMO"]
    );
    assert_eq!(
        shown(&agreed.line(of_product("99213", "PPO"))),
        "No schedule of the contract is for this product, site and provider"
    );
}
