//! Case rates: one amount for all lines of a claim that one rule of a contract prices. The first of
//! them carries it, the others nothing.

use super::line_at_work::{LineAtWork, StepText};
use crate::analysis::medicare_price::StepKind;
use crate::domain::Money;

/// Leaves each case's amount on its first line, to be compared with the charges of all of them.
pub(super) fn carry_once(lines: &mut [LineAtWork<'_>]) {
    for first_idx in 0..lines.len() {
        let Some((earlier, rest)) = lines.split_at_mut_checked(first_idx) else {
            return;
        };
        let Some((carrier, later)) = rest.split_first_mut() else {
            return;
        };
        let Some(case) = carrier.case() else {
            continue;
        };
        if earlier.iter().any(|line| line.case() == Some(case)) {
            continue;
        }
        let mut charge = carrier.line.charge;
        for line in later.iter_mut().filter(|line| line.case() == Some(case)) {
            charge = charge
                .zip(line.line.charge)
                .map(|(sum, charge)| sum + charge);
            line.set(Money::ZERO, StepKind::Base, |_| StepText {
                label: "Within the case rate".to_owned(),
                expression: "carried by the first line of the case".to_owned(),
                source: String::new(),
            });
            line.charge = Some(Money::ZERO);
        }
        carrier.charge = charge;
    }
}
