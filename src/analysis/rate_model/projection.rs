//! Today's services at proposed rates.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{BaselineRow, CurrentSource, RateBaseline};
use crate::analysis::rounding::percent_of;
use crate::analysis::{BasedOn, ReferencePrices};
use crate::domain::{
    Money, PayerId, Percent, Proposal, ProposalBasis, RateFloor, RateKey, UnlistedRule,
};

/// Where a proposed rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProposedSource {
    /// The proposal's percentage.
    Basis,
    /// A rate fixed by hand.
    Override,
    /// The basis would be a cut, which the proposal rules out: today's stays.
    CurrentIsHigher,
    /// The basis has no rate: today's stays.
    KeptCurrent,
    /// The basis has no rate: a percentage of the average charge.
    PercentOfCharge,
    /// The basis has no rate: nothing is paid.
    Zero,
    /// The basis has no rate and today's is not known either: counted with nothing.
    Unknown,
}

impl ProposedSource {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Basis => "Proposal",
            Self::Override => "Set by hand",
            Self::CurrentIsHigher => "Today's rate, higher than the proposal",
            Self::KeptCurrent => "Today's rate kept",
            Self::PercentOfCharge => "Percentage of charge",
            Self::Zero => "Nothing paid",
            Self::Unknown => "Not known",
        }
    }
}

/// A proposal's effect, code by code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Projection {
    /// What it rests on.
    pub based_on: BasedOn,
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// The Medicare release the proposed percentages are taken of, in words.
    pub proposal_reference: Option<String>,
    /// The effect in total.
    pub totals: ProjectionTotals,
    /// The effect by code, in the baseline's order.
    pub rows: Vec<ProjectedRow>,
}

/// One code of a projection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectedRow {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units in the period.
    pub units: Decimal,
    /// Today's rate, dollars per unit.
    pub current: Option<Money>,
    /// Where it comes from.
    pub current_source: CurrentSource,
    /// Proposed rate, dollars per unit; whole cents where it comes from a percentage.
    pub proposed: Option<Money>,
    /// Where it comes from.
    pub proposed_source: ProposedSource,
    /// Today's amount in the period.
    pub current_amount: Money,
    /// Proposed amount in the period: units × rate.
    pub proposed_amount: Money,
    /// Proposed less today's amount.
    pub change: Money,
    /// The same as a percentage of today's amount.
    pub change_percent: Option<Percent>,
    /// Medicare's amount per unit under the practice's reference.
    pub medicare: Option<Money>,
    /// Today's rate as a percentage of Medicare.
    pub percent_before: Option<Percent>,
    /// The proposed rate as a percentage of Medicare.
    pub percent_after: Option<Percent>,
    /// Average charge per unit.
    pub average_charge: Option<Money>,
    /// What a lesser-of clause would keep back, because the charge is below the proposed rate.
    pub leak: Money,
}

/// A proposal's effect in total, in the baseline's period unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProjectionTotals {
    /// Today's amounts.
    pub current: Money,
    /// Proposed amounts.
    pub proposed: Money,
    /// Proposed less today's.
    pub change: Money,
    /// The same as a percentage of today's.
    pub change_percent: Option<Percent>,
    /// Today's amounts over twelve months, to the cent.
    pub current_annual: Money,
    /// Proposed amounts over twelve months, to the cent.
    pub proposed_annual: Money,
    /// The change over twelve months: the difference of the two.
    pub change_annual: Money,
    /// What Medicare would allow for the services that have a Medicare amount and both rates.
    pub medicare_amount: Money,
    /// Today's amounts of these services as a percentage of Medicare: the ratio of sums.
    pub weighted_before: Option<Percent>,
    /// Proposed amounts of these services as a percentage of Medicare.
    pub weighted_after: Option<Percent>,
    /// What a lesser-of clause would keep back of the proposed amounts, by average charges.
    pub leak: Money,
    /// The same over twelve months, to the cent.
    pub leak_annual: Money,
    /// Rows with a rate of the proposal's basis.
    pub by_basis: u64,
    /// Rows whose rate today is higher than the basis gives and stays, by the proposal's floor.
    pub kept_higher: u64,
    /// Rows with a rate fixed by hand.
    pub by_override: u64,
    /// Rows the basis cannot price, by the proposal's rule for them.
    pub kept_current: u64,
    /// As `kept_current`.
    pub by_percent_of_charge: u64,
    /// As `kept_current`.
    pub by_zero: u64,
    /// Rows without any rate, counted with nothing on both sides.
    pub unknown: u64,
}

/// Projects a proposal code by code.
///
/// `prices` are Medicare's amounts in the proposal's release; `None` takes those of the practice's
/// reference, which the baseline holds.
pub fn project(
    baseline: &RateBaseline,
    proposal: &Proposal,
    prices: Option<&ReferencePrices>,
) -> Projection {
    let pricing = Pricing::new(proposal, prices);
    let mut totals = TotalsBuilder::default();
    let rows = baseline
        .rows
        .iter()
        .map(|row| {
            let outcome = pricing.outcome(row);
            totals.add(row, &outcome);
            projected_row(row, &outcome)
        })
        .collect();
    let proposal_reference = match proposal.basis {
        ProposalBasis::PercentOfMedicare { .. } => prices.map_or_else(
            || baseline.based_on.reference.clone(),
            |prices| Some(prices.label.clone()),
        ),
        ProposalBasis::PercentOfCurrent { .. } => None,
    };
    Projection {
        based_on: baseline.based_on.clone(),
        payer: baseline.payer,
        name: baseline.name.clone(),
        proposal_reference,
        totals: totals.finish(baseline.annual_factor),
        rows,
    }
}

/// Projects a proposal in total: the same figures as [`project`], without a row each.
pub fn project_totals(
    baseline: &RateBaseline,
    proposal: &Proposal,
    prices: Option<&ReferencePrices>,
) -> ProjectionTotals {
    let pricing = Pricing::new(proposal, prices);
    let mut totals = TotalsBuilder::default();
    for row in &baseline.rows {
        totals.add(row, &pricing.outcome(row));
    }
    totals.finish(baseline.annual_factor)
}

/// A proposal made ready for many rows.
struct Pricing<'a> {
    proposal: &'a Proposal,
    prices: Option<&'a ReferencePrices>,
    fraction: Decimal,
    charge_fraction: Decimal,
    /// At 100 % of today no rate is touched, not even to round it.
    changes_nothing: bool,
}

/// A row's rate and amount under the proposal.
struct Outcome {
    rate: Option<Money>,
    source: ProposedSource,
    amount: Money,
    leak: Money,
}

impl<'a> Pricing<'a> {
    fn new(proposal: &'a Proposal, prices: Option<&'a ReferencePrices>) -> Self {
        let (ProposalBasis::PercentOfMedicare { percent, .. }
        | ProposalBasis::PercentOfCurrent { percent }) = proposal.basis;
        let charge_fraction = match proposal.unlisted {
            UnlistedRule::PercentOfCharge(percent) => percent.fraction(),
            UnlistedRule::KeepCurrent | UnlistedRule::Zero => Decimal::ZERO,
        };
        Self {
            proposal,
            prices,
            fraction: percent.fraction(),
            charge_fraction,
            changes_nothing: matches!(proposal.basis, ProposalBasis::PercentOfCurrent { .. })
                && percent == Percent::HUNDRED,
        }
    }

    fn outcome(&self, row: &BaselineRow) -> Outcome {
        let (rate, source) = self.rate(row);
        let keeps_today = match source {
            ProposedSource::CurrentIsHigher | ProposedSource::KeptCurrent => true,
            ProposedSource::Basis => self.changes_nothing,
            ProposedSource::Override
            | ProposedSource::PercentOfCharge
            | ProposedSource::Zero
            | ProposedSource::Unknown => false,
        };
        // An observed rate is an average: only the amount itself repeats today to the cent.
        let amount = match rate {
            Some(_) if keeps_today => row.current_amount,
            Some(rate) => rate.times(row.units),
            None => Money::ZERO,
        };
        let leak = if row.charge < amount {
            amount - row.charge
        } else {
            Money::ZERO
        };
        Outcome {
            rate,
            source,
            amount,
            leak,
        }
    }

    fn rate(&self, row: &BaselineRow) -> (Option<Money>, ProposedSource) {
        if let Some(fixed) = self.override_for(row.key) {
            return (Some(fixed), ProposedSource::Override);
        }
        let base = match self.proposal.basis {
            ProposalBasis::PercentOfMedicare { .. } => match self.prices {
                Some(prices) => prices.amount(row.key),
                None => row.medicare,
            },
            ProposalBasis::PercentOfCurrent { .. } => row.current,
        };
        match (base, self.proposal.unlisted) {
            (Some(base), _) if self.changes_nothing => (Some(base), ProposedSource::Basis),
            (Some(base), _) => self.floored(row, base.times(self.fraction).rounded()),
            (None, UnlistedRule::KeepCurrent) => match row.current {
                Some(current) => (Some(current), ProposedSource::KeptCurrent),
                None => (None, ProposedSource::Unknown),
            },
            (None, UnlistedRule::PercentOfCharge(_)) => match row.average_charge {
                Some(charge) => (
                    Some(charge.times(self.charge_fraction).rounded()),
                    ProposedSource::PercentOfCharge,
                ),
                None => (None, ProposedSource::Unknown),
            },
            (None, UnlistedRule::Zero) => (Some(Money::ZERO), ProposedSource::Zero),
        }
    }

    fn floored(&self, row: &BaselineRow, of_basis: Money) -> (Option<Money>, ProposedSource) {
        match (self.proposal.floor, row.current) {
            (RateFloor::Current, Some(current)) if of_basis < current => {
                (Some(current), ProposedSource::CurrentIsHigher)
            }
            (RateFloor::None | RateFloor::Current, _) => (Some(of_basis), ProposedSource::Basis),
        }
    }

    fn override_for(&self, key: RateKey) -> Option<Money> {
        let overrides = &self.proposal.overrides;
        overrides
            .binary_search_by_key(&key, |fixed| fixed.key)
            .ok()
            .and_then(|place| overrides.get(place))
            .map(|fixed| fixed.rate)
    }
}

fn projected_row(row: &BaselineRow, outcome: &Outcome) -> ProjectedRow {
    let medicare_amount = row.medicare.map(|medicare| medicare.times(row.units));
    let of_medicare = |amount: Money| medicare_amount.and_then(|whole| percent_of(amount, whole));
    let change = outcome.amount - row.current_amount;
    ProjectedRow {
        key: row.key,
        units: row.units,
        current: row.current,
        current_source: row.source,
        proposed: outcome.rate,
        proposed_source: outcome.source,
        current_amount: row.current_amount,
        proposed_amount: outcome.amount,
        change,
        change_percent: percent_of(change, row.current_amount),
        medicare: row.medicare,
        percent_before: row.current.and_then(|_| of_medicare(row.current_amount)),
        percent_after: outcome.rate.and_then(|_| of_medicare(outcome.amount)),
        average_charge: row.average_charge,
        leak: outcome.leak,
    }
}

#[derive(Default)]
struct TotalsBuilder {
    totals: ProjectionTotals,
    current_measured: Money,
    proposed_measured: Money,
}

impl TotalsBuilder {
    fn add(&mut self, row: &BaselineRow, outcome: &Outcome) {
        let totals = &mut self.totals;
        totals.current += row.current_amount;
        totals.proposed += outcome.amount;
        totals.leak += outcome.leak;
        if let (Some(medicare), Some(_), Some(_)) = (row.medicare, row.current, outcome.rate) {
            totals.medicare_amount += medicare.times(row.units);
            self.current_measured += row.current_amount;
            self.proposed_measured += outcome.amount;
        }
        let count = match outcome.source {
            ProposedSource::Basis => &mut totals.by_basis,
            ProposedSource::Override => &mut totals.by_override,
            ProposedSource::CurrentIsHigher => &mut totals.kept_higher,
            ProposedSource::KeptCurrent => &mut totals.kept_current,
            ProposedSource::PercentOfCharge => &mut totals.by_percent_of_charge,
            ProposedSource::Zero => &mut totals.by_zero,
            ProposedSource::Unknown => &mut totals.unknown,
        };
        *count += 1;
    }

    fn finish(self, annual_factor: Decimal) -> ProjectionTotals {
        let mut totals = self.totals;
        totals.change = totals.proposed - totals.current;
        totals.change_percent = percent_of(totals.change, totals.current);
        totals.current_annual = totals.current.times(annual_factor).rounded();
        totals.proposed_annual = totals.proposed.times(annual_factor).rounded();
        totals.leak_annual = totals.leak.times(annual_factor).rounded();
        totals.change_annual = totals.proposed_annual - totals.current_annual;
        totals.weighted_before = percent_of(self.current_measured, totals.medicare_amount);
        totals.weighted_after = percent_of(self.proposed_measured, totals.medicare_amount);
        totals
    }
}
