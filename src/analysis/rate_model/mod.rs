//! What a proposal is worth: today's rates of one payer, and the same services at proposed rates.
//!
//! [`project_totals`] answers between two frames of a moving slider; [`project`] gives the same
//! figures code by code. Services keep their frequencies; nothing is forecast.

mod projection;

pub use projection::{
    ProjectedRow, Projection, ProjectionTotals, ProposedSource, project, project_totals,
};

use rust_decimal::Decimal;
use serde::Serialize;

use super::reference_prices::NO_REFERENCE_SET;
use super::rounding::per_unit;
use super::service_sums::{ServiceSums, sums_by};
use super::{BasedOn, MonthSpan, ReportInput};
use crate::domain::{Money, PayerClass, PayerId, RateKey};

/// Where today's rate of a code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CurrentSource {
    /// The payer's fee schedule.
    FeeSchedule,
    /// The average allowed amount per unit.
    Observed,
    /// Neither is known.
    Unknown,
}

impl CurrentSource {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FeeSchedule => "Fee schedule",
            Self::Observed => "Average allowed",
            Self::Unknown => "Not known",
        }
    }
}

/// One payer's services and today's rates: what every proposal to the payer starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateBaseline {
    /// What it rests on.
    pub based_on: BasedOn,
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
    /// The fee schedule today's rates are taken from, where there is one.
    pub fee_schedule: Option<String>,
    /// What makes a sum over the period a sum over twelve months.
    pub annual_factor: Decimal,
    /// Rows in order of code, modifiers and setting.
    pub rows: Vec<BaselineRow>,
    /// Codes left out because reversals leave no units above zero.
    pub codes_left_out: u64,
    /// Their allowed amounts.
    pub allowed_left_out: Money,
}

/// One code of a baseline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BaselineRow {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units in the period, of the lines with an allowed amount; all units where no line has one.
    pub units: Decimal,
    /// Billed charges for these units.
    pub charge: Money,
    /// Average charge per unit.
    pub average_charge: Option<Money>,
    /// Today's rate, dollars per unit; `None` where it is not known.
    pub current: Option<Money>,
    /// Where it comes from.
    pub source: CurrentSource,
    /// Today's amount for these units: units × rate of the fee schedule, or the allowed amounts as
    /// they were.
    pub current_amount: Money,
    /// Medicare's amount per unit under the practice's reference.
    pub medicare: Option<Money>,
    /// Why there is none.
    pub no_medicare: Option<String>,
}

/// Makes the baseline of one payer; the filter's own payer is disregarded.
pub fn rate_baseline(input: &ReportInput<'_>, payer: PayerId) -> RateBaseline {
    let filter = input.filter.for_payer(payer);
    let input = input.with_filter(&filter);
    let schedule = input.fee_schedule(payer);
    let mut baseline = RateBaseline {
        based_on: input.based_on(),
        payer,
        name: input.payer_name(payer).into_owned(),
        class: input.payer_class(payer),
        fee_schedule: schedule.map(|schedule| schedule.name.clone()),
        annual_factor: input.span().map_or(Decimal::ONE, MonthSpan::annual_factor),
        rows: Vec::new(),
        codes_left_out: 0,
        allowed_left_out: Money::ZERO,
    };
    for (key, sums) in sums_by(input.rows(), |row| row.key) {
        let fee_schedule_rate =
            schedule.and_then(|schedule| schedule.rate(key.code, key.modifiers, key.setting));
        let Some(row) = baseline_row(&input, key, &sums, fee_schedule_rate) else {
            baseline.codes_left_out += 1;
            baseline.allowed_left_out += sums.allowed;
            continue;
        };
        baseline.rows.push(row);
    }
    baseline
}

fn baseline_row(
    input: &ReportInput<'_>,
    key: RateKey,
    sums: &ServiceSums,
    fee_schedule_rate: Option<Money>,
) -> Option<BaselineRow> {
    let has_allowed = sums.lines_without_allowed < sums.lines;
    let (units, charge) = if has_allowed {
        (sums.units_allowed, sums.charge_allowed)
    } else {
        (sums.units, sums.charge)
    };
    if units <= Decimal::ZERO {
        return None;
    }
    let (current, source, current_amount) = match fee_schedule_rate {
        Some(rate) => (Some(rate), CurrentSource::FeeSchedule, rate.times(units)),
        None if has_allowed => (
            per_unit(sums.allowed, units),
            CurrentSource::Observed,
            sums.allowed,
        ),
        None => (None, CurrentSource::Unknown, Money::ZERO),
    };
    let medicare = input.reference.and_then(|prices| prices.amount(key));
    let no_medicare = match input.reference {
        None => Some(NO_REFERENCE_SET.to_owned()),
        Some(prices) => prices
            .no_amount_reason(key)
            .map(|reason| reason.to_string()),
    };
    Some(BaselineRow {
        key,
        units,
        charge,
        average_charge: per_unit(charge, units),
        current,
        source,
        current_amount,
        medicare,
        no_medicare,
    })
}

#[cfg(test)]
mod tests;
