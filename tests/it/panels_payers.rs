//! Names, providers and sites of the Payers panel driven as a person drives them.

use allowable::app::command::Command;
use allowable::app::panels::payers;
use allowable::domain::{
    PayerId, PayerName, PayerNameId, Product, ProductId, ProductKind, Provider, ProviderClass,
    ProviderId, Site, SiteId,
};
use allowable::jobs::Edit;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::panels_payers_codes_model::{Small, Window, click, shown};

/// The panel in its window.
type Driven = Harness<'static, Window<payers::State>>;

fn panel(practice: &Small, section: &str) -> Driven {
    let mut harness = shown(practice, payers::ui);
    click(&mut harness, section);
    harness
}

/// Returns the one change that was asked for.
fn edit(harness: &Driven) -> Edit {
    match harness.state().sent().as_slice() {
        [Command::Edit(edit)] => edit.clone(),
        sent => panic!("one change: {sent:?}"),
    }
}

fn choose(harness: &mut Driven, picker: &str, choice: &str) {
    for (role, label) in [(Role::ComboBox, picker), (Role::Button, choice)] {
        harness.get_by_role_and_label(role, label).click();
        harness.run_steps(4);
    }
}

fn type_into(harness: &mut Driven, field: &str, text: &str) {
    let field = (Role::TextInput, field);
    harness.get_by_role_and_label(field.0, field.1).focus();
    harness.run_steps(2);
    harness
        .get_by_role_and_label(field.0, field.1)
        .type_text(text);
    harness.run_steps(2);
}

fn shows(harness: &Driven, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

/// Laurel Mutual has the product HMO; one of its names comes with a plan and a payer number.
fn with_products() -> Small {
    let mut practice = Small::new();
    practice.products = vec![Product {
        id: ProductId(7),
        payer: PayerId(1),
        name: "HMO".to_owned(),
        kind: ProductKind::Hmo,
    }];
    let PayerName { plan, code, .. } = &mut practice.names[1];
    "CHOICE".clone_into(plan);
    "60054".clone_into(code);
    practice
}

#[test]
fn products_are_given_to_names_renamed_added_and_removed() {
    let mut harness = panel(&with_products(), "Names");
    click(&mut harness, "Names of Laurel Mutual");
    assert!(shows(&harness, "plan CHOICE, payer number 60054"));
    choose(&mut harness, "Product of Laurel PPO, plan CHOICE", "HMO");
    assert!(matches!(
        edit(&harness),
        Edit::SetProductOfName {
            name: PayerNameId(2),
            product: Some(ProductId(7))
        }
    ));
    choose(&mut harness, "Kind of HMO", "POS");
    assert!(matches!(
        edit(&harness),
        Edit::EditProduct(Product {
            kind: ProductKind::Pos,
            ..
        })
    ));
    click(&mut harness, "Remove the product HMO of Laurel Mutual");
    assert!(matches!(edit(&harness), Edit::RemoveProduct(ProductId(7))));
    click(&mut harness, "Add a product of Laurel Mutual");
    type_into(
        &mut harness,
        "Name of the new product of Laurel Mutual",
        "Select",
    );
    click(&mut harness, "Save the name");
    assert!(matches!(
        edit(&harness),
        Edit::AddProduct { payer: PayerId(1), name, .. } if name == "Select"
    ));
}

#[test]
fn names_that_differ_in_a_product_are_made_products_in_one_step() {
    let mut practice = Small::new();
    practice.names[3].text = "Laurel Mutual HMO".to_owned();
    practice.names.remove(1);
    let mut harness = panel(&practice, "Names");
    click(&mut harness, "Make Laurel Mutual, with the product HMO");
    let Edit::MakeProducts(made) = edit(&harness) else {
        panic!("products are made");
    };
    assert_eq!((made.payer, made.from), (PayerId(1), vec![PayerId(3)]));
    click(
        &mut harness,
        "Leave \u{201c}Laurel Mutual HMO\u{201d} as they are",
    );
    assert!(
        harness
            .query_by_label("Make Laurel Mutual, with the product HMO")
            .is_none()
    );
}

fn provider(id: i64, text: &str, line_count: u64) -> Provider {
    Provider {
        id: ProviderId(id),
        text: text.to_owned(),
        name: None,
        npi: None,
        class: None,
        site: None,
        same_as: None,
        line_count,
    }
}

fn site(id: i64, text: &str) -> Site {
    Site {
        id: SiteId(id),
        text: text.to_owned(),
        name: None,
        zip: None,
        same_as: None,
        line_count: 10,
    }
}

fn with_people() -> Small {
    let mut practice = Small::new();
    practice.providers = vec![
        provider(1, "EXAMPLE A", 900),
        provider(2, "SAMPLE B", 40),
        Provider {
            same_as: Some(ProviderId(1)),
            ..provider(3, "EXAMPLE ADA", 5)
        },
    ];
    practice.sites = vec![site(1, "NORTH"), site(2, "SOUTH")];
    practice
}

#[test]
fn a_provider_is_given_a_class_a_site_a_name_and_a_number() {
    let mut harness = panel(&with_people(), "Providers");
    assert!(shows(&harness, "The class of 2 providers is not known"));
    choose(&mut harness, "Class of SAMPLE B", "Nurse practitioner");
    assert!(matches!(
        edit(&harness),
        Edit::EditProvider(Provider {
            id: ProviderId(2),
            class: Some(ProviderClass::NursePractitioner),
            ..
        })
    ));
    choose(&mut harness, "Usual site of SAMPLE B", "SOUTH");
    assert!(matches!(
        edit(&harness),
        Edit::EditProvider(Provider {
            site: Some(SiteId(2)),
            ..
        })
    ));
    click(&mut harness, "Name and NPI of SAMPLE B");
    type_into(&mut harness, "NPI of SAMPLE B", "1234567893");
    click(&mut harness, "Save name and NPI");
    assert!(matches!(
        edit(&harness),
        Edit::EditProvider(Provider { name: None, npi: Some(npi), .. }) if npi == "1234567893"
    ));
}

#[test]
fn providers_are_merged_and_their_texts_split_off() {
    let mut harness = panel(&with_people(), "Providers");
    click(&mut harness, "Mark SAMPLE B");
    click(&mut harness, "Mark EXAMPLE A");
    click(&mut harness, "Merge 2 providers");
    assert!(matches!(
        edit(&harness),
        Edit::MergeProviders { from, into: ProviderId(1) } if from == [ProviderId(2)]
    ));
    click(&mut harness, "Names in files of EXAMPLE A");
    click(&mut harness, "Split EXAMPLE ADA off EXAMPLE A");
    assert!(matches!(edit(&harness), Edit::SplitProvider(ProviderId(3))));
}

#[test]
fn sites_are_named_and_merged() {
    let mut harness = panel(&with_people(), "Sites");
    click(&mut harness, "Name and ZIP code of NORTH");
    type_into(&mut harness, "ZIP code of NORTH", "30303");
    click(&mut harness, "Save name and ZIP code");
    assert!(matches!(
        edit(&harness),
        Edit::EditSite(Site { id: SiteId(1), zip: Some(zip), .. }) if zip == "30303"
    ));
    click(&mut harness, "Mark NORTH");
    click(&mut harness, "Mark SOUTH");
    click(&mut harness, "Merge 2 sites");
    assert!(matches!(
        edit(&harness),
        Edit::MergeSites { from, into: SiteId(1) } if from == [SiteId(2)]
    ));
}

#[test]
fn files_without_providers_and_sites_offer_the_import() {
    for section in ["Providers", "Sites"] {
        let mut harness = panel(&Small::new(), section);
        click(&mut harness, "Import files\u{2026}");
        assert!(matches!(harness.state().sent()[..], [Command::PickImports]));
    }
}

#[test]
fn products_have_rows_of_their_own_in_the_mix_when_asked_for() {
    let mut practice = with_products();
    practice.rows[0].product = ProductId(7);
    let mut harness = shown(&practice, payers::ui);
    assert!(!shows(&harness, "Laurel Mutual: HMO"));
    click(&mut harness, "With products");
    assert!(shows(&harness, "Laurel Mutual: HMO"));
    assert!(shows(&harness, "Laurel Mutual: product not known"));
}
