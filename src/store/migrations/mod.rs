//! Numbered migrations. A new file goes through all of them, as an old one goes through those it
//! lacks: one path, so that both end with the same layout.

use super::connection::Db;
use super::error::{Result, StoreError};
use super::integrity;

/// `application_id` of a practice file: the letters `Alow` in ASCII.
pub const APPLICATION_ID: i32 = 0x416c_6f77;

/// `user_version` of the files this program writes: the number of its last migration.
pub const FILE_VERSION: i64 = 4;

/// Migrations in order; the first takes an empty file to version 1.
const MIGRATIONS: &[&str] = &[
    include_str!("0001_first.sql"),
    include_str!("0002_contracts.sql"),
    include_str!("0003_remittances.sql"),
    include_str!("0004_records.sql"),
];

/// Brings a file from `version` to [`FILE_VERSION`], all steps and the stamp in one transaction.
///
/// References are not enforced meanwhile, so that a table can be made anew under those that refer to
/// it; they are checked before anything is kept.
pub(super) fn migrate(db: &Db, version: i64) -> Result<()> {
    db.set_pragma("foreign_keys", "off")?;
    let migrated = migrate_unchecked(db, version);
    db.set_pragma("foreign_keys", "on")?;
    migrated
}

fn migrate_unchecked(db: &Db, version: i64) -> Result<()> {
    let transaction =
        rusqlite::Transaction::new_unchecked(&db.conn, rusqlite::TransactionBehavior::Immediate)
            .map_err(|error| db.error(error))?;
    let done = usize::try_from(version).unwrap_or_default();
    for migration in MIGRATIONS.iter().skip(done) {
        db.batch(migration)?;
    }
    if let Some(fault) = integrity::missing_references(db)?.first() {
        return Err(StoreError::damaged(fault.as_str(), db.path()));
    }
    db.set_pragma("user_version", &FILE_VERSION.to_string())?;
    transaction.commit().map_err(|error| db.error(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    /// BLAKE3 of every released migration: a released one is never edited.
    const RELEASED: &[&str] = &[
        "3f96c1bc8216eb13c0b6eaa513a2a6798fead5ea2156ce36b6b9176289d5bc99",
        "d54379cbc601ea5d87cb737831326e1a39f61a7f0932e7dd1ea7c863645e42a6",
        "ee928fb9d56bfa12296a1c3307328ff0aee8926bed819b64dd53f7efdd8f0925",
        "f448ba9a85e9c1744d9f2f26d98aeea8735b97e06cd403d3fec0f1ff57793288",
    ];

    #[test]
    fn the_file_version_is_the_number_of_the_last_migration() {
        assert_eq!(usize::try_from(FILE_VERSION), Ok(MIGRATIONS.len()));
    }

    #[test]
    fn released_migrations_are_never_edited() {
        let hashes: Vec<_> = MIGRATIONS
            .iter()
            .map(|sql| blake3::hash(sql.as_bytes()).to_hex().to_string())
            .collect();
        assert_eq!(hashes, RELEASED);
    }

    #[test]
    fn references_are_enforced_again_after_a_migration() {
        let db = open::in_memory().unwrap();
        assert_eq!(db.pragma("foreign_keys").unwrap(), 1);
        let dangling = db.batch("insert into contract (payer, name) values (99, 'PPO')");
        assert!(dangling.is_err());
    }

    #[test]
    fn the_schema_file_shows_what_the_migrations_make() {
        let db = open::in_memory().unwrap();
        let made: Vec<String> = db
            .rows(
                "select sql from sqlite_schema where sql is not null order by rowid",
                [],
                |row| row.get(0),
            )
            .unwrap();
        let made = made.join(";\n\n") + ";\n";
        let shown: Vec<_> = include_str!("../schema.sql")
            .lines()
            .filter(|line| !line.starts_with("--"))
            .collect();
        assert_eq!(shown.join("\n").trim(), made.trim());
    }
}
