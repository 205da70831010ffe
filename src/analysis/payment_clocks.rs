//! How long payers take to pay, by four clocks, and how long the practice takes to send its claims.
//! What a contract or a law demands is not compared here.
//!
//! The first payment of a claim stops its clocks. The median is the middle number of days, of an even
//! number of claims the mean of the middle two. The 90th percentile is the nearest rank: the fewest
//! days within which at least nine claims of ten were paid. Claims whose dates contradict each other
//! (negative days) are counted apart and have no part in any figure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{BasedOn, ReportInput};
use crate::domain::{DayCount, PayerClass, PayerId, PaymentClock, Percent};

/// How long payments take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentClocks {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One entry a payer, the one with the most claims first.
    pub payers: Vec<PayerClocks>,
    /// All payers together, one entry a clock that has claims.
    pub all: Vec<ClockFigures>,
}

/// How long one payer's payments take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerClocks {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
    /// One entry a clock that has claims, in the order of [`PaymentClock::ALL`].
    pub clocks: Vec<ClockFigures>,
}

/// The figures of one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockFigures {
    /// Which.
    pub clock: PaymentClock,
    /// Claims whose days are known and not negative.
    pub claims: u64,
    /// Middle number of days; `None` without claims.
    pub median_days: Option<Decimal>,
    /// Days within which nine claims of ten were done; `None` without claims.
    pub ninetieth_percentile_days: Option<u32>,
    /// Claims that took more than 30 days.
    pub over_30: Share,
    /// Claims that took more than 45 days.
    pub over_45: Share,
    /// Claims that took more than 60 days.
    pub over_60: Share,
    /// Claims left out because their dates contradict each other.
    pub contradictions: u64,
}

/// Some claims of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub claims: u64,
    /// As a percentage, to one decimal; `None` of none.
    pub percent: Option<Percent>,
}

/// Makes the report from the claims that the input's filter admits.
pub fn payment_clocks(input: &ReportInput<'_>, counts: &[DayCount]) -> PaymentClocks {
    let mut by_payer: BTreeMap<PayerId, BTreeMap<PaymentClock, Days>> = BTreeMap::new();
    let mut all: BTreeMap<PaymentClock, Days> = BTreeMap::new();
    for count in counts {
        let clocks = by_payer.entry(count.payer).or_default();
        clocks.entry(count.clock).or_default().add(count);
        all.entry(count.clock).or_default().add(count);
    }
    let mut payers: Vec<PayerClocks> = by_payer
        .iter()
        .map(|(payer, clocks)| PayerClocks {
            payer: *payer,
            name: input.payer_name(*payer).into_owned(),
            class: input.payer_class(*payer),
            clocks: figures(clocks),
        })
        .collect();
    // The sort is stable: payers with equally many claims stay in order of their number.
    payers.sort_by_key(|payer| std::cmp::Reverse(payer.claims()));
    PaymentClocks {
        based_on: input.based_on(),
        payers,
        all: figures(&all),
    }
}

impl PayerClocks {
    /// Returns the figures of a clock; `None` where no claim has both of its days.
    pub fn clock(&self, clock: PaymentClock) -> Option<&ClockFigures> {
        self.clocks.iter().find(|figures| figures.clock == clock)
    }

    /// Returns the claims of the clock that has the most.
    fn claims(&self) -> u64 {
        let claims = |figures: &ClockFigures| figures.claims + figures.contradictions;
        self.clocks.iter().map(claims).max().unwrap_or(0)
    }
}

/// Claims by days.
#[derive(Clone, Debug, Default)]
struct Days {
    claims: BTreeMap<u32, u64>,
    contradictions: u64,
}

impl Days {
    fn add(&mut self, count: &DayCount) {
        match u32::try_from(count.days) {
            Ok(days) => *self.claims.entry(days).or_default() += count.claims,
            Err(_negative) => self.contradictions += count.claims,
        }
    }

    fn total(&self) -> u64 {
        self.claims.values().sum()
    }

    /// Returns the days of the claim with this rank, counted from 1 for the quickest.
    fn of_rank(&self, rank: u64) -> Option<u32> {
        let mut passed = 0;
        self.claims.iter().find_map(|(days, claims)| {
            passed += claims;
            (rank <= passed).then_some(*days)
        })
    }

    fn median(&self) -> Option<Decimal> {
        let total = self.total();
        let lower = Decimal::from(self.of_rank(total.div_ceil(2).max(1))?);
        let upper = Decimal::from(self.of_rank(total / 2 + 1)?);
        Some((lower + upper) / Decimal::TWO)
    }

    /// Returns the nearest rank: at least nine tenths of the claims took no longer.
    fn ninetieth_percentile(&self) -> Option<u32> {
        let total = self.total();
        // Nine tenths of the total, rounded up, without overflow.
        self.of_rank((total - total / 10).max(1))
    }

    fn over(&self, days: u32) -> Share {
        let claims = self
            .claims
            .range(days + 1..)
            .map(|(_, claims)| claims)
            .sum();
        let percent = Percent::ratio(Decimal::from(claims), Decimal::from(self.total()));
        Share {
            claims,
            percent: percent.map(|percent| percent.rounded(1)),
        }
    }
}

fn figures(clocks: &BTreeMap<PaymentClock, Days>) -> Vec<ClockFigures> {
    clocks
        .iter()
        .map(|(clock, days)| ClockFigures {
            clock: *clock,
            claims: days.total(),
            median_days: days.median(),
            ninetieth_percentile_days: days.ninetieth_percentile(),
            over_30: days.over(30),
            over_45: days.over(45),
            over_60: days.over(60),
            contradictions: days.contradictions,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{Sample, decimal, percent};

    const CLOCK: PaymentClock = PaymentClock::ReceiptToPayment;

    fn count(payer: i64, days: i32, claims: u64) -> DayCount {
        DayCount {
            payer: PayerId(payer),
            clock: CLOCK,
            days,
            claims,
        }
    }

    fn clocks(counts: &[DayCount]) -> PaymentClocks {
        let sample = Sample::new(&["One", "Two"], Vec::new());
        payment_clocks(&sample.input(), counts)
    }

    fn check(days: &[i32], median: &str, ninetieth: u32) {
        let counts: Vec<_> = days.iter().map(|days| count(1, *days, 1)).collect();
        let figures = clocks(&counts).all[0];
        assert_eq!(figures.median_days, Some(decimal(median)), "{days:?}");
        assert_eq!(
            figures.ninetieth_percentile_days,
            Some(ninetieth),
            "{days:?}"
        );
    }

    #[test]
    fn the_median_is_the_middle_and_the_ninetieth_percentile_the_nearest_rank() {
        check(&[7], "7", 7);
        check(&[10, 20], "15", 20);
        check(&[10, 20, 90], "20", 90);
        check(&[9, 14, 18, 19], "16", 19);
        // Ten claims: nine took no longer than 30 days.
        check(&[1, 2, 3, 4, 5, 6, 7, 8, 30, 99], "5.5", 30);
        // Eleven: nine tenths are 9.9, so the tenth claim counts.
        check(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 30, 99], "6", 30);
    }

    #[test]
    fn claims_counted_together_are_as_good_as_one_by_one() {
        let figures = clocks(&[count(1, 10, 60), count(1, 20, 35), count(1, 61, 5)]).all[0];
        assert_eq!(figures.claims, 100);
        assert_eq!(figures.median_days, Some(decimal("10")));
        assert_eq!(figures.ninetieth_percentile_days, Some(20));
    }

    #[test]
    fn shares_count_claims_that_took_longer_and_not_those_that_took_as_long() {
        let counts: Vec<_> = [30, 31, 45, 46, 60, 61]
            .map(|days| count(1, days, 1))
            .to_vec();
        let figures = clocks(&counts).all[0];
        let share = |claims, text| Share {
            claims,
            percent: Some(percent(text)),
        };
        assert_eq!(figures.over_30, share(5, "83.3"));
        assert_eq!(figures.over_45, share(3, "50"));
        assert_eq!(figures.over_60, share(1, "16.7"));
    }

    #[test]
    fn dates_that_contradict_each_other_have_no_part_in_any_figure() {
        let report = clocks(&[count(1, -3, 4), count(1, 12, 1), count(2, -1, 2)]);
        let one = report.payers[0].clock(CLOCK).unwrap();
        assert_eq!((one.claims, one.contradictions), (1, 4));
        assert_eq!(one.median_days, Some(decimal("12")));
        let two = report.payers[1].clock(CLOCK).unwrap();
        assert_eq!((two.claims, two.contradictions), (0, 2));
        assert_eq!(
            (two.median_days, two.ninetieth_percentile_days),
            (None, None)
        );
        assert_eq!(two.over_30, Share::default());
        assert_eq!(report.all[0].contradictions, 6);
    }

    #[test]
    fn payers_are_counted_together_and_each_clock_by_itself() {
        // One claim of each kind: seen January 2, sent January 7, received January 8, paid January 26.
        let days = [
            (PaymentClock::ServiceToSubmission, 5),
            (PaymentClock::SubmissionToPayment, 19),
            (PaymentClock::ReceiptToPayment, 18),
            (PaymentClock::ServiceToPayment, 24),
        ];
        let mut counts: Vec<_> = days
            .map(|(clock, days)| DayCount {
                clock,
                ..count(1, days, 1)
            })
            .to_vec();
        counts.push(count(2, 38, 3));
        let report = clocks(&counts);
        let names: Vec<_> = report
            .payers
            .iter()
            .map(|payer| payer.name.as_str())
            .collect();
        assert_eq!(names, ["Two", "One"]);
        for (clock, days) in days {
            let figures = report.payers[1].clock(clock).unwrap();
            assert_eq!(figures.median_days, Some(Decimal::from(days)), "{clock:?}");
        }
        let all = report.all.iter().find(|figures| figures.clock == CLOCK);
        assert_eq!(all.unwrap().median_days, Some(decimal("38")));
        assert_eq!(report.payers[0].clock(PaymentClock::ServiceToPayment), None);
    }
}
