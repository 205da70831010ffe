//! Row numbers of the few names that millions of lines repeat.

use std::collections::HashMap;
use std::sync::Arc;

use super::quick_hash::QuickHash;
use crate::store::connection::Db;
use crate::store::error::Result;
use crate::store::payers::name_id;

/// Finds a name's row, or adds it.
type FindOrAdd = fn(&Db, &str) -> Result<i64>;

/// Names met so far and their rows.
#[derive(Debug)]
pub(in crate::store) struct Names {
    find_or_add: FindOrAdd,
    ids: HashMap<Arc<str>, i64, QuickHash>,
    last: Option<(Arc<str>, i64)>,
}

impl Names {
    pub(in crate::store) fn new(find_or_add: FindOrAdd) -> Self {
        Self {
            find_or_add,
            ids: HashMap::default(),
            last: None,
        }
    }

    /// Returns the row of a name, without regard to blanks around it.
    pub(in crate::store) fn id(&mut self, db: &Db, name: &Arc<str>) -> Result<i64> {
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

/// A payer as a line writes it: name, plan and number.
type PayerText = (Arc<str>, Arc<str>, Arc<str>);

/// Payers' names met so far and their rows.
#[derive(Debug, Default)]
pub(in crate::store) struct PayerNames {
    ids: HashMap<PayerText, i64, QuickHash>,
    last: Option<(PayerText, i64)>,
}

impl PayerNames {
    /// Returns the row of a name with its plan and number, without regard to blanks around them.
    pub(in crate::store) fn id(
        &mut self,
        db: &Db,
        text: &Arc<str>,
        plan: &Arc<str>,
        code: &Arc<str>,
    ) -> Result<i64> {
        if let Some((last, id)) = &self.last
            && Arc::ptr_eq(&last.0, text)
            && Arc::ptr_eq(&last.1, plan)
            && Arc::ptr_eq(&last.2, code)
        {
            return Ok(*id);
        }
        let key = (Arc::clone(text), Arc::clone(plan), Arc::clone(code));
        let id = if let Some(id) = self.ids.get(&key) {
            *id
        } else {
            let id = name_id(db, text, plan, code)?.0;
            self.ids.insert(key.clone(), id);
            id
        };
        self.last = Some((key, id));
        Ok(id)
    }
}
