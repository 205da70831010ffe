//! An answer about a claim in finished words: what it comes to, a table of its lines, and the steps
//! of each.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::pricing::{Allowed, Payment, PricedClaim, PricedLine};
use crate::app::explain::rests_on;
use crate::app::widgets::{
    Cell, Column, ExplainedAmount, ExplainedStep, Row, TableContent, Tile, service_words,
};
use crate::brief::figures;
use crate::domain::ProcedureCode;
use crate::jobs::ClaimAnswer;

/// What the card shows of an answer.
#[derive(Debug, Serialize)]
pub(super) struct ClaimModel {
    pub(super) tiles: Vec<Tile>,
    pub(super) table: TableContent,
    /// For each line the amounts with their steps, Medicare's first.
    pub(super) lines: Vec<Vec<ExplainedAmount>>,
    /// Steps that concern the claim as a whole.
    pub(super) claim_steps: Vec<(String, Vec<ExplainedStep>)>,
    pub(super) cautions: Vec<String>,
}

impl ClaimModel {
    /// Makes the model.
    pub(super) fn new(answer: &ClaimAnswer, labels: &BTreeMap<ProcedureCode, String>) -> Self {
        Self {
            tiles: tiles(answer),
            table: table(answer, labels),
            lines: (0..answer.keys.len())
                .map(|line_idx| explained(answer, line_idx))
                .collect(),
            claim_steps: claim_steps(answer),
            cautions: answer.cautions.clone(),
        }
    }
}

fn tiles(answer: &ClaimAnswer) -> Vec<Tile> {
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    let total = |label: &str, claim: &PricedClaim, about: String| {
        tile(label, format!("${}", figures::money(claim.allowed)), about)
    };
    let mut tiles = vec![total(
        "Medicare allows",
        &answer.medicare,
        unpriced_or(&answer.medicare, &answer.reference),
    )];
    match &answer.contract {
        Some(agreed) => {
            tiles.push(total(
                "The contract allows",
                &agreed.priced,
                unpriced_or(&agreed.priced, &agreed.contract),
            ));
            tiles.push(tile(
                "Of Medicare",
                agreed.percent_of_medicare.map_or_else(
                    || "n/a".to_owned(),
                    |percent| format!("{}%", figures::percent(percent)),
                ),
                "Physician fee schedule, lines with both amounts".to_owned(),
            ));
            tiles.extend(agreed.priced.payment.map(received));
        }
        None => tiles.push(tile(
            "The contract allows",
            "n/a".to_owned(),
            "No contract or fee schedule in force on the day".to_owned(),
        )),
    }
    tiles
}

fn received(payment: Payment) -> Tile {
    let mut footnote = format!(
        "${} from the patient, ${} from the payer",
        figures::money(payment.patient),
        figures::money(payment.payer - payment.sequestration)
    );
    if !payment.sequestration.is_zero() {
        footnote.push_str(&format!(
            ", ${} sequestered",
            figures::money(payment.sequestration)
        ));
    }
    Tile {
        label: "You receive".to_owned(),
        figure: format!("${}", figures::money(payment.received)),
        footnote,
    }
}

/// Says how many lines have no amount; else the words given.
fn unpriced_or(claim: &PricedClaim, words: &str) -> String {
    let without = claim
        .lines
        .iter()
        .filter(|line| line.allowed.amount().is_none())
        .count();
    match without {
        0 => words.to_owned(),
        1 => "1 line without an amount is not in it".to_owned(),
        many => format!("{many} lines without an amount are not in it"),
    }
}

fn table(answer: &ClaimAnswer, labels: &BTreeMap<ProcedureCode, String>) -> TableContent {
    let contract = answer.contract.as_ref();
    let rows = answer.keys.iter().enumerate().map(|(line_idx, key)| {
        let medicare = answer.medicare.lines.get(line_idx);
        let agreed = contract.and_then(|agreed| agreed.priced.lines.get(line_idx));
        let percent = contract.and_then(|agreed| agreed.line_percents.get(line_idx).copied());
        let rule = agreed.and_then(|line| line.rule.as_ref());
        Row::of(vec![
            Cell::text(service_words(*key)),
            Cell::text(labels.get(&key.code).cloned().unwrap_or_default()),
            amount(medicare),
            amount(agreed),
            Cell::or_missing(
                percent.flatten(),
                Cell::OfMedicare,
                "One of the two amounts is missing",
            ),
            Cell::text(rule.map_or_else(String::new, |rule| {
                rule.nr
                    .map_or_else(|| "Default".to_owned(), |nr| format!("Rule {nr}"))
            })),
        ])
    });
    TableContent {
        columns: vec![
            Column::text("Code"),
            Column::text("What it is"),
            Column::figures("Medicare ($)").about("For all units"),
            Column::figures("Contract ($)").about("For all units"),
            Column::figures("% of Medicare"),
            Column::text("By")
                .about("The rule that fired, or the default percentage of the charge"),
        ],
        rows: rows.collect(),
        totals: vec![
            Cell::text("Claim"),
            Cell::Blank,
            Cell::Money(answer.medicare.allowed),
            contract.map_or(Cell::Blank, |agreed| Cell::Money(agreed.priced.allowed)),
            contract.map_or(Cell::Blank, |agreed| {
                Cell::or_missing(
                    agreed.percent_of_medicare,
                    Cell::Percent,
                    "No line has both amounts",
                )
            }),
            Cell::Blank,
        ],
    }
}

fn amount(line: Option<&PricedLine>) -> Cell {
    match line.map(|line| &line.allowed) {
        Some(Allowed::Amount(amount)) => Cell::Money(*amount),
        Some(Allowed::Unpriced(reason)) => Cell::Missing(reason.label().into()),
        None => Cell::Missing("No contract or fee schedule in force on the day".into()),
    }
}

fn explained(answer: &ClaimAnswer, line_idx: usize) -> Vec<ExplainedAmount> {
    let medicare = answer.medicare.lines.get(line_idx).map(|line| {
        let about = format!("{} \u{b7} {}", line.family.label(), answer.reference);
        ExplainedAmount::new("Medicare", about, line)
    });
    let agreed = answer.contract.as_ref().and_then(|agreed| {
        let line = agreed.priced.lines.get(line_idx)?;
        let about = rests_on(agreed, line);
        Some(ExplainedAmount::new(agreed.contract.clone(), about, line))
    });
    medicare.into_iter().chain(agreed).collect()
}

fn claim_steps(answer: &ClaimAnswer) -> Vec<(String, Vec<ExplainedStep>)> {
    let of = |whose: &str, claim: &PricedClaim| {
        let steps: Vec<_> = claim.steps.iter().map(ExplainedStep::new).collect();
        (!steps.is_empty()).then(|| (format!("{whose}: the claim as a whole"), steps))
    };
    let agreed = answer.contract.as_ref();
    of("Medicare", &answer.medicare)
        .into_iter()
        .chain(agreed.and_then(|agreed| of(&agreed.contract, &agreed.priced)))
        .collect()
}
