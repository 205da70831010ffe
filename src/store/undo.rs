//! Undo: temporary triggers on the small tables write, for each row changed, the statement that puts
//! it back. What they wrote during one transaction is one step; running it, under the same triggers,
//! makes the step for redo. Why so: `docs/decisions/0003-undo-by-inverse-statements.md`.

use std::collections::VecDeque;

use super::Changes;
use super::connection::Db;
use super::error::Result;
use super::transaction::{Op, Transaction};

/// Steps that can be undone; older ones are forgotten.
const MAX_STEPS: usize = 50;

/// A table whose changes are recorded, and which of them.
struct Recorded {
    table: &'static str,
    columns: &'static [&'static str],
    scope: Scope,
}

/// Which changes of a table are recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Rows are never deleted, and a new one counts only when an update makes it.
    Updates,
    /// Rows come and go.
    Everything,
}

/// Everything else is either a batch that lives and dies with its row in `import`, or a list of
/// names that only grows.
const RECORDED: &[Recorded] = &[
    Recorded {
        table: "practice",
        columns: &[
            "name",
            "zip",
            "specialty",
            "tin",
            "npi",
            "address",
            "contact",
            "phone",
            "locality_mac",
            "locality_number",
            "reference_release",
            "reference_mac",
            "reference_number",
            "reference_qp",
            "reference_setting",
            "reference_date",
        ],
        scope: Scope::Updates,
    },
    Recorded {
        table: "import",
        columns: &["removed"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "payer",
        columns: &["name", "class", "listed"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "payer_name",
        columns: &["payer", "product"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "product",
        columns: &["payer", "name", "kind", "listed"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "provider",
        columns: &["name", "npi", "class", "site", "same_as", "listed"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "site",
        columns: &["name", "zip", "same_as", "listed"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "work_claims",
        columns: &["kept"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "fee_schedule",
        columns: &["payer", "name"],
        scope: Scope::Updates,
    },
    Recorded {
        table: "contract",
        columns: &["payer", "name"],
        scope: Scope::Everything,
    },
    Recorded {
        table: "contract_version",
        columns: &["contract", "effective_from", "ends_on", "terms"],
        scope: Scope::Everything,
    },
    Recorded {
        table: "carrier_price",
        columns: &["code", "modifiers", "setting", "amount_e4", "source"],
        scope: Scope::Everything,
    },
    Recorded {
        table: "scenario",
        columns: &["name", "payer", "proposal", "effective_from"],
        scope: Scope::Everything,
    },
    Recorded {
        table: "mapping_profile",
        columns: &["name", "kind", "headings", "columns", "payer_name", "rules"],
        scope: Scope::Everything,
    },
    Recorded {
        table: "code_label",
        columns: &["code", "label"],
        scope: Scope::Everything,
    },
];

/// One operation that can be undone, or done again.
#[derive(Debug)]
pub(super) struct UndoStep {
    pub(super) op: Op,
    pub(super) changes: Changes,
    /// Statements that reverse it, in the order to run them.
    pub(super) inverse: Vec<String>,
}

/// Steps of the open session, oldest first.
#[derive(Debug)]
pub(super) struct UndoList {
    done: VecDeque<UndoStep>,
    undone: Vec<UndoStep>,
}

impl UndoList {
    pub(super) const fn new() -> Self {
        Self {
            done: VecDeque::new(),
            undone: Vec::new(),
        }
    }

    /// Adds a step just done; what was undone before can no longer be done again.
    pub(super) fn push(&mut self, step: UndoStep) {
        self.undone.clear();
        if self.done.len() == MAX_STEPS {
            self.done.pop_front();
        }
        self.done.push_back(step);
    }

    pub(super) fn undoable(&self) -> Option<&UndoStep> {
        self.done.back()
    }

    pub(super) fn redoable(&self) -> Option<&UndoStep> {
        self.undone.last()
    }

    /// Moves the last step over, with the statements that do it again.
    pub(super) fn undone(&mut self, inverse: Vec<String>) {
        if let Some(step) = self.done.pop_back() {
            self.undone.push(UndoStep { inverse, ..step });
        }
    }

    /// Moves the last undone step back, with the statements that undo it.
    pub(super) fn redone(&mut self, inverse: Vec<String>) {
        if let Some(step) = self.undone.pop() {
            self.done.push_back(UndoStep { inverse, ..step });
        }
    }
}

/// Installs the triggers for this connection; nothing of them is in the file.
pub(super) fn install_triggers(db: &Db) -> Result<()> {
    db.batch("create temp table undo_log (id integer primary key, sql text not null)")?;
    for recorded in RECORDED {
        db.batch(&recorded.update_trigger())?;
        if recorded.scope == Scope::Everything {
            db.batch(&recorded.insert_trigger())?;
            db.batch(&recorded.delete_trigger())?;
        }
    }
    Ok(())
}

impl Recorded {
    fn update_trigger(&self) -> String {
        let table = self.table;
        let watched = self.columns.join(", ");
        let differs = self.joined(" or ", |column| format!("old.{column} is not new.{column}"));
        let restored = self.joined(" || ', ' || ", |column| {
            format!("'{column} = ' || quote(old.{column})")
        });
        format!(
            "create temp trigger undo_update_{table} after update of {watched} on main.{table} \
             when {differs} begin insert into undo_log (sql) values ('update {table} set ' || \
             {restored} || ' where rowid = ' || old.rowid); end"
        )
    }

    fn insert_trigger(&self) -> String {
        let table = self.table;
        format!(
            "create temp trigger undo_insert_{table} after insert on main.{table} begin \
             insert into undo_log (sql) values ('delete from {table} where id = ' || new.id); end"
        )
    }

    fn delete_trigger(&self) -> String {
        let table = self.table;
        let columns = self.columns.join(", ");
        let values = self.joined(" || ', ' || ", |column| format!("quote(old.{column})"));
        format!(
            "create temp trigger undo_delete_{table} after delete on main.{table} begin \
             insert into undo_log (sql) values ('insert into {table} (id, {columns}) values (' || \
             old.id || ', ' || {values} || ')'); end"
        )
    }

    fn joined(&self, separator: &str, part: impl Fn(&str) -> String) -> String {
        let parts: Vec<_> = self.columns.iter().map(|column| part(column)).collect();
        parts.join(separator)
    }
}

/// Takes what the triggers wrote in this transaction, last change first.
pub(super) fn take_inverse(db: &Db) -> Result<Vec<String>> {
    let inverse = db.rows(include_str!("undo_log_read.sql"), [], |row| row.get(0))?;
    db.execute(include_str!("undo_log_clear.sql"), [])?;
    Ok(inverse)
}

/// Reverses a step.
pub(super) fn apply(tx: &mut Transaction<'_>, step: &UndoStep) -> Result<()> {
    for statement in &step.inverse {
        tx.db.batch(statement)?;
    }
    tx.changes = step.changes;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    fn column_names(table: &str) -> Vec<String> {
        let db = open::in_memory().unwrap();
        db.rows(
            "select name from pragma_table_info(?1) where pk = 0",
            [table],
            |row| row.get(0),
        )
        .unwrap()
    }

    #[test]
    fn rows_that_come_and_go_are_recorded_whole() {
        for recorded in RECORDED {
            let columns = column_names(recorded.table);
            if recorded.scope == Scope::Everything || recorded.table == "practice" {
                assert_eq!(recorded.columns, columns, "{}", recorded.table);
            }
            assert!(
                recorded
                    .columns
                    .iter()
                    .all(|one| columns.iter().any(|column| column == one))
            );
        }
    }

    #[test]
    fn at_most_fifty_steps_are_kept_and_a_new_one_ends_redo() {
        let step = |op| UndoStep {
            op,
            changes: Changes::NONE,
            inverse: Vec::new(),
        };
        let mut list = UndoList::new();
        for _ in 0..60 {
            list.push(step(Op::AddPayer));
        }
        assert_eq!(list.done.len(), MAX_STEPS);
        list.undone(Vec::new());
        assert!(list.redoable().is_some());
        list.push(step(Op::Import));
        assert!(list.redoable().is_none());
        assert_eq!(list.undoable().unwrap().op, Op::Import);
    }
}
