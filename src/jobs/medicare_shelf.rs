//! Medicare's releases and tables as a question needs them, owned, and the words for them. Prices are
//! made in `analysis`.

use std::sync::Arc;

use jiff::civil::Date;

use super::medicare_choice::{MedicareChoice, Needs, latest_of, meant_release};
use super::open::today;
use super::view::ReferenceTableEntry;
use super::{Desk, JobError};
use crate::analysis::medicare_library::{MedicareLibrary, PinnedFactor, PinnedRelease};
use crate::analysis::medicare_price::{FactorSource, MedicarePrices};
use crate::domain::{
    CarrierPrice, Locality, LocalityKey, MedicareReference, QpStatus, ReferenceArea,
    ReferenceTable, Release, Setting,
};
use crate::formats::cms::built_in;
use crate::store::StoredReleaseInfo;

const DOING: &str = "Pricing by Medicare";

/// Medicare as one question means it.
pub(super) struct MedicareShelf {
    releases: Vec<Arc<Release>>,
    tables: Vec<Arc<ReferenceTable>>,
    carrier_prices: Arc<Vec<CarrierPrice>>,
    release: Arc<Release>,
    factor: PinnedFactor,
    locality: Locality,
    area: ReferenceArea,
    qp: QpStatus,
    setting: Option<Setting>,
    day: Date,
    cautions: Vec<String>,
}

/// Returns what contracts are priced by: nothing of Medicare's while there is no reference.
pub(super) fn library_of(shelf: Option<&MedicareShelf>) -> MedicareLibrary<'_> {
    shelf.map_or(
        MedicareLibrary {
            releases: Vec::new(),
            tables: Vec::new(),
            carrier_prices: &[],
            locality: LocalityKey { mac: 0, number: 0 },
            area: ReferenceArea::National,
            qp: QpStatus::NonQualifying,
            setting: None,
            pinned: None,
        },
        MedicareShelf::library,
    )
}

impl MedicareShelf {
    /// Returns what prices are made from.
    pub(super) fn library(&self) -> MedicareLibrary<'_> {
        MedicareLibrary {
            releases: self.releases.iter().map(Arc::as_ref).collect(),
            tables: self.tables.iter().map(Arc::as_ref).collect(),
            carrier_prices: &self.carrier_prices,
            locality: self.locality.key,
            area: self.area,
            qp: self.qp,
            setting: self.setting,
            pinned: Some(PinnedRelease {
                release: &self.release,
                factor: self.factor,
            }),
        }
    }

    /// Returns the prices of the physician fee schedule.
    pub(super) fn prices(&self) -> Result<MedicarePrices<'_>, JobError> {
        self.library().reference_prices(self.day).map_err(|reason| {
            JobError::new(
                DOING,
                reason.label().to_lowercase(),
                "Choose the locality under Settings, Medicare reference; in a terminal with --locality",
            )
        })
    }

    /// Returns the day that tables without a release of their own are looked up for.
    pub(super) const fn day(&self) -> Date {
        self.day
    }

    /// Returns the setting that every service is priced by; `None`: each by its own.
    pub(super) const fn setting(&self) -> Option<Setting> {
        self.setting
    }

    /// Lets every line be priced in its own setting.
    pub(super) const fn set_line_settings(&mut self) {
        self.setting = None;
    }

    /// Returns the reference in words: "RVU25D, Atlanta 10212-01, CF 32.3465".
    pub(super) fn label(&self) -> Result<String, JobError> {
        let prices = self.prices()?;
        let is_split = self.release.info.qp.is_some()
            || prices.factor_source() == FactorSource::DateOfService
                && QpStatus::Qualifying == self.qp;
        let qp = match (is_split, self.qp) {
            (false, _) => "",
            (true, QpStatus::NonQualifying) => ", non-QP",
            (true, QpStatus::Qualifying) => ", QP",
        };
        let setting = match self.setting {
            None => String::new(),
            Some(setting) => format!(", all services {}", setting.label().to_lowercase()),
        };
        Ok(format!(
            "{}, {} {}{qp}, CF {}{setting}",
            self.release.info.name,
            title_case(&self.locality.name),
            self.locality.key,
            prices.conversion_factor(),
        ))
    }

    /// Returns what should be known before an amount is used.
    pub(super) fn cautions(&self) -> Result<Vec<String>, JobError> {
        let mut cautions = self.cautions.clone();
        let source = self.prices()?.factor_source();
        if let (FactorSource::ReleaseForUnknownDate, PinnedFactor::OfDate(day)) =
            (source, self.factor)
        {
            cautions.push(format!(
                "No conversion factor is known for {day}: the one of {} was taken",
                self.release.info.name
            ));
        }
        Ok(cautions)
    }
}

impl Desk {
    /// Collects what a question about Medicare needs; `None` while there is no Medicare reference
    /// and nothing to make one of.
    pub(super) fn medicare_shelf(
        &mut self,
        choice: &MedicareChoice,
        needs: &Needs,
    ) -> Result<Option<MedicareShelf>, JobError> {
        let known = self.file(DOING)?.releases();
        let known = known.map_err(|error| JobError::from_store(DOING, &error))?;
        let Some(reference) = self.reference_or_home(choice, &known)? else {
            return Ok(None);
        };
        let qp = choice.qp.unwrap_or(reference.qp);
        let meant = meant_release(choice, &reference, &known, qp)?;
        let Some(release) = self.release(meant.release)? else {
            return Ok(None);
        };
        let key = choice.locality.unwrap_or(reference.locality);
        let locality = release.locality(key).cloned();
        let locality = locality.ok_or_else(|| locality_missing(&release, key))?;
        let info = &release.info;
        // A release chosen by itself is not meant for the reference's date.
        let own_date = reference.date.filter(|_day| choice.release.is_none());
        let day = choice
            .date
            .or(own_date)
            .unwrap_or_else(|| day_in(info.year));
        let mut needs = needs.clone();
        needs.names.insert(info.name.clone());
        needs.days.insert(day);
        let mut cautions: Vec<String> = meant.caution.into_iter().collect();
        cautions.extend(indices_caution(&release, &known));
        Ok(Some(MedicareShelf {
            releases: self.needed_releases(&needs, &known)?,
            tables: self.needed_tables(&needs)?,
            carrier_prices: self.carrier_prices()?,
            factor: meant.factor,
            area: choice.area.unwrap_or_else(|| area_of(&locality)),
            locality,
            qp,
            setting: reference.setting,
            day,
            cautions,
            release,
        }))
    }

    /// Collects what a price needs.
    pub(super) fn shelf_to_price(
        &mut self,
        choice: &MedicareChoice,
        needs: &Needs,
    ) -> Result<MedicareShelf, JobError> {
        self.medicare_shelf(choice, needs)?.ok_or_else(|| {
            JobError::new(
                DOING,
                "the practice has no Medicare reference yet",
                "Import CMS's relative-value zip (PFS Relative Value Files on cms.gov)",
            )
        })
    }

    /// Returns the practice's reference; before it has one, the latest release at its locality.
    fn reference_or_home(
        &mut self,
        choice: &MedicareChoice,
        known: &[StoredReleaseInfo],
    ) -> Result<Option<MedicareReference>, JobError> {
        if let Some(reference) = self.reference()? {
            return Ok(Some(reference));
        }
        let Some(latest) = latest_of(known, QpStatus::NonQualifying, |_any| true) else {
            return Ok(None);
        };
        let practice = self.file(DOING)?.practice();
        let practice = practice.map_err(|error| JobError::from_store(DOING, &error))?;
        let locality = choice.locality.or(practice.locality);
        Ok(locality.map(|locality| MedicareReference {
            release: latest.id,
            locality,
            qp: QpStatus::NonQualifying,
            setting: None,
            date: None,
        }))
    }

    /// Loads the last edition of each year that is needed, and releases called by their names.
    fn needed_releases(
        &mut self,
        needs: &Needs,
        known: &[StoredReleaseInfo],
    ) -> Result<Vec<Arc<Release>>, JobError> {
        let last_of_year = |year: i16| {
            latest_of(known, QpStatus::NonQualifying, |info| info.year == year)
                .map(|found| found.info.name.as_str())
        };
        let is_needed = |entry: &&StoredReleaseInfo| {
            let info = &entry.info;
            needs.wants_name(&info.name)
                || needs.wants_year(info.year) && last_of_year(info.year) == Some(&info.name)
        };
        let mut releases = Vec::new();
        for entry in known.iter().filter(is_needed) {
            releases.extend(self.release(entry.id)?);
        }
        Ok(releases)
    }

    /// Loads the tables of the years needed, those in effect on the days needed, and where a family
    /// has none for a day the nearest to it.
    fn needed_tables(&mut self, needs: &Needs) -> Result<Vec<Arc<ReferenceTable>>, JobError> {
        let entries = self.reference_table_entries()?;
        let is_wanted = |entry: &ReferenceTableEntry, day: Date| {
            let same_family = || entries.iter().filter(|other| other.family == entry.family);
            let nearest = || same_family().map(|other| other.days_from(day)).min();
            entry.is_in_effect(day)
                || !same_family().any(|other| other.is_in_effect(day))
                    && nearest() == Some(entry.days_from(day))
        };
        let mut tables = Vec::new();
        for entry in entries.iter() {
            if needs.years.contains(&entry.effective_from.year())
                || needs.days.iter().any(|day| is_wanted(entry, *day))
            {
                tables.extend(self.reference_table(entry.id)?);
            }
        }
        Ok(tables)
    }
}

/// Warns where a release came without indices and the program has only another year's.
fn indices_caution(release: &Release, known: &[StoredReleaseInfo]) -> Option<String> {
    let came_with = known
        .iter()
        .any(|entry| entry.info == release.info && entry.locality_count > 0);
    let year = built_in::localities(release.info.year).year;
    (!came_with && year != release.info.year).then(|| {
        format!(
            "{} came without geographic indices: those of {year} were taken",
            release.info.name
        )
    })
}

fn locality_missing(release: &Release, key: LocalityKey) -> JobError {
    JobError::new(
        "Finding the Medicare locality",
        format!("{} has no locality {key}", release.info.name),
        "Choose the locality under Settings, Medicare reference; in a terminal with --locality",
    )
}

/// Returns the day that a year's tables are looked up for: today in this year, else its last.
fn day_in(year: i16) -> Date {
    let today = today();
    if today.year() == year {
        return today;
    }
    Date::new(year, 12, 31).unwrap_or(today)
}

/// Returns a locality's state, not its rural parts.
fn area_of(locality: &Locality) -> ReferenceArea {
    let known = || {
        let named = built_in::localities(i16::MAX).locality(locality.key);
        named.map_or("", |named| named.state.as_str())
    };
    let state = match locality.state.as_str() {
        "" => known(),
        state => state,
    };
    ReferenceArea::from_text(state).unwrap_or_default()
}

/// Completes a release that came without localities or anesthesia factors by those built into the
/// program: indices of the nearest year, factors only of its own.
pub(super) fn with_built_in_localities(mut release: Release) -> Release {
    let built_in = built_in::localities(release.info.year);
    if release.localities.is_empty() {
        release.localities = built_in.localities.to_vec();
    }
    if release.anesthesia.is_empty() && built_in.year == release.info.year {
        release.anesthesia = built_in.anesthesia.to_vec();
    }
    release
}

/// Writes CMS's capitals as a name: `REST OF GEORGIA` becomes `Rest of Georgia`.
fn title_case(name: &str) -> String {
    const SMALL_WORDS: [&str; 3] = ["of", "and", "the"];
    let is_between = |letter: char| !letter.is_alphanumeric() && letter != '\'';
    let mut shown = String::with_capacity(name.len());
    for piece in name.to_ascii_lowercase().split_inclusive(is_between) {
        let word = piece.trim_end_matches(is_between);
        let mut letters = piece.chars();
        match letters.next() {
            Some(first) if shown.is_empty() || !SMALL_WORDS.contains(&word) => {
                shown.push(first.to_ascii_uppercase());
                shown.push_str(letters.as_str());
            }
            _ => shown.push_str(piece),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locality_names_read_as_names() {
        for (shouted, shown) in [
            ("ATLANTA", "Atlanta"),
            ("REST OF GEORGIA", "Rest of Georgia"),
            ("THE DALLES", "The Dalles"),
            ("HANFORD-CORCORAN", "Hanford-Corcoran"),
        ] {
            assert_eq!(title_case(shouted), shown);
        }
    }
}
