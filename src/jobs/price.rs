//! What single services should bring, each by itself, with the steps.

use jiff::civil::Date;
use serde::Serialize;

use super::open::today;
use super::{ClaimAnswer, ClaimQuestion, ContractAnswer, Desk, JobError};
use crate::analysis::medicare_price::{MedicarePrice, PriceStep};
use crate::analysis::pricing::Allowed;
use crate::domain::{FeeSchedule, Money, PayerId, RateKey, ReferenceFamily};

/// A service and what it should bring.
#[derive(Clone, Debug, Serialize)]
pub struct PricedService {
    /// What was priced.
    #[serde(flatten)]
    pub key: RateKey,
    /// The reference in words.
    pub reference: String,
    /// One unit by the physician fee schedule's row, before modifiers that have no row of their
    /// own, or why there is none.
    pub medicare: MedicarePrice,
    /// What Medicare allows for the line: units, modifiers and provider class included, by
    /// whichever of its fee schedules lists the service.
    pub allowed: Allowed,
    /// Which of Medicare's fee schedules that is.
    pub family: ReferenceFamily,
    /// The steps, in their order; empty where there is no amount.
    pub steps: Vec<PriceStep>,
    /// The first caution, for programs that show one; `None` where the amount needs no word.
    pub caution: Option<String>,
    /// What should be known before the amount is used.
    pub cautions: Vec<String>,
    /// The payer's fee schedule rate, where one was asked for and lists the service.
    pub fee_schedule_rate: Option<Money>,
    /// What the payer should pay, by its contract or fee schedule.
    pub contract: Option<ContractAnswer>,
}

impl Desk {
    /// Prices one service: the question's only line.
    pub fn price(&mut self, question: &ClaimQuestion) -> Result<PricedService, JobError> {
        let answer = self.claim(question)?;
        let rate = answer
            .keys
            .first()
            .zip(question.payer)
            .map(|(key, payer)| {
                let day = question.date.unwrap_or_else(today);
                self.fee_schedule_rate(*key, payer, day)
            })
            .transpose()?
            .flatten();
        PricedService::of(answer, rate).ok_or_else(|| {
            JobError::new(
                "Pricing by Medicare",
                "no service was named",
                "Name a code, such as 99213",
            )
        })
    }

    /// Looks a service up in a payer's latest fee schedule.
    fn fee_schedule_rate(
        &mut self,
        key: RateKey,
        payer: PayerId,
        day: Date,
    ) -> Result<Option<Money>, JobError> {
        let schedules = self.fee_schedules()?;
        let of_payer = schedules
            .iter()
            .filter(|schedule| schedule.payer == payer && schedule.is_in_effect(day));
        Ok(FeeSchedule::latest(of_payer)
            .and_then(|schedule| schedule.rate_on(key.code, key.modifiers, key.setting, day))
            .map(|found| found.rate))
    }
}

impl PricedService {
    /// Returns a claim's first line as a service by itself; `None` for a claim without lines.
    fn of(answer: ClaimAnswer, fee_schedule_rate: Option<Money>) -> Option<Self> {
        let line = answer.medicare.lines.into_iter().next()?;
        let mut cautions = answer.cautions;
        cautions.extend(line.cautions);
        let mut steps = line.steps;
        steps.extend(answer.medicare.steps);
        Some(Self {
            key: answer.keys.into_iter().next()?,
            reference: answer.reference,
            medicare: answer.physician_fees.into_iter().next()?,
            allowed: line.allowed,
            family: line.family,
            steps,
            caution: cautions.first().cloned(),
            cautions,
            fee_schedule_rate,
            contract: answer.contract,
        })
    }
}
