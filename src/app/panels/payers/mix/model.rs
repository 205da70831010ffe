//! What the payer mix shows: finished words and figures, built from the report.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::payer_mix::{PayerFigures, PayerMix, PayerMixRow, PayerShares, ProductMixRow};
use crate::app::widgets::{Cell, Column, Row, TableContent, Tile};
use crate::brief::{BarChart, BarGroup, ChartUnit, Emphasis, Fill, Series, figures};
use crate::domain::{Money, PayerClass, Percent, ProductKind};

/// How a visit is counted, in words.
pub(super) const VISIT: &str = "A visit is one patient with one provider on one day, billed to one \
    payer. Patients are told apart by a key that cannot be turned back into a name; where a file \
    has neither patient nor claim number, its visits are not known.";
/// Bars in the chart: more than this do not compare at a glance.
const MAX_BARS: usize = 12;
/// Why a figure by visit is missing.
const NO_VISITS: &str = "The files do not tell visits apart";
/// Why a share is missing.
const NOTHING_TO_SHARE: &str = "The sum over all payers is zero";
/// Why a figure by allowed amount is missing.
const NO_ALLOWED: &str = "No allowed amounts";

/// What the chart compares payers by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Basis {
    /// Visits.
    Visits,
    /// Billed charges.
    Charges,
    /// Allowed amounts: the right basis for rates.
    #[default]
    Allowed,
    /// Payments by payers.
    Payments,
}

impl Basis {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 4] = [
        (Self::Visits, "Visits"),
        (Self::Charges, "Charges"),
        (Self::Allowed, "Allowed"),
        (Self::Payments, "Payments"),
    ];

    const fn of_what(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Charges => "charges",
            Self::Allowed => "allowed amounts",
            Self::Payments => "payments",
        }
    }

    const fn share(self, shares: &PayerShares) -> Option<Percent> {
        match self {
            Self::Visits => shares.visits,
            Self::Charges => shares.charge,
            Self::Allowed => shares.allowed,
            Self::Payments => shares.paid,
        }
    }
}

/// What the table's columns hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Amounts {
    /// Shares of the practice, and figures by visit.
    #[default]
    Shares,
    /// Counts and dollars.
    Dollars,
}

/// Returns the key figures of the whole practice.
pub(super) fn tiles(mix: &PayerMix) -> Vec<Tile> {
    let total = &mix.total;
    let percent_of = |percent: Option<Percent>, of: &str| {
        percent.map_or_else(String::new, |percent| {
            format!("{}% of {of}", figures::percent(percent))
        })
    };
    vec![
        Tile {
            label: "Visits".to_owned(),
            figure: total.visits.map_or_else(
                || "Not known".to_owned(),
                |visits| figures::count(Decimal::from(visits)),
            ),
            footnote: total.allowed_per_visit.map_or_else(
                || NO_VISITS.to_owned(),
                |amount| format!("${} allowed a visit", figures::money(amount)),
            ),
        },
        Tile {
            label: "Charges".to_owned(),
            figure: figures::dollars(total.charge),
            footnote: format!("{} lines", figures::count(Decimal::from(total.lines))),
        },
        Tile {
            label: "Allowed".to_owned(),
            figure: figures::dollars(total.allowed),
            footnote: percent_of(total.allowed_of_charge, "charges"),
        },
        Tile {
            label: "Payments".to_owned(),
            figure: figures::dollars(total.paid),
            footnote: percent_of(total.paid_of_allowed, "allowed"),
        },
    ]
}

/// Returns the chart of one measure. Payers keep their order, so that only the bars change.
pub(super) fn chart(mix: &PayerMix, basis: Basis) -> BarChart {
    let left_out = mix.rows.len().saturating_sub(MAX_BARS);
    BarChart {
        title: format!("Share of {} by payer, percent", basis.of_what()),
        unit: ChartUnit::Percent,
        series: vec![Series {
            name: String::new(),
            fill: Fill::Strong,
        }],
        groups: mix
            .rows
            .iter()
            .take(MAX_BARS)
            .map(|row| BarGroup {
                label: row.name.clone(),
                values: vec![basis.share(&row.shares).map(Percent::points)],
                emphasis: Emphasis::Normal,
            })
            .collect(),
        reference: None,
        note: if left_out == 0 {
            String::new()
        } else {
            format!("{left_out} smaller payers are in the table")
        },
    }
}

/// Whether a payer's products have rows of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Products {
    /// A row a payer.
    #[default]
    Together,
    /// A payer's row is followed by those of its products.
    Apart,
}

/// Whether lines were denied: a column without any would only crowd the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Denied {
    NoLines,
    SomeLines,
}

/// Whether some payer has products to show.
pub(super) fn has_products(mix: &PayerMix) -> bool {
    mix.rows.iter().any(|row| !row.products.is_empty())
}

/// Returns the table: a row a payer, its products below it where they are wanted, and all payers at
/// the foot.
pub(super) fn table(mix: &PayerMix, amounts: Amounts, products: Products) -> TableContent {
    let denied = if mix.total.lines_denied == 0 {
        Denied::NoLines
    } else {
        Denied::SomeLines
    };
    let mut columns = vec![Column::text("Payer"), Column::text("Class")];
    let whole = PayerShares {
        visits: mix.total.visits.map(|_| Percent::HUNDRED),
        charge: (!mix.total.charge.is_zero()).then_some(Percent::HUNDRED),
        allowed: (!mix.total.allowed.is_zero()).then_some(Percent::HUNDRED),
        paid: (!mix.total.paid.is_zero()).then_some(Percent::HUNDRED),
    };
    let figures = |shares: &PayerShares, figures: &PayerFigures| match amounts {
        Amounts::Shares => share_cells(shares, figures),
        Amounts::Dollars => dollar_cells(figures, denied),
    };
    columns.extend(match amounts {
        Amounts::Shares => share_columns(),
        Amounts::Dollars => dollar_columns(denied),
    });
    let row = |row: &PayerMixRow| {
        let mut cells = vec![
            Cell::text(row.name.clone()),
            Cell::text(short_class(row.class)),
        ];
        cells.extend(figures(&row.shares, &row.figures));
        Row::of(cells)
    };
    let product_row = |payer: &PayerMixRow, row: &ProductMixRow| {
        let name = if row.kind.is_some() {
            format!("{}: {}", payer.name, row.name)
        } else {
            format!("{}: product not known", payer.name)
        };
        let kind = row.kind.map_or("", ProductKind::label);
        let mut cells = vec![Cell::text(name), Cell::text(kind)];
        cells.extend(figures(&row.shares, &row.figures));
        Row { cells, faded: true }
    };
    let rows_of = |payer: &PayerMixRow| {
        let mut rows = vec![row(payer)];
        if products == Products::Apart {
            rows.extend(payer.products.iter().map(|part| product_row(payer, part)));
        }
        rows
    };
    let mut totals = vec![Cell::text("All payers"), Cell::Blank];
    totals.extend(figures(&whole, &mix.total));
    TableContent {
        columns,
        rows: mix.rows.iter().flat_map(rows_of).collect(),
        totals,
    }
}

/// Words short enough to leave room for the figures.
const fn short_class(class: PayerClass) -> &'static str {
    match class {
        PayerClass::MedicareAdvantage => "Medicare Adv.",
        PayerClass::WorkersComp => "Workers' comp",
        _ => class.label(),
    }
}

fn share_columns() -> Vec<Column> {
    let share = "Share of the practice to one decimal; the column adds up to 100.0";
    vec![
        Column::figures("Visits %").about(VISIT),
        Column::figures("Charges %").about(share),
        Column::figures("Allowed %").about(share),
        Column::figures("Payments %").about(share),
        Column::figures("A visit ($)").about("Allowed amounts divided by visits"),
        Column::figures("An RVU ($)").about(
            "Allowed amounts divided by relative value units, over the services that have both",
        ),
        Column::figures("Paid %").about(
            "Payments by the payer as a percentage of allowed amounts; the rest is the patient's \
             share and what is still open",
        ),
    ]
}

fn share_cells(shares: &PayerShares, figures: &PayerFigures) -> Vec<Cell> {
    let share = |share| Cell::or_missing(share, Cell::Percent, NOTHING_TO_SHARE);
    vec![
        Cell::or_missing(shares.visits, Cell::Percent, NO_VISITS),
        share(shares.charge),
        share(shares.allowed),
        share(shares.paid),
        Cell::or_missing(figures.allowed_per_visit, to_the_cent, NO_VISITS),
        Cell::or_missing(
            figures.allowed_per_rvu,
            to_the_cent,
            "No services with relative values: a Medicare reference is needed",
        ),
        Cell::or_missing(figures.paid_of_allowed, Cell::Percent, NO_ALLOWED),
    ]
}

fn dollar_columns(denied: Denied) -> Vec<Column> {
    let mut columns = vec![
        Column::figures("Lines"),
        Column::figures("Visits").about(VISIT),
        Column::figures("Charges ($)"),
        Column::figures("Allowed ($)"),
        Column::figures("Payments ($)").about("Paid by the payer"),
        Column::figures("Patient ($)").about("Owed by patients, as the files say"),
        Column::figures("Of charges")
            .about("Allowed amounts over charges, of the lines that have an allowed amount"),
    ];
    if denied == Denied::SomeLines {
        columns.push(Column::figures("Denied").about("Denied lines as a percentage of all lines"));
    }
    columns
}

fn dollar_cells(figures: &PayerFigures, denied: Denied) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Count(figures.lines),
        Cell::or_missing(figures.visits, Cell::Count, NO_VISITS),
        Cell::Money(figures.charge),
        Cell::Money(figures.allowed),
        Cell::Money(figures.paid),
        Cell::Money(figures.patient),
        Cell::or_missing(figures.allowed_of_charge, Cell::Percent, NO_ALLOWED),
    ];
    if denied == Denied::SomeLines {
        let share = figures.denied_of_lines;
        cells.push(Cell::or_missing(share, Cell::Percent, "No lines"));
    }
    cells
}

fn to_the_cent(amount: Money) -> Cell {
    Cell::Money(amount.rounded())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::payer_mix::payer_mix;
    use crate::analysis::sample::{Sample, dollars, payer, total};
    use crate::domain::{PayerId, Product, ProductId, TotalRow};

    /// The worked payer mix of the domain's guide.
    fn worked() -> Sample {
        let row = |id, visits, charge, allowed, paid| TotalRow {
            visits,
            paid: dollars(paid),
            ..total(id, "EX001", "1", charge, allowed)
        };
        let mut sample = Sample::new(
            &[],
            vec![
                row(1, 4_000, "1200000", "620000", "560000"),
                row(2, 2_500, "800000", "330000", "290000"),
                row(3, 2_800, "900000", "310000", "245000"),
                row(4, 700, "150000", "70000", "40000"),
            ],
        );
        sample.payers = vec![
            payer(1, "BCBS", PayerClass::Commercial),
            payer(2, "UHC", PayerClass::Commercial),
            payer(3, "Medicare", PayerClass::Medicare),
            payer(4, "Self-pay", PayerClass::SelfPay),
        ];
        sample
    }

    fn lines(table: &TableContent) -> Vec<String> {
        let line = |cells: &[Cell]| -> String {
            let words: Vec<_> = cells.iter().map(Cell::shown).collect();
            words.join(" | ")
        };
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

    #[test]
    fn shares_stand_side_by_side_and_end_in_one_hundred() {
        let mix = payer_mix(&worked().input());
        assert_eq!(
            lines(&table(&mix, Amounts::Shares, Products::Together)),
            [
                "BCBS | Commercial | 40.0% | 39.4% | 46.6% | 49.3% | 155.00 | n/a | 90.3%",
                "UHC | Commercial | 25.0% | 26.2% | 24.8% | 25.6% | 132.00 | n/a | 87.9%",
                "Medicare | Medicare | 28.0% | 29.5% | 23.3% | 21.6% | 110.71 | n/a | 79.0%",
                "Self-pay | Self-pay | 7.0% | 4.9% | 5.3% | 3.5% | 100.00 | n/a | 57.1%",
                "All payers |  | 100.0% | 100.0% | 100.0% | 100.0% | 133.00 | n/a | 85.3%",
            ]
        );
    }

    #[test]
    fn dollars_add_up_to_the_report() {
        let mix = payer_mix(&worked().input());
        let lines = lines(&table(&mix, Amounts::Dollars, Products::Together));
        assert_eq!(
            lines[4],
            "All payers |  | 4 | 10,000 | 3,050,000.00 | 1,330,000.00 | 1,135,000.00 | 0.00 | 43.6%"
        );
    }

    #[test]
    fn the_chart_keeps_the_payers_in_place_when_the_measure_changes() {
        let mix = payer_mix(&worked().input());
        let of = |basis| -> Vec<String> {
            let chart = chart(&mix, basis);
            let groups = chart.groups.iter();
            groups
                .map(|group| {
                    format!(
                        "{} {}",
                        group.label,
                        chart.value_label(group.values[0].unwrap())
                    )
                })
                .collect()
        };
        assert_eq!(
            of(Basis::Allowed),
            ["BCBS 46.6%", "UHC 24.8%", "Medicare 23.3%", "Self-pay 5.3%"]
        );
        assert_eq!(
            of(Basis::Visits),
            ["BCBS 40.0%", "UHC 25.0%", "Medicare 28.0%", "Self-pay 7.0%"]
        );
    }

    #[test]
    fn visits_that_are_not_known_are_said_to_be_so() {
        let sample = Sample::new(&["One"], vec![total(1, "EX001", "2", "200", "120")]);
        let mix = payer_mix(&sample.input());
        let tiles = tiles(&mix);
        assert_eq!(
            (tiles[0].figure.as_str(), tiles[0].footnote.as_str()),
            ("Not known", NO_VISITS)
        );
        assert_eq!(tiles[2].footnote, "60.0% of charges");
        assert_eq!(
            lines(&table(&mix, Amounts::Shares, Products::Together))[0],
            "One | Commercial | n/a | 100.0% | 100.0% | 100.0% | n/a | n/a | 100.0%"
        );
    }

    #[test]
    fn an_empty_practice_has_an_empty_table() {
        let mix = payer_mix(&Sample::new(&["One"], Vec::new()).input());
        assert_eq!(
            lines(&table(&mix, Amounts::Shares, Products::Together)),
            ["All payers |  | n/a | n/a | n/a | n/a | n/a | n/a | n/a"]
        );
        assert!(chart(&mix, Basis::Allowed).groups.is_empty());
    }

    #[test]
    fn smaller_payers_are_left_to_the_table() {
        let names: Vec<String> = (1..=14).map(|number| format!("Payer {number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let rows = (1..=14)
            .map(|id| total(id, "EX001", "1", "10", "5"))
            .collect();
        let mix = payer_mix(&Sample::new(&names, rows).input());
        let chart = chart(&mix, Basis::Charges);
        assert_eq!(chart.groups.len(), 12);
        assert_eq!(chart.note, "2 smaller payers are in the table");
    }

    #[test]
    fn products_have_rows_below_their_payer_when_wanted_and_denials_a_column_when_there_are_some() {
        let of = |product, charge, allowed, denied| TotalRow {
            product: ProductId(product),
            lines: 10,
            lines_denied: denied,
            ..total(1, "EX001", "1", charge, allowed)
        };
        let rows = vec![of(7, "300", "200", 1), of(0, "100", "50", 0)];
        let mut sample = Sample::new(&["One"], rows);
        sample.products = vec![Product {
            id: ProductId(7),
            payer: PayerId(1),
            name: "Choice".to_owned(),
            kind: ProductKind::Ppo,
        }];
        let mix = payer_mix(&sample.input());
        assert!(has_products(&mix));
        let shown = table(&mix, Amounts::Dollars, Products::Apart);
        assert_eq!(
            lines(&shown),
            [
                "One | Commercial | 20 | n/a | 400.00 | 250.00 | 250.00 | 0.00 | 62.5% | 5.0%",
                "One: Choice | PPO | 10 | n/a | 300.00 | 200.00 | 200.00 | 0.00 | 66.7% | 10.0%",
                "One: product not known |  | 10 | n/a | 100.00 | 50.00 | 50.00 | 0.00 | 50.0% | 0.0%",
                "All payers |  | 20 | n/a | 400.00 | 250.00 | 250.00 | 0.00 | 62.5% | 5.0%",
            ]
        );
        assert_eq!(
            table(&mix, Amounts::Dollars, Products::Together).rows.len(),
            1
        );
    }
}
