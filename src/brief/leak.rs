//! What must not reach a payer, and the check that refuses it. Tables and charts are judged by
//! whose figures they hold; free text is searched.

mod secrets;
mod written_figure;

use std::fmt;
use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use super::document::{Audience, Cell, Content, Document, Fact, Letter, Table};
use super::method::{CONTACT, CONTRACT, TODAYS_RATES};
use written_figure::figures_in;

pub use secrets::{Secret, Secrets};

/// Where in a packet a text stands: decides what a person has to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeakPlace {
    /// What the letter says.
    Letter,
    /// The practice's name, address, contact or specialty.
    PracticeDetails,
    /// The name of the fee schedule that today's rates are taken from.
    FeeScheduleName,
    /// The name of the contract that today's rates are worked out from.
    ContractName,
    /// The practice's words for a code, in a table or a chart.
    CodeLabel,
    /// Who prepared the packet.
    PreparedBy,
    /// The packet's own words, made of names the practice gave.
    Page,
}

impl LeakPlace {
    /// Returns what to do about it.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Letter => "Take it out of the letter and try again",
            Self::PracticeDetails => "Change the practice's details and try again",
            Self::FeeScheduleName => {
                "Import this payer's fee schedule again under a name without it, or take the old one out"
            }
            Self::ContractName => "Give the contract another name and try again",
            Self::CodeLabel => "Change your words for that code and try again",
            Self::PreparedBy => "Change who prepared it and try again",
            Self::Page => "Change the name it comes from and try again",
        }
    }
}

impl fmt::Display for LeakPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Letter => "the letter",
            Self::PracticeDetails => "the practice's details",
            Self::FeeScheduleName => "the fee schedule's name",
            Self::ContractName => "the contract's name",
            Self::CodeLabel => "the words for a code",
            Self::PreparedBy => "the line that says who prepared it",
            Self::Page => "a page's own words",
        })
    }
}

/// Why a document was refused: what it gives away, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeakError {
    /// Another payer is named.
    #[error("the packet names another payer, {name}, in {place}: \u{201c}{excerpt}\u{201d}")]
    PayerName {
        /// The name.
        name: String,
        /// Where.
        place: LeakPlace,
        /// The text around it.
        excerpt: String,
    },
    /// A secret figure stands in a text.
    #[error("the packet gives away {what} ({figure}) in {place}: \u{201c}{excerpt}\u{201d}")]
    Figure {
        /// What the figure is.
        what: &'static str,
        /// The figure as written.
        figure: String,
        /// Where.
        place: LeakPlace,
        /// The text around it.
        excerpt: String,
    },
    /// A text speaks of what is decided inside the practice.
    #[error(
        "the packet speaks of your own limits (\u{201c}{term}\u{201d}) in {place}: \u{201c}{excerpt}\u{201d}"
    )]
    Term {
        /// The word.
        term: &'static str,
        /// Where.
        place: LeakPlace,
        /// The text around it.
        excerpt: String,
    },
    /// A table or chart of the internal brief stands in a packet.
    #[error("\u{201c}{title}\u{201d} belongs to the internal brief only")]
    InternalBlock {
        /// Its title.
        title: String,
    },
    /// A packet was built without saying what must not be in it.
    #[error("the packet was not composed here, so what it may not hold is unknown")]
    Unchecked,
}

impl LeakError {
    /// Returns what a person can do about it.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::PayerName { place, .. }
            | Self::Figure { place, .. }
            | Self::Term { place, .. } => place.remedy(),
            Self::InternalBlock { .. } => "Please report this defect",
            Self::Unchecked => "Compose it again",
        }
    }
}

/// Words that have no place in a paper for a payer.
const TERMS: [&str; 11] = [
    "batna",
    "walk away",
    "walkaway",
    "walk aways",
    "minimum acceptable",
    "least acceptable",
    "reservation price",
    "break even",
    "cost per rvu",
    "do not send",
    "internal use only",
];

/// Checks a payer's document for what it must not hold; an internal brief always passes.
///
/// A figure that the packet's own tables state is this payer's too and is no leak, though another
/// payer may happen to pay the same.
pub fn leak_check(document: &Document, secrets: &Secrets) -> Result<(), LeakError> {
    if document.audience == Audience::Internal {
        return Ok(());
    }
    for block in &document.blocks {
        if !block.origin.is_for(document.audience) {
            return Err(LeakError::InternalBlock {
                title: title_of(&block.content),
            });
        }
    }
    let own_names = [&document.payer, &document.practice].map(|name| words_of(name));
    let other_names: Vec<(&str, Vec<String>)> = secrets
        .names
        .iter()
        .map(|name| (name.as_str(), words_of(name)))
        .collect();
    let own_figures = stated_figures(document);
    for text in texts_of(document) {
        let words = words_of(&text.words);
        check_terms(&text, &words)?;
        check_names(&text, &words, &own_names, &other_names)?;
        check_figures(&text, &own_figures, secrets)?;
    }
    Ok(())
}

fn title_of(content: &Content) -> String {
    match content {
        Content::Section(section) => section.title.clone(),
        Content::Letter(letter) => letter.subject.clone(),
        Content::Paragraph { text } | Content::Note { text } => excerpt(text),
        Content::KeyFigures { figures } => figures
            .first()
            .map_or_else(|| "Key figures".into(), |figure| figure.label.clone()),
        Content::Facts { facts } => facts
            .first()
            .map_or_else(|| "Facts".into(), |fact| fact.name.clone()),
        Content::Table(table) => table.title.clone(),
        Content::Chart(chart) => chart.title.clone(),
    }
}

/// A text of a document.
struct PlacedText {
    place: LeakPlace,
    words: String,
}

/// Every text of a document, found through its serialized form so that none can be forgotten.
/// Serialized figures are texts too: they hold no words, and checking them finds nothing.
fn texts_of(document: &Document) -> Vec<PlacedText> {
    fn collect(value: &Value, texts: &mut Vec<String>) {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
            // A cell of figures: guarded by its block's origin.
            Value::Object(fields) if is_figure_cell(fields) => {}
            Value::Object(fields) => fields.values().for_each(|value| collect(value, texts)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut placed = Vec::new();
    let mut add = |place, texts: Vec<String>| {
        placed.extend(texts.into_iter().map(|words| PlacedText { place, words }));
    };
    add(LeakPlace::Page, vec![document.title.clone()]);
    add(LeakPlace::PreparedBy, vec![document.prepared_by.clone()]);
    for block in &document.blocks {
        match &block.content {
            Content::Chart(chart) => {
                let mut texts = vec![chart.title.clone(), chart.note.clone()];
                texts.extend(chart.series.iter().map(|series| series.name.clone()));
                texts.extend(chart.reference.iter().map(|line| line.label.clone()));
                add(LeakPlace::Page, texts);
                let labels = chart.groups.iter().map(|group| group.label.clone());
                add(LeakPlace::CodeLabel, labels.collect());
            }
            Content::Facts { facts } => {
                for Fact { name, text } in facts {
                    add(place_of_fact(name), vec![name.clone(), text.clone()]);
                }
            }
            content => {
                let mut texts = Vec::new();
                if let Ok(value) = serde_json::to_value(content) {
                    collect(&value, &mut texts);
                }
                let place = match content {
                    Content::Letter(letter) => {
                        let (details, rest) = texts
                            .into_iter()
                            .partition(|text| is_of_practice(letter, text));
                        add(LeakPlace::PracticeDetails, details);
                        texts = rest;
                        LeakPlace::Letter
                    }
                    Content::Table(_) => LeakPlace::CodeLabel,
                    _ => LeakPlace::Page,
                };
                add(place, texts);
            }
        }
    }
    placed
}

fn is_of_practice(letter: &Letter, text: &String) -> bool {
    letter.sender.contains(text) || letter.signature.contains(text)
}

fn place_of_fact(name: &str) -> LeakPlace {
    match name {
        TODAYS_RATES => LeakPlace::FeeScheduleName,
        CONTRACT => LeakPlace::ContractName,
        CONTACT => LeakPlace::PracticeDetails,
        _ => LeakPlace::Page,
    }
}

fn is_figure_cell(fields: &serde_json::Map<String, Value>) -> bool {
    let tag = fields.get("type").and_then(Value::as_str);
    tag.is_some_and(|tag| tag != "text") && fields.contains_key("value")
}

fn check_terms(text: &PlacedText, words: &[String]) -> Result<(), LeakError> {
    let spoken = TERMS
        .into_iter()
        .find(|term| places_of(words, &words_of(term)).next().is_some());
    spoken.map_or(Ok(()), |term| {
        Err(LeakError::Term {
            term,
            place: text.place,
            excerpt: excerpt(&text.words),
        })
    })
}

/// Refuses other payers' names, the longest first; one that lies inside the addressed payer's own
/// name ("Aetna" in "Aetna Better Health") names nobody else.
fn check_names(
    text: &PlacedText,
    words: &[String],
    own_names: &[Vec<String>],
    other_names: &[(&str, Vec<String>)],
) -> Result<(), LeakError> {
    let own: Vec<Range<usize>> = own_names
        .iter()
        .flat_map(|name| places_of(words, name))
        .collect();
    let is_own = |place: &Range<usize>| {
        own.iter()
            .any(|own| own.start <= place.start && place.end <= own.end)
    };
    let named = other_names
        .iter()
        .filter(|(_, name)| places_of(words, name).any(|place| !is_own(&place)))
        .max_by_key(|(_, name)| name.len());
    named.map_or(Ok(()), |(name, _)| {
        Err(LeakError::PayerName {
            name: (*name).to_owned(),
            place: text.place,
            excerpt: excerpt(&text.words),
        })
    })
}

fn check_figures(
    text: &PlacedText,
    own_figures: &[Decimal],
    secrets: &Secrets,
) -> Result<(), LeakError> {
    for written in figures_in(&text.words) {
        if own_figures.contains(&written.value) {
            continue;
        }
        let secret = secrets
            .figures
            .iter()
            .find(|secret| written.gives_away(**secret));
        if let Some(secret) = secret {
            return Err(LeakError::Figure {
                what: secret.what(),
                figure: written.text,
                place: text.place,
                excerpt: excerpt(&text.words),
            });
        }
    }
    Ok(())
}

/// Splits at everything that is no letter or digit, apostrophes too: "Laurel Mutual's" holds the
/// name "Laurel Mutual".
fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Finds where words stand; nowhere when none are wanted.
fn places_of<'a>(
    words: &'a [String],
    wanted: &'a [String],
) -> impl Iterator<Item = Range<usize>> + 'a {
    words
        .windows(wanted.len().max(1))
        .enumerate()
        .filter(move |(_, window)| *window == wanted)
        .map(move |(start, _)| start..start + wanted.len())
}

/// Figures that the document's own tables and key figures state, as printed.
fn stated_figures(document: &Document) -> Vec<Decimal> {
    let mut figures = Vec::new();
    let mut state = |cell: &Cell| {
        let value = match cell {
            Cell::Empty | Cell::NotAvailable | Cell::Text(_) => return,
            Cell::Count(value) => *value,
            Cell::Rate(amount)
            | Cell::Dollars(amount)
            | Cell::Money(amount)
            | Cell::DollarChange(amount) => amount.dollars(),
            Cell::Percent(percent) | Cell::PercentChange(percent) => percent.points(),
        };
        let value = value.abs();
        figures.push(value);
        figures.extend([0, 1, 2].map(|places| {
            value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
        }));
    };
    for block in &document.blocks {
        match &block.content {
            Content::Table(Table { rows, .. }) => {
                rows.iter().flat_map(|row| &row.cells).for_each(&mut state);
            }
            Content::KeyFigures { figures } => {
                figures
                    .iter()
                    .map(|figure| &figure.value)
                    .for_each(&mut state);
            }
            Content::Section(_)
            | Content::Letter(_)
            | Content::Paragraph { .. }
            | Content::Facts { .. }
            | Content::Chart(_)
            | Content::Note { .. } => {}
        }
    }
    figures
}

fn excerpt(text: &str) -> String {
    const LIMIT: usize = 80;
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= LIMIT {
        return flat;
    }
    let mut cut: String = flat.chars().take(LIMIT).collect();
    cut.push('\u{2026}');
    cut
}
