//! What the list of sites shows, and the edits it asks for.

use serde::Serialize;

use crate::app::panels::payers::texts::{TextLine, texts_words};
use crate::app::widgets::counted_words;
use crate::domain::{Site, SiteId};
use crate::jobs::Edit;

/// The list, finished.
#[derive(Debug, Default, Serialize)]
pub(super) struct SitesModel {
    /// Sites, the busiest first.
    pub(super) sites: Vec<SiteLine>,
    /// "2 sites".
    pub(super) counted: String,
}

/// A site and the texts that mean it.
#[derive(Debug, Serialize)]
pub(super) struct SiteLine {
    pub(super) site: Site,
    /// The name to show.
    pub(super) name: String,
    /// "ZIP 30303", or that there is none.
    pub(super) zip_words: String,
    /// Service lines under all its texts.
    pub(super) lines: u64,
    /// "1,204 lines".
    pub(super) lines_words: String,
    /// "2 names in files".
    pub(super) texts_words: String,
    /// Its own text first.
    pub(super) texts: Vec<TextLine<SiteId>>,
}

impl SitesModel {
    /// Builds the list.
    pub(super) fn new(all: &[Site]) -> Self {
        let mut sites: Vec<SiteLine> = all
            .iter()
            .filter(|site| site.same_as.is_none())
            .map(|site| line(site, all))
            .collect();
        sites.sort_by_key(|line| (std::cmp::Reverse(line.lines), line.name.to_lowercase()));
        Self {
            counted: counted_words(sites.len() as u64, "site", "sites"),
            sites,
        }
    }

    /// Returns the sites to choose from, in the order shown.
    pub(super) fn choices(&self) -> Vec<(SiteId, String)> {
        let lines = self.sites.iter();
        lines
            .map(|line| (line.site.id, line.name.clone()))
            .collect()
    }
}

/// Returns the site with another name and ZIP code; `None` when both are the same.
///
/// A name that is the text in files, or none, is no name of its own.
pub(super) fn rename(site: &Site, name: &str, zip: &str) -> Option<Edit> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let after = Site {
        name: given(name.trim()).filter(|name| *name != site.text),
        zip: given(zip.trim()),
        ..site.clone()
    };
    (after != *site).then_some(Edit::EditSite(after))
}

fn line(site: &Site, all: &[Site]) -> SiteLine {
    let name = site.shown_name().to_owned();
    let merged = all.iter().filter(|other| other.same_as == Some(site.id));
    let lines = site.line_count + merged.clone().map(|other| other.line_count).sum::<u64>();
    let own = TextLine::new(site.id, &site.text, site.line_count, None);
    let texts: Vec<TextLine<SiteId>> = std::iter::once(own)
        .chain(
            merged.map(|other| TextLine::new(other.id, &other.text, other.line_count, Some(&name))),
        )
        .collect();
    SiteLine {
        zip_words: site
            .zip
            .as_ref()
            .map_or_else(|| "No ZIP code".to_owned(), |zip| format!("ZIP {zip}")),
        lines,
        lines_words: counted_words(lines, "line", "lines"),
        texts_words: texts_words(texts.len()),
        texts,
        name,
        site: site.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(id: i64, text: &str, line_count: u64) -> Site {
        Site {
            id: SiteId(id),
            text: text.to_owned(),
            name: None,
            zip: None,
            same_as: None,
            line_count,
        }
    }

    fn sites() -> Vec<Site> {
        vec![
            Site {
                name: Some("North".to_owned()),
                zip: Some("30303".to_owned()),
                ..site(1, "LOC 01", 10)
            },
            site(2, "LOC 02", 40),
            Site {
                same_as: Some(SiteId(1)),
                ..site(3, "NORTH CLINIC", 90)
            },
        ]
    }

    #[test]
    fn sites_come_with_their_texts_the_busiest_first() {
        let model = SitesModel::new(&sites());
        let shown: Vec<String> = model
            .sites
            .iter()
            .map(|line| {
                let splits: Vec<_> = line.texts.iter().map(|text| &text.split).collect();
                format!(
                    "{} | {} | {} | {splits:?}",
                    line.name, line.zip_words, line.lines_words
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "North | ZIP 30303 | 100 lines | [None, Some(\"Split NORTH CLINIC off North\")]",
                "LOC 02 | No ZIP code | 40 lines | [None]",
            ]
        );
        assert_eq!(model.counted, "2 sites");
    }

    #[test]
    fn a_site_is_saved_only_when_something_changes() {
        let all = sites();
        assert!(rename(&all[0], "North", " 30303").is_none());
        assert!(rename(&all[1], "LOC 02", "").is_none());
        assert!(matches!(
            rename(&all[1], "South", "30304"),
            Some(Edit::EditSite(Site { name: Some(name), zip: Some(zip), .. }))
                if name == "South" && zip == "30304"
        ));
    }
}
