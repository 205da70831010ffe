//! Reports on the open practice, from the totals it maintains.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::import_x12::ImportedFile;
use super::medicare_choice::{ChosenRelease, MedicareChoice, Needs};
use super::report_payments::PaymentsReport;
use super::{BaselineKey, ClaimAnswer, ClaimQuestion, Desk, JobError, YearLockQuestion};
use crate::analysis::adjustments::{AdjustmentReport, adjustments};
use crate::analysis::code_rates::{CodeRates, code_rates};
use crate::analysis::coverage::{Coverage, coverage};
use crate::analysis::data_quality::DataQuality;
use crate::analysis::headline::{Headline, test_percent_of_medicare};
use crate::analysis::key_figures::{KeyFigures, key_figures};
use crate::analysis::pareto::{Pareto, ParetoBasis, pareto};
use crate::analysis::payer_mix::{PayerMix, payer_mix};
use crate::analysis::payment_clocks::{PaymentClocks, payment_clocks};
use crate::analysis::pricing::MedicareFees;
use crate::analysis::rate_model::{RateBaseline, rate_baseline};
use crate::analysis::recodes::{RecodeReport, recodes};
use crate::analysis::schedule_differences::ScheduleDifferences;
use crate::analysis::year_lock::YearComparison;
use crate::analysis::{ReferencePrices, ReportInput};
use crate::domain::{
    FeeScheduleId, Filter, ImportId, ImportKind, PayerId, Percent, RateKey, Records, ReleaseId,
    Setting,
};

/// Which report.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ReportKind {
    /// Totals, weighted percentage of Medicare by payer, value of 1 %.
    KeyFigures,
    /// Visits, charges, allowed and payments by payer.
    PayerMix,
    /// Percentage of Medicare by code and payer.
    CodeRates,
    /// The codes that bring most of the money.
    Pareto {
        /// What codes are ranked by.
        basis: ParetoBasis,
        /// The share to reach.
        threshold: Percent,
    },
    /// What a claimed average hides.
    Headline {
        /// Whose claim.
        payer: PayerId,
        /// The percentage of Medicare claimed.
        claimed: Percent,
    },
    /// One payer's rates and volumes, to propose others on.
    Baseline(BaselineKey),
    /// What the lines of a claim should bring, by Medicare and by the payer.
    Claim(ClaimQuestion),
    /// How much of the practice's money Medicare has an amount for, by family, and why not.
    Coverage,
    /// One Medicare year's rates as percentages of another's.
    YearLock(YearLockQuestion),
    /// What is odd about the practice's data, each with a way to mend it.
    DataQuality,
    /// Days from service, claim and receipt to payment, by payer.
    PaymentClocks,
    /// Lines paid under another code, other modifiers or fewer units than billed.
    Recodes,
    /// Why less than the charge was paid, by payer and CARC.
    Adjustments,
    /// The payments themselves, with whether they balance.
    Payments,
    /// The files that an import of remittances or claims was made from.
    ImportFiles(ImportId),
    /// The rows of one of the small tables beside services and rates.
    Records(ImportKind),
    /// What changes from one fee schedule of a payer to another.
    ScheduleDifferences {
        /// Whose.
        payer: PayerId,
        /// The new one; `None`: the payer's latest.
        schedule: Option<FeeScheduleId>,
        /// The old one; `None`: the contract in force today, or else the schedule before.
        against: Option<FeeScheduleId>,
    },
}

/// A report.
#[derive(Clone, Debug)]
pub enum ReportValue {
    /// Answer to [`ReportKind::KeyFigures`].
    KeyFigures(Arc<KeyFigures>),
    /// Answer to [`ReportKind::PayerMix`].
    PayerMix(Arc<PayerMix>),
    /// Answer to [`ReportKind::CodeRates`].
    CodeRates(Arc<CodeRates>),
    /// Answer to [`ReportKind::Pareto`].
    Pareto(Arc<Pareto>),
    /// Answer to [`ReportKind::Headline`].
    Headline(Arc<Headline>),
    /// Answer to [`ReportKind::Baseline`].
    Baseline(Arc<ModelBase>),
    /// Answer to [`ReportKind::Claim`].
    Claim(Arc<ClaimAnswer>),
    /// Answer to [`ReportKind::Coverage`].
    Coverage(Arc<Coverage>),
    /// Answer to [`ReportKind::YearLock`].
    YearLock(Arc<YearComparison>),
    /// Answer to [`ReportKind::Records`].
    Records(Arc<Records>),
    /// Answer to [`ReportKind::DataQuality`].
    DataQuality(Arc<DataQuality>),
    /// Answer to [`ReportKind::PaymentClocks`].
    PaymentClocks(Arc<PaymentClocks>),
    /// Answer to [`ReportKind::Recodes`].
    Recodes(Arc<RecodeReport>),
    /// Answer to [`ReportKind::Adjustments`].
    Adjustments(Arc<AdjustmentReport>),
    /// Answer to [`ReportKind::Payments`].
    Payments(Arc<PaymentsReport>),
    /// Answer to [`ReportKind::ImportFiles`].
    ImportFiles(Arc<Vec<ImportedFile>>),
    /// Answer to [`ReportKind::ScheduleDifferences`].
    ScheduleDifferences(Arc<ScheduleDifferences>),
}

/// What a proposal is projected on.
#[derive(Clone, Debug)]
pub struct ModelBase {
    /// The payer's rates and volumes.
    pub baseline: RateBaseline,
    /// Medicare's amounts in the proposal's release; `None`: those of the practice's reference,
    /// which the baseline holds.
    pub prices: Option<Arc<ReferencePrices>>,
}

impl Desk {
    /// Computes a report.
    pub fn report(&mut self, kind: &ReportKind, filter: Filter) -> Result<ReportValue, JobError> {
        Ok(match kind {
            ReportKind::KeyFigures => {
                let figures = self.with_input(filter, |input| {
                    key_figures(&payer_mix(input), &code_rates(input))
                })?;
                ReportValue::KeyFigures(Arc::new(figures))
            }
            ReportKind::PayerMix => {
                ReportValue::PayerMix(Arc::new(self.with_input(filter, payer_mix)?))
            }
            ReportKind::CodeRates => {
                ReportValue::CodeRates(Arc::new(self.with_input(filter, code_rates)?))
            }
            ReportKind::Pareto { basis, threshold } => {
                let ranked = self.with_input(filter, |input| pareto(input, *basis, *threshold))?;
                ReportValue::Pareto(Arc::new(ranked))
            }
            ReportKind::Headline { payer, claimed } => {
                let tested = self.with_input(filter, |input| {
                    test_percent_of_medicare(&code_rates(input), *payer, *claimed)
                })?;
                ReportValue::Headline(Arc::new(tested))
            }
            ReportKind::Baseline(key) => {
                ReportValue::Baseline(Arc::new(self.model_base(*key, filter)?))
            }
            ReportKind::Claim(question) => ReportValue::Claim(Arc::new(self.claim(question)?)),
            ReportKind::Coverage => {
                ReportValue::Coverage(Arc::new(self.with_input(filter, coverage)?))
            }
            ReportKind::YearLock(question) => {
                ReportValue::YearLock(Arc::new(self.year_lock(question, filter)?))
            }
            ReportKind::ImportFiles(import) => {
                ReportValue::ImportFiles(Arc::new(self.import_files(*import)?))
            }
            ReportKind::Records(kind) => ReportValue::Records(self.records(*kind)?),
            ReportKind::DataQuality => ReportValue::DataQuality(Arc::new(self.data_quality()?)),
            ReportKind::PaymentClocks => {
                let counts = self.ask_file(|file| file.day_counts(&filter))?;
                let report = self.with_input(filter, |input| payment_clocks(input, &counts))?;
                ReportValue::PaymentClocks(Arc::new(report))
            }
            ReportKind::Recodes => {
                let found = self.ask_file(|file| file.recodes(&filter))?;
                let report = self.with_input(filter, |input| recodes(input, &found))?;
                ReportValue::Recodes(Arc::new(report))
            }
            ReportKind::Adjustments => {
                let sums = self.ask_file(|file| file.adjustment_sums(&filter))?;
                let report = self.with_input(filter, |input| adjustments(input, &sums))?;
                ReportValue::Adjustments(Arc::new(report))
            }
            ReportKind::Payments => ReportValue::Payments(Arc::new(self.payments(filter)?)),
            ReportKind::ScheduleDifferences {
                payer,
                schedule,
                against,
            } => ReportValue::ScheduleDifferences(Arc::new(
                self.schedule_differences(*payer, *schedule, *against, filter)?,
            )),
        })
    }

    /// Returns what a proposal to a payer is projected on.
    pub fn model_base(&mut self, key: BaselineKey, filter: Filter) -> Result<ModelBase, JobError> {
        let prices = match key.release {
            Some(release) => self.prices_of(Some(release))?,
            None => None,
        };
        let filter = filter.for_payer(key.payer);
        let baseline = self.with_input(filter, |input| rate_baseline(input, key.payer))?;
        Ok(ModelBase { baseline, prices })
    }

    /// Makes a report from everything it may need.
    pub(super) fn with_input<T>(
        &mut self,
        filter: Filter,
        report: impl FnOnce(&ReportInput<'_>) -> T,
    ) -> Result<T, JobError> {
        let view = self.view()?;
        let totals = self.totals()?;
        let fee_schedules = self.fee_schedules_in_effect()?;
        let reference = self.reference_prices()?;
        Ok(report(&ReportInput {
            totals: &totals,
            payers: &view.payers,
            products: &view.products,
            filter: &filter,
            reference: reference.as_deref(),
            fee_schedules: &fee_schedules,
            import_count: view.service_file_count(),
        }))
    }

    /// Returns Medicare's amounts under the practice's reference, for every service it has.
    pub(super) fn reference_prices(&mut self) -> Result<Option<Arc<ReferencePrices>>, JobError> {
        self.prices_of(None)
    }

    /// Returns Medicare's amounts in a release at the practice's locality; `None` for the
    /// reference's own.
    fn prices_of(
        &mut self,
        release: Option<ReleaseId>,
    ) -> Result<Option<Arc<ReferencePrices>>, JobError> {
        if let Some(prices) = self.cache.prices.get(&release) {
            return Ok(Some(Arc::clone(prices)));
        }
        if self.reference()?.is_none() {
            return Ok(None);
        }
        let choice = MedicareChoice {
            // Another release is priced by its own factor: its date is not the reference's.
            release: release.map(ChosenRelease::Row),
            ..MedicareChoice::default()
        };
        let keys = self.priced_keys()?;
        let Some(shelf) = self.medicare_shelf(&choice, &Needs::default())? else {
            return Ok(None);
        };
        let library = shelf.library();
        let medicare = MedicareFees::new(&library);
        let label = shelf.label()?;
        let prices = ReferencePrices::of_medicare(label, &medicare, shelf.day(), keys);
        let prices = Arc::new(prices);
        self.cache.prices.insert(release, Arc::clone(&prices));
        Ok(Some(prices))
    }

    /// Returns every service the practice billed or has a rate for.
    fn priced_keys(&mut self) -> Result<BTreeSet<RateKey>, JobError> {
        let totals = self.totals()?;
        let mut keys: BTreeSet<RateKey> = totals.rows.iter().map(|row| row.key).collect();
        for schedule in self.fee_schedules()?.iter() {
            for rate in &schedule.rates {
                let settings = rate
                    .setting
                    .map_or(Setting::ALL.to_vec(), |only| vec![only]);
                keys.extend(settings.into_iter().map(|setting| RateKey {
                    code: rate.code,
                    modifiers: rate.modifiers.pricing(),
                    setting,
                }));
            }
        }
        Ok(keys)
    }
}
