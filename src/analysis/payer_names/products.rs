//! Names that are products of one payer: "Example HMO" and "Example PPO".

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::vocabulary::LineOfBusiness;
use super::words::Words;
use crate::domain::{Payer, PayerClass, PayerId, PayerName, PayerNameId, ProductKind};

/// One payer whose products go by names of their own, perhaps as payers of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductSuggestion {
    /// The payer that has the products.
    pub payer: PayerId,
    /// The name it should have: without a product's words, unless that name is taken.
    pub payer_name: String,
    /// Payers that are products of it.
    pub from: Vec<PayerId>,
    /// The names that mean a product.
    pub products: Vec<ProductOfName>,
    /// Service lines that carry one of them.
    pub lines: u64,
}

/// A name in files and the product it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductOfName {
    /// The name.
    pub name: PayerNameId,
    /// Its text in files.
    pub text: String,
    /// The product's name; names of the same product have the same.
    pub product: String,
    /// The product's kind.
    pub kind: ProductKind,
}

/// Suggests products for names that differ in a product's words only, the busiest first.
///
/// Names that already mean a product count as known; payers that also go by other names are not
/// made a product of anything.
pub fn suggest_products(payers: &[Payer], names: &[PayerName]) -> Vec<ProductSuggestion> {
    let known: BTreeMap<PayerId, &Payer> = payers.iter().map(|payer| (payer.id, payer)).collect();
    let mut families: BTreeMap<Family, Vec<Member<'_>>> = BTreeMap::new();
    let mut families_of: BTreeMap<PayerId, BTreeSet<Family>> = BTreeMap::new();
    for name in names {
        let Some(payer) = known.get(&name.payer).copied() else {
            continue;
        };
        let words = Words::of(&name.text);
        let family = (payer.class, words.line, words.rest.clone());
        let of_payer = families_of.entry(payer.id).or_default();
        of_payer.insert(family.clone());
        if !words.rest.is_empty() {
            let member = Member { name, payer, words };
            families.entry(family).or_default().push(member);
        }
    }
    let goes_by_one = |payer: &Payer| families_of.get(&payer.id).is_some_and(|all| all.len() == 1);
    let mut suggestions: Vec<ProductSuggestion> = families
        .values()
        .filter_map(|members| suggestion(members, goes_by_one, payers))
        .collect();
    suggestions.sort_by_key(|suggestion| (std::cmp::Reverse(suggestion.lines), suggestion.payer));
    suggestions
}

/// What names of one payer's products have in common.
type Family = (PayerClass, Option<LineOfBusiness>, Vec<String>);

struct Member<'a> {
    name: &'a PayerName,
    payer: &'a Payer,
    words: Words,
}

fn suggestion(
    members: &[Member<'_>],
    goes_by_one: impl Fn(&Payer) -> bool,
    payers: &[Payer],
) -> Option<ProductSuggestion> {
    let into = payer_that_stays(members)?;
    let members: Vec<&Member<'_>> = members
        .iter()
        .filter(|member| member.payer.id == into.id || goes_by_one(member.payer))
        .collect();
    let wordings: BTreeSet<&[String]> = members
        .iter()
        .map(|member| member.words.products.as_slice())
        .collect();
    let new: Vec<&Member<'_>> = members
        .iter()
        .copied()
        .filter(|member| member.name.product.is_none() && !member.words.products.is_empty())
        .collect();
    if wordings.len() < 2 || new.is_empty() {
        return None;
    }
    let from: BTreeSet<PayerId> = members
        .iter()
        .map(|member| member.payer.id)
        .filter(|payer| *payer != into.id)
        .collect();
    let is_taken = |name: &str| {
        let mut others = payers
            .iter()
            .filter(|other| other.id != into.id && !from.contains(&other.id));
        others.any(|other| other.name.eq_ignore_ascii_case(name))
    };
    let bare = without_product(&into.name);
    let payer_name = if is_taken(&bare) {
        into.name.clone()
    } else {
        bare
    };
    let mut names_of_products: BTreeMap<&[String], String> = BTreeMap::new();
    let products = new
        .iter()
        .map(|member| ProductOfName {
            name: member.name.id,
            text: member.name.text.clone(),
            product: names_of_products
                .entry(&member.words.products)
                .or_insert_with(|| product_name(&member.words.products_in_order))
                .clone(),
            kind: member.words.product_kind(),
        })
        .collect();
    Some(ProductSuggestion {
        payer: into.id,
        payer_name,
        from: from.into_iter().collect(),
        products,
        lines: new.iter().map(|member| member.name.line_count).sum(),
    })
}

/// Of payers that go by the names, the one named without a product, else the busiest.
fn payer_that_stays<'a>(members: &[Member<'a>]) -> Option<&'a Payer> {
    let mut lines: BTreeMap<PayerId, (u64, &Payer)> = BTreeMap::new();
    for member in members {
        let of_payer = lines.entry(member.payer.id).or_insert((0, member.payer));
        of_payer.0 += member.name.line_count;
    }
    lines
        .into_values()
        .max_by_key(|(lines, payer)| {
            let is_bare = Words::of(&payer.name).products.is_empty();
            (is_bare, *lines, std::cmp::Reverse(payer.id))
        })
        .map(|(_lines, payer)| payer)
}

/// Writes a product's words as people do: "Choice PPO".
fn product_name(words: &[String]) -> String {
    let written = words.iter().map(|word| match word.as_str() {
        "hmo" | "ppo" | "epo" | "pos" | "hdhp" | "fep" => word.to_uppercase(),
        word => {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
    });
    written.collect::<Vec<String>>().join(" ")
}

/// Takes the words of products off a payer's name; a name of nothing else stays. "Advantage" of a
/// Medicare Advantage plan is none of them.
fn without_product(name: &str) -> String {
    let products = Words::of(name).products;
    let is_of_product = |word: &&str| {
        let letters: String = word
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        products.contains(&letters.to_lowercase())
    };
    let kept: Vec<&str> = name
        .split_whitespace()
        .filter(|word| !is_of_product(word))
        .collect();
    let bare = kept.join(" ");
    let bare = bare.trim_matches(|letter: char| {
        !letter.is_alphanumeric() && !matches!(letter, '.' | ')' | '(')
    });
    if bare.is_empty() { name } else { bare }.to_owned()
}
