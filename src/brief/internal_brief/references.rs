//! The payer's amounts by Medicare's fee schedules, each measured by itself, and the services that
//! none of them has an amount for.

use rust_decimal::Decimal;

use crate::analysis::code_rates::{FamilyRates, RateSummary};
use crate::analysis::coverage::{UncoveredCode, UncoveredReason};
use crate::domain::Money;

use super::super::document::{Block, Cell, Column, ColumnKind, Content, Row, RowKind, Table};
use super::super::rate_position::{code_text, label_of, setting_text, whole_parts};
use super::{InternalBriefInput, internal};

/// Services listed that have no amount.
const LISTED: usize = 15;

/// Composes what each fee schedule measures; `None` where one measures everything.
pub fn by_family(summary: &RateSummary) -> Option<Block> {
    families(summary).map(|table| internal(Content::Table(table)))
}

/// Composes the list of services without an amount; a sentence where every service has one.
pub fn not_covered(input: &InternalBriefInput<'_>) -> Block {
    internal(if input.coverage.reasons.is_empty() {
        Content::Note {
            text: format!("{}.", input.coverage.sentence()),
        }
    } else {
        Content::Table(without_amount(input))
    })
}

fn families(summary: &RateSummary) -> Option<Table> {
    if summary.families.len() < 2 {
        return None;
    }
    let whole = |amount: fn(&FamilyRates) -> Money, total: Money| {
        let amounts = summary
            .families
            .iter()
            .map(|family| amount(family).dollars());
        whole_parts(&amounts.collect::<Vec<_>>(), total.dollars())
    };
    let allowed = whole(|family| family.allowed, summary.allowed_with_reference);
    let reference = whole(|family| family.reference_amount, summary.reference_dollars);
    let dollars = |amount: Decimal| Cell::Dollars(Money::new(amount));
    let mut rows: Vec<Row> = summary
        .families
        .iter()
        .zip(allowed.iter().zip(&reference))
        .map(|(family, (allowed, reference))| {
            Row::plain(vec![
                Cell::text(family.family.label()),
                Cell::Count(Decimal::from(family.codes)),
                dollars(*allowed),
                dollars(*reference),
                Cell::percent(family.weighted_percent),
            ])
        })
        .collect();
    let codes: u64 = summary.families.iter().map(|family| family.codes).sum();
    rows.push(Row {
        kind: RowKind::Total,
        cells: vec![
            Cell::text("Together, in dollars only"),
            Cell::Count(Decimal::from(codes)),
            dollars(allowed.iter().sum()),
            dollars(reference.iter().sum()),
            Cell::Empty,
        ],
    });
    Some(Table {
        title: "By Medicare's fee schedules".into(),
        columns: vec![
            Column::new("Fee schedule", ColumnKind::Text),
            Column::new("Rows", ColumnKind::Figure),
            Column::new("Allowed", ColumnKind::Figure),
            Column::new("Medicare would allow", ColumnKind::Figure),
            Column::new("% of Medicare", ColumnKind::Figure),
        ],
        rows,
        note:
            "Amounts of the whole period. Each percentage is of one fee schedule; over several of \
               them none is taken. The measures above are of the physician fee schedule."
                .into(),
    })
}

fn without_amount(input: &InternalBriefInput<'_>) -> Table {
    let coverage = input.coverage;
    let all: Vec<(&UncoveredReason, &UncoveredCode)> = coverage
        .reasons
        .iter()
        .flat_map(|reason| reason.codes.iter().map(move |code| (reason, code)))
        .collect();
    let (head, tail) = all.split_at(all.len().min(LISTED));
    let mut parts: Vec<Decimal> = head
        .iter()
        .map(|(_, code)| code.allowed.dollars())
        .collect();
    parts.push(tail.iter().map(|(_, code)| code.allowed.dollars()).sum());
    let total = coverage.allowed - coverage.allowed_covered;
    let dollars = whole_parts(&parts, total.dollars());
    let amount = |place: usize| {
        let amount = dollars.get(place).copied().unwrap_or_default();
        Cell::Dollars(Money::new(amount))
    };
    let mut rows: Vec<Row> = head
        .iter()
        .zip(0..)
        .map(|((reason, code), place)| Row::plain(cells(input, reason, code, amount(place))))
        .collect();
    if !tail.is_empty() {
        let lines = tail.iter().map(|(_, code)| code.lines).sum();
        rows.push(closing_row(
            RowKind::Rest,
            [
                "Other".into(),
                format!("All other codes: {} rows", tail.len()),
            ],
            lines,
            amount(head.len()),
        ));
    }
    let lines = all.iter().map(|(_, code)| code.lines).sum();
    rows.push(closing_row(
        RowKind::Total,
        ["Total".into(), String::new()],
        lines,
        Cell::Dollars(Money::new(dollars.iter().sum())),
    ));
    Table {
        title: format!(
            "Services for {} without a Medicare amount",
            input.payer.name
        ),
        columns: vec![
            Column::new("Code", ColumnKind::Code),
            Column::new("Service", ColumnKind::Text),
            Column::new("Setting", ColumnKind::Code),
            Column::new("Reason", ColumnKind::Text),
            Column::new("Lines", ColumnKind::Figure),
            Column::new("Allowed", ColumnKind::Figure),
        ],
        rows,
        note: format!("{}.", coverage.sentence()),
    }
}

fn cells(
    input: &InternalBriefInput<'_>,
    reason: &UncoveredReason,
    code: &UncoveredCode,
    amount: Cell,
) -> Vec<Cell> {
    vec![
        Cell::text(code_text(code.key)),
        Cell::text(label_of(input.labels, code.key)),
        Cell::text(setting_text(code.key.setting)),
        Cell::text(reason.reason.clone()),
        Cell::Count(Decimal::from(code.lines)),
        amount,
    ]
}

fn closing_row(kind: RowKind, [code, service]: [String; 2], lines: u64, amount: Cell) -> Row {
    Row {
        kind,
        cells: vec![
            Cell::Text(code),
            Cell::Text(service),
            Cell::Empty,
            Cell::Empty,
            Cell::Count(Decimal::from(lines)),
            amount,
        ],
    }
}
