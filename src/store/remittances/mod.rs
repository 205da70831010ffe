//! Remittances: payments with their claims, and what a service line of theirs says beyond its amounts.
//! The lines themselves are service lines like a table's, so that reports need not ask where they came
//! from.

mod adjustment_totals;
mod appender;
mod claim_level;
mod originals;
mod payment;
mod tally;

pub use appender::RemittanceAppender;
pub(super) use tally::Tally;

use crate::domain::ImportTotals;

/// Whether a payment was in the practice file before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentSeen {
    /// It is new; all its claims are.
    New,
    /// An import that counts, or an earlier file of this one, has it: only claims of it that are not
    /// known yet are added.
    Known,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimSeen {
    /// It was added.
    Added,
    /// An import that counts, or an earlier file of this one, has it: it was left out.
    AlreadyKnown,
}

/// What an appender really added, which is less than was read where files overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppendedTotals {
    /// Payments; of a known payment of which some claims were new, none.
    pub payments: u64,
    /// Claims.
    pub claims: u64,
    /// Service lines.
    pub lines: u64,
    /// Sums over the lines, secondary payers' included in `paid` alone.
    pub totals: ImportTotals,
}
