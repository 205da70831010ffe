//! The payer's rate position: the three measures side by side, which codes carry it, the proposal
//! and its alternatives.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::analysis::MonthSpan;
use crate::analysis::code_rates::{CodeRateRow, PayerRate, RateSummary};
use crate::analysis::rate_model::ProjectionTotals;
use crate::analysis::scenario_comparison::ComparedScenario;
use crate::domain::{Money, Percent, shares};

use super::super::chart::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, KeyFigure, Row, RowKind, SectionStart, Table,
};
use super::super::payer_packet::chart_label;
use super::super::rate_position::{RatePosition, code_text, label_of, setting_text, whole_parts};
use super::{InternalBriefInput, internal, section};

/// Codes in a chart or a contribution table.
const LEADING_CODES: usize = 12;

/// Composes the section on today's rates; none when the payer has no services.
pub fn blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    let summary = input
        .code_rates
        .payers
        .iter()
        .find(|payer| payer.payer == input.payer.id)
        .map(|payer| &payer.summary);
    let rows = rows_of_payer(input);
    let Some(summary) = summary.filter(|_| !rows.is_empty()) else {
        return Vec::new();
    };
    let mut blocks = vec![section(
        "Rate position",
        "What the payer pays today, by three measures. The ratio of sums is the one that money follows; a mean of percentages flatters.",
        SectionStart::NewPage,
    )];
    let figures = measures(summary);
    if !figures.is_empty() {
        blocks.push(internal(Content::KeyFigures { figures }));
    }
    blocks.extend(percent_chart(input, &rows));
    blocks.push(internal(Content::Table(contribution(
        input, summary, &rows,
    ))));
    blocks
}

fn rows_of_payer<'a>(input: &InternalBriefInput<'a>) -> Vec<(&'a CodeRateRow, &'a PayerRate)> {
    let mut rows: Vec<_> = input
        .code_rates
        .rows
        .iter()
        .filter_map(|row| {
            row.payers
                .iter()
                .find(|rate| rate.payer == input.payer.id)
                .map(|rate| (row, rate))
        })
        .collect();
    rows.sort_by_key(|(row, rate)| (Reverse(rate.allowed), row.key));
    rows
}

fn measures(summary: &RateSummary) -> Vec<KeyFigure> {
    [
        (
            "Ratio of sums",
            summary.weighted_percent,
            "allowed \u{f7} Medicare for the same services",
        ),
        (
            "Mean by volume",
            summary.volume_mean_percent,
            "each unit counts once",
        ),
        (
            "Mean by code",
            summary.simple_mean_percent,
            "each code counts once",
        ),
    ]
    .into_iter()
    .filter_map(|(label, percent, note)| {
        Some(KeyFigure {
            label: label.into(),
            value: Cell::Percent(percent?),
            note: note.into(),
        })
    })
    .chain(summary.weighted_average.map(|average| {
        KeyFigure {
            label: "Average a unit".into(),
            value: Cell::Rate(average.rounded()),
            note: summary
                .medicare_weighted_average
                .map_or_else(String::new, |medicare| {
                    format!("Medicare ${}", super::super::figures::money(medicare))
                }),
        }
    }))
    .collect()
}

/// `None` when no code has a Medicare amount.
fn percent_chart(
    input: &InternalBriefInput<'_>,
    rows: &[(&CodeRateRow, &PayerRate)],
) -> Option<Block> {
    let groups: Vec<BarGroup> = rows
        .iter()
        .filter_map(|(row, rate)| {
            Some(BarGroup {
                label: chart_label(input.labels, row.key),
                values: vec![Some(rate.percent_of_medicare?.points())],
                emphasis: Emphasis::Normal,
            })
        })
        .take(LEADING_CODES)
        .collect();
    (!groups.is_empty()).then(|| {
        internal(Content::Chart(BarChart {
            title: "Percent of Medicare, codes with the largest amounts first".into(),
            unit: ChartUnit::Percent,
            series: vec![Series {
                name: String::new(),
                fill: Fill::Strong,
            }],
            groups,
            reference: Some(ReferenceLine {
                label: "Medicare 100%".into(),
                value: Decimal::ONE_HUNDRED,
            }),
            note: String::new(),
        }))
    })
}

/// Which codes carry the weighted percentage: each code's share of the payer's allowed amounts.
fn contribution(
    input: &InternalBriefInput<'_>,
    summary: &RateSummary,
    rows: &[(&CodeRateRow, &PayerRate)],
) -> Table {
    let listed = rows.len().min(LEADING_CODES);
    let (head, tail) = rows.split_at(listed);
    let mut parts: Vec<Decimal> = head
        .iter()
        .map(|(_, rate)| rate.allowed.dollars())
        .collect();
    parts.push(summary.allowed.dollars() - parts.iter().sum::<Decimal>());
    let share_column = shares(&parts);
    let share = |place: usize| {
        Cell::percent(
            share_column
                .as_ref()
                .and_then(|column| column.get(place).copied()),
        )
    };
    let dollars = whole_parts(&parts, summary.allowed.dollars());
    let dollar = |place: usize| Cell::Count(dollars.get(place).copied().unwrap_or_default());
    let mut table_rows: Vec<Row> = head
        .iter()
        .enumerate()
        .map(|(place, (row, rate))| {
            Row::plain(vec![
                Cell::text(code_text(row.key)),
                Cell::text(label_of(input.labels, row.key)),
                Cell::text(setting_text(row.key.setting)),
                Cell::Count(rate.units),
                Cell::rate(rate.observed.map(Money::rounded)),
                Cell::rate(row.medicare),
                Cell::percent(rate.percent_of_medicare),
                dollar(place),
                share(place),
            ])
        })
        .collect();
    if !tail.is_empty() {
        let units = tail.iter().map(|(_, rate)| rate.units).sum();
        table_rows.push(Row {
            kind: RowKind::Rest,
            cells: vec![
                Cell::text("Other"),
                Cell::text(format!("{} more rows", tail.len())),
                Cell::Empty,
                Cell::Count(units),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
                dollar(listed),
                share(listed),
            ],
        });
    }
    table_rows.push(Row {
        kind: RowKind::Total,
        cells: vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Count(rows.iter().map(|(_, rate)| rate.units).sum()),
            Cell::rate(summary.weighted_average.map(Money::rounded)),
            Cell::rate(summary.medicare_weighted_average.map(Money::rounded)),
            Cell::percent(summary.weighted_percent),
            Cell::Count(dollars.iter().sum()),
            Cell::percent(share_column.map(|_| Percent::HUNDRED)),
        ],
    });
    Table {
        title: "What each code contributes".into(),
        columns: vec![
            Column::new("Code", ColumnKind::Code),
            Column::new("Service", ColumnKind::Text),
            Column::new("Setting", ColumnKind::Code),
            Column::new("Units", ColumnKind::Figure),
            Column::new("Allowed a unit, $", ColumnKind::Figure),
            Column::new("Medicare, $", ColumnKind::Figure),
            Column::new("% of Medicare", ColumnKind::Figure),
            Column::new("Allowed, $", ColumnKind::Figure),
            Column::new("Share, %", ColumnKind::Figure),
        ],
        rows: table_rows,
        note: "Units and amounts of the whole period. Averages and percentages of the total are over codes with a Medicare amount.".into(),
    }
}

/// Composes the proposal code by code.
pub fn proposal_blocks(input: &InternalBriefInput<'_>, position: &RatePosition<'_>) -> Vec<Block> {
    let Some(totals) = input.projection.map(|projection| projection.totals) else {
        return Vec::new();
    };
    let mut rows: Vec<Row> = position
        .listed
        .iter()
        .map(|listed| {
            let row = listed.row;
            Row::plain(vec![
                Cell::text(code_text(row.key)),
                Cell::text(label_of(input.labels, row.key)),
                Cell::text(setting_text(row.key.setting)),
                Cell::Count(listed.units),
                Cell::rate(row.current.map(Money::rounded)),
                Cell::percent(row.percent_before),
                Cell::rate(row.proposed.map(Money::rounded)),
                Cell::percent(row.percent_after),
                Cell::DollarChange(listed.change),
            ])
        })
        .collect();
    if let Some(rest) = &position.rest {
        rows.push(Row {
            kind: RowKind::Rest,
            cells: vec![
                Cell::text("Other"),
                Cell::text(format!("{} more rows", rest.codes)),
                Cell::Empty,
                Cell::Count(rest.units),
                Cell::Empty,
                Cell::percent(rest.percent_before),
                Cell::Empty,
                Cell::percent(rest.percent_after),
                Cell::DollarChange(rest.change),
            ],
        });
    }
    rows.push(Row {
        kind: RowKind::Total,
        cells: vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Count(position.units),
            Cell::Empty,
            Cell::percent(totals.weighted_before),
            Cell::Empty,
            Cell::percent(totals.weighted_after),
            Cell::DollarChange(position.change),
        ],
    });
    let columns = vec![
        Column::new("Code", ColumnKind::Code),
        Column::new("Service", ColumnKind::Text),
        Column::new("Setting", ColumnKind::Code),
        Column::new("Units a year", ColumnKind::Figure),
        Column::new("Rate, $", ColumnKind::Figure).under("Today"),
        Column::new("% of Medicare", ColumnKind::Figure).under("Today"),
        Column::new("Rate, $", ColumnKind::Figure).under("Proposed"),
        Column::new("% of Medicare", ColumnKind::Figure).under("Proposed"),
        Column::new("Change a year", ColumnKind::Figure),
    ];
    vec![
        section("The proposal by code", "", SectionStart::NewPage),
        internal(Content::Table(Table {
            title: String::new(),
            columns,
            rows,
            note: "Yearly, at the frequencies of the period.".into(),
        })),
    ]
}

/// Composes the comparison of scenarios; none without scenarios.
pub fn scenario_blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    let Some(comparison) = input
        .comparison
        .filter(|comparison| !comparison.scenarios.is_empty())
    else {
        return Vec::new();
    };
    let mut columns = vec![Column::new("", ColumnKind::Text)];
    columns.extend(
        comparison
            .scenarios
            .iter()
            .map(|scenario| Column::new(scenario.name.clone(), ColumnKind::Figure)),
    );
    let line = |name: &str, cell: fn(&ProjectionTotals) -> Cell| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(
            comparison
                .scenarios
                .iter()
                .map(|scenario| cell(&scenario.totals)),
        );
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
        internal(Content::Table(Table {
            title: "Side by side".into(),
            columns: columns.clone(),
            rows,
            note: scenario_references(&comparison.scenarios),
        })),
    ];
    blocks.extend(scenario_codes(input, factor));
    blocks
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
fn scenario_codes(input: &InternalBriefInput<'_>, factor: Decimal) -> Option<Block> {
    let comparison = input.comparison?;
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
                Cell::Count((row.units * factor).round_dp(0)),
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
