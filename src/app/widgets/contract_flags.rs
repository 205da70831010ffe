//! What is odd about contracts, shown wherever figures rest on them.

use egui::Ui;

use super::layout::{BadgeKind, notice_line_ui};
use crate::analysis::contract_flags::{ContractFlag, Severity};
use crate::domain::PayerId;
use crate::jobs::PracticeView;

/// Most lines shown: the panel with the contracts has all of them.
const MAX_LINES: usize = 3;

/// Returns how a flag looks.
pub const fn flag_kind(flag: &ContractFlag) -> BadgeKind {
    match flag.severity {
        Severity::Blocking => BadgeKind::Bad,
        Severity::Warning => BadgeKind::Warning,
        Severity::Note => BadgeKind::Neutral,
    }
}

/// Paints what keeps contracts from being priced as they were agreed: those of one payer, or all.
pub fn blocking_flags_ui(ui: &mut Ui, practice: &PracticeView, payer: Option<PayerId>) {
    for line in blocking_lines(practice, payer) {
        notice_line_ui(ui, BadgeKind::Bad, &line);
    }
}

fn blocking_lines(practice: &PracticeView, payer: Option<PayerId>) -> Vec<String> {
    let contracts = practice
        .contracts
        .iter()
        .filter(|contract| payer.is_none_or(|only| only == contract.payer));
    contracts
        .flat_map(|contract| {
            let flags = practice.flags_of(contract.id).iter();
            flags
                .filter(|flag| flag.severity == Severity::Blocking)
                .map(|flag| format!("{}: {}. {}", contract.name, flag.sentence, flag.remedy))
        })
        .take(MAX_LINES)
        .collect()
}
