//! What an anesthesia line is worth: by the payer's factor, or by a percentage of Medicare's.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{AnesthesiaUnits, ClaimLine, Direction, Extent, Unpriced, anesthesia_modifiers};
use super::method::points;
use super::worth::{Refusal, Service, Worth, dollars};
use crate::analysis::medicare_library::MedicareLibrary;
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

    fn check_anesthesia(&self) -> Result<(), Refusal> {
        let family = ReferenceFamily::Anesthesia;
        if self.family() == family {
            return Ok(());
        }
        Err(Refusal::GivesWay(Unpriced::NotInTable(family)))
    }

    pub(super) fn anesthesia(
        &self,
        dollars_per_unit: Decimal,
        (rounding, physical_status): (TimeRounding, PhysicalStatus),
        library: &MedicareLibrary<'a>,
    ) -> Result<Worth, Refusal> {
        self.check_anesthesia()?;
        let line = self.line;
        let direction = Direction::of(line.modifiers);
        let (units, total) = if let Direction::Supervised(total) = direction {
            (None, total)
        } else {
            let base = base_units(line, self.day, library).map_err(Refusal::Final)?;
            let minutes = line.minutes.ok_or(Refusal::Final(Unpriced::NoMinutes))?;
            let units =
                AnesthesiaUnits::of(base, minutes, line.modifiers, rounding, physical_status);
            (Some(units), units.total)
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
        }
        Ok(worth)
    }
}

/// Returns the base units of a code on a day.
fn base_units(
    line: &ClaimLine,
    day: Date,
    library: &MedicareLibrary<'_>,
) -> Result<Decimal, Unpriced> {
    let current = YearLock::Floating { lag_days: 0 };
    let service = (line.code, Modifiers::NONE);
    let found = library.listed(ReferenceFamily::Anesthesia, &current, day, service)?;
    Ok(found.value.value)
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
