//! Which of a contract's rules are for a line, the most specific first.
//!
//! Code, modifiers and setting; code and modifiers; code; range of codes; section; everything. Of
//! equally specific rules the one that took effect last comes first, then the highest number.

use jiff::civil::Date;

use super::super::{ClaimLine, FiredRule, Specificity};
use super::method::{MethodPlan, Sources};
use crate::analysis::service_sums::FastMap;
use crate::domain::{
    ContractSchedule, FeeRate, FeeRule, FeeSchedule, Modifier, Modifiers, PricingPolicies,
    ProcedureCode, RuleScope, ServiceCategory, Setting,
};

/// The components a fee can be for instead of the whole service.
const COMPONENTS: [Modifier; 2] = [Modifier::PROFESSIONAL, Modifier::TECHNICAL];

/// One fee schedule of a contract, ready to be searched.
#[derive(Clone, Debug)]
pub(super) struct SchedulePlan<'a> {
    /// The schedule.
    pub(super) schedule: &'a ContractSchedule,
    /// What its default percentage fires as.
    pub(super) default: FiredRule,
    policies: &'a PricingPolicies,
    rules: Vec<RulePlan<'a>>,
    /// Places in `rules` of those for one code.
    of_code: FastMap<ProcedureCode, Vec<usize>>,
    /// Places in `rules` of all others.
    wide: Vec<usize>,
}

/// One rule, with everything looked up that does not depend on the line.
#[derive(Clone, Debug)]
pub(super) struct RulePlan<'a> {
    /// The rule.
    pub(super) rule: &'a FeeRule,
    /// How it prices.
    pub(super) method: MethodPlan<'a>,
    /// What is kept when it fires; its specificity is filled in then.
    pub(super) fired: FiredRule,
}

/// A rule that is for a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'p, 'a> {
    /// The rule.
    pub(super) plan: &'p RulePlan<'a>,
    /// How specific it is.
    pub(super) rank: Rank,
    /// Modifiers the rule or its entry names: the amount holds their effect.
    pub(super) named: Modifiers,
    /// The entry of the payer's list.
    pub(super) entry: Option<&'a FeeRate>,
}

/// What decides between rules: the greatest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// The step of the order.
    pub(super) specificity: Specificity,
    /// Of rules for some of a line's modifiers that with more of them.
    modifier_count: usize,
    /// Of rules for the code that which names the setting too.
    names_setting: bool,
    /// When it took effect.
    effective_from: Option<Date>,
    /// Its number.
    nr: u32,
}

impl<'a> SchedulePlan<'a> {
    /// Looks up what the schedule's rules need.
    pub(super) fn new(
        schedule: &'a ContractSchedule,
        policies: &'a PricingPolicies,
        sources: &Sources<'a>,
    ) -> Self {
        let rules: Vec<RulePlan<'a>> = schedule
            .rules
            .iter()
            .map(|rule| RulePlan::new(rule, schedule, sources))
            .collect();
        let mut of_code: FastMap<ProcedureCode, Vec<usize>> = FastMap::default();
        let mut wide = Vec::new();
        for (rule_idx, plan) in rules.iter().enumerate() {
            match plan.rule.scope {
                RuleScope::Code { code, .. } => of_code.entry(code).or_default().push(rule_idx),
                _ => wide.push(rule_idx),
            }
        }
        Self {
            schedule,
            default: FiredRule {
                schedule: schedule.name.clone(),
                nr: None,
                specificity: Specificity::DefaultPercentOfCharge,
                label: schedule
                    .default_percent_of_charge
                    .map(|percent| format!("default: {} % of the charge", percent.points()))
                    .unwrap_or_default(),
            },
            policies,
            rules,
            of_code,
            wide,
        }
    }

    /// Returns the greatest of the rules that are for a line; with `below` that of those which rank
    /// lower.
    pub(super) fn next(
        &self,
        line: &ClaimLine,
        day: Date,
        below: Option<Rank>,
    ) -> Option<Candidate<'_, 'a>> {
        let of_code = self.of_code.get(&line.code);
        of_code
            .into_iter()
            .flatten()
            .chain(&self.wide)
            .filter_map(|rule_idx| self.rules.get(*rule_idx))
            .filter(|plan| plan.rule.is_in_effect(day))
            .filter_map(|plan| plan.candidate(line, day, self.policies))
            .filter(|candidate| below.is_none_or(|below| candidate.rank < below))
            .max_by_key(|candidate| candidate.rank)
    }

    /// Returns the numbers of the rules whose list could have the code and has not.
    pub(super) fn lists_without(&self, line: &ClaimLine, day: Date) -> Vec<u32> {
        self.rules
            .iter()
            .filter(|plan| plan.rule.is_in_effect(day) && plan.scope_of(line).is_some())
            .filter(|plan| {
                let MethodPlan::Listed(Some(list)) = &plan.method else {
                    return false;
                };
                list_entry(list, line, day, self.policies).is_none()
            })
            .map(|plan| plan.rule.nr)
            .collect()
    }
}

impl<'a> RulePlan<'a> {
    fn new(rule: &'a FeeRule, schedule: &ContractSchedule, sources: &Sources<'a>) -> Self {
        Self {
            rule,
            method: MethodPlan::new(&rule.method, sources),
            fired: FiredRule {
                schedule: schedule.name.clone(),
                nr: Some(rule.nr),
                specificity: Specificity::AllServices,
                label: format!("rule {}: {}", rule.nr, sources.label(&rule.method)),
            },
        }
    }

    /// Returns the step of the order the scope stands on for a line it is for; `None` for others.
    fn scope_of(&self, line: &ClaimLine) -> Option<(Specificity, Modifiers, bool)> {
        let wide = |specificity| (specificity, Modifiers::NONE, false);
        match self.rule.scope {
            RuleScope::Code {
                code,
                modifiers,
                setting,
            } => {
                let is_meant = code == line.code
                    && modifiers.iter().all(|one| line.modifiers.contains(one))
                    && setting.is_none_or(|only| only == line.setting);
                is_meant.then(|| {
                    let specificity = code_specificity(line, modifiers, setting);
                    (specificity, modifiers, setting.is_some())
                })
            }
            RuleScope::CodeRange { first, last } => {
                (first <= line.code && line.code <= last).then(|| wide(Specificity::CodeRange))
            }
            RuleScope::Category(category) => {
                (ServiceCategory::of(line.code) == category).then(|| wide(Specificity::Category))
            }
            RuleScope::AllServices => Some(wide(Specificity::AllServices)),
        }
    }

    fn candidate<'p>(
        &'p self,
        line: &ClaimLine,
        day: Date,
        policies: &PricingPolicies,
    ) -> Option<Candidate<'p, 'a>> {
        let (specificity, named, names_setting) = self.scope_of(line)?;
        let rank = |specificity, named: Modifiers, names_setting, effective_from| Rank {
            specificity,
            modifier_count: named.iter().count(),
            names_setting,
            effective_from,
            nr: self.rule.nr,
        };
        match &self.method {
            MethodPlan::Listed(Some(list)) => {
                let entry = list_entry(list, line, day, policies)?;
                let specificity = code_specificity(line, entry.modifiers, entry.setting);
                let took_effect = self
                    .rule
                    .effective_from
                    .max(entry.effective_from.or(list.effective_from));
                let has_setting = entry.setting.is_some();
                Some(Candidate {
                    plan: self,
                    rank: rank(specificity, entry.modifiers, has_setting, took_effect),
                    named: entry.modifiers,
                    entry: Some(entry),
                })
            }
            // A list that is gone may have listed the code: nothing less specific may stand in.
            MethodPlan::Listed(None) => Some(Candidate {
                plan: self,
                rank: rank(Specificity::Code, named, false, self.rule.effective_from),
                named,
                entry: None,
            }),
            _ => Some(Candidate {
                plan: self,
                rank: rank(specificity, named, names_setting, self.rule.effective_from),
                named,
                entry: None,
            }),
        }
    }
}

/// Returns the step of the order for a match by code.
fn code_specificity(
    line: &ClaimLine,
    modifiers: Modifiers,
    setting: Option<Setting>,
) -> Specificity {
    let names_all = !modifiers.is_empty() || line.modifiers.pricing().is_empty();
    match setting {
        Some(_) if names_all => Specificity::CodeModifiersAndSetting,
        _ if !modifiers.is_empty() => Specificity::CodeAndModifiers,
        _ => Specificity::Code,
    }
}

/// Whether a rate for `named` modifiers is for the component a line bills: a professional or
/// technical part is never priced by the whole service's rate, unless the contract's own table says
/// what share of it the part is.
pub(super) fn covers_components(
    named: Modifiers,
    billed: Modifiers,
    policies: &PricingPolicies,
) -> bool {
    COMPONENTS.iter().all(|component| {
        !billed.contains(*component)
            || named.contains(*component)
            || policies.effect(*component).is_some()
    })
}

/// Finds the entry of a list that is for a line: of entries whose modifiers the line has, that with
/// the most of them, the setting's own before one for both, the one that took effect last.
pub(super) fn list_entry<'l>(
    list: &'l FeeSchedule,
    line: &ClaimLine,
    day: Date,
    policies: &PricingPolicies,
) -> Option<&'l FeeRate> {
    if !list.is_in_effect(day) {
        return None;
    }
    let start = list.rates.partition_point(|rate| rate.code < line.code);
    list.rates
        .get(start..)?
        .iter()
        .take_while(|rate| rate.code == line.code)
        .filter(|rate| rate.setting.is_none_or(|only| only == line.setting))
        .filter(|rate| rate.is_in_effect(day))
        .filter(|rate| {
            rate.modifiers
                .iter()
                .all(|one| line.modifiers.contains(one))
        })
        .filter(|rate| covers_components(rate.modifiers, line.modifiers, policies))
        .max_by_key(|rate| {
            let count = rate.modifiers.iter().count();
            (count, rate.setting.is_some(), rate.effective_from)
        })
}
