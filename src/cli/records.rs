//! `records`: rows of the small tables beside services and rates; and `template`: an empty one.

use serde_json::json;

use super::args::{RecordsArgs, TemplateArgs};
use super::print::{Align, TextTable, count, counted, dollars};
use super::{Printed, ask, print};
use crate::domain::{ImportKind, RecordCell, Records, record_columns};
use crate::jobs::{JobError, PracticeView, write_template};

/// Prints the rows of a kind, or how many there are of each.
pub(super) fn records(args: &RecordsArgs) -> Printed {
    let (mut desk, view) = ask::open(&args.file)?;
    let Some(kind) = args.kind else {
        desk.close()?;
        return Ok(if args.output.json {
            let counts: serde_json::Map<String, serde_json::Value> = ImportKind::RECORDS
                .into_iter()
                .map(|kind| (kind.key().to_owned(), json!(view.record_count(kind))))
                .collect();
            print::json("records", &json!({}), &counts)
        } else {
            counts_text(&view)
        });
    };
    if !kind.has_records() {
        let keys: Vec<&str> = ImportKind::RECORDS.iter().map(|kind| kind.key()).collect();
        return Err(JobError::new(
            ask::READING_COMMAND,
            format!("{} has no rows of its own to list", kind.key()),
            format!("Use one of: {}", keys.join(", ")),
        ));
    }
    let records = desk.records(kind)?;
    desk.close()?;
    Ok(if args.output.json {
        as_json(&records)
    } else {
        as_text(&records)
    })
}

fn counts_text(view: &PracticeView) -> String {
    let mut table = TextTable::new(&[("Kind", Align::Left), ("Rows", Align::Right)]);
    for kind in ImportKind::RECORDS {
        table.row(vec![kind.key().to_owned(), count(view.record_count(kind))]);
    }
    table.text()
}

/// Returns the rows for programs.
pub(super) fn as_json(records: &Records) -> String {
    let based_on = json!({ "rows": records.len() });
    print::json("records", &based_on, records)
}

/// Returns the rows for people.
pub(super) fn as_text(records: &Records) -> String {
    let kind = records.kind();
    if records.is_empty() {
        return format!(
            "None yet: fill in a template (allowable template {} --out FILE.xlsx) and import it",
            kind.key()
        );
    }
    let rows = records.cells();
    let is_figure = |idx: usize| {
        let figure = |row: &Vec<RecordCell>| {
            matches!(
                row.get(idx),
                Some(RecordCell::Number(_) | RecordCell::Money(_))
            )
        };
        rows.iter().any(figure)
    };
    let columns: Vec<(&str, Align)> = record_columns(kind)
        .iter()
        .enumerate()
        .map(|(idx, heading)| {
            let align = if is_figure(idx) {
                Align::Right
            } else {
                Align::Left
            };
            (*heading, align)
        })
        .collect();
    let mut table = TextTable::new(&columns);
    for row in &rows {
        table.row(row.iter().map(shown).collect());
    }
    format!("{}\n{}", table.text(), counted(rows.len() as u64, "row"))
}

fn shown(cell: &RecordCell) -> String {
    match cell {
        RecordCell::Money(amount) => dollars(*amount),
        other => other.plain(),
    }
}

/// Writes an empty table to fill in.
pub(super) fn template(args: &TemplateArgs) -> Printed {
    let what = write_template(args.kind, &args.out)?;
    let path = args.out.display().to_string();
    if args.output.json {
        let value = json!({ "kind": args.kind.key(), "file": path, "what": what });
        return Ok(print::json("template", &json!({}), &value));
    }
    Ok(format!("{what}: {path}"))
}
