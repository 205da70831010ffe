//! The speed goals, each as a ratio to a baseline measured in the same run.
//!
//! `cargo bench --bench goals` prints a table; `-- table`, `-- remittances`, `-- pricing` or `-- briefs`
//! prints that part. `ALLOWABLE_BENCH_LINES` sets the size of the imported table (5 million unless said
//! otherwise); `sqlite3` must be on the path for its baseline, else the `csv` crate with a prepared
//! insert stands in.

#![expect(clippy::disallowed_methods, reason = "a benchmark makes its own files")]
#![expect(clippy::disallowed_types, reason = "a benchmark makes its own files")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use allowable::analysis::rate_model::{project, project_totals};
use allowable::brief::Audience;
use allowable::domain::{
    Filter, Percent, Practice, Proposal, ProposalBasis, RateFloor, UnlistedRule,
};
use allowable::jobs::{BaselineKey, BriefSpec, Desk, ProgressReporter, ReportKind};
use rust_decimal::Decimal;

mod measure;
mod pricing;
mod remittances;

use measure::{machine_unit, median, row};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let lines: u64 = match std::env::var("ALLOWABLE_BENCH_LINES") {
        Ok(text) => text.parse()?,
        Err(_absent) => 5_000_000,
    };
    let folder = tempfile::tempdir()?;
    println!(
        "{:<46} {:>12} {:>12} {:>8}  baseline",
        "what", "took", "baseline", "ratio"
    );
    if wanted("table") {
        let mut desk = import(folder.path(), lines)?;
        reports(&mut desk)?;
        slider(&mut desk)?;
    }
    if wanted("remittances") {
        remittances::remittances(folder.path())?;
    }
    if wanted("pricing") {
        pricing::cms_zip()?;
        pricing::every_service()?;
        pricing::through_a_contract(lines)?;
    }
    if wanted("briefs") {
        briefs(folder.path())?;
    }
    Ok(())
}

/// Whether a part was named on the command line, or none was; cargo adds `--bench`.
fn wanted(part: &str) -> bool {
    let mut named = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .peekable();
    named.peek().is_none() || named.any(|word| word == part)
}

/// xorshift64*: enough to make a table.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }

    /// As in a practice, the first few of a kind are most of it.
    fn skewed(&mut self, limit: u64) -> u64 {
        let [a, b, c] = [(); 3].map(|()| self.below(1_000));
        a * b * c * limit / 1_000_000_000
    }
}

/// Writes a utilization table of invented services in the order of their dates.
fn write_table(path: &Path, lines: u64) -> Result<()> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "Claim Number,Patient ID,Service Date,Payer,Rendering Provider,Site,Procedure Code,Modifier,Place of Service,Units,Charge,Allowed Amount,Paid Amount,Patient Responsibility"
    )?;
    for line in 0..lines {
        let day = line * 730 / lines;
        let (year, day_of_year) = (2024 + day / 365, day % 365);
        let (month, day) = (day_of_year / 31 + 1, day_of_year % 31 % 28 + 1);
        let charge = 4_000 + random.below(40_000);
        let allowed = charge * (35 + random.below(40)) / 100;
        let paid = allowed * 8 / 10;
        let (provider, code) = (random.below(30), random.skewed(300));
        let modifier = match (code % 10, random.below(8)) {
            (0, 0) => "25",
            (7, 0..4) => "26",
            _ => "",
        };
        writeln!(
            out,
            "C{:08},P{:06},{year}-{month:02}-{day:02},Payer {},Provider {},Site {},{},{modifier},{},{},{}.{:02},{}.{:02},{}.{:02},{}.{:02}",
            line / 3,
            random.below(60_000),
            random.skewed(24),
            provider,
            provider % 4,
            99_201 + code,
            if code % 5 == 4 { 22 } else { 11 },
            1 + random.below(2),
            charge / 100,
            charge % 100,
            allowed / 100,
            allowed % 100,
            paid / 100,
            paid % 100,
            (allowed - paid) / 100,
            (allowed - paid) % 100,
        )?;
    }
    Ok(out.flush()?)
}

fn with_reporter<T>(work: impl FnOnce(&mut ProgressReporter<'_>) -> T) -> T {
    let quiet = |_progress| {};
    work(&mut ProgressReporter::new(
        &quiet,
        Arc::new(AtomicBool::new(false)),
    ))
}

fn import(folder: &Path, lines: u64) -> Result<Desk> {
    let table = folder.join("services.csv");
    write_table(&table, lines)?;
    let (baseline, baseline_is) = sqlite_import(folder, &table)?;
    let mut desk = Desk::new();
    let practice = Practice {
        name: "Benchmark".into(),
        zip: "30030".into(),
        ..Practice::default()
    };
    desk.create(&folder.join("benchmark.practice"), practice, None)?;
    let request = desk.request_for(&table)?;
    let start = Instant::now();
    let receipt = with_reporter(|reporter| desk.import(&request, reporter))?;
    let took = start.elapsed();
    if receipt.rows_kept != lines {
        return Err(format!("{} of {lines} lines kept", receipt.rows_kept).into());
    }
    row(
        &format!("import {lines} lines, totals maintained"),
        took,
        baseline,
        baseline_is,
    );
    if let Some(peak) = peak_memory_mb() {
        println!("  peak memory of this process so far: {peak} MB");
    }
    Ok(desk)
}

/// Loads the same file by SQLite's own importer into typed columns.
fn sqlite_import(folder: &Path, table: &Path) -> Result<(Duration, &'static str)> {
    let database = folder.join("baseline.db");
    let columns = "claim text, patient text, day text, payer text, provider text, site text, code text, modifier text, place integer, units integer, charge real, allowed real, paid real, responsibility real";
    let script = format!(
        "create table line ({columns});\n.mode csv\n.import --skip 1 '{}' line\n",
        table.display()
    );
    let start = Instant::now();
    let child = Command::new("sqlite3")
        .arg(&database)
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        return csv_insert(&database, table, columns);
    };
    if let Some(mut input) = child.stdin.take() {
        input.write_all(script.as_bytes())?;
    }
    if !child.wait()?.success() {
        return Err("sqlite3 .import failed".into());
    }
    Ok((start.elapsed(), "sqlite3 .import"))
}

fn csv_insert(database: &Path, table: &Path, columns: &str) -> Result<(Duration, &'static str)> {
    let start = Instant::now();
    let mut connection = rusqlite::Connection::open(database)?;
    connection.execute_batch(&format!("create table line ({columns})"))?;
    let tx = connection.transaction()?;
    {
        let marks = vec!["?"; columns.split(',').count()].join(",");
        let mut insert = tx.prepare(&format!("insert into line values ({marks})"))?;
        let mut record = csv::StringRecord::new();
        let mut reader = csv::Reader::from_path(table)?;
        while reader.read_record(&mut record)? {
            insert.execute(rusqlite::params_from_iter(record.iter()))?;
        }
    }
    tx.commit()?;
    Ok((start.elapsed(), "csv crate and prepared insert"))
}

/// Peak resident memory, where the system tells it (Linux).
fn peak_memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes >> 10)
}

fn reports(desk: &mut Desk) -> Result<()> {
    let unit = machine_unit()?;
    for (what, kind) in [
        ("report: payer mix", ReportKind::PayerMix),
        ("report: rates by code and payer", ReportKind::CodeRates),
        ("report: key figures", ReportKind::KeyFigures),
    ] {
        desk.report(&kind, Filter::default())?;
        let took = median(5, || Ok(desk.report(&kind, Filter::default())?))?;
        row(what, took, unit, "hashing 64 MB");
    }
    Ok(())
}

/// A slider's step: totals for the figures, and every row for the table.
fn slider(desk: &mut Desk) -> Result<()> {
    let payer = desk
        .view()?
        .payers
        .first()
        .map(|payer| payer.id)
        .ok_or("no payer")?;
    let base = desk.model_base(
        BaselineKey {
            payer,
            release: None,
        },
        Filter::default(),
    )?;
    let mut percent = 100_i64;
    let mut proposal = || {
        percent += 1;
        Proposal {
            basis: ProposalBasis::PercentOfCurrent {
                percent: Percent::new(Decimal::from(percent)),
            },
            overrides: Vec::new(),
            unlisted: UnlistedRule::KeepCurrent,
            floor: RateFloor::None,
        }
    };
    let frame = Duration::from_secs(1) / 60;
    let took = median(9, || Ok(project_totals(&base.baseline, &proposal(), None)))?;
    row(
        &format!("slider: totals of {} rows", base.baseline.rows.len()),
        took,
        frame,
        "a 60 Hz frame",
    );
    let took = median(9, || Ok(project(&base.baseline, &proposal(), None)))?;
    row("slider: every row", took, frame, "a 60 Hz frame");
    Ok(())
}

fn briefs(folder: &Path) -> Result<()> {
    let mut desk = Desk::new();
    let path: PathBuf = folder.join("sample.practice");
    let view = with_reporter(|reporter| desk.build_sample(&path, reporter))?;
    let scenario = view.scenarios.first().ok_or("no scenario")?;
    let unit = machine_unit()?;
    let mut first: BTreeMap<&str, Duration> = BTreeMap::new();
    for round in ["first", "next"] {
        let start = Instant::now();
        for audience in [Audience::Payer, Audience::Internal] {
            let spec = BriefSpec {
                scenario: Some(scenario.id),
                ..BriefSpec::new(audience, scenario.payer)
            };
            desk.export_brief(&spec, &folder.join(format!("{}.pdf", audience.label())))?;
        }
        first.insert(round, start.elapsed());
    }
    for (round, took) in first {
        row(
            &format!("both briefs as PDF, {round} time"),
            took,
            unit,
            "hashing 64 MB",
        );
    }
    Ok(())
}
