//! Products: the plans of a payer that may pay by different rates. A product is never deleted: it is
//! there while a name in use means it, or while a person listed it.

mod kind_guess;

use rusqlite::{Row, params};

use super::columns::{checked, text_of};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{PayerId, PayerNameId, Product, ProductId, ProductKind};

pub use kind_guess::guess_kind;

impl PracticeFile {
    /// Reads the products in use, ordered by name.
    pub fn products(&self) -> Result<Vec<Product>> {
        self.db.rows(include_str!("list.sql"), [], product_from_row)
    }
}

impl Transaction<'_> {
    /// Adds a product to a payer; it stays listed without any line.
    ///
    /// Refused when the name is blank, the payer has a product of that name, or is not in use.
    pub fn add_product(
        &mut self,
        payer: PayerId,
        name: &str,
        kind: ProductKind,
    ) -> Result<ProductId> {
        self.in_use(payer)?;
        let name = self.unused_product_name(payer, name, None)?;
        let unused = self.db.row_if_any(
            include_str!("find_unused.sql"),
            params![payer.0, name],
            |row| row.get(0).map(ProductId),
        )?;
        let product = match unused {
            Some(product) => product,
            None => add(self.db, payer, name, kind)?,
        };
        self.write_product(product, name, kind)?;
        Ok(product)
    }

    /// Finds a payer's product in use by its name, or adds one of a kind, which stays listed.
    pub fn product_named(
        &mut self,
        payer: PayerId,
        name: &str,
        kind: ProductKind,
    ) -> Result<ProductId> {
        let found =
            self.db
                .row_if_any(include_str!("find.sql"), params![payer.0, name], |row| {
                    row.get(0).map(ProductId)
                })?;
        match found {
            Some(product) if self.is_product_in_use(product)? => Ok(product),
            _ => self.add_product(payer, name, kind),
        }
    }

    /// Gives a product another name or kind; it stays its payer's.
    ///
    /// Refused when the name is blank or another product of the payer has it.
    pub fn edit_product(&mut self, product: &Product) -> Result<()> {
        let known = self.product_in_use(product.id)?;
        let name = self.unused_product_name(known.payer, &product.name, Some(product.id))?;
        self.write_product(product.id, name, product.kind)
    }

    /// Removes a product: its names keep their payer and have no product any longer.
    pub fn remove_product(&mut self, product: ProductId) -> Result<()> {
        self.product_in_use(product)?;
        self.db
            .execute(include_str!("clear_names.sql"), [product.0])?;
        self.db.execute(include_str!("unlist.sql"), [product.0])?;
        self.mark_products();
        Ok(())
    }

    /// Makes all names of `from` those of `into`.
    ///
    /// Refused when `from` is empty or names `into`, and for products of two payers.
    pub fn merge_products(&mut self, into: ProductId, from: &[ProductId]) -> Result<()> {
        if from.is_empty() || from.contains(&into) {
            return Err(StoreError::refused(
                "A product is merged into another one: choose two different products",
            ));
        }
        let kept = self.product_in_use(into)?;
        for product in from {
            if self.product_in_use(*product)?.payer != kept.payer {
                return Err(StoreError::refused(
                    "Only products of one payer can be merged. Merge the payers first",
                ));
            }
            self.db
                .execute(include_str!("merge_names.sql"), [into.0, product.0])?;
            self.db.execute(include_str!("unlist.sql"), [product.0])?;
        }
        self.mark_products();
        Ok(())
    }

    /// Says which product a payer's name means; `None`: it does not say.
    ///
    /// Refused when the product is another payer's.
    pub fn set_product_of_name(
        &mut self,
        name: PayerNameId,
        product: Option<ProductId>,
    ) -> Result<()> {
        let payer = self
            .db
            .row_if_any(include_str!("payer_of_name.sql"), [name.0], |row| {
                row.get(0).map(PayerId)
            })?
            .ok_or_else(|| StoreError::refused("This name is no longer in the practice file"))?;
        if let Some(product) = product
            && self.product_in_use(product)?.payer != payer
        {
            return Err(StoreError::refused(
                "A name can mean only a product of its own payer. Choose one of those",
            ));
        }
        self.db.execute(
            include_str!("point_name.sql"),
            params![name.0, product.map(|product| product.0)],
        )?;
        self.mark_products();
        Ok(())
    }

    fn write_product(&mut self, product: ProductId, name: &str, kind: ProductKind) -> Result<()> {
        self.db.execute(
            include_str!("edit.sql"),
            params![product.0, name, kind.key()],
        )?;
        self.mark_products();
        Ok(())
    }

    fn mark_products(&mut self) {
        self.changes.products = true;
        self.changes.payers = true;
        self.changes.totals = true;
    }

    fn is_product_in_use(&self, product: ProductId) -> Result<bool> {
        let get = include_str!("get.sql");
        let found = self.db.row_if_any(get, [product.0], |_row| Ok(()))?;
        Ok(found.is_some())
    }

    fn product_in_use(&self, product: ProductId) -> Result<Product> {
        self.db
            .row_if_any(include_str!("get.sql"), [product.0], product_from_row)?
            .ok_or_else(|| {
                StoreError::refused(
                    "This product is no longer in the practice file. Choose another one",
                )
            })
    }

    /// Returns the trimmed name when no other product of the payer has it.
    fn unused_product_name<'name>(
        &self,
        payer: PayerId,
        name: &'name str,
        except: Option<ProductId>,
    ) -> Result<&'name str> {
        let name = name.trim();
        if name.is_empty() {
            return Err(StoreError::refused("A product needs a name"));
        }
        let taken = self.db.row_if_any(
            include_str!("find_by_name.sql"),
            params![payer.0, name, except.map(|product| product.0)],
            |_row| Ok(()),
        )?;
        match taken {
            Some(()) => Err(StoreError::refused(format!(
                "This payer already has a product named \u{201c}{name}\u{201d}. Merge the two, or \
                 choose another name"
            ))),
            None => Ok(name),
        }
    }
}

/// Finds the product a plan's name means under a payer, or adds one with a guessed kind.
pub(super) fn product_id(db: &Db, payer: PayerId, plan: &str) -> Result<ProductId> {
    let found = db.row_if_any(include_str!("find.sql"), params![payer.0, plan], |row| {
        row.get(0).map(ProductId)
    })?;
    match found {
        Some(product) => Ok(product),
        None => add(db, payer, plan, guess_kind(plan)),
    }
}

fn add(db: &Db, payer: PayerId, name: &str, kind: ProductKind) -> Result<ProductId> {
    db.insert(include_str!("add.sql"), params![payer.0, name, kind.key()])
        .map(ProductId)
}

fn product_from_row(row: &Row<'_>) -> rusqlite::Result<Product> {
    Ok(Product {
        id: ProductId(row.get(0)?),
        payer: PayerId(row.get(1)?),
        name: row.get(2)?,
        kind: checked(3, ProductKind::from_key(text_of(row, 3)?))?,
    })
}
