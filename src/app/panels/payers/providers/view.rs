//! Paints providers.

use egui::{Align, Key, Label, Layout, Role, Ui, WidgetInfo, vec2};

use super::model::{self, ProviderLine, ProvidersModel};
use super::{Editing, State};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::payers::marks::MarkWords;
use crate::app::panels::payers::texts::text_ui;
use crate::app::panels::payers::typed_name::typed_field_ui;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{
    ButtonKind, card_ui, empty_state_ui, icon_button, icon_text_button, picker_ui, search_field_ui,
    section_ui,
};
use crate::domain::ProviderClass;
use crate::jobs::Edit;

/// Width of the picker of a class.
const CLASS_WIDTH: f32 = 180.0;
/// Width of the picker of a usual site.
const SITE_WIDTH: f32 = 150.0;
/// Width of the count of lines.
const LINES_WIDTH: f32 = 90.0;
/// Width of the button that shows the texts.
const TEXTS_WIDTH: f32 = 150.0;
/// Width of the field of an NPI.
const NPI_WIDTH: f32 = 110.0;
/// What is marked.
const WORDS: MarkWords = MarkWords {
    one: "provider",
    several: "providers",
};

/// Paints what there is to say while no file names a provider.
pub(super) fn nothing_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    let sentence = "No file names who rendered the services. Import a table with a column for the \
                    rendering provider, or remittances: many contracts pay nurse practitioners and \
                    physician assistants less";
    let way_out = Command::PickImports;
    empty_state_ui(ui, ctx, Icon::Payers, sentence, Some(&way_out));
}

/// Paints the list of providers.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, shown: &ProvidersModel) {
    section_ui(
        ui,
        "Providers and the names in files",
        &shown.unknown,
        |ui| {
            ui.horizontal(|ui| {
                search_field_ui(ui, "Search in providers", &mut state.search);
                ui.label(caption(&shown.counted).color(tokens(ui).muted));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(merge) = state.marks.merge_ui(ui, &shown.choices(), WORDS) {
                        ctx.send(Command::Edit(Edit::MergeProviders {
                            from: merge.from,
                            into: merge.into,
                        }));
                    }
                });
            });
            card_ui(ui, |ui| {
                for (line_idx, line) in shown.providers.iter().enumerate() {
                    if line_idx > 0 {
                        ui.separator();
                    }
                    ui.push_id(line.provider.id.0, |ui| {
                        provider_ui(state, ctx, ui, shown, line);
                    });
                }
                if shown.providers.is_empty() {
                    let words = "No provider has this in its name, number or class";
                    ui.label(caption(words).color(tokens(ui).muted));
                }
            });
        },
    );
}

fn provider_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &ProvidersModel,
    line: &ProviderLine,
) {
    let id = line.provider.id;
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        state.marks.mark_ui(ui, id, &line.name);
        let has_sites = shown.sites.len() > 1;
        let site_width = if has_sites { SITE_WIDTH } else { 0.0 };
        let fixed = CLASS_WIDTH + site_width + LINES_WIDTH + TEXTS_WIDTH + 5.0 * size::S;
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
        class_ui(ctx, ui, line);
        if has_sites {
            site_ui(ctx, ui, shown, line);
        }
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
                ctx.send(Command::Edit(Edit::SplitProvider(text.id)));
            }
        }
        ui.add_space(size::XS);
    }
}

fn name_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, line: &ProviderLine) {
    let provider = &line.provider;
    let editing = state
        .editing
        .as_mut()
        .filter(|editing| editing.provider == provider.id);
    let Some(editing) = editing else {
        let room = (ui.available_width() - size::CONTROL - size::S).max(60.0);
        ui.allocate_ui_with_layout(
            vec2(room, size::CONTROL),
            Layout::top_down(Align::Min),
            |ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add(Label::new(label(&line.name)).truncate());
                ui.label(caption(&line.npi_words).color(tokens(ui).muted));
            },
        );
        let edit = format!("Name and NPI of {}", line.name);
        if icon_button(ui, Icon::Pencil, &edit).clicked() {
            state.editing = Some(Editing {
                provider: provider.id,
                name: line.name.clone(),
                npi: provider.npi.clone().unwrap_or_default(),
            });
        }
        return;
    };
    let room = ui.available_width() - NPI_WIDTH - 2.0 * size::CONTROL - 4.0 * size::S;
    let of_name = format!("New name of {}", line.name);
    let of_npi = format!("NPI of {}", line.name);
    let name = typed_field_ui(ui, &of_name, &mut editing.name, "Name", room.max(80.0));
    let npi = typed_field_ui(ui, &of_npi, &mut editing.npi, "NPI", NPI_WIDTH);
    let left_by = |ui: &Ui, key| {
        (name.lost_focus() || npi.lost_focus()) && ui.input(|input| input.key_pressed(key))
    };
    let (entered, left) = (left_by(ui, Key::Enter), left_by(ui, Key::Escape));
    let saved = icon_button(ui, Icon::Check, "Save name and NPI").clicked() || entered;
    let left = icon_button(ui, Icon::Close, "Leave them as they were").clicked() || left;
    if saved && let Some(edit) = model::rename(provider, &editing.name, &editing.npi) {
        ctx.send(Command::Edit(edit));
    }
    if saved || left {
        state.editing = None;
    }
}

fn class_ui(ctx: &ViewContext<'_>, ui: &mut Ui, line: &ProviderLine) {
    let mut choices = vec![(None, "Class not known".to_owned())];
    choices.extend(ProviderClass::ALL.map(|class| (Some(class), class.label().to_owned())));
    let mut class = line.provider.class;
    let name = format!("Class of {}", line.name);
    if picker_ui(ui, &name, &mut class, &choices, CLASS_WIDTH - size::S)
        && let Some(edit) = model::classify(&line.provider, class)
    {
        ctx.send(Command::Edit(edit));
    }
}

fn site_ui(ctx: &ViewContext<'_>, ui: &mut Ui, shown: &ProvidersModel, line: &ProviderLine) {
    let mut site = line.provider.site;
    let name = format!("Usual site of {}", line.name);
    if picker_ui(ui, &name, &mut site, &shown.sites, SITE_WIDTH - size::S)
        && let Some(edit) = model::place(&line.provider, site)
    {
        ctx.send(Command::Edit(edit));
    }
}

fn texts_button_ui(state: &mut State, ui: &mut Ui, line: &ProviderLine) {
    let id = line.provider.id;
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
