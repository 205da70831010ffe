//! Two fee schedules side by side in finished words and figures.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::schedule_differences::{ScheduleDifference, ScheduleDifferences};
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile, counted_words};
use crate::brief::figures;
use crate::domain::ProcedureCode;

/// What the card shows.
#[derive(Debug, Serialize)]
pub(super) struct DifferencesModel {
    /// Which is compared with which.
    pub(super) title: String,
    pub(super) tiles: Vec<Tile>,
    pub(super) table: TableContent,
    /// Services billed that neither lists, in a sentence; empty where there are none.
    pub(super) in_neither: String,
}

impl DifferencesModel {
    /// Makes the model.
    pub(super) fn new(
        found: &ScheduleDifferences,
        labels: &BTreeMap<ProcedureCode, String>,
    ) -> Self {
        let [old, new] = &found.names;
        Self {
            title: format!("{old} \u{2192} {new}, as of {}", found.day),
            tiles: tiles(found),
            table: table(found, labels),
            in_neither: if found.units_in_neither.is_zero() {
                String::new()
            } else {
                format!(
                    "{} billed units are of services that neither lists",
                    figures::count(found.units_in_neither)
                )
            },
        }
    }
}

fn tiles(found: &ScheduleDifferences) -> Vec<Tile> {
    let counts = &found.counts;
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    let count = |count: u64| figures::count(count.into());
    vec![
        tile(
            "At your volumes",
            figures::dollar_change(found.dollars_new - found.dollars_old),
            found.change_percent.map_or_else(
                || "None of the services in both is billed".to_owned(),
                |change| {
                    format!(
                        "{}% of {}",
                        figures::percent_change(change),
                        figures::dollars(found.dollars_old)
                    )
                },
            ),
        ),
        tile(
            "Raised",
            count(counts.raised),
            counted_words(counts.unchanged, "unchanged", "unchanged"),
        ),
        tile("Lowered", count(counts.lowered), String::new()),
        tile(
            "In one only",
            count(counts.only_in_old + counts.only_in_new),
            format!(
                "{} dropped, {} new",
                count(counts.only_in_old),
                count(counts.only_in_new)
            ),
        ),
    ]
}

fn table(found: &ScheduleDifferences, labels: &BTreeMap<ProcedureCode, String>) -> TableContent {
    TableContent {
        columns: vec![
            Column::text("Code"),
            Column::text("What it is"),
            Column::text("Setting"),
            Column::figures("Old ($)"),
            Column::figures("New ($)"),
            Column::figures("Change"),
            Column::figures("Units").about("Units billed"),
            Column::figures("Change ($)").about("Of all units"),
        ],
        rows: found
            .lines
            .iter()
            .map(|line| row(line, labels.get(&line.code).map_or("", String::as_str)))
            .collect(),
        totals: vec![
            Cell::text("Services in both"),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            found
                .change_percent
                .map_or(Cell::Blank, Cell::PercentChange),
            Cell::Blank,
            Cell::DollarChange(found.dollars_new - found.dollars_old),
        ],
    }
}

fn row(line: &ScheduleDifference, label: &str) -> Row {
    let mut code = line.code.to_string();
    if !line.modifiers.is_empty() {
        code.push(' ');
        code.push_str(&line.modifiers.to_string());
    }
    Row::of(vec![
        Cell::text(code),
        Cell::text(label.to_owned()),
        Cell::text(line.setting.map_or("Both", |setting| setting.label())),
        Cell::or_missing(line.old, Cell::Rate, "Not in the old one"),
        Cell::or_missing(line.new, Cell::Rate, "Not in the new one"),
        Cell::or_missing(
            line.change_percent,
            Cell::PercentChange,
            "In one of the two only",
        ),
        Cell::Number(line.units),
        Cell::DollarChange(line.dollars),
    ])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::*;
    use crate::analysis::schedule_differences::DifferenceCounts;
    use crate::domain::{Modifiers, Money, Percent};

    #[test]
    fn differences_are_said_at_the_practices_volumes() {
        let money = Money::from_cents;
        let found = ScheduleDifferences {
            names: ["PPO 2025".to_owned(), "Reply".to_owned()],
            day: date(2026, 11, 23),
            lines: vec![ScheduleDifference {
                code: ProcedureCode::new("99213").unwrap(),
                modifiers: Modifiers::NONE,
                setting: None,
                old: Some(money(10_000)),
                new: Some(money(11_000)),
                change: Some(money(1_000)),
                change_percent: Some(Percent::new(Decimal::TEN)),
                units: Decimal::from(200),
                dollars: money(200_000),
            }],
            counts: DifferenceCounts {
                raised: 1,
                only_in_old: 2,
                ..DifferenceCounts::default()
            },
            dollars_old: money(2_000_000),
            dollars_new: money(2_200_000),
            change_percent: Some(Percent::new(Decimal::TEN)),
            units_in_neither: Decimal::from(40),
        };
        let model = DifferencesModel::new(&found, &BTreeMap::new());
        assert_eq!(model.title, "PPO 2025 \u{2192} Reply, as of 2026-11-23");
        assert_eq!(model.tiles[0].figure, "+$2,000");
        assert_eq!(model.tiles[0].footnote, "+10.0% of $20,000");
        assert_eq!(model.tiles[3].footnote, "2 dropped, 0 new");
        assert_eq!(
            model.in_neither,
            "40 billed units are of services that neither lists"
        );
    }
}
