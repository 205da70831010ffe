//! The fields a table's columns can be read as. What they are called in files is in `synonyms`.

use crate::domain::ImportKind;

/// Keys of the fields, as mappings and profiles store them.
pub mod key {
    /// The payer's name.
    pub const PAYER: &str = "payer";
    /// The procedure code.
    pub const CODE: &str = "code";
    /// Modifiers.
    pub const MODIFIER: &str = "modifier";
    /// Place of service, or facility and non-facility in words.
    pub const PLACE: &str = "place";
    /// Units of service.
    pub const UNITS: &str = "units";
    /// Billed charge.
    pub const CHARGE: &str = "charge";
    /// Allowed amount.
    pub const ALLOWED: &str = "allowed";
    /// Paid by the payer.
    pub const PAID: &str = "paid";
    /// Owed by the patient.
    pub const PATIENT: &str = "patient";
    /// Date of service.
    pub const DATE: &str = "date";
    /// Month of service.
    pub const MONTH: &str = "month";
    /// Quarter of service.
    pub const QUARTER: &str = "quarter";
    /// Year of service.
    pub const YEAR: &str = "year";
    /// Count of billed lines in a summed table.
    pub const LINES: &str = "lines";
    /// Count of visits in a summed table.
    pub const VISITS: &str = "visits";
    /// The patient's number, hashed while reading.
    pub const PATIENT_ID: &str = "patient-id";
    /// The claim's number, hashed while reading.
    pub const CLAIM: &str = "claim";
    /// Rendering provider.
    pub const PROVIDER: &str = "provider";
    /// Site.
    pub const SITE: &str = "site";
    /// The payer's product.
    pub const PLAN: &str = "plan";
    /// The payer's number, such as the one claims are sent to.
    pub const PAYER_CODE: &str = "payer-code";
    /// In which turn the row's payer was asked; in transactions also the patient.
    pub const RANK: &str = "payer-rank";
    /// The secondary payer's name, beside the primary's.
    pub const PAYER_SECONDARY: &str = "payer-secondary";
    /// Paid by the secondary payer.
    pub const PAID_SECONDARY: &str = "paid-secondary";
    /// The tertiary payer's name, beside the primary's.
    pub const PAYER_TERTIARY: &str = "payer-tertiary";
    /// Paid by the tertiary payer, or by any other.
    pub const PAID_TERTIARY: &str = "paid-tertiary";
    /// Contractual adjustment of the primary payer.
    pub const ADJUSTMENT: &str = "adjustment";
    /// Column that says the sign of an amount.
    pub const SIGN: &str = "sign";
    /// Flag or reason of a denial.
    pub const DENIED: &str = "denied";
    /// Date or flag of a void.
    pub const VOIDED: &str = "voided";
    /// What a row of transactions is: charge, payment, adjustment, transfer.
    pub const TRANSACTION_TYPE: &str = "transaction-type";
    /// The charge a transaction belongs to.
    pub const CHARGE_ID: &str = "charge-id";
    /// Amount of a transaction.
    pub const AMOUNT: &str = "amount";
    /// Reason of an adjustment or transfer: a CARC, or a word.
    pub const REASON: &str = "carc";
    /// Rate for any setting.
    pub const RATE: &str = "rate";
    /// Rate outside facilities.
    pub const RATE_NONFACILITY: &str = "rate-nonfacility";
    /// Rate in facilities.
    pub const RATE_FACILITY: &str = "rate-facility";
    /// Rate for the professional component, modifier 26.
    pub const RATE_PROFESSIONAL: &str = "rate-professional";
    /// Rate for the technical component, modifier TC.
    pub const RATE_TECHNICAL: &str = "rate-technical";
    /// First date of service a rate is for.
    pub const EFFECTIVE: &str = "effective";
    /// Last date of service a rate is for.
    pub const TERMINATION: &str = "termination";
    /// Network, product, specialty or class whose rates a row holds.
    pub const TIER: &str = "tier";
}

/// Something a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The word stored in mappings.
    pub key: &'static str,
    /// The word for people.
    pub label: &'static str,
    /// Whether a table is of no use without it; [`super::check_plan`] also names the groups of
    /// which one is needed (a date, an amount).
    pub required: bool,
    /// Columns that may be read as this field: modifiers are joined, amounts summed.
    pub max_columns: usize,
    /// One sentence for people.
    pub description: &'static str,
}

const fn field(
    key: &'static str,
    label: &'static str,
    max_columns: usize,
    description: &'static str,
) -> Field {
    Field {
        key,
        label,
        required: false,
        max_columns,
        description,
    }
}

const fn required(mut field: Field) -> Field {
    field.required = true;
    field
}

static UTILIZATION: &[Field] = &[
    required(field(
        key::PAYER,
        "Payer",
        1,
        "Insurance company or plan; or one payer for the whole file",
    )),
    required(field(
        key::CODE,
        "Procedure code",
        1,
        "CPT or HCPCS code; modifiers may follow in the same cell",
    )),
    field(key::MODIFIER, "Modifiers", 4, "Up to four columns"),
    field(
        key::PLACE,
        "Place of service",
        1,
        "Two-digit code, or facility and non-facility",
    ),
    field(
        key::UNITS,
        "Units",
        1,
        "Units of service; 1 where there is no such column",
    ),
    field(key::CHARGE, "Charge", 1, "Billed amount for all units"),
    field(
        key::ALLOWED,
        "Allowed amount",
        1,
        "What the contract allows for all units",
    ),
    field(
        key::PAID,
        "Paid",
        3,
        "Paid by insurers; several columns are summed",
    ),
    field(
        key::PATIENT,
        "Patient share",
        4,
        "Patient responsibility; deductible, coinsurance and copay are summed",
    ),
    field(
        key::DATE,
        "Date of service",
        1,
        "First date of service, or a month or quarter",
    ),
    field(
        key::MONTH,
        "Month",
        1,
        "Month of service, in a summed table",
    ),
    field(
        key::QUARTER,
        "Quarter",
        1,
        "Quarter of service, in a summed table",
    ),
    field(
        key::YEAR,
        "Year",
        1,
        "Year of service, beside a month or quarter or alone",
    ),
    field(
        key::LINES,
        "Line count",
        1,
        "Billed lines a row stands for, in a summed table",
    ),
    field(
        key::VISITS,
        "Visits",
        1,
        "Visits a row stands for, in a summed table",
    ),
    field(
        key::PATIENT_ID,
        "Patient number",
        1,
        "Only to count visits; never kept",
    ),
    field(
        key::CLAIM,
        "Claim number",
        1,
        "Counts visits where there is no patient number",
    ),
    field(
        key::PROVIDER,
        "Provider",
        1,
        "Rendering provider, by name or NPI",
    ),
    field(key::SITE, "Site", 1, "Office or department"),
    field(
        key::PLAN,
        "Product",
        1,
        "The payer's product, such as HMO or PPO, beside the payer",
    ),
    field(
        key::PAYER_CODE,
        "Payer number",
        1,
        "The payer's own number, such as the one claims are sent to",
    ),
    field(
        key::RANK,
        "Payer rank",
        1,
        "Primary, secondary or tertiary; in transactions also patient",
    ),
    field(
        key::ADJUSTMENT,
        "Contractual adjustment",
        2,
        "Charge less allowed amount; used where no allowed amount is given",
    ),
    field(
        key::PAYER_SECONDARY,
        "Secondary payer",
        1,
        "Beside the primary payer in the same row",
    ),
    field(
        key::PAID_SECONDARY,
        "Paid by secondary",
        1,
        "Becomes a payment of its own, outside of rates",
    ),
    field(
        key::PAYER_TERTIARY,
        "Tertiary payer",
        1,
        "Beside the primary payer in the same row",
    ),
    field(
        key::PAID_TERTIARY,
        "Paid by tertiary",
        1,
        "Becomes a payment of its own, outside of rates",
    ),
    field(
        key::SIGN,
        "Sign",
        8,
        "Minus or credit for the amount of the same name, or of the column before",
    ),
    field(
        key::DENIED,
        "Denied",
        1,
        "Yes, or a denial's code, where the line was denied",
    ),
    field(
        key::VOIDED,
        "Voided",
        1,
        "Yes, or the date, where the row was taken back",
    ),
    field(
        key::TRANSACTION_TYPE,
        "Transaction type",
        1,
        "Charge, payment, adjustment or transfer, in a table of transactions",
    ),
    field(
        key::CHARGE_ID,
        "Charge number",
        1,
        "Puts the transactions of one charge together; never kept",
    ),
    field(
        key::AMOUNT,
        "Transaction amount",
        1,
        "Amount of the charge, payment, adjustment or transfer",
    ),
    field(
        key::REASON,
        "Adjustment reason",
        1,
        "CARC or word that says why an amount was adjusted, transferred or denied",
    ),
];

/// Most columns of one kind of rate: eight quarters for four tiers.
const RATE_COLUMNS: usize = 32;

static FEE_SCHEDULE: &[Field] = &[
    required(field(
        key::CODE,
        "Procedure code",
        1,
        "CPT or HCPCS code; modifiers may follow in the same cell",
    )),
    field(key::MODIFIER, "Modifiers", 4, "Up to four columns"),
    field(
        key::PLACE,
        "Place or setting",
        1,
        "Facility, non-facility, or a place of service",
    ),
    field(
        key::RATE,
        "Rate",
        RATE_COLUMNS,
        "Dollars per unit; several columns are periods or tiers, told apart by their headings",
    ),
    field(
        key::RATE_NONFACILITY,
        "Non-facility rate",
        RATE_COLUMNS,
        "Dollars per unit in an office",
    ),
    field(
        key::RATE_FACILITY,
        "Facility rate",
        RATE_COLUMNS,
        "Dollars per unit in a facility",
    ),
    field(
        key::RATE_PROFESSIONAL,
        "Professional rate",
        RATE_COLUMNS,
        "Dollars per unit with modifier 26",
    ),
    field(
        key::RATE_TECHNICAL,
        "Technical rate",
        RATE_COLUMNS,
        "Dollars per unit with modifier TC",
    ),
    field(key::EFFECTIVE, "Effective date", 1, "First date of service"),
    field(
        key::TERMINATION,
        "Termination date",
        1,
        "Last date of service; years from 2078 on mean an open end",
    ),
    field(
        key::TIER,
        "Tier",
        1,
        "Network, product, specialty or class; each becomes a fee schedule of its own",
    ),
];

/// Lists the fields of a kind of table, in the order they are offered; none for CMS files, whose
/// layouts are known.
pub fn fields(kind: ImportKind) -> &'static [Field] {
    match kind {
        ImportKind::Utilization => UTILIZATION,
        ImportKind::FeeSchedule => FEE_SCHEDULE,
        kind => super::records::offered(kind),
    }
}

/// Returns the label of a field, or its key when no kind has it.
pub(super) fn label(key: &str) -> &str {
    UTILIZATION
        .iter()
        .chain(FEE_SCHEDULE)
        .chain(ImportKind::RECORDS.into_iter().flat_map(fields))
        .find(|field| field.key == key)
        .map_or(key, |field| field.label)
}
