//! What is odd about a contract, the worst first, each with what to do about it.

use std::collections::BTreeMap;

use egui::Ui;

use crate::app::widgets::{BadgeKind, notice_line_ui};
use crate::domain::ContractId;
use crate::jobs::PracticeView;

/// The flags of all contracts.
#[derive(Debug, Default)]
pub(super) struct FlagsModel(BTreeMap<ContractId, Vec<FlagLine>>);

/// A flag in finished words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FlagLine {
    pub(super) kind: BadgeKind,
    pub(super) words: String,
}

impl FlagsModel {
    pub(super) fn new(_practice: &PracticeView) -> Self {
        Self::default()
    }

    /// Returns a contract's flags, the worst first.
    pub(super) fn of(&self, contract: ContractId) -> &[FlagLine] {
        self.0.get(&contract).map_or(&[], Vec::as_slice)
    }
}

/// Paints a contract's flags.
pub(super) fn ui(ui: &mut Ui, flags: &[FlagLine]) {
    for flag in flags {
        notice_line_ui(ui, flag.kind, &flag.words);
    }
}
