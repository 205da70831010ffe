//! What must not reach a payer, and the check that refuses it. Tables and charts are judged by
//! whose figures they hold; free text is searched.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use crate::analysis::code_rates::CodeRates;
use crate::domain::{Money, Payer, PayerClass, PayerId, Percent};

use super::document::{Audience, Cell, Content, Document, Table};

/// A figure that must not stand in a text for a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// The least the practice accepts, in dollars.
    WalkAway(Money),
    /// The least the practice accepts, as a percentage of Medicare or of today.
    WalkAwayPercent(Percent),
    /// What a service or an RVU costs the practice.
    Cost(Money),
    /// A rate another payer pays.
    OtherRate(Money),
}

impl Secret {
    /// Returns what the figure is, for people.
    const fn what(self) -> &'static str {
        match self {
            Self::WalkAway(_) | Self::WalkAwayPercent(_) => "the least you accept",
            Self::Cost(_) => "what a service costs you",
            Self::OtherRate(_) => "what another payer pays",
        }
    }

    const fn value(self) -> Decimal {
        match self {
            Self::WalkAway(amount) | Self::Cost(amount) | Self::OtherRate(amount) => {
                amount.dollars()
            }
            Self::WalkAwayPercent(percent) => percent.points(),
        }
    }
}

/// What must not be in a document for one payer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    /// Names of other payers.
    pub names: Vec<String>,
    /// Figures.
    pub figures: Vec<Secret>,
}

impl Secrets {
    /// Collects the names of all payers but the one addressed. Names that say what kind of
    /// coverage it is and no more ("Medicare", "Self-pay") are in every packet and betray nobody.
    pub fn of_other_payers(payers: &[Payer], addressed: PayerId) -> Self {
        let names = payers
            .iter()
            .filter(|payer| payer.id != addressed)
            .filter(|payer| !matches!(payer.class, PayerClass::Medicare | PayerClass::SelfPay))
            .map(|payer| payer.name.clone())
            .filter(|name| !is_generic(name))
            .collect();
        Self {
            names,
            figures: Vec::new(),
        }
    }

    /// Adds every rate that the report knows of other payers.
    #[must_use]
    pub fn with_rates_of_others(mut self, rates: &CodeRates, addressed: PayerId) -> Self {
        let others = rates
            .rows
            .iter()
            .flat_map(|row| &row.payers)
            .filter(|rate| rate.payer != addressed);
        for rate in others {
            self.figures.extend(
                [rate.observed, rate.fee_schedule]
                    .into_iter()
                    .flatten()
                    .map(|amount| Secret::OtherRate(amount.rounded())),
            );
        }
        self
    }

    /// Adds figures.
    #[must_use]
    pub fn with_figures(mut self, figures: impl IntoIterator<Item = Secret>) -> Self {
        self.figures.extend(figures);
        self
    }
}

fn is_generic(name: &str) -> bool {
    const KINDS: [&str; 8] = [
        "medicare",
        "medicaid",
        "self pay",
        "cash",
        "other",
        "commercial",
        "unknown",
        "none",
    ];
    let words = words_of(name).join(" ");
    words.is_empty()
        || KINDS.contains(&words.as_str())
        || PayerClass::ALL
            .iter()
            .any(|class| words_of(class.label()).join(" ") == words)
}

/// Why a document was refused: what it gives away, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LeakError {
    /// Another payer is named.
    #[error(
        "the packet names another payer, {name}, in \u{201c}{excerpt}\u{201d}; take the name out"
    )]
    PayerName {
        /// The name.
        name: String,
        /// The text around it.
        excerpt: String,
    },
    /// A secret figure stands in a text.
    #[error(
        "the packet gives away {what} ({figure}) in \u{201c}{excerpt}\u{201d}; take the figure out"
    )]
    Figure {
        /// What the figure is.
        what: &'static str,
        /// The figure as written.
        figure: String,
        /// The text around it.
        excerpt: String,
    },
    /// A text speaks of what is decided inside the practice.
    #[error(
        "the packet speaks of your own limits (\u{201c}{term}\u{201d}) in \u{201c}{excerpt}\u{201d}; take it out"
    )]
    Term {
        /// The word.
        term: &'static str,
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
    #[error(
        "the packet was not composed here, so what it may not hold is unknown; compose it again"
    )]
    Unchecked,
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
    let own_names: Vec<Vec<String>> = [&document.payer, &document.practice]
        .into_iter()
        .map(|name| words_of(name))
        .filter(|words| !words.is_empty())
        .collect();
    let own_figures = stated_figures(document);
    for text in texts_of(document) {
        check_words(&text, &own_names, secrets)?;
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

/// Every text of a document, found through its serialized form so that none can be forgotten.
/// Serialized figures are texts too: they hold no words, and checking them finds nothing.
fn texts_of(document: &Document) -> Vec<String> {
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
    let mut texts = vec![document.title.clone(), document.prepared_by.clone()];
    for block in &document.blocks {
        if let Content::Chart(chart) = &block.content {
            texts.extend([chart.title.clone(), chart.note.clone()]);
            texts.extend(chart.groups.iter().map(|group| group.label.clone()));
            texts.extend(chart.series.iter().map(|series| series.name.clone()));
            texts.extend(chart.reference.iter().map(|line| line.label.clone()));
        } else if let Ok(value) = serde_json::to_value(&block.content) {
            collect(&value, &mut texts);
        }
    }
    texts
}

fn is_figure_cell(fields: &serde_json::Map<String, Value>) -> bool {
    let tag = fields.get("type").and_then(Value::as_str);
    tag.is_some_and(|tag| tag != "text") && fields.contains_key("value")
}

fn check_words(text: &str, own_names: &[Vec<String>], secrets: &Secrets) -> Result<(), LeakError> {
    let mut words = words_of(text);
    for term in TERMS {
        if find(&words, &words_of(term)).is_some() {
            return Err(LeakError::Term {
                term,
                excerpt: excerpt(text),
            });
        }
    }
    // The addressed payer's own name may contain another's ("Aetna Better Health").
    for name in own_names {
        while let Some(place) = find(&words, name) {
            words.splice(place..place + name.len(), [String::new()]);
        }
    }
    for name in &secrets.names {
        let name_words = words_of(name);
        if !name_words.is_empty() && find(&words, &name_words).is_some() {
            return Err(LeakError::PayerName {
                name: name.clone(),
                excerpt: excerpt(text),
            });
        }
    }
    Ok(())
}

fn check_figures(text: &str, own_figures: &[Decimal], secrets: &Secrets) -> Result<(), LeakError> {
    for written in figures_in(text) {
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
                excerpt: excerpt(text),
            });
        }
    }
    Ok(())
}

/// A number in a text, and what its marks say it is.
struct WrittenFigure {
    text: String,
    value: Decimal,
    unit: FigureUnit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FigureUnit {
    Dollars,
    Percent,
    Unmarked,
}

impl WrittenFigure {
    /// Whether a reader would recognise the secret. "24 hours" is not a rate of $24.13, but
    /// "$178,500" is a floor of $178,500.40.
    fn gives_away(&self, secret: Secret) -> bool {
        let places = self.value.scale();
        let exact = secret.value().abs();
        let same = exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
            == self.value;
        let is_amount = self.unit == FigureUnit::Dollars || 2 <= places;
        match secret {
            Secret::OtherRate(_) => same && is_amount && 2 <= places,
            Secret::WalkAway(_) | Secret::Cost(_) => {
                same && (is_amount || Decimal::ONE_THOUSAND <= self.value)
            }
            Secret::WalkAwayPercent(_) => same && self.unit == FigureUnit::Percent,
        }
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn find(words: &[String], wanted: &[String]) -> Option<usize> {
    words
        .windows(wanted.len().max(1))
        .position(|window| window == wanted)
}

/// Finds numbers as people write them: `1,059,110.20`, `$33.33`, `118 %`, `118 percent`.
fn figures_in(text: &str) -> Vec<WrittenFigure> {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.');
    let mut figures = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (lead, tail) = rest.split_at(start);
        let end = tail.find(|letter| !is_part(letter)).unwrap_or(tail.len());
        let (piece, after) = tail.split_at(end);
        let piece = piece.trim_end_matches([',', '.']);
        let digits: String = piece.chars().filter(|letter| *letter != ',').collect();
        if let Ok(value) = digits.parse() {
            let after = after.trim_start();
            let unit = if lead.trim_end().ends_with('$') {
                FigureUnit::Dollars
            } else if after.starts_with('%') || after.starts_with("percent") {
                FigureUnit::Percent
            } else {
                FigureUnit::Unmarked
            };
            figures.push(WrittenFigure {
                text: piece.to_owned(),
                value,
                unit,
            });
        }
        rest = tail.get(end..).unwrap_or_default();
    }
    figures
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
        figures.extend([
            value,
            value.round_dp(0),
            value.round_dp(1),
            value.round_dp(2),
        ]);
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
