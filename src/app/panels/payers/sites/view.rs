//! Paints sites.

use egui::{Align, Key, Label, Layout, Role, Ui, WidgetInfo, vec2};

use super::model::{self, SiteLine, SitesModel};
use super::{Editing, State};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::payers::marks::MarkWords;
use crate::app::panels::payers::texts::text_ui;
use crate::app::panels::payers::typed_name::typed_field_ui;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{
    ButtonKind, card_ui, empty_state_ui, icon_button, icon_text_button, section_ui,
};
use crate::jobs::Edit;

/// Width of the count of lines.
const LINES_WIDTH: f32 = 100.0;
/// Width of the button that shows the texts.
const TEXTS_WIDTH: f32 = 150.0;
/// Width of the field of a ZIP code.
const ZIP_WIDTH: f32 = 80.0;
/// What is marked.
const WORDS: MarkWords = MarkWords {
    one: "site",
    several: "sites",
};

/// Paints what there is to say while no file names a site.
pub(super) fn nothing_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    let sentence = "No file names where the services were rendered. Import a table with a column for \
                    the site, if the practice has several: a contract may have a fee schedule for \
                    each";
    let way_out = Command::PickImports;
    empty_state_ui(ui, ctx, Icon::Payers, sentence, Some(&way_out));
}

/// Paints the list of sites.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &SitesModel) {
    section_ui(ui, "Sites and the names in files", "", |ui| {
        ui.horizontal(|ui| {
            ui.label(caption(&shown.counted).color(tokens(ui).muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(merge) = state.marks.merge_ui(ui, &shown.choices(), WORDS) {
                    ctx.send(Command::Edit(Edit::MergeSites {
                        from: merge.from,
                        into: merge.into,
                    }));
                }
            });
        });
        card_ui(ui, |ui| {
            for (line_idx, line) in shown.sites.iter().enumerate() {
                if line_idx > 0 {
                    ui.separator();
                }
                ui.push_id(line.site.id.0, |ui| site_ui(state, ctx, ui, line));
            }
        });
    });
}

fn site_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, line: &SiteLine) {
    let id = line.site.id;
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        state.marks.mark_ui(ui, id, &line.name);
        let fixed = LINES_WIDTH + TEXTS_WIDTH + 3.0 * size::S;
        let room = (ui.available_width() - fixed).max(160.0);
        ui.allocate_ui_with_layout(
            vec2(room, size::CONTROL),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(room);
                ui.set_max_width(room);
                name_ui(state, ctx, ui, line);
            },
        );
        ui.allocate_ui_with_layout(
            vec2(LINES_WIDTH, size::CONTROL),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_width(LINES_WIDTH);
                ui.label(&line.lines_words);
            },
        );
        texts_button_ui(state, ui, line);
    });
    if state.open.contains(&id) {
        for text in &line.texts {
            if text_ui(ui, text) {
                ctx.send(Command::Edit(Edit::SplitSite(text.id)));
            }
        }
        ui.add_space(size::XS);
    }
}

fn name_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, line: &SiteLine) {
    let site = &line.site;
    let editing = state
        .editing
        .as_mut()
        .filter(|editing| editing.site == site.id);
    let Some(editing) = editing else {
        let room = (ui.available_width() - size::CONTROL - size::S).max(60.0);
        ui.allocate_ui_with_layout(
            vec2(room, size::CONTROL),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add(Label::new(label(&line.name)).truncate());
                ui.label(caption(&line.zip_words).color(tokens(ui).muted));
            },
        );
        let edit = format!("Name and ZIP code of {}", line.name);
        if icon_button(ui, Icon::Pencil, &edit).clicked() {
            state.editing = Some(Editing {
                site: site.id,
                name: line.name.clone(),
                zip: site.zip.clone().unwrap_or_default(),
            });
        }
        return;
    };
    let room = ui.available_width() - ZIP_WIDTH - 2.0 * size::CONTROL - 4.0 * size::S;
    let of_name = format!("New name of {}", line.name);
    let of_zip = format!("ZIP code of {}", line.name);
    let name = typed_field_ui(
        ui,
        &of_name,
        &mut editing.name,
        "Name",
        room.clamp(80.0, 400.0),
    );
    let zip = typed_field_ui(ui, &of_zip, &mut editing.zip, "ZIP", ZIP_WIDTH);
    let left_by = |ui: &Ui, key| {
        (name.lost_focus() || zip.lost_focus()) && ui.input(|input| input.key_pressed(key))
    };
    let (entered, left) = (left_by(ui, Key::Enter), left_by(ui, Key::Escape));
    let saved = icon_button(ui, Icon::Check, "Save name and ZIP code").clicked() || entered;
    let left = icon_button(ui, Icon::Close, "Leave them as they were").clicked() || left;
    if saved && let Some(edit) = model::rename(site, &editing.name, &editing.zip) {
        ctx.send(Command::Edit(edit));
    }
    if saved || left {
        state.editing = None;
    }
}

fn texts_button_ui(state: &mut State, ui: &mut Ui, line: &SiteLine) {
    let id = line.site.id;
    let icon = if state.open.contains(&id) {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let button = icon_text_button(ui, ButtonKind::Quiet, icon, &line.texts_words);
    let what = format!("Names in files of {}", line.name);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &what));
    if button.clicked() && !state.open.remove(&id) {
        state.open.insert(id);
    }
}
