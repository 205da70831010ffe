//! All payers side by side. Never leaves the building.

use rust_decimal::Decimal;

use crate::analysis::code_rates::{CodeRateRow, PayerRateSummary};
use crate::domain::Percent;

use super::super::chart::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, Row, RowKind, SectionStart, Table,
};
use super::super::rate_position::{code_text, label_of, setting_text};
use super::{InternalBriefInput, of_all_payers, section};

/// Payers a page is wide enough for.
const PAYER_COLUMNS: usize = 6;
/// Codes listed.
const CODE_ROWS: usize = 20;
/// Longest payer name over a narrow column.
const NAME_LEN: usize = 24;

/// Payers a chart on the decision sheet has room for.
const STANDING_BARS: usize = 8;

/// Composes where the payer stands among all, for the decision sheet; none when there is nobody to
/// compare with, or too many for the sheet.
pub fn standing_chart(input: &InternalBriefInput<'_>) -> Option<Block> {
    let measured = measured_payers(input);
    (2..=STANDING_BARS)
        .contains(&measured.len())
        .then(|| of_all_payers(Content::Chart(chart(input, &measured))))
}

fn measured_payers<'a>(input: &InternalBriefInput<'a>) -> Vec<&'a PayerRateSummary> {
    input
        .code_rates
        .payers
        .iter()
        .filter(|payer| payer.summary.weighted_percent.is_some())
        .collect()
}

/// Composes the section; none when no payer can be measured.
pub fn blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    let measured = measured_payers(input);
    if measured.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        section(
            "All payers side by side",
            "Percent of Medicare by payer and by code. Contracts often forbid showing one payer's rates to another: this page stays here.",
            SectionStart::NewPage,
        ),
        of_all_payers(Content::Chart(chart(input, &measured))),
        of_all_payers(Content::Table(summaries(input, &measured))),
    ];
    blocks.extend(code_grid(input, &measured));
    blocks
}

fn emphasis(input: &InternalBriefInput<'_>, payer: &PayerRateSummary) -> Emphasis {
    if payer.payer == input.payer.id {
        Emphasis::Strong
    } else {
        Emphasis::Normal
    }
}

fn chart(input: &InternalBriefInput<'_>, measured: &[&PayerRateSummary]) -> BarChart {
    let mut sorted = measured.to_vec();
    sorted.sort_by(|left, right| {
        right
            .summary
            .weighted_percent
            .cmp(&left.summary.weighted_percent)
            .then(left.payer.cmp(&right.payer))
    });
    BarChart {
        title: "Percent of Medicare, ratio of sums".into(),
        unit: ChartUnit::Percent,
        series: vec![Series {
            name: String::new(),
            fill: Fill::Strong,
        }],
        groups: sorted
            .into_iter()
            .map(|payer| BarGroup {
                label: payer.name.clone(),
                values: vec![payer.summary.weighted_percent.map(Percent::points)],
                emphasis: emphasis(input, payer),
            })
            .collect(),
        reference: Some(ReferenceLine {
            label: "Medicare 100%".into(),
            value: Decimal::ONE_HUNDRED,
        }),
        note: String::new(),
    }
}

fn summaries(input: &InternalBriefInput<'_>, measured: &[&PayerRateSummary]) -> Table {
    let rows = measured
        .iter()
        .map(|payer| {
            let summary = &payer.summary;
            Row {
                kind: match emphasis(input, payer) {
                    Emphasis::Strong => RowKind::Emphasis,
                    Emphasis::Normal => RowKind::Plain,
                },
                cells: vec![
                    Cell::text(payer.name.clone()),
                    Cell::text(payer.class.label()),
                    Cell::percent(summary.weighted_percent),
                    Cell::percent(summary.volume_mean_percent),
                    Cell::percent(summary.simple_mean_percent),
                    Cell::rate(summary.weighted_average.map(crate::domain::Money::rounded)),
                    Cell::percent(summary.coverage_percent),
                ],
            }
        })
        .collect();
    Table {
        title: "Three measures of every payer".into(),
        columns: vec![
            Column::new("Payer", ColumnKind::Text),
            Column::new("Class", ColumnKind::Code),
            Column::new("Ratio of sums", ColumnKind::Figure).under("% of Medicare"),
            Column::new("By volume", ColumnKind::Figure).under("% of Medicare"),
            Column::new("By code", ColumnKind::Figure).under("% of Medicare"),
            Column::new("Average a unit, $", ColumnKind::Figure),
            Column::new("Measured, % of allowed", ColumnKind::Figure),
        ],
        rows,
        note: String::new(),
    }
}

/// `None` when no code has a Medicare amount.
fn code_grid(input: &InternalBriefInput<'_>, measured: &[&PayerRateSummary]) -> Option<Block> {
    let shown = shown_payers(input, measured);
    let mut columns = vec![
        Column::new("Code", ColumnKind::Code),
        Column::new("Service", ColumnKind::Text),
        Column::new("Setting", ColumnKind::Code),
        Column::new("Medicare, $", ColumnKind::Figure),
    ];
    columns.extend(shown.iter().map(|payer| {
        Column::new(short_name(&payer.name), ColumnKind::Figure).under("% of Medicare")
    }));
    let rows: Vec<Row> = input
        .code_rates
        .rows
        .iter()
        .filter(|row| row.medicare.is_some())
        .take(CODE_ROWS)
        .map(|row| grid_row(input, row, &shown))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let left_out = measured.len() - shown.len();
    let note = match left_out {
        0 => "Average allowed amount per unit over Medicare's. A dash: not billed.".into(),
        count => format!(
            "Average allowed amount per unit over Medicare's. A dash: not billed. {count} smaller payers are left out."
        ),
    };
    Some(of_all_payers(Content::Table(Table {
        title: "By code, the largest amounts first".into(),
        columns,
        rows,
        note,
    })))
}

/// The largest payers, the one negotiated with always among them.
fn shown_payers<'a>(
    input: &InternalBriefInput<'_>,
    measured: &[&'a PayerRateSummary],
) -> Vec<&'a PayerRateSummary> {
    let own = measured
        .iter()
        .copied()
        .filter(|payer| payer.payer == input.payer.id);
    let others = measured
        .iter()
        .copied()
        .filter(|payer| payer.payer != input.payer.id);
    own.chain(others).take(PAYER_COLUMNS).collect()
}

fn grid_row(input: &InternalBriefInput<'_>, row: &CodeRateRow, shown: &[&PayerRateSummary]) -> Row {
    let mut cells = vec![
        Cell::text(code_text(row.key)),
        Cell::text(label_of(input.labels, row.key)),
        Cell::text(setting_text(row.key.setting)),
        Cell::rate(row.medicare),
    ];
    cells.extend(shown.iter().map(|payer| {
        Cell::percent(
            row.payers
                .iter()
                .find(|rate| rate.payer == payer.payer)
                .and_then(|rate| rate.percent_of_medicare),
        )
    }));
    Row::plain(cells)
}

fn short_name(name: &str) -> String {
    if name.chars().count() <= NAME_LEN {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(NAME_LEN - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('\u{2026}');
    short
}
