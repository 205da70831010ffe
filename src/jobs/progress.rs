//! How far a job is, and whether it was asked to stop: the same call answers both.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How far the running job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// "Importing claims 2025.csv".
    pub doing: String,
    /// Work done, in the unit of `total`.
    pub done: u64,
    /// All the work, where it is known (bytes of a file).
    pub total: Option<u64>,
}

impl Progress {
    /// Returns the share done, 0 to 1; `None` where the whole is unknown.
    pub fn fraction(&self) -> Option<f32> {
        self.total
            .filter(|total| *total > 0)
            .map(|total| self.done as f32 / total as f32)
    }
}

/// Counts work, publishes it at most ten times a second, and surfaces a request to stop.
pub struct ProgressReporter<'a> {
    publish: &'a (dyn Fn(Progress) + Sync),
    stop: StopSign,
    last_published: Option<Instant>,
}

/// In place of a job's number: all of them.
pub(super) const EVERY_JOB: u64 = u64::MAX;

/// How a request to stop arrives.
enum StopSign {
    /// Whatever runs is to stop.
    Flag(Arc<AtomicBool>),
    /// The job of that number is to stop, whether it runs already or not yet.
    Job {
        cancelled_job: Arc<AtomicU64>,
        job_nr: u64,
    },
}

/// Between two published counts: faster than the eye, slower than the work.
const PUBLISH_EVERY: Duration = Duration::from_millis(100);

/// The error message a cancelled read carries.
const CANCELLED: &str = "cancelled";

impl<'a> ProgressReporter<'a> {
    /// Makes a reporter that publishes by `publish` and stops when `cancelled` is set.
    pub fn new(publish: &'a (dyn Fn(Progress) + Sync), cancelled: Arc<AtomicBool>) -> Self {
        Self {
            publish,
            stop: StopSign::Flag(cancelled),
            last_published: None,
        }
    }

    /// Makes the reporter of a job that is cancelled by its number.
    pub(super) fn for_job(
        publish: &'a (dyn Fn(Progress) + Sync),
        cancelled_job: Arc<AtomicU64>,
        job_nr: u64,
    ) -> Self {
        Self {
            publish,
            stop: StopSign::Job {
                cancelled_job,
                job_nr,
            },
            last_published: None,
        }
    }

    /// Whether the user asked to stop.
    pub fn is_cancelled(&self) -> bool {
        match &self.stop {
            StopSign::Flag(cancelled) => cancelled.load(Ordering::Relaxed),
            StopSign::Job {
                cancelled_job,
                job_nr,
            } => {
                let stopped = cancelled_job.load(Ordering::Relaxed);
                stopped == *job_nr || stopped == EVERY_JOB
            }
        }
    }

    /// Publishes a count, unless one was published a moment ago.
    pub fn report(&mut self, doing: &str, done: u64, total: Option<u64>) {
        let now = Instant::now();
        if self
            .last_published
            .is_none_or(|last| now.duration_since(last) >= PUBLISH_EVERY)
        {
            self.last_published = Some(now);
            (self.publish)(Progress {
                doing: doing.to_owned(),
                done,
                total,
            });
        }
    }
}

/// A reader that counts its bytes and breaks off when the job is cancelled.
pub(super) struct WatchedReader<'r, 'p, R> {
    inner: R,
    doing: String,
    position: u64,
    total: u64,
    reporter: &'r mut ProgressReporter<'p>,
}

impl<'r, 'p, R: Read> WatchedReader<'r, 'p, R> {
    /// Wraps a reader of `total` bytes.
    pub(super) fn new(
        inner: R,
        doing: String,
        total: u64,
        reporter: &'r mut ProgressReporter<'p>,
    ) -> Self {
        Self {
            inner,
            doing,
            position: 0,
            total,
            reporter,
        }
    }
}

impl<R: Read> Read for WatchedReader<'_, '_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.reporter.is_cancelled() {
            return Err(io::Error::other(CANCELLED));
        }
        let count = self.inner.read(buffer)?;
        self.position += count as u64;
        self.reporter
            .report(&self.doing, self.position, Some(self.total));
        Ok(count)
    }
}

impl<R: Seek> Seek for WatchedReader<'_, '_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.inner.seek(to)?;
        Ok(self.position)
    }
}
