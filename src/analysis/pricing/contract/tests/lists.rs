//! The payer's own list: as specific as the entry found, with gaps.

use super::*;
use crate::analysis::pricing::Specificity;

fn listed(id: i64) -> FeeMethod {
    FeeMethod::Listed(FeeScheduleId(id))
}

fn by_list(rates: &[(&str, &str, Option<Setting>, &str)]) -> Agreed {
    let mut agreed = by_rules(vec![
        rule(1, RuleScope::AllServices, listed(7)),
        rule(2, RuleScope::AllServices, of_medicare("100", year(2025))),
    ]);
    agreed.lists = vec![list(7, rates)];
    agreed
}

#[test]
fn a_list_is_as_specific_as_its_entry_and_a_gap_gives_way() {
    let facility = Some(Setting::Facility);
    let agreed = by_list(&[("99213", "", None, "101"), ("99213", "", facility, "77")]);
    for (service, expected, specificity) in [
        ("99213", "101.00", Specificity::Code),
        ("99213@F", "77.00", Specificity::CodeModifiersAndSetting),
        ("20610", "63.40", Specificity::AllServices),
    ] {
        let priced = agreed.line(line(service));
        assert_eq!(shown(&priced), expected, "{service}");
        assert_eq!(priced.rule.unwrap().specificity, specificity, "{service}");
    }
    let gap = agreed.line(line("20610"));
    let last = gap.steps.iter().rfind(|step| !step.source.is_empty());
    assert_eq!(last.unwrap().source, "rule 2 of PPO; no amount by rule 1");
}

#[test]
fn a_component_is_never_priced_by_the_rate_of_the_whole_service() {
    let agreed = by_list(&[("93306", "", None, "300"), ("93306", "TC", None, "190")]);
    agreed.check("93306", "300.00");
    agreed.check("93306-TC", "190.00");
    // 1.46 + 0.52 + 0.04 RVUs of 2025: Medicare's rule takes over.
    agreed.check("93306-26", "65.34");
}

#[test]
fn other_modifiers_take_the_plain_entry_and_the_policies_price_them() {
    let agreed = by_list(&[("20610", "", None, "100")]);
    agreed.check("20610-50", "150.00");
    agreed.check("20610-LT", "100.00");
}

#[test]
fn an_entry_with_the_modifier_holds_its_effect() {
    let agreed = by_list(&[("20610", "", None, "100"), ("20610", "50", None, "180")]);
    agreed.check("20610-50", "180.00");
    agreed.check("20610", "100.00");
}

#[test]
fn entries_count_from_their_own_dates() {
    let mut agreed = by_list(&[("99213", "", None, "101")]);
    let mut next = agreed.lists[0].rates[0];
    next.effective_from = Some(date(2026, 6, 1));
    next.rate = dollars("104");
    agreed.lists[0].rates.push(next);
    let on = |day| shown(&agreed.line_on(day, line("99213")));
    assert_eq!(on(date(2026, 5, 31)), "101.00");
    assert_eq!(on(date(2026, 6, 1)), "104.00");
}

#[test]
fn a_list_that_was_removed_leaves_nothing_less_specific_in_its_place() {
    let mut agreed = by_list(&[]);
    agreed.lists.clear();
    agreed.check("99213", "The payer\u{2019}s fee schedule was removed");
    agreed.contract.versions[0].terms.schedules[0]
        .rules
        .push(rule(
            3,
            of_code_with("99213", "", Some(Setting::NonFacility)),
            amount("90"),
        ));
    agreed.check("99213", "90.00");
}

#[test]
fn a_rule_for_the_code_and_an_entry_of_a_list_are_equals() {
    let mut agreed = by_list(&[("99213", "", None, "101")]);
    let rules = &mut agreed.contract.versions[0].terms.schedules[0].rules;
    rules.push(rule(3, of_code("99213"), amount("95")));
    assert_eq!(rule_nr(&agreed.line(line("99213"))), Some(3));
    agreed.lists[0].effective_from = Some(date(2026, 1, 1));
    assert_eq!(rule_nr(&agreed.line(line("99213"))), Some(1));
}
