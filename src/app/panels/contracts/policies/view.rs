//! Paints lesser-of, the order of operations, sequestration, and the tables.

use egui::{Align, Layout, Ui, vec2};
use rust_decimal::Decimal;

use super::{State, modifiers_view};
use crate::app::theme::{Icon, caption, heading, size, tokens};
use crate::app::widgets::{PERCENT, card_ui, icon_button, picker_ui, quiet_button, value_field_ui};
use crate::domain::{ContractTerms, LesserOf, Percent, PricingOrder, Sequestration};

/// Taken off Medicare's payments since 2013, in percent.
const USUAL_SEQUESTRATION: Decimal = Decimal::TWO;
/// Width below which the two columns stand one below the other.
const NARROW: f32 = 620.0;

/// Paints the policies of the version looked at.
pub(in crate::app::panels::contracts) fn ui(
    state: &mut State,
    ui: &mut Ui,
    terms: &mut ContractTerms,
) {
    ui.spacing_mut().item_spacing.y = size::S;
    if ui.available_width() < NARROW {
        card_ui(ui, |ui| charge_ui(ui, terms));
        card_ui(ui, |ui| order_ui(ui, &mut terms.order));
    } else {
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                card_ui(left, |ui| charge_ui(ui, terms));
                card_ui(right, |ui| order_ui(ui, &mut terms.order));
            }
        });
    }
    ui.add_space(size::S);
    card_ui(ui, |ui| {
        modifiers_view::modifiers_ui(state, ui, &mut terms.policies);
    });
    ui.add_space(size::S);
    card_ui(ui, |ui| {
        modifiers_view::reductions_ui(ui, &mut terms.policies);
    });
}

fn charge_ui(ui: &mut Ui, terms: &mut ContractTerms) {
    ui.label(heading("The billed charge"));
    let choices = LesserOf::ALL.map(|rule| (rule, rule.label().to_owned()));
    let width = ui.available_width().min(320.0);
    picker_ui(
        ui,
        "The billed charge",
        &mut terms.lesser_of,
        &choices,
        width,
    );
    ui.add_space(size::S);
    ui.label(heading("Sequestration"));
    let mut is_passed_on = terms.sequestration != Sequestration::NotPassedOn;
    if ui
        .checkbox(&mut is_passed_on, "The payer takes it off its payment")
        .changed()
    {
        terms.sequestration = if is_passed_on {
            Sequestration::PassedOn(Percent::new(USUAL_SEQUESTRATION))
        } else {
            Sequestration::NotPassedOn
        };
    }
    if let Sequestration::PassedOn(percent) = &mut terms.sequestration {
        ui.horizontal(|ui| {
            value_field_ui(ui, "Sequestration, percent", percent, &PERCENT, 76.0);
            ui.label("% of the payment, after deductible and coinsurance");
        });
    } else {
        let words = "Allowed amounts stay as they are either way";
        ui.label(caption(words).color(tokens(ui).muted));
    }
}

fn order_ui(ui: &mut Ui, order: &mut PricingOrder) {
    ui.horizontal(|ui| {
        ui.label(heading("Order of operations"));
        if quiet_button(ui, "Usual order").clicked() {
            *order = PricingOrder::default();
        }
    });
    let PricingOrder(stages) = order;
    let last = stages.len().saturating_sub(1);
    let mut swapped = None;
    for (stage_idx, stage) in stages.iter().enumerate() {
        let line = vec2(ui.available_width(), size::CONTROL);
        ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
            ui.label(format!("{}. {}", stage_idx + 1, stage.label()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let down = format!("Move {} down", stage.label());
                if stage_idx < last && icon_button(ui, Icon::ChevronDown, &down).clicked() {
                    swapped = Some((stage_idx, stage_idx + 1));
                }
                let up = format!("Move {} up", stage.label());
                if stage_idx > 0 && icon_button(ui, Icon::ChevronUp, &up).clicked() {
                    swapped = Some((stage_idx - 1, stage_idx));
                }
            });
        });
    }
    if let Some((one, other)) = swapped {
        stages.swap(one, other);
    }
}
