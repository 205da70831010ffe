//! What the tester says: the claim, the practice's own figure, and the codes between them.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::code_rates::CodeRates;
use crate::analysis::headline::Headline;
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile, service_words};
use crate::brief::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, ReferenceLine, Series, figures};
use crate::domain::{PayerId, Percent};

/// The answer in words and figures.
#[derive(Debug, Serialize)]
pub(super) struct HeadlineWords {
    pub(super) tiles: Vec<Tile>,
    pub(super) chart: BarChart,
    /// How the two means differ, in a sentence.
    pub(super) verdict: String,
    /// High-volume codes below the claim, in a sentence.
    pub(super) below: String,
}

/// Returns the payers a claim may come from: those whose rates are negotiated, or else all.
pub(super) fn payers(rates: &CodeRates) -> Vec<(PayerId, String)> {
    let named = |negotiable_only: bool| -> Vec<(PayerId, String)> {
        rates
            .payers
            .iter()
            .filter(|payer| !negotiable_only || payer.class.is_negotiable())
            .map(|payer| (payer.payer, payer.name.clone()))
            .collect()
    };
    let negotiable = named(true);
    if negotiable.is_empty() {
        named(false)
    } else {
        negotiable
    }
}

/// Returns the answer in words.
pub(super) fn words(answer: &Headline) -> HeadlineWords {
    HeadlineWords {
        tiles: tiles(answer),
        chart: chart(answer),
        verdict: verdict(answer),
        below: below(answer),
    }
}

fn percent(percent: Option<Percent>) -> String {
    percent.map_or_else(
        || "n/a".to_owned(),
        |percent| format!("{}%", figures::percent(percent)),
    )
}

fn tiles(answer: &Headline) -> Vec<Tile> {
    let tile = |label: &str, figure: String, footnote: &str| Tile {
        label: label.to_owned(),
        figure,
        footnote: footnote.to_owned(),
    };
    vec![
        tile(
            "Claimed",
            percent(Some(answer.claimed_percent)),
            "of Medicare, on average",
        ),
        tile(
            "Your services",
            percent(answer.weighted_percent),
            "Ratio of sums, each code by its units",
        ),
        tile(
            "Mean of percentages",
            percent(answer.simple_mean_percent),
            "Each code counts once",
        ),
        tile(
            "Gap to the claim",
            answer.gap_points.map_or_else(
                || "n/a".to_owned(),
                |gap| format!("{} points", figures::percent_change(gap)),
            ),
            &format!(
                "{} in the period",
                figures::dollar_change(answer.gap_amount)
            ),
        ),
    ]
}

fn chart(answer: &Headline) -> BarChart {
    let bar = |label: &str, value: Option<Percent>, emphasis| BarGroup {
        label: label.to_owned(),
        values: vec![value.map(Percent::points)],
        emphasis,
    };
    BarChart {
        title: "Percent of Medicare, three ways to say it".to_owned(),
        unit: ChartUnit::Percent,
        series: vec![Series {
            name: String::new(),
            fill: Fill::Strong,
        }],
        groups: vec![
            bar("Claimed", Some(answer.claimed_percent), Emphasis::Normal),
            bar(
                "Mean of percentages",
                answer.simple_mean_percent,
                Emphasis::Normal,
            ),
            bar("Your services", answer.weighted_percent, Emphasis::Strong),
        ],
        reference: Some(ReferenceLine {
            label: "Medicare".to_owned(),
            value: Decimal::ONE_HUNDRED,
        }),
        note: String::new(),
    }
}

fn verdict(answer: &Headline) -> String {
    let (Some(weighted), Some(gap)) = (answer.weighted_percent, answer.gap_points) else {
        return "No code of this payer has both an allowed amount and a Medicare amount".to_owned();
    };
    let own = figures::percent(weighted);
    let codes = answer.codes;
    if gap.rounded(1).points().is_zero() {
        return format!("Weighed by your services the {codes} codes tested come to the claim");
    }
    let side = if gap.points() < Decimal::ZERO {
        "below"
    } else {
        "above"
    };
    format!(
        "Weighed by your services the {codes} codes tested come to {own}% of Medicare: {} points \
         {side} the claim",
        figures::percent(Percent::new(gap.points().abs()))
    )
}

fn below(answer: &Headline) -> String {
    if answer.high_volume_codes == 0 {
        return String::new();
    }
    format!(
        "{} of the {} codes that make 75% of the amount at Medicare's rates are below the claim",
        answer.high_volume_below, answer.high_volume_codes
    )
}

/// Returns the codes that explain most of the gap.
pub(super) fn table(answer: &Headline) -> TableContent {
    TableContent {
        columns: vec![
            Column::text("Code"),
            Column::figures("Units"),
            Column::figures("% of Medicare").linked(),
            Column::figures("Gap ($)").about("Allowed amounts less the same services as claimed"),
            Column::figures("Part of the gap")
                .about("Over 100 together where other codes pull the other way"),
        ],
        rows: answer
            .explaining
            .iter()
            .map(|code| {
                Row::of(vec![
                    Cell::text(service_words(code.key)),
                    Cell::Number(code.units),
                    Cell::or_missing(code.percent, Cell::OfMedicare, "No Medicare amount"),
                    Cell::DollarChange(code.gap_amount),
                    Cell::or_missing(code.percent_of_gap, Cell::Percent, "There is no gap"),
                ])
            })
            .collect(),
        totals: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::headline::test_percent_of_medicare;
    use crate::analysis::sample::{Sample, percent, total, worked_rates};

    fn answer(sample: &Sample, claimed: &str) -> Headline {
        let rates = code_rates(&sample.input());
        test_percent_of_medicare(&rates, PayerId(1), percent(claimed))
    }

    #[test]
    fn the_worked_claim_is_answered_by_the_ratio_of_sums() {
        let answer = answer(&worked_rates(), "160");
        let words = words(&answer);
        let figures: Vec<&str> = words
            .tiles
            .iter()
            .map(|tile| tile.figure.as_str())
            .collect();
        assert_eq!(
            figures,
            ["160.0%", "131.4%", "178.7%", "\u{2212}28.6 points"]
        );
        assert_eq!(
            words.verdict,
            "Weighed by your services the 7 codes tested come to 131.4% of Medicare: 28.6 points \
             below the claim"
        );
        assert_eq!(
            words.below,
            "2 of the 2 codes that make 75% of the amount at Medicare's rates are below the claim"
        );
        let table = table(&answer);
        let codes: Vec<_> = table.rows.iter().map(|row| row.cells[0].shown()).collect();
        assert_eq!(codes, ["EX001", "EX002"]);
    }

    #[test]
    fn a_payer_without_medicare_amounts_has_no_answer() {
        let mut sample = worked_rates();
        sample.reference = None;
        let words = words(&answer(&sample, "160"));
        assert_eq!(words.tiles[1].figure, "n/a");
        assert!(words.verdict.starts_with("No code of this payer"));
        assert_eq!(words.below, "");
    }

    #[test]
    fn claims_come_from_payers_that_negotiate() {
        let mut sample = Sample::new(
            &["One", "Two"],
            vec![
                total(1, "EX001", "1", "200", "100"),
                total(2, "EX001", "2", "400", "220"),
            ],
        );
        sample.payers[1].class = crate::domain::PayerClass::Medicare;
        let rates = code_rates(&sample.input());
        assert_eq!(payers(&rates), [(PayerId(1), "One".to_owned())]);
        assert!(payers(&code_rates(&Sample::new(&[], Vec::new()).input())).is_empty());
    }
}
