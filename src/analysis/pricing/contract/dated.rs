//! Medicare as a contract means it, looked up once for every span of days in which nothing changes,
//! so that a line costs a search among a few dates.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::Unpriced;
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::medicare_price::MedicarePrices;
use crate::domain::{
    CONVERSION_FACTORS, MedicareBasis, Modifier, ProcedureCode, Release, RvuRow, YearLock,
};

/// Medicare's prices on one basis, by day.
#[derive(Clone, Debug)]
pub(super) struct DatedPrices<'a> {
    library: &'a MedicareLibrary<'a>,
    basis: MedicareBasis,
    /// A contract's own conversion factor in place of Medicare's.
    factor: Option<Decimal>,
    /// First days, ascending; `None` where the file lacks the release or the locality.
    spans: Vec<(Date, Option<MedicarePrices<'a>>)>,
}

impl<'a> DatedPrices<'a> {
    /// Looks every span up.
    pub(super) fn new(
        library: &'a MedicareLibrary<'a>,
        basis: &MedicareBasis,
        factor: Option<Decimal>,
    ) -> Self {
        let mut dated = Self {
            library,
            basis: basis.clone(),
            factor,
            spans: Vec::new(),
        };
        let spans = first_days(library, &basis.lock)
            .into_iter()
            .map(|day| (day, dated.look_up(day).ok()))
            .collect();
        dated.spans = spans;
        dated
    }

    /// Returns the prices of a day.
    ///
    /// # Errors
    /// When the file lacks the release or the locality.
    pub(super) fn on(&self, day: Date) -> Result<MedicarePrices<'a>, Unpriced> {
        let after = self.spans.partition_point(|(from, _)| *from <= day);
        let span = after.checked_sub(1).and_then(|idx| self.spans.get(idx));
        match span {
            Some((_, Some(prices))) => Ok(*prices),
            // Says what is missing, for this very day.
            _ => self.look_up(day),
        }
    }

    /// Returns the basis.
    pub(super) const fn basis(&self) -> &MedicareBasis {
        &self.basis
    }

    fn look_up(&self, day: Date) -> Result<MedicarePrices<'a>, Unpriced> {
        let prices = self.library.prices(&self.basis, day)?;
        Ok(match self.factor {
            Some(factor) => prices.with_factor(factor),
            None => prices,
        })
    }
}

/// Returns the days from which another release or conversion factor may count.
fn first_days(library: &MedicareLibrary<'_>, lock: &YearLock) -> Vec<Date> {
    let lag_days = match lock {
        YearLock::Floating { lag_days } => i64::from(*lag_days),
        _ => 0,
    };
    let years = library
        .releases
        .iter()
        .flat_map(|release| [release.info.year, release.info.year.saturating_add(1)])
        .filter_map(|year| Date::new(year, 1, 1).ok());
    let factors = CONVERSION_FACTORS
        .iter()
        .flat_map(|factor| [Some(factor.from), factor.to.tomorrow().ok()])
        .flatten();
    let mut days: Vec<Date> = years
        .chain(factors)
        .filter_map(|day| day.checked_add(lag_days.days()).ok())
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// CMS's rows, with their indicators, by year.
#[derive(Clone, Debug)]
pub(super) struct DatedRows<'a> {
    /// The latest release of each year and its twin, by year.
    releases: Vec<(i16, &'a Release, Option<&'a Release>)>,
}

impl<'a> DatedRows<'a> {
    /// Finds the latest release of each year.
    pub(super) fn new(library: &MedicareLibrary<'a>) -> Self {
        let mut years: Vec<i16> = library
            .releases
            .iter()
            .map(|release| release.info.year)
            .collect();
        years.sort_unstable();
        years.dedup();
        let releases = years
            .into_iter()
            .filter_map(|year| {
                let day = Date::new(year, 12, 31).ok()?;
                let release = library.release_on(day, library.qp).ok()?;
                Some((year, release, library.twin(release)))
            })
            .collect();
        Self { releases }
    }

    /// Finds the row of a component, else of the whole code. Where the file has no release of the
    /// day's year, the nearest earlier one says it, else the first: indicators seldom change.
    pub(super) fn row(
        &self,
        code: ProcedureCode,
        component: Option<Modifier>,
        day: Date,
    ) -> Option<&'a RvuRow> {
        let after = self
            .releases
            .partition_point(|(year, _, _)| *year <= day.year());
        let (_, release, twin) = self.releases.get(after.saturating_sub(1))?;
        let find = |modifier| {
            release
                .row(code, modifier)
                .or_else(|| (*twin)?.row(code, modifier))
        };
        component
            .and_then(|component| find(Some(component)))
            .or_else(|| find(None))
    }
}
