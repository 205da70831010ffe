//! The one way to write: a named operation is one transaction, one undo step and one report of what
//! changed.

use rusqlite::TransactionBehavior;

use super::connection::Db;
use super::error::{Result, StoreError};
use super::undo::{self, UndoStep};
use super::{Changes, PracticeFile};

/// Everything a user can do to a practice file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// The practice's particulars were edited.
    EditPractice,
    /// Another Medicare reference was chosen.
    SetReference,
    /// A file of any kind was imported.
    Import,
    /// An import was removed.
    RemoveImport,
    /// A removed import was restored.
    RestoreImport,
    /// A payer was added by hand.
    AddPayer,
    /// Payers were merged into one.
    MergePayers,
    /// A name became a payer of its own.
    SplitPayer,
    /// A payer was renamed.
    RenamePayer,
    /// A payer was given another class.
    SetPayerClass,
    /// A fee schedule was renamed.
    RenameFeeSchedule,
    /// A contract was saved.
    AddContract,
    /// A contract was edited.
    EditContract,
    /// A contract was removed.
    RemoveContract,
    /// A carrier price was typed in or changed.
    SetCarrierPrice,
    /// A carrier price was removed.
    RemoveCarrierPrice,
    /// A scenario was saved.
    AddScenario,
    /// A scenario was edited.
    EditScenario,
    /// A scenario was removed.
    RemoveScenario,
    /// A mapping profile was saved or replaced.
    SaveMappingProfile,
    /// A mapping profile was removed.
    RemoveMappingProfile,
    /// Codes were given other labels.
    SetCodeLabels,
    /// A product was added by hand.
    AddProduct,
    /// A product was renamed or given another kind.
    EditProduct,
    /// A product was removed.
    RemoveProduct,
    /// Products were merged into one.
    MergeProducts,
    /// A payer's name was given another product.
    SetProductOfName,
    /// A provider was edited.
    EditProvider,
    /// Providers were merged into one.
    MergeProviders,
    /// A merged provider became one of its own.
    SplitProvider,
    /// A site was edited.
    EditSite,
    /// Sites were merged into one.
    MergeSites,
    /// A merged site became one of its own.
    SplitSite,
    /// Working underpaid claims was turned on or off.
    SetWorkClaims,
    /// A mapping profile was read from a layout file.
    ImportProfile,
}

impl Op {
    /// All operations.
    pub const ALL: [Self; 35] = [
        Self::EditPractice,
        Self::SetReference,
        Self::Import,
        Self::RemoveImport,
        Self::RestoreImport,
        Self::AddPayer,
        Self::MergePayers,
        Self::SplitPayer,
        Self::RenamePayer,
        Self::SetPayerClass,
        Self::RenameFeeSchedule,
        Self::AddContract,
        Self::EditContract,
        Self::RemoveContract,
        Self::SetCarrierPrice,
        Self::RemoveCarrierPrice,
        Self::AddScenario,
        Self::EditScenario,
        Self::RemoveScenario,
        Self::SaveMappingProfile,
        Self::RemoveMappingProfile,
        Self::SetCodeLabels,
        Self::AddProduct,
        Self::EditProduct,
        Self::RemoveProduct,
        Self::MergeProducts,
        Self::SetProductOfName,
        Self::EditProvider,
        Self::MergeProviders,
        Self::SplitProvider,
        Self::EditSite,
        Self::MergeSites,
        Self::SplitSite,
        Self::SetWorkClaims,
        Self::ImportProfile,
    ];

    /// Returns the words that follow "Undo" and "Redo" in the menu.
    pub const fn label(self) -> &'static str {
        match self {
            Self::EditPractice => "change of practice details",
            Self::SetReference => "change of Medicare reference",
            Self::Import => "import",
            Self::RemoveImport => "removal of import",
            Self::RestoreImport => "restoring of import",
            Self::AddPayer => "new payer",
            Self::MergePayers => "merge of payers",
            Self::SplitPayer => "split of payer",
            Self::RenamePayer => "new name of payer",
            Self::SetPayerClass => "change of payer class",
            Self::RenameFeeSchedule => "new name of fee schedule",
            Self::AddContract => "new contract",
            Self::EditContract => "change of contract",
            Self::RemoveContract => "removal of contract",
            Self::SetCarrierPrice => "change of carrier price",
            Self::RemoveCarrierPrice => "removal of carrier price",
            Self::AddScenario => "new scenario",
            Self::EditScenario => "change of scenario",
            Self::RemoveScenario => "removal of scenario",
            Self::SaveMappingProfile => "saved column mapping",
            Self::RemoveMappingProfile => "removal of column mapping",
            Self::SetCodeLabels => "change of code labels",
            Self::AddProduct => "new product",
            Self::EditProduct | Self::SetProductOfName => "change of product",
            Self::RemoveProduct => "removal of product",
            Self::MergeProducts => "merge of products",
            Self::EditProvider => "change of provider",
            Self::MergeProviders => "merge of providers",
            Self::SplitProvider => "split of provider",
            Self::EditSite => "change of site",
            Self::MergeSites => "merge of sites",
            Self::SplitSite => "split of site",
            Self::SetWorkClaims => "change of claim numbers",
            Self::ImportProfile => "imported column mapping",
        }
    }
}

/// What a write answered and what it touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpOutput<T> {
    /// What the write answered.
    pub output: T,
    /// The subjects it touched.
    pub changes: Changes,
    /// The file's revision afterwards.
    pub revision: u64,
}

/// A write under way. The subjects add their functions to it: `payers`, `imports` and so on.
#[derive(Debug)]
pub struct Transaction<'file> {
    pub(super) db: &'file Db,
    pub(super) changes: Changes,
}

impl PracticeFile {
    /// Runs `write` in one transaction that becomes one undo step.
    ///
    /// When `write` fails, or panics, nothing of it remains and the undo list is as it was. A write
    /// that found nothing to change is no step and raises no revision.
    pub fn transact<T, E: From<StoreError>>(
        &mut self,
        op: Op,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<OpOutput<T>, E> {
        let written = in_transaction(&self.db, write)?;
        if !written.inverse.is_empty() {
            self.undo_list.push(UndoStep {
                op,
                changes: written.changes,
                inverse: written.inverse,
            });
        }
        Ok(self.reported(written.output, written.changes))
    }

    /// Undoes the last step; `None` when there is none.
    pub fn undo(&mut self) -> Result<Option<OpOutput<()>>> {
        let Some(step) = self.undo_list.undoable() else {
            return Ok(None);
        };
        let written = in_transaction(&self.db, |tx| undo::apply(tx, step))?;
        let changes = written.changes;
        self.undo_list.undone(written.inverse);
        Ok(Some(self.reported((), changes)))
    }

    /// Does the last undone step again; `None` when there is none.
    pub fn redo(&mut self) -> Result<Option<OpOutput<()>>> {
        let Some(step) = self.undo_list.redoable() else {
            return Ok(None);
        };
        let written = in_transaction(&self.db, |tx| undo::apply(tx, step))?;
        let changes = written.changes;
        self.undo_list.redone(written.inverse);
        Ok(Some(self.reported((), changes)))
    }

    /// Returns the words after "Undo" in the menu; `None` when there is nothing to undo.
    pub fn undo_label(&self) -> Option<&'static str> {
        self.undo_list.undoable().map(|step| step.op.label())
    }

    /// Returns the words after "Redo" in the menu; `None` when there is nothing to redo.
    pub fn redo_label(&self) -> Option<&'static str> {
        self.undo_list.redoable().map(|step| step.op.label())
    }

    fn reported<T>(&mut self, output: T, changes: Changes) -> OpOutput<T> {
        self.revision += u64::from(changes.any());
        OpOutput {
            output,
            changes,
            revision: self.revision,
        }
    }
}

struct Written<T> {
    output: T,
    changes: Changes,
    inverse: Vec<String>,
}

fn in_transaction<T, E: From<StoreError>>(
    db: &Db,
    write: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
) -> Result<Written<T>, E> {
    let sql_transaction =
        rusqlite::Transaction::new_unchecked(&db.conn, TransactionBehavior::Immediate)
            .map_err(|error| db.error(error))?;
    let mut transaction = Transaction {
        db,
        changes: Changes::NONE,
    };
    let output = write(&mut transaction)?;
    let changes = transaction.changes;
    let inverse = undo::take_inverse(db)?;
    sql_transaction.commit().map_err(|error| db.error(error))?;
    Ok(Written {
        output,
        changes,
        inverse,
    })
}
