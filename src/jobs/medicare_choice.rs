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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::{
        ContractSchedule, FeeRule, MedicareYear, Percent, ReferenceFamily, RuleScope,
    };

    fn release(id: i64, name: &str, year: i16, qp: Option<QpStatus>) -> StoredReleaseInfo {
        StoredReleaseInfo {
            id: ReleaseId(id),
            info: ReleaseInfo {
                name: name.to_owned(),
                year,
                effective_from: date(year, if name.ends_with('D') { 10 } else { 1 }, 1),
                released: None,
                qp,
                conversion_factor: Decimal::from(33),
            },
            row_count: 1,
            locality_count: 0,
        }
    }

    fn known() -> Vec<StoredReleaseInfo> {
        vec![
            release(1, "RVU24A", 2024, None),
            release(2, "RVU24D", 2024, None),
            release(3, "RVU26A", 2026, Some(QpStatus::NonQualifying)),
            release(4, "RVU26A", 2026, Some(QpStatus::Qualifying)),
        ]
    }

    fn check(choice: &MedicareChoice, expected: (i64, PinnedFactor), cautioned: &str) {
        let reference = MedicareReference {
            release: ReleaseId(1),
            locality: LocalityKey {
                mac: 10_212,
                number: 1,
            },
            qp: QpStatus::NonQualifying,
            setting: None,
            date: None,
        };
        let qp = choice.qp.unwrap_or_default();
        let meant = meant_release(choice, &reference, &known(), qp).unwrap();
        assert_eq!((meant.release.0, meant.factor), expected, "{choice:?}");
        let caution = meant.caution.unwrap_or_default();
        assert!(caution.contains(cautioned), "{choice:?}: {caution}");
        assert_eq!(caution.is_empty(), cautioned.is_empty(), "{caution}");
    }

    #[test]
    fn a_date_means_its_years_last_release_and_a_name_its_own_factor() {
        let (summer, winter) = (date(2024, 7, 1), date(2026, 2, 1));
        let of_date = |day| MedicareChoice {
            date: Some(day),
            ..MedicareChoice::default()
        };
        let named = |name: &str| MedicareChoice {
            release: Some(ChosenRelease::Named(name.to_owned())),
            ..MedicareChoice::default()
        };
        check(&MedicareChoice::default(), (1, PinnedFactor::Printed), "");
        check(&of_date(summer), (2, PinnedFactor::OfDate(summer)), "");
        check(&named("rvu24a"), (1, PinnedFactor::Printed), "");
        let both = MedicareChoice {
            date: Some(winter),
            ..named("RVU24D")
        };
        check(&both, (2, PinnedFactor::OfDate(winter)), "RVU24D holds");
        let qualifying = MedicareChoice {
            qp: Some(QpStatus::Qualifying),
            ..of_date(winter)
        };
        check(&qualifying, (4, PinnedFactor::OfDate(winter)), "");
        let unknown_year = date(2019, 7, 1);
        let expected = (1, PinnedFactor::OfDate(unknown_year));
        check(&of_date(unknown_year), expected, "RVU24A holds");
    }

    #[test]
    fn a_contract_needs_its_years_and_what_was_loaded_late() {
        let rule = |nr, lock| FeeRule {
            nr,
            scope: RuleScope::AllServices,
            effective_from: None,
            effective_to: None,
            method: FeeMethod::PercentOfMedicare {
                percent: Percent::HUNDRED,
                family: ReferenceFamily::PhysicianFeeSchedule,
                basis: MedicareBasis {
                    lock,
                    ..MedicareBasis::default()
                },
            },
        };
        let fixed = YearLock::FixedYear(MedicareYear {
            year: 2020,
            release: Some("RVU20A".to_owned()),
        });
        let terms = ContractTerms {
            schedules: vec![ContractSchedule {
                rules: vec![rule(1, fixed), rule(2, YearLock::Floating { lag_days: 60 })],
                ..ContractSchedule::default()
            }],
            ..ContractTerms::default()
        };
        let needs = Needs::of_terms(&terms, date(2026, 1, 15));
        assert!(needs.wants_name("RVU20A"));
        for (year, wanted) in [(2020, true), (2025, true), (2026, true), (2024, false)] {
            assert_eq!(needs.wants_year(year), wanted, "{year}");
        }
    }
}
