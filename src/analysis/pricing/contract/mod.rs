//! A contract as a source of fees: the version of the day, the schedule that admits the line, and in
//! it the most specific rule that has an amount. The stages after that are the engine's.

use jiff::civil::Date;

use self::method::{MethodPlan, Sources};
use self::rules::SchedulePlan;
use self::worth::{Refusal, Service, Worth};
use super::{AgreedFor, Base, ClaimLine, Detail, Extent, FeeSource, FiredRule, Unpriced};
use crate::analysis::medicare_library::MedicareLibrary;
use crate::domain::{
    Contract, ContractSchedule, ContractTerms, ContractVersion, FeeSchedule, Modifier, Modifiers,
    PayerId, ProviderClass,
};

mod dated;
mod method;
mod of_anesthesia;
mod of_medicare;
mod rates;
mod rules;
mod worth;

pub use rates::{contract_rates, rate_of_unit};

/// A contract, with its lists and what it takes from Medicare looked up once.
///
/// Cautions come with the steps only: millions of lines are priced without either.
#[derive(Clone, Debug)]
pub struct ContractFees<'a> {
    contract: &'a Contract,
    sources: Sources<'a>,
    /// One for each version of the contract, in its order.
    versions: Vec<VersionPlan<'a>>,
}

#[derive(Clone, Debug)]
struct VersionPlan<'a> {
    version: &'a ContractVersion,
    schedules: Vec<SchedulePlan<'a>>,
}

impl<'a> ContractFees<'a> {
    /// Looks up what the contract's rules need. What is missing is said by the lines that need it.
    pub fn new(
        contract: &'a Contract,
        lists: &'a [FeeSchedule],
        library: &'a MedicareLibrary<'a>,
    ) -> Self {
        let sources = Sources::new(library, lists);
        let versions = contract
            .versions
            .iter()
            .map(|version| VersionPlan {
                version,
                schedules: version
                    .terms
                    .schedules
                    .iter()
                    .map(|schedule| SchedulePlan::new(schedule, &version.terms.policies, &sources))
                    .collect(),
            })
            .collect();
        Self {
            contract,
            sources,
            versions,
        }
    }

    /// Returns whose contract it is.
    pub const fn payer(&self) -> PayerId {
        self.contract.payer
    }

    /// Returns the version that services on `day` are paid by.
    pub fn version_on(&self, day: Date) -> Option<&'a ContractVersion> {
        self.contract.version_on(day)
    }

    fn plan_on(&self, day: Date) -> Result<&VersionPlan<'a>, Unpriced> {
        let version = self
            .contract
            .version_on(day)
            .ok_or(Unpriced::NotInForce(day))?;
        self.versions
            .iter()
            .find(|plan| plan.version.effective_from == version.effective_from)
            .ok_or(Unpriced::NotInForce(day))
    }
}

impl FeeSource for ContractFees<'_> {
    fn base(&self, line: &ClaimLine, day: Date, detail: Detail) -> Result<Base, Unpriced> {
        let version = self.plan_on(day)?;
        let (schedule, caution) = version.schedule_for(line)?;
        let service = Service {
            line,
            day,
            detail,
            row: self
                .sources
                .rows
                .row(line.code, component_of(line.modifiers), day),
            policies: &version.version.terms.policies,
            named: Modifiers::NONE,
            entry: None,
        };
        let mut base = Resolution {
            schedule,
            service,
            sources: &self.sources,
        }
        .base()?;
        if detail == Detail::Steps {
            base.cautions.extend(caution);
        }
        Ok(base)
    }

    fn terms(&self, day: Date) -> Result<&ContractTerms, Unpriced> {
        self.contract
            .version_on(day)
            .map(|version| &version.terms)
            .ok_or(Unpriced::NotInForce(day))
    }
}

impl<'a> VersionPlan<'a> {
    /// Returns the first schedule that is for a line. Where only an unknown product or site keeps
    /// the line from all of them, the first that could be for it, with a caution.
    fn schedule_for(
        &self,
        line: &ClaimLine,
    ) -> Result<(&SchedulePlan<'a>, Option<String>), Unpriced> {
        let of = |wanted: Admission| {
            self.schedules
                .iter()
                .find(|plan| admission(plan.schedule, line) == wanted)
        };
        if let Some(plan) = of(Admission::Certain) {
            return Ok((plan, None));
        }
        let plan = of(Admission::Possible).ok_or(Unpriced::NoSchedule)?;
        let caution = format!(
            "The line\u{2019}s product or site is not known: priced by the schedule {}",
            plan.schedule.name
        );
        Ok((plan, Some(caution)))
    }
}

/// Whether a schedule is for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Admission {
    Certain,
    /// It would be, if the line's product or site were one of the schedule's.
    Possible,
    Refused,
}

fn admission(schedule: &ContractSchedule, line: &ClaimLine) -> Admission {
    let of = |is_listed: Option<bool>| match is_listed {
        Some(true) => Admission::Certain,
        Some(false) => Admission::Refused,
        None => Admission::Possible,
    };
    let product = if schedule.products.is_empty() {
        Admission::Certain
    } else {
        of(line.product.as_ref().map(|product| {
            let is_it = |listed: &String| listed.trim().eq_ignore_ascii_case(product.trim());
            schedule.products.iter().any(is_it)
        }))
    };
    let site = if schedule.sites.is_empty() {
        Admission::Certain
    } else {
        of(line.site.map(|site| schedule.sites.contains(&site)))
    };
    let classes = &schedule.provider_classes;
    let class = of(Some(
        classes.is_empty() || classes.contains(&line.provider_class),
    ));
    let all = [product, site, class];
    if all.contains(&Admission::Refused) {
        Admission::Refused
    } else if all.contains(&Admission::Possible) {
        Admission::Possible
    } else {
        Admission::Certain
    }
}

fn component_of(modifiers: Modifiers) -> Option<Modifier> {
    modifiers.iter().find(|modifier| {
        matches!(
            *modifier,
            Modifier::PROFESSIONAL | Modifier::TECHNICAL | Modifier::DISCONTINUED
        )
    })
}

/// One line on its way down the order of rules.
struct Resolution<'r, 'l, 'a> {
    schedule: &'r SchedulePlan<'a>,
    service: Service<'l, 'a>,
    sources: &'r Sources<'a>,
}

impl Resolution<'_, '_, '_> {
    fn base(&self) -> Result<Base, Unpriced> {
        let Service { line, day, .. } = self.service;
        let mut passed: Vec<u32> = Vec::new();
        let mut reason = None;
        let mut below = None;
        while let Some(candidate) = self.schedule.next(line, day, below) {
            below = Some(candidate.rank);
            let service = Service {
                named: candidate.named,
                entry: candidate.entry,
                ..self.service
            };
            match service.price(&candidate.plan.method, self.sources) {
                Ok(worth) => {
                    let mut fired = candidate.plan.fired.clone();
                    fired.specificity = candidate.rank.specificity;
                    return Ok(self.finish(worth, fired, &passed));
                }
                Err(Refusal::Final(reason)) => return Err(reason),
                Err(Refusal::GivesWay(why)) => {
                    passed.push(candidate.plan.rule.nr);
                    // Why Medicare has no amount says more than that no rule had one.
                    if reason.is_none() && why != Unpriced::NoRule {
                        reason = Some(why);
                    }
                }
            }
        }
        let Some(percent) = self.schedule.schedule.default_percent_of_charge else {
            return Err(reason.unwrap_or(Unpriced::NoRule));
        };
        match self
            .service
            .price(&MethodPlan::PercentOfCharge(percent), self.sources)
        {
            Ok(worth) => Ok(self.finish(worth, self.schedule.default.clone(), &passed)),
            Err(Refusal::Final(reason) | Refusal::GivesWay(reason)) => Err(reason),
        }
    }

    fn finish(&self, mut worth: Worth, fired: FiredRule, passed: &[u32]) -> Base {
        if let Some(last) = worth.steps.last_mut() {
            last.source = self.source(&fired, passed);
        }
        Base {
            amount: worth.amount,
            extent: worth.extent,
            family: worth.family,
            parts: worth.parts,
            // One amount for a case is not ranked among other procedures.
            row: self
                .service
                .row
                .filter(|_| worth.extent != Extent::Case)
                .cloned(),
            consumed: worth.consumed,
            agreed_for: self.agreed_for(),
            rule: Some(fired),
            steps: worth.steps,
            cautions: worth.cautions,
        }
    }

    /// A schedule for physicians and others alike holds the physicians' rates.
    fn agreed_for(&self) -> AgreedFor {
        let classes = &self.schedule.schedule.provider_classes;
        let of_its_own = classes.contains(&self.service.line.provider_class)
            && !classes.contains(&ProviderClass::Physician);
        if of_its_own {
            AgreedFor::ItsClass
        } else {
            AgreedFor::Physicians
        }
    }

    /// Names the rule, and those before it that had no amount.
    fn source(&self, fired: &FiredRule, passed: &[u32]) -> String {
        let Service { line, day, .. } = self.service;
        let mut without = self.schedule.lists_without(line, day);
        without.extend(passed);
        without.sort_unstable();
        without.dedup();
        let name = match fired.nr {
            Some(nr) => format!("rule {nr} of {}", fired.schedule),
            None => format!("default of {}", fired.schedule),
        };
        if without.is_empty() {
            return name;
        }
        let numbers: Vec<String> = without.iter().map(u32::to_string).collect();
        format!("{name}; no amount by rule {}", numbers.join(", "))
    }
}

#[cfg(test)]
mod tests;
