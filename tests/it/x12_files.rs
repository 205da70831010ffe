//! Real X12 files, where they are at hand: every one is read without a panic, and what its index
//! says of claims, lines, reversals and balances is what the reader finds.

#![expect(
    clippy::disallowed_methods,
    reason = "reads remittances and claims from disk"
)]

use std::fs;
use std::path::{Path, PathBuf};

use allowable::formats::x12::{
    self, ClaimsRead, KeepClaimNumbers, RemittanceEvent, RemittancesRead, X12Look, X12Options,
};
use allowable::formats::{FileShape, FormatError, HEAD_BYTES, sniff};

const OPTIONS: X12Options = X12Options {
    key: [7; 32],
    claim_numbers: KeepClaimNumbers::No,
};

/// Returns the folder of shared data, or says that the test is skipped.
fn data_folder() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if folder.join("era835").is_dir() {
        return Some(folder.to_owned());
    }
    println!("skipped: {} is not here", folder.display());
    None
}

/// One file and what the index says of it.
struct Indexed {
    name: String,
    bytes: Vec<u8>,
    says: String,
}

impl Indexed {
    /// Returns the number behind a word: `CLP 3`.
    fn count(&self, word: &str) -> Option<u64> {
        let words: Vec<&str> = self.says.split([' ', ',', ';']).collect();
        words
            .windows(2)
            .find(|pair| pair[0] == word)
            .and_then(|pair| pair[1].parse().ok())
    }

    /// Returns how many of how many balance: `claim 3/3`.
    fn balanced(&self, word: &str) -> Option<(u64, u64)> {
        let (_, balance) = self.says.split_once("balance")?;
        let words: Vec<&str> = balance.split([' ', ';', '|']).collect();
        let share = words.windows(2).find(|pair| pair[0] == word)?[1];
        let (good, all) = share.split_once('/')?;
        Some((good.parse().ok()?, all.parse().ok()?))
    }

    /// Returns how many claims have this status: `CLP02 1×51,22×19`.
    fn status(&self, status: &str) -> u64 {
        self.says
            .split_once("CLP02 ")
            .and_then(|(_, rest)| rest.split(';').next())
            .into_iter()
            .flat_map(|list| list.split(','))
            .filter_map(|item| item.split_once('\u{d7}'))
            .find(|(code, _)| *code == status)
            .and_then(|(_, count)| count.parse().ok())
            .unwrap_or(0)
    }
}

fn indexed(folder: &Path, part: &str) -> Vec<Indexed> {
    let index = fs::read_to_string(folder.join("INDEX.md")).unwrap();
    index
        .lines()
        .filter_map(|line| line.strip_prefix("| "))
        .filter(|line| line.starts_with(part) && !line.contains("PROVENANCE"))
        .map(|line| {
            let line = line.replace("\\|", "!");
            let mut cells = line.split(" | ");
            let name = cells.next().unwrap().trim().to_owned();
            Indexed {
                bytes: fs::read(folder.join(&name)).unwrap(),
                says: cells.skip(1).collect::<Vec<_>>().join(" "),
                name,
            }
        })
        .collect()
}

/// What was counted while a file's payments went by.
#[derive(Default)]
struct Seen {
    reversals: u64,
    payments_balanced: u64,
    claims_balanced: u64,
    unbalanced_lines: u64,
}

fn remittances(bytes: &[u8]) -> (Result<RemittancesRead, FormatError>, Seen) {
    let mut seen = Seen::default();
    let read = x12::read_remittances(&mut &*bytes, "a.835", &OPTIONS, &mut |event| {
        match event {
            RemittanceEvent::Payment(_) => {}
            RemittanceEvent::Claim(claim) => {
                seen.reversals += u64::from(claim.is_reversal);
                seen.claims_balanced += u64::from(claim.difference.is_zero());
                for line in &claim.lines {
                    let sum = line
                        .adjustments
                        .iter()
                        .map(|adjustment| adjustment.amount)
                        .sum();
                    let paid = line.line.paid.unwrap_or_default();
                    seen.unbalanced_lines += u64::from(line.line.charge - sum != paid);
                    assert_eq!(line.line.allowed.is_none(), line.line.no_rate.is_some());
                    assert_eq!(claim.is_reversal, line.line.lines < 0);
                    assert!(
                        !claim.is_reversal
                            || !line.line.charge.dollars().is_sign_positive()
                            || line.line.charge.is_zero()
                    );
                }
            }
            RemittanceEvent::End(end) => {
                seen.payments_balanced += u64::from(end.difference.is_zero());
            }
        }
        Ok::<(), FormatError>(())
    });
    (read, seen)
}

fn claims(bytes: &[u8]) -> Result<ClaimsRead, FormatError> {
    x12::read_claims(&mut &*bytes, "a.837", &OPTIONS, &mut |_| Ok(()))
}

fn look(bytes: &[u8]) -> Result<X12Look, FormatError> {
    x12::look(&mut &*bytes, "a.835")
}

/// Files of which the index is wrong or says something else, with the reason.
fn index_differs(name: &str) -> Option<&'static str> {
    DIFFERENCES
        .iter()
        .find(|(part, _)| name.ends_with(part))
        .map(|(_, reason)| *reason)
}

const DIFFERENCES: &[(&str, &str)] = &[];

#[test]
fn every_remittance_is_read_and_agrees_with_its_index() {
    let Some(folder) = data_folder() else { return };
    let mut wrong = Vec::new();
    for file in indexed(&folder, "era835/") {
        let head = &file.bytes[..file.bytes.len().min(HEAD_BYTES)];
        assert_eq!(sniff(head, &file.name), FileShape::X12, "{}", file.name);
        let (read, seen) = remittances(&file.bytes);
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", file.name));
        println!(
            "{} | {} payments, {} claims, {} lines, {} rejected | {:?}",
            file.name,
            read.payments,
            read.claims,
            read.lines,
            read.rejected,
            read.issues
                .iter()
                .map(|issue| issue.problem.as_str())
                .collect::<Vec<_>>(),
        );
        assert_eq!(look(&file.bytes).unwrap().remittances, read.payments);
        let mut expect = |what: &str, found: u64, expected: Option<u64>| {
            if expected.is_some_and(|expected| expected != found) {
                wrong.push(format!("{}: {what} {found}, index {expected:?}", file.name));
            }
        };
        expect("payments", read.payments, file.count("ST"));
        expect("claims", read.claims, file.count("CLP"));
        expect("lines", read.lines + read.rejected, file.count("SVC"));
        expect("reversals", seen.reversals, Some(file.status("22")));
        let good = |word: &str, all: u64| {
            file.balanced(word)
                .filter(|(_, counted)| *counted == all)
                .map(|(good, _)| good)
        };
        expect(
            "balanced payments",
            seen.payments_balanced,
            good("pay", read.payments),
        );
        expect(
            "balanced claims",
            seen.claims_balanced,
            good("claim", read.claims),
        );
        expect(
            "balanced lines",
            read.lines - seen.unbalanced_lines,
            good("line", read.lines),
        );
    }
    wrong.retain(|line| index_differs(line.split(':').next().unwrap_or_default()).is_none());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_claim_file_is_read_and_agrees_with_its_index() {
    let Some(folder) = data_folder() else { return };
    let mut wrong = Vec::new();
    for file in indexed(&folder, "837/") {
        let read = claims(&file.bytes);
        let found = look(&file.bytes);
        let (kept, lines, rejected) = read
            .as_ref()
            .map_or((0, 0, 0), |read| (read.claims, read.lines, read.rejected));
        println!(
            "{} | {} claims, {} lines, {} rejected | {:?} | {}",
            file.name,
            kept,
            lines,
            rejected,
            read.as_ref().map(|read| read
                .issues
                .iter()
                .map(|issue| issue.problem.as_str())
                .collect::<Vec<_>>()),
            found.map_or_else(|error| error.to_string(), |look| format!("{look:?}")),
        );
        let professional = file.says.starts_with("837P") && !file.says.contains("X291");
        if professional && (Some(kept), Some(lines)) != (file.count("CLM"), file.count("SV1")) {
            wrong.push(format!("{}: {kept} claims, {lines} lines", file.name));
        }
        if file.says.starts_with("837I") && kept != 0 {
            wrong.push(format!("{}: {kept} claims of an institution", file.name));
        }
    }
    wrong.retain(|line| index_differs(line.split(':').next().unwrap_or_default()).is_none());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Files cut anywhere, and files with a flipped bit, are read or refused, never a panic.
#[test]
fn damaged_files_are_read_or_refused() {
    let Some(folder) = data_folder() else { return };
    for part in ["era835/", "837/"] {
        for file in indexed(&folder, part) {
            let bytes = file.bytes.get(..file.bytes.len().min(4_096)).unwrap();
            for at in (0..bytes.len()).step_by(13) {
                let mut flipped = bytes.to_vec();
                flipped[at] ^= 1 << (at % 8);
                for damaged in [&bytes[..at], &flipped] {
                    let _read = remittances(damaged);
                    let _read = claims(damaged);
                    let _look = look(damaged);
                }
            }
        }
    }
}
