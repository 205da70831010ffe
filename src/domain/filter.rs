//! What part of the practice a person is looking at: one value for every panel and for paper.

use serde::{Deserialize, Serialize};

use super::{PayerId, Period, ProductId, ProviderId, SiteId, TotalRow};

/// A choice of months, payer, product, provider and site; `None` means all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Months of service.
    pub period: Period,
    /// One payer.
    pub payer: Option<PayerId>,
    /// One product of a payer.
    pub product: Option<ProductId>,
    /// One rendering provider.
    pub provider: Option<ProviderId>,
    /// One site.
    pub site: Option<SiteId>,
}

impl Filter {
    /// Whether a total belongs to the choice.
    pub fn admits(&self, row: &TotalRow) -> bool {
        self.period.contains(row.month)
            && self.payer.is_none_or(|payer| payer == row.payer)
            && self.product.is_none_or(|product| product == row.product)
            && self
                .provider
                .is_none_or(|provider| provider == row.provider)
            && self.site.is_none_or(|site| site == row.site)
    }

    /// Returns the same choice for one payer.
    #[must_use]
    pub fn for_payer(mut self, payer: PayerId) -> Self {
        if self.payer != Some(payer) {
            // A product belongs to one payer.
            self.product = None;
        }
        self.payer = Some(payer);
        self
    }
}
