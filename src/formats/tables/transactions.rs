//! Transactions of charges: a row each for the charge, its payments, adjustments and transfers. Rows
//! of one charge number are put together to one service line.

use std::collections::HashMap;

use crate::domain::{NoRate, PayerRank, SignRule};
use crate::formats::FormatError;

use super::fields::key;
use super::intern::{self, Name};
use super::line::Line;
use super::payer_ranks::{Turn, other_name};
use super::plan::TablePlan;
use super::reasons::Reason;
use super::rows::{Row, text_of};
use super::signs::Amounts;
use super::tally::{Oddity, Rejection, Tally, quoted};
use super::utilization::LineReader;
use super::values;

/// Most charges put together at once, some 500 MB: twenty years of a practice of ten physicians.
/// Transactions of a charge may lie anywhere in a file.
const MOST_CHARGES: usize = 1_000_000;

/// What a transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Charge,
    Payment,
    Adjustment,
    TransferIn,
    TransferOut,
}

impl Event {
    /// Returns the word for people.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Charge => "Charge",
            Self::Payment => "Payment",
            Self::Adjustment => "Adjustment",
            Self::TransferIn => "Transfer in",
            Self::TransferOut => "Transfer out",
        }
    }

    /// Reads a type as practice-management systems write it; `None` for anything else.
    pub(super) fn of(cell: &[u8]) -> Option<Self> {
        let letters: String = text_of(cell)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        match letters.as_str() {
            "CHARGE" | "CHARGES" | "CHG" | "CHRG" | "C" => Some(Self::Charge),
            "PAYMENT" | "PAYMENTS" | "PMT" | "PAY" | "PYMT" | "P" | "INSURANCEPAYMENT"
            | "PATIENTPAYMENT" => Some(Self::Payment),
            "ADJUSTMENT" | "ADJUSTMENTS" | "ADJ" | "A" | "WRITEOFF" | "CREDITADJUSTMENT"
            | "DEBITADJUSTMENT" => Some(Self::Adjustment),
            "TRANSFERIN" => Some(Self::TransferIn),
            "TRANSFEROUT" => Some(Self::TransferOut),
            _ => None,
        }
    }
}

/// What an amount adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sum {
    Charge,
    Paid,
    /// Adjusted beyond what the contract allows; positive.
    Contractual,
    /// Adjusted for another reason; positive.
    Adjusted,
    /// Transferred to the patient.
    ToPatient,
    /// Transferred from the payer to the patient: the other side of the same transfer.
    FromPayer,
    PaidByPatient,
    /// Transferred between payers.
    Moved,
    /// Paid by another payer of the charge.
    PaidByOther(usize),
}

/// How many sums a charge has besides those of other payers.
const SUMS: usize = 8;

/// A payment of a payer that is not the charge's own.
struct OtherPayment {
    rank: PayerRank,
    payer: Name,
    paid: i64,
}

/// Whether a row was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Stands,
    Voided,
}

/// An amount that may belong to a void.
struct Doubtful {
    sum: Sum,
    cents: i64,
    standing: Standing,
}

/// A charge with what became of it so far.
struct Charge {
    row_nr: u64,
    rows: u64,
    /// What the first charge row says; absent while only its transactions were met.
    service: Option<Line>,
    allowed: Option<i64>,
    /// The payer of a payment, for a charge that names none.
    paid_by: Option<Name>,
    sums: [i64; SUMS],
    others: Vec<OtherPayment>,
    doubtful: Vec<Doubtful>,
    /// Whether something besides the charge was met.
    settled: bool,
    denied: bool,
}

impl Charge {
    const fn new(row_nr: u64) -> Self {
        Self {
            row_nr,
            rows: 0,
            service: None,
            allowed: None,
            paid_by: None,
            sums: [0; SUMS],
            others: Vec::new(),
            doubtful: Vec::new(),
            settled: false,
            denied: false,
        }
    }

    fn sum_mut(&mut self, sum: Sum) -> Option<&mut i64> {
        let idx = match sum {
            Sum::Charge => 0,
            Sum::Paid => 1,
            Sum::Contractual => 2,
            Sum::Adjusted => 3,
            Sum::ToPatient => 4,
            Sum::FromPayer => 5,
            Sum::PaidByPatient => 6,
            Sum::Moved => 7,
            Sum::PaidByOther(idx) => return self.others.get_mut(idx).map(|other| &mut other.paid),
        };
        self.sums.get_mut(idx)
    }

    fn add(&mut self, sum: Sum, cents: i64, standing: Standing) {
        if let Some(total) = self.sum_mut(sum) {
            *total = total.saturating_add(cents);
        }
        if standing == Standing::Voided || cents < 0 {
            self.doubtful.push(Doubtful {
                sum,
                cents,
                standing,
            });
        }
    }

    /// Takes out voided amounts, except those that a row with the opposite amount takes back.
    fn settle_voids(&mut self) {
        let mut doubtful = std::mem::take(&mut self.doubtful);
        let is_void = |doubt: &Doubtful| doubt.standing == Standing::Voided;
        while let Some(at) = doubtful.iter().position(is_void) {
            let void = doubtful.swap_remove(at);
            let opposite = doubtful
                .iter()
                .position(|other| other.sum == void.sum && other.cents == -void.cents);
            match opposite {
                Some(opposite) => {
                    doubtful.swap_remove(opposite);
                }
                None => {
                    if let Some(total) = self.sum_mut(void.sum) {
                        *total = total.saturating_sub(void.cents);
                    }
                }
            }
        }
    }

    /// Makes the service line; `None` for a charge that was wholly taken back.
    fn line(&mut self) -> Option<Line> {
        let had_voids = self.doubtful.iter().any(|doubt| doubt.sum == Sum::Charge);
        self.settle_voids();
        let [
            charge,
            paid,
            contractual,
            _,
            to_patient,
            from_payer,
            by_patient,
            _,
        ] = self.sums;
        if had_voids && charge == 0 && paid == 0 {
            return None;
        }
        let mut line = self.service.take()?;
        if line.payer.text.is_empty()
            && let Some(payer) = self.paid_by.take()
        {
            line.payer = payer;
        }
        let patient = [to_patient, from_payer, by_patient]
            .into_iter()
            .find(|cents| *cents != 0)
            .unwrap_or(0);
        line.charge = charge;
        line.take_back_if_negative();
        if self.settled {
            line.paid = Some(paid);
            line.patient = Some(patient);
        }
        let by_others = self.others.iter().any(|other| other.paid != 0);
        let nothing = paid == 0 && patient == 0 && !by_others;
        let nothing_allowed = self.allowed == Some(0) && charge != 0 && self.settled;
        let allowed = match self.allowed.filter(|cents| *cents != 0) {
            _ if !self.settled => None,
            Some(allowed) => Some(allowed),
            None if contractual != 0 => Some(charge - contractual).filter(|cents| *cents != 0),
            None => (charge != 0 && paid + patient == charge).then_some(charge),
        };
        (line.allowed, line.no_rate) = match allowed {
            _ if line.rank != PayerRank::Primary => (None, Some(NoRate::OtherPayerFirst)),
            _ if nothing && (self.denied || nothing_allowed) => (None, Some(NoRate::Denied)),
            Some(cents) => (Some(cents), None),
            None => (None, Some(NoRate::Unknown)),
        };
        Some(line)
    }
}

/// Puts transactions together, charge by charge.
pub(super) struct ChargeBook<'a> {
    plan: &'a TablePlan,
    key: [u8; 32],
    reader: LineReader<'a>,
    kind: usize,
    id: usize,
    reason: Option<usize>,
    amount: Amounts,
    /// By keyed hash of the charge number.
    by_id: HashMap<u64, usize>,
    charges: Vec<Charge>,
}

/// A transaction as it was understood.
pub(super) struct Transaction {
    pub(super) event: Event,
    /// As written, but for a rule that turns all signs.
    pub(super) cents: i64,
}

impl<'a> ChargeBook<'a> {
    pub(super) fn new(plan: &'a TablePlan, key: &[u8; 32]) -> Self {
        let one = |field| plan.columns_of(field).next();
        Self {
            plan,
            key: *key,
            reader: LineReader::new(plan, key),
            // Plans without them are refused before a row is read.
            kind: one(key::TRANSACTION_TYPE).unwrap_or(usize::MAX),
            id: one(key::CHARGE_ID).unwrap_or(usize::MAX),
            reason: one(key::REASON),
            amount: Amounts::of(plan, key::AMOUNT),
            by_id: HashMap::new(),
            charges: Vec::new(),
        }
    }

    /// Puts a row to its charge and counts it; says whether it was read, not filtered out.
    pub(super) fn take(&mut self, row: &Row) -> Result<bool, FormatError> {
        let read = self.try_row(row)?;
        self.reader.tally.rows_read += u64::from(read.is_some());
        let is_read = read.is_some();
        if let Some(Err(rejection)) = read {
            self.reader.tally.reject(self.plan, row.line_nr, rejection);
        }
        Ok(is_read)
    }

    /// Puts a row to its charge; `None` for one that is filtered out.
    ///
    /// # Errors
    /// When there are too many charges.
    pub(super) fn try_row(
        &mut self,
        row: &Row,
    ) -> Result<Option<Result<Transaction, Rejection>>, FormatError> {
        if !self.reader.pass(row) {
            return Ok(None);
        }
        self.transaction(row).map(Some)
    }

    fn transaction(&mut self, row: &Row) -> Result<Result<Transaction, Rejection>, FormatError> {
        let (transaction, id) = match self.read(row) {
            Ok(read) => read,
            Err(rejection) => return Ok(Err(rejection)),
        };
        let service = match transaction.event {
            Event::Charge => match self.charge_row(row) {
                Ok(service) => Some(service),
                Err(rejection) => return Ok(Err(rejection)),
            },
            _ => None,
        };
        let at = self.charge_at(id, row.line_nr)?;
        let standing = if self.reader.voided(row) {
            Standing::Voided
        } else {
            Standing::Stands
        };
        let turn = self.reader.turn(row);
        let reason = self
            .reason
            .map_or(Reason::Other, |idx| Reason::of(row.cell(idx)));
        let payer = self.reader.named_payer(row);
        let names = &mut self.reader.payers;
        if let Some(charge) = self.charges.get_mut(at) {
            charge.rows += 1;
            if let Some((line, allowed)) = service {
                charge.service.get_or_insert(line);
                charge.allowed = charge.allowed.or(allowed);
                charge.add(Sum::Charge, transaction.cents, standing);
            } else {
                let other = |unnamed| {
                    other_name(
                        names,
                        payer.as_ref().map(|name| name.text.as_bytes()),
                        unnamed,
                    )
                };
                charge.settle(
                    &Settlement {
                        event: transaction.event,
                        cents: credit(self.plan.rules.signs, &transaction),
                        turn,
                        reason,
                        payer: payer.as_ref(),
                        standing,
                    },
                    other,
                );
            }
        }
        Ok(Ok(transaction))
    }

    fn read(&mut self, row: &Row) -> Result<(Transaction, u64), Rejection> {
        self.reader.fits(row)?;
        let cell = row.cell(self.kind);
        let Some(event) = Event::of(cell) else {
            let total = (0..row.len()).any(|idx| values::is_total(&row.text(idx)));
            let reason = if total {
                "is a row of totals, not a transaction".to_owned()
            } else {
                format!(
                    "{} is not a charge, payment, adjustment or transfer",
                    quoted(cell)
                )
            };
            return Err(Rejection::new(key::TRANSACTION_TYPE, reason));
        };
        let id = row.cell(self.id).trim_ascii();
        if id.is_empty() {
            return Err(Rejection::new(key::CHARGE_ID, "has no charge number"));
        }
        let Some(cents) = self.amount.sum(&mut self.reader.tally, row)? else {
            return Err(Rejection::new(key::AMOUNT, "has no amount"));
        };
        Ok((Transaction { event, cents }, intern::digest(&self.key, id)))
    }

    fn charge_row(&mut self, row: &Row) -> Result<(Line, Option<i64>), Rejection> {
        Ok((self.reader.service(row)?, self.reader.allowed(row)?))
    }

    /// Finds or begins a charge.
    fn charge_at(&mut self, id: u64, row_nr: u64) -> Result<usize, FormatError> {
        if let Some(&at) = self.by_id.get(&id) {
            return Ok(at);
        }
        if self.charges.len() >= MOST_CHARGES {
            return Err(FormatError::refuse(
                format!(
                    "{} holds transactions of more than 1,000,000 charges",
                    self.plan.file_name
                ),
                "Export shorter periods of service, one file each",
            ));
        }
        let at = self.charges.len();
        self.by_id.insert(id, at);
        self.charges.push(Charge::new(row_nr));
        Ok(at)
    }

    /// Hands over the lines of all charges, and returns what was odd.
    ///
    /// # Errors
    /// What `take` returns.
    pub(super) fn close<E>(self, take: &mut dyn FnMut(Line) -> Result<(), E>) -> Result<Tally, E> {
        let mut tally = self.reader.tally;
        for mut charge in self.charges {
            if charge.service.is_none() {
                let rejection = Rejection::new(
                    key::CHARGE_ID,
                    "belongs to a charge that is not in this table",
                );
                tally.reject_rows(self.plan, charge.row_nr, charge.rows, rejection);
                continue;
            }
            tally.rows_kept += charge.rows;
            let Some(line) = charge.line() else {
                tally.note(Oddity::VoidedCharge, charge.row_nr);
                continue;
            };
            let others: Vec<Line> = charge
                .others
                .iter()
                .filter(|other| other.paid != 0)
                .map(|other| line.paid_by_other(other.rank, other.payer.clone(), other.paid))
                .collect();
            take(line)?;
            others.into_iter().try_for_each(&mut *take)?;
        }
        Ok(tally)
    }
}

/// Returns a transaction's amount as it settles a charge: payments and adjustments positive,
/// transfers as they are written.
const fn credit(signs: SignRule, transaction: &Transaction) -> i64 {
    match (signs, transaction.event) {
        (SignRule::CreditsNegative, Event::Payment | Event::Adjustment) => -transaction.cents,
        _ => transaction.cents,
    }
}

/// A payment, adjustment or transfer.
struct Settlement<'a> {
    event: Event,
    cents: i64,
    turn: Option<Turn>,
    reason: Reason,
    payer: Option<&'a Name>,
    standing: Standing,
}

impl Charge {
    fn settle(&mut self, what: &Settlement<'_>, other: impl FnOnce(&'static [u8]) -> Name) {
        self.settled = true;
        let sum = match what.event {
            Event::Payment => self.payment(what, other),
            Event::Adjustment => {
                self.denied |= what.reason == Reason::Denial;
                if what.reason == Reason::Contractual {
                    Sum::Contractual
                } else {
                    Sum::Adjusted
                }
            }
            Event::TransferIn if is_to_patient(what) => Sum::ToPatient,
            Event::TransferOut if what.reason == Reason::PatientShare => Sum::FromPayer,
            Event::TransferIn | Event::TransferOut | Event::Charge => Sum::Moved,
        };
        // What leaves the payer is written as a minus by some systems.
        let cents = match sum {
            Sum::FromPayer => what.cents.abs(),
            _ => what.cents,
        };
        self.add(sum, cents, what.standing);
    }

    /// Says who paid: the charge's own payer, another one, or the patient.
    fn payment(&mut self, what: &Settlement<'_>, other: impl FnOnce(&'static [u8]) -> Name) -> Sum {
        let rank = match (what.turn, what.reason) {
            (Some(Turn::Patient), _) | (None, Reason::PatientShare) => return Sum::PaidByPatient,
            (Some(Turn::Payer(rank)), _) => rank,
            (None, _) => {
                let own = self.service.as_ref().map(|line| &line.payer);
                match (own, what.payer) {
                    (Some(own), Some(payer))
                        if !own.text.is_empty() && own.digest != payer.digest =>
                    {
                        PayerRank::Secondary
                    }
                    _ => PayerRank::Primary,
                }
            }
        };
        if rank == PayerRank::Primary {
            if self.paid_by.is_none() {
                self.paid_by = what.payer.cloned();
            }
            return Sum::Paid;
        }
        let payer = other(if rank == PayerRank::Secondary {
            b"Secondary insurance"
        } else {
            b"Tertiary insurance"
        });
        let known = self
            .others
            .iter()
            .position(|known| known.rank == rank && known.payer.digest == payer.digest);
        Sum::PaidByOther(known.unwrap_or_else(|| {
            self.others.push(OtherPayment {
                rank,
                payer,
                paid: 0,
            });
            self.others.len() - 1
        }))
    }
}

/// Whether a transfer is to the patient: as it says, or as its reason says.
fn is_to_patient(what: &Settlement<'_>) -> bool {
    match what.turn {
        Some(turn) => turn == Turn::Patient,
        None => what.reason == Reason::PatientShare,
    }
}
