//! Importing CMS's files: releases of the physician fee schedule, and its other fee schedules.

use std::collections::BTreeSet;

use super::import::{ImportRequest, Written};
use super::inspect::{read_limited, summary_of};
use super::open::name_of;
use super::{Desk, JobError};
use crate::domain::{
    ImportKind, ImportReceipt, ImportTotals, Issue, LocalityKey, MedicareReference, QpStatus,
    Release, ReleaseId,
};
use crate::formats::cms::{self, AnesthesiaFactors, CmsContent};
use crate::store::NewImport;

impl Desk {
    /// Imports a file of CMS's; its content says what it is.
    pub(super) fn import_medicare(
        &mut self,
        doing: &str,
        request: &ImportRequest,
        import: &NewImport,
    ) -> Result<ImportReceipt, JobError> {
        let bytes = read_limited(doing, &request.path)?;
        let parsed = cms::read(&bytes, &name_of(&request.path))
            .map_err(|error| JobError::from_format(doing, error))?;
        let summary = summary_of(&parsed.value);
        let issues = parsed.issues;
        let of_kind = |kind| NewImport {
            kind,
            ..import.clone()
        };
        if let CmsContent::ReferenceTable(table) = parsed.value {
            let kind = ImportKind::MedicareTable;
            let receipt = ImportReceipt {
                kind,
                ..receipt_of(request, table.values.len() as u64, issues, summary)
            };
            return self.write_import(doing, request, &of_kind(kind), |tx, id| {
                tx.add_reference_table(id, &table)?;
                Ok(Written::of(receipt))
            });
        }
        let rows_of_file = match &parsed.value {
            CmsContent::Localities { localities, .. } => Some(localities.len() as u64),
            CmsContent::AnesthesiaFactors(files) => {
                Some(files.iter().map(|file| file.factors.len() as u64).sum())
            }
            _ => None,
        };
        let releases = self.releases_to_keep(doing, parsed.value)?;
        let first_reference = self.first_reference()?;
        let rows = rows_of_file.unwrap_or_else(|| {
            releases
                .iter()
                .map(|release| release.rows.len() as u64)
                .sum()
        });
        let import = of_kind(ImportKind::MedicareRelease);
        self.write_import(doing, request, &import, |tx, id| {
            let mut stored = Vec::with_capacity(releases.len());
            for release in &releases {
                stored.push((tx.add_release(id, release)?, release));
            }
            let reference = first_reference.and_then(|locality| reference_at(locality, &stored));
            let receipt = receipt_of(request, rows, issues, summary);
            Ok(Written { receipt, reference })
        })
    }

    /// Returns the releases a CMS file brings, or completes: indices alone are added to the
    /// releases of their year that came without.
    fn releases_to_keep(
        &mut self,
        doing: &str,
        content: CmsContent,
    ) -> Result<Vec<Release>, JobError> {
        let (of_year, completed) = match content {
            CmsContent::Releases(releases) => return Ok(releases),
            CmsContent::Localities { year, localities } => {
                let complete = |release: &mut Release| release.localities.clone_from(&localities);
                let completed = match year {
                    Some(year) => self.complete_releases(year, complete)?,
                    None => Vec::new(),
                };
                (year, completed)
            }
            CmsContent::AnesthesiaFactors(files) => {
                let of_year = files.iter().find_map(|file| file.year);
                (of_year, self.with_anesthesia_factors(&files)?)
            }
            CmsContent::Counties(_)
            | CmsContent::OppsCap(_)
            | CmsContent::ZipLocalities(_)
            | CmsContent::ReferenceTable(_) => return Err(not_needed(doing)),
        };
        if completed.is_empty() {
            return Err(nothing_to_complete(doing, of_year));
        }
        Ok(completed)
    }

    /// Completes releases by anesthesia factors of their year: from 2026 on by those for their kind
    /// of participant.
    fn with_anesthesia_factors(
        &mut self,
        files: &[AnesthesiaFactors],
    ) -> Result<Vec<Release>, JobError> {
        let years: BTreeSet<i16> = files.iter().filter_map(|file| file.year).collect();
        let mut completed = Vec::new();
        for year in years {
            completed.extend(self.complete_releases(year, |release| {
                let of_year = || files.iter().filter(|file| file.year == Some(year));
                let same_kind = of_year().find(|file| file.qp == release.info.qp);
                if let Some(file) = same_kind.or_else(|| of_year().find(|file| file.qp.is_none())) {
                    release.anesthesia.clone_from(&file.factors);
                }
            })?);
        }
        Ok(completed)
    }

    fn complete_releases(
        &mut self,
        year: i16,
        complete: impl Fn(&mut Release),
    ) -> Result<Vec<Release>, JobError> {
        let view = self.view()?;
        let mut completed = Vec::new();
        for entry in view.releases.iter().filter(|entry| entry.info.year == year) {
            if let Some(mut release) = self.stored_release(entry.id)? {
                complete(&mut release);
                completed.push(release);
            }
        }
        Ok(completed)
    }

    /// Returns the practice's locality while it has no Medicare reference yet.
    fn first_reference(&mut self) -> Result<Option<LocalityKey>, JobError> {
        let practice = &self.view()?.practice;
        Ok(match practice.reference {
            Some(_) => None,
            None => practice.locality,
        })
    }
}

/// Refuses a table of CMS's that prices nothing.
fn not_needed(doing: &str) -> JobError {
    JobError::new(
        doing,
        "it is not needed: no price is worked out from this table of CMS's",
        "The relative values (PPRRVU) or the whole zip are enough; this table can stay where it is",
    )
}

/// Refuses a table that completes relative values of its year, of which there are none.
fn nothing_to_complete(doing: &str, year: Option<i16>) -> JobError {
    match year {
        Some(year) => JobError::new(
            doing,
            format!(
                "it completes the relative values (PPRRVU) of {year}, and there are none of that \
                 year"
            ),
            format!("Import the PPRRVU file of {year} first, or the whole zip"),
        ),
        None => JobError::new(
            doing,
            "neither the file nor its name says for which year it is",
            "Import the whole zip, or the file under the name it was downloaded with",
        ),
    }
}

/// Makes a receipt of relative values; nothing of CMS's files is left out row by row.
fn receipt_of(
    request: &ImportRequest,
    rows: u64,
    issues: Vec<Issue>,
    summary: String,
) -> ImportReceipt {
    ImportReceipt {
        file_name: name_of(&request.path),
        kind: ImportKind::MedicareRelease,
        rows_read: rows,
        rows_kept: rows,
        rows_rejected: 0,
        rejected: Vec::new(),
        issues,
        totals: ImportTotals::default(),
        summary,
    }
}

/// Whether a release can be priced at a locality. CMS renumbers some: a file of another year may
/// not know the practice's.
fn lists(release: &Release, key: LocalityKey) -> bool {
    let built_in = cms::built_in::localities(release.info.year);
    release.locality(key).is_some()
        || release.localities.is_empty() && built_in.locality(key).is_some()
}

/// Chooses the reference a first import of releases brings: the newest release, for participants
/// that do not qualify.
fn reference_at(
    locality: LocalityKey,
    stored: &[(ReleaseId, &Release)],
) -> Option<MedicareReference> {
    stored
        .iter()
        .filter(|(_id, release)| release.info.qp != Some(QpStatus::Qualifying))
        .filter(|(_id, release)| lists(release, locality))
        .max_by_key(|(_id, release)| (release.info.effective_from, release.info.released))
        .map(|(id, _release)| MedicareReference {
            release: *id,
            locality,
            qp: QpStatus::NonQualifying,
            setting: None,
            date: None,
        })
}
