//! What kind of bytes a file holds, judged by its beginning. Never by its name alone: exports carry
//! wrong extensions.

use std::fmt;
use std::path::Path;

use super::x12;

/// Bytes of a file's beginning that [`sniff`] wants; more do no harm.
pub const HEAD_BYTES: usize = 64 * 1024;

/// How text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextEncoding {
    /// UTF-8, plain ASCII included, with or without a byte-order mark.
    Utf8,
    /// Windows-1252, what older Windows programs write.
    Windows1252,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl TextEncoding {
    /// Returns the name people know it by.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// The kind of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileShape {
    /// No bytes, or only blanks.
    Empty,
    /// A zip archive that is not a workbook.
    Zip,
    /// An Excel workbook (XLSX, XLSM).
    Xlsx,
    /// A compound file: an old XLS workbook, or an XLSX protected by a password.
    Cfb,
    /// A PDF.
    Pdf,
    /// An SQLite file, such as a practice file.
    Sqlite,
    /// An X12 interchange: a remittance (835) or a claim (837).
    X12,
    /// Text: a delimited table, or prose.
    Text {
        /// How it is written.
        encoding: TextEncoding,
    },
    /// Anything else.
    Binary,
}

/// Says what a file is from its first bytes (up to [`HEAD_BYTES`]) and its own name.
pub fn sniff(head: &[u8], file_name: &str) -> FileShape {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return if is_workbook(head, file_name) {
            FileShape::Xlsx
        } else {
            FileShape::Zip
        };
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return FileShape::Cfb;
    }
    if head.starts_with(b"SQLite format 3\0") {
        return FileShape::Sqlite;
    }
    // Readers accept some bytes of junk before a PDF's header.
    if head
        .get(..head.len().min(1024))
        .is_some_and(|start| contains(start, b"%PDF-"))
    {
        return FileShape::Pdf;
    }
    if x12::is_x12(head) {
        return FileShape::X12;
    }
    match encoding_of(head) {
        None => FileShape::Binary,
        Some(TextEncoding::Utf8 | TextEncoding::Windows1252) if is_blank(head) => FileShape::Empty,
        Some(encoding) => FileShape::Text { encoding },
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}

/// The parts of a workbook lie in `xl/`; a zip that merely contains `.xlsx` files has none.
fn is_workbook(head: &[u8], file_name: &str) -> bool {
    let first_name = head
        .get(26..28)
        .map(|len| usize::from(u16::from_le_bytes([len[0], len[1]])))
        .and_then(|len| head.get(30..30_usize.saturating_add(len)))
        .unwrap_or_default();
    let packaged = [&b"[Content_Types].xml"[..], b"_rels/", b"docProps/", b"xl/"]
        .iter()
        .any(|start| first_name.starts_with(start));
    let named = Path::new(file_name)
        .extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("xlsx") || end.eq_ignore_ascii_case("xlsm"));
    packaged && !contains(head, b"word/document.xml") || named
}

fn is_blank(head: &[u8]) -> bool {
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    body.iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
}

/// Judges text by its byte-order mark, then by its zero bytes, then by UTF-8 validity; `None` for
/// bytes that are no text.
pub(super) fn encoding_of(head: &[u8]) -> Option<TextEncoding> {
    if head.starts_with(b"\xFF\xFE") {
        return Some(TextEncoding::Utf16Le);
    }
    if head.starts_with(b"\xFE\xFF") {
        return Some(TextEncoding::Utf16Be);
    }
    let sample = head.get(..head.len().min(HEAD_BYTES)).unwrap_or_default();
    let zeros = |start: usize| {
        sample
            .iter()
            .skip(start)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let pairs = sample.len() / 2;
    if pairs > 1 && zeros(1) * 10 > pairs * 7 && zeros(0) * 10 < pairs {
        return Some(TextEncoding::Utf16Le);
    }
    if pairs > 1 && zeros(0) * 10 > pairs * 7 && zeros(1) * 10 < pairs {
        return Some(TextEncoding::Utf16Be);
    }
    let controls = sample
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A | 0))
        .count();
    let nulls = memchr::memchr_iter(0, sample).count();
    // A few stray control bytes occur in exports; a tenth of them is no text.
    if controls * 50 > sample.len() || nulls * 10 > sample.len() {
        return None;
    }
    match std::str::from_utf8(sample) {
        Ok(_) => Some(TextEncoding::Utf8),
        // A character cut in two by the end of the sample.
        Err(error) if error.error_len().is_none() => Some(TextEncoding::Utf8),
        Err(_) => Some(TextEncoding::Windows1252),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], name: &str, expected: FileShape) {
        assert_eq!(sniff(head, name), expected, "{name}");
    }

    #[test]
    fn files_are_told_by_their_first_bytes() {
        let utf8 = FileShape::Text {
            encoding: TextEncoding::Utf8,
        };
        check(b"", "a.csv", FileShape::Empty);
        check(b"\xEF\xBB\xBF\r\n ", "a.csv", FileShape::Empty);
        check(b"a,b\n1,2\n", "a.csv", utf8);
        check(b"\xEF\xBB\xBFa,b\n", "a.xls", utf8);
        check(
            b"Payer,Code\nBlue\x92s,99213\n",
            "a.csv",
            FileShape::Text {
                encoding: TextEncoding::Windows1252,
            },
        );
        check(
            b"\xFF\xFEa\0,\0b\0",
            "a.csv",
            FileShape::Text {
                encoding: TextEncoding::Utf16Le,
            },
        );
        check(
            b"a\0,\0b\0\r\0\n\0",
            "a.csv",
            FileShape::Text {
                encoding: TextEncoding::Utf16Le,
            },
        );
        check(b"%PDF-1.7", "a.csv", FileShape::Pdf);
        check(
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "a.xlsx",
            FileShape::Cfb,
        );
        check(b"SQLite format 3\0", "a.practice", FileShape::Sqlite);
        check(b"ISA*00*  ", "a.835", FileShape::X12);
        check(b"\xEF\xBB\xBF ST*835*0001~", "a.txt", FileShape::X12);
        check(b"ST,835,0001\n", "a.835", utf8);
        check(b"ISA numbers of 2025\n", "a.835", utf8);
        check(
            b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0",
            "a",
            FileShape::Binary,
        );
    }

    #[test]
    fn a_workbook_is_told_from_other_archives() {
        let mut zip = b"PK\x03\x04".to_vec();
        zip.resize(26, 0);
        zip.extend([11, 0, 0, 0]);
        zip.extend(b"RVU25D.xlsx");
        check(&zip, "rvu25d.zip", FileShape::Zip);
        check(&zip, "book.xlsx", FileShape::Xlsx);
    }
}
