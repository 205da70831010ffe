//! What the lines of a claim should bring: by Medicare, and by what the payer has agreed to.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::medicare_choice::{ChosenRelease, MedicareChoice, Needs};
use super::medicare_shelf::MedicareShelf;
use super::open::today;
use super::rates_today::contract_of_list;
use super::{Desk, JobError};
use crate::analysis::medicare_price::{MedicarePrice, MedicarePrices, NoReference};
use crate::analysis::pricing::{
    Claim, ClaimLine, ContractFees, Detail, MedicareFees, PatientShare, PricedClaim, PricedLine,
    price_claim,
};
use crate::domain::{
    Contract, FeeSchedule, LocalityKey, Modifier, Modifiers, Money, PayerId, Percent,
    ProcedureCode, ProviderClass, QpStatus, RateKey, ReferenceArea, ReferenceFamily, Setting,
};

/// What is asked about the lines of one patient, provider and day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClaimQuestion {
    /// The lines, in the order they are shown.
    pub lines: Vec<QuestionLine>,
    /// Date of service. `None`: today for the payer; for Medicare the reference as it is.
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
    /// One unit of each service by the physician fee schedule alone, before any other modifier:
    /// the formula's amount, the cap, the row's status.
    pub physician_fees: Vec<MedicarePrice>,
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

/// What a payer's amounts are worked out from.
struct Agreed {
    contract: Contract,
    source: AgreedSource,
    day: Date,
}

impl Desk {
    /// Prices the lines of a claim together.
    pub fn claim(&mut self, question: &ClaimQuestion) -> Result<ClaimAnswer, JobError> {
        let agreed = self.agreed(question)?;
        let terms = agreed
            .as_ref()
            .and_then(|agreed| agreed.contract.version_on(agreed.day).zip(Some(agreed.day)));
        let needs = terms.map_or_else(Needs::default, |(version, day)| {
            Needs::of_terms(&version.terms, day)
        });
        let choice = MedicareChoice {
            release: question.release.clone().map(ChosenRelease::Named),
            date: question.date,
            locality: question.locality,
            qp: question.qp,
            area: question.area,
        };
        let mut shelf = self.shelf_to_price(&choice, &needs)?;
        let claim = claim_of(question, &mut shelf);
        let library = shelf.library();
        let medicare = price_claim(&MedicareFees::new(&library), &claim, Detail::Steps);
        let fee_schedules = self.fee_schedules()?;
        let contract = agreed.map(|agreed| {
            let of_payer = Claim {
                date: agreed.day,
                ..claim.clone()
            };
            let fees = ContractFees::new(&agreed.contract, &fee_schedules, &library);
            answer_of(
                &agreed,
                price_claim(&fees, &of_payer, Detail::Steps),
                &medicare,
            )
        });
        let keys: Vec<RateKey> = claim.lines.iter().map(key_of).collect();
        let prices = shelf.prices()?;
        Ok(ClaimAnswer {
            reference: shelf.label()?,
            physician_fees: claim
                .lines
                .iter()
                .map(|line| fee_of(&prices, line))
                .collect(),
            keys,
            medicare,
            contract,
            cautions: shelf.cautions()?,
        })
    }

    /// Finds what the payer has agreed to for the day: a contract in force, or else its latest fee
    /// schedule.
    fn agreed(&mut self, question: &ClaimQuestion) -> Result<Option<Agreed>, JobError> {
        let Some(payer) = question.payer else {
            return Ok(None);
        };
        let day = question.date.unwrap_or_else(today);
        if let Some(contract) = self.contract_in_force(payer, day)? {
            return Ok(Some(Agreed {
                contract,
                source: AgreedSource::Contract,
                day,
            }));
        }
        let schedules = self.fee_schedules()?;
        let of_payer = schedules
            .iter()
            .filter(|schedule| schedule.payer == payer && schedule.is_in_effect(day));
        Ok(FeeSchedule::latest(of_payer).map(|schedule| Agreed {
            contract: contract_of_list(schedule),
            source: AgreedSource::FeeSchedule,
            day,
        }))
    }
}

/// Fills in what the question leaves to the reference.
fn claim_of(question: &ClaimQuestion, shelf: &mut MedicareShelf) -> Claim {
    let fixed = shelf.setting();
    if question.lines.iter().any(|line| line.setting.is_some()) {
        // A setting asked for is this claim's alone, not the reference's rule for all services.
        shelf.set_line_settings();
    }
    let line = |line: &QuestionLine| ClaimLine {
        code: line.code,
        modifiers: line.modifiers,
        setting: line.setting.or(fixed).unwrap_or(Setting::NonFacility),
        units: line.units,
        charge: line.charge,
        provider_class: line.provider_class,
        site: None,
        product: None,
        minutes: line.minutes,
    };
    Claim {
        date: shelf.day(),
        lines: question.lines.iter().map(line).collect(),
        patient: question.patient,
    }
}

fn key_of(line: &ClaimLine) -> RateKey {
    RateKey {
        code: line.code,
        modifiers: line.modifiers.pricing(),
        setting: line.setting,
    }
}

/// Prices one unit by the row of the physician fee schedule, without the modifiers that have none.
fn fee_of(prices: &MedicarePrices<'_>, line: &ClaimLine) -> MedicarePrice {
    let key = key_of(line);
    match prices.price(key) {
        MedicarePrice::NoReference(NoReference::ModifierNotPriced(_)) => {
            let rows = [
                Modifier::PROFESSIONAL,
                Modifier::TECHNICAL,
                Modifier::DISCONTINUED,
            ];
            let mut modifiers = Modifiers::NONE;
            for modifier in key.modifiers.iter().filter(|one| rows.contains(one)) {
                modifiers.insert(modifier);
            }
            prices.price(RateKey { modifiers, ..key })
        }
        found => found,
    }
}

/// Returns an amount as a percentage of Medicare's, to four decimals.
fn percent_of(own: Money, medicare: Money) -> Option<Percent> {
    (Money::ZERO < medicare)
        .then(|| own.as_percent_of(medicare))
        .flatten()
        .map(|percent| percent.rounded(4))
}

/// Sets a payer's amounts against Medicare's.
fn answer_of(agreed: &Agreed, priced: PricedClaim, medicare: &PricedClaim) -> ContractAnswer {
    let version = agreed.contract.version_on(agreed.day);
    let pairs = || {
        priced
            .lines
            .iter()
            .zip(&medicare.lines)
            .map(|(own, of_medicare)| {
                let amounts = own.allowed.amount().zip(of_medicare.allowed.amount());
                (of_medicare.family, amounts)
            })
    };
    // Of a case rate, one line carries everything and the others nothing: neither is a percentage.
    let is_of_a_case = |line: &PricedLine| {
        line.rule.is_some()
            && priced.lines.iter().any(|other| {
                other.rule == line.rule && other.allowed.amount().is_some_and(Money::is_zero)
            })
    };
    let line_percents = pairs()
        .zip(&priced.lines)
        .map(|((_family, amounts), line)| {
            let (own, whole) = amounts.filter(|_amounts| !is_of_a_case(line))?;
            percent_of(own, whole)
        })
        .collect();
    let (own, whole) = pairs()
        .filter(|(family, _amounts)| *family == ReferenceFamily::PhysicianFeeSchedule)
        .filter_map(|(_family, amounts)| amounts)
        .fold((Money::ZERO, Money::ZERO), |sums, amounts| {
            (sums.0 + amounts.0, sums.1 + amounts.1)
        });
    ContractAnswer {
        contract: agreed.contract.name.clone(),
        source: agreed.source,
        version: version.and_then(|version| version.effective_from),
        line_percents,
        percent_of_medicare: percent_of(own, whole),
        priced,
    }
}
