//! What Medicare allows for single services, with the steps.

use std::sync::Arc;

use serde::Serialize;

use super::open::today;
use super::{Desk, JobError};
use crate::analysis::medicare_price::{FactorSource, MedicarePrice, MedicarePrices, PriceStep};
use crate::domain::{
    FeeSchedule, Locality, LocalityKey, MedicareReference, Modifiers, Money, PayerId,
    ProcedureCode, QpStatus, RateKey, Release, Setting,
};
use crate::formats::cms::built_in;

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

/// A release at a locality, owned, ready to price.
pub(super) struct MedicareContext {
    release: Arc<Release>,
    fallback: Option<Arc<Release>>,
    locality: Locality,
    reference: MedicareReference,
}

impl MedicareContext {
    /// Returns the prices.
    pub(super) fn prices(&self) -> MedicarePrices<'_> {
        let prices = MedicarePrices::new(&self.release, self.locality.gpci, &self.reference);
        match &self.fallback {
            Some(fallback) => prices.with_fallback(fallback),
            None => prices,
        }
    }

    /// Returns the reference in words: "RVU25D, Atlanta 10212-01, CF 32.3465".
    pub(super) fn label(&self) -> String {
        let is_split = self.release.info.qp.is_some()
            || self.prices().factor_source() == FactorSource::DateOfService
                && QpStatus::Qualifying == self.reference.qp;
        let qp = match (is_split, self.reference.qp) {
            (false, _) => "",
            (true, QpStatus::NonQualifying) => ", non-QP",
            (true, QpStatus::Qualifying) => ", QP",
        };
        let setting = match self.reference.setting {
            None => String::new(),
            Some(setting) => format!(", all services {}", setting.label().to_lowercase()),
        };
        format!(
            "{}, {} {}{qp}, CF {}{setting}",
            self.release.info.name,
            title_case(&self.locality.name),
            self.locality.key,
            self.prices().conversion_factor(),
        )
    }
}

impl MedicareContext {
    /// Warns where values of one year meet a date of another.
    fn caution(&self) -> Option<String> {
        let day = self.reference.date?;
        let info = &self.release.info;
        if self.prices().factor_source() == FactorSource::ReleaseForUnknownDate {
            return Some(format!(
                "No conversion factor is known for {day}: the one of {} was taken",
                info.name
            ));
        }
        (day.year() != info.year).then(|| {
            format!(
                "{} holds the relative values of {}; only the conversion factor is that of {day}",
                info.name, info.year
            )
        })
    }
}

/// Writes CMS's capitals as a name: `REST OF GEORGIA` becomes `Rest of Georgia`.
fn title_case(name: &str) -> String {
    const SMALL_WORDS: [&str; 3] = ["of", "and", "the"];
    let is_between = |letter: char| !letter.is_alphanumeric() && letter != '\'';
    let mut shown = String::with_capacity(name.len());
    for piece in name.to_ascii_lowercase().split_inclusive(is_between) {
        let word = piece.trim_end_matches(is_between);
        let mut letters = piece.chars();
        match letters.next() {
            Some(first) if shown.is_empty() || !SMALL_WORDS.contains(&word) => {
                shown.push(first.to_ascii_uppercase());
                shown.push_str(letters.as_str());
            }
            _ => shown.push_str(piece),
        }
    }
    shown
}

impl Desk {
    /// Looks up what a reference needs; `None` when the file does not hold its release.
    pub(super) fn medicare_context(
        &mut self,
        reference: &MedicareReference,
    ) -> Result<Option<MedicareContext>, JobError> {
        let Some(release) = self.release(reference.release)? else {
            return Ok(None);
        };
        let built_in = built_in::localities(release.info.year);
        let locality = release
            .locality(reference.locality)
            .or_else(|| {
                built_in
                    .localities
                    .iter()
                    .find(|known| known.key == reference.locality)
            })
            .cloned()
            .ok_or_else(|| {
                JobError::new(
                    "Finding the Medicare locality",
                    format!(
                        "{} has no locality {}",
                        release.info.name, reference.locality
                    ),
                    "Choose the locality under Settings, Medicare reference; in a terminal with --locality",
                )
            })?;
        let fallback = self.fallback_of(&release)?;
        Ok(Some(MedicareContext {
            release,
            fallback,
            locality,
            reference: reference.clone(),
        }))
    }

    /// Returns the release for non-qualifying participants of the same name, which lists rows that
    /// the qualifying participants' one leaves out.
    fn fallback_of(&mut self, release: &Release) -> Result<Option<Arc<Release>>, JobError> {
        if release.info.qp != Some(QpStatus::Qualifying) {
            return Ok(None);
        }
        let doing = "Reading the Medicare releases";
        let known = self.file(doing)?.releases();
        let twin = known
            .map_err(|error| JobError::from_store(doing, &error))?
            .into_iter()
            .find(|other| {
                other.info.name == release.info.name
                    && other.info.qp == Some(QpStatus::NonQualifying)
            });
        match twin {
            Some(twin) => self.release(twin.id),
            None => Ok(None),
        }
    }

    /// Prices one service.
    pub fn price(&mut self, question: &PriceQuestion) -> Result<PricedService, JobError> {
        const DOING: &str = "Pricing by Medicare";
        let reference = self.reference()?.ok_or_else(|| {
            JobError::new(
                DOING,
                "the practice has no Medicare reference yet",
                "Import CMS's relative-value zip (PFS Relative Value Files on cms.gov)",
            )
        })?;
        let setting = question.setting.or(reference.setting);
        let reference = MedicareReference {
            locality: question.locality.unwrap_or(reference.locality),
            qp: question.qp.unwrap_or(reference.qp),
            date: question.date.or(reference.date),
            // A setting asked for is this service's alone, not a rule for all of them.
            setting: reference.setting.filter(|_rule| question.setting.is_none()),
            ..reference
        };
        let key = RateKey {
            code: question.code,
            modifiers: question.modifiers.pricing(),
            setting: setting.unwrap_or(Setting::NonFacility),
        };
        let schedules = self.fee_schedules()?;
        let day = reference.date.unwrap_or_else(today);
        let of_payer = schedules.iter().filter(|schedule| {
            Some(schedule.payer) == question.payer && schedule.is_in_effect(day)
        });
        let fee_schedule_rate = FeeSchedule::latest(of_payer)
            .and_then(|schedule| schedule.rate(key.code, key.modifiers, key.setting));
        let context = self.medicare_context(&reference)?.ok_or_else(|| {
            JobError::new(
                DOING,
                "the practice file no longer holds the release of its Medicare reference",
                "Choose another release under Settings, Medicare reference",
            )
        })?;
        let prices = context.prices();
        Ok(PricedService {
            key,
            reference: context.label(),
            medicare: prices.price(key),
            steps: prices.explain(key),
            caution: context.caution(),
            fee_schedule_rate,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locality_names_read_as_names() {
        for (shouted, shown) in [
            ("ATLANTA", "Atlanta"),
            ("REST OF GEORGIA", "Rest of Georgia"),
            ("THE DALLES", "The Dalles"),
            ("HANFORD-CORCORAN", "Hanford-Corcoran"),
        ] {
            assert_eq!(title_case(shouted), shown);
        }
    }
}
