//! Which payers are probably one and the same, written differently by different files.
//!
//! Only suggests. Lines of business are never mixed: Medicare, Medicare Advantage, Medicaid and the
//! like stay apart by their class and by the words of their names.

mod words;

use serde::Serialize;

use self::words::{LineOfBusiness, Words};
use crate::domain::{Payer, PayerClass, PayerId, PayerName};

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

/// Suggests payers to merge, the surest first. A payer is given up at most once.
pub fn suggest_merges(payers: &[Payer], names: &[PayerName]) -> Vec<MergeSuggestion> {
    let candidates: Vec<Candidate<'_>> = payers
        .iter()
        .map(|payer| Candidate::new(payer, names))
        .collect();
    let mut suggestions = Vec::new();
    for (place, left) in candidates.iter().enumerate() {
        for right in candidates.iter().skip(place + 1) {
            if let Some((confidence, reason)) = resemblance(left, right) {
                // The busier payer stays; of equally busy ones the older.
                let (from, into) = if left.lines < right.lines {
                    (left, right)
                } else {
                    (right, left)
                };
                suggestions.push(MergeSuggestion {
                    from: from.payer.id,
                    from_name: from.payer.name.clone(),
                    into: into.payer.id,
                    into_name: into.payer.name.clone(),
                    lines: from.lines,
                    confidence,
                    reason,
                });
            }
        }
    }
    suggestions.sort_by(|left, right| {
        (right.confidence, right.lines, left.from, left.into).cmp(&(
            left.confidence,
            left.lines,
            right.from,
            right.into,
        ))
    });
    // In this order every suggestion still holds after those before it.
    let mut given_up: Vec<PayerId> = Vec::new();
    suggestions.retain(|suggestion| {
        let is_settled = given_up.contains(&suggestion.from) || given_up.contains(&suggestion.into);
        if !is_settled {
            given_up.push(suggestion.from);
        }
        !is_settled
    });
    suggestions
}

/// Suggests the class of a payer from its name; commercial where the name does not tell.
pub fn suggest_class(name: &str) -> PayerClass {
    Words::of(name).class()
}

/// Suggests the payer that a new name means, among the payers there are.
pub fn suggest_payer(name: &str, payers: &[Payer], names: &[PayerName]) -> Option<PayerId> {
    let words = Words::of(name);
    payers
        .iter()
        .filter_map(|payer| {
            let candidate = Candidate::new(payer, names);
            let (confidence, _) = candidate
                .wordings
                .iter()
                .filter_map(|known| words.compare(known))
                .max_by_key(|(confidence, _)| *confidence)?;
            (confidence == Confidence::Sure && words.fits(payer.class))
                .then_some((candidate.lines, payer.id))
        })
        .max_by_key(|(lines, id)| (*lines, std::cmp::Reverse(*id)))
        .map(|(_, id)| id)
}

struct Candidate<'a> {
    payer: &'a Payer,
    lines: u64,
    wordings: Vec<Words>,
    lines_of_business: Vec<LineOfBusiness>,
}

impl<'a> Candidate<'a> {
    fn new(payer: &'a Payer, names: &[PayerName]) -> Self {
        let mut wordings = vec![Words::of(&payer.name)];
        let mut lines = 0;
        for name in names.iter().filter(|name| name.payer == payer.id) {
            lines += name.line_count;
            let words = Words::of(&name.text);
            if !wordings.contains(&words) {
                wordings.push(words);
            }
        }
        let mut lines_of_business: Vec<_> =
            wordings.iter().filter_map(|words| words.line).collect();
        lines_of_business.sort_unstable();
        lines_of_business.dedup();
        Self {
            payer,
            lines,
            wordings,
            lines_of_business,
        }
    }
}

fn resemblance(left: &Candidate<'_>, right: &Candidate<'_>) -> Option<(Confidence, String)> {
    if left.payer.class != right.payer.class || left.lines_of_business != right.lines_of_business {
        return None;
    }
    left.wordings
        .iter()
        .flat_map(|one| right.wordings.iter().filter_map(|two| one.compare(two)))
        .max_by_key(|(confidence, _)| *confidence)
}

#[cfg(test)]
mod tests;
