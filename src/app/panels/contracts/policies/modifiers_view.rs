//! Paints the table of modifiers and the percentages of reductions.

use egui::{Grid, Ui};

use super::{EffectKind, State};
use crate::app::theme::{Icon, caption, heading, label, size, tokens};
use crate::app::widgets::{
    PERCENT, icon_button, picker_ui, problem_ui, quiet_button, secondary_button, text_field_ui,
    value_field_ui,
};
use crate::domain::{
    EndoscopyRule, ModifierEffect, ModifierRule, MultipleProcedureRule, Percent, PricingPolicies,
    ProviderClass, ProviderClassRule,
};

/// Width of a percentage.
const PERCENT_WIDTH: f32 = 76.0;

/// Paints the modifiers.
pub(super) fn modifiers_ui(state: &mut State, ui: &mut Ui, policies: &mut PricingPolicies) {
    ui.horizontal(|ui| {
        ui.label(heading("Modifiers"));
        if quiet_button(ui, "Medicare\u{2019}s defaults").clicked() {
            *policies = PricingPolicies::default();
        }
    });
    let words =
        "One that is not listed changes nothing; 26, TC and 50 have rates and rules of their own";
    ui.label(caption(words).color(tokens(ui).muted));
    let mut removed = None;
    Grid::new("modifiers")
        .num_columns(4)
        .spacing([size::M, size::XS])
        .show(ui, |ui| {
            for rule in &mut policies.modifiers {
                if modifier_ui(ui, rule) {
                    removed = Some(rule.modifier);
                }
                ui.end_row();
            }
        });
    if let Some(modifier) = removed {
        policies.modifiers.retain(|rule| rule.modifier != modifier);
    }
    ui.horizontal(|ui| {
        text_field_ui(ui, "Another modifier", &mut state.modifier, "22", 60.0);
        if secondary_button(ui, "Add the modifier").clicked() {
            state.add(policies);
        }
    });
    problem_ui(ui, state.problem.as_deref());
}

/// Paints one modifier; returns whether it is to go.
fn modifier_ui(ui: &mut Ui, rule: &mut ModifierRule) -> bool {
    let modifier = rule.modifier;
    ui.label(label(modifier.to_string()));
    let kinds = EffectKind::CHOICES.map(|(kind, words)| (kind, words.to_owned()));
    let now = EffectKind::of(rule.effect);
    let mut kind = now;
    let name = format!("Effect of {modifier}");
    picker_ui(ui, &name, &mut kind, &kinds, 270.0);
    if kind != now {
        rule.effect = kind.effect(rule.effect);
    }
    match &mut rule.effect {
        ModifierEffect::Percent(percent)
        | ModifierEffect::TechnicalPercent(percent)
        | ModifierEffect::Surgeon { percent, .. } => {
            percent_ui(ui, &format!("Percent for {modifier}"), percent);
        }
        ModifierEffect::OperativeShare(_) | ModifierEffect::ByReport => {
            ui.label(" ");
        }
    }
    icon_button(ui, Icon::Trash, &format!("Remove modifier {modifier}")).clicked()
}

fn percent_ui(ui: &mut Ui, name: &str, percent: &mut Percent) {
    ui.horizontal(|ui| {
        value_field_ui(ui, name, percent, &PERCENT, PERCENT_WIDTH);
        ui.label("%");
    });
}

/// Paints reductions: both sides, several procedures, parts, and kinds of providers.
pub(super) fn reductions_ui(ui: &mut Ui, policies: &mut PricingPolicies) {
    ui.label(heading("Several procedures, both sides"));
    ranks_ui(ui, &mut policies.multiple_procedures);
    let lines: [(&str, &mut Percent); 7] = [
        ("Both sides (modifier 50)", &mut policies.bilateral),
        ("Each side, indicator 3", &mut policies.bilateral_each_side),
        (
            "Imaging, technical part of later ones",
            &mut policies.imaging.technical,
        ),
        (
            "Imaging, professional part of later ones",
            &mut policies.imaging.professional,
        ),
        (
            "Therapy, practice expense of later units",
            &mut policies.therapy_practice_expense,
        ),
        (
            "Cardiovascular, technical part of later ones",
            &mut policies.cardiovascular_technical,
        ),
        (
            "Ophthalmology, technical part of later ones",
            &mut policies.ophthalmology_technical,
        ),
    ];
    Grid::new("reductions")
        .num_columns(2)
        .spacing([size::M, size::XS])
        .show(ui, |ui| {
            for (name, percent) in lines {
                ui.label(name);
                percent_ui(ui, name, percent);
                ui.end_row();
            }
            ui.label("Endoscopies of one family");
            let rules = [
                (
                    EndoscopyRule::LessFamilyBase,
                    "Less the family\u{2019}s base".to_owned(),
                ),
                (
                    EndoscopyRule::AsMultipleProcedures,
                    "As other procedures".to_owned(),
                ),
                (EndoscopyRule::InFull, "Each in full".to_owned()),
            ];
            picker_ui(
                ui,
                "Endoscopies of one family",
                &mut policies.endoscopy,
                &rules,
                220.0,
            );
            ui.end_row();
        });
    ui.add_space(size::S);
    ui.label(heading("Kinds of providers"));
    classes_ui(ui, &mut policies.provider_classes);
}

/// Percentages by rank; the last holds for all later ones.
fn ranks_ui(ui: &mut Ui, rule: &mut MultipleProcedureRule) {
    ui.horizontal_wrapped(|ui| {
        ui.label("Ranked by fee");
        for (rank, percent) in (1..).zip(&mut rule.ranks) {
            let name = format!("Percent for procedure {rank}");
            value_field_ui(ui, &name, percent, &PERCENT, 48.0);
        }
        ui.label("%");
        if icon_button(ui, Icon::Plus, "One rank more").clicked() {
            let last = rule.ranks.last().copied().unwrap_or(Percent::HUNDRED);
            rule.ranks.push(last);
        }
        if rule.ranks.len() > 1 && icon_button(ui, Icon::Minus, "One rank less").clicked() {
            rule.ranks.pop();
        }
    });
    let mut is_limited = rule.by_report_after.is_some();
    if ui
        .checkbox(&mut is_limited, "By report after the fifth")
        .changed()
    {
        rule.by_report_after = is_limited.then_some(5);
    }
}

fn classes_ui(ui: &mut Ui, classes: &mut Vec<ProviderClassRule>) {
    Grid::new("provider classes")
        .num_columns(2)
        .spacing([size::M, size::XS])
        .show(ui, |ui| {
            for class in ProviderClass::ALL {
                let known = classes.iter().find(|rule| rule.class == class);
                let before = known.map_or(Percent::HUNDRED, |rule| rule.percent);
                let mut percent = before;
                ui.label(class.label());
                percent_ui(ui, class.label(), &mut percent);
                ui.end_row();
                if percent != before {
                    classes.retain(|rule| rule.class != class);
                    if percent != Percent::HUNDRED {
                        classes.push(ProviderClassRule { class, percent });
                    }
                    classes.sort_by_key(|rule| rule.class);
                }
            }
        });
}
