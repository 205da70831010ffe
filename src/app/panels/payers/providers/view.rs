//! Paints providers.

use egui::{Align, Layout, Ui, vec2};

use super::State;
use super::model::{self, ProviderLine, ProvidersModel};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::payers::marks::MarkWords;
use crate::app::panels::payers::named_line::{
    NamedNumber, NumberWords, TEXTS_WIDTH, lines_and_texts_ui, name_ui,
};
use crate::app::panels::payers::texts::text_ui;
use crate::app::theme::{Icon, caption, size, tokens};
use crate::app::widgets::{card_ui, empty_state_ui, picker_ui, search_field_ui, section_ui};
use crate::domain::ProviderClass;
use crate::jobs::Edit;

/// Width of the picker of a class.
const CLASS_WIDTH: f32 = 180.0;
/// Width of the picker of a usual site.
const SITE_WIDTH: f32 = 150.0;
/// Width of the count of lines.
const LINES_WIDTH: f32 = 90.0;
/// What stands below a provider's name.
const NUMBER: NumberWords = NumberWords {
    name: "NPI",
    hint: "NPI",
    width: 110.0,
};
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
    let named = NamedNumber {
        id,
        name: &line.name,
        number_words: &line.npi_words,
        number: line.provider.npi.as_deref(),
    };
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
                let typed = name_ui(&mut state.editing, ui, &named, NUMBER);
                let edit =
                    typed.and_then(|(name, number)| model::rename(&line.provider, &name, &number));
                if let Some(edit) = edit {
                    ctx.send(Command::Edit(edit));
                }
            },
        );
        class_ui(ctx, ui, line);
        if has_sites {
            site_ui(ctx, ui, shown, line);
        }
        let lines = (line.lines_words.as_str(), LINES_WIDTH);
        lines_and_texts_ui(&mut state.open, ui, &named, lines, &line.texts_words);
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
