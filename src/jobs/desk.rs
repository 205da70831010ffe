//! The open practice file and what was computed from it. The worker has one; so has a terminal.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::medicare_shelf::with_built_in_localities;
use super::{
    DryRun, Job, JobError, Layouts, Outcome, PracticeView, ProgressReporter, ReferenceTableEntry,
    ReportKind, inspect, inspect_all,
};
use crate::analysis::ReferencePrices;
use crate::domain::{
    CarrierPrice, Contract, FeeSchedule, Filter, MedicareReference, ReferenceTable,
    ReferenceTableId, Release, ReleaseId, ServiceTotals,
};
use crate::formats::tables::TablePlan;
use crate::store::{Changes, PracticeFile};

/// A practice file on the desk, or none.
#[derive(Default)]
pub struct Desk {
    file: Option<PracticeFile>,
    pub(super) cache: Cache,
}

/// What reports are made from, kept until a change touches it.
#[derive(Default)]
pub(super) struct Cache {
    pub(super) view: Option<Arc<PracticeView>>,
    totals: Option<Arc<ServiceTotals>>,
    fee_schedules: Option<Arc<Vec<FeeSchedule>>>,
    /// Those in effect on the day they were looked up.
    pub(super) in_effect: Option<(Date, Arc<Vec<FeeSchedule>>)>,
    /// With localities filled in where they came without.
    releases: BTreeMap<ReleaseId, Arc<Release>>,
    reference_table_entries: Option<Arc<Vec<ReferenceTableEntry>>>,
    reference_tables: BTreeMap<ReferenceTableId, Arc<ReferenceTable>>,
    carrier_prices: Option<Arc<Vec<CarrierPrice>>>,
    contracts: Option<Arc<Vec<Contract>>>,
    /// Medicare's amounts by release; under `None` those of the practice's reference.
    pub(super) prices: BTreeMap<Option<ReleaseId>, Arc<ReferencePrices>>,
}

/// Most releases kept in memory: both files of a year for the reference, for today, and for two
/// years that contracts name.
const MAX_RELEASES: usize = 8;
/// Most of Medicare's other tables kept in memory: those of four families for two quarters.
const MAX_REFERENCE_TABLES: usize = 8;

impl Cache {
    /// Drops what a change made stale.
    fn drop_changed(&mut self, changes: Changes) {
        self.view = None;
        if changes.totals || changes.payers || changes.imports {
            self.totals = None;
        }
        if changes.fee_schedules || changes.payers || changes.imports {
            self.fee_schedules = None;
            self.in_effect = None;
        }
        if changes.contracts || changes.payers {
            self.contracts = None;
            self.in_effect = None;
        }
        if changes.releases || changes.imports {
            self.releases.clear();
            self.in_effect = None;
        }
        if changes.reference_tables || changes.imports {
            self.reference_table_entries = None;
            self.reference_tables.clear();
            self.in_effect = None;
        }
        if changes.carrier_prices {
            self.carrier_prices = None;
            self.in_effect = None;
        }
        if changes.practice || changes.totals {
            // Rates of a contract follow from the practice's locality and the services it bills.
            self.in_effect = None;
        }
        if changes.any() && !only_scenarios(changes) {
            self.prices.clear();
        }
    }
}

fn only_scenarios(changes: Changes) -> bool {
    let others = Changes {
        scenarios: false,
        profiles: false,
        code_labels: false,
        ..changes
    };
    !others.any()
}

impl Desk {
    /// Makes an empty desk.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs a job to its end.
    pub fn run(&mut self, job: Job, reporter: &mut ProgressReporter<'_>) -> Outcome {
        self.try_run(job, reporter).unwrap_or_else(|error| {
            if reporter.is_cancelled() {
                Outcome::Cancelled { doing: error.doing }
            } else {
                Outcome::Failed(error)
            }
        })
    }

    fn try_run(
        &mut self,
        job: Job,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<Outcome, JobError> {
        Ok(match job {
            Job::NewPractice {
                path,
                practice,
                locality,
            } => Outcome::Opened(self.create(&path, practice, locality)?),
            Job::OpenPractice { path } => Outcome::Opened(self.open(&path)?),
            Job::OpenSample => Outcome::Opened(self.open_sample(reporter)?),
            Job::ClosePractice => {
                self.close()?;
                Outcome::Closed
            }
            Job::Inspect { paths } => Outcome::Inspected(inspect_all(self, &paths, reporter)?),
            Job::InspectAgain { path, options } => {
                Outcome::Inspected(vec![inspect(self, &path, Some(&options))])
            }
            Job::DryRun { path, plan } => Outcome::DryRun(added_up(path, *plan, reporter)?),
            Job::Import { requests } => Outcome::Imported {
                files: self.import_all(&requests, reporter)?,
                view: self.view()?,
            },
            Job::Report { kind, filter } => self.reported(kind, filter),
            Job::Edit(edit) => Outcome::Changed {
                label: self.edit(edit)?,
                view: self.view()?,
            },
            Job::Undo => self.undo()?,
            Job::Redo => self.redo()?,
            Job::ComposeBrief {
                spec,
                pixels_per_point,
            } => Outcome::BriefComposed(Arc::new(self.compose(&spec, pixels_per_point)?)),
            Job::ExportBrief { spec, path } => written(self.export_brief(&spec, &path)?, path),
            Job::ExportRateRequest { spec, path } => {
                written(self.export_rate_request(&spec, &path)?, path)
            }
            Job::WriteTemplate { kind, path } => written(super::write_template(kind, &path)?, path),
            Job::WriteText { path, text } => {
                super::open::write_file("Saving the table", &path, text.as_bytes())?;
                written("Table".to_owned(), path)
            }
            Job::SaveCopy { path, copy } => written(self.save_copy(&path, copy)?, path),
            Job::ExportProfile { name, path } => written(self.export_profile(&name, &path)?, path),
            Job::ImportProfile { path } => {
                let name = self.import_profile(&path)?.name;
                let view = self.view().ok();
                Outcome::LayoutKept { name, view }
            }
            Job::ReadLayouts => Outcome::LayoutsRead(Layouts::kept()),
            Job::ForgetLayout { name } => {
                Layouts::remove(&name)?;
                Outcome::LayoutForgotten { name }
            }
            Job::KeepSettings(settings) => {
                settings.keep()?;
                Outcome::SettingsKept
            }
        })
    }

    fn reported(&mut self, kind: ReportKind, filter: Filter) -> Outcome {
        let revision = self.file.as_ref().map_or(0, PracticeFile::revision);
        Outcome::Reported {
            value: self.report(&kind, filter),
            kind: Box::new(kind),
            filter,
            revision,
        }
    }

    /// Returns the open file.
    pub(super) fn file(&mut self, doing: &str) -> Result<&mut PracticeFile, JobError> {
        self.file
            .as_mut()
            .ok_or_else(|| JobError::no_practice_open(doing))
    }

    /// Whether the file at `path` is the open one.
    pub(super) fn is_open(&self, path: &Path) -> bool {
        let whole = |path: &Path| {
            path.canonicalize()
                .unwrap_or_else(|_absent| path.to_path_buf())
        };
        self.file
            .as_ref()
            .is_some_and(|file| whole(file.path()) == whole(path))
    }

    /// Puts a file on the desk; the one that lay there must have been taken.
    pub(super) fn put(&mut self, file: PracticeFile) {
        self.cache = Cache::default();
        self.file = Some(file);
    }

    /// Takes the file off the desk.
    pub(super) fn take(&mut self) -> Option<PracticeFile> {
        self.cache = Cache::default();
        self.file.take()
    }

    /// Drops what a change made stale.
    pub(super) fn note(&mut self, changes: Changes) {
        self.cache.drop_changed(changes);
    }

    /// Returns the practice's Medicare reference.
    pub(super) fn reference(&mut self) -> Result<Option<MedicareReference>, JobError> {
        const DOING: &str = "Reading the Medicare reference";
        let practice = self.file(DOING)?.practice();
        Ok(practice
            .map_err(|error| JobError::from_store(DOING, &error))?
            .reference)
    }

    /// Returns all totals.
    pub(super) fn totals(&mut self) -> Result<Arc<ServiceTotals>, JobError> {
        const DOING: &str = "Reading the totals";
        if let Some(totals) = &self.cache.totals {
            return Ok(Arc::clone(totals));
        }
        let totals = self.file(DOING)?.service_totals();
        let totals = Arc::new(totals.map_err(|error| JobError::from_store(DOING, &error))?);
        self.cache.totals = Some(Arc::clone(&totals));
        Ok(totals)
    }

    /// Returns all fee schedules.
    pub(super) fn fee_schedules(&mut self) -> Result<Arc<Vec<FeeSchedule>>, JobError> {
        const DOING: &str = "Reading the fee schedules";
        if let Some(schedules) = &self.cache.fee_schedules {
            return Ok(Arc::clone(schedules));
        }
        let schedules = self.file(DOING)?.fee_schedules();
        let schedules = Arc::new(schedules.map_err(|error| JobError::from_store(DOING, &error))?);
        self.cache.fee_schedules = Some(Arc::clone(&schedules));
        Ok(schedules)
    }

    /// Returns a release with its localities; `None` when the file does not hold it.
    pub(super) fn release(&mut self, id: ReleaseId) -> Result<Option<Arc<Release>>, JobError> {
        if let Some(release) = self.cache.releases.get(&id) {
            return Ok(Some(Arc::clone(release)));
        }
        let Some(release) = self.stored_release(id)? else {
            return Ok(None);
        };
        if self.cache.releases.len() >= MAX_RELEASES {
            self.cache.releases.pop_first();
        }
        let release = Arc::new(with_built_in_localities(release));
        self.cache.releases.insert(id, Arc::clone(&release));
        Ok(Some(release))
    }

    /// Reads a release as it was imported.
    pub(super) fn stored_release(&mut self, id: ReleaseId) -> Result<Option<Release>, JobError> {
        const DOING: &str = "Reading the Medicare release";
        let release = self.file(DOING)?.release(id);
        release.map_err(|error| JobError::from_store(DOING, &error))
    }

    /// Returns which of Medicare's other tables the file holds.
    pub(super) fn reference_table_entries(
        &mut self,
    ) -> Result<Arc<Vec<ReferenceTableEntry>>, JobError> {
        const DOING: &str = "Reading Medicare's tables";
        if let Some(entries) = &self.cache.reference_table_entries {
            return Ok(Arc::clone(entries));
        }
        let known = self.file(DOING)?.reference_tables();
        let known = known.map_err(|error| JobError::from_store(DOING, &error))?;
        let entries = Arc::new(known.into_iter().map(Into::into).collect::<Vec<_>>());
        self.cache.reference_table_entries = Some(Arc::clone(&entries));
        Ok(entries)
    }

    /// Returns one of Medicare's other tables; `None` when the file does not hold it.
    pub(super) fn reference_table(
        &mut self,
        id: ReferenceTableId,
    ) -> Result<Option<Arc<ReferenceTable>>, JobError> {
        const DOING: &str = "Reading Medicare's tables";
        if let Some(table) = self.cache.reference_tables.get(&id) {
            return Ok(Some(Arc::clone(table)));
        }
        let table = self.file(DOING)?.reference_table(id);
        let Some(table) = table.map_err(|error| JobError::from_store(DOING, &error))? else {
            return Ok(None);
        };
        if self.cache.reference_tables.len() >= MAX_REFERENCE_TABLES {
            self.cache.reference_tables.pop_first();
        }
        let table = Arc::new(table);
        self.cache.reference_tables.insert(id, Arc::clone(&table));
        Ok(Some(table))
    }

    /// Returns the prices that the Medicare contractor set.
    pub(super) fn carrier_prices(&mut self) -> Result<Arc<Vec<CarrierPrice>>, JobError> {
        const DOING: &str = "Reading the carrier prices";
        if let Some(prices) = &self.cache.carrier_prices {
            return Ok(Arc::clone(prices));
        }
        let prices = self.file(DOING)?.carrier_prices();
        let prices = Arc::new(prices.map_err(|error| JobError::from_store(DOING, &error))?);
        self.cache.carrier_prices = Some(Arc::clone(&prices));
        Ok(prices)
    }

    /// Returns all contracts.
    pub(super) fn contracts(&mut self) -> Result<Arc<Vec<Contract>>, JobError> {
        const DOING: &str = "Reading the contracts";
        if let Some(contracts) = &self.cache.contracts {
            return Ok(Arc::clone(contracts));
        }
        let contracts = self.file(DOING)?.contracts();
        let contracts = Arc::new(contracts.map_err(|error| JobError::from_store(DOING, &error))?);
        self.cache.contracts = Some(Arc::clone(&contracts));
        Ok(contracts)
    }
}

/// Reads a table without keeping anything.
fn added_up(
    path: PathBuf,
    plan: TablePlan,
    reporter: &mut ProgressReporter<'_>,
) -> Result<Box<DryRun>, JobError> {
    let result = super::dry_run(&path, &plan, reporter);
    if reporter.is_cancelled() {
        result?;
        return Err(JobError::new("Adding up", "cancelled", ""));
    }
    Ok(Box::new(DryRun { path, plan, result }))
}

fn written(what: String, path: PathBuf) -> Outcome {
    Outcome::Written { path, what }
}
