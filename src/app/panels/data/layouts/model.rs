//! What is said of each remembered layout: what it reads, and by which rules.

use serde::Serialize;

use crate::app::widgets::counted_words;
use crate::domain::{MappingProfile, PayerFrom, ReadingRules, RowShape, SignRule};

/// A remembered layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in super::super) struct LayoutLine {
    /// Its name, by which it is forgotten.
    pub name: String,
    /// What it reads, from how many columns, and by which rules.
    pub detail: String,
}

/// Puts remembered layouts into words.
pub(in super::super) fn layouts(profiles: &[MappingProfile]) -> Vec<LayoutLine> {
    profiles.iter().map(line).collect()
}

fn line(profile: &MappingProfile) -> LayoutLine {
    let mut words = vec![format!(
        "{}: {} of {} columns are read",
        profile.kind.label(),
        profile.columns.len(),
        profile.headings.len()
    )];
    words.extend(
        profile
            .payer_name
            .as_ref()
            .map(|payer| format!("every row {payer}")),
    );
    words.extend(rule_words(&profile.rules));
    LayoutLine {
        name: profile.name.clone(),
        detail: words.join(", "),
    }
}

/// Names the rules that differ from the usual.
fn rule_words(rules: &ReadingRules) -> Vec<String> {
    let mut words = Vec::new();
    if rules.rows == RowShape::Transactions {
        words.push("rows are transactions".to_owned());
    }
    if rules.implied_decimals > 0 {
        let digits = u64::from(rules.implied_decimals);
        words.push(counted_words(digits, "implied decimal", "implied decimals"));
    }
    match rules.signs {
        SignRule::AsWritten => {}
        SignRule::CreditsNegative => words.push("payments are negative".to_owned()),
        SignRule::Turned => words.push("all signs are turned".to_owned()),
    }
    if rules.payer_from == PayerFrom::FileName {
        words.push("payer from the file\u{2019}s name".to_owned());
    }
    let filters = rules.filters.len() as u64;
    if filters > 0 {
        words.push(counted_words(filters, "row filter", "row filters"));
    }
    words
}
