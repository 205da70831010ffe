//! Services as billed and paid: single lines, and the totals that reports run on.

use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Modifiers, Money, Month, NoRate, PayerId, PayerRank, PlaceOfService, ProcedureCode, ProductId,
    ProviderId, Setting, SiteId,
};

/// One line of a utilization table, cleaned. Holds nothing that names a patient.
///
/// A table that is already summed gives lines too: `lines` then counts what each stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLine {
    /// Row of the source, counted from 1.
    pub line_nr: u64,
    /// The payer's name as written; empty where the table has none.
    pub payer_name: Arc<str>,
    /// The payer's product as written; empty where the file has none.
    pub plan: Arc<str>,
    /// The payer's number, such as the one claims are sent to; empty where the file has none.
    pub payer_code: Arc<str>,
    /// In which turn the payer was asked. Of a secondary payer's line only the payment counts: the
    /// primary payer's line has its charge, units and visit.
    pub rank: PayerRank,
    /// The rendering provider as written; empty where the table has none.
    pub provider: Arc<str>,
    /// The site as written; empty where the table has none.
    pub site: Arc<str>,
    /// The code.
    pub code: ProcedureCode,
    /// All its modifiers.
    pub modifiers: Modifiers,
    /// Place of service, where the table has it.
    pub place: Option<PlaceOfService>,
    /// First date of service.
    pub date: Date,
    /// Billed lines this stands for: 1 unless the table is summed; -1 for one that takes an earlier
    /// line back.
    pub lines: i32,
    /// Units of service, exact to thousandths.
    pub units: Decimal,
    /// Visits, only in a summed table that counts them.
    pub visits: Option<u32>,
    /// Keyed hash of patient (or claim) for counting visits; never the number itself.
    pub visit_key: Option<u64>,
    /// Billed charge for all units.
    pub charge: Money,
    /// Allowed amount for all units, by which rates are measured; `None` where there is none to
    /// measure by: `no_rate` then says why.
    pub allowed: Option<Money>,
    /// Why there is no allowed amount; `None` where there is one.
    pub no_rate: Option<NoRate>,
    /// Paid by the payer.
    pub paid: Option<Money>,
    /// Owed by the patient.
    pub patient: Option<Money>,
}

impl ServiceLine {
    /// Returns the Medicare price column the line falls under; office where the place is unknown.
    pub fn setting(&self) -> Setting {
        self.place
            .map_or(Setting::NonFacility, PlaceOfService::setting)
    }
}

/// What a rate is for: a code, the modifiers that change its price, and the setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RateKey {
    /// The code.
    pub code: ProcedureCode,
    /// Only the modifiers that change the price.
    pub modifiers: Modifiers,
    /// The setting.
    pub setting: Setting,
}

/// A maintained sum over service lines that agree in every field above the counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalRow {
    /// The payer.
    pub payer: PayerId,
    /// The payer's product, 0 where unknown.
    pub product: ProductId,
    /// The provider, 0 where unknown.
    pub provider: ProviderId,
    /// The site, 0 where unknown.
    pub site: SiteId,
    /// Code, pricing modifiers and setting.
    pub key: RateKey,
    /// Month of service.
    pub month: Month,
    /// Billed lines.
    pub lines: u64,
    /// Units of service.
    pub units: Decimal,
    /// Visits: a patient, a day, a provider and a payer, counted on the visit's first line.
    pub visits: u64,
    /// Billed charges.
    pub charge: Money,
    /// Units of the lines that have an allowed amount.
    pub units_allowed: Decimal,
    /// Charges of the lines that have an allowed amount.
    pub charge_allowed: Money,
    /// Allowed amounts.
    pub allowed: Money,
    /// Paid by payers.
    pub paid: Money,
    /// Owed by patients.
    pub patient: Money,
    /// Lines without an allowed amount, denied ones among them.
    pub lines_without_allowed: u64,
    /// Lines that were denied.
    pub lines_denied: u64,
    /// Lines of secondary and tertiary payers: counted in nothing but this and `paid`.
    pub lines_secondary: u64,
}

/// All totals of a practice file at one revision: the input of every report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceTotals {
    /// The sums, in no particular order.
    pub rows: Vec<TotalRow>,
}
