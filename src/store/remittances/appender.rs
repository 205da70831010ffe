//! Writes the payments of one import: each line once as a service line with its totals, once with what
//! else the payer said of it.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use rusqlite::{CachedStatement, params};

use super::adjustment_totals::{Adjusted, AdjustmentTotals};
use super::claim_level::SingleLines;
use super::originals::Originals;
use super::payment::{ClosedPayments, OpenPayment};
use super::{AppendedTotals, ClaimSeen, PaymentSeen, Tally};
use crate::domain::{
    Adjustment, ClaimNumbers, ImportId, Month, ReasonCode, Remittance, RemittanceEnd,
    RemittedClaim, RemittedLine, ServiceLine, WorkClaims,
};
use crate::store::Transaction;
use crate::store::columns::{cents, date_number, thousandths};
use crate::store::connection::Db;
use crate::store::error::{Result, StoreError};
use crate::store::service_lines::{Appender, Written};
use crate::store::work_claims::work_claims;

/// Writes the payments of one import. [`RemittanceAppender::finish`] must be called, in the same
/// transaction, or they have no totals.
pub struct RemittanceAppender<'file> {
    db: &'file Db,
    import: ImportId,
    lines: Appender<'file>,
    add_claim: CachedStatement<'file>,
    add_line: CachedStatement<'file>,
    payment: Option<OpenPayment>,
    closed: ClosedPayments,
    adjustments: AdjustmentTotals,
    /// Read when the first claim without lines comes.
    single_lines: Option<SingleLines>,
    /// Read when the first reversal comes.
    originals: Option<Originals>,
    work_claims: WorkClaims,
    /// Row of the claim last added.
    claim: i64,
    /// Number of the claim last added, from 1 in each import.
    claim_nr: u32,
    tally: Tally,
}

impl fmt::Debug for RemittanceAppender<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemittanceAppender")
            .field("import", &self.import)
            .finish_non_exhaustive()
    }
}

impl<'file> Transaction<'file> {
    /// Starts writing payments under an import, which may come from any number of files.
    pub fn remittance_appender(&mut self, import: ImportId) -> Result<RemittanceAppender<'file>> {
        let lines = self.utilization_appender(import)?;
        self.changes.payments = true;
        Ok(RemittanceAppender {
            db: self.db,
            import,
            lines,
            add_claim: self.db.prepare(include_str!("add_claim.sql"))?,
            add_line: self.db.prepare(include_str!("add_line.sql"))?,
            payment: None,
            closed: ClosedPayments::default(),
            adjustments: AdjustmentTotals::default(),
            single_lines: None,
            originals: None,
            work_claims: work_claims(self.db)?,
            claim: self
                .db
                .row(include_str!("last_claim.sql"), [], |row| row.get(0))?,
            claim_nr: 0,
            tally: Tally::default(),
        })
    }
}

impl RemittanceAppender<'_> {
    /// Begins a payment. Its claims follow whether it is new or known: one may come in several parts.
    pub fn begin(&mut self, remittance: &Remittance) -> Result<PaymentSeen> {
        self.close_payment()?;
        let mut payment = OpenPayment::begin(self.db, self.import, remittance, &mut self.closed)?;
        let seen = payment.seen();
        if seen == PaymentSeen::New {
            let payer_name = self
                .lines
                .payer_name(&remittance.payer_name, &remittance.payer_code)?;
            payment.row(self.db, self.import, payer_name)?;
            self.tally.add_payment();
        }
        self.payment = Some(payment);
        Ok(seen)
    }

    /// Adds a claim of the payment begun last, unless an earlier file has it.
    ///
    /// Refused when no payment was begun, and when a figure does not fit 64 bits of its unit.
    pub fn append(&mut self, claim: &RemittedClaim) -> Result<ClaimSeen> {
        let Some(mut payment) = self.payment.take() else {
            return Err(StoreError::refused("A claim stands before its payment"));
        };
        let seen = self.append_to(&mut payment, claim);
        self.payment = Some(payment);
        seen
    }

    /// Ends the payment begun last with the money in it that belongs to no claim.
    pub fn end(&mut self, end: &RemittanceEnd) -> Result<()> {
        let Some(mut payment) = self.payment.take() else {
            return Ok(());
        };
        let new = payment.new_adjustments(&end.adjustments)?;
        if !new.is_empty() {
            let row = self.row_of(&mut payment)?.1;
            for (code, amount_cents) in new {
                self.db.execute(
                    include_str!("add_provider_adjustment.sql"),
                    params![row, code, amount_cents],
                )?;
            }
        }
        payment.close(self.db, &mut self.closed)
    }

    /// Writes the totals and returns what was really added.
    pub fn finish(mut self) -> Result<AppendedTotals> {
        self.close_payment()?;
        self.adjustments.write(self.db, self.import)?;
        self.lines.finish()?;
        Ok(self.tally.totals())
    }

    fn close_payment(&mut self) -> Result<()> {
        match self.payment.take() {
            Some(payment) => payment.close(self.db, &mut self.closed),
            None => Ok(()),
        }
    }

    /// Returns the rows of the payer's name and of the payment.
    fn row_of(&mut self, payment: &mut OpenPayment) -> Result<(i64, i64)> {
        let payer_name = self.lines.payer_name(
            &payment.remittance.payer_name,
            &payment.remittance.payer_code,
        )?;
        let row = payment.row(self.db, self.import, payer_name)?;
        Ok((payer_name, row))
    }

    fn append_to(&mut self, payment: &mut OpenPayment, claim: &RemittedClaim) -> Result<ClaimSeen> {
        if payment.knows(claim) {
            self.tally.add_known(claim.lines.len());
            return Ok(ClaimSeen::AlreadyKnown);
        }
        let (payer_name, row) = self.row_of(payment)?;
        let claim = &*self.completed(claim, payer_name)?;
        self.claim += 1;
        self.claim_nr = self.claim_nr.saturating_add(1);
        let mut first = None;
        for line in &claim.lines {
            let written = self.append_line(claim, &line.line, Some(line))?;
            first.get_or_insert(written);
        }
        let whole = if claim.lines.is_empty() {
            self.line_of_whole(&payment.remittance, claim)?
        } else {
            None
        };
        if let Some(line) = &whole {
            first = Some(self.append_line(claim, line, None)?);
        }
        let first_date = claim
            .lines
            .iter()
            .map(|line| line.line.date)
            .chain(whole.iter().map(|line| line.date))
            .min();
        let first = first.unwrap_or(Written {
            line: 0,
            payer_name,
            provider: 0,
            site: 0,
        });
        let paid = &payment.remittance;
        if let Some(date) = first_date.or(paid.paid_on).or(paid.produced_on) {
            self.adjustments
                .add(adjusted(claim, first, Month::of(date)), &claim.adjustments)?;
        }
        let lines = claim.lines.len().max(usize::from(whole.is_some()));
        self.add_claim
            .execute(params![
                self.claim,
                row,
                claim.key.cast_signed(),
                claim.duplicate_key.cast_signed(),
                claim.status,
                claim.rank.number(),
                claim.is_reversal,
                claim.filing,
                first.payer_name,
                first.provider,
                first.site,
                first_date.map(date_number),
                claim.received_on.map(date_number),
                i64::try_from(lines).unwrap_or(i64::MAX),
                cents(claim.charge)?,
                cents(claim.paid)?,
                cents(claim.patient)?,
                cents(claim.interest)?,
                cents(claim.difference)?,
                adjustments_text(&claim.adjustments)?,
                remarks_text(&claim.remarks),
            ])
            .map_err(|error| self.db.error(error))?;
        payment.add(claim)?;
        self.tally.add_claim();
        Ok(ClaimSeen::Added)
    }

    fn append_line(
        &mut self,
        claim: &RemittedClaim,
        line: &ServiceLine,
        remitted: Option<&RemittedLine>,
    ) -> Result<Written> {
        let written = self.lines.append_of_claim(line, self.claim_nr)?;
        let adjustments = remitted.map_or(&[][..], |line| &line.adjustments);
        let submitted = remitted.and_then(|line| line.submitted);
        self.add_line
            .execute(params![
                written.line,
                self.claim,
                remitted
                    .and_then(|line| line.line_key)
                    .map(u64::cast_signed),
                submitted.map(|(code, _modifiers)| code.to_string()),
                submitted.map(|(_code, modifiers)| modifiers.to_string()),
                remitted
                    .and_then(|line| line.submitted_units)
                    .map(thousandths)
                    .transpose()?,
                adjustments_text(adjustments)?,
                remitted.and_then(|line| remarks_text(&line.remarks)),
            ])
            .map_err(|error| self.db.error(error))?;
        self.adjustments
            .add(adjusted(claim, written, Month::of(line.date)), adjustments)?;
        if let Some(numbers) = &claim.numbers {
            self.keep_numbers(written.line, numbers)?;
        }
        self.tally.add_line(line);
        Ok(written)
    }

    /// Returns a claim with what is known of the payment it takes back.
    fn completed<'claim>(
        &mut self,
        claim: &'claim RemittedClaim,
        payer_name: i64,
    ) -> Result<Cow<'claim, RemittedClaim>> {
        if self.originals.is_none() && claim.is_reversal {
            self.originals = Some(Originals::read(self.db, self.import)?);
        }
        let Some(originals) = &mut self.originals else {
            return Ok(Cow::Borrowed(claim));
        };
        originals.note(claim, payer_name);
        Ok(if claim.is_reversal {
            originals.complete(claim, payer_name)
        } else {
            Cow::Borrowed(claim)
        })
    }

    fn keep_numbers(&self, line: i64, numbers: &ClaimNumbers) -> Result<()> {
        if self.work_claims == WorkClaims::On {
            self.db.execute(
                include_str!("../work_claims/add_number.sql"),
                params![line, numbers.practice, numbers.payer],
            )?;
        }
        Ok(())
    }

    fn line_of_whole(
        &mut self,
        remittance: &Remittance,
        claim: &RemittedClaim,
    ) -> Result<Option<ServiceLine>> {
        let single_lines = match self.single_lines.take() {
            Some(read) => read,
            None => SingleLines::read(self.db)?,
        };
        let line = single_lines.line_of(remittance, claim, u64::from(self.claim_nr));
        self.single_lines = Some(single_lines);
        Ok(line)
    }
}

fn adjusted(claim: &RemittedClaim, written: Written, month: Month) -> Adjusted {
    Adjusted {
        payer_name: written.payer_name,
        provider: written.provider,
        site: written.site,
        month,
        sign: if claim.is_reversal { -1 } else { 1 },
    }
}

/// Returns adjustments as JSON, `[["CO","45","57.00"]]`; `None` where there is none.
fn adjustments_text(adjustments: &[Adjustment]) -> Result<Option<String>> {
    if adjustments.is_empty() {
        return Ok(None);
    }
    let mut text = String::with_capacity(24 * adjustments.len());
    let mut separator = '[';
    for adjustment in adjustments {
        let cents = cents(adjustment.amount)?;
        let sign = if cents < 0 { "-" } else { "" };
        let (dollars, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        // Codes are letters and digits, so nothing has to be escaped; writing to a text cannot fail.
        let _written = write!(
            text,
            "{separator}[\"{}\",\"{}\",\"{sign}{dollars}.{rest:02}\"]",
            adjustment.group.code(),
            adjustment.reason.as_str(),
        );
        separator = ',';
    }
    text.push(']');
    Ok(Some(text))
}

/// Returns remark codes with blanks between them; `None` where there is none.
fn remarks_text(remarks: &[ReasonCode]) -> Option<String> {
    (!remarks.is_empty()).then(|| {
        let codes: Vec<_> = remarks.iter().map(ReasonCode::as_str).collect();
        codes.join(" ")
    })
}
