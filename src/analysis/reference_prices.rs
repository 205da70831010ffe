//! Medicare's amounts for the services a practice bills, looked up by rate. How an amount comes
//! about is `pricing`'s business.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::pricing::{Allowed, ClaimLine, Detail, MedicareFees, PricedLine, price_alone};
use super::service_sums::FastMap;
use crate::domain::{Money, RateKey, ReferenceFamily};

/// The reason given while the practice has not chosen a Medicare reference.
pub const NO_REFERENCE_SET: &str = "No Medicare reference is set";

/// Medicare's amount for one service, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferencePrice {
    /// Dollars per unit; otherwise the reason in words: "not in RVU25D".
    pub amount: Result<Money, Arc<str>>,
    /// Which of Medicare's fee schedules the amount is of, or would be.
    pub family: ReferenceFamily,
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

    /// Prices services by Medicare on a day, each by itself: modifiers included, as [`price_alone`]
    /// reads them.
    pub fn of_medicare(
        label: impl Into<String>,
        medicare: &MedicareFees<'_>,
        day: Date,
        keys: impl IntoIterator<Item = RateKey>,
    ) -> Self {
        let price = |key| {
            let priced = price_alone(medicare, &ClaimLine::of_service(key), day, Detail::Amounts);
            reference_price(medicare, key, day, &priced)
        };
        Self::new(label, keys.into_iter().map(|key| (key, price(key))))
    }

    /// Returns the price of a service; `None` for a service that was never asked about.
    pub fn get(&self, key: RateKey) -> Option<&ReferencePrice> {
        self.prices.get(&key)
    }

    /// Returns the physician fee schedule's amount per unit, the only one that percentages of
    /// Medicare are blended of; `None` also for amounts that are not above zero, since no percentage
    /// can be taken of them.
    pub fn amount(&self, key: RateKey) -> Option<Money> {
        self.family_amount(key)
            .filter(|(family, _)| *family == ReferenceFamily::PhysicianFeeSchedule)
            .map(|(_, amount)| amount)
    }

    /// Returns the amount per unit with the fee schedule it is of, whichever that is; `None` for
    /// amounts that are not above zero.
    pub fn family_amount(&self, key: RateKey) -> Option<(ReferenceFamily, Money)> {
        let price = self.get(key)?;
        let amount = *price.amount.as_ref().ok()?;
        (Money::ZERO < amount).then_some((price.family, amount))
    }

    /// Returns the RVUs per unit, where there are any.
    pub fn rvus(&self, key: RateKey) -> Option<Decimal> {
        self.get(key)?.rvus.filter(|rvus| Decimal::ZERO < *rvus)
    }

    /// Says why there is no amount to blend; `None` where [`ReferencePrices::amount`] has one.
    pub fn no_amount_reason(&self, key: RateKey) -> Option<Arc<str>> {
        match self.family_amount(key) {
            Some((ReferenceFamily::PhysicianFeeSchedule, _)) => None,
            Some((family, _)) => Some(format!("Measured by itself: {family}").into()),
            None => Some(self.no_family_amount_reason(key)),
        }
    }

    /// Says why [`ReferencePrices::family_amount`] has none.
    pub fn no_family_amount_reason(&self, key: RateKey) -> Arc<str> {
        match self.get(key).map(|price| &price.amount) {
            None => "No Medicare amount was looked up".into(),
            Some(Err(reason)) => Arc::clone(reason),
            Some(Ok(_)) => "Medicare pays nothing for it".into(),
        }
    }
}

fn reference_price(
    medicare: &MedicareFees<'_>,
    key: RateKey,
    day: Date,
    priced: &PricedLine,
) -> ReferencePrice {
    let values = medicare.relative_values(key, day);
    let is_of_rvus = priced.family == ReferenceFamily::PhysicianFeeSchedule;
    let amount = match &priced.allowed {
        Allowed::Amount(amount) => Ok(*amount),
        Allowed::Unpriced(reason) => Err(Arc::from(reason.label())),
    };
    // Modifiers change the relative values with the amount: both sides are one and a half services,
    // and what is priced claim by claim is not known to be a whole one.
    let rvus = values
        .filter(|_| is_of_rvus)
        .and_then(|values| match (values.amount, &amount) {
            (Some(whole), Ok(amount)) if whole != *amount => {
                Some(share(values.total, *amount, whole))
            }
            (Some(_), Err(_)) => None,
            _ => Some(values.total),
        });
    ReferencePrice {
        is_paid_by_medicare: amount.is_ok()
            && values.is_none_or(|values| !is_of_rvus || values.is_paid),
        family: priced.family,
        amount,
        rvus,
    }
}

fn share(total: Decimal, amount: Money, whole: Money) -> Decimal {
    let exact = (total * amount.dollars()).checked_div(whole.dollars());
    exact
        .unwrap_or(total)
        .round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::medicare_library::MedicareLibrary;
    use crate::analysis::sample::{decimal, dollars, key, prices};
    use crate::domain::{
        GlobalPeriod, Gpci, Locality, LocalityKey, Modifiers, QpStatus, ReferenceArea, Release,
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

    #[test]
    fn an_amount_of_another_fee_schedule_is_never_blended() {
        let prices = ReferencePrices::new(
            "RVU25D",
            [(
                key("EX001"),
                ReferencePrice {
                    amount: Ok(dollars("10.56")),
                    family: ReferenceFamily::ClinicalLaboratory,
                    rvus: None,
                    is_paid_by_medicare: true,
                },
            )],
        );
        assert_eq!(prices.amount(key("EX001")), None);
        assert_eq!(
            prices.no_amount_reason(key("EX001")).as_deref(),
            Some("Measured by itself: Clinical laboratory")
        );
        assert_eq!(
            prices.family_amount(key("EX001")),
            Some((ReferenceFamily::ClinicalLaboratory, dollars("10.56")))
        );
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
            bilateral: 1,
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
        let locality = LocalityKey {
            mac: 10212,
            number: 1,
        };
        let one = decimal("1");
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
            localities: vec![Locality {
                key: locality,
                state: "GA".to_owned(),
                name: "Atlanta".to_owned(),
                gpci: Gpci {
                    work: one,
                    pe: one,
                    mp: one,
                },
            }],
            anesthesia: Vec::new(),
        };
        let library = MedicareLibrary {
            releases: vec![&release],
            tables: Vec::new(),
            carrier_prices: &[],
            locality,
            area: ReferenceArea::National,
            qp: QpStatus::NonQualifying,
            setting: None,
            pinned: None,
        };
        let both_sides = RateKey {
            modifiers: Modifiers::from_text("50").unwrap(),
            ..key("EX001")
        };
        let reduced = RateKey {
            modifiers: Modifiers::from_text("52").unwrap(),
            ..key("EX001")
        };
        let keys = [
            key("EX001"),
            key("EX002"),
            key("EX003"),
            both_sides,
            reduced,
        ];
        let fees = MedicareFees::new(&library);
        let prices = ReferencePrices::of_medicare("RVU25D", &fees, date(2025, 12, 31), keys);
        // 2.76 RVUs × 32.3465 = 89.27634.
        assert_eq!(prices.amount(key("EX001")), Some(dollars("89.28")));
        assert_eq!(prices.rvus(key("EX001")), Some(decimal("2.76")));
        assert_eq!(prices.amount(both_sides), Some(dollars("133.92")));
        assert_eq!(prices.rvus(both_sides), Some(decimal("4.14")));
        assert_eq!((prices.amount(reduced), prices.rvus(reduced)), (None, None));
        let not_covered = prices.get(key("EX002")).unwrap();
        assert!(not_covered.amount.is_ok() && !not_covered.is_paid_by_medicare);
        assert_eq!(prices.amount(key("EX003")), None);
    }
}
