//! The checklist, the key figures and the ranking of payers, in finished words.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::key_figures::{KeyFigures, PayerKeyFigures};
use crate::app::widgets::{Tile, based_on_words, counted_words};
use crate::brief::figures;
use crate::brief::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series};
use crate::domain::{ImportKind, Money, Percent};
use crate::jobs::PracticeView;

/// Most payers ranked: more do not fit on the first screen.
const MAX_RANKED: usize = 10;

/// What the panel shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct HomeModel {
    /// The practice's name.
    pub title: String,
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// Key figures; empty until there are services.
    pub tiles: Vec<Tile>,
    /// Payers by percentage of Medicare, lowest first; `None` until there is something to rank.
    pub ranking: Option<BarChart>,
    /// What the figures rest on.
    pub based_on: String,
}

/// A step of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Step {
    /// What is to be done.
    pub what: &'static str,
    /// What for; once done, what there is.
    pub detail: String,
    /// Whether it is done.
    pub done: bool,
    /// Where it is done.
    pub place: StepPlace,
}

/// Where a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum StepPlace {
    /// The dialog for files.
    Files,
    /// The payers panel.
    Payers,
    /// The model panel.
    Model,
    /// The brief panel.
    Brief,
}

impl HomeModel {
    /// Makes the model.
    pub(super) fn new(practice: &PracticeView, figures: Option<&KeyFigures>) -> Self {
        Self {
            title: practice.practice.name.clone(),
            steps: steps(practice),
            tiles: figures
                .filter(|_figures| practice.line_count > 0)
                .map_or_else(Vec::new, tiles),
            ranking: figures.and_then(ranking),
            based_on: figures.map_or_else(String::new, |figures| based_on_words(&figures.based_on)),
        }
    }

    /// Returns the first step that is not done.
    pub(super) fn next_step(&self) -> Option<usize> {
        self.steps.iter().position(|step| !step.done)
    }
}

fn steps(practice: &PracticeView) -> Vec<Step> {
    let release = practice.releases.first();
    let utilization = practice.import_count(ImportKind::Utilization) as u64;
    let open_names = practice.merge_suggestions.len() as u64;
    let scenarios = practice.scenarios.len() as u64;
    vec![
        Step {
            what: "Import a Medicare release",
            detail: release.map_or_else(
                || "CMS's relative-value zip, as CMS publishes it".to_owned(),
                |release| {
                    let codes = counted_words(release.row_count, "row", "rows");
                    format!("{}, {codes}", release.info.name)
                },
            ),
            done: release.is_some(),
            place: StepPlace::Files,
        },
        Step {
            what: "Import utilization",
            detail: if utilization == 0 {
                "A table of services with charges and allowed amounts".to_owned()
            } else {
                format!(
                    "{}, {}",
                    counted_words(utilization, "file", "files"),
                    counted_words(practice.line_count, "line", "lines")
                )
            },
            done: utilization > 0,
            place: StepPlace::Files,
        },
        Step {
            what: "Sort the payers",
            detail: match (practice.payers.len(), open_names) {
                (0, _) => "Which names mean one payer, and which class each has".to_owned(),
                (_, 0) => counted_words(practice.payers.len() as u64, "payer", "payers"),
                (_, open) => counted_words(open, "name to look at", "names to look at"),
            },
            done: !practice.payers.is_empty() && open_names == 0,
            place: StepPlace::Payers,
        },
        Step {
            what: "Make a scenario",
            detail: if scenarios == 0 {
                "Propose rates to a payer and see what they are worth".to_owned()
            } else {
                counted_words(scenarios, "scenario saved", "scenarios saved")
            },
            done: scenarios > 0,
            place: StepPlace::Model,
        },
        Step {
            what: "Print the brief",
            detail: "The packet for the payer, and the decision sheet for you".to_owned(),
            done: false,
            place: StepPlace::Brief,
        },
    ]
}

fn tiles(figures: &KeyFigures) -> Vec<Tile> {
    // What the payers' own figures come to, so that they add up to the tile.
    let annual: Money = figures
        .payers
        .iter()
        .map(|payer| payer.allowed_annual)
        .sum();
    let one_percent: Money = figures
        .payers
        .iter()
        .map(|payer| payer.value_of_one_percent)
        .sum();
    let tile = |label: &str, figure: String, footnote: String| Tile {
        label: label.to_owned(),
        figure,
        footnote,
    };
    vec![
        tile(
            "Allowed a year",
            figures::dollars(annual),
            format!("{} in the period", figures::dollars(figures.allowed)),
        ),
        tile(
            "Of Medicare, weighted",
            figures.weighted_percent.map_or_else(
                || "n/a".to_owned(),
                |percent| format!("{}%", figures::percent(percent)),
            ),
            figures.coverage_percent.map_or_else(
                || "Needs a Medicare release".to_owned(),
                |percent| format!("On {}% of allowed amounts", figures::percent(percent)),
            ),
        ),
        tile(
            "One percent more is worth",
            figures::dollars(one_percent),
            "A year, over all payers".to_owned(),
        ),
        tile(
            "Visits",
            figures.visits.map_or_else(
                || "n/a".to_owned(),
                |visits| figures::count(Decimal::from(visits)),
            ),
            figures
                .visits
                .and_then(|visits| figures.allowed.per(Decimal::from(visits)))
                .map_or_else(
                    || "No file tells visits apart".to_owned(),
                    |per_visit| format!("${} allowed per visit", figures::money(per_visit)),
                ),
        ),
    ]
}

/// Ranks the payers a practice negotiates with by their percentage of Medicare, lowest first.
fn ranking(figures: &KeyFigures) -> Option<BarChart> {
    let mut payers: Vec<&PayerKeyFigures> = figures
        .payers
        .iter()
        .filter(|payer| payer.class.is_negotiable() && payer.weighted_percent.is_some())
        .collect();
    payers.sort_by_key(|payer| payer.weighted_percent);
    payers.truncate(MAX_RANKED);
    if payers.is_empty() {
        return None;
    }
    let groups = payers
        .iter()
        .enumerate()
        .map(|(rank, payer)| BarGroup {
            label: payer.name.clone(),
            values: vec![payer.weighted_percent.map(Percent::points)],
            emphasis: if rank == 0 {
                Emphasis::Strong
            } else {
                Emphasis::Normal
            },
        })
        .collect();
    Some(BarChart {
        title: "Percent of Medicare, lowest first".to_owned(),
        unit: ChartUnit::Percent,
        series: vec![Series {
            name: "Percent of Medicare".to_owned(),
            fill: Fill::Strong,
        }],
        groups,
        reference: Some(ReferenceLine {
            label: "Medicare".to_owned(),
            value: Decimal::ONE_HUNDRED,
        }),
        note: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::BasedOn;
    use crate::domain::{PayerClass, PayerId};

    fn payer(id: i64, class: PayerClass, percent: Option<i64>) -> PayerKeyFigures {
        PayerKeyFigures {
            payer: PayerId(id),
            name: format!("Payer {id}"),
            class,
            allowed: Money::from_cents(6_000_000),
            share_of_allowed: None,
            weighted_percent: percent.map(|points| Percent::new(Decimal::from(points))),
            allowed_annual: Money::from_cents(3_000_000),
            value_of_one_percent: Money::from_cents(30_000),
            value_of_one_point: None,
        }
    }

    fn key_figures() -> KeyFigures {
        KeyFigures {
            based_on: BasedOn::default(),
            charge: Money::from_cents(40_000_000),
            allowed: Money::from_cents(24_000_000),
            paid: Money::from_cents(20_000_000),
            patient: Money::from_cents(4_000_000),
            visits: Some(1_200),
            annual_factor: Decimal::new(5, 1),
            weighted_percent: Some(Percent::new(Decimal::new(1_184, 1))),
            coverage_percent: Some(Percent::new(Decimal::from(97))),
            payers: vec![
                payer(1, PayerClass::Commercial, Some(131)),
                payer(2, PayerClass::Medicare, Some(100)),
                payer(3, PayerClass::Commercial, Some(88)),
                payer(4, PayerClass::Commercial, None),
            ],
        }
    }

    #[test]
    fn key_figures_are_said_in_finished_words() {
        let said: Vec<String> = tiles(&key_figures())
            .into_iter()
            .map(|tile| format!("{}: {} ({})", tile.label, tile.figure, tile.footnote))
            .collect();
        assert_eq!(
            said,
            [
                "Allowed a year: $120,000 ($240,000 in the period)",
                "Of Medicare, weighted: 118.4% (On 97.0% of allowed amounts)",
                "One percent more is worth: $1,200 (A year, over all payers)",
                "Visits: 1,200 ($200.00 allowed per visit)",
            ]
        );
    }

    #[test]
    fn the_lowest_negotiable_payer_comes_first_and_medicare_is_not_ranked() {
        let chart = ranking(&key_figures()).unwrap();
        let names: Vec<&str> = chart
            .groups
            .iter()
            .map(|group| group.label.as_str())
            .collect();
        assert_eq!(names, ["Payer 3", "Payer 1"]);
        assert_eq!(chart.groups[0].emphasis, Emphasis::Strong);
    }
}
