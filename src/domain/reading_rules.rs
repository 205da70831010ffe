//! How the cells and rows of one layout are to be understood, beyond which column is which field.

use serde::{Deserialize, Serialize};

/// Which number comes first in dates like `3/4/2025`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// American: March 4.
    #[default]
    MonthFirst,
    /// European: 3 April.
    DayFirst,
}

/// What one row of a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowShape {
    /// A service line, or a sum of several.
    #[default]
    Lines,
    /// One event of a charge: the charge itself, a payment, an adjustment, a transfer. Rows of one
    /// charge number are put together.
    Transactions,
}

/// Which sign amounts carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignRule {
    /// Charges, payments and adjustments are positive; a negative one takes back.
    #[default]
    AsWritten,
    /// Payments and adjustments are written negative.
    CreditsNegative,
    /// Every sign is turned: charges are written negative.
    Turned,
}

/// Which rows are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowFilter {
    /// Position of the column that decides, counted from 0.
    pub column_idx: usize,
    /// Whether rows with these values are read, or all others.
    pub keep: Keep,
    /// The values, compared without regard to case and to blanks around them; empty means a blank
    /// cell.
    pub values: Vec<String>,
}

/// Which side of a [`RowFilter`] is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// Only rows with one of the values.
    #[default]
    Only,
    /// All rows but those.
    AllBut,
}

/// Where the payer of a row stands when no column says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PayerFrom {
    /// In a column, or in the one name given for the whole table.
    #[default]
    Table,
    /// In the file's name, without its extension, dates and words like `export` and `report`.
    FileName,
}

/// How cells and rows are understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingRules {
    /// What a row is.
    pub rows: RowShape,
    /// Digits behind a decimal point that amounts do not write: 2 for cents, 0 for none. Amounts that
    /// write a point are not changed.
    pub implied_decimals: u8,
    /// Which sign amounts carry.
    pub signs: SignRule,
    /// Which number comes first in dates; `None`: judged from the values.
    pub date_order: Option<DateOrder>,
    /// Where the payer stands.
    pub payer_from: PayerFrom,
    /// Rows must pass all of these.
    pub filters: Vec<RowFilter>,
}
