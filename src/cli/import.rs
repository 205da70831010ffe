//! `import` and `imports`.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::args::{ImportArgs, ImportsArgs};
use super::print::{Align, TextTable, count, dollars};
use super::{Printed, ask, print};
use crate::domain::{ColumnMapping, ImportId, ImportKind, ImportReceipt};
use crate::jobs::tables::{
    RowOutcome, TableOptions, TablePlan, TablePreview, check_plan, fields, propose_mapping,
};
use crate::jobs::{
    Desk, Edit, ImportRequest, InspectedContent, InspectedTable, JobError, PracticeView,
    SchedulePayer, inspect,
};

/// Imports files one after another; stops at the first that fails.
pub(super) fn import(args: &ImportArgs) -> Printed {
    let (mut desk, _view) = ask::open(&args.file)?;
    let mut texts = Vec::new();
    let mut receipts = Vec::new();
    for input in &args.inputs {
        let request = request_for(&mut desk, input, args)?;
        match (&request.plan, args.preview) {
            (Some(plan), true) => texts.push(preview_text(&mut desk, input, plan)?),
            (None, true) => texts.push(format!("{} is one of CMS's files", input.display())),
            (_, false) => {
                let receipt = ask::with_progress(|reporter| desk.import(&request, reporter))?;
                texts.push(receipt_text(&receipt));
                receipts.push(receipt);
            }
        }
    }
    desk.close()?;
    if args.output.json && !args.preview {
        let receipts: Vec<&ImportReceipt> = receipts.iter().map(Arc::as_ref).collect();
        return Ok(print::json("import", &json!({}), &json!({ "receipts": receipts })));
    }
    Ok(texts.join("\n"))
}

fn request_for(
    desk: &mut Desk,
    input: &Path,
    args: &ImportArgs,
) -> Result<ImportRequest, JobError> {
    let options = args
        .sheet
        .as_ref()
        .map(|sheet| TableOptions { sheet: Some(sheet.clone()), ..TableOptions::default() });
    let forced_table = args.kind.is_some_and(|kind| kind != ImportKind::MedicareRelease);
    let options = options.or_else(|| forced_table.then(TableOptions::default));
    let inspected = inspect(desk, input, options.as_ref());
    let doing = format!("Importing {}", inspected.file_name);
    let mut request = match inspected.content? {
        InspectedContent::PracticeFile => {
            return Err(JobError::new(doing, "it is a practice file", "Open it instead"));
        }
        InspectedContent::Medicare(_) => ImportRequest::of_medicare(input),
        InspectedContent::Table(_) if args.kind == Some(ImportKind::MedicareRelease) => {
            return Err(JobError::new(
                doing,
                "it is none of CMS's files",
                "Import the relative-value zip as it was downloaded from cms.gov",
            ));
        }
        InspectedContent::Table(table) => table_request(desk, input, &table, args)?,
    };
    request.again = args.again;
    Ok(request)
}

fn table_request(
    desk: &mut Desk,
    input: &Path,
    table: &InspectedTable,
    args: &ImportArgs,
) -> Result<ImportRequest, JobError> {
    let view = desk.view()?;
    let named = args.profile.as_ref().and_then(|name| {
        view.profiles.iter().find(|profile| profile.name.eq_ignore_ascii_case(name))
    });
    let payer = args.payer.clone();
    let kind = args
        .kind
        .or_else(|| named.map(|profile| profile.kind))
        .unwrap_or(table.kind);
    let plan = match named.or(table.profile.as_ref()).filter(|profile| profile.kind == kind) {
        Some(profile) => TablePlan::from_profile(&table.preview, profile, payer),
        None => TablePlan::proposed(&table.preview, kind, payer),
    };
    let plan = with_columns(plan, &table.preview, &args.columns)?;
    let save_as = args.profile.as_ref().filter(|_name| named.is_none());
    Ok(ImportRequest {
        kind,
        payer: args.payer.clone().map(SchedulePayer::Named),
        profile: save_as.map(|name| plan.profile(name)),
        plan: Some(plan),
        ..ImportRequest::of_table(input, table)
    })
}

/// Reads columns as the user says: each named field anew, the rest as proposed.
fn with_columns(
    plan: TablePlan,
    preview: &TablePreview,
    typed: &[String],
) -> Result<TablePlan, JobError> {
    if typed.is_empty() {
        return Ok(plan);
    }
    let mut chosen = Vec::with_capacity(typed.len());
    for text in typed {
        let (field, heading) = ask::key_and_value(text)?;
        let known = fields(plan.kind);
        if !known.iter().any(|one| one.key == field) {
            let keys: Vec<&str> = known.iter().map(|one| one.key).collect();
            return Err(ask::unknown("field", field, &keys));
        }
        let column_idx = preview
            .headings
            .iter()
            .position(|one| one.trim().eq_ignore_ascii_case(heading.trim()))
            .ok_or_else(|| {
                let headings: Vec<&str> = preview.headings.iter().map(String::as_str).collect();
                ask::unknown("column", heading, &headings)
            })?;
        chosen.push(ColumnMapping { column_idx, field: field.to_owned() });
    }
    let proposed = plan.columns.into_iter().filter(|column| {
        chosen.iter().all(|one| one.column_idx != column.column_idx && one.field != column.field)
    });
    let columns: Vec<ColumnMapping> = proposed.chain(chosen.iter().cloned()).collect();
    Ok(TablePlan::new(preview, plan.kind, columns, plan.payer_name))
}

fn preview_text(desk: &mut Desk, input: &Path, plan: &TablePlan) -> Printed {
    let inspected = inspect(desk, input, Some(&plan.options));
    let InspectedContent::Table(table) = inspected.content? else {
        return Ok(String::new());
    };
    let mut mapping = TextTable::new(&[
        ("Column", Align::Left),
        ("Read as", Align::Left),
        ("How sure", Align::Left),
    ]);
    let proposed = propose_mapping(&table.preview, plan.kind);
    for column in &plan.columns {
        let heading = plan.headings.get(column.column_idx).cloned().unwrap_or_default();
        let label = fields(plan.kind).iter().find(|field| field.key == column.field);
        let sure = proposed
            .iter()
            .find(|one| one.column_idx == column.column_idx && one.field == column.field);
        mapping.row(vec![
            heading,
            label.map_or_else(|| column.field.clone(), |field| field.label.to_owned()),
            sure.map_or_else(|| "As you say".to_owned(), |one| one.confidence.label().to_owned()),
        ]);
    }
    let check = check_plan(&table.preview, plan);
    let mut text = format!(
        "{} as {}, headings in row {}\n\n{}\n",
        inspected.file_name,
        plan.kind.label().to_lowercase(),
        table.preview.header_row,
        mapping.text()
    );
    for sentence in plan.missing() {
        text.push_str(&format!("{sentence}\n"));
    }
    for row in &check.rows {
        if let RowOutcome::Rejected { field, reason } = &row.outcome {
            text.push_str(&format!("Line {}, {}: {}\n", row.line_nr, field, reason));
        }
    }
    Ok(text)
}

fn receipt_text(receipt: &ImportReceipt) -> String {
    let mut text = format!(
        "{} ({}): {}\n  rows read {}, kept {}, rejected {}\n",
        receipt.file_name,
        receipt.kind.label().to_lowercase(),
        receipt.summary,
        count(receipt.rows_read),
        count(receipt.rows_kept),
        count(receipt.rows_rejected),
    );
    if receipt.kind == ImportKind::Utilization {
        let totals = &receipt.totals;
        text.push_str(&format!(
            "  charges {}, allowed {}, paid {}, owed by patients {}\n",
            dollars(totals.charge),
            dollars(totals.allowed),
            dollars(totals.paid),
            dollars(totals.patient)
        ));
        if let Some((first, last)) = totals.dates {
            text.push_str(&format!(
                "  services from {first} to {last}, {} lines without an allowed amount\n",
                count(totals.lines_without_allowed)
            ));
        }
    }
    for row in receipt.rejected.iter().take(SHOWN) {
        text.push_str(&format!("  line {}, {}: {}\n", row.line_nr, row.field, row.reason));
    }
    if SHOWN < receipt.rejected.len() {
        text.push_str("  … all of them with --json\n");
    }
    for issue in receipt.issues.iter().take(SHOWN) {
        text.push_str(&format!("  {issue}\n"));
    }
    text
}

/// Rejected rows and issues printed one by one.
const SHOWN: usize = 10;

/// Lists imports, after removing or restoring one where that is asked.
pub(super) fn imports(args: &ImportsArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let edit = match (args.remove, args.restore) {
        (Some(number), _) => Some(Edit::RemoveImport(ImportId(number))),
        (None, Some(number)) => Some(Edit::RestoreImport(ImportId(number))),
        (None, None) => None,
    };
    if let Some(edit) = edit {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "imports": view.imports });
        return Ok(print::json("imports", &Value::Object(serde_json::Map::new()), &value));
    }
    Ok(imports_text(&view))
}

fn imports_text(view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Number", Align::Right),
        ("File", Align::Left),
        ("Kind", Align::Left),
        ("Imported", Align::Left),
        ("Rows kept", Align::Right),
        ("Rejected", Align::Right),
        ("", Align::Left),
    ]);
    for import in &view.imports {
        table.row(vec![
            import.id.0.to_string(),
            import.receipt.file_name.clone(),
            import.receipt.kind.label().to_owned(),
            import.imported_on.to_string(),
            count(import.receipt.rows_kept),
            count(import.receipt.rows_rejected),
            if import.removed { "removed".to_owned() } else { String::new() },
        ]);
    }
    table.text()
}
