//! The practice file: schema, migrations, transactions, undo, backup. The only SQL of the program;
//! every function takes and returns domain values.
#![expect(clippy::disallowed_types, reason = "this is where SQL lives")]

mod backup;
mod carrier_prices;
mod changes;
mod code_labels;
mod columns;
mod connection;
mod contracts;
mod error;
mod fee_schedules;
mod imports;
mod integrity;
mod mapping_profiles;
mod migrations;
mod open;
mod payers;
mod practice;
mod practice_file;
mod providers_sites;
mod reference_tables;
mod releases;
mod scenarios;
mod service_lines;
mod transaction;
mod undo;

pub use backup::BackupFolder;
pub use changes::Changes;
pub use error::StoreError;
pub use imports::NewImport;
pub use migrations::{APPLICATION_ID, FILE_VERSION};
pub use payers::guess_class;
pub use practice_file::PracticeFile;
pub use providers_sites::{Provider, Site};
pub use reference_tables::StoredReferenceTableInfo;
pub use releases::StoredReleaseInfo;
pub use service_lines::Appender;
pub use transaction::{Op, OpOutput, Transaction};
