//! Arguments about the small tables beside services and rates.

use std::path::PathBuf;

use clap::Args;

use super::Output;
use crate::domain::ImportKind;

/// `records`
#[derive(Debug, Args)]
pub struct RecordsArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Which rows: survey-answers, quality-measures, authorizations, expenses, providers, sites or
    /// contacts; without it, how many there are of each.
    #[arg(value_name = "KIND", value_parser = ImportKind::from_key)]
    pub kind: Option<ImportKind>,
    /// How to print the rows.
    #[command(flatten)]
    pub output: Output,
}

/// `template`
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// What its rows are: utilization, fee-schedule, survey-answers, quality-measures,
    /// authorizations, expenses, providers, sites or contacts.
    #[arg(value_name = "KIND", value_parser = ImportKind::from_key)]
    pub kind: ImportKind,
    /// Where: a name that ends in .xlsx (with a sheet that explains the columns) or .csv.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// How to print what was written.
    #[command(flatten)]
    pub output: Output,
}
