//! `import`.

use std::sync::Arc;

use serde_json::json;

use super::args::ImportArgs;
use super::print::{count, dollars};
use super::table_request::{refuse_unclear, table_request};
use super::{Printed, ask, dry_run, preview, print};
use crate::domain::{ImportKind, ImportReceipt, ImportRecord, ImportTotals};
use crate::jobs::tables::TableOptions;
use crate::jobs::{
    Desk, ImportRequest, InspectedContent, InspectedFile, JobError, inspect, inspect_all,
};

/// What came of an import command, file by file.
#[derive(Default)]
struct Came {
    receipts: Vec<Arc<ImportReceipt>>,
    failures: Vec<JobError>,
    /// Files in folders that are nothing to import.
    left_out: Vec<JobError>,
}

/// Imports files one after another; one that fails does not keep the others out.
pub(super) fn import(args: &ImportArgs) -> Printed {
    let (mut desk, _view) = ask::open(&args.file)?;
    let files = looked_at(&mut desk, args)?;
    if args.preview {
        return preview::preview(&mut desk, files, args);
    }
    if args.dry_run {
        return dry_run::dry_run(&mut desk, files, args);
    }
    let mut came = Came::default();
    for file in files {
        if !args.inputs.contains(&file.path)
            && let Some(error) = nothing_to_import(&file, args)
        {
            came.left_out.push(error);
            continue;
        }
        match import_one(&mut desk, file, args) {
            Ok(receipt) => came.receipts.push(receipt),
            Err(error) => came.failures.push(error),
        }
    }
    desk.close()?;
    came.told(args)
}

impl Came {
    fn told(mut self, args: &ImportArgs) -> Printed {
        if self.receipts.is_empty() && self.failures.is_empty() {
            let first = self.left_out.into_iter().next();
            return Err(first.unwrap_or_else(|| {
                JobError::new(
                    "Importing",
                    "there is no file to import in it",
                    "Name another folder or file",
                )
            }));
        }
        let text = if args.output.json {
            let receipts: Vec<&ImportReceipt> = self.receipts.iter().map(Arc::as_ref).collect();
            let value = json!({ "receipts": receipts, "left_out": self.left_out });
            print::json("import", &json!({}), &value)
        } else {
            let receipts = self.receipts.iter().map(|receipt| receipt_text(receipt));
            let left_out = self.left_out.iter().take(SHOWN);
            let left_out = left_out.map(|error| format!("Left out. {error}\n"));
            let mut text = receipts.chain(left_out).collect::<Vec<_>>().join("\n");
            if SHOWN < self.left_out.len() {
                text.push_str("… more left out; see them with --json\n");
            }
            text
        };
        let Some(last) = self.failures.pop() else {
            return Ok(text);
        };
        if !self.receipts.is_empty() {
            // What was imported stays, and so do its receipts.
            print(&text);
        }
        for failure in self.failures {
            eprintln!("allowable: {failure}");
        }
        Err(last)
    }
}

fn import_one(
    desk: &mut Desk,
    inspected: InspectedFile,
    args: &ImportArgs,
) -> Result<Arc<ImportReceipt>, JobError> {
    if let Some(known) = inspected.already.as_ref().filter(|_known| !args.again) {
        return Err(already_there(&inspected.file_name, known));
    }
    let request = request_for(desk, inspected, args)?;
    if let Some(plan) = &request.plan {
        refuse_unclear(plan, args)?;
    }
    let receipt = ask::with_progress(|reporter| desk.import(&request, reporter))?;
    request.remember();
    Ok(receipt)
}

/// Says why a file found in a folder is nothing to import: prose and lists are no mistake there.
fn nothing_to_import(file: &InspectedFile, args: &ImportArgs) -> Option<JobError> {
    match &file.content {
        Err(error) => Some(error.clone()),
        Ok(InspectedContent::PracticeFile) => Some(JobError::new(
            format!("Looking at {}", file.file_name),
            "it is a practice file",
            "Open it instead",
        )),
        Ok(InspectedContent::Table(table)) if args.columns.is_empty() => {
            refuse_unclear(&table.plan, args).err()
        }
        Ok(_) => None,
    }
}

/// Looks at the files the way the options say; where only remittances or only claims are asked for,
/// at those alone.
fn looked_at(desk: &mut Desk, args: &ImportArgs) -> Result<Vec<InspectedFile>, JobError> {
    let files = ask::with_progress(|reporter| inspect_all(desk, &args.inputs, reporter))?;
    let options = (args.sheet.is_some() || args.header_row.is_some()).then(|| TableOptions {
        sheet: args.sheet.clone(),
        header_row: args.header_row,
        ..TableOptions::default()
    });
    let of_medicare = [ImportKind::MedicareRelease, ImportKind::MedicareTable];
    let forced_table = args
        .kind
        .is_some_and(|kind| !of_medicare.contains(&kind) && !is_x12(kind));
    let options = options.or_else(|| forced_table.then(TableOptions::default));
    let is_asked = |file: &InspectedFile| match (&file.content, args.kind) {
        (Ok(content), Some(kind)) => {
            let found = x12_kind(content);
            (found.is_none() && !is_x12(kind)) || found == Some(kind)
        }
        _ => true,
    };
    let asked: Vec<InspectedFile> = files.into_iter().filter(is_asked).collect();
    if asked.is_empty() {
        return Err(JobError::new(
            "Importing",
            format!(
                "none of the files holds {}",
                args.kind.map_or("anything", kind_in_a_sentence)
            ),
            "See with allowable inspect what they hold",
        ));
    }
    Ok(asked
        .into_iter()
        .map(|file| match (&options, &file.content) {
            (Some(options), Ok(content)) if x12_kind(content).is_none() => {
                inspect(desk, &file.path, Some(options))
            }
            (Some(options), Err(_not_as_it_is)) => inspect(desk, &file.path, Some(options)),
            _ => file,
        })
        .collect())
}

const fn is_x12(kind: ImportKind) -> bool {
    matches!(kind, ImportKind::Remittances | ImportKind::Claims)
}

const fn x12_kind(content: &InspectedContent) -> Option<ImportKind> {
    match content {
        InspectedContent::Remittances(_) => Some(ImportKind::Remittances),
        InspectedContent::Claims(_) => Some(ImportKind::Claims),
        _ => None,
    }
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
    if receipt.kind.has_service_lines() || receipt.kind == ImportKind::Claims {
        text.push_str(&totals_text(&receipt.totals));
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
    if SHOWN < receipt.issues.len() {
        text.push_str("  … more issues with --json\n");
    }
    text
}

/// Writes sums to compare with the source, and what is odd about them.
pub(super) fn totals_text(totals: &ImportTotals) -> String {
    let mut text = format!(
        "  charges {}, allowed {}, paid {}, owed by patients {}\n",
        dollars(totals.charge),
        dollars(totals.allowed),
        dollars(totals.paid),
        dollars(totals.patient)
    );
    if let Some((first, last)) = totals.dates {
        text.push_str(&format!(
            "  services from {first} to {last}, {} lines without an allowed amount\n",
            count(totals.lines_without_allowed)
        ));
    }
    let counts = &totals.counts;
    let odd = [
        (counts.already_known, "repeated or already here"),
        (counts.denied, "denied"),
        (counts.unbalanced, "that do not balance"),
        (counts.other_payer_first, "paid after another payer"),
        (counts.claim_level, "paid by claim, not by line"),
        (counts.negative, "with a negative charge"),
        (counts.zero_charge, "with a charge of zero"),
        (counts.repeated, "the same as an earlier one"),
    ];
    let odd: Vec<String> = odd
        .iter()
        .filter(|(lines, _what)| *lines > 0)
        .map(|(lines, what)| format!("{} {what}", count(*lines)))
        .collect();
    if !odd.is_empty() {
        text.push_str(&format!("  lines: {}\n", odd.join(", ")));
    }
    text
}

/// Rejected rows and issues printed one by one.
pub(super) const SHOWN: usize = 10;
