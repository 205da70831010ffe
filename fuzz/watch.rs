//! Runs inputs and watches over them: a panic, more than some seconds, or more memory than a file of
//! that size can need is a failure, with the words to repeat it.

#![expect(
    clippy::disallowed_methods,
    reason = "a test has a thread that looks at the clock, reads its own memory and keeps what failed"
)]

use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, exit};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::targets::Target;

/// Time for one input of at most 256 KB, on a slow machine with others at work.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Memory by which the process may grow over all inputs: readers that work in bounded memory need a
/// small part of it, one that believes a number in its input asks for more.
const MAX_GROWTH_KB: u64 = 400 * 1024;

/// The input that is being read.
struct Current {
    began: Instant,
    words: String,
    bytes: Vec<u8>,
}

pub struct Watch {
    current: Arc<Mutex<Option<Current>>>,
    /// Highest memory before the first input.
    before_kb: u64,
    failures: Cell<u32>,
    slowest: Cell<Duration>,
}

impl Watch {
    pub fn start() -> Self {
        let current: Arc<Mutex<Option<Current>>> = Arc::default();
        let watched = Arc::clone(&current);
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(500));
                let current = watched.lock().unwrap();
                if let Some(current) = current.as_ref()
                    && MAX_TIME < current.began.elapsed()
                {
                    report(&current.words, "takes too long", &current.bytes);
                    exit(1);
                }
            }
        });
        Self {
            current,
            before_kb: peak_kb(),
            failures: Cell::new(0),
            slowest: Cell::new(Duration::ZERO),
        }
    }

    /// Gives an input to a target.
    pub fn run(&self, target: &Target, what: &str, bytes: &[u8], name: &str) {
        let words = format!("{}: {what}", target.name);
        *self.current.lock().unwrap() = Some(Current {
            began: Instant::now(),
            words: words.clone(),
            bytes: bytes.to_vec(),
        });
        let began = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes, name)));
        *self.current.lock().unwrap() = None;
        self.slowest.set(self.slowest.get().max(began.elapsed()));
        if result.is_err() {
            report(&words, "panics", bytes);
            self.failures.set(self.failures.get() + 1);
        }
        let grown = peak_kb().saturating_sub(self.before_kb);
        if MAX_GROWTH_KB < grown {
            report(&words, &format!("memory grew by {grown} KB"), bytes);
            // Every later input would be blamed too: the peak does not sink.
            exit(1);
        }
    }

    /// Returns the longest time that an input took since it was last asked.
    pub fn take_slowest(&self) -> Duration {
        self.slowest.take()
    }

    pub fn result(&self) -> ExitCode {
        match self.failures.get() {
            0 => ExitCode::SUCCESS,
            failures => {
                eprintln!("{failures} inputs failed");
                ExitCode::FAILURE
            }
        }
    }
}

/// Says what failed and keeps the input beside the program's other leavings.
fn report(words: &str, how: &str, bytes: &[u8]) {
    let name = words.split(':').next().unwrap_or_default();
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}.bin"));
    let kept = fs::write(&path, bytes).is_ok();
    eprintln!("\n{words}: {how} ({} bytes)", bytes.len());
    if kept {
        eprintln!("the input is kept in {}", path.display());
    }
}

/// Returns the most memory the process ever held; 0 where the system does not tell.
fn peak_kb() -> u64 {
    fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}
