//! The appendix: which files the figures come from, what they are measured against, and what is
//! assumed.

use rust_decimal::Decimal;

use crate::analysis::code_rates::RateSummary;
use crate::domain::ImportRecord;

use super::super::document::{
    Audience, Block, Cell, Column, ColumnKind, Content, Fact, Row, SectionStart, Table,
};
use super::super::figures;
use super::super::method::{ListedRates, cpt_notice, definitions};
use super::{InternalBriefInput, internal, references, section};

/// Hexadecimal digits that tell one file from another.
const HASH_LEN: usize = 12;
/// Reasons listed why codes are not measured.
const REASONS_LISTED: usize = 8;

/// Composes the appendix.
pub fn blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    let mut blocks = vec![section(
        "Where the figures come from",
        "",
        SectionStart::NewPage,
    )];
    let imports: Vec<&ImportRecord> = input
        .imports
        .iter()
        .filter(|import| !import.removed)
        .collect();
    blocks.push(internal(Content::Table(files(&imports))));
    blocks.push(internal(Content::Table(reasons(&input.code_rates.total))));
    blocks.push(references::not_covered(input));
    let mut facts = assumptions(input);
    if let Some(projection) = input.projection {
        facts.extend(definitions(
            projection,
            listed_rates(input),
            Audience::Internal,
        ));
    } else if let Some(reference) = &input.key_figures.based_on.reference {
        facts.push(Fact::new("Medicare reference", reference.clone()));
    }
    blocks.push(internal(Content::Facts { facts }));
    blocks.push(internal(Content::Note {
        text: cpt_notice(input.date.year()),
    }));
    blocks
}

fn files(imports: &[&ImportRecord]) -> Table {
    let rows = imports
        .iter()
        .map(|import| {
            let receipt = &import.receipt;
            let count = |rows: u64| Cell::Count(Decimal::from(rows));
            let hash: String = import.fingerprint.hash.chars().take(HASH_LEN).collect();
            let period = receipt.totals.dates.map_or(Cell::Empty, |(first, last)| {
                Cell::text(format!("{first} to {last}"))
            });
            Row::plain(vec![
                Cell::text(receipt.file_name.clone()),
                Cell::text(receipt.kind.label()),
                count(receipt.rows_read),
                count(receipt.rows_kept),
                count(receipt.rows_rejected),
                period,
                Cell::text(import.imported_on.to_string()),
                Cell::text(hash),
            ])
        })
        .collect();
    Table {
        title: "Files".into(),
        columns: vec![
            Column::new("File", ColumnKind::Text),
            Column::new("Read as", ColumnKind::Text),
            Column::new("Rows", ColumnKind::Figure),
            Column::new("Kept", ColumnKind::Figure),
            Column::new("Left out", ColumnKind::Figure),
            Column::new("Dates of service", ColumnKind::Text),
            Column::new("Imported", ColumnKind::Code),
            Column::new("BLAKE3", ColumnKind::Code),
        ],
        rows,
        note: String::new(),
    }
}

fn reasons(total: &RateSummary) -> Table {
    let rows = total
        .reasons
        .iter()
        .take(REASONS_LISTED)
        .map(|reason| {
            Row::plain(vec![
                Cell::text(reason.reason.clone()),
                Cell::Count(Decimal::from(reason.codes)),
                Cell::Dollars(reason.allowed),
            ])
        })
        .collect();
    Table {
        title: "All payers: codes without a percentage of Medicare".into(),
        columns: vec![
            Column::new("Reason", ColumnKind::Text),
            Column::new("Rows", ColumnKind::Figure),
            Column::new("Allowed", ColumnKind::Figure),
        ],
        rows,
        note: total.coverage_percent.map_or_else(String::new, |coverage| {
            format!(
                "Medicare's physician fee schedule has amounts for {}% of allowed dollars.",
                figures::percent(coverage)
            )
        }),
    }
}

fn assumptions(input: &InternalBriefInput<'_>) -> Vec<Fact> {
    let lines: Vec<&str> = input
        .notes
        .assumptions
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.is_empty() {
        return Vec::new();
    }
    vec![Fact::new("Assumptions", lines.join("; "))]
}

fn listed_rates<'a>(input: &InternalBriefInput<'a>) -> Option<ListedRates<'a>> {
    let of_contract = input.contract.and_then(|report| {
        Some(ListedRates::Contract {
            name: &report.contract.name,
            version: report.version()?,
        })
    });
    let fee_schedule = || {
        let payers = &input.code_rates.payers;
        let payer = payers.iter().find(|payer| payer.payer == input.payer.id)?;
        payer.fee_schedule.as_deref().map(ListedRates::FeeSchedule)
    };
    of_contract.or_else(fee_schedule)
}
