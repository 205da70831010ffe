//! The contract in force: what is agreed, what is open, and what its Medicare year makes of rates.

use jiff::civil::Date;

use crate::analysis::contract_flags::{ContractFlag, Severity};
use crate::domain::{Contract, ContractVersion, Percent, PricingOrder, PricingPolicies};

use super::super::contract_words::{
    ContractNames, percent_points, rules_in_words, schedule_scope_words, sequestration_words,
    version_words,
};
use super::super::document::{
    Block, Cell, Column, ColumnKind, Content, Fact, Row, RowKind, SectionStart, Table,
};
use super::super::figures;
use super::super::method::upper_first;
use super::reference_year::{self, FixedYear};
use super::{InternalBriefInput, internal, section};

/// Blocking flags named on the decision sheet.
const BLOCKING_NAMED: usize = 2;

/// What a brief says about the payer's contract.
#[derive(Clone, Copy, Debug)]
pub struct ContractReport<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// The day whose rates the brief calls today's.
    pub day: Date,
    /// Names of what it refers to.
    pub names: ContractNames<'a>,
    /// What is wrong with it or easily overlooked, the gravest first.
    pub flags: &'a [ContractFlag],
    /// Share of the payer's allowed amounts that a default percentage of the charge prices.
    pub default_share: Option<Percent>,
    /// Its rules that keep to a Medicare year, beside the current one.
    pub fixed_years: &'a [FixedYear],
}

impl<'a> ContractReport<'a> {
    /// Returns the version in force.
    pub fn version(&self) -> Option<&'a ContractVersion> {
        self.contract.version_on(self.day)
    }
}

/// Composes the section; none without a contract.
pub fn blocks(input: &InternalBriefInput<'_>) -> Vec<Block> {
    let Some(report) = input.contract else {
        return Vec::new();
    };
    let mut blocks = vec![section(
        format!("Contract: {}", report.contract.name),
        "What is agreed today, how each rate comes about, and what is open.",
        SectionStart::RunOn,
    )];
    blocks.extend(flags_table(report.flags).map(|table| internal(Content::Table(table))));
    blocks.push(internal(Content::Facts {
        facts: facts(report),
    }));
    if let Some(version) = report.version() {
        blocks.extend(
            method_tables(report, version)
                .into_iter()
                .map(|table| internal(Content::Table(table))),
        );
        let years = report.fixed_years.iter();
        blocks.extend(years.flat_map(|fixed| reference_year::blocks(fixed, input.labels)));
    }
    blocks
}

/// Says in one line which contract is in force, for the decision sheet.
pub fn standing_words(input: &InternalBriefInput<'_>) -> String {
    let Some(report) = input.contract else {
        return "None in the file; today's rates are those of the fee schedule, or what was allowed"
            .into();
    };
    let version = report
        .version()
        .map_or_else(|| "no version in force".to_owned(), version_words);
    format!("{}, {version}", report.contract.name)
}

/// Names what blocks, for the decision sheet; `None` where nothing does.
pub fn blocking_words(input: &InternalBriefInput<'_>) -> Option<String> {
    let blocking: Vec<&str> = input
        .contract?
        .flags
        .iter()
        .filter(|flag| flag.severity == Severity::Blocking)
        .map(|flag| flag.sentence.as_str())
        .collect();
    let (named, others) = blocking.split_at(blocking.len().min(BLOCKING_NAMED));
    let more = match others.len() {
        0 => None,
        count => Some(format!("{count} more under Contract")),
    };
    let words: Vec<String> = named
        .iter()
        .map(|sentence| (*sentence).to_owned())
        .chain(more)
        .collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// `None` without flags.
fn flags_table(flags: &[ContractFlag]) -> Option<Table> {
    let gravest = flags.iter().map(|flag| flag.severity).min()?;
    let rows = flags
        .iter()
        .map(|flag| Row {
            kind: match flag.severity {
                Severity::Blocking => RowKind::Emphasis,
                Severity::Warning | Severity::Note => RowKind::Plain,
            },
            cells: vec![
                Cell::text(flag.severity.label()),
                Cell::text(flag.sentence.clone()),
                Cell::text(flag.remedy.clone()),
            ],
        })
        .collect();
    Some(Table {
        title: match gravest {
            Severity::Blocking => "To be settled before rates are talked about",
            Severity::Warning | Severity::Note => "What to look at",
        }
        .into(),
        columns: vec![
            Column::new("Severity", ColumnKind::Code),
            Column::new("What", ColumnKind::Text),
            Column::new("What to do", ColumnKind::Text),
        ],
        rows,
        note: String::new(),
    })
}

fn facts(report: ContractReport<'_>) -> Vec<Fact> {
    let later = report
        .contract
        .versions
        .iter()
        .filter_map(|version| version.effective_from)
        .find(|from| report.day < *from)
        .map(|from| Fact::new("Next version", format!("From {}", figures::day(from))));
    let Some(version) = report.version() else {
        let words = format!("No version on {}", figures::day(report.day));
        return std::iter::once(Fact::new("In force", words))
            .chain(later)
            .collect();
    };
    let terms = &version.terms;
    let mut facts = vec![Fact::new("In force", upper_first(&version_words(version)))];
    facts.extend(later);
    facts.push(Fact::new("Billed charge", terms.lesser_of.label()));
    facts.extend(default_words(version, report.default_share));
    facts.push(Fact::new(
        "Modifiers and reductions",
        policy_words(&terms.policies),
    ));
    facts.extend(order_words(&terms.order).map(|words| Fact::new("Order of operations", words)));
    facts.extend(
        sequestration_words(terms.sequestration).map(|words| Fact::new("Sequestration", words)),
    );
    facts
}

/// What is paid for services no rule prices, and how much money that is.
fn default_words(version: &ContractVersion, share: Option<Percent>) -> Option<Fact> {
    let mut percents: Vec<String> = version
        .terms
        .schedules
        .iter()
        .filter_map(|schedule| schedule.default_percent_of_charge)
        .map(percent_points)
        .collect();
    percents.dedup();
    if percents.is_empty() {
        return None;
    }
    let share = share.map_or_else(String::new, |share| {
        format!(
            ": {}% of allowed amounts. They follow our charges, down as well as up",
            figures::percent(share)
        )
    });
    Some(Fact::new(
        "What no rule prices",
        format!("{} of the charge{share}", percents.join(" or ")),
    ))
}

/// Names where the contract's tables differ from Medicare's.
fn policy_words(policies: &PricingPolicies) -> String {
    let medicare = PricingPolicies::default();
    if *policies == medicare {
        return "As at Medicare".into();
    }
    let mut own = Vec::new();
    if policies.multiple_procedures != medicare.multiple_procedures {
        let ranks: Vec<String> = policies
            .multiple_procedures
            .ranks
            .iter()
            .map(|percent| percent.points().normalize().to_string())
            .collect();
        own.push(format!("procedures of one session {}%", ranks.join("/")));
    }
    if policies.bilateral != medicare.bilateral {
        own.push(format!("both sides {}", percent_points(policies.bilateral)));
    }
    if policies.provider_classes != medicare.provider_classes {
        let classes: Vec<String> = policies
            .provider_classes
            .iter()
            .map(|rule| {
                let class = rule.class.label().to_lowercase();
                format!("{class} {}", percent_points(rule.percent))
            })
            .collect();
        own.push(if classes.is_empty() {
            "every class of provider in full".into()
        } else {
            classes.join(", ")
        });
    }
    let modifiers: Vec<String> = policies
        .modifiers
        .iter()
        .filter(|rule| medicare.effect(rule.modifier) != Some(rule.effect))
        .map(|rule| rule.modifier.to_string())
        .collect();
    if !modifiers.is_empty() {
        own.push(format!(
            "its own rule for modifiers {}",
            modifiers.join(", ")
        ));
    }
    if own.is_empty() {
        return "The payer's own tables".into();
    }
    format!("As at Medicare, but {}", own.join("; "))
}

/// `None` for the usual order.
fn order_words(order: &PricingOrder) -> Option<String> {
    let PricingOrder(stages) = order;
    (*order != PricingOrder::default()).then(|| {
        let stages: Vec<String> = stages
            .iter()
            .map(|stage| stage.label().to_lowercase())
            .collect();
        format!("{}; not the usual one", stages.join(", "))
    })
}

fn method_tables(report: ContractReport<'_>, version: &ContractVersion) -> Vec<Table> {
    version
        .terms
        .schedules
        .iter()
        .map(|schedule| {
            let rows = rules_in_words(schedule, report.names, report.day)
                .into_iter()
                .map(|rule| Row::plain(vec![Cell::text(rule.services), Cell::text(rule.method)]))
                .collect();
            let title = match schedule.name.trim() {
                "" => "How rates are found".to_owned(),
                name => format!("How rates are found: {name}"),
            };
            let scope = schedule_scope_words(schedule, report.names);
            let order = "The first line that can price a service does.";
            Table {
                title,
                columns: vec![
                    Column::new("Services", ColumnKind::Code),
                    Column::new("Rate", ColumnKind::Text),
                ],
                rows,
                note: scope.map_or_else(
                    || order.to_owned(),
                    |scope| format!("For {scope} only. {order}"),
                ),
            }
        })
        .collect()
}
