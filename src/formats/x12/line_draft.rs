//! One line of a remittance's claim while its segments come in, and the service line it becomes.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::{
    LineCounts, Modifiers, Money, NoRate, PayerRank, PlaceOfService, ProcedureCode, ReasonCode,
    RemittedLine, ServiceLine,
};
use crate::formats::tables::intern::{Name, NumberOf};

use super::adjustments::{Adjustments, ClaimKind, Sign, remark};
use super::allowed::{AdjustmentSums, LineFacts};
use super::claim_draft::PaymentFacts;
use super::elements;
use super::reading::{Legible, NoService, Reading, Service};
use super::segments::Segment;
use super::tally::Oddity;

/// A line (SVC) as read; amounts in cents, units in thousandths.
pub(super) struct LineDraft {
    nr: u64,
    service: Service,
    charge: i64,
    paid: i64,
    units: Option<i64>,
    submitted: Option<(ProcedureCode, Modifiers)>,
    submitted_units: Option<i64>,
    /// AMT*B6.
    reported: Option<i64>,
    date: Option<Date>,
    period_start: Option<Date>,
    pub(super) adjustments: Adjustments,
    remarks: Vec<ReasonCode>,
    line_key: Option<u64>,
    provider: Option<Name>,
    legible: Legible,
}

/// What a claim says for all its lines.
pub(super) struct ClaimFacts<'a> {
    pub(super) payment: &'a PaymentFacts<'a>,
    pub(super) rank: PayerRank,
    /// CLP02.
    pub(super) status: &'a str,
    /// Adjustments of the claim as a whole.
    pub(super) adjustments: AdjustmentSums,
    pub(super) plan: &'a Name,
    pub(super) provider: &'a Name,
    pub(super) place: Option<PlaceOfService>,
    pub(super) statement_from: Option<Date>,
    /// What visits are told by.
    pub(super) number: (NumberOf, &'a [u8]),
}

impl LineDraft {
    /// Reads SVC.
    pub(super) fn new(segment: &Segment<'_>, reading: &mut Reading) -> Self {
        let service = reading.service(segment, 1);
        let (charge, charge_legible) = reading.cents(segment, 2);
        let (paid, paid_legible) = reading.cents(segment, 3);
        let submitted = (!segment.element(6).is_empty())
            .then(|| reading.service(segment, 6))
            .and_then(|service| Some((service.code.ok()?, service.modifiers)));
        let units = |idx| elements::thousandths(segment.element(idx)).ok().flatten();
        Self {
            nr: segment.nr,
            service,
            charge,
            paid,
            units: units(5),
            submitted,
            submitted_units: units(7),
            reported: None,
            date: None,
            period_start: None,
            adjustments: Adjustments::new(),
            remarks: Vec::new(),
            line_key: None,
            provider: None,
            legible: if charge_legible == paid_legible {
                charge_legible
            } else {
                Legible::No
            },
        }
    }

    /// Reads a segment below SVC.
    pub(super) fn segment(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match (segment.name(), segment.element(1)) {
            (b"CAS", _) => self.adjustments.read(segment, reading),
            (b"DTM", b"472") => self.date = reading.service_date(segment),
            (b"DTM", b"150") => self.period_start = reading.service_date(segment),
            (b"AMT", b"B6") => {
                let (cents, legible) = reading.cents(segment, 2);
                self.reported = (legible == Legible::Yes).then_some(cents);
            }
            (b"REF", b"6R") if !segment.element(2).is_empty() => {
                self.line_key = Some(reading.line_key(segment.element(2)));
            }
            // The line's own rendering provider.
            (b"REF", b"HPI") if elements::is_npi(segment.element(2)) => {
                self.provider = Some(reading.name(segment.element(2)));
            }
            (b"NM1", b"82") => self.provider = reading.provider(segment),
            (b"LQ", b"HE") => remark(&mut self.remarks, segment.element(2)),
            _ => {}
        }
    }

    /// Turns amounts to what they would be if billed. Returns the sign they then need, and the
    /// adjustments with it.
    pub(super) fn order_signs(&mut self, kind: ClaimKind) -> (Sign, i64) {
        let sign = Sign::of(kind, self.charge, self.paid);
        (self.charge, self.paid) =
            sign.as_billed(kind, self.charge, self.paid, &mut self.adjustments);
        (sign, sign.apply(self.adjustments.sums.total))
    }

    /// Makes the line; `None` for one that is left out, which is noted.
    pub(super) fn finish(
        mut self,
        sign: Sign,
        claim: &ClaimFacts<'_>,
        reading: &mut Reading,
        counts: &mut LineCounts,
    ) -> Option<RemittedLine> {
        let code = self.code(reading)?;
        let date = self.date(claim, reading)?;
        let allowed = self.allowed(sign, claim, reading, counts);
        let provider = self
            .provider
            .take()
            .unwrap_or_else(|| claim.provider.clone());
        let payer = claim.payment.payer;
        let visit_key = (!claim.number.1.is_empty())
            .then(|| reading.visits.hash(claim.number, date, &provider, payer));
        let money = |cents| Money::from_cents(sign.apply(cents));
        let units = match self.units.map(i64::saturating_abs) {
            None => 1_000,
            // Nothing can be allowed for no units: the count is missing.
            Some(0) if allowed.is_ok() => 1_000,
            Some(units) => units,
        };
        let patient = self.adjustments.sums.patient;
        if sign == Sign::TakenBack {
            self.adjustments.negate();
        }
        Some(RemittedLine {
            line: ServiceLine {
                line_nr: self.nr,
                payer_name: Arc::clone(&payer.text),
                plan: Arc::clone(&claim.plan.text),
                payer_code: Arc::clone(&claim.payment.payer_code.text),
                rank: claim.rank,
                provider: provider.text,
                site: reading.nameless().text,
                code,
                modifiers: self.service.modifiers,
                place: claim.place,
                date,
                lines: match sign {
                    Sign::Billed => 1,
                    Sign::TakenBack => -1,
                },
                units: elements::units(sign.apply(units)),
                visits: None,
                visit_key,
                charge: money(self.charge),
                allowed: allowed.ok().map(money),
                no_rate: allowed.err(),
                paid: Some(money(self.paid)),
                patient: Some(money(patient)),
            },
            line_key: self.line_key,
            submitted: self.submitted,
            submitted_units: self.submitted_units.map(elements::units),
            adjustments: self.adjustments.kept,
            remarks: self.remarks,
        })
    }

    fn code(&self, reading: &mut Reading) -> Option<ProcedureCode> {
        if self.service.odd_modifier {
            reading.tally.note(Oddity::Modifier, self.nr);
        }
        match self.service.code {
            Ok(code) => return Some(code),
            Err(NoService::NotAProcedure) => reading.tally.reject(Oddity::NotAProcedure, self.nr),
            Err(NoService::Unreadable) => reading.tally.reject(Oddity::NoCode, self.nr),
        }
        None
    }

    /// Dates the line: its own date, the start of its period, the start of the claim's, or as a last
    /// resort the day of the payment.
    fn date(&self, claim: &ClaimFacts<'_>, reading: &mut Reading) -> Option<Date> {
        let known = self.date.or(self.period_start).or(claim.statement_from);
        if known.is_some() {
            return known;
        }
        let paid_on = claim.payment.paid_on;
        if paid_on.is_some() {
            reading.tally.note(Oddity::DateOfPayment, self.nr);
        } else {
            reading.tally.reject(Oddity::NoDate, self.nr);
        }
        paid_on
    }

    /// Returns the allowed amount, or why there is none, and counts what is odd.
    fn allowed(
        &self,
        sign: Sign,
        claim: &ClaimFacts<'_>,
        reading: &mut Reading,
        counts: &mut LineCounts,
    ) -> Result<i64, NoRate> {
        let facts = LineFacts {
            rank: claim.rank,
            status: claim.status,
            charge: self.charge,
            paid: self.paid,
            adjustments: self.adjustments.sums,
            of_claim: claim.adjustments,
            reported: self.reported.map(|cents| match sign {
                Sign::Billed => cents,
                Sign::TakenBack => cents.saturating_abs(),
            }),
            legible: if self.legible == self.adjustments.legible {
                self.legible
            } else {
                Legible::No
            },
        };
        let allowed = facts.allowed();
        let by_claim = allowed == Err(NoRate::ClaimLevel);
        let unbalanced = facts.difference() != 0 && !by_claim;
        if unbalanced {
            reading.tally.note(Oddity::LineUnbalanced, self.nr);
        }
        let taken_back = sign == Sign::TakenBack && self.charge != 0;
        for (count, applies) in [
            (&mut counts.denied, allowed == Err(NoRate::Denied)),
            (&mut counts.claim_level, by_claim),
            (&mut counts.unbalanced, unbalanced),
            (
                &mut counts.other_payer_first,
                facts.is_after_another_payer(),
            ),
            (&mut counts.negative, taken_back),
            (&mut counts.zero_charge, self.charge == 0),
        ] {
            *count += u64::from(applies);
        }
        allowed
    }
}
