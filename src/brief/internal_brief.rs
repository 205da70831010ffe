//! The practice's own brief: decision sheet, payer mix, contract, rate position, all payers side by
//! side, scenarios, and where the data come from. Sections without data are left out.

mod comparison;
mod contract;
mod decision;
mod lineage;
mod mix;
mod position;
mod reference_year;
mod references;
mod scenarios;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::analysis::code_rates::CodeRates;
use crate::analysis::coverage::Coverage;
use crate::analysis::key_figures::KeyFigures;
use crate::analysis::payer_mix::PayerMix;
use crate::analysis::rate_model::Projection;
use crate::analysis::scenario_comparison::ScenarioComparison;
use crate::domain::{ImportRecord, Money, Payer, Practice, RateKey};

pub use contract::ContractReport;
pub use reference_year::FixedYear;

use super::document::{Audience, Block, Content, Document, Origin, Section, SectionStart};
use super::rate_position::{CodeLabels, RatePosition};

/// What an internal brief is made from.
#[derive(Clone, Copy, Debug)]
pub struct InternalBriefInput<'a> {
    /// Whose brief.
    pub practice: &'a Practice,
    /// The payer to negotiate with.
    pub payer: &'a Payer,
    /// Key figures of all payers.
    pub key_figures: &'a KeyFigures,
    /// Payer mix.
    pub mix: &'a PayerMix,
    /// The payer's contract; `None` where the practice file has none.
    pub contract: Option<ContractReport<'a>>,
    /// Rates by code and payer.
    pub code_rates: &'a CodeRates,
    /// What Medicare has an amount for, of the payer's services.
    pub coverage: &'a Coverage,
    /// What is proposed to the payer; `None` leaves the ask out.
    pub projection: Option<&'a Projection>,
    /// Up to four scenarios; `None` leaves the section out.
    pub comparison: Option<&'a ScenarioComparison>,
    /// The codes listed one by one; empty: those with the largest amounts.
    pub negotiation_set: &'a [RateKey],
    /// The practice's own words for codes.
    pub labels: &'a CodeLabels,
    /// Files the figures come from.
    pub imports: &'a [ImportRecord],
    /// First date of service the new rates are asked for.
    pub effective_from: Option<Date>,
    /// What was decided so far.
    pub notes: &'a DecisionNotes,
    /// Who prepared it; empty leaves the line out.
    pub prepared_by: &'a str,
    /// The day printed on it.
    pub date: Date,
}

/// What the practice decided; whatever is empty is left out of the decision sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionNotes {
    /// The least the practice accepts, dollars a year over today.
    pub walk_away: Option<Money>,
    /// Who leads the negotiation.
    pub owner: String,
    /// What is done next.
    pub next_step: String,
    /// By when.
    pub next_step_by: Option<Date>,
    /// What may go wrong, a line each.
    pub risks: String,
    /// What the figures assume, a line each.
    pub assumptions: String,
}

/// Composes the brief.
pub fn compose_internal_brief(input: &InternalBriefInput<'_>) -> Document {
    let position = input
        .projection
        .map(|projection| RatePosition::of(projection, input.negotiation_set));
    let mut blocks = decision::blocks(input, position.as_ref());
    blocks.extend(mix::blocks(input));
    blocks.extend(contract::blocks(input));
    blocks.extend(position::blocks(input));
    blocks.extend(comparison::blocks(input));
    blocks.extend(
        position
            .iter()
            .flat_map(|position| scenarios::proposal_blocks(input, position)),
    );
    blocks.extend(scenarios::blocks(input));
    blocks.extend(lineage::blocks(input));
    Document {
        audience: Audience::Internal,
        title: format!("Internal brief: {}", input.payer.name),
        practice: input.practice.name.clone(),
        payer: input.payer.name.clone(),
        date: input.date,
        prepared_by: input.prepared_by.to_owned(),
        blocks,
        secrets: None,
    }
}

fn of_all_payers(content: Content) -> Block {
    Block {
        origin: Origin::AllPayers,
        content,
    }
}

fn internal(content: Content) -> Block {
    Block {
        origin: Origin::Internal,
        content,
    }
}

fn section(title: impl Into<String>, lead: &str, begins: SectionStart) -> Block {
    internal(Content::Section(Section {
        title: title.into(),
        lead: lead.into(),
        begins,
    }))
}
