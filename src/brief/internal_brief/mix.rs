//! The payer mix: chart and table.

use crate::analysis::payer_mix::{PayerFigures, PayerMixRow, PayerShares};
use crate::domain::Percent;

use super::super::chart::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, Series};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, Row, RowKind, SectionStart, Table,
};
use super::super::method::based_on_words;
use super::{InternalBriefInput, of_all_payers, section};

/// Composes the section; none without payers.
pub fn blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    if input.mix.rows.is_empty() {
        return Vec::new();
    }
    vec![
        section(
            "Payer mix",
            "What each payer means to the practice. Allowed amounts are the measure for rates; charges are set by us, payments mix in what patients owe.",
            SectionStart::NewPage,
        ),
        of_all_payers(Content::Chart(chart(input))),
        of_all_payers(Content::Table(table(input))),
    ]
}

fn chart(input: &InternalBriefInput<'_>) -> BarChart {
    let groups = input
        .mix
        .rows
        .iter()
        .filter(|row| row.shares.allowed.is_some())
        .map(|row| BarGroup {
            label: row.name.clone(),
            values: vec![row.shares.allowed.map(Percent::points)],
            emphasis: emphasis(input, row),
        })
        .collect();
    BarChart {
        title: "Share of allowed amounts, %".into(),
        unit: ChartUnit::Percent,
        series: vec![Series {
            name: "Allowed".into(),
            fill: Fill::Strong,
        }],
        groups,
        reference: None,
        note: String::new(),
    }
}

fn emphasis(input: &InternalBriefInput<'_>, row: &PayerMixRow) -> Emphasis {
    if row.payer == input.payer.id {
        Emphasis::Strong
    } else {
        Emphasis::Normal
    }
}

fn table(input: &InternalBriefInput<'_>) -> Table {
    let mut rows: Vec<Row> = input
        .mix
        .rows
        .iter()
        .map(|row| Row {
            kind: match emphasis(input, row) {
                Emphasis::Strong => RowKind::Emphasis,
                Emphasis::Normal => RowKind::Plain,
            },
            cells: cells(&row.name, row.class.label(), &row.shares, &row.figures),
        })
        .collect();
    let whole = |known: bool| known.then_some(Percent::HUNDRED);
    let total = &input.mix.total;
    let shares = PayerShares {
        visits: whole(total.visits.is_some_and(|visits| visits != 0)),
        charge: whole(!total.charge.is_zero()),
        allowed: whole(!total.allowed.is_zero()),
        paid: whole(!total.paid.is_zero()),
    };
    rows.push(Row {
        kind: RowKind::Total,
        cells: cells("All payers", "", &shares, total),
    });
    Table {
        title: "Visits, charges, allowed amounts and payments side by side".into(),
        columns: vec![
            Column::new("Payer", ColumnKind::Text),
            Column::new("Class", ColumnKind::Code),
            Column::new("Visits", ColumnKind::Figure).under("Share, %"),
            Column::new("Charges", ColumnKind::Figure).under("Share, %"),
            Column::new("Allowed", ColumnKind::Figure).under("Share, %"),
            Column::new("Payments", ColumnKind::Figure).under("Share, %"),
            Column::new("Allowed, $", ColumnKind::Figure),
            Column::new("Allowed a visit, $", ColumnKind::Figure),
            Column::new("Paid of allowed, %", ColumnKind::Figure),
        ],
        rows,
        note: based_on_words(&input.mix.based_on),
    }
}

fn cells(name: &str, class: &str, shares: &PayerShares, figures: &PayerFigures) -> Vec<Cell> {
    vec![
        Cell::text(name),
        Cell::text(class),
        Cell::percent(shares.visits),
        Cell::percent(shares.charge),
        Cell::percent(shares.allowed),
        Cell::percent(shares.paid),
        Cell::Count(
            figures
                .allowed
                .dollars()
                .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero),
        ),
        Cell::rate(figures.allowed_per_visit.map(crate::domain::Money::rounded)),
        Cell::percent(figures.paid_of_allowed.map(|percent| percent.rounded(1))),
    ]
}
