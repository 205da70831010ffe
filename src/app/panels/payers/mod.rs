//! Payers: what part each has of the practice, and which names in files mean one payer, one provider
//! or one site.

mod marks;
mod mix;
mod named_line;
mod names;
mod providers;
mod sites;
mod texts;
mod typed_name;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::Panel;
use crate::app::widgets::{
    Heading, based_on_words, empty_state_ui, panel_frame_ui, report_ui, segmented_ui,
};

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    section: Section,
    mix: mix::State,
    names: names::State,
    providers: providers::State,
    sites: sites::State,
}

impl State {
    /// Begins with the names.
    pub(super) const fn open_names(&mut self) {
        self.section = Section::Names;
    }
}

/// The questions of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    /// Who pays how much.
    #[default]
    Mix,
    /// Who is who.
    Names,
    /// Who renders services.
    Providers,
    /// Where.
    Sites,
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
    let report = ctx.payer_mix();
    let footer = report
        .value()
        .map_or_else(String::new, |mix| based_on_words(&mix.based_on));
    let heading = Heading {
        title: Panel::Payers.label(),
        subtitle: Panel::Payers.purpose(),
    };
    let shown = state.section;
    let section = &mut state.section;
    let actions = |ui: &mut egui::Ui| {
        let choices = [
            (Section::Mix, "Payer mix"),
            (Section::Names, "Names"),
            (Section::Providers, "Providers"),
            (Section::Sites, "Sites"),
        ];
        segmented_ui(ui, "Section", section, &choices);
    };
    let (mix, names) = (&mut state.mix, &mut state.names);
    let (providers, sites) = (&mut state.providers, &mut state.sites);
    panel_frame_ui(ui, &heading, &footer, actions, |ui| match shown {
        Section::Names => names::ui(names, ctx, ui),
        Section::Providers => providers::ui(providers, ctx, ui),
        Section::Sites => sites::ui(sites, ctx, ui),
        Section::Mix => report_ui(ui, report, "Computing the payer mix", |ui, report| {
            if report.rows.is_empty() {
                nothing_ui(ctx, ui);
            } else {
                mix::ui(mix, ctx, ui, report);
            }
        }),
    });
}

fn nothing_ui(ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
    let has_lines = ctx.practice().is_some_and(|view| view.line_count > 0);
    let (sentence, way_out) = if has_lines {
        (
            "Nothing was billed in the months, to the payer, by the provider or at the site chosen \
             above",
            Command::ClearFilter,
        )
    } else {
        (
            "The payer mix needs a table of what was billed: one line a service, with payer, code, \
             charge and allowed amount",
            Command::PickImports,
        )
    };
    empty_state_ui(ui, ctx, Panel::Payers.icon(), sentence, Some(&way_out));
}
