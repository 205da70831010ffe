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
mod payment_facts;
mod percent;
mod period;
mod practice;
mod procedure_code;
mod product;
mod provider;
mod provider_class;
mod reading_rules;
mod records;
mod reference_table;
mod remittance;
mod scenario;
mod service_category;
mod service_line;
mod setting;
mod submitted_claim;

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
    ContractId, FeeScheduleId, ImportId, PayerId, PayerNameId, ProductId, ProviderId,
    ReferenceTableId, ReleaseId, ScenarioId, SiteId,
};
pub use import::{
    ColumnMapping, FileFingerprint, ImportKind, ImportReceipt, ImportRecord, ImportTotals,
    LineCounts, MappingProfile, RejectedRow,
};
pub use invalid::Invalid;
pub use issue::{Issue, Place, Severity};
pub use medicare::{
    GlobalPeriod, Gpci, Locality, LocalityKey, MedicareReference, OppsPe, Release, ReleaseInfo,
    RvuRow, StatusCode,
};
pub use money::Money;
pub use payer::{Payer, PayerClass, PayerName};
pub use payment_facts::{
    AdjustmentSum, DayCount, ImportOverlap, PaymentClock, PaymentFacts, PaymentRecord,
    ProviderAdjustmentSum, Recode,
};
pub use percent::{Percent, shares};
pub use period::{Month, Period};
pub use practice::{Practice, WorkClaims};
pub use procedure_code::{Modifier, Modifiers, ProcedureCode};
pub use product::{Product, ProductKind};
pub use provider::{Provider, Site};
pub use provider_class::ProviderClass;
pub use reading_rules::{DateOrder, Keep, PayerFrom, ReadingRules, RowFilter, RowShape, SignRule};
pub use records::{
    Authorization, AuthorizationOutcome, BetterWhen, Comparator, Contact, ExpenseKind,
    ExpenseTotal, MeasureFamily, ProviderEntry, QualityMeasure, RecordCell, Records, SiteEntry,
    SurveyAnswer, Urgency, record_columns,
};
pub use reference_table::{
    CarrierPrice, ReferenceArea, ReferenceFamily, ReferenceTable, ReferenceValue,
};
pub use remittance::{
    Adjustment, AdjustmentGroup, ClaimNumbers, NoRate, PayerRank, ProviderAdjustment, ReasonCode,
    Remittance, RemittanceEnd, RemittedClaim, RemittedLine,
};
pub use scenario::{Proposal, ProposalBasis, RateFloor, RateOverride, Scenario, UnlistedRule};
pub use service_category::ServiceCategory;
pub use service_line::{RateKey, ServiceLine, ServiceTotals, TotalRow};
pub use setting::{PlaceOfService, Setting};
pub use submitted_claim::{SubmittedClaim, SubmittedLine};
