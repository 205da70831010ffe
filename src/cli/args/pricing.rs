//! What can be typed about prices and contracts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Output, QpChoice, SettingChoice, SettingRule};
use crate::domain::{Geography, LocalityKey, ProviderClass};

/// `reference`
#[derive(Debug, Args)]
pub struct ReferenceArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Release in the file, such as RVU25D.
    #[arg(long, value_name = "NAME")]
    pub release: Option<String>,
    /// Medicare locality, such as 10212-01.
    #[arg(long, value_name = "MAC-LOCALITY", value_parser = LocalityKey::from_text)]
    pub locality: Option<LocalityKey>,
    /// Price every line by one setting, or each by its place of service.
    #[arg(long, value_name = "RULE")]
    pub setting: Option<SettingRule>,
    /// Which conversion factor, from 2026 on.
    #[arg(long, value_name = "STATUS")]
    pub qp: Option<QpChoice>,
    /// What the Medicare contractor pays for a code without national relative values:
    /// `--carrier-price 93799=84.10`; nothing after the sign takes the price away. May be repeated.
    #[arg(long = "carrier-price", value_name = "CODE[-MOD]=DOLLARS")]
    pub carrier_prices: Vec<String>,
    /// Where the contractor's price is from, and the day it was looked up.
    #[arg(long, value_name = "TEXT", requires = "carrier_prices")]
    pub source: Option<String>,
    /// How to print the reference.
    #[command(flatten)]
    pub output: Output,
}

/// `price`
#[derive(Debug, Args)]
pub struct PriceArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Codes, with modifiers after a hyphen: 99213 93306-26.
    #[arg(required = true, value_name = "CODE[-MOD…]")]
    pub codes: Vec<String>,
    /// Date of service: the latest release of its year, at the conversion factor of the day.
    #[arg(long)]
    pub date: Option<Date>,
    /// Release in the file, such as RVU25D, at the factor printed in it unless a date is given too.
    #[arg(long, value_name = "NAME")]
    pub release: Option<String>,
    /// Medicare locality, such as 10212-01.
    #[arg(long, value_name = "MAC-LOCALITY", value_parser = LocalityKey::from_text)]
    pub locality: Option<LocalityKey>,
    /// Setting.
    #[arg(long, value_name = "SETTING")]
    pub setting: Option<SettingChoice>,
    /// By the conversion factor of a qualifying APM participant.
    #[arg(long)]
    pub qp: bool,
    /// Equipment and supplies are delivered to a rural area.
    #[arg(long)]
    pub rural: bool,
    /// Units of service: once for all codes, or once for each in their order.
    #[arg(long, value_name = "NUMBER")]
    pub units: Vec<Decimal>,
    /// Billed charge for all units: once for all codes, or once for each in their order.
    #[arg(long, value_name = "DOLLARS")]
    pub charge: Vec<String>,
    /// Anesthesia time: once for all codes, or once for each in their order.
    #[arg(long, value_name = "NUMBER")]
    pub minutes: Vec<Decimal>,
    /// Who renders the services: physician, nurse-practitioner, physician-assistant,
    /// clinical-nurse-specialist, nurse-midwife, social-worker or dietitian.
    #[arg(
        long,
        value_name = "KIND",
        default_value = "physician",
        value_parser = ProviderClass::from_key
    )]
    pub provider_class: ProviderClass,
    /// Price the codes as lines of one claim: one patient, one provider, one day.
    #[arg(long)]
    pub together: bool,
    /// Also show what this payer pays: by its contract in force on the date, or else by its fee
    /// schedule.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// What the patient still owes of the deductible; divides the amounts between patient and
    /// payer.
    #[arg(long, value_name = "DOLLARS")]
    pub deductible: Option<String>,
    /// What the patient owes of the rest; divides the amounts between patient and payer.
    #[arg(long, value_name = "PERCENT")]
    pub coinsurance: Option<Decimal>,
    /// How to print the prices.
    #[command(flatten)]
    pub output: Output,
}

/// How the codes of a carve-out are written.
const CARVE_OUT_HELP: &str = "Codes that are paid in another way, by one code or a range: \
    90000-90999=85.00 in dollars, =60% of the charge, =110%M of Medicare in the year that the other \
    flags state. May be repeated";

/// `contract`
#[derive(Debug, Args)]
pub struct ContractArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Payer whose contract it is.
    #[arg(long, value_name = "NAME")]
    pub payer: Option<String>,
    /// Contract to make, or to change.
    #[arg(long, value_name = "NAME", requires = "payer")]
    pub name: Option<String>,
    /// Print this contract's terms.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["name", "clone", "remove"])]
    pub show: Option<String>,
    /// Delete this contract.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["name", "clone"])]
    pub remove: Option<String>,
    /// Copy this contract, with the terms it has last, under the name that --as gives.
    #[arg(
        long,
        value_name = "NAME",
        requires = "clone_as",
        conflicts_with = "name"
    )]
    pub clone: Option<String>,
    /// Name of the copy; with --payer it becomes that payer's.
    #[arg(long = "as", value_name = "NAME", requires = "clone")]
    pub clone_as: Option<String>,
    /// Add a version from --effective on; what no flag changes stays as in the version before.
    #[arg(long, requires_all = ["name", "effective"])]
    pub new_version: bool,
    /// First date of service.
    #[arg(long, value_name = "DATE")]
    pub effective: Option<Date>,
    /// Last date of service.
    #[arg(long, value_name = "DATE", requires = "name")]
    pub ends: Option<Date>,
    /// All terms, from a JSON file as --show NAME --json prints them as "terms".
    #[arg(long, value_name = "FILE", requires = "name")]
    pub terms: Option<PathBuf>,
    /// How rates are found.
    #[command(flatten)]
    pub rates: ContractRateArgs,
    /// How to print the contracts.
    #[command(flatten)]
    pub output: Output,
}

/// How a contract that is made by flags finds its rates.
#[derive(Debug, Default, Args)]
pub struct ContractRateArgs {
    /// This percentage of Medicare; say of which with --year, --release, --floating or --lag-days.
    #[arg(long, value_name = "PERCENT", requires = "name")]
    pub percent_of_medicare: Option<Decimal>,
    /// Dollars per relative value unit, for everything or for a section of the code set:
    /// surgery=72.50. May be repeated.
    #[arg(
        long = "conversion-factor",
        value_name = "[CATEGORY=]DOLLARS",
        requires = "name"
    )]
    pub conversion_factors: Vec<String>,
    /// The Medicare year that is meant, by its latest release in the file.
    #[arg(
        long,
        value_name = "YEAR",
        requires = "name",
        conflicts_with_all = ["release", "floating", "lag_days"]
    )]
    pub year: Option<i16>,
    /// The Medicare release that is meant, such as RVU20A.
    #[arg(
        long,
        value_name = "NAME",
        requires = "name",
        conflicts_with_all = ["floating", "lag_days"]
    )]
    pub release: Option<String>,
    /// Medicare as of the date of service.
    #[arg(long, requires = "name")]
    pub floating: bool,
    /// Medicare as of the date of service, loaded by the payer so many days late.
    #[arg(long, value_name = "NUMBER", requires = "name")]
    pub lag_days: Option<u16>,
    /// Whether relative values are weighed by the locality's geographic indices; unless said
    /// otherwise, percentages of Medicare are and conversion factors are not.
    #[arg(long, value_name = "WHERE", requires = "name")]
    pub geography: Option<GeographyChoice>,
    /// The payer's own list: a fee schedule in the file.
    #[arg(long, value_name = "NAME", requires = "name")]
    pub schedule: Option<String>,
    /// This percentage of the charge.
    #[arg(
        long,
        value_name = "PERCENT",
        requires = "name",
        conflicts_with = "percent_of_medicare"
    )]
    pub percent_of_charge: Option<Decimal>,
    /// This percentage of the charge for whatever nothing else prices.
    #[arg(long, value_name = "PERCENT", requires = "name")]
    pub default_percent_of_charge: Option<Decimal>,
    /// Codes that are paid in another way.
    #[arg(
        long = "carve-out",
        value_name = "CODES=RATE",
        requires = "name",
        long_help = CARVE_OUT_HELP
    )]
    pub carve_outs: Vec<String>,
    /// One amount for all services of a claim within a code or a range: 59400-59410=2800. May be
    /// repeated.
    #[arg(long = "case-rate", value_name = "CODES=DOLLARS", requires = "name")]
    pub case_rates: Vec<String>,
    /// Whether the charge caps the rate.
    #[arg(long, value_name = "RULE", requires = "name")]
    pub lesser_of: Option<LesserOfChoice>,
    /// The payer passes Medicare's sequestration on: this percentage of its payments.
    #[arg(long, value_name = "PERCENT", requires = "name")]
    pub sequestration: Option<Decimal>,
}

/// Whether the charge caps the rate, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LesserOfChoice {
    /// The rate holds, whatever was billed.
    None,
    /// Line by line.
    Line,
    /// Claim by claim.
    Claim,
}

/// Whether geographic indices count, as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GeographyChoice {
    /// Those of the locality.
    Local,
    /// National amounts, weighed by no locality.
    National,
}

impl GeographyChoice {
    /// Returns what it means in a contract.
    pub const fn meaning(self) -> Geography {
        match self {
            Self::Local => Geography::Local,
            Self::National => Geography::National,
        }
    }
}

/// `rate-request`
#[derive(Debug, Args)]
pub struct RateRequestArgs {
    /// Practice file.
    pub file: PathBuf,
    /// Payer who is asked.
    #[arg(long, value_name = "NAME")]
    pub payer: String,
    /// Workbook to write (.xlsx).
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
    /// One of the payer's products, a sheet each. May be repeated.
    #[arg(long = "product", value_name = "NAME")]
    pub products: Vec<String>,
    /// Show the payer what the practice believes it pays.
    #[arg(long)]
    pub with_current_rates: bool,
    /// By when the practice wants it back.
    #[arg(long, value_name = "DATE")]
    pub return_by: Option<Date>,
    /// How to print the result.
    #[command(flatten)]
    pub output: Output,
}
