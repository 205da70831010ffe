//! The few figures a practice should know by heart: how much, from whom, at which percentage of
//! Medicare, and what one percent is worth.

use rust_decimal::Decimal;
use serde::Serialize;

use super::code_rates::{CodeRates, PayerRateSummary, RateSummary};
use super::payer_mix::PayerMix;
use super::{BasedOn, MonthSpan};
use crate::domain::{Money, PayerClass, PayerId, Percent};

/// Key figures of a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyFigures {
    /// What they rest on.
    pub based_on: BasedOn,
    /// Billed charges in the period.
    pub charge: Money,
    /// Allowed amounts in the period.
    pub allowed: Money,
    /// Paid by payers in the period.
    pub paid: Money,
    /// Owed by patients in the period.
    pub patient: Money,
    /// Visits in the period; `None` where no file tells visits apart.
    pub visits: Option<u64>,
    /// What makes a sum over the period a sum over twelve months.
    pub annual_factor: Decimal,
    /// Weighted percentage of Medicare over all payers.
    pub weighted_percent: Option<Percent>,
    /// Allowed amounts measured by the physician fee schedule as a percentage of all.
    pub coverage_percent: Option<Percent>,
    /// One entry a payer, the largest allowed amount first.
    pub payers: Vec<PayerKeyFigures>,
}

/// Key figures of one payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerKeyFigures {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
    /// Allowed amounts in the period.
    pub allowed: Money,
    /// Share of all allowed amounts, to one decimal.
    pub share_of_allowed: Option<Percent>,
    /// Weighted percentage of Medicare.
    pub weighted_percent: Option<Percent>,
    /// Allowed amounts over twelve months, to the cent.
    pub allowed_annual: Money,
    /// What a raise of 1 % of today's rates brings in twelve months.
    pub value_of_one_percent: Money,
    /// What a raise by one point of Medicare (130 to 131 %) brings in twelve months, on the codes
    /// that have a Medicare amount.
    pub value_of_one_point: Option<Money>,
}

/// Makes the figures from the two reports they repeat.
pub fn key_figures(mix: &PayerMix, rates: &CodeRates) -> KeyFigures {
    let annual_factor = mix
        .based_on
        .span
        .map_or(Decimal::ONE, MonthSpan::annual_factor);
    let payers = mix
        .rows
        .iter()
        .map(|row| {
            let summary = rates
                .payers
                .iter()
                .find(|summary| summary.payer == row.payer)
                .map(|PayerRateSummary { summary, .. }| summary);
            let allowed_annual = row.figures.allowed.times(annual_factor);
            PayerKeyFigures {
                payer: row.payer,
                name: row.name.clone(),
                class: row.class,
                allowed: row.figures.allowed,
                share_of_allowed: row.shares.allowed,
                weighted_percent: summary.and_then(|summary| summary.weighted_percent),
                allowed_annual: allowed_annual.rounded(),
                value_of_one_percent: one_percent_of(allowed_annual),
                value_of_one_point: summary.and_then(|summary| one_point(summary, annual_factor)),
            }
        })
        .collect();
    KeyFigures {
        based_on: mix.based_on.clone(),
        charge: mix.total.charge,
        allowed: mix.total.allowed,
        paid: mix.total.paid,
        patient: mix.total.patient,
        visits: mix.total.visits,
        annual_factor,
        weighted_percent: rates.total.weighted_percent,
        coverage_percent: rates.total.coverage_percent,
        payers,
    }
}

fn one_percent_of(amount: Money) -> Money {
    amount.percent(Percent::new(Decimal::ONE)).rounded()
}

fn one_point(summary: &RateSummary, annual_factor: Decimal) -> Option<Money> {
    summary.weighted_percent?;
    Some(one_percent_of(summary.medicare_amount.times(annual_factor)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::payer_mix::payer_mix;
    use crate::analysis::sample::{JANUARY, Sample, dollars, percent, total, worked_rates};
    use crate::domain::{Month, TotalRow};

    fn figures_of(sample: &Sample) -> KeyFigures {
        key_figures(&payer_mix(&sample.input()), &code_rates(&sample.input()))
    }

    #[test]
    fn one_percent_and_one_point_are_worth_different_amounts() {
        // The worked rates as two years of services, so that one year is half of them.
        let mut sample = worked_rates();
        sample.totals.rows.push(TotalRow {
            month: Month(JANUARY.0 + 23),
            ..total(1, "EX001", "0", "0", "0")
        });
        let figures = figures_of(&sample);
        let payer = &figures.payers[0];
        assert_eq!(payer.allowed, dollars("1059110.20"));
        assert_eq!(payer.allowed_annual, dollars("529555.10"));
        assert_eq!(payer.value_of_one_percent, dollars("5295.55"));
        assert_eq!(payer.value_of_one_point, Some(dollars("4030.52")));
        assert_eq!(payer.weighted_percent.unwrap().to_string(), "131.4");
        assert_eq!(payer.share_of_allowed, Some(percent("100")));
    }

    #[test]
    fn without_a_reference_a_point_of_medicare_has_no_value() {
        let mut sample = worked_rates();
        sample.reference = None;
        let figures = figures_of(&sample);
        assert_eq!(figures.payers[0].value_of_one_point, None);
        assert_eq!(figures.weighted_percent, None);
        assert_eq!(figures.allowed, dollars("1059110.20"));
    }
}
