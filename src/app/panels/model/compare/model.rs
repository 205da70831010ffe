//! A comparison of scenarios: a chart, a table of totals and a table by code.

use std::collections::BTreeMap;

use crate::analysis::rate_model::ProjectionTotals;
use crate::analysis::scenario_comparison::{ComparedRow, ComparedScenario, ScenarioComparison};
use crate::app::widgets::{Cell, Column, Row, TableContent, service_words};
use crate::brief::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, Series};
use crate::domain::{Money, ProcedureCode};

/// Returns the chart of what each scenario changes in a year.
pub(super) fn chart(scenarios: &[ComparedScenario]) -> BarChart {
    BarChart {
        title: "Change a year, dollars".to_owned(),
        unit: ChartUnit::Dollars,
        series: vec![Series {
            name: String::new(),
            fill: Fill::Strong,
        }],
        groups: scenarios
            .iter()
            .map(|scenario| BarGroup {
                label: scenario.name.clone(),
                values: vec![Some(scenario.totals.change_annual.dollars())],
                emphasis: Emphasis::Normal,
            })
            .collect(),
        reference: None,
        note: String::new(),
    }
}

/// Keeps the headings of scenarios with one name apart.
fn headings(compared: &ScenarioComparison) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for (number, scenario) in (1..).zip(&compared.scenarios) {
        let heading = if taken.contains(&scenario.name) {
            format!("{} ({number})", scenario.name)
        } else {
            scenario.name.clone()
        };
        taken.push(heading);
    }
    taken
}

/// Returns the totals: a column a scenario.
pub(super) fn totals(compared: &ScenarioComparison) -> TableContent {
    let no_medicare = "No code has a Medicare amount";
    let line = |name: &'static str, cell: &dyn Fn(&ProjectionTotals) -> Cell| {
        let mut cells = vec![Cell::text(name)];
        cells.extend(compared.scenarios.iter().map(|one| cell(&one.totals)));
        Row::of(cells)
    };
    let count = |count: u64| {
        if count == 0 {
            Cell::Blank
        } else {
            Cell::Count(count)
        }
    };
    let mut columns = vec![Column::text("In total")];
    columns.extend(headings(compared).into_iter().map(Column::figures));
    TableContent {
        columns,
        rows: vec![
            line("Change a year", &|it| Cell::DollarChange(it.change_annual)),
            line("Change, percent", &|it| {
                Cell::or_missing(
                    it.change_percent,
                    Cell::PercentChange,
                    "Nothing is paid today",
                )
            }),
            line("Today a year", &|it| Cell::Dollars(it.current_annual)),
            line("Proposed a year", &|it| Cell::Dollars(it.proposed_annual)),
            line("% of Medicare today", &|it| {
                Cell::or_missing(it.weighted_before, Cell::Percent, no_medicare)
            }),
            line("% of Medicare proposed", &|it| {
                Cell::or_missing(it.weighted_after, Cell::Percent, no_medicare)
            }),
            line("Lost to low charges a year", &|it| {
                if it.leak_annual.is_zero() {
                    Cell::Blank
                } else {
                    Cell::Dollars(it.leak_annual)
                }
            }),
            line("Rates set by hand", &|it| count(it.by_override)),
            line("Today's rates kept, being higher", &|it| {
                count(it.kept_higher)
            }),
            line("Codes the percentage cannot price", &|it| {
                count(it.kept_current + it.by_percent_of_charge + it.by_zero + it.unknown)
            }),
        ],
        totals: Vec::new(),
    }
}

/// Returns the proposed rates by code: a column a scenario, the largest amounts first.
pub(super) fn codes(
    compared: &ScenarioComparison,
    labels: &BTreeMap<ProcedureCode, String>,
) -> TableContent {
    let mut columns = vec![
        Column::text("Code"),
        Column::text("What it is"),
        Column::figures("Units"),
        Column::figures("Medicare ($)"),
        Column::figures("Today ($)"),
    ];
    columns.extend(
        headings(compared)
            .into_iter()
            .map(|name| Column::figures(format!("{name} ($)")).about("Proposed rate a unit")),
    );
    let mut rows: Vec<&ComparedRow> = compared.rows.iter().collect();
    rows.sort_by_key(|row| {
        let amount = row
            .current
            .map_or(Money::ZERO, |rate| rate.times(row.units));
        (std::cmp::Reverse(amount), row.key)
    });
    let cents = |amount: Money| Cell::Money(amount.rounded());
    TableContent {
        columns,
        rows: rows
            .into_iter()
            .map(|row| {
                let label = labels.get(&row.key.code).cloned().unwrap_or_default();
                let mut cells = vec![
                    Cell::text(service_words(row.key)),
                    Cell::text(label),
                    Cell::Number(row.units),
                    Cell::or_missing(row.medicare, cents, "No Medicare amount for this code"),
                    Cell::or_missing(row.current, cents, "Today's rate is not known"),
                ];
                cells.extend(
                    row.proposed
                        .iter()
                        .map(|rate| Cell::or_missing(*rate, cents, "The proposal has no rate")),
                );
                Row::of(cells)
            })
            .collect(),
        totals: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rate_model::rate_baseline;
    use crate::analysis::sample::{percent, worked_rates};
    use crate::analysis::scenario_comparison::{Contender, compare};
    use crate::domain::{PayerId, Proposal, ProposalBasis, RateFloor, UnlistedRule};

    #[test]
    fn scenarios_stand_side_by_side_with_the_figures_of_the_comparison() {
        let proposals = ["130", "140"].map(|points| Proposal {
            basis: ProposalBasis::PercentOfMedicare {
                percent: percent(points),
                release: None,
            },
            overrides: Vec::new(),
            unlisted: UnlistedRule::KeepCurrent,
            floor: RateFloor::None,
        });
        let contenders: Vec<Contender<'_>> = proposals
            .iter()
            .map(|proposal| Contender {
                name: "Ask",
                proposal,
                prices: None,
            })
            .collect();
        let base = rate_baseline(&worked_rates().input(), PayerId(1));
        let compared = compare(&base, &contenders);
        let totals = totals(&compared);
        let headings: Vec<&str> = totals
            .columns
            .iter()
            .map(|it| it.heading.as_str())
            .collect();
        assert_eq!(headings, ["In total", "Ask", "Ask (2)"]);
        let line: Vec<_> = totals.rows[5].cells.iter().map(Cell::shown).collect();
        assert_eq!(line, ["% of Medicare proposed", "130.0%", "140.0%"]);
        let codes = codes(&compared, &BTreeMap::new());
        let line: Vec<_> = codes.rows[0].cells.iter().map(Cell::shown).collect();
        assert_eq!(
            line,
            ["EX002", "", "3,100", "125.63", "162.06", "163.32", "175.88"]
        );
        let chart = chart(&compared.scenarios);
        assert_eq!(
            chart.groups[1].values,
            [Some(compared.scenarios[1].totals.change_annual.dollars())]
        );
    }

    #[test]
    fn nothing_compared_is_an_empty_chart() {
        assert!(chart(&[]).groups.is_empty());
    }
}
