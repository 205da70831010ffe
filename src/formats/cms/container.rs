//! What a file is wrapped in, and the limits that keep a hostile zip from filling the memory.

use std::io::{self, Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::notes::own_name;
use crate::formats::FormatError;

/// Most entries of a zip. CMS's relative-value zips hold 16 to 30.
const MAX_MEMBERS: usize = 1_000;
/// Most bytes of one entry once unpacked. CMS's largest is the 26 MB list of capped prices.
const MAX_MEMBER_BYTES: u64 = 128 << 20;
/// Most bytes of all entries once unpacked. CMS's 2026 zips hold under 60 MB.
const MAX_TOTAL_BYTES: u64 = 512 << 20;
/// Most unpacked bytes for a packed one. CMS's tables shrink to a twentieth; bombs to a thousandth.
const MAX_RATIO: u64 = 250;
/// Entries below this are let through whatever their ratio: blank tables pack very well.
const RATIO_MATTERS_BYTES: u64 = 4 << 20;

/// How the bytes are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A zip of files.
    Zip,
    /// An XLSX workbook.
    Workbook,
    /// CSV or fixed columns.
    Text,
}

/// An entry of a zip.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) idx: usize,
    /// With its folders.
    pub(super) path: String,
    pub(super) encrypted: bool,
}

/// Tells the container by its first bytes.
///
/// # Errors
/// When the file is empty, protected, of another kind, or beyond the limits.
pub(super) fn sniff(bytes: &[u8], file_name: &str) -> Result<Container, FormatError> {
    let name = own_name(file_name);
    let refuse = |what: &str, remedy: &str| {
        Err(FormatError::refuse(
            format!("{name} {what}"),
            remedy.to_owned(),
        ))
    };
    if bytes.trim_ascii().is_empty() {
        return refuse("is empty", "Download it again from cms.gov");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return refuse(
            "is a workbook protected with a password, or one in the old XLS format",
            "Remove the password or save it as XLSX in a spreadsheet program and import that",
        );
    }
    if bytes.starts_with(b"%PDF") {
        return refuse(
            "is a PDF",
            "Import the zip that CMS publishes, or one of its CSV, TXT or XLSX tables",
        );
    }
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return refuse(
            "is packed with gzip",
            "Unpack it and import the file inside",
        );
    }
    if bytes.starts_with(b"PK") {
        let is_workbook = members(bytes, file_name)?
            .iter()
            .any(|member| member.path == "xl/workbook.xml");
        if !is_workbook {
            return Ok(Container::Zip);
        }
        unpacks_within_limits(bytes, file_name)?;
        return Ok(Container::Workbook);
    }
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !is_utf16 && bytes.contains(&0) {
        return refuse(
            "is not a table of text",
            "Import the zip that CMS publishes, or one of its CSV, TXT or XLSX tables",
        );
    }
    Ok(Container::Text)
}

/// Lists a zip's files, and refuses one that would unpack to more than the limits.
///
/// # Errors
/// When the zip is damaged or beyond the limits.
pub(super) fn members(bytes: &[u8], file_name: &str) -> Result<Vec<Member>, FormatError> {
    let mut archive = open(bytes, file_name)?;
    if archive.len() > MAX_MEMBERS {
        return Err(too_large(
            file_name,
            &format!("holds {} files", archive.len()),
        ));
    }
    let mut found = Vec::with_capacity(archive.len());
    let mut total_bytes: u64 = 0;
    for idx in 0..archive.len() {
        let entry = archive
            .by_index_raw(idx)
            .map_err(|error| damaged(file_name, &error))?;
        if !entry.is_file() {
            continue;
        }
        let path = entry
            .name()
            .map_err(|error| damaged(file_name, &error))?
            .into_owned();
        let (unpacked, packed) = (entry.size(), entry.compressed_size());
        total_bytes = total_bytes.saturating_add(unpacked);
        let swells = unpacked > RATIO_MATTERS_BYTES && unpacked / packed.max(1) > MAX_RATIO;
        if swells || unpacked > MAX_MEMBER_BYTES || total_bytes > MAX_TOTAL_BYTES {
            let what = format!("would unpack {} to {} MB", own_name(&path), unpacked >> 20);
            return Err(too_large(file_name, &what));
        }
        found.push(Member {
            idx,
            path,
            encrypted: entry.encrypted(),
        });
    }
    Ok(found)
}

/// Unpacks one entry, never more than the limit whatever its directory entry says.
///
/// # Errors
/// When it is damaged, protected or longer than the limit.
pub(super) fn unpack(
    bytes: &[u8],
    member: &Member,
    file_name: &str,
) -> Result<Vec<u8>, FormatError> {
    let mut archive = open(bytes, file_name)?;
    let entry = archive
        .by_index(member.idx)
        .map_err(|error| damaged(file_name, &error))?;
    let mut unpacked = Vec::with_capacity(entry.size().min(MAX_MEMBER_BYTES) as usize);
    entry
        .take(MAX_MEMBER_BYTES + 1)
        .read_to_end(&mut unpacked)?;
    if unpacked.len() as u64 > MAX_MEMBER_BYTES {
        return Err(too_large(
            file_name,
            &format!("unpacks {} without end", member.path),
        ));
    }
    Ok(unpacked)
}

/// Unpacks every entry into nothing: a workbook is unpacked by its reader, which knows no limits,
/// and a zip's directory may lie about sizes.
fn unpacks_within_limits(bytes: &[u8], file_name: &str) -> Result<(), FormatError> {
    let mut archive = open(bytes, file_name)?;
    let mut left_bytes = MAX_TOTAL_BYTES;
    for idx in 0..archive.len() {
        let entry = archive
            .by_index(idx)
            .map_err(|error| damaged(file_name, &error))?;
        let mut limited = entry.take(MAX_MEMBER_BYTES.min(left_bytes) + 1);
        let unpacked = io::copy(&mut limited, &mut io::sink())?;
        if unpacked > MAX_MEMBER_BYTES || unpacked > left_bytes {
            return Err(too_large(file_name, "unpacks without end"));
        }
        left_bytes -= unpacked;
    }
    Ok(())
}

fn open<'a>(bytes: &'a [u8], file_name: &str) -> Result<ZipArchive<Cursor<&'a [u8]>>, FormatError> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(file_name, &error))
}

fn damaged(file_name: &str, error: &ZipError) -> FormatError {
    FormatError::refuse(
        format!(
            "{} is a damaged or incomplete zip ({error})",
            own_name(file_name)
        ),
        "Download it again from cms.gov",
    )
}

fn too_large(file_name: &str, what: &str) -> FormatError {
    FormatError::refuse(
        format!(
            "{} {what}, far more than CMS publishes",
            own_name(file_name)
        ),
        "Download the zip from cms.gov and import that",
    )
}
