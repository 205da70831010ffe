//! Counts and sums over remittances and submitted claims of the imports that count: what reports on
//! payments are made of. Each function reads what it needs in one pass.

mod day_counts;
mod overlaps;
mod recodes;

use std::collections::BTreeMap;

use rusqlite::Row;

use super::PracticeFile;
use super::columns::{checked, count, money, month, numbered_date, text_of};
use super::error::Result;
use crate::domain::{
    AdjustmentGroup, AdjustmentSum, Filter, ImportId, Invalid, Money, Month, PayerId, PaymentFacts,
    PaymentRecord, ProductId, ProviderAdjustmentSum, ProviderId, ReasonCode, SiteId,
};

impl PracticeFile {
    /// Reads the payments by day; one that came in several parts is one.
    pub fn payments(&self) -> Result<Vec<PaymentRecord>> {
        self.db
            .rows(include_str!("payments.sql"), [], payment_from_row)
    }

    /// Counts what is odd about payments and claims.
    pub fn payment_facts(&self) -> Result<PaymentFacts> {
        let payments = self.payments()?;
        let mut facts = PaymentFacts {
            payments: payments.len() as u64,
            payments_unbalanced: payments
                .iter()
                .filter(|payment| !payment.difference.is_zero())
                .count() as u64,
            interest: payments.iter().map(|payment| payment.interest).sum(),
            ..PaymentFacts::default()
        };
        self.db.row(include_str!("claim_sums.sql"), [], |row| {
            facts.claims = count(row, 0)?;
            facts.claims_unbalanced = count(row, 1)?;
            facts.claims_without_lines = count(row, 2)?;
            facts.paid_without_lines = money(row, 3)?;
            facts.reversals = count(row, 4)?;
            Ok(())
        })?;
        let counted = |sql| self.db.row(sql, [], |row| count(row, 0));
        facts.reversals_without_original = counted(include_str!("reversals_without_original.sql"))?;
        facts.claims_submitted = counted(include_str!("submitted_count.sql"))?;
        (facts.claims_unanswered, facts.oldest_unanswered) =
            self.db.row(include_str!("unanswered.sql"), [], |row| {
                Ok((count(row, 0)?, numbered_date(row, 1)?))
            })?;
        Ok(facts)
    }

    /// Sums adjustments by payer, group and reason, over the months of service of the choice.
    pub fn adjustment_sums(&self, filter: &Filter) -> Result<Vec<AdjustmentSum>> {
        let rows = self
            .db
            .rows(include_str!("adjustment_sums.sql"), [], adjustment_from_row)?;
        let mut sums: BTreeMap<_, AdjustmentSum> = BTreeMap::new();
        for (scope, row) in rows {
            if scope.is_in(filter) {
                let key = (row.payer, row.group, row.reason);
                let sum = sums.entry(key).or_insert(AdjustmentSum {
                    count: 0,
                    amount: Money::default(),
                    ..row
                });
                sum.count += row.count;
                sum.amount += row.amount;
            }
        }
        Ok(sums
            .into_values()
            .filter(|sum| sum.count != 0 || !sum.amount.is_zero())
            .collect())
    }

    /// Sums the money that belongs to no claim by payer and code.
    pub fn provider_adjustments(&self) -> Result<Vec<ProviderAdjustmentSum>> {
        self.db
            .rows(include_str!("provider_adjustments.sql"), [], |row| {
                Ok(ProviderAdjustmentSum {
                    payer: PayerId(row.get(0)?),
                    code: reason(row, 1)?,
                    count: count(row, 2)?,
                    amount: money(row, 3)?,
                })
            })
    }
}

/// Whose and when something was, as a [`Filter`] asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scope {
    payer: PayerId,
    /// 0 where a file did not say, as in totals.
    product: ProductId,
    provider: ProviderId,
    site: SiteId,
    /// Month of service; `None` where nothing says it.
    month: Option<Month>,
}

impl Scope {
    /// Whether the choice holds it; what has no month is only in a choice of all months.
    fn is_in(&self, filter: &Filter) -> bool {
        let in_period = match self.month {
            Some(month) => filter.period.contains(month),
            None => filter.period.from.is_none() && filter.period.to.is_none(),
        };
        in_period
            && filter.payer.is_none_or(|payer| payer == self.payer)
            && filter.product.is_none_or(|product| product == self.product)
            && filter
                .provider
                .is_none_or(|provider| provider == self.provider)
            && filter.site.is_none_or(|site| site == self.site)
    }
}

fn reason(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<ReasonCode> {
    checked(column_idx, ReasonCode::new(text_of(row, column_idx)?))
}

fn product(row: &Row<'_>, column_idx: usize) -> rusqlite::Result<ProductId> {
    let product: Option<i64> = row.get(column_idx)?;
    Ok(ProductId(product.unwrap_or_default()))
}

fn payment_from_row(row: &Row<'_>) -> rusqlite::Result<PaymentRecord> {
    let (amount, paid, adjusted) = (money(row, 4)?, money(row, 8)?, money(row, 10)?);
    Ok(PaymentRecord {
        import: ImportId(row.get(0)?),
        payer: PayerId(row.get(1)?),
        trace: row.get(2)?,
        method: row.get(3)?,
        amount,
        paid_on: numbered_date(row, 5)?,
        claims: count(row, 6)?,
        claims_unbalanced: count(row, 7)?,
        paid,
        interest: money(row, 9)?,
        provider_adjustments: adjusted,
        difference: amount - paid + adjusted,
    })
}

fn adjustment_from_row(row: &Row<'_>) -> rusqlite::Result<(Scope, AdjustmentSum)> {
    let scope = Scope {
        payer: PayerId(row.get(0)?),
        product: product(row, 1)?,
        provider: ProviderId(row.get(2)?),
        site: SiteId(row.get(3)?),
        month: Some(month(row, 4)?),
    };
    let group = AdjustmentGroup::from_code(text_of(row, 5)?)
        .ok_or_else(|| Invalid::new("an adjustment has no known group"));
    let sum = AdjustmentSum {
        payer: scope.payer,
        group: checked(5, group)?,
        reason: reason(row, 6)?,
        count: row.get(7)?,
        amount: money(row, 8)?,
    };
    Ok((scope, sum))
}
