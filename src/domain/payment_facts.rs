//! Counts and sums over remittances and submitted claims, as the practice file answers them: what
//! line-level reports are made of.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    AdjustmentGroup, ImportId, Modifiers, Money, Month, PayerId, ProcedureCode, ReasonCode,
};

/// From which event to which days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaymentClock {
    /// From the first date of service to the claim: the practice's own lag.
    ServiceToSubmission,
    /// From the claim to the payment.
    SubmissionToPayment,
    /// From the payer's receipt to the payment.
    ReceiptToPayment,
    /// From the first date of service to the payment.
    ServiceToPayment,
}

impl PaymentClock {
    /// All clocks.
    pub const ALL: [Self; 4] = [
        Self::ServiceToSubmission,
        Self::SubmissionToPayment,
        Self::ReceiptToPayment,
        Self::ServiceToPayment,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ServiceToSubmission => "Service to claim sent",
            Self::SubmissionToPayment => "Claim sent to payment",
            Self::ReceiptToPayment => "Claim received to payment",
            Self::ServiceToPayment => "Service to payment",
        }
    }
}

/// How many claims of a payer took so many days by a clock. The first payment of a claim counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayCount {
    /// Whose claims.
    pub payer: PayerId,
    /// Which clock.
    pub clock: PaymentClock,
    /// Days; negative where a file's dates contradict each other.
    pub days: i32,
    /// Claims.
    pub claims: u64,
}

/// Lines that a payer paid under another code, other modifiers or other units than were billed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recode {
    /// Who.
    pub payer: PayerId,
    /// Code and modifiers as billed.
    pub billed: (ProcedureCode, Modifiers),
    /// Code and modifiers as paid.
    pub paid_as: (ProcedureCode, Modifiers),
    /// Lines.
    pub lines: u64,
    /// Lines among them that were paid for fewer units than billed.
    pub lines_with_fewer_units: u64,
    /// Charges of these lines.
    pub charge: Money,
    /// What was allowed for them, where there is an allowed amount.
    pub allowed: Money,
}

/// Adjustments of one kind by one payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdjustmentSum {
    /// Who.
    pub payer: PayerId,
    /// Who answers for it.
    pub group: AdjustmentGroup,
    /// The CARC.
    pub reason: ReasonCode,
    /// Times it was given, less the times it was taken back.
    pub count: i64,
    /// Dollars.
    pub amount: Money,
}

/// A payment as the practice file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentRecord {
    /// The import it came with.
    pub import: ImportId,
    /// Who paid.
    pub payer: PayerId,
    /// Check or transfer number.
    pub trace: String,
    /// `ACH`, `CHK`, `NON`, …
    pub method: String,
    /// What was paid.
    pub amount: Money,
    /// The day.
    pub paid_on: Option<Date>,
    /// Claims in it.
    pub claims: u64,
    /// Claims that do not balance.
    pub claims_unbalanced: u64,
    /// Sum of the claims' payments.
    pub paid: Money,
    /// Interest in it.
    pub interest: Money,
    /// Sum of the adjustments that belong to no claim; positive lowers the payment.
    pub provider_adjustments: Money,
    /// Zero when the payment balances.
    pub difference: Money,
}

/// Money that belongs to no claim, by code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ProviderAdjustmentSum {
    /// Who.
    pub payer: PayerId,
    /// `WO`, `FB`, `L6`, …
    pub code: ReasonCode,
    /// Times.
    pub count: u64,
    /// Dollars; positive lowers the payment.
    pub amount: Money,
}

/// What is odd about the remittances and claims of all imports that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PaymentFacts {
    /// Payments.
    pub payments: u64,
    /// Payments that do not balance.
    pub payments_unbalanced: u64,
    /// Claims in them.
    pub claims: u64,
    /// Claims that do not balance.
    pub claims_unbalanced: u64,
    /// Claims without lines: their payment is in no total by code.
    pub claims_without_lines: u64,
    /// What was paid for those.
    pub paid_without_lines: Money,
    /// Claims taken back.
    pub reversals: u64,
    /// Of these, claims whose earlier payment is in no import.
    pub reversals_without_original: u64,
    /// Interest.
    pub interest: Money,
    /// Claims that were sent.
    pub claims_submitted: u64,
    /// Of these, claims that no remittance answers.
    pub claims_unanswered: u64,
    /// The day the oldest of those was sent.
    pub oldest_unanswered: Option<Date>,
}

/// Two imports that seem to count the same services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportOverlap {
    /// The earlier import.
    pub first: ImportId,
    /// The later one.
    pub second: ImportId,
    /// First month both have services of.
    pub from: Month,
    /// Last such month.
    pub to: Month,
    /// Lines of the later import in months, and of two exports of payers, that the earlier one covers
    /// too.
    pub lines: u64,
    /// Of these, lines that seem to be the same services: of two exports those whose totals by payer,
    /// code and month agree to the cent, of an export and remittances those of codes both have.
    pub lines_identical: u64,
}
