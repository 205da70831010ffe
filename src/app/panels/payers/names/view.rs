//! Paints payers and their names.

use egui::{Align, Label, Layout, Response, Role, Ui, WidgetInfo, vec2};

use super::model::{self, NameLine, NamesModel, PayerLine, ProductSuggestionLine, SuggestionLine};
use super::{State, products_view};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::payers::typed_name::{TypedName, typed_name_ui};
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, ButtonKind, badge_ui, card_ui, icon_button, icon_text_button, picker_ui,
    primary_button, quiet_button, search_field_ui, secondary_button, section_ui,
};
use crate::domain::{PayerClass, PayerId};
use crate::jobs::Edit;

/// Width of the class picker.
const CLASS_WIDTH: f32 = 220.0;
/// Width of the count of lines.
const LINES_WIDTH: f32 = 100.0;
/// Width of the buttons at a payer's end.
const BUTTONS_WIDTH: f32 = 170.0;

/// Paints suggestions and the list of payers.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &NamesModel) {
    suggestions_ui(state, ctx, ui, shown);
    section_ui(ui, "Payers and the names in files", "", |ui| {
        tools_ui(state, ctx, ui, shown);
        card_ui(ui, |ui| {
            for (payer_idx, payer) in shown.payers.iter().enumerate() {
                if payer_idx > 0 {
                    ui.separator();
                }
                ui.push_id(payer.id.0, |ui| payer_ui(state, ctx, ui, payer));
            }
            if shown.payers.is_empty() {
                ui.label(caption("No payer has this in its name").color(tokens(ui).muted));
            }
        });
    });
}

/// Suggestions: payers that may be one, and names that may be products of one.
fn suggestions_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &NamesModel) {
    if !shown.suggestions.is_empty() {
        section_ui(
            ui,
            "Probably one payer",
            "Nothing is merged until you say so, and every merge can be undone",
            |ui| {
                card_ui(ui, |ui| {
                    for (line_idx, line) in shown.suggestions.iter().enumerate() {
                        if line_idx > 0 {
                            ui.separator();
                        }
                        suggestion_ui(state, ctx, ui, line);
                    }
                });
            },
        );
    }
    if !shown.product_suggestions.is_empty() {
        section_ui(
            ui,
            "Probably products of one payer",
            "A payer\u{2019}s products may be paid by different rates and stay apart under it",
            |ui| {
                card_ui(ui, |ui| {
                    for (line_idx, line) in shown.product_suggestions.iter().enumerate() {
                        if line_idx > 0 {
                            ui.separator();
                        }
                        product_suggestion_ui(state, ctx, ui, line);
                    }
                });
            },
        );
    }
}

/// Gives a control a name that says more than its words on screen.
pub(super) fn named(response: &Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
}

/// What is suggested, and why, with room for two buttons after it.
fn proposal_ui(ui: &mut Ui, headline: &str, reason: &str) {
    let room = (ui.available_width() - 210.0).max(120.0);
    ui.allocate_ui_with_layout(
        vec2(room, size::CONTROL),
        Layout::top_down(Align::Min),
        |ui| {
            ui.set_width(room);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(label(headline)).truncate());
            let reason = caption(reason).color(tokens(ui).muted);
            ui.add(Label::new(reason).truncate());
        },
    );
}

fn product_suggestion_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    line: &ProductSuggestionLine,
) {
    ui.horizontal(|ui| {
        proposal_ui(ui, &line.headline, &line.reason);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let dismiss = quiet_button(ui, "Dismiss");
            named(&dismiss, &line.dismiss);
            if dismiss.clicked() {
                state.dismissed.products.insert(line.suggestion.payer);
            }
            let accept = secondary_button(ui, "Make products");
            named(&accept, &line.accept);
            if accept.clicked() {
                let suggestion = Box::new(line.suggestion.clone());
                ctx.send(Command::Edit(Edit::MakeProducts(suggestion)));
            }
        });
    });
}

fn suggestion_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, line: &SuggestionLine) {
    ui.horizontal(|ui| {
        badge_ui(ui, BadgeKind::Neutral, line.confidence);
        proposal_ui(ui, &line.headline, &line.reason);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let dismiss = quiet_button(ui, "Dismiss");
            named(&dismiss, &line.dismiss);
            if dismiss.clicked() {
                state.dismissed.merges.insert((line.from, line.into));
            }
            let accept = secondary_button(ui, "Merge");
            named(&accept, &line.accept);
            if accept.clicked() {
                ctx.send(Command::Edit(Edit::MergePayers {
                    from: vec![line.from],
                    into: line.into,
                }));
            }
        });
    });
}

/// The search, and what can be done with the chosen payers; always there, so that nothing moves.
fn tools_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &NamesModel) {
    ui.horizontal(|ui| {
        search_field_ui(ui, "Search in payers", &mut state.search);
        ui.label(caption(&shown.counted).color(tokens(ui).muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let count = state.chosen.len();
            if count < 2 {
                let hint = "Mark two or more payers to merge them";
                ui.label(caption(hint).color(tokens(ui).muted));
                return;
            }
            merge_ui(state, ctx, ui, shown);
        });
    });
}

fn merge_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &NamesModel) {
    let Some(mut into) = shown.kept(&state.chosen, state.into) else {
        return;
    };
    if quiet_button(ui, "Clear marks").clicked() {
        state.chosen.clear();
        state.into = None;
        return;
    }
    let merge = primary_button(ui, &format!("Merge {} payers", state.chosen.len()));
    let choices: Vec<(PayerId, String)> = shown
        .payers
        .iter()
        .filter(|payer| state.chosen.contains(&payer.id))
        .map(|payer| (payer.id, payer.name.clone()))
        .collect();
    if picker_ui(ui, "Payer that stays", &mut into, &choices, 220.0) {
        state.into = Some(into);
    }
    ui.label("into");
    if merge.clicked()
        && let Some(edit) = model::merge(&state.chosen, into)
    {
        ctx.send(Command::Edit(edit));
        state.chosen.clear();
        state.into = None;
    }
}

fn payer_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, payer: &PayerLine) {
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        let mut chosen = state.chosen.contains(&payer.id);
        let mark = ui.checkbox(&mut chosen, "");
        mark.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, chosen, format!("Mark {}", payer.name))
        });
        if mark.changed() {
            if chosen {
                state.chosen.insert(payer.id);
            } else {
                state.chosen.remove(&payer.id);
            }
        }
        let fixed = CLASS_WIDTH + LINES_WIDTH + BUTTONS_WIDTH + 4.0 * size::S;
        let room = (ui.available_width() - fixed).max(140.0);
        ui.allocate_ui_with_layout(
            vec2(room, size::CONTROL),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(room);
                name_ui(state, ctx, ui, payer);
            },
        );
        class_ui(ctx, ui, payer);
        ui.allocate_ui_with_layout(
            vec2(LINES_WIDTH, size::CONTROL),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_width(LINES_WIDTH);
                ui.label(&payer.lines_words);
            },
        );
        names_button_ui(state, ui, payer);
    });
    if state.open.contains(&payer.id) {
        for name in &payer.names {
            spelling_ui(ctx, ui, payer, name);
        }
        products_view::ui(state, ctx, ui, payer);
        ui.add_space(size::XS);
    }
}

fn name_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, payer: &PayerLine) {
    let Some((_id, typed)) = state.renaming.as_mut().filter(|(id, _)| *id == payer.id) else {
        let rename = format!("Rename {}", payer.name);
        let room = (ui.available_width() - size::CONTROL - size::S).max(60.0);
        ui.scope(|ui| {
            ui.set_max_width(room);
            ui.add(Label::new(label(&payer.name)).truncate());
        });
        if icon_button(ui, Icon::Pencil, &rename).clicked() {
            state.renaming = Some((payer.id, payer.name.clone()));
        }
        return;
    };
    let width = (ui.available_width() - 2.0 * (size::CONTROL + size::S)).max(80.0);
    match typed_name_ui(ui, &format!("New name of {}", payer.name), typed, width) {
        TypedName::Open => return,
        TypedName::Left => {}
        TypedName::Entered => {
            if let Some(edit) = model::rename(payer.id, &payer.name, typed) {
                ctx.send(Command::Edit(edit));
            }
        }
    }
    state.renaming = None;
}

fn class_ui(ctx: &ViewContext<'_>, ui: &mut Ui, payer: &PayerLine) {
    let choices = PayerClass::ALL.map(|class| (class, class.label().to_owned()));
    let mut class = payer.class;
    let name = format!("Class of {}", payer.name);
    if picker_ui(ui, &name, &mut class, &choices, CLASS_WIDTH - size::S) {
        ctx.send(Command::Edit(Edit::SetPayerClass {
            payer: payer.id,
            class,
        }));
    }
}

fn names_button_ui(state: &mut State, ui: &mut Ui, payer: &PayerLine) {
    let icon = if state.open.contains(&payer.id) {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let button = icon_text_button(ui, ButtonKind::Quiet, icon, &payer.names_words);
    named(&button, &format!("Names of {}", payer.name));
    if button.clicked() && !state.open.remove(&payer.id) {
        state.open.insert(payer.id);
    }
}

fn spelling_ui(ctx: &ViewContext<'_>, ui: &mut Ui, payer: &PayerLine, name: &NameLine) {
    ui.horizontal(|ui| {
        ui.add_space(size::XXL);
        let fixed = CLASS_WIDTH + LINES_WIDTH + BUTTONS_WIDTH + 3.0 * size::S;
        let room = (ui.available_width() - fixed).max(120.0);
        ui.allocate_ui_with_layout(
            vec2(room, size::ROW),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(room);
                ui.set_max_width(room);
                let shown = if name.details.is_empty() {
                    name.quoted.clone()
                } else {
                    format!("{}, {}", name.quoted, name.details)
                };
                ui.add(Label::new(shown).truncate());
            },
        );
        products_view::of_name_ui(ctx, ui, payer, name, CLASS_WIDTH);
        ui.allocate_ui_with_layout(
            vec2(LINES_WIDTH, size::ROW),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_width(LINES_WIDTH);
                ui.label(caption(&name.lines_words).color(tokens(ui).muted));
            },
        );
        if let Some(what) = &name.split {
            let split = quiet_button(ui, "Split off");
            named(&split, what);
            if split.clicked() {
                ctx.send(Command::Edit(Edit::SplitPayerName(name.id)));
            }
        }
    });
}
