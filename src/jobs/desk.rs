//! The open practice file and what was computed from it. The worker has one; so has a terminal.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::open::today;
use super::{Job, JobError, Outcome, PracticeView, ProgressReporter, inspect};
use crate::analysis::ReferencePrices;
use crate::domain::{FeeSchedule, MedicareReference, Release, ReleaseId, ServiceTotals};
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
    in_effect: Option<(Date, Arc<Vec<FeeSchedule>>)>,
    releases: BTreeMap<ReleaseId, Arc<Release>>,
    /// Medicare's amounts by release; under `None` those of the practice's reference.
    pub(super) prices: BTreeMap<Option<ReleaseId>, Arc<ReferencePrices>>,
}

/// Most releases kept in memory: a reference, the one a proposal means, and one to look at.
const MAX_RELEASES: usize = 3;

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
        if changes.releases || changes.imports {
            self.releases.clear();
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
            Job::Inspect { paths } => {
                Outcome::Inspected(paths.iter().map(|path| inspect(self, path, None)).collect())
            }
            Job::InspectAgain { path, options } => {
                Outcome::Inspected(vec![inspect(self, &path, Some(&options))])
            }
            Job::Import { requests } => {
                let files = self.import_all(&requests, reporter)?;
                Outcome::Imported {
                    files,
                    view: self.view()?,
                }
            }
            Job::Report { kind, filter } => {
                let revision = self.file.as_ref().map_or(0, PracticeFile::revision);
                let value = self.report(&kind, filter);
                Outcome::Reported {
                    kind,
                    filter,
                    revision,
                    value,
                }
            }
            Job::Edit(edit) => {
                let label = self.edit(edit)?;
                Outcome::Changed {
                    label,
                    view: self.view()?,
                }
            }
            Job::Undo => self.undo()?,
            Job::Redo => self.redo()?,
            Job::ComposeBrief {
                spec,
                pixels_per_point,
            } => Outcome::BriefComposed(Arc::new(self.compose(&spec, pixels_per_point)?)),
            Job::ExportBrief { spec, path } => {
                let what = self.export_brief(&spec, &path)?;
                Outcome::Written { path, what }
            }
            Job::WriteText { path, text } => {
                super::open::write_file("Saving the table", &path, text.as_bytes())?;
                Outcome::Written {
                    path,
                    what: "Table".to_owned(),
                }
            }
            Job::SaveCopy { path, copy } => {
                let what = self.save_copy(&path, copy)?;
                Outcome::Written { path, what }
            }
            Job::KeepSettings(settings) => {
                settings.keep()?;
                Outcome::SettingsKept
            }
        })
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

    /// Returns the fee schedules whose rates are paid today, not those agreed for later.
    pub(super) fn fee_schedules_in_effect(&mut self) -> Result<Arc<Vec<FeeSchedule>>, JobError> {
        let today = today();
        if let Some((_day, known)) = self
            .cache
            .in_effect
            .as_ref()
            .filter(|(day, _)| *day == today)
        {
            return Ok(Arc::clone(known));
        }
        let all = self.fee_schedules()?;
        let in_effect = all
            .iter()
            .filter(|schedule| schedule.is_in_effect(today))
            .cloned();
        let in_effect = Arc::new(in_effect.collect::<Vec<_>>());
        self.cache.in_effect = Some((today, Arc::clone(&in_effect)));
        Ok(in_effect)
    }

    /// Returns a release; `None` when the file does not hold it.
    pub(super) fn release(&mut self, id: ReleaseId) -> Result<Option<Arc<Release>>, JobError> {
        const DOING: &str = "Reading the Medicare release";
        if let Some(release) = self.cache.releases.get(&id) {
            return Ok(Some(Arc::clone(release)));
        }
        let release = self.file(DOING)?.release(id);
        let Some(release) = release.map_err(|error| JobError::from_store(DOING, &error))? else {
            return Ok(None);
        };
        if self.cache.releases.len() >= MAX_RELEASES {
            self.cache.releases.pop_first();
        }
        let release = Arc::new(release);
        self.cache.releases.insert(id, Arc::clone(&release));
        Ok(Some(release))
    }
}
