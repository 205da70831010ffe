//! What a bar chart shows: plain data, drawn on paper by the templates and on screen by the window
//! from the same description. Knows neither.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};

use super::figures;
use crate::domain::{Money, Percent};

/// Horizontal bars, one group a line, with the value written beside each bar.
///
/// One series gives plain bars, two or more give grouped bars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarChart {
    /// What it shows, with the unit.
    pub title: String,
    /// How values are written.
    pub unit: ChartUnit,
    /// What each bar of a group is.
    pub series: Vec<Series>,
    /// Groups, top to bottom.
    pub groups: Vec<BarGroup>,
    /// A line to compare with, such as 100 % of Medicare.
    pub reference: Option<ReferenceLine>,
    /// Small print below; empty leaves it out.
    pub note: String,
}

/// How a chart's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartUnit {
    /// Percentage points: 131.4 is written 131.4 %.
    Percent,
    /// Whole dollars.
    Dollars,
    /// Plain numbers.
    Count,
}

/// A bar of every group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Its name in the legend; a single series needs none.
    pub name: String,
    /// How it is filled.
    pub fill: Fill,
}

/// Fills that stay apart in grayscale: by lightness and by pattern, not by hue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// The accent colour, dark.
    Strong,
    /// A light tint.
    Soft,
    /// Diagonal lines on white.
    Hatched,
    /// An outline on white.
    Outlined,
}

/// The bars of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarGroup {
    /// The line's name.
    pub label: String,
    /// One value a series, in their order; `None` is written as not available.
    pub values: Vec<Option<Decimal>>,
    /// Whether the line stands out.
    pub emphasis: Emphasis,
}

/// Whether a line of a chart stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emphasis {
    /// As its neighbours.
    #[default]
    Normal,
    /// The line the chart is about.
    Strong,
}

/// A line across the bars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceLine {
    /// Its name, written at its end.
    pub label: String,
    /// Where it stands.
    pub value: Decimal,
}

/// A bar's ends as fractions of the plot's width, 0 left and 1 right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BarSpan {
    /// Left end.
    pub start: f64,
    /// Right end.
    pub end: f64,
}

impl BarChart {
    /// Returns the lowest and highest value of the axis: always holds zero, every bar and the
    /// reference line.
    pub fn axis(&self) -> (Decimal, Decimal) {
        let values = self
            .groups
            .iter()
            .flat_map(|group| group.values.iter().flatten().copied())
            .chain(self.reference.as_ref().map(|line| line.value));
        let (low, high) = values.fold((Decimal::ZERO, Decimal::ZERO), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        if low == high {
            (Decimal::ZERO, Decimal::ONE)
        } else {
            (low, high)
        }
    }

    /// Returns where a value stands, as a fraction of the plot's width.
    pub fn position(&self, value: Decimal) -> f64 {
        let (low, high) = self.axis();
        (value - low)
            .checked_div(high - low)
            .and_then(|fraction| fraction.to_f64())
            .unwrap_or(0.0)
            .clamp(0.0, 1.0)
    }

    /// Returns a bar from zero to a value.
    pub fn bar(&self, value: Decimal) -> BarSpan {
        let zero = self.position(Decimal::ZERO);
        let end = self.position(value);
        BarSpan {
            start: zero.min(end),
            end: zero.max(end),
        }
    }

    /// Returns how a bar is filled. Where a single series has lines that stand out, they are dark
    /// and all others light.
    pub fn fill(&self, series: &Series, group: &BarGroup) -> Fill {
        let stands_out = |group: &BarGroup| group.emphasis == Emphasis::Strong;
        if self.series.len() < 2 && self.groups.iter().any(stands_out) {
            if stands_out(group) {
                Fill::Strong
            } else {
                Fill::Soft
            }
        } else {
            series.fill
        }
    }

    /// Returns a value as written beside its bar.
    pub fn value_label(&self, value: Decimal) -> String {
        match self.unit {
            ChartUnit::Percent => format!("{}%", figures::percent(Percent::new(value))),
            ChartUnit::Dollars => figures::dollars(Money::new(value)),
            ChartUnit::Count => figures::count(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[i64]) -> BarChart {
        BarChart {
            title: "Percent of Medicare".into(),
            unit: ChartUnit::Percent,
            series: vec![Series {
                name: String::new(),
                fill: Fill::Strong,
            }],
            groups: values
                .iter()
                .map(|value| BarGroup {
                    label: "line".into(),
                    values: vec![Some(Decimal::from(*value))],
                    emphasis: Emphasis::Normal,
                })
                .collect(),
            reference: None,
            note: String::new(),
        }
    }

    #[test]
    fn bars_begin_at_zero_even_when_all_values_are_high() {
        let bar = chart(&[150, 200]).bar(Decimal::from(150));
        assert!(bar.start.abs() < 1e-9 && (bar.end - 0.75).abs() < 1e-9);
    }

    #[test]
    fn a_negative_bar_ends_at_zero() {
        let bar = chart(&[-50, 150]).bar(Decimal::from(-50));
        assert!(bar.start.abs() < 1e-9 && (bar.end - 0.25).abs() < 1e-9);
    }

    #[test]
    fn a_line_that_stands_out_is_dark_among_light_ones() {
        let mut chart = chart(&[1, 2]);
        let fills = |chart: &BarChart| -> Vec<Fill> {
            let of = |group| chart.fill(&chart.series[0], group);
            chart.groups.iter().map(of).collect()
        };
        assert_eq!(fills(&chart), [Fill::Strong, Fill::Strong]);
        chart.groups[1].emphasis = Emphasis::Strong;
        assert_eq!(fills(&chart), [Fill::Soft, Fill::Strong]);
    }

    #[test]
    fn a_chart_of_nothing_has_an_axis() {
        assert_eq!(chart(&[]).axis(), (Decimal::ZERO, Decimal::ONE));
        assert!(chart(&[0]).bar(Decimal::ZERO).end.abs() < 1e-9);
    }

    #[test]
    fn values_are_written_in_the_charts_unit() {
        let mut chart = chart(&[1]);
        let value = Decimal::new(-12_345_678, 2);
        assert_eq!(chart.value_label(Decimal::new(1_314, 1)), "131.4%");
        chart.unit = ChartUnit::Dollars;
        assert_eq!(chart.value_label(value), "\u{2212}$123,457");
        chart.unit = ChartUnit::Count;
        assert_eq!(chart.value_label(value), "\u{2212}123,456.78");
    }
}
