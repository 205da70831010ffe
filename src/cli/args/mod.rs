//! What can be typed. `docs/cli.md` is kept equal to this by a test.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::domain::{LocalityKey, Modifiers, Money, ProcedureCode};

mod data;
mod pricing;
mod records;

pub use data::{
    ImportArgs, ImportsArgs, InspectArgs, PayersArgs, ProductsArgs, ProfilesAction, ProfilesArgs,
    ProvidersArgs, RuleArgs, SitesArgs, Switch, WorkClaimsArgs,
};
pub use pricing::{
    ContractArgs, ContractRateArgs, GeographyChoice, LesserOfChoice, PriceArgs, RateRequestArgs,
    ReferenceArgs,
};
pub use records::{RecordsArgs, TemplateArgs};

/// Prepare, conduct and follow up a practice's contract negotiations with insurers.
///
/// Without a command, opens the window.
#[derive(Debug, Parser)]
#[command(name = "allowable", version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// Practice file to open in the window.
    pub file: Option<PathBuf>,
    /// Panel to open the window on.
    #[arg(long, value_name = "NAME")]
    pub panel: Option<String>,
    /// What to do instead of opening the window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Builds the sample practice, prints its key figures, writes both briefs, opens the window.
    Demo(DemoArgs),
    /// Makes a practice file.
    New(NewArgs),
    /// Shows or changes who the practice is, as printed on its letters.
    Practice(PracticeArgs),
    /// Lists or sets the practice's own words for codes.
    Labels(LabelsArgs),
    /// Looks at files: what they are, what they hold, what is odd. No practice file is needed.
    Inspect(InspectArgs),
    /// Imports files into a practice file.
    Import(ImportArgs),
    /// Lists the imports of a practice file; removes or restores one.
    Imports(ImportsArgs),
    /// Lists, exports, imports and removes layouts by which tables are read.
    Profiles(ProfilesArgs),
    /// Lists payers and their names; merges, separates, renames, classifies.
    Payers(PayersArgs),
    /// Lists payers' products; adds, renames, merges, removes, points names at them.
    Products(ProductsArgs),
    /// Lists rendering providers; names, classifies, merges, separates.
    Providers(ProvidersArgs),
    /// Lists sites; names, merges, separates.
    Sites(SitesArgs),
    /// Says whether numbers of claims are kept, by which underpaid ones are worked.
    WorkClaims(WorkClaimsArgs),
    /// Shows or sets the Medicare reference.
    Reference(ReferenceArgs),
    /// Prints a report.
    Report(ReportArgs),
    /// Prices codes by Medicare and by a payer's contract, with the steps.
    Price(PriceArgs),
    /// Lists, shows, makes and changes contracts.
    Contract(ContractArgs),
    /// Writes a workbook for a payer to fill in with the rates it has on file.
    RateRequest(RateRequestArgs),
    /// Models proposed rates for a payer; saves and compares scenarios.
    Model(ModelArgs),
    /// Lists survey answers, quality measures and the other small tables.
    Records(RecordsArgs),
    /// Writes an empty table to fill in and import.
    Template(TemplateArgs),
    /// Writes a brief.
    Brief(BriefArgs),
    /// Checks that a practice file is whole.
    Check(CheckArgs),
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Output {
    /// Print JSON for programs instead of text for people.
    #[arg(long)]
    pub json: bool,
}

/// `demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder for the practice file and the briefs.
    #[arg(long, default_value = "allowable-demo", value_name = "DIR")]
    pub dir: PathBuf,
    /// Do not open the window, even where there is a display.
    #[arg(long)]
    pub no_window: bool,
    /// How to print the key figures.
    #[command(flatten)]
    pub output: Output,
}

/// `new`
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Practice file to make.
    pub file: PathBuf,
    /// Name of the practice.
    #[arg(long)]
    pub name: String,
    /// ZIP code of the main office; the Medicare locality follows from it.
    #[arg(long, conflicts_with = "locality")]
    pub zip: Option<String>,
    /// Medicare locality, such as 10212-01.
    #[arg(long, value_name = "MAC-LOCALITY", value_parser = LocalityKey::from_text)]
    pub locality: Option<LocalityKey>,
    /// Specialty, in your words.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub specialty: String,
    /// How to print the result.
    #[command(flatten)]
    pub output: Output,
}

/// `practice`
#[derive(Debug, Args)]
pub struct PracticeArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Legal name.
    #[arg(long)]
    pub name: Option<String>,
    /// ZIP code of the main office.
    #[arg(long)]
    pub zip: Option<String>,
    /// Specialty, in your words.
    #[arg(long)]
    pub specialty: Option<String>,
    /// Taxpayer identification number.
    #[arg(long)]
    pub tin: Option<String>,
    /// Group NPI.
    #[arg(long)]
    pub npi: Option<String>,
    /// Street, city and state; a semicolon parts lines.
    #[arg(long)]
    pub address: Option<String>,
    /// Person who signs, with title; a semicolon parts lines.
    #[arg(long)]
    pub contact: Option<String>,
    /// Telephone and e-mail; a semicolon parts lines.
    #[arg(long)]
    pub phone: Option<String>,
    /// How to print the particulars.
    #[command(flatten)]
    pub output: Output,
}

/// `labels`
#[derive(Debug, Args)]
pub struct LabelsArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Call a code so: `--set 99213="Return visit"`; nothing after the sign takes the label away.
    /// May be repeated.
    #[arg(long = "set", value_name = "CODE=LABEL")]
    pub set: Vec<String>,
    /// How to print the labels.
    #[command(flatten)]
    pub output: Output,
}

/// A setting rule as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SettingRule {
    /// Each line by its place of service.
    PlaceOfService,
    /// Every line as in an office.
    Nonfacility,
    /// Every line as in a facility.
    Facility,
}

/// A setting as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SettingChoice {
    /// Office and other places without a facility's bill.
    Nonfacility,
    /// Hospital, surgery centre and the like.
    Facility,
}

/// A QP status as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QpChoice {
    /// Not a qualifying APM participant.
    No,
    /// Qualifying APM participant.
    Yes,
}

/// The reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportName {
    /// Totals, weighted percentage of Medicare by payer, value of 1 %.
    KeyFigures,
    /// Visits, charges, allowed and payments by payer.
    PayerMix,
    /// Percentage of Medicare by code and payer.
    CodeRates,
    /// The codes that bring most of the money.
    Pareto,
    /// What a claimed average hides.
    Headline,
    /// How much of the money each of Medicare's fee schedules has an amount for, and why not.
    Coverage,
    /// One Medicare year's rates as percentages of another's, code by code.
    YearLock,
    /// What changes from one fee schedule of a payer to another.
    ScheduleDifferences,
    /// What is odd about the contracts.
    ContractFlags,
    /// What is odd about the data, and what mends it.
    DataQuality,
    /// Payments, with whether they balance.
    Payments,
    /// Days from service, claim and receipt to payment, by payer.
    PaymentClocks,
    /// Services paid as another code, with other modifiers or for fewer units than billed.
    Recodes,
    /// Why less than the charge was paid, by payer and adjustment reason (CARC).
    Adjustments,
}

/// `report`
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Which report.
    pub name: ReportName,
    /// Practice file.
    pub file: PathBuf,
    /// What part of the practice.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Percentage of Medicare the payer claims (`headline`).
    #[arg(long, value_name = "PERCENT")]
    pub claimed: Option<rust_decimal::Decimal>,
    /// Percentage of Medicare of the first year (`year-lock`); by default the contract's, or 100.
    #[arg(long, value_name = "PERCENT")]
    pub percent: Option<rust_decimal::Decimal>,
    /// The first year (`year-lock`); by default the contract's, or the earliest in the file.
    #[arg(long, value_name = "YEAR")]
    pub from_year: Option<i16>,
    /// The year it is compared with (`year-lock`); by default the latest in the file.
    #[arg(long, value_name = "YEAR")]
    pub to_year: Option<i16>,
    /// Percentage of Medicare of the second year (`year-lock`); by default the first's.
    #[arg(long, value_name = "PERCENT")]
    pub to_percent: Option<rust_decimal::Decimal>,
    /// The new fee schedule (`schedule-differences`); by default the payer's latest.
    #[arg(long, value_name = "NAME")]
    pub schedule: Option<String>,
    /// The old fee schedule (`schedule-differences`); by default the contract in force, else the
    /// schedule before, else what was allowed on average.
    #[arg(long, value_name = "NAME")]
    pub against: Option<String>,
    /// Share to reach, in percent (`pareto`).
    #[arg(long, value_name = "PERCENT", default_value = "75")]
    pub threshold: rust_decimal::Decimal,
    /// How to print the report.
    #[command(flatten)]
    pub output: Output,
}

/// What part of the practice a report is about.
#[derive(Debug, Default, Args)]
pub struct FilterArgs {
    /// Only this payer.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// First month of service, as a date or a month (2025-01).
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last month of service, as a date or a month.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only this product of the payer.
    #[arg(long, value_name = "NAME", requires = "payer")]
    pub product: Option<String>,
    /// Only this rendering provider.
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// Only this site.
    #[arg(long, value_name = "NAME")]
    pub site: Option<String>,
}

/// `model`
#[derive(Debug, Args)]
pub struct ModelArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Payer.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// Propose this percentage of Medicare.
    #[arg(long, value_name = "PERCENT", conflicts_with = "percent_of_current")]
    pub percent_of_medicare: Option<rust_decimal::Decimal>,
    /// Release the percentage means; by default the practice's Medicare reference.
    #[arg(long, value_name = "NAME", requires = "percent_of_medicare")]
    pub release: Option<String>,
    /// Propose this percentage of today's rates.
    #[arg(long, value_name = "PERCENT")]
    pub percent_of_current: Option<rust_decimal::Decimal>,
    /// Propose dollars for one code: `--rate 99213=120.00`. May be repeated.
    #[arg(long = "rate", value_name = "CODE[-MOD]=DOLLARS")]
    pub rates: Vec<String>,
    /// Save the proposal as a scenario.
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// Let a percentage cut no code: today's rate stays where it is higher.
    #[arg(long)]
    pub never_below_current: bool,
    /// For codes the percentage cannot price: keep today's rate, pay nothing, or a percentage of
    /// the charge.
    #[arg(long, value_name = "keep|zero|PERCENT", default_value = "keep")]
    pub unlisted: String,
    /// Compare saved scenarios of one payer, up to four. May be repeated.
    #[arg(long = "compare", value_name = "NAME")]
    pub compare: Vec<String>,
    /// Delete the payer's scenario of this name.
    #[arg(long, value_name = "NAME", requires = "payer", conflicts_with_all = ["save", "compare"])]
    pub delete: Option<String>,
    /// First date the new rates are asked for.
    #[arg(long)]
    pub effective: Option<Date>,
    /// First month of service, as a date or a month.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last month of service, as a date or a month.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// How to print the projection.
    #[command(flatten)]
    pub output: Output,
}

/// Who a brief is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AudienceChoice {
    /// The packet that is sent.
    Payer,
    /// The brief that stays.
    Internal,
}

/// How the file named by `--texts` is written.
const TEXTS_HELP: &str = "JSON file with the letter's texts and what was decided: \
    {\"letter\": {\"addressee\", \"salutation\", \"opening\", \"strengths\", \"pressure\", \
    \"term_requests\", \"respond_by\"}, \"notes\": {\"walk_away\", \"owner\", \"next_step\", \
    \"next_step_by\", \"risks\", \"assumptions\"}}; what is left out stays empty";

/// `brief`
#[derive(Debug, Args)]
pub struct BriefArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Payer the brief is about.
    #[arg(long, value_name = "NAME")]
    pub payer: String,
    /// Who it is for.
    #[arg(long)]
    pub audience: AudienceChoice,
    /// File to write: .pdf, or .xlsx for the fee exhibit alone.
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
    /// Saved scenario that holds the ask.
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Share of the payer's allowed amounts, in percent, that the codes listed one by one reach.
    #[arg(long, value_name = "PERCENT", default_value = "75")]
    pub negotiation_set: rust_decimal::Decimal,
    /// Scenarios compared in an internal brief, up to four; by default all of the payer's. May be
    /// repeated.
    #[arg(long = "compare", value_name = "NAME")]
    pub compare: Vec<String>,
    /// JSON file with the letter's texts and what was decided.
    #[arg(long, value_name = "FILE", long_help = TEXTS_HELP)]
    pub texts: Option<PathBuf>,
    /// Who prepared it.
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    pub prepared_by: String,
    /// Date printed on it; by default today.
    #[arg(long)]
    pub date: Option<Date>,
    /// First month of service, as a date or a month.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last month of service, as a date or a month.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// How to print the result.
    #[command(flatten)]
    pub output: Output,
}

/// `check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Practice file.
    pub file: PathBuf,
    /// How to print the result.
    #[command(flatten)]
    pub output: Output,
}

/// Procedure codes have five characters; a shorter one was mistyped.
const CODE_LEN: usize = 5;

/// Reads `93306-26` as a code and its modifiers.
///
/// # Errors
/// When either part is not one.
pub fn code_and_modifiers(
    text: &str,
) -> Result<(ProcedureCode, Modifiers), crate::domain::Invalid> {
    let (code, modifiers) = text.split_once('-').unwrap_or((text, ""));
    let code = ProcedureCode::new(code)?;
    if code.as_str().len() < CODE_LEN {
        return Err(crate::domain::Invalid::new(format!(
            "{code} is too short for a code"
        )));
    }
    Ok((code, Modifiers::from_text(modifiers)?))
}

/// Reads `99213=120.00` as what is priced and its dollars.
///
/// # Errors
/// When it is not written so.
pub fn code_and_rate(
    text: &str,
) -> Result<(ProcedureCode, Modifiers, Money), crate::domain::Invalid> {
    let (key, dollars) = text.split_once('=').ok_or_else(|| {
        crate::domain::Invalid::new(format!("{text} is not a rate (write CODE=DOLLARS)"))
    })?;
    let (code, modifiers) = code_and_modifiers(key)?;
    Ok((code, modifiers, Money::from_text(dollars)?))
}
