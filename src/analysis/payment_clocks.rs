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
