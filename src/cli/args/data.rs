//! What can be typed about the practice's data: imports, layouts, payers, products, providers, sites.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::Output;
use crate::domain::{
    DateOrder, ImportKind, PayerClass, PayerFrom, ProductKind, ProviderClass, RowShape, SignRule,
};

/// `inspect`
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// Files, and folders, which are looked through with all folders in them.
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// List what is odd, one line each.
    #[arg(long)]
    pub issues: bool,
    /// How to print what was found.
    #[command(flatten)]
    pub output: Output,
}

/// `import`
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Files to import, and folders, which are looked through with all folders in them. All
    /// remittances (X12 835) are one import, and so are all claims (X12 837).
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// What the files are, where it cannot be told from them: medicare-release, medicare-table,
    /// utilization, fee-schedule, survey-answers, quality-measures, authorizations, expenses,
    /// providers, sites or contacts. Or which of them to import: remittances or claims.
    #[arg(long = "as", value_name = "KIND", value_parser = ImportKind::from_key)]
    pub kind: Option<ImportKind>,
    /// Payer of a fee schedule, or of a utilization table without a payer column.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// Mapping profile to read the table with, or to save the mapping under.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Read a column as a field: `--column allowed="Amt Alwd"`; `--preview` shows the fields. May
    /// be repeated.
    #[arg(long = "column", value_name = "FIELD=HEADING")]
    pub columns: Vec<String>,
    /// Sheet of a workbook.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Row that holds the headings, counted from 1, where it is found wrongly.
    #[arg(long, value_name = "ROW")]
    pub header_row: Option<u64>,
    /// How cells and rows are understood.
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Name of a fee schedule; by default the file's.
    #[arg(long, value_name = "NAME")]
    pub schedule_name: Option<String>,
    /// First date of service of a fee schedule's rates, where the table does not say.
    #[arg(long, value_name = "DATE")]
    pub effective: Option<Date>,
    /// Import a file again that was imported before.
    #[arg(long)]
    pub again: bool,
    /// Show how the beginning of each file would be read, and import nothing.
    #[arg(long)]
    pub preview: bool,
    /// Read the files whole, show what would be imported, and import nothing.
    #[arg(long, conflicts_with = "preview")]
    pub dry_run: bool,
    /// How to print the receipt.
    #[command(flatten)]
    pub output: Output,
}

/// How cells and rows of a utilization table are understood, where it is not seen from them.
#[derive(Debug, Default, Args)]
pub struct RuleArgs {
    /// What a row is.
    #[arg(long, value_name = "WHAT")]
    pub rows: Option<RowsChoice>,
    /// Digits behind the decimal point in amounts that write none: 2 for cents.
    #[arg(long, value_name = "DIGITS", value_parser = clap::value_parser!(u8).range(0..=4))]
    pub implied_decimals: Option<u8>,
    /// Which sign amounts carry.
    #[arg(long, value_name = "RULE")]
    pub signs: Option<SignsChoice>,
    /// Which number comes first in dates like 3/4/2025.
    #[arg(long, value_name = "ORDER")]
    pub date_order: Option<DateOrderChoice>,
    /// Where the payer stands when no column says it.
    #[arg(long, value_name = "WHERE")]
    pub payer_from: Option<PayerFromChoice>,
    /// Read only rows with this value in a column; nothing after the sign means a blank cell. May
    /// be repeated.
    #[arg(long, value_name = "COLUMN=VALUE")]
    pub keep_only: Vec<String>,
    /// Read all rows but those with this value in a column. May be repeated.
    #[arg(long, value_name = "COLUMN=VALUE")]
    pub all_but: Vec<String>,
}

/// What a row is, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowsChoice {
    /// A service line, or a sum of several.
    Lines,
    /// One event of a charge: the charge, a payment, an adjustment.
    Transactions,
}

impl From<RowsChoice> for RowShape {
    fn from(typed: RowsChoice) -> Self {
        match typed {
            RowsChoice::Lines => Self::Lines,
            RowsChoice::Transactions => Self::Transactions,
        }
    }
}

/// A sign rule as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SignsChoice {
    /// Amounts are positive; a negative one takes back.
    AsWritten,
    /// Payments and adjustments are written negative.
    CreditsNegative,
    /// Charges are written negative, payments positive.
    Turned,
}

impl From<SignsChoice> for SignRule {
    fn from(typed: SignsChoice) -> Self {
        match typed {
            SignsChoice::AsWritten => Self::AsWritten,
            SignsChoice::CreditsNegative => Self::CreditsNegative,
            SignsChoice::Turned => Self::Turned,
        }
    }
}

/// A date order as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrderChoice {
    /// American: March 4.
    MonthFirst,
    /// European: 3 April.
    DayFirst,
}

impl From<DateOrderChoice> for DateOrder {
    fn from(typed: DateOrderChoice) -> Self {
        match typed {
            DateOrderChoice::MonthFirst => Self::MonthFirst,
            DateOrderChoice::DayFirst => Self::DayFirst,
        }
    }
}

/// Where the payer stands, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PayerFromChoice {
    /// In a column, or as named with --payer.
    Table,
    /// In the file's name.
    FileName,
}

impl From<PayerFromChoice> for PayerFrom {
    fn from(typed: PayerFromChoice) -> Self {
        match typed {
            PayerFromChoice::Table => Self::Table,
            PayerFromChoice::FileName => Self::FileName,
        }
    }
}

/// `imports`
#[derive(Debug, Args)]
pub struct ImportsArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Leave this import out of every report.
    #[arg(long, value_name = "NUMBER", conflicts_with = "restore")]
    pub remove: Option<i64>,
    /// Bring a removed import back.
    #[arg(long, value_name = "NUMBER")]
    pub restore: Option<i64>,
    /// List the files of this import.
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["remove", "restore"])]
    pub files: Option<i64>,
    /// How to print the list.
    #[command(flatten)]
    pub output: Output,
}

/// `profiles`
#[derive(Debug, Args)]
pub struct ProfilesArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub action: ProfilesAction,
}

/// What can be done with layouts.
#[derive(Debug, Subcommand)]
pub enum ProfilesAction {
    /// Lists the layouts kept for every practice, and those of a practice file.
    List {
        /// Practice file.
        file: Option<PathBuf>,
        /// How to print the list.
        #[command(flatten)]
        output: Output,
    },
    /// Writes a layout to a file of its own, without a payer's name or anything of a patient.
    Export {
        /// The layout's name.
        name: String,
        /// File to write: NAME.layout.json.
        #[arg(long, value_name = "OUT")]
        out: PathBuf,
        /// Practice file that holds it; without one, a layout kept for every practice.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// How to print the result.
        #[command(flatten)]
        output: Output,
    },
    /// Reads a layout from such a file and keeps it for every practice.
    Import {
        /// The file.
        layout: PathBuf,
        /// Practice file that is to have it too.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// How to print the result.
        #[command(flatten)]
        output: Output,
    },
    /// Forgets a layout kept for every practice, or one of a practice file.
    Remove {
        /// The layout's name.
        name: String,
        /// Practice file that is to forget it.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// How to print the result.
        #[command(flatten)]
        output: Output,
    },
}

/// `payers`
#[derive(Debug, Args)]
pub struct PayersArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Payer to change.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// Merge the payer into this one.
    #[arg(long, value_name = "NAME", requires = "payer")]
    pub merge_into: Option<String>,
    /// Give the payer another name.
    #[arg(
        long,
        value_name = "NAME",
        requires = "payer",
        conflicts_with = "merge_into"
    )]
    pub rename: Option<String>,
    /// Give the payer another class: commercial, medicare-advantage, medicare, medicaid,
    /// workers-comp, self-pay or other.
    #[arg(
        long,
        value_name = "CLASS",
        requires = "payer",
        conflicts_with_all = ["merge_into", "rename"],
        value_parser = PayerClass::from_key
    )]
    pub class: Option<PayerClass>,
    /// Make a payer of its own from a name found in a file.
    #[arg(long, value_name = "NAME", conflicts_with = "payer")]
    pub split: Option<String>,
    /// How to print the list.
    #[command(flatten)]
    pub output: Output,
}

/// `products`
#[derive(Debug, Args)]
pub struct ProductsArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Payer whose product is meant; without it, all are listed.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// Product to change.
    #[arg(long, value_name = "NAME", requires = "payer")]
    pub product: Option<String>,
    /// Add a product to the payer.
    #[arg(
        long,
        value_name = "NAME",
        requires = "payer",
        conflicts_with = "product"
    )]
    pub add: Option<String>,
    /// Give the product another name.
    #[arg(long, value_name = "NAME", requires = "product")]
    pub rename: Option<String>,
    /// Kind of the product: ppo, hmo, epo, pos, medicare-advantage, medicaid-mco, exchange,
    /// indemnity or other.
    #[arg(long, value_name = "KIND", requires = "payer", value_parser = ProductKind::from_key)]
    pub kind: Option<ProductKind>,
    /// Merge the product into this one.
    #[arg(
        long,
        value_name = "NAME",
        requires = "product",
        conflicts_with_all = ["rename", "kind"]
    )]
    pub merge_into: Option<String>,
    /// Remove the product; its names stay with the payer.
    #[arg(
        long,
        requires = "product",
        conflicts_with_all = ["rename", "kind", "merge_into"]
    )]
    pub remove: bool,
    /// Say that this name in files means the product; without --product, the payer as such.
    #[arg(long, value_name = "NAME", requires = "payer", conflicts_with = "add")]
    pub name_in_files: Option<String>,
    /// How to print the list.
    #[command(flatten)]
    pub output: Output,
}

/// `providers`
#[derive(Debug, Args)]
pub struct ProvidersArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Provider to change, by its name or by its text in files.
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// Give the provider another name; an empty one shows its text in files again.
    #[arg(long, value_name = "NAME", requires = "provider")]
    pub rename: Option<String>,
    /// National provider identifier; an empty one takes it away.
    #[arg(long, value_name = "NPI", requires = "provider")]
    pub npi: Option<String>,
    /// What the provider is: physician, nurse-practitioner, physician-assistant and so on.
    #[arg(long, value_name = "CLASS", requires = "provider", value_parser = ProviderClass::from_key)]
    pub class: Option<ProviderClass>,
    /// Site where the provider usually works.
    #[arg(long, value_name = "NAME", requires = "provider")]
    pub site: Option<String>,
    /// Say that the provider is the same as this one.
    #[arg(
        long,
        value_name = "NAME",
        requires = "provider",
        conflicts_with_all = ["rename", "npi", "class", "site"]
    )]
    pub merge_into: Option<String>,
    /// Make a provider that was merged one of its own again, by its text in files.
    #[arg(long, value_name = "TEXT", conflicts_with = "provider")]
    pub split: Option<String>,
    /// How to print the list.
    #[command(flatten)]
    pub output: Output,
}

/// `sites`
#[derive(Debug, Args)]
pub struct SitesArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Site to change, by its name or by its text in files.
    #[arg(long, value_name = "NAME")]
    pub site: Option<String>,
    /// Give the site another name; an empty one shows its text in files again.
    #[arg(long, value_name = "NAME", requires = "site")]
    pub rename: Option<String>,
    /// ZIP code; an empty one takes it away.
    #[arg(long, value_name = "ZIP", requires = "site")]
    pub zip: Option<String>,
    /// Say that the site is the same as this one.
    #[arg(
        long,
        value_name = "NAME",
        requires = "site",
        conflicts_with_all = ["rename", "zip"]
    )]
    pub merge_into: Option<String>,
    /// Make a site that was merged one of its own again, by its text in files.
    #[arg(long, value_name = "TEXT", conflicts_with = "site")]
    pub split: Option<String>,
    /// How to print the list.
    #[command(flatten)]
    pub output: Output,
}

/// `work-claims`
#[derive(Debug, Args)]
pub struct WorkClaimsArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Keep claim numbers from now on, or delete those that were kept; without it, say which.
    pub switch: Option<Switch>,
    /// How to print the result.
    #[command(flatten)]
    pub output: Output,
}

/// On or off, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Claim numbers are kept.
    On,
    /// No claim number is kept; those that were are deleted.
    Off,
}
