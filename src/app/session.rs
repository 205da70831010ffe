//! What the window is looking at right now. Changed by `run_command` and `accept_outcome` alone.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use super::explain::ExplainQuestion;
use super::panels::Panel;
use super::reports::Want;
use super::widgets::month_words;
use crate::domain::{Filter, MappingProfile};
use crate::jobs::{
    AppSettings, DryRun, Imported, InspectedFile, Job, JobError, LaidOutBrief, PracticeView,
    Progress,
};

/// The window's own state, shared with every panel for reading.
#[derive(Debug, Default)]
pub struct Session {
    /// The lists of the open practice.
    pub practice: Option<Arc<PracticeView>>,
    /// The part of the practice that is looked at.
    pub filter: Filter,
    /// The panel that is shown.
    pub panel: Panel,
    /// The title the window was given last.
    pub title: String,
    /// Recent files, theme, zoom, window.
    pub settings: AppSettings,
    /// Recent files, each with whether it is still there; looked up when the list changes.
    pub recent: Vec<(PathBuf, bool)>,
    /// What is being worked on.
    pub work: Work,
    /// Files that were looked at and not yet imported.
    pub inspected: Option<Arc<Vec<InspectedFile>>>,
    /// Layouts kept for every practice on this computer.
    pub kept_layouts: Arc<Vec<MappingProfile>>,
    /// What importing these tables would bring, by file.
    pub dry_runs: BTreeMap<PathBuf, Arc<DryRun>>,
    /// What became of the files imported last.
    pub imported: Option<Arc<Vec<Imported>>>,
    /// The brief laid out last.
    pub composed: Option<Arc<LaidOutBrief>>,
    /// Why the brief asked for last could not be laid out.
    pub compose_error: Option<JobError>,
    /// The dialog over the window.
    pub sheet: Sheet,
    /// The amount explained last.
    pub explained: Option<ExplainQuestion>,
}

/// A dialog over the window; at most one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// None.
    #[default]
    Closed,
    /// Settings.
    Settings,
    /// The practice's details.
    Practice,
    /// The list of notices.
    Notices,
    /// The command palette.
    Palette,
    /// How an amount comes about.
    Explain,
    /// What Medicare has an amount for.
    Coverage,
}

/// The jobs that were submitted and not yet answered, in their order: each gets one answer.
#[derive(Debug, Default)]
pub struct Work {
    queue: VecDeque<Pending>,
    submitted: u64,
    /// How far the running job is.
    pub progress: Option<Progress>,
}

/// A job that was submitted.
#[derive(Clone, Debug, PartialEq)]
pub enum Pending {
    /// A report for the shelf: never shown as work.
    Report(Want),
    /// Settings kept, or layouts read: nothing a person waits for.
    Quiet,
    /// A table looked at again: its answer replaces that file's.
    InspectAgain,
    /// A table added up: the import sheet shows its figures when they come.
    DryRun,
    /// Pages laid out: the preview says itself why it could not be.
    Compose,
    /// The rest, with words for the bottom strip.
    Shown(&'static str),
}

impl Work {
    /// Notes that a job was submitted.
    pub fn push(&mut self, job: &Job) {
        self.submitted += 1;
        self.queue.push_back(match job {
            Job::Report { kind, filter } => Pending::Report((kind.clone(), *filter)),
            Job::KeepSettings(_) | Job::ReadLayouts => Pending::Quiet,
            Job::DryRun { .. } => Pending::DryRun,
            Job::ExportProfile { .. } => Pending::Shown("Saving the layout"),
            Job::ImportProfile { .. } => Pending::Shown("Reading the layout"),
            Job::ForgetLayout { .. } => Pending::Shown("Forgetting the layout"),
            Job::InspectAgain { .. } => Pending::InspectAgain,
            Job::NewPractice { .. } => Pending::Shown("Making the practice file"),
            Job::OpenPractice { .. } => Pending::Shown("Opening the practice"),
            Job::OpenSample => Pending::Shown("Opening the sample practice"),
            Job::ClosePractice => Pending::Shown("Closing the practice"),
            Job::Inspect { .. } => Pending::Shown("Looking at the files"),
            Job::Import { .. } => Pending::Shown("Importing"),
            Job::Edit(_) => Pending::Shown("Saving the change"),
            Job::Undo => Pending::Shown("Undoing"),
            Job::Redo => Pending::Shown("Redoing"),
            Job::ComposeBrief { .. } => Pending::Compose,
            Job::ExportBrief { .. } | Job::ExportRateRequest { .. } => {
                Pending::Shown("Writing the brief")
            }
            Job::WriteTemplate { .. } => Pending::Shown("Writing the template"),
            Job::WriteText { .. } => Pending::Shown("Writing the table"),
            Job::SaveCopy { .. } => Pending::Shown("Saving a copy"),
        });
    }

    /// Takes the job that an answer belongs to.
    pub fn answered(&mut self) -> Option<Pending> {
        self.progress = None;
        self.queue.pop_front()
    }

    /// Returns the words for what is being done; `None` while nothing worth a word is.
    pub fn doing(&self) -> Option<String> {
        let shown = self.queue.front().and_then(|pending| match pending {
            Pending::Shown(words) => Some((*words).to_owned()),
            Pending::Report(_)
            | Pending::Quiet
            | Pending::InspectAgain
            | Pending::DryRun
            | Pending::Compose => None,
        });
        match &self.progress {
            Some(progress) if shown.is_some() => Some(progress.doing.clone()),
            _ => shown,
        }
    }

    /// Whether the job that runs adds a table up.
    pub fn is_adding_up(&self) -> bool {
        self.queue.front() == Some(&Pending::DryRun)
    }

    /// Counts all jobs submitted since the window was opened.
    pub const fn submitted(&self) -> u64 {
        self.submitted
    }

    /// Whether any job was submitted and not yet answered.
    pub fn is_busy(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Whether a job other than a report is under way: buttons that would start another wait.
    pub fn is_changing(&self) -> bool {
        self.queue
            .iter()
            .any(|pending| matches!(pending, Pending::Shown(_)))
    }
}

impl Session {
    /// Puts the files that were looked at aside, with what is known of them.
    pub fn forget_inspected(&mut self) {
        self.inspected = None;
        self.dry_runs.clear();
    }

    /// Returns the filter's period in words for a button.
    pub fn period_label(&self) -> String {
        let period = self.filter.period;
        match (period.from, period.to) {
            (None, None) => "All months".to_owned(),
            (Some(from), None) => format!("From {}", month_words(from)),
            (None, Some(to)) => format!("Until {}", month_words(to)),
            (Some(from), Some(to)) if from == to => month_words(from),
            (Some(from), Some(to)) => format!("{} to {}", month_words(from), month_words(to)),
        }
    }
}
