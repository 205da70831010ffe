//! The packet for a payer: letter, rate position, fee exhibit, method. Its input has no place for
//! another payer's figures, a cost or a floor.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::rate_model::Projection;
use crate::domain::{Payer, Percent, Practice, RateKey};

use super::chart::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series};
use super::document::{
    Audience, Block, Cell, Column, ColumnKind, Content, Document, Fact, KeyFigure, Origin, Row,
    Section, SectionStart, Table,
};
use super::fee_exhibit::exhibit_lines;
use super::leak::Secrets;
use super::letter::{LetterTexts, compose_letter};
use super::method::{CONTACT, ListedRates, based_on_words, cpt_notice, definitions};
use super::rate_position::{CodeLabels, RatePosition, code_text, label_of, setting_text};

/// Codes a chart shows: more bars are no longer read.
const CHARTED_CODES: usize = 12;

/// What a payer packet is made from.
#[derive(Clone, Debug)]
pub struct PayerPacketInput<'a> {
    /// Who writes.
    pub practice: &'a Practice,
    /// To whom.
    pub payer: &'a Payer,
    /// What is proposed, code by code.
    pub projection: &'a Projection,
    /// What today's rates are taken from, where the payer states them: this payer's own only.
    pub listed_rates: Option<ListedRates<'a>>,
    /// The codes listed one by one; empty: those with the largest amounts.
    pub negotiation_set: &'a [RateKey],
    /// The practice's own words for codes.
    pub labels: &'a CodeLabels,
    /// What the letter says.
    pub letter: &'a LetterTexts,
    /// First date of service the new rates are asked for.
    pub effective_from: Option<Date>,
    /// What must not be in the packet.
    pub secrets: Secrets,
    /// Who prepared it; empty leaves the line out.
    pub prepared_by: &'a str,
    /// The day printed on it.
    pub date: Date,
}

/// Composes the packet.
pub fn compose_payer_packet(input: &PayerPacketInput<'_>) -> Document {
    let position = RatePosition::of(input.projection, input.negotiation_set);
    let mut blocks = vec![of_payer(Content::Letter(compose_letter(input)))];
    blocks.extend(rate_position_blocks(input, &position));
    blocks.extend(fee_exhibit_blocks(input));
    blocks.extend(method_blocks(input));
    Document {
        audience: Audience::Payer,
        title: format!("Rate proposal to {}", input.payer.name),
        practice: input.practice.name.clone(),
        payer: input.payer.name.clone(),
        date: input.date,
        prepared_by: input.prepared_by.to_owned(),
        blocks,
        secrets: Some(input.secrets.clone()),
    }
}

fn of_payer(content: Content) -> Block {
    Block {
        origin: Origin::ThisPayer,
        content,
    }
}

fn rate_position_blocks(input: &PayerPacketInput<'_>, position: &RatePosition<'_>) -> Vec<Block> {
    let totals = &input.projection.totals;
    let mut figures = Vec::new();
    if let (Some(before), Some(after)) = (totals.weighted_before, totals.weighted_after) {
        figures.push(key_figure(
            "Today, of Medicare",
            Cell::Percent(before),
            "ratio of sums",
        ));
        figures.push(key_figure(
            "Proposed, of Medicare",
            Cell::Percent(after),
            "ratio of sums",
        ));
    }
    if let Some(change) = totals.change_percent {
        figures.push(key_figure(
            "Overall change",
            Cell::PercentChange(change),
            "of today's rates",
        ));
    }
    figures.push(key_figure(
        "Dollars a year",
        Cell::DollarChange(position.change),
        "at unchanged volumes",
    ));
    let mut blocks = vec![
        section(
            "Rate position",
            "Today's and the proposed rates of the services your members use most, measured against Medicare.",
        ),
        of_payer(Content::KeyFigures { figures }),
    ];
    blocks.extend(percent_chart(input, position).map(|chart| of_payer(Content::Chart(chart))));
    let based_on = based_on_words(&input.projection.based_on);
    blocks.push(of_payer(Content::Table(Table {
        title: "Services with the largest amounts".into(),
        note: format!("{based_on} {}", cpt_notice(input.date.year())),
        ..position.table(input.labels)
    })));
    blocks
}

fn section(title: &str, lead: &str) -> Block {
    Block {
        origin: Origin::Public,
        content: Content::Section(Section {
            title: title.into(),
            lead: lead.into(),
            begins: SectionStart::NewPage,
        }),
    }
}

fn key_figure(label: &str, value: Cell, note: &str) -> KeyFigure {
    KeyFigure {
        label: label.into(),
        value,
        note: note.into(),
    }
}

/// `None` when no code has a Medicare amount.
fn percent_chart(input: &PayerPacketInput<'_>, position: &RatePosition<'_>) -> Option<BarChart> {
    let totals = &input.projection.totals;
    let overall = BarGroup {
        label: "All services".into(),
        values: vec![
            totals.weighted_before.map(Percent::points),
            totals.weighted_after.map(Percent::points),
        ],
        emphasis: Emphasis::Strong,
    };
    let codes = position
        .listed
        .iter()
        .filter(|listed| listed.row.percent_before.is_some() && listed.row.percent_after.is_some())
        .take(CHARTED_CODES)
        .map(|listed| BarGroup {
            label: chart_label(input.labels, listed.row.key),
            values: vec![
                listed.row.percent_before.map(Percent::points),
                listed.row.percent_after.map(Percent::points),
            ],
            emphasis: Emphasis::Normal,
        });
    let groups: Vec<BarGroup> = totals
        .weighted_before
        .map(|_| overall)
        .into_iter()
        .chain(codes)
        .collect();
    (!groups.is_empty()).then(|| BarChart {
        title: "Percent of Medicare, today and proposed".into(),
        unit: ChartUnit::Percent,
        series: vec![
            Series {
                name: "Today".into(),
                fill: Fill::Soft,
            },
            Series {
                name: "Proposed".into(),
                fill: Fill::Strong,
            },
        ],
        groups,
        reference: Some(ReferenceLine {
            label: "Medicare 100%".into(),
            value: Decimal::ONE_HUNDRED,
        }),
        note: String::new(),
    })
}

/// Writes a code as the name of a bar.
pub fn chart_label(labels: &CodeLabels, key: RateKey) -> String {
    let label = label_of(labels, key);
    let setting = setting_text(key.setting);
    if label.is_empty() {
        format!("{} {setting}", code_text(key))
    } else {
        format!("{}  {label}", code_text(key))
    }
}

fn fee_exhibit_blocks(input: &PayerPacketInput<'_>) -> Vec<Block> {
    let lines = exhibit_lines(input.projection);
    if lines.is_empty() {
        return Vec::new();
    }
    let rows = lines
        .iter()
        .map(|line| {
            Row::plain(vec![
                Cell::text(line.key.code.to_string()),
                Cell::text(line.key.modifiers.to_string()),
                Cell::text(line.key.setting.label()),
                Cell::text(label_of(input.labels, line.key)),
                Cell::Rate(line.rate),
            ])
        })
        .collect();
    vec![
        section(
            "Proposed fee schedule",
            "Every rate of the proposal, ready to be loaded. The same rows are available as a workbook.",
        ),
        of_payer(Content::Table(Table {
            title: String::new(),
            columns: vec![
                Column::new("Code", ColumnKind::Code),
                Column::new("Modifier", ColumnKind::Code),
                Column::new("Setting", ColumnKind::Code),
                Column::new("Service", ColumnKind::Text),
                Column::new("Proposed rate, $", ColumnKind::Figure),
            ],
            rows,
            note: cpt_notice(input.date.year()),
        })),
    ]
}

fn method_blocks(input: &PayerPacketInput<'_>) -> Vec<Block> {
    let mut facts = definitions(input.projection, input.listed_rates, Audience::Payer);
    let practice = input.practice;
    let contact: Vec<&str> = [&practice.contact, &practice.phone, &practice.address]
        .into_iter()
        .flat_map(|text| text.lines())
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if !contact.is_empty() {
        facts.push(Fact::new(CONTACT, contact.join(", ")));
    }
    let heading = Section {
        title: "Method and definitions".into(),
        lead: "How the figures of this packet come about, so that you can check them.".into(),
        // The fee exhibit mostly leaves room on its last page.
        begins: SectionStart::RunOn,
    };
    vec![
        Block {
            origin: Origin::Public,
            content: Content::Section(heading),
        },
        of_payer(Content::Facts { facts }),
        of_payer(Content::Note {
            text: cpt_notice(input.date.year()),
        }),
    ]
}
