//! How Medicare's amount for a code comes about, step by step, on request.

use egui::{Align, CollapsingHeader, Layout, Ui};

use crate::analysis::medicare_price::{PriceStep, StepUnit};
use crate::app::context::ViewContext;
use crate::app::theme::{caption, size, tokens};
use crate::domain::RateKey;

/// Paints the steps under a heading that opens them; asks for them only then.
pub(super) fn ui(ctx: &ViewContext<'_>, ui: &mut Ui, key: RateKey) {
    ui.add_space(size::S);
    CollapsingHeader::new("How Medicare\u{2019}s amount comes about")
        .id_salt("price steps")
        .show(ui, |ui| {
            let Some(priced) = ctx.price(key).value() else {
                ui.label(caption("Computing\u{2026}").color(tokens(ui).muted));
                return;
            };
            ui.label(caption(&priced.reference).color(tokens(ui).muted));
            if let Some(reason) = priced.medicare.reason() {
                ui.label(reason.label());
            }
            for step in &priced.steps {
                step_ui(ui, step);
            }
        });
}

fn step_ui(ui: &mut Ui, step: &PriceStep) {
    ui.add_space(size::XS);
    ui.horizontal(|ui| {
        ui.label(&step.label);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(result(step))
        });
    });
    ui.label(caption(&step.expression).color(tokens(ui).muted));
}

/// Writes a step's result with its unit: `$89.24`, `2.7588 RVU`.
fn result(step: &PriceStep) -> String {
    let amount = step.amount.normalize();
    match step.unit {
        StepUnit::Rvu => format!("{amount} RVU"),
        StepUnit::Dollars => format!("${amount}"),
        StepUnit::TimeUnits => format!("{amount} units"),
        StepUnit::Percent => format!("{amount} %"),
    }
}
