//! The letter that opens a payer packet: who we are, what we ask, by when. Built from what the
//! practice wrote and from the figures of its proposal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::Percent;

use super::document::{Letter, LetterPart, PointMarks};
use super::figures;
use super::payer_packet::PayerPacketInput;

/// What the practice says in its own words. Whatever is empty is left out, except for the opening
/// and the salutation, which have plain forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterTexts {
    /// Name, title, company and address of the person who can decide, a line each.
    pub addressee: String,
    /// "Dear Ms. Alvarez:"; "To the contracting department:" when empty.
    pub salutation: String,
    /// Who we are and whom we serve; one sentence from the practice's data when empty.
    pub opening: String,
    /// What sets the practice apart, with figures, a line each; three are read, more are not.
    pub strengths: String,
    /// Why present rates cannot continue, in a sentence.
    pub pressure: String,
    /// What is asked besides rates, a line each.
    pub term_requests: String,
    /// When an answer is needed.
    pub respond_by: Option<Date>,
}

/// Between the parts of a letterhead's line.
const SEPARATOR: &str = " \u{b7} ";

/// Composes the letter.
pub fn compose_letter(input: &PayerPacketInput<'_>) -> Letter {
    let texts = input.letter;
    let practice = input.practice;
    let place = [lines(&practice.address), lines(&practice.phone)].concat();
    let numbers = [("TIN", &practice.tin), ("NPI", &practice.npi)]
        .into_iter()
        .filter(|(_, number)| !number.trim().is_empty())
        .map(|(name, number)| format!("{name} {}", number.trim()));
    let sender = [
        practice.name.clone(),
        place.join(SEPARATOR),
        numbers.collect::<Vec<_>>().join(SEPARATOR),
    ];
    let mut signature = lines(&practice.contact);
    signature.push(practice.name.clone());
    Letter {
        sender: sender.to_vec(),
        addressee: addressee(input),
        subject: subject(input),
        salutation: or_plain(&texts.salutation, "To the contracting department:"),
        body: body(input),
        closing: "Sincerely,".into(),
        signature,
        enclosures: vec![
            "Rate position".into(),
            "Proposed fee schedule".into(),
            "Method and definitions".into(),
        ],
    }
}

fn addressee(input: &PayerPacketInput<'_>) -> Vec<String> {
    let mut written = lines(&input.letter.addressee);
    if written.is_empty() {
        written.push(input.payer.name.clone());
    }
    written
}

fn subject(input: &PayerPacketInput<'_>) -> String {
    match input.effective_from {
        Some(day) => format!("Proposed rates from {}", figures::day(day)),
        None => "Proposed rates".into(),
    }
}

fn body(input: &PayerPacketInput<'_>) -> Vec<LetterPart> {
    let texts = input.letter;
    let mut body = vec![paragraph(or_plain(&texts.opening, &opening(input)))];
    let strengths = lines(&texts.strengths);
    if !strengths.is_empty() {
        body.push(paragraph("What your members find in our practice:".into()));
        body.push(LetterPart::Points {
            marks: PointMarks::Dashes,
            points: strengths,
        });
    }
    if !texts.pressure.trim().is_empty() {
        body.push(paragraph(texts.pressure.trim().to_owned()));
    }
    let mut requests = vec![rate_request(input)];
    requests.extend(lines(&texts.term_requests));
    body.push(paragraph(match requests.len() {
        1 => "We ask for one thing:".into(),
        count => format!("We ask for {}:", number_word(count)),
    }));
    body.push(LetterPart::Points {
        marks: PointMarks::Numbers,
        points: requests,
    });
    body.push(paragraph(closing_words(texts.respond_by)));
    body
}

fn opening(input: &PayerPacketInput<'_>) -> String {
    let practice = &input.practice.name;
    let specialty = input.practice.specialty.trim();
    let kind = if specialty.is_empty() {
        "a medical practice".into()
    } else {
        format!("a practice for {}", lower_first(specialty))
    };
    let payer = &input.payer.name;
    format!(
        "{practice} is {kind} and serves the members of {payer}. We write to agree new rates for the services we provide them."
    )
}

/// The ask with its basis: from which percentage of which Medicare release to which.
fn rate_request(input: &PayerPacketInput<'_>) -> String {
    let totals = &input.projection.totals;
    let from = input
        .effective_from
        .map(|day| format!(", from {}", figures::day(day)));
    let percents = totals.weighted_before.zip(totals.weighted_after);
    let percents = percents.map(|(before, after)| {
        format!(
            ": {}% of Medicare in place of {}% today, weighted by the services your members used",
            figures::percent(after),
            figures::percent(before)
        )
    });
    let change = totals.change_percent.map(|change| {
        let direction = if change.points().is_sign_negative() {
            "decrease"
        } else {
            "increase"
        };
        let amount = figures::percent(Percent::new(change.points().abs()));
        format!(", an overall {direction} of {amount}%")
    });
    let reference = input.projection.based_on.reference.as_ref();
    let reference = reference.map(|reference| format!(" (Medicare as in {reference})"));
    let parts = [from, percents, change, reference];
    let details: String = parts.into_iter().flatten().collect();
    format!("The rates of the enclosed fee schedule{details}.")
}

fn closing_words(respond_by: Option<Date>) -> String {
    let question = "The enclosed pages show today's and the proposed rate of each service and how \
                    the percentages are calculated.";
    match respond_by {
        Some(day) => format!(
            "{question} Please let us have your answer by {}. We are glad to go through the figures \
             with you before then.",
            figures::day(day)
        ),
        None => format!("{question} We are glad to go through the figures with you."),
    }
}

fn paragraph(text: String) -> LetterPart {
    LetterPart::Paragraph { text }
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn or_plain(written: &str, plain: &str) -> String {
    let written = written.trim();
    if written.is_empty() { plain } else { written }.to_owned()
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        // "ENT" and "OB/GYN" stay as they are.
        Some(first) if letters.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

fn number_word(count: usize) -> String {
    match count {
        2 => "two things".into(),
        3 => "three things".into(),
        4 => "four things".into(),
        _ => format!("{count} things"),
    }
}
