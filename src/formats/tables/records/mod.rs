//! Survey answers, quality measures, authorizations, expenses, lists of providers and sites, and
//! contacts: small tables that become [`Records`]. A table that could name patients is refused or
//! read without those columns.

mod fields;
mod judge;
mod period;
mod reasons;
mod rows;
mod template;
#[cfg(test)]
mod tests;

pub(super) use fields::{is_heading, offered, recognise};
pub(super) use judge::{allows, likely, missing, names_no_patient};
pub(super) use rows::RecordReader;
pub use template::{TemplateColumn, TemplateForm, template_columns};

use super::plan::TablePlan;
use super::reading::{self, each_data_row};
use super::rows::{Row, is_blank};
use super::source::TableSource;
use super::tally::Tally;
use crate::domain::{Issue, Place, Records, RejectedRow, Severity};
use crate::formats::FormatError;

/// Keys of the date fields, whose columns tell whether days or months come first.
pub(super) const DATES: [&str; 3] = [
    fields::key::REQUESTED_ON,
    fields::key::DECIDED_ON,
    fields::key::COMPARATOR_DATE,
];

/// What became of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsRead {
    /// Rows of data seen, without headings and blank rows.
    pub rows_read: u64,
    /// Rows kept.
    pub rows_kept: u64,
    /// Rows left out; `rows_read = rows_kept + rows_rejected`.
    pub rows_rejected: u64,
    /// The first rejected rows, at most [`crate::domain::ImportReceipt::MAX_LISTED`].
    pub rejected: Vec<RejectedRow>,
    /// What else was odd: columns left unread because they could name a patient, small denominators.
    pub issues: Vec<Issue>,
    /// The records in the order of their rows.
    pub records: Records,
}

/// Reads one of these tables.
///
/// # Errors
/// [`FormatError::NotThisFormat`] when the plan lacks a column, the file is no table, or survey
/// answers come with a column that could name a patient; [`FormatError::Broken`] with the source's
/// own error.
pub fn read_records(
    source: &mut dyn TableSource,
    plan: &TablePlan,
) -> Result<RecordsRead, FormatError> {
    let reader = RecordReader::new(plan);
    let mut tally = Tally::default();
    let mut records: Option<Records> = None;
    let mut small = SmallMeasures::default();
    let mut left_out = LeftOutReasons::of(plan);
    each_data_row(source, plan, &mut |_sheet, row| {
        tally.rows_read += 1;
        match reader.record(row) {
            Ok(record) => {
                tally.rows_kept += 1;
                small.look_at(&record, row.line_nr);
                left_out.look_at(&record, row);
                match &mut records {
                    Some(records) => records.append(record),
                    None => records = Some(record),
                }
            }
            Err(rejection) => tally.reject(plan, row.line_nr, rejection),
        }
        Ok::<(), FormatError>(())
    })?;
    let Some(records) = records else {
        return Err(none_kept(plan, &tally));
    };
    let mut issues = judge::unread_columns(plan);
    issues.extend(small.issue(plan));
    issues.extend(left_out.issue(plan));
    Ok(RecordsRead {
        rows_read: tally.rows_read,
        rows_kept: tally.rows_kept,
        rows_rejected: tally.rows_rejected,
        rejected: tally.rejected,
        issues,
        records,
    })
}

fn none_kept(plan: &TablePlan, tally: &Tally) -> FormatError {
    let Some(first) = tally.rejected.first() else {
        return reading::no_data(plan);
    };
    FormatError::refuse(
        format!(
            "{} holds no row that can be read (line {}, {}: {})",
            plan.file_name, first.line_nr, first.field, first.reason
        ),
        "Check the columns, or fill in the template of this kind of table",
    )
}

/// Measures whose denominator is too small to say much.
#[derive(Default)]
struct SmallMeasures {
    count: u64,
    first: Option<(u64, String)>,
}

impl SmallMeasures {
    fn look_at(&mut self, record: &Records, line_nr: u64) {
        let Records::QualityMeasures(measures) = record else {
            return;
        };
        for measure in measures.iter().filter(|measure| measure.is_small()) {
            self.count += 1;
            self.first
                .get_or_insert_with(|| (line_nr, measure.name.clone()));
        }
    }

    fn issue(self, plan: &TablePlan) -> Option<Issue> {
        let (line_nr, name) = self.first?;
        let which = match self.count {
            1 => name,
            several => format!("{name} and {} more", several - 1),
        };
        Some(Issue {
            severity: Severity::Warning,
            place: Place {
                file: plan.file_name.clone(),
                line_nr: Some(line_nr),
                field: Some(plan.heading_of(fields::key::DENOMINATOR)),
            },
            problem: format!("{which}: fewer than 30 cases"),
            remedy: "So small a denominator says little; measure a longer period".to_owned(),
        })
    }
}

/// Reasons of decisions that were not kept, because they may name a patient.
struct LeftOutReasons {
    column_idx: Option<usize>,
    count: u64,
    first_nr: u64,
}

impl LeftOutReasons {
    fn of(plan: &TablePlan) -> Self {
        Self {
            column_idx: plan.columns_of(fields::key::REASON).next(),
            count: 0,
            first_nr: 0,
        }
    }

    fn look_at(&mut self, record: &Records, row: &Row) {
        let (Some(idx), Records::Authorizations(kept)) = (self.column_idx, record) else {
            return;
        };
        let is_left_out =
            !is_blank(row.cell(idx)) && kept.iter().all(|request| request.reason.is_empty());
        if is_left_out {
            self.count += 1;
            if self.first_nr == 0 {
                self.first_nr = row.line_nr;
            }
        }
    }

    fn issue(self, plan: &TablePlan) -> Option<Issue> {
        let problem = match self.count {
            0 => return None,
            1 => "1 reason in free text was left out; it may name a patient".to_owned(),
            several => {
                format!("{several} reasons in free text were left out; they may name a patient")
            }
        };
        Some(Issue {
            severity: Severity::Note,
            place: Place {
                file: plan.file_name.clone(),
                line_nr: Some(self.first_nr),
                field: Some(plan.heading_of(fields::key::REASON)),
            },
            problem,
            remedy: "Write reasons in the usual words, or as codes such as CO-197".to_owned(),
        })
    }
}
