//! The one thread that owns the practice file.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::{Desk, Job, JobError, Outcome, Progress, ProgressReporter};

/// A handle to the worker thread. Dropping it closes the practice file and waits for that.
pub struct Worker {
    jobs: Option<Sender<Job>>,
    outcomes: Receiver<Outcome>,
    cancelled: Arc<AtomicBool>,
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
        let cancelled = Arc::new(AtomicBool::new(false));
        let thread_cancelled = Arc::clone(&cancelled);
        let thread = std::thread::spawn(move || {
            run(&job_receiver, &outcome_sender, &thread_cancelled, &wake);
        });
        Self {
            jobs: Some(job_sender),
            outcomes: outcome_receiver,
            cancelled,
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
        self.outcomes.try_recv().ok()
    }

    /// Waits for the next outcome; `None` when the thread has ended. For terminals and tests.
    pub fn wait_for_outcome(&self) -> Option<Outcome> {
        self.outcomes.recv().ok()
    }

    /// Asks the running job to stop. It answers [`Outcome::Cancelled`], or is done already.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel();
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn run(
    jobs: &Receiver<Job>,
    outcomes: &Sender<Outcome>,
    cancelled: &Arc<AtomicBool>,
    wake: &(dyn Fn() + Sync),
) {
    let send = |outcome: Outcome| {
        // Nobody listens any more only while the program ends.
        outcomes.send(outcome).ok();
        wake();
    };
    let mut desk = Desk::new();
    for job in jobs {
        cancelled.store(false, Ordering::Relaxed);
        let publish = |progress: Progress| send(Outcome::Progress(progress));
        let mut reporter = ProgressReporter::new(&publish, Arc::clone(cancelled));
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
