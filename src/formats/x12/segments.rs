//! Cuts a stream into segments and elements, in bounded memory. Knows delimiters, not meanings.

use std::io::{self, Read};

use super::delimiters::{Delimiters, beginning, starts_segment};

/// Bytes read at a time, and looked at for the beginning of X12.
const BLOCK: usize = 64 * 1024;

/// Longest segment kept. Those of remittances and claims have a few hundred bytes; what is longer
/// has lost its terminators and is skipped.
const MAX_SEGMENT: usize = 64 * 1024;

/// Most elements of a segment that are told apart: the longest of the guides, TS2 and MIA, have 24.
const MAX_ELEMENTS: usize = 40;

/// One segment: its name and its elements.
pub(super) struct Segment<'a> {
    bytes: &'a [u8],
    /// Where each element ends.
    ends: &'a [u32],
    /// Its number in the file, from 1; blank ones do not count.
    pub(super) nr: u64,
    /// The separator inside composites.
    pub(super) composite: Option<u8>,
    /// Whether its terminator was there; missing at most at the end of the file.
    pub(super) is_terminated: bool,
}

impl<'a> Segment<'a> {
    /// Returns the segment's name: `CLP`, `SVC`, …
    pub(super) fn name(&self) -> &'a [u8] {
        self.element(0)
    }

    /// Returns an element without blanks around it, empty where there is none; the first after the
    /// name is 1, as guides count.
    pub(super) fn element(&self, idx: usize) -> &'a [u8] {
        let Some(&end) = self.ends.get(idx) else {
            return &[];
        };
        let start = idx
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |before| *before as usize + 1);
        self.bytes
            .get(start..end as usize)
            .unwrap_or_default()
            .trim_ascii()
    }

    /// How many elements follow the name.
    pub(super) fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
    }
}

/// The segments of a stream.
pub(super) struct Segments<'a> {
    source: &'a mut dyn Read,
    buffer: Vec<u8>,
    /// First byte not yet given out.
    at: usize,
    /// End of what was read.
    filled: usize,
    at_end: bool,
    marks: Delimiters,
    nr: u64,
    ends: Vec<u32>,
    /// Segments too long to be any, skipped.
    pub(super) overlong: u64,
}

impl<'a> Segments<'a> {
    /// Reads the beginning of a stream; `None` when it is no X12.
    pub(super) fn open(source: &'a mut dyn Read) -> io::Result<Option<Self>> {
        let mut segments = Self {
            source,
            buffer: vec![0; BLOCK],
            at: 0,
            filled: 0,
            at_end: false,
            marks: Delimiters {
                element: b'*',
                composite: Some(b':'),
                segment: b'~',
            },
            nr: 0,
            ends: Vec::with_capacity(MAX_ELEMENTS),
            overlong: 0,
        };
        while !segments.at_end && segments.filled < BLOCK {
            segments.fill()?;
        }
        let Some(start) = beginning(segments.rest()) else {
            return Ok(None);
        };
        segments.at = start;
        Ok(Some(segments))
    }

    /// How many segments were given out.
    pub(super) fn count(&self) -> u64 {
        self.nr
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..self.filled).unwrap_or_default()
    }

    /// Reads more behind what is there, moving it to the front first.
    fn fill(&mut self) -> io::Result<()> {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.filled, 0);
            self.filled -= self.at;
            self.at = 0;
        }
        if self.filled + BLOCK / 2 > self.buffer.len() {
            self.buffer.resize(self.filled + BLOCK, 0);
        }
        let space = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = loop {
            match self.source.read(space) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.filled += read;
        self.at_end = read == 0;
        Ok(())
    }

    /// Returns the next segment, `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Segment<'_>>> {
        if !self.skip_blanks()? {
            return Ok(None);
        }
        let (len, behind) = loop {
            match self.end_of_segment()? {
                Some(found) => break found,
                None if !self.skip_blanks()? => return Ok(None),
                None => {}
            }
        };
        self.nr += 1;
        let is_terminated = behind > len;
        let len = self.without_line_breaks(len);
        let bytes = self.buffer.get(self.at..self.at + len).unwrap_or_default();
        self.at += behind;
        self.ends.clear();
        let marks = memchr::memchr_iter(self.marks.element, bytes);
        // Segments are shorter than 64 KiB: positions fit.
        self.ends
            .extend(marks.take(MAX_ELEMENTS).map(|at| at as u32));
        if self.ends.len() < MAX_ELEMENTS {
            self.ends.push(bytes.len() as u32);
        }
        Ok(Some(Segment {
            bytes,
            ends: &self.ends,
            nr: self.nr,
            composite: self.marks.composite,
            is_terminated,
        }))
    }

    /// Takes line breaks out of the segment that begins here and returns its length without them.
    /// Programs that write lines of 80 characters break in the middle of a value.
    fn without_line_breaks(&mut self, len: usize) -> usize {
        let Some(bytes) = self.buffer.get_mut(self.at..self.at + len) else {
            return len;
        };
        let Some(first) = memchr::memchr2(b'\r', b'\n', bytes) else {
            return len;
        };
        let mut kept = first;
        for at in first..len {
            let byte = bytes.get(at).copied().unwrap_or_default();
            if !matches!(byte, b'\r' | b'\n')
                && let Some(slot) = bytes.get_mut(kept)
            {
                *slot = byte;
                kept += 1;
            }
        }
        kept
    }

    /// Goes to the next byte of content, and reads the delimiters anew where a header begins.
    fn skip_blanks(&mut self) -> io::Result<bool> {
        loop {
            let rest = self.rest();
            let blanks = rest
                .iter()
                .position(|byte| !is_blank(*byte, self.marks.segment));
            match blanks {
                Some(blanks) => {
                    self.at += blanks;
                    break;
                }
                None if self.at_end => return Ok(false),
                None => {
                    self.at = self.filled;
                    self.fill()?;
                }
            }
        }
        // Enough to see a header and the segment behind it.
        while !self.at_end && self.rest().len() < 4 {
            self.fill()?;
        }
        let begins = starts_segment(self.rest(), b"ISA") || self.nr == 0;
        if begins {
            while !self.at_end && self.rest().len() < BLOCK / 8 {
                self.fill()?;
            }
            if let Some(marks) = Delimiters::of(self.rest()) {
                self.marks = marks;
            }
        }
        Ok(true)
    }

    /// Finds the end of the segment that begins here: its length, and the bytes to go on by. `None`
    /// after one that was too long, which is skipped.
    fn end_of_segment(&mut self) -> io::Result<Option<(usize, usize)>> {
        let mut seen = 0;
        let mut skipped = false;
        loop {
            let unseen = self.rest().get(seen..).unwrap_or_default();
            if let Some(found) = self.terminator(unseen) {
                let len = seen + found;
                if skipped || len > MAX_SEGMENT {
                    self.at += len + 1;
                    self.overlong += 1;
                    return Ok(None);
                }
                return Ok(Some(self.cut_at_header(len)));
            }
            seen = self.rest().len();
            if self.at_end {
                if skipped || seen > MAX_SEGMENT {
                    self.at = self.filled;
                    self.overlong += 1;
                    return Ok(None);
                }
                let (len, behind) = self.cut_at_header(seen);
                return Ok(Some((len, behind.min(seen))));
            }
            if seen > MAX_SEGMENT {
                self.at = self.filled;
                seen = 0;
                skipped = true;
            }
            self.fill()?;
        }
    }

    fn terminator(&self, bytes: &[u8]) -> Option<usize> {
        if self.marks.ends_by_line() {
            memchr::memchr2(b'\r', b'\n', bytes)
        } else {
            memchr::memchr(self.marks.segment, bytes)
        }
    }

    /// Ends an interchange's last segment where the next header begins: files joined together often
    /// lack the terminator between them.
    fn cut_at_header(&self, len: usize) -> (usize, usize) {
        let bytes = self.rest().get(..len).unwrap_or_default();
        if starts_segment(bytes, b"IEA")
            && let Some(at) = memchr::memmem::find(bytes, b"ISA")
            && bytes
                .get(at..)
                .is_some_and(|rest| starts_segment(rest, b"ISA"))
        {
            return (at, at);
        }
        (len, len + 1)
    }
}

/// What may lie between segments: blanks, line ends, stray terminators, byte-order marks, and the
/// zero bytes and end marks that old programs pad files with.
fn is_blank(byte: u8, terminator: u8) -> bool {
    byte.is_ascii_whitespace()
        || byte == terminator
        || matches!(byte, 0 | 0x1A | 0xEF | 0xBB | 0xBF)
}
