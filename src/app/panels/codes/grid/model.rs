//! What the grid of codes and payers shows: finished words and figures, built from reports.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::code_rates::{CodeRateRow, CodeRates, PayerRate, RateSummary};
use crate::analysis::pareto::{Pareto, ParetoBasis};
use crate::app::explain::ExplainQuestion;
use crate::app::widgets::{Cell, Column, Row, TableContent, TableResponse, service_words};
use crate::brief::figures;
use crate::domain::{Money, PayerId, Percent, ProcedureCode};

/// The practice's own words for codes.
pub(super) type CodeLabels = BTreeMap<ProcedureCode, String>;

/// Longest name of a payer over a column; the whole name is in the tooltip.
const MAX_HEADING: usize = 13;
/// Place of the first payer's column.
const FIRST_PAYER: usize = 3;
/// The column of no payer.
const MEDICARE_ALONE: usize = 0;
/// Longest label of a code.
const MAX_LABEL: usize = 26;

/// What the payers' columns hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Measure {
    /// Average allowed amounts as a percentage of Medicare.
    #[default]
    OfMedicare,
    /// Average allowed amounts in dollars per unit.
    Dollars,
    /// Units.
    Units,
}

impl Measure {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 3] = [
        (Self::OfMedicare, "% of Medicare"),
        (Self::Dollars, "Dollars a unit"),
        (Self::Units, "Units"),
    ];
}

/// Which codes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Codes {
    /// All.
    #[default]
    All,
    /// The few that reach the threshold.
    NegotiationSet,
}

impl Codes {
    /// Both, with their words.
    pub(super) const CHOICES: [(Self, &str); 2] = [
        (Self::All, "All codes"),
        (Self::NegotiationSet, "Negotiation set"),
    ];
}

/// The grid and the places of its rows in the report.
#[derive(Debug, Serialize)]
pub(super) struct GridModel {
    /// The table.
    pub(super) table: TableContent,
    /// For each row of the table its place in [`CodeRates::rows`].
    pub(super) places: Vec<usize>,
    /// Codes that no percentage can be taken of, in a sentence; empty where there are none.
    pub(super) not_measured: String,
}

/// Builds the grid. `set` leaves only the codes it selects.
pub(super) fn grid(
    rates: &CodeRates,
    set: Option<&Pareto>,
    measure: Measure,
    labels: &CodeLabels,
) -> GridModel {
    let places: Vec<usize> = rates
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| set.is_none_or(|set| is_selected(set, row)))
        .map(|(place, _)| place)
        .collect();
    let rows = places
        .iter()
        .filter_map(|place| rates.rows.get(*place))
        .map(|row| code_row(rates, row, measure, labels))
        .collect();
    GridModel {
        table: TableContent {
            columns: columns(rates, measure),
            rows,
            totals: totals(rates, measure, set),
        },
        places,
        not_measured: not_measured(&rates.total),
    }
}

/// Says how many codes the negotiation set holds and what they truly reach.
pub(super) fn set_words(set: &Pareto) -> String {
    let Some(reached) = set.reached_percent else {
        return "No code brings anything by this measure".to_owned();
    };
    let share = set.selected_percent.map_or_else(String::new, |percent| {
        format!(" ({}% of codes)", figures::percent(percent))
    });
    let what = match set.basis {
        ParetoBasis::Allowed => "allowed amounts",
        ParetoBasis::Payments => "payments",
        ParetoBasis::Charges => "charges",
        ParetoBasis::Rvus => "relative value units",
        ParetoBasis::Volume => "units of service",
    };
    format!(
        "{} of {} codes{share} reach {}% of {what}",
        set.selected_count,
        set.code_count,
        figures::percent(reached)
    )
}

/// Returns what is to be explained: the amount that was followed, or the row that was opened.
pub(super) fn explained(
    rates: &CodeRates,
    places: &[usize],
    happened: TableResponse,
) -> Option<ExplainQuestion> {
    let (row_idx, column_idx) = happened
        .followed
        .or(happened.opened.map(|row_idx| (row_idx, MEDICARE_ALONE)))?;
    let row = rates.rows.get(*places.get(row_idx)?)?;
    let payer = column_idx
        .checked_sub(FIRST_PAYER)
        .and_then(|payer_idx| rates.payers.get(payer_idx));
    Some(ExplainQuestion {
        key: row.key,
        payer: payer.map(|payer| payer.payer),
    })
}

fn is_selected(set: &Pareto, row: &CodeRateRow) -> bool {
    set.rows
        .iter()
        .take_while(|ranked| ranked.is_selected)
        .any(|ranked| ranked.key == row.key)
}

/// Says why some codes have no percentage, and what they are worth.
fn not_measured(total: &RateSummary) -> String {
    if total.codes_not_measured == 0 {
        return String::new();
    }
    let reasons: Vec<String> = total
        .reasons
        .iter()
        .map(|reason| format!("{} ({})", reason.reason, reason.codes))
        .collect();
    let codes = if total.codes_not_measured == 1 {
        "1 code is".to_owned()
    } else {
        format!("{} codes are", total.codes_not_measured)
    };
    format!(
        "{codes} left out of percentages, with {} allowed: {}",
        figures::dollars(total.allowed_not_measured),
        reasons.join("; ")
    )
}

fn columns(rates: &CodeRates, measure: Measure) -> Vec<Column> {
    let pinned = if measure == Measure::OfMedicare {
        vec![Cell::text("Mean of percentages"), Cell::text("Measured")]
    } else {
        Vec::new()
    };
    let mut columns = vec![
        Column::text("Code"),
        Column::text("What it is").pinned(pinned),
        summary_column("All payers", "All payers together", &rates.total, measure),
    ];
    let headings = headings(rates);
    for (payer, heading) in rates.payers.iter().zip(headings) {
        let about = match &payer.fee_schedule {
            Some(schedule) => format!("{}; fee schedule on file: {schedule}", payer.name),
            None => payer.name.clone(),
        };
        let column = summary_column(&heading, &about, &payer.summary, measure);
        columns.push(if measure == Measure::Units {
            column
        } else {
            column.linked()
        });
    }
    columns.extend([
        Column::figures("Medicare ($)")
            .linked()
            .about(match &rates.based_on.reference {
                Some(reference) => format!("Medicare's amount a unit: {reference}"),
                None => "Medicare's amount a unit; no reference is set".to_owned(),
            }),
        Column::figures("Allowed %").about("Share of all allowed amounts, adding up to 100.0"),
        Column::figures("Units").about("Units of the lines that have an allowed amount"),
        Column::text("Modifier").about("Modifiers that change the price"),
        Column::text("Setting").about(
            "Medicare pays less where the place of service bills for its own room (facility)",
        ),
        Column::text("Measured by").about(
            "Which of Medicare\u{2019}s fee schedules; only the physicians\u{2019} is in the weighted \
             percentages",
        ),
    ]);
    columns
}

fn summary_column(heading: &str, about: &str, summary: &RateSummary, measure: Measure) -> Column {
    let column = Column::figures(heading).about(about);
    if measure != Measure::OfMedicare {
        return column;
    }
    column.pinned(vec![
        Cell::or_missing(
            summary.simple_mean_percent,
            Cell::Percent,
            "No code has a Medicare amount",
        ),
        Cell::or_missing(
            summary.coverage_percent,
            Cell::Percent,
            "No allowed amounts",
        ),
    ])
}

/// Shortens payers' names for column headings, keeping them apart.
fn headings(rates: &CodeRates) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for payer in &rates.payers {
        let short = shortened(&payer.name, MAX_HEADING);
        let heading = if taken.contains(&short) {
            payer.name.clone()
        } else {
            short
        };
        taken.push(heading);
    }
    taken
}

fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// Returns the totals: of all codes, also while only the negotiation set is listed.
fn totals(rates: &CodeRates, measure: Measure, set: Option<&Pareto>) -> Vec<Cell> {
    let name = match (measure, set) {
        (Measure::OfMedicare, None) => "Weighted",
        (Measure::OfMedicare, Some(_)) => "Weighted, all codes",
        (Measure::Dollars, None) => "Weighted average",
        (Measure::Dollars, Some(_)) => "Average, all codes",
        (Measure::Units, None) => "Units",
        (Measure::Units, Some(_)) => "Units, all codes",
    };
    let units = |payer: Option<PayerId>| -> Decimal {
        rates
            .rows
            .iter()
            .flat_map(|row| &row.payers)
            .filter(|rate| payer.is_none_or(|payer| payer == rate.payer))
            .map(|rate| rate.units)
            .sum()
    };
    let not_measured = "No code has both an allowed amount and a Medicare amount";
    let summary = |summary: &RateSummary, payer: Option<PayerId>| match measure {
        Measure::OfMedicare => {
            Cell::or_missing(summary.weighted_percent, Cell::Percent, not_measured)
        }
        Measure::Dollars => Cell::or_missing(summary.weighted_average, to_the_cent, not_measured),
        Measure::Units => Cell::Number(units(payer)),
    };
    let mut cells = vec![Cell::Blank, Cell::text(name), summary(&rates.total, None)];
    cells.extend(
        rates
            .payers
            .iter()
            .map(|payer| summary(&payer.summary, Some(payer.payer))),
    );
    cells.extend([
        match measure {
            Measure::Dollars => Cell::or_missing(
                rates.total.medicare_weighted_average,
                to_the_cent,
                not_measured,
            ),
            Measure::OfMedicare | Measure::Units => Cell::Blank,
        },
        if rates.total.allowed.is_zero() {
            Cell::Blank
        } else {
            Cell::Percent(Percent::HUNDRED)
        },
        Cell::Number(rates.rows.iter().map(|row| row.units).sum()),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
    ]);
    cells
}

fn code_row(rates: &CodeRates, row: &CodeRateRow, measure: Measure, labels: &CodeLabels) -> Row {
    let label = labels.get(&row.key.code).map_or("", String::as_str);
    let mut cells = vec![
        Cell::text(service_words(row.key)),
        Cell::text(shortened(label, MAX_LABEL)),
        match measure {
            Measure::OfMedicare => of_medicare(
                row,
                row.observed,
                (row.percent_of_medicare, row.percent_of_family),
            ),
            Measure::Dollars => Cell::or_missing(row.observed, to_the_cent, NOT_ALLOWED),
            Measure::Units => Cell::Number(row.units),
        },
    ];
    for payer in &rates.payers {
        let rate = row.payers.iter().find(|rate| rate.payer == payer.payer);
        cells.push(rate.map_or(Cell::Blank, |rate| payer_cell(row, rate, measure)));
    }
    cells.extend([
        Cell::or_missing(row.family_amount, Cell::Money, reason(row)),
        Cell::or_missing(row.share_of_allowed, Cell::Percent, "No allowed amounts"),
        Cell::Number(row.units),
        Cell::text(row.key.modifiers.to_string()),
        Cell::text(row.key.setting.label()),
        Cell::text(row.family.map_or("", |family| family.label())),
    ]);
    Row::of(cells)
}

/// Why a rate is missing although the payer was billed.
const NOT_ALLOWED: &str = "No line has an allowed amount, or reversals leave no units";

fn payer_cell(row: &CodeRateRow, rate: &PayerRate, measure: Measure) -> Cell {
    match measure {
        Measure::OfMedicare => of_medicare(
            row,
            rate.observed,
            (rate.percent_of_medicare, rate.percent_of_family),
        ),
        Measure::Dollars => Cell::or_missing(rate.observed, to_the_cent, NOT_ALLOWED),
        Measure::Units => Cell::Number(rate.units),
    }
}

/// A percentage of the physician fee schedule stands on a ground that says how far it is from 100;
/// one of another of Medicare's fee schedules stands by itself, since the two are never blended.
fn of_medicare(
    row: &CodeRateRow,
    observed: Option<Money>,
    (percent, of_family): (Option<Percent>, Option<Percent>),
) -> Cell {
    match (percent, of_family, observed) {
        (Some(percent), ..) => Cell::OfMedicare(percent),
        (None, Some(percent), _) => Cell::Percent(percent),
        (None, None, None) => Cell::Missing(NOT_ALLOWED.into()),
        (None, None, Some(_)) => Cell::Missing(reason(row).into()),
    }
}

fn reason(row: &CodeRateRow) -> String {
    row.no_medicare
        .clone()
        .unwrap_or_else(|| "No Medicare amount".to_owned())
}

fn to_the_cent(amount: Money) -> Cell {
    Cell::Money(amount.rounded())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::code_rates::code_rates;
    use crate::analysis::pareto::pareto;
    use crate::analysis::sample::{Sample, percent, total, worked_rates};

    fn line<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> String {
        let words: Vec<_> = cells.into_iter().map(Cell::shown).collect();
        words.join(" | ")
    }

    fn lines(grid: &GridModel) -> Vec<String> {
        let table = &grid.table;
        assert!(
            table
                .rows
                .iter()
                .all(|row| row.cells.len() == table.columns.len())
        );
        assert_eq!(table.totals.len(), table.columns.len());
        let rows = table.rows.iter().map(|row| line(&row.cells));
        rows.chain([line(&table.totals)]).collect()
    }

    fn labels() -> CodeLabels {
        [("EX001", "Return visit")]
            .map(|(code, label)| (ProcedureCode::new(code).unwrap(), label.to_owned()))
            .into()
    }

    #[test]
    fn the_grid_ends_in_the_ratio_of_sums_with_the_other_mean_below() {
        let rates = code_rates(&worked_rates().input());
        let grid = grid(&rates, None, Measure::OfMedicare, &labels());
        let lines = lines(&grid);
        assert_eq!(
            lines[1],
            "EX001 | Return visit | 127.0% | 127.0% | 89.24 | 45.0% | 4,200 |  | Non-facility | \
             Physician fee schedule"
        );
        assert_eq!(
            lines[7],
            " | Weighted | 131.4% | 131.4% |  | 100.0% | 8,330 |  |  | "
        );
        let pinned = |line_idx: usize| grid.table.columns[3].pinned[line_idx].shown().into_owned();
        assert_eq!(
            (pinned(0).as_str(), pinned(1).as_str()),
            ("178.7%", "100.0%")
        );
        assert_eq!(grid.not_measured, "");
    }

    #[test]
    fn dollars_and_units_are_the_reports_own() {
        let rates = code_rates(&worked_rates().input());
        let dollars = lines(&grid(&rates, None, Measure::Dollars, &labels()));
        assert!(
            dollars[1].starts_with("EX001 | Return visit | 113.33 | 113.33 | 89.24"),
            "{}",
            dollars[1]
        );
        assert!(
            dollars[7].starts_with(" | Weighted average | 127.14 | 127.14 | 96.77"),
            "{}",
            dollars[7]
        );
        let units = grid(&rates, None, Measure::Units, &labels());
        assert!(lines(&units)[7].starts_with(" | Units | 8,330 | 8,330 |"));
        assert!(
            units
                .table
                .columns
                .iter()
                .all(|column| column.pinned.is_empty())
        );
    }

    #[test]
    fn without_a_reference_every_percentage_says_why_it_is_missing() {
        let mut sample = worked_rates();
        sample.reference = None;
        let rates = code_rates(&sample.input());
        let grid = grid(&rates, None, Measure::OfMedicare, &labels());
        assert_eq!(
            grid.table.rows[0].cells[3],
            Cell::Missing("No Medicare reference is set".into())
        );
        assert!(lines(&grid)[7].starts_with(" | Weighted | n/a | n/a |"));
        assert_eq!(
            grid.not_measured,
            "7 codes are left out of percentages, with $1,059,110 allowed: No Medicare reference \
             is set (7)"
        );
    }

    #[test]
    fn the_negotiation_set_leaves_its_codes_and_says_what_they_reach() {
        let sample = worked_rates();
        let rates = code_rates(&sample.input());
        let set = pareto(&sample.input(), ParetoBasis::Allowed, percent("75"));
        let narrowed = grid(&rates, Some(&set), Measure::OfMedicare, &labels());
        assert_eq!(narrowed.places, [0, 1]);
        assert_eq!(narrowed.table.rows.len(), 2);
        assert_eq!(narrowed.table.totals[1].shown(), "Weighted, all codes");
        assert_eq!(
            set_words(&set),
            "2 of 7 codes (28.6% of codes) reach 92.4% of allowed amounts"
        );
    }

    #[test]
    fn a_payer_that_was_never_billed_for_a_code_leaves_its_cell_blank() {
        let sample = Sample::new(
            &[
                "One",
                "A payer with quite a long name",
                "A payer with quite another name",
            ],
            vec![
                total(1, "EX001", "2", "400", "300"),
                total(2, "EX002", "1", "100", "80"),
                total(3, "EX002", "1", "100", "70"),
            ],
        )
        .priced(&[("EX001", "100"), ("EX002", "Not in the Medicare release")]);
        let rates = code_rates(&sample.input());
        let grid = grid(&rates, None, Measure::OfMedicare, &CodeLabels::new());
        assert_eq!(grid.table.rows[0].cells[4], Cell::Blank);
        assert_eq!(
            grid.table.rows[1].cells[4],
            Cell::Missing("Not in the Medicare release".into())
        );
        let headings: Vec<&str> = grid.table.columns[3..6]
            .iter()
            .map(|column| column.heading.as_str())
            .collect();
        assert_eq!(
            headings,
            [
                "One",
                "A payer with\u{2026}",
                "A payer with quite another name"
            ]
        );
        assert_eq!(
            grid.not_measured,
            "1 code is left out of percentages, with $150 allowed: Not in the Medicare release (1)"
        );
    }

    #[test]
    fn no_codes_make_an_empty_grid() {
        let rates = code_rates(&Sample::new(&["One"], Vec::new()).input());
        let grid = grid(&rates, None, Measure::Units, &labels());
        assert!(grid.table.rows.is_empty() && grid.places.is_empty());
    }
}
