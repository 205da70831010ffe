//! Tries a plan on the rows of a preview: what each becomes, before anything is imported.

use std::convert::Infallible;

use crate::domain::{
    ImportKind, ImportTotals, Money, RecordCell, Records, RowShape, Setting, record_columns,
};

use super::fields::{key, label};
use super::line::{Line, Sums};
use super::mapping::{Confidence, propose_mapping};
use super::plan::{Need, TablePlan};
use super::preview::TablePreview;
use super::rates::{Found, RateReader};
use super::records::RecordReader;
use super::repeats::Repeats;
use super::rows::{Row, is_blank};
use super::tally::Rejection;
use super::transactions::{ChargeBook, Transaction};
use super::utilization::LineReader;

/// What a plan makes of a preview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanCheck {
    /// What becomes of the rows shown in the preview, in their order.
    pub rows: Vec<RowCheck>,
    /// What the plan still lacks; see [`TablePlan::missing`].
    pub missing: Vec<String>,
    /// The needs behind [`PlanCheck::missing`] that no column fills.
    pub unmet: Vec<Need>,
    /// Every column of the table, in its order.
    pub columns: Vec<ColumnCheck>,
    /// Rows of the sample that would be kept; the sample may be longer than what is shown.
    pub rows_kept: u64,
    /// Rows of the sample that would be left out.
    pub rows_rejected: u64,
    /// Rows of the sample that the row filters leave out.
    pub rows_filtered: u64,
    /// Service lines the kept rows become: fewer than rows for transactions, more where several
    /// payers stand side by side.
    pub lines: u64,
    /// Sums over the sample's kept rows, of a utilization table.
    pub totals: ImportTotals,
}

/// A column and what is read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnCheck {
    /// Position, counted from 0.
    pub column_idx: usize,
    /// The heading.
    pub heading: String,
    /// The first different values, at most [`ColumnCheck::MOST_VALUES`]; masked where they could
    /// identify a patient.
    pub values: Vec<String>,
    /// The key of the field it is read as.
    pub field: Option<String>,
    /// How sure the proposal of this very field is; `None` where a person chose it.
    pub confidence: Option<Confidence>,
    /// Cells of the sample that hold something.
    pub filled: u64,
}

impl ColumnCheck {
    /// Most values shown.
    pub const MOST_VALUES: usize = 4;
}

/// What becomes of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCheck {
    /// Line of the file or row of the sheet.
    pub line_nr: u64,
    /// The result.
    pub outcome: RowOutcome,
}

/// Kept with these values, or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// The values read, without those that are absent.
    Kept(Vec<ShownValue>),
    /// Not looked at: a row filter leaves it out.
    Filtered,
    /// Left out.
    Rejected {
        /// The column's heading.
        field: String,
        /// Why.
        reason: String,
    },
}

/// A value as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownValue {
    /// The field's label.
    pub label: &'static str,
    /// The value for people.
    pub text: String,
}

/// Reads the sample of a preview by a plan.
pub fn check_plan(preview: &TablePreview, plan: &TablePlan) -> PlanCheck {
    let mut check = PlanCheck {
        missing: plan.missing(),
        unmet: plan.unmet(),
        columns: columns(preview, plan),
        ..PlanCheck::default()
    };
    if !check.missing.is_empty() {
        return check;
    }
    match (plan.kind, plan.rules.rows) {
        (ImportKind::Utilization, RowShape::Lines) => check_lines(preview, plan, &mut check),
        (ImportKind::Utilization, RowShape::Transactions) => {
            check_transactions(preview, plan, &mut check);
        }
        (kind, _) if kind.has_records() => check_records(preview, plan, &mut check),
        _ => check_rates(preview, plan, &mut check),
    }
    check
}

/// No number leaves a check: any key does.
const KEY: [u8; 32] = [0; 32];

impl PlanCheck {
    fn add(&mut self, preview: &TablePreview, plan: &TablePlan, row: &Row, read: Read) {
        if read.is_ok() {
            self.rows_kept += 1;
        } else {
            self.rows_rejected += 1;
        }
        self.show(preview, row, || outcome(plan, read));
    }

    fn filter(&mut self, preview: &TablePreview, row: &Row) {
        self.rows_filtered += 1;
        self.show(preview, row, || RowOutcome::Filtered);
    }

    fn show(&mut self, preview: &TablePreview, row: &Row, outcome: impl FnOnce() -> RowOutcome) {
        if self.rows.len() < preview.rows.len() {
            self.rows.push(RowCheck {
                line_nr: row.line_nr,
                outcome: outcome(),
            });
        }
    }
}

type Read = Result<Vec<ShownValue>, Rejection>;

fn check_lines(preview: &TablePreview, plan: &TablePlan, check: &mut PlanCheck) {
    let mut reader = LineReader::new(plan, &KEY);
    let mut sums = Sums::default();
    let mut repeats = Repeats::new(&KEY);
    for row in &preview.sample.0 {
        if !reader.pass(row) {
            check.filter(preview, row);
            continue;
        }
        let read = reader.line(row).map(|line| {
            sums.add(&line);
            reader.others.iter().for_each(|other| sums.add(other));
            repeats.add(row);
            shown_line(line)
        });
        check.add(preview, plan, row, read);
    }
    check.lines = sums.added;
    check.totals = sums.totals(repeats.count());
}

fn check_transactions(preview: &TablePreview, plan: &TablePlan, check: &mut PlanCheck) {
    let mut book = ChargeBook::new(plan, &KEY);
    let mut sums = Sums::default();
    let mut repeats = Repeats::new(&KEY);
    for row in &preview.sample.0 {
        // A sample holds fewer charges than are too many.
        match book.try_row(row) {
            Ok(None) => check.filter(preview, row),
            Ok(Some(read)) => {
                repeats.add(row);
                let read = read.map(|transaction| shown_transaction(&transaction));
                check.add(preview, plan, row, read);
            }
            Err(_too_many) => break,
        }
    }
    let mut take = |line: Line| {
        sums.add(&line);
        Ok::<(), Infallible>(())
    };
    // Charges outside the sample are no fault of its rows: what the tally rejects is not counted.
    let Ok(_tally) = book.close(&mut take);
    check.lines = sums.added;
    check.totals = sums.totals(repeats.count());
}

fn check_records(preview: &TablePreview, plan: &TablePlan, check: &mut PlanCheck) {
    let records = RecordReader::new(plan);
    for row in &preview.sample.0 {
        let read = records.record(row).map(|record| shown_record(&record));
        check.add(preview, plan, row, read);
    }
}

fn check_rates(preview: &TablePreview, plan: &TablePlan, check: &mut PlanCheck) {
    let rates = RateReader::new(plan);
    for row in &preview.sample.0 {
        let read = rates
            .rates(row)
            .map(|rates| rates.found.iter().flat_map(shown_rate).collect());
        check.add(preview, plan, row, read);
    }
}

/// Describes every column.
fn columns(preview: &TablePreview, plan: &TablePlan) -> Vec<ColumnCheck> {
    let proposed = propose_mapping(preview, plan.kind);
    let describe = |(column_idx, heading): (usize, &String)| {
        let field = plan
            .columns
            .iter()
            .find(|column| column.column_idx == column_idx)
            .map(|column| column.field.clone());
        let confidence = proposed
            .iter()
            .find(|found| found.column_idx == column_idx && Some(found.field) == field.as_deref())
            .map(|found| found.confidence);
        let mut values: Vec<String> = Vec::new();
        for cell in preview
            .rows
            .iter()
            .filter_map(|row| row.cells.get(column_idx))
        {
            if values.len() == ColumnCheck::MOST_VALUES {
                break;
            }
            if !cell.is_empty() && !values.contains(cell) {
                values.push(cell.clone());
            }
        }
        let filled = preview
            .sample
            .0
            .iter()
            .filter(|row| !is_blank(row.cell(column_idx)))
            .count();
        ColumnCheck {
            column_idx,
            heading: heading.clone(),
            values,
            field,
            confidence,
            filled: filled as u64,
        }
    };
    preview.headings.iter().enumerate().map(describe).collect()
}

fn outcome(plan: &TablePlan, read: Read) -> RowOutcome {
    match read {
        Ok(values) => RowOutcome::Kept(values),
        Err(Rejection { field, reason }) => RowOutcome::Rejected {
            field: plan.heading_of(field),
            reason,
        },
    }
}

/// Keeps the values that are there.
fn shown<const N: usize>(values: [(&'static str, String); N]) -> Vec<ShownValue> {
    values
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| ShownValue {
            label: label(key),
            text,
        })
        .collect()
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn shown_transaction(transaction: &Transaction) -> Vec<ShownValue> {
    shown([
        (key::TRANSACTION_TYPE, transaction.event.label().to_owned()),
        (
            key::AMOUNT,
            Money::from_cents(transaction.cents).to_string(),
        ),
    ])
}

fn shown_line(line: Line) -> Vec<ShownValue> {
    let line = line.into_service_line();
    shown([
        (key::PAYER, line.payer_name.to_string()),
        (key::PLAN, line.plan.to_string()),
        (key::PAYER_CODE, line.payer_code.to_string()),
        (key::CODE, line.code.to_string()),
        (key::MODIFIER, line.modifiers.to_string()),
        (key::PLACE, text(line.place)),
        (key::DATE, line.date.to_string()),
        (key::UNITS, line.units.to_string()),
        (key::CHARGE, line.charge.to_string()),
        (key::ALLOWED, text(line.allowed)),
        (key::PAID, text(line.paid)),
        (key::PATIENT, text(line.patient)),
        (
            key::LINES,
            if line.lines == 1 {
                String::new()
            } else {
                line.lines.to_string()
            },
        ),
        (key::VISITS, text(line.visits)),
        (key::PROVIDER, line.provider.to_string()),
        (key::SITE, line.site.to_string()),
    ])
}

fn shown_record(record: &Records) -> Vec<ShownValue> {
    record_columns(record.kind())
        .iter()
        .zip(record.cells().first().into_iter().flatten())
        .filter(|(_, cell)| **cell != RecordCell::Blank)
        .map(|(label, cell)| ShownValue {
            label,
            text: cell.plain(),
        })
        .collect()
}

fn shown_rate(found: &Found) -> Vec<ShownValue> {
    let (code, modifiers, setting, from) = found.key;
    let tiers = [found.row_tier.as_str(), found.column_tier.as_str()];
    shown([
        (key::CODE, code.to_string()),
        (key::MODIFIER, modifiers.to_string()),
        (key::PLACE, text(setting.map(Setting::label))),
        (key::TIER, tiers.join(" ").trim().to_owned()),
        (key::RATE, found.rate.to_string()),
        (key::EFFECTIVE, text(from)),
        (key::TERMINATION, text(found.to)),
    ])
}
