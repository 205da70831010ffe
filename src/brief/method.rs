//! How the figures of a brief come about: the page that lets a reader check them.

use rust_decimal::Decimal;

use crate::analysis::BasedOn;
use crate::analysis::rate_model::{CurrentSource, Projection};
use crate::domain::Month;

use super::document::{Audience, Block, Content, Fact, Origin};
use super::figures;

/// The notice owed wherever codes are printed.
pub const CPT_NOTICE: &str = "CPT codes are the American Medical Association's; CPT is a registered \
    trademark of the American Medical Association. Descriptions, where printed, are the practice's \
    own words.";

/// Definitions that hold for every brief with percentages of Medicare.
pub fn definitions(
    projection: &Projection,
    fee_schedule: Option<&str>,
    audience: Audience,
) -> Vec<Fact> {
    let based_on = &projection.based_on;
    let mut facts = Vec::new();
    facts.push(Fact::new("Services", services_words(based_on, audience)));
    facts.push(Fact::new(
        "Today's rates",
        current_words(projection, fee_schedule, audience),
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
            "Ratio of sums: units times rate over all services, divided by units times Medicare's \
             amount over the same services. It weighs each service by how often it was provided; a \
             mean of percentages, which does not, is not used.",
        ));
        facts.push(Fact::new(
            "Services without a Medicare amount",
            format!(
                "Left out of percentages on both sides, never counted as zero; kept in dollars.{}",
                coverage_words(projection)
            ),
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

/// The notice as a block.
pub fn cpt_notice() -> Block {
    Block {
        origin: Origin::Public,
        content: Content::Note {
            text: CPT_NOTICE.into(),
        },
    }
}

/// Writes what a page rests on, for its foot.
pub fn based_on_words(based_on: &BasedOn) -> String {
    let mut words = format!(
        "Based on {} billed lines",
        figures::count(Decimal::from(based_on.lines))
    );
    if let Some(span) = based_on.span {
        words.push_str(&format!(
            ", services of {} to {}",
            month(span.first),
            month(span.last)
        ));
    }
    if based_on.lines_without_allowed != 0 {
        words.push_str(&format!(
            "; {} lines without an allowed amount have no part in rates",
            figures::count(Decimal::from(based_on.lines_without_allowed))
        ));
    }
    if let Some(reference) = &based_on.reference {
        words.push_str(&format!(". Medicare: {reference}"));
    }
    words.push('.');
    words
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
    let period = based_on.span.map_or_else(String::new, |span| {
        format!(" from {} to {}", month(span.first), month(span.last))
    });
    let mut words = format!("{lines} billed lines for {members} with dates of service{period}.");
    if based_on.span.is_none() {
        words = format!("{lines} billed lines for {members}.");
    }
    if based_on.lines_without_allowed != 0 {
        words.push_str(&format!(
            " {} of them have no allowed amount and no part in any rate.",
            figures::count(Decimal::from(based_on.lines_without_allowed))
        ));
    }
    words
}

fn current_words(
    projection: &Projection,
    fee_schedule: Option<&str>,
    audience: Audience,
) -> String {
    let whose = match audience {
        Audience::Payer => "Your",
        Audience::Internal => "The payer's",
    };
    let of = |source| {
        projection
            .rows
            .iter()
            .filter(|row| row.current_source == source)
            .count()
    };
    let (listed, observed) = (of(CurrentSource::FeeSchedule), of(CurrentSource::Observed));
    let observed_words = "the average allowed amount per unit in the services above";
    match (fee_schedule, listed, observed) {
        (Some(name), 1.., 0) => format!("{whose} fee schedule \u{201c}{name}\u{201d}."),
        (Some(name), 1.., _) => format!(
            "{whose} fee schedule \u{201c}{name}\u{201d}; for codes it does not list, {observed_words}."
        ),
        _ => format!("{}.", upper_first(observed_words)),
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

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
