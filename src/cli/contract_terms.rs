//! A contract's terms as flags say them.

use rust_decimal::Decimal;

use super::args::{
    ContractArgs, ContractRateArgs, GeographyChoice, LesserOfChoice, code_and_modifiers,
};
use super::ask;
use crate::domain::{
    ContractSchedule, ContractTerms, FeeMethod, FeeRule, Geography, LesserOf, MedicareBasis,
    MedicareYear, Money, PayerId, Percent, ProcedureCode, ReferenceFamily, RuleScope,
    Sequestration, ServiceCategory, YearLock,
};
use crate::jobs::{JobError, PracticeView, read_contract_terms};

/// Whether any flag says how rates are found.
pub(super) fn has_rates(rates: &ContractRateArgs) -> bool {
    rates.percent_of_medicare.is_some()
        || !rates.conversion_factors.is_empty()
        || rates.schedule.is_some()
        || rates.percent_of_charge.is_some()
        || rates.default_percent_of_charge.is_some()
        || !rates.carve_outs.is_empty()
        || !rates.case_rates.is_empty()
}

/// Changes terms by what was typed: flags for rates put a schedule in place of those there were.
pub(super) fn terms_of(
    view: &PracticeView,
    args: &ContractArgs,
    payer: PayerId,
    base: ContractTerms,
) -> Result<ContractTerms, JobError> {
    let rates = &args.rates;
    let mut terms = match &args.terms {
        Some(path) => read_contract_terms(path)?,
        None => base,
    };
    if has_rates(rates) {
        terms.schedules = vec![schedule_of(view, rates, payer)?];
    } else if names_a_basis(rates) {
        return Err(JobError::new(
            ask::READING_COMMAND,
            "a Medicare year or place alone is no rate",
            "Add --percent-of-medicare or --conversion-factor",
        ));
    }
    if let Some(choice) = rates.lesser_of {
        terms.lesser_of = match choice {
            LesserOfChoice::None => LesserOf::None,
            LesserOfChoice::Line => LesserOf::PerLine,
            LesserOfChoice::Claim => LesserOf::PerClaim,
        };
    }
    if let Some(points) = rates.sequestration {
        terms.sequestration = if points.is_zero() {
            Sequestration::NotPassedOn
        } else {
            Sequestration::PassedOn(Percent::new(points))
        };
    }
    Ok(terms)
}

fn names_a_basis(rates: &ContractRateArgs) -> bool {
    rates.year.is_some()
        || rates.release.is_some()
        || rates.floating
        || rates.lag_days.is_some()
        || rates.geography.is_some()
}

fn schedule_of(
    view: &PracticeView,
    rates: &ContractRateArgs,
    payer: PayerId,
) -> Result<ContractSchedule, JobError> {
    let basis = basis_of(view, rates)?;
    let mut rules: Vec<(RuleScope, FeeMethod)> = Vec::new();
    for text in &rates.case_rates {
        let (scope, amount) = scope_and_text(text)?;
        let amount = Money::from_text(amount).map_err(ask::invalid)?;
        rules.push((scope, FeeMethod::CaseRate(amount)));
    }
    for text in &rates.carve_outs {
        let (scope, rate) = scope_and_text(text)?;
        rules.push((scope, carved_out(rate, &basis)?));
    }
    if let Some(name) = &rates.schedule {
        let list = ask::fee_schedule(view, payer, name)?;
        rules.push((RuleScope::AllServices, FeeMethod::Listed(list)));
    }
    let of_factors = MedicareBasis {
        geography: rates
            .geography
            .map_or(Geography::National, GeographyChoice::meaning),
        ..basis.clone()
    };
    for text in &rates.conversion_factors {
        rules.push(factor_rule(text, &of_factors)?);
    }
    let of_all = [
        rates
            .percent_of_medicare
            .map(|points| of_medicare(points, &basis)),
        rates
            .percent_of_charge
            .map(|points| FeeMethod::PercentOfCharge(Percent::new(points))),
    ];
    rules.extend(
        of_all
            .into_iter()
            .flatten()
            .map(|method| (RuleScope::AllServices, method)),
    );
    let rules = (1..).zip(rules).map(|(nr, (scope, method))| FeeRule {
        nr,
        scope,
        effective_from: None,
        effective_to: None,
        method,
    });
    Ok(ContractSchedule {
        name: "All products".to_owned(),
        rules: rules.collect(),
        default_percent_of_charge: rates.default_percent_of_charge.map(Percent::new),
        ..ContractSchedule::default()
    })
}

fn of_medicare(points: Decimal, basis: &MedicareBasis) -> FeeMethod {
    FeeMethod::PercentOfMedicare {
        percent: Percent::new(points),
        family: ReferenceFamily::PhysicianFeeSchedule,
        basis: basis.clone(),
    }
}

fn basis_of(view: &PracticeView, rates: &ContractRateArgs) -> Result<MedicareBasis, JobError> {
    let lock = match (&rates.release, rates.year, rates.lag_days, rates.floating) {
        (Some(name), ..) => YearLock::FixedYear(release_year(view, name)?),
        (None, Some(year), ..) => YearLock::FixedYear(MedicareYear {
            year,
            release: None,
        }),
        (None, None, Some(lag_days), _) => YearLock::Floating { lag_days },
        (None, None, None, true) => YearLock::Floating { lag_days: 0 },
        (None, None, None, false) => YearLock::NotStated,
    };
    Ok(MedicareBasis {
        lock,
        geography: rates
            .geography
            .map_or(Geography::Local, GeographyChoice::meaning),
        ..MedicareBasis::default()
    })
}

/// Finds a release's year in the file, or else in its name: a contract may mean a release that was
/// not imported yet.
fn release_year(view: &PracticeView, name: &str) -> Result<MedicareYear, JobError> {
    let known = view
        .releases
        .iter()
        .find(|release| release.info.name.eq_ignore_ascii_case(name.trim()));
    let upper = name.trim().to_ascii_uppercase();
    let in_name = || {
        let digits = upper.strip_prefix("RVU")?.get(..2)?;
        digits.parse::<i16>().ok().map(|year| 2000 + year)
    };
    let year = known.map(|release| release.info.year).or_else(in_name);
    year.map(|year| MedicareYear {
        year,
        release: Some(known.map_or(upper.clone(), |release| release.info.name.clone())),
    })
    .ok_or_else(|| {
        JobError::new(
            ask::READING_COMMAND,
            format!("{name} is not a Medicare release"),
            "Write it as CMS does, such as RVU25D",
        )
    })
}

/// Reads `surgery=72.50`, or dollars alone for everything.
fn factor_rule(text: &str, basis: &MedicareBasis) -> Result<(RuleScope, FeeMethod), JobError> {
    let (scope, dollars) = match text.split_once('=') {
        Some((category, dollars)) => {
            let category = ServiceCategory::from_key(category).map_err(ask::invalid)?;
            (RuleScope::Category(category), dollars)
        }
        None => (RuleScope::AllServices, text),
    };
    let dollars_per_rvu = dollars.trim().parse::<Decimal>().map_err(|_error| {
        JobError::new(
            ask::READING_COMMAND,
            format!("{dollars} is not a conversion factor"),
            "Write dollars per relative value unit, such as 38.50 or surgery=72.50",
        )
    })?;
    Ok((
        scope,
        FeeMethod::ConversionFactor {
            dollars_per_rvu,
            basis: basis.clone(),
        },
    ))
}

/// Reads `90000-90999=…`, `93306-26=…` or `93306=…`.
fn scope_and_text(text: &str) -> Result<(RuleScope, &str), JobError> {
    let (codes, rate) = text.split_once('=').ok_or_else(|| {
        JobError::new(
            ask::READING_COMMAND,
            format!("{text} does not say what is paid"),
            "Write for example 90000-90999=85.00",
        )
    })?;
    if let Some((first, last)) = codes.split_once('-')
        && last.trim().len() == first.trim().len()
    {
        let code = |text| ProcedureCode::new(text).map_err(ask::invalid);
        return Ok((
            RuleScope::CodeRange {
                first: code(first)?,
                last: code(last)?,
            },
            rate,
        ));
    }
    let (code, modifiers) = code_and_modifiers(codes).map_err(ask::invalid)?;
    Ok((
        RuleScope::Code {
            code,
            modifiers,
            setting: None,
        },
        rate,
    ))
}

/// Reads dollars, `60%` of the charge or `110%M` of Medicare.
fn carved_out(text: &str, basis: &MedicareBasis) -> Result<FeeMethod, JobError> {
    let points = |digits: &str| {
        digits.trim().parse::<Decimal>().map_err(|_error| {
            JobError::new(
                ask::READING_COMMAND,
                format!("{text} is not a rate"),
                "Write dollars, a percentage of the charge such as 60%, or of Medicare such as 110%M",
            )
        })
    };
    let trimmed = text.trim();
    if let Some(digits) = trimmed.strip_suffix("%M").or(trimmed.strip_suffix("%m")) {
        return Ok(of_medicare(points(digits)?, basis));
    }
    if let Some(digits) = trimmed.strip_suffix('%') {
        return Ok(FeeMethod::PercentOfCharge(Percent::new(points(digits)?)));
    }
    Money::from_text(trimmed)
        .map(FeeMethod::Amount)
        .map_err(ask::invalid)
}
