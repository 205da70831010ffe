//! What takes time or touches the disk: one function a job, and the one thread that runs them.
//!
//! Knows neither the window nor the terminal; both submit the same jobs and read the same outcomes.

pub mod sample_practice;

mod batch_issues;
mod brief;
mod claim;
mod contract;
mod desk;
mod dry_run;
mod edit;
mod error;
mod import;
mod import_medicare;
mod import_x12;
mod inspect;
mod inspect_x12;
mod layouts;
mod medicare_choice;
mod medicare_shelf;
mod open;
mod pipeline;
mod price;
mod progress;
mod rate_request;
mod rates_today;
mod records;
mod report;
mod report_payments;
mod sample_import;
mod settings;
mod view;
mod walk;
mod worker;
mod x12_pipeline;

use std::path::PathBuf;
use std::sync::Arc;

use crate::domain::{
    Filter, ImportKind, LocalityKey, MappingProfile, PayerId, Practice, ReleaseId,
};

pub use brief::{BriefSpec, BriefTexts, LaidOutBrief, RenderedPage};
pub use claim::{AgreedSource, ClaimAnswer, ClaimQuestion, ContractAnswer, QuestionLine};
pub use contract::{YearLockQuestion, read_contract_terms};
pub use desk::Desk;
pub use dry_run::{DryRun, DryRunTotals, dry_run};
pub use edit::Edit;
pub use error::JobError;
pub use import::{ImportRequest, Imported, SchedulePayer};
pub use import_x12::ImportedFile;
pub use inspect::{
    InspectedContent, InspectedFile, InspectedTable, MedicareFile, inspect, inspect_all,
};
pub use inspect_x12::{InspectedX12, X12File};
pub use layouts::Layouts;
pub use open::{
    CheckResult, EXTENSION, ZipAnswer, localities, locality_for_zip, today, with_extension,
};
pub use price::PricedService;
pub use progress::{Progress, ProgressReporter};
pub use rate_request::RateRequestSpec;
pub use records::{template_kinds, write_template};
pub use report::{ModelBase, ReportKind, ReportValue};
pub use report_payments::PaymentsReport;
pub use settings::{AppSettings, ThemeChoice, WindowPlace};
pub use view::{FeeScheduleEntry, PracticeView, ReferenceTableEntry, ReleaseEntry};
pub use worker::Worker;

/// How tables are read: what the window and the terminal may see of the layer below.
pub mod tables {
    pub use crate::formats::tables::{
        Confidence, DateOrder, DistinctValue, Field, Need, PlanCheck, ProposedColumn, RowCheck,
        RowOutcome, SampleRow, ShownValue, TableOptions, TablePlan, TablePreview, check_plan,
        fields, key, propose_mapping,
    };
}

/// Something that takes time. Each is answered by exactly one [`Outcome`] that is not progress.
#[derive(Clone, Debug)]
pub enum Job {
    /// Makes a practice file and opens it. Fails when the path exists.
    NewPractice {
        /// Where; the extension `.practice` is added when missing.
        path: PathBuf,
        /// Name, ZIP and specialty as typed.
        practice: Practice,
        /// The Medicare locality, when chosen by hand instead of by ZIP.
        locality: Option<LocalityKey>,
    },
    /// Opens a practice file; the one that was open is closed first.
    OpenPractice {
        /// The file.
        path: PathBuf,
    },
    /// Builds the sample practice (or opens it, if it was built before) and opens it.
    OpenSample,
    /// Closes the practice file, backing it up if it changed.
    ClosePractice,
    /// Looks at files before they are imported: kind, columns, proposed mapping.
    Inspect {
        /// Files, and folders, which are looked through with all folders in them.
        paths: Vec<PathBuf>,
    },
    /// Looks at one table again with other options (sheet, header row, delimiter).
    InspectAgain {
        /// The file.
        path: PathBuf,
        /// How to read it.
        options: tables::TableOptions,
    },
    /// Reads a whole table by a plan without keeping anything.
    DryRun {
        /// The file.
        path: PathBuf,
        /// How to read it.
        plan: Box<tables::TablePlan>,
    },
    /// Imports files, each request in a transaction of its own.
    Import {
        /// What and how.
        requests: Vec<ImportRequest>,
    },
    /// Computes a report.
    Report {
        /// Which.
        kind: ReportKind,
        /// For what part of the practice.
        filter: Filter,
    },
    /// Changes the practice's data.
    Edit(Edit),
    /// Takes back the last change.
    Undo,
    /// Makes the change taken back again.
    Redo,
    /// Composes and lays out a brief, and renders its pages for the window.
    ComposeBrief {
        /// What to compose.
        spec: Box<BriefSpec>,
        /// Pixels per point of the page images.
        pixels_per_point: f32,
    },
    /// Composes a brief and writes it: `.pdf` (or the fee exhibit, for `.xlsx`).
    ExportBrief {
        /// What to compose.
        spec: Box<BriefSpec>,
        /// Where.
        path: PathBuf,
    },
    /// Writes the workbook that a payer's representative fills in with the rates it has on file.
    ExportRateRequest {
        /// Whose rates, and how they are asked for.
        spec: RateRequestSpec,
        /// Where: `.xlsx`.
        path: PathBuf,
    },
    /// Writes the empty table of a kind for people to fill in.
    WriteTemplate {
        /// What its rows are.
        kind: ImportKind,
        /// Where: `.xlsx` or `.csv`.
        path: PathBuf,
    },
    /// Writes text (a table's rows as CSV) to a file the user named.
    WriteText {
        /// Where.
        path: PathBuf,
        /// UTF-8 text.
        text: String,
    },
    /// Saves a copy of the practice file, without line-level rows when it is for sharing.
    SaveCopy {
        /// Where.
        path: PathBuf,
        /// Which copy.
        copy: CopyKind,
    },
    /// Writes a saved layout to a file of its own (`.layout.json`), without a payer's name.
    ExportProfile {
        /// The layout's name.
        name: String,
        /// Where.
        path: PathBuf,
    },
    /// Reads a layout from such a file and keeps it: in the program's layouts, and in the practice
    /// file that is open.
    ImportProfile {
        /// The file.
        path: PathBuf,
    },
    /// Reads the program's layouts: those kept for every practice.
    ReadLayouts,
    /// Forgets one of the program's layouts.
    ForgetLayout {
        /// Its name.
        name: String,
    },
    /// Keeps the program's own settings.
    KeepSettings(AppSettings),
}

/// What a copy of a practice file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyKind {
    /// Everything.
    Whole,
    /// No line-level rows and no key to patient hashes: totals and reports stay the same.
    ForSharing,
}

/// What became of a job.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A practice file is open (or was replaced by another).
    Opened(Arc<PracticeView>),
    /// No practice file is open any more.
    Closed,
    /// Files were looked at, in the order given.
    Inspected(Vec<InspectedFile>),
    /// A table was read without keeping anything.
    DryRun(Box<DryRun>),
    /// The program's layouts, by name.
    LayoutsRead(Vec<MappingProfile>),
    /// A layout of the program was forgotten.
    LayoutForgotten {
        /// Its name.
        name: String,
    },
    /// A layout was read and kept.
    LayoutKept {
        /// Its name.
        name: String,
        /// The lists of the practice that is open, with it.
        view: Option<Arc<PracticeView>>,
    },
    /// Files were imported; the view is as after the last.
    Imported {
        /// What became of each file.
        files: Vec<Imported>,
        /// The lists, after it.
        view: Arc<PracticeView>,
    },
    /// A report is ready.
    Reported {
        /// Which.
        kind: Box<ReportKind>,
        /// For what part of the practice.
        filter: Filter,
        /// Revision of the practice file it was computed from.
        revision: u64,
        /// The report, or why it cannot be computed.
        value: Result<ReportValue, JobError>,
    },
    /// Data changed: what was done, in the words of the Undo menu, and the lists after it.
    Changed {
        /// `Undo merge of payers`, `Redo …` or the change itself.
        label: String,
        /// The lists, after it.
        view: Arc<PracticeView>,
    },
    /// There was nothing to undo or redo.
    NothingChanged,
    /// A brief is laid out.
    BriefComposed(Arc<LaidOutBrief>),
    /// A file was written.
    Written {
        /// Where.
        path: PathBuf,
        /// What it is: "Payer packet, 6 pages".
        what: String,
    },
    /// Settings were kept.
    SettingsKept,
    /// The job stopped because the user asked; nothing was changed by it.
    Cancelled {
        /// What was being done.
        doing: String,
    },
    /// The job failed; nothing was changed by it.
    Failed(JobError),
    /// The running job goes on. Sent at most ten times a second.
    Progress(Progress),
}

/// The baseline of a model: whose rates, and which release its percentages mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BaselineKey {
    /// The payer.
    pub payer: PayerId,
    /// `None`: the practice's Medicare reference.
    pub release: Option<ReleaseId>,
}
