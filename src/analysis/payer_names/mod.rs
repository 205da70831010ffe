//! Which payers are probably one and the same, written differently by different files, and which
//! names are products of one payer.
//!
//! Only suggests. Lines of business are never mixed: Medicare, Medicare Advantage, Medicaid and the
//! like stay apart by their class and by the words of their names.

mod products;
mod resemblance;
mod vocabulary;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use self::resemblance::alike;
use self::vocabulary::LineOfBusiness;
use self::words::Words;
use crate::domain::{Payer, PayerClass, PayerId, PayerName};

pub use products::{ProductOfName, ProductSuggestion, suggest_products};

/// Payers that may share a number: on more it is a clearinghouse's, or a word for paper claims.
const MAX_SHARING: usize = 6;

/// How sure a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Worth a look.
    Possible,
    /// The same but for a word.
    Likely,
    /// The same but for spelling.
    Sure,
}

impl Confidence {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Possible => "Possible",
            Self::Likely => "Likely",
            Self::Sure => "Sure",
        }
    }
}

/// Two payers that probably are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MergeSuggestion {
    /// The payer to give up: the one with fewer lines.
    pub from: PayerId,
    /// Its name.
    pub from_name: String,
    /// The payer to keep.
    pub into: PayerId,
    /// Its name.
    pub into_name: String,
    /// Service lines that would move.
    pub lines: u64,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: String,
}

/// Suggests the class of a payer from its name; commercial where the name does not tell.
pub fn suggest_class(name: &str) -> PayerClass {
    Words::of(name)
        .line
        .map_or(PayerClass::Commercial, LineOfBusiness::class)
}

/// Suggests payers to merge, by their names and by the payer numbers in files, the surest first.
///
/// A payer is given up at most once. Payers that differ in their products only are none of it: see
/// [`suggest_products`].
pub fn suggest_merges(payers: &[Payer], names: &[PayerName]) -> Vec<MergeSuggestion> {
    let candidates = candidates(payers, names);
    let mut suggestions: Vec<MergeSuggestion> = reasons(&candidates)
        .into_iter()
        .map(|((left, right), (confidence, reason))| {
            let (left, right) = (&candidates[left], &candidates[right]);
            // The busier payer stays; of equally busy ones the older.
            let (from, into) = if left.lines < right.lines {
                (left, right)
            } else {
                (right, left)
            };
            MergeSuggestion {
                from: from.payer.id,
                from_name: from.payer.name.clone(),
                into: into.payer.id,
                into_name: into.payer.name.clone(),
                lines: from.lines,
                confidence,
                reason,
            }
        })
        .collect();
    suggestions.sort_by(|left, right| {
        (right.confidence, right.lines, left.from, left.into).cmp(&(
            left.confidence,
            left.lines,
            right.from,
            right.into,
        ))
    });
    // In this order every suggestion still holds after those before it.
    let mut given_up = std::collections::BTreeSet::new();
    suggestions.retain(|suggestion| {
        let is_settled = given_up.contains(&suggestion.from) || given_up.contains(&suggestion.into);
        if !is_settled {
            given_up.insert(suggestion.from);
        }
        !is_settled
    });
    suggestions
}

/// A payer with all its names.
struct Candidate<'a> {
    payer: &'a Payer,
    lines: u64,
    wordings: Vec<Words>,
    lines_of_business: Vec<LineOfBusiness>,
    numbers: Vec<String>,
}

impl Candidate<'_> {
    fn may_be(&self, other: &Self) -> bool {
        self.payer.class == other.payer.class && self.lines_of_business == other.lines_of_business
    }

    /// Whether the two have names that differ in their products only.
    fn is_another_product_of(&self, other: &Self) -> bool {
        self.wordings.iter().any(|one| {
            other.wordings.iter().any(|two| {
                one.line == two.line && one.rest == two.rest && one.products != two.products
            })
        })
    }
}

fn candidates<'a>(payers: &'a [Payer], names: &[PayerName]) -> Vec<Candidate<'a>> {
    let mut names_of: BTreeMap<PayerId, Vec<&PayerName>> = BTreeMap::new();
    for name in names {
        names_of.entry(name.payer).or_default().push(name);
    }
    payers
        .iter()
        .map(|payer| {
            let names = names_of.get(&payer.id).map_or(&[][..], Vec::as_slice);
            Candidate::new(payer, names)
        })
        .collect()
}

impl<'a> Candidate<'a> {
    fn new(payer: &'a Payer, names: &[&PayerName]) -> Self {
        let mut texts = vec![payer.name.as_str()];
        texts.extend(names.iter().map(|name| name.text.as_str()));
        texts.sort_unstable();
        texts.dedup();
        let mut wordings: Vec<Words> = Vec::new();
        for words in texts.into_iter().map(Words::of) {
            if !wordings.contains(&words) {
                wordings.push(words);
            }
        }
        let mut lines_of_business: Vec<_> =
            wordings.iter().filter_map(|words| words.line).collect();
        lines_of_business.sort_unstable();
        lines_of_business.dedup();
        let mut numbers: Vec<String> = names
            .iter()
            .filter_map(|name| payer_number(&name.code))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self {
            payer,
            lines: names.iter().map(|name| name.line_count).sum(),
            wordings,
            lines_of_business,
            numbers,
        }
    }
}

/// Returns a payer's number as it is compared; `None` for fillers such as 00000, 99999 and "PRINT".
fn payer_number(code: &str) -> Option<String> {
    let number = code.trim().to_ascii_uppercase();
    let mut letters = number.chars();
    let first = letters.next()?;
    let is_filler = letters.all(|letter| letter == first)
        || !number.bytes().any(|letter| letter.is_ascii_digit());
    (!is_filler).then_some(number)
}

/// Why two payers may be one.
type Reasons = BTreeMap<(usize, usize), (Confidence, String)>;

/// Finds the best reason for each pair of payers that has one.
fn reasons(candidates: &[Candidate<'_>]) -> Reasons {
    let wordings: Vec<(usize, &Words)> = candidates
        .iter()
        .enumerate()
        .flat_map(|(place, candidate)| candidate.wordings.iter().map(move |words| (place, words)))
        .collect();
    let mut reasons = Reasons::new();
    let mut offer = |pair: (usize, usize), reason: (Confidence, String)| {
        let known = reasons.entry(pair).or_insert_with(|| reason.clone());
        if known.0 < reason.0 {
            *known = reason;
        }
    };
    for (pair, number) in sharing_a_number(candidates) {
        let reason = format!("The same payer number, {number}");
        offer(pair, (Confidence::Sure, reason));
    }
    for (left, right) in alike(&wordings) {
        if candidates[left.0].may_be(&candidates[right.0])
            && let Some(reason) = left.1.compare(right.1)
        {
            offer((left.0, right.0), reason);
        }
    }
    reasons
}

/// Finds payers of one line of business that files give the same number.
fn sharing_a_number<'c>(candidates: &'c [Candidate<'_>]) -> Vec<((usize, usize), &'c str)> {
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, candidate) in candidates.iter().enumerate() {
        for number in &candidate.numbers {
            holders.entry(number).or_default().push(place);
        }
    }
    let mut pairs = Vec::new();
    for (number, holders) in holders {
        if MAX_SHARING < holders.len() {
            continue;
        }
        for (nr, left) in holders.iter().enumerate() {
            for right in &holders[nr + 1..] {
                let (one, two) = (&candidates[*left], &candidates[*right]);
                if one.may_be(two) && !one.is_another_product_of(two) {
                    pairs.push(((*left, *right), number));
                }
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests;
