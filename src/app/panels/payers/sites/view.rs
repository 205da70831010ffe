//! Paints sites.

use egui::{Align, Layout, Ui, vec2};

use super::State;
use super::model::{self, SiteLine, SitesModel};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::payers::marks::MarkWords;
use crate::app::panels::payers::named_line::{
    NamedNumber, NumberWords, TEXTS_WIDTH, lines_and_texts_ui, name_ui,
};
use crate::app::panels::payers::texts::text_ui;
use crate::app::theme::{Icon, caption, size, tokens};
use crate::app::widgets::{card_ui, empty_state_ui, section_ui};
use crate::jobs::Edit;

/// Width of the count of lines.
const LINES_WIDTH: f32 = 100.0;
/// What stands below a site's name.
const NUMBER: NumberWords = NumberWords {
    name: "ZIP code",
    hint: "ZIP",
    width: 80.0,
};
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
    let named = NamedNumber {
        id,
        name: &line.name,
        number_words: &line.zip_words,
        number: line.site.zip.as_deref(),
    };
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
                let typed = name_ui(&mut state.editing, ui, &named, NUMBER);
                let edit =
                    typed.and_then(|(name, number)| model::rename(&line.site, &name, &number));
                if let Some(edit) = edit {
                    ctx.send(Command::Edit(edit));
                }
            },
        );
        let lines = (line.lines_words.as_str(), LINES_WIDTH);
        lines_and_texts_ui(&mut state.open, ui, &named, lines, &line.texts_words);
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
