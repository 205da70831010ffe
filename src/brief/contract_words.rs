//! What a contract says, in words and rows for readers who do not have it at hand. Prices nothing.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    ContractSchedule, ContractVersion, FeeMethod, FeeRule, FeeScheduleId, Geography, MedicareBasis,
    Money, Percent, QpStatus, ReferenceFamily, RuleScope, Sequestration, Setting, SiteId,
    TimeRounding,
};

use super::figures;
use super::rate_position::code_and_modifiers;

/// Codes with an amount of their own that are still listed one by one.
const AMOUNTS_LISTED: usize = 6;

/// Names of what a contract refers to by number.
#[derive(Clone, Copy, Debug, Default)]
pub struct ContractNames<'a> {
    /// Fee schedules of the practice file.
    pub fee_schedules: &'a [(FeeScheduleId, String)],
    /// The practice's sites.
    pub sites: &'a [(SiteId, String)],
}

/// One line on how a contract finds rates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleWords {
    /// For which services.
    pub services: String,
    /// How.
    pub method: String,
}

/// Says how a schedule finds rates on a day, the most specific rule first: the order in which they
/// give way. Codes with an amount of their own are counted where there are many.
pub fn rules_in_words(
    schedule: &ContractSchedule,
    names: ContractNames<'_>,
    day: Date,
) -> Vec<RuleWords> {
    let mut rules: Vec<&FeeRule> = schedule
        .rules
        .iter()
        .filter(|rule| rule.is_in_effect(day))
        .collect();
    rules.sort_by_key(|rule| (rank(&rule.scope), rule.nr));
    let (amounts, others): (Vec<_>, Vec<_>) = rules
        .into_iter()
        .partition(|rule| code_amount(rule).is_some());
    let mut lines = Vec::new();
    if amounts.len() <= AMOUNTS_LISTED {
        lines.extend(amounts.iter().map(|rule| words_of(rule, names)));
    } else {
        lines.extend(counted(&amounts));
    }
    lines.extend(others.iter().map(|rule| words_of(rule, names)));
    lines.extend(schedule.default_percent_of_charge.map(|percent| RuleWords {
        services: "Whatever no rule prices".into(),
        method: format!("{} of the charge", percent_points(percent)),
    }));
    lines
}

fn code_amount(rule: &FeeRule) -> Option<Money> {
    match (&rule.scope, &rule.method) {
        (RuleScope::Code { .. }, FeeMethod::Amount(amount)) => Some(*amount),
        _ => None,
    }
}

/// `None` for no amounts.
fn counted(amounts: &[&FeeRule]) -> Option<RuleWords> {
    let of_rules = || amounts.iter().filter_map(|rule| code_amount(rule));
    let (lowest, highest) = (of_rules().min()?, of_rules().max()?);
    let count = figures::count(Decimal::from(amounts.len()));
    Some(RuleWords {
        services: format!("{count} codes, one by one"),
        method: format!(
            "An amount for each, ${} to ${} a unit",
            figures::rate(lowest),
            figures::rate(highest)
        ),
    })
}

fn words_of(rule: &FeeRule, names: ContractNames<'_>) -> RuleWords {
    RuleWords {
        services: scope_words(&rule.scope),
        method: method_words(&rule.method, names),
    }
}

const fn rank(scope: &RuleScope) -> u8 {
    match scope {
        RuleScope::Code { .. } => 0,
        RuleScope::CodeRange { .. } => 1,
        RuleScope::Category(_) => 2,
        RuleScope::AllServices => 3,
    }
}

fn scope_words(scope: &RuleScope) -> String {
    match scope {
        RuleScope::Code {
            code,
            modifiers,
            setting,
        } => {
            let setting = match setting {
                None => "",
                Some(Setting::NonFacility) => ", office",
                Some(Setting::Facility) => ", facility",
            };
            format!("{}{setting}", code_and_modifiers(*code, *modifiers))
        }
        RuleScope::CodeRange { first, last } => format!("Codes {first}\u{2013}{last}"),
        RuleScope::Category(category) => category.label().to_owned(),
        RuleScope::AllServices => "All services".to_owned(),
    }
}

/// Says how a rate is found, without a full stop.
pub fn method_words(method: &FeeMethod, names: ContractNames<'_>) -> String {
    match method {
        FeeMethod::Amount(amount) => format!("${} a unit", figures::rate(*amount)),
        FeeMethod::Listed(id) => listed_words(*id, names),
        FeeMethod::PercentOfMedicare {
            percent,
            family,
            basis,
        } => format!(
            "{} of Medicare{}, {}",
            percent_points(*percent),
            match family {
                ReferenceFamily::PhysicianFeeSchedule => String::new(),
                other => format!(" for {}", lower_first(other.label())),
            },
            basis_words(basis)
        ),
        FeeMethod::ConversionFactor {
            dollars_per_rvu,
            basis,
        } => format!(
            "${} a relative value unit, {}",
            figures::rate(Money::new(*dollars_per_rvu)),
            basis_words(basis)
        ),
        FeeMethod::AnesthesiaFactor {
            dollars_per_unit,
            rounding,
            ..
        } => format!(
            "${} an anesthesia unit, {}",
            figures::rate(*dollars_per_unit),
            match rounding {
                TimeRounding::OneDecimal => "time to one decimal",
                TimeRounding::UpToWholeUnits => "units rounded up",
            }
        ),
        FeeMethod::PercentOfCharge(percent) => {
            format!("{} of the charge", percent_points(*percent))
        }
        FeeMethod::CaseRate(amount) => format!("${} a case", figures::rate(*amount)),
        FeeMethod::Capitation => "Paid by the member and month".into(),
        FeeMethod::GreaterOf(one, other) => format!(
            "The greater of {} and {}",
            lower_first(&method_words(one, names)),
            lower_first(&method_words(other, names))
        ),
        FeeMethod::ByReport => "Priced by the payer claim by claim".into(),
    }
}

fn listed_words(id: FeeScheduleId, names: ContractNames<'_>) -> String {
    names
        .fee_schedules
        .iter()
        .find(|(known, _)| *known == id)
        .map_or_else(
            || "A fee schedule that is no longer in the file".into(),
            |(_, name)| format!("Fee schedule \u{201c}{name}\u{201d}"),
        )
}

fn basis_words(basis: &MedicareBasis) -> String {
    let locality = match (basis.geography, basis.locality) {
        (Geography::National, _) => Some("national amounts".to_owned()),
        (Geography::Local, locality) => locality.map(|key| format!("locality {key}")),
    };
    let qp =
        (basis.qp == QpStatus::Qualifying).then(|| "factor for qualifying participants".into());
    std::iter::once(basis.lock.label())
        .chain(locality)
        .chain(qp)
        .collect::<Vec<_>>()
        .join(", ")
}

/// Says for which products, sites and providers a schedule is; `None`: for all.
pub fn schedule_scope_words(
    schedule: &ContractSchedule,
    names: ContractNames<'_>,
) -> Option<String> {
    let site_name = |id: &SiteId| {
        let known = names.sites.iter().find(|(known, _)| known == id);
        known.map_or_else(|| format!("site {}", id.0), |(_, name)| name.clone())
    };
    let classes = schedule
        .provider_classes
        .iter()
        .map(|class| lower_first(class.label()));
    let parts: Vec<String> = schedule
        .products
        .iter()
        .cloned()
        .chain(schedule.sites.iter().map(site_name))
        .chain(classes)
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Says from when to when a version holds.
pub fn version_words(version: &ContractVersion) -> String {
    match (version.effective_from, version.ends_on) {
        (None, None) => "no dates given".into(),
        (Some(from), None) => format!("from {}, open", figures::day(from)),
        (None, Some(end)) => format!("until {}", figures::day(end)),
        (Some(from), Some(end)) => format!("{} to {}", figures::day(from), figures::day(end)),
    }
}

/// Says whether Medicare's sequestration lowers payments; `None` where it does not.
pub fn sequestration_words(sequestration: Sequestration) -> Option<String> {
    match sequestration {
        Sequestration::NotPassedOn => None,
        Sequestration::PassedOn(percent) => Some(format!(
            "{} off the payer\u{2019}s payment, after deductible and coinsurance; allowed amounts stay",
            percent_points(percent)
        )),
    }
}

/// Writes a percentage as a contract states it: `120%`, `62.5%`.
pub fn percent_points(percent: Percent) -> String {
    format!("{}%", percent.points().normalize())
}

/// Continues a sentence.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{MedicareYear, PhysicalStatus, YearLock};

    fn check(method: &FeeMethod, expected: &str) {
        let lists = [(FeeScheduleId(4), "PPO rates 2025".to_owned())];
        let names = ContractNames {
            fee_schedules: &lists,
            sites: &[],
        };
        assert_eq!(method_words(method, names), expected);
    }

    fn of_medicare(points: i64, lock: YearLock) -> FeeMethod {
        FeeMethod::PercentOfMedicare {
            percent: Percent::new(Decimal::new(points, 1)),
            family: ReferenceFamily::default(),
            basis: MedicareBasis {
                lock,
                ..MedicareBasis::default()
            },
        }
    }

    #[test]
    fn every_method_has_its_words() {
        let year = MedicareYear {
            year: 2020,
            release: None,
        };
        let fixed = of_medicare(1_125, YearLock::FixedYear(year));
        check(&fixed, "112.5% of Medicare, 2020 fixed");
        check(
            &FeeMethod::Listed(FeeScheduleId(4)),
            "Fee schedule \u{201c}PPO rates 2025\u{201d}",
        );
        check(
            &FeeMethod::Listed(FeeScheduleId(5)),
            "A fee schedule that is no longer in the file",
        );
        check(
            &FeeMethod::ConversionFactor {
                dollars_per_rvu: Decimal::new(725, 1),
                basis: MedicareBasis::default(),
            },
            "$72.50 a relative value unit, no year stated",
        );
        check(
            &FeeMethod::AnesthesiaFactor {
                dollars_per_unit: Money::from_cents(7_500),
                rounding: TimeRounding::UpToWholeUnits,
                physical_status: PhysicalStatus::AddsNothing,
            },
            "$75.00 an anesthesia unit, units rounded up",
        );
        check(
            &FeeMethod::GreaterOf(
                Box::new(of_medicare(1_000, YearLock::Floating { lag_days: 0 })),
                Box::new(FeeMethod::Listed(FeeScheduleId(4))),
            ),
            "The greater of 100% of Medicare, current year and fee schedule \
             \u{201c}PPO rates 2025\u{201d}",
        );
    }

    #[test]
    fn the_most_specific_rule_stands_first_and_rules_of_other_days_do_not_stand() {
        let rule = |nr, scope, effective_to| FeeRule {
            nr,
            scope,
            effective_from: None,
            effective_to,
            method: FeeMethod::Capitation,
        };
        let day = jiff::civil::date(2026, 1, 1);
        let ended = Some(jiff::civil::date(2025, 12, 31));
        let code = |text: &str| crate::domain::ProcedureCode::new(text).unwrap();
        let range = RuleScope::CodeRange {
            first: code("70010"),
            last: code("79999"),
        };
        let one = RuleScope::Code {
            code: code("93306"),
            modifiers: crate::domain::Modifiers::from_text("26").unwrap(),
            setting: Some(Setting::Facility),
        };
        let schedule = ContractSchedule {
            rules: vec![
                rule(1, RuleScope::AllServices, None),
                rule(2, range.clone(), None),
                rule(3, range, ended),
                rule(4, one, None),
            ],
            ..ContractSchedule::default()
        };
        let services: Vec<String> = rules_in_words(&schedule, ContractNames::default(), day)
            .into_iter()
            .map(|rule| rule.services)
            .collect();
        assert_eq!(
            services,
            [
                "93306-26, facility",
                "Codes 70010\u{2013}79999",
                "All services"
            ]
        );
    }
}
