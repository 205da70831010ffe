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
mod payment_facts;
mod practice;
mod practice_file;
mod products;
mod providers_sites;
mod reference_tables;
mod releases;
mod remittances;
mod scenarios;
mod service_lines;
mod submitted_claims;
mod transaction;
mod undo;
mod work_claims;

pub use backup::BackupFolder;
pub use changes::Changes;
pub use error::StoreError;
pub use imports::{ImportFile, NewImport};
pub use migrations::{APPLICATION_ID, FILE_VERSION};
pub use payers::guess_class;
pub use practice_file::PracticeFile;
pub use products::guess_kind;
pub use reference_tables::StoredReferenceTableInfo;
pub use releases::StoredReleaseInfo;
pub use remittances::{AppendedTotals, ClaimSeen, PaymentSeen, RemittanceAppender};
pub use service_lines::Appender;
pub use submitted_claims::ClaimAppender;
pub use transaction::{Op, OpOutput, Transaction};
