//! The program's own layouts: how tables of one shape are read, for every practice on this machine,
//! and as small files to hand on. They hold headings and rules, never a payer's name or a value of a
//! row that could name a person.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::open::{name_of, write_file};
use super::settings::config_dir;
use super::{Desk, JobError};
use crate::domain::{ImportKind, MappingProfile, ReadingRules, RowFilter};
use crate::formats::tables::names_a_person;
use crate::store::{Op, StoreError};

/// What every layout file ends in.
const ENDING: &str = ".layout.json";
/// Says which program's layout a file is.
const FORMAT: &str = "allowable layout";
/// Version of the file's structure.
const VERSION: u32 = 1;
/// A table of 200 columns with long headings has some 30 kB.
const MAX_BYTES: u64 = 1 << 20;
/// Most layouts read from the config folder: far more than a person keeps.
const MAX_LAYOUTS: usize = 500;

/// The layouts in the program's config folder.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layouts;

/// A layout as a file holds it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutFile {
    format: String,
    version: u32,
    layout: MappingProfile,
}

impl Layouts {
    /// Reads the layouts kept, by name; those that cannot be read are left out.
    pub fn kept() -> Vec<MappingProfile> {
        let mut kept: Vec<MappingProfile> = files()
            .iter()
            .filter_map(|path| read_layout("Reading the layouts", path).ok())
            .collect();
        kept.sort_by_key(|layout| layout.name.to_lowercase());
        kept
    }

    /// Keeps a layout, in place of one of the same name. Nothing happens where the system has no
    /// config folder.
    ///
    /// # Errors
    /// When the config folder cannot be written.
    pub fn keep(profile: &MappingProfile) -> Result<(), JobError> {
        let Some(folder) = folder() else {
            return Ok(());
        };
        make_folder(&folder)?;
        write_layout(
            "Keeping the layout",
            &folder.join(file_name(&profile.name)),
            profile,
        )
    }

    /// Forgets a layout; whether there was one of that name.
    ///
    /// # Errors
    /// When the config folder cannot be written.
    pub fn remove(name: &str) -> Result<bool, JobError> {
        let doing = "Forgetting the layout";
        let mut removed = false;
        for path in files() {
            let is_it = read_layout(doing, &path).is_ok_and(|known| same_name(&known.name, name));
            if is_it {
                remove_file(doing, &path)?;
                removed = true;
            }
        }
        Ok(removed)
    }
}

impl Desk {
    /// Writes a layout of the practice, or else of the program, to a file of its own.
    ///
    /// # Errors
    /// When there is no layout of that name, or the file cannot be written.
    pub fn export_profile(&mut self, name: &str, path: &Path) -> Result<String, JobError> {
        let doing = "Saving the layout";
        let of_practice = self.view().map(|view| view.profiles.clone());
        let known = of_practice
            .unwrap_or_default()
            .into_iter()
            .chain(Layouts::kept());
        let found = known.into_iter().find(|known| same_name(&known.name, name));
        let Some(found) = found else {
            return Err(JobError::new(
                doing,
                format!("there is no layout {name}"),
                "Choose one of the list",
            ));
        };
        write_layout(doing, path, &found)?;
        Ok(format!("Layout {}", found.name))
    }

    /// Reads a layout from a file, and keeps it for every practice and in the one that is open.
    ///
    /// # Errors
    /// When the file is no layout, or cannot be kept.
    pub fn import_profile(&mut self, path: &Path) -> Result<MappingProfile, JobError> {
        let doing = format!("Reading {}", name_of(path));
        let layout = read_layout(&doing, path)?;
        if let Ok(file) = self.file(&doing) {
            let written = file.transact(Op::ImportProfile, |tx| tx.save_mapping_profile(&layout));
            let output = written
                .map_err(|error: StoreError| JobError::from_store(doing.as_str(), &error))?;
            self.note(output.changes);
        }
        Layouts::keep(&layout)?;
        Ok(layout)
    }
}

/// Parts of headings whose columns may tell of a person. Layouts hold headings without blanks, so
/// that their words cannot be told apart; a filter too many left out is typed again.
const OF_PERSONS: [&str; 16] = [
    "PATIENT",
    "PTID",
    "MEMBER",
    "SUBSCRIBER",
    "INSURED",
    "GUARANTOR",
    "NAME",
    "SSN",
    "BIRTH",
    "DOB",
    "ADDRESS",
    "PHONE",
    "MAIL",
    "ACCOUNT",
    "CHART",
    "MRN",
];

/// Leaves out what belongs to one practice: the payer's name, and filters that could name a person.
fn portable(profile: &MappingProfile) -> MappingProfile {
    let heading_of = |filter: &RowFilter| profile.headings.get(filter.column_idx);
    let is_impersonal = |filter: &&RowFilter| {
        heading_of(filter).is_some_and(|heading| {
            let upper = heading.to_ascii_uppercase();
            !names_a_person(heading) && !OF_PERSONS.iter().any(|part| upper.contains(part))
        })
    };
    let filters = profile.rules.filters.iter().filter(is_impersonal);
    MappingProfile {
        payer_name: None,
        rules: ReadingRules {
            filters: filters.cloned().collect(),
            ..profile.rules.clone()
        },
        ..profile.clone()
    }
}

fn write_layout(doing: &str, path: &Path, profile: &MappingProfile) -> Result<(), JobError> {
    let file = LayoutFile {
        format: FORMAT.to_owned(),
        version: VERSION,
        layout: portable(profile),
    };
    let text = serde_json::to_vec_pretty(&file)
        .map_err(|error| JobError::new(doing, error.to_string(), "Report this as a defect"))?;
    write_file(doing, path, &text)
}

fn read_layout(doing: &str, path: &Path) -> Result<MappingProfile, JobError> {
    let bytes = read_small(doing, path)?;
    layout_of(&bytes).map_err(|problem| {
        JobError::new(
            doing,
            problem,
            format!("Choose a layout that this program saved (NAME{ENDING})"),
        )
    })
}

/// Reads a layout file's text; says what is wrong with it.
fn layout_of(bytes: &[u8]) -> Result<MappingProfile, String> {
    let no_layout = |error: serde_json::Error| format!("it is not a layout ({error})");
    let value: Value = serde_json::from_slice(bytes).map_err(no_layout)?;
    if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err("it is not a layout".to_owned());
    }
    match value.get("version").and_then(Value::as_u64) {
        Some(version) if version == u64::from(VERSION) => {}
        Some(version) if version > u64::from(VERSION) => {
            return Err(format!(
                "a newer version of the program saved it (version {version}, this one reads \
                 {VERSION})"
            ));
        }
        _ => return Err("it does not say its version".to_owned()),
    }
    let file: LayoutFile = serde_json::from_value(value.clone()).map_err(no_layout)?;
    let known = serde_json::to_value(&file).map_err(no_layout)?;
    if let Some(key) = unknown_key(&value, &known) {
        return Err(format!("it holds something unknown, {key}"));
    }
    check(&file.layout)?;
    Ok(portable(&file.layout))
}

/// Refuses a layout that no table could have been read by.
fn check(layout: &MappingProfile) -> Result<(), String> {
    let known = crate::formats::tables::fields(layout.kind);
    if layout.name.trim().is_empty() {
        return Err("it has no name".to_owned());
    }
    let is_medicare = matches!(
        layout.kind,
        ImportKind::MedicareRelease
            | ImportKind::MedicareTable
            | ImportKind::Remittances
            | ImportKind::Claims
    );
    if is_medicare || layout.headings.is_empty() {
        return Err("it describes no table".to_owned());
    }
    let is_there = |idx: usize| idx < layout.headings.len();
    let filters = layout.rules.filters.iter();
    let mut columns = layout.columns.iter().map(|column| column.column_idx);
    if !columns.all(is_there) || !filters.map(|filter| filter.column_idx).all(is_there) {
        return Err("it names a column that its table does not have".to_owned());
    }
    match layout
        .columns
        .iter()
        .find(|column| !known.iter().any(|field| field.key == column.field))
    {
        Some(column) => Err(format!(
            "it reads a column as {}, unknown here",
            column.field
        )),
        None => Ok(()),
    }
}

/// Finds a key that reading ignored.
fn unknown_key(given: &Value, known: &Value) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => {
            given.iter().find_map(|(key, value)| match known.get(key) {
                None => Some(key.clone()),
                Some(known) => unknown_key(value, known),
            })
        }
        (Value::Array(given), Value::Array(known)) => given
            .iter()
            .zip(known)
            .find_map(|(given, known)| unknown_key(given, known)),
        _ => None,
    }
}

fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Names a layout's file: its letters and digits, told apart from other names' by a hash.
fn file_name(name: &str) -> String {
    let folded = name.trim().to_lowercase();
    let letters: String = folded
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .take(40)
        .collect();
    let hash = blake3::hash(folded.as_bytes()).to_hex();
    format!("{letters}-{}{ENDING}", hash.get(..8).unwrap_or_default())
}

fn folder() -> Option<PathBuf> {
    config_dir().map(|folder| folder.join("layouts"))
}

/// Lists the layout files in the config folder, by name.
#[expect(clippy::disallowed_methods, reason = "jobs read the disk")]
fn files() -> Vec<PathBuf> {
    let entries = folder().and_then(|folder| std::fs::read_dir(folder).ok());
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| name_of(path).ends_with(ENDING))
        .take(MAX_LAYOUTS)
        .collect();
    files.sort();
    files
}

#[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
fn make_folder(folder: &Path) -> Result<(), JobError> {
    std::fs::create_dir_all(folder)
        .map_err(|error| JobError::from_io("Keeping the layout", folder, &error))
}

#[expect(clippy::disallowed_methods, reason = "jobs write the disk")]
fn remove_file(doing: &str, path: &Path) -> Result<(), JobError> {
    std::fs::remove_file(path).map_err(|error| JobError::from_io(doing, path, &error))
}

#[expect(clippy::disallowed_methods, reason = "jobs read the disk")]
fn read_small(doing: &str, path: &Path) -> Result<Vec<u8>, JobError> {
    let failed = |error: &std::io::Error| JobError::from_io(doing, path, error);
    let size = std::fs::metadata(path)
        .map_err(|error| failed(&error))?
        .len();
    if size > MAX_BYTES {
        return Err(JobError::new(
            doing,
            format!("it is larger than any layout ({size} bytes)"),
            format!("Choose a layout that this program saved (NAME{ENDING})"),
        ));
    }
    std::fs::read(path).map_err(|error| failed(&error))
}
