//! Importing the remittances, or the claims, of one drop: many files, one transaction, one undo step,
//! one receipt. What the practice file has already is left out, payment by payment and claim by claim.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::batch_issues::BatchIssues;
use super::import::{Refusal, Written, fingerprint_of, shown_count};
use super::inspect::size_of;
use super::open::{name_of, today};
use super::x12_pipeline::{FileEnd, FilesToRead, Part, read_files};
use super::{Desk, ImportRequest, JobError, ProgressReporter};
use crate::domain::{
    FileFingerprint, ImportId, ImportKind, ImportReceipt, ImportTotals, Issue, Place, Remittance,
    Severity, WorkClaims,
};
use crate::formats::x12::{
    ClaimsRead, KeepClaimNumbers, RemittanceEvent, RemittancesRead, X12Options, read_claims,
    read_remittances,
};
use crate::store::{ClaimSeen, NewImport, PaymentSeen, Transaction};

/// What the files of a batch came to, beside what the practice file took.
#[derive(Default)]
struct Batch {
    files: Vec<(String, FileFingerprint, u64)>,
    unreadable: u64,
    first_error: Option<JobError>,
    payments_known: u64,
    claims_known: u64,
    lines_known: u64,
    rejected: u64,
    issues: BatchIssues,
    /// Rendering providers by NPI.
    providers: BTreeMap<String, String>,
}

/// A file of an import that was made of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportedFile {
    /// Its own name, without folders.
    pub name: String,
    /// Which file.
    pub fingerprint: FileFingerprint,
    /// Service lines read of it.
    pub lines: u64,
}

/// What was read of one file, of either kind.
struct FileRead {
    lines: u64,
    rejected: u64,
    issues: Vec<Issue>,
    providers: Vec<(String, String)>,
}

/// What the practice file took of a batch.
struct Taken {
    payments: u64,
    claims: u64,
    lines: u64,
    totals: ImportTotals,
}

impl Desk {
    /// Imports all files of a request for remittances or claims.
    pub(super) fn import_x12(
        &mut self,
        request: &ImportRequest,
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<ImportReceipt, JobError> {
        let paths: Vec<&Path> = request.paths().collect();
        let name = group_name(&paths);
        let doing = format!("Importing {name}");
        self.file(&doing)?;
        self.refuse_removed(&doing, request, &paths, reporter)?;
        let files = FilesToRead {
            paths: &paths,
            options: self.x12_options(&doing)?,
            doing: &doing,
        };
        let import = NewImport {
            // Known when all files are read, in one pass; until then nobody sees the import.
            fingerprint: FileFingerprint {
                hash: String::new(),
                size_bytes: 0,
            },
            kind: request.kind,
            imported_on: today(),
        };
        self.write_import(&doing, request, &import, |tx, id| {
            let mut batch = Batch::default();
            let taken = if request.kind == ImportKind::Claims {
                take_claims(tx, id, &files, reporter, &mut batch)?
            } else {
                take_remittances(tx, id, &files, reporter, &mut batch)?
            };
            if taken.payments == 0 && taken.claims == 0 {
                return Err(batch.nothing_new(&doing, request.kind).into());
            }
            for (name, fingerprint, rows) in &batch.files {
                tx.add_import_file(id, name, fingerprint, *rows)?;
            }
            let providers: Vec<_> = std::mem::take(&mut batch.providers).into_iter().collect();
            tx.name_providers(&providers)?;
            tx.set_import_fingerprint(id, &whole_fingerprint(&batch.files))?;
            Ok(Written::of(batch.receipt(name, request.kind, taken)))
        })
    }

    /// Lists the files of an import that was made of several.
    ///
    /// # Errors
    /// When no practice is open, or its file cannot be read.
    pub fn import_files(&mut self, import: ImportId) -> Result<Vec<ImportedFile>, JobError> {
        let files = self.ask_file(|file| file.import_files(import))?;
        Ok(files
            .into_iter()
            .map(|file| ImportedFile {
                name: file.name,
                fingerprint: file.fingerprint,
                lines: file.rows,
            })
            .collect())
    }

    /// Returns the key and the choice by which numbers of claims are treated.
    fn x12_options(&mut self, doing: &str) -> Result<X12Options, JobError> {
        let failed = |error| JobError::from_store(doing, &error);
        let file = self.file(doing)?;
        Ok(X12Options {
            key: file.patient_key().map_err(failed)?,
            claim_numbers: match file.work_claims().map_err(failed)? {
                WorkClaims::On => KeepClaimNumbers::Yes,
                WorkClaims::Off => KeepClaimNumbers::No,
            },
        })
    }

    /// Returns the open file's key; zeros where none is open, and nothing will be kept.
    pub(super) fn patient_key_or_none(&mut self) -> [u8; 32] {
        self.file("")
            .ok()
            .and_then(|file| file.patient_key().ok())
            .unwrap_or_default()
    }

    /// Whether the open practice file has a payment in an import that counts.
    pub(super) fn knows_payment(&mut self, payment: &Remittance) -> bool {
        self.file("")
            .ok()
            .and_then(|file| file.knows_payment(payment).ok())
            .unwrap_or(false)
    }

    /// Refuses files that were imported and removed: brought back and imported, they would count
    /// twice. Files are only read for it when an import of their size was removed.
    fn refuse_removed(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        paths: &[&Path],
        reporter: &mut ProgressReporter<'_>,
    ) -> Result<(), JobError> {
        let size_bytes: u64 = paths.iter().map(|path| size_of(path)).sum();
        let view = self.view()?;
        let mut removed = view.imports.iter().filter(|import| {
            import.removed
                && import.receipt.kind == request.kind
                && import.fingerprint.size_bytes == size_bytes
        });
        if request.again || removed.clone().next().is_none() {
            return Ok(());
        }
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            files.push((
                String::new(),
                fingerprint_of(path, Some(&mut *reporter))?,
                0,
            ));
        }
        let whole = whole_fingerprint(&files);
        match removed.find(|import| import.fingerprint == whole) {
            Some(removed) => Err(JobError::new(
                doing,
                format!(
                    "the same was imported on {} and removed",
                    removed.imported_on
                ),
                "Restore it in the list of imports",
            )),
            None => Ok(()),
        }
    }
}

fn take_remittances(
    tx: &mut Transaction<'_>,
    id: ImportId,
    files: &FilesToRead<'_>,
    reporter: &mut ProgressReporter<'_>,
    batch: &mut Batch,
) -> Result<Taken, Refusal> {
    let mut appender = tx.remittance_appender(id)?;
    let mut seen = PaymentSeen::New;
    let mut claims_added = 0_u64;
    read_files(files, read_remittances, reporter, |part| {
        let events = match part {
            Part::Items(events) => events,
            Part::End(end) => {
                batch.end_file(end);
                return Ok::<_, Refusal>(());
            }
        };
        for event in events {
            match event {
                RemittanceEvent::Payment(payment) => {
                    seen = appender.begin(&payment)?;
                    claims_added = 0;
                }
                RemittanceEvent::Claim(claim) => match appender.append(&claim)? {
                    ClaimSeen::Added => claims_added += 1,
                    ClaimSeen::AlreadyKnown => batch.leave_out(claim.lines.len()),
                },
                RemittanceEvent::End(end) => {
                    appender.end(&end)?;
                    let is_known = seen == PaymentSeen::Known && claims_added == 0;
                    batch.payments_known += u64::from(is_known);
                }
            }
        }
        Ok(())
    })?;
    let appended = appender.finish()?;
    Ok(Taken {
        payments: appended.payments,
        claims: appended.claims,
        lines: appended.lines,
        totals: appended.totals,
    })
}

fn take_claims(
    tx: &mut Transaction<'_>,
    id: ImportId,
    files: &FilesToRead<'_>,
    reporter: &mut ProgressReporter<'_>,
    batch: &mut Batch,
) -> Result<Taken, Refusal> {
    let mut appender = tx.claim_appender(id)?;
    read_files(files, read_claims, reporter, |part| {
        let claims = match part {
            Part::Items(claims) => claims,
            Part::End(end) => {
                batch.end_file(end);
                return Ok::<_, Refusal>(());
            }
        };
        for claim in claims {
            match appender.append(&claim)? {
                ClaimSeen::Added => {}
                ClaimSeen::AlreadyKnown => batch.leave_out(claim.lines.len()),
            }
        }
        Ok(())
    })?;
    let appended = appender.finish()?;
    Ok(Taken {
        payments: 0,
        claims: appended.claims,
        lines: appended.lines,
        totals: appended.totals,
    })
}

impl From<RemittancesRead> for FileRead {
    fn from(read: RemittancesRead) -> Self {
        Self {
            lines: read.lines,
            rejected: read.rejected,
            issues: read.issues,
            providers: read.providers,
        }
    }
}

impl From<ClaimsRead> for FileRead {
    fn from(read: ClaimsRead) -> Self {
        Self {
            lines: read.lines,
            rejected: read.rejected,
            issues: read.issues,
            providers: read.providers,
        }
    }
}

impl Batch {
    /// Notes a claim that the practice file has.
    fn leave_out(&mut self, lines: usize) {
        self.claims_known += 1;
        self.lines_known += lines as u64;
    }

    fn end_file(&mut self, end: FileEnd<impl Into<FileRead>>) {
        match end.read {
            Ok((read, fingerprint)) => {
                let read: FileRead = read.into();
                self.rejected += read.rejected;
                self.files.push((end.file_name, fingerprint, read.lines));
                for (npi, name) in read.providers {
                    self.providers.entry(npi).or_insert(name);
                }
                for issue in read.issues {
                    self.issues.add(issue);
                }
            }
            Err(error) => {
                self.unreadable += 1;
                self.issues.add(Issue {
                    severity: Severity::Rejected,
                    place: Place {
                        file: end.file_name,
                        ..Place::default()
                    },
                    problem: format!("Nothing of it was imported: {}", error.cause),
                    remedy: error.remedy.clone(),
                });
                self.first_error.get_or_insert(error);
            }
        }
    }

    /// Says why an import would bring nothing.
    fn nothing_new(&self, doing: &str, kind: ImportKind) -> JobError {
        let known = match kind {
            ImportKind::Claims if self.claims_known > 0 => {
                Some(counted(self.claims_known, "claim"))
            }
            ImportKind::Remittances if self.payments_known > 0 => {
                Some(counted(self.payments_known, "payment"))
            }
            _ => None,
        };
        match (known, &self.first_error) {
            (Some(known), _) => JobError::new(
                doing,
                format!("nothing in it is new: the practice file already has {known} of it"),
                "Nothing needs to be done",
            ),
            (None, Some(error)) => JobError::new(doing, &error.cause, &error.remedy),
            (None, None) => JobError::new(
                doing,
                "nothing in it could be used",
                "See with allowable inspect --issues what is odd about it",
            ),
        }
    }

    fn receipt(self, file_name: String, kind: ImportKind, taken: Taken) -> ImportReceipt {
        let mut totals = taken.totals;
        totals.counts.already_known = self.lines_known;
        ImportReceipt {
            summary: self.summary(kind, &taken),
            kind,
            rows_read: taken.lines + self.lines_known + self.rejected,
            rows_kept: taken.lines,
            rows_rejected: self.rejected,
            rejected: Vec::new(),
            issues: self.issues.told(&file_name),
            file_name,
            totals,
        }
    }

    fn summary(&self, kind: ImportKind, taken: &Taken) -> String {
        let mut summary = match kind {
            ImportKind::Claims => String::new(),
            _ => counted(taken.payments, "payment") + ", ",
        };
        summary.push_str(&format!(
            "{}, {}",
            counted(taken.claims, "claim"),
            counted(taken.lines, "service line")
        ));
        let were = |count| if count == 1 { "was" } else { "were" };
        if self.payments_known > 0 {
            let (count, were) = (self.payments_known, were(self.payments_known));
            summary.push_str(&format!(
                "; {} {were} repeated or already here",
                counted(count, "payment")
            ));
        } else if self.claims_known > 0 {
            let (count, were) = (self.claims_known, were(self.claims_known));
            summary.push_str(&format!(
                "; {} {were} repeated or already here",
                counted(count, "claim")
            ));
        }
        if self.unreadable > 0 {
            let files = counted(self.unreadable, "file");
            summary.push_str(&format!("; {files} could not be read"));
        }
        summary
    }
}

/// Writes a count with what is counted: "1 claim", "3,120 claims".
fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", shown_count(count))
}

/// Makes one fingerprint of all files: of one file its own, of several that of their hashes in order.
fn whole_fingerprint(files: &[(String, FileFingerprint, u64)]) -> FileFingerprint {
    if let [(_name, only, _rows)] = files {
        return only.clone();
    }
    let mut hasher = blake3::Hasher::new();
    let mut size_bytes = 0;
    for (_name, fingerprint, _rows) in files {
        hasher.update(fingerprint.hash.as_bytes());
        size_bytes += fingerprint.size_bytes;
    }
    FileFingerprint {
        hash: hasher.finalize().to_hex().to_string(),
        size_bytes,
    }
}

/// Names the files of a batch: one by its name, several by the folder they lie in, with their number.
pub(super) fn group_name(paths: &[&Path]) -> String {
    if let [only] = paths {
        return name_of(only);
    }
    let mut folder = paths.first().and_then(|path| path.parent());
    while let Some(candidate) = folder {
        if paths.iter().all(|path| path.starts_with(candidate)) {
            break;
        }
        folder = candidate.parent();
    }
    let count = format!("{} files", shown_count(paths.len() as u64));
    match folder.map(name_of).filter(|name| !name.is_empty()) {
        Some(name) => format!("{name} ({count})"),
        None => count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_named_by_the_folder_its_files_lie_in() {
        let check = |paths: &[&str], expected: &str| {
            let paths: Vec<&Path> = paths.iter().map(Path::new).collect();
            assert_eq!(group_name(&paths), expected);
        };
        check(&["/in/2025/a.835"], "a.835");
        check(&["/in/2025/a.835", "/in/2025/b.835"], "2025 (2 files)");
        check(&["/in/2025/a.835", "/in/2026/b.835"], "in (2 files)");
        check(&["a.835", "b.835"], "2 files");
    }
}
