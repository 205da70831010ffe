//! The payment whose claims are being written, and what the practice file knew of it before.

use std::collections::{HashMap, HashSet};

use rusqlite::params;

use super::PaymentSeen;
use crate::domain::{ImportId, ProviderAdjustment, Remittance, RemittedClaim};
use crate::store::PracticeFile;
use crate::store::columns::{cents, date_number};
use crate::store::connection::Db;
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

impl PracticeFile {
    /// Whether an import that counts has the payment, or a part of it.
    pub fn knows_payment(&self, remittance: &Remittance) -> Result<bool> {
        let found = self.db.row_if_any(
            include_str!("knows_payment.sql"),
            [payment_key(remittance)?],
            |_row| Ok(()),
        )?;
        Ok(found.is_some())
    }
}

/// A payment that was begun and not ended.
#[derive(Debug)]
pub(super) struct OpenPayment {
    pub(super) remittance: Remittance,
    key: i64,
    /// Its row in this import; a known payment has one only once something of it is new.
    row: Option<i64>,
    /// What earlier files have of it; `None` for a new payment. Within one payment nothing is a
    /// duplicate: its amount counts every claim in it.
    known: Option<Known>,
    /// What was added of it.
    added: Known,
    claims: i64,
    claims_unbalanced: i64,
    paid_cents: i64,
    interest_cents: i64,
}

/// What earlier files have of a payment.
#[derive(Debug, Default)]
struct Known {
    claims: HashSet<i64>,
    adjustments: Vec<(String, i64)>,
}

/// Payments of the import under way, by their keys: one may come in very many parts, and what is
/// known of it is read from the file once.
#[derive(Debug, Default)]
pub(super) struct ClosedPayments {
    by_key: HashMap<i64, (Option<i64>, Known), QuickHash>,
}

impl OpenPayment {
    /// Looks a payment up in the imports that count and in the one under way.
    pub(super) fn begin(
        db: &Db,
        import: ImportId,
        remittance: &Remittance,
        closed: &mut ClosedPayments,
    ) -> Result<Self> {
        let key = payment_key(remittance)?;
        let open = |row, known| Self {
            remittance: remittance.clone(),
            key,
            row,
            known,
            added: Known::default(),
            claims: 0,
            claims_unbalanced: 0,
            paid_cents: 0,
            interest_cents: 0,
        };
        if let Some((row, known)) = closed.by_key.remove(&key) {
            return Ok(open(row, Some(known)));
        }
        let parts: Vec<(i64, i64)> =
            db.rows(include_str!("find_payment.sql"), [key, import.0], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let mut known = (!parts.is_empty()).then(Known::default);
        for (part, _import) in &parts {
            if let Some(known) = &mut known {
                known.read(db, *part)?;
            }
        }
        let row = parts.iter().find(|(_part, of)| *of == import.0);
        Ok(open(row.map(|(part, _of)| *part), known))
    }

    pub(super) const fn seen(&self) -> PaymentSeen {
        match self.known {
            None => PaymentSeen::New,
            Some(_) => PaymentSeen::Known,
        }
    }

    pub(super) fn knows(&self, claim: &RemittedClaim) -> bool {
        let key = claim.duplicate_key.cast_signed();
        self.known
            .as_ref()
            .is_some_and(|known| known.claims.contains(&key))
    }

    /// Returns the payment's row in this import, made now if it has none.
    pub(super) fn row(&mut self, db: &Db, import: ImportId, payer_name: i64) -> Result<i64> {
        if let Some(row) = self.row {
            return Ok(row);
        }
        let remittance = &self.remittance;
        let row = db.insert(
            include_str!("add_payment.sql"),
            params![
                import.0,
                self.key,
                payer_name,
                remittance.trace,
                remittance.method,
                cents(remittance.amount)?,
                remittance.paid_on.map(date_number),
                remittance.produced_on.map(date_number),
            ],
        )?;
        self.row = Some(row);
        Ok(row)
    }

    /// Counts a claim that was added.
    pub(super) fn add(&mut self, claim: &RemittedClaim) -> Result<()> {
        self.added.claims.insert(claim.duplicate_key.cast_signed());
        self.claims += 1;
        self.claims_unbalanced += i64::from(cents(claim.difference)? != 0);
        self.paid_cents = self.paid_cents.saturating_add(cents(claim.paid)?);
        self.interest_cents = self.interest_cents.saturating_add(cents(claim.interest)?);
        Ok(())
    }

    /// Takes those adjustments out that earlier files have.
    pub(super) fn new_adjustments(
        &mut self,
        adjustments: &[ProviderAdjustment],
    ) -> Result<Vec<(String, i64)>> {
        let mut new = Vec::new();
        for adjustment in adjustments {
            let one = (adjustment.code.to_string(), cents(adjustment.amount)?);
            let known = self.known.as_mut().and_then(|known| {
                let place = known.adjustments.iter().position(|known| *known == one)?;
                Some(known.adjustments.swap_remove(place))
            });
            self.added.adjustments.push(one.clone());
            if known.is_none() {
                new.push(one);
            }
        }
        Ok(new)
    }

    /// Writes the counts of the claims added, and remembers the payment for its next part.
    pub(super) fn close(mut self, db: &Db, closed: &mut ClosedPayments) -> Result<()> {
        if let Some(row) = self.row {
            db.execute(
                include_str!("add_to_payment.sql"),
                params![
                    row,
                    self.claims,
                    self.claims_unbalanced,
                    self.paid_cents,
                    self.interest_cents,
                ],
            )?;
        }
        let mut known = self.known.take().unwrap_or_default();
        known.claims.extend(self.added.claims);
        known.adjustments.extend(self.added.adjustments);
        closed.by_key.insert(self.key, (self.row, known));
        Ok(())
    }
}

impl Known {
    fn read(&mut self, db: &Db, part: i64) -> Result<()> {
        let claims: Vec<i64> = db.rows(include_str!("claims_of_payment.sql"), [part], |row| {
            row.get(0)
        })?;
        self.claims.extend(claims);
        let adjustments = db.rows(include_str!("adjustments_of_payment.sql"), [part], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        self.adjustments.extend(adjustments);
        Ok(())
    }
}

/// Returns what makes a payment one: check or transfer number, day and amount; and the payer's name
/// where nothing was paid or the number is missing. Clearinghouses differ in how they write the payer.
fn payment_key(remittance: &Remittance) -> Result<i64> {
    let is_unmistakable = !remittance.amount.is_zero() && !remittance.trace.trim().is_empty();
    let payer = if is_unmistakable {
        ""
    } else {
        &*remittance.payer_name
    };
    let paid_on = remittance.paid_on.map(date_number).unwrap_or_default();
    let text = format!(
        "{}\0{}\0{paid_on}\0{}",
        payer.trim(),
        remittance.trace.trim(),
        cents(remittance.amount)?
    );
    let hash = blake3::hash(text.as_bytes());
    let (first, _rest) = hash.as_bytes().split_at(8);
    Ok(first
        .iter()
        .fold(0_u64, |key, byte| (key << 8) | u64::from(*byte))
        .cast_signed())
}
