//! Remittances (X12 835), end to end: 300,000 service lines in 240 files, and 10,000 small files.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use allowable::domain::Practice;
use allowable::jobs::{Desk, ImportRequest, InspectedContent, inspect_all};

use crate::measure::row;
use crate::{Random, Result, with_reporter};

/// Files of the large set, claims in each, lines in each claim: 300,000 lines, as in the peers'
/// measurements.
const LARGE: (u64, u64, u64) = (240, 417, 3);
/// Files of the set of many small ones.
const SMALL: (u64, u64, u64) = (10_000, 2, 2);

/// Measures both sets.
pub fn remittances(folder: &Path) -> Result<()> {
    let large = folder.join("large835");
    write_files(&large, LARGE)?;
    let probe = probe(folder, &large)?;
    let (took, lines) = import(folder, &large, "large")?;
    row(
        &format!("import {lines} lines of 835"),
        took,
        probe,
        "split and bare prepared inserts (goal 2.5)",
    );
    let small = folder.join("small835");
    write_files(&small, SMALL)?;
    let hashing = hash_all(&small)?;
    let (took, lines) = import(folder, &small, "small")?;
    row(
        &format!("import {} files of 835, {lines} lines", SMALL.0),
        took,
        hashing,
        "reading and hashing the same files",
    );
    Ok(())
}

fn write_files(folder: &Path, (files, claims, lines): (u64, u64, u64)) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut random = Random(0x51_7CC1_B727_220A);
    for file in 0..files {
        let text = remittance(&mut random, file, claims, lines);
        fs::write(folder.join(format!("{file:06}.835")), text)?;
    }
    Ok(())
}

/// Writes one payment of invented claims that balances.
fn remittance(random: &mut Random, file: u64, claims: u64, lines: u64) -> String {
    let mut body = String::new();
    let mut paid_in_all = 0;
    for claim in 0..claims {
        let mut services = String::new();
        let (mut charged, mut paid) = (0, 0);
        for _line in 0..lines {
            let charge = 4_000 + random.below(40_000);
            let allowed = charge * (35 + random.below(40)) / 100;
            let patient = allowed / 5;
            let line_paid = allowed - patient;
            charged += charge;
            paid += line_paid;
            services.push_str(&format!(
                "SVC*HC:{}*{}*{}**1~DTM*472*2025{:02}{:02}~CAS*CO*45*{}~CAS*PR*3*{}~AMT*B6*{}~",
                99_201 + random.skewed(300),
                dollars(charge),
                dollars(line_paid),
                1 + random.below(12),
                1 + random.below(28),
                dollars(charge - allowed),
                dollars(patient),
                dollars(allowed),
            ));
        }
        paid_in_all += paid;
        body.push_str(&format!(
            "CLP*A{file:06}{claim:05}*1*{}*{}**12*P{file:06}{claim:05}*11*1~NM1*QC*1*DOE*JO****MI*M{}~\
             NM1*82*1*DOC*A****XX*{}~{services}",
            dollars(charged),
            dollars(paid),
            random.below(100_000),
            1_234_567_000 + random.below(30),
        ));
    }
    format!(
        "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *250101*1200*^*00501*\
         {file:09}*0*P*:~GS*HP*PAYER*PRACTICE*20250101*1200*{file}*X*005010X221A1~ST*835*0001~\
         BPR*I*{}*C*ACH*CCP*01*999999992*DA*1*1512345678**01*999999992*DA*2*20260115~\
         TRN*1*T{file:06}*1512345678~DTM*405*20260115~N1*PR*PAYER {}~N1*PE*PRACTICE*XX*1234567893~\
         LX*1~{body}SE*{}*0001~GE*1*{file}~IEA*1*{file:09}~",
        dollars(paid_in_all),
        random.skewed(24),
        8 + claims * (3 + lines * 5),
    )
}

fn dollars(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Imports a folder into a practice file of its own; returns the time and the lines.
fn import(folder: &Path, files: &Path, name: &str) -> Result<(Duration, u64)> {
    let mut desk = Desk::new();
    let practice = Practice {
        name: "Benchmark".into(),
        zip: "30030".into(),
        ..Practice::default()
    };
    desk.create(&folder.join(format!("{name}.practice")), practice, None)?;
    let found = with_reporter(|reporter| inspect_all(&mut desk, &[files.to_path_buf()], reporter))?;
    let request = found
        .iter()
        .find_map(|file| match &file.content {
            Ok(InspectedContent::Remittances(found)) => Some(ImportRequest::of_x12(found)),
            _ => None,
        })
        .ok_or("no remittances were found")?;
    let start = Instant::now();
    let receipt = with_reporter(|reporter| desk.import(&request, reporter))?;
    let took = start.elapsed();
    desk.close()?;
    Ok((took, receipt.rows_kept))
}

/// The paths of a folder, in name order.
fn paths(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

fn hash_all(folder: &Path) -> Result<Duration> {
    let start = Instant::now();
    for path in paths(folder)? {
        std::hint::black_box(blake3::hash(&fs::read(path)?));
    }
    Ok(start.elapsed())
}

/// The least that could be done: splits every file, and inserts claims and lines as texts by
/// prepared statements in one transaction. No totals, no duplicates, no checks.
fn probe(folder: &Path, files: &Path) -> Result<Duration> {
    let start = Instant::now();
    let mut connection = rusqlite::Connection::open(folder.join("probe.db"))?;
    connection.execute_batch(
        "create table claim (number text, status text, charge real, paid real, patient real);
         create table line (claim integer, code text, charge real, paid real, units text,
             day text, allowed real);
         create table adjustment (line integer, who text, reason text, amount real);",
    )?;
    let tx = connection.transaction()?;
    {
        let mut claim = tx.prepare("insert into claim values (?, ?, ?, ?, ?)")?;
        let mut line = tx.prepare("insert into line values (?, ?, ?, ?, ?, ?, ?)")?;
        let mut adjustment = tx.prepare("insert into adjustment values (?, ?, ?, ?)")?;
        let (mut claims, mut lines) = (0_i64, 0_i64);
        for path in paths(files)? {
            let text = fs::read_to_string(path)?;
            let mut pending: Option<[&str; 6]> = None;
            for segment in text.split('~') {
                let part = |idx: usize| segment.split('*').nth(idx).unwrap_or_default();
                match part(0) {
                    "CLP" | "SVC" | "SE" => {
                        if let Some([code, charge, paid, units, day, allowed]) = pending.take() {
                            line.execute((claims, code, charge, paid, units, day, allowed))?;
                            lines += 1;
                        }
                        if part(0) == "CLP" {
                            claim.execute((part(1), part(2), part(3), part(4), part(5)))?;
                            claims += 1;
                        } else if part(0) == "SVC" {
                            pending = Some([part(1), part(2), part(3), part(5), "", ""]);
                        }
                    }
                    "DTM" if part(1) == "472" => set(&mut pending, 4, part(2)),
                    "AMT" if part(1) == "B6" => set(&mut pending, 5, part(2)),
                    "CAS" => {
                        adjustment.execute((lines, part(1), part(2), part(3)))?;
                    }
                    _ => {}
                }
            }
        }
    }
    tx.commit()?;
    Ok(start.elapsed())
}

fn set<'t>(pending: &mut Option<[&'t str; 6]>, idx: usize, value: &'t str) {
    if let Some(slot) = pending.as_mut().and_then(|line| line.get_mut(idx)) {
        *slot = value;
    }
}
