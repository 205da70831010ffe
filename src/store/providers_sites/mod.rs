//! Rendering providers and sites as files name them: lists that only grow. Row 0 of each stands for
//! "the file did not say".

use super::PracticeFile;
use super::connection::Db;
use super::error::Result;
use crate::domain::{ProviderId, SiteId};

/// A rendering provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// Its row.
    pub id: ProviderId,
    /// The name, or the number, in the file.
    pub name: String,
}

/// A place where the practice sees patients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its row.
    pub id: SiteId,
    /// The name in the file.
    pub name: String,
}

impl PracticeFile {
    /// Reads the providers that live imports name, ordered by name.
    pub fn providers(&self) -> Result<Vec<Provider>> {
        self.db.rows(include_str!("list_providers.sql"), [], |row| {
            Ok(Provider {
                id: ProviderId(row.get(0)?),
                name: row.get(1)?,
            })
        })
    }

    /// Reads the sites that live imports name, ordered by name.
    pub fn sites(&self) -> Result<Vec<Site>> {
        self.db.rows(include_str!("list_sites.sql"), [], |row| {
            Ok(Site {
                id: SiteId(row.get(0)?),
                name: row.get(1)?,
            })
        })
    }
}

/// Finds a provider's row, or adds it.
pub(super) fn provider_id(db: &Db, name: &str) -> Result<ProviderId> {
    let found = db.row_if_any(include_str!("find_provider.sql"), [name], |row| row.get(0))?;
    match found {
        Some(id) => Ok(ProviderId(id)),
        None => db
            .insert(include_str!("add_provider.sql"), [name])
            .map(ProviderId),
    }
}

/// Finds a site's row, or adds it.
pub(super) fn site_id(db: &Db, name: &str) -> Result<SiteId> {
    let found = db.row_if_any(include_str!("find_site.sql"), [name], |row| row.get(0))?;
    match found {
        Some(id) => Ok(SiteId(id)),
        None => db.insert(include_str!("add_site.sql"), [name]).map(SiteId),
    }
}
