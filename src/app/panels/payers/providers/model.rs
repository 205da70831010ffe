//! What the list of providers shows, and the edits it asks for.

use serde::Serialize;

use crate::app::panels::payers::texts::{TextLine, texts_words};
use crate::app::widgets::counted_words;
use crate::domain::{Provider, ProviderClass, ProviderId, SiteId};
use crate::jobs::Edit;

/// The list, finished.
#[derive(Debug, Default, Serialize)]
pub(super) struct ProvidersModel {
    /// Providers, those of unknown class first, then the busiest.
    pub(super) providers: Vec<ProviderLine>,
    /// "4 of 12 providers".
    pub(super) counted: String,
    /// What is missing, in a sentence; empty when nothing is.
    pub(super) unknown: String,
    /// Sites to choose from, none first.
    #[serde(skip)]
    pub(super) sites: Vec<(Option<SiteId>, String)>,
}

/// A provider and the texts that mean it.
#[derive(Debug, Serialize)]
pub(super) struct ProviderLine {
    pub(super) provider: Provider,
    /// The name to show.
    pub(super) name: String,
    /// "NPI 1234567893", or that there is none.
    pub(super) npi_words: String,
    /// Service lines under all its texts.
    pub(super) lines: u64,
    /// "1,204 lines".
    pub(super) lines_words: String,
    /// "2 names in files".
    pub(super) texts_words: String,
    /// Its own text first.
    pub(super) texts: Vec<TextLine<ProviderId>>,
}

impl ProvidersModel {
    /// Builds the list.
    pub(super) fn new(all: &[Provider], sites: &[(SiteId, String)], search: &str) -> Self {
        let search = search.trim().to_lowercase();
        let own: Vec<ProviderLine> = all
            .iter()
            .filter(|provider| provider.same_as.is_none())
            .map(|provider| line(provider, all))
            .collect();
        let count = own.len() as u64;
        let unknown = own.iter().filter(|line| line.provider.class.is_none());
        let unknown = unknown_words(unknown.count() as u64);
        let mut providers: Vec<ProviderLine> = own
            .into_iter()
            .filter(|line| search.is_empty() || line.holds(&search))
            .collect();
        providers.sort_by(|left, right| {
            let key = |line: &ProviderLine| {
                (
                    line.provider.class.is_some(),
                    std::cmp::Reverse(line.lines),
                    line.name.to_lowercase(),
                )
            };
            key(left).cmp(&key(right))
        });
        let all_words = counted_words(count, "provider", "providers");
        let counted = match providers.len() as u64 {
            shown if shown == count => all_words,
            shown => format!("{shown} of {all_words}"),
        };
        let none = (None, "No usual site".to_owned());
        let each = sites.iter().map(|(id, name)| (Some(*id), name.clone()));
        Self {
            providers,
            counted,
            unknown,
            sites: std::iter::once(none).chain(each).collect(),
        }
    }

    /// Returns the providers to choose from, in the order shown.
    pub(super) fn choices(&self) -> Vec<(ProviderId, String)> {
        let lines = self.providers.iter();
        lines
            .map(|line| (line.provider.id, line.name.clone()))
            .collect()
    }
}

impl ProviderLine {
    fn holds(&self, search: &str) -> bool {
        let class = self.provider.class.map_or("", ProviderClass::label);
        [self.name.as_str(), self.npi_words.as_str(), class]
            .into_iter()
            .chain(self.texts.iter().map(|text| text.quoted.as_str()))
            .any(|words| words.to_lowercase().contains(search))
    }
}

/// Returns the provider with another name and NPI; `None` when both are the same.
///
/// A name that is the text in files, or none, is no name of its own.
pub(super) fn rename(provider: &Provider, name: &str, npi: &str) -> Option<Edit> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let name = name.trim();
    edited(
        provider,
        Provider {
            name: given(name).filter(|name| *name != provider.text),
            npi: given(npi.trim()),
            ..provider.clone()
        },
    )
}

/// Returns the provider with another class; `None` when it is the same.
pub(super) fn classify(provider: &Provider, class: Option<ProviderClass>) -> Option<Edit> {
    let provider_of_class = Provider {
        class,
        ..provider.clone()
    };
    edited(provider, provider_of_class)
}

/// Returns the provider with another usual site; `None` when it is the same.
pub(super) fn place(provider: &Provider, site: Option<SiteId>) -> Option<Edit> {
    let placed = Provider {
        site,
        ..provider.clone()
    };
    edited(provider, placed)
}

fn edited(before: &Provider, after: Provider) -> Option<Edit> {
    (*before != after).then_some(Edit::EditProvider(after))
}

fn line(provider: &Provider, all: &[Provider]) -> ProviderLine {
    let name = provider.shown_name().to_owned();
    let merged = all
        .iter()
        .filter(|other| other.same_as == Some(provider.id));
    let lines = provider.line_count + merged.clone().map(|other| other.line_count).sum::<u64>();
    let own = TextLine::new(provider.id, &provider.text, provider.line_count, None);
    let texts: Vec<TextLine<ProviderId>> = std::iter::once(own)
        .chain(
            merged.map(|other| TextLine::new(other.id, &other.text, other.line_count, Some(&name))),
        )
        .collect();
    ProviderLine {
        npi_words: provider
            .npi
            .as_ref()
            .map_or_else(|| "No NPI".to_owned(), |npi| format!("NPI {npi}")),
        lines,
        lines_words: counted_words(lines, "line", "lines"),
        texts_words: texts_words(texts.len()),
        texts,
        name,
        provider: provider.clone(),
    }
}

fn unknown_words(count: u64) -> String {
    match count {
        0 => String::new(),
        1 => "One provider\u{2019}s class is not known: contracts are priced as if by a physician"
            .to_owned(),
        count => format!(
            "The class of {count} providers is not known: contracts are priced as if by physicians"
        ),
    }
}

#[cfg(test)]
mod tests;
