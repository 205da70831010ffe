//! Files whose cells are told by position: text without delimiters, and PDFs.

use std::io::Read;

use crate::formats::sniff::TextEncoding;
use crate::formats::{FormatError, pdf};

use super::layout::{self, Line, Word};
use super::rows::Row;
use super::source::TableSource;

/// The delimiter that stands for none: cells are parted by several blanks, or lie in columns.
pub(super) const BY_POSITION: u8 = b' ';

/// Largest text read by position, all of it in memory. A state's whole fee schedule has some 2 MB.
const MAX_TEXT_BYTES: u64 = 32 * 1024 * 1024;

/// Largest PDF read: payers' manuals with drawings in them have some 30 MB.
const MAX_PDF_BYTES: u64 = 128 * 1024 * 1024;

/// Reads the rows of text without delimiters.
pub(super) fn text_rows(
    source: &mut dyn TableSource,
    file_name: &str,
    encoding: TextEncoding,
) -> Result<Vec<Row>, FormatError> {
    let bytes = read_all(source, file_name, MAX_TEXT_BYTES)?;
    Ok(layout::rows(lines(&decoded(&bytes, encoding))))
}

/// Reads the rows of a PDF's tables.
pub(super) fn pdf_rows(
    source: &mut dyn TableSource,
    file_name: &str,
) -> Result<Vec<Row>, FormatError> {
    let bytes = read_all(source, file_name, MAX_PDF_BYTES)?;
    Ok(layout::rows(pdf::lines(bytes, file_name)?))
}

fn read_all(
    source: &mut dyn TableSource,
    file_name: &str,
    limit: u64,
) -> Result<Vec<u8>, FormatError> {
    let mut bytes = Vec::new();
    source.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(FormatError::refuse(
            format!(
                "{file_name} is larger than {} MB, which is too much to be read by position",
                limit / 1024 / 1024
            ),
            "Save the table as XLSX or CSV",
        ));
    }
    Ok(bytes)
}

/// Decodes text as a whole.
pub(super) fn decoded(bytes: &[u8], encoding: TextEncoding) -> String {
    let encoding = match encoding {
        TextEncoding::Utf8 => encoding_rs::UTF_8,
        TextEncoding::Windows1252 => encoding_rs::WINDOWS_1252,
        TextEncoding::Utf16Le => encoding_rs::UTF_16LE,
        TextEncoding::Utf16Be => encoding_rs::UTF_16BE,
    };
    encoding.decode(bytes).0.into_owned()
}

/// Places a text's words by their characters; tabs reach to the next eighth column and always part
/// cells.
pub(super) fn lines(text: &str) -> Vec<Line> {
    /// Blanks that part two cells.
    const GAP: f32 = 2.0;
    const TAB: usize = 8;
    let unified = text.replace("\r\n", "\n");
    unified
        .split(['\n', '\r', '\u{c}'])
        .zip(1..)
        .map(|(line, nr)| {
            let mut words: Vec<Word> = Vec::new();
            let mut column = 0_usize;
            let mut inside = false;
            for letter in line.chars() {
                if letter == '\t' {
                    column = (column + 2).next_multiple_of(TAB);
                    inside = false;
                } else if letter.is_whitespace() || letter.is_control() {
                    column += 1;
                    inside = false;
                } else {
                    match words.last_mut().filter(|_| inside) {
                        Some(word) => word.text.push(letter),
                        None => words.push(Word {
                            from: column as f32,
                            to: column as f32,
                            text: letter.to_string(),
                        }),
                    }
                    column += 1;
                    inside = true;
                    if let Some(word) = words.last_mut() {
                        word.to = column as f32;
                    }
                }
            }
            Line {
                nr,
                gap: GAP,
                words,
            }
        })
        .collect()
}
