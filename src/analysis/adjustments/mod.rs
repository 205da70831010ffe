//! Why payers paid less than was charged: adjustments by group and reason code (CARC), denials marked.

mod reasons;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

pub use self::reasons::{carc_label, is_denial, provider_adjustment_label};
use super::rounding::share_column;
use super::{BasedOn, ReportInput};
use crate::domain::{AdjustmentGroup, AdjustmentSum, Money, PayerId, Percent, ReasonCode};

/// Adjustments by payer and reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AdjustmentReport {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One entry a payer, the largest amount first.
    pub payers: Vec<PayerAdjustments>,
    /// All payers together.
    pub all: ReasonSums,
}

/// One payer's adjustments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerAdjustments {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its adjustments.
    #[serde(flatten)]
    pub sums: ReasonSums,
}

/// Adjustments added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReasonSums {
    /// All of them.
    pub amount: Money,
    /// Those that deny.
    pub denied: Money,
    /// The same as a percentage of all, to one decimal.
    pub denied_share: Option<Percent>,
    /// How often something was denied, less the times that was taken back.
    pub denials: i64,
    /// One row a group and reason, the largest amount first.
    pub rows: Vec<ReasonRow>,
}

/// Adjustments of one group and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonRow {
    /// Who answers for them.
    pub group: AdjustmentGroup,
    /// The CARC.
    pub reason: ReasonCode,
    /// What the code means, in short; `None` for codes the program has no words for.
    pub label: Option<&'static str>,
    /// Whether it denies the service.
    pub is_denial: bool,
    /// Times it was given, less the times it was taken back.
    pub count: i64,
    /// Dollars; negative where it raised the payment.
    pub amount: Money,
    /// Share of all adjustments, to one decimal.
    pub share: Option<Percent>,
}

/// Makes the report from the lines and claims that the input's filter admits.
pub fn adjustments(input: &ReportInput<'_>, sums: &[AdjustmentSum]) -> AdjustmentReport {
    let mut by_payer: BTreeMap<PayerId, Reasons> = BTreeMap::new();
    let mut all = Reasons::new();
    for sum in sums {
        let reason = (sum.group, sum.reason);
        for reasons in [by_payer.entry(sum.payer).or_default(), &mut all] {
            let (count, amount) = reasons.entry(reason).or_default();
            *count += sum.count;
            *amount += sum.amount;
        }
    }
    let mut payers: Vec<PayerAdjustments> = by_payer
        .iter()
        .map(|(payer, reasons)| PayerAdjustments {
            payer: *payer,
            name: input.payer_name(*payer).into_owned(),
            sums: summed_up(reasons),
        })
        .collect();
    payers.sort_by_key(|payer| Reverse(payer.sums.amount));
    AdjustmentReport {
        based_on: input.based_on(),
        payers,
        all: summed_up(&all),
    }
}

/// Times and dollars of each reason.
type Reasons = BTreeMap<(AdjustmentGroup, ReasonCode), (i64, Money)>;

/// What was given and taken back again leaves nothing to report.
fn summed_up(reasons: &Reasons) -> ReasonSums {
    let mut rows: Vec<ReasonRow> = reasons
        .iter()
        .filter(|(_, (count, amount))| *count != 0 || !amount.is_zero())
        .map(|((group, reason), (count, amount))| ReasonRow {
            group: *group,
            reason: *reason,
            label: carc_label(*reason),
            is_denial: is_denial(*group, *reason),
            count: *count,
            amount: *amount,
            share: None,
        })
        .collect();
    rows.sort_by_key(|row| {
        (
            Reverse(row.amount),
            Reverse(row.count),
            row.group,
            row.reason,
        )
    });
    let parts: Vec<Decimal> = rows.iter().map(|row| row.amount.dollars()).collect();
    for (row, share) in rows.iter_mut().zip(share_column(&parts)) {
        row.share = share;
    }
    let denials = || rows.iter().filter(|row| row.is_denial);
    let amount: Money = rows.iter().map(|row| row.amount).sum();
    let denied: Money = denials().map(|row| row.amount).sum();
    ReasonSums {
        amount,
        denied,
        denied_share: (Money::ZERO < amount)
            .then(|| denied.as_percent_of(amount))
            .flatten()
            .map(|share| share.rounded(1)),
        denials: denials().map(|row| row.count).sum(),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{Sample, dollars, percent};

    fn sum(payer: i64, code: &str, count: i64, amount: &str) -> AdjustmentSum {
        let (group, reason) = code.split_once('-').unwrap();
        AdjustmentSum {
            payer: PayerId(payer),
            group: AdjustmentGroup::from_code(group).unwrap(),
            reason: ReasonCode::new(reason).unwrap(),
            count,
            amount: dollars(amount),
        }
    }

    fn report(sums: &[AdjustmentSum]) -> AdjustmentReport {
        let sample = Sample::new(&["One", "Two"], Vec::new());
        adjustments(&sample.input(), sums)
    }

    #[test]
    fn reasons_are_added_up_by_payer_and_over_all_with_shares() {
        let report = report(&[
            sum(1, "CO-45", 100, "600"),
            sum(1, "PR-3", 10, "200"),
            sum(1, "CO-197", 4, "200"),
            sum(2, "CO-45", 50, "3000"),
        ]);
        let names: Vec<_> = report
            .payers
            .iter()
            .map(|payer| payer.name.as_str())
            .collect();
        assert_eq!(names, ["Two", "One"]);
        let one = &report.payers[1].sums;
        let shown: Vec<_> = one
            .rows
            .iter()
            .map(|row| (row.group.code(), row.reason.to_string(), row.share.unwrap()))
            .collect();
        assert_eq!(
            shown,
            [
                ("CO", "45".to_owned(), percent("60")),
                ("PR", "3".to_owned(), percent("20")),
                ("CO", "197".to_owned(), percent("20")),
            ]
        );
        assert_eq!((one.denied, one.denials), (dollars("200"), 4));
        assert_eq!(one.denied_share, Some(percent("20")));
        assert_eq!(report.all.amount, dollars("4000"));
        assert_eq!(report.all.denied_share, Some(percent("5")));
        assert_eq!(report.all.rows[0].count, 150);
    }

    #[test]
    fn what_was_taken_back_again_is_not_listed() {
        let report = report(&[sum(1, "CO-16", 1, "90"), sum(1, "CO-16", -1, "-90")]);
        assert_eq!(report.all.rows, []);
        assert_eq!(report.all.denied_share, None);
    }

    #[test]
    fn a_code_without_words_is_listed_like_any_other() {
        let report = report(&[sum(1, "OA-W9", 1, "5"), sum(1, "CO-237", 1, "-2")]);
        let rows = &report.payers[0].sums.rows;
        assert_eq!((rows[0].label, rows[0].amount), (None, dollars("5")));
        assert_eq!(rows[1].label, Some("Legislated penalty"));
        // An incentive raises the payment: shares are then taken one by one.
        assert_eq!(rows[0].share, Some(percent("166.7")));
    }
}
