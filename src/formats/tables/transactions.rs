//! Transactions of charges: a row each for the charge, its payments, adjustments and transfers.

use super::rows::text_of;

/// What a transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Charge,
    Payment,
    Adjustment,
    TransferIn,
    TransferOut,
}

impl Event {
    /// Reads a type as practice-management systems write it; `None` for anything else.
    pub(super) fn of(cell: &[u8]) -> Option<Self> {
        let letters: String = text_of(cell)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        match letters.as_str() {
            "CHARGE" | "CHARGES" | "CHG" | "CHRG" | "C" => Some(Self::Charge),
            "PAYMENT" | "PAYMENTS" | "PMT" | "PAY" | "PYMT" | "P" | "INSURANCEPAYMENT"
            | "PATIENTPAYMENT" => Some(Self::Payment),
            "ADJUSTMENT" | "ADJUSTMENTS" | "ADJ" | "A" | "WRITEOFF" | "CREDITADJUSTMENT"
            | "DEBITADJUSTMENT" => Some(Self::Adjustment),
            "TRANSFERIN" => Some(Self::TransferIn),
            "TRANSFEROUT" => Some(Self::TransferOut),
            _ => None,
        }
    }
}
