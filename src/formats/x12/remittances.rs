//! Reads payments and their claims (835) from segments.

use std::io::Read;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    ImportTotals, LineCounts, Money, PayerRank, ProviderAdjustment, ReasonCode, Remittance,
    RemittanceEnd, RemittedLine,
};
use crate::formats::FormatError;
use crate::formats::tables::intern::Name;

use super::claim_draft::{ClaimDraft, PaymentFacts};
use super::elements;
use super::envelope::{Envelope, Part, SetKind};
use super::reading::Reading;
use super::segments::{Segment, Segments};
use super::tally::Oddity;
use super::{RemittanceEvent, RemittancesRead, X12Options, not_x12};

/// Most adjustments kept of one payment; the sums take all of them.
const MAX_ADJUSTMENTS: usize = 10_000;

type Sink<'a, E> = &'a mut dyn FnMut(RemittanceEvent) -> Result<(), E>;

/// Reads a file's payments.
pub(super) fn read<E: From<FormatError>>(
    source: &mut dyn Read,
    file_name: &str,
    options: &X12Options,
    sink: Sink<'_, E>,
) -> Result<RemittancesRead, E> {
    let mut segments = Segments::open(source)
        .map_err(FormatError::from)?
        .ok_or_else(|| not_x12(file_name))?;
    let mut envelope = Envelope::default();
    let mut reader = Reader::new(options);
    let mut last_is_whole = true;
    while let Some(segment) = segments.next().map_err(FormatError::from)? {
        last_is_whole = segment.is_terminated || is_trailer(segment.name());
        match envelope.enter(&segment, &mut reader.reading.tally) {
            Part::Start(kind) => {
                reader.close(ClaimEnd::Whole, sink)?;
                match kind {
                    SetKind::Remittance => reader.open(segment.nr),
                    _ => reader.reading.tally.note(Oddity::OtherSet, segment.nr),
                }
            }
            // The last segment of a file that was cut off is itself cut off.
            Part::Inside if last_is_whole => reader.segment(&segment, sink)?,
            Part::Inside | Part::Outside => {}
            Part::End => reader.close(ClaimEnd::Whole, sink)?,
        }
    }
    envelope.finish(&segments, &mut reader.reading.tally);
    reader.close(
        if last_is_whole {
            ClaimEnd::IfBalanced
        } else {
            ClaimEnd::CutOff
        },
        sink,
    )?;
    if reader.read.payments == 0 {
        return Err(FormatError::refuse(
            format!("{file_name} holds no remittance (X12 835)"),
            "Ask the payer or clearinghouse for the 835 of the payment",
        )
        .into());
    }
    Ok(reader.finish(file_name))
}

fn is_trailer(name: &[u8]) -> bool {
    matches!(name, b"SE" | b"GE" | b"IEA")
}

/// Whether a claim that ends is known to be whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClaimEnd {
    /// Something came behind it.
    Whole,
    /// The file ended behind a full segment: whole if it adds up.
    IfBalanced,
    /// The file ended in the middle of a segment of it.
    CutOff,
}

/// Whose name and number come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Party {
    None,
    Payer,
    Payee,
}

/// A payment as read so far.
struct Payment {
    nr: u64,
    trace: String,
    method: String,
    amount: i64,
    paid_on: Option<Date>,
    produced_on: Option<Date>,
    payer: Name,
    /// REF*2U, N104, TRN03: the first that is there counts.
    codes: [Option<Name>; 3],
    payer_code: Name,
    party: Party,
    /// Whether it went to the sink.
    is_given: bool,
    claims_paid: i64,
    adjusted: i64,
    adjustments: Vec<ProviderAdjustment>,
}

struct Reader {
    reading: Reading,
    payment: Option<Payment>,
    claim: Option<ClaimDraft>,
    read: RemittancesRead,
    sums: Sums,
}

impl Reader {
    fn new(options: &X12Options) -> Self {
        Self {
            reading: Reading::new(options),
            payment: None,
            claim: None,
            read: RemittancesRead::default(),
            sums: Sums::default(),
        }
    }

    /// Begins a payment.
    fn open(&mut self, nr: u64) {
        let nameless = self.reading.nameless();
        self.read.payments += 1;
        self.payment = Some(Payment {
            nr,
            trace: String::new(),
            method: String::new(),
            amount: 0,
            paid_on: None,
            produced_on: None,
            payer: nameless.clone(),
            codes: [None, None, None],
            payer_code: nameless,
            party: Party::None,
            is_given: false,
            claims_paid: 0,
            adjusted: 0,
            adjustments: Vec::new(),
        });
    }

    /// Reads a segment of the open payment.
    fn segment<E>(&mut self, segment: &Segment<'_>, sink: Sink<'_, E>) -> Result<(), E> {
        let Some(payment) = &mut self.payment else {
            return Ok(());
        };
        match segment.name() {
            b"CLP" => {
                self.end_claim(ClaimEnd::Whole, sink)?;
                self.give(sink)?;
                self.claim = Some(ClaimDraft::new(segment, &mut self.reading));
            }
            b"LX" => self.end_claim(ClaimEnd::Whole, sink)?,
            b"PLB" => {
                self.end_claim(ClaimEnd::Whole, sink)?;
                self.provider_adjustments(segment);
            }
            b"N1" => {
                // Malformed files repeat the parties before each claim.
                payment.party = match segment.element(1) {
                    b"PR" => Party::Payer,
                    b"PE" => Party::Payee,
                    _ => Party::None,
                };
                if payment.party == Party::Payer && !payment.is_given {
                    payment.payer = self.reading.name(segment.element(2));
                    payment.codes[1] = filled(segment.element(4), &mut self.reading);
                }
                self.end_claim(ClaimEnd::Whole, sink)?;
            }
            _ => match &mut self.claim {
                Some(claim) => claim.segment(segment, &mut self.reading),
                None if !payment.is_given => payment.header(segment, &mut self.reading),
                None => {}
            },
        }
        Ok(())
    }

    /// Hands the payment over, once.
    fn give<E>(&mut self, sink: Sink<'_, E>) -> Result<(), E> {
        let Some(payment) = &mut self.payment else {
            return Ok(());
        };
        if payment.is_given {
            return Ok(());
        }
        payment.is_given = true;
        if let Some(code) = payment.codes.iter().flatten().next() {
            payment.payer_code = code.clone();
        }
        if payment.payer.text.is_empty() {
            self.reading
                .tally
                .note(Oddity::PaymentWithoutPayer, payment.nr);
        }
        sink(RemittanceEvent::Payment(Box::new(Remittance {
            payer_name: payment.payer.text.clone(),
            payer_code: payment.payer_code.text.clone(),
            trace: payment.trace.clone(),
            method: payment.method.clone(),
            amount: Money::from_cents(payment.amount),
            paid_on: payment.paid_on,
            produced_on: payment.produced_on,
        })))
    }

    /// Hands the open claim over.
    fn end_claim<E>(&mut self, end: ClaimEnd, sink: Sink<'_, E>) -> Result<(), E> {
        let (Some(draft), Some(payment)) = (self.claim.take(), &mut self.payment) else {
            return Ok(());
        };
        let nr = draft.nr;
        if draft.is_predetermination() {
            self.reading.tally.reject(Oddity::Predetermination, nr);
            return Ok(());
        }
        let facts = PaymentFacts {
            payer: &payment.payer,
            payer_code: &payment.payer_code,
            paid_on: payment.paid_on,
        };
        if end == ClaimEnd::CutOff {
            self.reading.tally.reject(Oddity::ClaimCutOff, nr);
            return Ok(());
        }
        let has_lines = draft.has_lines();
        let finished = draft.finish(&facts, &mut self.reading);
        if end == ClaimEnd::IfBalanced && !finished.claim.difference.is_zero() {
            self.reading.tally.reject(Oddity::ClaimCutOff, nr);
            return Ok(());
        }
        if !has_lines {
            self.reading.tally.note(Oddity::NoLines, nr);
        }
        payment.claims_paid = payment.claims_paid.saturating_add(finished.paid_cents);
        self.read.claims += 1;
        self.read.lines += finished.claim.lines.len() as u64;
        self.sums.add(&finished.claim.lines, &finished.counts);
        sink(RemittanceEvent::Claim(Box::new(finished.claim)))
    }

    /// Ends the open payment, if any.
    fn close<E>(&mut self, end: ClaimEnd, sink: Sink<'_, E>) -> Result<(), E> {
        self.end_claim(end, sink)?;
        self.give(sink)?;
        let Some(payment) = self.payment.take() else {
            return Ok(());
        };
        let difference = payment
            .amount
            .saturating_sub(payment.claims_paid)
            .saturating_add(payment.adjusted);
        if difference != 0 {
            let tally = &mut self.reading.tally;
            tally.note(Oddity::PaymentUnbalanced, payment.nr);
        }
        sink(RemittanceEvent::End(RemittanceEnd {
            adjustments: payment.adjustments,
            difference: Money::from_cents(difference),
        }))
    }

    /// Reads PLB: from the third element on, pairs of code and amount.
    fn provider_adjustments(&mut self, segment: &Segment<'_>) {
        let Some(payment) = &mut self.payment else {
            return;
        };
        for idx in (3..=segment.len()).step_by(2) {
            let code = elements::composite(segment.element(idx), segment.composite)
                .next()
                .unwrap_or_default();
            if code.is_empty() && segment.element(idx + 1).is_empty() {
                continue;
            }
            let (cents, _) = self.reading.cents(segment, idx + 1);
            payment.adjusted = payment.adjusted.saturating_add(cents);
            let code = std::str::from_utf8(code).map(ReasonCode::new);
            match code {
                Ok(Ok(code)) if payment.adjustments.len() < MAX_ADJUSTMENTS => {
                    payment.adjustments.push(ProviderAdjustment {
                        code,
                        amount: Money::from_cents(cents),
                    });
                }
                Ok(Ok(_)) => {}
                _ => self.reading.tally.note(Oddity::Adjustment, segment.nr),
            }
        }
    }

    fn finish(mut self, file_name: &str) -> RemittancesRead {
        self.read.providers = self.reading.take_providers();
        self.read.rejected = self.reading.tally.rejected;
        self.read.issues = self.reading.tally.issues(file_name);
        self.read.totals = self.sums.totals();
        self.read
    }
}

impl Payment {
    /// Reads a segment before the first claim.
    fn header(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match segment.name() {
            b"BPR" => {
                let (cents, _) = reading.cents(segment, 2);
                // BPR03: D takes money from the practice.
                self.amount = if segment.element(3) == b"D" {
                    -cents.saturating_abs()
                } else {
                    cents
                };
                self.method = elements::short_code(segment.element(4), 3);
                self.paid_on = reading.date(segment.element(16));
            }
            b"TRN" if self.trace.is_empty() => {
                self.trace = elements::payment_number(segment.element(2));
                self.codes[2] = filled(segment.element(3), reading);
            }
            b"DTM" if segment.element(1) == b"405" => {
                self.produced_on = reading.date(segment.element(2));
            }
            b"REF" if self.party == Party::Payer && segment.element(1) == b"2U" => {
                self.codes[0] = filled(segment.element(2), reading);
            }
            _ => {}
        }
    }
}

fn filled(element: &[u8], reading: &mut Reading) -> Option<Name> {
    (!element.is_empty()).then(|| reading.name(element))
}

/// Sums over lines, as totals by code count them: of a secondary payer's line only the payment.
#[derive(Default)]
struct Sums {
    charge: Decimal,
    allowed: Decimal,
    paid: Decimal,
    patient: Decimal,
    lines_without_allowed: u64,
    dates: Option<(Date, Date)>,
    counts: LineCounts,
}

impl Sums {
    fn add(&mut self, lines: &[RemittedLine], counts: &LineCounts) {
        for RemittedLine { line, .. } in lines {
            self.paid += line.paid.unwrap_or_default().dollars();
            let (first, last) = self.dates.unwrap_or((line.date, line.date));
            self.dates = Some((first.min(line.date), last.max(line.date)));
            if line.rank != PayerRank::Primary {
                continue;
            }
            self.charge += line.charge.dollars();
            self.allowed += line.allowed.unwrap_or_default().dollars();
            self.patient += line.patient.unwrap_or_default().dollars();
            self.lines_without_allowed += u64::from(line.allowed.is_none());
        }
        let mine = &mut self.counts;
        mine.denied += counts.denied;
        mine.unbalanced += counts.unbalanced;
        mine.other_payer_first += counts.other_payer_first;
        mine.claim_level += counts.claim_level;
        mine.negative += counts.negative;
        mine.zero_charge += counts.zero_charge;
    }

    fn totals(&self) -> ImportTotals {
        ImportTotals {
            charge: Money::new(self.charge),
            allowed: Money::new(self.allowed),
            paid: Money::new(self.paid),
            patient: Money::new(self.patient),
            lines_without_allowed: self.lines_without_allowed,
            dates: self.dates,
            counts: self.counts,
        }
    }
}
