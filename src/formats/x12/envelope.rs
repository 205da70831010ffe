//! Interchanges, groups and transaction sets: which segments belong to which set, and whether each
//! ends as its envelope says. Damage is noted, never a reason to stop.

use super::elements;
use super::segments::{Segment, Segments};
use super::tally::{Oddity, Tally};

/// What a transaction set is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetKind {
    /// A remittance (835).
    Remittance,
    /// A claim (837) of this guide.
    Claim(Guide),
    /// Any other.
    Other,
}

/// Which implementation guide a claim follows, by the guide's number in ST03 or GS08.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guide {
    /// 222 (5010), 098 (4010): professional; also 298, the same claim reported after payment.
    Professional,
    /// 223, 096: institutional.
    Institutional,
    /// 224, 097: dental.
    Dental,
    /// 291 to 293: asks what would be paid; no service was rendered yet.
    Predetermination,
    /// Masked or missing.
    Unknown,
}

impl Guide {
    /// Reads a version such as `005010X222A1`.
    fn of(version: &[u8]) -> Self {
        match version.get(7..10) {
            Some(b"222" | b"098" | b"298") => Self::Professional,
            Some(b"223" | b"096" | b"299") => Self::Institutional,
            Some(b"224" | b"097" | b"300") => Self::Dental,
            Some(b"291" | b"292" | b"293") => Self::Predetermination,
            _ => Self::Unknown,
        }
    }
}

/// Where a segment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It begins a transaction set (ST); one still open ended without its SE.
    Start(SetKind),
    /// In the open set.
    Inside,
    /// It ends the open set: SE, or what may only stand between sets.
    End,
    /// Between sets.
    Outside,
}

/// Follows the envelope.
#[derive(Default)]
pub(super) struct Envelope {
    in_interchange: bool,
    group_version: Vec<u8>,
    /// Number of the open set's first segment.
    set_start: Option<u64>,
    sets: u64,
}

impl Envelope {
    /// Says where a segment stands and notes what is odd about the envelope.
    pub(super) fn enter(&mut self, segment: &Segment<'_>, tally: &mut Tally) -> Part {
        match segment.name() {
            b"ST" => {
                if self.set_start.is_some() {
                    tally.note(Oddity::NoSetEnd, segment.nr);
                }
                self.set_start = Some(segment.nr);
                self.sets += 1;
                return Part::Start(self.kind_of(segment));
            }
            b"SE" => {
                let Some(start) = self.set_start.take() else {
                    return Part::Outside;
                };
                let count = std::str::from_utf8(segment.element(1))
                    .ok()
                    .and_then(|count| count.parse::<u64>().ok());
                if count != Some(segment.nr - start + 1) {
                    tally.note(Oddity::WrongSetCount, segment.nr);
                }
                return Part::End;
            }
            b"ISA" => {
                if self.in_interchange {
                    tally.note(Oddity::NoInterchangeEnd, segment.nr);
                }
                self.in_interchange = true;
                self.group_version.clear();
                if segment.element(15) == b"T" {
                    tally.note(Oddity::TestFile, segment.nr);
                }
            }
            b"GS" => {
                self.group_version.clear();
                self.group_version.extend(segment.element(8));
            }
            b"IEA" => self.in_interchange = false,
            b"GE" => {}
            _ if self.set_start.is_some() => return Part::Inside,
            _ => return Part::Outside,
        }
        if self.set_start.take().is_some() {
            tally.note(Oddity::NoSetEnd, segment.nr);
            return Part::End;
        }
        Part::Outside
    }

    /// Notes how the file ended. Returns whether that was within a set.
    pub(super) fn finish(&self, segments: &Segments<'_>, tally: &mut Tally) -> bool {
        let is_open = self.set_start.is_some();
        if is_open {
            tally.note(Oddity::Truncated, segments.count());
        } else if self.in_interchange {
            tally.note(Oddity::NoInterchangeEnd, segments.count());
        }
        for _ in 0..segments.overlong {
            tally.note(Oddity::Overlong, segments.count());
        }
        is_open
    }

    fn kind_of(&self, segment: &Segment<'_>) -> SetKind {
        match segment.element(1) {
            b"835" => SetKind::Remittance,
            b"837" => SetKind::Claim(match Guide::of(segment.element(3)) {
                Guide::Unknown => Guide::of(&self.group_version),
                known => known,
            }),
            _ => SetKind::Other,
        }
    }
}

/// Returns a set's number as it is shown: three digits, or a word for what is no number.
pub(super) fn set_number(segment: &Segment<'_>) -> String {
    let number = elements::text(segment.element(1));
    let plausible = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    if plausible {
        number.into_owned()
    } else {
        "unnumbered".to_owned()
    }
}
