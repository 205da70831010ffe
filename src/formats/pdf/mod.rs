//! PDFs with a text layer, as lines of words with their places. Pictures, drawings and what the
//! text means are not looked at; a scan without text is refused.

mod characters;
mod content;
mod font;
mod lines;

#[cfg(test)]
pub(super) mod tests;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::FormatError;
use super::tables::layout::Line;

/// Most pages read. The longest fee schedules seen have some 600.
const MAX_PAGES: usize = 3_000;

/// Most characters read of a file, which bounds its memory: 600 pages of 5,000 are three million.
const MAX_CHARACTERS: usize = 8_000_000;

/// Reads the lines of all pages, top to bottom.
///
/// # Errors
/// [`FormatError::NotThisFormat`] for a file that needs a password, is damaged, or holds no text.
pub(super) fn lines(bytes: Vec<u8>, file_name: &str) -> Result<Vec<Line>, FormatError> {
    let pdf = Pdf::new(bytes).map_err(|error| unreadable(error, file_name))?;
    let mut reader = content::Reader::default();
    let mut found = Vec::new();
    let mut left = MAX_CHARACTERS;
    for page in pdf.pages().iter().take(MAX_PAGES) {
        let glyphs = reader.glyphs(page, left);
        left = left.saturating_sub(glyphs.len());
        lines::append(glyphs, &mut found);
    }
    if found.is_empty() {
        return Err(FormatError::refuse(
            format!("{file_name} has no text: its pages are pictures, such as a scan"),
            "Ask for the same data as XLSX or CSV, or for the PDF the scan was printed from",
        ));
    }
    Ok(found)
}

fn unreadable(error: LoadPdfError, file_name: &str) -> FormatError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => FormatError::refuse(
            format!("{file_name} is protected by a password"),
            "Open it with the password and save or print it as a PDF without one",
        ),
        LoadPdfError::Decryption(_) => FormatError::refuse(
            format!("{file_name} is encrypted in a way that cannot be read"),
            "Print it to a new PDF, or ask for the same data as XLSX or CSV",
        ),
        LoadPdfError::Invalid => FormatError::refuse(
            format!("{file_name} is a damaged PDF"),
            "Download it again, or ask for the same data as XLSX or CSV",
        ),
    }
}
