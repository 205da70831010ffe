//! What a contract's fixed Medicare year makes of rates, beside the current year: code by code for
//! the practice's volumes, and what the conversion factors alone would say.

use rust_decimal::Decimal;

use crate::analysis::pricing::Unpriced;
use crate::analysis::year_lock::{ReleaseUsed, YearComparison, YearLine};
use crate::domain::{Money, Percent, YearLock};

use super::super::contract_words::{lower_first, percent_points};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, KeyFigure, Row, RowKind, Table,
};
use super::super::figures;
use super::super::rate_position::{CodeLabels, code_text, label_of, setting_text, whole_parts};
use super::internal;

/// Codes listed: those that the year makes the largest difference for.
const LISTED: usize = 10;

/// A rule that keeps part of Medicare's formula in one year, beside the current year at the same
/// percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedYear {
    /// Percentage of Medicare in both years.
    pub percent: Percent,
    /// What stays.
    pub lock: YearLock,
    /// The contract's year first, for a year's volumes of the services the rule prices; or why the
    /// two cannot be compared.
    pub comparison: Result<YearComparison, Unpriced>,
}

impl FixedYear {
    /// Names what stays, in a few letters: `RVU20A`.
    fn name(&self) -> String {
        match &self.lock {
            YearLock::FixedYear(year) => year.label(),
            YearLock::FixedRvus(year) => format!("RVUs of {}", year.label()),
            YearLock::FixedFactor(factor) => format!("CF {factor}"),
            YearLock::NotStated | YearLock::Floating { .. } => self.lock.label(),
        }
    }
}

/// Composes both outcomes, or why there are not two; none where the years have no service in
/// common.
pub fn blocks(fixed: &FixedYear, labels: &CodeLabels) -> Vec<Block> {
    match &fixed.comparison {
        Ok(comparison) if comparison.lines.is_empty() => Vec::new(),
        Ok(YearComparison {
            releases: [own, current],
            ..
        }) if own == current => vec![internal(Content::Note {
            text: format!(
                "{} of {} is {} of the current year, which is the same for now: {}.",
                percent_points(fixed.percent),
                fixed.name(),
                percent_points(fixed.percent),
                current.name
            ),
        })],
        Ok(comparison) => vec![
            internal(Content::KeyFigures {
                figures: key_figures(fixed, comparison),
            }),
            internal(Content::Table(table(fixed, comparison, labels))),
        ],
        Err(reason) => vec![internal(Content::Note {
            text: format!(
                "What {} of {} comes to beside the current year cannot be shown: {}.",
                percent_points(fixed.percent),
                fixed.name(),
                lower_first(&reason.label())
            ),
        })],
    }
}

fn key_figures(fixed: &FixedYear, comparison: &YearComparison) -> Vec<KeyFigure> {
    let own = fixed.name();
    let [_, ReleaseUsed { name: current, .. }] = &comparison.releases;
    let figure = |label: String, value: Cell, note: String| KeyFigure { label, value, note };
    let percent = percent_points(fixed.percent);
    let mut figures = Vec::new();
    figures.extend(comparison.today_as_percent_of_offered.map(|worth| {
        figure(
            format!("{percent} of {own} is"),
            Cell::Percent(worth),
            format!("of {current}, for our services"),
        )
    }));
    figures.extend(
        comparison
            .by_factor
            .today_as_percent_of_offered
            .map(|worth| {
                figure(
                    "By conversion factor only".into(),
                    Cell::Percent(worth),
                    "relative values unchanged".into(),
                )
            }),
    );
    figures.push(figure(
        format!("Under {own}"),
        Cell::Dollars(comparison.totals.stay),
        "a year".into(),
    ));
    let note = comparison.change_percent.map_or_else(
        || "a year".into(),
        |change| format!("a year, {}%", figures::percent_change(change)),
    );
    figures.push(figure(
        format!("{percent} of {current} instead"),
        Cell::DollarChange(comparison.totals.change()),
        note,
    ));
    figures
}

fn table(fixed: &FixedYear, comparison: &YearComparison, labels: &CodeLabels) -> Table {
    let lines = &comparison.lines;
    let (head, tail) = lines.split_at(lines.len().min(LISTED));
    let printed = |value: fn(&YearLine) -> Decimal| {
        let mut parts: Vec<Decimal> = head.iter().map(value).collect();
        parts.push(tail.iter().map(value).sum());
        whole_parts(&parts, lines.iter().map(value).sum())
    };
    let units = printed(|line| line.units);
    let changes = printed(|line| line.totals.change().dollars());
    let of = |column: &[Decimal], place: usize| column.get(place).copied().unwrap_or_default();
    let count = |place| Cell::Count(of(&units, place));
    let change = |place| Cell::DollarChange(Money::new(of(&changes, place)));
    let mut rows: Vec<Row> = head
        .iter()
        .zip(0..)
        .map(|(line, place)| Row::plain(cells(line, labels, count(place), change(place))))
        .collect();
    if !tail.is_empty() {
        rows.push(closing_row(
            RowKind::Rest,
            [
                "Other".into(),
                format!("All other codes: {} rows", tail.len()),
            ],
            count(head.len()),
            change(head.len()),
        ));
    }
    rows.push(closing_row(
        RowKind::Total,
        ["Total".into(), String::new()],
        Cell::Count(units.iter().sum()),
        Cell::DollarChange(Money::new(changes.iter().sum())),
    ));
    let own = fixed.name();
    let [_, ReleaseUsed { name: current, .. }] = &comparison.releases;
    Table {
        title: format!(
            "{} of {own} beside {current}",
            percent_points(fixed.percent)
        ),
        columns: vec![
            Column::new("Code", ColumnKind::Code),
            Column::new("Service", ColumnKind::Text),
            Column::new("Setting", ColumnKind::Code),
            Column::new("Units a year", ColumnKind::Figure),
            Column::new("Rate, $", ColumnKind::Figure).under(own.clone()),
            Column::new(format!("% of {current}"), ColumnKind::Figure).under(own),
            Column::new("Rate, $", ColumnKind::Figure).under(current.clone()),
            Column::new("Change a year", ColumnKind::Figure),
        ],
        rows,
        note: note(comparison),
    }
}

fn cells(line: &YearLine, labels: &CodeLabels, units: Cell, change: Cell) -> Vec<Cell> {
    vec![
        Cell::text(code_text(line.key)),
        Cell::text(label_of(labels, line.key)),
        Cell::text(setting_text(line.key.setting)),
        units,
        Cell::Rate(line.rate_today),
        Cell::percent(line.today_as_percent_of_offered),
        Cell::Rate(line.rate_offered),
        change,
    ]
}

fn closing_row(kind: RowKind, [code, service]: [String; 2], units: Cell, change: Cell) -> Row {
    Row {
        kind,
        cells: vec![
            Cell::Text(code),
            Cell::Text(service),
            Cell::Empty,
            units,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            change,
        ],
    }
}

fn note(comparison: &YearComparison) -> String {
    let [own, current] = &comparison.releases;
    let mut note = format!(
        "Services that gain by the move: {}; that lose: {}. The greater of both, code by code, would bring {} \
         a year over {}. Conversion factors: {} {}, {} {}.",
        comparison.winners,
        comparison.losers,
        figures::dollar_change(comparison.totals.greater_of - comparison.totals.stay),
        own.name,
        own.name,
        own.conversion_factor,
        current.name,
        current.conversion_factor,
    );
    let left_out = comparison.not_compared.len();
    if left_out != 0 {
        note.push_str(&format!(
            " {left_out} services have no amount in one of the two and are left out."
        ));
    }
    note
}
