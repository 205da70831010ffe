//! How a contract finds a rate, and which services a rule is for.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{
    FeeScheduleId, Invalid, LocalityKey, Modifiers, Money, Percent, ProcedureCode, QpStatus,
    ReferenceFamily, ServiceCategory, Setting,
};

/// Highest percentage that is meant.
const MAX_PERCENT: u32 = 2_000;
/// Highest rate and factor that is meant, in dollars.
const MAX_DOLLARS: u32 = 10_000_000;

/// One rule of a contract's fee schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeRule {
    /// Its number within the schedule, which stays when others go: the log names it.
    pub nr: u32,
    /// The services it is for.
    pub scope: RuleScope,
    /// First date of service; `None`: since ever.
    #[serde(default)]
    pub effective_from: Option<Date>,
    /// Last date of service; `None`: open.
    #[serde(default)]
    pub effective_to: Option<Date>,
    /// How the rate is found.
    pub method: FeeMethod,
}

impl FeeRule {
    /// Whether the rule is for services on `day`.
    pub fn is_in_effect(&self, day: Date) -> bool {
        self.effective_from.is_none_or(|from| from <= day)
            && self.effective_to.is_none_or(|to| day <= to)
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        if let RuleScope::CodeRange { first, last } = self.scope
            && last < first
        {
            return Err(Invalid::new(format!(
                "Rule {}: the range {first}\u{2013}{last} runs backwards",
                self.nr
            )));
        }
        self.method.check()
    }
}

/// The services a rule is for, from the most to the least specific.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleScope {
    /// One code.
    Code {
        /// The code.
        code: ProcedureCode,
        /// Only the modifiers that change the price; none: the code without any, or with any that
        /// the contract's policies price.
        #[serde(default)]
        modifiers: Modifiers,
        /// `None`: both settings.
        #[serde(default)]
        setting: Option<Setting>,
    },
    /// A carve-out: codes from one to another, both included.
    CodeRange {
        /// First code.
        first: ProcedureCode,
        /// Last code.
        last: ProcedureCode,
    },
    /// A section of the code set.
    Category(ServiceCategory),
    /// Everything.
    AllServices,
}

/// How a rate is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FeeMethod {
    /// Dollars per unit.
    Amount(Money),
    /// The payer's own list: a fee schedule of the practice file. As specific as the entry found.
    Listed(FeeScheduleId),
    /// A percentage of one of Medicare's fee schedules.
    PercentOfMedicare {
        /// 120 is 120 % of Medicare.
        percent: Percent,
        /// Which of Medicare's fee schedules.
        #[serde(default)]
        family: ReferenceFamily,
        /// Which year's, and where.
        #[serde(default)]
        basis: MedicareBasis,
    },
    /// Dollars per relative value unit, times a year's relative values.
    ConversionFactor {
        /// The payer's conversion factor.
        dollars_per_rvu: Decimal,
        /// Whose relative values, and whose geographic indices.
        #[serde(default)]
        basis: MedicareBasis,
    },
    /// Anesthesia: base and time units times the payer's factor.
    AnesthesiaFactor {
        /// Dollars per unit.
        dollars_per_unit: Money,
        /// How time becomes units.
        #[serde(default)]
        rounding: TimeRounding,
        /// Whether P3, P4 and P5 add one, two and three units.
        #[serde(default)]
        physical_status: PhysicalStatus,
    },
    /// A percentage of the billed charge.
    PercentOfCharge(Percent),
    /// One amount for all services of the claim that the rule is for.
    CaseRate(Money),
    /// Paid by the member and month: nothing for the single service.
    Capitation,
    /// The higher of two.
    GreaterOf(Box<FeeMethod>, Box<FeeMethod>),
    /// Priced by the payer claim by claim: no rate can be expected.
    ByReport,
}

/// Whether physical-status modifiers add anesthesia units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhysicalStatus {
    /// They add nothing, as at Medicare.
    #[default]
    AddsNothing,
    /// P3 adds one unit, P4 two, P5 three.
    AddsUnits,
}

/// How anesthesia minutes become units of 15 minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeRounding {
    /// To one decimal: Medicare Claims Processing Manual (Pub. 100-04), chapter 12, section 50.G.
    #[default]
    OneDecimal,
    /// The sum of base and time units up to the next whole unit.
    UpToWholeUnits,
}

/// Which of Medicare's amounts a percentage or a factor means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MedicareBasis {
    /// Which year's relative values, conversion factor and indices.
    pub lock: YearLock,
    /// Whether the locality's indices count.
    pub geography: Geography,
    /// `None`: the practice's locality.
    pub locality: Option<LocalityKey>,
    /// Which conversion factor, from 2026 on.
    pub qp: QpStatus,
    /// What the contract makes of settings that CMS marks NA.
    pub copied_values: CopiedValues,
}

/// Whether relative values are weighed by a locality's geographic indices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Geography {
    /// By those of the locality, as Medicare pays.
    #[default]
    Local,
    /// By none: the national amount. Conversion factors of payers usually mean it.
    National,
}

/// A Medicare year, and if the contract says so one release of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MedicareYear {
    /// Calendar year of the fee schedule.
    pub year: i16,
    /// CMS's name: `RVU20A`. `None`: the latest release of the year that the file holds.
    #[serde(default)]
    pub release: Option<String>,
}

/// Which parts of Medicare's formula stay in one year, and which move on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum YearLock {
    /// The contract names no year. Priced as floating, and said wherever it is used.
    #[default]
    NotStated,
    /// Relative values, conversion factor and indices of one year.
    FixedYear(MedicareYear),
    /// This conversion factor with the relative values of the date of service.
    FixedFactor(Decimal),
    /// The relative values and indices of one year with the conversion factor of the date of
    /// service.
    FixedRvus(MedicareYear),
    /// Medicare as of the date of service, loaded by the payer so many days late.
    Floating {
        /// Days from Medicare's change to the payer's.
        #[serde(default)]
        lag_days: u16,
    },
}

impl YearLock {
    /// Returns the words for people.
    pub fn label(&self) -> String {
        match self {
            Self::NotStated => "no year stated".to_owned(),
            Self::FixedYear(year) => format!("{} fixed", year.label()),
            Self::FixedFactor(factor) => {
                format!("conversion factor {factor} fixed, relative values current")
            }
            Self::FixedRvus(year) => format!(
                "relative values of {} fixed, conversion factor current",
                year.label()
            ),
            Self::Floating { lag_days: 0 } => "current year".to_owned(),
            Self::Floating { lag_days } => format!("current year, {lag_days} days late"),
        }
    }
}

impl MedicareYear {
    /// Returns the release, or else the year.
    pub fn label(&self) -> String {
        self.release
            .clone()
            .unwrap_or_else(|| self.year.to_string())
    }
}

/// What a contract makes of a setting that CMS marks NA: the file then repeats the other setting's
/// value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopiedValues {
    /// No price.
    #[default]
    NotPriced,
    /// The repeated value.
    Priced,
}

impl FeeMethod {
    fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Amount(amount) | Self::CaseRate(amount) => check_dollars(amount.dollars()),
            Self::AnesthesiaFactor {
                dollars_per_unit, ..
            } => check_dollars(dollars_per_unit.dollars()),
            Self::ConversionFactor {
                dollars_per_rvu, ..
            } => check_dollars(*dollars_per_rvu),
            Self::PercentOfMedicare { percent, basis, .. } => {
                if let YearLock::FixedFactor(factor) = basis.lock {
                    check_dollars(factor)?;
                }
                check_percent(*percent)
            }
            Self::PercentOfCharge(percent) => check_percent(*percent),
            Self::GreaterOf(one, other) => {
                one.check()?;
                other.check()
            }
            Self::Listed(_) | Self::Capitation | Self::ByReport => Ok(()),
        }
    }
}

pub(super) fn check_percent(percent: Percent) -> Result<(), Invalid> {
    let points = percent.points();
    if Decimal::ZERO <= points && points <= MAX_PERCENT.into() {
        return Ok(());
    }
    Err(Invalid::new(format!(
        "{points} % is not a percentage that is meant (0 to {MAX_PERCENT})"
    )))
}

fn check_dollars(dollars: Decimal) -> Result<(), Invalid> {
    if Decimal::ZERO <= dollars && dollars <= MAX_DOLLARS.into() {
        return Ok(());
    }
    Err(Invalid::new(format!(
        "{dollars} is not a rate that is meant (0 to {MAX_DOLLARS} dollars)"
    )))
}
