//! Delimited text, row by row. Not the `csv` crate: a reader of what offices export has to count
//! lines that end in CR alone, drop NUL bytes, and stop at a quotation mark that is never closed
//! before it has swallowed the file.

use std::io::Read;

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

use crate::formats::FormatError;
use crate::formats::sniff::TextEncoding;

/// Bytes read at a time. Large enough that moving an unfinished row to the front costs nothing.
const CHUNK_BYTES: usize = 256 * 1024;

/// Longest row, line breaks inside quotation marks included. Real rows stay under 20 KB, notes
/// included; longer means an unclosed quotation mark or a file that is no table.
pub(super) const MAX_ROW_BYTES: usize = 1024 * 1024;

/// Most cells looked at in a row; Excel itself ends at 16,384 columns.
pub(super) const MAX_COLUMNS: usize = 4_096;

/// One row: its bytes, and where its cells lie in them. Reused from row to row.
#[derive(Clone, Default)]
pub(super) struct Row {
    /// Line of the file, or row of the sheet, on which it begins, counted from 1.
    pub(super) line_nr: u64,
    bytes: Vec<u8>,
    spans: Vec<(u32, u32)>,
}

impl Row {
    /// Builds a row from the texts of its cells.
    pub(super) fn of(line_nr: u64, cells: &[String]) -> Self {
        let mut row = Self::default();
        row.clear(line_nr);
        for cell in cells {
            row.push(cell.as_bytes());
        }
        row
    }

    /// Returns a cell's bytes; empty for a cell the row does not reach.
    pub(super) fn cell(&self, idx: usize) -> &[u8] {
        self.spans
            .get(idx)
            .and_then(|&(from, to)| self.bytes.get(from as usize..to as usize))
            .unwrap_or_default()
    }

    /// Returns a cell as text without surrounding blanks: UTF-8 where the bytes are, otherwise
    /// Windows-1252, judged cell by cell because files mix both.
    pub(super) fn text(&self, idx: usize) -> String {
        text_of(self.cell(idx)).trim().to_owned()
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Returns the number of cells up to the last that is not blank.
    pub(super) fn filled_len(&self) -> usize {
        (0..self.len())
            .rev()
            .find(|&idx| !is_blank(self.cell(idx)))
            .map_or(0, |idx| idx + 1)
    }

    pub(super) fn is_blank(&self) -> bool {
        is_blank(&self.bytes) || self.filled_len() == 0
    }

    /// Hashes all cells, their lengths included, eight bytes at a time.
    pub(super) fn hash(&self, seed: u64) -> u64 {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let folded = |a: u64, b: u64| {
            let product = u128::from(a) * u128::from(b);
            product as u64 ^ (product >> 64) as u64
        };
        let ends = self.spans.iter().fold(seed, |sum, &(_, to)| {
            (sum.rotate_left(7) ^ u64::from(to)).wrapping_mul(ODD)
        });
        let (words, rest) = self.bytes.as_chunks::<8>();
        let sum = words.iter().fold(ends, |sum, word| {
            folded(sum ^ u64::from_le_bytes(*word), ODD)
        });
        let last = rest
            .iter()
            .fold(1, |last, byte| last << 8 | u64::from(*byte));
        folded(sum ^ last, ODD)
    }

    pub(super) fn clear(&mut self, line_nr: u64) {
        self.line_nr = line_nr;
        self.bytes.clear();
        self.spans.clear();
    }

    /// Appends a cell; those beyond [`MAX_COLUMNS`] are dropped.
    pub(super) fn push(&mut self, cell: &[u8]) {
        if self.spans.len() >= MAX_COLUMNS {
            return;
        }
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(cell);
        self.spans.push((from, self.bytes.len() as u32));
    }
}

/// Whether bytes hold only blanks, no-break spaces included.
pub(super) fn is_blank(cell: &[u8]) -> bool {
    cell.iter()
        .all(|byte| byte.is_ascii_whitespace() || matches!(*byte, 0 | 0xA0 | 0xC2))
}

pub(super) fn text_of(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(cell)
            .0
            .into_owned(),
    }
}

/// Reads rows from text in any of the encodings.
pub(super) struct DelimitedRows<R> {
    source: R,
    /// For UTF-16; the other encodings agree with ASCII and are decoded cell by cell.
    decoder: Option<Decoder>,
    stops: Stops,
    buffer: Vec<u8>,
    at: usize,
    raw: Vec<u8>,
    line_nr: u64,
    /// A CR ended the last row: a LF that follows belongs to it.
    after_cr: bool,
}

/// The bytes that end a cell or need care within one.
struct Stops {
    delimiter: u8,
    is_stop: [bool; 256],
    /// Whether the end of the bytes is the end of the file, which ends a cell too.
    at_end: bool,
}

impl Stops {
    fn new(delimiter: u8) -> Self {
        let is_stop = std::array::from_fn(|byte| {
            byte == usize::from(delimiter) || matches!(byte, 0 | 10 | 13)
        });
        Self {
            delimiter,
            is_stop,
            at_end: false,
        }
    }

    /// Returns the position of the next such byte, or the length where there is none.
    fn next(&self, bytes: &[u8], from: usize) -> usize {
        let rest = bytes.get(from..).unwrap_or_default();
        let is_stop = |byte: &u8| {
            self.is_stop
                .get(usize::from(*byte))
                .copied()
                .unwrap_or_default()
        };
        rest.iter()
            .position(is_stop)
            .map_or(bytes.len(), |len| from + len)
    }
}

/// How far a row could be cut out of the buffer.
enum Cut {
    Whole {
        next: usize,
        lines: u64,
        after_cr: bool,
    },
    NeedsMore,
}

impl<R: Read> DelimitedRows<R> {
    pub(super) fn new(source: R, delimiter: u8, encoding: TextEncoding) -> Self {
        let decoder = match encoding {
            TextEncoding::Utf16Le => Some(UTF_16LE.new_decoder_with_bom_removal()),
            TextEncoding::Utf16Be => Some(UTF_16BE.new_decoder_with_bom_removal()),
            TextEncoding::Utf8 | TextEncoding::Windows1252 => None,
        };
        Self {
            source,
            decoder,
            stops: Stops::new(delimiter),
            buffer: Vec::new(),
            at: 0,
            raw: vec![0; CHUNK_BYTES],
            line_nr: 1,
            after_cr: false,
        }
    }

    /// Reads the next row into `row`; `false` at the end. Blank rows come as they are.
    pub(super) fn next_row(&mut self, row: &mut Row) -> Result<bool, FormatError> {
        loop {
            if self.at >= self.buffer.len() {
                if self.stops.at_end {
                    return Ok(false);
                }
                self.fill()?;
                continue;
            }
            if self.after_cr {
                self.after_cr = false;
                if self.buffer.get(self.at) == Some(&b'\n') {
                    self.at += 1;
                    continue;
                }
            }
            row.clear(self.line_nr);
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            match cut_row(rest, &self.stops, row) {
                Cut::Whole {
                    next,
                    lines,
                    after_cr,
                } => {
                    self.at += next;
                    self.line_nr += lines;
                    self.after_cr = after_cr;
                    return Ok(true);
                }
                Cut::NeedsMore if rest.len() > MAX_ROW_BYTES => {
                    return Err(too_long(self.line_nr));
                }
                Cut::NeedsMore => self.fill()?,
            }
        }
    }

    /// Moves what is unfinished to the front and reads another chunk behind it.
    fn fill(&mut self) -> Result<(), FormatError> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let first = self.line_nr == 1 && self.buffer.is_empty() && self.decoder.is_none();
        let mut count = 0;
        while let Some(room) = self.raw.get_mut(count..).filter(|room| !room.is_empty()) {
            match self.source.read(room) {
                Ok(0) => {
                    self.stops.at_end = true;
                    break;
                }
                Ok(more) => count += more,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        let chunk = self.raw.get(..count).unwrap_or_default();
        let Some(decoder) = &mut self.decoder else {
            let bare = chunk.strip_prefix(b"\xEF\xBB\xBF").filter(|_| first);
            self.buffer.extend_from_slice(bare.unwrap_or(chunk));
            return Ok(());
        };
        let mut text = String::new();
        let room = decoder
            .max_utf8_buffer_length(chunk.len())
            .unwrap_or(CHUNK_BYTES * 4);
        text.reserve(room);
        let (_outcome, _read, _replaced) =
            decoder.decode_to_string(chunk, &mut text, self.stops.at_end);
        self.buffer.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

fn too_long(line_nr: u64) -> FormatError {
    FormatError::refuse(
        format!("The row that begins on line {line_nr} is longer than 1 MB"),
        "Look for a quotation mark on that line that is never closed, or save the table as XLSX",
    )
}

/// Cuts one row off the front of `bytes`.
fn cut_row(bytes: &[u8], stops: &Stops, row: &mut Row) -> Cut {
    let mut at = 0;
    let mut lines = 1;
    loop {
        let start = at;
        let quoted = bytes.get(at) == Some(&b'"');
        if quoted {
            match skip_quoted(bytes, at, &mut lines) {
                Some(end) => at = end,
                None if stops.at_end => at = bytes.len(),
                None => return Cut::NeedsMore,
            }
        }
        let mut dirty = quoted;
        let end = loop {
            at = stops.next(bytes, at);
            match bytes.get(at) {
                // With NUL as the delimiter a NUL ends the cell.
                Some(0) if stops.delimiter != 0 => {
                    dirty = true;
                    at += 1;
                }
                None if !stops.at_end => return Cut::NeedsMore,
                _ => break at,
            }
        };
        let cell = bytes.get(start..end).unwrap_or_default();
        if dirty {
            push_unquoted(row, cell);
        } else {
            row.push(cell);
        }
        match bytes.get(end) {
            Some(&byte) if byte == stops.delimiter => at = end + 1,
            Some(b'\r') => {
                return Cut::Whole {
                    next: end + 1,
                    lines,
                    after_cr: true,
                };
            }
            Some(_) => {
                return Cut::Whole {
                    next: end + 1,
                    lines,
                    after_cr: false,
                };
            }
            None => {
                return Cut::Whole {
                    next: end,
                    lines,
                    after_cr: false,
                };
            }
        }
    }
}

/// Returns the position behind the closing quotation mark, counting the line breaks on the way.
fn skip_quoted(bytes: &[u8], open: usize, lines: &mut u64) -> Option<usize> {
    let mut at = open + 1;
    loop {
        let close = at + memchr::memchr(b'"', bytes.get(at..)?)?;
        match bytes.get(close + 1) {
            Some(b'"') => at = close + 2,
            // The second of a pair may lie in the next chunk; at the end of the file it does not
            // and the caller takes the rest.
            None => return None,
            Some(_) => {
                *lines += breaks(bytes.get(open..close).unwrap_or_default());
                return Some(close + 1);
            }
        }
    }
}

/// Counts line breaks: CRLF, LF and lone CR are one each.
fn breaks(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut before = 0;
    for &byte in bytes {
        if byte == b'\r' || (byte == b'\n' && before != b'\r') {
            count += 1;
        }
        before = byte;
    }
    count
}

/// Appends a cell without its quotation marks and NUL bytes; paired marks become one.
fn push_unquoted(row: &mut Row, cell: &[u8]) {
    if let Some(inner) = cell
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""))
        && memchr::memchr2(b'"', 0, inner).is_none()
    {
        row.push(inner);
        return;
    }
    let mut clean = Vec::with_capacity(cell.len());
    let mut inside = cell.first() == Some(&b'"');
    let mut bytes = cell.iter().copied().skip(usize::from(inside)).peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            0 => {}
            b'"' if inside && bytes.peek() == Some(&b'"') => {
                clean.push(b'"');
                bytes.next();
            }
            b'"' if inside => inside = false,
            _ => clean.push(byte),
        }
    }
    row.push(&clean);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], delimiter: u8, encoding: TextEncoding) -> Vec<(u64, Vec<String>)> {
        let mut reader = DelimitedRows::new(bytes, delimiter, encoding);
        let mut row = Row::default();
        let mut all = Vec::new();
        while reader.next_row(&mut row).unwrap() {
            all.push((
                row.line_nr,
                (0..row.len()).map(|idx| row.text(idx)).collect(),
            ));
        }
        all
    }

    fn check(bytes: &[u8], expected: &[(u64, &[&str])]) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(line_nr, cells)| {
                (
                    *line_nr,
                    cells
                        .iter()
                        .map(|cell| (*cell).to_owned())
                        .collect::<Vec<_>>(),
                )
            })
            .collect();
        assert_eq!(rows(bytes, b',', TextEncoding::Utf8), expected);
    }

    #[test]
    fn rows_end_at_any_line_break_and_lines_are_counted() {
        check(
            b"a,b\r\nc\rd\ne",
            &[(1, &["a", "b"]), (2, &["c"]), (3, &["d"]), (4, &["e"])],
        );
        check(b"a\n\nb\n", &[(1, &["a"]), (2, &[""]), (3, &["b"])]);
        check(b"a,\n,", &[(1, &["a", ""]), (2, &["", ""])]);
    }

    #[test]
    fn quotation_marks_hold_delimiters_line_breaks_and_themselves() {
        check(
            b"\"a,1\",\"b \"\"x\"\"\"\n\"two\r\nlines\",c\nd,5\" pipe\n",
            &[
                (1, &["a,1", "b \"x\""]),
                (2, &["two\r\nlines", "c"]),
                (4, &["d", "5\" pipe"]),
            ],
        );
        check(b"a,\"b", &[(1, &["a", "b"])]);
        check(b"a,\"b\"", &[(1, &["a", "b"])]);
        check(b"\"a\" x,b", &[(1, &["a x", "b"])]);
    }

    #[test]
    fn marks_of_encoding_and_nul_bytes_are_dropped() {
        check(b"\xEF\xBB\xBFa,b\0c\n", &[(1, &["a", "bc"])]);
        check(
            b"Blue\x92s,caf\xC3\xA9\n",
            &[(1, &["Blue\u{2019}s", "caf\u{e9}"])],
        );
        let utf16: Vec<u8> = "\u{feff}a\tb\r\nc\u{e9}\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            rows(&utf16, b'\t', TextEncoding::Utf16Le),
            [
                (1, vec!["a".to_owned(), "b".to_owned()]),
                (2, vec!["c\u{e9}".to_owned()])
            ]
        );
    }

    #[test]
    fn an_unclosed_quotation_mark_stops_at_the_limit() {
        let mut bytes = b"a,b\n\"open,".to_vec();
        bytes.resize(MAX_ROW_BYTES * 4, b'x');
        let mut reader = DelimitedRows::new(&bytes[..], b',', TextEncoding::Utf8);
        let mut row = Row::default();
        assert!(reader.next_row(&mut row).unwrap());
        let error = reader.next_row(&mut row).unwrap_err().to_string();
        assert!(error.contains("line 2"), "{error}");
        assert!(reader.buffer.capacity() < MAX_ROW_BYTES * 3);
    }

    #[test]
    fn rows_are_the_same_however_the_bytes_arrive() {
        struct OneByOne<'a>(&'a [u8]);
        impl Read for OneByOne<'_> {
            fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
                let len = self.0.len().min(1);
                buf[..len].copy_from_slice(&self.0[..len]);
                self.0 = &self.0[len..];
                Ok(len)
            }
        }
        let bytes = b"a,\"b\"\"\r\n\",c\r\nd\r\re,\"\"\n";
        let mut reader = DelimitedRows::new(OneByOne(bytes), b',', TextEncoding::Utf8);
        let mut row = Row::default();
        let mut all = Vec::new();
        while reader.next_row(&mut row).unwrap() {
            all.push((
                row.line_nr,
                (0..row.len()).map(|idx| row.text(idx)).collect::<Vec<_>>(),
            ));
        }
        assert_eq!(all, rows(bytes, b',', TextEncoding::Utf8));
    }
}
