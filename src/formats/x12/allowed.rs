//! The allowed amount of a line: as the payer reports it, or else what it paid plus what it left to
//! the patient and took off for reasons outside the contract. Amounts are cents of a line that bills,
//! never of one that takes back: its caller turns those around.

use crate::domain::{AdjustmentGroup, NoRate, PayerRank, ReasonCode};

use super::reading::Legible;

/// Sums over adjustments (CAS), in cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AdjustmentSums {
    /// All of them.
    pub(super) total: i64,
    /// Left to the patient (PR).
    pub(super) patient: i64,
    /// Part of what the contract allows, though not paid.
    pub(super) within_allowed: i64,
    /// Whether any takes off what another payer paid (CARC 23).
    pub(super) other_payer: bool,
    /// Whether any is a denial.
    pub(super) denial: bool,
}

impl AdjustmentSums {
    /// Adds an adjustment.
    pub(super) fn add(&mut self, group: Option<AdjustmentGroup>, reason: &[u8], cents: i64) {
        self.total = self.total.saturating_add(cents);
        if group == Some(AdjustmentGroup::Patient) {
            self.patient = self.patient.saturating_add(cents);
        }
        if is_within_allowed(group, reason) {
            self.within_allowed = self.within_allowed.saturating_add(cents);
        }
        if cents != 0 {
            self.other_payer |= reason == b"23" && group == Some(AdjustmentGroup::Other);
            self.denial |= is_denial(reason);
        }
    }

    /// Turns the signs around.
    pub(super) fn negated(self) -> Self {
        Self {
            total: -self.total,
            patient: -self.patient,
            within_allowed: -self.within_allowed,
            ..self
        }
    }
}

fn is_denial(reason: &[u8]) -> bool {
    ReasonCode::DENIALS
        .iter()
        .any(|denial| denial.as_bytes().eq_ignore_ascii_case(reason))
}

/// Whether an adjustment is part of the allowed amount: the patient's share under the contract, and
/// reductions by law or withholds whoever answers for them.
fn is_within_allowed(group: Option<AdjustmentGroup>, reason: &[u8]) -> bool {
    match reason {
        // Deductible, coinsurance, copayment; blood deductible, psychiatric reduction, low-income
        // copayment, and the two of plans that pay a share by day.
        b"1" | b"2" | b"3" | b"66" | b"122" | b"241" | b"247" | b"248" => {
            group == Some(AdjustmentGroup::Patient)
        }
        // Sequestration; penalties by law; incentives, negative amounts; withholds; late payment.
        b"253" | b"237" | b"144" | b"161" | b"104" | b"105" | b"225" => true,
        _ => false,
    }
}

/// What is known of a line, in cents.
#[derive(Clone, Copy, Debug)]
pub(super) struct LineFacts<'a> {
    /// In which turn its payer was asked.
    pub(super) rank: PayerRank,
    /// The claim's status (CLP02).
    pub(super) status: &'a str,
    pub(super) charge: i64,
    pub(super) paid: i64,
    pub(super) adjustments: AdjustmentSums,
    /// Adjustments of the claim as a whole.
    pub(super) of_claim: AdjustmentSums,
    /// AMT*B6.
    pub(super) reported: Option<i64>,
    /// Whether all its amounts could be read.
    pub(super) legible: Legible,
}

impl LineFacts<'_> {
    /// Charge, less adjustments, less payment: zero when the line balances.
    pub(super) fn difference(&self) -> i64 {
        self.charge
            .saturating_sub(self.adjustments.total)
            .saturating_sub(self.paid)
    }

    /// Whether another payer paid before.
    pub(super) fn is_after_another_payer(&self) -> bool {
        self.rank != PayerRank::Primary || self.adjustments.other_payer || self.of_claim.other_payer
    }

    /// Returns the allowed amount, or why there is none.
    pub(super) fn allowed(&self) -> Result<i64, NoRate> {
        if self.is_after_another_payer() {
            return Err(NoRate::OtherPayerFirst);
        }
        // Only a claim processed as primary, or taken back, reports the contract's amount.
        let reported = self
            .reported
            .filter(|reported| *reported > 0 && matches!(self.status, "1" | "19" | "22"));
        // What the claim as a whole was reduced by lowers its lines by unknown parts.
        let by_claim = self.of_claim.total != self.of_claim.within_allowed;
        if by_claim && reported.is_none() {
            return Err(NoRate::ClaimLevel);
        }
        if self.difference() != 0 || self.legible == Legible::No {
            return Err(NoRate::Unbalanced);
        }
        // Codes that report quality are billed at nothing.
        if self.charge == 0 && self.paid == 0 {
            return Err(NoRate::Unknown);
        }
        if let Some(reported) = reported {
            return Ok(reported);
        }
        let allowed = self.paid.saturating_add(self.adjustments.within_allowed);
        match allowed {
            1.. => Ok(allowed),
            // Statuses are of whole claims: of a claim paid in part, reasons tell which lines are denied.
            0 if self.adjustments.denial || self.status == "4" => Err(NoRate::Denied),
            // Paid by capitation or written off in full, or more taken back than paid.
            _ => Err(NoRate::Unknown),
        }
    }
}
