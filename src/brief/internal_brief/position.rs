//! The payer's rate position today: the three measures side by side and which codes carry it.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::analysis::code_rates::{CodeRateRow, PayerRate, RateSummary};
use crate::domain::{Money, Percent, shares};

use super::super::chart::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, KeyFigure, Row, RowKind, SectionStart, Table,
};
use super::super::payer_packet::chart_label;
use super::super::rate_position::{code_text, label_of, setting_text, whole_parts};
use super::{InternalBriefInput, internal, references, section};

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
        "What the payer pays today, by three measures. The ratio of sums is the one that money follows; a mean of percentages can flatter.",
        SectionStart::NewPage,
    )];
    let figures = measures(summary);
    if !figures.is_empty() {
        blocks.push(internal(Content::KeyFigures { figures }));
    }
    blocks.extend(references::by_family(summary));
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
    let (head, tail) = rows.split_at(rows.len().min(LEADING_CODES));
    let mut parts: Vec<Decimal> = head
        .iter()
        .map(|(_, rate)| rate.allowed.dollars())
        .collect();
    parts.push(summary.allowed.dollars() - parts.iter().sum::<Decimal>());
    let share_column = shares(&parts);
    let dollars = whole_parts(&parts, summary.allowed.dollars());
    let amount_and_share = |place: usize| {
        let share = share_column.as_ref().and_then(|column| column.get(place));
        let amount = dollars.get(place).copied().unwrap_or_default();
        [Cell::Count(amount), Cell::percent(share.copied())]
    };
    let mut printed: Vec<Row> = head
        .iter()
        .zip(0..)
        .map(|((row, rate), place)| {
            let mut cells = code_cells(input, row, rate);
            cells.extend(amount_and_share(place));
            Row::plain(cells)
        })
        .collect();
    if !tail.is_empty() {
        let [amount, share] = amount_and_share(head.len());
        let units = tail.iter().map(|(_, rate)| rate.units).sum();
        printed.push(Row {
            kind: RowKind::Rest,
            cells: vec![
                Cell::text("Other"),
                Cell::text(format!("All other codes: {} rows", tail.len())),
                Cell::Empty,
                Cell::Count(units),
                Cell::Empty,
                Cell::Empty,
                Cell::Empty,
                amount,
                share,
            ],
        });
    }
    printed.push(Row {
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
        columns: contribution_columns(),
        rows: printed,
        note: "Units and amounts of the whole period. Averages and percentages of the total are \
               over codes with a Medicare amount."
            .into(),
    }
}

fn code_cells(input: &InternalBriefInput<'_>, row: &CodeRateRow, rate: &PayerRate) -> Vec<Cell> {
    vec![
        Cell::text(code_text(row.key)),
        Cell::text(label_of(input.labels, row.key)),
        Cell::text(setting_text(row.key.setting)),
        Cell::Count(rate.units),
        Cell::rate(rate.observed.map(Money::rounded)),
        Cell::rate(row.medicare),
        Cell::percent(rate.percent_of_medicare),
    ]
}

fn contribution_columns() -> Vec<Column> {
    vec![
        Column::new("Code", ColumnKind::Code),
        Column::new("Service", ColumnKind::Text),
        Column::new("Setting", ColumnKind::Code),
        Column::new("Units", ColumnKind::Figure),
        Column::new("Allowed a unit, $", ColumnKind::Figure),
        Column::new("Medicare, $", ColumnKind::Figure),
        Column::new("% of Medicare", ColumnKind::Figure),
        Column::new("Allowed, $", ColumnKind::Figure),
        Column::new("Share, %", ColumnKind::Figure),
    ]
}
