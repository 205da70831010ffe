//! Which of Medicare's releases a question means, and what else a contract refers to.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::JobError;
use crate::analysis::medicare_library::PinnedFactor;
use crate::domain::{
    ContractTerms, FeeMethod, LocalityKey, MedicareBasis, MedicareReference, QpStatus,
    ReferenceArea, ReleaseId, ReleaseInfo, YearLock,
};
use crate::store::StoredReleaseInfo;

/// What is meant by Medicare where it is not the practice's own reference; `None` everywhere: it is.
#[derive(Clone, Debug, Default)]
pub(super) struct MedicareChoice {
    /// Which release.
    pub(super) release: Option<ChosenRelease>,
    /// Date of service.
    pub(super) date: Option<Date>,
    /// Locality.
    pub(super) locality: Option<LocalityKey>,
    /// Participation.
    pub(super) qp: Option<QpStatus>,
    /// Where equipment is delivered.
    pub(super) area: Option<ReferenceArea>,
}

/// A release by its row or by its name.
#[derive(Clone, Debug)]
pub(super) enum ChosenRelease {
    /// By its row.
    Row(ReleaseId),
    /// By CMS's name.
    Named(String),
}

/// Releases that are needed beside the one that is meant.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// Whose year's last release, and whose tables.
    pub(super) days: BTreeSet<Date>,
    /// Whose last release, and whose tables.
    pub(super) years: BTreeSet<i16>,
    /// Releases by their names.
    pub(super) names: BTreeSet<String>,
}

impl Needs {
    /// Returns what a contract's terms refer to for services on a day.
    pub(super) fn of_terms(terms: &ContractTerms, day: Date) -> Self {
        let mut needs = Self::default();
        needs.days.insert(day);
        for rule in terms.schedules.iter().flat_map(|schedule| &schedule.rules) {
            needs.add_method(&rule.method, day);
        }
        needs
    }

    /// Returns the last releases of years.
    pub(super) fn of_years(years: impl IntoIterator<Item = i16>) -> Self {
        Self {
            years: years.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Adds what another needs.
    pub(super) fn extend(&mut self, other: Self) {
        self.days.extend(other.days);
        self.years.extend(other.years);
        self.names.extend(other.names);
    }

    fn add_method(&mut self, method: &FeeMethod, day: Date) {
        match method {
            FeeMethod::PercentOfMedicare { basis, .. }
            | FeeMethod::ConversionFactor { basis, .. } => self.add_basis(basis, day),
            FeeMethod::GreaterOf(one, other) => {
                self.add_method(one, day);
                self.add_method(other, day);
            }
            FeeMethod::Amount(_)
            | FeeMethod::Listed(_)
            | FeeMethod::AnesthesiaFactor { .. }
            | FeeMethod::PercentOfCharge(_)
            | FeeMethod::CaseRate(_)
            | FeeMethod::Capitation
            | FeeMethod::ByReport => {}
        }
    }

    fn add_basis(&mut self, basis: &MedicareBasis, day: Date) {
        match &basis.lock {
            YearLock::FixedYear(year) | YearLock::FixedRvus(year) => {
                self.years.insert(year.year);
                self.names.extend(year.release.clone());
            }
            YearLock::Floating { lag_days } => {
                let lag = i64::from(*lag_days).days();
                self.days.extend(day.checked_sub(lag).ok());
            }
            YearLock::NotStated | YearLock::FixedFactor(_) => {}
        }
    }

    /// Whether a year's last release is needed.
    pub(super) fn wants_year(&self, year: i16) -> bool {
        self.years.contains(&year) || self.days.iter().any(|day| day.year() == year)
    }

    /// Whether a release of this name is needed.
    pub(super) fn wants_name(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|wanted| wanted.trim().eq_ignore_ascii_case(name))
    }
}

/// Which of the file's releases a question means.
pub(super) struct Meant {
    /// The release.
    pub(super) release: ReleaseId,
    /// Which conversion factor goes with it.
    pub(super) factor: PinnedFactor,
    /// What should be known before it is used.
    pub(super) caution: Option<String>,
}

/// Finds the release meant: by its row or name, else the last of the date's year, else the
/// reference's.
pub(super) fn meant_release(
    choice: &MedicareChoice,
    reference: &MedicareReference,
    known: &[StoredReleaseInfo],
    qp: QpStatus,
) -> Result<Meant, JobError> {
    let factor = |date: Option<Date>| date.map_or(PinnedFactor::Printed, PinnedFactor::OfDate);
    match (&choice.release, choice.date) {
        (Some(ChosenRelease::Row(row)), date) => Ok(Meant {
            release: *row,
            factor: factor(date),
            caution: None,
        }),
        (Some(ChosenRelease::Named(name)), date) => {
            let wanted = name.trim();
            let found = latest_of(known, qp, |info| info.name.eq_ignore_ascii_case(wanted));
            let found = found.ok_or_else(|| release_missing(wanted, known))?;
            Ok(Meant {
                release: found.id,
                factor: factor(date),
                caution: date.and_then(|day| other_year_caution(found, day)),
            })
        }
        (None, Some(day)) => {
            let of_year = latest_of(known, qp, |info| info.year == day.year());
            let own = known.iter().find(|entry| entry.id == reference.release);
            Ok(Meant {
                release: of_year.map_or(reference.release, |found| found.id),
                factor: PinnedFactor::OfDate(day),
                caution: of_year
                    .or(own)
                    .and_then(|found| other_year_caution(found, day)),
            })
        }
        (None, None) => {
            let own = known.iter().find(|entry| entry.id == reference.release);
            let for_qp = own
                .and_then(|own| latest_of(known, qp, |info| info.name == own.info.name))
                .filter(|found| own.is_some_and(|own| own.info.year == found.info.year))
                .filter(|_found| qp != reference.qp);
            Ok(Meant {
                release: for_qp.map_or(reference.release, |found| found.id),
                factor: factor(reference.date),
                caution: own
                    .zip(reference.date)
                    .and_then(|(own, day)| other_year_caution(own, day)),
            })
        }
    }
}

/// Returns the latest release of those asked for, of its two files from 2026 on the one for the
/// participation.
pub(super) fn latest_of(
    known: &[StoredReleaseInfo],
    qp: QpStatus,
    is_meant: impl Fn(&ReleaseInfo) -> bool,
) -> Option<&StoredReleaseInfo> {
    known
        .iter()
        .filter(|entry| is_meant(&entry.info))
        .max_by_key(|entry| {
            let info = &entry.info;
            let is_of_kind = info.qp.is_none_or(|of| of == qp);
            (info.effective_from, &info.name, is_of_kind, info.released)
        })
}

/// Warns where values of one year meet a date of another.
fn other_year_caution(release: &StoredReleaseInfo, day: Date) -> Option<String> {
    let info = &release.info;
    (day.year() != info.year).then(|| {
        format!(
            "{} holds the relative values of {}; only the conversion factor is that of {day}",
            info.name, info.year
        )
    })
}

fn release_missing(name: &str, known: &[StoredReleaseInfo]) -> JobError {
    let names: Vec<&str> = known.iter().map(|entry| entry.info.name.as_str()).collect();
    JobError::new(
        "Pricing by Medicare",
        format!("the file holds no Medicare release called {name}"),
        if names.is_empty() {
            "Import CMS's relative-value zip (PFS Relative Value Files on cms.gov)".to_owned()
        } else {
            format!("There are: {}", names.join(", "))
        },
    )
}
