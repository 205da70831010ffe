//! Timing, and the table's rows.

use std::time::{Duration, Instant};

use crate::Result;

/// Prints one comparison.
pub fn row(what: &str, took: Duration, baseline: Duration, baseline_is: &str) {
    let ratio = took.as_secs_f64() / baseline.as_secs_f64();
    println!(
        "{what:<46} {:>10.1}ms {:>10.1}ms {ratio:>8.3}  {baseline_is}",
        took.as_secs_f64() * 1e3,
        baseline.as_secs_f64() * 1e3
    );
}

/// Runs something several times and returns the median.
pub fn median<T>(times: usize, mut work: impl FnMut() -> Result<T>) -> Result<Duration> {
    let mut took = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        std::hint::black_box(work()?);
        took.push(start.elapsed());
    }
    took.sort_unstable();
    Ok(took.get(times / 2).copied().unwrap_or_default())
}

/// A 60 Hz frame and other fixed goals are set against this: hashing 64 MB on one core.
pub fn machine_unit() -> Result<Duration> {
    let bytes = vec![7; 64 << 20];
    median(3, || Ok(blake3::hash(&bytes)))
}
