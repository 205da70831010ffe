//! What a line's service is worth by one fee method, or why the method has no amount for it.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{
    AnesthesiaUnits, ClaimLine, ComponentFees, Detail, Direction, Extent, Unpriced,
    anesthesia_modifiers,
};
use super::dated::{DatedPrices, DatedRows};
use super::rules::{covers_components, list_entry};
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::medicare_price::{
    FactorSource, MedicareAmount, MedicarePrice, MedicarePrices, NoReference, PriceStep, StepKind,
    StepUnit,
};
use crate::domain::{
    CopiedValues, FeeMethod, FeeRate, FeeSchedule, MedicareBasis, Modifier, Modifiers, Money,
    Percent, PhysicalStatus, PricingPolicies, RateKey, ReferenceFamily, RvuRow, ServiceCategory,
    TimeRounding, YearLock,
};

/// Components that Medicare's file has rows of their own for.
const COMPONENT_ROWS: [Modifier; 3] = [
    Modifier::PROFESSIONAL,
    Modifier::TECHNICAL,
    Modifier::DISCONTINUED,
];

/// Modifiers that the billed charge already reflects: a component, and both sides.
const HELD_BY_CHARGE: [Modifier; 3] = [
    Modifier::PROFESSIONAL,
    Modifier::TECHNICAL,
    Modifier::literal(*b"50"),
];

/// A fee method with everything looked up that does not depend on the line.
#[derive(Clone, Debug)]
pub(super) enum MethodPlan<'a> {
    /// Dollars per unit.
    Amount(Money),
    /// The payer's list; `None`: it is no longer in the file.
    Listed(Option<&'a FeeSchedule>),
    /// A percentage of the physician fee schedule.
    PercentOfFees(Percent, Box<DatedPrices<'a>>),
    /// A percentage of Medicare's anesthesia amount.
    PercentOfAnesthesia(Percent, &'a MedicareBasis),
    /// A percentage of another of Medicare's tables.
    PercentOfTable(Percent, ReferenceFamily, &'a MedicareBasis),
    /// Relative values, weighed by the indices, times the payer's factor.
    ConversionFactor(Decimal, Box<DatedPrices<'a>>),
    /// Anesthesia units times the payer's factor.
    AnesthesiaFactor(Money, TimeRounding, PhysicalStatus),
    /// A percentage of the billed charge.
    PercentOfCharge(Percent),
    /// One amount for the case.
    CaseRate(Money),
    /// By the member and month.
    Capitation,
    /// The higher of two.
    GreaterOf(Box<[Self; 2]>),
    /// Claim by claim.
    ByReport,
}

/// What contracts are priced from.
#[derive(Clone, Debug)]
pub(super) struct Sources<'a> {
    /// Medicare.
    pub(super) library: &'a MedicareLibrary<'a>,
    /// The payers' lists of the practice file.
    pub(super) lists: &'a [FeeSchedule],
    /// CMS's indicators.
    pub(super) rows: DatedRows<'a>,
    /// Medicare of the day, for the shares of a fee's parts.
    pub(super) current: DatedPrices<'a>,
}

impl<'a> Sources<'a> {
    /// Looks up what all contracts need.
    pub(super) fn new(library: &'a MedicareLibrary<'a>, lists: &'a [FeeSchedule]) -> Self {
        let current = MedicareBasis {
            lock: YearLock::Floating { lag_days: 0 },
            qp: library.qp,
            copied_values: CopiedValues::Priced,
            ..MedicareBasis::default()
        };
        Self {
            library,
            lists,
            rows: DatedRows::new(library),
            current: DatedPrices::new(library, &current, None),
        }
    }

    fn list(&self, method: &FeeMethod) -> Option<&'a FeeSchedule> {
        let FeeMethod::Listed(id) = method else {
            return None;
        };
        self.lists.iter().find(|list| list.id == *id)
    }

    /// Returns a method in words.
    pub(super) fn label(&self, method: &FeeMethod) -> String {
        match method {
            FeeMethod::Amount(amount) => format!("{amount} per unit"),
            FeeMethod::Listed(_) => self.list(method).map_or_else(
                || "a fee schedule that was removed".to_owned(),
                |list| format!("fee schedule {}", list.name),
            ),
            FeeMethod::PercentOfMedicare {
                percent,
                family,
                basis,
            } => {
                let of = match family {
                    ReferenceFamily::PhysicianFeeSchedule => "Medicare".to_owned(),
                    family => format!("Medicare, {}", family.label().to_lowercase()),
                };
                format!("{} of {of}, {}", points(*percent), basis.lock.label())
            }
            FeeMethod::ConversionFactor {
                dollars_per_rvu,
                basis,
            } => format!(
                "conversion factor {dollars_per_rvu} \u{d7} relative values, {}",
                basis.lock.label()
            ),
            FeeMethod::AnesthesiaFactor {
                dollars_per_unit, ..
            } => format!("{dollars_per_unit} per anesthesia unit"),
            FeeMethod::PercentOfCharge(percent) => format!("{} of the charge", points(*percent)),
            FeeMethod::CaseRate(amount) => format!("case rate {amount}"),
            FeeMethod::Capitation => "capitation".to_owned(),
            FeeMethod::GreaterOf(one, other) => {
                format!(
                    "the greater of {} and {}",
                    self.label(one),
                    self.label(other)
                )
            }
            FeeMethod::ByReport => "by report".to_owned(),
        }
    }
}

/// Writes a percentage as it was agreed: `118 %`.
pub(super) fn points(percent: Percent) -> String {
    format!("{} %", percent.points().normalize())
}

impl<'a> MethodPlan<'a> {
    /// Looks up what a method needs.
    pub(super) fn new(method: &'a FeeMethod, sources: &Sources<'a>) -> Self {
        let dated = |basis, factor| Box::new(DatedPrices::new(sources.library, basis, factor));
        match method {
            FeeMethod::Amount(amount) => Self::Amount(*amount),
            FeeMethod::Listed(_) => Self::Listed(sources.list(method)),
            FeeMethod::PercentOfMedicare {
                percent,
                family,
                basis,
            } => match family {
                ReferenceFamily::PhysicianFeeSchedule => {
                    Self::PercentOfFees(*percent, dated(basis, None))
                }
                ReferenceFamily::Anesthesia => Self::PercentOfAnesthesia(*percent, basis),
                family => Self::PercentOfTable(*percent, *family, basis),
            },
            FeeMethod::ConversionFactor {
                dollars_per_rvu,
                basis,
            } => Self::ConversionFactor(*dollars_per_rvu, dated(basis, Some(*dollars_per_rvu))),
            FeeMethod::AnesthesiaFactor {
                dollars_per_unit,
                rounding,
                physical_status,
            } => Self::AnesthesiaFactor(*dollars_per_unit, *rounding, *physical_status),
            FeeMethod::PercentOfCharge(percent) => Self::PercentOfCharge(*percent),
            FeeMethod::CaseRate(amount) => Self::CaseRate(*amount),
            FeeMethod::Capitation => Self::Capitation,
            FeeMethod::GreaterOf(one, other) => Self::GreaterOf(Box::new([
                Self::new(one, sources),
                Self::new(other, sources),
            ])),
            FeeMethod::ByReport => Self::ByReport,
        }
    }
}

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
    fn wants_steps(&self) -> bool {
        self.detail == Detail::Steps
    }

    /// Whether one of the reductions may touch a part of the fee only.
    fn needs_parts(&self) -> bool {
        self.row
            .is_some_and(|row| matches!(row.multiple_procedure, 4..=7))
            || !self.line.modifiers.pricing().is_empty()
    }

    fn key(&self, component: Option<Modifier>) -> RateKey {
        RateKey {
            code: self.line.code,
            modifiers: Modifiers::of(component),
            setting: self.line.setting,
        }
    }

    /// Returns the component billed that Medicare may have a row for.
    fn component(&self) -> Option<Modifier> {
        COMPONENT_ROWS
            .into_iter()
            .find(|component| self.line.modifiers.contains(*component))
    }

    fn worth(&self, amount: Money, extent: Extent) -> Worth {
        Worth {
            amount,
            extent,
            family: family_of(self.line),
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
            MethodPlan::PercentOfFees(percent, prices) => self.percent_of_fees(*percent, prices),
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
                sources.library,
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
            professional: share(parts.professional),
            practice_expense: share(parts.practice_expense),
            work_and_malpractice: share(parts.work_and_malpractice),
        }
    }

    /// Returns Medicare's amount of one unit with its parts.
    fn fee_parts(
        &self,
        prices: &MedicarePrices<'a>,
        component: Option<Modifier>,
    ) -> Option<(MedicareAmount, ComponentFees)> {
        let MedicarePrice::Amount(found) = prices.price(self.key(component)) else {
            return None;
        };
        let of = |wanted| match component {
            Some(component) if component == wanted => Some(found.amount),
            Some(_) => None,
            None => prices.price(self.key(Some(wanted))).amount(),
        };
        let parts = ComponentFees {
            technical: of(Modifier::TECHNICAL),
            professional: of(Modifier::PROFESSIONAL),
            practice_expense: Some(found.parts.pe),
            work_and_malpractice: Some(found.parts.work + found.parts.mp),
        };
        Some((found, parts))
    }

    fn percent_of_fees(&self, percent: Percent, dated: &DatedPrices<'a>) -> Result<Worth, Refusal> {
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

    /// Relative values weighed by the basis's geographic indices times the payer's factor, not
    /// rounded and without Medicare's cap on imaging, which is a rule of payment and not a relative
    /// value.
    fn by_factor(&self, factor: Decimal, dated: &DatedPrices<'a>) -> Result<Worth, Refusal> {
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

    fn percent_of_table(
        &self,
        percent: Percent,
        family: ReferenceFamily,
        basis: &MedicareBasis,
        library: &MedicareLibrary<'a>,
    ) -> Result<Worth, Refusal> {
        let table = library
            .table(family, &basis.lock, self.day)
            .map_err(|reason| self.unless_of_another(family, reason))?;
        let value = library
            .value(table, self.line.code, self.line.modifiers)
            .map_err(Refusal::GivesWay)?;
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
        }
        Ok(worth)
    }

    /// A table that is missing leaves services of other families to other rules.
    fn unless_of_another(&self, family: ReferenceFamily, reason: Unpriced) -> Refusal {
        if family_of(self.line) == family {
            Refusal::Final(reason)
        } else {
            Refusal::GivesWay(reason)
        }
    }

    fn percent_of_anesthesia(
        &self,
        percent: Percent,
        basis: &MedicareBasis,
        library: &MedicareLibrary<'a>,
    ) -> Result<Worth, Refusal> {
        if family_of(self.line) != ReferenceFamily::Anesthesia {
            let family = ReferenceFamily::Anesthesia;
            return Err(Refusal::GivesWay(Unpriced::NotInTable(family)));
        }
        let factor = library
            .anesthesia_factor(basis, self.day)
            .map_err(Refusal::Final)?;
        let rule = (TimeRounding::OneDecimal, PhysicalStatus::AddsNothing);
        let mut worth = self.anesthesia(factor, rule, library)?;
        let medicare = worth.amount;
        worth.amount = medicare.percent(percent);
        if self.wants_steps() {
            let label = "Contract\u{2019}s percentage of Medicare";
            let expression = format!("{medicare} \u{d7} {}", points(percent));
            worth
                .steps
                .push(dollars(StepKind::Factor, label, expression, worth.amount));
        }
        Ok(worth)
    }

    fn anesthesia(
        &self,
        dollars_per_unit: Decimal,
        (rounding, physical_status): (TimeRounding, PhysicalStatus),
        library: &MedicareLibrary<'a>,
    ) -> Result<Worth, Refusal> {
        let family = ReferenceFamily::Anesthesia;
        if family_of(self.line) != family {
            return Err(Refusal::GivesWay(Unpriced::NotInTable(family)));
        }
        let line = self.line;
        let current = YearLock::Floating { lag_days: 0 };
        let base = library
            .table(family, &current, self.day)
            .and_then(|table| library.value(table, line.code, Modifiers::NONE))
            .map_err(Refusal::Final)?;
        let minutes = line.minutes.ok_or(Refusal::Final(Unpriced::NoMinutes))?;
        let units = AnesthesiaUnits::of(
            base.value,
            minutes,
            line.modifiers,
            rounding,
            physical_status,
        );
        let direction = Direction::of(line.modifiers);
        let total = match direction {
            Direction::Supervised(units) => units,
            _ => units.total,
        };
        let whole = Money::new(total).times(dollars_per_unit);
        let amount = match direction {
            Direction::Directed(percent) => whole.percent(percent),
            _ => whole,
        };
        let mut worth = self.worth(amount, Extent::Line);
        worth.family = family;
        let held = anesthesia_modifiers(line.modifiers);
        worth.consumed = Modifiers::of(self.named.iter().chain(held.iter()));
        if self.wants_steps() {
            worth.steps = anesthesia_steps(units, direction, (total, dollars_per_unit));
        }
        Ok(worth)
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
            let expression = format!("higher of {} and {}", higher.amount, lower.amount);
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

    /// Returns what an amount comes to for the whole line.
    fn of_line(&self, worth: &Worth) -> Money {
        match worth.extent {
            Extent::Unit => worth.amount.times(self.line.units),
            Extent::Line | Extent::Case => worth.amount,
        }
    }
}

/// Work, practice expense, malpractice, their sum, and that times the conversion factor.
const UNCAPPED_STEPS: usize = 5;

/// Returns the family whose percentage of Medicare a line counts in, by its section.
fn family_of(line: &ClaimLine) -> ReferenceFamily {
    match ServiceCategory::of(line.code) {
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

fn parts_percent(parts: ComponentFees, percent: Percent) -> ComponentFees {
    let of = |part: Option<Money>| part.map(|part| part.percent(percent));
    ComponentFees {
        technical: of(parts.technical),
        professional: of(parts.professional),
        practice_expense: of(parts.practice_expense),
        work_and_malpractice: of(parts.work_and_malpractice),
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

fn anesthesia_steps(
    units: AnesthesiaUnits,
    direction: Direction,
    (total, dollars_per_unit): (Decimal, Decimal),
) -> Vec<PriceStep> {
    let of_units = |label: &str, expression: String, amount| PriceStep {
        kind: StepKind::Base,
        label: label.into(),
        expression,
        amount,
        unit: StepUnit::TimeUnits,
        source: String::new(),
    };
    let whole = Money::new(total).times(dollars_per_unit);
    let mut steps = match direction {
        Direction::Supervised(units) => {
            let expression = "more than four concurrent procedures".to_owned();
            vec![of_units("Anesthesia units", expression, units)]
        }
        _ => {
            let expression = format!(
                "{} base + {} time + {} physical status",
                units.base, units.time, units.physical_status
            );
            vec![of_units("Anesthesia units", expression, units.total)]
        }
    };
    let expression = format!("{total} \u{d7} {dollars_per_unit}");
    let label = "Anesthesia conversion factor";
    steps.push(dollars(StepKind::Factor, label, expression, whole));
    if let Direction::Directed(percent) = direction {
        let expression = format!("{whole} \u{d7} {}", points(percent));
        let half = whole.percent(percent);
        steps.push(dollars(
            StepKind::Modifier,
            "Medical direction",
            expression,
            half,
        ));
    }
    steps
}
