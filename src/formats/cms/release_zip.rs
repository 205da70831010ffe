//! A zip as CMS publishes it, of relative values or of another fee schedule: every table several
//! times, in several formats.

use std::collections::BTreeSet;

use super::container::{self, Container, Member};
use super::notes::{Notes, Odd, own_name};
use super::reference_table;
use super::release_name;
use super::table::{self, Table};
use super::{AnesthesiaFactors, CmsContent};
use crate::domain::{Locality, ReferenceTable, Release};
use crate::formats::FormatError;

/// Endings that are read, the quickest and plainest first.
const FORMATS: [&str; 4] = ["CSV", "TXT", "PRN", "XLSX"];
/// Tables that the pricing does not need: the cap follows from the relative values, localities from
/// the ZIP crosswalk, and equipment is priced by state.
const UNNEEDED: [&str; 5] = ["OPPSCAP", "LOCCO", "FORMER CBA", "RURAL ZIP", "RURALZIP"];

/// Reads the relative values with their localities and anesthesia factors; without them another fee
/// schedule, or the factors or indices alone.
///
/// # Errors
/// When the zip is damaged, protected, beyond the limits, or has none of these.
pub(super) fn read(
    bytes: &[u8],
    zip_name: &str,
    notes: &mut Notes,
) -> Result<CmsContent, FormatError> {
    let members = container::members(bytes, zip_name)?;
    let mut found = Found::default();
    let mut stems_done = BTreeSet::new();
    let (mut refusals, mut unneeded) = (Vec::new(), Vec::new());
    for member in in_order_of_preference(&members) {
        let stem = stem(&member.path);
        if stems_done.contains(&stem) {
            continue;
        }
        match found.read(bytes, member, zip_name, notes) {
            Ok(()) => {
                stems_done.insert(stem);
            }
            Err(not_needed @ FormatError::NotNeeded { .. }) => {
                stems_done.insert(stem);
                unneeded.push(not_needed);
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    let Some(content) = found.finish(notes) else {
        refusals.append(&mut unneeded);
        return Err(nothing_of_use(zip_name, &members, refusals));
    };
    for refusal in refusals {
        notes.note(Odd::whole(format!("left unread: {refusal}")));
    }
    Ok(content)
}

/// Returns the tables, best format first; a table's other formats follow in case it is damaged.
fn in_order_of_preference(members: &[Member]) -> Vec<&Member> {
    let mut tables: Vec<(usize, &Member)> = members
        .iter()
        .filter(|member| {
            let name = own_name(&member.path).to_ascii_uppercase();
            !name.starts_with('.')
                && !member.path.starts_with("__MACOSX")
                && !UNNEEDED.iter().any(|table| name.contains(table))
        })
        .filter_map(|member| {
            let ending = member.path.rsplit('.').next()?.to_ascii_uppercase();
            let rank = FORMATS.iter().position(|format| *format == ending)?;
            Some((rank, member))
        })
        .collect();
    tables.sort_by(|left, right| (left.0, &left.1.path).cmp(&(right.0, &right.1.path)));
    tables.into_iter().map(|(_rank, member)| member).collect()
}

/// Returns the name without folders and ending.
fn stem(path: &str) -> String {
    let name = own_name(path).to_ascii_uppercase();
    name.rsplit_once('.')
        .map_or(name.clone(), |(stem, _ending)| stem.to_owned())
}

#[derive(Default)]
struct Found {
    releases: Vec<Release>,
    localities: Vec<(Option<i16>, Vec<Locality>)>,
    anesthesia: Vec<AnesthesiaFactors>,
    reference_tables: Vec<ReferenceTable>,
}

impl Found {
    fn read(
        &mut self,
        bytes: &[u8],
        member: &Member,
        zip_name: &str,
        notes: &mut Notes,
    ) -> Result<(), FormatError> {
        if member.encrypted {
            return Err(FormatError::refuse(
                format!("{} is protected with a password", own_name(&member.path)),
                "Unpack the zip with its password and import the tables, or download it again",
            ));
        }
        let unpacked = container::unpack(bytes, member, zip_name)?;
        let container = container::sniff(&unpacked, &member.path)?;
        if container == Container::Zip {
            return Err(FormatError::refuse(
                format!("{} is a zip itself", own_name(&member.path)),
                "Unpack it and import what is inside",
            ));
        }
        let mut own_notes = Notes::new(&member.path);
        match table::read(&unpacked, container, &member.path, &mut own_notes)? {
            Table::RelativeValues(values) => {
                let release = values.into_release(&member.path, zip_name, &mut own_notes)?;
                self.keep(release, &mut own_notes);
            }
            Table::Localities { year, localities } => self.localities.push((year, localities)),
            Table::Anesthesia(factors) => self.keep_factors(factors, zip_name),
            Table::Reference(values) => {
                let table = values.into_table(&member.path, zip_name, &mut own_notes)?;
                self.reference_tables.push(table);
            }
            Table::Counties(_) | Table::OppsCap(_) | Table::ZipLocalities(_) => {}
        }
        notes.issues.append(&mut own_notes.issues);
        Ok(())
    }

    fn keep(&mut self, release: Release, notes: &mut Notes) {
        let identity = |release: &Release| (release.info.name.clone(), release.info.qp);
        if self
            .releases
            .iter()
            .any(|kept| identity(kept) == identity(&release))
        {
            let problem = format!("holds {} again; the first is kept", release.info.name);
            notes.warn(None, Odd::whole(problem));
            return;
        }
        self.releases.push(release);
    }

    /// Keeps factors, which the zip's name may date: `2026-anesthesia-conversion-factors.zip`.
    fn keep_factors(&mut self, kinds: Vec<AnesthesiaFactors>, zip_name: &str) {
        let zip_year = release_name::year_of(own_name(zip_name));
        for mut kind in kinds {
            kind.year = kind.year.or(zip_year);
            let is_known = |kept: &AnesthesiaFactors| (kept.year, kept.qp) == (kind.year, kind.qp);
            if !self.anesthesia.iter().any(is_known) {
                self.anesthesia.push(kind);
            }
        }
    }

    fn finish(mut self, notes: &mut Notes) -> Option<CmsContent> {
        if !self.releases.is_empty() {
            return Some(CmsContent::Releases(self.complete_releases(notes)));
        }
        if let Some(table) = reference_table::join(self.reference_tables, notes) {
            return Some(CmsContent::ReferenceTable(table));
        }
        if !self.anesthesia.is_empty() {
            return Some(CmsContent::AnesthesiaFactors(self.anesthesia));
        }
        let (year, localities) = self.localities.pop()?;
        Some(CmsContent::Localities { year, localities })
    }

    /// Gives every release the localities of its year and the factors of its kind.
    fn complete_releases(mut self, notes: &mut Notes) -> Vec<Release> {
        for release in &mut self.releases {
            let year = release.info.year;
            let own_year = self
                .localities
                .iter()
                .find(|(stated, _)| *stated == Some(year));
            let unstated = self.localities.iter().find(|(stated, _)| stated.is_none());
            if let Some((_year, localities)) = own_year.or(unstated) {
                release.localities.clone_from(localities);
            }
            let own_kind = self
                .anesthesia
                .iter()
                .find(|factors| factors.qp == release.info.qp);
            let for_all = self.anesthesia.iter().find(|factors| factors.qp.is_none());
            if let Some(factors) = own_kind.or(for_all) {
                release.anesthesia.clone_from(&factors.factors);
            }
            if release.localities.is_empty() {
                notes.warn(
                    None,
                    Odd::whole(format!("has no geographic indices of {year}"))
                        .remedy("The indices that come with the program are used instead"),
                );
            }
        }
        self.releases.sort_by_key(|release| release.info.qp);
        self.releases
    }
}

fn nothing_of_use(zip_name: &str, members: &[Member], refusals: Vec<FormatError>) -> FormatError {
    // A table of CMS that could not be read, or is not needed: the reason is the answer.
    let has_table = members
        .iter()
        .any(|member| member.path.to_ascii_uppercase().contains("PPRRVU"));
    let is_answer =
        |refusal: &FormatError| has_table || matches!(refusal, FormatError::NotNeeded { .. });
    if let Some(refusal) = refusals.into_iter().find(is_answer) {
        return refusal;
    }
    let names: Vec<&str> = members
        .iter()
        .map(|member| own_name(&member.path))
        .take(4)
        .collect();
    let more = members.len().saturating_sub(names.len());
    let found = match (names.is_empty(), more) {
        (true, _) => "it is empty".to_owned(),
        (false, 0) => format!("it holds {}", names.join(", ")),
        (false, more) => format!("it holds {} and {more} more", names.join(", ")),
    };
    FormatError::refuse(
        format!(
            "{} has no fee schedule of Medicare, such as relative values (PPRRVU): {found}",
            own_name(zip_name)
        ),
        "Download the relative value zip from cms.gov, such as RVU25D.zip",
    )
}
