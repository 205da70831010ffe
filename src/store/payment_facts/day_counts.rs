//! Days from service to claim to payment. Only primary payers' claims are counted: what a secondary
//! payer answers starts with the primary payer's answer, which no file dates.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::Row;

use super::{Scope, product};
use crate::domain::{DayCount, Filter, Month, PayerId, PaymentClock, ProviderId, SiteId};
use crate::store::PracticeFile;
use crate::store::columns::numbered_date;
use crate::store::error::Result;
use crate::store::service_lines::QuickHash;

/// The first answer to a claim.
#[derive(Clone, Copy, Debug)]
struct Answer {
    scope: Scope,
    served_on: Option<Date>,
    received_on: Option<Date>,
    paid_on: Date,
}

/// The first sending of a claim.
#[derive(Clone, Copy, Debug)]
struct Submission {
    scope: Scope,
    served_on: Option<Date>,
    submitted_on: Date,
}

type ByClaim<T> = HashMap<i64, T, QuickHash>;

impl PracticeFile {
    /// Counts claims by payer, clock and days. A claim's first answer counts, and its first sending;
    /// the choice's site says nothing of claims that were only sent.
    pub fn day_counts(&self, filter: &Filter) -> Result<Vec<DayCount>> {
        let answers = self.answers()?;
        let submissions = self.submissions()?;
        let mut counts: BTreeMap<(PayerId, PaymentClock, i32), u64> = BTreeMap::new();
        let mut count = |payer, clock, from: Option<Date>, to: Date| {
            if let Some(from) = from {
                let days = (to - from).get_days();
                *counts.entry((payer, clock, days)).or_default() += 1;
            }
        };
        let chosen = answers
            .iter()
            .filter(|(_claim, answer)| answer.scope.is_in(filter));
        chosen.for_each(|(claim, answer)| {
            let payer = answer.scope.payer;
            let submitted_on = submissions.get(claim).map(|sent| sent.submitted_on);
            for (clock, from) in [
                (PaymentClock::SubmissionToPayment, submitted_on),
                (PaymentClock::ReceiptToPayment, answer.received_on),
                (PaymentClock::ServiceToPayment, answer.served_on),
            ] {
                count(payer, clock, from, answer.paid_on);
            }
        });
        let of_submission = Filter {
            site: None,
            ..*filter
        };
        let chosen = submissions
            .values()
            .filter(|sent| sent.scope.is_in(&of_submission));
        chosen.for_each(|sent| {
            let clock = PaymentClock::ServiceToSubmission;
            count(sent.scope.payer, clock, sent.served_on, sent.submitted_on);
        });
        Ok(counts
            .into_iter()
            .map(|((payer, clock, days), claims)| DayCount {
                payer,
                clock,
                days,
                claims,
            })
            .collect())
    }

    fn answers(&self) -> Result<ByClaim<Answer>> {
        let rows = self
            .db
            .rows(include_str!("day_counts.sql"), [], answer_from_row)?;
        let mut answers = ByClaim::default();
        for (claim, answer) in rows.into_iter().flatten() {
            let first: &mut Answer = answers.entry(claim).or_insert(answer);
            if answer.paid_on < first.paid_on {
                *first = answer;
            }
        }
        Ok(answers)
    }

    fn submissions(&self) -> Result<ByClaim<Submission>> {
        let rows = self
            .db
            .rows(include_str!("submissions.sql"), [], submission_from_row)?;
        let mut submissions = ByClaim::default();
        for (claim, sent) in rows.into_iter().flatten() {
            let first: &mut Submission = submissions.entry(claim).or_insert(sent);
            if sent.submitted_on < first.submitted_on {
                *first = sent;
            }
        }
        Ok(submissions)
    }
}

fn answer_from_row(row: &Row<'_>) -> rusqlite::Result<Option<(i64, Answer)>> {
    let Some(paid_on) = numbered_date(row, 7)? else {
        return Ok(None);
    };
    let served_on = numbered_date(row, 5)?;
    let answer = Answer {
        scope: Scope {
            payer: PayerId(row.get(1)?),
            product: product(row, 2)?,
            provider: ProviderId(row.get(3)?),
            site: SiteId(row.get(4)?),
            month: served_on.map(Month::of),
        },
        served_on,
        received_on: numbered_date(row, 6)?,
        paid_on,
    };
    Ok(Some((row.get(0)?, answer)))
}

fn submission_from_row(row: &Row<'_>) -> rusqlite::Result<Option<(i64, Submission)>> {
    let Some(submitted_on) = numbered_date(row, 5)? else {
        return Ok(None);
    };
    let served_on = numbered_date(row, 4)?;
    let sent = Submission {
        scope: Scope {
            payer: PayerId(row.get(1)?),
            product: product(row, 2)?,
            provider: ProviderId(row.get(3)?),
            site: SiteId(0),
            month: served_on.map(Month::of),
        },
        served_on,
        submitted_on,
    };
    Ok(Some((row.get(0)?, sent)))
}
