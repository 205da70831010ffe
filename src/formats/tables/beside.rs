//! What headings of a utilization table mean beside each other: a plan beside a payer is its product,
//! a secondary payer without a payment says nothing.

use super::fields::key;
use super::synonyms::{self, Recognised};

/// Settles what single headings leave open.
pub(super) fn in_company(
    headings: &[String],
    candidates: Vec<(usize, Recognised)>,
) -> Vec<(usize, Recognised)> {
    let mut company = Company {
        headings,
        candidates,
    };
    company.settle_transactions();
    company.settle_other_payers();
    company.settle_adjustments();
    company.settle_plans();
    company.candidates
}

struct Company<'a> {
    headings: &'a [String],
    candidates: Vec<(usize, Recognised)>,
}

impl Company<'_> {
    fn has(&self, field: &str) -> bool {
        self.candidates
            .iter()
            .any(|(_, found)| found.field == field)
    }

    fn drop_all(&mut self, fields: &[&str]) {
        self.candidates
            .retain(|(_, found)| !fields.contains(&found.field));
    }

    fn says(&self, idx: usize, word: &str) -> bool {
        let heading = self.headings.get(idx).map_or("", String::as_str);
        synonyms::meanings(heading).contains(&word)
    }

    /// Types, amounts and charge numbers make a table of transactions only together. What the
    /// practice expects never stands for the allowed amount: an underpayment would vanish.
    fn settle_transactions(&mut self) {
        let parts = [key::TRANSACTION_TYPE, key::CHARGE_ID, key::AMOUNT];
        if !parts.iter().all(|field| self.has(field)) {
            self.drop_all(&parts);
            self.drop_all(&[key::REASON]);
        }
    }

    /// Names of other payers count only with their payments; beside these, only the primary
    /// payer's own payment is the line's.
    fn settle_other_payers(&mut self) {
        for (paid, name) in [
            (key::PAID_SECONDARY, key::PAYER_SECONDARY),
            (key::PAID_TERTIARY, key::PAYER_TERTIARY),
        ] {
            if !self.has(paid) {
                self.drop_all(&[name]);
            }
        }
        if !self.has(key::PAID_SECONDARY) {
            return;
        }
        let primary: Vec<usize> = self
            .candidates
            .iter()
            .filter(|(idx, found)| found.field == key::PAID && self.says(*idx, "PRIMARY"))
            .map(|(idx, _)| *idx)
            .collect();
        if !primary.is_empty() {
            self.candidates
                .retain(|(idx, found)| found.field != key::PAID || primary.contains(idx));
        }
    }

    /// An adjustment stands in only for a missing allowed amount.
    fn settle_adjustments(&mut self) {
        if self.has(key::ALLOWED) || self.has(key::AMOUNT) || !self.has(key::CHARGE) {
            self.drop_all(&[key::ADJUSTMENT]);
        }
        let amounts = [key::CHARGE, key::ALLOWED, key::PAID, key::AMOUNT];
        if !amounts.iter().any(|field| self.has(field)) {
            self.drop_all(&[key::SIGN]);
        }
    }

    /// Of several columns that could name the payer, the best does; a plan beside it is its product.
    fn settle_plans(&mut self) {
        let best = self
            .candidates
            .iter()
            .filter(|(_, found)| found.field == key::PAYER)
            .min_by_key(|(idx, found)| (!found.whole, found.rank, *idx))
            .map(|(idx, _)| *idx);
        let plans: Vec<usize> = self
            .candidates
            .iter()
            .filter(|(idx, found)| found.field == key::PAYER && Some(*idx) != best)
            .filter(|(idx, _)| self.says(*idx, "PLAN"))
            .map(|(idx, _)| *idx)
            .collect();
        for (idx, found) in &mut self.candidates {
            if plans.contains(idx) {
                found.field = key::PLAN;
            }
        }
    }
}
