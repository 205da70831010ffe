//! Importing one file: one transaction, one undo step, one receipt.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::import_x12::group_name;
use super::inspect::{InspectedTable, open_for_reading};
use super::inspect_x12::InspectedX12;
use super::open::{name_of, today};
use super::pipeline::read_lines;
use super::progress::WatchedReader;
use super::{Desk, JobError, Layouts, ProgressReporter};
use crate::brief::figures;
use crate::domain::{
    FileFingerprint, ImportId, ImportKind, ImportReceipt, ImportTotals, MappingProfile,
    MedicareReference, PayerId,
};
use crate::formats::FormatError;
use crate::formats::tables::{ReadSchedule, TablePlan, read_fee_schedule};
use crate::store::{NewImport, Op, StoreError, Transaction};

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// The file, or the first of a batch.
    pub path: PathBuf,
    /// The other files of a batch of remittances or claims, which is one import; otherwise empty.
    pub more: Vec<PathBuf>,
    /// What it is read as.
    pub kind: ImportKind,
    /// How its columns are read; `None` for CMS's files.
    pub plan: Option<TablePlan>,
    /// Whose fee schedule it is.
    pub payer: Option<SchedulePayer>,
    /// Name of the fee schedule; by default the file's.
    pub schedule_name: Option<String>,
    /// First date of service of the fee schedule's rates, where the table does not say.
    pub effective_from: Option<jiff::civil::Date>,
    /// Remember the mapping under its layout, for the next file that looks the same: in the practice
    /// file and in the program's own layouts.
    pub profile: Option<MappingProfile>,
    /// Import it although the same bytes were imported before.
    pub again: bool,
}

/// Whose fee schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchedulePayer {
    /// A payer of the practice.
    Known(PayerId),
    /// A payer by name; added when there is none of that name.
    Named(String),
}

/// What became of one file.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The file's own name.
    pub file_name: String,
    /// Its receipt, or why nothing of it was imported.
    pub result: Result<Arc<ImportReceipt>, JobError>,
}

impl ImportRequest {
    /// Imports a table as it was found.
    pub fn of_table(path: &Path, table: &InspectedTable) -> Self {
        Self {
            path: path.to_path_buf(),
            more: Vec::new(),
            kind: table.kind,
            plan: Some(table.plan.clone()),
            payer: None,
            schedule_name: None,
            effective_from: None,
            profile: None,
            again: false,
        }
    }

    /// Imports a file of CMS's.
    pub fn of_medicare(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            more: Vec::new(),
            kind: ImportKind::MedicareRelease,
            plan: None,
            payer: None,
            schedule_name: None,
            effective_from: None,
            profile: None,
            again: false,
        }
    }

    /// Keeps the layout that was to be remembered among the program's own, where it is of use to
    /// other practices. Failing to is no failure of the import.
    pub fn remember(&self) {
        let kept = self.profile.as_ref().map(Layouts::keep);
        if let Some(Err(error)) = kept {
            tracing::warn!(%error, "a layout was not kept");
        }
    }

    /// Returns the file's name, or that of the batch.
    fn shown_name(&self) -> String {
        let paths: Vec<&Path> = self.paths().collect();
        group_name(&paths)
    }

    /// Returns all files, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(&self.path)
            .chain(&self.more)
            .map(PathBuf::as_path)
    }

    /// Imports the files of a drop that hold remittances, or claims: all of them are one import.
    pub fn of_x12(found: &InspectedX12) -> Self {
        let mut paths = found.files.iter().map(|file| file.path.clone());
        Self {
            path: paths.next().unwrap_or_default(),
            more: paths.collect(),
            kind: found.kind,
            plan: None,
            payer: None,
            schedule_name: None,
            effective_from: None,
            profile: None,
            again: false,
        }
    }
}

/// Returns a file's fingerprint, reading all of it.
pub(super) fn fingerprint_of(
    path: &Path,
    reporter: Option<&mut ProgressReporter<'_>>,
) -> Result<FileFingerprint, JobError> {
    let doing = format!("Looking at {}", name_of(path));
    let failed = |error: std::io::Error| JobError::from_io(doing.as_str(), path, &error);
    let file = open_for_reading(&doing, path)?;
    let size_bytes = file.metadata().map_err(failed)?.len();
    let mut hasher = blake3::Hasher::new();
    match reporter {
        None => drop(hasher.update_reader(file).map_err(failed)?),
        Some(reporter) => {
            let watched = WatchedReader::new(file, doing.clone(), size_bytes, reporter);
            hasher.update_reader(watched).map_err(failed)?;
        }
    }
    Ok(FileFingerprint {
        hash: hasher.finalize().to_hex().to_string(),
        size_bytes,
    })
}

/// Why an import's transaction was rolled back.
pub(super) enum Refusal {
    Store(StoreError),
    Format(FormatError),
    Job(JobError),
}

/// What an import's transaction wrote.
pub(super) struct Written {
    pub(super) receipt: ImportReceipt,
    /// The Medicare reference it brings, set once the import is live.
    pub(super) reference: Option<MedicareReference>,
}

impl Written {
    pub(super) const fn of(receipt: ImportReceipt) -> Self {
        Self {
            receipt,
            reference: None,
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<JobError> for Refusal {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

impl From<FormatError> for Refusal {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

impl Desk {
    /// Imports files one after another; each is whole or not at all. Stops when cancelled.
    pub(super) fn import_all(
        &mut self,
        requests: &[ImportRequest],
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<Vec<Imported>, JobError> {
        self.file("Importing")?;
        let mut files = Vec::with_capacity(requests.len());
        for request in requests {
            let result = self.import(request, reporter);
            if reporter.is_cancelled() && result.is_err() {
                // Earlier files are in and stay; of this one nothing is.
                return if files.is_empty() {
                    Err(cancelled(request))
                } else {
                    Ok(files)
                };
            }
            if result.is_ok() {
                request.remember();
            }
            files.push(Imported {
                file_name: request.shown_name(),
                result,
            });
        }
        Ok(files)
    }

    /// Imports one file.
    pub fn import(
        &mut self,
        request: &ImportRequest,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<Arc<ImportReceipt>, JobError> {
        let doing = format!("Importing {}", request.shown_name());
        self.file(&doing)?;
        let receipt = match request.kind {
            ImportKind::Remittances | ImportKind::Claims => self.import_x12(request, reporter)?,
            ImportKind::MedicareRelease | ImportKind::MedicareTable => {
                let import = self.new_import(&doing, request, reporter)?;
                self.import_medicare(&doing, request, &import)?
            }
            ImportKind::Utilization => {
                let import = self.new_import(&doing, request, reporter)?;
                self.import_utilization(&doing, request, &import, reporter)?
            }
            ImportKind::FeeSchedule => {
                let import = self.new_import(&doing, request, reporter)?;
                self.import_fee_schedule(&doing, request, &import, reporter)?
            }
            ImportKind::SurveyAnswers
            | ImportKind::QualityMeasures
            | ImportKind::Authorizations
            | ImportKind::Expenses
            | ImportKind::Providers
            | ImportKind::Sites
            | ImportKind::Contacts => {
                let import = self.new_import(&doing, request, reporter)?;
                self.import_records(&doing, request, &import, reporter)?
            }
        };
        Ok(Arc::new(receipt))
    }

    /// Starts the import of one file, unless the same was imported before.
    fn new_import(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<NewImport, JobError> {
        let fingerprint = fingerprint_of(&request.path, Some(reporter))?;
        self.refuse_second_import(doing, request, &fingerprint)?;
        Ok(NewImport {
            fingerprint,
            kind: request.kind,
            imported_on: today(),
        })
    }

    fn refuse_second_import(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        fingerprint: &FileFingerprint,
    ) -> Result<(), JobError> {
        let known = self
            .file(doing)?
            .import_by_fingerprint(fingerprint)
            .map_err(|error| JobError::from_store(doing, &error))?;
        match known {
            Some(known) if !request.again && !known.removed => Err(JobError::new(
                doing,
                format!(
                    "the same file was imported on {} as {}",
                    known.imported_on, known.receipt.file_name
                ),
                "Remove that import first, or confirm to count its rows twice",
            )),
            Some(known) if !request.again => Err(JobError::new(
                doing,
                format!(
                    "the same file was imported on {} and removed",
                    known.imported_on
                ),
                "Restore it in the list of imports",
            )),
            _ => Ok(()),
        }
    }

    fn import_utilization(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        import: &NewImport,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<ImportReceipt, JobError> {
        let plan = plan_of(doing, request)?;
        let file = open_for_reading(doing, &request.path)?;
        let size_bytes = import.fingerprint.size_bytes;
        let mut source = BufReader::with_capacity(
            READ_BUFFER_BYTES,
            WatchedReader::new(file, doing.to_owned(), size_bytes, reporter),
        );
        let key = self.file(doing)?.patient_key();
        let key = key.map_err(|error| JobError::from_store(doing, &error))?;
        self.write_import(doing, request, import, |tx, id| {
            let mut appender = tx.utilization_appender(id)?;
            let read = read_lines(&mut source, plan, &key, |line| {
                appender.append(line).map_err(Refusal::from)
            })?;
            if read.rows_kept == 0 {
                return Err(nothing_kept(read.rows_read, read.rejected.first()).into());
            }
            appender.finish()?;
            Ok(Written::of(ImportReceipt {
                file_name: name_of(&request.path),
                kind: ImportKind::Utilization,
                rows_read: read.rows_read,
                rows_kept: read.rows_kept,
                rows_rejected: read.rows_rejected,
                rejected: read.rejected,
                issues: read.issues,
                totals: read.totals,
                summary: format!("{} service lines", shown_count(read.lines)),
            }))
        })
    }

    fn import_fee_schedule(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        import: &NewImport,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<ImportReceipt, JobError> {
        let plan = plan_of(doing, request)?;
        let Some(payer) = &request.payer else {
            return Err(JobError::new(
                doing,
                "a fee schedule belongs to a payer, and none was chosen",
                "Choose the payer whose rates these are",
            ));
        };
        let file = open_for_reading(doing, &request.path)?;
        let size_bytes = import.fingerprint.size_bytes;
        let mut source = BufReader::new(WatchedReader::new(
            file,
            doing.to_owned(),
            size_bytes,
            reporter,
        ));
        let read = read_fee_schedule(&mut source, plan)
            .map_err(|error| JobError::from_format(doing, error))?;
        if read.schedules.is_empty() {
            let refusal = nothing_kept(read.rows_read, read.rejected.first());
            return Err(JobError::from_format(doing, refusal));
        }
        let name = request
            .schedule_name
            .clone()
            .unwrap_or_else(|| stem_of(&request.path));
        self.write_import(doing, request, import, |tx, id| {
            let payer = match payer {
                SchedulePayer::Known(known) => *known,
                SchedulePayer::Named(text) => tx.payer_named(text)?,
            };
            for schedule in &read.schedules {
                let name = name_with(&name, &schedule.label);
                let effective_from = schedule.effective_from.or(request.effective_from);
                tx.add_fee_schedule(id, payer, &name, effective_from, &schedule.rates)?;
            }
            Ok(Written::of(ImportReceipt {
                file_name: name_of(&request.path),
                kind: ImportKind::FeeSchedule,
                rows_read: read.rows_read,
                rows_kept: read.rows_kept,
                rows_rejected: read.rows_rejected,
                summary: summary_of_rates(&read.schedules),
                rejected: read.rejected.clone(),
                issues: read.issues.clone(),
                totals: ImportTotals::default(),
            }))
        })
    }

    /// Runs an import's transaction: the record, its rows, the receipt, the remembered mapping.
    pub(super) fn write_import(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        import: &NewImport,
        write: impl FnOnce(&mut Transaction<'_>, ImportId) -> Result<Written, Refusal>,
    ) -> Result<ImportReceipt, JobError> {
        let written = self.file(doing)?.transact(Op::Import, |tx| {
            let id = tx.add_import(import)?;
            let Written { receipt, reference } = write(tx, id)?;
            tx.finish_import(id, &receipt)?;
            if reference.is_some() {
                tx.set_reference(reference.as_ref())?;
            }
            if let Some(profile) = &request.profile {
                tx.save_mapping_profile(profile)?;
            }
            Ok::<_, Refusal>(receipt)
        });
        match written {
            Ok(output) => {
                self.note(output.changes);
                Ok(output.output)
            }
            Err(Refusal::Store(error)) => Err(JobError::from_store(doing, &error)),
            Err(Refusal::Format(error)) => Err(JobError::from_format(doing, error)),
            Err(Refusal::Job(error)) => Err(error),
        }
    }
}

/// Large reads: a line of a utilization table has some 170 bytes, a million lines 170 MB.
const READ_BUFFER_BYTES: usize = 1 << 20;

pub(super) fn plan_of<'r>(
    doing: &str,
    request: &'r ImportRequest,
) -> Result<&'r TablePlan, JobError> {
    let plan = request.plan.as_ref().ok_or_else(|| {
        JobError::new(
            doing,
            "its columns were not mapped",
            "Map the columns first",
        )
    })?;
    match plan.missing().as_slice() {
        [] => Ok(plan),
        missing => Err(JobError::new(
            doing,
            "it is not clear how to read its columns",
            missing.join("; "),
        )),
    }
}

fn cancelled(request: &ImportRequest) -> JobError {
    JobError::new(
        format!("Importing {}", name_of(&request.path)),
        "cancelled",
        "",
    )
}

pub(super) fn shown_count(count: u64) -> String {
    figures::count(Decimal::from(count))
}

fn stem_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Names one of a file's schedules.
fn name_with(name: &str, label: &str) -> String {
    if label.is_empty() {
        name.to_owned()
    } else {
        format!("{name}, {label}")
    }
}

fn summary_of_rates(schedules: &[ReadSchedule]) -> String {
    let rates = || schedules.iter().flat_map(|schedule| &schedule.rates);
    let mut codes: Vec<_> = rates().map(|rate| rate.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let counted = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let counts = format!(
        "{} for {}",
        counted(rates().count(), "rate"),
        counted(codes.len(), "code")
    );
    match schedules.len() {
        0 | 1 => counts,
        several => format!("{counts} in {several} fee schedules"),
    }
}

fn nothing_kept(rows_read: u64, first: Option<&crate::domain::RejectedRow>) -> FormatError {
    let because = first.map_or_else(String::new, |row| {
        format!(" (line {}, {}: {})", row.line_nr, row.field, row.reason)
    });
    FormatError::refuse(
        format!("none of its {rows_read} rows could be used{because}"),
        "Check which columns are read as what, and import again",
    )
}
