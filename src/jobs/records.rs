//! The small tables beside services and rates: importing one, listing what the practice file holds of
//! them, and writing the empty table to fill in.

use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::import::{Written, plan_of};
use super::inspect::open_for_reading;
use super::open::{name_of, today, write_file};
use super::progress::WatchedReader;
use super::{Desk, ImportRequest, JobError, ProgressReporter};
use crate::brief::{Template, TemplateHeading, TypedAs, figures, template_xlsx};
use crate::domain::{ImportKind, ImportReceipt, ImportTotals, Records};
use crate::formats::tables::{RecordsRead, TemplateForm, read_records, template_columns};
use crate::store::{NewImport, RecordsAdded};

impl Desk {
    pub(super) fn import_records(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        import: &NewImport,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<ImportReceipt, JobError> {
        let plan = plan_of(doing, request)?;
        let file = open_for_reading(doing, &request.path)?;
        let size_bytes = import.fingerprint.size_bytes;
        let watched = WatchedReader::new(file, doing.to_owned(), size_bytes, reporter);
        let read = read_records(&mut BufReader::new(watched), plan)
            .map_err(|error| JobError::from_format(doing, error))?;
        self.write_import(doing, request, import, |tx, id| {
            let added = tx.add_records(id, &read.records)?;
            Ok(Written::of(receipt_of(&request.path, read, added)))
        })
    }

    /// Returns the live records of a kind.
    pub fn records(&mut self, kind: ImportKind) -> Result<Arc<Records>, JobError> {
        const DOING: &str = "Reading the practice";
        let records = self.file(DOING)?.records(kind);
        records
            .map(Arc::new)
            .map_err(|error| JobError::from_store(DOING, &error))
    }
}

fn receipt_of(path: &Path, read: RecordsRead, added: RecordsAdded) -> ImportReceipt {
    ImportReceipt {
        file_name: name_of(path),
        kind: read.records.kind(),
        rows_read: read.rows_read,
        rows_kept: read.rows_kept,
        rows_rejected: read.rows_rejected,
        rejected: read.rejected,
        issues: read.issues,
        totals: ImportTotals {
            dates: dates_of(&read.records),
            ..ImportTotals::default()
        },
        summary: summary_of(&read.records, added),
    }
}

fn dates_of(records: &Records) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
    let dates: Vec<_> = match records {
        Records::SurveyAnswers(rows) => rows.iter().map(|row| row.date).collect(),
        Records::Authorizations(rows) => rows.iter().map(|row| row.requested_on).collect(),
        _ => Vec::new(),
    };
    dates.iter().min().copied().zip(dates.iter().max().copied())
}

fn summary_of(records: &Records, added: RecordsAdded) -> String {
    let (one, several) = nouns(records.kind());
    let count = records.len();
    let counted = format!(
        "{} {}",
        figures::count(Decimal::from(count)),
        if count == 1 { one } else { several }
    );
    match records {
        Records::Providers(_) | Records::Sites(_) => format!(
            "{counted}: {} new, {} known before",
            added.new, added.known_before
        ),
        Records::Expenses(rows) => {
            let mut years: Vec<i16> = rows.iter().map(|row| row.year).collect();
            years.sort_unstable();
            years.dedup();
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            format!("{counted} of {}", years.join(", "))
        }
        _ => counted,
    }
}

const fn nouns(kind: ImportKind) -> (&'static str, &'static str) {
    match kind {
        ImportKind::SurveyAnswers => ("survey answer", "survey answers"),
        ImportKind::QualityMeasures => ("quality measure", "quality measures"),
        ImportKind::Authorizations => ("authorization", "authorizations"),
        ImportKind::Expenses => ("expense total", "expense totals"),
        ImportKind::Providers => ("provider", "providers"),
        ImportKind::Sites => ("site", "sites"),
        _ => ("contact", "contacts"),
    }
}

/// Writes the empty table of a kind, as a workbook or as CSV by the path's ending; returns what was
/// written.
pub fn write_template(kind: ImportKind, path: &Path) -> Result<String, JobError> {
    const DOING: &str = "Writing the template";
    let columns = template_columns(kind);
    if columns.is_empty() {
        let kinds: Vec<&str> = template_kinds().map(ImportKind::key).collect();
        return Err(JobError::new(
            DOING,
            format!("{} are imported as they come", kind.label()),
            format!("There are templates for {}", kinds.join(", ")),
        ));
    }
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let bytes = match ending.as_deref() {
        Some("csv") => {
            let headings: Vec<&str> = columns.iter().map(|column| column.heading).collect();
            format!("{}\r\n", headings.join(",")).into_bytes()
        }
        Some("xlsx") => {
            let template = Template {
                title: kind.label().to_owned(),
                columns: columns
                    .iter()
                    .map(|column| TemplateHeading {
                        heading: column.heading,
                        description: column.description,
                        required: column.required,
                        example: column.example,
                        typed_as: match column.form {
                            TemplateForm::Text => TypedAs::Text,
                            TemplateForm::Date => TypedAs::Date,
                            TemplateForm::Number => TypedAs::Number,
                        },
                    })
                    .collect(),
            };
            template_xlsx(&template, today())
                .map_err(|error| JobError::new(DOING, error.to_string(), "Save it as CSV"))?
        }
        _ => {
            return Err(JobError::new(
                DOING,
                format!("a template is no {}", path.display()),
                "Give the file a name that ends in .xlsx or .csv",
            ));
        }
    };
    write_file(DOING, path, &bytes)?;
    Ok(format!("Template for {}", kind.label().to_lowercase()))
}

/// Lists the kinds that have a template.
pub fn template_kinds() -> impl Iterator<Item = ImportKind> {
    ImportKind::ALL
        .into_iter()
        .filter(|kind| !template_columns(*kind).is_empty())
}
