//! What the list of payers and their names shows, and the edits it asks for.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analysis::payer_names::{MergeSuggestion, ProductSuggestion};
use crate::app::widgets::counted_words;
use crate::domain::{
    Payer, PayerClass, PayerId, PayerName, PayerNameId, Product, ProductId, ProductKind,
};
use crate::jobs::Edit;

/// What the list is made from.
pub(super) struct NamesInput<'a> {
    pub(super) payers: &'a [Payer],
    pub(super) names: &'a [PayerName],
    pub(super) products: &'a [Product],
    pub(super) suggestions: &'a [MergeSuggestion],
    pub(super) product_suggestions: &'a [ProductSuggestion],
    pub(super) dismissed: &'a Dismissed,
    pub(super) search: &'a str,
}

/// Suggestions put aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dismissed {
    /// The payer that would go and the one that would stay.
    pub(super) merges: BTreeSet<(PayerId, PayerId)>,
    /// The payer that would have the products.
    pub(super) products: BTreeSet<PayerId>,
}

/// The list, finished.
#[derive(Debug, Default, Serialize)]
pub(super) struct NamesModel {
    /// Payers that may be one, the surest first.
    pub(super) suggestions: Vec<SuggestionLine>,
    /// Payers that may be products of one, the busiest first.
    pub(super) product_suggestions: Vec<ProductSuggestionLine>,
    /// Payers, the busiest first.
    pub(super) payers: Vec<PayerLine>,
    /// "4 of 12 payers".
    pub(super) counted: String,
}

/// A suggestion in words.
#[derive(Debug, Serialize)]
pub(super) struct SuggestionLine {
    pub(super) from: PayerId,
    pub(super) into: PayerId,
    /// "Laurel Mutual Ins Co and Laurel Mutual".
    pub(super) headline: String,
    /// "Sure".
    pub(super) confidence: &'static str,
    /// Why, and how many lines would move.
    pub(super) reason: String,
    /// What accepting does, for screen readers.
    pub(super) accept: String,
    /// What putting it aside does, for screen readers.
    pub(super) dismiss: String,
}

/// A suggestion of products in words.
#[derive(Debug, Serialize)]
pub(super) struct ProductSuggestionLine {
    /// What is accepted.
    pub(super) suggestion: ProductSuggestion,
    /// "Laurel, with the products HMO and PPO".
    pub(super) headline: String,
    /// The names they go by, and their lines.
    pub(super) reason: String,
    /// What accepting does, for screen readers.
    pub(super) accept: String,
    /// What putting it aside does, for screen readers.
    pub(super) dismiss: String,
}

/// A payer and the names that mean it.
#[derive(Debug, Serialize)]
pub(super) struct PayerLine {
    pub(super) id: PayerId,
    pub(super) name: String,
    pub(super) class: PayerClass,
    /// Service lines under all its names.
    pub(super) lines: u64,
    /// "1,204 lines".
    pub(super) lines_words: String,
    /// "3 names in files".
    pub(super) names_words: String,
    /// The names, the busiest first.
    pub(super) names: Vec<NameLine>,
    /// Its products, by name.
    pub(super) products: Vec<ProductLine>,
}

/// A product of a payer.
#[derive(Debug, Serialize)]
pub(super) struct ProductLine {
    pub(super) product: Product,
    /// "2 names in files, 1,204 lines".
    pub(super) used_words: String,
}

/// A name as files write it.
#[derive(Debug, Serialize)]
pub(super) struct NameLine {
    pub(super) id: PayerNameId,
    /// The text, in quotation marks.
    pub(super) quoted: String,
    /// Plan and payer number in the files; empty where they have neither.
    pub(super) details: String,
    /// The product it means.
    pub(super) product: Option<ProductId>,
    /// The picker of its product, for screen readers.
    pub(super) product_label: String,
    pub(super) lines_words: String,
    /// What splitting it off does, for screen readers; `None`: it is the payer's only name.
    pub(super) split: Option<String>,
}

impl NamesModel {
    /// Builds the list.
    pub(super) fn new(input: &NamesInput<'_>) -> Self {
        let search = input.search.trim().to_lowercase();
        let mut payers: Vec<PayerLine> = input
            .payers
            .iter()
            .map(|payer| payer_line(payer, input))
            .filter(|line| search.is_empty() || line.holds(&search))
            .collect();
        payers.sort_by(|left, right| {
            (right.lines, &left.name, left.id).cmp(&(left.lines, &right.name, right.id))
        });
        let all = input.payers.len();
        let counted = if payers.len() == all {
            counted_words(all as u64, "payer", "payers")
        } else {
            format!(
                "{} of {}",
                payers.len(),
                counted_words(all as u64, "payer", "payers")
            )
        };
        Self {
            suggestions: input
                .suggestions
                .iter()
                .filter(|suggestion| {
                    let pair = (suggestion.from, suggestion.into);
                    !input.dismissed.merges.contains(&pair)
                })
                .map(suggestion_line)
                .collect(),
            product_suggestions: input
                .product_suggestions
                .iter()
                .filter(|suggestion| !input.dismissed.products.contains(&suggestion.payer))
                .map(product_suggestion_line)
                .collect(),
            payers,
            counted,
        }
    }

    /// Returns the payer that stays when the chosen ones are merged: the one asked for, or else the
    /// busiest.
    pub(super) fn kept(
        &self,
        chosen: &BTreeSet<PayerId>,
        asked: Option<PayerId>,
    ) -> Option<PayerId> {
        asked.filter(|id| chosen.contains(id)).or_else(|| {
            self.payers
                .iter()
                .map(|payer| payer.id)
                .find(|id| chosen.contains(id))
                .or_else(|| chosen.first().copied())
        })
    }
}

impl PayerLine {
    fn holds(&self, search: &str) -> bool {
        self.name.to_lowercase().contains(search)
            || self.class.label().to_lowercase().contains(search)
            || self.names.iter().any(|name| {
                let words = format!("{} {}", name.quoted, name.details);
                words.to_lowercase().contains(search)
            })
            || self.products.iter().any(|line| {
                let product = &line.product;
                product.name.to_lowercase().contains(search)
            })
    }
}

/// Returns the merge of the chosen payers; `None` when there is nothing to merge.
pub(super) fn merge(chosen: &BTreeSet<PayerId>, into: PayerId) -> Option<Edit> {
    let from: Vec<PayerId> = chosen.iter().copied().filter(|id| *id != into).collect();
    (!from.is_empty()).then_some(Edit::MergePayers { from, into })
}

/// Returns the renaming; `None` when the name is empty or the same.
pub(super) fn rename(payer: PayerId, before: &str, typed: &str) -> Option<Edit> {
    let name = typed.trim();
    (!name.is_empty() && name != before).then(|| Edit::RenamePayer {
        payer,
        name: name.to_owned(),
    })
}

/// Returns the new name and kind of a product; `None` when the name is empty or both are the same.
pub(super) fn edit_product(product: &Product, name: &str, kind: ProductKind) -> Option<Edit> {
    let edited = Product {
        name: name.trim().to_owned(),
        kind,
        ..product.clone()
    };
    (!edited.name.is_empty() && edited != *product).then_some(Edit::EditProduct(edited))
}

/// Returns the new product; `None` while it has no name.
pub(super) fn add_product(payer: PayerId, name: &str, kind: ProductKind) -> Option<Edit> {
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(Edit::AddProduct { payer, name, kind })
}

fn payer_line(payer: &Payer, input: &NamesInput<'_>) -> PayerLine {
    let names = input.names.iter();
    let mut own: Vec<&PayerName> = names.filter(|name| name.payer == payer.id).collect();
    own.sort_by(|left, right| {
        (right.line_count, &left.text, &left.plan).cmp(&(left.line_count, &right.text, &right.plan))
    });
    let lines = own.iter().map(|name| name.line_count).sum();
    let only_one = own.len() < 2;
    PayerLine {
        id: payer.id,
        name: payer.name.clone(),
        class: payer.class,
        lines,
        lines_words: counted_words(lines, "line", "lines"),
        names_words: names_words(own.len()),
        products: input
            .products
            .iter()
            .filter(|product| product.payer == payer.id)
            .map(|product| product_line(product, &own))
            .collect(),
        names: own
            .iter()
            .map(|name| NameLine {
                id: name.id,
                quoted: quoted(&name.text),
                details: details(name),
                product: name.product,
                product_label: match name.plan.as_str() {
                    "" => format!("Product of {}", name.text),
                    plan => format!("Product of {}, plan {plan}", name.text),
                },
                lines_words: counted_words(name.line_count, "line", "lines"),
                split: (!only_one).then(|| format!("Split {} off {}", name.text, payer.name)),
            })
            .collect(),
    }
}

fn names_words(count: usize) -> String {
    counted_words(count as u64, "name in files", "names in files")
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        return "No name given".to_owned();
    }
    format!("\u{201c}{text}\u{201d}")
}

fn details(name: &PayerName) -> String {
    let parts = [("plan", &name.plan), ("payer number", &name.code)];
    let given = parts.iter().filter(|(_what, text)| !text.is_empty());
    let words: Vec<String> = given.map(|(what, text)| format!("{what} {text}")).collect();
    words.join(", ")
}

fn product_line(product: &Product, names: &[&PayerName]) -> ProductLine {
    let of_product = || names.iter().filter(|name| name.product == Some(product.id));
    let lines: u64 = of_product().map(|name| name.line_count).sum();
    ProductLine {
        product: product.clone(),
        used_words: format!(
            "{}, {}",
            names_words(of_product().count()),
            counted_words(lines, "line", "lines")
        ),
    }
}

fn product_suggestion_line(suggestion: &ProductSuggestion) -> ProductSuggestionLine {
    let mut products: Vec<&str> = Vec::new();
    for of in &suggestion.products {
        if !products.contains(&of.product.as_str()) {
            products.push(&of.product);
        }
    }
    let word = if products.len() == 1 {
        "product"
    } else {
        "products"
    };
    let headline = format!(
        "{}, with the {word} {}",
        suggestion.payer_name,
        listed(&products)
    );
    let mut names: Vec<String> = suggestion
        .products
        .iter()
        .map(|of| quoted(&of.text))
        .collect();
    names.dedup();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let differ = if names.len() == 1 {
        "names a product"
    } else {
        "differ in the product only"
    };
    ProductSuggestionLine {
        reason: format!(
            "{} {differ}; {}",
            listed(&names),
            counted_words(suggestion.lines, "line", "lines")
        ),
        accept: format!("Make {headline}"),
        dismiss: format!("Leave {} as they are", listed(&names)),
        headline,
        suggestion: suggestion.clone(),
    }
}

/// Joins words as people do: "a, b and c".
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn suggestion_line(suggestion: &MergeSuggestion) -> SuggestionLine {
    let MergeSuggestion {
        from_name,
        into_name,
        ..
    } = suggestion;
    let would_move = counted_words(suggestion.lines, "line moves", "lines move");
    SuggestionLine {
        from: suggestion.from,
        into: suggestion.into,
        headline: format!("{from_name} and {into_name}"),
        confidence: suggestion.confidence.label(),
        reason: format!("{}; {would_move} to {into_name}", suggestion.reason),
        accept: format!("Merge {from_name} into {into_name}"),
        dismiss: format!("Keep {from_name} and {into_name} apart"),
    }
}

#[cfg(test)]
mod tests;
