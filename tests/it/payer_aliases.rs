//! Payers' names as hospitals write them, where the list is at hand: spellings of one payer are
//! suggested, and no two lines of business.

#![expect(clippy::disallowed_types, reason = "reads the list from disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

use allowable::analysis::payer_names::{Confidence, suggest_merges, suggest_products};
use allowable::domain::{Payer, PayerClass, PayerId, PayerName, PayerNameId};

/// Columns of a list, by the names in its first row; `None`, and a word, where the list is not here.
fn rows_of(list: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let folder = "../shared/data/code_lists/payer_aliases";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(folder)
        .join(list);
    let Ok(file) = File::open(&path) else {
        println!("skipped: {} is not here", path.display());
        return None;
    };
    let mut reader = csv::Reader::from_reader(file);
    Some(reader.deserialize().map(Result::unwrap).collect())
}

/// Payers that are nothing but their names.
fn named(names: &[&str]) -> (Vec<Payer>, Vec<PayerName>) {
    let payers = names.iter().zip(1..).map(|(name, id)| Payer {
        id: PayerId(id),
        name: (*name).to_owned(),
        class: PayerClass::Commercial,
    });
    let written = names.iter().zip(1..).map(|(name, id)| PayerName {
        id: PayerNameId(id),
        text: (*name).to_owned(),
        plan: String::new(),
        code: String::new(),
        payer: PayerId(id),
        product: None,
        line_count: 10,
    });
    (payers.collect(), written.collect())
}

/// How two names are brought together, if at all.
fn suggested(left: &str, right: &str) -> Option<Confidence> {
    let (payers, names) = named(&[left, right]);
    if let Some(found) = suggest_merges(&payers, &names).first() {
        return Some(found.confidence);
    }
    let products = suggest_products(&payers, &names);
    (!products.is_empty()).then_some(Confidence::Possible)
}

/// What the list says a name is, apart from who the payer is: `medicare_advantage`, `dental`.
fn lines_of_business() -> Option<BTreeMap<String, String>> {
    let rows = rows_of("payer_context_rules.csv")?;
    let of_name = rows.iter().filter(|row| row["match_type"] == "payer_name");
    let told = of_name.map(|row| {
        let line = match row["benefit_line"].as_str() {
            "dental" | "vision" => &row["benefit_line"],
            _ => &row["market_segment"],
        };
        (row["source_clean_payer_name"].clone(), line.clone())
    });
    Some(told.collect())
}

#[test]
fn most_names_find_another_of_their_payer() {
    let (Some(aliases), Some(payers)) = (
        rows_of("payer_aliases.csv"),
        rows_of("canonical_payers.csv"),
    ) else {
        return;
    };
    let mut names_of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (row, column) in aliases
        .iter()
        .map(|row| (row, "example_raw_payer_name"))
        .chain(payers.iter().map(|row| (row, "canonical_payer_name")))
    {
        let names = names_of.entry(&row["canonical_payer_id"]).or_default();
        names.insert(&row[column]);
    }
    let (mut found, mut missed) = (0, Vec::new());
    for names in names_of.values().filter(|names| 1 < names.len()) {
        for name in names {
            let mut others = names.iter().filter(|other| *other != name);
            if others.any(|other| suggested(name, other).is_some()) {
                found += 1;
            } else {
                missed.push(*name);
            }
        }
    }
    println!(
        "{found} of {} names found; not {missed:?}",
        found + missed.len()
    );
    // What is missed takes knowledge of brands, or is another line of business.
    assert!(2 * missed.len() < found, "{found} found, {missed:?} missed");
}

#[test]
fn names_of_two_lines_of_business_are_never_suggested_nor_strangers_likely() {
    let (Some(aliases), Some(lines)) = (rows_of("payer_aliases.csv"), lines_of_business()) else {
        return;
    };
    let mut compared = 0;
    for (nr, left) in aliases.iter().enumerate() {
        for right in &aliases[nr + 1..] {
            let [one, two] = [left, right].map(|row| row["example_raw_payer_name"].as_str());
            let [this, that] = [left, right].map(|row| lines.get(&row["clean_payer_name"]));
            let suggestion = suggested(one, two);
            if this.is_some() && that.is_some() && this != that {
                assert_eq!(suggestion, None, "{one} is {this:?}, {two} is {that:?}");
                compared += 1;
            }
            // "Blue Cross" is another company in the next state; one practice sees one of them.
            let is_local = [left, right]
                .iter()
                .any(|row| row["match_scope"] == "state");
            if left["canonical_payer_id"] != right["canonical_payer_id"] && !is_local {
                assert!(suggestion < Some(Confidence::Likely), "{one} / {two}");
            }
        }
    }
    println!("{compared} pairs of two lines of business");
    assert!(compared > 0, "the list names no lines of business");
}
