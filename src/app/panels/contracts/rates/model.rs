//! A schedule's rules as a table, in the order in which they are tried.

use crate::analysis::pricing::Specificity;
use crate::app::panels::contracts::words::{method_words, names_no_year, scope_words};
use crate::app::widgets::{Cell, Column, Row, TableContent};
use crate::domain::{ContractSchedule, FeeMethod, FeeRule, RuleScope};
use crate::jobs::FeeScheduleEntry;

/// A schedule's rules and their numbers, row by row.
#[derive(Debug)]
pub(super) struct RulesModel {
    pub(super) table: TableContent,
    pub(super) numbers: Vec<u32>,
}

/// Builds the table: the most specific first, of equally specific ones that which took effect last.
pub(super) fn rules(schedule: &ContractSchedule, known: &[FeeScheduleEntry]) -> RulesModel {
    let mut rules: Vec<&FeeRule> = schedule.rules.iter().collect();
    rules.sort_by_key(|rule| {
        (
            std::cmp::Reverse(specificity(rule)),
            std::cmp::Reverse(rule.effective_from),
            rule.nr,
        )
    });
    RulesModel {
        table: TableContent {
            columns: vec![
                Column::figures("Rule").about("Its number, which steps and reports name"),
                Column::text("For"),
                Column::text("Pays"),
                Column::text("From"),
                Column::text("Until"),
            ],
            rows: rules.iter().map(|rule| row(rule, known)).collect(),
            totals: Vec::new(),
        },
        numbers: rules.iter().map(|rule| rule.nr).collect(),
    }
}

fn row(rule: &FeeRule, known: &[FeeScheduleEntry]) -> Row {
    let mut pays = method_words(&rule.method, known);
    if names_no_year(&rule.method) {
        pays.push_str(" \u{b7} ask the payer");
    }
    let date = |date: Option<jiff::civil::Date>| {
        date.map_or(Cell::Blank, |date| Cell::text(date.to_string()))
    };
    let scope = match (&rule.scope, &rule.method) {
        (RuleScope::AllServices, FeeMethod::Listed(_)) => "Codes it lists".to_owned(),
        (scope, _) => scope_words(scope),
    };
    Row::of(vec![
        Cell::Count(rule.nr.into()),
        Cell::text(scope),
        Cell::text(pays),
        date(rule.effective_from),
        date(rule.effective_to),
    ])
}

/// Returns how specific a rule is at most; a list is as specific as what it lists.
fn specificity(rule: &FeeRule) -> Specificity {
    if let FeeMethod::Listed(_) = rule.method {
        return Specificity::Code;
    }
    match &rule.scope {
        RuleScope::Code {
            modifiers, setting, ..
        } => match (modifiers.is_empty(), setting) {
            (_, Some(_)) => Specificity::CodeModifiersAndSetting,
            (false, None) => Specificity::CodeAndModifiers,
            (true, None) => Specificity::Code,
        },
        RuleScope::CodeRange { .. } => Specificity::CodeRange,
        RuleScope::Category(_) => Specificity::Category,
        RuleScope::AllServices => Specificity::AllServices,
    }
}

/// Says whom a schedule is for, in one line.
pub(super) fn scope_line(
    schedule: &ContractSchedule,
    sites: &[(crate::domain::SiteId, String)],
) -> String {
    let or_all = |names: Vec<String>, all: &str| {
        if names.is_empty() {
            all.to_owned()
        } else {
            names.join(", ")
        }
    };
    let named = |id: &crate::domain::SiteId| {
        sites.iter().find(|(known, _)| known == id).map_or_else(
            || "a site that is gone".to_owned(),
            |(_, name)| name.clone(),
        )
    };
    let classes = schedule.provider_classes.iter();
    [
        or_all(schedule.products.clone(), "all products"),
        or_all(schedule.sites.iter().map(named).collect(), "all sites"),
        or_all(
            classes.map(|class| class.label().to_lowercase()).collect(),
            "all providers",
        ),
    ]
    .join(" \u{b7} ")
}

/// Reads products typed one after the other with commas.
pub(super) fn typed_products(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|product| !product.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rust_decimal::Decimal;

    use super::*;
    use crate::domain::{
        FeeScheduleId, Modifiers, Percent, ProcedureCode, ProviderClass, ServiceCategory, SiteId,
    };

    fn rule(nr: u32, scope: RuleScope) -> FeeRule {
        FeeRule {
            nr,
            scope,
            effective_from: None,
            effective_to: None,
            method: FeeMethod::PercentOfCharge(Percent::new(Decimal::from(45))),
        }
    }

    fn one(code: &str, modifiers: &str) -> RuleScope {
        RuleScope::Code {
            code: ProcedureCode::new(code).unwrap(),
            modifiers: Modifiers::from_text(modifiers).unwrap(),
            setting: None,
        }
    }

    #[test]
    fn the_most_specific_rule_stands_first_and_of_equals_the_latest() {
        let mut later = rule(5, RuleScope::AllServices);
        later.effective_from = Some(date(2026, 1, 1));
        let schedule = ContractSchedule {
            rules: vec![
                rule(1, RuleScope::AllServices),
                rule(2, RuleScope::Category(ServiceCategory::Surgery)),
                rule(3, one("99213", "")),
                rule(4, one("99213", "25")),
                later,
                FeeRule {
                    method: FeeMethod::Listed(FeeScheduleId(1)),
                    ..rule(6, RuleScope::AllServices)
                },
            ],
            ..ContractSchedule::default()
        };
        let model = rules(&schedule, &[]);
        assert_eq!(model.numbers, [4, 3, 6, 2, 5, 1]);
        let shown: Vec<_> = model.table.rows[2]
            .cells
            .iter()
            .map(|cell| cell.shown().into_owned())
            .collect();
        assert_eq!(shown[..2], ["6".to_owned(), "Codes it lists".to_owned()]);
    }

    #[test]
    fn a_schedule_says_whom_it_is_for() {
        let mut schedule = ContractSchedule::default();
        let sites = [(SiteId(1), "Main Street".to_owned())];
        assert_eq!(
            scope_line(&schedule, &sites),
            "all products \u{b7} all sites \u{b7} all providers"
        );
        schedule.products = typed_products("PPO, , HMO ");
        schedule.sites = vec![SiteId(1)];
        schedule.provider_classes = vec![ProviderClass::NursePractitioner];
        assert_eq!(
            scope_line(&schedule, &sites),
            "PPO, HMO \u{b7} Main Street \u{b7} nurse practitioner"
        );
    }
}
