//! What the model shows of a projection: key figures, the table by code, and which payer to begin
//! with.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::key_figures::{KeyFigures, PayerKeyFigures};
use crate::analysis::rate_model::{CurrentSource, ProjectedRow, Projection, ProposedSource};
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile, service_words};
use crate::brief::figures;
use crate::domain::{Money, PayerId, Percent, ProcedureCode, RateKey};

/// Longest label of a code in the table.
const MAX_LABEL: usize = 30;

/// Returns the payers a proposal may go to, the largest allowed amount first.
pub(super) fn payers(figures: &KeyFigures) -> Vec<(PayerId, String)> {
    let named = |negotiable_only: bool| -> Vec<(PayerId, String)> {
        figures
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

/// Returns the payer to begin with: the one where being paid like the best negotiable payer would
/// bring most; without percentages of Medicare the largest.
pub(super) fn first_payer(figures: &KeyFigures) -> Option<PayerId> {
    let offered = payers(figures);
    let among = || {
        figures
            .payers
            .iter()
            .filter(|payer| offered.iter().any(|(id, _)| *id == payer.payer))
    };
    let best = among().filter_map(|payer| payer.weighted_percent).max();
    let room = |payer: &PayerKeyFigures| -> Money {
        let gap = best.zip(payer.weighted_percent);
        gap.zip(payer.value_of_one_point)
            .map_or(Money::ZERO, |((best, own), point)| {
                point.times(best.minus(own).points())
            })
    };
    among()
        .max_by_key(|payer| (room(payer), payer.allowed, Reverse(payer.payer)))
        .map(|payer| payer.payer)
}

/// Returns rows by what they change, the largest first: places in [`Projection::rows`].
pub(super) fn ranked(projection: &Projection) -> Vec<usize> {
    let mut places: Vec<usize> = (0..projection.rows.len()).collect();
    places.sort_by_key(|place| {
        projection.rows.get(*place).map(|row| {
            (
                Reverse(row.change.dollars().abs()),
                Reverse(row.current_amount),
                row.key,
            )
        })
    });
    places
}

/// Returns the key figures.
pub(super) fn tiles(projection: &Projection) -> Vec<Tile> {
    let totals = &projection.totals;
    let percent = |percent: Option<Percent>| {
        percent.map_or_else(
            || "n/a".to_owned(),
            |percent| format!("{}%", figures::percent(percent)),
        )
    };
    vec![
        Tile {
            label: "Change a year".to_owned(),
            figure: figures::dollar_change(totals.change_annual),
            footnote: format!(
                "{} today, {} proposed",
                figures::dollars(totals.current_annual),
                figures::dollars(totals.proposed_annual)
            ),
        },
        Tile {
            label: "Change".to_owned(),
            figure: totals.change_percent.map_or_else(
                || "n/a".to_owned(),
                |percent| format!("{}%", figures::percent_change(percent)),
            ),
            footnote: format!("{} in the period", figures::dollar_change(totals.change)),
        },
        Tile {
            label: "Weighted % of Medicare".to_owned(),
            figure: format!(
                "{} \u{2192} {}",
                percent(totals.weighted_before).trim_end_matches('%'),
                percent(totals.weighted_after)
            ),
            footnote: reference_words(projection),
        },
        Tile {
            label: "Lost to low charges a year".to_owned(),
            figure: figures::dollars(totals.leak_annual),
            footnote: if totals.leak.is_zero() {
                "No charge is below its proposed rate".to_owned()
            } else {
                "Under a lesser-of clause".to_owned()
            },
        },
    ]
}

fn reference_words(projection: &Projection) -> String {
    match (
        &projection.proposal_reference,
        &projection.based_on.reference,
    ) {
        (Some(proposed), Some(own)) if proposed != own => format!("Proposed from {proposed}"),
        (_, Some(_)) => "Today and proposed, by your units".to_owned(),
        (_, None) => "No Medicare reference is set".to_owned(),
    }
}

/// Says how many codes the proposal cuts; `None` when it cuts none.
pub(super) fn cut_words(projection: &Projection) -> Option<String> {
    let is_cut = |row: &&ProjectedRow| {
        let rates = row.proposed.zip(row.current);
        rates.is_some_and(|(proposed, current)| proposed.rounded() < current.rounded())
    };
    match projection.rows.iter().filter(is_cut).count() {
        0 => None,
        1 => Some("1 code would be paid less than today".to_owned()),
        count => Some(format!("{count} codes would be paid less than today")),
    }
}

/// Says how rates were found that the proposal's basis has none for; empty when it has all.
pub(super) fn unlisted_words(projection: &Projection) -> String {
    let totals = &projection.totals;
    let mut parts = Vec::new();
    let mut part = |count: u64, one: &str, many: &str| {
        if count > 0 {
            let words = if count == 1 { one } else { many };
            parts.push(format!("{count} {words}"));
        }
    };
    part(totals.by_override, "rate set by hand", "rates set by hand");
    part(
        totals.kept_higher,
        "code keeps today's rate, higher than the proposal",
        "codes keep today's rates, higher than the proposal",
    );
    part(
        totals.kept_current,
        "code the percentage cannot price keeps today's rate",
        "codes the percentage cannot price keep today's rates",
    );
    part(
        totals.by_percent_of_charge,
        "code is priced by its charge",
        "codes are priced by their charges",
    );
    part(
        totals.by_zero,
        "code is paid nothing",
        "codes are paid nothing",
    );
    part(
        totals.unknown,
        "code has no known rate and counts with nothing",
        "codes have no known rate and count with nothing",
    );
    parts.join(" \u{b7} ")
}

/// Returns the table by code, its rows in the order of `places`.
pub(super) fn table(
    projection: &Projection,
    places: &[usize],
    labels: &BTreeMap<ProcedureCode, String>,
) -> TableContent {
    let label = |row: &ProjectedRow| labels.get(&row.key.code).map_or("", String::as_str);
    TableContent {
        columns: columns(),
        rows: places
            .iter()
            .filter_map(|place| projection.rows.get(*place))
            .map(|row| code_row(row, label(row)))
            .collect(),
        totals: totals(projection),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Code"),
        Column::text("What it is"),
        Column::figures("Units").about("Units in the period"),
        Column::figures("Today ($)")
            .about("Today's rate a unit")
            .linked(),
        Column::figures("Proposed ($)").about("Proposed rate a unit"),
        Column::figures("Change ($)").about("Units times the difference of rates, in the period"),
        Column::figures("% today")
            .about("Today's rate as a percentage of Medicare")
            .linked(),
        Column::figures("% proposed").about("The proposed rate as a percentage of Medicare"),
        Column::text("Today from")
            .about("Agreed: the payer's contract or fee schedule. Average: of the allowed amounts"),
        Column::text("Proposed by").about("The percentage, your hand, or the rule for the rest"),
        Column::figures("Charge short ($)").about(
            "Our average charge is below the proposed rate: under a lesser-of clause this much of \
             the proposed amount is lost in the period",
        ),
    ]
}

fn code_row(row: &ProjectedRow, label: &str) -> Row {
    let no_medicare = "No Medicare amount for this code";
    Row::of(vec![
        Cell::text(service_words(row.key)),
        Cell::text(shortened(label)),
        Cell::Number(row.units),
        Cell::or_missing(row.current, to_the_cent, "Today's rate is not known"),
        Cell::or_missing(row.proposed, Cell::Money, "No rate is known"),
        Cell::DollarChange(row.change),
        Cell::or_missing(row.percent_before, Cell::OfMedicare, no_medicare),
        Cell::or_missing(row.percent_after, Cell::OfMedicare, no_medicare),
        Cell::text(current_words(row.current_source)),
        Cell::text(proposed_words(row.proposed_source)),
        if row.leak.is_zero() {
            Cell::Blank
        } else {
            Cell::Dollars(row.leak)
        },
    ])
}

fn totals(projection: &Projection) -> Vec<Cell> {
    let totals = &projection.totals;
    let no_medicare = "No code has a Medicare amount";
    vec![
        Cell::text("All codes"),
        Cell::Blank,
        Cell::Number(projection.rows.iter().map(|row| row.units).sum::<Decimal>()),
        Cell::Blank,
        Cell::Blank,
        Cell::DollarChange(totals.change),
        Cell::or_missing(totals.weighted_before, Cell::Percent, no_medicare),
        Cell::or_missing(totals.weighted_after, Cell::Percent, no_medicare),
        Cell::Blank,
        Cell::Blank,
        if totals.leak.is_zero() {
            Cell::Blank
        } else {
            Cell::Dollars(totals.leak)
        },
    ]
}

const fn current_words(source: CurrentSource) -> &'static str {
    match source {
        CurrentSource::FeeSchedule => "Agreed",
        CurrentSource::Observed => "Average",
        CurrentSource::Unknown => "Not known",
    }
}

const fn proposed_words(source: ProposedSource) -> &'static str {
    match source {
        ProposedSource::Basis => "Proposal",
        ProposedSource::Override => "By hand",
        ProposedSource::CurrentIsHigher => "Today, higher",
        ProposedSource::KeptCurrent => "Kept",
        ProposedSource::PercentOfCharge => "Charge",
        ProposedSource::Zero => "Nothing",
        ProposedSource::Unknown => "Not known",
    }
}

/// The chosen row, ready to be changed.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct ChosenRate {
    /// The service and its label.
    pub(super) title: String,
    /// Today's rate, Medicare's amount and the average charge.
    pub(super) compared: String,
    /// The proposed rate as it is typed.
    pub(super) typed: String,
    /// Whether it was set by hand.
    pub(super) by_hand: bool,
}

/// Returns the chosen row's words.
pub(super) fn chosen_rate(
    projection: &Projection,
    key: RateKey,
    label: &str,
) -> Option<ChosenRate> {
    let row = projection.rows.iter().find(|row| row.key == key)?;
    let named = |name: &str, amount: Option<Money>| {
        let shown = amount.map_or_else(
            || "n/a".to_owned(),
            |amount| format!("${}", figures::money(amount)),
        );
        format!("{name} {shown}")
    };
    let title = if label.is_empty() {
        service_words(key)
    } else {
        format!("{} \u{b7} {label}", service_words(key))
    };
    Some(ChosenRate {
        title,
        compared: [
            named("Today", row.current),
            named("Medicare", row.medicare),
            named("Our charge", row.average_charge),
        ]
        .join(" \u{b7} "),
        typed: row
            .proposed
            .map_or_else(String::new, |rate| rate.to_string()),
        by_hand: row.proposed_source == ProposedSource::Override,
    })
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= MAX_LABEL {
        return label.to_owned();
    }
    let kept: String = label.chars().take(MAX_LABEL - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}

fn to_the_cent(amount: Money) -> Cell {
    Cell::Money(amount.rounded())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::key_figures::key_figures;
    use crate::analysis::payer_mix::payer_mix;
    use crate::analysis::rate_model::{project, rate_baseline};
    use crate::analysis::sample::{Sample, dollars, payer, percent, total, worked_rates};
    use crate::domain::{
        PayerClass, Proposal, ProposalBasis, RateFloor, RateOverride, UnlistedRule,
    };

    fn of_medicare(points: &str) -> Proposal {
        Proposal {
            basis: ProposalBasis::PercentOfMedicare {
                percent: percent(points),
                release: None,
            },
            overrides: Vec::new(),
            unlisted: UnlistedRule::KeepCurrent,
            floor: RateFloor::None,
        }
    }

    fn projected(sample: &Sample, proposal: &Proposal) -> Projection {
        project(&rate_baseline(&sample.input(), PayerId(1)), proposal, None)
    }

    fn shown(projection: &Projection) -> Vec<String> {
        let table = table(projection, &ranked(projection), &BTreeMap::new());
        let line = |cells: &[Cell]| -> String {
            let words: Vec<_> = cells.iter().map(Cell::shown).collect();
            words.join(" | ")
        };
        let rows = table.rows.iter().map(|row| line(&row.cells));
        rows.chain([line(&table.totals)]).collect()
    }

    #[test]
    fn a_proposal_is_shown_code_by_code_the_largest_change_first() {
        let mut proposal = of_medicare("140");
        proposal.overrides.push(RateOverride {
            key: crate::analysis::sample::key("EX004"),
            rate: dollars("29.34"),
        });
        let projection = projected(&worked_rates(), &proposal);
        let rows = shown(&projection);
        assert_eq!(
            rows[0],
            "EX001 |  | 4,200 | 113.33 | 124.94 | +$48,762 | 127.0% | 140.0% | Average | \
             Proposal | "
        );
        assert!(
            rows.contains(
                &"EX004 |  | 420 | 29.34 | 29.34 | $0 | 210.0% | 210.0% | Average | By hand | "
                    .to_owned()
            ),
            "{rows:?}"
        );
        assert_eq!(rows.len(), 8);
        assert!(rows[7].starts_with("All codes |  | 8,330 |"), "{}", rows[7]);
        assert_eq!(unlisted_words(&projection), "1 rate set by hand");
    }

    #[test]
    fn the_large_figures_are_those_of_the_projection() {
        let projection = projected(&worked_rates(), &of_medicare("140"));
        let tiles = tiles(&projection);
        let totals = &projection.totals;
        assert_eq!(
            tiles[0].figure,
            figures::dollar_change(totals.change_annual)
        );
        assert_eq!(tiles[2].figure, "131.4 \u{2192} 140.0%");
        assert_eq!(tiles[3].figure, "$0");
        let table = table(&projection, &ranked(&projection), &BTreeMap::new());
        let changes: Money = table
            .rows
            .iter()
            .map(|row| match row.cells[5] {
                Cell::DollarChange(amount) => amount,
                _ => Money::ZERO,
            })
            .sum();
        assert_eq!(changes, totals.change);
    }

    #[test]
    fn without_a_reference_percentages_are_missing_and_rates_are_kept() {
        let mut sample = worked_rates();
        sample.reference = None;
        let projection = projected(&sample, &of_medicare("140"));
        let tiles = tiles(&projection);
        assert_eq!(tiles[0].figure, "$0");
        assert_eq!(tiles[2].figure, "n/a \u{2192} n/a");
        assert_eq!(tiles[2].footnote, "No Medicare reference is set");
        assert_eq!(
            unlisted_words(&projection),
            "7 codes the percentage cannot price keep today's rates"
        );
        assert!(shown(&projection)[0].contains("$0 | n/a | n/a | Average | Kept"));
    }

    #[test]
    fn codes_that_would_be_cut_are_counted() {
        let cut = of_medicare("130");
        let words = "5 codes would be paid less than today".to_owned();
        assert_eq!(cut_words(&projected(&worked_rates(), &cut)), Some(words));
        let floored = Proposal {
            floor: RateFloor::Current,
            ..cut
        };
        let projection = projected(&worked_rates(), &floored);
        assert_eq!(cut_words(&projection), None);
        assert_eq!(
            unlisted_words(&projection),
            "5 codes keep today's rates, higher than the proposal"
        );
    }

    #[test]
    fn a_payer_without_services_shows_nothing() {
        let projection = projected(&Sample::new(&["One"], Vec::new()), &of_medicare("130"));
        assert!(ranked(&projection).is_empty());
        assert_eq!(tiles(&projection)[1].figure, "n/a");
        assert_eq!(unlisted_words(&projection), "");
    }

    fn figures_of(sample: &Sample) -> KeyFigures {
        key_figures(&payer_mix(&sample.input()), &code_rates(&sample.input()))
    }

    #[test]
    fn the_first_payer_is_where_the_most_is_to_be_gained() {
        let mut sample = Sample::new(
            &[],
            vec![
                total(1, "EX001", "100", "20000", "7500"),
                total(2, "EX001", "1000", "200000", "103000"),
                total(3, "EX001", "500", "100000", "66000"),
                total(4, "EX001", "2000", "400000", "100000"),
            ],
        )
        .priced(&[("EX001", "100")]);
        sample.payers = vec![
            payer(1, "Small and low", PayerClass::Commercial),
            payer(2, "Large and middling", PayerClass::Commercial),
            payer(3, "Best", PayerClass::Commercial),
            payer(4, "Medicare", PayerClass::Medicare),
        ];
        let figures = figures_of(&sample);
        assert_eq!(first_payer(&figures), Some(PayerId(2)));
        let names: Vec<String> = payers(&figures).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Large and middling", "Best", "Small and low"]);
    }

    #[test]
    fn without_percentages_the_largest_payer_is_first_and_none_of_none() {
        let sample = Sample::new(
            &["One", "Two"],
            vec![
                total(1, "EX001", "1", "200", "100"),
                total(2, "EX001", "2", "400", "220"),
            ],
        );
        assert_eq!(first_payer(&figures_of(&sample)), Some(PayerId(2)));
        let empty = Sample::new(&["One"], Vec::new());
        assert_eq!(first_payer(&figures_of(&empty)), None);
    }

    #[test]
    fn the_chosen_row_is_ready_to_be_typed_over() {
        let projection = projected(&worked_rates(), &of_medicare("140"));
        let key = crate::analysis::sample::key("EX001");
        assert_eq!(
            chosen_rate(&projection, key, "Return visit"),
            Some(ChosenRate {
                title: "EX001 \u{b7} Return visit".to_owned(),
                compared: "Today $113.33 \u{b7} Medicare $89.24 \u{b7} Our charge $226.66"
                    .to_owned(),
                typed: "124.94".to_owned(),
                by_hand: false,
            })
        );
    }
}
