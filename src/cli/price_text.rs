//! Prices and their steps, written for people.

use super::print;
use super::report::service;
use crate::analysis::medicare_price::{MedicarePrice, PriceStep, StepUnit};
use crate::analysis::pricing::{Allowed, Payment, PricedClaim, PricedLine};
use crate::domain::{Percent, RateKey, ReferenceFamily};
use crate::jobs::{AgreedSource, ClaimAnswer, ContractAnswer, PricedService};

/// Writes what one service should bring.
pub(super) fn service_text(priced: &PricedService, payer: Option<&str>) -> String {
    let mut text = format!(
        "{}, {}, by {}\n",
        service(priced.key),
        priced.key.setting.label().to_lowercase(),
        priced.reference
    );
    push_steps(&mut text, &priced.steps);
    text.push_str(&allowed_text(
        &priced.allowed,
        priced.family,
        &priced.medicare,
    ));
    for caution in &priced.cautions {
        text.push_str(&format!("  Caution: {caution}\n"));
    }
    if let Some(contract) = &priced.contract {
        push_contract(&mut text, contract, &[priced.key]);
    }
    let by_contract = priced
        .contract
        .as_ref()
        .is_some_and(|known| known.source == AgreedSource::Contract);
    match (payer, priced.fee_schedule_rate) {
        (Some(payer), Some(rate)) => text.push_str(&format!(
            "  Fee schedule of {payer}: {}\n",
            print::dollars(rate)
        )),
        (Some(payer), None) if !by_contract => {
            text.push_str(&format!("  Fee schedule of {payer}: does not list it\n"));
        }
        _ => {}
    }
    text
}

/// Writes what the lines of a claim should bring together.
pub(super) fn claim_text(answer: &ClaimAnswer, payer: Option<&str>) -> String {
    let mut text = format!("By {}\n", answer.reference);
    for ((key, line), medicare) in answer
        .keys
        .iter()
        .zip(&answer.medicare.lines)
        .zip(&answer.physician_fees)
    {
        text.push_str(&format!(
            "{}, {}\n",
            service(*key),
            key.setting.label().to_lowercase()
        ));
        push_steps(&mut text, &line.steps);
        text.push_str(&allowed_text(&line.allowed, line.family, medicare));
        push_cautions(&mut text, &line.cautions);
    }
    text.push_str(&format!(
        "Medicare allows {} for the claim\n",
        print::dollars(answer.medicare.allowed)
    ));
    push_steps(&mut text, &answer.medicare.steps);
    push_payment(&mut text, answer.medicare.payment);
    push_cautions(&mut text, &answer.cautions);
    match (&answer.contract, payer) {
        (Some(contract), _) => push_contract(&mut text, contract, &answer.keys),
        (None, Some(payer)) => text.push_str(&format!(
            "{payer} has neither a contract in force nor a fee schedule in the file\n"
        )),
        (None, None) => {}
    }
    text
}

fn push_cautions(text: &mut String, cautions: &[String]) {
    for caution in cautions {
        text.push_str(&format!("  Caution: {caution}\n"));
    }
}

fn push_steps(text: &mut String, steps: &[PriceStep]) {
    let width = |of: &dyn Fn(&PriceStep) -> usize| steps.iter().map(of).max().unwrap_or(0);
    let label_width = width(&|step| step.label.chars().count());
    let expression_width = width(&|step| step.expression.chars().count());
    for step in steps {
        let unit = match step.unit {
            StepUnit::Rvu => " RVU",
            StepUnit::Dollars => " dollars",
            StepUnit::TimeUnits => " units",
            StepUnit::Percent => " %",
        };
        let source = match step.source.as_str() {
            "" => String::new(),
            source => format!("  [{source}]"),
        };
        text.push_str(&format!(
            "  {:<label_width$}  {:<expression_width$}  {:>12}{unit}{source}\n",
            step.label,
            step.expression,
            print::step_amount(step)
        ));
    }
}

/// Says what Medicare allows, or why nothing can be said.
fn allowed_text(allowed: &Allowed, family: ReferenceFamily, medicare: &MedicarePrice) -> String {
    let of_family = match family {
        ReferenceFamily::PhysicianFeeSchedule => String::new(),
        other => format!(" ({})", other.label().to_lowercase()),
    };
    match (allowed, medicare) {
        (Allowed::Amount(amount), MedicarePrice::Amount(found))
            if found.not_a_medicare_payment && family == ReferenceFamily::PhysicianFeeSchedule =>
        {
            format!(
                "  By its relative values {}, but not a Medicare payment: {} (status {})\n",
                print::dollars(*amount),
                found.status.meaning(),
                found.status.0
            )
        }
        (Allowed::Amount(amount), _) => {
            format!("  Medicare allows {}{of_family}\n", print::dollars(*amount))
        }
        (Allowed::Unpriced(reason), _) => format!("  No Medicare amount: {}\n", reason.label()),
    }
}

fn push_contract(text: &mut String, contract: &ContractAnswer, keys: &[RateKey]) {
    let source = match contract.source {
        AgreedSource::Contract => "Contract",
        AgreedSource::FeeSchedule => "Fee schedule",
    };
    let since = contract
        .version
        .map_or_else(String::new, |day| format!(", from {day}"));
    text.push_str(&format!("{source} {}{since}\n", contract.contract));
    for ((key, line), percent) in keys
        .iter()
        .zip(&contract.priced.lines)
        .zip(&contract.line_percents)
    {
        push_contract_line(text, (source, *key), line, *percent);
    }
    if keys.len() > 1 {
        text.push_str(&format!(
            "{source} allows {} for the claim, {} of Medicare\n",
            print::dollars(contract.priced.allowed),
            print::percent(contract.percent_of_medicare)
        ));
    }
    push_claim_end(text, &contract.priced);
}

fn push_contract_line(
    text: &mut String,
    (source, key): (&str, RateKey),
    line: &PricedLine,
    percent: Option<Percent>,
) {
    let rule = line
        .rule
        .as_ref()
        .map_or_else(String::new, |rule| format!(", {}", rule.label));
    text.push_str(&format!("{}{rule}\n", service(key)));
    push_steps(text, &line.steps);
    text.push_str(&match &line.allowed {
        Allowed::Amount(amount) => format!(
            "  {source} allows {}, {} of Medicare\n",
            print::dollars(*amount),
            print::percent(percent)
        ),
        Allowed::Unpriced(reason) => format!("  No amount: {}\n", reason.label()),
    });
    push_cautions(text, &line.cautions);
}

fn push_claim_end(text: &mut String, claim: &PricedClaim) {
    push_steps(text, &claim.steps);
    push_payment(text, claim.payment);
}

fn push_payment(text: &mut String, payment: Option<Payment>) {
    let Some(payment) = payment else { return };
    text.push_str(&format!(
        "  Patient {}, payer {}, sequestration {}, received {}\n",
        print::dollars(payment.patient),
        print::dollars(payment.payer),
        print::dollars(payment.sequestration),
        print::dollars(payment.received)
    ));
}
