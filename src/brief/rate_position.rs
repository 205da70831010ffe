//! The rows of a proposal as both audiences read them: yearly, the negotiation set first and one
//! row for the rest, in whole dollars that add up to the printed total.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::analysis::MonthSpan;
use crate::analysis::rate_model::{ProjectedRow, Projection};
use crate::domain::{Modifiers, Money, Percent, ProcedureCode, RateKey, Setting};

use super::document::{Cell, Column, ColumnKind, Row, RowKind, Table};

/// Codes listed when the practice chose none: what fits a page beside a chart.
const DEFAULT_LISTED: usize = 25;

/// The practice's own words for codes.
pub type CodeLabels = BTreeMap<ProcedureCode, String>;

/// One printed row.
pub struct PositionRow<'a> {
    /// The code it stands for.
    pub row: &'a ProjectedRow,
    /// Whole units a year.
    pub units: Decimal,
    /// Whole dollars a year.
    pub change: Money,
}

/// The row of all codes that are not listed.
pub struct RestRow {
    /// How many rows it stands for.
    pub codes: usize,
    /// Whole units a year.
    pub units: Decimal,
    /// Whole dollars a year.
    pub change: Money,
    /// Ratio of sums today, over codes with a Medicare amount and both rates.
    pub percent_before: Option<Percent>,
    /// The same as proposed.
    pub percent_after: Option<Percent>,
}

/// A proposal as printed.
pub struct RatePosition<'a> {
    /// The negotiation set, the largest amount first.
    pub listed: Vec<PositionRow<'a>>,
    /// All other codes; `None` when every code is listed.
    pub rest: Option<RestRow>,
    /// Whole units a year of all codes.
    pub units: Decimal,
    /// Whole dollars a year: the report's own total.
    pub change: Money,
    /// Ratio of sums today, over codes with a Medicare amount and both rates.
    pub percent_before: Option<Percent>,
    /// The same as proposed.
    pub percent_after: Option<Percent>,
}

impl<'a> RatePosition<'a> {
    /// Arranges a projection; an empty negotiation set lists the codes with the largest amounts.
    pub fn of(projection: &'a Projection, negotiation_set: &[RateKey]) -> Self {
        let factor = projection
            .based_on
            .span
            .map_or(Decimal::ONE, MonthSpan::annual_factor);
        let mut rows: Vec<&ProjectedRow> = projection.rows.iter().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.current_amount), row.key));
        let (listed, rest): (Vec<_>, Vec<_>) = if negotiation_set.is_empty() {
            let rest = rows.split_off(rows.len().min(DEFAULT_LISTED));
            (rows, rest)
        } else {
            rows.into_iter()
                .partition(|row| negotiation_set.contains(&row.key))
        };
        let yearly = |value: fn(&ProjectedRow) -> Decimal, total: Option<Decimal>| {
            let mut parts: Vec<Decimal> = listed.iter().map(|row| value(row) * factor).collect();
            parts.push(rest.iter().map(|row| value(row) * factor).sum());
            let total = total.unwrap_or_else(|| parts.iter().sum());
            whole_parts(&parts, total)
        };
        let totals = &projection.totals;
        let units = yearly(|row| row.units, None);
        let change = yearly(
            |row| row.change.dollars(),
            Some(totals.change_annual.dollars()),
        );
        let part = |parts: &[Decimal], place: usize| parts.get(place).copied().unwrap_or_default();
        let rest_idx = listed.len();
        let rest = (!rest.is_empty()).then(|| RestRow {
            codes: rest.len(),
            units: part(&units, rest_idx),
            change: Money::new(part(&change, rest_idx)),
            percent_before: ratio_of_sums(&rest, |row| row.current_amount),
            percent_after: ratio_of_sums(&rest, |row| row.proposed_amount),
        });
        Self {
            percent_before: totals.weighted_before,
            percent_after: totals.weighted_after,
            units: units.iter().sum(),
            change: Money::new(change.iter().sum()),
            listed: listed
                .into_iter()
                .enumerate()
                .map(|(place, row)| PositionRow {
                    row,
                    units: part(&units, place),
                    change: Money::new(part(&change, place)),
                })
                .collect(),
            rest,
        }
    }

    /// Composes the table of today's and proposed rates, without title and note.
    pub fn table(&self, labels: &CodeLabels) -> Table {
        let mut rows: Vec<Row> = self
            .listed
            .iter()
            .map(|listed| listed.printed(labels))
            .collect();
        rows.extend(self.rest.as_ref().map(RestRow::printed));
        rows.push(Row {
            kind: RowKind::Total,
            cells: vec![
                Cell::text("Total"),
                Cell::Empty,
                Cell::Empty,
                Cell::Count(self.units),
                Cell::Empty,
                Cell::percent(self.percent_before),
                Cell::Empty,
                Cell::percent(self.percent_after),
                Cell::DollarChange(self.change),
            ],
        });
        Table {
            title: String::new(),
            columns: vec![
                Column::new("Code", ColumnKind::Code),
                Column::new("Service", ColumnKind::Text),
                Column::new("Setting", ColumnKind::Code),
                Column::new("Units a year", ColumnKind::Figure),
                Column::new("Rate, $", ColumnKind::Figure).under("Today"),
                Column::new("% of Medicare", ColumnKind::Figure).under("Today"),
                Column::new("Rate, $", ColumnKind::Figure).under("Proposed"),
                Column::new("% of Medicare", ColumnKind::Figure).under("Proposed"),
                Column::new("Change a year", ColumnKind::Figure),
            ],
            rows,
            note: String::new(),
        }
    }
}

impl PositionRow<'_> {
    fn printed(&self, labels: &CodeLabels) -> Row {
        let row = self.row;
        Row::plain(vec![
            Cell::text(code_text(row.key)),
            Cell::text(label_of(labels, row.key)),
            Cell::text(setting_text(row.key.setting)),
            Cell::Count(self.units),
            Cell::rate(row.current.map(Money::rounded)),
            Cell::percent(row.percent_before),
            Cell::rate(row.proposed.map(Money::rounded)),
            Cell::percent(row.percent_after),
            Cell::DollarChange(self.change),
        ])
    }
}

impl RestRow {
    fn printed(&self) -> Row {
        Row {
            kind: RowKind::Rest,
            cells: vec![
                Cell::text("Other"),
                Cell::text(format!("All other codes: {} rows", self.codes)),
                Cell::Empty,
                Cell::Count(self.units),
                Cell::Empty,
                Cell::percent(self.percent_before),
                Cell::Empty,
                Cell::percent(self.percent_after),
                Cell::DollarChange(self.change),
            ],
        }
    }
}

/// The ratio of sums over rows that have a Medicare amount and both rates.
fn ratio_of_sums(rows: &[&ProjectedRow], amount: fn(&ProjectedRow) -> Money) -> Option<Percent> {
    let measured = rows
        .iter()
        .filter(|row| row.current.is_some() && row.proposed.is_some())
        .filter_map(|row| Some((amount(row), row.medicare?.times(row.units))));
    let (sum, medicare) = measured.fold(
        (Money::ZERO, Money::ZERO),
        |(sum, whole), (amount, medicare)| (sum + amount, whole + medicare),
    );
    sum.as_percent_of(medicare)
}

/// Rounds parts to whole numbers that add up to the rounded total: largest remainders first, ties
/// to the earlier part.
pub fn whole_parts(parts: &[Decimal], total: Decimal) -> Vec<Decimal> {
    let total = total.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let mut whole: Vec<Decimal> = parts.iter().map(Decimal::floor).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let remainder = |place: &usize| {
        parts
            .get(*place)
            .map(|part| part - part.floor())
            .unwrap_or_default()
    };
    order.sort_by(|left, right| remainder(right).cmp(&remainder(left)).then(left.cmp(right)));
    let mut missing = total - whole.iter().sum::<Decimal>();
    for place in order {
        if missing < Decimal::ONE {
            break;
        }
        if let Some(part) = whole.get_mut(place) {
            *part += Decimal::ONE;
            missing -= Decimal::ONE;
        }
    }
    // A report rounds its total from sums of its own: it may lie below every rounding of the parts.
    if let Some(last) = whole.last_mut() {
        *last += missing;
    }
    whole
}

/// Writes a service's code with its modifiers: `93306-26`.
pub fn code_text(key: RateKey) -> String {
    code_and_modifiers(key.code, key.modifiers)
}

/// Writes a code with modifiers: `93306-26`.
pub fn code_and_modifiers(code: ProcedureCode, modifiers: Modifiers) -> String {
    if modifiers.is_empty() {
        code.to_string()
    } else {
        format!("{code}-{}", modifiers.to_string().replace(' ', "-"))
    }
}

/// Writes a setting as it fits a narrow column.
pub const fn setting_text(setting: Setting) -> &'static str {
    match setting {
        Setting::NonFacility => "Office",
        Setting::Facility => "Facility",
    }
}

/// Returns the practice's words for a code; empty when it has none.
pub fn label_of(labels: &CodeLabels, key: RateKey) -> &str {
    labels.get(&key.code).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parts: &[i64], total: i64, expected: &[i64]) {
        let parts: Vec<Decimal> = parts.iter().map(|cents| Decimal::new(*cents, 2)).collect();
        let expected: Vec<Decimal> = expected.iter().copied().map(Decimal::from).collect();
        assert_eq!(whole_parts(&parts, Decimal::new(total, 2)), expected);
    }

    #[test]
    fn whole_dollars_add_up_to_the_total() {
        check(&[3_333, 3_333, 3_334], 10_000, &[33, 33, 34]);
        check(&[-1_050, 2_075, 50], 1_075, &[-10, 21, 0]);
        check(&[149, 149, 149], 447, &[2, 1, 1]);
        check(&[], 0, &[]);
    }

    #[test]
    fn codes_are_written_with_their_modifiers() {
        let key = RateKey {
            code: ProcedureCode::new("X0006").unwrap(),
            modifiers: Modifiers::from_text("26 53").unwrap(),
            setting: Setting::Facility,
        };
        assert_eq!(code_text(key), "X0006-26-53");
    }
}
