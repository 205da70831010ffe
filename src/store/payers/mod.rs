//! Payers and the names files call them by. A payer is never deleted: it is there while a name in
//! use, a fee schedule, a contract or a scenario means it, or while a person listed it.

mod class_guess;

use rusqlite::{Row, params};

use super::columns::{checked, count, text_of};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::products::product_id;
use super::{PracticeFile, Transaction};
use crate::domain::{Payer, PayerClass, PayerId, PayerName, PayerNameId, ProductId};

pub use class_guess::guess_class;

/// Name of the payer of lines that name none.
const NOT_GIVEN: &str = "Payer not given";

impl PracticeFile {
    /// Reads the payers in use, ordered by name.
    pub fn payers(&self) -> Result<Vec<Payer>> {
        self.db.rows(include_str!("list.sql"), [], payer_from_row)
    }

    /// Reads the names that live imports carry, ordered by text.
    pub fn payer_names(&self) -> Result<Vec<PayerName>> {
        self.db.rows(include_str!("list_names.sql"), [], |row| {
            Ok(PayerName {
                id: PayerNameId(row.get(0)?),
                text: row.get(1)?,
                plan: row.get(2)?,
                code: row.get(3)?,
                payer: PayerId(row.get(4)?),
                product: row.get::<_, Option<i64>>(5)?.map(ProductId),
                line_count: count(row, 6)?,
            })
        })
    }
}

impl Transaction<'_> {
    /// Finds the payer a name means, or adds one with a guessed class.
    ///
    /// A payer added so is in use only once an import, a fee schedule, a contract or a scenario
    /// means it.
    pub fn payer_named(&mut self, text: &str) -> Result<PayerId> {
        let name = name_id(self.db, text, "", "")?;
        self.changes.payers = true;
        payer_of_name(self.db, name)
    }

    /// Adds a payer by hand; it stays listed without any line.
    ///
    /// Refused when a payer of that name is in use or the name is blank.
    pub fn add_payer(&mut self, name: &str, class: PayerClass) -> Result<PayerId> {
        let name = self.unused_name(name, None)?;
        let known = name_id(self.db, name, "", "")?;
        let payer = match payer_of_name(self.db, known)? {
            payer if self.is_in_use(payer)? => {
                // The name was merged into another payer: the new payer starts without it.
                let payer = payer_of_new_row(self.db, name)?;
                self.point_name(known, payer, None)?;
                payer
            }
            unused => unused,
        };
        self.db.execute(
            include_str!("list_by_hand.sql"),
            params![payer.0, name, class.key()],
        )?;
        self.changes.payers = true;
        Ok(payer)
    }

    /// Makes all names, products, fee schedules, contracts and scenarios of `from` those of `into`.
    ///
    /// Totals follow at once: they are kept by name. Refused when `from` is empty or names `into`,
    /// or when one of them is not in use.
    pub fn merge_payers(&mut self, into: PayerId, from: &[PayerId]) -> Result<()> {
        if from.is_empty() || from.contains(&into) {
            return Err(StoreError::refused(
                "A payer is merged into another one: choose two different payers",
            ));
        }
        self.in_use(into)?;
        for payer in from {
            self.in_use(*payer)?;
            for sql in [
                include_str!("merge_names.sql"),
                include_str!("merge_fee_schedules.sql"),
                include_str!("merge_contracts.sql"),
                include_str!("merge_scenarios.sql"),
                include_str!("merge_products.sql"),
            ] {
                self.db.execute(sql, [into.0, payer.0])?;
            }
            self.db.execute(include_str!("unlist.sql"), [payer.0])?;
        }
        self.mark_regrouped();
        Ok(())
    }

    /// Makes one name a payer of its own and returns it; its product goes with it.
    ///
    /// Refused when it is the payer's only name.
    pub fn split_payer_name(&mut self, name: PayerNameId) -> Result<PayerId> {
        let (text, product, siblings) = self
            .db
            .row_if_any(include_str!("name_and_siblings.sql"), [name.0], |row| {
                let text: String = row.get(0)?;
                let product: Option<String> = row.get(1)?;
                let siblings: i64 = row.get(2)?;
                Ok((text, product, siblings))
            })?
            .ok_or_else(|| StoreError::refused("This name is no longer in the practice file"))?;
        if siblings == 0 {
            return Err(StoreError::refused(format!(
                "\u{201c}{text}\u{201d} is the only name of its payer, so there is nothing to \
                 split off"
            )));
        }
        let shown = self.free_name(shown_name(&text))?;
        let payer = payer_of_new_row(self.db, &shown)?;
        let product = product
            .map(|product| product_id(self.db, payer, &product))
            .transpose()?;
        self.point_name(name, payer, product)?;
        self.mark_regrouped();
        Ok(payer)
    }

    /// Gives a payer another name; the names in files stay as they are.
    ///
    /// Refused when another payer in use has the name: then they are to be merged.
    pub fn rename_payer(&mut self, payer: PayerId, name: &str) -> Result<()> {
        self.in_use(payer)?;
        let name = self.unused_name(name, Some(payer))?;
        self.db
            .execute(include_str!("rename.sql"), params![payer.0, name])?;
        self.changes.payers = true;
        Ok(())
    }

    /// Gives a payer another class.
    pub fn set_payer_class(&mut self, payer: PayerId, class: PayerClass) -> Result<()> {
        self.in_use(payer)?;
        self.db
            .execute(include_str!("set_class.sql"), params![payer.0, class.key()])?;
        self.changes.payers = true;
        Ok(())
    }

    fn mark_regrouped(&mut self) {
        self.changes.payers = true;
        self.changes.products = true;
        self.changes.totals = true;
        self.changes.fee_schedules = true;
        self.changes.contracts = true;
        self.changes.scenarios = true;
    }

    fn point_name(
        &self,
        name: PayerNameId,
        payer: PayerId,
        product: Option<ProductId>,
    ) -> Result<()> {
        self.db.execute(
            include_str!("point_name.sql"),
            params![name.0, payer.0, product.map(|product| product.0)],
        )?;
        Ok(())
    }

    /// Whether the file has a row for the payer, in use or not.
    pub(super) fn is_known_payer(&self, payer: PayerId) -> Result<bool> {
        let found = self
            .db
            .row_if_any(include_str!("is_known.sql"), [payer.0], |_row| Ok(()))?;
        Ok(found.is_some())
    }

    fn is_in_use(&self, payer: PayerId) -> Result<bool> {
        let found = self
            .db
            .row_if_any(include_str!("get.sql"), [payer.0], payer_from_row)?;
        Ok(found.is_some())
    }

    pub(super) fn in_use(&self, payer: PayerId) -> Result<()> {
        if !self.is_in_use(payer)? {
            return Err(StoreError::refused(
                "This payer is no longer in the practice file. Choose another one",
            ));
        }
        Ok(())
    }

    /// Returns the trimmed name when no other payer in use has it.
    fn unused_name<'name>(&self, name: &'name str, except: Option<PayerId>) -> Result<&'name str> {
        let name = name.trim();
        if name.is_empty() {
            return Err(StoreError::refused("A payer needs a name"));
        }
        if self.is_taken(name, except)? {
            return Err(StoreError::refused(format!(
                "There is already a payer named \u{201c}{name}\u{201d}. Merge the two, or choose \
                 another name"
            )));
        }
        Ok(name)
    }

    /// Returns the name, with a number behind it when a payer in use has it.
    fn free_name(&self, name: &str) -> Result<String> {
        let mut free = name.to_owned();
        let mut number = 2;
        while self.is_taken(&free, None)? {
            free = format!("{name} ({number})");
            number += 1;
        }
        Ok(free)
    }

    fn is_taken(&self, name: &str, except: Option<PayerId>) -> Result<bool> {
        let found = self.db.row_if_any(
            include_str!("find_by_shown_name.sql"),
            params![name, except.map(|payer| payer.0)],
            |_row| Ok(()),
        )?;
        Ok(found.is_some())
    }
}

/// Finds the row of a name with a plan and a payer's number, or adds it: to the payer with that name
/// or spelling, else to a new one. The same number alone says nothing: clearinghouses share some.
pub(super) fn name_id(db: &Db, text: &str, plan: &str, code: &str) -> Result<PayerNameId> {
    let (text, plan, code) = (text.trim(), plan.trim(), code.trim());
    let exact = db.row_if_any(include_str!("find_name.sql"), [text, plan, code], |row| {
        row.get(0)
    })?;
    if let Some(found) = exact {
        return Ok(PayerNameId(found));
    }
    let alike = db.row_if_any(include_str!("find_alike.sql"), [text], |row| {
        row.get(0).map(PayerId)
    })?;
    let payer = match alike {
        Some(payer) => payer,
        None => payer_of_new_row(db, shown_name(text))?,
    };
    let product = match plan {
        "" => None,
        plan => Some(product_id(db, payer, plan)?.0),
    };
    db.insert(
        include_str!("add_name.sql"),
        params![text, plan, code, payer.0, product],
    )
    .map(PayerNameId)
}

fn shown_name(text: &str) -> &str {
    match text {
        "" => NOT_GIVEN,
        text => text,
    }
}

fn payer_of_new_row(db: &Db, name: &str) -> Result<PayerId> {
    let class = match name {
        NOT_GIVEN => PayerClass::Other,
        name => guess_class(name),
    };
    db.insert(include_str!("add.sql"), params![name, class.key()])
        .map(PayerId)
}

fn payer_of_name(db: &Db, name: PayerNameId) -> Result<PayerId> {
    db.row(include_str!("payer_of_name.sql"), [name.0], |row| {
        row.get(0).map(PayerId)
    })
}

fn payer_from_row(row: &Row<'_>) -> rusqlite::Result<Payer> {
    Ok(Payer {
        id: PayerId(row.get(0)?),
        name: row.get(1)?,
        class: checked(2, PayerClass::from_key(text_of(row, 2)?))?,
    })
}
