//! Paints the quality of the data: four figures, the months, and what to mend, the gravest first.

use std::collections::BTreeSet;

use egui::{Align, Label, Layout, RichText, Ui, vec2};

use super::Way;
use super::model::{
    FindingGroup, FindingLine, FindingParts, MendButton, PartLine, QualityModel, Remedy,
};
use super::month_chart::months_ui;
use crate::analysis::data_quality::FindingLevel;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, heading, label, size, tokens};
use crate::app::widgets::{
    BadgeKind, card_ui, icon_button, notice_line_ui, quiet_button, secondary_button, stat_tiles_ui,
};

/// Width of the figures at the right of a finding.
const FIGURE_WIDTH: f32 = 96.0;
/// Room above a finding's first line, so that it stands beside the middle of a button.
const FIRST_LINE: f32 = 6.0;
/// Width of the button that mends a finding.
const BUTTON_WIDTH: f32 = 176.0;

/// Paints the report; returns where in the panel a person wants to go.
pub(super) fn quality_ui(
    open: &mut BTreeSet<String>,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &QualityModel,
) -> Option<Way> {
    let mut pressed = None;
    if !shown.tiles.is_empty() {
        stat_tiles_ui(ui, &shown.tiles);
        ui.add_space(size::XS);
    }
    if let Some(months) = &shown.months {
        card_ui(ui, |ui| months_ui(ui, months));
        ui.add_space(size::XS);
    }
    if !shown.calm.is_empty() {
        notice_line_ui(ui, BadgeKind::Good, &shown.calm);
    }
    for group in &shown.groups {
        pressed = group_ui(open, ui, group).or(pressed);
    }
    ui.add_space(size::M);
    follow(ctx, pressed)
}

/// Sends what was pressed, or says where in the panel it leads.
fn follow(ctx: &ViewContext<'_>, pressed: Option<&Remedy>) -> Option<Way> {
    match pressed? {
        Remedy::Send(command) => {
            ctx.send(command.as_ref().clone());
            None
        }
        Remedy::Go(way) => Some(*way),
    }
}

fn group_ui<'m>(
    open: &mut BTreeSet<String>,
    ui: &mut Ui,
    group: &'m FindingGroup,
) -> Option<&'m Remedy> {
    let mut pressed = None;
    ui.add_space(size::S);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.label(heading(group.level.label()));
        ui.label(caption(group.about).color(tokens(ui).muted));
    });
    card_ui(ui, |ui| {
        for (finding_idx, finding) in group.findings.iter().enumerate() {
            if finding_idx > 0 {
                ui.separator();
            }
            pressed = finding_ui(open, ui, group.level, finding).or(pressed);
        }
    });
    pressed
}

fn finding_ui<'m>(
    open: &mut BTreeSet<String>,
    ui: &mut Ui,
    level: FindingLevel,
    finding: &'m FindingLine,
) -> Option<&'m Remedy> {
    let is_open = open.contains(&finding.title);
    let mut pressed = None;
    ui.horizontal_top(|ui| {
        details_button_ui(open, ui, finding);
        level_icon_ui(ui, level);
        let right = BUTTON_WIDTH + size::S;
        let width = (ui.available_width() - right).max(160.0);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            // The first line stands beside the middle of the buttons.
            ui.add_space(FIRST_LINE);
            ui.add(Label::new(label(&finding.title)).wrap());
            if !finding.advice.is_empty() {
                let words = caption(finding.advice).color(tokens(ui).muted);
                ui.add(Label::new(words).wrap());
            }
        });
        pressed = mend_ui(ui, finding.mend.as_ref());
    });
    if let Some(parts) = finding.parts.as_ref().filter(|_parts| is_open) {
        pressed = parts_ui(ui, parts).or(pressed);
    }
    pressed
}

/// The button that opens the details; keeps its place where there are none.
fn details_button_ui(open: &mut BTreeSet<String>, ui: &mut Ui, finding: &FindingLine) {
    let is_open = open.contains(&finding.title);
    if finding.parts.is_none() {
        ui.allocate_space(vec2(size::CONTROL, size::CONTROL));
        return;
    }
    let (icon, words) = if is_open {
        (Icon::ChevronDown, "Hide the details of")
    } else {
        (Icon::ChevronRight, "Show the details of")
    };
    if icon_button(ui, icon, &format!("{words} {}", finding.title)).clicked() {
        if is_open {
            open.remove(&finding.title);
        } else {
            open.insert(finding.title.clone());
        }
    }
}

fn level_icon_ui(ui: &mut Ui, level: FindingLevel) {
    let tokens = tokens(ui);
    let (icon, ink) = match level {
        FindingLevel::Mend => (Icon::Warning, tokens.negative),
        FindingLevel::Look => (Icon::Warning, tokens.warning),
        FindingLevel::Note => (Icon::Info, tokens.muted),
        FindingLevel::Good => (Icon::Check, tokens.positive),
    };
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(size::ICON, size::CONTROL), layout, |ui| {
        icon.ui(ui, ink);
    });
}

fn mend_ui<'m>(ui: &mut Ui, mend: Option<&'m MendButton>) -> Option<&'m Remedy> {
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(vec2(BUTTON_WIDTH, size::CONTROL), layout, |ui| {
        ui.set_width(BUTTON_WIDTH);
        let mend = mend?;
        let response = secondary_button(ui, &mend.label);
        response.clicked().then_some(&mend.remedy)
    })
    .inner
}

/// Paints the largest parts of a finding, below it.
fn parts_ui<'m>(ui: &mut Ui, parts: &'m FindingParts) -> Option<&'m Remedy> {
    let mut pressed = None;
    let indent = size::CONTROL + size::ICON + size::S;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().interact_size.y = size::ROW;
        let muted = tokens(ui).muted;
        ui.horizontal(|ui| {
            ui.add_space(indent);
            let figures = [parts.amount_heading, parts.count_heading];
            cells_ui(
                ui,
                caption(parts.heading).color(muted),
                figures.map(|words| caption(words).color(muted)),
            );
        });
        for part in &parts.lines {
            ui.horizontal(|ui| {
                ui.add_space(indent);
                pressed = part_ui(ui, part).or(pressed);
            });
        }
        if !parts.note.is_empty() {
            ui.horizontal(|ui| {
                ui.add_space(indent);
                ui.label(caption(&parts.note).color(muted));
            });
        }
    });
    pressed
}

fn part_ui<'m>(ui: &mut Ui, part: &'m PartLine) -> Option<&'m Remedy> {
    let figures = [&part.amount, &part.count].map(RichText::new);
    cells_ui(ui, RichText::new(&part.name), figures);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(vec2(BUTTON_WIDTH, size::ROW), layout, |ui| {
        ui.set_width(BUTTON_WIDTH);
        let mend = part.mend.as_ref()?;
        let response = quiet_button(ui, &mend.label);
        response.clicked().then_some(&mend.remedy)
    })
    .inner
}

/// Paints a name and, at its right, two figures; room is left for a button.
fn cells_ui(ui: &mut Ui, name: RichText, figures: [RichText; 2]) {
    let right = 2.0 * FIGURE_WIDTH + BUTTON_WIDTH + 3.0 * size::S;
    let width = (ui.available_width() - right).max(120.0);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, size::ROW), layout, |ui| {
        ui.set_width(width);
        ui.add(Label::new(name).truncate());
    });
    for figure in figures {
        let layout = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(vec2(FIGURE_WIDTH, size::ROW), layout, |ui| {
            ui.set_width(FIGURE_WIDTH);
            ui.add(Label::new(figure).truncate());
        });
    }
}
