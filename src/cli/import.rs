//! `import` and `imports`.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::args::{ImportArgs, ImportsArgs};
use super::print::{Align, TextTable, count, dollars};
use super::{Printed, ask, preview, print};
use crate::domain::{ColumnMapping, ImportId, ImportKind, ImportReceipt, ImportRecord};
use crate::jobs::tables::{TableOptions, TablePlan, TablePreview, fields};
use crate::jobs::{
    Desk, Edit, ImportRequest, InspectedContent, InspectedFile, InspectedTable, JobError,
    PracticeView, SchedulePayer, inspect,
};

/// Imports files one after another; one that fails does not keep the others out.
pub(super) fn import(args: &ImportArgs) -> Printed {
    let (mut desk, _view) = ask::open(&args.file)?;
    if args.preview {
        return preview::preview(&mut desk, args);
    }
    let mut receipts = Vec::with_capacity(args.inputs.len());
    let mut failures = Vec::new();
    for input in &args.inputs {
        match import_one(&mut desk, input, args) {
            Ok(receipt) => receipts.push(receipt),
            Err(error) => failures.push(error),
        }
    }
    desk.close()?;
    let text = if args.output.json {
        let receipts: Vec<&ImportReceipt> = receipts.iter().map(Arc::as_ref).collect();
        print::json("import", &json!({}), &json!({ "receipts": receipts }))
    } else {
        let texts: Vec<String> = receipts
            .iter()
            .map(|receipt| receipt_text(receipt))
            .collect();
        texts.join("\n")
    };
    let Some(last) = failures.pop() else {
        return Ok(text);
    };
    if !receipts.is_empty() {
        // What was imported stays, and so do its receipts.
        print(&text);
    }
    for failure in failures {
        eprintln!("allowable: {failure}");
    }
    Err(last)
}

fn import_one(
    desk: &mut Desk,
    input: &Path,
    args: &ImportArgs,
) -> Result<Arc<ImportReceipt>, JobError> {
    let inspected = looked_at(desk, input, args);
    if let Some(known) = inspected.already.as_ref().filter(|_known| !args.again) {
        return Err(already_there(&inspected.file_name, known));
    }
    let request = request_for(desk, inspected, args)?;
    if let Some(plan) = &request.plan {
        refuse_unclear(plan, args)?;
    }
    ask::with_progress(|reporter| desk.import(&request, reporter))
}

/// Looks at a file the way the options say.
pub(super) fn looked_at(desk: &mut Desk, input: &Path, args: &ImportArgs) -> InspectedFile {
    let options = (args.sheet.is_some() || args.header_row.is_some()).then(|| TableOptions {
        sheet: args.sheet.clone(),
        header_row: args.header_row,
        ..TableOptions::default()
    });
    let forced_table = matches!(
        args.kind,
        Some(ImportKind::Utilization | ImportKind::FeeSchedule)
    );
    let options = options.or_else(|| forced_table.then(TableOptions::default));
    inspect(desk, input, options.as_ref())
}

fn already_there(file_name: &str, known: &ImportRecord) -> JobError {
    let number = known.id.0;
    let doing = format!("Importing {file_name}");
    if known.removed {
        return JobError::new(
            doing,
            format!(
                "the same file was imported on {} and removed",
                known.imported_on
            ),
            format!("Bring it back with allowable imports FILE --restore {number}"),
        );
    }
    JobError::new(
        doing,
        format!(
            "the same file was imported on {} as {}",
            known.imported_on, known.receipt.file_name
        ),
        format!(
            "Remove it first (allowable imports FILE --remove {number}), or add --again to count \
             its rows twice"
        ),
    )
}

/// Refuses a table that cannot be read yet, in the words of the options that help.
fn refuse_unclear(plan: &TablePlan, args: &ImportArgs) -> Result<(), JobError> {
    let doing = format!("Importing {}", plan.file_name);
    let missing = plan.missing();
    if !missing.is_empty() {
        return Err(JobError::new(
            doing,
            "it is not clear how to read its columns",
            format!(
                "{}. Name columns with --column FIELD=HEADING and the payer with --payer NAME; \
                 --preview shows what was recognised",
                missing.join("; ")
            ),
        ));
    }
    if plan.kind == ImportKind::FeeSchedule && args.payer.is_none() {
        return Err(JobError::new(
            doing,
            "a fee schedule belongs to a payer, and none was named",
            "Name the payer whose rates these are with --payer NAME",
        ));
    }
    Ok(())
}

/// Returns how a file that was looked at is imported.
pub(super) fn request_for(
    desk: &mut Desk,
    inspected: InspectedFile,
    args: &ImportArgs,
) -> Result<ImportRequest, JobError> {
    let doing = format!("Importing {}", inspected.file_name);
    let input = inspected.path.as_path();
    let mut request = match inspected.content? {
        InspectedContent::PracticeFile => {
            return Err(JobError::new(
                doing,
                "it is a practice file",
                "Open it instead",
            ));
        }
        InspectedContent::Medicare(_) => ImportRequest::of_medicare(input),
        InspectedContent::Remittances(found) | InspectedContent::Claims(found) => {
            ImportRequest::of_x12(&found)
        }
        InspectedContent::Table(_)
            if matches!(
                args.kind,
                Some(ImportKind::MedicareRelease | ImportKind::MedicareTable)
            ) =>
        {
            return Err(JobError::new(
                doing,
                "it is none of CMS's files",
                "Import the file as it was downloaded from cms.gov",
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
        view.profiles
            .iter()
            .find(|profile| profile.name.eq_ignore_ascii_case(name))
    });
    let payer = args.payer.clone();
    let kind = args
        .kind
        .or_else(|| named.map(|profile| profile.kind))
        .unwrap_or(table.kind);
    let plan = match named
        .or(table.profile.as_ref())
        .filter(|profile| profile.kind == kind)
    {
        Some(profile) => TablePlan::from_profile(&table.preview, profile, payer),
        None => TablePlan::proposed(&table.preview, kind, payer),
    };
    let plan = with_columns(plan, &table.preview, &args.columns)?;
    let save_as = args.profile.as_ref().filter(|_name| named.is_none());
    Ok(ImportRequest {
        kind,
        payer: args.payer.clone().map(SchedulePayer::Named),
        schedule_name: args.schedule_name.clone(),
        effective_from: args.effective,
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
        chosen.push(ColumnMapping {
            column_idx,
            field: field.to_owned(),
        });
    }
    let proposed = plan.columns.into_iter().filter(|column| {
        chosen
            .iter()
            .all(|one| one.column_idx != column.column_idx && one.field != column.field)
    });
    let columns: Vec<ColumnMapping> = proposed.chain(chosen.iter().cloned()).collect();
    Ok(TablePlan::new(preview, plan.kind, columns, plan.payer_name))
}

/// Returns a kind's words inside a sentence.
pub(super) const fn kind_in_a_sentence(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::MedicareRelease => "Medicare relative values",
        ImportKind::MedicareTable => "Medicare fee schedule",
        ImportKind::Utilization => "utilization",
        ImportKind::FeeSchedule => "fee schedule",
        ImportKind::Remittances => "remittances",
        ImportKind::Claims => "claims",
        ImportKind::SurveyAnswers => "survey answers",
        ImportKind::QualityMeasures => "quality measures",
        ImportKind::Authorizations => "authorizations",
        ImportKind::Expenses => "expenses",
        ImportKind::Providers => "providers",
        ImportKind::Sites => "sites",
        ImportKind::Contacts => "contacts",
    }
}

fn receipt_text(receipt: &ImportReceipt) -> String {
    let mut text = format!(
        "{}, read as {}: {}\n  rows read {}, kept {}, rejected {}\n",
        receipt.file_name,
        kind_in_a_sentence(receipt.kind),
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
        text.push_str(&format!(
            "  line {}, {}: {}\n",
            row.line_nr, row.field, row.reason
        ));
    }
    if SHOWN < receipt.rejected.len() {
        text.push_str("  … more of them with --json\n");
    }
    for issue in receipt.issues.iter().take(SHOWN) {
        text.push_str(&format!("  {issue}\n"));
    }
    text
}

/// Rejected rows and issues printed one by one.
pub(super) const SHOWN: usize = 10;

/// Lists imports, after removing or restoring one where that is asked.
pub(super) fn imports(args: &ImportsArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    let edit = match (args.remove, args.restore) {
        (Some(number), _) => Some(Edit::RemoveImport(ImportId(number))),
        (None, Some(number)) => Some(Edit::RestoreImport(ImportId(number))),
        (None, None) => None,
    };
    if let Some(number) = args.remove.or(args.restore) {
        known_import(&view, number)?;
    }
    if let Some(edit) = edit {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "imports": view.imports });
        return Ok(print::json(
            "imports",
            &Value::Object(serde_json::Map::new()),
            &value,
        ));
    }
    Ok(imports_text(&view))
}

fn known_import(view: &PracticeView, number: i64) -> Result<(), JobError> {
    if view.imports.iter().any(|import| import.id.0 == number) {
        return Ok(());
    }
    let numbers: Vec<String> = view
        .imports
        .iter()
        .map(|import| import.id.0.to_string())
        .collect();
    let known: Vec<&str> = numbers.iter().map(String::as_str).collect();
    Err(ask::unknown("import", &number.to_string(), &known))
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
            if import.removed {
                "removed".to_owned()
            } else {
                String::new()
            },
        ]);
    }
    table.text()
}
