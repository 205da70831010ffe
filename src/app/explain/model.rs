//! An answer about one service in finished words.

use serde::Serialize;

use crate::analysis::pricing::PricedLine;
use crate::app::widgets::ExplainedAmount;
use crate::brief::figures;
use crate::domain::{Payer, PayerId};
use crate::jobs::{AgreedSource, ClaimAnswer, ContractAnswer, PracticeView};

/// What the sheet shows.
#[derive(Debug, Serialize)]
pub(super) struct ExplainModel {
    /// By Medicare, and by the payer where it has a contract or a fee schedule.
    pub(super) amounts: Vec<ExplainedAmount>,
    /// What the two come to; empty where one is missing.
    pub(super) compared: String,
    pub(super) cautions: Vec<String>,
}

impl ExplainModel {
    /// Makes the model of an answer about one service, asked with or without a payer.
    pub(super) fn new(answer: &ClaimAnswer, payer: Option<&Payer>) -> Self {
        let medicare = answer.medicare.lines.first().map(|line| {
            ExplainedAmount::new(
                "Medicare",
                format!("{} \u{b7} {}", line.family.label(), answer.reference),
                line,
            )
        });
        let contract = answer.contract.as_ref();
        let agreed = contract.and_then(|agreed| {
            let line = agreed.priced.lines.first()?;
            Some(ExplainedAmount::new(
                agreed.contract.clone(),
                rests_on(agreed, line),
                line,
            ))
        });
        let percent = contract.and_then(|agreed| agreed.line_percents.first().copied().flatten());
        let compared = match (percent, contract, payer) {
            (Some(percent), _, Some(payer)) => format!(
                "{} pays {}% of Medicare for it",
                payer.name,
                figures::percent(percent)
            ),
            (None, None, Some(payer)) => format!(
                "{} has neither a contract in force nor a fee schedule in this file",
                payer.name
            ),
            _ => String::new(),
        };
        Self {
            amounts: medicare.into_iter().chain(agreed).collect(),
            compared,
            cautions: answer.cautions.clone(),
        }
    }
}

/// Says which contract or fee schedule a line's amount rests on, and which of its rules.
pub(in crate::app) fn rests_on(agreed: &ContractAnswer, line: &PricedLine) -> String {
    let what = match agreed.source {
        AgreedSource::Contract => "Contract",
        AgreedSource::FeeSchedule => "Fee schedule",
    };
    let since = agreed
        .version
        .map_or_else(String::new, |date| format!(" in force from {date}"));
    match &line.rule {
        Some(rule) => format!("{what}{since} \u{b7} {}", rule.label),
        None => format!("{what}{since}"),
    }
}

/// Returns the payers whose amounts can be explained, those with a contract first.
pub(super) fn payers(practice: &PracticeView) -> Vec<(Option<PayerId>, String)> {
    let has_contract = |payer: &&Payer| {
        let mut contracts = practice.contracts.iter();
        contracts.any(|contract| contract.payer == payer.id)
    };
    let (with, without): (Vec<&Payer>, Vec<&Payer>) =
        practice.payers.iter().partition(has_contract);
    std::iter::once((None, "Medicare alone".to_owned()))
        .chain(
            with.into_iter()
                .chain(without)
                .map(|payer| (Some(payer.id), payer.name.clone())),
        )
        .collect()
}
