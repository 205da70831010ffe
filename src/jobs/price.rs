//! What Medicare allows for single services, with the steps.

use serde::Serialize;

use super::medicare_shelf::{MedicareChoice, MedicareShelf, Needs};
use super::open::today;
use super::{Desk, JobError};
use crate::analysis::medicare_price::{MedicarePrice, PriceStep};
use crate::domain::{
    FeeSchedule, LocalityKey, Modifiers, Money, PayerId, ProcedureCode, QpStatus, RateKey, Setting,
};

/// What is asked about the price of one service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PriceQuestion {
    /// The code.
    pub code: ProcedureCode,
    /// Its modifiers.
    pub modifiers: Modifiers,
    /// `None`: the reference's setting, or else non-facility.
    pub setting: Option<Setting>,
    /// `None`: the factor of the reference.
    pub date: Option<jiff::civil::Date>,
    /// `None`: the reference's locality.
    pub locality: Option<LocalityKey>,
    /// `None`: the reference's.
    pub qp: Option<QpStatus>,
    /// Also look up this payer's fee schedule.
    pub payer: Option<PayerId>,
}

impl PriceQuestion {
    /// Asks for a service as the practice's own reference prices it; `fixed_setting` is the one the
    /// reference takes for every service.
    pub fn of(key: RateKey, fixed_setting: Option<Setting>) -> Self {
        Self {
            code: key.code,
            modifiers: key.modifiers,
            setting: Some(fixed_setting.unwrap_or(key.setting)),
            date: None,
            locality: None,
            qp: None,
            payer: None,
        }
    }
}

/// The answer.
#[derive(Clone, Debug, Serialize)]
pub struct PricedService {
    /// What was priced.
    #[serde(flatten)]
    pub key: RateKey,
    /// The reference in words.
    pub reference: String,
    /// Medicare's amount, or why there is none.
    pub medicare: MedicarePrice,
    /// The steps, in their order; empty where there is no amount.
    pub steps: Vec<PriceStep>,
    /// What should be known before the amount is used; `None` where it needs no word.
    pub caution: Option<String>,
    /// The payer's fee schedule rate, where one was asked for and lists the service.
    pub fee_schedule_rate: Option<Money>,
}

impl Desk {
    /// Prices one service.
    pub fn price(&mut self, question: &PriceQuestion) -> Result<PricedService, JobError> {
        let choice = MedicareChoice {
            date: question.date,
            locality: question.locality,
            qp: question.qp,
            ..MedicareChoice::default()
        };
        let mut shelf = self.shelf_to_price(&choice, &Needs::default())?;
        let setting = question.setting.or(shelf.setting());
        if question.setting.is_some() {
            // A setting asked for is this service's alone, not a rule for all of them.
            shelf.set_line_settings();
        }
        let key = RateKey {
            code: question.code,
            modifiers: question.modifiers.pricing(),
            setting: setting.unwrap_or(Setting::NonFacility),
        };
        let schedules = self.fee_schedules()?;
        let day = question.date.unwrap_or_else(today);
        let of_payer = schedules.iter().filter(|schedule| {
            Some(schedule.payer) == question.payer && schedule.is_in_effect(day)
        });
        let fee_schedule_rate = FeeSchedule::latest(of_payer)
            .and_then(|schedule| schedule.rate_on(key.code, key.modifiers, key.setting, day))
            .map(|found| found.rate);
        let prices = shelf.prices()?;
        Ok(PricedService {
            key,
            reference: shelf.label()?,
            medicare: prices.price(key),
            steps: prices.explain(key),
            caution: shelf.cautions()?.into_iter().next(),
            fee_schedule_rate,
        })
    }

    /// Collects what a question about Medicare needs.
    pub(super) fn shelf_to_price(
        &mut self,
        choice: &MedicareChoice,
        needs: &Needs,
    ) -> Result<MedicareShelf, JobError> {
        self.medicare_shelf(choice, needs)?.ok_or_else(|| {
            JobError::new(
                "Pricing by Medicare",
                "the practice has no Medicare reference yet",
                "Import CMS's relative-value zip (PFS Relative Value Files on cms.gov)",
            )
        })
    }
}
