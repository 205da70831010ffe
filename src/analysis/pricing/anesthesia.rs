//! Anesthesia by base and time units: the arithmetic that Medicare and payers share. What a unit is
//! worth is the source's business.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{
    Modifier, Modifiers, Percent, PhysicalStatus, ProcedureCode, ServiceCategory, TimeRounding,
};

/// Minutes of one time unit.
const MINUTES_PER_UNIT: Decimal = Decimal::from_parts(15, 0, 0, false, 0);
/// More than four concurrent procedures: base units whatever the code (Medicare Claims Processing
/// Manual, Pub. 100-04, chapter 12, section 50.D).
const SUPERVISION_UNITS: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// The physician supervised more than four concurrent procedures.
const SUPERVISION: Modifier = Modifier::literal(*b"AD");
/// Personally performed, or by a nurse anesthetist alone: the whole fee.
const IN_FULL: [Modifier; 2] = [Modifier::literal(*b"AA"), Modifier::literal(*b"QZ")];
/// Medically directed: half the fee for each of the two.
const DIRECTED: [Modifier; 3] = [
    Modifier::literal(*b"QK"),
    Modifier::literal(*b"QX"),
    Modifier::literal(*b"QY"),
];
/// Physical-status modifiers that some payers add units for.
const PHYSICAL_STATUS: [(Modifier, u32); 3] = [
    (Modifier::literal(*b"P3"), 1),
    (Modifier::literal(*b"P4"), 2),
    (Modifier::literal(*b"P5"), 3),
];

/// Units of one anesthesia service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnesthesiaUnits {
    /// The code's.
    pub base: Decimal,
    /// Of the minutes.
    pub time: Decimal,
    /// For the patient's physical status.
    pub physical_status: Decimal,
    /// What is multiplied by the factor.
    pub total: Decimal,
}

impl AnesthesiaUnits {
    /// Adds base and time units up, rounded as the payer does.
    pub fn of(
        base: Decimal,
        minutes: Decimal,
        modifiers: Modifiers,
        rounding: TimeRounding,
        physical_status: PhysicalStatus,
    ) -> Self {
        let exact_time = minutes / MINUTES_PER_UNIT;
        let time = match rounding {
            TimeRounding::OneDecimal => {
                exact_time.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
            }
            TimeRounding::UpToWholeUnits => exact_time,
        };
        let physical_status = match physical_status {
            PhysicalStatus::AddsNothing => Decimal::ZERO,
            PhysicalStatus::AddsUnits => PHYSICAL_STATUS
                .iter()
                .filter(|(modifier, _)| modifiers.contains(*modifier))
                .map(|(_, units)| Decimal::from(*units))
                .sum(),
        };
        let sum = base + time + physical_status;
        Self {
            base,
            time,
            physical_status,
            total: match rounding {
                TimeRounding::OneDecimal => sum,
                TimeRounding::UpToWholeUnits => sum.ceil(),
            },
        }
    }
}

/// Who gave the anesthesia, by the line's modifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// AA or QZ: the whole fee.
    InFull,
    /// QK, QX or QY: this percentage of the fee.
    Directed(Percent),
    /// AD: so many units, whatever the code and the time; one more where the physician was present
    /// at induction, which a claim does not say.
    Supervised(Decimal),
    /// No such modifier: the whole fee.
    NotStated,
}

impl Direction {
    /// Reads the line's modifiers.
    ///
    /// Medicare Claims Processing Manual (Pub. 100-04), chapter 12, sections 50.B to 50.D and 140.
    pub fn of(modifiers: Modifiers) -> Self {
        let holds = |known: &[Modifier]| known.iter().any(|modifier| modifiers.contains(*modifier));
        if modifiers.contains(SUPERVISION) {
            Self::Supervised(SUPERVISION_UNITS)
        } else if holds(&DIRECTED) {
            Self::Directed(Percent::new(Decimal::from_parts(50, 0, 0, false, 0)))
        } else if holds(&IN_FULL) {
            Self::InFull
        } else {
            Self::NotStated
        }
    }
}

/// Whether the code is paid by base and time units: 00100 to 01999.
pub fn is_anesthesia(code: ProcedureCode) -> bool {
    ServiceCategory::of(code) == ServiceCategory::Anesthesia
}

/// Returns those of a line's modifiers that an anesthesia amount already holds.
pub fn anesthesia_modifiers(modifiers: Modifiers) -> Modifiers {
    let known = |modifier: &Modifier| {
        *modifier == SUPERVISION
            || IN_FULL.contains(modifier)
            || DIRECTED.contains(modifier)
            || PHYSICAL_STATUS.iter().any(|(status, _)| status == modifier)
    };
    Modifiers::of(modifiers.iter().filter(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn check(
        (base, minutes, modifiers): (&str, &str, &str),
        (rounding, physical_status): (TimeRounding, PhysicalStatus),
        (time, total): (&str, &str),
    ) {
        let modifiers = Modifiers::from_text(modifiers).unwrap();
        let units = AnesthesiaUnits::of(
            number(base),
            number(minutes),
            modifiers,
            rounding,
            physical_status,
        );
        assert_eq!((units.time, units.total), (number(time), number(total)));
    }

    #[test]
    fn medicare_keeps_one_decimal_of_the_time_and_payers_may_round_the_sum_up() {
        let (medicare, payer) = (TimeRounding::OneDecimal, TimeRounding::UpToWholeUnits);
        let (nothing, units) = (PhysicalStatus::AddsNothing, PhysicalStatus::AddsUnits);
        check(("7", "129", "AA"), (medicare, nothing), ("8.6", "15.6"));
        check(("7", "129", "AA"), (payer, nothing), ("8.6", "16"));
        check(("7", "129", "AA P4"), (medicare, nothing), ("8.6", "15.6"));
        check(("7", "129", "AA P4"), (medicare, units), ("8.6", "17.6"));
        check(("5", "50", "QZ"), (medicare, nothing), ("3.3", "8.3"));
        check(("5", "51.75", "QZ"), (medicare, nothing), ("3.5", "8.5"));
    }

    #[test]
    fn the_modifier_says_who_gave_it() {
        let of = |text| Direction::of(Modifiers::from_text(text).unwrap());
        assert_eq!(of("AA"), Direction::InFull);
        assert_eq!(of("QZ QS"), Direction::InFull);
        for text in ["QK", "QX", "QY P3"] {
            assert_eq!(
                of(text),
                Direction::Directed(Percent::new(number("50"))),
                "{text}"
            );
        }
        assert_eq!(of("AD"), Direction::Supervised(number("3")));
        assert_eq!(of("P3"), Direction::NotStated);
    }

    #[test]
    fn anesthesia_is_known_by_its_number() {
        let is = |code| is_anesthesia(ProcedureCode::new(code).unwrap());
        assert!(is("00100") && is("01402") && is("01999"));
        assert!(!is("10004") && !is("99213") && !is("J1100"));
    }
}
