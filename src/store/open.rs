//! Opening: a file is recognised by its first bytes before the database sees it, so that a foreign
//! or a newer file is refused without a byte of it changing. Pragmas and their reasons are in
//! `docs/practice-file.md`.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "this is where the practice file is opened and moved into place"
)]

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::connection::Db;
use super::error::{Result, StoreError};
use super::migrations::{self, APPLICATION_ID, FILE_VERSION};

/// First bytes of every SQLite database. <https://www.sqlite.org/fileformat2.html>, section 1.3,
/// which gives the other positions too.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const USER_VERSION_AT: usize = 60;
const APPLICATION_ID_AT: usize = 68;
const HEADER_LEN: usize = 100;

/// How long a lock is waited for: a virus scanner holds a file for moments, a person for hours.
const BUSY_WAIT: Duration = Duration::from_millis(300);

/// Page cache. Imports append and reports scan, so more would not be used.
const CACHE_KIB: &str = "-32768";

/// Statements kept prepared: all of this layer's.
const STATEMENT_CACHE: usize = 96;

/// Opens an existing file for this program alone; it is not upgraded yet.
pub(super) fn open(path: &Path) -> Result<(Db, i64)> {
    check_header(path)?;
    check_writable(path)?;
    let db = connect(path)?;
    lock(&db)?;
    db.set_pragma("journal_mode", "delete")?;
    let version = db.pragma("user_version")?;
    check_identity(db.pragma("application_id")?, version, path)?;
    Ok((db, version))
}

/// Makes an empty database of the latest layout at a path where nothing is.
pub(super) fn make(path: &Path) -> Result<Db> {
    let db = connect(path)?;
    initialise(&db)?;
    Ok(db)
}

/// Makes an empty database of the latest layout in memory.
pub(super) fn in_memory() -> Result<Db> {
    let path = PathBuf::from(":memory:");
    let conn = Connection::open_in_memory().map_err(|error| StoreError::of_sql(error, &path))?;
    let db = Db { conn, path };
    configure(&db)?;
    initialise(&db)?;
    Ok(db)
}

/// Moves a finished file to its name; what was there before is replaced in one step.
pub(super) fn move_into_place(finished: &Path, target: &Path) -> Result<()> {
    fs::rename(finished, target).map_err(|error| StoreError::of_io(error, target))
}

/// Returns where a file is written before it gets its name, with no leftover in the way.
pub(super) fn unfinished_path(target: &Path) -> Result<PathBuf> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let path = target.with_file_name(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::of_io(error, &path))
        }
        _ => Ok(path),
    }
}

/// Drops an unfinished file after a failure; the failure itself is what gets reported.
pub(super) fn discard(unfinished: &Path) {
    fs::remove_file(unfinished).ok();
}

fn connect(path: &Path) -> Result<Db> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)
        .map_err(|error| StoreError::of_sql(error, path))?;
    let db = Db {
        conn,
        path: path.to_owned(),
    };
    configure(&db)?;
    Ok(db)
}

fn configure(db: &Db) -> Result<()> {
    db.conn
        .busy_timeout(BUSY_WAIT)
        .map_err(|error| db.error(error))?;
    db.conn
        .set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    for (name, value) in [
        ("locking_mode", "exclusive"),
        ("synchronous", "full"),
        ("foreign_keys", "on"),
        ("secure_delete", "on"),
        ("trusted_schema", "off"),
        ("cell_size_check", "on"),
        ("temp_store", "memory"),
        ("cache_size", CACHE_KIB),
    ] {
        db.set_pragma(name, value)?;
    }
    Ok(())
}

/// Takes the exclusive lock, which `locking_mode` then keeps until the file is closed. An
/// interrupted write is rolled back here.
fn lock(db: &Db) -> Result<()> {
    db.batch("begin exclusive; commit;")
}

fn initialise(db: &Db) -> Result<()> {
    db.set_pragma("application_id", &APPLICATION_ID.to_string())?;
    migrations::migrate(db, 0)
}

fn check_header(path: &Path) -> Result<()> {
    let file = fs::File::open(path).map_err(|error| StoreError::of_io(error, path))?;
    let mut header = Vec::with_capacity(HEADER_LEN);
    file.take(HEADER_LEN as u64)
        .read_to_end(&mut header)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::IsADirectory => StoreError::NotAPracticeFile {
                path: path.to_owned(),
            },
            _ => StoreError::of_io(error, path),
        })?;
    if !header.starts_with(MAGIC) {
        return Err(StoreError::NotAPracticeFile {
            path: path.to_owned(),
        });
    }
    match (
        big_endian(&header, APPLICATION_ID_AT),
        big_endian(&header, USER_VERSION_AT),
    ) {
        (Some(application_id), Some(version)) => check_identity(application_id, version, path),
        _ => Err(StoreError::damaged("it ends within its first page", path)),
    }
}

fn big_endian(header: &[u8], start: usize) -> Option<i64> {
    let bytes = header.get(start..)?.first_chunk()?;
    Some(i64::from(i32::from_be_bytes(*bytes)))
}

fn check_identity(application_id: i64, version: i64, path: &Path) -> Result<()> {
    if application_id != i64::from(APPLICATION_ID) {
        return Err(StoreError::NotAPracticeFile {
            path: path.to_owned(),
        });
    }
    match version {
        ..1 => Err(StoreError::damaged("it has no layout version", path)),
        _ if FILE_VERSION < version => Err(StoreError::TooNew {
            file_version: version,
            app_version: FILE_VERSION,
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// Refuses a read-only file or folder at once rather than at the first edit. A folder's attribute
/// means nothing on Windows; there the first write says so.
fn check_writable(path: &Path) -> Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let places = [Some(path), folder.filter(|_| cfg!(unix))];
    for place in places.into_iter().flatten() {
        let metadata = fs::metadata(place).map_err(|error| StoreError::of_io(error, place))?;
        if metadata.permissions().readonly() {
            return Err(StoreError::ReadOnly {
                path: place.to_owned(),
            });
        }
    }
    Ok(())
}
