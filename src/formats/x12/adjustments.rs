//! Adjustments (CAS) and remark codes as read, and the signs of amounts that take an earlier payment
//! back.

use crate::domain::{Adjustment, AdjustmentGroup, Money, ReasonCode};

use super::allowed::AdjustmentSums;
use super::reading::{Legible, Reading};
use super::segments::Segment;
use super::tally::Oddity;

/// Most adjustments, and most remark codes, kept of a claim or line. Real ones have a dozen; the sums
/// take all of them.
const MAX_KEPT: usize = 200;

/// Adjustments of a claim or line.
pub(super) struct Adjustments {
    pub(super) sums: AdjustmentSums,
    pub(super) kept: Vec<Adjustment>,
    pub(super) legible: Legible,
}

impl Adjustments {
    pub(super) fn new() -> Self {
        Self {
            sums: AdjustmentSums::default(),
            kept: Vec::new(),
            legible: Legible::Yes,
        }
    }

    /// Reads a CAS segment: a group, then up to six of reason, amount and quantity.
    pub(super) fn read(&mut self, segment: &Segment<'_>, reading: &mut Reading) {
        let group = std::str::from_utf8(segment.element(1))
            .ok()
            .and_then(AdjustmentGroup::from_code);
        for idx in (2..=segment.len()).step_by(3) {
            let reason = segment.element(idx);
            if reason.is_empty() && segment.element(idx + 1).is_empty() {
                continue;
            }
            let (cents, legible) = reading.cents(segment, idx + 1);
            if legible == Legible::No {
                self.legible = Legible::No;
            }
            self.sums.add(group, reason, cents);
            match group.zip(reason_code(reason)) {
                Some((group, reason)) if self.kept.len() < MAX_KEPT => self.kept.push(Adjustment {
                    group,
                    reason,
                    amount: Money::from_cents(cents),
                }),
                Some(_) => {}
                None => reading.tally.note(Oddity::Adjustment, segment.nr),
            }
        }
    }

    /// Turns all signs around.
    pub(super) fn negate(&mut self) {
        self.sums = self.sums.negated();
        for adjustment in &mut self.kept {
            adjustment.amount = -adjustment.amount;
        }
    }
}

fn reason_code(element: &[u8]) -> Option<ReasonCode> {
    ReasonCode::new(std::str::from_utf8(element).ok()?).ok()
}

/// Adds a remark code, none twice.
pub(super) fn remark(remarks: &mut Vec<ReasonCode>, element: &[u8]) {
    if let Some(code) = reason_code(element)
        && remarks.len() < MAX_KEPT
        && !remarks.contains(&code)
    {
        remarks.push(code);
    }
}

/// Whether a claim pays or takes an earlier payment back (CLP02 22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClaimKind {
    Paid,
    Reversal,
}

/// Whether amounts bill or take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Billed,
    TakenBack,
}

impl Sign {
    /// Judges a claim or line: all of a reversal takes back, whatever its signs, and elsewhere what
    /// is billed or paid below zero.
    pub(super) fn of(kind: ClaimKind, charge: i64, paid: i64) -> Self {
        if kind == ClaimKind::Reversal || is_negative(charge, paid) {
            Self::TakenBack
        } else {
            Self::Billed
        }
    }

    /// Gives a billing amount its sign.
    pub(super) fn apply(self, cents: i64) -> i64 {
        match self {
            Self::Billed => cents,
            Self::TakenBack => -cents,
        }
    }

    /// Gives an amount its sign that came with either.
    pub(super) fn force(self, cents: i64) -> i64 {
        match self {
            Self::Billed => cents,
            Self::TakenBack => -cents.saturating_abs(),
        }
    }

    /// Returns charge and payment as if billed, and turns adjustments alike. Payers differ in which
    /// signs of a reversal they turn; where the adjustments' do not add up, the others are meant.
    pub(super) fn as_billed(
        self,
        kind: ClaimKind,
        charge: i64,
        paid: i64,
        adjustments: &mut Adjustments,
    ) -> (i64, i64) {
        if self == Self::Billed {
            return (charge, paid);
        }
        let (charge, paid) = if is_negative(charge, paid) {
            adjustments.negate();
            (-charge, -paid)
        } else {
            (charge, paid)
        };
        let paid = match kind {
            ClaimKind::Paid => paid,
            ClaimKind::Reversal => paid.saturating_abs(),
        };
        let total = adjustments.sums.total;
        let left = charge.saturating_sub(paid);
        if left != total && left == -total {
            adjustments.negate();
        }
        (charge, paid)
    }
}

fn is_negative(charge: i64, paid: i64) -> bool {
    charge < 0 || (charge == 0 && paid < 0)
}
