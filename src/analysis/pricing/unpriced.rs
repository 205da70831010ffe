//! Why a line has no amount.

use crate::analysis::medicare_price::NoReference;
use crate::domain::{Modifier, ReferenceFamily};
use jiff::civil::Date;
use serde::Serialize;

/// Why a line has no amount. Never to be shown as zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unpriced {
    /// Medicare's physician fee schedule has no amount.
    NoReference(NoReference),
    /// The practice file has no table of this family for the day.
    NoTable(ReferenceFamily, Date),
    /// The family's table does not list the code, with these modifiers, in this area.
    NotInTable(ReferenceFamily),
    /// Anesthesia is paid by time, and none was given.
    NoMinutes,
    /// Priced claim by claim, because of this modifier.
    ByReport(Modifier),
    /// The payer prices the service claim by claim.
    ServiceByReport,
    /// Priced claim by claim, because so many procedures came before it.
    ProcedureByReport(u8),
    /// Paid by what else was done in the session, which a total does not say.
    OtherProcedureUnknown(Modifier),
    /// Medicare pays no assistant, co-surgeon or team for it.
    SurgeonNotAllowed(Modifier),
    /// The release the contract names, or one for the day, is not in the practice file.
    ReleaseMissing(String),
    /// The release has no such locality.
    LocalityMissing(String),
    /// The payer's fee schedule was removed from the practice file.
    ScheduleMissing,
    /// A percentage of the charge, and no charge was given.
    NoCharge,
    /// Paid with the other services of its case, by one amount.
    PartOfCase,
    /// Paid by the member and month.
    Capitated,
    /// No schedule of the contract is for this product, site and provider.
    NoSchedule,
    /// No rule of the contract prices it.
    NoRule,
    /// Nothing is agreed for the day.
    NotInForce(Date),
}

impl Unpriced {
    /// Returns the reason in words for people, without a full stop.
    pub fn label(&self) -> String {
        match self {
            Self::NoReference(reason) => reason.label(),
            Self::NoTable(family, day) => {
                format!("No Medicare table in effect on {day}: {family}")
            }
            Self::NotInTable(family) => format!("Not in Medicare\u{2019}s table: {family}"),
            Self::NoMinutes => "Anesthesia is paid by time, and no minutes are known".into(),
            Self::ByReport(modifier) => {
                format!("Modifier {modifier} is priced claim by claim")
            }
            Self::ServiceByReport => "Priced claim by claim".into(),
            Self::ProcedureByReport(after) => {
                format!("Procedures after the first {after} are priced by report")
            }
            Self::OtherProcedureUnknown(modifier) => {
                format!("With modifier {modifier} it is paid by what else was done in the session")
            }
            Self::SurgeonNotAllowed(modifier) => {
                format!("Medicare pays no second surgeon for it (modifier {modifier})")
            }
            Self::ReleaseMissing(which) => {
                format!("The Medicare release {which} is not in the practice file")
            }
            Self::LocalityMissing(which) => format!("The release has no locality {which}"),
            Self::ScheduleMissing => "The payer\u{2019}s fee schedule was removed".into(),
            Self::NoCharge => "A percentage of the charge, and no charge is known".into(),
            Self::PartOfCase => "Paid with the other services of its case".into(),
            Self::Capitated => "Paid by the member and month".into(),
            Self::NoSchedule => {
                "No schedule of the contract is for this product, site and provider".into()
            }
            Self::NoRule => "No rule of the contract prices it".into(),
            Self::NotInForce(day) => format!("No version of the contract is in force on {day}"),
        }
    }
}
