//! Paints the form at the left and the pages at the right.

use egui::{Align, CornerRadius, Frame, Layout, ScrollArea, Stroke, Ui, Vec2, vec2};
use rust_decimal::Decimal;

use super::form::Form;
use super::model::{PreviewState, Stage, file_name, file_words, payer_choices, scenario_choices};
use super::{State, pages};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::Panel;
use crate::app::theme::{Icon, caption, heading, size, tokens};
use crate::app::widgets::{
    BadgeKind, ButtonKind, PercentSlider, badge_ui, blocking_flags_ui, card_ui, date_field_ui,
    empty_state_ui, field_ui, icon_text_button, loading_ui, notice_line_ui, percent_slider_ui,
    picker_ui, problem_ui, quiet_button, secondary_button, segmented_ui, text_area_ui,
    text_field_ui, typed_amount,
};
use crate::brief::{Audience, DecisionNotes, LetterTexts};
use crate::jobs::{BriefSpec, PracticeView, today};

/// Width of the form.
const FORM_WIDTH: f32 = 348.0;
/// Width below which the pages stand under the form.
const NARROW: f32 = 700.0;
/// Opacity of pages that are not what the form says.
const STALE_OPACITY: f32 = 0.45;
/// Least height of form and pages.
const LEAST_HEIGHT: f32 = 320.0;

/// Paints the buttons that write files, from right to left.
pub(super) fn export_ui(ctx: &ViewContext<'_>, ui: &mut Ui, spec: Option<&BriefSpec>, payer: &str) {
    let is_idle = !ctx.session.work.is_changing();
    let send = |spec: &BriefSpec, what: &str, ending: &str| {
        ctx.send(Command::ExportBrief {
            spec: Box::new(spec.clone()),
            file_name: file_name(payer, what, today(), ending),
        });
    };
    let pdf = ui
        .add_enabled_ui(is_idle && spec.is_some(), |ui| {
            icon_text_button(
                ui,
                ButtonKind::Primary,
                Icon::Download,
                "Save as PDF\u{2026}",
            )
        })
        .inner;
    let has_ask = spec.is_some_and(|spec| spec.scenario.is_some());
    let exhibit = ui
        .add_enabled_ui(is_idle && has_ask, |ui| {
            secondary_button(ui, "Save fee exhibit (XLSX)\u{2026}")
        })
        .inner
        .on_hover_text("Every proposed rate as a workbook, for the payer's own system");
    if let Some(spec) = spec {
        if pdf.clicked() {
            send(spec, file_words(spec.audience), "pdf");
        }
        if exhibit.clicked() {
            send(spec, "fee exhibit", "xlsx");
        }
    }
}

/// Paints form and pages side by side, each scrolling by itself.
pub(super) fn columns_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (practice, stage, spec): (&PracticeView, &Stage, Option<&Result<BriefSpec, String>>),
) {
    // The panel scrolls as a whole only where the window is lower than both need.
    let room = ui.clip_rect().height() - 2.0 * size::S;
    let height = room.max(LEAST_HEIGHT);
    if ui.available_width() < NARROW {
        form_ui(state, ctx, ui, practice);
        let size = vec2(ui.available_width(), height);
        pages_ui(state, ctx, ui, (practice, stage, spec), size);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::L;
        ui.allocate_ui_with_layout(
            vec2(FORM_WIDTH, height),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(FORM_WIDTH);
                ScrollArea::vertical()
                    .id_salt("form")
                    .auto_shrink(false)
                    .max_height(height)
                    .show(ui, |ui| form_ui(state, ctx, ui, practice));
            },
        );
        let size = vec2(ui.available_width(), height);
        pages_ui(state, ctx, ui, (practice, stage, spec), size);
    });
}

fn pages_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (practice, stage, spec): (&PracticeView, &Stage, Option<&Result<BriefSpec, String>>),
    size: Vec2,
) {
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        match (stage, spec) {
            (Stage::NoScenario { payer }, _) => no_scenario_ui(ctx, ui, payer),
            (Stage::Ready, Some(spec)) => preview_ui(state, ctx, ui, (practice, spec)),
            _ => {}
        }
    });
}

fn no_scenario_ui(ctx: &ViewContext<'_>, ui: &mut Ui, payer: &str) {
    let sentence = format!(
        "A packet asks for something: save a scenario for {payer} under Model, and its proposed \
         rates are what the packet asks"
    );
    let way_out = Command::GoTo(Panel::Model);
    empty_state_ui(ui, ctx, Panel::Model.icon(), &sentence, Some(&way_out));
}

fn preview_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (practice, spec): (&PracticeView, &Result<BriefSpec, String>),
) {
    let bottom = ui.max_rect().bottom();
    let sharpness = state.pages.sharpness(ui, ui.available_width());
    let preview = state.compose(ctx, ui, (practice, spec), sharpness);
    // Pages of another payer or audience are never shown under this one's name.
    let composed = ctx.session.composed.as_ref().filter(|composed| {
        composed.spec.audience == state.audience && Some(composed.spec.payer) == state.payer
    });
    let page_count = composed.map_or(0, |composed| composed.pages.len());
    pages::tools_ui(&mut state.pages, ui, page_count, &preview);
    notices_ui(state, ctx, ui, &preview);
    if let Some(composed) = composed.filter(|_| preview != PreviewState::Failed) {
        for notice in &composed.notices {
            notice_line_ui(ui, BadgeKind::Warning, notice);
        }
    }
    let tokens = tokens(ui);
    Frame::new()
        .fill(tokens.sunken)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(8))
        .show(ui, |ui| {
            let height = (bottom - ui.cursor().top() - 2.0).max(160.0);
            ui.set_min_height(height);
            if matches!(preview, PreviewState::Failed | PreviewState::ToMend(_)) {
                ui.multiply_opacity(STALE_OPACITY);
            }
            match composed {
                Some(composed) => pages::pages_ui(&mut state.pages, ui, composed, height),
                None if preview == PreviewState::Updating => {
                    loading_ui(ui, "Laying out the pages");
                }
                None => {
                    ui.set_width(ui.available_width());
                }
            }
        });
}

fn notices_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, preview: &PreviewState) {
    match preview {
        PreviewState::Current | PreviewState::Updating => {}
        PreviewState::ToMend(problem) => notice_line_ui(ui, BadgeKind::Bad, problem),
        PreviewState::Failed => {
            let words = "The pages below are older: what is filled in now could not be laid out";
            notice_line_ui(ui, BadgeKind::Bad, words);
            if let Some(error) = &ctx.session.compose_error {
                notice_line_ui(
                    ui,
                    BadgeKind::Bad,
                    &format!("{}. {}", error.cause, error.remedy),
                );
            }
            if quiet_button(ui, "Try again").clicked() {
                state.composing.retry();
            }
        }
    }
}

fn form_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    // Room for the scroll bar, so that it covers no field.
    ui.set_width(ui.available_width() - size::M);
    ui.horizontal(|ui| {
        let choices = [Audience::Payer, Audience::Internal].map(|choice| (choice, choice.label()));
        segmented_ui(ui, "For whom", &mut state.audience, &choices);
    });
    match state.audience {
        Audience::Internal => {
            badge_ui(ui, BadgeKind::Bad, "CONFIDENTIAL: not for the payer");
        }
        Audience::Payer => {
            badge_ui(
                ui,
                BadgeKind::Good,
                "Checked before it is written: no costs, no other payers",
            );
        }
    }
    let choices = payer_choices(practice);
    let Some(mut payer) = state.payer else { return };
    let audience = state.audience;
    blocking_flags_ui(ui, practice, Some(payer));
    card_ui(ui, |ui| {
        let width = ui.available_width();
        field_ui(ui, "Payer", |ui| {
            picker_ui(ui, "Payer", &mut payer, &choices, width)
        });
        if let Some(form) = state.forms.get_mut(&payer) {
            let scenarios = scenario_choices(practice, payer, audience);
            ui.add_enabled_ui(!scenarios.is_empty(), |ui| {
                field_ui(ui, "Scenario with the ask", |ui| {
                    let name = "Scenario with the ask";
                    picker_ui(ui, name, &mut form.scenario, &scenarios, width)
                });
            });
            set_ui(ui, form);
        }
        text_field_ui(
            ui,
            "Prepared by",
            &mut state.prepared_by,
            "Left out while empty",
            width,
        );
        if quiet_button(ui, "Letterhead\u{2026}")
            .on_hover_text(Command::ShowPracticeDetails.tooltip())
            .clicked()
        {
            ctx.send(Command::ShowPracticeDetails);
        }
    });
    if let Some(form) = state.forms.get_mut(&payer) {
        match audience {
            Audience::Payer => letter_ui(ui, form),
            Audience::Internal => notes_ui(ui, form),
        }
    }
    state.payer = Some(payer);
}

fn set_ui(ui: &mut Ui, form: &mut Form) {
    let slider = PercentSlider {
        name: "Codes listed one by one",
        min: Decimal::from(25),
        max: Decimal::from(100),
        step: Decimal::from(5),
        width: ui.available_width(),
    };
    percent_slider_ui(ui, &slider, &mut form.negotiation_set);
    let words = "The fewest codes that reach this share of the payer's allowed amounts";
    ui.label(caption(words).color(tokens(ui).muted));
}

fn letter_ui(ui: &mut Ui, form: &mut Form) {
    let LetterTexts {
        addressee,
        salutation,
        opening,
        strengths,
        pressure,
        term_requests,
        respond_by: _,
    } = &mut form.letter;
    card_ui(ui, |ui| {
        ui.label(heading("Letter"));
        let width = ui.available_width();
        text_area_ui(
            ui,
            "Addressee",
            addressee,
            "Name, title, company and address, a line each",
            3,
        );
        text_field_ui(
            ui,
            "Salutation",
            salutation,
            "To the contracting department:",
            width,
        );
        text_area_ui(
            ui,
            "Opening",
            opening,
            "Who you are and whom you serve; one sentence from your data while empty",
            3,
        );
        text_area_ui(
            ui,
            "What sets the practice apart",
            strengths,
            "With figures, a line each; three are read",
            3,
        );
        text_area_ui(
            ui,
            "Why today's rates cannot continue",
            pressure,
            "One sentence",
            2,
        );
        text_area_ui(
            ui,
            "Asked besides rates",
            term_requests,
            "Such as days to pay or notice of changes, a line each",
            3,
        );
        date_field_ui(ui, "Answer needed by", &mut form.respond_by, 150.0);
    });
}

fn notes_ui(ui: &mut Ui, form: &mut Form) {
    let DecisionNotes {
        walk_away: _,
        owner,
        next_step,
        next_step_by: _,
        risks,
        assumptions,
    } = &mut form.notes;
    card_ui(ui, |ui| {
        ui.label(heading("Decisions"));
        let width = ui.available_width();
        text_field_ui(
            ui,
            "Least we accept",
            &mut form.walk_away,
            "Dollars a year over today",
            width,
        );
        problem_ui(ui, typed_amount(&form.walk_away).err());
        text_field_ui(ui, "Led by", owner, "Who leads the negotiation", width);
        text_field_ui(ui, "Next step", next_step, "What is done next", width);
        date_field_ui(ui, "By when", &mut form.next_step_by, 150.0);
        text_area_ui(ui, "Risks", risks, "What may go wrong, a line each", 3);
        text_area_ui(
            ui,
            "Assumptions",
            assumptions,
            "What the figures assume, a line each",
            3,
        );
    });
}
