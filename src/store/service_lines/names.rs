//! Row numbers of the few names that millions of lines repeat.

use std::collections::HashMap;
use std::sync::Arc;

use super::quick_hash::QuickHash;
use crate::store::connection::Db;
use crate::store::error::Result;

/// Finds a name's row, or adds it.
type FindOrAdd = fn(&Db, &str) -> Result<i64>;

/// Names met so far and their rows.
#[derive(Debug)]
pub(super) struct Names {
    find_or_add: FindOrAdd,
    ids: HashMap<Arc<str>, i64, QuickHash>,
    last: Option<(Arc<str>, i64)>,
}

impl Names {
    pub(super) fn new(find_or_add: FindOrAdd) -> Self {
        Self {
            find_or_add,
            ids: HashMap::default(),
            last: None,
        }
    }

    /// Returns the row of a name, without regard to blanks around it.
    pub(super) fn id(&mut self, db: &Db, name: &Arc<str>) -> Result<i64> {
        if let Some((last, id)) = &self.last
            && Arc::ptr_eq(last, name)
        {
            return Ok(*id);
        }
        let id = if let Some(id) = self.ids.get(name) {
            *id
        } else {
            let id = (self.find_or_add)(db, name.trim())?;
            self.ids.insert(Arc::clone(name), id);
            id
        };
        self.last = Some((Arc::clone(name), id));
        Ok(id)
    }
}
