//! Tables that people export and payers send, in whatever layout: a preview is mapped to fields, the
//! mapping becomes a plan, and a plan reads the file.
//!
//! Patient names, numbers and birth dates end here: they are masked in previews, never quoted in
//! issues, and a patient leaves only as a keyed hash.

mod beside;
mod check;
mod columns;
mod dates;
mod distinct;
mod dump;
mod fee_schedule;
mod fields;
mod file_payer;
mod headings;
pub(super) mod intern;
pub(super) mod layout;
mod lead;
mod line;
mod mapping;
mod patient;
mod payer_ranks;
mod placed;
mod plan;
mod preview;
mod proposed_rules;
mod rate_candidates;
mod rate_columns;
mod rates;
mod reading;
mod reasons;
mod records;
mod repeats;
mod row_filter;
mod rows;
mod signs;
mod source;
mod synonyms;
mod tally;
mod transactions;
mod utilization;
mod values;
mod workbook;

pub use crate::domain::DateOrder;
pub use check::{ColumnCheck, PlanCheck, RowCheck, RowOutcome, ShownValue, check_plan};
pub use distinct::DistinctValue;
pub use fee_schedule::{FeeScheduleRead, ReadSchedule, read_fee_schedule};
pub use fields::{Field, fields, key};
pub use file_payer::payer_from_file_name;
pub use mapping::{Confidence, ProposedColumn, likely_kind, propose_mapping};
pub use patient::names_a_person;
pub use plan::{Need, TablePlan, matches};
pub use preview::{SampleRow, TableOptions, TablePreview, preview};
pub use proposed_rules::propose_rules;
pub use records::{RecordsRead, TemplateColumn, TemplateForm, read_records, template_columns};
pub use source::TableSource;
pub use utilization::{UtilizationRead, read_utilization};

#[cfg(test)]
mod fee_schedule_tests;
#[cfg(test)]
mod placed_tests;
#[cfg(test)]
mod rules_tests;
#[cfg(test)]
mod tests;
