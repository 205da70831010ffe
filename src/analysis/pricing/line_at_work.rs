//! A line on its way from the source's amount to the allowed one: its amount, its parts, its steps.
//! What a stage does to it is the stages' business.

use rust_decimal::Decimal;

use super::{
    AgreedFor, Allowed, Base, ClaimLine, ComponentFees, Detail, Extent, FiredRule, PricedLine,
    Unpriced,
};
use crate::analysis::medicare_price::{PriceStep, StepKind, StepUnit};
use crate::domain::{
    Modifier, Modifiers, Money, Percent, ProcedureCode, ProviderClass, ReferenceFamily, RvuRow,
    Setting,
};

/// A line between two stages.
#[derive(Clone, Debug)]
pub(super) struct LineAtWork<'c> {
    pub line: &'c ClaimLine,
    pub row: Option<RvuRow>,
    pub family: ReferenceFamily,
    pub extent: Extent,
    pub agreed_for: AgreedFor,
    /// What the amount is compared with: the line's charge, or that of all lines of its case.
    pub charge: Option<Money>,
    /// The amount so far, exact.
    pub amount: Money,
    /// Product of all factors that the whole amount was multiplied by.
    pub factor: Decimal,
    pub technical: Option<Money>,
    pub professional: Option<Money>,
    /// How many services the line is among those of the session: its units, or one where they are
    /// the two sides of one service or the amount is not by the unit.
    pub services: Decimal,
    /// Place of the line that stands for both, where two lines are the two sides of one service.
    pub pair: Option<usize>,
    by_unit: bool,
    base_amount: Money,
    base_parts: ComponentFees,
    rule: Option<FiredRule>,
    consumed: Modifiers,
    unpriced: Option<Unpriced>,
    steps: Vec<PriceStep>,
    cautions: Vec<String>,
    detail: Detail,
}

/// The words of a step; its amount is the line's.
pub(super) struct StepText {
    pub label: String,
    pub expression: String,
    pub source: String,
}

/// What decides between lines of one amount, so that the order of a claim's lines does not.
pub(super) type TieBreak = (
    ProcedureCode,
    Modifiers,
    Option<Money>,
    Setting,
    ProviderClass,
    Decimal,
);

impl<'c> LineAtWork<'c> {
    pub fn new(line: &'c ClaimLine, base: Result<Base, Unpriced>, detail: Detail) -> Self {
        match base {
            Ok(base) => Self::of_base(line, base, detail),
            Err(reason) => Self {
                family: family_of(&reason),
                unpriced: Some(reason),
                ..Self::of_base(line, nothing(), detail)
            },
        }
    }

    fn of_base(line: &'c ClaimLine, base: Base, detail: Detail) -> Self {
        let (technical, professional) = components(line, &base);
        let by_unit = base.extent == Extent::Unit;
        let are_services = by_unit && Decimal::ONE < line.units && line.units.is_integer();
        Self {
            line,
            family: base.family,
            extent: base.extent,
            agreed_for: base.agreed_for,
            charge: line.charge,
            amount: base.amount,
            factor: Decimal::ONE,
            technical,
            professional,
            services: if are_services {
                line.units
            } else {
                Decimal::ONE
            },
            pair: None,
            by_unit,
            base_amount: base.amount,
            base_parts: base.parts,
            row: base.row,
            rule: base.rule,
            consumed: base.consumed,
            unpriced: None,
            steps: base.steps,
            cautions: base.cautions,
            detail,
        }
    }

    /// Returns the schedule and rule whose case rate the line falls under.
    pub fn case(&self) -> Option<(&str, Option<u32>)> {
        let rule = self.rule.as_ref()?;
        (self.extent == Extent::Case).then_some((rule.schedule.as_str(), rule.nr))
    }

    /// Whether the source gave the amount for one unit.
    pub const fn is_by_unit(&self) -> bool {
        self.by_unit
    }

    pub const fn is_priced(&self) -> bool {
        self.unpriced.is_none()
    }

    /// Ends the line's way: it has no amount.
    pub fn stop(&mut self, reason: Unpriced) {
        self.unpriced = Some(reason);
    }

    /// Whether the line has a modifier whose effect its amount does not hold yet.
    pub fn has_open(&self, modifier: Modifier) -> bool {
        self.line.modifiers.contains(modifier) && !self.consumed.contains(modifier)
    }

    /// Whether the source's amount is already that of a line with this modifier.
    pub fn has_consumed(&self, modifier: Modifier) -> bool {
        self.consumed.contains(modifier)
    }

    pub fn open_modifiers(&self) -> impl Iterator<Item = Modifier> + use<> {
        let consumed = self.consumed;
        self.line
            .modifiers
            .iter()
            .filter(move |modifier| !consumed.contains(*modifier))
    }

    pub const fn tie_break(&self) -> TieBreak {
        let line = self.line;
        (
            line.code,
            line.modifiers,
            line.charge,
            line.setting,
            line.provider_class,
            line.units,
        )
    }

    /// Returns CMS's multiple-procedure indicator; `None` where there is no row.
    pub fn multiple_procedure(&self) -> Option<u8> {
        self.row.as_ref().map(|row| row.multiple_procedure)
    }

    /// Multiplies the amount and all its parts.
    pub fn scale(&mut self, factor: Decimal, kind: StepKind, text: impl FnOnce(&Self) -> StepText) {
        if factor == Decimal::ONE {
            return;
        }
        self.amount = self.amount.times(factor);
        self.factor = self.factor.saturating_mul(factor);
        self.technical = self.technical.map(|part| part.times(factor));
        self.professional = self.professional.map(|part| part.times(factor));
        self.step(kind, text);
    }

    /// Multiplies the amount and all its parts by a percentage of each of so many services.
    pub fn scale_mean(
        &mut self,
        percents: Percent,
        services: Decimal,
        kind: StepKind,
        text: impl FnOnce(&Self) -> StepText,
    ) {
        let exact = percents.fraction();
        let of = |part: Money| part.times(exact).per(services).unwrap_or(part);
        let before = self.amount;
        self.amount = of(before);
        self.factor = self
            .factor
            .saturating_mul(exact)
            .checked_div(services)
            .unwrap_or(self.factor);
        self.technical = self.technical.map(of);
        self.professional = self.professional.map(of);
        if self.amount != before {
            self.step(kind, text);
        }
    }

    /// Returns what an amount of the line's comes to for one of its services.
    pub fn of_service(&self, amount: Money) -> Money {
        let of_line = match self.extent {
            Extent::Unit => amount.times(self.line.units),
            Extent::Line | Extent::Case => amount,
        };
        of_line.per(self.services).unwrap_or(of_line)
    }

    /// Pays this percentage of the technical part.
    pub fn scale_technical(
        &mut self,
        percent: Percent,
        kind: StepKind,
        text: impl FnOnce(&Self) -> StepText,
    ) {
        let Some(part) = self.technical else {
            self.caution(|| "Its technical part is not known, so it was not reduced".to_owned());
            return;
        };
        let paid = part.percent(percent);
        self.technical = Some(paid);
        self.pay_less(part - paid, kind, text);
    }

    /// Pays this percentage of the technical part of so many of the line's services.
    pub fn reduce_technical(
        &mut self,
        (percent, reduced): (Percent, Decimal),
        kind: StepKind,
        text: impl FnOnce(&Self) -> StepText,
    ) {
        let loss = loss_of(self.technical, percent, (reduced, self.services));
        self.technical = self.technical.map(|part| part - loss);
        self.pay_less(loss, kind, text);
    }

    /// Pays this percentage of the professional part of so many of the line's services.
    pub fn reduce_professional(
        &mut self,
        (percent, reduced): (Percent, Decimal),
        kind: StepKind,
        text: impl FnOnce(&Self) -> StepText,
    ) {
        let loss = loss_of(self.professional, percent, (reduced, self.services));
        self.professional = self.professional.map(|part| part - loss);
        self.pay_less(loss, kind, text);
    }

    /// Takes dollars off.
    pub fn pay_less(&mut self, loss: Money, kind: StepKind, text: impl FnOnce(&Self) -> StepText) {
        if loss.is_zero() {
            return;
        }
        self.amount -= loss;
        self.step(kind, text);
    }

    /// Sets the amount.
    pub fn set(&mut self, amount: Money, kind: StepKind, text: impl FnOnce(&Self) -> StepText) {
        if amount == self.amount {
            return;
        }
        self.amount = amount;
        self.step(kind, text);
    }

    /// Returns the practice expense of one unit of the source's amount, and what is lost of that
    /// amount when this percentage of it is paid.
    ///
    /// CMS rounds the reduced amount by itself, from the formula's exact parts.
    pub fn practice_expense_loss(&self, percent: Percent) -> Option<(Money, Money)> {
        let practice_expense = self.base_parts.practice_expense?;
        let others = self.base_parts.work_and_malpractice?;
        let reduced = others + practice_expense.percent(percent);
        let loss = if (others + practice_expense).rounded() == self.base_amount {
            self.base_amount - reduced.rounded()
        } else {
            practice_expense - practice_expense.percent(percent)
        };
        Some((practice_expense, loss))
    }

    /// Returns the technical part as it was before the outpatient cap, where the cap lowered it.
    pub const fn technical_before_cap(&self) -> Option<Money> {
        self.base_parts.technical_before_cap
    }

    /// Returns the percentage of the technical part that is left when it is reduced before the
    /// outpatient cap is compared: the lower of the two is paid.
    pub fn technical_left(&self, percent: Percent) -> Percent {
        let capped = self.base_parts.technical.unwrap_or(self.base_amount);
        let reduced = self
            .base_parts
            .technical_before_cap
            .map(|before| before.percent(percent));
        match reduced.and_then(|reduced| reduced.as_percent_of(capped)) {
            Some(left) if left < Percent::HUNDRED => left,
            Some(_) => Percent::HUNDRED,
            None => percent,
        }
    }

    fn step(&mut self, kind: StepKind, text: impl FnOnce(&Self) -> StepText) {
        if self.detail == Detail::Amounts {
            return;
        }
        let StepText {
            label,
            expression,
            source,
        } = text(self);
        self.steps.push(PriceStep {
            kind,
            label,
            expression,
            amount: self.amount.dollars(),
            unit: StepUnit::Dollars,
            source,
        });
    }

    pub fn caution(&mut self, text: impl FnOnce() -> String) {
        if self.detail == Detail::Steps {
            let text = text();
            if !self.cautions.contains(&text) {
                self.cautions.push(text);
            }
        }
    }

    /// Names whose table a percentage without an indicator stands in.
    pub fn policy(&self) -> String {
        match &self.rule {
            Some(rule) => format!("policies of {}", rule.schedule),
            None => "Medicare Claims Processing Manual, chapter 12".to_owned(),
        }
    }

    /// Rounds to the cent and ends the line's way.
    pub fn finish(mut self) -> PricedLine {
        let exact = self.amount;
        self.set(exact.rounded(), StepKind::Rounding, |_| StepText {
            label: "Allowed amount".to_owned(),
            expression: "rounded to the cent, half up".to_owned(),
            source: String::new(),
        });
        PricedLine {
            allowed: match self.unpriced {
                None => Allowed::Amount(self.amount.rounded()),
                Some(reason) => Allowed::Unpriced(reason),
            },
            family: self.family,
            rule: self.rule,
            steps: self.steps,
            cautions: self.cautions,
        }
    }
}

/// Returns what a part loses when some of all services are paid this percentage of it.
fn loss_of(part: Option<Money>, percent: Percent, (some, all): (Decimal, Decimal)) -> Money {
    let part = part.unwrap_or_default();
    let of_all = part - part.percent(percent);
    of_all.times(some).per(all).unwrap_or(of_all)
}

/// Returns the technical and the professional part: the source's, or the whole amount where the
/// service is only one of them (modifiers 26 and TC, PC/TC indicators 2, 3, 6 and 8).
fn components(line: &ClaimLine, base: &Base) -> (Option<Money>, Option<Money>) {
    let parts = (base.parts.technical, base.parts.professional);
    if parts != (None, None) {
        return parts;
    }
    let pctc = base.row.as_ref().map(|row| row.pctc);
    if line.modifiers.contains(Modifier::PROFESSIONAL) || matches!(pctc, Some(2 | 6 | 8)) {
        (Some(Money::ZERO), Some(base.amount))
    } else if line.modifiers.contains(Modifier::TECHNICAL) || pctc == Some(3) {
        (Some(base.amount), Some(Money::ZERO))
    } else {
        (None, None)
    }
}

fn nothing() -> Base {
    Base {
        amount: Money::ZERO,
        extent: Extent::Line,
        family: ReferenceFamily::default(),
        parts: ComponentFees::default(),
        row: None,
        consumed: Modifiers::NONE,
        agreed_for: AgreedFor::Physicians,
        rule: None,
        steps: Vec::new(),
        cautions: Vec::new(),
    }
}

const fn family_of(reason: &Unpriced) -> ReferenceFamily {
    match reason {
        Unpriced::NoTable(family, _) | Unpriced::NotInTable(family) => *family,
        Unpriced::NoMinutes => ReferenceFamily::Anesthesia,
        _ => ReferenceFamily::PhysicianFeeSchedule,
    }
}
