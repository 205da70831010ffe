//! Contracts against Medicare of a few years: which rule fires, and what it then comes to.

use std::sync::Arc;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;

use super::super::{Allowed, Claim, ClaimLine, Detail, PricedClaim, PricedLine, price_claim};
use super::ContractFees;
use crate::analysis::medicare_sample::{MedicareSample, medicare_of_years};
use crate::analysis::sample::{decimal, dollars, percent};
use crate::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRate,
    FeeRule, FeeSchedule, FeeScheduleId, MedicareBasis, MedicareYear, Modifiers, PayerId,
    ProcedureCode, ReferenceFamily, RuleScope, Setting, YearLock,
};

mod lists;
mod methods;
mod order;
mod policies;

const DAY: Date = date(2026, 6, 1);

/// A contract of one version with its surroundings.
struct Agreed {
    contract: Contract,
    lists: Vec<FeeSchedule>,
    medicare: MedicareSample,
}

fn agreed(terms: ContractTerms) -> Agreed {
    Agreed {
        contract: Contract {
            id: ContractId(1),
            payer: PayerId(1),
            name: "PPO contract".to_owned(),
            versions: vec![ContractVersion {
                effective_from: None,
                ends_on: None,
                terms,
            }],
        },
        lists: Vec::new(),
        medicare: medicare_of_years(),
    }
}

/// A contract of one schedule.
fn by_rules(rules: Vec<FeeRule>) -> Agreed {
    agreed(ContractTerms {
        schedules: vec![schedule("PPO", rules)],
        ..ContractTerms::default()
    })
}

fn schedule(name: &str, rules: Vec<FeeRule>) -> ContractSchedule {
    ContractSchedule {
        name: name.to_owned(),
        rules,
        ..ContractSchedule::default()
    }
}

fn rule(nr: u32, scope: RuleScope, method: FeeMethod) -> FeeRule {
    FeeRule {
        nr,
        scope,
        effective_from: None,
        effective_to: None,
        method,
    }
}

fn code(text: &str) -> ProcedureCode {
    ProcedureCode::new(text).unwrap()
}

fn modifiers(text: &str) -> Modifiers {
    Modifiers::from_text(text).unwrap()
}

fn of_code(text: &str) -> RuleScope {
    of_code_with(text, "", None)
}

fn of_code_with(text: &str, with: &str, setting: Option<Setting>) -> RuleScope {
    RuleScope::Code {
        code: code(text),
        modifiers: modifiers(with),
        setting,
    }
}

fn amount(text: &str) -> FeeMethod {
    FeeMethod::Amount(dollars(text))
}

fn of_medicare(points: &str, lock: YearLock) -> FeeMethod {
    FeeMethod::PercentOfMedicare {
        percent: percent(points),
        family: ReferenceFamily::PhysicianFeeSchedule,
        basis: basis(lock),
    }
}

fn basis(lock: YearLock) -> MedicareBasis {
    MedicareBasis {
        lock,
        ..MedicareBasis::default()
    }
}

fn year(year: i16) -> YearLock {
    YearLock::FixedYear(MedicareYear {
        year,
        release: None,
    })
}

fn release(name: &str, year: i16) -> MedicareYear {
    MedicareYear {
        year,
        release: Some(name.to_owned()),
    }
}

const FLOATING: YearLock = YearLock::Floating { lag_days: 0 };

/// `99213`, `93306-26`, with `@F` for the facility.
fn line(text: &str) -> ClaimLine {
    let (service, setting) = match text.strip_suffix("@F") {
        Some(service) => (service, Setting::Facility),
        None => (text, Setting::NonFacility),
    };
    let (number, with) = service.split_once('-').unwrap_or((service, ""));
    ClaimLine::of(code(number), modifiers(with), setting)
}

fn charged(text: &str, charge: &str) -> ClaimLine {
    ClaimLine {
        charge: Some(dollars(charge)),
        ..line(text)
    }
}

fn list(id: i64, rates: &[(&str, &str, Option<Setting>, &str)]) -> FeeSchedule {
    let mut rates: Vec<FeeRate> = rates
        .iter()
        .map(|(number, with, setting, rate)| FeeRate {
            code: code(number),
            modifiers: modifiers(with),
            setting: *setting,
            effective_from: None,
            effective_to: None,
            rate: dollars(rate),
        })
        .collect();
    rates.sort_by_key(|rate| (rate.code, rate.modifiers, rate.setting));
    FeeSchedule {
        id: FeeScheduleId(id),
        payer: PayerId(1),
        name: format!("List {id}"),
        effective_from: None,
        rates,
    }
}

impl Agreed {
    fn price(&self, day: Date, lines: Vec<ClaimLine>) -> PricedClaim {
        let library = self.medicare.national();
        let fees = ContractFees::new(&self.contract, &self.lists, &library);
        let claim = Claim {
            date: day,
            lines,
            patient: None,
        };
        price_claim(&fees, &claim, Detail::Steps)
    }

    fn line(&self, line: ClaimLine) -> PricedLine {
        self.line_on(DAY, line)
    }

    fn line_on(&self, day: Date, line: ClaimLine) -> PricedLine {
        let mut claim = self.price(day, vec![line]);
        claim.lines.remove(0)
    }

    /// Amounts, and reasons in words, of a claim's lines.
    fn shown(&self, lines: &[&str]) -> Vec<String> {
        let priced = self.price(DAY, lines.iter().map(|text| line(text)).collect());
        priced.lines.iter().map(shown).collect()
    }

    fn check(&self, service: &str, expected: &str) {
        assert_eq!(shown(&self.line(line(service))), expected, "{service}");
    }
}

fn shown(line: &PricedLine) -> String {
    match &line.allowed {
        Allowed::Amount(amount) => amount.to_string(),
        Allowed::Unpriced(reason) => reason.label(),
    }
}

fn rule_nr(line: &PricedLine) -> Option<u32> {
    line.rule.as_ref().and_then(|rule| rule.nr)
}

fn minutes(text: &str, minutes: i64) -> ClaimLine {
    ClaimLine {
        minutes: Some(Decimal::from(minutes)),
        ..line(text)
    }
}

fn units(text: &str, units: &str) -> ClaimLine {
    ClaimLine {
        units: decimal(units),
        ..line(text)
    }
}

fn of_product(text: &str, product: &str) -> ClaimLine {
    ClaimLine {
        product: Some(Arc::from(product)),
        ..line(text)
    }
}
