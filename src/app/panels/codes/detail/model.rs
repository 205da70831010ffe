//! A code's particulars: finished words, and the chart of its rates.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::code_rates::{CodeRateRow, CodeRates, PayerRate};
use crate::app::widgets::service_words;
use crate::brief::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series, figures};
use crate::domain::{Money, Percent};

/// A code's particulars.
#[derive(Debug, Serialize)]
pub(super) struct DetailModel {
    /// The service: `73030 26, facility`.
    pub(super) title: String,
    /// Names and values.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What should be known about the Medicare amount; empty where it needs no word.
    pub(super) caution: String,
    /// What each payer pays.
    pub(super) chart: BarChart,
    /// Payers with a fee schedule on file that lists the code.
    pub(super) schedules: Vec<(String, String)>,
}

impl DetailModel {
    /// Builds the particulars.
    pub(super) fn new(rates: &CodeRates, row: &CodeRateRow) -> Self {
        Self {
            title: service_words(row.key),
            facts: facts(row),
            caution: caution(row),
            chart: chart(rates, row),
            schedules: schedules(rates, row),
        }
    }
}

fn amount(amount: Option<Money>) -> String {
    amount.map_or_else(
        || "n/a".to_owned(),
        |amount| format!("${}", figures::money(amount)),
    )
}

fn percent(percent: Option<Percent>) -> String {
    percent.map_or_else(
        || "n/a".to_owned(),
        |percent| format!("{}%", figures::percent(percent)),
    )
}

fn facts(row: &CodeRateRow) -> Vec<(&'static str, String)> {
    vec![
        ("Setting", row.key.setting.label().to_owned()),
        ("Units", figures::count(row.units)),
        ("Lines", figures::count(Decimal::from(row.lines))),
        ("Allowed", figures::dollars(row.allowed)),
        ("Share of allowed", percent(row.share_of_allowed)),
        ("Medicare a unit", amount(row.family_amount)),
        (
            "Measured by",
            row.family.map_or("n/a", |family| family.label()).to_owned(),
        ),
        ("All payers a unit", amount(row.observed)),
        (
            "All payers, % of Medicare",
            percent(row.percent_of_medicare.or(row.percent_of_family)),
        ),
        ("Average charge a unit", amount(row.average_charge)),
    ]
}

fn caution(row: &CodeRateRow) -> String {
    match (&row.no_medicare, row.is_paid_by_medicare) {
        (Some(_), _) if row.family.is_some() => {
            "Percentages of this fee schedule stand by themselves and are in no weighted figure"
                .to_owned()
        }
        (Some(reason), _) => format!("No Medicare amount: {reason}"),
        (None, false) => "Computed from published relative values; Medicare itself does not pay \
                          for this code"
            .to_owned(),
        (None, true) => String::new(),
    }
}

/// Compares payers in percent of Medicare, or in dollars where there is no Medicare amount.
fn chart(rates: &CodeRates, row: &CodeRateRow) -> BarChart {
    let measured = row.family_amount.is_some();
    let value = |rate: &PayerRate| {
        if measured {
            let percent = rate.percent_of_medicare.or(rate.percent_of_family);
            percent.map(Percent::points)
        } else {
            rate.observed.map(Money::dollars)
        }
    };
    BarChart {
        title: if measured {
            "Percent of Medicare".to_owned()
        } else {
            "Dollars a unit".to_owned()
        },
        unit: if measured {
            ChartUnit::Percent
        } else {
            ChartUnit::Dollars
        },
        series: vec![Series {
            name: String::new(),
            fill: Fill::Strong,
        }],
        groups: row
            .payers
            .iter()
            .map(|rate| BarGroup {
                label: payer_name(rates, rate),
                values: vec![value(rate)],
                emphasis: Emphasis::Normal,
            })
            .collect(),
        reference: measured.then(|| ReferenceLine {
            label: "Medicare".to_owned(),
            value: Decimal::ONE_HUNDRED,
        }),
        note: String::new(),
    }
}

fn schedules(rates: &CodeRates, row: &CodeRateRow) -> Vec<(String, String)> {
    row.payers
        .iter()
        .filter_map(|rate| {
            let words = format!(
                "${} in the fee schedule, ${} observed",
                figures::rate(rate.fee_schedule?),
                rate.observed
                    .map_or_else(|| "n/a".to_owned(), figures::money),
            );
            Some((payer_name(rates, rate), words))
        })
        .collect()
}

fn payer_name(rates: &CodeRates, rate: &PayerRate) -> String {
    rates
        .payers
        .iter()
        .find(|payer| payer.payer == rate.payer)
        .map_or_else(String::new, |payer| payer.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::sample::{Sample, total, worked_rates};

    fn value<'a>(model: &'a DetailModel, name: &str) -> &'a str {
        let fact = model.facts.iter().find(|(known, _)| *known == name);
        fact.map_or("", |(_, value)| value)
    }

    #[test]
    fn a_code_is_set_against_medicare() {
        let rates = code_rates(&worked_rates().input());
        let model = DetailModel::new(&rates, &rates.rows[1]);
        assert_eq!(model.title, "EX001");
        assert_eq!(value(&model, "Units"), "4,200");
        assert_eq!(value(&model, "Medicare a unit"), "$89.24");
        assert_eq!(value(&model, "All payers, % of Medicare"), "127.0%");
        assert_eq!(model.caution, "");
        assert_eq!(model.chart.unit, ChartUnit::Percent);
        assert_eq!(model.chart.groups[0].label, "Blue Example");
        assert!(model.chart.reference.is_some());
    }

    #[test]
    fn a_code_without_a_medicare_amount_is_compared_in_dollars_and_says_why() {
        let mut sample = worked_rates();
        sample.reference = None;
        let rates = code_rates(&sample.input());
        let model = DetailModel::new(&rates, &rates.rows[0]);
        assert_eq!(model.chart.unit, ChartUnit::Dollars);
        assert_eq!(model.chart.reference, None);
        assert_eq!(
            model.caution,
            "No Medicare amount: No Medicare reference is set"
        );
    }

    #[test]
    fn a_fee_schedule_stands_beside_what_was_observed() {
        let sample = Sample::new(&["One"], vec![total(1, "EX001", "2", "400", "220")])
            .priced(&[("EX001", "100")])
            .with_schedule(1, &[("EX001", "115.25")]);
        let rates = code_rates(&sample.input());
        let model = DetailModel::new(&rates, &rates.rows[0]);
        assert_eq!(
            model.schedules,
            [(
                "One".to_owned(),
                "$115.25 in the fee schedule, $110.00 observed".to_owned()
            )]
        );
    }
}
