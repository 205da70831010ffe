//! Everything of Medicare's that the practice file holds: which release, conversion factor, indices
//! and tables a day or a contract means. What an amount then is, is `medicare_price`'s business.

use std::cmp::Reverse;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::medicare_price::{FactorChoice, MedicarePrices};
use super::pricing::Unpriced;
use crate::domain::{
    CarrierPrice, Geography, Gpci, LocalityKey, MedicareBasis, MedicareYear, Modifier, Modifiers,
    ProcedureCode, QpStatus, ReferenceArea, ReferenceFamily, ReferenceTable, ReferenceValue,
    Release, RvuRow, Setting, YearLock,
};

/// The indices of a national amount.
const NO_INDICES: Gpci = Gpci {
    work: Decimal::ONE,
    pe: Decimal::ONE,
    mp: Decimal::ONE,
};

/// Medicare's releases and tables, and where the practice stands in them.
#[derive(Clone, Debug)]
pub struct MedicareLibrary<'a> {
    /// Releases, each with the localities of its year.
    pub releases: Vec<&'a Release>,
    /// Medicare's other fee schedules.
    pub tables: Vec<&'a ReferenceTable>,
    /// Contractors' prices that the practice typed in.
    pub carrier_prices: &'a [CarrierPrice],
    /// The practice's locality.
    pub locality: LocalityKey,
    /// The practice's state for equipment and supplies.
    pub area: ReferenceArea,
    /// The practice's participation.
    pub qp: QpStatus,
    /// `None`: each line by its place of service; otherwise every line of the practice's own
    /// reference by this setting.
    pub setting: Option<Setting>,
    /// The release that the practice chose to measure itself by; `None`: that of the day.
    pub pinned: Option<PinnedRelease<'a>>,
}

/// A release chosen by hand.
#[derive(Clone, Copy, Debug)]
pub struct PinnedRelease<'a> {
    /// The release.
    pub release: &'a Release,
    /// Which conversion factor goes with it.
    pub factor: PinnedFactor,
}

/// A value of one of Medicare's other fee schedules, and the table it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The table.
    pub table: &'a ReferenceTable,
    /// Its entry.
    pub value: ReferenceValue,
    /// Whether the table is the one that was meant.
    pub fit: TableFit,
}

impl Listed<'_> {
    /// Warns where the table is for other dates than those that were meant.
    pub fn caution(&self) -> Option<String> {
        let table = self.table;
        let until = match table.effective_to {
            Some(to) => format!(" to {to}"),
            None => " on".to_owned(),
        };
        (self.fit == TableFit::Nearest).then(|| {
            format!(
                "{} is for services from {}{until}: the nearest in the practice file",
                table.name, table.effective_from
            )
        })
    }
}

/// Whether a table is the one that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFit {
    /// Of the day, or of the year a contract fixes.
    Meant,
    /// None of these is in the file: the nearest by date.
    Nearest,
}

/// Which conversion factor goes with a release chosen by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinnedFactor {
    /// The one printed in it.
    Printed,
    /// The one of this date of service.
    OfDate(Date),
    /// The one of each line's own date of service.
    OfService,
}

impl<'a> MedicareLibrary<'a> {
    /// Returns the latest release of the day's year, whatever quarter the day is in: CMS's later
    /// releases correct the earlier ones back to 1 January.
    ///
    /// # Errors
    /// When the file has no release of the year.
    pub fn release_on(&self, day: Date, qp: QpStatus) -> Result<&'a Release, Unpriced> {
        self.latest(qp, |release| release.info.year == day.year())
            .ok_or_else(|| Unpriced::ReleaseMissing(format!("for {}", day.year())))
    }

    /// Returns the release a contract names, or else the latest of the year it names.
    ///
    /// # Errors
    /// When the file does not have it.
    pub fn release_of(&self, year: &MedicareYear, qp: QpStatus) -> Result<&'a Release, Unpriced> {
        let missing = || match &year.release {
            Some(name) => Unpriced::ReleaseMissing(name.clone()),
            None => Unpriced::ReleaseMissing(format!("for {}", year.year)),
        };
        self.latest(qp, |release| match &year.release {
            Some(name) => release.info.name.eq_ignore_ascii_case(name.trim()),
            None => release.info.year == year.year,
        })
        .ok_or_else(missing)
    }

    /// Returns the last of the releases asked for, and of its two files from 2026 on the one for the
    /// participation.
    fn latest(&self, qp: QpStatus, is_meant: impl Fn(&Release) -> bool) -> Option<&'a Release> {
        let latest = self
            .releases
            .iter()
            .filter(|release| is_meant(release))
            .max_by_key(|release| {
                let info = &release.info;
                (info.effective_from, info.released, &info.name)
            })?;
        let same_edition = |release: &&&'a Release| is_edition_of(release, latest);
        self.releases
            .iter()
            .filter(same_edition)
            .max_by_key(|release| {
                let is_other = release.info.qp.is_some_and(|of| of != qp);
                (Reverse(is_other), release.info.released)
            })
            .copied()
    }

    /// Returns the same edition for the other kind of participants, whose file may list rows that
    /// this one leaves out.
    pub fn twin(&self, release: &Release) -> Option<&'a Release> {
        self.releases
            .iter()
            .find(|other| is_edition_of(other, release) && other.info.qp != release.info.qp)
            .copied()
    }

    /// Prices as a contract means it: year lock, locality, participation and copied values applied.
    ///
    /// A contract that states no year is priced like one that floats.
    ///
    /// # Errors
    /// When the release is not in the file, or has no such locality.
    pub fn prices(&self, basis: &MedicareBasis, day: Date) -> Result<MedicarePrices<'a>, Unpriced> {
        let qp = basis.qp;
        let (release, factor) = match &basis.lock {
            YearLock::FixedYear(year) => (self.release_of(year, qp)?, FactorChoice::Printed(qp)),
            YearLock::FixedRvus(year) => {
                (self.release_of(year, qp)?, FactorChoice::OfDate(day, qp))
            }
            YearLock::FixedFactor(factor) => {
                (self.release_on(day, qp)?, FactorChoice::Stated(*factor))
            }
            YearLock::NotStated | YearLock::Floating { .. } => {
                let loaded = loaded_on(&basis.lock, day);
                (
                    self.release_on(loaded, qp)?,
                    FactorChoice::OfDate(loaded, qp),
                )
            }
        };
        let gpci = match basis.geography {
            Geography::Local => gpci(release, basis.locality.unwrap_or(self.locality))?,
            Geography::National => NO_INDICES,
        };
        let prices = self.weighed_by(gpci, release, factor);
        Ok(prices.with_copied_values(basis.copied_values))
    }

    /// Prices as the practice measures itself: by the release it chose, else by that of the day, at
    /// its locality, participation and setting.
    ///
    /// # Errors
    /// As [`MedicareLibrary::prices`].
    pub fn reference_prices(&self, day: Date) -> Result<MedicarePrices<'a>, Unpriced> {
        let (release, factor) = match self.pinned {
            None => (
                self.release_on(day, self.qp)?,
                FactorChoice::OfDate(day, self.qp),
            ),
            Some(PinnedRelease { release, factor }) => (
                release,
                match factor {
                    PinnedFactor::Printed => FactorChoice::Printed(self.qp),
                    PinnedFactor::OfDate(chosen) => FactorChoice::OfDate(chosen, self.qp),
                    PinnedFactor::OfService => FactorChoice::OfDate(day, self.qp),
                },
            ),
        };
        let prices = self.at_locality(release, self.locality, factor)?;
        Ok(prices.in_setting(self.setting))
    }

    fn at_locality(
        &self,
        release: &'a Release,
        key: LocalityKey,
        factor: FactorChoice,
    ) -> Result<MedicarePrices<'a>, Unpriced> {
        Ok(self.weighed_by(gpci(release, key)?, release, factor))
    }

    fn weighed_by(
        &self,
        gpci: Gpci,
        release: &'a Release,
        factor: FactorChoice,
    ) -> MedicarePrices<'a> {
        let prices = MedicarePrices::by_factor(release, gpci, factor);
        match self.twin(release) {
            Some(twin) => prices.with_fallback(twin),
            None => prices,
        }
    }

    /// Finds CMS's row for a code as of a day: its indicators. The release the practice chose counts
    /// for every day.
    pub fn row(
        &self,
        code: ProcedureCode,
        modifier: Option<Modifier>,
        day: Date,
    ) -> Option<&'a RvuRow> {
        let release = match self.pinned {
            Some(pinned) => pinned.release,
            None => self.release_on(day, self.qp).ok()?,
        };
        release
            .row(code, modifier)
            .or_else(|| self.twin(release)?.row(code, modifier))
    }

    /// Returns Medicare's anesthesia conversion factor as a contract means it, in dollars per unit:
    /// the fixed year's, or the day's where only relative values (for anesthesia, base units) are
    /// fixed. A factor that the contract itself fixes is taken as dollars per anesthesia unit.
    ///
    /// # Errors
    /// When the release is not in the file, or has no anesthesia factor for the locality.
    pub fn anesthesia_factor(&self, basis: &MedicareBasis, day: Date) -> Result<Decimal, Unpriced> {
        if let YearLock::FixedFactor(factor) = basis.lock {
            return Ok(factor);
        }
        let release = match &basis.lock {
            YearLock::FixedYear(year) => self.release_of(year, basis.qp)?,
            lock => self.release_on(loaded_on(lock, day), basis.qp)?,
        };
        let key = basis.locality.unwrap_or(self.locality);
        anesthesia_factor_of(release, key)
            .or_else(|| anesthesia_factor_of(self.twin(release)?, key))
            .ok_or_else(|| Unpriced::LocalityMissing(missing_locality(release, key)))
    }

    /// Finds a code's value in a fee schedule as a contract means it: in a fixed year's tables, the
    /// last first; else in those of the day, and only where there are none in the nearest others, the
    /// last before the day first.
    ///
    /// # Errors
    /// When the file has no table of the family or none of the fixed year, or none lists the code.
    pub fn listed(
        &self,
        family: ReferenceFamily,
        lock: &YearLock,
        day: Date,
        (code, modifiers): (ProcedureCode, Modifiers),
    ) -> Result<Listed<'a>, Unpriced> {
        let mut reason = Unpriced::NotInTable(family);
        for (table, fit) in self.tables_for(family, lock, day)? {
            match self.value(table, code, modifiers) {
                Ok(value) => return Ok(Listed { table, value, fit }),
                Err(refused) => reason = refused,
            }
        }
        Err(reason)
    }

    /// Whether the file has a table of the family that is meant.
    ///
    /// # Errors
    /// When it has none of the fixed year, or none at all.
    pub fn has_table(
        &self,
        family: ReferenceFamily,
        lock: &YearLock,
        day: Date,
    ) -> Result<(), Unpriced> {
        self.tables_for(family, lock, day).map(drop)
    }

    /// Returns a family's tables in the order they are asked; at least one.
    fn tables_for(
        &self,
        family: ReferenceFamily,
        lock: &YearLock,
        day: Date,
    ) -> Result<Vec<(&'a ReferenceTable, TableFit)>, Unpriced> {
        let fixed_year = match lock {
            YearLock::FixedYear(fixed) | YearLock::FixedRvus(fixed) => Some(fixed.year),
            _ => None,
        };
        let wanted = fixed_year
            .and_then(|year| Date::new(year, 12, 31).ok())
            .unwrap_or_else(|| loaded_on(lock, day));
        let is_meant = |table: &ReferenceTable| {
            fixed_year == Some(table.effective_from.year()) || table.is_in_effect(wanted)
        };
        let mut tables: Vec<&'a ReferenceTable> = Vec::new();
        tables.extend(self.tables.iter().filter(|table| table.family == family));
        let any_is_meant = tables.iter().any(|table| is_meant(table));
        let only_meant = any_is_meant || fixed_year.is_some();
        tables.retain(|table| !only_meant || is_meant(table));
        tables.sort_by_key(|table| {
            let begins = table.effective_from;
            let later = wanted < begins;
            let distance = begins.duration_until(wanted).abs();
            (later, distance, Reverse(table.id))
        });
        if tables.is_empty() {
            return Err(Unpriced::NoTable(family, wanted));
        }
        let fit = if any_is_meant {
            TableFit::Meant
        } else {
            TableFit::Nearest
        };
        Ok(tables.into_iter().map(|table| (table, fit)).collect())
    }

    /// Finds a value of a table: of the entries whose modifiers the line has, that with the most of
    /// them; the practice's rural area before its state, and that before the country.
    ///
    /// # Errors
    /// When the table has none, or only one for the whole of a service billed by component.
    fn value(
        &self,
        table: &ReferenceTable,
        code: ProcedureCode,
        modifiers: Modifiers,
    ) -> Result<ReferenceValue, Unpriced> {
        let start = table.values.partition_point(|value| value.code < code);
        let components = [Modifier::PROFESSIONAL, Modifier::TECHNICAL];
        let is_meant = |value: &&ReferenceValue| {
            let has_all = value.modifiers.iter().all(|one| modifiers.contains(one));
            let same_component = components
                .iter()
                .all(|one| value.modifiers.contains(*one) == modifiers.contains(*one));
            has_all && same_component
        };
        table
            .values
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(|value| value.code == code)
            .filter(is_meant)
            .filter_map(|value| Some((value, self.nearness(value.area)?)))
            .max_by_key(|(value, nearness)| (value.modifiers.iter().count(), *nearness))
            .map(|(value, _nearness)| *value)
            .ok_or(Unpriced::NotInTable(table.family))
    }

    /// Ranks an area that holds for the practice; `None` for others.
    fn nearness(&self, area: ReferenceArea) -> Option<u8> {
        match (area, self.area) {
            (ReferenceArea::National, _) => Some(0),
            (ReferenceArea::State(state), ReferenceArea::RuralState(own)) if state == own => {
                Some(1)
            }
            (area, own) if area == own => Some(2),
            _ => None,
        }
    }

    /// Finds a contractor's price: the setting's own before one for both.
    pub fn carrier_price(
        &self,
        code: ProcedureCode,
        modifiers: Modifiers,
        setting: Setting,
    ) -> Option<&'a CarrierPrice> {
        let of = |wanted: Option<Setting>| {
            self.carrier_prices.iter().find(|price| {
                (price.code, price.modifiers, price.setting) == (code, modifiers, wanted)
            })
        };
        of(Some(setting)).or_else(|| of(None))
    }
}

/// Returns the day whose Medicare a payer has loaded by `day`.
fn loaded_on(lock: &YearLock, day: Date) -> Date {
    match lock {
        YearLock::Floating { lag_days } => {
            day.checked_sub(i64::from(*lag_days).days()).unwrap_or(day)
        }
        _ => day,
    }
}

fn is_edition_of(release: &Release, other: &Release) -> bool {
    release.info.year == other.info.year && release.info.name == other.info.name
}

fn gpci(release: &Release, key: LocalityKey) -> Result<Gpci, Unpriced> {
    release
        .locality(key)
        .map(|locality| locality.gpci)
        .ok_or_else(|| Unpriced::LocalityMissing(missing_locality(release, key)))
}

fn missing_locality(release: &Release, key: LocalityKey) -> String {
    format!("{key} ({})", release.info.name)
}

fn anesthesia_factor_of(release: &Release, key: LocalityKey) -> Option<Decimal> {
    release
        .anesthesia
        .iter()
        .find(|(locality, _)| *locality == key)
        .map(|(_, factor)| *factor)
}

#[cfg(test)]
mod tests;
