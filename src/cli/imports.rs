//! `imports`: the list, and what can be done to it.

use serde_json::json;

use super::args::ImportsArgs;
use super::print::{Align, TextTable, count};
use super::{Printed, ask, print};
use crate::domain::ImportId;
use crate::jobs::{Edit, ImportedFile, JobError, PracticeView};

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
    if let Some(number) = args.files {
        known_import(&view, number)?;
        let files = desk.import_files(ImportId(number))?;
        desk.close()?;
        return Ok(files_text(&files, args));
    }
    if let Some(edit) = edit {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "imports": view.imports });
        return Ok(print::json("imports", &json!({}), &value));
    }
    Ok(imports_text(&view))
}

fn files_text(files: &[ImportedFile], args: &ImportsArgs) -> String {
    if args.output.json {
        return print::json("import-files", &json!({}), &json!({ "files": files }));
    }
    let mut table = TextTable::new(&[
        ("File", Align::Left),
        ("Lines", Align::Right),
        ("Bytes", Align::Right),
        ("BLAKE3", Align::Left),
    ]);
    for file in files {
        table.row(vec![
            file.name.clone(),
            count(file.lines),
            count(file.fingerprint.size_bytes),
            file.fingerprint.hash.clone(),
        ]);
    }
    table.text()
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
