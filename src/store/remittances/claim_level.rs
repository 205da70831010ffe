//! Claims that a payer reported only as a whole: where the practice sent the claim with exactly one
//! line, that line's code is the payment's.

use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Row;
use rust_decimal::Decimal;

use jiff::civil::Date;

use crate::domain::{
    Modifiers, NoRate, PlaceOfService, ProcedureCode, Remittance, RemittedClaim, ServiceLine,
};
use crate::store::columns::{code, from_thousandths, modifiers, numbered_date};
use crate::store::connection::Db;
use crate::store::error::Result;

/// Lines of the submitted claims that have one line, by the claim's key.
#[derive(Debug)]
pub(super) struct SingleLines {
    by_claim: HashMap<i64, SingleLine>,
    none: Arc<str>,
}

#[derive(Debug)]
struct SingleLine {
    code: ProcedureCode,
    modifiers: Modifiers,
    units: Decimal,
    place: Option<PlaceOfService>,
    date: Date,
    provider: Arc<str>,
}

impl SingleLines {
    /// Reads those of the imports that count.
    pub(super) fn read(db: &Db) -> Result<Self> {
        let rows = db.rows(include_str!("single_lines.sql"), [], single_line_from_row)?;
        Ok(Self {
            by_claim: rows.into_iter().flatten().collect(),
            none: Arc::from(""),
        })
    }

    /// Returns the line a claim without lines was paid for; without an allowed amount, since none was
    /// given by line.
    pub(super) fn line_of(
        &self,
        remittance: &Remittance,
        claim: &RemittedClaim,
        line_nr: u64,
    ) -> Option<ServiceLine> {
        let sent = self.by_claim.get(&claim.key.cast_signed())?;
        let (lines, units) = if claim.is_reversal {
            (-1, -sent.units)
        } else {
            (1, sent.units)
        };
        Some(ServiceLine {
            line_nr,
            payer_name: Arc::clone(&remittance.payer_name),
            plan: Arc::clone(&self.none),
            payer_code: Arc::clone(&remittance.payer_code),
            rank: claim.rank,
            provider: Arc::clone(&sent.provider),
            site: Arc::clone(&self.none),
            code: sent.code,
            modifiers: sent.modifiers,
            place: sent.place,
            date: sent.date,
            lines,
            units,
            visits: None,
            visit_key: Some(claim.key),
            charge: claim.charge,
            allowed: None,
            no_rate: Some(NoRate::ClaimLevel),
            paid: Some(claim.paid),
            patient: Some(claim.patient),
        })
    }
}

fn single_line_from_row(row: &Row<'_>) -> rusqlite::Result<Option<(i64, SingleLine)>> {
    let Some(date) = numbered_date(row, 5)? else {
        return Ok(None);
    };
    let units = match row.get::<_, Option<i64>>(3)? {
        None => Decimal::ONE,
        Some(_) => from_thousandths(row, 3)?,
    };
    let line = SingleLine {
        code: code(row, 1)?,
        modifiers: modifiers(row, 2)?,
        units,
        place: row.get::<_, Option<u8>>(4)?.map(PlaceOfService),
        date,
        provider: row.get(6)?,
    };
    Ok(Some((row.get(0)?, line)))
}
