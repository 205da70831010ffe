//! A service line while it is read, with its amounts in integers, and sums over such lines.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    ImportTotals, LineCounts, Modifiers, Money, NoRate, PayerRank, PlaceOfService, ProcedureCode,
    ServiceLine,
};

use super::intern::Name;

/// A service line with its amounts still in integers.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) row_nr: u64,
    pub(super) payer: Name,
    pub(super) plan: Arc<str>,
    pub(super) payer_code: Arc<str>,
    pub(super) rank: PayerRank,
    pub(super) provider: Name,
    pub(super) site: Name,
    pub(super) code: ProcedureCode,
    pub(super) modifiers: Modifiers,
    pub(super) place: Option<PlaceOfService>,
    pub(super) date: Date,
    pub(super) lines: i32,
    /// Thousandths.
    pub(super) units: i64,
    pub(super) visits: Option<u32>,
    pub(super) visit_key: Option<u64>,
    /// Cents, as the amounts that follow.
    pub(super) charge: i64,
    pub(super) allowed: Option<i64>,
    pub(super) no_rate: Option<NoRate>,
    pub(super) paid: Option<i64>,
    pub(super) patient: Option<i64>,
}

impl Line {
    /// Makes of a charge that takes an earlier one back a line that does: its counts are negative
    /// too, whether the file writes its units so or not.
    pub(super) fn take_back_if_negative(&mut self) {
        if self.charge < 0 {
            self.lines = -self.lines.abs();
            self.units = -self.units.abs();
        }
    }

    /// Returns an allowed amount as it belongs to the charge: what takes a charge back takes back what
    /// was allowed for it, whether the file writes it so or not.
    pub(super) fn with_sign_of_charge(&self, allowed: Option<i64>) -> Option<i64> {
        if self.charge < 0 {
            allowed.map(|cents| -cents.abs())
        } else {
            allowed
        }
    }

    /// Returns the line of another payer's payment for the same service: nothing but the payment.
    pub(super) fn paid_by_other(&self, rank: PayerRank, payer: Name, paid: i64) -> Self {
        let blank: Arc<str> = Arc::from("");
        Self {
            payer,
            plan: Arc::clone(&blank),
            payer_code: blank,
            rank,
            lines: if paid < 0 { -1 } else { 1 },
            units: 0,
            visits: None,
            visit_key: None,
            charge: 0,
            allowed: None,
            no_rate: Some(NoRate::OtherPayerFirst),
            paid: Some(paid),
            patient: None,
            ..self.clone()
        }
    }

    pub(super) fn into_service_line(self) -> ServiceLine {
        let units = match (self.units / 1_000, self.units % 1_000) {
            (whole, 0) => Decimal::from(whole),
            _ => Decimal::new(self.units, 3).normalize(),
        };
        ServiceLine {
            line_nr: self.row_nr,
            payer_name: self.payer.text,
            plan: self.plan,
            payer_code: self.payer_code,
            rank: self.rank,
            provider: self.provider.text,
            site: self.site.text,
            code: self.code,
            modifiers: self.modifiers,
            place: self.place,
            date: self.date,
            lines: self.lines,
            units,
            visits: self.visits,
            visit_key: self.visit_key,
            charge: Money::from_cents(self.charge),
            no_rate: self.no_rate,
            allowed: self.allowed.map(Money::from_cents),
            paid: self.paid.map(Money::from_cents),
            patient: self.patient.map(Money::from_cents),
        }
    }
}

/// Sums in cents, wide enough for any number of lines.
#[derive(Default)]
pub(super) struct Sums {
    /// Lines added, each counted once.
    pub(super) added: u64,
    charge: i128,
    allowed: i128,
    paid: i128,
    patient: i128,
    lines_without_allowed: u64,
    dates: Option<(Date, Date)>,
    counts: LineCounts,
}

impl Sums {
    pub(super) fn add(&mut self, line: &Line) {
        self.added += 1;
        self.paid += i128::from(line.paid.unwrap_or(0));
        let (first, last) = self.dates.unwrap_or((line.date, line.date));
        self.dates = Some((first.min(line.date), last.max(line.date)));
        let count = u64::from(line.lines.unsigned_abs());
        if line.rank != PayerRank::Primary {
            self.counts.other_payer_first += count;
            return;
        }
        self.charge += i128::from(line.charge);
        self.allowed += i128::from(line.allowed.unwrap_or(0));
        self.patient += i128::from(line.patient.unwrap_or(0));
        if line.allowed.is_none() {
            self.lines_without_allowed += count;
        }
        if line.no_rate == Some(NoRate::Denied) {
            self.counts.denied += count;
        }
        if line.charge < 0 {
            self.counts.negative += count;
        } else if line.charge == 0 {
            self.counts.zero_charge += count;
        }
    }

    /// Returns the sums, given how many rows were repeated.
    pub(super) fn totals(&self, repeated: u64) -> ImportTotals {
        // 2^63 lines of a trillion dollars would pass the range of a decimal; no file holds them.
        let money =
            |cents| Money::new(Decimal::try_from_i128_with_scale(cents, 2).unwrap_or_default());
        ImportTotals {
            charge: money(self.charge),
            allowed: money(self.allowed),
            paid: money(self.paid),
            patient: money(self.patient),
            lines_without_allowed: self.lines_without_allowed,
            dates: self.dates,
            counts: LineCounts {
                repeated,
                ..self.counts
            },
        }
    }
}
