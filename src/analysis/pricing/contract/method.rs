//! The fee methods of a contract with everything looked up that does not depend on the line.

use rust_decimal::Decimal;

use super::dated::{DatedPrices, DatedRows};
use crate::analysis::medicare_library::MedicareLibrary;
use crate::domain::{
    CopiedValues, FeeMethod, FeeSchedule, MedicareBasis, Money, Percent, PhysicalStatus,
    ReferenceFamily, TimeRounding, YearLock,
};

/// A fee method with everything looked up that does not depend on the line.
#[derive(Clone, Debug)]
pub(super) enum MethodPlan<'a> {
    /// Dollars per unit.
    Amount(Money),
    /// The payer's list; `None`: it is no longer in the file.
    Listed(Option<&'a FeeSchedule>),
    /// A percentage of the physician fee schedule.
    PercentOfFees(Percent, Box<DatedPrices<'a>>),
    /// A percentage of Medicare's anesthesia amount.
    PercentOfAnesthesia(Percent, &'a MedicareBasis),
    /// A percentage of another of Medicare's tables.
    PercentOfTable(Percent, ReferenceFamily, &'a MedicareBasis),
    /// Relative values, weighed by the indices, times the payer's factor.
    ConversionFactor(Decimal, Box<DatedPrices<'a>>),
    /// Anesthesia units times the payer's factor.
    AnesthesiaFactor(Money, TimeRounding, PhysicalStatus),
    /// A percentage of the billed charge.
    PercentOfCharge(Percent),
    /// One amount for the case.
    CaseRate(Money),
    /// By the member and month.
    Capitation,
    /// The higher of two.
    GreaterOf(Box<[Self; 2]>),
    /// Claim by claim.
    ByReport,
}

/// What contracts are priced from.
#[derive(Clone, Debug)]
pub(super) struct Sources<'a> {
    /// Medicare.
    pub(super) library: &'a MedicareLibrary<'a>,
    /// The payers' lists of the practice file.
    pub(super) lists: &'a [FeeSchedule],
    /// CMS's indicators.
    pub(super) rows: DatedRows<'a>,
    /// Medicare of the day, for the shares of a fee's parts.
    pub(super) current: DatedPrices<'a>,
}

impl<'a> Sources<'a> {
    /// Looks up what all contracts need.
    pub(super) fn new(library: &'a MedicareLibrary<'a>, lists: &'a [FeeSchedule]) -> Self {
        let current = MedicareBasis {
            lock: YearLock::Floating { lag_days: 0 },
            qp: library.qp,
            copied_values: CopiedValues::Priced,
            ..MedicareBasis::default()
        };
        Self {
            library,
            lists,
            rows: DatedRows::new(library),
            current: DatedPrices::new(library, &current, None),
        }
    }

    fn list(&self, method: &FeeMethod) -> Option<&'a FeeSchedule> {
        let FeeMethod::Listed(id) = method else {
            return None;
        };
        self.lists.iter().find(|list| list.id == *id)
    }

    /// Returns a method in words.
    pub(super) fn label(&self, method: &FeeMethod) -> String {
        match method {
            FeeMethod::Amount(amount) => format!("{amount} per unit"),
            FeeMethod::Listed(_) => self.list(method).map_or_else(
                || "a fee schedule that was removed".to_owned(),
                |list| format!("fee schedule {}", list.name),
            ),
            FeeMethod::PercentOfMedicare {
                percent,
                family,
                basis,
            } => {
                let of = match family {
                    ReferenceFamily::PhysicianFeeSchedule => "Medicare".to_owned(),
                    family => format!("Medicare, {family}"),
                };
                let lock = match (family, &basis.lock) {
                    (ReferenceFamily::Anesthesia, YearLock::FixedFactor(factor)) => {
                        format!("{factor} per anesthesia unit fixed, base units current")
                    }
                    (_, lock) => lock.label(),
                };
                format!("{} of {of}, {lock}", points(*percent))
            }
            FeeMethod::ConversionFactor {
                dollars_per_rvu,
                basis,
            } => format!(
                "conversion factor {dollars_per_rvu} \u{d7} relative values, {}",
                basis.lock.label()
            ),
            FeeMethod::AnesthesiaFactor {
                dollars_per_unit, ..
            } => format!("{dollars_per_unit} per anesthesia unit"),
            FeeMethod::PercentOfCharge(percent) => format!("{} of the charge", points(*percent)),
            FeeMethod::CaseRate(amount) => format!("case rate {amount}"),
            FeeMethod::Capitation => "capitation".to_owned(),
            FeeMethod::GreaterOf(one, other) => {
                format!(
                    "the greater of {} and {}",
                    self.label(one),
                    self.label(other)
                )
            }
            FeeMethod::ByReport => "by report".to_owned(),
        }
    }
}

/// Writes a percentage as it was agreed: `118 %`.
pub(super) fn points(percent: Percent) -> String {
    format!("{} %", percent.points().normalize())
}

impl<'a> MethodPlan<'a> {
    /// Looks up what a method needs.
    pub(super) fn new(method: &'a FeeMethod, sources: &Sources<'a>) -> Self {
        let dated = |basis, factor| Box::new(DatedPrices::new(sources.library, basis, factor));
        match method {
            FeeMethod::Amount(amount) => Self::Amount(*amount),
            FeeMethod::Listed(_) => Self::Listed(sources.list(method)),
            FeeMethod::PercentOfMedicare {
                percent,
                family,
                basis,
            } => match family {
                ReferenceFamily::PhysicianFeeSchedule => {
                    Self::PercentOfFees(*percent, dated(basis, None))
                }
                ReferenceFamily::Anesthesia => Self::PercentOfAnesthesia(*percent, basis),
                family => Self::PercentOfTable(*percent, *family, basis),
            },
            FeeMethod::ConversionFactor {
                dollars_per_rvu,
                basis,
            } => Self::ConversionFactor(*dollars_per_rvu, dated(basis, Some(*dollars_per_rvu))),
            FeeMethod::AnesthesiaFactor {
                dollars_per_unit,
                rounding,
                physical_status,
            } => Self::AnesthesiaFactor(*dollars_per_unit, *rounding, *physical_status),
            FeeMethod::PercentOfCharge(percent) => Self::PercentOfCharge(*percent),
            FeeMethod::CaseRate(amount) => Self::CaseRate(*amount),
            FeeMethod::Capitation => Self::Capitation,
            FeeMethod::GreaterOf(one, other) => Self::GreaterOf(Box::new([
                Self::new(one, sources),
                Self::new(other, sources),
            ])),
            FeeMethod::ByReport => Self::ByReport,
        }
    }
}
