//! By whom, where and under which product services were billed: what a contract's rates are weighed
//! by, where it pays classes of providers, sites or products differently.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::service_sums::{FastMap, sums_by};
use crate::domain::{
    ContractTerms, PayerId, Percent, Product, ProductId, Provider, ProviderClass, ProviderId,
    RateKey, SiteId, TotalRow,
};

/// What the practice said of those who render its services, and of its payers' products.
#[derive(Clone, Debug, Default)]
pub struct Renderers {
    classes: BTreeMap<ProviderId, ProviderClass>,
    products: BTreeMap<ProductId, Arc<str>>,
}

impl Renderers {
    /// Takes what prices go by from the practice's lists.
    pub fn new(providers: &[Provider], products: &[Product]) -> Self {
        let classes = providers
            .iter()
            .filter_map(|provider| Some((provider.id, provider.class?)));
        let products = products
            .iter()
            .map(|product| (product.id, Arc::from(product.name.as_str())));
        Self {
            classes: classes.collect(),
            products: products.collect(),
        }
    }

    /// Returns what a total tells of what the terms tell apart.
    fn rendered(&self, told_apart: ToldApart, row: RenderedRow) -> Rendered {
        let class = self.classes.get(&row.provider).copied();
        Rendered {
            product: (told_apart.products && row.product != ProductId(0)).then_some(row.product),
            site: (told_apart.sites && row.site != SiteId(0)).then_some(row.site),
            class: class.filter(|_| told_apart.classes),
        }
    }

    /// Returns what of a total's price is guessed, because the terms tell apart what nobody said.
    pub fn unknown(&self, terms: &ContractTerms, row: &TotalRow) -> Unknown {
        let told_apart = ToldApart::by(terms);
        let by_class = terms
            .schedules
            .iter()
            .any(|schedule| !schedule.provider_classes.is_empty());
        Unknown {
            product: told_apart.products && row.product == ProductId(0),
            site: told_apart.sites && row.site == SiteId(0),
            // Until the first class is told, all are taken for physicians, as everywhere.
            class: (by_class || (told_apart.classes && !self.classes.is_empty()))
                && !self.classes.contains_key(&row.provider),
        }
    }
}

/// What is not known of a service and changes its price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Its payer's product.
    pub product: bool,
    /// Its site.
    pub site: bool,
    /// What its provider is.
    pub class: bool,
}

/// One part of a service's units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BilledPart {
    /// The payer's product, where it is known and changes the price.
    pub product: Option<Arc<str>>,
    /// The site, where it is known and may change the price.
    pub site: Option<SiteId>,
    /// What the provider is; a physician where nobody said otherwise, or where it does not matter.
    pub class: ProviderClass,
    /// Units, above zero.
    pub units: Decimal,
}

/// How the units of each service divide for one contract.
#[derive(Clone, Debug, Default)]
pub struct ServiceMix {
    parts: FastMap<RateKey, Vec<BilledPart>>,
}

impl ServiceMix {
    /// Returns the parts of a service; none: nothing is known that changes its price.
    pub fn parts(&self, key: RateKey) -> &[BilledPart] {
        self.parts.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// The practice's units by payer, service, product, provider and site: added up once for all
/// contracts.
#[derive(Clone, Debug)]
pub struct BilledUnits<'a> {
    renderers: &'a Renderers,
    units: Vec<(RenderedRow, Decimal)>,
}

impl<'a> BilledUnits<'a> {
    /// Adds totals up.
    pub fn new<'t>(rows: impl Iterator<Item = &'t TotalRow>, renderers: &'a Renderers) -> Self {
        let units = sums_by(rows, |row| RenderedRow {
            key: row.key,
            payer: row.payer,
            product: row.product,
            provider: row.provider,
            site: row.site,
        });
        Self {
            renderers,
            units: units
                .into_iter()
                .map(|(row, sums)| (row, sums.units))
                .filter(|(_row, units)| Decimal::ZERO < *units)
                .collect(),
        }
    }

    /// Divides services as they were billed to a payer by what its terms tell apart. A service that
    /// was not billed to it is divided as the practice bills it, of no known product.
    pub fn mix(&self, payer: PayerId, terms: &ContractTerms) -> ServiceMix {
        let told_apart = ToldApart::by(terms);
        let mut mix = ServiceMix::default();
        if !told_apart.anything() {
            return mix;
        }
        for of_service in self.units.chunk_by(|left, right| left.0.key == right.0.key) {
            let Some((first, _units)) = of_service.first() else {
                continue;
            };
            let is_billed = of_service.iter().any(|(row, _units)| row.payer == payer);
            let mut parts: BTreeMap<Rendered, Decimal> = BTreeMap::new();
            for (row, units) in of_service {
                if is_billed && row.payer != payer {
                    continue;
                }
                let mut rendered = self.renderers.rendered(told_apart, *row);
                if !is_billed {
                    rendered.product = None;
                }
                *parts.entry(rendered).or_default() += *units;
            }
            if parts
                .keys()
                .any(|rendered| *rendered != Rendered::default())
            {
                let parts = parts.into_iter().map(|part| self.part(part));
                mix.parts.insert(first.key, parts.collect());
            }
        }
        mix
    }

    fn part(&self, (rendered, units): (Rendered, Decimal)) -> BilledPart {
        let name_of = |product| self.renderers.products.get(&product).cloned();
        BilledPart {
            product: rendered.product.and_then(name_of),
            site: rendered.site,
            class: rendered.class.unwrap_or_default(),
            units,
        }
    }
}

/// What totals are added up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct RenderedRow {
    key: RateKey,
    payer: PayerId,
    product: ProductId,
    provider: ProviderId,
    site: SiteId,
}

/// What is known of a service and changes its price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rendered {
    product: Option<ProductId>,
    site: Option<SiteId>,
    class: Option<ProviderClass>,
}

/// What a contract's terms pay differently.
#[derive(Clone, Copy, Debug)]
struct ToldApart {
    products: bool,
    sites: bool,
    classes: bool,
}

impl ToldApart {
    fn by(terms: &ContractTerms) -> Self {
        let schedules = terms.schedules.as_slice();
        let reduced = &terms.policies.provider_classes;
        Self {
            products: schedules.iter().any(|known| !known.products.is_empty()),
            sites: schedules.iter().any(|known| !known.sites.is_empty()),
            classes: schedules
                .iter()
                .any(|known| !known.provider_classes.is_empty())
                || reduced.iter().any(|rule| rule.percent != Percent::HUNDRED),
        }
    }

    const fn anything(self) -> bool {
        self.products || self.sites || self.classes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{key, total};
    use crate::domain::{ContractSchedule, ProductKind};

    fn provider(id: i64, class: Option<ProviderClass>) -> Provider {
        Provider {
            id: ProviderId(id),
            text: format!("Provider {id}"),
            name: None,
            npi: None,
            class,
            site: None,
            same_as: None,
            line_count: 0,
        }
    }

    fn renderers() -> Renderers {
        let product = |id, name: &str| Product {
            id: ProductId(id),
            payer: PayerId(1),
            name: name.to_owned(),
            kind: ProductKind::Other,
        };
        Renderers::new(
            &[
                provider(1, Some(ProviderClass::Physician)),
                provider(2, Some(ProviderClass::NursePractitioner)),
                provider(3, None),
            ],
            &[product(1, "HMO"), product(2, "PPO")],
        )
    }

    fn row(payer: i64, product: i64, provider: i64, site: i64, units: &str) -> TotalRow {
        TotalRow {
            product: ProductId(product),
            provider: ProviderId(provider),
            site: SiteId(site),
            ..total(payer, "EX001", units, "0", "0")
        }
    }

    fn check(terms: &ContractTerms, rows: &[TotalRow], expected: &[&str]) {
        let renderers = renderers();
        let mix = BilledUnits::new(rows.iter(), &renderers).mix(PayerId(1), terms);
        let shown: Vec<String> = mix
            .parts(key("EX001"))
            .iter()
            .map(|part| {
                let product = part.product.as_deref().unwrap_or("-");
                let site = part.site.map_or(0, |site| site.0);
                format!("{product} {site} {} {}", part.class.key(), part.units)
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn units_divide_by_what_the_terms_tell_apart_and_no_further() {
        let rows = [
            row(1, 1, 1, 7, "70"),
            row(1, 2, 2, 8, "20"),
            row(1, 0, 3, 0, "10"),
            row(2, 0, 2, 8, "900"),
        ];
        let by_class = ContractTerms::default();
        check(
            &by_class,
            &rows,
            &[
                "- 0 physician 10",
                "- 0 physician 70",
                "- 0 nurse-practitioner 20",
            ],
        );
        let mut flat = ContractTerms::default();
        flat.policies.provider_classes.clear();
        check(&flat, &rows, &[]);
        flat.schedules = vec![ContractSchedule {
            products: vec!["HMO".to_owned()],
            ..ContractSchedule::default()
        }];
        check(
            &flat,
            &rows,
            &[
                "- 0 physician 10",
                "HMO 0 physician 70",
                "PPO 0 physician 20",
            ],
        );
        flat.schedules[0].products.clear();
        flat.schedules[0].sites = vec![SiteId(7)];
        check(
            &flat,
            &rows,
            &["- 0 physician 10", "- 7 physician 70", "- 8 physician 20"],
        );
    }

    #[test]
    fn a_service_of_other_payers_divides_as_the_practice_bills_it() {
        let rows = [row(2, 1, 1, 0, "65"), row(3, 0, 2, 0, "35")];
        check(
            &ContractTerms::default(),
            &rows,
            &["- 0 physician 65", "- 0 nurse-practitioner 35"],
        );
    }

    #[test]
    fn while_no_class_is_told_nothing_is_divided() {
        let rows = [row(1, 1, 3, 7, "70"), row(1, 0, 0, 0, "-5")];
        check(&ContractTerms::default(), &rows, &[]);
    }

    #[test]
    fn what_the_terms_tell_apart_and_nobody_said_is_unknown() {
        let renderers = renderers();
        let mut terms = ContractTerms::default();
        let unknown = |terms: &ContractTerms, row| {
            let unknown = renderers.unknown(terms, &row);
            (unknown.product, unknown.site, unknown.class)
        };
        assert_eq!(unknown(&terms, row(1, 0, 1, 0, "1")), (false, false, false));
        assert_eq!(unknown(&terms, row(1, 0, 3, 0, "1")), (false, false, true));
        terms.policies.provider_classes.clear();
        assert_eq!(unknown(&terms, row(1, 0, 3, 0, "1")), (false, false, false));
        terms.schedules = vec![ContractSchedule {
            products: vec!["HMO".to_owned()],
            sites: vec![SiteId(7)],
            ..ContractSchedule::default()
        }];
        assert_eq!(unknown(&terms, row(1, 0, 3, 0, "1")), (true, true, false));
        assert_eq!(unknown(&terms, row(1, 2, 3, 8, "1")), (false, false, false));
        let none = Renderers::default();
        let class = none
            .unknown(&ContractTerms::default(), &row(1, 0, 3, 0, "1"))
            .class;
        assert!(!class, "nobody began to tell classes");
    }
}
