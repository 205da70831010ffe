//! Payers with their contracts in finished words: those with one first, then those that negotiate.

use jiff::civil::Date;
use serde::Serialize;

use crate::app::panels::contracts::words::method_words;
use crate::domain::{Contract, ContractId, FeeScheduleId, PayerId};
use crate::jobs::{FeeScheduleEntry, PracticeView};

/// What the list shows.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(in crate::app::panels::contracts) struct ListModel {
    pub(super) payers: Vec<PayerLine>,
}

/// A payer.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct PayerLine {
    pub(super) id: PayerId,
    pub(super) name: String,
    pub(super) contracts: Vec<ContractLine>,
    /// The fee schedules the file holds of it, while it has no contract; may be empty.
    pub(super) schedules: String,
}

/// A contract.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct ContractLine {
    pub(super) id: ContractId,
    pub(super) name: String,
    /// What it pays today, in a line.
    pub(super) pays: String,
}

impl ListModel {
    /// Builds the list as of a day.
    pub(in crate::app::panels::contracts) fn new(practice: &PracticeView, today: Date) -> Self {
        let line = |payer: &crate::domain::Payer| PayerLine {
            id: payer.id,
            name: payer.name.clone(),
            contracts: practice
                .contracts
                .iter()
                .filter(|contract| contract.payer == payer.id)
                .map(|contract| ContractLine {
                    id: contract.id,
                    name: contract.name.clone(),
                    pays: pays(contract, today, &practice.fee_schedules),
                })
                .collect(),
            schedules: schedules(practice, payer.id),
        };
        let of_interest = |payer: &PayerLine| {
            let negotiable = practice
                .payer(payer.id)
                .is_some_and(|known| known.class.is_negotiable());
            negotiable || !payer.contracts.is_empty() || !payer.schedules.is_empty()
        };
        let (mut with, without): (Vec<PayerLine>, Vec<PayerLine>) = practice
            .payers
            .iter()
            .map(line)
            .filter(of_interest)
            .partition(|payer| !payer.contracts.is_empty());
        let (listed, bare): (Vec<PayerLine>, Vec<PayerLine>) = without
            .into_iter()
            .partition(|payer| !payer.schedules.is_empty());
        with.extend(listed);
        with.extend(bare);
        Self { payers: with }
    }

    /// Returns the payer that is listed first.
    pub(in crate::app::panels::contracts) fn first_payer(&self) -> Option<PayerId> {
        self.payers.first().map(|payer| payer.id)
    }
}

/// Returns the contract to begin with.
pub(in crate::app::panels::contracts) fn first(
    practice: &PracticeView,
    payer: Option<PayerId>,
) -> Option<ContractId> {
    let of_payer = practice
        .contracts
        .iter()
        .find(|contract| Some(contract.payer) == payer);
    of_payer
        .or(practice.contracts.first())
        .map(|contract| contract.id)
}

/// Writes the fee schedules of a payer; empty where it has none.
fn schedules(practice: &PracticeView, payer: PayerId) -> String {
    let names: Vec<(FeeScheduleId, &str)> = practice
        .fee_schedules
        .iter()
        .filter(|schedule| schedule.payer == payer)
        .map(|schedule| (schedule.id, schedule.name.as_str()))
        .collect();
    match &names[..] {
        [] => String::new(),
        [(_, one)] => format!("Fee schedule \u{201c}{one}\u{201d}"),
        many => format!("{} fee schedules", many.len()),
    }
}

/// Writes what a contract pays on a day: the first schedule's most general rule.
fn pays(contract: &Contract, today: Date, known: &[FeeScheduleEntry]) -> String {
    let Some(version) = contract.version_on(today) else {
        return "Not in force today".to_owned();
    };
    let Some(schedule) = version.terms.schedules.first() else {
        return "No schedule yet".to_owned();
    };
    let in_effect = schedule
        .rules
        .iter()
        .filter(|rule| rule.is_in_effect(today));
    let general = in_effect.max_by_key(|rule| breadth(&rule.scope));
    let more = schedule.rules.len().saturating_sub(1);
    match (general, schedule.default_percent_of_charge) {
        (Some(rule), _) if more > 0 => format!(
            "{}, and {more} more {}",
            method_words(&rule.method, known),
            if more == 1 { "rule" } else { "rules" }
        ),
        (Some(rule), _) => method_words(&rule.method, known),
        (None, Some(percent)) => {
            format!(
                "{}% of the charge",
                crate::app::panels::contracts::words::points(percent)
            )
        }
        (None, None) => "No rule yet".to_owned(),
    }
}

const fn breadth(scope: &crate::domain::RuleScope) -> u8 {
    use crate::domain::RuleScope;
    match scope {
        RuleScope::Code { .. } => 0,
        RuleScope::CodeRange { .. } => 1,
        RuleScope::Category(_) => 2,
        RuleScope::AllServices => 3,
    }
}
