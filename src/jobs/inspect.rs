//! A first look at files before they are imported: what they are, and how they would be read.

#![expect(clippy::disallowed_types, reason = "jobs read the disk")]

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Serialize;

use super::import::{fingerprint_of, shown_count};
use super::inspect_x12::{InspectedX12, X12Found};
use super::open::name_of;
use super::walk::{Walked, walk};
use super::{Desk, ImportRequest, JobError, Layouts, ProgressReporter};
use crate::brief::figures;
use crate::domain::{ImportKind, ImportRecord, MappingProfile, Release, ReleaseInfo};
use crate::formats::cms::{self, CmsContent};
use crate::formats::tables::{
    ProposedColumn, TableOptions, TablePlan, TablePreview, key, likely_kind, matches, preview,
    propose_mapping,
};
use crate::formats::{FileShape, FormatError, HEAD_BYTES, sniff};

/// CMS's largest file, a whole year's ZIP table, has 4 MB, its zips up to 25 MB.
const MAX_CMS_BYTES: u64 = 128 << 20;

/// What a first look at a file found.
#[derive(Clone, Debug)]
pub struct InspectedFile {
    /// The file; of several remittances or claims, the first.
    pub path: PathBuf,
    /// Its own name, without folders; of several, their folder's with their number.
    pub file_name: String,
    /// Its size; of several, the sum.
    pub size_bytes: u64,
    /// The import of the very same bytes, where there was one.
    pub already: Option<ImportRecord>,
    /// What it is, or why it cannot be read.
    pub content: Result<InspectedContent, JobError>,
}

/// What a file is.
#[derive(Clone, Debug)]
pub enum InspectedContent {
    /// A practice file: to be opened, not imported.
    PracticeFile,
    /// A file of CMS's fee schedule.
    Medicare(MedicareFile),
    /// A table, to be read by a mapping of its columns.
    Table(Box<InspectedTable>),
    /// All remittances (X12 835) of a drop: one import.
    Remittances(Box<InspectedX12>),
    /// All professional claims (X12 837) of a drop: one import.
    Claims(Box<InspectedX12>),
}

/// A file of CMS's fee schedules.
#[derive(Clone, Debug, Serialize)]
pub struct MedicareFile {
    /// Relative values, or another fee schedule.
    pub kind: ImportKind,
    /// Releases in it, with their numbers of rows and localities.
    pub releases: Vec<(ReleaseInfo, usize, usize)>,
    /// One sentence: "RVU25D: 19,090 rows, 109 localities".
    pub summary: String,
    /// What was odd.
    pub issues: Vec<crate::domain::Issue>,
}

/// A table and how it would be read.
#[derive(Clone, Debug)]
pub struct InspectedTable {
    /// Its beginning.
    pub preview: TablePreview,
    /// What it most likely is.
    pub kind: ImportKind,
    /// What each column most likely holds.
    pub proposed: Vec<ProposedColumn>,
    /// The saved profile that recognised it: the practice file's, or else one of the program's.
    pub profile: Option<MappingProfile>,
    /// The plan made from the profile, or else from the proposal.
    pub plan: TablePlan,
}

impl InspectedTable {
    /// Whether nothing of what the program reads was recognised in it: prose that came along in a
    /// folder, or a table whose headings and values say nothing.
    pub fn is_unrecognised(&self) -> bool {
        let has_code = self.proposed.iter().any(|column| column.field == key::CODE);
        self.profile.is_none() && !has_code && likely_kind(&self.preview).is_none()
    }
}

/// Looks at files, and at all files in folders. Remittances come first, all as one, then claims, all
/// as one, then the others in the order given; what cannot be read says why.
///
/// # Errors
/// When cancelled.
pub fn inspect_all(
    desk: &mut Desk,
    paths: &[PathBuf],
    reporter: &mut ProgressReporter<'_>,
) -> Result<Vec<InspectedFile>, JobError> {
    let Walked { files, refused } = walk(paths, reporter)?;
    let doing = match files.as_slice() {
        [only] => format!("Looking at {}", name_of(only)),
        files => format!("Looking at {} files", shown_count(files.len() as u64)),
    };
    let mut found = X12Found::default();
    let mut others = Vec::new();
    for (path, number) in files.iter().zip(1_u64..) {
        reporter.report(&doing, number, Some(files.len() as u64));
        if shape_of(path).is_ok_and(|shape| shape == FileShape::X12) {
            if let Err(error) = found.add(desk, path, reporter) {
                others.push(unreadable(path.clone(), error));
            }
        } else {
            others.push(inspect_other(desk, path, None));
        }
        if reporter.is_cancelled() {
            return Err(JobError::new(doing, "cancelled", ""));
        }
    }
    let refused = refused
        .into_iter()
        .map(|(path, error)| unreadable(path, error));
    Ok(found.inspected().chain(others).chain(refused).collect())
}

fn unreadable(path: PathBuf, error: JobError) -> InspectedFile {
    InspectedFile {
        file_name: name_of(&path),
        size_bytes: size_of(&path),
        already: None,
        content: Err(error),
        path,
    }
}

/// Looks at one file.
pub fn inspect(desk: &mut Desk, path: &Path, options: Option<&TableOptions>) -> InspectedFile {
    if options.is_none() && shape_of(path).is_ok_and(|shape| shape == FileShape::X12) {
        let publish = |_progress| {};
        let mut reporter = ProgressReporter::new(&publish, Arc::default());
        let mut found = X12Found::default();
        let first = match found.add(desk, path, &mut reporter) {
            Ok(()) => found.inspected().next(),
            Err(error) => Some(unreadable(path.to_path_buf(), error)),
        };
        if let Some(first) = first {
            return first;
        }
    }
    inspect_other(desk, path, options)
}

/// Returns what kind of bytes a file holds.
fn shape_of(path: &Path) -> Result<FileShape, JobError> {
    let file_name = name_of(path);
    let doing = format!("Looking at {file_name}");
    let mut head = Vec::new();
    open_for_reading(&doing, path)?
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(|error| JobError::from_io(doing, path, &error))?;
    Ok(sniff(&head, &file_name))
}

fn inspect_other(desk: &mut Desk, path: &Path, options: Option<&TableOptions>) -> InspectedFile {
    let file_name = name_of(path);
    let doing = format!("Looking at {file_name}");
    let size_bytes = size_of(path);
    let content = content_of(desk, path, &doing, options);
    let already = match &content {
        Ok(InspectedContent::Medicare(_) | InspectedContent::Table(_)) => {
            desk.imported_before(path, size_bytes)
        }
        _ => None,
    };
    InspectedFile {
        path: path.to_path_buf(),
        file_name,
        size_bytes,
        already,
        content,
    }
}

impl Desk {
    /// Returns how a file would be imported without a question asked.
    pub fn request_for(&mut self, path: &Path) -> Result<ImportRequest, JobError> {
        let inspected = inspect(self, path, None);
        Ok(match inspected.content? {
            InspectedContent::Table(table) => ImportRequest::of_table(path, &table),
            InspectedContent::Medicare(_) => ImportRequest::of_medicare(path),
            InspectedContent::Remittances(found) | InspectedContent::Claims(found) => {
                ImportRequest::of_x12(&found)
            }
            InspectedContent::PracticeFile => {
                return Err(JobError::new(
                    format!("Importing {}", inspected.file_name),
                    "it is a practice file",
                    "Open it instead",
                ));
            }
        })
    }

    /// Finds an earlier import of the same bytes. Files of another size are not read for it.
    fn imported_before(&mut self, path: &Path, size_bytes: u64) -> Option<ImportRecord> {
        let view = self.view().ok()?;
        view.imports
            .iter()
            .find(|import| import.fingerprint.size_bytes == size_bytes)?;
        let fingerprint = fingerprint_of(path, None).ok()?;
        let file = self.file("").ok()?;
        file.import_by_fingerprint(&fingerprint).ok().flatten()
    }
}

pub(super) fn size_of(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

pub(super) fn open_for_reading(doing: &str, path: &Path) -> Result<File, JobError> {
    let failed = |error: std::io::Error| JobError::from_io(doing, path, &error);
    let file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    Ok(file)
}

fn content_of(
    desk: &mut Desk,
    path: &Path,
    doing: &str,
    options: Option<&TableOptions>,
) -> Result<InspectedContent, JobError> {
    let file_name = name_of(path);
    let failed = |error: std::io::Error| JobError::from_io(doing, path, &error);
    let mut head = Vec::with_capacity(HEAD_BYTES);
    let mut file = open_for_reading(doing, path)?;
    file.by_ref()
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(failed)?;
    let shape = sniff(&head, &file_name);
    if shape == FileShape::Sqlite {
        return Ok(InspectedContent::PracticeFile);
    }
    let is_zip = shape == FileShape::Zip;
    if options.is_none() && (is_zip || size_of(path) <= MAX_CMS_BYTES) {
        let bytes = read_limited(doing, path)?;
        match cms::read(&bytes, &file_name) {
            Ok(parsed) => {
                return Ok(InspectedContent::Medicare(MedicareFile {
                    kind: kind_of(&parsed.value),
                    releases: releases_of(&parsed.value),
                    summary: summary_of(&parsed.value),
                    issues: parsed.issues,
                }));
            }
            Err(error) if is_zip || matches!(error, FormatError::NotNeeded { .. }) => {
                return Err(JobError::from_format(doing, error));
            }
            Err(_not_of_cms) => {}
        }
    }
    let file = open_for_reading(doing, path)?;
    table_of(desk, BufReader::new(file), &file_name, options)
        .map(|table| InspectedContent::Table(Box::new(table)))
        .map_err(|error| JobError::from_format(doing, error))
}

/// Reads a file of at most [`MAX_CMS_BYTES`].
pub(super) fn read_limited(doing: &str, path: &Path) -> Result<Vec<u8>, JobError> {
    if size_of(path) > MAX_CMS_BYTES {
        return Err(JobError::new(
            doing,
            "the file is larger than any that CMS publishes",
            "Choose the zip as it was downloaded from cms.gov",
        ));
    }
    let mut bytes = Vec::new();
    open_for_reading(doing, path)?
        .read_to_end(&mut bytes)
        .map_err(|error| JobError::from_io(doing, path, &error))?;
    Ok(bytes)
}

fn table_of(
    desk: &mut Desk,
    mut source: BufReader<File>,
    file_name: &str,
    options: Option<&TableOptions>,
) -> Result<InspectedTable, FormatError> {
    let options = options.cloned().unwrap_or_default();
    let preview = preview(&mut source, file_name, &options)?;
    let known = desk
        .view()
        .map(|view| view.profiles.clone())
        .unwrap_or_default();
    // The practice's own layouts go before those of every practice.
    let profile = known
        .into_iter()
        .chain(Layouts::kept())
        .find(|profile| matches(profile, &preview));
    let kind = profile
        .as_ref()
        .map(|profile| profile.kind)
        .or_else(|| likely_kind(&preview))
        .unwrap_or(ImportKind::Utilization);
    let proposed = propose_mapping(&preview, kind);
    let plan = match &profile {
        Some(profile) => TablePlan::from_profile(&preview, profile, None),
        None => TablePlan::proposed(&preview, kind, None),
    };
    Ok(InspectedTable {
        preview,
        kind,
        proposed,
        profile,
        plan,
    })
}

const fn kind_of(content: &CmsContent) -> ImportKind {
    match content {
        CmsContent::ReferenceTable(_) => ImportKind::MedicareTable,
        _ => ImportKind::MedicareRelease,
    }
}

fn releases_of(content: &CmsContent) -> Vec<(ReleaseInfo, usize, usize)> {
    match content {
        CmsContent::Releases(releases) => releases
            .iter()
            .map(|release| {
                (
                    release.info.clone(),
                    release.rows.len(),
                    release.localities.len(),
                )
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Says in a sentence what a CMS file holds.
pub(super) fn summary_of(content: &CmsContent) -> String {
    match content {
        CmsContent::Releases(releases) => releases
            .iter()
            .map(release_summary)
            .collect::<Vec<_>>()
            .join("; "),
        CmsContent::Localities { year, localities } => format!(
            "Geographic indices{}: {} localities",
            year.map_or_else(String::new, |year| format!(" of {year}")),
            localities.len()
        ),
        CmsContent::AnesthesiaFactors(factors) => {
            format!(
                "Anesthesia conversion factors of {} localities",
                factors.first().map_or(0, |kind| kind.factors.len())
            )
        }
        CmsContent::Counties(areas) => format!("Counties of {} localities", areas.len()),
        CmsContent::OppsCap(prices) => format!("{} imaging cap amounts", prices.len()),
        CmsContent::ZipLocalities(rows) => format!("Localities of {} ZIP codes", rows.len()),
        CmsContent::ReferenceTable(table) => {
            let values = figures::count(Decimal::from(table.values.len()));
            format!("{}: {values} values", table.name)
        }
    }
}

fn release_summary(release: &Release) -> String {
    let qp = release
        .info
        .qp
        .map_or_else(String::new, |qp| format!(" ({})", qp.label()));
    let localities = match release.localities.len() {
        0 => "localities from the program".to_owned(),
        count => format!("{count} localities"),
    };
    let rows = figures::count(Decimal::from(release.rows.len()));
    format!("{}{qp}: {rows} rows, {localities}", release.info.name)
}
