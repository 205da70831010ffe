//! What the lines of a claim should bring: by Medicare, and by what the payer has agreed to.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::analysis::pricing::{PatientShare, PricedClaim};
use crate::domain::{
    LocalityKey, Modifiers, Money, PayerId, Percent, ProcedureCode, ProviderClass, QpStatus,
    RateKey, ReferenceArea, Setting,
};

/// What is asked about the lines of one patient, provider and day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClaimQuestion {
    /// The lines, in the order they are shown.
    pub lines: Vec<QuestionLine>,
    /// Date of service; `None`: the reference's date, or else today for contracts and the
    /// reference's own release for Medicare.
    pub date: Option<Date>,
    /// A release by its name (`RVU25D`); `None`: the latest of the date's year, or without a date
    /// the reference's.
    pub release: Option<String>,
    /// `None`: the reference's locality.
    pub locality: Option<LocalityKey>,
    /// `None`: the reference's.
    pub qp: Option<QpStatus>,
    /// Where equipment is delivered; `None`: the state of the locality, not rural.
    pub area: Option<ReferenceArea>,
    /// Also price by this payer's contract, or else by its fee schedule.
    pub payer: Option<PayerId>,
    /// Also divide the amounts between patient and payer.
    pub patient: Option<PatientShare>,
}

/// One line of a claim that is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct QuestionLine {
    /// The code.
    pub code: ProcedureCode,
    /// All its modifiers.
    pub modifiers: Modifiers,
    /// `None`: the reference's setting, or else non-facility.
    pub setting: Option<Setting>,
    /// Units of service.
    pub units: Decimal,
    /// Billed charge for all units.
    pub charge: Option<Money>,
    /// Anesthesia time.
    pub minutes: Option<Decimal>,
    /// Who rendered the service.
    pub provider_class: ProviderClass,
}

impl QuestionLine {
    /// Asks for one unit by a physician.
    pub const fn of(code: ProcedureCode, modifiers: Modifiers, setting: Option<Setting>) -> Self {
        Self {
            code,
            modifiers,
            setting,
            units: Decimal::ONE,
            charge: None,
            minutes: None,
            provider_class: ProviderClass::Physician,
        }
    }
}

impl ClaimQuestion {
    /// Asks for lines as the practice's own reference prices them.
    pub const fn of(lines: Vec<QuestionLine>) -> Self {
        Self {
            lines,
            date: None,
            release: None,
            locality: None,
            qp: None,
            area: None,
            payer: None,
            patient: None,
        }
    }

    /// Asks for one unit of a service, as reports price it; `fixed_setting` is the one the
    /// reference takes for every service.
    pub fn of_service(key: RateKey, fixed_setting: Option<Setting>) -> Self {
        let setting = fixed_setting.unwrap_or(key.setting);
        Self::of(vec![QuestionLine::of(
            key.code,
            key.modifiers,
            Some(setting),
        )])
    }
}

/// What a claim should bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimAnswer {
    /// The Medicare reference in words: "RVU25D, Atlanta 10212-01, CF 32.3465".
    pub reference: String,
    /// The services, line by line, with the settings they were priced in.
    pub keys: Vec<RateKey>,
    /// By Medicare.
    pub medicare: PricedClaim,
    /// By the payer, where one was asked for that has a contract in force or a fee schedule.
    pub contract: Option<ContractAnswer>,
    /// What should be known before the amounts are used.
    pub cautions: Vec<String>,
}

/// What a claim should bring by a payer's contract or fee schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContractAnswer {
    /// Name of the contract, or of the fee schedule.
    pub contract: String,
    /// Which of the two it is.
    pub source: AgreedSource,
    /// First date of service of the contract's version or of the fee schedule; `None`: since ever.
    pub version: Option<Date>,
    /// The lines.
    pub priced: PricedClaim,
    /// Each line's amount as a percentage of Medicare's; `None` where either is missing.
    pub line_percents: Vec<Option<Percent>>,
    /// The physician fee schedule's lines that have both amounts, as a ratio of their sums.
    pub percent_of_medicare: Option<Percent>,
}

/// What a payer's amounts rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreedSource {
    /// A contract in force on the date.
    Contract,
    /// A fee schedule, while the file holds no contract for the date.
    FeeSchedule,
}
