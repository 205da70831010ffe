//! How the figures of a brief come about: the page that lets a reader check them.

use rust_decimal::Decimal;

use crate::analysis::BasedOn;
use crate::analysis::rate_model::{CurrentSource, ProjectedRow, Projection};
use crate::domain::{ContractVersion, Month};

use super::contract_words::version_words;
use super::document::{Audience, Fact};
use super::figures;

/// Names the definition that tells the fee schedule by its name.
pub const TODAYS_RATES: &str = "Today's rates";

/// Names the contract that today's rates are worked out from.
pub const CONTRACT: &str = "Contract";

/// Names the practice's contact.
pub const CONTACT: &str = "Contact";

/// What lists the rates a payer pays today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedRates<'a> {
    /// The payer's fee schedule of this name.
    FeeSchedule(&'a str),
    /// The practice's contract with the payer: rates are worked out from its terms.
    Contract {
        /// The name the practice gave it.
        name: &'a str,
        /// The version in force.
        version: &'a ContractVersion,
    },
}

/// Definitions that hold for every brief with percentages of Medicare.
pub fn definitions(
    projection: &Projection,
    listed_rates: Option<ListedRates<'_>>,
    audience: Audience,
) -> Vec<Fact> {
    let based_on = &projection.based_on;
    let mut facts = Vec::new();
    facts.push(Fact::new("Services", services_words(based_on, audience)));
    let is_listed = |row: &ProjectedRow| row.current_source == CurrentSource::FeeSchedule;
    let listed_rates = listed_rates.filter(|_| projection.rows.iter().any(is_listed));
    if let Some(ListedRates::Contract { name, version }) = listed_rates {
        let dates = version_words(version);
        let words = format!("\u{201c}{name}\u{201d}, {dates}.");
        facts.push(Fact::new(CONTRACT, words));
    }
    facts.push(Fact::new(
        TODAYS_RATES,
        current_words(projection, listed_rates, audience),
    ));
    if let Some(reference) = &based_on.reference {
        facts.push(Fact::new(
            "Medicare amounts",
            format!(
                "Physician Fee Schedule, {reference}. Work, practice expense and malpractice values \
                 times their geographic indices times the conversion factor, rounded once, to the \
                 cent. Each service at its place of service: office or facility."
            ),
        ));
        facts.push(Fact::new(
            "Percent of Medicare",
            format!(
                "Ratio of sums: units times rate over all services, divided by units times \
                 Medicare's amount over the same services. It weighs each service by how often it \
                 was provided{}",
                match audience {
                    Audience::Payer => "; a mean of percentages, which does not, is not used.",
                    Audience::Internal =>
                        ". The means beside it count each unit, or each code, once.",
                }
            ),
        ));
        facts.push(Fact::new(
            "Services without an amount",
            format!(
                "Left out of percentages on both sides, never counted as zero; kept in dollars. \
                 Medicare's other fee schedules (laboratory, drugs, anesthesia, equipment) are not \
                 blended in.{}",
                coverage_words(projection)
            ),
        ));
    }
    if projection.totals.kept_higher > 0 {
        facts.push(Fact::new(
            "Rates that stay",
            "Where today's rate is above the proposed percentage it stays as it is.".to_owned(),
        ));
    }
    if let Some(reference) = projection
        .proposal_reference
        .as_ref()
        .filter(|reference| based_on.reference.as_ref() != Some(*reference))
    {
        facts.push(Fact::new(
            "Proposed rates",
            format!("Set as a percentage of Medicare as in {reference}."),
        ));
    }
    facts.push(Fact::new("Dollars a year", annual_words(based_on)));
    facts.push(Fact::new(
        "Rounding",
        "Rates to the cent, percentages to one decimal, yearly amounts to the dollar. Amounts are \
         added exactly and rounded once; the rounded rows of a table add up to its total.",
    ));
    facts
}

/// Writes the notice owed wherever codes are printed.
pub fn cpt_notice(year: i16) -> String {
    format!(
        "CPT copyright {year} American Medical Association. All rights reserved. CPT is a \
         registered trademark of the American Medical Association. Services are described in the \
         practice's own words."
    )
}

/// Writes what a page rests on, for its foot.
pub fn based_on_words(based_on: &BasedOn) -> String {
    let lines = figures::count(Decimal::from(based_on.lines));
    let period = based_on.span.map(|span| {
        let (first, last) = (month(span.first), month(span.last));
        format!(", services of {first} to {last}")
    });
    let without = (based_on.lines_without_allowed != 0).then(|| {
        let lines = figures::count(Decimal::from(based_on.lines_without_allowed));
        format!("; {lines} lines without an allowed amount have no part in rates")
    });
    let reference = based_on.reference.as_ref();
    let reference = reference.map(|reference| format!(". Medicare: {reference}"));
    let details: String = [period, without, reference].into_iter().flatten().collect();
    format!("Based on {lines} billed lines{details}.")
}

/// Writes a month as people do: `March 2025`.
pub fn month(month: Month) -> String {
    month.first_day().map_or_else(
        |_out_of_calendar| month.to_string(),
        |day| day.strftime("%B %Y").to_string(),
    )
}

fn services_words(based_on: &BasedOn, audience: Audience) -> String {
    let members = match audience {
        Audience::Payer => "your members",
        Audience::Internal => "the payer's members",
    };
    let lines = figures::count(Decimal::from(based_on.lines));
    let period = based_on.span.map(|span| {
        let (first, last) = (month(span.first), month(span.last));
        format!(" with dates of service from {first} to {last}")
    });
    let without = (based_on.lines_without_allowed != 0).then(|| {
        let lines = figures::count(Decimal::from(based_on.lines_without_allowed));
        format!(" {lines} of them have no allowed amount and no part in any rate.")
    });
    let (period, without) = (period.unwrap_or_default(), without.unwrap_or_default());
    format!("{lines} billed lines for {members}{period}.{without}")
}

fn current_words(
    projection: &Projection,
    listed_rates: Option<ListedRates<'_>>,
    audience: Audience,
) -> String {
    let (whose, our) = match audience {
        Audience::Payer => ("Your", "our contract with you"),
        Audience::Internal => ("The payer's", "the contract"),
    };
    let is_observed = |row: &ProjectedRow| row.current_source == CurrentSource::Observed;
    let observed_words = "the average allowed amount per unit in the services above";
    let Some(source) = listed_rates else {
        return format!("{}.", upper_first(observed_words));
    };
    let (words, not_there) = match source {
        ListedRates::FeeSchedule(name) => (
            format!("{whose} fee schedule \u{201c}{name}\u{201d}"),
            "for codes it does not list",
        ),
        ListedRates::Contract { .. } => (
            format!("Worked out from {our}, service by service"),
            "where it states no rate",
        ),
    };
    if projection.rows.iter().any(is_observed) {
        format!("{words}; {not_there}, {observed_words}.")
    } else {
        format!("{words}.")
    }
}

fn coverage_words(projection: &Projection) -> String {
    let without: Vec<_> = projection
        .rows
        .iter()
        .filter(|row| row.medicare.is_none())
        .collect();
    if without.is_empty() {
        return " Every service here has one.".into();
    }
    format!(
        " {} of {} rows have none.",
        without.len(),
        projection.rows.len()
    )
}

fn annual_words(based_on: &BasedOn) -> String {
    match based_on.span {
        Some(span) if span.months() != 12 => format!(
            "Sums over the {} months of the period, times 12/{}. Frequencies are those of the \
             period; nothing is forecast.",
            span.months(),
            span.months()
        ),
        _ => "Sums over twelve months. Frequencies are those of the period; nothing is forecast."
            .into(),
    }
}

/// Begins a sentence.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
