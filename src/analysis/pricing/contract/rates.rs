//! A contract's rates worked out for the services a practice bills, in the shape of a fee schedule:
//! what reports take as a payer's rates of today.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{
    Allowed, Base, ClaimLine, Detail, Extent, FeeSource, PricedLine, Unpriced, price_alone,
};
use super::ContractFees;
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::rounding::per_unit;
use crate::analysis::service_mix::{BilledPart, ServiceMix};
use crate::analysis::service_volume::ServiceVolume;
use crate::domain::{
    Contract, ContractTerms, FeeRate, FeeSchedule, FeeScheduleId, LesserOf, Money, RateKey,
};

/// Works out what a contract pays for one unit of each service by itself on a day.
///
/// Where the contract pays classes of providers, sites or products differently, the rate is the mean
/// over what was billed: Σ units × rate ÷ Σ units (30 % of the units at 85 % of the fee make 95.5 %).
/// What nobody said is taken for a physician's, of unknown product and site.
///
/// Percentages of the charge are taken of the mean charge. The charge is no ceiling here: what a
/// lesser-of clause costs is a question of its own. Services that the contract has no rate per unit
/// for are left out: case rates, capitation, anesthesia by time, and whatever no rule prices. The
/// schedule is empty where no version of the contract is in force.
pub fn contract_rates(
    contract: &Contract,
    lists: &[FeeSchedule],
    library: &MedicareLibrary<'_>,
    day: Date,
    services: &[ServiceVolume],
    mix: &ServiceMix,
) -> FeeSchedule {
    let fees = ContractFees::new(contract, lists, library);
    let version = contract.version_on(day);
    let terms = version.map(|version| ContractTerms {
        lesser_of: LesserOf::None,
        ..version.terms.clone()
    });
    let mut rates: Vec<FeeRate> = services
        .iter()
        .filter_map(|service| {
            let parts = mix.parts(service.key);
            let priced = rate_of_unit(&fees, terms.as_ref()?, service, parts, day);
            Some(fee_rate(service.key, priced.allowed.amount()?))
        })
        .collect();
    rates.sort_by_key(|rate| (rate.code, rate.modifiers, rate.setting));
    rates.dedup_by_key(|rate| (rate.code, rate.modifiers, rate.setting));
    FeeSchedule {
        id: FeeScheduleId(0),
        payer: contract.payer,
        name: contract.name.clone(),
        effective_from: version.and_then(|version| version.effective_from),
        rates,
    }
}

/// Prices one unit of a service by itself at its mean charge, as [`contract_rates`] does; `terms`
/// are the contract's, changed where the question is another one.
///
/// Of a service in several parts the amount is the mean over those that have one, to the
/// ten-thousandth of a dollar; everything else is of the largest of them.
pub fn rate_of_unit(
    fees: &ContractFees<'_>,
    terms: &ContractTerms,
    service: &ServiceVolume,
    parts: &[BilledPart],
    day: Date,
) -> PricedLine {
    let source = OneUnit {
        fees,
        terms,
        charge: service.charge_per_unit,
    };
    let mut priced: Vec<(Decimal, PricedLine)> = parts
        .iter()
        .map(|part| {
            let line = price_alone(&source, &line_of(service.key, part), day, Detail::Amounts);
            (part.units, line)
        })
        .collect();
    let mean = mean_rate(&priced);
    // Those with an amount first, then the largest.
    priced
        .sort_by_key(|(units, line)| std::cmp::Reverse((line.allowed.amount().is_some(), *units)));
    match priced.into_iter().next() {
        None => price_alone(
            &source,
            &ClaimLine::of_service(service.key),
            day,
            Detail::Amounts,
        ),
        Some((_units, line)) => PricedLine {
            allowed: mean.map_or(line.allowed, Allowed::Amount),
            ..line
        },
    }
}

fn line_of(key: RateKey, part: &BilledPart) -> ClaimLine {
    ClaimLine {
        provider_class: part.class,
        site: part.site,
        product: part.product.clone(),
        ..ClaimLine::of_service(key)
    }
}

fn mean_rate(priced: &[(Decimal, PricedLine)]) -> Option<Money> {
    let mut sum = Money::ZERO;
    let mut units = Decimal::ZERO;
    for (part, line) in priced {
        if let Some(rate) = line.allowed.amount() {
            sum += rate.times(*part);
            units += *part;
        }
    }
    per_unit(sum, units)
}

fn fee_rate(key: RateKey, rate: Money) -> FeeRate {
    FeeRate {
        code: key.code,
        modifiers: key.modifiers,
        setting: Some(key.setting),
        effective_from: None,
        effective_to: None,
        rate,
    }
}

/// A contract asked for one unit at its mean charge.
struct OneUnit<'f, 'a> {
    fees: &'f ContractFees<'a>,
    terms: &'f ContractTerms,
    charge: Option<Money>,
}

impl FeeSource for OneUnit<'_, '_> {
    fn base(&self, line: &ClaimLine, day: Date, detail: Detail) -> Result<Base, Unpriced> {
        let line = ClaimLine {
            charge: self.charge,
            ..line.clone()
        };
        let base = self.fees.base(&line, day, detail)?;
        match base.extent {
            Extent::Unit | Extent::Line => Ok(base),
            Extent::Case => Err(Unpriced::PartOfCase),
        }
    }

    fn terms(&self, _day: Date) -> Result<&ContractTerms, Unpriced> {
        Ok(self.terms)
    }
}
