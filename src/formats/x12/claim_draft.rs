//! One claim of a remittance while its segments come in, and what it amounts to once they are all
//! there: signs, balance, allowed amounts.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    Adjustment, AdjustmentGroup, LineCounts, Modifiers, Money, NoRate, PayerRank, PlaceOfService,
    ProcedureCode, ReasonCode, RemittedClaim, RemittedLine, ServiceLine,
};
use crate::formats::tables::intern::{Name, NumberOf};

use super::allowed::{AdjustmentSums, LineFacts};
use super::elements;
use super::reading::{self, Legible, NoService, Reading, Service};
use super::segments::Segment;
use super::tally::Oddity;

/// Most adjustments, and most remark codes, kept of a claim or line. Real ones have a dozen; the sums
/// take all of them.
const MAX_KEPT: usize = 200;

/// Adjustments as read.
#[derive(Default)]
pub(super) struct Adjustments {
    sums: AdjustmentSums,
    kept: Vec<Adjustment>,
    is_illegible: bool,
}

impl Adjustments {
    /// Reads a CAS segment: a group, then up to six of reason, amount and quantity.
    fn read(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        let group = std::str::from_utf8(segment.element(1))
            .ok()
            .and_then(AdjustmentGroup::from_code);
        for idx in (2..=segment.len()).step_by(3) {
            let reason = segment.element(idx);
            if reason.is_empty() && segment.element(idx + 1).is_empty() {
                continue;
            }
            let (cents, legible) = reading.cents(segment, idx + 1);
            self.is_illegible |= legible == Legible::No;
            self.sums.add(group, reason, cents);
            match group.zip(reason_code(reason)) {
                Some((group, reason)) if self.kept.len() < MAX_KEPT => self.kept.push(Adjustment {
                    group,
                    reason,
                    amount: Money::from_cents(cents),
                }),
                Some(_) => {}
                None => reading.tally.note(Oddity::Adjustment, segment.nr),
            }
        }
    }

    fn negate(&mut self) {
        self.sums = self.sums.negated();
        for adjustment in &mut self.kept {
            adjustment.amount = -adjustment.amount;
        }
    }
}

fn reason_code(element: &[u8]) -> Option<ReasonCode> {
    ReasonCode::new(std::str::from_utf8(element).ok()?).ok()
}

/// Adds a remark code, none twice.
fn remark(remarks: &mut Vec<ReasonCode>, element: &[u8]) {
    if let Some(code) = reason_code(element)
        && remarks.len() < MAX_KEPT
        && !remarks.contains(&code)
    {
        remarks.push(code);
    }
}

/// A line (SVC) as read; its amounts in cents, its units in thousandths.
struct LineDraft {
    nr: u64,
    service: Service,
    charge: i64,
    paid: i64,
    units: Option<i64>,
    submitted: Option<(ProcedureCode, Modifiers)>,
    submitted_units: Option<i64>,
    reported: Option<i64>,
    date: Option<Date>,
    period_start: Option<Date>,
    adjustments: Adjustments,
    remarks: Vec<ReasonCode>,
    line_key: Option<u64>,
    provider: Option<Name>,
    is_legible: bool,
}

/// A claim (CLP) as read.
pub(super) struct ClaimDraft {
    pub(super) nr: u64,
    number: Vec<u8>,
    payer_number: Vec<u8>,
    status: String,
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
            status: elements::text(status).into_owned(),
            plan: reading.name(reading::product(filing)),
            filing: elements::text(filing).into_owned(),
            charge: reading.cents(segment, 3).0,
            paid: reading.cents(segment, 4).0,
            patient: reading.cents(segment, 5).0,
            place: reading::place(segment.element(8)),
            received_on: None,
            statement_from: None,
            interest: 0,
            adjustments: Adjustments::default(),
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
        match segment.name() {
            b"SVC" => self.service_line(segment, reading),
            b"CAS" => match self.lines.last_mut() {
                Some(line) => line.adjustments.read(segment, reading),
                None => self.adjustments.read(segment, reading),
            },
            b"NM1" => self.party(segment, reading),
            b"DTM" => self.date(segment, reading),
            b"AMT" => self.amount(segment, reading),
            b"REF" => self.reference(segment, reading),
            b"LQ" if segment.element(1) == b"HE" => {
                let remarks = match self.lines.last_mut() {
                    Some(line) => &mut line.remarks,
                    None => &mut self.remarks,
                };
                remark(remarks, segment.element(2));
            }
            b"MOA" => (3..=7).for_each(|idx| remark(&mut self.remarks, segment.element(idx))),
            b"MIA" => [5, 20, 21, 22, 23]
                .into_iter()
                .for_each(|idx| remark(&mut self.remarks, segment.element(idx))),
            _ => {}
        }
    }

    fn service_line(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        let service = reading.service(segment, 1);
        let (charge, charge_legible) = reading.cents(segment, 2);
        let (paid, paid_legible) = reading.cents(segment, 3);
        let submitted = (!segment.element(6).is_empty())
            .then(|| reading.service(segment, 6))
            .and_then(|service| Some((service.code.ok()?, service.modifiers)));
        let units = |idx| elements::thousandths(segment.element(idx)).ok().flatten();
        self.lines.push(LineDraft {
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
            adjustments: Adjustments::default(),
            remarks: Vec::new(),
            line_key: None,
            provider: None,
            is_legible: (charge_legible, paid_legible) == (Legible::Yes, Legible::Yes),
        });
    }

    fn party(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match segment.element(1) {
            b"QC" => {
                let id = segment.element(9);
                self.patient_id.clear();
                if id.is_empty() {
                    for idx in [3, 4, 5] {
                        self.patient_id.extend(segment.element(idx));
                        self.patient_id.push(b' ');
                    }
                    let blank = self.patient_id.trim_ascii().is_empty();
                    if blank {
                        self.patient_id.clear();
                    }
                } else {
                    self.patient_id.extend(id);
                }
            }
            b"82" => {
                let provider = reading.provider(segment);
                match self.lines.last_mut() {
                    Some(line) => line.provider = provider,
                    None => self.provider = provider,
                }
            }
            _ => {}
        }
    }

    fn date(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        // Version 4010 also writes a range behind its format.
        let element = if segment.element(2).is_empty() {
            segment.element(6)
        } else {
            segment.element(2)
        };
        match (segment.element(1), self.lines.last_mut()) {
            (b"472", Some(line)) => line.date = reading.date(element),
            (b"150", Some(line)) => line.period_start = reading.date(element),
            (b"232", _) => self.statement_from = reading.date(element),
            (b"050", _) => self.received_on = reading.date(element),
            _ => {}
        }
    }

    fn amount(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match (segment.element(1), self.lines.last_mut()) {
            (b"B6", Some(line)) => {
                let (cents, legible) = reading.cents(segment, 2);
                if legible == Legible::Yes {
                    line.reported = Some(cents);
                }
            }
            (b"I", None) => {
                let (cents, _) = reading.cents(segment, 2);
                self.interest = self.interest.saturating_add(cents);
            }
            _ => {}
        }
    }

    fn reference(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        let Some(line) = self.lines.last_mut() else {
            return;
        };
        let number = segment.element(2);
        match segment.element(1) {
            b"6R" if !number.is_empty() => line.line_key = Some(reading.line_key(number)),
            // The line's own rendering provider.
            b"HPI" if elements::is_npi(number) => line.provider = Some(reading.name(number)),
            _ => {}
        }
    }

    /// Brings signs in order, takes the balance and makes the lines.
    pub(super) fn finish(
        mut self,
        payment: &PaymentFacts<'_>,
        reading: &mut Reading,
    ) -> FinishedClaim {
        let is_reversal = self.status == "22";
        let sign = Sign::of(is_reversal, self.charge, self.paid);
        let turned = sign.turn(self.charge, self.paid, &mut self.adjustments);
        let of_claim = self.adjustments.sums;
        let mut of_lines: i64 = 0;
        let mut lines = std::mem::take(&mut self.lines);
        let signs: Vec<Sign> = lines
            .iter_mut()
            .map(|line| {
                let sign = Sign::of(is_reversal, line.charge, line.paid);
                (line.charge, line.paid) = sign.turn(line.charge, line.paid, &mut line.adjustments);
                let cents = sign.apply(line.adjustments.sums.total);
                of_lines = of_lines.saturating_add(cents);
                sign
            })
            .collect();
        let rank = self.rank(is_reversal, &lines);
        let difference = sign
            .apply(
                turned
                    .0
                    .saturating_sub(of_claim.total)
                    .saturating_sub(turned.1),
            )
            .saturating_sub(of_lines);
        if difference != 0 {
            reading.tally.note(Oddity::ClaimUnbalanced, self.nr);
        }
        let paid_cents = sign.apply(turned.1);
        let charge_cents = sign.apply(turned.0);
        let mut counts = LineCounts::default();
        let finished: Vec<RemittedLine> = lines
            .into_iter()
            .zip(signs)
            .filter_map(|(line, sign)| {
                self.line(line, sign, (rank, of_claim), payment, reading, &mut counts)
            })
            .collect();
        if sign == Sign::TakenBack {
            self.adjustments.negate();
        }
        let key = if self.number.is_empty() {
            reading.claim_key(&self.payer_number)
        } else {
            reading.claim_key(&self.number)
        };
        let claim = RemittedClaim {
            key,
            duplicate_key: reading.duplicate_key(&[
                &self.number,
                &self.payer_number,
                self.status.as_bytes(),
                &charge_cents.to_le_bytes(),
                &paid_cents.to_le_bytes(),
            ]),
            numbers: reading.numbers(&self.number, &self.payer_number),
            rank,
            is_reversal,
            charge: Money::from_cents(charge_cents),
            paid: Money::from_cents(paid_cents),
            patient: Money::from_cents(match sign {
                Sign::TakenBack => -self.patient.saturating_abs(),
                Sign::Billed => self.patient,
            }),
            received_on: self.received_on,
            interest: Money::from_cents(match sign {
                Sign::TakenBack => -self.interest.saturating_abs(),
                Sign::Billed => self.interest,
            }),
            difference: Money::from_cents(difference),
            adjustments: self.adjustments.kept,
            remarks: self.remarks,
            status: self.status,
            filing: self.filing,
            lines: finished,
        };
        FinishedClaim {
            claim,
            paid_cents,
            counts,
        }
    }

    /// A claim that is taken back says no more whose turn it was; that another payer's payment was
    /// taken off does.
    fn rank(&self, is_reversal: bool, lines: &[LineDraft]) -> PayerRank {
        let after_another = self.adjustments.sums.other_payer
            || lines.iter().any(|line| line.adjustments.sums.other_payer);
        if is_reversal && after_another {
            PayerRank::Secondary
        } else {
            reading::rank_of_status(self.status.as_bytes())
        }
    }

    /// Makes a line; `None` for one that is left out, which is noted.
    fn line(
        &self,
        mut line: LineDraft,
        sign: Sign,
        (rank, of_claim): (PayerRank, AdjustmentSums),
        payment: &PaymentFacts<'_>,
        reading: &mut Reading,
        counts: &mut LineCounts,
    ) -> Option<RemittedLine> {
        let facts = LineFacts {
            rank,
            reports_allowed: matches!(self.status.as_str(), "1" | "19" | "22"),
            charge: line.charge,
            paid: line.paid,
            adjustments: line.adjustments.sums,
            of_claim,
            reported: line.reported.map(|cents| match sign {
                Sign::Billed => cents,
                Sign::TakenBack => cents.saturating_abs(),
            }),
            is_legible: line.is_legible && !line.adjustments.is_illegible,
        };
        let allowed = facts.allowed();
        let code = match line.service.code {
            Ok(code) => code,
            Err(NoService::NotAProcedure) => {
                reading.tally.reject(Oddity::NotAProcedure, line.nr);
                return None;
            }
            Err(NoService::Unreadable) => {
                reading.tally.reject(Oddity::NoCode, line.nr);
                return None;
            }
        };
        let date = self.date_of(&line, payment, reading)?;
        if line.service.odd_modifier {
            reading.tally.note(Oddity::Modifier, line.nr);
        }
        count(counts, &facts, allowed, sign);
        if facts.difference() != 0 && allowed != Err(NoRate::ClaimLevel) {
            reading.tally.note(Oddity::LineUnbalanced, line.nr);
        }
        let provider = line
            .provider
            .take()
            .or_else(|| self.provider.clone())
            .unwrap_or_else(|| reading.name(b""));
        let number = if self.patient_id.is_empty() {
            (NumberOf::Claim, self.number.as_slice())
        } else {
            (NumberOf::Patient, self.patient_id.trim_ascii())
        };
        let visit_key = (!number.1.is_empty())
            .then(|| reading.visits.hash(number, date, &provider, payment.payer));
        let money = |cents| Money::from_cents(sign.apply(cents));
        let units = match line.units.map(i64::saturating_abs) {
            None => 1_000,
            // Nothing can be allowed for no units: the count is missing.
            Some(0) if allowed.is_ok() => 1_000,
            Some(units) => units,
        };
        let patient = line.adjustments.sums.patient;
        if sign == Sign::TakenBack {
            line.adjustments.negate();
        }
        Some(RemittedLine {
            line: ServiceLine {
                line_nr: line.nr,
                payer_name: Arc::clone(&payment.payer.text),
                plan: Arc::clone(&self.plan.text),
                payer_code: Arc::clone(&payment.payer_code.text),
                rank,
                provider: provider.text,
                site: reading.name(b"").text,
                code,
                modifiers: line.service.modifiers,
                place: self.place,
                date,
                lines: match sign {
                    Sign::Billed => 1,
                    Sign::TakenBack => -1,
                },
                units: decimal_units(sign.apply(units)),
                visits: None,
                visit_key,
                charge: money(line.charge),
                allowed: allowed.ok().map(money),
                no_rate: allowed.err(),
                paid: Some(money(line.paid)),
                patient: Some(money(patient)),
            },
            line_key: line.line_key,
            submitted: line.submitted,
            submitted_units: line.submitted_units.map(decimal_units),
            adjustments: line.adjustments.kept,
            remarks: line.remarks,
        })
    }

    /// Dates a line: its own date, the start of its period, the start of the claim's, or as a last
    /// resort the day of the payment.
    fn date_of(
        &self,
        line: &LineDraft,
        payment: &PaymentFacts<'_>,
        reading: &mut Reading,
    ) -> Option<Date> {
        let known = line.date.or(line.period_start).or(self.statement_from);
        if known.is_some() {
            return known;
        }
        let oddity = Oddity::DateOfPayment;
        match payment.paid_on {
            Some(_) => reading.tally.note(oddity, line.nr),
            None => reading.tally.reject(Oddity::NoDate, line.nr),
        }
        payment.paid_on
    }
}

/// Whether amounts bill or take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Billed,
    TakenBack,
}

impl Sign {
    fn of(is_reversal: bool, charge: i64, paid: i64) -> Self {
        if is_reversal || is_negative(charge, paid) {
            Self::TakenBack
        } else {
            Self::Billed
        }
    }

    /// Gives a billing amount its sign.
    fn apply(self, cents: i64) -> i64 {
        match self {
            Self::Billed => cents,
            Self::TakenBack => -cents,
        }
    }

    /// Returns charge and payment as if billed, and turns adjustments alike. Payers differ in which
    /// signs of a reversal they turn; where the adjustments' do not add up, the others are meant.
    fn turn(self, charge: i64, paid: i64, adjustments: &mut Adjustments) -> (i64, i64) {
        if self == Self::Billed {
            return (charge, paid);
        }
        let (charge, paid) = if is_negative(charge, paid) {
            adjustments.negate();
            (-charge, -paid)
        } else {
            (charge, paid)
        };
        let total = adjustments.sums.total;
        let left = charge.saturating_sub(paid);
        if left != total && left == -total {
            adjustments.negate();
        }
        (charge, paid)
    }
}

fn is_negative(charge: i64, paid: i64) -> bool {
    charge < 0 || (charge == 0 && paid < 0)
}

fn count(counts: &mut LineCounts, facts: &LineFacts, allowed: Result<i64, NoRate>, sign: Sign) {
    let add = |count: &mut u64, is: bool| *count += u64::from(is);
    add(&mut counts.denied, allowed == Err(NoRate::Denied));
    let by_claim = allowed == Err(NoRate::ClaimLevel);
    add(&mut counts.claim_level, by_claim);
    add(&mut counts.unbalanced, facts.difference() != 0 && !by_claim);
    add(
        &mut counts.other_payer_first,
        facts.is_after_another_payer(),
    );
    add(
        &mut counts.negative,
        sign == Sign::TakenBack && facts.charge != 0,
    );
    add(&mut counts.zero_charge, facts.charge == 0);
}

/// Turns thousandths into units.
pub(super) fn decimal_units(thousandths: i64) -> Decimal {
    match (thousandths / 1_000, thousandths % 1_000) {
        (whole, 0) => Decimal::from(whole),
        _ => Decimal::new(thousandths, 3).normalize(),
    }
}
