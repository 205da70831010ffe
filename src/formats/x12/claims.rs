//! Reads professional claims (837) from segments.

use std::io::Read;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::{
    ImportTotals, Money, PayerRank, PlaceOfService, SubmittedClaim, SubmittedLine,
};
use crate::formats::FormatError;
use crate::formats::tables::intern::Name;

use super::elements;
use super::envelope::{Envelope, Guide, Part, SetKind};
use super::reading::{self, NoService, Reading};
use super::segments::{Segment, Segments};
use super::tally::Oddity;
use super::{ClaimsRead, X12Options, not_x12};

type Sink<'a, E> = &'a mut dyn FnMut(SubmittedClaim) -> Result<(), E>;

/// Reads a file's claims.
pub(super) fn read<E: From<FormatError>>(
    source: &mut dyn Read,
    file_name: &str,
    options: &X12Options,
    sink: Sink<'_, E>,
) -> Result<ClaimsRead, E> {
    let mut segments = Segments::open(source)
        .map_err(FormatError::from)?
        .ok_or_else(|| not_x12(file_name))?;
    let mut envelope = Envelope::default();
    let mut reader = Reader::new(options);
    let mut is_whole = true;
    while let Some(segment) = segments.next().map_err(FormatError::from)? {
        is_whole = segment.is_terminated || segment.name() == b"SE";
        match envelope.enter(&segment, &mut reader.reading.tally) {
            Part::Start(kind) => {
                reader.close(sink)?;
                match kind {
                    SetKind::Claim(guide) => reader.open(guide),
                    _ => reader.reading.tally.note(Oddity::OtherSet, segment.nr),
                }
            }
            Part::Inside if is_whole => reader.segment(&segment, sink)?,
            Part::Inside | Part::Outside => {}
            Part::End => reader.close(sink)?,
        }
    }
    let cut_off = envelope.finish(&segments, &mut reader.reading.tally) && !is_whole;
    if cut_off && let Some(claim) = reader.claim.take() {
        reader.reading.tally.reject(Oddity::ClaimCutOff, claim.nr);
    }
    reader.close(sink)?;
    if reader.read.claims == 0 && reader.reading.tally.rejected == 0 {
        return Err(FormatError::refuse(
            format!("{file_name} holds no professional claim (X12 837P)"),
            "Export claims as 837 professional from the practice-management system",
        )
        .into());
    }
    Ok(reader.finish(file_name))
}

/// What stands above the claims of a set: who bills, who is asked to pay.
struct Level {
    guide: Guide,
    submitted_on: Option<Date>,
    billing_provider: Option<Name>,
    rank: PayerRank,
    filing: String,
    payer: Option<(Name, Name)>,
}

/// A claim (CLM) as read.
struct Draft {
    nr: u64,
    number: Vec<u8>,
    payer_number: Vec<u8>,
    charge: i64,
    place: Option<PlaceOfService>,
    frequency: String,
    /// DTP 472 and 434 of the claim: the first that is there counts.
    dates: [Option<Date>; 2],
    provider: Option<Name>,
    /// Below the claim's other insurers, whose names are not its payer's.
    in_other_insurer: bool,
    lines: Vec<SubmittedLine>,
    /// A service line came: below it, segments are a line's.
    in_lines: bool,
    /// Whether its last line was left out.
    skips_line: bool,
    guide: Guide,
    lines_rejected: Vec<(Oddity, u64)>,
}

struct Reader {
    reading: Reading,
    level: Option<Level>,
    claim: Option<Draft>,
    read: ClaimsRead,
    charge: Decimal,
    dates: Option<(Date, Date)>,
}

impl Reader {
    fn new(options: &X12Options) -> Self {
        Self {
            reading: Reading::new(options),
            level: None,
            claim: None,
            read: ClaimsRead::default(),
            charge: Decimal::ZERO,
            dates: None,
        }
    }

    fn open(&mut self, guide: Guide) {
        self.level = Some(Level {
            guide,
            submitted_on: None,
            billing_provider: None,
            rank: PayerRank::Primary,
            filing: String::new(),
            payer: None,
        });
    }

    fn segment<E>(&mut self, segment: &Segment<'_>, sink: Sink<'_, E>) -> Result<(), E> {
        if matches!(segment.name(), b"CLM" | b"HL") {
            self.end_claim(sink)?;
        }
        let Some(level) = &mut self.level else {
            return Ok(());
        };
        match segment.name() {
            b"CLM" => {
                let guide = level.guide;
                self.claim = Some(Draft::new(segment, guide, &mut self.reading));
            }
            b"HL" => level.enter(segment.element(3)),
            _ => match &mut self.claim {
                Some(claim) => claim.segment(segment, &mut self.reading),
                None => level.segment(segment, &mut self.reading),
            },
        }
        Ok(())
    }

    fn close<E>(&mut self, sink: Sink<'_, E>) -> Result<(), E> {
        self.end_claim(sink)?;
        self.level = None;
        Ok(())
    }

    fn end_claim<E>(&mut self, sink: Sink<'_, E>) -> Result<(), E> {
        let (Some(draft), Some(level)) = (self.claim.take(), &self.level) else {
            return Ok(());
        };
        let oddity = match draft.guide {
            Guide::Professional | Guide::Unknown => None,
            Guide::Predetermination => Some(Oddity::Predetermination),
            Guide::Institutional | Guide::Dental => Some(Oddity::OtherClaim),
        };
        let tally = &mut self.reading.tally;
        if let Some(oddity) = oddity {
            tally.reject(oddity, draft.nr);
            return Ok(());
        }
        for (oddity, nr) in &draft.lines_rejected {
            tally.reject(*oddity, *nr);
        }
        if draft.lines.is_empty() && draft.lines_rejected.is_empty() {
            tally.note(Oddity::NoServices, draft.nr);
        }
        if level
            .payer
            .as_ref()
            .is_none_or(|(name, _)| name.text.is_empty())
        {
            tally.note(Oddity::ClaimWithoutPayer, draft.nr);
        }
        let claim = draft.finish(level, &mut self.reading);
        self.read.claims += 1;
        self.read.lines += claim.lines.len() as u64;
        for line in &claim.lines {
            self.charge += line.charge.dollars();
            if let Some(date) = line.date {
                let (first, last) = self.dates.unwrap_or((date, date));
                self.dates = Some((first.min(date), last.max(date)));
            }
        }
        sink(claim)
    }

    fn finish(mut self, file_name: &str) -> ClaimsRead {
        self.read.providers = self.reading.take_providers();
        self.read.rejected = self.reading.tally.rejected;
        self.read.issues = self.reading.tally.issues(file_name);
        self.read.totals = ImportTotals {
            charge: Money::new(self.charge),
            dates: self.dates,
            ..ImportTotals::default()
        };
        self.read
    }
}

impl Level {
    /// Begins a level of the hierarchy (HL03): 20 billing provider, 22 subscriber, 23 patient.
    fn enter(&mut self, level: &[u8]) {
        if matches!(level, b"20" | b"22") {
            self.rank = PayerRank::Primary;
            self.filing.clear();
            self.payer = None;
        }
        if level == b"20" {
            self.billing_provider = None;
        }
    }

    /// Reads a segment above a claim.
    fn segment(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match (segment.name(), segment.element(1)) {
            (b"BHT", _) => self.submitted_on = reading.date(segment.element(4)),
            (b"SBR", rank) => {
                self.rank = match rank {
                    b"S" => PayerRank::Secondary,
                    b"T" | b"A" | b"B" | b"C" | b"D" | b"E" | b"F" | b"G" | b"H" => {
                        PayerRank::Tertiary
                    }
                    _ => PayerRank::Primary,
                };
                self.filing = elements::short_code(segment.element(9), 2);
            }
            (b"NM1", b"85") => self.billing_provider = reading.provider(segment),
            // Older files call the payer an insurer.
            (b"NM1", b"PR" | b"IN") => {
                self.payer = Some((
                    reading.name(segment.element(3)),
                    reading.name(segment.element(9)),
                ));
            }
            _ => {}
        }
    }
}

impl Draft {
    fn new(segment: &Segment<'_>, guide: Guide, reading: &mut Reading) -> Self {
        let mut facility = elements::composite(segment.element(5), segment.composite);
        let place = facility.next().and_then(reading::place);
        let frequency = facility.nth(1).unwrap_or_default();
        Self {
            nr: segment.nr,
            number: segment.element(1).to_vec(),
            payer_number: Vec::new(),
            charge: reading.cents(segment, 2).0,
            place,
            frequency: elements::short_code(frequency, 1),
            dates: [None; 2],
            provider: None,
            in_other_insurer: false,
            lines: Vec::new(),
            in_lines: false,
            skips_line: false,
            guide,
            lines_rejected: Vec::new(),
        }
    }

    /// Reads a segment below CLM.
    fn segment(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        match segment.name() {
            b"LX" => {
                self.in_lines = true;
                self.skips_line = true;
            }
            b"SBR" => self.in_other_insurer = true,
            b"SV1" => self.service_line(segment, reading),
            b"SV2" => self.is_of(Guide::Institutional),
            b"SV3" => self.is_of(Guide::Dental),
            b"DTP" => self.date(segment, reading),
            b"NM1" if segment.element(1) == b"82" => {
                let is_mine = self.in_lines || !self.in_other_insurer;
                if is_mine && self.provider.is_none() {
                    self.provider = reading.provider(segment);
                }
            }
            b"REF" => self.reference(segment, reading),
            _ => {}
        }
    }

    /// A service says what its claim is, whatever its guide.
    fn is_of(&mut self, guide: Guide) {
        if self.guide != Guide::Predetermination {
            self.guide = guide;
        }
    }

    fn service_line(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        self.is_of(Guide::Professional);
        self.in_lines = true;
        let service = reading.service(segment, 1);
        let code = match service.code {
            Ok(code) => code,
            Err(why) => {
                self.skips_line = true;
                let oddity = match why {
                    NoService::NotAProcedure => Oddity::NotAProcedure,
                    NoService::Unreadable => Oddity::NoCode,
                };
                self.lines_rejected.push((oddity, segment.nr));
                return;
            }
        };
        self.skips_line = false;
        if service.odd_modifier {
            reading.tally.note(Oddity::Modifier, segment.nr);
        }
        let quantity = elements::thousandths(segment.element(4))
            .ok()
            .flatten()
            .map(elements::units);
        let in_minutes = segment.element(3) == b"MJ";
        let line_nr = self.lines.len() + self.lines_rejected.len() + 1;
        self.lines.push(SubmittedLine {
            line_nr: u32::try_from(line_nr).unwrap_or(u32::MAX),
            line_key: None,
            code,
            modifiers: service.modifiers,
            units: quantity.filter(|_| !in_minutes),
            minutes: quantity.filter(|_| in_minutes),
            charge: Money::from_cents(reading.cents(segment, 2).0),
            place: reading::place(segment.element(5)).or(self.place),
            date: None,
        });
    }

    fn date(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        let date = reading.date(segment.element(3));
        let kind = segment.element(1);
        if self.in_lines {
            if kind == b"472"
                && !self.skips_line
                && let Some(line) = self.lines.last_mut()
            {
                line.date = date;
            }
            return;
        }
        let [service, statement] = &mut self.dates;
        match kind {
            b"472" => *service = date,
            b"434" => *statement = date,
            _ => {}
        }
    }

    fn reference(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        let number = segment.element(2);
        match segment.element(1) {
            b"6R" if !self.skips_line && !number.is_empty() => {
                if let Some(line) = self.lines.last_mut() {
                    line.line_key = Some(reading.line_key(number));
                }
            }
            b"F8" if !self.in_lines && !self.in_other_insurer => {
                self.payer_number = number.to_vec();
            }
            _ => {}
        }
    }

    fn finish(mut self, level: &Level, reading: &mut Reading) -> SubmittedClaim {
        let of_claim = self.dates.into_iter().flatten().next();
        for line in &mut self.lines {
            line.date = line.date.or(of_claim);
        }
        let first = self.lines.iter().filter_map(|line| line.date).min();
        let first = first.or(of_claim).map(|date| date.to_string());
        let sent = level.submitted_on.map(|date| date.to_string());
        let nameless = reading.nameless();
        let (payer, payer_code) = level
            .payer
            .clone()
            .unwrap_or_else(|| (nameless.clone(), nameless.clone()));
        let provider = self
            .provider
            .or_else(|| level.billing_provider.clone())
            .unwrap_or(nameless);
        SubmittedClaim {
            key: reading.claim_key(&self.number),
            duplicate_key: reading.duplicate_key(&[
                &self.number,
                self.frequency.as_bytes(),
                &self.charge.to_le_bytes(),
                first.unwrap_or_default().as_bytes(),
                &[level.rank.number()],
                sent.unwrap_or_default().as_bytes(),
            ]),
            numbers: reading.numbers(&self.number, &self.payer_number),
            payer_name: payer.text,
            payer_code: payer_code.text,
            provider: provider.text,
            rank: level.rank,
            filing: level.filing.clone(),
            frequency: self.frequency,
            charge: Money::from_cents(self.charge),
            submitted_on: level.submitted_on,
            lines: self.lines,
        }
    }
}
