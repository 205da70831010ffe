//! What readers of remittances and claims share: remembered dates, codes and names, hashes of
//! numbers, and providers met.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::domain::{ClaimNumbers, Modifier, Modifiers, PayerRank, PlaceOfService, ProcedureCode};
use crate::formats::tables::intern::{Memo, Name, Names, Visits, digest};

use super::elements;
use super::segments::Segment;
use super::tally::{Oddity, Tally};
use super::{KeepClaimNumbers, X12Options};

/// Most providers listed by name. A practice has hundreds at most.
const MAX_PROVIDERS: usize = 10_000;

/// What a composite such as `HC:99213:25` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Service {
    /// The code, or why there is none.
    pub(super) code: Result<ProcedureCode, NoService>,
    pub(super) modifiers: Modifiers,
    /// Whether a modifier was left out.
    pub(super) odd_modifier: bool,
}

/// Why a composite names no procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoService {
    /// A revenue code, a drug's or an article's number.
    NotAProcedure,
    /// Nothing, or no code.
    Unreadable,
}

/// Reads composites, dates and names of one file.
pub(super) struct Reading {
    options: X12Options,
    pub(super) tally: Tally,
    names: Names,
    nameless: Name,
    pub(super) visits: Visits,
    dates: Memo<Option<Date>>,
    services: Memo<Service>,
    /// The separator the remembered services were read with.
    composite: Option<u8>,
    providers: Vec<(String, String)>,
    known_providers: HashSet<Box<[u8]>>,
    message: Vec<u8>,
}

impl Reading {
    pub(super) fn new(options: &X12Options) -> Self {
        let mut names = Names::new(options.key);
        Self {
            options: *options,
            tally: Tally::default(),
            nameless: names.get(b""),
            names,
            visits: Visits::new(options.key),
            dates: Memo::new(),
            services: Memo::new(),
            composite: None,
            providers: Vec::new(),
            known_providers: HashSet::new(),
            message: Vec::new(),
        }
    }

    pub(super) fn name(&mut self, element: &[u8]) -> Name {
        self.names.get(element)
    }

    /// Returns the name of what has none.
    pub(super) fn nameless(&self) -> Name {
        self.nameless.clone()
    }

    /// Reads the date of a DTM segment; version 4010 also writes a range behind its format.
    pub(super) fn service_date(&mut self, segment: &Segment<'_>) -> Option<Date> {
        let element = if segment.element(2).is_empty() {
            segment.element(6)
        } else {
            segment.element(2)
        };
        self.date(element)
    }

    pub(super) fn date(&mut self, element: &[u8]) -> Option<Date> {
        self.dates.get(element, elements::date)
    }

    /// Reads an amount in cents; blank is zero, and what is no amount is noted and zero.
    pub(super) fn cents(&mut self, segment: &Segment<'_>, idx: usize) -> (i64, Legible) {
        if let Ok(cents) = elements::cents(segment.element(idx)) {
            return (cents.unwrap_or(0), Legible::Yes);
        }
        self.tally.note(Oddity::Amount, segment.nr);
        (0, Legible::No)
    }

    /// Reads a composite of qualifier, code and modifiers (SVC01, SVC06, SV101).
    pub(super) fn service(&mut self, segment: &Segment<'_>, idx: usize) -> Service {
        if self.composite != segment.composite {
            self.composite = segment.composite;
            self.services = Memo::new();
        }
        let read = |element: &[u8]| service(element, segment.composite);
        self.services.get(segment.element(idx), read)
    }

    /// Reads a rendering provider (NM1*82): its NPI, or else its name. Other numbers are left out: one
    /// may be a social security number.
    pub(super) fn provider(&mut self, segment: &Segment<'_>) -> Option<Name> {
        let number = segment.element(9);
        if elements::is_npi(number) && matches!(segment.element(8), b"XX" | b"") {
            if !self.known_providers.contains(number) && self.providers.len() < MAX_PROVIDERS {
                self.known_providers.insert(number.into());
                self.providers
                    .push((elements::text(number).into_owned(), person(segment)));
            }
            return Some(self.names.get(number));
        }
        let name = person(segment);
        (!name.is_empty()).then(|| self.names.get(name.as_bytes()))
    }

    /// Returns the providers met, by NPI.
    pub(super) fn take_providers(&mut self) -> Vec<(String, String)> {
        let mut providers = std::mem::take(&mut self.providers);
        providers.sort();
        providers
    }

    /// Hashes the practice's number of a claim (CLM01, CLP01), which the two sides may write in other
    /// letter cases.
    pub(super) fn claim_key(&mut self, number: &[u8]) -> u64 {
        self.hash(b"claim", &[number])
    }

    /// Hashes the practice's number of a line (REF*6R).
    pub(super) fn line_key(&mut self, number: &[u8]) -> u64 {
        self.hash(b"line", &[number])
    }

    /// Hashes what tells a claim from every other.
    pub(super) fn duplicate_key(&mut self, parts: &[&[u8]]) -> u64 {
        self.hash(b"seen", parts)
    }

    fn hash(&mut self, kind: &[u8], parts: &[&[u8]]) -> u64 {
        self.message.clear();
        self.message.extend(kind);
        for part in parts {
            self.message.push(0);
            self.message
                .extend(part.trim_ascii().iter().map(u8::to_ascii_uppercase));
        }
        digest(&self.options.key, &self.message)
    }

    /// Returns the numbers of a claim in clear, only where they are to be kept.
    pub(super) fn numbers(&self, practice: &[u8], payer: &[u8]) -> Option<ClaimNumbers> {
        (self.options.claim_numbers == KeepClaimNumbers::Yes).then(|| ClaimNumbers {
            practice: elements::text(practice).into_owned(),
            payer: elements::text(payer).into_owned(),
        })
    }
}

/// Whether an amount could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Legible {
    Yes,
    No,
}

fn service(element: &[u8], separator: Option<u8>) -> Service {
    let mut none = Service {
        code: Err(NoService::Unreadable),
        modifiers: Modifiers::NONE,
        odd_modifier: false,
    };
    let mut pieces = elements::composite(element, separator);
    let first = pieces.next().unwrap_or_default();
    // X12 data element 235, in the qualifiers that number articles, drugs and departments.
    let no_procedure = matches!(
        first,
        b"N1"
            | b"N2"
            | b"N3"
            | b"N4"
            | b"N5"
            | b"N6"
            | b"NU"
            | b"RB"
            | b"HP"
            | b"UI"
            | b"UP"
            | b"UK"
            | b"UN"
            | b"EN"
            | b"EO"
            | b"HI"
            | b"ON"
    );
    if no_procedure {
        none.code = Err(NoService::NotAProcedure);
        return none;
    }
    // A code without its qualifier is taken for one when it has a code's five characters.
    let code = if first.len() == 5 {
        first
    } else {
        pieces.next().unwrap_or_default()
    };
    let Some(code) = std::str::from_utf8(code)
        .ok()
        // A word without a digit is no procedure: in a damaged segment it may be a name.
        .filter(|code| code.bytes().any(|byte| byte.is_ascii_digit()))
        .and_then(|code| ProcedureCode::new(code).ok())
    else {
        return none;
    };
    let mut service = Service {
        code: Ok(code),
        ..none
    };
    for piece in pieces.take(4).filter(|piece| !piece.is_empty()) {
        match std::str::from_utf8(piece).map(Modifier::new) {
            Ok(Ok(modifier)) => service.modifiers.insert(modifier),
            _ => service.odd_modifier = true,
        }
    }
    service
}

/// Returns the name in an NM1 segment: `Last, First` of a person, the name of an organisation.
fn person(segment: &Segment<'_>) -> String {
    let last = elements::text(segment.element(3));
    let first = elements::text(segment.element(4));
    match (last.is_empty(), first.is_empty()) {
        (false, false) => format!("{last}, {first}"),
        (false, true) => last.into_owned(),
        (true, _) => first.into_owned(),
    }
}

/// Reads a place of service of two digits; other facility codes are of institutions' bills.
pub(super) fn place(element: &[u8]) -> Option<PlaceOfService> {
    if element.len() > 2 || !element.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(element).ok()?;
    PlaceOfService::from_text(text).ok()
}

/// Returns the product a claim filing code names (CLP06, SBR09); empty for codes of a line of
/// business.
pub(super) fn product(filing: &[u8]) -> &'static [u8] {
    match filing {
        b"12" => b"PPO",
        b"13" => b"POS",
        b"14" => b"EPO",
        b"15" => b"Indemnity",
        b"16" | b"HM" => b"HMO",
        _ => b"",
    }
}

/// Returns the turn a payer was asked in, by CLP02.
pub(super) fn rank_of_status(status: &[u8]) -> PayerRank {
    match status {
        b"2" | b"20" => PayerRank::Secondary,
        b"3" | b"21" => PayerRank::Tertiary,
        _ => PayerRank::Primary,
    }
}
