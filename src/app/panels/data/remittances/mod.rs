//! Remittances: what payers paid and when, what was added or kept that belongs to no claim, and why
//! less was paid than was charged.

mod model;
#[cfg(test)]
mod tests;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::adjustments::AdjustmentReport;
use crate::analysis::payment_clocks::PaymentClocks;
use crate::analysis::recodes::RecodeReport;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::reports::Shelved;
use crate::app::theme::{Icon, size};
use crate::app::widgets::{TableState, empty_state_ui, report_ui, segmented_ui};
use crate::domain::ImportKind;
use crate::jobs::{PaymentsReport, ReportKind, ReportValue};
use model::{AdjustmentsModel, ClocksModel, PaymentsModel, RecodesModel};

/// What the section remembers.
#[derive(Default)]
pub(super) struct State {
    part: Part,
    payments: Memo<(u64, Same<PaymentsReport>), PaymentsModel>,
    clocks: Memo<Same<PaymentClocks>, ClocksModel>,
    adjustments: Memo<Same<AdjustmentReport>, AdjustmentsModel>,
    recodes: Memo<Same<RecodeReport>, RecodesModel>,
    tables: Tables,
}

/// The questions of the section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// What was paid.
    #[default]
    Payments,
    /// How long it took.
    Clocks,
    /// Why not more.
    Adjustments,
    /// Paid as something else.
    Recodes,
}

impl Part {
    const CHOICES: [(Self, &'static str); 4] = [
        (Self::Payments, "Payments"),
        (Self::Clocks, "Days to payment"),
        (Self::Adjustments, "Adjustments"),
        (Self::Recodes, "Recodes"),
    ];
}

#[derive(Default)]
struct Tables {
    payments: TableState,
    apart: TableState,
    clocks: TableState,
    all_clocks: TableState,
    adjustments: TableState,
    recodes: TableState,
}

/// Paints the section.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    if practice.import_count(ImportKind::Remittances) == 0 {
        let sentence = "Drop your 835 files or a folder of them onto the window: payments, days to \
                        payment, adjustments and recodes show here";
        empty_state_ui(ui, ctx, Icon::File, sentence, Some(&Command::PickImports));
        return;
    }
    segmented_ui(ui, "About remittances", &mut state.part, &Part::CHOICES);
    ui.add_space(size::XS);
    match state.part {
        Part::Payments => payments_ui(state, ctx, ui, practice.revision),
        Part::Clocks => clocks_ui(state, ctx, ui),
        Part::Adjustments => adjustments_ui(state, ctx, ui),
        Part::Recodes => recodes_ui(state, ctx, ui),
    }
}

fn payments_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, revision: u64) {
    let report = asked(ctx, ReportKind::Payments, |value| match value {
        ReportValue::Payments(report) => Some(report),
        _ => None,
    });
    report_ui(ui, report, "Adding up the payments", |ui, report| {
        let key = (revision, Same(Arc::clone(report)));
        let practice = ctx.practice();
        let shown = state.payments.get(key, || {
            PaymentsModel::new(report, |payer| {
                practice
                    .and_then(|practice| practice.payer(payer))
                    .map_or_else(String::new, |payer| payer.name.clone())
            })
        });
        view::payments_ui(&mut state.tables, ctx, ui, shown);
    });
}

fn clocks_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let report = asked(ctx, ReportKind::PaymentClocks, |value| match value {
        ReportValue::PaymentClocks(report) => Some(report),
        _ => None,
    });
    report_ui(ui, report, "Counting the days", |ui, report| {
        let key = Same(Arc::clone(report));
        let shown = state.clocks.get(key, || ClocksModel::new(report));
        view::clocks_ui(&mut state.tables, ctx, ui, shown);
    });
}

fn adjustments_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let report = asked(ctx, ReportKind::Adjustments, |value| match value {
        ReportValue::Adjustments(report) => Some(report),
        _ => None,
    });
    report_ui(ui, report, "Adding up the adjustments", |ui, report| {
        let key = Same(Arc::clone(report));
        let shown = state.adjustments.get(key, || AdjustmentsModel::new(report));
        view::adjustments_ui(&mut state.tables, ctx, ui, shown);
    });
}

fn recodes_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let report = asked(ctx, ReportKind::Recodes, |value| match value {
        ReportValue::Recodes(report) => Some(report),
        _ => None,
    });
    report_ui(
        ui,
        report,
        "Comparing with what was billed",
        |ui, report| {
            let key = Same(Arc::clone(report));
            let shown = state.recodes.get(key, || RecodesModel::new(report));
            view::recodes_ui(&mut state.tables, ctx, ui, shown);
        },
    );
}

/// Asks for a report of the part of the practice that is looked at.
fn asked<'a, T>(
    ctx: &ViewContext<'a>,
    kind: ReportKind,
    part: impl FnOnce(&'a ReportValue) -> Option<&'a Arc<T>>,
) -> Shelved<'a, Arc<T>> {
    ctx.report(kind).and_then(part)
}
