//! The list of names as text, and the edits it asks for.

use super::*;
use crate::analysis::payer_names::{suggest_merges, suggest_products};

struct Files {
    payers: Vec<Payer>,
    names: Vec<PayerName>,
    suggestions: Vec<MergeSuggestion>,
    products: Vec<Product>,
    dismissed: Dismissed,
}

fn files(names: &[(&str, i64, u64)]) -> Files {
    let mut payers: Vec<Payer> = Vec::new();
    let mut lines = Vec::new();
    for ((text, payer, line_count), id) in names.iter().zip(1..) {
        let payer = PayerId(*payer);
        if payers.iter().all(|known| known.id != payer) {
            payers.push(Payer {
                id: payer,
                name: (*text).to_owned(),
                class: PayerClass::Commercial,
            });
        }
        lines.push(PayerName {
            plan: String::new(),
            code: String::new(),
            product: None,
            id: PayerNameId(id),
            text: (*text).to_owned(),
            payer,
            line_count: *line_count,
        });
    }
    Files {
        suggestions: suggest_merges(&payers, &lines),
        payers,
        names: lines,
        products: Vec::new(),
        dismissed: Dismissed::default(),
    }
}

fn model(files: &Files, search: &str) -> NamesModel {
    NamesModel::new(&NamesInput {
        payers: &files.payers,
        names: &files.names,
        products: &files.products,
        suggestions: &files.suggestions,
        product_suggestions: &suggest_products(&files.payers, &files.names),
        dismissed: &files.dismissed,
        search,
    })
}

fn sample() -> Files {
    files(&[
        ("LAUREL MUTUAL INS CO", 1, 900),
        ("Laurel Mutual", 2, 1_304),
        ("SOUTHRIDGE PPO", 3, 4_000),
        ("Southridge Hlth", 3, 5),
    ])
}

#[test]
fn payers_come_with_their_names_the_busiest_first() {
    let shown: Vec<String> = model(&sample(), "")
        .payers
        .iter()
        .map(|payer| {
            let names: Vec<&str> = payer.names.iter().map(|name| &*name.quoted).collect();
            format!(
                "{} | {} | {}",
                payer.name,
                payer.lines_words,
                names.join(", ")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "SOUTHRIDGE PPO | 4,005 lines | \u{201c}SOUTHRIDGE PPO\u{201d}, \
             \u{201c}Southridge Hlth\u{201d}",
            "Laurel Mutual | 1,304 lines | \u{201c}Laurel Mutual\u{201d}",
            "LAUREL MUTUAL INS CO | 900 lines | \u{201c}LAUREL MUTUAL INS CO\u{201d}",
        ]
    );
}

#[test]
fn only_one_of_several_names_can_be_split_off() {
    let model = model(&sample(), "");
    assert_eq!(
        model.payers[0].names[1].split.as_deref(),
        Some("Split Southridge Hlth off SOUTHRIDGE PPO")
    );
    assert_eq!(model.payers[1].names[0].split, None);
}

#[test]
fn a_suggestion_says_why_and_goes_when_it_is_put_aside() {
    let mut files = sample();
    let suggestion = &model(&files, "").suggestions[0];
    assert_eq!(
        suggestion.accept,
        "Merge LAUREL MUTUAL INS CO into Laurel Mutual"
    );
    assert!(
        suggestion
            .reason
            .ends_with("900 lines move to Laurel Mutual")
    );
    let pair = (suggestion.from, suggestion.into);
    files.dismissed.merges.insert(pair);
    assert!(model(&files, "").suggestions.is_empty());
}

#[test]
fn a_search_finds_payers_by_any_of_their_names() {
    let found = model(&sample(), " hlth");
    assert_eq!(found.payers.len(), 1);
    assert_eq!(found.counted, "1 of 3 payers");
    assert_eq!(model(&sample(), "").counted, "3 payers");
    assert_eq!(model(&files(&[]), "").counted, "0 payers");
}

#[test]
fn chosen_payers_merge_into_the_busiest_unless_another_is_named() {
    let model = model(&sample(), "");
    let chosen = BTreeSet::from([PayerId(1), PayerId(2)]);
    assert_eq!(model.kept(&chosen, None), Some(PayerId(2)));
    assert_eq!(model.kept(&chosen, Some(PayerId(1))), Some(PayerId(1)));
    assert_eq!(model.kept(&chosen, Some(PayerId(3))), Some(PayerId(2)));
    assert!(matches!(
        merge(&chosen, PayerId(2)),
        Some(Edit::MergePayers { from, into: PayerId(2) }) if from == [PayerId(1)]
    ));
    assert!(merge(&BTreeSet::from([PayerId(2)]), PayerId(2)).is_none());
}

#[test]
fn a_payer_is_renamed_only_to_another_name() {
    assert!(rename(PayerId(1), "Laurel", " Laurel ").is_none());
    assert!(rename(PayerId(1), "Laurel", "  ").is_none());
    assert!(matches!(
        rename(PayerId(1), "Laurel", " Laurel Mutual"),
        Some(Edit::RenamePayer { name, .. }) if name == "Laurel Mutual"
    ));
}

/// Two payers that are products of one, and one with a product, a plan and a payer number.
fn with_products() -> Files {
    let mut files = files(&[
        ("Laurel HMO", 1, 900),
        ("Laurel PPO", 2, 100),
        ("Southridge", 3, 50),
        ("SOUTHRIDGE INC", 3, 8),
    ]);
    files.products = vec![Product {
        id: ProductId(7),
        payer: PayerId(3),
        name: "Choice".to_owned(),
        kind: ProductKind::Pos,
    }];
    let known = &mut files.names[2];
    known.plan = "CHOICE 500".to_owned();
    known.code = "60054".to_owned();
    known.product = Some(ProductId(7));
    files
}

#[test]
fn payers_that_differ_in_a_product_are_offered_as_one_with_products() {
    let mut files = with_products();
    let found = model(&files, "").product_suggestions;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].headline, "Laurel, with the products HMO and PPO");
    assert_eq!(
        found[0].reason,
        "\u{201c}Laurel HMO\u{201d} and \u{201c}Laurel PPO\u{201d} differ in the product only; 1,000 \
         lines"
    );
    assert_eq!(
        found[0].accept,
        "Make Laurel, with the products HMO and PPO"
    );
    assert!(model(&files, "").suggestions.is_empty());
    files.dismissed.products.insert(PayerId(1));
    assert!(model(&files, "").product_suggestions.is_empty());
}

#[test]
fn names_show_plan_payer_number_and_product() {
    let files = with_products();
    let found = model(&files, "");
    let payer = found.payers.iter().find(|payer| payer.id == PayerId(3));
    let payer = payer.unwrap();
    assert_eq!(
        payer.names[0].details,
        "plan CHOICE 500, payer number 60054"
    );
    assert_eq!(payer.names[0].product, Some(ProductId(7)));
    assert_eq!(
        payer.names[0].product_label,
        "Product of Southridge, plan CHOICE 500"
    );
    assert_eq!(payer.names[1].details, "");
    assert_eq!(payer.products[0].used_words, "1 name in files, 50 lines");
    assert_eq!(model(&files, "60054").counted, "1 of 3 payers");
    assert_eq!(model(&files, "choice").counted, "1 of 3 payers");
}

#[test]
fn a_product_is_saved_when_it_has_a_name_and_is_another() {
    let files = with_products();
    let product = &files.products[0];
    assert!(edit_product(product, " Choice ", ProductKind::Pos).is_none());
    assert!(edit_product(product, " ", ProductKind::Ppo).is_none());
    assert!(matches!(
        edit_product(product, "Choice", ProductKind::Ppo),
        Some(Edit::EditProduct(Product {
            kind: ProductKind::Ppo,
            ..
        }))
    ));
    assert!(add_product(PayerId(3), "  ", ProductKind::Ppo).is_none());
    assert!(matches!(
        add_product(PayerId(3), " Select ", ProductKind::Ppo),
        Some(Edit::AddProduct { name, .. }) if name == "Select"
    ));
}
