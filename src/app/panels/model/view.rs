//! Paints the proposal's controls, what it is worth, and the table by code.

use std::sync::Arc;

use egui::{Align, Align2, DragValue, Id, Label, Layout, TextEdit, Ui, vec2};
use rust_decimal::Decimal;

use super::draft::{Basis, Draft, Unlisted};
use super::scenarios::{self, ScenarioLine};
use super::{Chosen, Shown, State, compare, projected};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::explain::ExplainQuestion;
use crate::app::theme::{caption, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, DATE_HINT, PercentSlider, TableSpec, blocking_flags_ui, card_ui, field_ui,
    notice_line_ui, percent_slider_ui, picker_ui, quiet_button, secondary_button, segmented_ui,
    stat_tiles_ui, table_ui, text_field_ui,
};
use crate::domain::{PayerId, RateFloor, ReleaseId};
use crate::jobs::PracticeView;

/// Width of the list of scenarios.
const SCENARIOS_WIDTH: f32 = 320.0;
/// Width below which the scenarios stand under the proposal.
const NARROW: f32 = 700.0;
/// Width below which controls of one row stand one below the other.
const NARROW_ROW: f32 = 580.0;
/// Room the three bases take side by side.
const SEGMENTS_WIDTH: f32 = 370.0;
/// Least height of the table.
const TABLE_HEIGHT: f32 = 360.0;

/// What is painted beside the state.
pub(super) struct Shows<'a> {
    pub(super) shown: &'a Shown,
    pub(super) choices: &'a [(PayerId, String)],
    pub(super) lines: &'a [ScenarioLine],
    pub(super) payer: PayerId,
    pub(super) practice: &'a Arc<PracticeView>,
}

/// Paints the proposal.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shows: &Shows<'_>) {
    ui.spacing_mut().item_spacing.y = size::M;
    let is_narrow = ui.available_width() < NARROW;
    if is_narrow {
        card_ui(ui, |ui| controls_ui(state, ctx, ui, shows));
        card_ui(ui, |ui| {
            scenarios::ui(state, ctx, ui, (shows.payer, shows.lines));
        });
    } else {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::M;
            let width = ui.available_width() - SCENARIOS_WIDTH - size::M;
            column_ui(ui, width, |ui| {
                card_ui(ui, |ui| controls_ui(state, ctx, ui, shows));
            });
            column_ui(ui, SCENARIOS_WIDTH, |ui| {
                card_ui(ui, |ui| {
                    scenarios::ui(state, ctx, ui, (shows.payer, shows.lines));
                });
            });
        });
    }
    stat_tiles_ui(ui, &shows.shown.tiles);
    if let Some(cut) = &shows.shown.cut {
        notice_line_ui(ui, BadgeKind::Warning, cut);
    }
    blocking_flags_ui(ui, shows.practice, Some(shows.payer));
    compare::ui(&mut state.compare, ctx, ui, (shows.payer, shows.practice));
    rate_ui(state, ctx, ui, shows.shown);
    let spec = TableSpec {
        name: "Proposal by code",
        max_height: (ui.available_height() - size::XL).max(TABLE_HEIGHT),
    };
    let response = table_ui(ui, ctx, &spec, &mut state.table, &shows.shown.table);
    if let Some(key) = response.selected.and_then(|at| shows.shown.key(at)) {
        state.choose_row(ctx, shows.shown, key);
    }
    let followed = response.followed.map(|(row_idx, _column)| row_idx);
    if let Some(key) = followed
        .or(response.opened)
        .and_then(|at| shows.shown.key(at))
    {
        ctx.send(Command::Explain(ExplainQuestion {
            key,
            payer: Some(shows.payer),
        }));
    }
    ui.label(caption(or_blank(&shows.shown.unlisted)).color(tokens(ui).muted));
}

/// Side by side, or one below the other where there is no room.
fn row_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    if ui.available_width() < NARROW_ROW {
        ui.vertical(contents);
    } else {
        ui.horizontal(contents);
    }
}

fn column_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

fn or_blank(words: &str) -> &str {
    if words.is_empty() { " " } else { words }
}

fn controls_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shows: &Shows<'_>) {
    let mut payer = shows.payer;
    row_ui(ui, |ui| {
        field_ui(ui, "Payer", |ui| {
            picker_ui(ui, "Payer", &mut payer, shows.choices, 210.0)
        });
        ui.add_space(size::S);
        if let Some(draft) = &mut state.draft {
            field_ui(ui, "Proposed rates", |ui| {
                basis_choice_ui(ui, &mut draft.basis);
            });
        }
    });
    if payer != shows.payer {
        state.choose_payer(payer);
        return;
    }
    let Some(draft) = &mut state.draft else {
        return;
    };
    let held = basis_ui(draft, ctx, ui);
    let held = unlisted_ui(draft, ui) || held;
    floor_ui(draft, ui);
    state.is_moving = held && ui.input(|input| input.pointer.any_down());
}

fn basis_choice_ui(ui: &mut Ui, basis: &mut Basis) {
    if ui.available_width() < SEGMENTS_WIDTH {
        let choices = Basis::CHOICES.map(|(basis, words)| (basis, words.to_owned()));
        picker_ui(ui, "Proposed rates", basis, &choices, 210.0);
    } else {
        segmented_ui(ui, "Proposed rates", basis, &Basis::CHOICES);
    }
}

/// Paints the percentage of the basis. Returns whether its slider may be held.
fn basis_ui(draft: &mut Draft, ctx: &ViewContext<'_>, ui: &mut Ui) -> bool {
    if draft.basis == Basis::ByCode {
        field_ui(ui, "Rates by code", |ui| {
            ui.set_min_height(size::CONTROL);
            ui.label("Today's rates stay, but for those you set below: choose a row");
        });
        return false;
    }
    let is_of_medicare = draft.basis == Basis::OfMedicare;
    row_ui(ui, |ui| {
        let (name, max, value) = if is_of_medicare {
            ("Percent of Medicare", 300, &mut draft.of_medicare)
        } else {
            ("Percent of today's rates", 200, &mut draft.of_current)
        };
        let slider = PercentSlider {
            name,
            min: Decimal::from(50),
            max: Decimal::from(max),
            step: Decimal::from(1),
            width: (ui.available_width() - 190.0).clamp(310.0, 560.0),
        };
        percent_slider_ui(ui, &slider, value);
        if is_of_medicare {
            release_ui(draft, ctx, ui);
        }
    });
    true
}

fn release_ui(draft: &mut Draft, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let mut choices: Vec<(Option<ReleaseId>, String)> = vec![(None, "Our reference".to_owned())];
    choices.extend(practice.releases.iter().map(|release| {
        let qp = match release.info.qp {
            None => "",
            Some(crate::domain::QpStatus::Qualifying) => " QP",
            Some(crate::domain::QpStatus::NonQualifying) => " non-QP",
        };
        (Some(release.id), format!("{}{qp}", release.info.name))
    }));
    field_ui(ui, "Medicare release", |ui| {
        picker_ui(ui, "Medicare release", &mut draft.release, &choices, 140.0)
    });
}

/// Paints the rule for codes the basis cannot price, and the date. Returns whether a value is held.
fn unlisted_ui(draft: &mut Draft, ui: &mut Ui) -> bool {
    let mut held = false;
    let name = match draft.basis {
        Basis::OfMedicare => "Codes Medicare does not price",
        Basis::OfCurrent | Basis::ByCode => "Codes without a rate today",
    };
    row_ui(ui, |ui| {
        let choices = Unlisted::CHOICES.map(|(rule, words)| (rule, words.to_owned()));
        field_ui(ui, name, |ui| {
            picker_ui(ui, name, &mut draft.unlisted, &choices, 210.0)
        });
        if draft.unlisted == Unlisted::PercentOfCharge {
            held = of_charge_ui(draft, ui);
        }
        ui.add_space(size::S);
        text_field_ui(ui, "Effective from", &mut draft.effective, DATE_HINT, 120.0);
    });
    wrapped_problem_ui(ui, draft.effective_from().err().as_deref());
    held
}

/// Paints whether codes paid more today keep today's rate.
fn floor_ui(draft: &mut Draft, ui: &mut Ui) {
    if draft.basis == Basis::ByCode {
        return;
    }
    let mut is_kept = draft.floor == RateFloor::Current;
    let mark = ui
        .checkbox(&mut is_kept, RateFloor::Current.label())
        .on_hover_text(
            "Codes the percentage would cut keep today's rate; rates set by hand do not",
        );
    if mark.changed() {
        draft.floor = if is_kept {
            RateFloor::Current
        } else {
            RateFloor::None
        };
    }
}

fn of_charge_ui(draft: &mut Draft, ui: &mut Ui) -> bool {
    use rust_decimal::prelude::{FromPrimitive as _, ToPrimitive as _};
    let mut points = draft.of_charge.to_f64().unwrap_or_default();
    let response = field_ui(ui, "Of the charge", |ui| {
        let value = DragValue::new(&mut points)
            .range(0.0..=100.0)
            .max_decimals(1)
            .suffix("%");
        ui.add(value)
    });
    if response.changed() {
        draft.of_charge = Decimal::from_f64(points)
            .unwrap_or_default()
            .round_dp(1)
            .normalize();
    }
    response.dragged()
}

/// The chosen code's rate; keeps its place while none is chosen.
fn rate_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &Shown) {
    let (Some(chosen), Some(draft)) = (&mut state.chosen, &mut state.draft) else {
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            let hint = "Choose a row to set its rate by hand";
            ui.label(caption(hint).color(tokens(ui).muted));
        });
        return;
    };
    let name = ctx
        .practice()
        .map_or("", |view| view.code_label(chosen.key.code));
    let Some(rate) = projected::chosen_rate(&shown.projection, chosen.key, name) else {
        return;
    };
    let field = ui.scope_id().with("proposed rate");
    if !ui.memory(|memory| memory.has_focus(field)) {
        chosen.follow(&rate.typed);
    }
    row_ui(ui, |ui| {
        ui.label(label(&rate.title));
        ui.label(caption(&rate.compared).color(tokens(ui).muted));
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            set_rate_ui(ui, field, chosen, draft);
            if rate.by_hand && quiet_button(ui, "Back to the proposal").clicked() {
                draft.by_hand.remove(&chosen.key);
            }
            if quiet_button(ui, "Explain\u{2026}").clicked() {
                ctx.send(Command::Explain(ExplainQuestion {
                    key: chosen.key,
                    payer: state.payer,
                }));
            }
        });
    });
    wrapped_problem_ui(ui, chosen.problem.as_deref());
}

fn set_rate_ui(ui: &mut Ui, field: Id, chosen: &mut Chosen, draft: &mut Draft) {
    let entered = ui
        .name_inputs("Proposed rate, dollars a unit", |ui| {
            ui.add(
                TextEdit::singleline(&mut chosen.typed)
                    .id(field)
                    .desired_width(90.0)
                    .align(Align2::RIGHT_CENTER),
            )
        })
        .lost_focus()
        && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if secondary_button(ui, "Set rate").clicked() || entered {
        chosen.problem = draft.set_rate(chosen.key, &chosen.typed).err();
    }
}

/// What is wrong, on as many lines as it takes; nothing when nothing is.
pub(super) fn wrapped_problem_ui(ui: &mut Ui, problem: Option<&str>) {
    if let Some(problem) = problem {
        let words = caption(problem).color(tokens(ui).negative);
        ui.add(Label::new(words).wrap());
    }
}

impl State {
    /// Makes a code's rate ready to be set by hand.
    fn choose_row(&mut self, ctx: &ViewContext<'_>, shown: &Shown, key: crate::domain::RateKey) {
        let name = ctx.practice().map_or("", |view| view.code_label(key.code));
        self.chosen = projected::chosen_rate(&shown.projection, key, name)
            .map(|rate| Chosen::new(key, rate.typed));
    }
}
