//! Names that mean one payer, and names that only look like it.

use super::*;
use crate::analysis::sample::payer;
use crate::domain::{PayerClass, PayerNameId};

fn suggested(names: &[(&str, PayerClass)]) -> Vec<MergeSuggestion> {
    let payers: Vec<Payer> = names
        .iter()
        .zip(1..)
        .map(|((name, class), id)| payer(id, name, *class))
        .collect();
    let written: Vec<PayerName> = payers
        .iter()
        .map(|payer| PayerName {
            plan: String::new(),
            code: String::new(),
            product: None,
            id: PayerNameId(payer.id.0),
            text: payer.name.clone(),
            payer: payer.id,
            line_count: 100 - payer.id.0.unsigned_abs(),
        })
        .collect();
    suggest_merges(&payers, &written)
}

fn check(left: &str, right: &str, expected: Option<Confidence>) {
    let class = PayerClass::Commercial;
    let found = suggested(&[(left, class), (right, class)]);
    let confidence = found.first().map(|suggestion| suggestion.confidence);
    assert_eq!(confidence, expected, "{left} / {right}: {found:?}");
}

#[test]
fn spellings_of_one_payer_are_found() {
    for (left, right) in [
        ("BCBS", "Blue Cross Blue Shield"),
        (
            "BCBS of Georgia",
            "Blue Cross & Blue Shield of Georgia, Inc.",
        ),
        ("BCBS GA", "BlueCross BlueShield of Georgia"),
        ("UHC", "United Healthcare"),
        ("UnitedHealthcare", "UNITED HEALTH CARE INSURANCE COMPANY"),
        ("AETNA", "Aetna, Inc."),
        ("Aetna", "AETNA 60054"),
        ("Cigna", "CIGNA HEALTHCARE"),
        ("Cigna PPO", "PPO - Cigna"),
        ("Humana (PAYER ID 61101)", "Humana ID61101 payer id"),
    ] {
        check(left, right, Some(Confidence::Sure));
    }
}

#[test]
fn a_misspelled_word_is_likely_and_a_missing_one_possible() {
    check("Aetna", "Aetnna", Some(Confidence::Likely));
    check(
        "BCBS of Georgia",
        "Blue Cross of Georgia",
        Some(Confidence::Likely),
    );
    check("Cigna PPO", "Cigna", Some(Confidence::Possible));
    check(
        "Piedmont Mutual",
        "Piedmont Mutual East",
        Some(Confidence::Possible),
    );
}

#[test]
fn different_payers_stay_apart() {
    for (left, right) in [
        ("Aetna", "Cigna"),
        ("BCBS of Georgia", "BCBS of Florida"),
        ("Blue Cross of California", "Blue Shield of California"),
        ("Cigna HMO", "Cigna PPO"),
        ("UHC", "UHC Community Plan"),
        ("Humana", "Humana Medicare Advantage"),
        ("Medicare", "Medicaid"),
        ("Aetna Medicare", "Medicare"),
        ("Aetna Medicare", "Aetna"),
        ("Plan NY", "Plan NJ"),
        ("Railroad Medicare", "Medicare Part B"),
        ("Health Plan", "Insurance Company"),
        ("", "Aetna"),
    ] {
        check(left, right, None);
    }
}

#[test]
fn classes_are_never_mixed_even_for_equal_names() {
    let found = suggested(&[
        ("Humana", PayerClass::Commercial),
        ("Humana", PayerClass::MedicareAdvantage),
        ("Medicare", PayerClass::Medicare),
        ("Medicare Part B Palmetto GBA", PayerClass::Medicare),
    ]);
    let moves: Vec<_> = found
        .iter()
        .map(|suggestion| (suggestion.from.0, suggestion.into.0))
        .collect();
    assert_eq!(moves, [(4, 3)]);
}

#[test]
fn the_busier_payer_stays_and_none_is_given_up_twice() {
    let class = PayerClass::Commercial;
    let found = suggested(&[("Aetna", class), ("AETNA INC", class), ("Aetna LLC", class)]);
    let moves: Vec<_> = found
        .iter()
        .map(|suggestion| (suggestion.from.0, suggestion.into.0, suggestion.lines))
        .collect();
    assert_eq!(moves, [(2, 1, 98), (3, 1, 97)]);
}

#[test]
fn a_name_tells_its_class_where_it_can() {
    for (name, class) in [
        ("Medicare", PayerClass::Medicare),
        ("MEDICARE OF GEORGIA - PART B", PayerClass::Medicare),
        ("Aetna Medicare PPO", PayerClass::MedicareAdvantage),
        ("Humana Medicare Advantage", PayerClass::MedicareAdvantage),
        ("UHC Community Plan", PayerClass::Medicaid),
        ("Georgia Medicaid", PayerClass::Medicaid),
        ("Workers' Compensation", PayerClass::WorkersComp),
        ("SELF-PAY", PayerClass::SelfPay),
        ("TRICARE East", PayerClass::Other),
        ("BCBS", PayerClass::Commercial),
    ] {
        assert_eq!(suggest_class(name), class, "{name}");
    }
}

#[test]
fn suggestions_can_be_followed_one_after_the_other() {
    let class = PayerClass::Commercial;
    let found = suggested(&[
        ("Piedmont Mutual East", class),
        ("Piedmont Mutual", class),
        ("Piedmont Mutuall", class),
    ]);
    let moves: Vec<_> = found
        .iter()
        .map(|suggestion| (suggestion.from.0, suggestion.into.0))
        .collect();
    assert_eq!(moves, [(3, 2), (2, 1)]);
}

#[test]
fn a_new_name_finds_its_payer_only_when_sure() {
    let payers = [
        payer(1, "United Healthcare", PayerClass::Commercial),
        payer(2, "Medicare", PayerClass::Medicare),
        payer(3, "Example Mutual", PayerClass::WorkersComp),
        payer(4, "Example Senior", PayerClass::MedicareAdvantage),
    ];
    let found = |name: &str| suggest_payer(name, &payers, &[]).map(|id| id.0);
    assert_eq!(found("UHC 87726"), Some(1));
    assert_eq!(found("Medicare Part B"), Some(2));
    assert_eq!(found("UHC Community Plan"), None);
    assert_eq!(found("Example Mutual Insurance Co."), Some(3));
    assert_eq!(found("Example Senior Inc"), None);
    assert_eq!(found("Unity"), None);
}
