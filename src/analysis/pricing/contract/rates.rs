//! A contract's rates worked out for the services a practice bills, in the shape of a fee schedule:
//! what reports take as a payer's rates of today.

use jiff::civil::Date;

use super::super::{Base, ClaimLine, Detail, Extent, FeeSource, PricedLine, Unpriced, price_alone};
use super::ContractFees;
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::service_volume::ServiceVolume;
use crate::domain::{
    Contract, ContractTerms, FeeRate, FeeSchedule, FeeScheduleId, LesserOf, Money, RateKey,
};

/// Works out what a contract pays a physician for one unit of each service by itself on a day.
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
            let priced = rate_of_unit(&fees, terms.as_ref()?, service, day);
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
pub fn rate_of_unit(
    fees: &ContractFees<'_>,
    terms: &ContractTerms,
    service: &ServiceVolume,
    day: Date,
) -> PricedLine {
    let source = OneUnit {
        fees,
        terms,
        charge: service.charge_per_unit,
    };
    price_alone(&source, service.key, day, Detail::Amounts)
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
