//! What the list of payers and their names shows, and the edits it asks for.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::analysis::payer_names::MergeSuggestion;
use crate::app::widgets::counted_words;
use crate::domain::{Payer, PayerClass, PayerId, PayerName, PayerNameId};
use crate::jobs::Edit;

/// What the list is made from.
pub(super) struct NamesInput<'a> {
    pub(super) payers: &'a [Payer],
    pub(super) names: &'a [PayerName],
    pub(super) suggestions: &'a [MergeSuggestion],
    pub(super) dismissed: &'a BTreeSet<(PayerId, PayerId)>,
    pub(super) search: &'a str,
}

/// The list, finished.
#[derive(Debug, Default, Serialize)]
pub(super) struct NamesModel {
    /// Payers that may be one, the surest first.
    pub(super) suggestions: Vec<SuggestionLine>,
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
}

/// A name as files write it.
#[derive(Debug, Serialize)]
pub(super) struct NameLine {
    pub(super) id: PayerNameId,
    /// The text, in quotation marks.
    pub(super) quoted: String,
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
            .map(|payer| payer_line(payer, input.names))
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
                    !input
                        .dismissed
                        .contains(&(suggestion.from, suggestion.into))
                })
                .map(suggestion_line)
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
            || self
                .names
                .iter()
                .any(|name| name.quoted.to_lowercase().contains(search))
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

fn payer_line(payer: &Payer, names: &[PayerName]) -> PayerLine {
    let mut own: Vec<&PayerName> = names.iter().filter(|name| name.payer == payer.id).collect();
    own.sort_by(|left, right| (right.line_count, &left.text).cmp(&(left.line_count, &right.text)));
    let lines = own.iter().map(|name| name.line_count).sum();
    let only_one = own.len() < 2;
    PayerLine {
        id: payer.id,
        name: payer.name.clone(),
        class: payer.class,
        lines,
        lines_words: counted_words(lines, "line", "lines"),
        names_words: counted_words(own.len() as u64, "name in files", "names in files"),
        names: own
            .iter()
            .map(|name| NameLine {
                id: name.id,
                quoted: format!("\u{201c}{}\u{201d}", name.text),
                lines_words: counted_words(name.line_count, "line", "lines"),
                split: (!only_one).then(|| format!("Split {} off {}", name.text, payer.name)),
            })
            .collect(),
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
mod tests {
    use super::*;
    use crate::analysis::payer_names::suggest_merges;

    struct Files {
        payers: Vec<Payer>,
        names: Vec<PayerName>,
        suggestions: Vec<MergeSuggestion>,
        dismissed: BTreeSet<(PayerId, PayerId)>,
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
            dismissed: BTreeSet::new(),
        }
    }

    fn model(files: &Files, search: &str) -> NamesModel {
        NamesModel::new(&NamesInput {
            payers: &files.payers,
            names: &files.names,
            suggestions: &files.suggestions,
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
        files.dismissed.insert((suggestion.from, suggestion.into));
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
}
