//! How good the data are: what is wrong in them, how much of it, and what mends it.

mod model;
mod month_chart;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::Ui;

use crate::analysis::data_quality::DataQuality;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::widgets::report_ui;
use crate::domain::ImportId;
use crate::jobs::{ReportKind, ReportValue};
use model::QualityModel;

/// What the list remembers.
#[derive(Default)]
pub(super) struct State {
    shown: Memo<(u64, Same<DataQuality>), QualityModel>,
    /// Findings whose details are shown, by their titles.
    open: BTreeSet<String>,
}

/// Where a finding is mended within the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// At an import's receipt.
    Import(ImportId),
    /// In the list of payments.
    Remittances,
}

/// Paints the report; returns where in the panel a person wants to go.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) -> Option<Way> {
    let practice = ctx.practice()?;
    let report = ctx
        .report(ReportKind::DataQuality)
        .and_then(|value| match value {
            ReportValue::DataQuality(report) => Some(report),
            _ => None,
        });
    let mut wanted = None;
    report_ui(ui, report, "Looking at the data", |ui, report| {
        let key = (practice.revision, Same(Arc::clone(report)));
        let shown = state.shown.get(key, || QualityModel::new(report));
        wanted = view::quality_ui(&mut state.open, ctx, ui, shown);
    });
    wanted
}
