//! What it means to move a contract from one Medicare year to another: code by code, for the
//! practice's volumes, and beside it what the conversion factors alone make of it.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::medicare_library::MedicareLibrary;
use super::medicare_price::MedicarePrices;
use super::pricing::{Allowed, ClaimLine, ContractFees, Detail, Unpriced, price_alone};
use super::rounding::percent_of;
use super::service_volume::ServiceVolume;
use crate::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    MedicareBasis, Money, PayerId, Percent, RateKey, ReferenceFamily, RuleScope,
};

/// A percentage of Medicare on one basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PercentOfBasis {
    /// 118 is 118 % of Medicare.
    pub percent: Percent,
    /// Which of Medicare's years.
    pub basis: MedicareBasis,
}

/// Staying with one basis beside moving to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearComparison {
    /// Names of the two releases with their conversion factors, today's first.
    pub releases: [ReleaseUsed; 2],
    /// What the conversion factors alone say.
    pub by_factor: FactorView,
    /// Today's percentage as one of the offered year's Medicare, for the practice's volumes; `None`
    /// without a service that both years price.
    pub today_as_percent_of_offered: Option<Percent>,
    /// Change of the practice's revenue by the move, in percent.
    pub change_percent: Option<Percent>,
    /// Allowed amounts at the practice's volumes.
    pub totals: Outcomes,
    /// Services that gain by the move.
    pub winners: u64,
    /// Services that lose by it.
    pub losers: u64,
    /// One a service, the largest change in dollars first.
    pub lines: Vec<YearLine>,
    /// Services that one of the two years has no amount for, with the reason.
    pub not_compared: Vec<NotCompared>,
}

/// A release that amounts were taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleaseUsed {
    /// CMS's name: `RVU20A`.
    pub name: String,
    /// Dollars per relative value unit.
    pub conversion_factor: Decimal,
}

/// The common shortcut: percentages multiplied by conversion factors, as if relative values had not
/// changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FactorView {
    /// Today's percentage as one of the offered year's factor.
    pub today_as_percent_of_offered: Option<Percent>,
    /// What the offer then seems to change, in percent.
    pub change_percent: Option<Percent>,
}

/// What three courses bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// Staying with today's basis.
    pub stay: Money,
    /// Moving to the offered one.
    pub moved: Money,
    /// The greater of both, code by code.
    pub greater_of: Money,
}

impl Outcomes {
    /// Returns what the move changes.
    pub fn change(&self) -> Money {
        self.moved - self.stay
    }
}

/// One service under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct YearLine {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units of service.
    pub units: Decimal,
    /// Medicare's amount of one unit on today's basis.
    pub medicare_today: Money,
    /// Medicare's amount of one unit on the offered basis.
    pub medicare_offered: Money,
    /// Today's rate, in cents.
    pub rate_today: Money,
    /// The offered rate, in cents.
    pub rate_offered: Money,
    /// Today's percentage times today's amount, as a percentage of the offered year's amount.
    pub today_as_percent_of_offered: Option<Percent>,
    /// Change of the rate in percent.
    pub change_percent: Option<Percent>,
    /// Allowed amounts for all units.
    pub totals: Outcomes,
}

/// A service that only one of the years prices, or neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units of service.
    pub units: Decimal,
    /// Why there is no amount.
    pub reason: String,
}

/// Compares two bases on a day for a practice's volumes.
///
/// # Errors
/// When a release or locality that one of them means is not in the file.
pub fn compare_years(
    library: &MedicareLibrary<'_>,
    today: &PercentOfBasis,
    offered: &PercentOfBasis,
    day: Date,
    volumes: &[ServiceVolume],
) -> Result<YearComparison, Unpriced> {
    let prices_today = library.prices(&today.basis, day)?;
    let prices_offered = library.prices(&offered.basis, day)?;
    let [of_today, of_offered] = [today, offered].map(|one| whole_medicare(&one.basis));
    let fees_today = ContractFees::new(&of_today, &[], library);
    let fees_offered = ContractFees::new(&of_offered, &[], library);
    let mut lines = Vec::new();
    let mut not_compared = Vec::new();
    for volume in volumes {
        let of = |fees: &ContractFees<'_>, prices: &MedicarePrices<'_>| {
            amount(fees, volume.key, day)
                .map_err(|reason| format!("{}: {}", prices.release().info.name, reason.label()))
        };
        let amounts = of(&fees_today, &prices_today)
            .and_then(|before| Ok((before, of(&fees_offered, &prices_offered)?)));
        match amounts {
            Ok(amounts) => lines.push(line_of(volume, amounts, (today.percent, offered.percent))),
            Err(reason) => not_compared.push(NotCompared {
                key: volume.key,
                units: volume.units,
                reason,
            }),
        }
    }
    lines.sort_by_key(|line| {
        let change = line.totals.change().dollars().abs();
        (std::cmp::Reverse(change), line.key)
    });
    Ok(summed_up(
        [&prices_today, &prices_offered],
        (today.percent, offered.percent),
        lines,
        not_compared,
    ))
}

/// Returns what a contract at 100 % of a basis is: Medicare's own amounts, with what modifiers make
/// of them.
fn whole_medicare(basis: &MedicareBasis) -> Contract {
    let rule = FeeRule {
        nr: 1,
        scope: RuleScope::AllServices,
        effective_from: None,
        effective_to: None,
        method: FeeMethod::PercentOfMedicare {
            percent: Percent::HUNDRED,
            family: ReferenceFamily::PhysicianFeeSchedule,
            basis: basis.clone(),
        },
    };
    let schedule = ContractSchedule {
        rules: vec![rule],
        ..ContractSchedule::default()
    };
    Contract {
        id: ContractId(0),
        payer: PayerId(0),
        name: String::new(),
        versions: vec![ContractVersion {
            effective_from: None,
            ends_on: None,
            terms: ContractTerms {
                schedules: vec![schedule],
                ..ContractTerms::default()
            },
        }],
    }
}

fn amount(fees: &ContractFees<'_>, key: RateKey, day: Date) -> Result<Money, Unpriced> {
    match price_alone(fees, &ClaimLine::of_service(key), day, Detail::Amounts).allowed {
        Allowed::Amount(amount) if amount <= Money::ZERO => Err(Unpriced::NoRule),
        Allowed::Amount(amount) => Ok(amount),
        Allowed::Unpriced(reason) => Err(reason),
    }
}

fn line_of(
    volume: &ServiceVolume,
    (medicare_today, medicare_offered): (Money, Money),
    (percent_today, percent_offered): (Percent, Percent),
) -> YearLine {
    let today = medicare_today.percent(percent_today);
    let offered = medicare_offered.percent(percent_offered);
    let of_all_units = |rate: Money| rate.times(volume.units).rounded();
    YearLine {
        key: volume.key,
        units: volume.units,
        medicare_today,
        medicare_offered,
        rate_today: today.rounded(),
        rate_offered: offered.rounded(),
        today_as_percent_of_offered: percent_of(today, medicare_offered),
        change_percent: percent_of(offered - today, today),
        totals: Outcomes {
            stay: of_all_units(today),
            moved: of_all_units(offered),
            greater_of: of_all_units(today.max(offered)),
        },
    }
}

fn summed_up(
    [prices_today, prices_offered]: [&MedicarePrices<'_>; 2],
    (percent_today, percent_offered): (Percent, Percent),
    lines: Vec<YearLine>,
    not_compared: Vec<NotCompared>,
) -> YearComparison {
    let mut totals = Outcomes::default();
    let mut medicare_offered = Money::ZERO;
    let (mut winners, mut losers) = (0, 0);
    for line in &lines {
        totals.stay += line.totals.stay;
        totals.moved += line.totals.moved;
        totals.greater_of += line.totals.greater_of;
        medicare_offered += line.medicare_offered.times(line.units);
        winners += u64::from(line.rate_today < line.rate_offered);
        losers += u64::from(line.rate_offered < line.rate_today);
    }
    let used = |prices: &MedicarePrices<'_>| ReleaseUsed {
        name: prices.release().info.name.clone(),
        conversion_factor: prices.conversion_factor(),
    };
    let dollars_per_unit = |prices: &MedicarePrices<'_>| Money::new(prices.conversion_factor());
    let today = dollars_per_unit(prices_today).percent(percent_today);
    let offered = dollars_per_unit(prices_offered).percent(percent_offered);
    YearComparison {
        releases: [used(prices_today), used(prices_offered)],
        by_factor: FactorView {
            today_as_percent_of_offered: percent_of(today, dollars_per_unit(prices_offered)),
            change_percent: percent_of(offered - today, today),
        },
        today_as_percent_of_offered: percent_of(totals.stay, medicare_offered),
        change_percent: percent_of(totals.change(), totals.stay),
        totals,
        winners,
        losers,
        lines,
        not_compared,
    }
}

#[cfg(test)]
mod tests;
