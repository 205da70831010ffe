//! The payments that reversals take back. A reversal (CLP02 22) does not say in which turn the payer
//! was asked, often not who rendered the service, and nothing of whether the line had a part in rates:
//! its original does.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::Row;

use crate::domain::{
    ImportId, Modifiers, NoRate, PayerRank, ProcedureCode, RemittedClaim, ServiceLine,
};
use crate::store::columns::{checked, code, modifiers};
use crate::store::connection::Db;
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

/// A claim's key, and the row of the payment's payer.
type ClaimOfPayer = (i64, i64);

/// Claims that were paid; of two payments of one claim the later counts.
#[derive(Debug, Default)]
pub(super) struct Originals {
    claims: HashMap<ClaimOfPayer, Original, QuickHash>,
}

#[derive(Debug)]
struct Original {
    rank: PayerRank,
    provider: Arc<str>,
    /// Whether it came with the import under way.
    came_now: bool,
    /// Lines without a part in rates, and why.
    without_rate: Vec<(ProcedureCode, Modifiers, NoRate)>,
}

impl Originals {
    /// Reads those of live imports and of the one under way.
    pub(super) fn read(db: &Db, import: ImportId) -> Result<Self> {
        let mut claims = HashMap::default();
        for (key, original) in
            db.rows(include_str!("originals.sql"), [import.0], original_from_row)?
        {
            claims.insert(key, original);
        }
        let lines = db.rows(
            include_str!("originals_without_rate.sql"),
            [import.0],
            without_rate_from_row,
        )?;
        for (key, line) in lines {
            if let Some(original) = claims.get_mut(&key) {
                original.without_rate.push(line);
            }
        }
        Ok(Self { claims })
    }

    /// Notes a payment that may be taken back later.
    pub(super) fn note(&mut self, claim: &RemittedClaim, payer_name: i64) {
        if claim.is_reversal {
            return;
        }
        let without_rate = claim.lines.iter().filter_map(|remitted| {
            let line = &remitted.line;
            Some((line.code, line.modifiers, line.no_rate?))
        });
        let provider = claim
            .lines
            .first()
            .map(|first| Arc::clone(&first.line.provider));
        let original = Original {
            rank: claim.rank,
            provider: provider.unwrap_or_default(),
            came_now: true,
            without_rate: without_rate.collect(),
        };
        self.claims
            .insert((claim.key.cast_signed(), payer_name), original);
    }

    /// Returns a reversal with what its original says.
    pub(super) fn complete<'claim>(
        &self,
        claim: &'claim RemittedClaim,
        payer_name: i64,
    ) -> Cow<'claim, RemittedClaim> {
        let Some(original) = self.claims.get(&(claim.key.cast_signed(), payer_name)) else {
            return Cow::Borrowed(claim);
        };
        let mut claim = claim.clone();
        claim.rank = original.rank;
        for remitted in &mut claim.lines {
            original.complete(&mut remitted.line);
        }
        Cow::Owned(claim)
    }
}

impl Original {
    fn complete(&self, line: &mut ServiceLine) {
        line.rank = self.rank;
        let without_rate = self
            .without_rate
            .iter()
            .find(|(code, modifiers, _why)| (*code, *modifiers) == (line.code, line.modifiers))
            .map(|(_code, _modifiers, why)| *why);
        let why =
            without_rate.or((self.rank != PayerRank::Primary).then_some(NoRate::OtherPayerFirst));
        if let Some(why) = why {
            line.allowed = None;
            line.no_rate = Some(why);
        }
        if line.provider.is_empty() && !self.provider.is_empty() {
            line.provider = Arc::clone(&self.provider);
            // The visit was hashed without the provider, so that it does not meet the original's.
            // Beside that in one import it would take away what the correction counts.
            if self.came_now {
                line.visit_key = None;
            }
        }
    }
}

fn original_from_row(row: &Row<'_>) -> rusqlite::Result<(ClaimOfPayer, Original)> {
    let original = Original {
        rank: checked(2, PayerRank::from_number(row.get(2)?))?,
        provider: row.get(3)?,
        came_now: row.get(4)?,
        without_rate: Vec::new(),
    };
    Ok(((row.get(0)?, row.get(1)?), original))
}

fn without_rate_from_row(
    row: &Row<'_>,
) -> rusqlite::Result<(ClaimOfPayer, (ProcedureCode, Modifiers, NoRate))> {
    let why: String = row.get(4)?;
    let line = (
        code(row, 2)?,
        modifiers(row, 3)?,
        checked(4, NoRate::from_key(&why))?,
    );
    Ok(((row.get(0)?, row.get(1)?), line))
}
