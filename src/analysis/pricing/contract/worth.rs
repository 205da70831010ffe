//! What a line's service is worth by one fee method, or why the method has no amount for it.

use jiff::civil::Date;

use super::super::both_sides::BothSides;
use super::super::{ClaimLine, ComponentFees, Detail, Extent, Unpriced};
use super::method::{MethodPlan, Sources, points};
use super::rules::{covers_components, list_entry};
use crate::analysis::medicare_price::{
    MedicareAmount, MedicarePrice, MedicarePrices, PriceStep, StepKind, StepUnit,
};
use crate::domain::{
    FeeRate, Modifier, Modifiers, Money, Percent, PricingPolicies, RateKey, ReferenceFamily,
    RvuRow, ServiceCategory, YearLock,
};

/// Components that Medicare's file has rows of their own for.
const COMPONENT_ROWS: [Modifier; 3] = [
    Modifier::PROFESSIONAL,
    Modifier::TECHNICAL,
    Modifier::DISCONTINUED,
];

/// Modifiers that the billed charge already reflects: a component, and both sides.
const HELD_BY_CHARGE: [Modifier; 3] = [Modifier::PROFESSIONAL, Modifier::TECHNICAL, BOTH_SIDES];
const BOTH_SIDES: Modifier = Modifier::literal(*b"50");

/// A line to be priced by one rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Service<'l, 'a> {
    /// The line.
    pub(super) line: &'l ClaimLine,
    /// Date of service.
    pub(super) day: Date,
    /// Whether steps are wanted.
    pub(super) detail: Detail,
    /// CMS's row, with its indicators.
    pub(super) row: Option<&'a RvuRow>,
    /// The contract's tables.
    pub(super) policies: &'a PricingPolicies,
    /// Modifiers the rule names.
    pub(super) named: Modifiers,
    /// The entry of the payer's list that made the rule a candidate.
    pub(super) entry: Option<&'a FeeRate>,
}

/// What a method makes of a line.
#[derive(Clone, Debug)]
pub(super) struct Worth {
    /// Dollars, exact.
    pub(super) amount: Money,
    /// For one unit, the line, or the case.
    pub(super) extent: Extent,
    /// Which of Medicare's fee schedules it rests on or compares with.
    pub(super) family: ReferenceFamily,
    /// Its parts, where a reduction may touch one of them.
    pub(super) parts: ComponentFees,
    /// Modifiers whose effect it holds.
    pub(super) consumed: Modifiers,
    /// How it came about.
    pub(super) steps: Vec<PriceStep>,
    /// What should be known.
    pub(super) cautions: Vec<String>,
}

/// Why a method has no amount.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    /// The method does not reach the service: the next rule may.
    GivesWay(Unpriced),
    /// The contract means this method, and the amount cannot be known.
    Final(Unpriced),
}

impl<'a> Service<'_, 'a> {
    pub(super) fn wants_steps(&self) -> bool {
        self.detail == Detail::Steps
    }

    /// Whether one of the reductions may touch a part of the fee only.
    pub(super) fn needs_parts(&self) -> bool {
        self.row
            .is_some_and(|row| matches!(row.multiple_procedure, 4..=7))
            || !self.line.modifiers.pricing().is_empty()
    }

    pub(super) fn key(&self, component: Option<Modifier>) -> RateKey {
        RateKey {
            code: self.line.code,
            modifiers: Modifiers::of(component),
            setting: self.line.setting,
        }
    }

    /// Returns the family of Medicare's in which the service's percentage of Medicare is taken: the
    /// physicians' where it has relative values, else by its section.
    pub(super) fn family(&self) -> ReferenceFamily {
        let has_values = |row: &RvuRow| !row.total(self.line.setting).is_zero();
        if self.row.is_some_and(has_values) {
            return ReferenceFamily::PhysicianFeeSchedule;
        }
        match ServiceCategory::of(self.line.code) {
            ServiceCategory::Anesthesia => ReferenceFamily::Anesthesia,
            ServiceCategory::Drugs => ReferenceFamily::Drugs,
            ServiceCategory::Laboratory => ReferenceFamily::ClinicalLaboratory,
            ServiceCategory::Equipment => ReferenceFamily::Dmepos,
            ServiceCategory::EvaluationAndManagement
            | ServiceCategory::Surgery
            | ServiceCategory::Radiology
            | ServiceCategory::Medicine
            | ServiceCategory::Other => ReferenceFamily::PhysicianFeeSchedule,
        }
    }

    /// Returns the component billed that Medicare may have a row for.
    pub(super) fn component(&self) -> Option<Modifier> {
        COMPONENT_ROWS
            .into_iter()
            .find(|component| self.line.modifiers.contains(*component))
    }

    pub(super) fn worth(&self, amount: Money, extent: Extent) -> Worth {
        Worth {
            amount,
            extent,
            family: self.family(),
            parts: ComponentFees::default(),
            consumed: self.named,
            steps: Vec::new(),
            cautions: Vec::new(),
        }
    }

    /// Prices the line by a method.
    pub(super) fn price(
        &self,
        method: &MethodPlan<'a>,
        sources: &Sources<'a>,
    ) -> Result<Worth, Refusal> {
        match method {
            MethodPlan::Amount(amount) => self.rate(*amount, "Contract rate", sources),
            MethodPlan::Listed(None) => Err(Refusal::Final(Unpriced::ScheduleMissing)),
            MethodPlan::Listed(Some(list)) => {
                let entry = self
                    .entry
                    .or_else(|| list_entry(list, self.line, self.day, self.policies))
                    .ok_or(Refusal::GivesWay(Unpriced::NoRule))?;
                let named = Modifiers::of(self.named.iter().chain(entry.modifiers.iter()));
                let by_entry = Self { named, ..*self };
                by_entry.rate(entry.rate, &list.name, sources)
            }
            MethodPlan::PercentOfFees(percent, prices) => {
                self.percent_of_fees(*percent, prices).or_else(|refusal| {
                    self.percent_of_carrier_price(*percent, sources.library)
                        .ok_or(refusal)
                })
            }
            MethodPlan::ConversionFactor(factor, prices) => self.by_factor(*factor, prices),
            MethodPlan::PercentOfTable(percent, family, basis) => {
                self.percent_of_table(*percent, *family, basis, sources.library)
            }
            MethodPlan::PercentOfAnesthesia(percent, basis) => {
                self.percent_of_anesthesia(*percent, basis, sources.library)
            }
            MethodPlan::AnesthesiaFactor(factor, rounding, physical_status) => self.anesthesia(
                factor.dollars(),
                (*rounding, *physical_status),
                (sources.library, &YearLock::Floating { lag_days: 0 }),
            ),
            MethodPlan::PercentOfCharge(percent) => self.percent_of_charge(*percent),
            MethodPlan::CaseRate(amount) => Ok(self.case_rate(*amount)),
            MethodPlan::Capitation => Err(Refusal::Final(Unpriced::Capitated)),
            MethodPlan::ByReport => Err(Refusal::Final(Unpriced::ServiceByReport)),
            MethodPlan::GreaterOf(both) => self.greater_of(both, sources),
        }
    }

    /// A rate in dollars per unit. Never for a component, unless the rule names it or the contract's
    /// table says what share it is.
    fn rate(&self, amount: Money, label: &str, sources: &Sources<'a>) -> Result<Worth, Refusal> {
        if !covers_components(self.named, self.line.modifiers, self.policies) {
            return Err(Refusal::GivesWay(Unpriced::NoRule));
        }
        let mut worth = self.worth(amount, Extent::Unit);
        if self.needs_parts() {
            worth.parts = self.parts_by_share(amount, sources);
        }
        if self.wants_steps() {
            let expression = format!("{amount} per unit");
            worth.steps = vec![dollars(StepKind::Base, label, expression, amount)];
        }
        Ok(worth)
    }

    /// Divides a rate as Medicare's amount of the day is divided.
    fn parts_by_share(&self, rate: Money, sources: &Sources<'a>) -> ComponentFees {
        let Ok(prices) = sources.current.on(self.day) else {
            return ComponentFees::default();
        };
        let component = self.component();
        let Some((found, parts)) = self.fee_parts(&prices, component) else {
            return ComponentFees::default();
        };
        let share = |part: Option<Money>| {
            let part = part?.dollars().checked_div(found.amount.dollars())?;
            Some(rate.times(part))
        };
        ComponentFees {
            technical: share(parts.technical),
            technical_before_cap: None,
            professional: share(parts.professional),
            practice_expense: share(parts.practice_expense),
            work_and_malpractice: share(parts.work_and_malpractice),
        }
    }

    /// Returns Medicare's amount of one unit with its parts.
    pub(super) fn fee_parts(
        &self,
        prices: &MedicarePrices<'a>,
        component: Option<Modifier>,
    ) -> Option<(MedicareAmount, ComponentFees)> {
        let MedicarePrice::Amount(found) = prices.price(self.key(component)) else {
            return None;
        };
        // A component is all of itself, which the engine knows.
        let of = |wanted| match (component, prices.price(self.key(Some(wanted)))) {
            (None, MedicarePrice::Amount(part)) => Some(part),
            _ => None,
        };
        let technical = of(Modifier::TECHNICAL);
        let whole = technical.unwrap_or(found);
        let parts = ComponentFees {
            technical: technical.map(|part| part.amount),
            technical_before_cap: whole.is_capped().then_some(whole.uncapped),
            professional: of(Modifier::PROFESSIONAL).map(|part| part.amount),
            practice_expense: Some(found.parts.pe),
            work_and_malpractice: Some(found.parts.work + found.parts.mp),
        };
        Some((found, parts))
    }

    fn percent_of_charge(&self, percent: Percent) -> Result<Worth, Refusal> {
        let charge = self.line.charge.ok_or(Refusal::Final(Unpriced::NoCharge))?;
        let amount = charge.percent(percent);
        let mut worth = self.worth(amount, Extent::Line);
        let held = HELD_BY_CHARGE
            .into_iter()
            .filter(|modifier| self.line.modifiers.contains(*modifier));
        worth.consumed = Modifiers::of(self.named.iter().chain(held));
        if self.wants_steps() {
            let expression = format!("{charge} \u{d7} {}", points(percent));
            let label = "Percentage of the charge";
            worth.steps = vec![dollars(StepKind::Base, label, expression, amount)];
        }
        Ok(worth)
    }

    /// One amount for all lines of the claim that the rule is for, whatever their modifiers.
    fn case_rate(&self, amount: Money) -> Worth {
        let mut worth = self.worth(amount, Extent::Case);
        worth.consumed = self.line.modifiers;
        if self.wants_steps() {
            let expression = "one amount for the services of the case".to_owned();
            worth.steps = vec![dollars(StepKind::Base, "Case rate", expression, amount)];
        }
        worth
    }

    /// Prices by both and takes the higher; steps show both. One that does not reach the service
    /// leaves it to the other.
    fn greater_of(
        &self,
        both: &[MethodPlan<'a>; 2],
        sources: &Sources<'a>,
    ) -> Result<Worth, Refusal> {
        let [one, other] = both.each_ref().map(|method| self.price(method, sources));
        let (one, other) = match (one, other) {
            (Err(Refusal::Final(reason)), _) | (_, Err(Refusal::Final(reason))) => {
                return Err(Refusal::Final(reason));
            }
            (Ok(only), Err(Refusal::GivesWay(_))) | (Err(Refusal::GivesWay(_)), Ok(only)) => {
                return Ok(only);
            }
            (Err(reason), Err(_)) => return Err(reason),
            (Ok(one), Ok(other)) => (one, other),
        };
        let (mut higher, lower) = if self.of_line(&one) < self.of_line(&other) {
            (other, one)
        } else {
            (one, other)
        };
        if self.wants_steps() {
            let expression = if higher.extent == lower.extent {
                format!("higher of {} and {}", higher.amount, lower.amount)
            } else {
                let (more, less) = (self.of_line(&higher), self.of_line(&lower));
                format!("higher of {more} and {less} for the whole line")
            };
            let mut steps = lower.steps;
            steps.append(&mut higher.steps);
            steps.push(dollars(
                StepKind::Base,
                "Greater of the two",
                expression,
                higher.amount,
            ));
            higher.steps = steps;
        }
        Ok(higher)
    }

    /// Returns what an amount comes to for the whole line, with its units and both sides, which a
    /// charge already holds.
    fn of_line(&self, worth: &Worth) -> Money {
        if worth.extent != Extent::Unit {
            return worth.amount;
        }
        let of_units = worth.amount.times(self.line.units);
        if worth.consumed.contains(BOTH_SIDES) {
            return of_units;
        }
        let indicated = self.row.map(|row| row.bilateral);
        match BothSides::of(self.line, indicated, worth.family, self.policies) {
            Some(both) => of_units.times(both.factor()),
            None => of_units,
        }
    }
}

/// Makes a step in dollars.
pub(super) fn dollars(kind: StepKind, label: &str, expression: String, amount: Money) -> PriceStep {
    PriceStep {
        kind,
        label: label.into(),
        expression,
        amount: amount.dollars(),
        unit: StepUnit::Dollars,
        source: String::new(),
    }
}
