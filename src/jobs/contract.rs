//! Questions about contracts: another Medicare year, a new list of rates, terms in a file.

use std::path::Path;

use super::medicare_choice::{MedicareChoice, Needs};
use super::medicare_shelf::library_of;
use super::open::{name_of, today};
use super::{Desk, JobError};
use crate::analysis::contract_flags::{
    ContractFlag, ContractSurroundings, Severity, contract_flags,
};
use crate::analysis::pricing::{ContractFees, Unpriced, contract_rates, rate_of_unit};
use crate::analysis::schedule_differences::{ScheduleDifferences, schedule_differences};
use crate::analysis::service_volume::{ServiceVolume, average_allowed, service_volumes};
use crate::analysis::year_lock::{PercentOfBasis, YearComparison, compare_years};
use crate::domain::{
    Contract, ContractId, ContractTerms, FeeMethod, FeeSchedule, FeeScheduleId, Filter,
    MedicareBasis, MedicareYear, PayerId, Percent, RuleScope, YearLock,
};

/// What is asked about a contract's Medicare year. What is `None` is taken from the payer's contract
/// in force today, or else from the releases in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearLockQuestion {
    /// Whose services.
    pub payer: PayerId,
    /// Percentage of the first year; `None`: the contract's, or else 100.
    pub percent: Option<Percent>,
    /// The first year; `None`: the contract's, or else the earliest in the file.
    pub from_year: Option<i16>,
    /// The year it is compared with; `None`: the latest in the file.
    pub to_year: Option<i16>,
    /// Percentage of the second year that is offered; `None`: the same.
    pub to_percent: Option<Percent>,
}

/// Reads a contract's terms from a JSON file.
#[expect(clippy::disallowed_methods, reason = "jobs read the disk")]
pub fn read_contract_terms(path: &Path) -> Result<ContractTerms, JobError> {
    let doing = format!("Reading {}", name_of(path));
    let text = std::fs::read_to_string(path)
        .map_err(|error| JobError::from_io(doing.as_str(), path, &error))?;
    serde_json::from_str(&text).map_err(|error| {
        JobError::new(
            doing,
            format!("it holds no contract terms: {error}"),
            "Write them as allowable contract FILE --show NAME --json prints them under terms",
        )
    })
}

const COMPARING_YEARS: &str = "Comparing Medicare years";
const COMPARING_SCHEDULES: &str = "Comparing fee schedules";

impl Desk {
    /// Looks each contract over, against what it refers to and the services billed to its payer.
    pub(super) fn contract_flags(
        &mut self,
        contracts: &[Contract],
    ) -> Result<Vec<(ContractId, Vec<ContractFlag>)>, JobError> {
        if contracts.is_empty() {
            return Ok(Vec::new());
        }
        let day = today();
        let mut needs = Needs::default();
        for contract in contracts {
            let version = contract.version_on(day).or(contract.versions.last());
            needs.extend(version.map_or_else(Needs::default, |version| {
                Needs::of_terms(&version.terms, day)
            }));
        }
        // Without a reference every rule that rests on Medicare is flagged for it; the file opens
        // all the same.
        let shelf = self.medicare_shelf(&MedicareChoice::default(), &needs);
        let shelf = shelf.ok().flatten();
        let library = library_of(shelf.as_ref());
        let lists = self.fee_schedules()?;
        let totals = self.totals()?;
        let renderers = self.renderers()?;
        let in_force = self.contracts_in_force(day)?;
        Ok(contracts
            .iter()
            .map(|contract| {
                let rows = totals.rows.iter();
                let of_payer: Vec<_> = rows.filter(|row| row.payer == contract.payer).collect();
                let surroundings = ContractSurroundings {
                    lists: &lists,
                    library: &library,
                    totals: &of_payer,
                    renderers: &renderers,
                    day,
                };
                let mut flags = contract_flags(contract, &surroundings);
                flags.extend(overtaken(contract, &in_force, day));
                flags.sort_by_key(|flag| flag.severity);
                (contract.id, flags)
            })
            .collect())
    }

    /// Compares staying with one Medicare year with moving to another, for a payer's services.
    pub fn year_lock(
        &mut self,
        question: &YearLockQuestion,
        filter: Filter,
    ) -> Result<YearComparison, JobError> {
        let day = today();
        let contract = self.contract_in_force(question.payer, day)?;
        let agreed = contract
            .as_ref()
            .and_then(|known| percent_agreed(known, day));
        let by_medicare = agreed.is_some();
        if contract.is_some() && !by_medicare && question.percent.is_none() {
            return Err(JobError::new(
                COMPARING_YEARS,
                "the payer's contract in force is no percentage of Medicare",
                "Give a percentage and the two years to compare",
            ));
        }
        let (stay, offered) = self.bases_of_question(question, agreed)?;
        let years = [&stay, &offered].map(|one| year_of(&one.basis));
        let needs = Needs::of_years(years.into_iter().flatten());
        let shelf = self.shelf_to_price(&MedicareChoice::default(), &needs)?;
        let mut volumes = self.volumes_of(question.payer, filter)?;
        if let Some(contract) = contract.as_ref().filter(|_contract| by_medicare) {
            self.keep_by_medicare(contract, day, &mut volumes)?;
        }
        compare_years(&shelf.library(), &stay, &offered, day, &volumes)
            .map_err(|reason| cannot_compare(&reason))
    }

    /// Fills in what a question leaves open: the contract's percentage and year, the first and the
    /// last year in the file.
    fn bases_of_question(
        &mut self,
        question: &YearLockQuestion,
        agreed: Option<PercentOfBasis>,
    ) -> Result<(PercentOfBasis, PercentOfBasis), JobError> {
        let view = self.view()?;
        let years = || view.releases.iter().map(|release| release.info.year);
        let (Some(first), Some(last)) = (years().min(), years().max()) else {
            return Err(JobError::new(
                COMPARING_YEARS,
                "the file holds no Medicare release",
                "Import CMS's relative-value zips of both years",
            ));
        };
        let agreed = agreed.unwrap_or_else(|| PercentOfBasis {
            percent: Percent::HUNDRED,
            basis: MedicareBasis {
                qp: view
                    .practice
                    .reference
                    .as_ref()
                    .map(|reference| reference.qp)
                    .unwrap_or_default(),
                ..MedicareBasis::default()
            },
        });
        let fixed = |year: i16| MedicareBasis {
            lock: YearLock::FixedYear(MedicareYear {
                year,
                release: None,
            }),
            ..agreed.basis.clone()
        };
        let percent = question.percent.unwrap_or(agreed.percent);
        let stay = PercentOfBasis {
            percent,
            basis: match (question.from_year, year_of(&agreed.basis)) {
                (Some(year), _) => fixed(year),
                (None, Some(_)) => agreed.basis.clone(),
                (None, None) => fixed(first),
            },
        };
        let offered = PercentOfBasis {
            percent: question.to_percent.unwrap_or(percent),
            basis: fixed(question.to_year.unwrap_or(last)),
        };
        Ok((stay, offered))
    }

    /// Leaves out what the contract prices otherwise than by a percentage of Medicare: carve-outs
    /// and lists stay as they are in every year.
    fn keep_by_medicare(
        &mut self,
        contract: &Contract,
        day: jiff::civil::Date,
        volumes: &mut Vec<ServiceVolume>,
    ) -> Result<(), JobError> {
        let Some(version) = contract.version_on(day) else {
            return Ok(());
        };
        let lists = self.fee_schedules()?;
        let mix = self.service_mix(contract, day)?;
        let needs = Needs::of_terms(&version.terms, day);
        let shelf = self.shelf_to_price(&MedicareChoice::default(), &needs)?;
        let library = shelf.library();
        let fees = ContractFees::new(contract, &lists, &library);
        volumes.retain(|volume| {
            let parts = mix.parts(volume.key);
            let fired = rate_of_unit(&fees, &version.terms, volume, parts, day).rule;
            let method =
                fired.and_then(|fired| version.terms.method_of(&fired.schedule, fired.nr?));
            matches!(method, Some(FeeMethod::PercentOfMedicare { .. }))
        });
        Ok(())
    }

    /// Returns the services a payer was billed for.
    fn volumes_of(
        &mut self,
        payer: PayerId,
        filter: Filter,
    ) -> Result<Vec<ServiceVolume>, JobError> {
        let filter = filter.for_payer(payer);
        self.with_input(filter, |input| service_volumes(input.rows()))
    }

    /// Compares a payer's fee schedule with what it replaces.
    pub fn schedule_differences(
        &mut self,
        payer: PayerId,
        schedule: Option<FeeScheduleId>,
        against: Option<FeeScheduleId>,
        filter: Filter,
    ) -> Result<ScheduleDifferences, JobError> {
        let all = self.fee_schedules()?;
        let of_payer: Vec<&FeeSchedule> = all.iter().filter(|known| known.payer == payer).collect();
        let new = match schedule {
            Some(id) => of_payer.iter().find(|known| known.id == id).copied(),
            None => FeeSchedule::latest(of_payer.iter().copied()),
        };
        let new = new.ok_or_else(|| no_schedule("the payer has no fee schedule in the file"))?;
        let day = new
            .effective_from
            .map_or_else(today, |from| from.max(today()));
        let volumes = self.volumes_of(payer, filter)?;
        let old = match against {
            Some(id) => all.iter().find(|known| known.id == id).cloned(),
            None => self.rates_before(new, day, &volumes)?.or_else(|| {
                let others = of_payer.iter().filter(|known| known.id != new.id);
                let earlier = FeeSchedule::latest(others.copied()).cloned();
                earlier.or_else(|| averages_of(payer, &volumes))
            }),
        };
        let old = old.ok_or_else(|| {
            no_schedule(
                "the file holds no other fee schedule, no contract by other rates, and no amounts allowed",
            )
        })?;
        Ok(schedule_differences(&old, new, day, &volumes))
    }

    /// Works out the rates of the payer's contract, unless it pays by the very schedule.
    fn rates_before(
        &mut self,
        new: &FeeSchedule,
        day: jiff::civil::Date,
        volumes: &[ServiceVolume],
    ) -> Result<Option<FeeSchedule>, JobError> {
        let Some(contract) = self.contract_in_force(new.payer, day)? else {
            return Ok(None);
        };
        let Some(version) = contract.version_on(day) else {
            return Ok(None);
        };
        let mut rules = version.terms.schedules.iter().flat_map(|one| &one.rules);
        if rules.any(|rule| rule.method == FeeMethod::Listed(new.id)) {
            return Ok(None);
        }
        let mix = self.service_mix(&contract, day)?;
        let needs = Needs::of_terms(&version.terms, day);
        let shelf = self.shelf_to_price(&MedicareChoice::default(), &needs)?;
        let lists = self.fee_schedules()?;
        let library = shelf.library();
        Ok(Some(contract_rates(
            &contract, &lists, &library, day, volumes, &mix,
        )))
    }
}

/// Returns what was allowed on average; `None` where nothing was.
fn averages_of(payer: PayerId, volumes: &[ServiceVolume]) -> Option<FeeSchedule> {
    let averages = average_allowed(payer, volumes);
    (!averages.rates.is_empty()).then_some(averages)
}

/// Warns where another contract of the payer, in force on the same day, is the one reports go by.
fn overtaken(
    contract: &Contract,
    in_force: &[Contract],
    day: jiff::civil::Date,
) -> Option<ContractFlag> {
    let used = in_force.iter().find(|one| one.payer == contract.payer)?;
    (used.id != contract.id && contract.version_on(day).is_some()).then(|| ContractFlag {
        severity: Severity::Warning,
        sentence: format!(
            "Reports and models go by {}, the payer\u{2019}s contract that took effect last",
            used.name
        ),
        remedy: "Make one contract of the two, with a schedule for each product, or end this one"
            .to_owned(),
    })
}

/// Returns the percentage of Medicare a contract pays, by the rule that is for most services.
fn percent_agreed(contract: &Contract, day: jiff::civil::Date) -> Option<PercentOfBasis> {
    let version = contract.version_on(day)?;
    let rules = || {
        let schedules = version.terms.schedules.iter();
        schedules.flat_map(|schedule| schedule.rules.iter().filter(|rule| rule.is_in_effect(day)))
    };
    let for_all = rules().filter(|rule| rule.scope == RuleScope::AllServices);
    for_all.chain(rules()).find_map(|rule| match &rule.method {
        FeeMethod::PercentOfMedicare { percent, basis, .. } => Some(PercentOfBasis {
            percent: *percent,
            basis: basis.clone(),
        }),
        _ => None,
    })
}

/// Returns the year a basis is fixed to.
fn year_of(basis: &MedicareBasis) -> Option<i16> {
    match &basis.lock {
        YearLock::FixedYear(year) | YearLock::FixedRvus(year) => Some(year.year),
        YearLock::NotStated | YearLock::FixedFactor(_) | YearLock::Floating { .. } => None,
    }
}

fn cannot_compare(reason: &Unpriced) -> JobError {
    JobError::new(
        COMPARING_YEARS,
        reason.label(),
        "Import CMS's relative-value zip of that year",
    )
}

fn no_schedule(cause: &str) -> JobError {
    JobError::new(
        COMPARING_SCHEDULES,
        cause,
        "Import the list that the payer sent back, or another of its fee schedules, and compare again",
    )
}
