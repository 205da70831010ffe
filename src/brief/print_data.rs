//! What a template is handed: every value written out, every bar measured, every text cleaned.
//! Texts travel as JSON strings, which a template shows as they are and never reads as markup.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::chart::{BarChart, BarGroup, Emphasis, Fill};
use super::document::{
    Cell, Column, ColumnKind, Content, Document, Letter, LetterPart, PointMarks, Row, RowKind,
    SectionStart, Table,
};
use super::{figures, fonts};

/// Longest name that a running header shows whole.
const HEADER_NAME_LEN: usize = 48;

/// Longest word that a line is trusted to hold; longer ones may be broken.
const LONG_WORD_LEN: usize = 48;

/// The same of a table's column.
const LONG_CELL_WORD_LEN: usize = 20;

/// Letters between two places where a long word may be broken.
const BREAK_EVERY: usize = 10;

/// A document as its template reads it.
pub struct PrintData(Value);

impl PrintData {
    /// Writes a document out.
    pub fn of(document: &Document) -> Self {
        let date = document.date;
        Self(json!({
            "title": clean(&document.title),
            "practice": clean(&document.practice),
            "payer": clean(&document.payer),
            "header_practice": shorten(&document.practice),
            "header_payer": shorten(&document.payer),
            "prepared_by": clean(&document.prepared_by),
            "date": { "year": date.year(), "month": date.month(), "day": date.day() },
            "date_text": figures::day(date),
            "blocks": document
                .blocks
                .iter()
                .filter_map(|block| block_data(&block.content))
                .collect::<Vec<_>>(),
        }))
    }

    /// Serializes for the template.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&self.0)
    }

    /// Returns the characters the face cannot show, each once.
    pub fn missing_characters(&self) -> String {
        fn collect(value: &Value, missing: &mut BTreeSet<char>) {
            match value {
                Value::String(text) => {
                    missing.extend(
                        text.chars()
                            .filter(|letter| *letter != BREAK_HERE && !fonts::shows(*letter)),
                    );
                }
                Value::Array(values) => values.iter().for_each(|value| collect(value, missing)),
                Value::Object(fields) => {
                    fields.values().for_each(|value| collect(value, missing));
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        let mut missing = BTreeSet::new();
        collect(&self.0, &mut missing);
        missing.into_iter().collect()
    }
}

/// `None` for what would be an empty section, table or chart.
fn block_data(content: &Content) -> Option<Value> {
    match content {
        Content::Section(section) => Some(json!({
            "kind": "section",
            "title": clean(&section.title),
            "lead": clean(&section.lead),
            "new_page": section.begins == SectionStart::NewPage,
        })),
        Content::Letter(letter) => Some(letter_data(letter)),
        Content::Paragraph { text } => {
            (!text.trim().is_empty()).then(|| json!({"kind": "paragraph", "text": clean(text)}))
        }
        Content::Note { text } => {
            (!text.trim().is_empty()).then(|| json!({"kind": "note", "text": clean(text)}))
        }
        Content::KeyFigures { figures } => (!figures.is_empty()).then(|| {
            let figures: Vec<_> = figures
                .iter()
                .map(|figure| {
                    json!({
                        "label": clean(&figure.label),
                        "value": key_figure_text(&figure.value),
                        "note": clean(&figure.note),
                    })
                })
                .collect();
            json!({"kind": "key-figures", "figures": figures})
        }),
        Content::Facts { facts } => (!facts.is_empty()).then(|| {
            let facts: Vec<_> = facts
                .iter()
                .map(|fact| json!({"name": clean(&fact.name), "text": clean(&fact.text)}))
                .collect();
            json!({"kind": "facts", "facts": facts})
        }),
        Content::Table(table) => (!table.rows.is_empty()).then(|| table_data(table)),
        Content::Chart(chart) => (!chart.groups.is_empty()).then(|| chart_data(chart)),
    }
}

fn letter_data(letter: &Letter) -> Value {
    let body: Vec<_> = letter.body.iter().flat_map(letter_parts).collect();
    json!({
        "kind": "letter",
        "sender": clean_lines(&letter.sender),
        "addressee": clean_lines(&letter.addressee),
        "subject": clean(&letter.subject),
        "salutation": clean(&letter.salutation),
        "body": body,
        "closing": clean(&letter.closing),
        "signature": clean_lines(&letter.signature),
        "enclosures": clean_lines(&letter.enclosures),
    })
}

fn letter_parts(part: &LetterPart) -> Vec<Value> {
    match part {
        LetterPart::Paragraph { text } => text
            .lines()
            .map(clean)
            .filter(|line| !line.is_empty())
            .map(|line| json!({"part": "paragraph", "text": line}))
            .collect(),
        LetterPart::Points { marks, points } => {
            let points = clean_lines(points);
            if points.is_empty() {
                return Vec::new();
            }
            let numbered = *marks == PointMarks::Numbers;
            vec![json!({"part": "points", "numbered": numbered, "points": points})]
        }
    }
}

fn table_data(table: &Table) -> Value {
    let groups = column_groups(&table.columns);
    let columns: Vec<_> = table
        .columns
        .iter()
        .map(|column| {
            json!({
                "heading": clean_cell(&column.heading),
                "right": column.kind == ColumnKind::Figure,
                "wide": column.kind == ColumnKind::Text,
                "grouped": !column.group.is_empty(),
            })
        })
        .collect();
    let (tail, body): (Vec<_>, Vec<_>) = table
        .rows
        .iter()
        .partition(|row| matches!(row.kind, RowKind::Rest | RowKind::Total));
    let rows = |rows: Vec<&Row>| -> Vec<Value> {
        rows.into_iter()
            .map(|row| row_data(row, table.columns.len()))
            .collect()
    };
    json!({
        "kind": "table",
        "title": clean(&table.title),
        "groups": groups,
        "columns": columns,
        "rows": rows(body),
        "tail": rows(tail),
        "note": clean(&table.note),
    })
}

/// Neighbouring columns under one heading: its words and how many columns it spans.
fn column_groups(columns: &[Column]) -> Vec<Value> {
    if columns.iter().all(|column| column.group.is_empty()) {
        return Vec::new();
    }
    columns
        .chunk_by(|left, right| left.group == right.group)
        .map(|run| {
            let words = run.first().map_or("", |column| column.group.as_str());
            json!({"text": clean(words), "span": run.len()})
        })
        .collect()
}

fn row_data(row: &Row, column_count: usize) -> Value {
    let weight = match row.kind {
        RowKind::Plain => "plain",
        RowKind::Emphasis => "emphasis",
        RowKind::Rest => "rest",
        RowKind::Total => "total",
    };
    let mut cells: Vec<String> = row.cells.iter().map(cell_text).collect();
    cells.resize(column_count, String::new());
    json!({"weight": weight, "cells": cells})
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::NotAvailable => "\u{2013}".into(),
        Cell::Text(text) => clean_cell(text),
        Cell::Count(number) => figures::count(*number),
        Cell::Rate(amount) => figures::rate(*amount),
        Cell::Dollars(amount) => figures::dollars(*amount),
        Cell::Money(amount) => figures::money(*amount),
        Cell::DollarChange(amount) => figures::dollar_change(*amount),
        Cell::Percent(percent) => figures::percent(*percent),
        Cell::PercentChange(percent) => figures::percent_change(*percent),
    }
}

/// A figure that stands alone carries its unit; in a table the heading does.
fn key_figure_text(cell: &Cell) -> String {
    match cell {
        Cell::Percent(_) | Cell::PercentChange(_) => format!("{}%", cell_text(cell)),
        Cell::Rate(_) | Cell::Money(_) => format!("${}", cell_text(cell)),
        Cell::Empty
        | Cell::NotAvailable
        | Cell::Text(_)
        | Cell::Count(_)
        | Cell::Dollars(_)
        | Cell::DollarChange(_) => cell_text(cell),
    }
}

fn chart_data(chart: &BarChart) -> Value {
    let series: Vec<_> = chart
        .series
        .iter()
        .map(|series| json!({"name": clean(&series.name), "fill": fill_name(series.fill)}))
        .collect();
    let groups: Vec<_> = chart
        .groups
        .iter()
        .map(|group| {
            json!({
                "label": clean_cell(&group.label),
                "strong": group.emphasis == Emphasis::Strong,
                "bars": bars_data(chart, group),
            })
        })
        .collect();
    let reference = chart
        .reference
        .as_ref()
        .map(|line| json!({"label": clean(&line.label), "at": chart.position(line.value)}));
    json!({
        "kind": "chart",
        "title": clean(&chart.title),
        "series": series,
        "groups": groups,
        "reference": reference,
        "zero": chart.position(rust_decimal::Decimal::ZERO),
        "note": clean(&chart.note),
    })
}

fn bars_data(chart: &BarChart, group: &BarGroup) -> Vec<Value> {
    chart
        .series
        .iter()
        .zip(group.values.iter().copied().chain(std::iter::repeat(None)))
        .map(|(series, value)| {
            let span = chart.bar(value.unwrap_or_default());
            let label = value.map_or_else(|| "n/a".into(), |value| chart.value_label(value));
            json!({
                "fill": fill_name(chart.fill(series, group)),
                "start": span.start,
                "end": span.end,
                "label": label,
            })
        })
        .collect()
}

const fn fill_name(fill: Fill) -> &'static str {
    match fill {
        Fill::Strong => "strong",
        Fill::Soft => "soft",
        Fill::Hatched => "hatched",
        Fill::Outlined => "outlined",
    }
}

/// A place where a line may be broken; takes no room.
const BREAK_HERE: char = '\u{200b}';

/// Makes one line of a text: control and direction marks become blanks, and a word too long for a
/// line may be broken.
fn clean(text: &str) -> String {
    clean_words(text, LONG_WORD_LEN)
}

/// The same for a table's column.
fn clean_cell(text: &str) -> String {
    clean_words(text, LONG_CELL_WORD_LEN)
}

fn clean_words(text: &str, longest: usize) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text
        .split(|letter: char| {
            letter.is_whitespace() || letter.is_control() || is_direction_mark(letter)
        })
        .filter(|word| !word.is_empty())
    {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        let long = longest < word.chars().count();
        for (letter_idx, letter) in word.chars().enumerate() {
            if long && letter_idx != 0 && letter_idx % BREAK_EVERY == 0 {
                cleaned.push(BREAK_HERE);
            }
            cleaned.push(letter);
        }
    }
    cleaned
}

const fn is_direction_mark(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn clean_lines(lines: &[String]) -> Vec<String> {
    lines
        .iter()
        .flat_map(|text| text.lines())
        .map(clean)
        .filter(|line| !line.is_empty())
        .collect()
}

fn shorten(name: &str) -> String {
    let name = name.trim();
    if name.chars().count() <= HEADER_NAME_LEN {
        return clean(name);
    }
    let mut short: String = name.chars().take(HEADER_NAME_LEN - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('\u{2026}');
    clean(&short)
}
