//! What each payer pays for each code, measured against Medicare.
//!
//! The weighted percentage of Medicare is a ratio of sums over the practice's own frequencies. The
//! mean of percentages, which payers like to quote, stands beside it.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use super::reference_prices::NO_REFERENCE_SET;
use super::rounding::{per_unit, percent_of, share_column};
use super::service_sums::{ServiceSums, sums_by};
use super::{BasedOn, ReportInput};
use crate::domain::{FeeSchedule, Money, PayerClass, PayerId, Percent, RateKey, ReferenceFamily};

/// Rates by code and payer, the largest allowed amount first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeRates {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One entry a payer, the largest allowed amount first.
    pub payers: Vec<PayerRateSummary>,
    /// All payers together.
    pub total: RateSummary,
    /// One row a code, price-changing modifiers and setting.
    pub rows: Vec<CodeRateRow>,
}

/// One payer's rates in a few figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerRateSummary {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
    /// The fee schedule the rates are compared with, where there is one.
    pub fee_schedule: Option<String>,
    /// The figures.
    #[serde(flatten)]
    pub summary: RateSummary,
}

/// Rates measured against Medicare, over the codes that have both an allowed amount and a Medicare
/// amount.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RateSummary {
    /// Codes with an allowed amount, as rows: a code in two settings counts twice.
    pub codes: u64,
    /// Allowed amounts of all codes.
    pub allowed: Money,
    /// Units of the codes measured.
    pub units_measured: Decimal,
    /// Allowed amounts of the codes measured: Σ units × rate.
    pub allowed_measured: Money,
    /// What Medicare would allow for the same services: Σ units × Medicare's amount.
    pub medicare_amount: Money,
    /// Allowed amounts as a percentage of what Medicare would allow: the ratio of sums.
    pub weighted_percent: Option<Percent>,
    /// Mean of the codes' percentages, each code counting once.
    pub simple_mean_percent: Option<Percent>,
    /// Mean of the codes' percentages, each unit counting once.
    pub volume_mean_percent: Option<Percent>,
    /// Weighted average reimbursement: dollars per unit.
    pub weighted_average: Option<Money>,
    /// The same of Medicare's amounts.
    pub medicare_weighted_average: Option<Money>,
    /// Allowed amounts of the codes measured as a percentage of all allowed amounts.
    pub coverage_percent: Option<Percent>,
    /// Allowed amounts that are not measured.
    pub allowed_not_measured: Money,
    /// Codes that are not measured, counted as `codes`.
    pub codes_not_measured: u64,
    /// Why, the largest amount first.
    pub reasons: Vec<NotMeasured>,
    /// Each of Medicare's fee schedules by itself, the physicians' first. Their percentages are
    /// never blended.
    pub families: Vec<FamilyRates>,
    /// Allowed amounts of the codes that any of them has an amount for.
    pub allowed_with_reference: Money,
    /// What Medicare would allow for these by all its fee schedules: dollars, of which no percentage
    /// is taken.
    pub reference_dollars: Money,
}

/// Rates measured against one of Medicare's fee schedules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FamilyRates {
    /// The fee schedule.
    pub family: ReferenceFamily,
    /// Codes measured by it.
    pub codes: u64,
    /// Their allowed amounts.
    pub allowed: Money,
    /// What Medicare would allow for the same services.
    pub reference_amount: Money,
    /// Allowed amounts as a percentage of that: the ratio of sums.
    pub weighted_percent: Option<Percent>,
}

/// Codes that one reason keeps out of percentages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotMeasured {
    /// The reason in words.
    pub reason: String,
    /// Codes.
    pub codes: u64,
    /// Their allowed amounts.
    pub allowed: Money,
}

/// One code across payers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeRateRow {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Billed lines.
    pub lines: u64,
    /// Units of the lines that have an allowed amount.
    pub units: Decimal,
    /// Their allowed amounts.
    pub allowed: Money,
    /// Share of all allowed amounts, to one decimal; the column adds up to 100.0.
    pub share_of_allowed: Option<Percent>,
    /// Average charge per unit, over all lines.
    pub average_charge: Option<Money>,
    /// The physician fee schedule's amount per unit, the only one that is blended.
    pub medicare: Option<Money>,
    /// Why there is none.
    pub no_medicare: Option<String>,
    /// Which of Medicare's fee schedules the code is measured by; `None` where none has an amount.
    pub family: Option<ReferenceFamily>,
    /// Its amount per unit; the physician fee schedule's is `medicare` again.
    pub family_amount: Option<Money>,
    /// Average allowed amount as a percentage of it.
    pub percent_of_family: Option<Percent>,
    /// Whether Medicare pays the amount. CMS publishes relative values also for services that
    /// Medicare does not cover; they serve as a yardstick and are marked.
    pub is_paid_by_medicare: bool,
    /// Average allowed amount per unit, over all payers.
    pub observed: Option<Money>,
    /// The same as a percentage of Medicare.
    pub percent_of_medicare: Option<Percent>,
    /// The payers that were billed for it, in the report's order of payers.
    pub payers: Vec<PayerRate>,
}

/// One payer's rate for one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PayerRate {
    /// The payer.
    pub payer: PayerId,
    /// Units of the lines that have an allowed amount.
    pub units: Decimal,
    /// Their allowed amounts.
    pub allowed: Money,
    /// Average allowed amount per unit; `None` where units are not above zero.
    pub observed: Option<Money>,
    /// The same as a percentage of Medicare.
    pub percent_of_medicare: Option<Percent>,
    /// The same as a percentage of the amount of the code's own fee schedule of Medicare's.
    pub percent_of_family: Option<Percent>,
    /// The rate of the payer's fee schedule.
    pub fee_schedule: Option<Money>,
    /// The same as a percentage of Medicare.
    pub fee_schedule_percent: Option<Percent>,
}

/// Makes the report.
pub fn code_rates(input: &ReportInput<'_>) -> CodeRates {
    let groups = sums_by(input.rows(), |row| (row.key, row.payer));
    let payers = payers_by_allowed(input, &groups);
    let mut summaries: Vec<SummaryBuilder> = vec![SummaryBuilder::default(); payers.len()];
    let mut total = SummaryBuilder::default();
    let mut rows = Vec::new();
    for of_code in groups.chunk_by(|left, right| left.0.0 == right.0.0) {
        let Some(key) = of_code.first().map(|group| group.0.0) else {
            continue;
        };
        let reference = CodeReference::of(input, key);
        let mut whole = ServiceSums::default();
        let mut rates: Vec<(usize, PayerRate)> = Vec::with_capacity(of_code.len());
        for ((_, payer), sums) in of_code {
            whole.add(sums);
            let Some(place) = payers.iter().position(|known| known.payer == *payer) else {
                continue;
            };
            if let (Some(summary), Some(known)) = (summaries.get_mut(place), payers.get(place)) {
                summary.add(sums, &reference);
                rates.push((place, payer_rate(known, key, sums, &reference)));
            }
        }
        rates.sort_unstable_by_key(|(place, _)| *place);
        total.add(&whole, &reference);
        rows.push(code_row(key, &whole, reference, rates));
    }
    rows.sort_by(|left, right| (right.allowed, left.key).cmp(&(left.allowed, right.key)));
    let parts: Vec<Decimal> = rows.iter().map(|row| row.allowed.dollars()).collect();
    for (row, share) in rows.iter_mut().zip(share_column(&parts)) {
        row.share_of_allowed = share;
    }
    let payers = payers
        .into_iter()
        .zip(summaries)
        .map(|(known, summary)| PayerRateSummary {
            payer: known.payer,
            name: input.payer_name(known.payer).into_owned(),
            class: input.payer_class(known.payer),
            fee_schedule: known.schedule.map(|schedule| schedule.name.clone()),
            summary: summary.finish(),
        })
        .collect();
    CodeRates {
        based_on: input.based_on(),
        payers,
        total: total.finish(),
        rows,
    }
}

#[derive(Clone, Copy)]
struct KnownPayer<'a> {
    payer: PayerId,
    allowed: Money,
    schedule: Option<&'a FeeSchedule>,
}

fn payers_by_allowed<'a>(
    input: &ReportInput<'a>,
    groups: &[((RateKey, PayerId), ServiceSums)],
) -> Vec<KnownPayer<'a>> {
    let mut payers: Vec<KnownPayer<'a>> = Vec::new();
    for ((_, payer), sums) in groups {
        match payers.iter_mut().find(|known| known.payer == *payer) {
            Some(known) => known.allowed += sums.allowed,
            None => payers.push(KnownPayer {
                payer: *payer,
                allowed: sums.allowed,
                schedule: input.fee_schedule(*payer),
            }),
        }
    }
    payers.sort_by(|left, right| (right.allowed, left.payer).cmp(&(left.allowed, right.payer)));
    payers
}

/// The physician fee schedule's amount for a code or the reason why there is none: exactly one of
/// the two; and the amount of whichever fee schedule has one.
struct CodeReference {
    amount: Result<Money, Arc<str>>,
    family: Option<(ReferenceFamily, Money)>,
    is_paid_by_medicare: bool,
}

impl CodeReference {
    fn of(input: &ReportInput<'_>, key: RateKey) -> Self {
        let amount = match input.reference {
            None => Err(NO_REFERENCE_SET.into()),
            Some(reference) => match reference.no_amount_reason(key) {
                Some(reason) => Err(reason),
                None => reference
                    .amount(key)
                    .ok_or_else(|| "Medicare pays nothing for it".into()),
            },
        };
        let price = input.reference.and_then(|reference| reference.get(key));
        Self {
            family: input
                .reference
                .and_then(|reference| reference.family_amount(key)),
            is_paid_by_medicare: amount.is_ok()
                && price.is_some_and(|price| price.is_paid_by_medicare),
            amount,
        }
    }

    fn amount(&self) -> Option<Money> {
        self.amount.as_ref().ok().copied()
    }

    fn family_amount(&self) -> Option<Money> {
        self.family.map(|(_, amount)| amount)
    }
}

fn payer_rate(
    known: &KnownPayer<'_>,
    key: RateKey,
    sums: &ServiceSums,
    reference: &CodeReference,
) -> PayerRate {
    let fee_schedule = known
        .schedule
        .and_then(|schedule| schedule.rate(key.code, key.modifiers, key.setting));
    let medicare = reference.amount();
    PayerRate {
        payer: known.payer,
        units: sums.units_allowed,
        allowed: sums.allowed,
        observed: per_unit(sums.allowed, sums.units_allowed),
        percent_of_medicare: observed_percent(sums, medicare),
        percent_of_family: observed_percent(sums, reference.family_amount()),
        fee_schedule,
        fee_schedule_percent: fee_schedule
            .zip(medicare)
            .and_then(|(rate, medicare)| percent_of(rate, medicare)),
    }
}

fn observed_percent(sums: &ServiceSums, medicare: Option<Money>) -> Option<Percent> {
    percent_of(sums.allowed, medicare?.times(sums.units_allowed))
}

fn code_row(
    key: RateKey,
    whole: &ServiceSums,
    reference: CodeReference,
    rates: Vec<(usize, PayerRate)>,
) -> CodeRateRow {
    let medicare = reference.amount();
    CodeRateRow {
        key,
        lines: whole.lines,
        units: whole.units_allowed,
        allowed: whole.allowed,
        share_of_allowed: None,
        average_charge: per_unit(whole.charge, whole.units),
        medicare,
        is_paid_by_medicare: reference.is_paid_by_medicare,
        family: reference.family.map(|(family, _)| family),
        family_amount: reference.family_amount(),
        percent_of_family: observed_percent(whole, reference.family_amount()),
        no_medicare: reference.amount.err().map(|reason| reason.to_string()),
        observed: per_unit(whole.allowed, whole.units_allowed),
        percent_of_medicare: observed_percent(whole, medicare),
        payers: rates.into_iter().map(|(_, rate)| rate).collect(),
    }
}

#[derive(Clone, Debug, Default)]
struct SummaryBuilder {
    summary: RateSummary,
    percent_sum: Decimal,
    percent_count: u64,
    percent_units_sum: Decimal,
}

impl RateSummary {
    fn add_family(&mut self, family: ReferenceFamily, allowed: Money, reference_amount: Money) {
        self.allowed_with_reference += allowed;
        self.reference_dollars += reference_amount;
        let place = match self
            .families
            .binary_search_by_key(&family, |known| known.family)
        {
            Ok(place) => place,
            Err(place) => {
                self.families.insert(place, FamilyRates::none(family));
                place
            }
        };
        if let Some(known) = self.families.get_mut(place) {
            known.codes += 1;
            known.allowed += allowed;
            known.reference_amount += reference_amount;
        }
    }
}

impl FamilyRates {
    const fn none(family: ReferenceFamily) -> Self {
        Self {
            family,
            codes: 0,
            allowed: Money::ZERO,
            reference_amount: Money::ZERO,
            weighted_percent: None,
        }
    }
}

impl SummaryBuilder {
    fn add(&mut self, sums: &ServiceSums, reference: &CodeReference) {
        if sums.lines == sums.lines_without_allowed {
            return;
        }
        self.summary.codes += 1;
        self.summary.allowed += sums.allowed;
        if let Some((family, amount)) = reference.family
            && Decimal::ZERO < sums.units_allowed
        {
            let reference_amount = amount.times(sums.units_allowed);
            self.summary
                .add_family(family, sums.allowed, reference_amount);
        }
        let amount = match &reference.amount {
            Ok(amount) if Decimal::ZERO < sums.units_allowed => *amount,
            Ok(_) => {
                self.leave_out("Reversals leave no units", sums.allowed);
                return;
            }
            Err(reason) => {
                self.leave_out(reason, sums.allowed);
                return;
            }
        };
        let medicare_amount = amount.times(sums.units_allowed);
        self.summary.units_measured += sums.units_allowed;
        self.summary.allowed_measured += sums.allowed;
        self.summary.medicare_amount += medicare_amount;
        if let Some(percent) = sums.allowed.as_percent_of(medicare_amount) {
            self.percent_sum += percent.points();
            self.percent_count += 1;
        }
        // units × allowed ÷ (units × Medicare): the units cancel, which keeps the sum exact longer.
        if let Some(points) = sums.allowed.as_percent_of(amount) {
            self.percent_units_sum += points.points();
        }
    }

    fn leave_out(&mut self, reason: &str, allowed: Money) {
        self.summary.codes_not_measured += 1;
        self.summary.allowed_not_measured += allowed;
        let reasons = &mut self.summary.reasons;
        match reasons.iter_mut().find(|known| known.reason == reason) {
            Some(known) => {
                known.codes += 1;
                known.allowed += allowed;
            }
            None => reasons.push(NotMeasured {
                reason: reason.to_owned(),
                codes: 1,
                allowed,
            }),
        }
    }

    fn finish(mut self) -> RateSummary {
        let summary = &mut self.summary;
        let units = summary.units_measured;
        for family in &mut summary.families {
            family.weighted_percent = percent_of(family.allowed, family.reference_amount);
        }
        summary.weighted_percent = percent_of(summary.allowed_measured, summary.medicare_amount);
        summary.simple_mean_percent = mean(self.percent_sum, Decimal::from(self.percent_count));
        summary.volume_mean_percent = mean(self.percent_units_sum, units);
        summary.weighted_average = per_unit(summary.allowed_measured, units);
        summary.medicare_weighted_average = per_unit(summary.medicare_amount, units);
        summary.coverage_percent = percent_of(summary.allowed_measured, summary.allowed);
        summary.reasons.sort_by(|left, right| {
            (right.allowed, &left.reason).cmp(&(left.allowed, &right.reason))
        });
        self.summary
    }
}

fn mean(sum: Decimal, count: Decimal) -> Option<Percent> {
    if count <= Decimal::ZERO {
        return None;
    }
    sum.checked_div(count)
        .map(|points| Percent::new(points).rounded(4))
}

#[cfg(test)]
mod tests;
