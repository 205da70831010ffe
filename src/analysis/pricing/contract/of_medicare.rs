//! What a line's service is worth by a percentage of Medicare's amounts, or by its relative values.

use rust_decimal::Decimal;

use super::super::{ComponentFees, Extent, Unpriced};
use super::dated::DatedPrices;
use super::method::points;
use super::worth::{Refusal, Service, Worth, dollars};
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::medicare_price::{
    FactorSource, MedicareAmount, MedicarePrice, MedicarePrices, NoReference, StepKind,
};
use crate::domain::{
    MedicareBasis, Modifier, Modifiers, Money, Percent, ReferenceFamily, StatusCode, YearLock,
};

/// Status of codes that the Medicare contractor prices.
const CARRIER_PRICED: StatusCode = StatusCode('C');
/// Work, practice expense, malpractice, their sum, and that times the conversion factor.
const UNCAPPED_STEPS: usize = 5;

impl<'a> Service<'_, 'a> {
    pub(super) fn percent_of_fees(
        &self,
        percent: Percent,
        dated: &DatedPrices<'a>,
    ) -> Result<Worth, Refusal> {
        let prices = dated.on(self.day).map_err(Refusal::Final)?;
        let (component, found) = self.medicare(&prices)?;
        let amount = found.amount.percent(percent);
        let mut worth = self.worth(amount, Extent::Unit);
        worth.family = ReferenceFamily::PhysicianFeeSchedule;
        worth.consumed = Modifiers::of(self.named.iter().chain(component));
        if self.needs_parts()
            && let Some((_, parts)) = self.fee_parts(&prices, component)
        {
            worth.parts = parts_percent(parts, percent);
        }
        if self.wants_steps() {
            worth.steps = prices.explain(self.key(component));
            let expression = format!("{} \u{d7} {}", found.amount, points(percent));
            let label = "Contract\u{2019}s percentage of Medicare";
            worth
                .steps
                .push(dollars(StepKind::Factor, label, expression, amount));
            worth.cautions = self.cautions(dated, &prices, &found);
        }
        Ok(worth)
    }

    /// Takes the amount that the Medicare contractor set, where the practice typed it in and
    /// Medicare has no national one.
    pub(super) fn percent_of_carrier_price(
        &self,
        percent: Percent,
        library: &MedicareLibrary<'a>,
    ) -> Option<Worth> {
        let is_carrier_priced = self.row.is_some_and(|row| row.status == CARRIER_PRICED);
        if !is_carrier_priced {
            return None;
        }
        let line = self.line;
        let component = Modifiers::of(self.component());
        let found = [line.modifiers.pricing(), component]
            .into_iter()
            .find_map(|modifiers| library.carrier_price(line.code, modifiers, line.setting))?;
        let amount = found.amount.percent(percent);
        let mut worth = self.worth(amount, Extent::Unit);
        worth.family = ReferenceFamily::PhysicianFeeSchedule;
        worth.consumed = Modifiers::of(self.named.iter().chain(found.modifiers.iter()));
        if self.wants_steps() {
            let expression = format!("{} \u{d7} {}", found.amount, points(percent));
            let label = "Percentage of the contractor\u{2019}s price";
            worth.steps = vec![dollars(StepKind::Base, label, expression, amount)];
            worth.cautions =
                vec!["Priced by the Medicare contractor: typed in by the practice".to_owned()];
        }
        Some(worth)
    }

    /// Relative values weighed by the basis's geographic indices times the payer's factor, not
    /// rounded and without Medicare's cap on imaging, which is a rule of payment and not a relative
    /// value.
    pub(super) fn by_factor(
        &self,
        factor: Decimal,
        dated: &DatedPrices<'a>,
    ) -> Result<Worth, Refusal> {
        let prices = dated.on(self.day).map_err(Refusal::Final)?;
        let (component, found) = self.medicare(&prices)?;
        let amount = found.parts.exact_sum();
        let mut worth = self.worth(amount, Extent::Unit);
        worth.family = ReferenceFamily::PhysicianFeeSchedule;
        worth.consumed = Modifiers::of(self.named.iter().chain(component));
        if self.needs_parts()
            && let Some((_, parts)) = self.fee_parts(&prices, component)
        {
            worth.parts = parts;
        }
        if self.wants_steps() {
            worth.steps = prices.explain(self.key(component));
            worth.steps.truncate(UNCAPPED_STEPS);
            if let Some(last) = worth.steps.last_mut() {
                last.label = "Contract\u{2019}s conversion factor".into();
                last.expression = format!("adjusted units \u{d7} {factor}");
            }
            worth.cautions = self.cautions(dated, &prices, &found);
        }
        Ok(worth)
    }

    /// Finds Medicare's amount: of the component billed, where the file has a row for it; a
    /// discontinued procedure without one is the whole one, which the contract's table reduces.
    fn medicare(
        &self,
        prices: &MedicarePrices<'a>,
    ) -> Result<(Option<Modifier>, MedicareAmount), Refusal> {
        let component = self.component();
        let found = match prices.price(self.key(component)) {
            MedicarePrice::NoReference(NoReference::ComponentNotListed(Modifier::DISCONTINUED)) => {
                (None, prices.price(self.key(None)))
            }
            found => (component, found),
        };
        match found {
            (component, MedicarePrice::Amount(amount)) => Ok((component, amount)),
            (_, MedicarePrice::NoReference(reason)) => {
                Err(Refusal::GivesWay(Unpriced::NoReference(reason)))
            }
        }
    }

    fn cautions(
        &self,
        dated: &DatedPrices<'a>,
        prices: &MedicarePrices<'a>,
        found: &MedicareAmount,
    ) -> Vec<String> {
        let basis = dated.basis();
        let is_copy = prices
            .row(self.key(found.row_modifier))
            .is_some_and(|row| row.is_na(found.setting));
        let unknown = prices.factor_source() == FactorSource::ReleaseForUnknownDate;
        [
            (basis.lock == YearLock::NotStated).then(|| {
                "The contract states no Medicare year: priced as the year of service".to_owned()
            }),
            unknown.then(|| format!("No conversion factor is known for {}", self.day)),
            is_copy.then(|| {
                format!(
                    "CMS marks {} as NA: the value repeats the other setting\u{2019}s",
                    found.setting.label().to_lowercase()
                )
            }),
            found.not_a_medicare_payment.then(|| {
                "CMS publishes relative values for it, but Medicare does not pay by them".to_owned()
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    pub(super) fn percent_of_table(
        &self,
        percent: Percent,
        family: ReferenceFamily,
        basis: &MedicareBasis,
        library: &MedicareLibrary<'a>,
    ) -> Result<Worth, Refusal> {
        let service = (self.line.code, self.line.modifiers);
        let found = library
            .listed(family, &basis.lock, self.day, service)
            .map_err(|reason| match reason {
                Unpriced::NoTable(..) => self.unless_of_another(family, reason),
                reason => Refusal::GivesWay(reason),
            })?;
        let (table, value) = (found.table, found.value);
        let listed = Money::new(value.value);
        let amount = listed.percent(percent);
        let mut worth = self.worth(amount, Extent::Unit);
        worth.family = family;
        worth.consumed = Modifiers::of(self.named.iter().chain(value.modifiers.iter()));
        if self.wants_steps() {
            let label = "Contract\u{2019}s percentage of Medicare";
            let expression = format!("{listed} \u{d7} {}", points(percent));
            let mut base = dollars(StepKind::Base, family.label(), String::new(), listed);
            base.source.clone_from(&table.name);
            worth.steps = vec![base, dollars(StepKind::Factor, label, expression, amount)];
            if basis.lock == YearLock::NotStated {
                worth.cautions = vec![
                    "The contract states no Medicare year: priced as the day of service".into(),
                ];
            }
            worth.cautions.extend(found.caution());
        }
        Ok(worth)
    }

    /// A table that is missing leaves services of other families to other rules.
    fn unless_of_another(&self, family: ReferenceFamily, reason: Unpriced) -> Refusal {
        if self.family() == family {
            Refusal::Final(reason)
        } else {
            Refusal::GivesWay(reason)
        }
    }
}

fn parts_percent(parts: ComponentFees, percent: Percent) -> ComponentFees {
    let of = |part: Option<Money>| part.map(|part| part.percent(percent));
    ComponentFees {
        technical: of(parts.technical),
        technical_before_cap: of(parts.technical_before_cap),
        professional: of(parts.professional),
        practice_expense: of(parts.practice_expense),
        work_and_malpractice: of(parts.work_and_malpractice),
    }
}
