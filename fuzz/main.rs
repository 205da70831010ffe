//! Hostile input for every reader: prefixes and mutations of the fixtures. A reader may refuse; it may
//! not panic, hang, or take memory without bound.
//!
//! Deterministic and on stable Rust: an input is made from its target and its number alone.
//!
//! - `cargo test --release --test fuzz` runs a fixed number of inputs, about 20 seconds;
//!   `cargo test --release --test fuzz -- x12` only the targets whose name has `x12` in it.
//! - `ALLOWABLE_FUZZ_SECONDS=600` goes on with further inputs for so long.
//! - `ALLOWABLE_FUZZ_INPUT=12345` runs that input of each chosen target and nothing else: what a
//!   failure prints.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on stops where it stands"
)]

mod mutation;
mod random;
mod seeds;
mod targets;
mod watch;

use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use seeds::Seed;
use targets::{TARGETS, Target};
use watch::Watch;

/// Most prefixes taken of one seed: all of a small one, evenly chosen ones of a large one.
const MAX_PREFIXES: usize = 150;

fn main() -> ExitCode {
    let chosen = env::args().skip(1).find(|word| !word.starts_with('-'));
    let seeds = seeds::all();
    let watch = Watch::start();
    for target in TARGETS {
        if chosen
            .as_ref()
            .is_some_and(|word| !target.name.contains(word.as_str()))
        {
            continue;
        }
        let seeds: Vec<&Seed> = seeds.iter().filter(|seed| (target.takes)(seed)).collect();
        assert!(!seeds.is_empty(), "{} has no seed", target.name);
        let started = Instant::now();
        let inputs = match number_in("ALLOWABLE_FUZZ_INPUT") {
            Some(number) => {
                run_mutation(&watch, target, &seeds, number);
                1
            }
            None => run_target(&watch, target, &seeds),
        };
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "{}: {inputs} inputs in {seconds:.1} s, the slowest in {} ms",
            target.name,
            watch.take_slowest().as_millis()
        );
    }
    if let Some(seconds) = number_in("ALLOWABLE_FUZZ_SECONDS") {
        go_on(
            &watch,
            chosen.as_deref(),
            &seeds,
            Duration::from_secs(seconds),
        );
    }
    watch.result()
}

fn number_in(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().expect("a whole number"))
}

/// Runs every prefix of every seed, and the fixed number of mutations.
fn run_target(watch: &Watch, target: &Target, seeds: &[&Seed]) -> u64 {
    let mut inputs = 0;
    for seed in seeds {
        let step = seed.bytes.len().div_ceil(MAX_PREFIXES).max(1);
        for len in (0..=seed.bytes.len()).step_by(step) {
            let what = format!("the first {len} bytes of {}", seed.name);
            watch.run(target, &what, &seed.bytes[..len], &seed.name);
            inputs += 1;
        }
    }
    for number in 0..target.mutations {
        run_mutation(watch, target, seeds, number);
    }
    inputs + target.mutations
}

fn run_mutation(watch: &Watch, target: &Target, seeds: &[&Seed], number: u64) {
    let (seed, bytes) = mutation::input(target.name, seeds, number);
    let what = format!("ALLOWABLE_FUZZ_INPUT={number}, of {}", seed.name);
    watch.run(target, &what, &bytes, &seed.name);
}

/// Runs inputs of later numbers, target by target, until the time is over.
fn go_on(watch: &Watch, chosen: Option<&str>, seeds: &[Seed], time: Duration) {
    let started = Instant::now();
    let mut inputs = 0_u64;
    for round in 0.. {
        for target in TARGETS {
            if chosen.is_some_and(|word| !target.name.contains(word)) {
                continue;
            }
            let seeds: Vec<&Seed> = seeds.iter().filter(|seed| (target.takes)(seed)).collect();
            for number in 0..100 {
                if time <= started.elapsed() {
                    println!("{inputs} further inputs");
                    return;
                }
                run_mutation(
                    watch,
                    target,
                    &seeds,
                    target.mutations + round * 100 + number,
                );
                inputs += 1;
            }
        }
    }
}
