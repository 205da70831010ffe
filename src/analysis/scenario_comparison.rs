//! Up to four proposals to one payer side by side.

use rust_decimal::Decimal;
use serde::Serialize;

use super::rate_model::{ProjectionTotals, RateBaseline, project};
use super::{BasedOn, ReferencePrices};
use crate::domain::{Money, PayerId, Proposal, RateKey};

/// Most proposals compared at once: more columns fit neither a window nor a page.
pub const MAX_COMPARED: usize = 4;

/// A proposal to compare.
#[derive(Clone, Copy, Debug)]
pub struct Contender<'a> {
    /// The name over its column.
    pub name: &'a str,
    /// What is proposed.
    pub proposal: &'a Proposal,
    /// Medicare's amounts in the proposal's release; `None`: the practice's reference.
    pub prices: Option<&'a ReferencePrices>,
}

/// Proposals side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScenarioComparison {
    /// What it rests on.
    pub based_on: BasedOn,
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// The proposals in the order given.
    pub scenarios: Vec<ComparedScenario>,
    /// Codes in order.
    pub rows: Vec<ComparedRow>,
}

/// One proposal's column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparedScenario {
    /// Its name.
    pub name: String,
    /// The Medicare release its percentages are taken of, in words.
    pub proposal_reference: Option<String>,
    /// Its effect in total.
    pub totals: ProjectionTotals,
}

/// One code under every proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparedRow {
    /// Code, price-changing modifiers and setting.
    #[serde(flatten)]
    pub key: RateKey,
    /// Units in the period.
    pub units: Decimal,
    /// Today's rate, dollars per unit.
    pub current: Option<Money>,
    /// Medicare's amount per unit under the practice's reference.
    pub medicare: Option<Money>,
    /// Proposed rates, one a proposal.
    pub proposed: Vec<Option<Money>>,
    /// Changes in the period, one a proposal.
    pub change: Vec<Money>,
}

/// Compares the first [`MAX_COMPARED`] proposals.
pub fn compare(baseline: &RateBaseline, contenders: &[Contender<'_>]) -> ScenarioComparison {
    let mut rows: Vec<ComparedRow> = baseline
        .rows
        .iter()
        .map(|row| ComparedRow {
            key: row.key,
            units: row.units,
            current: row.current,
            medicare: row.medicare,
            proposed: Vec::with_capacity(contenders.len()),
            change: Vec::with_capacity(contenders.len()),
        })
        .collect();
    let mut scenarios = Vec::new();
    for contender in contenders.iter().take(MAX_COMPARED) {
        let projection = project(baseline, contender.proposal, contender.prices);
        for (row, projected) in rows.iter_mut().zip(&projection.rows) {
            row.proposed.push(projected.proposed);
            row.change.push(projected.change);
        }
        scenarios.push(ComparedScenario {
            name: contender.name.to_owned(),
            proposal_reference: projection.proposal_reference,
            totals: projection.totals,
        });
    }
    ScenarioComparison {
        based_on: baseline.based_on.clone(),
        payer: baseline.payer,
        name: baseline.name.clone(),
        scenarios,
        rows,
    }
}
