//! How an amount comes about: what it is, its steps in order, and what should be known before it is
//! used. The same wherever an amount is explained.

use egui::{Align, Label, Layout, Role, Ui, WidgetInfo, vec2};
use serde::Serialize;

use super::layout::{BadgeKind, notice_line_ui};
use crate::analysis::medicare_price::{PriceStep, StepUnit};
use crate::analysis::pricing::{Allowed, PricedLine};
use crate::app::theme::{caption, label, size, title, tokens};
use crate::brief::figures;

/// An amount with its steps, in finished words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedAmount {
    /// Whose it is: "Medicare", or the contract's name.
    pub whose: String,
    /// What it rests on: the reference, or the rule that fired.
    pub rests_on: String,
    /// The amount; "n/a" where there is none.
    pub amount: String,
    /// Why there is none; empty where there is one.
    pub reason: String,
    /// What should be known before it is used.
    pub cautions: Vec<String>,
    /// The steps, in their order.
    pub steps: Vec<ExplainedStep>,
}

/// A step in finished words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedStep {
    /// What the step is.
    pub label: String,
    /// How it was computed.
    pub expression: String,
    /// What came out, with its unit.
    pub result: String,
    /// Where its rule or value comes from; may be empty.
    pub source: String,
}

impl ExplainedAmount {
    /// Explains a priced line.
    pub fn new(whose: impl Into<String>, rests_on: impl Into<String>, line: &PricedLine) -> Self {
        let (amount, reason) = match &line.allowed {
            Allowed::Amount(amount) => (format!("${}", figures::money(*amount)), String::new()),
            Allowed::Unpriced(reason) => ("n/a".to_owned(), reason.label()),
        };
        Self {
            whose: whose.into(),
            rests_on: rests_on.into(),
            amount,
            reason,
            cautions: line.cautions.clone(),
            steps: line.steps.iter().map(ExplainedStep::new).collect(),
        }
    }
}

impl ExplainedStep {
    /// Writes a step's result with its unit: `$89.24`, `2.7588 RVU`.
    pub fn new(step: &PriceStep) -> Self {
        let amount = step.amount.normalize();
        let result = match step.unit {
            StepUnit::Rvu => format!("{amount} RVU"),
            StepUnit::Dollars if amount.scale() <= 2 => {
                format!("${}", figures::money(crate::domain::Money::new(amount)))
            }
            StepUnit::Dollars => format!("${amount}"),
            StepUnit::TimeUnits => format!("{amount} units"),
            StepUnit::Percent => format!("{amount}%"),
        };
        Self {
            label: step.label.clone(),
            expression: step.expression.clone(),
            result,
            source: step.source.clone(),
        }
    }
}

/// Paints amounts with their steps: two side by side.
pub fn explained_side_by_side_ui(ui: &mut Ui, amounts: &[ExplainedAmount]) {
    let [one, other] = amounts else {
        for amount in amounts {
            explained_ui(ui, amount);
        }
        return;
    };
    let width = (ui.available_width() - size::XL) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::XL;
        for amount in [one, other] {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                explained_ui(ui, amount);
            });
        }
    });
}

/// Paints an amount with its steps.
fn explained_ui(ui: &mut Ui, shown: &ExplainedAmount) {
    ui.spacing_mut().item_spacing.x = size::S;
    ui.label(label(&shown.whose));
    let muted = tokens(ui).muted;
    ui.add(Label::new(caption(&shown.rests_on).color(muted)).wrap());
    let amount = ui.label(title(&shown.amount));
    amount.widget_info(|| {
        let words = format!("{}: {} {}", shown.whose, shown.amount, shown.reason);
        WidgetInfo::labeled(Role::Label, true, words.trim_end())
    });
    if !shown.reason.is_empty() {
        ui.add(Label::new(&shown.reason).wrap());
    }
    for caution in &shown.cautions {
        notice_line_ui(ui, BadgeKind::Warning, caution);
    }
    for step in &shown.steps {
        ui.separator();
        step_ui(ui, step);
    }
}

/// Paints one step: what it is and what came out, below it how and from where.
pub fn step_ui(ui: &mut Ui, step: &ExplainedStep) {
    let muted = tokens(ui).muted;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = size::L;
        ui.horizontal(|ui| {
            ui.label(&step.label);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(label(&step.result));
            });
        });
        ui.add(Label::new(caption(&step.expression).color(muted)).wrap());
        if !step.source.is_empty() {
            ui.add(Label::new(caption(&step.source).color(muted)).wrap());
        }
    });
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::analysis::medicare_price::StepKind;

    fn check(amount: &str, unit: StepUnit, expected: &str) {
        let step = PriceStep {
            kind: StepKind::Base,
            label: String::new(),
            expression: String::new(),
            amount: amount.parse::<Decimal>().unwrap(),
            unit,
            source: String::new(),
        };
        assert_eq!(ExplainedStep::new(&step).result, expected);
    }

    #[test]
    fn a_result_carries_its_unit() {
        check("89.2", StepUnit::Dollars, "$89.20");
        check("89.237561", StepUnit::Dollars, "$89.237561");
        check("1200", StepUnit::Dollars, "$1,200.00");
        check("2.7588", StepUnit::Rvu, "2.7588 RVU");
        check("8.60", StepUnit::TimeUnits, "8.6 units");
        check("120.0", StepUnit::Percent, "120%");
    }
}
