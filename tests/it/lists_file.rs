//! Products, providers and sites from outside: they come with files, the practice says what they are,
//! and reports see what it said.

use std::sync::Arc;

use allowable::domain::{
    PayerName, Product, ProductId, ProductKind, Provider, ProviderClass, ServiceLine, Site,
    WorkClaims,
};
use allowable::store::{Op, PracticeFile, StoreError};

use crate::practice_file::{import_lines, in_memory, line, payer_named, profile, run};

/// What [`perform`] does.
pub const OPS: &[Op] = &[
    Op::AddProduct,
    Op::EditProduct,
    Op::RemoveProduct,
    Op::MergeProducts,
    Op::SetProductOfName,
    Op::EditProvider,
    Op::MergeProviders,
    Op::SplitProvider,
    Op::EditSite,
    Op::MergeSites,
    Op::SplitSite,
    Op::SetWorkClaims,
    Op::ImportProfile,
];

/// Does one of [`OPS`] on a filled file.
pub fn perform(file: &mut PracticeFile, op: Op) {
    let aetna = payer_named(file, "Aetna");
    let names = file.payer_names().unwrap();
    let name = names.iter().find(|name| name.text == "Aetna").unwrap().id;
    let products = file.products().unwrap();
    let [first, second] = [products[0].clone(), products[1 % products.len()].clone()];
    let provider = |text| {
        let providers = file.providers().unwrap();
        providers.into_iter().find(|one| one.text == text).unwrap()
    };
    let site = |text| {
        let sites = file.sites().unwrap();
        sites.into_iter().find(|one| one.text == text).unwrap()
    };
    let (osei, written, by_npi) = (
        provider("Dr. Osei"),
        provider("OSEI, A"),
        provider("1234567893"),
    );
    let (main, main_st, north) = (site("Main"), site("MAIN ST"), site("North"));
    run(file, op, |tx| match op {
        Op::AddProduct => tx.add_product(aetna, "Open", ProductKind::Pos).map(drop),
        Op::EditProduct => tx.edit_product(&Product {
            name: "First".to_owned(),
            kind: ProductKind::Epo,
            ..first
        }),
        Op::RemoveProduct => tx.remove_product(first.id),
        Op::MergeProducts => tx.merge_products(first.id, &[second.id]),
        Op::SetProductOfName => tx.set_product_of_name(name, Some(first.id)),
        Op::EditProvider => tx.edit_provider(&Provider {
            name: Some("Ama Osei".to_owned()),
            class: Some(ProviderClass::NursePractitioner),
            site: Some(main.id),
            ..osei
        }),
        Op::MergeProviders => tx.merge_providers(osei.id, &[by_npi.id]),
        Op::SplitProvider => tx.split_provider(written.id),
        Op::EditSite => tx.edit_site(&Site {
            zip: Some("60601".to_owned()),
            ..main
        }),
        Op::MergeSites => tx.merge_sites(main.id, &[north.id]),
        Op::SplitSite => tx.split_site(main_st.id),
        Op::SetWorkClaims => tx.set_work_claims(WorkClaims::On),
        _ => tx.save_mapping_profile(&profile("Layout")),
    });
}

pub fn with_plan(payer_name: &str, plan: &str, code: &str) -> ServiceLine {
    ServiceLine {
        plan: Arc::from(plan),
        payer_code: Arc::from(code),
        ..line(payer_name, "99213", 1)
    }
}

fn by(provider: &str, site: &str, visit_key: u64) -> ServiceLine {
    ServiceLine {
        provider: Arc::from(provider),
        site: Arc::from(site),
        ..line("Aetna", "99213", visit_key)
    }
}

fn is_refused<T>(result: Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Refused(_)))
}

fn name_of(file: &PracticeFile, plan: &str) -> PayerName {
    let names = file.payer_names().unwrap();
    names.into_iter().find(|name| name.plan == plan).unwrap()
}

#[test]
fn a_plan_in_a_file_is_a_product_of_its_payer_and_totals_say_which() {
    let mut file = in_memory();
    let lines = [
        with_plan("Aetna", "Choice PPO", "60054"),
        with_plan("aetna ", "choice ppo", ""),
        with_plan("Aetna", "", "60054"),
        with_plan("Cigna", "Choice PPO", "60054"),
    ];
    import_lines(&mut file, "a", &lines);
    let aetna = payer_named(&file, "Aetna");
    let products = file.products().unwrap();
    let kinds: Vec<_> = products.iter().map(|one| (one.payer, one.kind)).collect();
    let cigna = payer_named(&file, "Cigna");
    assert_eq!(
        kinds,
        [(aetna, ProductKind::Ppo), (cigna, ProductKind::Ppo)]
    );
    assert_eq!(
        file.payers().unwrap().len(),
        2,
        "a number alone names no payer"
    );

    let totals = file.service_totals().unwrap().rows;
    let lines_of = |product| -> Vec<u64> {
        let rows = totals
            .iter()
            .filter(|row| (row.payer, row.product) == (aetna, product));
        rows.map(|row| row.lines).collect()
    };
    assert_eq!(lines_of(products[0].id), [2]);
    assert_eq!(lines_of(ProductId(0)), [1]);
}

#[test]
fn merged_products_are_one_and_stay_so_in_the_next_import() {
    let mut file = in_memory();
    let lines = [
        with_plan("Aetna", "Choice", ""),
        with_plan("Aetna", "CHOICE II", ""),
    ];
    import_lines(&mut file, "a", &lines);
    let ids: Vec<_> = file.products().unwrap().iter().map(|one| one.id).collect();
    run(&mut file, Op::MergeProducts, |tx| {
        tx.merge_products(ids[0], &ids[1..])
    });
    import_lines(&mut file, "b", &[with_plan("Aetna", "choice ii", "77")]);
    assert_eq!(file.products().unwrap().len(), 1);
    let totals = file.service_totals().unwrap().rows;
    assert_eq!(totals.len(), 1);
    assert_eq!((totals[0].product, totals[0].lines), (ids[0], 3));

    run(&mut file, Op::RemoveProduct, |tx| tx.remove_product(ids[0]));
    assert_eq!(file.products().unwrap(), []);
    assert_eq!(file.service_totals().unwrap().rows[0].product, ProductId(0));
}

#[test]
fn a_product_of_another_payer_is_refused() {
    let mut file = in_memory();
    let lines = [
        with_plan("Aetna", "Choice", ""),
        with_plan("Cigna", "Open", ""),
    ];
    import_lines(&mut file, "a", &lines);
    let (choice, open) = (name_of(&file, "Choice"), name_of(&file, "Open"));
    let [first, second] = [choice.product.unwrap(), open.product.unwrap()];
    assert!(is_refused(file.transact(Op::MergeProducts, |tx| {
        tx.merge_products(first, &[second])
    })));
    assert!(is_refused(file.transact(Op::SetProductOfName, |tx| {
        tx.set_product_of_name(choice.id, Some(second))
    })));
    assert!(is_refused(file.transact(Op::AddProduct, |tx| {
        tx.add_product(choice.payer, " choice ", ProductKind::Ppo)
    })));
}

#[test]
fn products_follow_their_payer_when_it_is_merged_and_their_name_when_it_is_split() {
    let mut file = in_memory();
    let lines = [
        with_plan("Aetna", "Choice", ""),
        with_plan("Aetna Better", "Gold", ""),
    ];
    import_lines(&mut file, "a", &lines);
    let (aetna, better) = (
        payer_named(&file, "Aetna"),
        payer_named(&file, "Aetna Better"),
    );
    run(&mut file, Op::MergePayers, |tx| {
        tx.merge_payers(aetna, &[better])
    });
    assert!(
        file.products()
            .unwrap()
            .iter()
            .all(|one| one.payer == aetna)
    );

    let gold = name_of(&file, "Gold");
    let own = run(&mut file, Op::SplitPayer, |tx| tx.split_payer_name(gold.id));
    let products = file.products().unwrap();
    let of_own: Vec<_> = products.iter().filter(|one| one.payer == own).collect();
    assert_eq!(of_own.len(), 1);
    assert_eq!(name_of(&file, "Gold").product, Some(of_own[0].id));
    assert_eq!(
        products.len(),
        2,
        "the old payer has no line of it any more"
    );
}

#[test]
fn merged_providers_and_sites_are_one_in_totals_until_they_are_split() {
    let mut file = in_memory();
    let lines = [
        by("Dr. Osei", "Main", 1),
        by("OSEI, A", "MAIN ST", 2),
        by("1234567893", "Main", 3),
    ];
    import_lines(&mut file, "a", &lines);
    let provider = |text: &str| {
        let providers = file.providers().unwrap();
        providers.into_iter().find(|one| one.text == text).unwrap()
    };
    let (osei, written, by_npi) = (
        provider("Dr. Osei"),
        provider("OSEI, A"),
        provider("1234567893"),
    );
    assert_eq!(by_npi.npi.as_deref(), Some("1234567893"));
    let sites: Vec<_> = file.sites().unwrap().iter().map(|site| site.id).collect();
    run(&mut file, Op::MergeProviders, |tx| {
        tx.merge_providers(osei.id, &[written.id, by_npi.id])?;
        tx.merge_sites(sites[0], &sites[1..])
    });
    let totals = file.service_totals().unwrap().rows;
    assert_eq!(totals.len(), 1);
    let total = &totals[0];
    assert_eq!(
        (total.provider, total.site, total.lines, total.visits),
        (osei.id, sites[0], 3, 3)
    );
    assert!(is_refused(file.transact(Op::MergeProviders, |tx| {
        tx.merge_providers(written.id, &[osei.id])
    })));

    run(&mut file, Op::SplitProvider, |tx| {
        tx.split_provider(written.id)
    });
    let lines: Vec<_> = file
        .service_totals()
        .unwrap()
        .rows
        .iter()
        .map(|row| row.lines)
        .collect();
    assert_eq!(lines, [2, 1]);
}

#[test]
fn a_file_names_providers_that_the_practice_did_not_name() {
    let mut file = in_memory();
    import_lines(
        &mut file,
        "a",
        &[by("1234567893", "", 1), by("1245319599", "", 1)],
    );
    let named = file.providers().unwrap();
    run(&mut file, Op::EditProvider, |tx| {
        tx.edit_provider(&Provider {
            name: Some("Dr. Bell".to_owned()),
            ..named[1].clone()
        })
    });
    let names = [
        ("1234567893".to_owned(), "OSEI AMA".to_owned()),
        ("1245319599".to_owned(), "BELL JO".to_owned()),
        ("1999999999".to_owned(), "NOBODY".to_owned()),
    ];
    run(&mut file, Op::Import, |tx| tx.name_providers(&names));
    let providers = file.providers().unwrap();
    let shown: Vec<_> = providers.iter().map(Provider::shown_name).collect();
    assert_eq!(shown, ["Dr. Bell", "OSEI AMA"]);
}

#[test]
fn particulars_that_cannot_be_are_refused() {
    let mut file = in_memory();
    import_lines(&mut file, "a", &[by("Dr. Osei", "Main", 1)]);
    let (provider, site) = (
        file.providers().unwrap().remove(0),
        file.sites().unwrap().remove(0),
    );
    for npi in ["123", "12345678901", "123456789x"] {
        let edited = Provider {
            npi: Some(npi.to_owned()),
            ..provider.clone()
        };
        assert!(
            is_refused(file.transact(Op::EditProvider, |tx| tx.edit_provider(&edited))),
            "{npi}"
        );
    }
    let edited = Site {
        zip: Some("6060".to_owned()),
        ..site
    };
    assert!(is_refused(
        file.transact(Op::EditSite, |tx| tx.edit_site(&edited))
    ));
    assert!(is_refused(file.transact(Op::SplitProvider, |tx| {
        tx.split_provider(provider.id)
    })));
}

#[test]
fn a_name_is_given_a_product_that_is_found_or_made_in_the_same_step() {
    let mut file = in_memory();
    import_lines(
        &mut file,
        "a",
        &[line("Aetna", "99213", 1), line("Aetna HMO", "99213", 2)],
    );
    let aetna = payer_named(&file, "Aetna");
    let hmo = payer_named(&file, "Aetna HMO");
    let names = file.payer_names().unwrap();
    let name = names.iter().find(|name| name.text == "Aetna HMO").unwrap();
    run(&mut file, Op::AddProduct, |tx| {
        tx.merge_payers(aetna, &[hmo])?;
        let product = tx.product_named(aetna, "HMO", ProductKind::Hmo)?;
        tx.set_product_of_name(name.id, Some(product))
    });
    let products = file.products().unwrap();
    assert_eq!((products.len(), products[0].kind), (1, ProductKind::Hmo));
    // Found by its name, whatever the kind; removed, it is made again.
    run(&mut file, Op::AddProduct, |tx| {
        let known = tx.product_named(aetna, "hmo", ProductKind::Ppo)?;
        tx.remove_product(known)?;
        let again = tx.product_named(aetna, "HMO", ProductKind::Pos)?;
        tx.set_product_of_name(name.id, Some(again))
    });
    let products = file.products().unwrap();
    assert_eq!((products.len(), products[0].kind), (1, ProductKind::Pos));
}
