//! Reading a whole table by a plan without keeping anything: what will be imported.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::inspect::open_for_reading;
use super::open::name_of;
use super::progress::WatchedReader;
use super::{JobError, ProgressReporter};
use crate::domain::{ImportKind, ImportTotals, Issue, RejectedRow};
use crate::formats::FormatError;
use crate::formats::tables::{
    FeeScheduleRead, RecordsRead, TablePlan, UtilizationRead, read_fee_schedule, read_records,
    read_utilization,
};

/// The answer to a dry run: which file, by which plan, and what would come of it.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// The file.
    pub path: PathBuf,
    /// How it was read.
    pub plan: TablePlan,
    /// What would be imported, or why nothing could be.
    pub result: Result<DryRunTotals, JobError>,
}

/// What importing a table would bring.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DryRunTotals {
    /// Rows of data, without headings and blank rows.
    pub rows_read: u64,
    /// Rows that would be kept.
    pub rows_kept: u64,
    /// Rows that would be left out.
    pub rows_rejected: u64,
    /// The first of those.
    pub rejected: Vec<RejectedRow>,
    /// What else is odd.
    pub issues: Vec<Issue>,
    /// Sums over the rows kept.
    pub totals: ImportTotals,
}

/// Reads a whole table and keeps nothing of it.
///
/// # Errors
/// When it cannot be read by the plan, is no table of rows to keep, or the job is cancelled.
pub fn dry_run(
    path: &Path,
    plan: &TablePlan,
    reporter: &mut ProgressReporter<'_>,
) -> Result<DryRunTotals, JobError> {
    let doing = format!("Adding up {}", name_of(path));
    let file = open_for_reading(&doing, path)?;
    let size_bytes = path.metadata().map_or(0, |metadata| metadata.len());
    let watched = WatchedReader::new(file, doing.clone(), size_bytes, reporter);
    let mut source = BufReader::with_capacity(READ_BUFFER_BYTES, watched);
    let failed = |error| JobError::from_format(doing.as_str(), error);
    match plan.kind {
        ImportKind::Utilization => {
            // Nothing is kept, so that no secret is needed to hash patients by.
            let mut drop_line = |_line| Ok::<_, FormatError>(());
            let read = read_utilization(&mut source, plan, &[0; 32], &mut drop_line);
            read.map(DryRunTotals::from).map_err(failed)
        }
        ImportKind::FeeSchedule => {
            let read = read_fee_schedule(&mut source, plan);
            read.map(DryRunTotals::from).map_err(failed)
        }
        kind if kind.has_records() => {
            let read = read_records(&mut source, plan);
            read.map(DryRunTotals::from).map_err(failed)
        }
        kind => Err(JobError::new(
            doing,
            format!("a table of this kind has nothing to add up ({kind})"),
            "Look at its first rows instead",
        )),
    }
}

impl From<UtilizationRead> for DryRunTotals {
    fn from(read: UtilizationRead) -> Self {
        Self {
            rows_read: read.rows_read,
            rows_kept: read.rows_kept,
            rows_rejected: read.rows_rejected,
            rejected: read.rejected,
            issues: read.issues,
            totals: read.totals,
        }
    }
}

impl From<RecordsRead> for DryRunTotals {
    fn from(read: RecordsRead) -> Self {
        Self {
            rows_read: read.rows_read,
            rows_kept: read.rows_kept,
            rows_rejected: read.rows_rejected,
            rejected: read.rejected,
            issues: read.issues,
            totals: ImportTotals::default(),
        }
    }
}

impl From<FeeScheduleRead> for DryRunTotals {
    fn from(read: FeeScheduleRead) -> Self {
        Self {
            rows_read: read.rows_read,
            rows_kept: read.rows_kept,
            rows_rejected: read.rows_rejected,
            rejected: read.rejected,
            issues: read.issues,
            totals: ImportTotals::default(),
        }
    }
}

/// As in an import: large reads.
const READ_BUFFER_BYTES: usize = 1 << 20;
