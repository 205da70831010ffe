//! Where a table's bytes come from: a seekable stream that remembers why it broke.

use std::io::{self, Read, Seek, SeekFrom};

use crate::formats::FormatError;
use crate::formats::sniff::{self, FileShape, HEAD_BYTES, TextEncoding};

/// A seekable stream of bytes. Reading starts at its beginning, wherever it stands.
pub trait TableSource: Read + Seek {}

impl<T: Read + Seek + ?Sized> TableSource for T {}

/// Keeps the first error of the stream. The workbook reader wraps errors in its own, several
/// layers deep; a cancelled import must still surface as the error the caller raised.
pub(super) struct Watched<'a> {
    inner: &'a mut dyn TableSource,
    pub(super) broken: &'a mut Option<io::Error>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(inner: &'a mut dyn TableSource, broken: &'a mut Option<io::Error>) -> Self {
        Self { inner, broken }
    }

    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let copy = io::Error::from(error.kind());
            if error.kind() != io::ErrorKind::Interrupted {
                self.broken.get_or_insert(error);
            }
            copy
        })
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let result = self.inner.read(buf);
        self.keep(result)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, pos: SeekFrom) -> io::Result<u64> {
        let result = self.inner.seek(pos);
        self.keep(result)
    }
}

/// What a source holds, once everything that is no table has been refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableShape {
    Workbook,
    Pdf,
    Text(TextEncoding),
}

/// Looks at the beginning, returns to it, and refuses what is no table.
pub(super) fn shape(
    source: &mut dyn TableSource,
    file_name: &str,
) -> Result<TableShape, FormatError> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    (&mut *source)
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)?;
    source.seek(SeekFrom::Start(0))?;
    let (problem, remedy) = match sniff::sniff(&head, file_name) {
        FileShape::Xlsx => return Ok(TableShape::Workbook),
        FileShape::Pdf => return Ok(TableShape::Pdf),
        FileShape::Text { encoding } => return Ok(TableShape::Text(encoding)),
        FileShape::Empty => ("is empty", "Export it again and check that it holds rows"),
        FileShape::Cfb => (
            "is a workbook protected by a password, or an old XLS workbook",
            "Open it in Excel, remove the password, and save it as XLSX or CSV",
        ),
        FileShape::Zip => (
            "is a zip archive, not a table",
            "Unpack it and import the table inside",
        ),
        FileShape::Sqlite => (
            "is a database file, not a table",
            "A practice file is opened, not imported",
        ),
        FileShape::X12 => (
            "is an X12 remittance or claim file, not a table",
            "Export the same services as XLSX or CSV",
        ),
        FileShape::Binary => (
            "holds no text and is not a workbook",
            "Save the table as XLSX or CSV",
        ),
    };
    Err(FormatError::refuse(
        format!("{file_name} {problem}"),
        remedy,
    ))
}
