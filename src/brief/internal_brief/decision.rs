//! The decision sheet: on one page, what is asked, what it is worth, and what is done next.

use crate::analysis::key_figures::PayerKeyFigures;
use crate::domain::Money;

use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, Fact, KeyFigure, Row, SectionStart, Table,
};
use super::super::figures;
use super::super::method::based_on_words;
use super::super::rate_position::{RatePosition, code_text, label_of, setting_text};
use super::{InternalBriefInput, comparison, contract, internal, section};

/// Codes on the sheet: those that carry most of the change.
const LEADING_CODES: usize = 6;

/// Composes the sheet.
pub fn blocks(input: &InternalBriefInput<'_>, position: Option<&RatePosition<'_>>) -> Vec<Block> {
    let payer = input
        .key_figures
        .payers
        .iter()
        .find(|figures| figures.payer == input.payer.id);
    let mut blocks = vec![section(
        format!("Decision sheet: {}", input.payer.name),
        "",
        SectionStart::RunOn,
    )];
    let figures = key_figures(input, payer, position);
    if !figures.is_empty() {
        blocks.push(internal(Content::KeyFigures { figures }));
    }
    let facts = facts(input, payer);
    if !facts.is_empty() {
        blocks.push(internal(Content::Facts { facts }));
    }
    blocks.extend(comparison::standing_chart(input));
    blocks.extend(position.and_then(|position| leading_codes(input, position)));
    blocks.push(internal(Content::Note {
        text: based_on_words(&input.key_figures.based_on),
    }));
    blocks
}

fn key_figures(
    input: &InternalBriefInput<'_>,
    payer: Option<&PayerKeyFigures>,
    position: Option<&RatePosition<'_>>,
) -> Vec<KeyFigure> {
    let mut figures = Vec::new();
    let mut add = |label: &str, value: Cell, note: String| {
        figures.push(KeyFigure {
            label: label.into(),
            value,
            note,
        });
    };
    if let (Some(projection), Some(position)) = (input.projection, position) {
        if let Some(after) = projection.totals.weighted_after {
            let from = projection
                .totals
                .weighted_before
                .map_or_else(String::new, |before| {
                    format!("from {}% today", figures::percent(before))
                });
            add("The ask, of Medicare", Cell::Percent(after), from);
        }
        let change = projection.totals.change_percent.map_or_else(
            || "a year".into(),
            |change| format!("a year, {}%", figures::percent_change(change)),
        );
        add("Worth", Cell::DollarChange(position.change), change);
    }
    if let Some(payer) = payer {
        add(
            "Value of +1% of today",
            Cell::Dollars(payer.value_of_one_percent),
            "a year".into(),
        );
        if let Some(share) = payer.share_of_allowed {
            add(
                "Share of revenue",
                Cell::Percent(share),
                "of allowed amounts".into(),
            );
        }
    }
    figures
}

fn facts(input: &InternalBriefInput<'_>, payer: Option<&PayerKeyFigures>) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("Payer", payer_words(input)),
        Fact::new("Contract", contract::standing_words(input)),
    ];
    facts.extend(contract::blocking_words(input).map(|words| Fact::new("Settle first", words)));
    if let Some(payer) = payer {
        facts.push(Fact::new(
            "Allowed amounts",
            format!("{} a year", figures::dollars(payer.allowed_annual)),
        ));
        facts.extend(standing(input, payer));
        facts.extend(payer.value_of_one_point.map(|value| {
            Fact::new(
                "One point of Medicare",
                format!("{} a year", figures::dollars(value)),
            )
        }));
    }
    let notes = input.notes;
    let walk_away = notes.walk_away.map(walk_away_words);
    facts.extend(walk_away.map(|words| Fact::new("Least we accept", words)));
    facts.extend(
        input
            .effective_from
            .map(|day| Fact::new("Effective from", figures::day(day))),
    );
    let leak = input
        .projection
        .map(|projection| projection.totals.leak)
        .filter(|leak| Money::ZERO < *leak);
    facts.extend(leak.map(|leak| {
        Fact::new(
            "Charges below the ask",
            format!(
                "{} of the proposed amounts lies above our charges and is lost where the contract pays the lesser of the two",
                figures::dollars(leak)
            ),
        )
    }));
    let mut add_words = |name: &str, words: String| {
        if !words.is_empty() {
            facts.push(Fact::new(name, words));
        }
    };
    add_words("Owner", notes.owner.trim().to_owned());
    add_words("Next step", next_step(input));
    let risks: Vec<&str> = notes
        .risks
        .lines()
        .map(str::trim)
        .filter(|risk| !risk.is_empty())
        .collect();
    add_words("Risks", risks.join("; "));
    facts
}

fn payer_words(input: &InternalBriefInput<'_>) -> String {
    format!("{}, {}", input.payer.name, input.payer.class.label())
}

fn walk_away_words(amount: Money) -> String {
    format!("{} a year over today", figures::dollar_change(amount))
}

/// Where the payer stands among those whose rates can be compared.
fn standing(input: &InternalBriefInput<'_>, payer: &PayerKeyFigures) -> Option<Fact> {
    let own = payer.weighted_percent?;
    let measured: Vec<_> = input
        .key_figures
        .payers
        .iter()
        .filter_map(|other| other.weighted_percent)
        .collect();
    let better = measured.iter().filter(|percent| own < **percent).count();
    let average = input
        .key_figures
        .weighted_percent
        .map_or_else(String::new, |all| {
            format!("; all payers together {}%", figures::percent(all))
        });
    Some(Fact::new(
        "Allowed in the period",
        format!(
            "{}% of Medicare, number {} of {} payers{average}",
            figures::percent(own),
            better + 1,
            measured.len()
        ),
    ))
}

fn next_step(input: &InternalBriefInput<'_>) -> String {
    let step = input.notes.next_step.trim();
    match (step.is_empty(), input.notes.next_step_by) {
        (true, None) => String::new(),
        (true, Some(day)) => format!("by {}", figures::day(day)),
        (false, None) => step.to_owned(),
        (false, Some(day)) => format!("{step}, by {}", figures::day(day)),
    }
}

/// `None` when nothing changes.
fn leading_codes(input: &InternalBriefInput<'_>, position: &RatePosition<'_>) -> Option<Block> {
    let mut listed: Vec<_> = position
        .listed
        .iter()
        .filter(|listed| !listed.change.is_zero())
        .collect();
    listed.sort_by_key(|listed| {
        (
            std::cmp::Reverse(listed.change.dollars().abs()),
            listed.row.key,
        )
    });
    listed.truncate(LEADING_CODES);
    if listed.is_empty() {
        return None;
    }
    let rows = listed
        .into_iter()
        .map(|listed| {
            Row::plain(vec![
                Cell::text(code_text(listed.row.key)),
                Cell::text(label_of(input.labels, listed.row.key)),
                Cell::text(setting_text(listed.row.key.setting)),
                Cell::rate(listed.row.current.map(Money::rounded)),
                Cell::rate(listed.row.proposed.map(Money::rounded)),
                Cell::DollarChange(listed.change),
            ])
        })
        .collect();
    Some(internal(Content::Table(Table {
        title: "Where the change comes from".into(),
        columns: vec![
            Column::new("Code", ColumnKind::Code),
            Column::new("Service", ColumnKind::Text),
            Column::new("Setting", ColumnKind::Code),
            Column::new("Today, $", ColumnKind::Figure),
            Column::new("Proposed, $", ColumnKind::Figure),
            Column::new("Change a year", ColumnKind::Figure),
        ],
        rows,
        note: String::new(),
    })))
}
