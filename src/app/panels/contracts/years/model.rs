//! Two Medicare years side by side in finished words and figures.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::year_lock::{ReleaseUsed, YearComparison, YearLine};
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile, counted_words, service_words};
use crate::brief::figures;
use crate::domain::{Percent, ProcedureCode, RateKey};

/// What the card shows.
#[derive(Debug, Serialize)]
pub(super) struct YearsModel {
    /// By the practice's own services.
    pub(super) tiles: Vec<Tile>,
    /// What the conversion factors alone say, and how far off that is.
    pub(super) by_factor: Vec<(String, String)>,
    /// The move, in a sentence.
    pub(super) verdict: String,
    pub(super) table: TableContent,
    /// For each row of the table its service.
    pub(super) keys: Vec<RateKey>,
    /// Services left out, in a sentence; empty where there are none.
    pub(super) left_out: String,
}

impl YearsModel {
    /// Makes the model.
    pub(super) fn new(compared: &YearComparison, labels: &BTreeMap<ProcedureCode, String>) -> Self {
        Self {
            tiles: tiles(compared),
            by_factor: by_factor(compared),
            verdict: verdict(compared),
            table: table(compared, labels),
            keys: compared.lines.iter().map(|line| line.key).collect(),
            left_out: left_out(compared),
        }
    }
}

fn percent(percent: Option<Percent>) -> String {
    percent.map_or_else(
        || "n/a".to_owned(),
        |percent| format!("{}%", figures::percent(percent)),
    )
}

fn change(change: Option<Percent>) -> String {
    change.map_or_else(
        || "n/a".to_owned(),
        |change| format!("{}%", figures::percent_change(change)),
    )
}

fn tiles(compared: &YearComparison) -> Vec<Tile> {
    let [today, offered] = &compared.releases;
    let tile = |label: String, figure: String, footnote: String| Tile {
        label,
        figure,
        footnote,
    };
    vec![
        tile(
            format!("Stay with {}", today.name),
            figures::dollars(compared.totals.stay),
            format!(
                "{} of {}",
                percent(compared.today_as_percent_of_offered),
                offered.name
            ),
        ),
        tile(
            format!("Move to {}", offered.name),
            figures::dollars(compared.totals.moved),
            change(compared.change_percent),
        ),
        tile(
            "The move is worth".to_owned(),
            figures::dollar_change(compared.totals.change()),
            format!(
                "{} gain, {} lose",
                counted_words(compared.winners, "service", "services"),
                compared.losers
            ),
        ),
    ]
}

/// What a comparison of conversion factors alone would say.
fn by_factor(compared: &YearComparison) -> Vec<(String, String)> {
    let [today, offered] = &compared.releases;
    let factor = |release: &ReleaseUsed| format!("${}", release.conversion_factor.normalize());
    vec![
        (
            format!("Conversion factors, {} and {}", today.name, offered.name),
            format!("{} and {}", factor(today), factor(offered)),
        ),
        (
            format!("Today as a percentage of {}, by factor", offered.name),
            percent(compared.by_factor.today_as_percent_of_offered),
        ),
        (
            "The move, by factor".to_owned(),
            change(compared.by_factor.change_percent),
        ),
        (
            "The move, by your services".to_owned(),
            change(compared.change_percent),
        ),
        (
            "An ask: code by code the greater of both".to_owned(),
            figures::dollars(compared.totals.greater_of),
        ),
    ]
}

fn verdict(compared: &YearComparison) -> String {
    let [today, offered] = &compared.releases;
    if today == offered {
        return format!(
            "Both are {}: import the relative values of the other year to compare the two",
            today.name
        );
    }
    let (Some(by_services), Some(by_factor)) =
        (compared.change_percent, compared.by_factor.change_percent)
    else {
        return "No service of this payer has an amount in both years".to_owned();
    };
    let gain = by_services.points() > rust_decimal::Decimal::ZERO;
    let looks_gain = by_factor.points() > rust_decimal::Decimal::ZERO;
    let what = if gain { "a raise" } else { "a cut" };
    let but = if gain == looks_gain {
        "and so do the conversion factors alone"
    } else {
        "though the conversion factors alone say the opposite"
    };
    format!(
        "For your services the move from {} to {} is {what} of {}%, {but} ({}%)",
        today.name,
        offered.name,
        figures::percent(Percent::new(by_services.points().abs())),
        figures::percent_change(by_factor)
    )
}

fn table(compared: &YearComparison, labels: &BTreeMap<ProcedureCode, String>) -> TableContent {
    let [today, offered] = &compared.releases;
    TableContent {
        columns: vec![
            Column::text("Code"),
            Column::text("What it is"),
            Column::figures("Units"),
            Column::figures(format!("Medicare {} ($)", today.name)),
            Column::figures(format!("Medicare {} ($)", offered.name)),
            Column::figures("Stay ($)").about("Rate a unit").linked(),
            Column::figures("Move ($)").about("Rate a unit"),
            Column::figures("Change"),
            Column::figures(format!("Today, % of {}", offered.name)),
            Column::figures("Change ($)").about("Of all units"),
        ],
        rows: compared
            .lines
            .iter()
            .map(|line| row(line, labels.get(&line.key.code).map_or("", String::as_str)))
            .collect(),
        totals: vec![
            Cell::text("All services"),
            Cell::Blank,
            Cell::Number(compared.lines.iter().map(|line| line.units).sum()),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::or_missing(
                compared.change_percent,
                Cell::PercentChange,
                "No service has an amount in both years",
            ),
            Cell::or_missing(
                compared.today_as_percent_of_offered,
                Cell::Percent,
                "No service has an amount in both years",
            ),
            Cell::DollarChange(compared.totals.change()),
        ],
    }
}

fn row(line: &YearLine, label: &str) -> Row {
    let zero = "The amount is zero";
    Row::of(vec![
        Cell::text(service_words(line.key)),
        Cell::text(label.to_owned()),
        Cell::Number(line.units),
        Cell::Money(line.medicare_today),
        Cell::Money(line.medicare_offered),
        Cell::Money(line.rate_today),
        Cell::Money(line.rate_offered),
        Cell::or_missing(line.change_percent, Cell::PercentChange, zero),
        Cell::or_missing(line.today_as_percent_of_offered, Cell::Percent, zero),
        Cell::DollarChange(line.totals.change()),
    ])
}

fn left_out(compared: &YearComparison) -> String {
    if compared.not_compared.is_empty() {
        return String::new();
    }
    let count = compared.not_compared.len() as u64;
    let first: Vec<String> = compared
        .not_compared
        .iter()
        .take(3)
        .map(|service| format!("{} ({})", service_words(service.key), service.reason))
        .collect();
    let more = if count > 3 { ", and others" } else { "" };
    format!(
        "{} left out: {}{more}",
        counted_words(count, "service is", "services are"),
        first.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::analysis::year_lock::{FactorView, NotCompared, Outcomes};
    use crate::domain::{Modifiers, Money, Setting};

    fn points(text: &str) -> Percent {
        Percent::new(text.parse().unwrap())
    }

    fn key(code: &str) -> RateKey {
        RateKey {
            code: ProcedureCode::new(code).unwrap(),
            modifiers: Modifiers::NONE,
            setting: Setting::NonFacility,
        }
    }

    /// 118 % of 2020 against 125 % of 2025 for one visit, as the domain guide works it out.
    fn worked() -> YearComparison {
        let money = |text: &str| Money::new(text.parse().unwrap());
        let totals = Outcomes {
            stay: money("8986"),
            moved: money("11119"),
            greater_of: money("11119"),
        };
        YearComparison {
            releases: [
                ReleaseUsed {
                    name: "RVU20A".to_owned(),
                    conversion_factor: "36.0896".parse().unwrap(),
                },
                ReleaseUsed {
                    name: "RVU25D".to_owned(),
                    conversion_factor: "32.3465".parse().unwrap(),
                },
            ],
            by_factor: FactorView {
                today_as_percent_of_offered: Some(points("131.65")),
                change_percent: Some(points("-5.06")),
            },
            today_as_percent_of_offered: Some(points("101.02")),
            change_percent: Some(points("23.74")),
            totals,
            winners: 1,
            losers: 0,
            lines: vec![YearLine {
                key: key("99213"),
                units: Decimal::from(100),
                medicare_today: money("76.15"),
                medicare_offered: money("88.95"),
                rate_today: money("89.86"),
                rate_offered: money("111.19"),
                today_as_percent_of_offered: Some(points("101.02")),
                change_percent: Some(points("23.74")),
                totals,
            }],
            not_compared: vec![NotCompared {
                key: key("80053"),
                units: Decimal::ONE,
                reason: "status X".to_owned(),
            }],
        }
    }

    #[test]
    fn a_move_that_looks_like_a_cut_by_factor_is_a_raise_by_services() {
        let model = YearsModel::new(&worked(), &BTreeMap::new());
        assert_eq!(
            model.verdict,
            "For your services the move from RVU20A to RVU25D is a raise of 23.7%, though the \
             conversion factors alone say the opposite (\u{2212}5.1%)"
        );
        let figures: Vec<&str> = model
            .tiles
            .iter()
            .map(|tile| tile.figure.as_str())
            .collect();
        assert_eq!(figures, ["$8,986", "$11,119", "+$2,133"]);
        assert_eq!(model.by_factor[0].1, "$36.0896 and $32.3465");
    }

    #[test]
    fn one_year_alone_asks_for_the_other() {
        let mut compared = worked();
        compared.releases[0] = compared.releases[1].clone();
        let model = YearsModel::new(&compared, &BTreeMap::new());
        assert!(model.verdict.starts_with("Both are RVU25D: import"));
    }

    #[test]
    fn services_without_an_amount_in_both_years_are_named() {
        let model = YearsModel::new(&worked(), &BTreeMap::new());
        assert_eq!(model.left_out, "1 service is left out: 80053 (status X)");
    }
}
