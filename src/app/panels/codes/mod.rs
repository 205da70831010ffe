//! Codes: what each payer pays for each code, measured against Medicare, and what a claimed average
//! hides.

mod detail;
mod grid;
mod headline;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::coverage;
use crate::app::panels::Panel;
use crate::app::widgets::{
    BadgeKind, Heading, based_on_words, empty_state_ui, notice_line_ui, panel_frame_ui, report_ui,
    segmented_ui,
};

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    section: Section,
    grid: grid::State,
    headline: headline::State,
}

/// The two questions of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    /// What is paid for each code.
    #[default]
    Grid,
    /// What a claimed average hides.
    Headline,
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
    let report = ctx.code_rates();
    let footer = report
        .value()
        .map_or_else(String::new, |rates| based_on_words(&rates.based_on));
    let heading = Heading {
        title: Panel::Codes.label(),
        subtitle: Panel::Codes.purpose(),
    };
    let shown = state.section;
    let section = &mut state.section;
    let actions = |ui: &mut egui::Ui| {
        let choices = [
            (Section::Grid, "Grid"),
            (Section::Headline, "Headline tester"),
        ];
        segmented_ui(ui, "Section", section, &choices);
    };
    let (grid, headline) = (&mut state.grid, &mut state.headline);
    panel_frame_ui(ui, &heading, &footer, actions, |ui| {
        report_ui(ui, report, "Comparing rates with Medicare", |ui, rates| {
            if rates.rows.is_empty() {
                nothing_ui(ctx, ui);
                return;
            }
            if rates.based_on.reference.is_none() {
                let words = "No Medicare reference is set: import CMS's relative-value zip (PFS \
                             Relative Value Files on cms.gov) to see percentages of Medicare";
                notice_line_ui(ui, BadgeKind::Warning, words);
            }
            coverage::line_ui(ctx, ui);
            match shown {
                Section::Grid => grid::ui(grid, ctx, ui, rates),
                Section::Headline => headline::ui(headline, ctx, ui, rates),
            }
        });
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
            "Rates by code need a table of what was billed: one line a service, with payer, code, \
             units and allowed amount",
            Command::PickImports,
        )
    };
    empty_state_ui(ui, ctx, Panel::Codes.icon(), sentence, Some(&way_out));
}
