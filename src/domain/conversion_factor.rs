//! Medicare conversion factors by date of service.

use std::fmt;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Whether the practice's clinicians are qualifying participants in an advanced alternative
/// payment model. From 2026 on Medicare has a conversion factor for each.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum QpStatus {
    /// Not qualifying: the usual case.
    #[default]
    NonQualifying,
    /// Qualifying participant.
    Qualifying,
}

impl QpStatus {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NonQualifying => "Not a qualifying APM participant",
            Self::Qualifying => "Qualifying APM participant",
        }
    }
}

impl fmt::Display for QpStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// A Medicare conversion factor and the service dates it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConversionFactor {
    /// First date of service.
    pub from: Date,
    /// Last date of service.
    pub to: Date,
    /// `None`: the same for everybody (before 2026).
    pub qp: Option<QpStatus>,
    /// Dollars per relative value unit.
    pub dollars_per_rvu: Decimal,
}

const fn factor(
    from: Date,
    to: Date,
    qp: Option<QpStatus>,
    ten_thousandths: u32,
) -> ConversionFactor {
    let dollars_per_rvu = Decimal::from_parts(ten_thousandths, 0, 0, false, 4);
    ConversionFactor {
        from,
        to,
        qp,
        dollars_per_rvu,
    }
}

const fn year(year: i16, ten_thousandths: u32) -> ConversionFactor {
    factor(date(year, 1, 1), date(year, 12, 31), None, ten_thousandths)
}

/// Physician fee schedule conversion factors, oldest first.
///
/// Annual final rules in the Federal Register and, for 2024, the Consolidated Appropriations Act,
/// 2024 (new factor from 9 March). From 2026 on, section 1848(d)(1)(A) of the Social Security Act
/// sets one for qualifying participants and one for all others.
pub static CONVERSION_FACTORS: &[ConversionFactor] = &[
    year(2016, 358_043),
    year(2017, 358_887),
    year(2018, 359_996),
    year(2019, 360_391),
    year(2020, 360_896),
    year(2021, 348_931),
    year(2022, 346_062),
    year(2023, 338_872),
    factor(date(2024, 1, 1), date(2024, 3, 8), None, 327_442),
    factor(date(2024, 3, 9), date(2024, 12, 31), None, 332_875),
    year(2025, 323_465),
    factor(
        date(2026, 1, 1),
        date(2026, 12, 31),
        Some(QpStatus::NonQualifying),
        334_009,
    ),
    factor(
        date(2026, 1, 1),
        date(2026, 12, 31),
        Some(QpStatus::Qualifying),
        335_675,
    ),
];

/// Returns the conversion factor for services on `day`; `None` outside 2016 to 2026.
pub fn conversion_factor(day: Date, qp: QpStatus) -> Option<ConversionFactor> {
    CONVERSION_FACTORS
        .iter()
        .find(|factor| {
            factor.from <= day && day <= factor.to && factor.qp.is_none_or(|only| only == qp)
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(day: Date, qp: QpStatus, expected: &str) {
        let found = conversion_factor(day, qp).map(|factor| factor.dollars_per_rvu.to_string());
        assert_eq!(found.as_deref(), Some(expected), "{day}");
    }

    #[test]
    fn the_factor_follows_the_date_of_service() {
        check(date(2024, 3, 8), QpStatus::NonQualifying, "32.7442");
        check(date(2024, 3, 9), QpStatus::Qualifying, "33.2875");
        check(date(2025, 7, 1), QpStatus::NonQualifying, "32.3465");
        check(date(2026, 1, 1), QpStatus::NonQualifying, "33.4009");
        check(date(2026, 12, 31), QpStatus::Qualifying, "33.5675");
        assert_eq!(
            conversion_factor(date(2015, 12, 31), QpStatus::Qualifying),
            None
        );
    }
}
