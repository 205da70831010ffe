//! A first look at remittances and claims: all files of a drop are shown, and imported, as one.

#![expect(clippy::disallowed_types, reason = "jobs read the disk")]

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::import_x12::group_name;
use super::inspect::{InspectedContent, InspectedFile, open_for_reading, size_of};
use super::open::name_of;
use super::progress::WatchedReader;
use super::{Desk, JobError, ProgressReporter};
use crate::domain::{ImportKind, ImportReceipt, ImportTotals, Issue};
use crate::formats::FormatError;
use crate::formats::x12::{
    ClaimsRead, KeepClaimNumbers, RemittanceEvent, RemittancesRead, X12Options, look, read_claims,
    read_remittances,
};

/// The files of one drop that hold remittances, or those that hold claims.
#[derive(Clone, Debug, Serialize)]
pub struct InspectedX12 {
    /// [`ImportKind::Remittances`] or [`ImportKind::Claims`].
    pub kind: ImportKind,
    /// The files, in the order they will be read.
    pub files: Vec<X12File>,
    /// Payments; zero for claims.
    pub payments: u64,
    /// Payments among them that the open practice file has already.
    pub payments_known: u64,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Claims or lines that could not be used.
    pub rejected: u64,
    /// Sums over the lines, with the first and last date of service.
    pub totals: ImportTotals,
    /// What was odd, at most [`crate::domain::ImportReceipt::MAX_LISTED`].
    pub issues: Vec<Issue>,
    /// How many oddities there are, listed or not.
    pub issue_count: u64,
}

/// One file of an [`InspectedX12`].
#[derive(Clone, Debug, Serialize)]
pub struct X12File {
    /// The file.
    pub path: PathBuf,
    /// Its own name, without folders.
    pub file_name: String,
    /// Its size.
    pub size_bytes: u64,
    /// Payments; zero for claims.
    pub payments: u64,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Sums over its lines.
    pub totals: ImportTotals,
    /// How many oddities it has.
    pub issue_count: u64,
}

/// Remittances and claims found so far in a drop.
pub(super) struct X12Found {
    remittances: InspectedX12,
    claims: InspectedX12,
}

impl Default for X12Found {
    fn default() -> Self {
        Self {
            remittances: InspectedX12::of(ImportKind::Remittances),
            claims: InspectedX12::of(ImportKind::Claims),
        }
    }
}

impl InspectedX12 {
    fn of(kind: ImportKind) -> Self {
        Self {
            kind,
            files: Vec::new(),
            payments: 0,
            payments_known: 0,
            claims: 0,
            lines: 0,
            rejected: 0,
            totals: ImportTotals::default(),
            issues: Vec::new(),
            issue_count: 0,
        }
    }

    /// Whether the practice file has all of it.
    pub const fn is_known(&self) -> bool {
        self.payments > 0 && self.payments == self.payments_known
    }

    fn add(&mut self, file: X12File, rejected: u64, issues: Vec<Issue>) {
        self.payments += file.payments;
        self.claims += file.claims;
        self.lines += file.lines;
        self.rejected += rejected;
        self.issue_count += file.issue_count;
        self.totals.add(&file.totals);
        let room = ImportReceipt::MAX_LISTED.saturating_sub(self.issues.len());
        self.issues.extend(issues.into_iter().take(room));
        self.files.push(file);
    }

    fn inspected(self) -> Option<InspectedFile> {
        let paths: Vec<&Path> = self.files.iter().map(|file| file.path.as_path()).collect();
        let path = paths.first()?.to_path_buf();
        let file_name = group_name(&paths);
        let size_bytes = self.files.iter().map(|file| file.size_bytes).sum();
        let content = match self.kind {
            ImportKind::Claims => InspectedContent::Claims(Box::new(self)),
            _ => InspectedContent::Remittances(Box::new(self)),
        };
        Some(InspectedFile {
            path,
            file_name,
            size_bytes,
            already: None,
            content: Ok(content),
        })
    }
}

impl X12Found {
    /// Reads one file of X12 and adds what it holds.
    ///
    /// # Errors
    /// When it holds neither remittances nor professional claims, or cannot be read.
    pub(super) fn add(
        &mut self,
        desk: &mut Desk,
        path: &Path,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<(), JobError> {
        let file_name = name_of(path);
        let doing = format!("Looking at {file_name}");
        let refused = |error: FormatError| JobError::from_format(doing.as_str(), error);
        let seen = look(&mut watched(&doing, path, reporter)?, &file_name).map_err(refused)?;
        if seen.remittances == 0 && seen.claims == 0 {
            return Err(nothing_useful(&doing, &seen.others));
        }
        let options = X12Options {
            key: desk.patient_key_or_none(),
            claim_numbers: KeepClaimNumbers::No,
        };
        let mut file = X12File {
            path: path.to_path_buf(),
            file_name,
            size_bytes: size_of(path),
            payments: 0,
            claims: 0,
            lines: 0,
            totals: ImportTotals::default(),
            issue_count: 0,
        };
        if seen.remittances > 0 {
            let mut known = 0;
            let mut take = |event: RemittanceEvent| {
                if let RemittanceEvent::Payment(payment) = event {
                    known += u64::from(desk.knows_payment(&payment));
                }
                Ok::<_, FormatError>(())
            };
            let mut source = watched(&doing, path, reporter)?;
            let read = read_remittances(&mut source, &file.file_name, &options, &mut take)
                .map_err(refused)?;
            file.take_remittances(&read);
            self.remittances.payments_known += known;
            self.remittances
                .add(file.clone(), read.rejected, read.issues);
        }
        if seen.claims > 0 {
            let mut source = watched(&doing, path, reporter)?;
            let mut drop_claim = |_claim| Ok::<_, FormatError>(());
            let read = read_claims(&mut source, &file.file_name, &options, &mut drop_claim)
                .map_err(refused)?;
            file.take_claims(&read);
            self.claims.add(file, read.rejected, read.issues);
        }
        Ok(())
    }

    /// Returns what was found: all claims as one, all remittances as one. Claims come first: payments
    /// of whole claims find their code in a claim that is there already.
    pub(super) fn inspected(self) -> impl Iterator<Item = InspectedFile> {
        [self.claims, self.remittances]
            .into_iter()
            .filter_map(InspectedX12::inspected)
    }
}

impl X12File {
    fn take_remittances(&mut self, read: &RemittancesRead) {
        self.payments = read.payments;
        self.claims = read.claims;
        self.lines = read.lines;
        self.totals = read.totals;
        self.issue_count = read.issues.len() as u64;
    }

    fn take_claims(&mut self, read: &ClaimsRead) {
        self.payments = 0;
        self.claims = read.claims;
        self.lines = read.lines;
        self.totals = read.totals;
        self.issue_count = read.issues.len() as u64;
    }
}

fn watched<'r, 'p>(
    doing: &str,
    path: &Path,
    reporter: &'r mut ProgressReporter<'p>,
) -> Result<BufReader<WatchedReader<'r, 'p, File>>, JobError> {
    let file = open_for_reading(doing, path)?;
    let watched = WatchedReader::new(file, doing.to_owned(), size_of(path), reporter);
    Ok(BufReader::with_capacity(READ_BUFFER_BYTES, watched))
}

/// Small files are many, large ones few: a buffer that suits both.
const READ_BUFFER_BYTES: usize = 64 << 10;

fn nothing_useful(doing: &str, others: &[(String, u64)]) -> JobError {
    let kinds: Vec<&str> = others.iter().map(|(kind, _count)| kind.as_str()).collect();
    let cause = match kinds.as_slice() {
        [] => "it holds no remittance and no claim".to_owned(),
        kinds => format!(
            "it holds X12 {}, and only remittances (835) and professional claims (837P) are read",
            kinds.join(", ")
        ),
    };
    JobError::new(doing, cause, "Leave it out")
}
