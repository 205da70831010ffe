//! In which turn a claim was paid that is taken back: a reversal (CLP02 22) does not say, so the
//! payment it takes back is looked up.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::{ImportId, NoRate, PayerRank, RemittedClaim};
use crate::store::columns::checked;
use crate::store::connection::Db;
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

/// Claims that were paid, by the claim's key and the row of the payment's payer.
#[derive(Debug, Default)]
pub(super) struct Originals {
    ranks: HashMap<(i64, i64), PayerRank, QuickHash>,
}

impl Originals {
    /// Reads those of live imports and of the one under way; of two payments the later counts.
    pub(super) fn read(db: &Db, import: ImportId) -> Result<Self> {
        let rows = db.rows(include_str!("originals.sql"), [import.0], |row| {
            let key = (row.get(0)?, row.get(1)?);
            Ok((key, checked(2, PayerRank::from_number(row.get(2)?))?))
        })?;
        Ok(Self {
            ranks: rows.into_iter().collect(),
        })
    }

    /// Notes a payment that may be taken back later.
    pub(super) fn note(&mut self, claim: &RemittedClaim, payer_name: i64) {
        if !claim.is_reversal {
            self.ranks
                .insert((claim.key.cast_signed(), payer_name), claim.rank);
        }
    }

    /// Returns a reversal as of the turn in which its original was paid.
    pub(super) fn of_same_turn<'claim>(
        &self,
        claim: &'claim RemittedClaim,
        payer_name: i64,
    ) -> Cow<'claim, RemittedClaim> {
        let known = self.ranks.get(&(claim.key.cast_signed(), payer_name));
        let Some(&rank) = known.filter(|rank| **rank != claim.rank) else {
            return Cow::Borrowed(claim);
        };
        let mut claim = claim.clone();
        claim.rank = rank;
        for line in claim.lines.iter_mut().map(|remitted| &mut remitted.line) {
            line.rank = rank;
            if rank != PayerRank::Primary {
                line.allowed = None;
                line.no_rate = Some(NoRate::OtherPayerFirst);
            }
        }
        Cow::Owned(claim)
    }
}
