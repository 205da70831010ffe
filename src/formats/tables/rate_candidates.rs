//! Chooses among a fee schedule's columns that could all be rates: a contract's own before those it
//! is compared with, and a component only beside the other.

use super::fields::key;
use super::rate_columns::RATES;
use super::synonyms::{self, Recognised};

/// How much a heading says that its column holds the rates that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// `Contracted rate`.
    Agreed,
    Plain,
    /// `Current rate`, `Medicare allowed`: there to compare with.
    Compared,
}

fn standing(heading: &str) -> Standing {
    let words = synonyms::meanings(heading);
    if words.contains(&"CONTRACTED") {
        Standing::Agreed
    } else if words.contains(&"CURRENT") || words.contains(&"MEDICARE") {
        Standing::Compared
    } else {
        Standing::Plain
    }
}

/// Keeps the candidates for rates of the best standing; other fields' stay as they are.
pub(super) fn chosen(
    headings: &[String],
    mut candidates: Vec<(usize, Recognised)>,
) -> Vec<(usize, Recognised)> {
    let of = |idx: usize| standing(headings.get(idx).map_or("", String::as_str));
    let is_rate = |found: &Recognised| RATES.contains(&found.field);
    let best = candidates
        .iter()
        .filter(|(_, found)| is_rate(found))
        .map(|(idx, _)| of(*idx))
        .min();
    candidates.retain(|(idx, found)| !is_rate(found) || Some(of(*idx)) == best);
    // "Professional fee" alone is what a clinician gets, not the interpretation of a test.
    let has = |field: &str| candidates.iter().any(|(_, found)| found.field == field);
    let parted = has(key::RATE_TECHNICAL)
        || candidates.iter().any(|(idx, _)| {
            let heading = headings.get(*idx).map_or("", String::as_str);
            synonyms::meanings(heading).contains(&"GLOBAL")
        });
    if !parted {
        let general = has(key::RATE);
        candidates.retain(|(_, found)| !(general && found.field == key::RATE_PROFESSIONAL));
        for (_, found) in &mut candidates {
            if found.field == key::RATE_PROFESSIONAL {
                found.field = key::RATE;
            }
        }
    }
    candidates
}
