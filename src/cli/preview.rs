//! `import --preview`: what would be read and rejected, and nothing changed.

use serde::Serialize;
use serde_json::json;

use super::args::ImportArgs;
use super::import::{SHOWN, kind_in_a_sentence, request_for};
use super::inspect::x12_summary;
use super::print::{Align, TextTable, count, counted};
use super::{Printed, print};
use crate::domain::{ImportKind, RejectedRow};
use crate::jobs::tables::{
    PlanCheck, RowOutcome, TablePlan, TablePreview, check_plan, fields, propose_mapping,
};
use crate::jobs::{Desk, ImportRequest, InspectedContent, InspectedFile, JobError};

/// A file as it would be imported.
#[derive(Debug, Serialize)]
struct FilePreview {
    file: String,
    kind: &'static str,
    /// What a file of CMS's holds; empty for tables.
    summary: String,
    /// Row of the headings, counted from 1; 0 for CMS's files.
    header_row: u64,
    columns: Vec<ColumnPreview>,
    /// What is still to be said before it can be read.
    missing: Vec<String>,
    /// Rows of the beginning that were read for this; then those that would be kept, and those that
    /// would be left out.
    sample_rows: u64,
    sample_rows_kept: u64,
    sample_rows_rejected: u64,
    rejected: Vec<RejectedRow>,
}

/// A column and what it would be read as.
#[derive(Debug, Serialize)]
struct ColumnPreview {
    heading: String,
    field: String,
    label: String,
    how_sure: &'static str,
}

/// Shows how files would be imported.
pub(super) fn preview(
    desk: &mut Desk,
    inspected: Vec<InspectedFile>,
    args: &ImportArgs,
) -> Printed {
    let mut files = Vec::with_capacity(inspected.len());
    for file in inspected {
        let request = request_for(desk, file.clone(), args)?;
        files.push(match file.content? {
            InspectedContent::Table(found) => table_preview(&found.preview, &request)?,
            InspectedContent::Medicare(found) => {
                FilePreview::of_summary(file.file_name, request.kind, found.summary)
            }
            InspectedContent::Remittances(found) | InspectedContent::Claims(found) => {
                FilePreview::of_summary(file.file_name, request.kind, x12_summary(&found))
            }
            InspectedContent::PracticeFile => continue,
        });
    }
    desk.close()?;
    if args.output.json {
        return Ok(print::json(
            "preview",
            &json!({}),
            &json!({ "files": files }),
        ));
    }
    let texts: Vec<String> = files.iter().map(FilePreview::text).collect();
    Ok(texts.join("\n"))
}

fn table_preview(found: &TablePreview, request: &ImportRequest) -> Result<FilePreview, JobError> {
    let plan = request.plan.as_ref().ok_or_else(|| {
        JobError::new(
            "Looking at a table",
            "it was read without a mapping",
            "Name its columns",
        )
    })?;
    let check = check_plan(found, plan);
    Ok(FilePreview {
        file: found.file_name.clone(),
        kind: plan.kind.key(),
        summary: String::new(),
        header_row: found.header_row,
        columns: columns_of(found, plan),
        rejected: rejected_of(&check),
        missing: check.missing,
        sample_rows: check.rows_kept + check.rows_rejected,
        sample_rows_kept: check.rows_kept,
        sample_rows_rejected: check.rows_rejected,
    })
}

fn columns_of(found: &TablePreview, plan: &TablePlan) -> Vec<ColumnPreview> {
    let proposed = propose_mapping(found, plan.kind);
    let columns = plan.columns.iter().map(|column| {
        let label = fields(plan.kind)
            .iter()
            .find(|field| field.key == column.field);
        let sure = proposed
            .iter()
            .find(|one| one.column_idx == column.column_idx && one.field == column.field);
        ColumnPreview {
            heading: plan
                .headings
                .get(column.column_idx)
                .cloned()
                .unwrap_or_default(),
            field: column.field.clone(),
            label: label.map_or_else(|| column.field.clone(), |field| field.label.to_owned()),
            how_sure: sure.map_or("As you say", |one| one.confidence.label()),
        }
    });
    columns.collect()
}

fn rejected_of(check: &PlanCheck) -> Vec<RejectedRow> {
    let rejected = check.rows.iter().filter_map(|row| match &row.outcome {
        RowOutcome::Rejected { field, reason } => Some(RejectedRow {
            line_nr: row.line_nr,
            field: field.clone(),
            reason: reason.clone(),
        }),
        RowOutcome::Kept(_) | RowOutcome::Filtered => None,
    });
    rejected.collect()
}

impl FilePreview {
    /// A file that is read without a choice of columns.
    fn of_summary(file: String, kind: ImportKind, summary: String) -> Self {
        Self {
            file,
            kind: kind.key(),
            summary,
            header_row: 0,
            columns: Vec::new(),
            missing: Vec::new(),
            sample_rows: 0,
            sample_rows_kept: 0,
            sample_rows_rejected: 0,
            rejected: Vec::new(),
        }
    }

    fn text(&self) -> String {
        if !self.summary.is_empty() {
            return format!("{}: {}\n", self.file, self.summary);
        }
        let kind = crate::domain::ImportKind::from_key(self.kind).map_or("", kind_in_a_sentence);
        let mut text = format!(
            "{}, read as {kind}, headings in row {}\n",
            self.file, self.header_row
        );
        if !self.columns.is_empty() {
            let mut mapping = TextTable::new(&[
                ("Column", Align::Left),
                ("Read as", Align::Left),
                ("--column", Align::Left),
                ("How sure", Align::Left),
            ]);
            for column in &self.columns {
                mapping.row(vec![
                    clipped(&column.heading),
                    column.label.clone(),
                    column.field.clone(),
                    column.how_sure.to_owned(),
                ]);
            }
            text.push_str(&format!("\n{}\n", mapping.text()));
        }
        for sentence in &self.missing {
            text.push_str(&format!("{sentence}\n"));
        }
        text.push_str(&format!(
            "Of its first {}, {} would be kept and {} left out\n",
            counted(self.sample_rows, "row"),
            count(self.sample_rows_kept),
            count(self.sample_rows_rejected)
        ));
        for row in self.rejected.iter().take(SHOWN) {
            text.push_str(&format!(
                "Line {}, {}: {}\n",
                row.line_nr, row.field, row.reason
            ));
        }
        if SHOWN < self.rejected.len() {
            text.push_str("… more of them with --json\n");
        }
        text
    }
}

/// Longest heading printed whole; a file that is no table has sentences for headings.
const MAX_HEADING: usize = 40;

fn clipped(heading: &str) -> String {
    if heading.chars().count() <= MAX_HEADING {
        return heading.to_owned();
    }
    let kept: String = heading.chars().take(MAX_HEADING - 1).collect();
    format!("{kept}…")
}
