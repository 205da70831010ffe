//! Payers of second and third turn: in columns beside the primary payer, or in a column that says
//! whose turn a row is.

use crate::domain::PayerRank;

use super::fields::key;
use super::intern::{Name, Names};
use super::line::Line;
use super::plan::TablePlan;
use super::rows::{Row, text_of};
use super::signs::Amounts;
use super::tally::{Rejection, Tally};

/// Whose turn a cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Payer(PayerRank),
    Patient,
}

impl Turn {
    /// Reads `Primary`, `2`, `S`, `Patient`; `None` when blank or none of these.
    pub(super) fn of(cell: &[u8]) -> Option<Self> {
        let upper = text_of(cell).trim().to_ascii_uppercase();
        let begins = |words: &[&str]| words.iter().any(|word| upper.starts_with(word));
        match upper.as_str() {
            "1" | "P" | "PRI" | "I1" => Some(Self::Payer(PayerRank::Primary)),
            "2" | "S" | "SEC" | "I2" => Some(Self::Payer(PayerRank::Secondary)),
            "3" | "T" | "TER" | "I3" => Some(Self::Payer(PayerRank::Tertiary)),
            "PT" | "PAT" => Some(Self::Patient),
            _ if begins(&["PRIM"]) => Some(Self::Payer(PayerRank::Primary)),
            _ if begins(&["SECOND"]) => Some(Self::Payer(PayerRank::Secondary)),
            _ if begins(&["TERT", "OTHER"]) => Some(Self::Payer(PayerRank::Tertiary)),
            _ if begins(&["PATIENT", "SELF", "GUARANTOR"]) => Some(Self::Patient),
            _ => None,
        }
    }
}

/// The other payers of a table that has them side by side.
pub(super) struct OtherPayers(Vec<OtherPayer>);

struct OtherPayer {
    rank: PayerRank,
    /// The column with the payer's name.
    name: Option<usize>,
    paid: Amounts,
    /// What the payer is called where the row does not say it.
    unnamed: &'static [u8],
}

impl OtherPayers {
    pub(super) fn of(plan: &TablePlan) -> Self {
        let payer = |rank, name, paid, unnamed| OtherPayer {
            rank,
            name: plan.columns_of(name).next(),
            paid: Amounts::of(plan, paid),
            unnamed,
        };
        let mut payers = vec![
            payer(
                PayerRank::Secondary,
                key::PAYER_SECONDARY,
                key::PAID_SECONDARY,
                &b"Secondary insurance"[..],
            ),
            payer(
                PayerRank::Tertiary,
                key::PAYER_TERTIARY,
                key::PAID_TERTIARY,
                b"Tertiary insurance",
            ),
        ];
        payers.retain(|payer| payer.paid.are_there());
        Self(payers)
    }

    pub(super) const fn are_there(&self) -> bool {
        !self.0.is_empty()
    }

    /// Reads what other payers paid for the service of a line, and appends a line for each.
    pub(super) fn read(
        &self,
        row: &Row,
        primary: &Line,
        names: &mut Names,
        tally: &mut Tally,
        lines: &mut Vec<Line>,
    ) -> Result<(), Rejection> {
        for other in &self.0 {
            let Some(paid) = other.paid.sum(tally, row)?.filter(|cents| *cents != 0) else {
                continue;
            };
            let name = other_name(names, other.name.map(|idx| row.cell(idx)), other.unnamed);
            lines.push(primary.paid_by_other(other.rank, name, paid));
        }
        Ok(())
    }
}

/// Returns the name in a cell, or the one for payers without a name.
pub(super) fn other_name(names: &mut Names, cell: Option<&[u8]>, unnamed: &[u8]) -> Name {
    let named = cell.map(|cell| names.get(cell));
    named
        .filter(|name| !name.text.is_empty())
        .unwrap_or_else(|| names.get(unnamed))
}
