//! One claim of a remittance while its segments come in, and what it amounts to once they are all
//! there: signs, balance, lines.

use jiff::civil::Date;

use crate::domain::{
    LineCounts, Money, PayerRank, PlaceOfService, ReasonCode, RemittedClaim, RemittedLine,
};
use crate::formats::tables::intern::{Name, NumberOf};

use super::adjustments::{Adjustments, ClaimKind, Sign, remark};
use super::elements;
use super::line_draft::{ClaimFacts, LineDraft};
use super::reading::{self, Reading};
use super::segments::Segment;
use super::tally::Oddity;

/// A claim (CLP) as read; amounts in cents.
pub(super) struct ClaimDraft {
    pub(super) nr: u64,
    number: Vec<u8>,
    payer_number: Vec<u8>,
    status: String,
    kind: ClaimKind,
    filing: String,
    plan: Name,
    charge: i64,
    paid: i64,
    patient: i64,
    place: Option<PlaceOfService>,
    received_on: Option<Date>,
    statement_from: Option<Date>,
    interest: i64,
    adjustments: Adjustments,
    remarks: Vec<ReasonCode>,
    patient_id: Vec<u8>,
    provider: Option<Name>,
    lines: Vec<LineDraft>,
}

/// What a payment says for all its claims.
pub(super) struct PaymentFacts<'a> {
    pub(super) payer: &'a Name,
    pub(super) payer_code: &'a Name,
    pub(super) paid_on: Option<Date>,
}

/// A claim that is read to its end.
pub(super) struct FinishedClaim {
    pub(super) claim: RemittedClaim,
    /// CLP04 in cents, negative where it was taken back.
    pub(super) paid_cents: i64,
    pub(super) counts: LineCounts,
}

impl ClaimDraft {
    /// Reads CLP.
    pub(super) fn new(segment: &Segment<'_>, reading: &mut Reading) -> Self {
        let filing = segment.element(6);
        let status = segment.element(2);
        if status.is_empty() {
            reading.tally.note(Oddity::NoStatus, segment.nr);
        }
        Self {
            nr: segment.nr,
            number: segment.element(1).to_vec(),
            payer_number: segment.element(7).to_vec(),
            status: elements::short_code(status, 2),
            kind: if status == b"22" {
                ClaimKind::Reversal
            } else {
                ClaimKind::Paid
            },
            plan: reading.name(reading::product(filing)),
            filing: elements::short_code(filing, 2),
            charge: reading.cents(segment, 3).0,
            paid: reading.cents(segment, 4).0,
            patient: reading.cents(segment, 5).0,
            place: reading::place(segment.element(8)),
            received_on: None,
            statement_from: None,
            interest: 0,
            adjustments: Adjustments::new(),
            remarks: Vec::new(),
            patient_id: Vec::new(),
            provider: None,
            lines: Vec::new(),
        }
    }

    /// Whether it only asks what would be paid (CLP02 25).
    pub(super) fn is_predetermination(&self) -> bool {
        self.status == "25"
    }

    /// Whether it has any line, usable or not.
    pub(super) fn has_lines(&self) -> bool {
        !self.lines.is_empty()
    }

    /// Reads a segment below CLP.
    pub(super) fn segment(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match (segment.name(), segment.element(1)) {
            (b"SVC", _) => {
                let line = LineDraft::new(segment, reading);
                self.lines.push(line);
            }
            (b"DTM", b"232") => self.statement_from = reading.service_date(segment),
            (b"DTM", b"050") => self.received_on = reading.service_date(segment),
            (b"NM1", b"QC") => self.patient(segment),
            (b"MOA", _) => (3..=7).for_each(|idx| remark(&mut self.remarks, segment.element(idx))),
            (b"MIA", _) => [5, 20, 21, 22, 23]
                .into_iter()
                .for_each(|idx| remark(&mut self.remarks, segment.element(idx))),
            (name, kind) => {
                if let Some(line) = self.lines.last_mut() {
                    line.segment(segment, reading);
                    return;
                }
                match (name, kind) {
                    (b"CAS", _) => self.adjustments.read(segment, reading),
                    (b"NM1", b"82") => self.provider = reading.provider(segment),
                    (b"AMT", b"I") => {
                        let (cents, _) = reading.cents(segment, 2);
                        self.interest = self.interest.saturating_add(cents);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Keeps what tells the patient from others, only to be hashed: the number, or else the name.
    fn patient(&mut self, segment: &Segment<'_>) {
        self.patient_id.clear();
        if !segment.element(9).is_empty() {
            self.patient_id.extend(segment.element(9));
            return;
        }
        for idx in [3, 4, 5] {
            if !segment.element(idx).is_empty() {
                self.patient_id.extend(segment.element(idx));
                self.patient_id.push(b' ');
            }
        }
    }

    /// Brings signs in order, takes the balance and makes the lines.
    pub(super) fn finish(
        mut self,
        payment: &PaymentFacts<'_>,
        reading: &mut Reading,
    ) -> FinishedClaim {
        let sign = Sign::of(self.kind, self.charge, self.paid);
        let (charge, paid) =
            sign.as_billed(self.kind, self.charge, self.paid, &mut self.adjustments);
        (self.charge, self.paid) = (sign.apply(charge), sign.apply(paid));
        let mut of_lines: i64 = 0;
        let lines: Vec<(LineDraft, Sign)> = std::mem::take(&mut self.lines)
            .into_iter()
            .map(|mut line| {
                let (sign, adjusted) = line.order_signs(self.kind);
                of_lines = of_lines.saturating_add(adjusted);
                (line, sign)
            })
            .collect();
        let difference = self
            .charge
            .saturating_sub(sign.apply(self.adjustments.sums.total))
            .saturating_sub(of_lines)
            .saturating_sub(self.paid);
        if difference != 0 {
            reading.tally.note(Oddity::ClaimUnbalanced, self.nr);
        }
        let rank = self.rank(&lines);
        let (lines, counts) = self.lines(lines, rank, payment, reading);
        if sign == Sign::TakenBack {
            self.adjustments.negate();
        }
        let (key, duplicate_key) = self.keys(reading);
        let claim = RemittedClaim {
            key,
            duplicate_key,
            numbers: reading.numbers(&self.number, &self.payer_number),
            rank,
            is_reversal: self.kind == ClaimKind::Reversal,
            charge: Money::from_cents(self.charge),
            paid: Money::from_cents(self.paid),
            patient: Money::from_cents(sign.force(self.patient)),
            received_on: self.received_on,
            interest: Money::from_cents(sign.force(self.interest)),
            difference: Money::from_cents(difference),
            adjustments: self.adjustments.kept,
            remarks: self.remarks,
            status: self.status,
            filing: self.filing,
            lines,
        };
        FinishedClaim {
            claim,
            paid_cents: self.paid,
            counts,
        }
    }

    /// That another payer's payment was taken off says whose turn it was, whatever the status: a
    /// reversal and a denial have one of their own.
    fn rank(&self, lines: &[(LineDraft, Sign)]) -> PayerRank {
        let after_another = || {
            self.adjustments.sums.other_payer
                || lines
                    .iter()
                    .any(|(line, _)| line.adjustments.sums.other_payer)
        };
        match reading::rank_of_status(self.status.as_bytes()) {
            PayerRank::Primary if after_another() => PayerRank::Secondary,
            rank => rank,
        }
    }

    fn lines(
        &self,
        lines: Vec<(LineDraft, Sign)>,
        rank: PayerRank,
        payment: &PaymentFacts<'_>,
        reading: &mut Reading,
    ) -> (Vec<RemittedLine>, LineCounts) {
        let provider = self.provider.clone().unwrap_or_else(|| reading.nameless());
        let facts = ClaimFacts {
            payment,
            rank,
            status: &self.status,
            adjustments: self.adjustments.sums,
            plan: &self.plan,
            provider: &provider,
            place: self.place,
            statement_from: self.statement_from,
            number: if self.patient_id.is_empty() {
                (NumberOf::Claim, self.number.as_slice())
            } else {
                (NumberOf::Patient, self.patient_id.trim_ascii())
            },
        };
        let mut counts = LineCounts::default();
        let lines = lines
            .into_iter()
            .filter_map(|(line, sign)| line.finish(sign, &facts, reading, &mut counts))
            .collect();
        (lines, counts)
    }

    /// Hashes the claim's number (the payer's where the practice's is missing), and what tells this
    /// claim from any other.
    fn keys(&self, reading: &mut Reading) -> (u64, u64) {
        let number = if self.number.is_empty() {
            &self.payer_number
        } else {
            &self.number
        };
        let key = reading.claim_key(number);
        let duplicate_key = reading.duplicate_key(&[
            &self.number,
            &self.payer_number,
            self.status.as_bytes(),
            self.charge.to_string().as_bytes(),
            self.paid.to_string().as_bytes(),
        ]);
        (key, duplicate_key)
    }
}
