//! Medicare's amounts for the services a practice bills, looked up by rate. How an amount comes
//! about is `medicare_price`'s business.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::medicare_price::{MedicarePrice, MedicarePrices};
use super::service_sums::FastMap;
use crate::domain::{Money, RateKey};

/// The reason given while the practice has not chosen a Medicare reference.
pub const NO_REFERENCE_SET: &str = "No Medicare reference is set";

/// Medicare's amount for one service, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferencePrice {
    /// Dollars per unit; otherwise the reason in words: "not in RVU25D".
    pub amount: Result<Money, Arc<str>>,
    /// Work, practice-expense and malpractice RVUs per unit; `None` where there are none.
    pub rvus: Option<Decimal>,
    /// `false` where CMS publishes relative values that Medicare does not pay by.
    pub is_paid_by_medicare: bool,
}

/// Medicare's amounts under one reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferencePrices {
    /// The reference in words: "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465".
    pub label: String,
    prices: FastMap<RateKey, ReferencePrice>,
}

impl ReferencePrices {
    /// Collects prices; of two for one service the last stays.
    pub fn new(
        label: impl Into<String>,
        prices: impl IntoIterator<Item = (RateKey, ReferencePrice)>,
    ) -> Self {
        Self {
            label: label.into(),
            prices: prices.into_iter().collect(),
        }
    }

    /// Prices services by a release.
    pub fn of_medicare(
        label: impl Into<String>,
        medicare: &MedicarePrices<'_>,
        keys: impl IntoIterator<Item = RateKey>,
    ) -> Self {
        let price = |key| match medicare.price(key) {
            MedicarePrice::Amount(found) => ReferencePrice {
                amount: Ok(found.amount),
                rvus: medicare.total_rvus(key),
                is_paid_by_medicare: !found.not_a_medicare_payment,
            },
            MedicarePrice::NoReference(reason) => ReferencePrice {
                amount: Err(reason.label().into()),
                rvus: medicare.total_rvus(key),
                is_paid_by_medicare: false,
            },
        };
        Self::new(label, keys.into_iter().map(|key| (key, price(key))))
    }

    /// Returns the price of a service; `None` for a service that was never asked about.
    pub fn get(&self, key: RateKey) -> Option<&ReferencePrice> {
        self.prices.get(&key)
    }

    /// Returns Medicare's amount per unit; `None` also for amounts that are not above zero, since
    /// no percentage can be taken of them.
    pub fn amount(&self, key: RateKey) -> Option<Money> {
        let amount = self.get(key)?.amount.as_ref().ok()?;
        (Money::ZERO < *amount).then_some(*amount)
    }

    /// Returns the RVUs per unit, where there are any.
    pub fn rvus(&self, key: RateKey) -> Option<Decimal> {
        self.get(key)?.rvus.filter(|rvus| Decimal::ZERO < *rvus)
    }

    /// Says why there is no amount; `None` where [`ReferencePrices::amount`] has one.
    pub fn no_amount_reason(&self, key: RateKey) -> Option<Arc<str>> {
        match self.get(key) {
            None => Some("No Medicare amount was looked up".into()),
            Some(price) => match &price.amount {
                Err(reason) => Some(Arc::clone(reason)),
                Ok(amount) if *amount <= Money::ZERO => Some("Medicare pays nothing for it".into()),
                Ok(_) => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::sample::{decimal, dollars, key, prices};
    use crate::domain::{
        GlobalPeriod, Gpci, LocalityKey, MedicareReference, QpStatus, Release, ReleaseId,
        ReleaseInfo, RvuRow, StatusCode,
    };

    #[test]
    fn an_amount_or_a_reason_is_there_and_never_both() {
        let prices = prices(&[
            ("EX001", "89.24"),
            ("EX002", "0"),
            ("EX003", "Not in the Medicare release"),
        ]);
        let answer = |code| (prices.amount(key(code)), prices.no_amount_reason(key(code)));
        assert_eq!(answer("EX001"), (Some(dollars("89.24")), None));
        for code in ["EX002", "EX003", "EX004"] {
            let (amount, reason) = answer(code);
            assert_eq!(amount, None, "{code}");
            assert!(reason.is_some(), "{code}");
        }
    }

    fn row(code: &str, status: char) -> RvuRow {
        let none = decimal("0");
        RvuRow {
            code: key(code).code,
            modifier: None,
            status: StatusCode(status),
            not_used_for_payment: false,
            work: decimal("1.30"),
            pe_nonfacility: decimal("1.36"),
            pe_facility: decimal("0.55"),
            mp: decimal("0.10"),
            na_nonfacility: false,
            na_facility: false,
            pctc: 0,
            global: GlobalPeriod(*b"XXX"),
            operative_shares: [none; 3],
            multiple_procedure: 0,
            bilateral: 0,
            assistant: 0,
            co_surgeon: 0,
            team: 0,
            endoscopy_base: None,
            imaging_family: 99,
            opps: None,
        }
    }

    #[test]
    fn a_release_gives_amounts_and_reasons() {
        let release = Release {
            info: ReleaseInfo {
                name: "RVU25D".to_owned(),
                year: 2025,
                effective_from: date(2025, 10, 1),
                released: None,
                qp: None,
                conversion_factor: decimal("32.3465"),
            },
            rows: vec![row("EX001", 'A'), row("EX002", 'N')],
            localities: Vec::new(),
            anesthesia: Vec::new(),
        };
        let reference = MedicareReference {
            release: ReleaseId(1),
            locality: LocalityKey {
                mac: 10212,
                number: 1,
            },
            qp: QpStatus::NonQualifying,
            setting: None,
            date: None,
        };
        let gpci = Gpci {
            work: decimal("1"),
            pe: decimal("1"),
            mp: decimal("1"),
        };
        let medicare = MedicarePrices::new(&release, gpci, &reference);
        let keys = ["EX001", "EX002", "EX003"].map(key);
        let prices = ReferencePrices::of_medicare("RVU25D", &medicare, keys);
        // 2.76 RVUs × 32.3465 = 89.27634.
        assert_eq!(prices.amount(key("EX001")), Some(dollars("89.28")));
        assert_eq!(prices.rvus(key("EX001")), Some(decimal("2.76")));
        let not_covered = prices.get(key("EX002")).unwrap();
        assert!(not_covered.amount.is_ok() && !not_covered.is_paid_by_medicare);
        assert_eq!(prices.amount(key("EX003")), None);
    }
}
