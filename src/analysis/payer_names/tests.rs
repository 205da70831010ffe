//! Names that mean one payer, and names that only look like it.

use super::*;
use crate::analysis::sample::payer;
use crate::domain::{PayerClass, PayerNameId, ProductId, ProductKind};

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
        ("Cigna PPO", "Cigna"),
        ("Blue Cross Senior", "Blue Cross"),
        ("Humana Military", "Humana"),
        ("Example Dental", "Example"),
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
fn abbreviated_joined_and_initialled_names_are_found() {
    for (left, right) in [
        ("Magnolia Sr Advantage", "Magnolia Senior Advantage"),
        ("Magnolia Hlth Ins", "MAGNOLIA HEALTH INSURANCE"),
        ("Example Natl Mut", "Example National Mutual"),
        ("Example Comm Plan", "Example Community Plan"),
        ("BCBSGA", "BCBS of Georgia"),
        ("Met Life", "MetLife"),
        ("Exemplhealth", "Exempl"),
        ("Example Medical Resource (EMR)", "Example Medical Resource"),
    ] {
        check(left, right, Some(Confidence::Sure));
    }
    check(
        "ENOA",
        "Example Network of America",
        Some(Confidence::Likely),
    );
    check(
        "EMR",
        "Example Medical Resource",
        Some(Confidence::Possible),
    );
}

/// Payers 1, 2, …, each with one name carrying a payer number.
fn numbered(names: &[(&str, PayerClass, &str)]) -> Vec<MergeSuggestion> {
    let payers: Vec<Payer> = names
        .iter()
        .zip(1..)
        .map(|((name, class, _code), id)| payer(id, name, *class))
        .collect();
    let written: Vec<PayerName> = payers
        .iter()
        .zip(names)
        .map(|(payer, (_name, _class, code))| PayerName {
            code: (*code).to_owned(),
            ..name_of(payer.id.0, &payer.name, payer.id.0, 10)
        })
        .collect();
    suggest_merges(&payers, &written)
}

fn name_of(id: i64, text: &str, payer: i64, line_count: u64) -> PayerName {
    PayerName {
        id: PayerNameId(id),
        text: text.to_owned(),
        plan: String::new(),
        code: String::new(),
        payer: PayerId(payer),
        product: None,
        line_count,
    }
}

#[test]
fn a_payer_number_in_common_is_sure_within_one_line_of_business() {
    let commercial = PayerClass::Commercial;
    let found = numbered(&[
        ("Laurel Mutual", commercial, "60054"),
        ("LM West", commercial, " 60054"),
        ("Laurel Medicare", PayerClass::MedicareAdvantage, "60054"),
        ("Somebody", commercial, "00000"),
        ("Nobody", commercial, "00000"),
        ("On paper", commercial, "SPRNT"),
        ("By post", commercial, "SPRNT"),
    ]);
    let words: Vec<String> = found
        .iter()
        .map(|found| format!("{} into {}: {}", found.from.0, found.into.0, found.reason))
        .collect();
    assert_eq!(words, ["2 into 1: The same payer number, 60054"]);
    assert_eq!(found[0].confidence, Confidence::Sure);
}

#[test]
fn a_number_that_everybody_has_says_nothing() {
    let names = ["Ash", "Beech", "Cedar", "Dogwood", "Elm", "Fir", "Gum"];
    let all: Vec<_> = names
        .iter()
        .map(|name| (*name, PayerClass::Commercial, "12345"))
        .collect();
    assert!(numbered(&all).is_empty());
    assert_eq!(numbered(&all[..3]).len(), 2);
}

fn products_of(payers: &[(&str, PayerClass)], names: &[PayerName]) -> Vec<String> {
    let payers: Vec<Payer> = payers
        .iter()
        .zip(1..)
        .map(|((name, class), id)| payer(id, name, *class))
        .collect();
    suggest_products(&payers, names)
        .iter()
        .map(|found| {
            let from: Vec<_> = found.from.iter().map(|id| id.0).collect();
            let products: Vec<_> = found
                .products
                .iter()
                .map(|of| format!("{} = {} ({})", of.text, of.product, of.kind.key()))
                .collect();
            format!(
                "{} {} from {from:?}: {}; {} lines",
                found.payer.0,
                found.payer_name,
                products.join(", "),
                found.lines
            )
        })
        .collect()
}

#[test]
fn payers_that_differ_in_a_product_are_one_payer_with_products() {
    let class = PayerClass::Commercial;
    let found = products_of(
        &[("CIGNA HMO", class), ("PPO - Cigna", class)],
        &[
            name_of(1, "CIGNA HMO", 1, 90),
            name_of(2, "PPO - Cigna", 2, 10),
        ],
    );
    let expected = "1 CIGNA from [2]: CIGNA HMO = HMO (hmo), PPO - Cigna = PPO (ppo); 100 lines";
    assert_eq!(found, [expected]);
}

#[test]
fn the_payer_named_without_a_product_stays_and_keeps_its_name() {
    let class = PayerClass::Commercial;
    let found = products_of(
        &[
            ("Cigna", class),
            ("Cigna Open Access Plus", class),
            ("Cigna", PayerClass::MedicareAdvantage),
        ],
        &[
            name_of(1, "Cigna", 1, 5),
            name_of(2, "Cigna Open Access Plus", 2, 10),
            name_of(3, "CIGNA OPEN ACCESS PLUS", 2, 20),
            name_of(4, "Cigna HMO", 3, 20),
        ],
    );
    let expected = "1 Cigna from [2]: Cigna Open Access Plus = Open Access Plus (other), \
                    CIGNA OPEN ACCESS PLUS = Open Access Plus (other); 30 lines";
    assert_eq!(found, [expected]);
}

#[test]
fn names_under_one_payer_become_its_products() {
    let class = PayerClass::Commercial;
    let known = PayerName {
        product: Some(ProductId(7)),
        ..name_of(2, "Cigna HMO", 1, 10)
    };
    let found = products_of(
        &[("Cigna", class)],
        &[name_of(1, "Cigna PPO", 1, 5), known.clone()],
    );
    assert_eq!(found, ["1 Cigna from []: Cigna PPO = PPO (ppo); 5 lines"]);
    assert!(products_of(&[("Cigna", class)], &[known]).is_empty());
}

#[test]
fn the_word_advantage_of_a_medicare_plan_stays_in_its_name() {
    let class = PayerClass::MedicareAdvantage;
    let names = [
        name_of(1, "Magnolia Sr Advantage", 1, 50),
        name_of(2, "MAGNOLIA SENIOR ADVANTAGE HMO", 1, 10),
    ];
    assert_eq!(
        products_of(&[("Magnolia Senior Advantage", class)], &names),
        [
            "1 Magnolia Senior Advantage from []: MAGNOLIA SENIOR ADVANTAGE HMO = HMO (hmo); 10 \
          lines"
        ]
    );
}

#[test]
fn a_payer_that_also_goes_by_another_name_is_no_product() {
    let class = PayerClass::Commercial;
    let payers = [("Cigna", class), ("Cigna HMO", class)];
    let names = [
        name_of(1, "Cigna", 1, 50),
        name_of(2, "Cigna HMO", 2, 10),
        name_of(3, "Piedmont HMO", 2, 10),
    ];
    assert!(products_of(&payers, &names).is_empty());
    assert_eq!(products_of(&payers, &names[..2]).len(), 1);
}

#[test]
fn a_name_without_a_product_by_itself_suggests_none() {
    let class = PayerClass::Commercial;
    let names = [name_of(1, "Cigna PPO", 1, 50)];
    assert!(products_of(&[("Cigna PPO", class)], &names).is_empty());
}

#[test]
fn the_index_finds_what_comparing_all_with_all_finds() {
    let words = [
        "laurel",
        "laurell",
        "lauel",
        "mutual",
        "mutal",
        "east",
        "bcbs",
        "blue cross",
        "georgia",
        "hmo",
        "health",
        "oak",
        "lme",
        "medicare",
    ];
    let names: Vec<String> = (0..words.len())
        .flat_map(|one| (0..words.len()).map(move |two| (one, two)))
        .flat_map(|(one, two)| {
            [one, two].map(|three| format!("{} {} {}", words[one], words[two], words[three]))
        })
        .collect();
    let all: Vec<Words> = names.iter().map(|name| Words::of(name)).collect();
    let placed: Vec<(usize, &Words)> = all.iter().enumerate().collect();
    let found: std::collections::BTreeSet<(usize, usize)> = alike(&placed)
        .into_iter()
        .map(|(left, right)| (left.0, right.0))
        .collect();
    let mut compared = 0;
    for (left, one) in all.iter().enumerate() {
        for (right, two) in all.iter().enumerate().skip(left + 1) {
            if one.compare(two).is_some() {
                compared += 1;
                assert!(
                    found.contains(&(left, right)),
                    "{} / {}",
                    names[left],
                    names[right]
                );
            }
        }
    }
    assert!(1_000 < compared);
}

#[test]
fn kinds_of_products_follow_from_their_words() {
    let check = |name: &str, kind| assert_eq!(Words::of(name).product_kind(), kind, "{name}");
    check("Laurel Choice PPO", ProductKind::Ppo);
    check("Laurel Silver HMO", ProductKind::Hmo);
    check("Laurel Bronze", ProductKind::Exchange);
    check("Laurel Open Access", ProductKind::Other);
}
