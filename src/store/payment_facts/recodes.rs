//! Lines paid under another code, other modifiers or for other units than were billed: as the
//! remittance itself says, or as the claim that was sent shows.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Row;

use super::{Scope, product};
use crate::domain::{
    Filter, Modifiers, Money, Month, PayerId, ProcedureCode, ProviderId, Recode, SiteId,
};
use crate::store::PracticeFile;
use crate::store::columns::{checked, code, modifiers, numbered_date};
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

/// Code and modifiers.
type Service = (ProcedureCode, Modifiers);

/// A line as it was sent.
#[derive(Clone, Copy, Debug)]
struct Billed {
    /// The claim's row: of two claims of one number the later counts.
    claim: i64,
    line_key: Option<i64>,
    service: Service,
    units_thousandths: Option<i64>,
    charge_cents: i64,
}

/// A line as it was paid.
#[derive(Clone, Copy, Debug)]
struct Paid {
    claim: i64,
    claim_key: i64,
    claim_lines: i64,
    scope: Scope,
    service: Service,
    units_thousandths: i64,
    charge_cents: i64,
    allowed_cents: i64,
    line_key: Option<i64>,
    submitted: Option<Service>,
    submitted_units: Option<i64>,
    is_reversal: bool,
    is_denied: bool,
}

/// Sums of one recoding, less what was taken back.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    lines: i64,
    fewer_units: i64,
    charge_cents: i64,
    allowed_cents: i64,
}

type Sent = HashMap<i64, Vec<Billed>, QuickHash>;

impl PracticeFile {
    /// Counts lines that a primary payer paid as something else than was billed, less those taken
    /// back. Later payers repeat what the first made of a line.
    pub fn recodes(&self, filter: &Filter) -> Result<Vec<Recode>> {
        let sent = self.sent_lines()?;
        let mut sums = BTreeMap::new();
        let mut claim: Vec<Paid> = Vec::new();
        let mut statement = self.db.prepare(include_str!("remitted_lines.sql"))?;
        let mut rows = statement
            .query([!sent.is_empty()])
            .map_err(|error| self.db.error(error))?;
        while let Some(row) = rows.next().map_err(|error| self.db.error(error))? {
            let line = paid_from_row(row).map_err(|error| self.db.error(error))?;
            if claim.first().is_some_and(|first| first.claim != line.claim) {
                add_claim(&mut sums, &claim, &sent, filter);
                claim.clear();
            }
            claim.push(line);
        }
        add_claim(&mut sums, &claim, &sent, filter);
        Ok(sums
            .into_iter()
            .filter_map(|(key, sums)| recode(key, sums))
            .collect())
    }

    /// Reads the lines that were sent, by claim.
    fn sent_lines(&self) -> Result<Sent> {
        let rows = self
            .db
            .rows(include_str!("submitted_lines.sql"), [], billed_from_row)?;
        let mut sent = Sent::default();
        for (claim_key, line) in rows {
            let lines = sent.entry(claim_key).or_default();
            if lines.first().is_some_and(|first| first.claim != line.claim) {
                lines.clear();
            }
            lines.push(line);
        }
        Ok(sent)
    }
}

/// Whose line, as billed and as paid.
type Key = (PayerId, Service, Service);

fn add_claim(sums: &mut BTreeMap<Key, Sums>, claim: &[Paid], sent: &Sent, filter: &Filter) {
    let Some(first) = claim.first() else {
        return;
    };
    let sent = sent.get(&first.claim_key).map_or(&[][..], Vec::as_slice);
    // Of a claim that the remittance split or joined, positions say nothing.
    let in_order = usize::try_from(first.claim_lines) == Ok(sent.len())
        && claim.len() == sent.len()
        && claim.iter().zip(sent).all(|(paid, billed)| {
            paid.charge_cents.unsigned_abs() == billed.charge_cents.unsigned_abs()
        });
    for (place, paid) in claim.iter().enumerate() {
        // Of a line that was denied, nothing was paid as something else.
        if paid.is_denied || !paid.scope.is_in(filter) {
            continue;
        }
        let by_key = paid
            .line_key
            .and_then(|key| sent.iter().find(|line| line.line_key == Some(key)));
        let billed = by_key.or_else(|| sent.get(place).filter(|_| in_order));
        add_line(sums, paid, billed);
    }
}

fn add_line(sums: &mut BTreeMap<Key, Sums>, paid: &Paid, billed: Option<&Billed>) {
    let service = paid
        .submitted
        .or_else(|| billed.map(|billed| billed.service))
        .unwrap_or(paid.service);
    let units = paid
        .submitted_units
        .or_else(|| billed.and_then(|billed| billed.units_thousandths));
    let has_fewer_units =
        units.is_some_and(|units| paid.units_thousandths.unsigned_abs() < units.unsigned_abs());
    if service == paid.service && !has_fewer_units {
        return;
    }
    let sign = if paid.is_reversal { -1 } else { 1 };
    let sum = sums
        .entry((paid.scope.payer, service, paid.service))
        .or_default();
    sum.lines += sign;
    sum.fewer_units += if has_fewer_units { sign } else { 0 };
    sum.charge_cents = sum.charge_cents.saturating_add(paid.charge_cents);
    sum.allowed_cents = sum.allowed_cents.saturating_add(paid.allowed_cents);
}

/// Returns what is left of a recoding; `None` when all of it was taken back.
fn recode((payer, billed, paid_as): Key, sums: Sums) -> Option<Recode> {
    let lines = u64::try_from(sums.lines).ok().filter(|lines| 0 < *lines)?;
    Some(Recode {
        payer,
        billed,
        paid_as,
        lines,
        lines_with_fewer_units: u64::try_from(sums.fewer_units).unwrap_or_default(),
        charge: Money::from_cents(sums.charge_cents),
        allowed: Money::from_cents(sums.allowed_cents),
    })
}

fn billed_from_row(row: &Row<'_>) -> rusqlite::Result<(i64, Billed)> {
    let line = Billed {
        claim: row.get(1)?,
        line_key: row.get(2)?,
        service: (code(row, 3)?, modifiers(row, 4)?),
        units_thousandths: row.get(5)?,
        charge_cents: row.get(6)?,
    };
    Ok((row.get(0)?, line))
}

fn paid_from_row(row: &Row<'_>) -> rusqlite::Result<Paid> {
    let submitted_code: Option<String> = row.get(14)?;
    let submitted = match submitted_code {
        None => None,
        Some(code) => Some((checked(14, ProcedureCode::new(&code))?, modifiers(row, 15)?)),
    };
    Ok(Paid {
        claim: row.get(0)?,
        claim_key: row.get(1)?,
        claim_lines: row.get(2)?,
        scope: Scope {
            payer: PayerId(row.get(3)?),
            product: product(row, 4)?,
            provider: ProviderId(row.get(5)?),
            site: SiteId(row.get(6)?),
            month: numbered_date(row, 7)?.map(Month::of),
        },
        service: (code(row, 8)?, modifiers(row, 9)?),
        units_thousandths: row.get(10)?,
        charge_cents: row.get(11)?,
        allowed_cents: row.get::<_, Option<i64>>(12)?.unwrap_or_default(),
        line_key: row.get(13)?,
        submitted,
        submitted_units: row.get(16)?,
        is_reversal: row.get(17)?,
        is_denied: row.get(18)?,
    })
}
