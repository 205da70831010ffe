//! Sums over the lines an appender really added, for its receipt.

use jiff::civil::Date;

use super::AppendedTotals;
use crate::domain::{Money, NoRate, PayerRank, ServiceLine};

/// What was added so far.
#[derive(Debug, Default)]
pub(in crate::store) struct Tally {
    totals: AppendedTotals,
}

impl Tally {
    /// Counts a payment.
    pub(in crate::store) fn add_payment(&mut self) {
        self.totals.payments += 1;
    }

    /// Counts a claim.
    pub(in crate::store) fn add_claim(&mut self) {
        self.totals.claims += 1;
    }

    /// Counts the lines of a claim that was left out; a claim without lines counts as one.
    pub(in crate::store) fn add_known(&mut self, lines: usize) {
        self.totals.totals.counts.already_known += lines.max(1) as u64;
    }

    /// Counts a line as sent to a payer.
    pub(in crate::store) fn add_submitted(&mut self, charge: Money, date: Option<Date>) {
        self.totals.lines += 1;
        self.add_charge(charge);
        if let Some(date) = date {
            self.add_date(date);
        }
    }

    /// Counts a line as remitted.
    pub(in crate::store) fn add_line(&mut self, line: &ServiceLine) {
        self.totals.lines += 1;
        self.add_date(line.date);
        let totals = &mut self.totals.totals;
        totals.paid += line.paid.unwrap_or_default();
        let is_primary = line.rank == PayerRank::Primary;
        let no_rate = line.no_rate;
        let counts = &mut totals.counts;
        counts.denied += u64::from(no_rate == Some(NoRate::Denied));
        counts.unbalanced += u64::from(no_rate == Some(NoRate::Unbalanced));
        counts.other_payer_first +=
            u64::from(!is_primary || no_rate == Some(NoRate::OtherPayerFirst));
        counts.claim_level += u64::from(no_rate == Some(NoRate::ClaimLevel));
        if is_primary {
            totals.allowed += line.allowed.unwrap_or_default();
            totals.patient += line.patient.unwrap_or_default();
            totals.lines_without_allowed += u64::from(line.allowed.is_none());
            self.add_charge(line.charge);
        }
    }

    /// Returns the sums.
    pub(in crate::store) const fn totals(&self) -> AppendedTotals {
        self.totals
    }

    fn add_charge(&mut self, charge: Money) {
        let totals = &mut self.totals.totals;
        totals.charge += charge;
        totals.counts.negative += u64::from(charge.is_negative());
        totals.counts.zero_charge += u64::from(charge.is_zero());
    }

    fn add_date(&mut self, date: Date) {
        let dates = &mut self.totals.totals.dates;
        *dates = Some(match *dates {
            None => (date, date),
            Some((first, last)) => (first.min(date), last.max(date)),
        });
    }
}
