//! Pure values of the field and their arithmetic: no disk, no clock, no SQL, no window.

mod conversion_factor;
mod fee_schedule;
mod filter;
mod ids;
mod import;
mod invalid;
mod issue;
mod medicare;
mod money;
mod payer;
mod percent;
mod period;
mod practice;
mod procedure_code;
mod scenario;
mod service_line;
mod setting;

pub use conversion_factor::{CONVERSION_FACTORS, ConversionFactor, QpStatus, conversion_factor};
pub use fee_schedule::{FeeRate, FeeSchedule};
pub use filter::Filter;
pub use ids::{
    FeeScheduleId, ImportId, PayerId, PayerNameId, ProviderId, ReleaseId, ScenarioId, SiteId,
};
pub use import::{
    ColumnMapping, FileFingerprint, ImportKind, ImportReceipt, ImportRecord, ImportTotals,
    MappingProfile, RejectedRow,
};
pub use invalid::Invalid;
pub use issue::{Issue, Place, Severity};
pub use medicare::{
    GlobalPeriod, Gpci, Locality, LocalityKey, MedicareReference, OppsPe, Release, ReleaseInfo,
    RvuRow, StatusCode,
};
pub use money::Money;
pub use payer::{Payer, PayerClass, PayerName};
pub use percent::{Percent, shares};
pub use period::{Month, Period};
pub use practice::Practice;
pub use procedure_code::{Modifier, Modifiers, ProcedureCode};
pub use scenario::{Proposal, ProposalBasis, RateFloor, RateOverride, Scenario, UnlistedRule};
pub use service_line::{RateKey, ServiceLine, ServiceTotals, TotalRow};
pub use setting::{PlaceOfService, Setting};
