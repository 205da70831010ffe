//! An answer about one service in finished words.

use serde::Serialize;

use crate::analysis::code_rates::CodeRates;
use crate::analysis::pricing::PricedLine;
use crate::app::widgets::ExplainedAmount;
use crate::brief::figures;
use crate::domain::{Payer, PayerId, RateKey};
use crate::jobs::{AgreedSource, ClaimAnswer, ContractAnswer, PracticeView};

/// What the sheet shows.
#[derive(Debug, Serialize)]
pub(super) struct ExplainModel {
    /// By Medicare, and by the payer where it has a contract or a fee schedule.
    pub(super) amounts: Vec<ExplainedAmount>,
    /// What was allowed in the period, in a sentence; empty where the service was not billed.
    pub(super) observed: String,
    /// What the two come to; empty where one is missing.
    pub(super) compared: String,
    pub(super) cautions: Vec<String>,
}

impl ExplainModel {
    /// Makes the model of an answer about one service, asked with or without a payer; `rates` are
    /// those of the part of the practice that is looked at.
    pub(super) fn new(
        answer: &ClaimAnswer,
        payer: Option<&Payer>,
        (key, rates): (RateKey, Option<&CodeRates>),
    ) -> Self {
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
                "{} agreed to pay {}% of Medicare for it",
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
            observed: rates
                .and_then(|rates| observed(rates, key, payer))
                .unwrap_or_default(),
            compared,
            cautions: answer.cautions.clone(),
        }
    }
}

/// Says how the average of what was allowed comes about: by the payer, or by all.
fn observed(rates: &CodeRates, key: RateKey, payer: Option<&Payer>) -> Option<String> {
    let row = rates.rows.iter().find(|row| row.key == key)?;
    let (who, units, allowed, average, percent) = match payer {
        None => (
            "All payers",
            row.units,
            row.allowed,
            row.observed,
            row.percent_of_family,
        ),
        Some(payer) => {
            let rate = row.payers.iter().find(|rate| rate.payer == payer.id)?;
            (
                payer.name.as_str(),
                rate.units,
                rate.allowed,
                rate.observed,
                rate.percent_of_family,
            )
        }
    };
    let mut words = format!(
        "{who} allowed ${} for {} units: ${} a unit",
        figures::money(allowed),
        figures::count(units),
        figures::money(average?)
    );
    if let (Some(percent), Some(amount)) = (percent, row.family_amount) {
        words.push_str(&format!(
            ", {}% of Medicare\u{2019}s ${}",
            figures::percent(percent),
            figures::money(amount)
        ));
    }
    Some(words)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::sample::{key, worked_rates};

    #[test]
    fn an_average_is_what_was_allowed_by_its_units() {
        let sample = worked_rates();
        let rates = code_rates(&sample.input());
        let payer = sample.payers.first();
        let words = observed(&rates, key("EX001"), payer).unwrap();
        assert!(
            words.ends_with(
                "allowed $475,986.00 for 4,200 units: $113.33 a unit, 127.0% of \
                             Medicare\u{2019}s $89.24"
            ),
            "{words}"
        );
        let all = observed(&rates, key("EX001"), None).unwrap();
        assert!(all.starts_with("All payers allowed $475,986.00"), "{all}");
        assert_eq!(observed(&rates, key("EX999"), None), None);
    }
}
