//! Pure values of the field and their arithmetic: no disk, no clock, no SQL, no window.

pub mod figures;

mod contract;
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
mod provider_class;
mod reference_table;
mod scenario;
mod service_category;
mod service_line;
mod setting;

pub use contract::{
    ComponentReduction, Contract, ContractSchedule, ContractTerms, ContractVersion, CopiedValues,
    EndoscopyRule, FeeMethod, FeeRule, Geography, LesserOf, MedicareBasis, MedicareYear,
    ModifierEffect, ModifierRule, MultipleProcedureRule, OperativePart, PhysicalStatus,
    PricingOrder, PricingPolicies, PricingStage, ProviderClassRule, RuleScope, Sequestration,
    SurgeonRole, TimeRounding, YearLock,
};
pub use conversion_factor::{CONVERSION_FACTORS, ConversionFactor, QpStatus, conversion_factor};
pub use fee_schedule::{FeeRate, FeeSchedule};
pub use filter::Filter;
pub use ids::{
    ContractId, FeeScheduleId, ImportId, PayerId, PayerNameId, ProviderId, ReferenceTableId,
    ReleaseId, ScenarioId, SiteId,
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
pub use provider_class::ProviderClass;
pub use reference_table::{
    CarrierPrice, ReferenceArea, ReferenceFamily, ReferenceTable, ReferenceValue,
};
pub use scenario::{Proposal, ProposalBasis, RateFloor, RateOverride, Scenario, UnlistedRule};
pub use service_category::ServiceCategory;
pub use service_line::{RateKey, ServiceLine, ServiceTotals, TotalRow};
pub use setting::{PlaceOfService, Setting};
