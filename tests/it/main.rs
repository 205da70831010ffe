//! Everything that needs the whole program, in one binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on stops where it stands"
)]

mod architecture;
mod bad_input;
mod brief_pages;
mod brief_pages_of_file;
mod command_line;
mod contract_file;
mod fee_schedule_files;
mod hostile_input;
mod import_to_brief;
mod interrupted_import;
mod lists_file;
mod medicare_files;
mod old_files;
mod panels_contracts;
mod panels_data;
mod panels_data_brief;
mod panels_payers;
mod panels_payers_codes_model;
mod payer_aliases;
mod practice_file;
mod pricing_commands;
mod privacy;
mod published_amounts;
mod records_commands;
mod records_file;
mod reference_table_files;
mod remittance_file;
mod table_files;
mod x12_commands;
mod x12_files;
