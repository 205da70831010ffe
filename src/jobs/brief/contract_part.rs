//! What an internal brief says of a payer's contract: which one is in force, how much money its
//! default prices, and what a fixed Medicare year makes of its rates.

use jiff::civil::Date;

use super::super::medicare_choice::{MedicareChoice, Needs};
use super::super::open::today;
use super::super::{Desk, JobError, PracticeView};
use super::BriefSpec;
use crate::analysis::MonthSpan;
use crate::analysis::contract_flags::ContractFlag;
use crate::analysis::medicare_library::MedicareLibrary;
use crate::analysis::pricing::{
    ClaimLine, ContractFees, Detail, FeeSource as _, FiredRule, Specificity,
};
use crate::analysis::service_volume::{ServiceVolume, service_volumes};
use crate::analysis::year_lock::{PercentOfBasis, compare_years};
use crate::brief::{ContractNames, ContractReport, FixedYear};
use crate::domain::{
    Contract, ContractSchedule, ContractVersion, FeeMethod, FeeRule, FeeScheduleId, MedicareBasis,
    Money, PayerId, Percent, ReferenceFamily, SiteId, YearLock,
};

/// What the brief's section on the contract is made from.
pub(super) struct ContractPart {
    contract: Contract,
    day: Date,
    fee_schedules: Vec<(FeeScheduleId, String)>,
    flags: Vec<ContractFlag>,
    default_share: Option<Percent>,
    fixed_years: Vec<FixedYear>,
}

impl ContractPart {
    /// Borrows what the brief prints.
    pub(super) fn report<'a>(&'a self, sites: &'a [(SiteId, String)]) -> ContractReport<'a> {
        ContractReport {
            contract: &self.contract,
            day: self.day,
            names: ContractNames {
                fee_schedules: &self.fee_schedules,
                sites,
            },
            flags: &self.flags,
            default_share: self.default_share,
            fixed_years: &self.fixed_years,
        }
    }
}

/// Returns a payer's contract: the one in force on the day, or else the one that was last.
pub(super) fn contract_of(view: &PracticeView, payer: PayerId, day: Date) -> Option<&Contract> {
    view.contracts
        .iter()
        .filter(|contract| contract.payer == payer)
        .max_by_key(|contract| {
            let in_force = contract.version_on(day);
            let last = in_force.or(contract.versions.last());
            (
                in_force.is_some(),
                last.and_then(|version| version.effective_from),
                contract.id,
            )
        })
}

impl Desk {
    /// Collects what a brief says of the payer's contract; `None` where there is none.
    pub(super) fn contract_part(
        &mut self,
        spec: &BriefSpec,
    ) -> Result<Option<ContractPart>, JobError> {
        // Rates in effect are today's, whichever day is printed on the brief.
        let day = today();
        let view = self.view()?;
        let Some(contract) = contract_of(&view, spec.payer, day) else {
            return Ok(None);
        };
        let mut part = ContractPart {
            contract: contract.clone(),
            day,
            fee_schedules: view
                .fee_schedules
                .iter()
                .map(|schedule| (schedule.id, schedule.name.clone()))
                .collect(),
            flags: view.flags_of(contract.id).to_vec(),
            default_share: None,
            fixed_years: Vec::new(),
        };
        let Some(version) = contract.version_on(day) else {
            return Ok(Some(part));
        };
        let needs = Needs::of_terms(&version.terms, day);
        // Without a Medicare reference the flags say what is missing, and nothing can be worked out.
        let Some(shelf) = self.medicare_shelf(&MedicareChoice::default(), &needs)? else {
            return Ok(Some(part));
        };
        let lists = self.fee_schedules()?;
        let volumes = self.yearly_volumes(spec)?;
        let library = shelf.library();
        let fees = ContractFees::new(contract, &lists, &library);
        let priced = PricedByRule::of(&fees, volumes, day);
        part.default_share = priced.default_share();
        part.fixed_years = priced.fixed_years(version, &library, [day, shelf.day()]);
        Ok(Some(part))
    }

    /// Adds up a year's services of the payer.
    fn yearly_volumes(&mut self, spec: &BriefSpec) -> Result<Vec<ServiceVolume>, JobError> {
        self.with_input(spec.filter.for_payer(spec.payer), |input| {
            let factor = input
                .span()
                .map(MonthSpan::annual_factor)
                .unwrap_or_default();
            let mut volumes = service_volumes(input.rows());
            for volume in &mut volumes {
                volume.units *= factor;
                volume.allowed = volume.allowed.times(factor);
            }
            volumes
        })
    }
}

/// A year's services and the rule that prices each; `None` where none does.
struct PricedByRule {
    services: Vec<(ServiceVolume, Option<FiredRule>)>,
}

impl PricedByRule {
    fn of(fees: &ContractFees<'_>, volumes: Vec<ServiceVolume>, day: Date) -> Self {
        let rule_of = |volume: &ServiceVolume| {
            let key = volume.key;
            let line = ClaimLine {
                charge: volume.charge_per_unit,
                ..ClaimLine::of(key.code, key.modifiers, key.setting)
            };
            fees.base(&line, day, Detail::Amounts).ok()?.rule
        };
        Self {
            services: volumes
                .into_iter()
                .map(|volume| (volume, rule_of(&volume)))
                .collect(),
        }
    }

    /// Returns the share of allowed amounts that a default percentage of the charge prices.
    fn default_share(&self) -> Option<Percent> {
        let is_default = |rule: &FiredRule| rule.specificity == Specificity::DefaultPercentOfCharge;
        let by_default: Money = self
            .services
            .iter()
            .filter(|(_, rule)| rule.as_ref().is_some_and(is_default))
            .map(|(volume, _)| volume.allowed)
            .sum();
        let all = self.services.iter().map(|(volume, _)| volume.allowed).sum();
        by_default.as_percent_of(all)
    }

    /// Sets each fixed year beside that of the first of the days that has a release, for the services its rule prices.
    fn fixed_years(
        &self,
        version: &ContractVersion,
        library: &MedicareLibrary<'_>,
        days: [Date; 2],
    ) -> Vec<FixedYear> {
        let schedules = version.terms.schedules.iter();
        schedules
            .flat_map(|schedule| schedule.rules.iter().map(move |rule| (schedule, rule)))
            .filter_map(|(schedule, rule)| {
                let fixed = percent_of_fixed(&rule.method)?;
                let volumes = self.priced_by(schedule, rule);
                (!volumes.is_empty()).then(|| fixed_year(fixed, library, days, &volumes))
            })
            .collect()
    }

    fn priced_by(&self, schedule: &ContractSchedule, rule: &FeeRule) -> Vec<ServiceVolume> {
        let is_it =
            |fired: &FiredRule| fired.schedule == schedule.name && fired.nr == Some(rule.nr);
        let services = self.services.iter();
        services
            .filter(|(_, fired)| fired.as_ref().is_some_and(is_it))
            .map(|(volume, _)| *volume)
            .collect()
    }
}

/// Returns a percentage of the physician fee schedule of which some part stays in one year.
fn percent_of_fixed(method: &FeeMethod) -> Option<PercentOfBasis> {
    match method {
        FeeMethod::PercentOfMedicare {
            percent,
            family: ReferenceFamily::PhysicianFeeSchedule,
            basis,
        } => {
            let is_fixed = match basis.lock {
                YearLock::FixedYear(_) | YearLock::FixedRvus(_) | YearLock::FixedFactor(_) => true,
                YearLock::NotStated | YearLock::Floating { .. } => false,
            };
            is_fixed.then(|| PercentOfBasis {
                percent: *percent,
                basis: basis.clone(),
            })
        }
        _ => None,
    }
}

/// Compares with the current year; while the file has no release of it, with the reference's.
fn fixed_year(
    fixed: PercentOfBasis,
    library: &MedicareLibrary<'_>,
    [today, reference_day]: [Date; 2],
    volumes: &[ServiceVolume],
) -> FixedYear {
    let current = PercentOfBasis {
        basis: MedicareBasis {
            lock: YearLock::Floating { lag_days: 0 },
            ..fixed.basis.clone()
        },
        ..fixed.clone()
    };
    let on = |day| compare_years(library, &fixed, &current, day, volumes);
    FixedYear {
        percent: fixed.percent,
        comparison: on(today).or_else(|_no_release| on(reference_day)),
        lock: fixed.basis.lock,
    }
}
