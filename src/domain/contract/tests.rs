use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{Modifier, Money};

fn contract(versions: &[(Option<Date>, Option<Date>)]) -> Contract {
    Contract {
        id: ContractId(1),
        payer: PayerId(1),
        name: "PPO".to_owned(),
        versions: versions
            .iter()
            .map(|(effective_from, ends_on)| ContractVersion {
                effective_from: *effective_from,
                ends_on: *ends_on,
                terms: ContractTerms::default(),
            })
            .collect(),
    }
}

#[test]
fn a_service_is_paid_by_the_version_that_took_effect_last_and_has_not_ended() {
    let (first, second) = (date(2024, 1, 1), date(2026, 7, 1));
    let known = contract(&[
        (None, None),
        (Some(first), None),
        (Some(second), Some(date(2026, 12, 31))),
    ]);
    let from = |day| known.version_on(day).map(|version| version.effective_from);
    assert_eq!(from(date(2023, 12, 31)), Some(None));
    assert_eq!(from(date(2024, 1, 1)), Some(Some(first)));
    assert_eq!(from(date(2026, 6, 30)), Some(Some(first)));
    assert_eq!(from(date(2026, 7, 1)), Some(Some(second)));
    assert_eq!(from(date(2027, 1, 1)), None);
}

#[test]
fn a_contract_that_cannot_be_meant_is_refused() {
    let begins = Some(date(2025, 1, 1));
    assert!(contract(&[(None, None), (begins, None)]).check().is_ok());
    assert!(contract(&[]).check().is_err());
    assert!(contract(&[(begins, None), (begins, None)]).check().is_err());
    assert!(
        contract(&[(begins, Some(date(2024, 12, 31)))])
            .check()
            .is_err()
    );
    let mut nameless = contract(&[(None, None)]);
    nameless.name = " ".to_owned();
    assert!(nameless.check().is_err());
}

#[test]
fn an_order_of_operations_has_every_stage_once() {
    let mut terms = ContractTerms::default();
    assert!(terms.check().is_ok());
    terms.order.0.pop();
    assert!(terms.check().is_err());
    terms.order.0.push(PricingStage::Units);
    assert!(terms.check().is_err());
}

#[test]
fn units_come_before_what_is_about_whole_lines() {
    let mut terms = ContractTerms::default();
    terms.order.0.swap(0, 1);
    assert!(terms.check().is_ok(), "units before modifiers");
    let last = terms.order.0.len() - 1;
    terms.order.0.swap(0, last);
    assert!(terms.check().is_err(), "lesser of before units");
}

#[test]
fn two_rules_of_one_number_and_absurd_rates_are_refused() {
    let rule = |nr, amount: i64| FeeRule {
        nr,
        scope: RuleScope::AllServices,
        effective_from: None,
        effective_to: None,
        method: FeeMethod::Amount(Money::new(Decimal::from(amount))),
    };
    let check = |rules: Vec<FeeRule>| {
        let schedule = ContractSchedule {
            rules,
            ..ContractSchedule::default()
        };
        ContractTerms {
            schedules: vec![schedule],
            ..ContractTerms::default()
        }
        .check()
    };
    assert!(check(vec![rule(1, 100), rule(2, 100)]).is_ok());
    assert!(check(vec![rule(1, 100), rule(1, 100)]).is_err());
    assert!(check(vec![rule(1, -1)]).is_err());
}

#[test]
fn terms_read_back_from_their_own_text_and_from_little() {
    let terms = ContractTerms::default();
    let text = serde_json::to_string(&terms).unwrap();
    assert_eq!(serde_json::from_str::<ContractTerms>(&text).unwrap(), terms);
    assert_eq!(serde_json::from_str::<ContractTerms>("{}").unwrap(), terms);
    assert!(serde_json::from_str::<ContractTerms>(r#"{"lesserof":"per-line"}"#).is_err());
}

#[test]
fn medicares_assistant_at_surgery_is_paid_16_percent_and_a_nonphysician_85_percent_of_that() {
    let policies = PricingPolicies::default();
    let percent = |text: &str| match policies.effect(Modifier::new(text).unwrap()) {
        Some(ModifierEffect::Surgeon { percent, .. }) => Some(percent.points().to_string()),
        _ => None,
    };
    assert_eq!(percent("80").as_deref(), Some("16"));
    assert_eq!(percent("AS").as_deref(), Some("13.6"));
    assert_eq!(percent("62").as_deref(), Some("62.5"));
    assert_eq!(policies.effect(Modifier::new("25").unwrap()), None);
}
