//! Rendering providers and sites as files name them, and what the practice says of them: lists that
//! only grow. Row 0 of each stands for "the file did not say".

use rusqlite::{Row, params};

use super::columns::{checked, count};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{Provider, ProviderClass, ProviderId, Site, SiteId};

/// Digits of a national provider identifier.
const NPI_LEN: usize = 10;
/// Digits of a ZIP code.
const ZIP_LEN: usize = 5;

impl PracticeFile {
    /// Reads the providers that live imports name or that were listed, ordered by shown name; those
    /// merged into another too.
    pub fn providers(&self) -> Result<Vec<Provider>> {
        providers(&self.db)
    }

    /// Reads the sites that live imports name or that were listed, ordered by shown name; those
    /// merged into another too.
    pub fn sites(&self) -> Result<Vec<Site>> {
        sites(&self.db)
    }
}

/// Reads the providers in use; see [`PracticeFile::providers`].
pub(super) fn providers(db: &Db) -> Result<Vec<Provider>> {
    db.rows(include_str!("list_providers.sql"), [], provider_from_row)
}

/// Reads the sites in use; see [`PracticeFile::sites`].
pub(super) fn sites(db: &Db) -> Result<Vec<Site>> {
    db.rows(include_str!("list_sites.sql"), [], site_from_row)
}

impl Transaction<'_> {
    /// Finds the provider a list names, or adds it; it stays listed without any line.
    ///
    /// Refused when the text is blank.
    pub fn add_provider(&mut self, text: &str) -> Result<ProviderId> {
        let text = text.trim();
        if text.is_empty() {
            return Err(StoreError::refused("A provider needs a name"));
        }
        let provider = provider_id(self.db, text)?;
        self.db
            .execute(include_str!("list_provider_by_hand.sql"), [provider.0])?;
        self.changes.providers = true;
        Ok(provider)
    }

    /// Finds the site a list names, or adds it; it stays listed without any line.
    ///
    /// Refused when the text is blank.
    pub fn add_site(&mut self, text: &str) -> Result<SiteId> {
        let text = text.trim();
        if text.is_empty() {
            return Err(StoreError::refused("A site needs a name"));
        }
        let site = site_id(self.db, text)?;
        self.db
            .execute(include_str!("list_site_by_hand.sql"), [site.0])?;
        self.changes.providers = true;
        Ok(site)
    }

    /// Replaces what the practice says of a provider: name, NPI, class and site.
    ///
    /// Refused when the NPI has not ten digits.
    pub fn edit_provider(&mut self, provider: &Provider) -> Result<()> {
        self.known_provider(provider.id)?;
        let npi = given(provider.npi.as_deref());
        if npi.is_some_and(|npi| !is_digits(npi, NPI_LEN)) {
            return Err(StoreError::refused(
                "An NPI has ten digits. Correct it, or leave it empty",
            ));
        }
        if let Some(site) = provider.site {
            self.known_site(site)?;
        }
        self.db.execute(
            include_str!("edit_provider.sql"),
            params![
                provider.id.0,
                given(provider.name.as_deref()),
                npi,
                provider.class.map(ProviderClass::key),
                provider.site.map(|site| site.0),
            ],
        )?;
        self.mark_providers();
        Ok(())
    }

    /// Replaces what the practice says of a site: name and ZIP code.
    ///
    /// Refused when the ZIP code has not five digits.
    pub fn edit_site(&mut self, site: &Site) -> Result<()> {
        self.known_site(site.id)?;
        let zip = given(site.zip.as_deref());
        if zip.is_some_and(|zip| !is_digits(zip, ZIP_LEN)) {
            return Err(StoreError::refused(
                "A ZIP code has five digits. Correct it, or leave it empty",
            ));
        }
        self.db.execute(
            include_str!("edit_site.sql"),
            params![site.id.0, given(site.name.as_deref()), zip],
        )?;
        self.mark_providers();
        Ok(())
    }

    /// Lets the texts of `from` mean the provider `into`.
    ///
    /// Refused when `from` is empty or names `into`, or when `into` itself means another provider.
    pub fn merge_providers(&mut self, into: ProviderId, from: &[ProviderId]) -> Result<()> {
        if from.is_empty() || from.contains(&into) {
            return Err(StoreError::refused(
                "A provider is merged into another one: choose two different providers",
            ));
        }
        if !self.known_provider(into)? {
            return Err(StoreError::refused(
                "This provider was merged into another one. Choose that one",
            ));
        }
        for provider in from {
            self.known_provider(*provider)?;
            self.db
                .execute(include_str!("merge_provider.sql"), [into.0, provider.0])?;
        }
        self.mark_providers();
        Ok(())
    }

    /// Lets the texts of `from` mean the site `into`; providers who work there follow.
    ///
    /// Refused when `from` is empty or names `into`, or when `into` itself means another site.
    pub fn merge_sites(&mut self, into: SiteId, from: &[SiteId]) -> Result<()> {
        if from.is_empty() || from.contains(&into) {
            return Err(StoreError::refused(
                "A site is merged into another one: choose two different sites",
            ));
        }
        if !self.known_site(into)? {
            return Err(StoreError::refused(
                "This site was merged into another one. Choose that one",
            ));
        }
        for site in from {
            self.known_site(*site)?;
            for sql in [
                include_str!("merge_site.sql"),
                include_str!("move_providers.sql"),
            ] {
                self.db.execute(sql, [into.0, site.0])?;
            }
        }
        self.mark_providers();
        Ok(())
    }

    /// Makes a merged text a provider of its own again.
    pub fn split_provider(&mut self, provider: ProviderId) -> Result<()> {
        if self.known_provider(provider)? {
            return Err(StoreError::refused(
                "This provider was not merged into another one, so there is nothing to split off",
            ));
        }
        self.db
            .execute(include_str!("split_provider.sql"), [provider.0])?;
        self.mark_providers();
        Ok(())
    }

    /// Makes a merged text a site of its own again.
    pub fn split_site(&mut self, site: SiteId) -> Result<()> {
        if self.known_site(site)? {
            return Err(StoreError::refused(
                "This site was not merged into another one, so there is nothing to split off",
            ));
        }
        self.db.execute(include_str!("split_site.sql"), [site.0])?;
        self.mark_providers();
        Ok(())
    }

    /// Gives providers whom files call by their NPI the names that files give with it. A provider who
    /// has a name keeps it.
    pub fn name_providers(&mut self, names: &[(String, String)]) -> Result<()> {
        for (npi, name) in names {
            if let Some(name) = given(Some(name.as_str())) {
                let named = self
                    .db
                    .execute(include_str!("name_provider.sql"), [npi.trim(), name])?;
                self.changes.providers |= 0 < named;
            }
        }
        Ok(())
    }

    fn mark_providers(&mut self) {
        self.changes.providers = true;
        self.changes.totals = true;
    }

    /// Whether the provider is one of its own; refused when the file has no such row.
    fn known_provider(&self, provider: ProviderId) -> Result<bool> {
        self.db
            .row_if_any(include_str!("provider_is_own.sql"), [provider.0], |row| {
                row.get(0)
            })?
            .ok_or_else(|| StoreError::refused("This provider is no longer in the practice file"))
    }

    /// Whether the site is one of its own; refused when the file has no such row.
    fn known_site(&self, site: SiteId) -> Result<bool> {
        self.db
            .row_if_any(include_str!("site_is_own.sql"), [site.0], |row| row.get(0))?
            .ok_or_else(|| StoreError::refused("This site is no longer in the practice file"))
    }
}

/// Finds a provider's row, or adds it; a text that is an NPI is also its number.
pub(super) fn provider_id(db: &Db, text: &str) -> Result<ProviderId> {
    let found = db.row_if_any(include_str!("find_provider.sql"), [text], |row| row.get(0))?;
    if let Some(id) = found {
        return Ok(ProviderId(id));
    }
    let npi = is_digits(text, NPI_LEN).then_some(text);
    db.insert(include_str!("add_provider.sql"), params![text, npi])
        .map(ProviderId)
}

/// Finds a site's row, or adds it.
pub(super) fn site_id(db: &Db, text: &str) -> Result<SiteId> {
    let found = db.row_if_any(include_str!("find_site.sql"), [text], |row| row.get(0))?;
    match found {
        Some(id) => Ok(SiteId(id)),
        None => db.insert(include_str!("add_site.sql"), [text]).map(SiteId),
    }
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn is_digits(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn provider_from_row(row: &Row<'_>) -> rusqlite::Result<Provider> {
    let class: Option<String> = row.get(4)?;
    Ok(Provider {
        id: ProviderId(row.get(0)?),
        text: row.get(1)?,
        name: row.get(2)?,
        npi: row.get(3)?,
        class: checked(4, class.as_deref().map(ProviderClass::from_key).transpose())?,
        site: row.get::<_, Option<i64>>(5)?.map(SiteId),
        same_as: row.get::<_, Option<i64>>(6)?.map(ProviderId),
        line_count: count(row, 7)?,
    })
}

fn site_from_row(row: &Row<'_>) -> rusqlite::Result<Site> {
    Ok(Site {
        id: SiteId(row.get(0)?),
        text: row.get(1)?,
        name: row.get(2)?,
        zip: row.get(3)?,
        same_as: row.get::<_, Option<i64>>(4)?.map(SiteId),
        line_count: count(row, 5)?,
    })
}
