//! A contract's rules in words: for what, how, and how long.

use jiff::civil::Date;
use serde::Serialize;

use crate::brief::figures;
use crate::domain::{
    CopiedValues, FeeMethod, FeeScheduleId, Geography, MedicareBasis, Percent, QpStatus,
    ReferenceFamily, RuleScope, YearLock,
};
use crate::jobs::FeeScheduleEntry;

/// Writes the services a rule is for.
pub(super) fn scope_words(scope: &RuleScope) -> String {
    match scope {
        RuleScope::Code {
            code,
            modifiers,
            setting,
        } => {
            let mut words = code.to_string();
            if !modifiers.is_empty() {
                words.push(' ');
                words.push_str(&modifiers.to_string());
            }
            if let Some(setting) = setting {
                words.push_str(", ");
                words.push_str(&setting.label().to_lowercase());
            }
            words
        }
        RuleScope::CodeRange { first, last } => format!("{first}\u{2013}{last}"),
        RuleScope::Category(category) => category.label().to_owned(),
        RuleScope::AllServices => "Everything".to_owned(),
    }
}

/// Writes how a rate is found; `schedules` are those of the practice file.
pub(super) fn method_words(method: &FeeMethod, schedules: &[FeeScheduleEntry]) -> String {
    match method {
        FeeMethod::Amount(amount) => format!("${}", figures::rate(*amount)),
        FeeMethod::Listed(id) => schedule_words(*id, schedules),
        FeeMethod::PercentOfMedicare {
            percent,
            family,
            basis,
        } => {
            let of = match family {
                ReferenceFamily::PhysicianFeeSchedule => "Medicare".to_owned(),
                other => format!("Medicare\u{2019}s {}", other.label().to_lowercase()),
            };
            format!("{}% of {of}, {}", points(*percent), basis_words(basis))
        }
        FeeMethod::ConversionFactor {
            dollars_per_rvu,
            basis,
        } => format!("${dollars_per_rvu} per RVU, {}", basis_words(basis)),
        FeeMethod::AnesthesiaFactor {
            dollars_per_unit, ..
        } => format!("${} per anesthesia unit", figures::rate(*dollars_per_unit)),
        FeeMethod::PercentOfCharge(percent) => format!("{}% of the charge", points(*percent)),
        FeeMethod::CaseRate(amount) => format!("${} for the case", figures::rate(*amount)),
        FeeMethod::Capitation => "Capitation".to_owned(),
        FeeMethod::GreaterOf(one, other) => format!(
            "The higher of {} and {}",
            lowered(&method_words(one, schedules)),
            lowered(&method_words(other, schedules))
        ),
        FeeMethod::ByReport => "By report".to_owned(),
    }
}

/// Writes which year's Medicare is meant, and where.
pub(super) fn basis_words(basis: &MedicareBasis) -> String {
    let mut words = basis.lock.label();
    if basis.geography == Geography::National {
        words.push_str(", national amounts");
    } else if let Some(locality) = basis.locality {
        words.push_str(&format!(", locality {locality}"));
    }
    if basis.qp == QpStatus::Qualifying {
        words.push_str(", QP");
    }
    if basis.copied_values == CopiedValues::Priced {
        words.push_str(", NA settings priced");
    }
    words
}

/// Whether a method rests on a Medicare year that the contract does not name.
pub(super) fn names_no_year(method: &FeeMethod) -> bool {
    match method {
        FeeMethod::PercentOfMedicare { basis, .. } | FeeMethod::ConversionFactor { basis, .. } => {
            basis.lock == YearLock::NotStated
        }
        FeeMethod::GreaterOf(one, other) => names_no_year(one) || names_no_year(other),
        _ => false,
    }
}

fn schedule_words(id: FeeScheduleId, schedules: &[FeeScheduleEntry]) -> String {
    schedules
        .iter()
        .find(|schedule| schedule.id == id)
        .map_or_else(
            || "A fee schedule that was removed".to_owned(),
            |schedule| format!("Fee schedule \u{201c}{}\u{201d}", schedule.name),
        )
}

/// Writes a span of dates of service; empty where there is no limit.
pub(super) fn span_words(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
    }
}

/// Writes a contract's percentage: as many decimals as were agreed.
pub(super) fn points(percent: Percent) -> String {
    percent.points().normalize().to_string()
}

/// Lowers the first letter of words that go into a sentence.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Kinds of methods, as one is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MethodKind {
    /// A percentage of Medicare.
    OfMedicare,
    /// A fee schedule of the file.
    Listed,
    /// Dollars per unit.
    Amount,
    /// Dollars per relative value unit.
    Factor,
    /// A percentage of the charge.
    OfCharge,
    /// One amount for the claim.
    Case,
    /// Dollars per anesthesia unit.
    Anesthesia,
    /// The higher of two.
    GreaterOf,
    /// Nothing for the single service.
    Capitation,
    /// No rate.
    ByReport,
}

impl MethodKind {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 10] = [
        (Self::OfMedicare, "A percentage of Medicare"),
        (Self::Listed, "A fee schedule of this file"),
        (Self::Amount, "A fixed amount a unit"),
        (Self::Factor, "Dollars per relative value unit"),
        (Self::OfCharge, "A percentage of the charge"),
        (Self::Case, "A case rate for the claim"),
        (Self::Anesthesia, "Dollars per anesthesia unit"),
        (Self::GreaterOf, "The higher of two"),
        (Self::Capitation, "Capitation: nothing for the service"),
        (Self::ByReport, "By report, claim by claim"),
    ];

    /// Returns a method's kind.
    pub(super) const fn of(method: &FeeMethod) -> Self {
        match method {
            FeeMethod::Amount(_) => Self::Amount,
            FeeMethod::Listed(_) => Self::Listed,
            FeeMethod::PercentOfMedicare { .. } => Self::OfMedicare,
            FeeMethod::ConversionFactor { .. } => Self::Factor,
            FeeMethod::AnesthesiaFactor { .. } => Self::Anesthesia,
            FeeMethod::PercentOfCharge(_) => Self::OfCharge,
            FeeMethod::CaseRate(_) => Self::Case,
            FeeMethod::Capitation => Self::Capitation,
            FeeMethod::GreaterOf(..) => Self::GreaterOf,
            FeeMethod::ByReport => Self::ByReport,
        }
    }
}

/// Ways to lock a Medicare year, as one is chosen from a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LockKind {
    /// One year.
    FixedYear,
    /// The date of service.
    Floating,
    /// A fixed factor.
    FixedFactor,
    /// Fixed relative values.
    FixedRvus,
    /// None named.
    NotStated,
}

impl LockKind {
    /// All, with their words.
    pub(super) const CHOICES: [(Self, &str); 5] = [
        (Self::FixedYear, "Stays with one year"),
        (Self::Floating, "Moves on with Medicare"),
        (
            Self::FixedFactor,
            "Fixed conversion factor, relative values move on",
        ),
        (
            Self::FixedRvus,
            "Relative values of one year, conversion factor moves on",
        ),
        (Self::NotStated, "The contract names no year"),
    ];

    /// Returns a lock's kind.
    pub(super) const fn of(lock: &YearLock) -> Self {
        match lock {
            YearLock::NotStated => Self::NotStated,
            YearLock::FixedYear(_) => Self::FixedYear,
            YearLock::FixedFactor(_) => Self::FixedFactor,
            YearLock::FixedRvus(_) => Self::FixedRvus,
            YearLock::Floating { .. } => Self::Floating,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::{
        MedicareYear, Modifiers, Money, PayerId, ProcedureCode, ServiceCategory, Setting,
    };

    fn of_medicare(percent: i64, lock: YearLock) -> FeeMethod {
        FeeMethod::PercentOfMedicare {
            percent: Percent::new(Decimal::from(percent)),
            family: ReferenceFamily::default(),
            basis: MedicareBasis {
                lock,
                ..MedicareBasis::default()
            },
        }
    }

    fn fixed(year: i16) -> YearLock {
        YearLock::FixedYear(MedicareYear {
            year,
            release: None,
        })
    }

    #[test]
    fn a_rule_says_what_it_is_for() {
        let code = ProcedureCode::new("73030").unwrap();
        let one = RuleScope::Code {
            code,
            modifiers: Modifiers::from_text("26").unwrap(),
            setting: Some(Setting::Facility),
        };
        assert_eq!(scope_words(&one), "73030 26, facility");
        let range = RuleScope::CodeRange {
            first: code,
            last: ProcedureCode::new("73140").unwrap(),
        };
        assert_eq!(scope_words(&range), "73030\u{2013}73140");
        let section = RuleScope::Category(ServiceCategory::Radiology);
        assert_eq!(scope_words(&section), "Radiology");
    }

    #[test]
    fn a_method_names_its_year_or_that_it_has_none() {
        let schedules = [FeeScheduleEntry {
            id: FeeScheduleId(7),
            payer: PayerId(1),
            name: "PPO 2026".to_owned(),
            effective_from: None,
            rate_count: 40,
        }];
        let check = |method: FeeMethod, expected: &str| {
            assert_eq!(method_words(&method, &schedules), expected);
        };
        check(
            of_medicare(120, fixed(2020)),
            "120% of Medicare, 2020 fixed",
        );
        check(
            of_medicare(110, YearLock::NotStated),
            "110% of Medicare, no year stated",
        );
        check(
            FeeMethod::Listed(FeeScheduleId(7)),
            "Fee schedule \u{201c}PPO 2026\u{201d}",
        );
        check(
            FeeMethod::Listed(FeeScheduleId(8)),
            "A fee schedule that was removed",
        );
        let higher = FeeMethod::GreaterOf(
            Box::new(FeeMethod::Listed(FeeScheduleId(7))),
            Box::new(FeeMethod::PercentOfCharge(Percent::new(Decimal::from(45)))),
        );
        check(
            higher,
            "The higher of fee schedule \u{201c}PPO 2026\u{201d} and 45% of the charge",
        );
        check(
            FeeMethod::CaseRate(Money::from_cents(520_000)),
            "$5,200.00 for the case",
        );
    }

    #[test]
    fn a_year_missing_in_either_of_two_is_missing() {
        let method = FeeMethod::GreaterOf(
            Box::new(of_medicare(100, fixed(2025))),
            Box::new(of_medicare(120, YearLock::NotStated)),
        );
        assert!(names_no_year(&method));
        assert!(!names_no_year(&of_medicare(120, fixed(2020))));
    }

    #[test]
    fn spans_of_dates_are_said_from_and_until() {
        let new_year = Some(date(2026, 1, 1));
        assert_eq!(span_words(None, None), "");
        assert_eq!(span_words(new_year, None), "from 2026-01-01");
        assert_eq!(span_words(None, new_year), "until 2026-01-01");
    }
}
