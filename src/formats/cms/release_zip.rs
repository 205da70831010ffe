//! The relative-value zip as CMS publishes it: every table several times, in several formats.

use std::collections::BTreeSet;

use super::AnesthesiaFactors;
use super::container::{self, Container, Member};
use super::notes::{Notes, Odd, own_name};
use super::table::{self, Table};
use crate::domain::{Locality, Release};
use crate::formats::FormatError;

/// Endings that are read, the quickest and plainest first.
const FORMATS: [&str; 4] = ["CSV", "TXT", "PRN", "XLSX"];
/// Tables of the zip that the pricing does not need: the cap follows from the relative values, and
/// the ZIP crosswalk leads to localities.
const UNNEEDED: [&str; 2] = ["OPPSCAP", "LOCCO"];

/// Reads the relative values with their localities and anesthesia factors.
///
/// # Errors
/// When the zip is damaged, protected, beyond the limits, or has no relative-value table.
pub(super) fn read(
    bytes: &[u8],
    zip_name: &str,
    notes: &mut Notes,
) -> Result<Vec<Release>, FormatError> {
    let members = container::members(bytes, zip_name)?;
    let mut found = Found::default();
    let mut stems_done = BTreeSet::new();
    let mut refusals = Vec::new();
    for member in in_order_of_preference(&members) {
        let stem = stem(&member.path);
        if stems_done.contains(&stem) {
            continue;
        }
        match found.read(bytes, member, zip_name, notes) {
            Ok(()) => {
                stems_done.insert(stem);
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if found.releases.is_empty() {
        return Err(no_relative_values(zip_name, &members, refusals));
    }
    for refusal in refusals {
        notes.note(Odd::whole(format!("left unread: {refusal}")));
    }
    Ok(found.finish(notes))
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
            Table::Anesthesia(factors) => self.anesthesia.push(factors),
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

    /// Gives every release the localities of its year and the factors of its kind.
    fn finish(mut self, notes: &mut Notes) -> Vec<Release> {
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

fn no_relative_values(
    zip_name: &str,
    members: &[Member],
    refusals: Vec<FormatError>,
) -> FormatError {
    // A relative-value table that could not be read: the reason is the answer.
    let has_table = members
        .iter()
        .any(|member| member.path.to_ascii_uppercase().contains("PPRRVU"));
    if let Some(refusal) = refusals.into_iter().find(|_refusal| has_table) {
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
            "{} has no table of relative values (PPRRVU): {found}",
            own_name(zip_name)
        ),
        "Download the relative value zip from cms.gov, such as RVU25D.zip",
    )
}
