//! Paints what to do next and the key figures.

use std::sync::Arc;

use egui::{Align, Layout, Sense, Stroke, Ui, vec2};

use super::model::{HomeModel, Step, StepPlace};
use crate::analysis::key_figures::KeyFigures;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::coverage;
use crate::app::panels::Panel;
use crate::app::reports::Shelved;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, Heading, bar_chart_ui, blocking_flags_ui, card_ui, notice_line_ui, panel_frame_ui,
    primary_button, quiet_button, section_ui, stat_tiles_ui,
};

/// Paints the panel.
pub(super) fn home_ui(
    model: &HomeModel,
    figures: &Shelved<'_, Arc<KeyFigures>>,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
) {
    let top = Heading {
        title: &model.title,
        subtitle: "What to do next, and the figures to know by heart",
    };
    panel_frame_ui(
        ui,
        &top,
        &model.based_on,
        |_ui| {},
        |ui| {
            if let Shelved::Failed(error) = figures {
                notice_line_ui(ui, BadgeKind::Bad, &error.to_string());
            }
            if !model.tiles.is_empty() {
                stat_tiles_ui(ui, &model.tiles);
                coverage::line_ui(ctx, ui);
                if let Some(practice) = ctx.practice() {
                    blocking_flags_ui(ui, practice, None);
                }
                ui.add_space(size::S);
            }
            if model.ranking.is_some() && ui.available_width() > 760.0 {
                ui.columns(2, |columns| {
                    if let [left, right] = columns {
                        steps_ui(model, ctx, left);
                        ranking_ui(model, ctx, right);
                    }
                });
            } else {
                steps_ui(model, ctx, ui);
                ranking_ui(model, ctx, ui);
            }
        },
    );
}

fn steps_ui(model: &HomeModel, ctx: &ViewContext<'_>, ui: &mut Ui) {
    section_ui(ui, "What to do next", "", |ui| {
        card_ui(ui, |ui| {
            let next = model.next_step();
            for (step_idx, step) in model.steps.iter().enumerate() {
                if step_idx > 0 {
                    ui.separator();
                }
                step_ui(ctx, ui, step, (step_idx, next));
            }
        });
    });
}

fn step_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    step: &Step,
    (step_idx, next): (usize, Option<usize>),
) {
    let tokens = tokens(ui);
    ui.horizontal(|ui| {
        let (rect, _response) = ui.allocate_exact_size(vec2(26.0, 26.0), Sense::hover());
        if step.done {
            let painter = ui.painter();
            painter.circle_filled(rect.center(), 12.0, tokens.positive_soft);
            Icon::Check.paint(painter, rect.shrink(5.0), tokens.positive);
        } else {
            let painter = ui.painter();
            painter.circle_stroke(rect.center(), 12.0, Stroke::new(1.0, tokens.border_strong));
            painter.text(
                rect.center(),
                egui::Align2::CENTER_CENTER,
                step_idx + 1,
                egui::TextStyle::Small.resolve(ui.style()),
                tokens.muted,
            );
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = button_words(step);
            let clicked = if Some(step_idx) == next {
                primary_button(ui, words).clicked()
            } else {
                quiet_button(ui, words).clicked()
            };
            if clicked {
                ctx.send(command_of(step.place));
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let ink = if step.done { tokens.muted } else { tokens.text };
                ui.add(egui::Label::new(label(step.what).color(ink)).truncate());
                let detail = caption(&step.detail).color(tokens.muted);
                ui.add(egui::Label::new(detail).truncate());
            });
        });
    });
}

const fn button_words(step: &Step) -> &'static str {
    match (step.place, step.done) {
        (StepPlace::Files, false) => "Import\u{2026}",
        (StepPlace::Files, true) => "Import more\u{2026}",
        (StepPlace::Payers, _) => "Payers",
        (StepPlace::Model, _) => "Model",
        (StepPlace::Brief, _) => "Brief",
    }
}

const fn command_of(place: StepPlace) -> Command {
    match place {
        StepPlace::Files => Command::PickImports,
        StepPlace::Payers => Command::GoTo(Panel::Payers),
        StepPlace::Model => Command::GoTo(Panel::Model),
        StepPlace::Brief => Command::GoTo(Panel::Brief),
    }
}

fn ranking_ui(model: &HomeModel, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(chart) = &model.ranking else { return };
    section_ui(ui, "Lowest against Medicare", "", |ui| {
        card_ui(ui, |ui| {
            bar_chart_ui(ui, chart);
            ui.add_space(size::XS);
            if quiet_button(ui, "See every code").clicked() {
                ctx.send(Command::GoTo(Panel::Codes));
            }
        });
    });
}
