//! What Medicare pays for a service: the exact amount with its facts, or why there is none.
//!
//! Exact decimals throughout and one rounding, half-up, at the end. Not here: what payers make of
//! modifiers and of several procedures in one session.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{
    CopiedValues, Gpci, MedicareReference, Modifier, Modifiers, Money, ProcedureCode, QpStatus,
    RateKey, Release, RvuRow, Setting, StatusCode, conversion_factor,
};

mod explain;

pub use explain::{PriceStep, StepKind, StepUnit};

/// Medicare's answer for one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MedicarePrice {
    /// An amount to compare rates with.
    Amount(MedicareAmount),
    /// No amount, and why. Never to be shown as zero.
    NoReference(NoReference),
}

impl MedicarePrice {
    /// Returns the amount for one unit, rounded to cents.
    pub const fn amount(&self) -> Option<Money> {
        match self {
            Self::Amount(found) => Some(found.amount),
            Self::NoReference(_) => None,
        }
    }

    /// Returns why there is no amount.
    pub const fn reason(&self) -> Option<NoReference> {
        match self {
            Self::Amount(_) => None,
            Self::NoReference(reason) => Some(*reason),
        }
    }
}

/// An amount and the facts that go with it on screen and on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MedicareAmount {
    /// Dollars for one unit, rounded to cents, after the imaging cap.
    pub amount: Money,
    /// The formula's dollars, rounded to cents, before the imaging cap.
    pub uncapped: Money,
    /// The modifier of the row used: 26, TC, 53, or none.
    pub row_modifier: Option<Modifier>,
    /// Status code of the row used.
    pub status: StatusCode,
    /// The setting priced.
    pub setting: Setting,
    /// Work, practice-expense and malpractice dollars of the formula, not rounded.
    pub parts: PriceParts,
    /// CMS publishes relative values for the service, but Medicare does not pay by them.
    pub not_a_medicare_payment: bool,
    /// The row is missing in the qualifying participants' file and was taken from the other one.
    pub from_fallback_release: bool,
}

impl MedicareAmount {
    /// Whether the outpatient-hospital amount is lower than the formula's and is what is paid.
    pub fn is_capped(&self) -> bool {
        self.amount < self.uncapped
    }
}

/// The three dollar parts of the formula, not rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceParts {
    /// Work.
    pub work: Money,
    /// Practice expense of the setting.
    pub pe: Money,
    /// Malpractice.
    pub mp: Money,
}

/// Why Medicare's fee schedule gives no amount for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoReference {
    /// The release has no row for the code: equipment, drugs of other files, local or newer codes.
    NotInRelease,
    /// The release has the code, but no row for the component the modifier asks for.
    ComponentNotListed(Modifier),
    /// The modifier changes the price and the release has no row for it.
    ModifierNotPriced(Modifier),
    /// CMS marks the setting NA: rarely or never done there, the value is a copy.
    NotInThisSetting(Setting),
    /// The row has no relative values; its status says why.
    NoRelativeValues(StatusCode),
}

impl NoReference {
    /// Returns the reason in words for people, without a full stop.
    pub fn label(self) -> String {
        match self {
            Self::NotInRelease => "Not in the Medicare release".into(),
            Self::ComponentNotListed(modifier) => {
                format!("Medicare lists no {modifier} part of this code")
            }
            Self::ModifierNotPriced(modifier) => {
                format!("Modifier {modifier} changes the price and Medicare lists no amount for it")
            }
            Self::NotInThisSetting(Setting::NonFacility) => {
                "Medicare has no non-facility price (NA)".into()
            }
            Self::NotInThisSetting(Setting::Facility) => {
                "Medicare has no facility price (NA)".into()
            }
            Self::NoRelativeValues(status) => {
                format!(
                    "No relative values: {} (status {})",
                    status.meaning(),
                    status.0
                )
            }
        }
    }
}

impl fmt::Display for NoReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label())
    }
}

/// Where a conversion factor was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactorSource {
    /// Printed on the release's rows.
    Release,
    /// The factor in force on the reference's date of service.
    DateOfService,
    /// The release is for the other kind of participant: the factor of the reference's kind, on the
    /// release's first day.
    QpStatus,
    /// The reference's date lies outside the dates this program knows: the release's own factor.
    ReleaseForUnknownDate,
    /// Stated in a contract.
    Contract,
}

/// Which conversion factor multiplies the relative values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorChoice {
    /// The release's own; from 2026 on that of the participation given.
    Printed(QpStatus),
    /// The one in force on a date of service.
    OfDate(Date, QpStatus),
    /// A contract's own, in dollars per relative value unit.
    Stated(Decimal),
}

impl FactorChoice {
    /// Returns what a practice's reference asks for.
    pub const fn of(reference: &MedicareReference) -> Self {
        match reference.date {
            Some(day) => Self::OfDate(day, reference.qp),
            None => Self::Printed(reference.qp),
        }
    }
}

/// Prices services at one locality by one release.
#[derive(Clone, Copy, Debug)]
pub struct MedicarePrices<'a> {
    release: &'a Release,
    fallback: Option<&'a Release>,
    gpci: Gpci,
    factor: Decimal,
    /// Each index times the conversion factor: exact, and one product less for each price.
    dollars_per_unit: PriceParts,
    factor_source: FactorSource,
    setting: Option<Setting>,
    copied_values: CopiedValues,
}

impl<'a> MedicarePrices<'a> {
    /// Prices by `release` at the indices given, with the reference's date, participation and
    /// setting. The release and locality named in the reference are the caller's to look up.
    pub fn new(release: &'a Release, gpci: Gpci, reference: &MedicareReference) -> Self {
        Self {
            setting: reference.setting,
            ..Self::by_factor(release, gpci, FactorChoice::of(reference))
        }
    }

    /// Prices by `release` at the indices and with the conversion factor given, each line in its own
    /// setting.
    pub fn by_factor(release: &'a Release, gpci: Gpci, choice: FactorChoice) -> Self {
        let (factor, factor_source) = resolve_factor(release, choice);
        Self {
            release,
            fallback: None,
            gpci,
            factor,
            dollars_per_unit: dollars_per_unit(gpci, factor),
            factor_source,
            setting: None,
            copied_values: CopiedValues::NotPriced,
        }
    }

    /// Prices every line in this setting, where one is given.
    #[must_use]
    pub const fn in_setting(mut self, setting: Option<Setting>) -> Self {
        self.setting = setting;
        self
    }

    /// Says what a setting marked NA is worth: nothing that can be said, or the repeated value.
    #[must_use]
    pub const fn with_copied_values(mut self, copied_values: CopiedValues) -> Self {
        self.copied_values = copied_values;
        self
    }

    /// Takes rows missing in the release from another one of the same quarter.
    ///
    /// CMS's file for qualifying participants (from 2026 on) leaves out rows that its file for the
    /// others has. The conversion factor stays.
    #[must_use]
    pub const fn with_fallback(mut self, fallback: &'a Release) -> Self {
        self.fallback = Some(fallback);
        self
    }

    /// Prices the same relative values and indices with a contract's own conversion factor, in
    /// dollars per relative value unit.
    #[must_use]
    pub fn with_factor(mut self, factor: Decimal) -> Self {
        self.factor = factor;
        self.factor_source = FactorSource::Contract;
        self.dollars_per_unit = dollars_per_unit(self.gpci, factor);
        self
    }

    /// Returns dollars per relative value unit.
    pub const fn conversion_factor(&self) -> Decimal {
        self.factor
    }

    /// Returns where the conversion factor was taken from.
    pub const fn factor_source(&self) -> FactorSource {
        self.factor_source
    }

    /// Returns the indices used.
    pub const fn gpci(&self) -> Gpci {
        self.gpci
    }

    /// Returns the release used.
    pub const fn release(&self) -> &'a Release {
        self.release
    }

    /// Returns the setting a service is priced in: the reference's where it fixes one.
    pub fn setting_of(&self, key: RateKey) -> Setting {
        self.setting.unwrap_or(key.setting)
    }

    /// Prices one unit of a service.
    pub fn price(&self, key: RateKey) -> MedicarePrice {
        let found = match self.find(key) {
            Ok(found) => found,
            Err(reason) => return MedicarePrice::NoReference(reason),
        };
        let setting = self.setting_of(key);
        match self.price_row(found, setting) {
            Ok(amount) => MedicarePrice::Amount(amount),
            Err(reason) => MedicarePrice::NoReference(reason),
        }
    }

    /// Returns the row's work, practice-expense and malpractice units together, without indices;
    /// `None` where there is no row or the row has no relative values.
    pub fn total_rvus(&self, key: RateKey) -> Option<Decimal> {
        let total = self.find(key).ok()?.row.total(self.setting_of(key));
        (!total.is_zero()).then_some(total)
    }

    /// Returns the row a service is priced by.
    pub fn row(&self, key: RateKey) -> Option<&'a RvuRow> {
        self.find(key).ok().map(|found| found.row)
    }

    fn find(&self, key: RateKey) -> Result<FoundRow<'a>, NoReference> {
        let component = component_of(key.modifiers);
        let wanted = component.unwrap_or_else(Some);
        let found = self.row_in_either(key.code, wanted);
        match (component, found) {
            (Ok(_), Some(found)) => Ok(found),
            (Ok(None), None) => Err(NoReference::NotInRelease),
            (Ok(Some(modifier)), None) => Err(match self.row_in_either(key.code, None) {
                Some(_) => NoReference::ComponentNotListed(modifier),
                None => NoReference::NotInRelease,
            }),
            (Err(modifier), _) => Err(match self.row_in_either(key.code, None) {
                Some(_) => NoReference::ModifierNotPriced(modifier),
                None => NoReference::NotInRelease,
            }),
        }
    }

    fn row_in_either(
        &self,
        code: ProcedureCode,
        modifier: Option<Modifier>,
    ) -> Option<FoundRow<'a>> {
        if let Some(row) = self.release.row(code, modifier) {
            return Some(FoundRow {
                row,
                from_fallback_release: false,
            });
        }
        let row = self.fallback?.row(code, modifier)?;
        Some(FoundRow {
            row,
            from_fallback_release: true,
        })
    }

    fn price_row(
        &self,
        found: FoundRow<'a>,
        setting: Setting,
    ) -> Result<MedicareAmount, NoReference> {
        let row = found.row;
        if row.work.is_zero() && row.pe(setting).is_zero() && row.mp.is_zero() {
            return Err(NoReference::NoRelativeValues(row.status));
        }
        if row.is_na(setting) && self.copied_values == CopiedValues::NotPriced {
            return Err(NoReference::NotInThisSetting(setting));
        }
        let parts = self.parts(row.work, row.pe(setting), row.mp);
        let uncapped = parts.sum();
        let amount = match cap_units(row, setting) {
            Some((pe, mp)) => uncapped.min(self.parts(row.work, pe, mp).sum()),
            None => uncapped,
        };
        Ok(MedicareAmount {
            amount,
            uncapped,
            row_modifier: row.modifier,
            status: row.status,
            setting,
            parts,
            not_a_medicare_payment: row.not_used_for_payment || !row.status.is_paid_by_rvu(),
            from_fallback_release: found.from_fallback_release,
        })
    }

    fn parts(&self, work: Decimal, pe: Decimal, mp: Decimal) -> PriceParts {
        let rates = &self.dollars_per_unit;
        PriceParts {
            work: rates.work.times(work),
            pe: rates.pe.times(pe),
            mp: rates.mp.times(mp),
        }
    }
}

impl PriceParts {
    /// Returns the sum, not rounded.
    pub fn exact_sum(self) -> Money {
        self.work + self.pe + self.mp
    }

    /// Returns the sum, rounded once.
    fn sum(self) -> Money {
        self.exact_sum().rounded()
    }
}

#[derive(Clone, Copy, Debug)]
struct FoundRow<'a> {
    row: &'a RvuRow,
    from_fallback_release: bool,
}

/// Returns the practice-expense and malpractice units of the imaging cap, where the row has any for
/// the setting. The work units are the row's own.
fn cap_units(row: &RvuRow, setting: Setting) -> Option<(Decimal, Decimal)> {
    let opps = row.opps?;
    let pe = match setting {
        Setting::NonFacility => opps.pe_nonfacility,
        Setting::Facility => opps.pe_facility,
    };
    (!pe.is_zero()).then_some((pe, opps.mp))
}

/// Returns the component to look up, or the modifier that Medicare's file has no rows for.
fn component_of(modifiers: Modifiers) -> Result<Option<Modifier>, Modifier> {
    let mut component = None;
    for modifier in modifiers.iter().filter(|modifier| modifier.changes_price()) {
        let has_rows = matches!(
            modifier,
            Modifier::PROFESSIONAL | Modifier::TECHNICAL | Modifier::DISCONTINUED
        );
        if !has_rows || component.is_some() {
            return Err(modifier);
        }
        component = Some(modifier);
    }
    Ok(component)
}

fn dollars_per_unit(gpci: Gpci, factor: Decimal) -> PriceParts {
    PriceParts {
        work: Money::new(gpci.work).times(factor),
        pe: Money::new(gpci.pe).times(factor),
        mp: Money::new(gpci.mp).times(factor),
    }
}

fn resolve_factor(release: &Release, choice: FactorChoice) -> (Decimal, FactorSource) {
    let info = &release.info;
    match choice {
        FactorChoice::Stated(factor) => (factor, FactorSource::Contract),
        FactorChoice::OfDate(day, qp) => match conversion_factor(day, qp) {
            Some(factor) => (factor.dollars_per_rvu, FactorSource::DateOfService),
            None => (info.conversion_factor, FactorSource::ReleaseForUnknownDate),
        },
        FactorChoice::Printed(qp) => {
            if info.qp.is_some_and(|printed| printed != qp)
                && let Some(factor) = conversion_factor(info.effective_from, qp)
            {
                return (factor.dollars_per_rvu, FactorSource::QpStatus);
            }
            (info.conversion_factor, FactorSource::Release)
        }
    }
}

#[cfg(test)]
mod tests;
