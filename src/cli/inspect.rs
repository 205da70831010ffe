//! `inspect`: what files are and what they hold, without a practice file.

use serde::Serialize;
use serde_json::json;

use super::args::InspectArgs;
use super::print::{Align, TextTable, count, counted, dollars};
use super::{Printed, ask, print};
use crate::domain::{ImportKind, ImportTotals, Issue, Severity};
use crate::jobs::{
    Desk, DryRunTotals, InspectedContent, InspectedFile, InspectedTable, InspectedX12, JobError,
    X12File, dry_run, inspect_all,
};

/// A file, or what of a file is of one kind.
#[derive(Debug, Serialize)]
struct Found {
    file: String,
    /// The word for its kind; empty for what cannot be read.
    kind: &'static str,
    payments: u64,
    claims: u64,
    /// Service lines, or rows of a table.
    lines: u64,
    rejected: u64,
    totals: ImportTotals,
    /// What a file of CMS's holds, what is to be said before a table can be read, or why a file
    /// cannot be read.
    remark: String,
    issue_count: u64,
    issues: Vec<Issue>,
}

/// Looks at files and folders.
pub(super) fn inspect(args: &InspectArgs) -> Printed {
    let mut desk = Desk::new();
    let files = ask::with_progress(|reporter| inspect_all(&mut desk, &args.inputs, reporter))?;
    let mut found = Vec::with_capacity(files.len());
    for file in files {
        found.extend(found_in(file));
    }
    if args.output.json {
        let value = json!({ "files": found });
        return Ok(print::json("inspect", &json!({}), &value));
    }
    Ok(as_text(&found, args))
}

/// Says in a sentence what remittances or claims hold.
pub(super) fn x12_summary(found: &InspectedX12) -> String {
    let claims = counted(found.claims, "claim");
    let lines = counted(found.lines, "service line");
    let mut summary = match found.kind {
        ImportKind::Claims => format!("{claims}, {lines}"),
        _ => format!("{}, {claims}, {lines}", counted(found.payments, "payment")),
    };
    if found.payments_known > 0 {
        summary.push_str(&format!(
            "; {} already here",
            counted(found.payments_known, "payment")
        ));
    }
    summary
}

fn found_in(file: InspectedFile) -> Vec<Found> {
    let remark = |kind: &'static str, remark: String| Found {
        file: file.file_name.clone(),
        kind,
        payments: 0,
        claims: 0,
        lines: 0,
        rejected: 0,
        totals: ImportTotals::default(),
        remark,
        issue_count: 0,
        issues: Vec::new(),
    };
    match file.content {
        Ok(InspectedContent::PracticeFile) => vec![remark("practice-file", String::new())],
        Ok(InspectedContent::Medicare(medicare)) => vec![Found {
            issue_count: medicare.issues.len() as u64,
            issues: medicare.issues,
            ..remark(medicare.kind.key(), medicare.summary)
        }],
        Ok(InspectedContent::Table(table)) => vec![Found {
            file: file.file_name,
            ..in_table(&file.path, &table)
        }],
        Ok(InspectedContent::Remittances(group) | InspectedContent::Claims(group)) => {
            in_group(*group)
        }
        Err(error) => vec![remark("", error.cause)],
    }
}

/// Lists a group's files one by one, each with its own issues.
fn in_group(group: InspectedX12) -> Vec<Found> {
    let InspectedX12 {
        kind,
        files,
        mut issues,
        ..
    } = group;
    let of_file = |file: X12File| {
        let (own, others) = std::mem::take(&mut issues)
            .into_iter()
            .partition(|issue: &Issue| issue.place.file == file.file_name);
        issues = others;
        Found {
            file: file.file_name,
            kind: kind.key(),
            payments: file.payments,
            claims: file.claims,
            lines: file.lines,
            rejected: 0,
            totals: file.totals,
            remark: String::new(),
            issue_count: file.issue_count,
            issues: own,
        }
    };
    files.into_iter().map(of_file).collect()
}

/// Reads a table whole, by the columns that were recognised.
fn in_table(path: &std::path::Path, table: &InspectedTable) -> Found {
    let missing = table.plan.missing();
    let mut found = Found {
        file: String::new(),
        kind: table.kind.key(),
        payments: 0,
        claims: 0,
        lines: 0,
        rejected: 0,
        totals: ImportTotals::default(),
        remark: missing.join("; "),
        issue_count: 0,
        issues: Vec::new(),
    };
    if !missing.is_empty() {
        if table.is_unrecognised() {
            found.kind = "";
            "no heading names a code, an amount or a record".clone_into(&mut found.remark);
        }
        return found;
    }
    match ask::with_progress(|reporter| dry_run(path, &table.plan, reporter)) {
        Ok(read) => found.take(read),
        Err(JobError { cause, .. }) => found.remark = cause,
    }
    found
}

impl Found {
    fn take(&mut self, read: DryRunTotals) {
        self.lines = read.rows_kept;
        self.rejected = read.rows_rejected;
        self.totals = read.totals;
        self.issues = read.issues;
        if let Some(first) = read.rejected.first() {
            self.issues.push(Issue {
                severity: Severity::Rejected,
                place: crate::domain::Place {
                    file: self.file.clone(),
                    line_nr: Some(first.line_nr),
                    field: Some(first.field.clone()),
                },
                problem: format!(
                    "{} left out, the first because {}",
                    counted(read.rows_rejected, "row"),
                    first.reason
                ),
                remedy: String::new(),
            });
        }
        self.issue_count = self.issues.len() as u64;
    }
}

fn as_text(found: &[Found], args: &InspectArgs) -> String {
    let mut table = TextTable::new(&[
        ("File", Align::Left),
        ("Kind", Align::Left),
        ("Payments", Align::Right),
        ("Claims", Align::Right),
        ("Lines", Align::Right),
        ("Charge", Align::Right),
        ("Allowed", Align::Right),
        ("Paid", Align::Right),
        ("Issues", Align::Right),
        ("", Align::Left),
    ]);
    let or_blank = |number: u64| match number {
        0 => String::new(),
        number => count(number),
    };
    for file in found {
        let amount = |money| match file.lines {
            0 => String::new(),
            _ => dollars(money),
        };
        table.row(vec![
            file.file.clone(),
            ImportKind::from_key(file.kind).map_or_else(
                |_none| match file.kind {
                    "" => "Not recognised".to_owned(),
                    _ => "Practice file".to_owned(),
                },
                |kind| kind.label().to_owned(),
            ),
            or_blank(file.payments),
            or_blank(file.claims),
            or_blank(file.lines),
            amount(file.totals.charge),
            amount(file.totals.allowed),
            amount(file.totals.paid),
            or_blank(file.issue_count),
            file.remark.clone(),
        ]);
    }
    let mut text = table.text();
    if args.issues {
        text.push('\n');
        for issue in found.iter().flat_map(|file| &file.issues) {
            text.push_str(&format!("{issue}\n"));
        }
    }
    text
}
