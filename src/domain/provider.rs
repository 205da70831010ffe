//! Who sees patients, and where: as files name them, and as the practice does.

use serde::{Deserialize, Serialize};

use super::{ProviderClass, ProviderId, SiteId};

/// A rendering provider. Files may write one under several texts; each has a row, and those that mean
/// another provider say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// Its row.
    pub id: ProviderId,
    /// The name, or the NPI, in the file.
    pub text: String,
    /// The practice's own name for it; `None`: the text.
    pub name: Option<String>,
    /// National provider identifier, ten digits; `None` where unknown.
    pub npi: Option<String>,
    /// What it is; `None` where nobody said: reports then price a physician.
    pub class: Option<ProviderClass>,
    /// The site it usually works at.
    pub site: Option<SiteId>,
    /// The provider that this text means, when it was merged into another.
    pub same_as: Option<ProviderId>,
    /// Service lines carrying the text.
    pub line_count: u64,
}

impl Provider {
    /// Returns the name to show.
    pub fn shown_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.text)
    }
}

/// A place where the practice sees patients. Merged like providers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its row.
    pub id: SiteId,
    /// The name in the file.
    pub text: String,
    /// The practice's own name for it; `None`: the text.
    pub name: Option<String>,
    /// Five digits; `None` where unknown.
    pub zip: Option<String>,
    /// The site that this text means, when it was merged into another.
    pub same_as: Option<SiteId>,
    /// Service lines carrying the text.
    pub line_count: u64,
}

impl Site {
    /// Returns the name to show.
    pub fn shown_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.text)
    }
}
