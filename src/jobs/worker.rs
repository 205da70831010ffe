//! The one thread that owns the practice file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::progress::EVERY_JOB;
use super::{Desk, Job, JobError, Outcome, Progress, ProgressReporter};

/// A handle to the worker thread. Dropping it closes the practice file and waits for that.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    outcomes: Receiver<Outcome>,
    /// Number of the job to stop: jobs are numbered from 1 as they are submitted.
    cancelled_job: Arc<AtomicU64>,
    /// Jobs answered so far, as seen at this end.
    answered: AtomicU64,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread. `wake` is called after every outcome, on the worker's thread.
    #[expect(
        clippy::disallowed_methods,
        reason = "jobs start the one worker thread"
    )]
    pub fn start(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (job_sender, job_receiver) = unbounded();
        let (outcome_sender, outcome_receiver) = unbounded();
        let cancelled_job = Arc::new(AtomicU64::new(0));
        let thread_cancelled = Arc::clone(&cancelled_job);
        let thread = std::thread::spawn(move || {
            run(&job_receiver, &outcome_sender, &thread_cancelled, &wake);
        });
        Self {
            jobs: Some(job_sender),
            outcomes: outcome_receiver,
            cancelled_job,
            answered: AtomicU64::new(0),
            thread: Some(thread),
        }
    }

    /// Queues a job.
    pub fn submit(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The receiving end lives as long as the thread, which only ends when we hang up.
            jobs.send(job).ok();
        }
    }

    /// Takes the next outcome, without waiting.
    pub fn next_outcome(&self) -> Option<Outcome> {
        self.outcomes
            .try_recv()
            .ok()
            .inspect(|outcome| self.note(outcome))
    }

    /// Waits for the next outcome; `None` when the thread has ended. For terminals and tests.
    pub fn wait_for_outcome(&self) -> Option<Outcome> {
        self.outcomes
            .recv()
            .ok()
            .inspect(|outcome| self.note(outcome))
    }

    /// Asks the job that is next to be answered to stop, whether it runs already or not yet. It
    /// answers [`Outcome::Cancelled`], or is done already; later jobs are not touched.
    pub fn cancel(&self) {
        let next = self.answered.load(Ordering::Relaxed) + 1;
        self.cancelled_job.store(next, Ordering::Relaxed);
    }

    fn note(&self, outcome: &Outcome) {
        if !matches!(outcome, Outcome::Progress(_)) {
            self.answered.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancelled_job.store(EVERY_JOB, Ordering::Relaxed);
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// Whether a job is of no use once the window is gone. Changes of data are still made.
const fn is_only_looked_at(job: &Job) -> bool {
    matches!(
        job,
        Job::Report { .. }
            | Job::ComposeBrief { .. }
            | Job::Inspect { .. }
            | Job::InspectAgain { .. }
    )
}

fn run(
    jobs: &Receiver<Job>,
    outcomes: &Sender<Outcome>,
    cancelled_job: &Arc<AtomicU64>,
    wake: &(dyn Fn() + Sync),
) {
    let send = |outcome: Outcome| {
        // Nobody listens any more only while the program ends.
        outcomes.send(outcome).ok();
        wake();
    };
    let mut desk = Desk::new();
    for (job, job_nr) in jobs.into_iter().zip(1..) {
        let is_closing = cancelled_job.load(Ordering::Relaxed) == EVERY_JOB;
        if is_closing && is_only_looked_at(&job) {
            continue;
        }
        let publish = |progress: Progress| send(Outcome::Progress(progress));
        let mut reporter = ProgressReporter::for_job(&publish, Arc::clone(cancelled_job), job_nr);
        // A panic costs one job: its transaction is rolled back while the stack unwinds.
        let outcome = catch_unwind(AssertUnwindSafe(|| desk.run(job, &mut reporter)))
            .unwrap_or_else(|panic| Outcome::Failed(defect(&*panic)));
        send(outcome);
    }
    if let Err(error) = desk.close() {
        tracing::error!(%error, "the practice file was not closed cleanly");
    }
}

fn defect(panic: &(dyn std::any::Any + Send)) -> JobError {
    let message = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    JobError::new(
        "Running a job",
        format!("the program has a defect ({message})"),
        "Nothing was changed. Please report what you did",
    )
}
