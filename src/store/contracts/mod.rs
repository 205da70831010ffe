//! Payers' contracts. The terms of a version are kept as JSON: they are read and written whole, and
//! terms that this program does not know are neither guessed at nor overwritten.

use rusqlite::{Row, named_params, params};

use super::columns::{date_if_any, json_text, text_of};
use super::connection::Db;
use super::error::{Result, StoreError};
use super::{PracticeFile, Transaction};
use crate::domain::{Contract, ContractId, ContractVersion, PayerId};

/// What an edit of a contract that is gone answers.
const GONE: &str = "This contract is no longer in the practice file";

impl PracticeFile {
    /// Reads all contracts with their versions, ordered by payer and name.
    ///
    /// Errors: [`StoreError::UnknownTerms`] when one has terms that only a later program knows.
    pub fn contracts(&self) -> Result<Vec<Contract>> {
        self.db
            .rows(include_str!("list.sql"), [], heading_from_row)?
            .into_iter()
            .map(|heading| with_versions(&self.db, heading))
            .collect()
    }
}

impl Transaction<'_> {
    /// Saves a new contract; the id in it is ignored, the new one returned.
    ///
    /// Refused when it cannot be meant ([`Contract::check`]) or its payer is not in the file.
    pub fn add_contract(&mut self, contract: &Contract) -> Result<ContractId> {
        self.check_contract(contract)?;
        let id = self.db.insert(
            include_str!("add.sql"),
            params![contract.payer.0, contract.name.trim()],
        )?;
        let id = ContractId(id);
        self.add_versions(id, &contract.versions)?;
        self.mark_contracts();
        Ok(id)
    }

    /// Replaces the contract of the same id, all its versions with it. Refused as
    /// [`Transaction::add_contract`] is.
    ///
    /// Errors: [`StoreError::UnknownTerms`] when terms would be lost that only a later program
    /// knows.
    pub fn edit_contract(&mut self, contract: &Contract) -> Result<()> {
        self.check_contract(contract)?;
        let known = self.stored_contract(contract.id)?;
        if known == *contract {
            return Ok(());
        }
        self.db.execute(
            include_str!("edit.sql"),
            params![contract.id.0, contract.payer.0, contract.name.trim()],
        )?;
        if known.versions != contract.versions {
            self.db
                .execute(include_str!("remove_versions.sql"), [contract.id.0])?;
            self.add_versions(contract.id, &contract.versions)?;
        }
        self.mark_contracts();
        Ok(())
    }

    /// Removes a contract with all its versions.
    pub fn remove_contract(&mut self, id: ContractId) -> Result<()> {
        self.db
            .execute(include_str!("remove_versions.sql"), [id.0])?;
        if self.db.execute(include_str!("remove.sql"), [id.0])? == 0 {
            return Err(StoreError::refused(GONE));
        }
        self.mark_contracts();
        Ok(())
    }

    fn stored_contract(&self, id: ContractId) -> Result<Contract> {
        let heading = self
            .db
            .row_if_any(include_str!("get.sql"), [id.0], heading_from_row)?
            .ok_or_else(|| StoreError::refused(GONE))?;
        with_versions(self.db, heading)
    }

    fn add_versions(&self, contract: ContractId, versions: &[ContractVersion]) -> Result<()> {
        for version in versions {
            self.db.insert(
                include_str!("add_version.sql"),
                named_params! {
                    ":contract": contract.0,
                    ":effective_from": version.effective_from.map(|date| date.to_string()),
                    ":ends_on": version.ends_on.map(|date| date.to_string()),
                    ":terms": json_text(&version.terms)?,
                },
            )?;
        }
        Ok(())
    }

    /// A payer is in use while it has a contract, so payers may have changed as well.
    fn mark_contracts(&mut self) {
        self.changes.contracts = true;
        self.changes.payers = true;
    }

    fn check_contract(&self, contract: &Contract) -> Result<()> {
        contract.check()?;
        if self.is_known_payer(contract.payer)? {
            return Ok(());
        }
        Err(StoreError::refused(format!(
            "The payer of contract \u{201c}{}\u{201d} is no longer in the practice file. Choose \
             another one",
            contract.name.trim()
        )))
    }
}

fn heading_from_row(row: &Row<'_>) -> rusqlite::Result<Contract> {
    Ok(Contract {
        id: ContractId(row.get(0)?),
        payer: PayerId(row.get(1)?),
        name: row.get(2)?,
        versions: Vec::new(),
    })
}

fn with_versions(db: &Db, heading: Contract) -> Result<Contract> {
    let versions = db
        .rows(
            include_str!("versions.sql"),
            [heading.id.0],
            version_from_row,
        )?
        .into_iter()
        .collect::<Result<_, serde_json::Error>>()
        .map_err(|error| StoreError::UnknownTerms {
            contract: heading.name.clone(),
            what: error.to_string(),
            path: db.path().to_owned(),
        })?;
    Ok(Contract {
        versions,
        ..heading
    })
}

/// Reads a version; the inner error is that of its terms.
fn version_from_row(row: &Row<'_>) -> rusqlite::Result<serde_json::Result<ContractVersion>> {
    let (effective_from, ends_on) = (date_if_any(row, 0)?, date_if_any(row, 1)?);
    Ok(
        serde_json::from_str(text_of(row, 2)?).map(|terms| ContractVersion {
            effective_from,
            ends_on,
            terms,
        }),
    )
}
