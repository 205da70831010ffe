//! What a claim's lines should bring, to the cent and with the steps: by Medicare, or by a contract.
//!
//! One engine answers both. A [`FeeSource`] says what one unit of a service is worth by itself and
//! which tables apply; the stages do the rest, in the contract's order. Exact decimals throughout
//! and one rounding, half-up, at the end of each line.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::medicare_price::PriceStep;
use crate::domain::{
    ContractTerms, Modifiers, Money, Percent, ProcedureCode, ProviderClass, RateKey,
    ReferenceFamily, RvuRow, Setting, SiteId,
};

mod anesthesia;
mod both_sides;
mod cases;
mod ceiling;
mod claim;
mod components;
mod contract;
mod line_at_work;
mod medicare;
mod multiple;
mod payment;
mod stages;
mod unpriced;

pub use anesthesia::{AnesthesiaUnits, Direction, anesthesia_modifiers, is_anesthesia};
pub use claim::{price_alone, price_claim};
pub use contract::{ContractFees, contract_rates, rate_of_unit};
pub use medicare::{MedicareFees, RelativeValues};
pub use payment::drug_payment;
pub use unpriced::Unpriced;

/// One billed line of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimLine {
    /// The code.
    pub code: ProcedureCode,
    /// All its modifiers.
    pub modifiers: Modifiers,
    /// Which of Medicare's two prices the place of service means.
    pub setting: Setting,
    /// Units of service; for anesthesia 1.
    pub units: Decimal,
    /// Billed charge for all units, where known.
    pub charge: Option<Money>,
    /// Who rendered the service.
    pub provider_class: ProviderClass,
    /// Where it was rendered, where known.
    pub site: Option<SiteId>,
    /// The payer's product, where known.
    pub product: Option<Arc<str>>,
    /// Anesthesia time, where it is anesthesia.
    pub minutes: Option<Decimal>,
}

impl ClaimLine {
    /// Makes a line of one unit by a physician, without a charge.
    pub const fn of(code: ProcedureCode, modifiers: Modifiers, setting: Setting) -> Self {
        Self {
            code,
            modifiers,
            setting,
            units: Decimal::ONE,
            charge: None,
            provider_class: ProviderClass::Physician,
            site: None,
            product: None,
            minutes: None,
        }
    }

    /// Makes a line of one unit of a service by a physician, without a charge.
    pub const fn of_service(key: RateKey) -> Self {
        Self::of(key.code, key.modifiers, key.setting)
    }
}

/// Lines of one patient, one provider and one day, which are priced together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Date of service.
    pub date: Date,
    /// Its lines, in the order they are shown.
    pub lines: Vec<ClaimLine>,
    /// What the patient owes, where it is known; then the payment is worked out too.
    pub patient: Option<PatientShare>,
}

/// The patient's part of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PatientShare {
    /// Still open of the deductible.
    pub deductible: Money,
    /// Of what is left: 20 at Medicare.
    pub coinsurance: Percent,
}

/// A claim with what it should bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PricedClaim {
    /// Date of service.
    pub date: Date,
    /// One for each line of the claim, in its order.
    pub lines: Vec<PricedLine>,
    /// Sum of the lines that have an amount.
    pub allowed: Money,
    /// Who pays what, where the patient's share is known.
    pub payment: Option<Payment>,
    /// Steps that concern the claim as a whole: lesser-of by claim, sequestration.
    pub steps: Vec<PriceStep>,
}

/// One line with what it should bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PricedLine {
    /// Allowed amount for all units, in whole cents, or why there is none.
    pub allowed: Allowed,
    /// Which of Medicare's fee schedules the amount rests on.
    pub family: ReferenceFamily,
    /// The contract's rule that fired; `None` at Medicare and where none did.
    pub rule: Option<FiredRule>,
    /// How the amount came about, in order: base, locality, modifiers, reductions, lesser-of, cap,
    /// rounding.
    pub steps: Vec<PriceStep>,
    /// What should be known before the amount is used: "needs documentation", "no year stated".
    pub cautions: Vec<String>,
}

/// An allowed amount, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Allowed {
    /// Dollars for all units.
    Amount(Money),
    /// No amount, and why. Never to be shown as zero.
    Unpriced(Unpriced),
}

impl Allowed {
    /// Returns the amount, where there is one.
    pub const fn amount(&self) -> Option<Money> {
        match self {
            Self::Amount(amount) => Some(*amount),
            Self::Unpriced(_) => None,
        }
    }
}

/// The rule of a contract that priced a line: what the log keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FiredRule {
    /// Name of the contract's schedule.
    pub schedule: String,
    /// Number of the rule; `None`: the schedule's default percentage of the charge.
    pub nr: Option<u32>,
    /// How specific the match was.
    pub specificity: Specificity,
    /// In words: "rule 3: 120 % of Medicare, RVU20A fixed".
    pub label: String,
}

/// How specific a rule's match is, least first: the order in which a contract's rules give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Specificity {
    /// The schedule's default percentage of the charge.
    DefaultPercentOfCharge,
    /// A rule for everything.
    AllServices,
    /// A rule for a section of the code set.
    Category,
    /// A carve-out by range of codes.
    CodeRange,
    /// The code.
    Code,
    /// Code and modifiers.
    CodeAndModifiers,
    /// Code, modifiers and setting.
    CodeModifiersAndSetting,
}

/// Who pays what of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Payment {
    /// Deductible and coinsurance.
    pub patient: Money,
    /// The payer's part before sequestration.
    pub payer: Money,
    /// Taken off the payer's part.
    pub sequestration: Money,
    /// What the practice receives from both.
    pub received: Money,
}

/// What one unit of a service is worth by itself, before any stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// Dollars, exact. At Medicare the published amount in cents.
    pub amount: Money,
    /// Whether `amount` is for one unit or already for the whole line.
    pub extent: Extent,
    /// Which of Medicare's fee schedules it rests on.
    pub family: ReferenceFamily,
    /// Its parts, where a reduction may touch only one of them.
    pub parts: ComponentFees,
    /// CMS's row for the code on the day, with its indicators; `None`: no reductions are known.
    pub row: Option<RvuRow>,
    /// Modifiers whose effect the amount already holds.
    pub consumed: Modifiers,
    /// Whom the amount is for.
    pub agreed_for: AgreedFor,
    /// The contract's rule.
    pub rule: Option<FiredRule>,
    /// How the amount came about.
    pub steps: Vec<PriceStep>,
    /// What should be known before it is used.
    pub cautions: Vec<String>,
}

/// Whom an amount was agreed for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AgreedFor {
    /// Physicians: other classes of providers are paid their share of it.
    #[default]
    Physicians,
    /// The line's own class: nothing is taken off.
    ItsClass,
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// One unit.
    Unit,
    /// The line, whatever its units: anesthesia, percentages of the charge.
    Line,
    /// All lines of the claim that the same rule prices: the first carries it, the others nothing.
    Case,
}

/// Parts of a fee, exact, for one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ComponentFees {
    /// Technical part (TC row) of a global service, or the whole of a technical one.
    pub technical: Option<Money>,
    /// The technical part before the outpatient cap, where the cap lowered it.
    pub technical_before_cap: Option<Money>,
    /// Professional part (26 row).
    pub professional: Option<Money>,
    /// Practice expense of the formula, not rounded.
    pub practice_expense: Option<Money>,
    /// Work and malpractice of the formula, not rounded.
    pub work_and_malpractice: Option<Money>,
}

/// How much is worked out beside the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Amounts only: for millions of lines.
    Amounts,
    /// Amounts and steps.
    Steps,
}

/// Says what services are worth by themselves: Medicare, or a contract.
pub trait FeeSource {
    /// Returns what the line's service is worth before any stage; its steps are empty unless
    /// `detail` asks for them.
    ///
    /// # Errors
    /// Why there is no amount.
    fn base(&self, line: &ClaimLine, day: Date, detail: Detail) -> Result<Base, Unpriced>;

    /// Returns the terms that hold on a day: tables, order, lesser-of, sequestration.
    ///
    /// # Errors
    /// When nothing is agreed for the day.
    fn terms(&self, day: Date) -> Result<&ContractTerms, Unpriced>;
}

#[cfg(test)]
mod tests;
