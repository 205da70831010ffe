//! Paints payers with their contracts.

use std::collections::BTreeMap;

use egui::{
    Align, Color32, CornerRadius, Label, Layout, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::model::{ContractLine, ListModel, PayerLine};
use crate::app::panels::contracts::draft::Draft;
use crate::app::panels::contracts::flags;
use crate::app::theme::Icon;
use crate::app::theme::{caption, label, size, tokens};
use crate::app::widgets::{BadgeKind, badge_ui, card_ui, icon_button, quiet_button};
use crate::domain::{ContractId, PayerId};
use crate::jobs::PracticeView;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app::panels::contracts) enum Wanted {
    /// To look at a contract.
    Contract(ContractId),
    /// To make one with a payer.
    New(PayerId),
}

/// Room for the button that adds a contract.
const ADD_WIDTH: f32 = 124.0;
/// Height of a contract: its name and what it pays.
const LINE_HEIGHT: f32 = 46.0;

/// Paints the list; returns what was asked for.
pub(in crate::app::panels::contracts) fn ui(
    ui: &mut Ui,
    model: &ListModel,
    (practice, drafts): (&PracticeView, &BTreeMap<ContractId, Draft>),
    chosen: Option<ContractId>,
) -> Option<Wanted> {
    let mut wanted = None;
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if model.payers.is_empty() {
            let words = "No payer here negotiates its rates: see its class under Payers";
            ui.add(Label::new(caption(words).color(tokens(ui).muted)).wrap());
        }
        for (payer_idx, payer) in model.payers.iter().enumerate() {
            if payer_idx > 0 {
                ui.add_space(size::S);
                ui.separator();
            }
            ui.push_id(payer.id.0, |ui| {
                wanted = payer_ui(ui, payer).or(wanted);
                for contract in &payer.contracts {
                    let is_changed = drafts.get(&contract.id).is_some_and(Draft::is_changed);
                    let badge = if is_changed {
                        Some((BadgeKind::Neutral, "Not saved".to_owned()))
                    } else {
                        flags::badge(practice.flags_of(contract.id))
                    };
                    let is_chosen = chosen == Some(contract.id);
                    if contract_ui(ui, contract, badge, is_chosen.into()) {
                        wanted = Some(Wanted::Contract(contract.id));
                    }
                }
            });
        }
    });
    wanted
}

fn payer_ui(ui: &mut Ui, payer: &PayerLine) -> Option<Wanted> {
    let mut is_wanted = false;
    let words = format!("Add a contract with {}\u{2026}", payer.name);
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        let room = (ui.available_width() - size::CONTROL - size::S).max(80.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            ui.add(Label::new(label(&payer.name)).truncate());
        });
        if !payer.contracts.is_empty() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                is_wanted = icon_button(ui, Icon::Plus, &words).clicked();
            });
        }
    });
    if payer.contracts.is_empty() {
        ui.horizontal(|ui| {
            let known = if payer.schedules.is_empty() {
                "No contract"
            } else {
                &payer.schedules
            };
            let room = (ui.available_width() - ADD_WIDTH).max(80.0);
            ui.scope(|ui| {
                ui.set_max_width(room);
                ui.add(Label::new(caption(known).color(tokens(ui).muted)).truncate());
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let add = quiet_button(ui, "Add contract\u{2026}");
                add.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
                is_wanted = add.clicked();
            });
        });
    }
    is_wanted.then_some(Wanted::New(payer.id))
}

/// Whether a line is the one looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Yes,
    No,
}

impl From<bool> for Chosen {
    fn from(chosen: bool) -> Self {
        if chosen { Self::Yes } else { Self::No }
    }
}

/// Paints a contract; returns whether it was clicked.
fn contract_ui(
    ui: &mut Ui,
    line: &ContractLine,
    badge: Option<(BadgeKind, String)>,
    chosen: Chosen,
) -> bool {
    let tokens = tokens(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, LINE_HEIGHT), Sense::click());
    response.widget_info(|| {
        let words = format!("{}, {}", line.name, line.pays);
        WidgetInfo::selected(Role::ListBoxOption, true, chosen == Chosen::Yes, words)
    });
    let fill = match (chosen, response.hovered()) {
        (Chosen::Yes, _) => tokens.accent_soft,
        (Chosen::No, true) => tokens.hover,
        (Chosen::No, false) => Color32::TRANSPARENT,
    };
    let round = CornerRadius::same(size::RADIUS);
    ui.painter().rect_filled(rect, round, fill);
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, tokens.accent);
        ui.painter()
            .rect_stroke(rect, round, stroke, egui::StrokeKind::Inside);
    }
    let inside = UiBuilder::new()
        .max_rect(rect.shrink2(vec2(size::S, size::XS)))
        .layout(Layout::top_down(Align::Min));
    ui.scope_builder(inside, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().interact_size.y = size::L;
        ui.horizontal(|ui| {
            ui.add(Label::new(&line.name).truncate());
            if let Some((kind, count)) = badge {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    badge_ui(ui, kind, &count);
                });
            }
        });
        ui.add(Label::new(caption(&line.pays).color(tokens.muted)).truncate());
    });
    response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .clicked()
}
