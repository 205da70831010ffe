//! What is wrong with a contract or easily overlooked in it: said before its numbers are used.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::medicare_library::MedicareLibrary;
use super::pricing::{Allowed, ContractFees, PricedLine, Specificity, Unpriced, rate_of_unit};
use super::rounding::percent_of;
use super::service_mix::{BilledUnits, Renderers, Unknown};
use super::service_volume::{ServiceVolume, service_volumes};
use crate::domain::figures;
use crate::domain::{
    Contract, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeSchedule, LesserOf,
    MedicareBasis, Money, Percent, ProcedureCode, ReferenceFamily, ServiceCategory, SiteId,
    TotalRow, YearLock,
};

/// Days before a version's end from which it is said.
const ENDS_SOON_DAYS: i32 = 120;
/// Share of the allowed dollars priced by default percentages of the charge from which it is a
/// warning.
const MUCH_BY_DEFAULT: Percent = Percent::new(Decimal::TEN);

/// Points by which claims may differ from the contract before it is said: versions of the period and
/// reductions of single claims make a few.
const MUCH_APART: Percent = Percent::new(Decimal::from_parts(5, 0, 0, false, 0));

/// How much a flag matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Some lines cannot be priced, or not as they were agreed.
    Blocking,
    /// Money may be lost, or a figure may not mean what it seems to.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Returns the word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Blocking => "Blocking",
            Self::Warning => "Warning",
            Self::Note => "Note",
        }
    }
}

/// One thing to know about a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractFlag {
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter, where.
    pub sentence: String,
    /// What to do about it.
    pub remedy: String,
}

impl ContractFlag {
    fn new(severity: Severity, sentence: String, remedy: &str) -> Self {
        Self {
            severity,
            sentence,
            remedy: remedy.to_owned(),
        }
    }
}

/// What a contract is held against.
#[derive(Clone, Copy, Debug)]
pub struct ContractSurroundings<'a> {
    /// Fee schedules of the practice file.
    pub lists: &'a [FeeSchedule],
    /// Medicare.
    pub library: &'a MedicareLibrary<'a>,
    /// The payer's totals over the period looked at.
    pub totals: &'a [&'a TotalRow],
    /// What providers and products they are of.
    pub renderers: &'a Renderers,
    /// The day it is looked at: today.
    pub day: Date,
}

/// Lists what should be known about a contract, the gravest first.
///
/// Looks at the version in force on the day, else at the last one.
pub fn contract_flags(
    contract: &Contract,
    surroundings: &ContractSurroundings<'_>,
) -> Vec<ContractFlag> {
    let day = surroundings.day;
    let mut flags = in_force(contract, day);
    let version = contract.version_on(day).or(contract.versions.last());
    if let Some(version) = version {
        of_terms(&version.terms, surroundings, &mut flags);
        if contract.version_on(day).is_some() {
            let fees = ContractFees::new(contract, surroundings.lists, surroundings.library);
            of_services(&fees, version, surroundings, &mut flags);
            of_unknown(&version.terms, surroundings, &mut flags);
        }
    }
    flags.sort_by_key(|flag| flag.severity);
    flags
}

fn in_force(contract: &Contract, day: Date) -> Vec<ContractFlag> {
    let Some(version) = contract.version_on(day) else {
        return vec![ContractFlag::new(
            Severity::Blocking,
            format!("No version of {} is in force on {day}", contract.name),
            "Add the version that holds now, or correct the dates",
        )];
    };
    let Some(end) = version.ends_on else {
        return Vec::new();
    };
    let days_left = (end - day).get_days();
    if ENDS_SOON_DAYS < days_left {
        return Vec::new();
    }
    vec![ContractFlag::new(
        Severity::Note,
        format!("{} ends on {end}, in {days_left} days", contract.name),
        "Ask for the renewal in time, or enter it as the next version",
    )]
}

fn of_terms(
    terms: &ContractTerms,
    surroundings: &ContractSurroundings<'_>,
    flags: &mut Vec<ContractFlag>,
) {
    if terms.schedules.is_empty() {
        flags.push(ContractFlag::new(
            Severity::Blocking,
            "The contract has no fee schedule".to_owned(),
            "Add a schedule with at least one rule",
        ));
    }
    for schedule in &terms.schedules {
        for rule in &schedule.rules {
            let place = format!("{}, rule {}", schedule.name, rule.nr);
            of_method(&rule.method, &place, surroundings, flags);
        }
    }
    of_scopes(terms, surroundings, flags);
}

fn of_method(
    method: &FeeMethod,
    place: &str,
    surroundings: &ContractSurroundings<'_>,
    flags: &mut Vec<ContractFlag>,
) {
    match method {
        FeeMethod::PercentOfMedicare {
            percent,
            family,
            basis,
        } => {
            let what = format!("{} % of Medicare", percent.points().normalize());
            of_basis(basis, *family, (place, &what), surroundings, flags);
        }
        FeeMethod::ConversionFactor {
            dollars_per_rvu,
            basis,
        } => {
            let what = format!("a conversion factor of {dollars_per_rvu}");
            let family = ReferenceFamily::PhysicianFeeSchedule;
            of_basis(basis, family, (place, &what), surroundings, flags);
        }
        FeeMethod::Listed(id) => {
            let list = surroundings.lists.iter().find(|list| list.id == *id);
            let (sentence, remedy) = match list {
                None => (
                    format!("{place}: the fee schedule it names was removed"),
                    "Restore the import, or choose another fee schedule",
                ),
                Some(list) if list.rates.is_empty() => (
                    format!("{place}: the fee schedule {} has no rates", list.name),
                    "Import the payer\u{2019}s rates again, or choose another fee schedule",
                ),
                Some(_) => return,
            };
            flags.push(ContractFlag::new(Severity::Blocking, sentence, remedy));
        }
        FeeMethod::GreaterOf(one, other) => {
            of_method(one, place, surroundings, flags);
            of_method(other, place, surroundings, flags);
        }
        FeeMethod::Amount(_)
        | FeeMethod::AnesthesiaFactor { .. }
        | FeeMethod::PercentOfCharge(_)
        | FeeMethod::CaseRate(_)
        | FeeMethod::Capitation
        | FeeMethod::ByReport => {}
    }
}

fn of_basis(
    basis: &MedicareBasis,
    family: ReferenceFamily,
    (place, what): (&str, &str),
    surroundings: &ContractSurroundings<'_>,
    flags: &mut Vec<ContractFlag>,
) {
    if basis.lock == YearLock::NotStated {
        flags.push(ContractFlag::new(
            Severity::Blocking,
            format!("{place}: {what}, and no Medicare year is stated"),
            "Ask the payer in writing which year\u{2019}s relative values and conversion factor it \
             pays by, and enter it; until then the year of service is assumed",
        ));
    }
    let library = surroundings.library;
    let missing = match family {
        ReferenceFamily::PhysicianFeeSchedule => library.prices(basis, surroundings.day).err(),
        ReferenceFamily::Anesthesia => library.anesthesia_factor(basis, surroundings.day).err(),
        family => library
            .has_table(family, &basis.lock, surroundings.day)
            .err(),
    };
    if let Some(reason) = missing {
        flags.push(ContractFlag::new(
            Severity::Blocking,
            format!("{place}: {}", uncapitalized(&reason.label())),
            match reason {
                Unpriced::LocalityMissing(_) => "Choose a locality that the release has",
                _ => "Import CMS\u{2019}s file of that year, or name another one",
            },
        ));
    }
}

/// Writes a label as the end of a sentence.
fn uncapitalized(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

fn of_scopes(
    terms: &ContractTerms,
    surroundings: &ContractSurroundings<'_>,
    flags: &mut Vec<ContractFlag>,
) {
    let is_for = |schedule: &ContractSchedule, site| {
        schedule.sites.is_empty() || schedule.sites.contains(&site)
    };
    let mut sites: Vec<SiteId> = surroundings
        .totals
        .iter()
        .map(|row| row.site)
        .filter(|site| *site != SiteId(0))
        .filter(|site| !terms.schedules.iter().any(|known| is_for(known, *site)))
        .collect();
    sites.sort_unstable();
    sites.dedup();
    if !sites.is_empty() && !terms.schedules.is_empty() {
        flags.push(ContractFlag::new(
            Severity::Blocking,
            match sites.len() {
                1 => "A site of the practice has no fee schedule in this contract".to_owned(),
                count => {
                    format!("{count} sites of the practice have no fee schedule in this contract")
                }
            },
            "Add the sites to a schedule, or a schedule for all sites at the end",
        ));
    }
    let by_product = terms
        .schedules
        .iter()
        .all(|schedule| !schedule.products.is_empty());
    if by_product && !terms.schedules.is_empty() {
        flags.push(ContractFlag::new(
            Severity::Note,
            "Every schedule is for certain products: services of other products have none, and of \
             unknown products the first"
                .to_owned(),
            "Add a schedule for all products at the end, if the contract has one",
        ));
    }
}

/// What pricing every billed service once tells.
#[derive(Clone, Debug, Default)]
struct Findings {
    allowed: Money,
    by_default: Money,
    without_charge: u64,
    below_rate: u64,
    leak: Money,
    /// What the contract makes of the services it prices that were allowed an amount, and what was
    /// allowed for them.
    by_contract: Money,
    by_claims: Money,
    /// Codes and allowed dollars that no rule prices, by section.
    gaps: BTreeMap<ServiceCategory, (BTreeSet<ProcedureCode>, Money)>,
}

impl Findings {
    fn add(&mut self, service: &ServiceVolume, priced: &PricedLine) {
        self.allowed += service.allowed;
        if let Some(rate) = priced.allowed.amount() {
            let rate = service
                .charge_per_unit
                .map_or(rate, |charge| rate.min(charge));
            self.by_contract += rate.times(service.units_allowed);
            self.by_claims += service.allowed;
        }
        let Some(charge) = service.charge_per_unit else {
            self.without_charge += 1;
            return self.add_gap(service, priced);
        };
        if let Some(rate) = priced.allowed.amount()
            && charge < rate
        {
            self.below_rate += 1;
            self.leak += (rate - charge).times(service.units).rounded();
        }
        self.add_gap(service, priced);
    }

    fn add_gap(&mut self, service: &ServiceVolume, priced: &PricedLine) {
        if let Some(rule) = &priced.rule
            && rule.specificity == Specificity::DefaultPercentOfCharge
        {
            self.by_default += service.allowed;
        }
        let is_gap = matches!(
            priced.allowed,
            Allowed::Unpriced(
                Unpriced::NoRule
                    | Unpriced::NoReference(_)
                    | Unpriced::NotInTable(_)
                    | Unpriced::NoTable(..)
            )
        );
        if is_gap {
            let (codes, allowed) = self
                .gaps
                .entry(ServiceCategory::of(service.key.code))
                .or_default();
            codes.insert(service.key.code);
            *allowed += service.allowed;
        }
    }
}

fn of_services(
    fees: &ContractFees<'_>,
    version: &ContractVersion,
    surroundings: &ContractSurroundings<'_>,
    flags: &mut Vec<ContractFlag>,
) {
    let uncapped = ContractTerms {
        lesser_of: LesserOf::None,
        ..version.terms.clone()
    };
    let mut found = Findings::default();
    let rows = || surroundings.totals.iter().copied();
    let billed = BilledUnits::new(rows(), surroundings.renderers);
    let mix = billed.mix(fees.payer(), &version.terms);
    for service in service_volumes(rows()) {
        let parts = mix.parts(service.key);
        let priced = rate_of_unit(fees, &uncapped, &service, parts, surroundings.day);
        found.add(&service, &priced);
    }
    for (category, (codes, allowed)) in &found.gaps {
        flags.push(ContractFlag::new(
            Severity::Warning,
            format!(
                "{}: no rule has an amount for {}, with {} allowed",
                category.label(),
                listed(codes),
                figures::dollars(*allowed)
            ),
            "Ask the payer what it pays for them, and add a rule or a default percentage",
        ));
    }
    by_default(&found, flags);
    against_claims(&found, flags);
    if version.terms.lesser_of != LesserOf::None {
        below_charges(&found, flags);
    }
}

/// Says how much is priced by a guess, because nobody said what the terms tell apart.
fn of_unknown(
    terms: &ContractTerms,
    surroundings: &ContractSurroundings<'_>,
    flags: &mut Vec<ContractFlag>,
) {
    let unknowns: Vec<(Unknown, Money)> = surroundings
        .totals
        .iter()
        .map(|row| (surroundings.renderers.unknown(terms, row), row.allowed))
        .collect();
    let allowed: Money = unknowns.iter().map(|(_, allowed)| *allowed).sum();
    let part_of = |is_unknown: fn(&Unknown) -> bool| -> Money {
        let of_part = unknowns.iter().filter(|(unknown, _)| is_unknown(unknown));
        of_part.map(|(_, allowed)| *allowed).sum()
    };
    for (part, sentence, remedy) in [
        (
            part_of(|unknown| unknown.product),
            "of no known product: priced by the first schedule that may be theirs",
            "Say in Payers, Names which names mean which product",
        ),
        (
            part_of(|unknown| unknown.site),
            "of no known site: priced by the first schedule that may be theirs",
            "Import a table with a column for the site",
        ),
        (
            part_of(|unknown| unknown.class),
            "by providers whose class is not known: priced as physicians\u{2019}",
            "Say in Payers, Providers what they are",
        ),
    ] {
        let share = percent_of(part, allowed).unwrap_or_default();
        if Percent::ZERO < share {
            let sentence = format!(
                "{}% of the allowed dollars are {sentence}",
                figures::percent(share)
            );
            flags.push(ContractFlag::new(Severity::Note, sentence, remedy));
        }
    }
}

/// Names codes, the first few of many.
fn listed(codes: &BTreeSet<ProcedureCode>) -> String {
    const NAMED: usize = 4;
    let named: Vec<&str> = codes
        .iter()
        .take(NAMED)
        .map(ProcedureCode::as_str)
        .collect();
    match codes.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more codes", named.join(", ")),
    }
}

fn services(count: u64) -> String {
    match count {
        1 => "1 service".to_owned(),
        count => format!("{count} services"),
    }
}

fn by_default(found: &Findings, flags: &mut Vec<ContractFlag>) {
    let share = percent_of(found.by_default, found.allowed).unwrap_or_default();
    if found.by_default <= Money::ZERO {
        return;
    }
    flags.push(ContractFlag::new(
        if MUCH_BY_DEFAULT <= share {
            Severity::Warning
        } else {
            Severity::Note
        },
        format!(
            "{share} % of the allowed dollars ({}) are a default percentage of the charge",
            figures::dollars(found.by_default)
        ),
        "Such rates fall silently behind when charges stay, and rise with them: ask for rates of \
         these codes",
    ));
}

/// Warns where claims were allowed clearly other amounts than the contract makes of them: terms that
/// were entered wrongly, a version that is missing, or payments to look into.
fn against_claims(found: &Findings, flags: &mut Vec<ContractFlag>) {
    let Some(change) = percent_of(found.by_contract - found.by_claims, found.by_claims) else {
        return;
    };
    let (much, word) = if MUCH_APART <= change {
        (true, "above")
    } else {
        (change <= Percent::ZERO.minus(MUCH_APART), "below")
    };
    if much {
        flags.push(ContractFlag::new(
            Severity::Warning,
            format!(
                "The contract makes {} of the services it prices, {} % {word} the {} that was \
                 allowed for them",
                figures::dollars(found.by_contract),
                Percent::new(change.points().abs()),
                figures::dollars(found.by_claims)
            ),
            "Check the terms and their dates before you propose anything on them; if they are \
             right, look into the payments",
        ));
    }
}

fn below_charges(found: &Findings, flags: &mut Vec<ContractFlag>) {
    if 0 < found.without_charge {
        flags.push(ContractFlag::new(
            Severity::Warning,
            format!(
                "The lesser of rate and charge is paid, and no charge is known for {}",
                services(found.without_charge)
            ),
            "Import a table with charges: without them rates are not compared",
        ));
    }
    if 0 < found.below_rate {
        flags.push(ContractFlag::new(
            Severity::Warning,
            format!(
                "The lesser of rate and charge is paid, and {} charged below the rate: {} lost in \
                 the period",
                match found.below_rate {
                    1 => "1 service is".to_owned(),
                    count => format!("{count} services are"),
                },
                figures::dollars(found.leak)
            ),
            "Raise these charges above every payer\u{2019}s rate",
        ));
    }
}

#[cfg(test)]
mod tests;
