//! The proposal code by code, and up to four scenarios side by side.

use std::cmp::Reverse;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::analysis::MonthSpan;
use crate::analysis::rate_model::ProjectionTotals;
use crate::analysis::scenario_comparison::{ComparedScenario, ScenarioComparison};
use crate::domain::Money;

use super::super::chart::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, Series};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, Row, RowKind, SectionStart, Table,
};
use super::super::rate_position::{RatePosition, code_text, label_of, setting_text};
use super::{InternalBriefInput, internal, section};

/// Codes whose rates are compared.
const LEADING_CODES: usize = 12;

/// Composes the proposal code by code.
pub fn proposal_blocks(input: &InternalBriefInput<'_>, position: &RatePosition<'_>) -> Vec<Block> {
    vec![
        section("The proposal by code", "", SectionStart::NewPage),
        internal(Content::Table(Table {
            note: "Yearly, at the frequencies of the period.".into(),
            ..position.table(input.labels)
        })),
    ]
}

/// Composes the comparison of scenarios; none without scenarios.
pub fn blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    let Some(comparison) = input
        .comparison
        .filter(|comparison| !comparison.scenarios.is_empty())
    else {
        return Vec::new();
    };
    let factor = comparison
        .based_on
        .span
        .map_or(Decimal::ONE, MonthSpan::annual_factor);
    let mut blocks = vec![
        section(
            "Scenarios",
            "The same services at the rates of each proposal. Volumes stay as they were; nothing is forecast.",
            SectionStart::NewPage,
        ),
        internal(Content::Chart(scenario_chart(&comparison.scenarios))),
        internal(Content::Table(side_by_side(&comparison.scenarios))),
    ];
    blocks.extend(scenario_codes(input, comparison, factor));
    blocks
}

fn side_by_side(scenarios: &[ComparedScenario]) -> Table {
    let mut columns = vec![Column::new("", ColumnKind::Text)];
    columns.extend(
        scenarios
            .iter()
            .map(|scenario| Column::new(scenario.name.clone(), ColumnKind::Figure)),
    );
    let line = |name: &str, cell: fn(&ProjectionTotals) -> Cell| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(scenarios.iter().map(|scenario| cell(&scenario.totals)));
        Row::plain(cells)
    };
    let mut rows = vec![
        line("Amount a year today", |totals| {
            Cell::Dollars(totals.current_annual)
        }),
        line("Amount a year proposed", |totals| {
            Cell::Dollars(totals.proposed_annual)
        }),
        line("% of Medicare today", |totals| {
            Cell::percent(totals.weighted_before)
        }),
        line("% of Medicare proposed", |totals| {
            Cell::percent(totals.weighted_after)
        }),
        line("Change, %", |totals| {
            totals
                .change_percent
                .map_or(Cell::NotAvailable, Cell::PercentChange)
        }),
        line("Rates without a basis, today's kept", |totals| {
            Cell::Count(Decimal::from(totals.kept_current))
        }),
        line("Above our charges, in the period", |totals| {
            Cell::Dollars(totals.leak)
        }),
    ];
    let mut change = line("Change a year", |totals| {
        Cell::DollarChange(totals.change_annual)
    });
    change.kind = RowKind::Total;
    rows.push(change);
    Table {
        title: "Side by side".into(),
        columns,
        rows,
        note: scenario_references(scenarios),
    }
}

fn scenario_references(scenarios: &[ComparedScenario]) -> String {
    let mut references: Vec<(&str, Vec<&str>)> = Vec::new();
    for scenario in scenarios {
        let Some(reference) = scenario.proposal_reference.as_deref() else {
            continue;
        };
        match references.iter_mut().find(|known| known.0 == reference) {
            Some((_, names)) => names.push(&scenario.name),
            None => references.push((reference, vec![&scenario.name])),
        }
    }
    references
        .into_iter()
        .map(|(reference, names)| {
            format!(
                "{}: percentages of Medicare as in {reference}.",
                names.join(", ")
            )
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn scenario_chart(scenarios: &[ComparedScenario]) -> BarChart {
    BarChart {
        title: "Change a year".into(),
        unit: ChartUnit::Dollars,
        series: vec![Series {
            name: String::new(),
            fill: Fill::Strong,
        }],
        groups: scenarios
            .iter()
            .map(|scenario| BarGroup {
                label: scenario.name.clone(),
                values: vec![Some(scenario.totals.change_annual.rounded().dollars())],
                emphasis: Emphasis::Normal,
            })
            .collect(),
        reference: None,
        note: String::new(),
    }
}

/// Proposed rates of the codes with the largest amounts, a column a scenario.
fn scenario_codes(
    input: &InternalBriefInput<'_>,
    comparison: &ScenarioComparison,
    factor: Decimal,
) -> Option<Block> {
    let mut listed: Vec<_> = comparison.rows.iter().collect();
    listed.sort_by_key(|row| {
        let amount = row
            .current
            .map_or(Money::ZERO, |rate| rate.times(row.units));
        (Reverse(amount), row.key)
    });
    listed.truncate(LEADING_CODES);
    if listed.is_empty() {
        return None;
    }
    let mut columns = vec![
        Column::new("Code", ColumnKind::Code),
        Column::new("Service", ColumnKind::Text),
        Column::new("Setting", ColumnKind::Code),
        Column::new("Units a year", ColumnKind::Figure),
        Column::new("Today, $", ColumnKind::Figure),
    ];
    columns.extend(comparison.scenarios.iter().map(|scenario| {
        Column::new(scenario.name.clone(), ColumnKind::Figure).under("Proposed rate, $")
    }));
    let rows = listed
        .into_iter()
        .map(|row| {
            let mut cells = vec![
                Cell::text(code_text(row.key)),
                Cell::text(label_of(input.labels, row.key)),
                Cell::text(setting_text(row.key.setting)),
                Cell::Count(
                    (row.units * factor)
                        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero),
                ),
                Cell::rate(row.current.map(Money::rounded)),
            ];
            cells.extend(
                row.proposed
                    .iter()
                    .map(|rate| Cell::rate(rate.map(Money::rounded))),
            );
            Row::plain(cells)
        })
        .collect();
    Some(internal(Content::Table(Table {
        title: "Rates of the codes with the largest amounts".into(),
        columns,
        rows,
        note: String::new(),
    })))
}
