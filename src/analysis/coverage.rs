//! How much of what was allowed Medicare has an amount for, by fee schedule; and every code without
//! one, with the reason. How the codes are paid is `code_rates`' business.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use super::reference_prices::NO_REFERENCE_SET;
use super::rounding::{percent_of, share_column};
use super::service_sums::sums_by;
use super::{BasedOn, ReportInput};
use crate::domain::{Money, Percent, RateKey, ReferenceFamily};

/// What Medicare has an amount for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// What it rests on.
    pub based_on: BasedOn,
    /// All allowed amounts.
    pub allowed: Money,
    /// Those of codes that one of Medicare's fee schedules has an amount for.
    pub allowed_covered: Money,
    /// The same as a percentage; `None` where nothing was allowed.
    pub percent: Option<Percent>,
    /// Codes that Medicare has an amount for, as rows: a code in two settings counts twice.
    pub codes_covered: u64,
    /// Codes without.
    pub codes_without: u64,
    /// Each of Medicare's fee schedules that covers a code, the physicians' first.
    pub families: Vec<CoveredFamily>,
    /// Why codes are without, the largest allowed amount first.
    pub reasons: Vec<UncoveredReason>,
}

/// What one of Medicare's fee schedules covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CoveredFamily {
    /// The fee schedule.
    pub family: ReferenceFamily,
    /// Codes.
    pub codes: u64,
    /// Their allowed amounts.
    pub allowed: Money,
    /// Share of all allowed amounts, to one decimal. With the codes without, adds up to 100.0.
    pub share_of_allowed: Option<Percent>,
}

/// Codes that one reason leaves without an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UncoveredReason {
    /// The reason in words.
    pub reason: String,
    /// Their allowed amounts together.
    pub allowed: Money,
    /// The codes, the largest allowed amount first.
    pub codes: Vec<UncoveredCode>,
}

/// A code that Medicare has no amount for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UncoveredCode {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Billed lines.
    pub lines: u64,
    /// Allowed amounts.
    pub allowed: Money,
}

impl Coverage {
    /// Returns the report in one sentence, without a full stop.
    pub fn sentence(&self) -> String {
        let Some(percent) = self.percent else {
            return "Nothing was allowed yet".to_owned();
        };
        let covered = format!("Medicare reference for {percent} % of allowed dollars");
        match self.codes_without {
            0 => covered,
            1 => format!("{covered}; 1 code without"),
            codes => format!("{covered}; {codes} codes without"),
        }
    }
}

/// Makes the report.
pub fn coverage(input: &ReportInput<'_>) -> Coverage {
    let mut families: BTreeMap<ReferenceFamily, (u64, Money)> = BTreeMap::new();
    let mut reasons: BTreeMap<Arc<str>, Vec<UncoveredCode>> = BTreeMap::new();
    for (key, sums) in sums_by(input.rows(), |row| row.key) {
        if sums.lines == sums.lines_without_allowed {
            continue;
        }
        let amount = input
            .reference
            .and_then(|reference| reference.family_amount(key));
        if let Some((family, _)) = amount {
            let (codes, allowed) = families.entry(family).or_default();
            *codes += 1;
            *allowed += sums.allowed;
            continue;
        }
        let reason = input.reference.map_or_else(
            || NO_REFERENCE_SET.into(),
            |reference| reference.no_family_amount_reason(key),
        );
        reasons.entry(reason).or_default().push(UncoveredCode {
            key,
            lines: sums.lines,
            allowed: sums.allowed,
        });
    }
    summed_up(input.based_on(), families, reasons)
}

fn summed_up(
    based_on: BasedOn,
    families: BTreeMap<ReferenceFamily, (u64, Money)>,
    reasons: BTreeMap<Arc<str>, Vec<UncoveredCode>>,
) -> Coverage {
    let allowed_covered: Money = families.values().map(|(_, allowed)| allowed).sum();
    let mut reasons: Vec<UncoveredReason> = reasons
        .into_iter()
        .map(|(reason, mut codes)| {
            codes.sort_by_key(|code| (Reverse(code.allowed), code.key));
            UncoveredReason {
                reason: reason.to_string(),
                allowed: codes.iter().map(|code| code.allowed).sum(),
                codes,
            }
        })
        .collect();
    // The sort is stable: reasons of one amount stay in the order of their words.
    reasons.sort_by_key(|reason| Reverse(reason.allowed));
    let without: Money = reasons.iter().map(|reason| reason.allowed).sum();
    let allowed = allowed_covered + without;
    let mut parts: Vec<Decimal> = families
        .values()
        .map(|(_, allowed)| allowed.dollars())
        .collect();
    parts.push(without.dollars());
    let families = families
        .into_iter()
        .zip(share_column(&parts))
        .map(
            |((family, (codes, allowed)), share_of_allowed)| CoveredFamily {
                family,
                codes,
                allowed,
                share_of_allowed,
            },
        )
        .collect::<Vec<_>>();
    Coverage {
        based_on,
        allowed,
        allowed_covered,
        percent: percent_of(allowed_covered, allowed),
        codes_covered: families.iter().map(|family| family.codes).sum(),
        codes_without: reasons.iter().map(|reason| reason.codes.len() as u64).sum(),
        families,
        reasons,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::sample::{Sample, any_practice, dollars, key, percent, total};
    use crate::analysis::{ReferencePrice, ReferencePrices};
    use crate::domain::TotalRow;

    fn price(family: ReferenceFamily, amount: Result<&str, &str>) -> ReferencePrice {
        ReferencePrice {
            amount: amount.map(dollars).map_err(Arc::from),
            family,
            rvus: None,
            is_paid_by_medicare: amount.is_ok(),
        }
    }

    fn practice() -> Sample {
        let mut sample = Sample::new(
            &["One", "Two"],
            vec![
                total(1, "EX001", "10", "2000", "800"),
                total(2, "EX001", "1", "200", "100"),
                total(1, "LAB01", "4", "90", "41"),
                total(1, "EX002", "1", "90", "9"),
                total(1, "EX003", "1", "90", "30"),
                total(2, "EX004", "1", "90", "20"),
                TotalRow {
                    lines_without_allowed: 1,
                    ..total(1, "EX005", "1", "90", "0")
                },
            ],
        );
        let family = ReferenceFamily::PhysicianFeeSchedule;
        sample.reference = Some(ReferencePrices::new(
            "RVU25D",
            [
                ("EX001", price(family, Ok("80"))),
                (
                    "LAB01",
                    price(ReferenceFamily::ClinicalLaboratory, Ok("10.56")),
                ),
                ("EX002", price(family, Err("Not in the Medicare release"))),
                ("EX003", price(family, Err("Priced by the contractor"))),
                ("EX004", price(family, Err("Not in the Medicare release"))),
            ]
            .map(|(code, price)| (key(code), price)),
        ));
        sample
    }

    #[test]
    fn codes_without_an_amount_are_listed_by_reason_and_dollars() {
        let found = coverage(&practice().input());
        assert_eq!(
            found.sentence(),
            "Medicare reference for 94.1 % of allowed dollars; 3 codes without"
        );
        assert_eq!(found.percent, Some(percent("94.1")));
        assert_eq!((found.allowed, found.codes_covered), (dollars("1000"), 2));
        let families: Vec<_> = found
            .families
            .iter()
            .map(|family| (family.family, family.allowed, family.share_of_allowed))
            .collect();
        assert_eq!(
            families,
            [
                (
                    ReferenceFamily::PhysicianFeeSchedule,
                    dollars("900"),
                    Some(percent("90.0"))
                ),
                (
                    ReferenceFamily::ClinicalLaboratory,
                    dollars("41"),
                    Some(percent("4.1"))
                ),
            ]
        );
        let reasons: Vec<_> = found
            .reasons
            .iter()
            .map(|reason| {
                let codes: Vec<_> = reason.codes.iter().map(|code| code.key.code).collect();
                (reason.reason.as_str(), reason.allowed, codes)
            })
            .collect();
        let codes = |codes: &[&str]| codes.iter().map(|code| key(code).code).collect::<Vec<_>>();
        assert_eq!(
            reasons,
            [
                ("Priced by the contractor", dollars("30"), codes(&["EX003"])),
                (
                    "Not in the Medicare release",
                    dollars("29"),
                    codes(&["EX004", "EX002"])
                ),
            ]
        );
    }

    #[test]
    fn without_a_reference_nothing_is_covered_and_without_services_nothing_is_said() {
        let mut sample = practice();
        sample.reference = None;
        let found = coverage(&sample.input());
        assert_eq!(found.percent, Some(Percent::ZERO));
        assert_eq!(found.reasons[0].reason, NO_REFERENCE_SET);
        let empty = coverage(&Sample::new(&[], Vec::new()).input());
        assert_eq!(
            (empty.percent, empty.sentence().as_str()),
            (None, "Nothing was allowed yet")
        );
    }

    proptest! {
        #[test]
        fn covered_and_uncovered_amounts_add_up(sample in any_practice()) {
            let found = coverage(&sample.input());
            let without: Money = found.reasons.iter().map(|reason| reason.allowed).sum();
            let covered: Money = found.families.iter().map(|family| family.allowed).sum();
            prop_assert_eq!(covered, found.allowed_covered);
            prop_assert_eq!(covered + without, found.allowed);
            let all: Money = sample.totals.rows.iter().map(|row| row.allowed).sum();
            prop_assert_eq!(found.allowed, all);
        }
    }
}
