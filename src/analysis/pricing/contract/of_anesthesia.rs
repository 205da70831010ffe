//! What an anesthesia line is worth: by the payer's factor, or by a percentage of Medicare's.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{AnesthesiaUnits, ClaimLine, Direction, Extent, Unpriced, anesthesia_modifiers};
use super::method::points;
use super::worth::{Refusal, Service, Worth, dollars};
use crate::analysis::medicare_library::{Listed, MedicareLibrary};
use crate::analysis::medicare_price::{PriceStep, StepKind, StepUnit};
use crate::domain::{
    MedicareBasis, Modifiers, Money, Percent, PhysicalStatus, ReferenceFamily, TimeRounding,
    YearLock,
};

impl<'a> Service<'_, 'a> {
    pub(super) fn percent_of_anesthesia(
        &self,
        percent: Percent,
        basis: &MedicareBasis,
        library: &MedicareLibrary<'a>,
    ) -> Result<Worth, Refusal> {
        self.check_anesthesia()?;
        let factor = library
            .anesthesia_factor(basis, self.day)
            .map_err(Refusal::Final)?;
        let rule = (TimeRounding::OneDecimal, PhysicalStatus::AddsNothing);
        let mut worth = self.anesthesia(factor, rule, (library, &basis.lock))?;
        let medicare = worth.amount;
        worth.amount = medicare.percent(percent);
        if self.wants_steps() {
            let label = "Contract\u{2019}s percentage of Medicare";
            let expression = format!("{medicare} \u{d7} {}", points(percent));
            worth
                .steps
                .push(dollars(StepKind::Factor, label, expression, worth.amount));
            if let YearLock::FixedFactor(factor) = basis.lock {
                worth.cautions.push(format!(
                    "The contract\u{2019}s fixed factor of {factor} is taken as dollars per anesthesia \
                     unit, not per relative value unit"
                ));
            }
        }
        Ok(worth)
    }

    fn check_anesthesia(&self) -> Result<(), Refusal> {
        let family = ReferenceFamily::Anesthesia;
        if self.family() == family {
            return Ok(());
        }
        Err(Refusal::GivesWay(Unpriced::NotInTable(family)))
    }

    /// Prices units at a factor, with the base units that the year lock means.
    pub(super) fn anesthesia(
        &self,
        dollars_per_unit: Decimal,
        (rounding, physical_status): (TimeRounding, PhysicalStatus),
        (library, lock): (&MedicareLibrary<'a>, &YearLock),
    ) -> Result<Worth, Refusal> {
        self.check_anesthesia()?;
        let line = self.line;
        let direction = Direction::of(line.modifiers);
        let (units, total, base) = if let Direction::Supervised(total) = direction {
            (None, total, None)
        } else {
            let base = base_units(line, (self.day, lock), library).map_err(Refusal::Final)?;
            let minutes = line.minutes.ok_or(Refusal::Final(Unpriced::NoMinutes))?;
            let held = line.modifiers;
            let units =
                AnesthesiaUnits::of(base.value.value, minutes, held, rounding, physical_status);
            (Some(units), units.total, Some(base))
        };
        let whole = Money::new(total).times(dollars_per_unit);
        let amount = match direction {
            Direction::Directed(percent) => whole.percent(percent),
            _ => whole,
        };
        let mut worth = self.worth(amount, Extent::Line);
        worth.family = ReferenceFamily::Anesthesia;
        let held = anesthesia_modifiers(line.modifiers);
        worth.consumed = Modifiers::of(self.named.iter().chain(held.iter()));
        if self.wants_steps() {
            worth.steps = anesthesia_steps(units, direction, (total, dollars_per_unit));
            if let (Some(step), Some(base)) = (worth.steps.first_mut(), base) {
                step.source.clone_from(&base.table.name);
                worth.cautions.extend(base.caution());
            }
        }
        Ok(worth)
    }
}

/// Returns the base units of a code as a year lock means them. Base units seldom change: where the
/// file has no table of a fixed year, the nearest stands in, which its caution says.
fn base_units<'a>(
    line: &ClaimLine,
    (day, lock): (Date, &YearLock),
    library: &MedicareLibrary<'a>,
) -> Result<Listed<'a>, Unpriced> {
    let service = (line.code, Modifiers::NONE);
    let listed = |lock, day| library.listed(ReferenceFamily::Anesthesia, lock, day, service);
    match listed(lock, day) {
        Err(Unpriced::NoTable(_, of_fixed_year)) => {
            listed(&YearLock::Floating { lag_days: 0 }, of_fixed_year)
        }
        found => found,
    }
}

fn anesthesia_steps(
    units: Option<AnesthesiaUnits>,
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
    let expression = match units {
        None => "more than four concurrent procedures".to_owned(),
        Some(units) => format!(
            "{} base + {} time + {} physical status",
            units.base.normalize(),
            units.time.normalize(),
            units.physical_status
        ),
    };
    let mut steps = vec![of_units("Anesthesia units", expression, total)];
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
