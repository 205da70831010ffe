//! Reports on what is line by line in the practice file: its payments, and the quality of its data.

use serde::Serialize;

use super::{Desk, JobError};
use crate::analysis::BasedOn;
use crate::analysis::data_quality::{DataQuality, QualityFacts, data_quality};
use crate::domain::{Filter, Money, Month, PaymentFacts, PaymentRecord, ProviderAdjustmentSum};
use crate::store::{PracticeFile, StoreError};

/// The payments of the imports that count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PaymentsReport {
    /// What the practice's services rest on.
    pub based_on: BasedOn,
    /// Payments, the latest first.
    pub payments: Vec<PaymentRecord>,
    /// Their sum.
    pub amount: Money,
    /// How many of them do not balance.
    pub unbalanced: u64,
    /// What is odd about all remittances and claims, whatever is asked about.
    pub facts: PaymentFacts,
    /// Money that belongs to no claim, by payer and code, whatever is asked about.
    pub provider_adjustments: Vec<ProviderAdjustmentSum>,
}

impl Desk {
    /// Asks the practice file something.
    pub(super) fn ask_file<T>(
        &mut self,
        ask: impl FnOnce(&PracticeFile) -> Result<T, StoreError>,
    ) -> Result<T, JobError> {
        const DOING: &str = "Reading remittances and claims";
        ask(self.file(DOING)?).map_err(|error| JobError::from_store(DOING, &error))
    }

    /// Says what reports rest on.
    fn based_on(&mut self, filter: Filter) -> Result<BasedOn, JobError> {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method is not general enough in its lifetimes"
        )]
        self.with_input(filter, |input| input.based_on())
    }

    /// Lists the payments of a payer and a period, by the day they were paid.
    pub(super) fn payments(&mut self, filter: Filter) -> Result<PaymentsReport, JobError> {
        let is_asked = |payment: &PaymentRecord| {
            filter.payer.is_none_or(|payer| payer == payment.payer)
                && payment
                    .paid_on
                    .is_none_or(|day| filter.period.contains(Month::of(day)))
        };
        let mut payments = self.ask_file(PracticeFile::payments)?;
        payments.retain(is_asked);
        payments.sort_by_key(|payment| std::cmp::Reverse(payment.paid_on));
        Ok(PaymentsReport {
            based_on: self.based_on(filter)?,
            amount: payments.iter().map(|payment| payment.amount).sum(),
            unbalanced: payments
                .iter()
                .filter(|payment| !payment.difference.is_zero() || payment.claims_unbalanced > 0)
                .count() as u64,
            payments,
            facts: self.ask_file(PracticeFile::payment_facts)?,
            provider_adjustments: self.ask_file(PracticeFile::provider_adjustments)?,
        })
    }

    /// Judges the quality of all the practice's data.
    pub(super) fn data_quality(&mut self) -> Result<DataQuality, JobError> {
        let view = self.view()?;
        let payments = self.ask_file(PracticeFile::payments)?;
        let payment_facts = self.ask_file(PracticeFile::payment_facts)?;
        let overlaps = self.ask_file(PracticeFile::import_overlaps)?;
        self.with_input(Filter::default(), |input| {
            data_quality(
                input,
                &QualityFacts {
                    imports: &view.imports,
                    payer_names: &view.payer_names,
                    suggestions: &view.merge_suggestions,
                    payments: &payments,
                    payment_facts,
                    overlaps: &overlaps,
                },
            )
        })
    }
}
