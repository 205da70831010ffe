//! Lists of the practice's providers and sites fill in the rows that files made: found by NPI, then by
//! text or name; added where nothing fits.

use super::RecordsAdded;
use crate::domain::{Provider, ProviderEntry, ProviderId, Site, SiteEntry, SiteId};
use crate::store::error::Result;
use crate::store::{PracticeFile, Transaction, providers_sites};

impl PracticeFile {
    /// Lists the providers that were not merged into another, as a list would.
    pub(super) fn provider_entries(&self) -> Result<Vec<ProviderEntry>> {
        let sites = self.sites()?;
        let site_name = |id: SiteId| {
            let site = sites.iter().find(|site| site.id == id);
            site.map_or_else(String::new, |site| site.shown_name().to_owned())
        };
        let own = self.providers()?.into_iter();
        Ok(own
            .filter(|provider| provider.same_as.is_none())
            .map(|provider| ProviderEntry {
                name: provider.shown_name().to_owned(),
                site: provider.site.map_or_else(String::new, site_name),
                npi: provider.npi,
                class: provider.class,
            })
            .collect())
    }

    /// Lists the sites that were not merged into another, as a list would.
    pub(super) fn site_entries(&self) -> Result<Vec<SiteEntry>> {
        let own = self.sites()?.into_iter();
        Ok(own
            .filter(|site| site.same_as.is_none())
            .map(|site| SiteEntry {
                text: site.text,
                name: site.name.unwrap_or_default(),
                zip: site.zip,
            })
            .collect())
    }
}

impl Transaction<'_> {
    /// Gives providers what a list says of them. A provider that files call by NPI and by name becomes
    /// one.
    pub(super) fn fill_in_providers(&mut self, entries: &[ProviderEntry]) -> Result<RecordsAdded> {
        let mut added = RecordsAdded::default();
        for entry in entries {
            let site = match entry.site.as_str() {
                "" => None,
                text => Some(self.site_of(text)?.0),
            };
            let known = providers_sites::providers(self.db)?;
            let by_npi = known.iter().find(|one| is_numbered(one, entry));
            let by_name = known.iter().find(|one| is_named(one, &entry.name));
            let found = by_npi.or(by_name).map(|one| own_provider(&known, one));
            if let Some((numbered, named)) = by_npi.zip(by_name) {
                let (into, from) = (own_provider(&known, numbered), own_provider(&known, named));
                let clash = from.npi.is_some() && from.npi != entry.npi;
                if into.id != from.id && !clash {
                    self.merge_providers(into.id, &[from.id])?;
                }
            }
            match found {
                Some(_) => added.known_before += 1,
                None => added.new += 1,
            }
            let text = found.map_or(entry.name.as_str(), |one| one.text.as_str());
            let id = self.add_provider(text)?;
            self.edit_provider(&Provider {
                id,
                name: (entry.name != text).then(|| entry.name.clone()),
                npi: entry.npi.clone().or(found.and_then(|one| one.npi.clone())),
                class: entry.class.or(found.and_then(|one| one.class)),
                site: site.or(found.and_then(|one| one.site)),
                text: text.to_owned(),
                same_as: None,
                line_count: 0,
            })?;
        }
        self.changes.records = true;
        Ok(added)
    }

    /// Gives sites what a list says of them.
    pub(super) fn fill_in_sites(&mut self, entries: &[SiteEntry]) -> Result<RecordsAdded> {
        let mut added = RecordsAdded::default();
        for entry in entries {
            let (id, known) = self.site_of(&entry.text)?;
            match known {
                Some(_) => added.known_before += 1,
                None => added.new += 1,
            }
            let shown = Some(entry.name.clone()).filter(|name| !name.is_empty());
            self.edit_site(&Site {
                id,
                text: entry.text.clone(),
                name: shown.or_else(|| known.as_ref().and_then(|one| one.name.clone())),
                zip: entry
                    .zip
                    .clone()
                    .or_else(|| known.as_ref().and_then(|one| one.zip.clone())),
                same_as: None,
                line_count: 0,
            })?;
        }
        self.changes.records = true;
        Ok(added)
    }

    /// Finds a site by its text or name, or adds it; with what was known of it.
    fn site_of(&mut self, text: &str) -> Result<(SiteId, Option<Site>)> {
        let known = providers_sites::sites(self.db)?;
        let same = |one: &&Site| {
            one.text.eq_ignore_ascii_case(text) || one.shown_name().eq_ignore_ascii_case(text)
        };
        let found = known.iter().find(same).map(|one| {
            let into = one.same_as;
            known
                .iter()
                .find(|other| Some(other.id) == into)
                .unwrap_or(one)
        });
        match found {
            Some(site) => {
                self.add_site(&site.text)?;
                Ok((site.id, Some(site.clone())))
            }
            None => Ok((self.add_site(text)?, None)),
        }
    }
}

fn is_numbered(provider: &Provider, entry: &ProviderEntry) -> bool {
    entry
        .npi
        .as_ref()
        .is_some_and(|npi| provider.npi.as_ref() == Some(npi) || provider.text == *npi)
}

fn is_named(provider: &Provider, name: &str) -> bool {
    provider.text.eq_ignore_ascii_case(name) || provider.shown_name().eq_ignore_ascii_case(name)
}

/// Returns the provider that a row means: itself, or the one it was merged into.
fn own_provider<'k>(known: &'k [Provider], one: &'k Provider) -> &'k Provider {
    let into: Option<ProviderId> = one.same_as;
    known
        .iter()
        .find(|other| Some(other.id) == into)
        .unwrap_or(one)
}
