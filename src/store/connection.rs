//! The connection with the path it belongs to: runs one prepared statement at a time and names the
//! file in every error.

use std::path::{Path, PathBuf};

use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Params, Row};

use super::error::{Result, StoreError};

/// An open database and where it lies.
#[derive(Debug)]
pub(super) struct Db {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
}

impl Db {
    /// Names what the database reported.
    pub(super) fn error(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of_sql(error, &self.path)
    }

    /// Prepares a statement, or takes it from the cache.
    pub(super) fn prepare(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.conn
            .prepare_cached(sql)
            .map_err(|error| self.error(error))
    }

    /// Runs a statement that answers nothing and returns how many rows it touched.
    pub(super) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.prepare(sql)?
            .execute(params)
            .map_err(|error| self.error(error))
    }

    /// Runs an insert and returns the new row's number.
    pub(super) fn insert(&self, sql: &str, params: impl Params) -> Result<i64> {
        self.prepare(sql)?
            .insert(params)
            .map_err(|error| self.error(error))
    }

    /// Reads exactly one row.
    pub(super) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        self.prepare(sql)?
            .query_row(params, read)
            .map_err(|error| self.error(error))
    }

    /// Reads the first row, if there is one.
    pub(super) fn row_if_any<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        self.prepare(sql)?
            .query_row(params, read)
            .optional()
            .map_err(|error| self.error(error))
    }

    /// Reads all rows.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.prepare(sql)?
            .query_map(params, read)
            .and_then(Iterator::collect)
            .map_err(|error| self.error(error))
    }

    /// Runs several statements, none of which answers anything.
    pub(super) fn batch(&self, sql: &str) -> Result<()> {
        self.conn
            .execute_batch(sql)
            .map_err(|error| self.error(error))
    }

    /// Reads a pragma that answers one number.
    pub(super) fn pragma(&self, name: &str) -> Result<i64> {
        self.conn
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(|error| self.error(error))
    }

    /// Sets a pragma.
    pub(super) fn set_pragma(&self, name: &str, value: &str) -> Result<()> {
        self.conn
            .pragma_update(None, name, value)
            .map_err(|error| self.error(error))
    }

    /// Closes the database, so that a failure to do so is heard of.
    pub(super) fn close(self) -> Result<()> {
        let Self { conn, path } = self;
        conn.close()
            .map_err(|(_conn, error)| StoreError::of_sql(error, &path))
    }

    /// Returns the file's path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}
