//! Brief: what goes to the payer and what stays in the house, filled in at the left, its finished
//! pages at the right.

mod composing;
mod form;
mod model;
mod pages;
#[cfg(test)]
mod tests;
mod view;

use std::collections::BTreeMap;
use std::time::Duration;

use egui::Ui;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::panels::Panel;
use crate::app::widgets::{Heading, empty_state_ui, panel_frame_ui};
use crate::brief::Audience;
use crate::domain::{PayerId, ScenarioId};
use crate::jobs::{BriefSpec, PracticeView};
use composing::{Composing, Due};
use form::Form;
use model::{PreviewState, Stage};

/// What the panel remembers.
pub struct State {
    audience: Audience,
    payer: Option<PayerId>,
    /// What it was opened for and has not shown yet.
    opening: Option<(PayerId, Option<ScenarioId>)>,
    forms: BTreeMap<PayerId, Form>,
    prepared_by: String,
    composing: Composing,
    pages: pages::State,
}

impl Default for State {
    fn default() -> Self {
        Self {
            audience: Audience::Payer,
            payer: None,
            opening: None,
            forms: BTreeMap::new(),
            prepared_by: String::new(),
            composing: Composing::default(),
            pages: pages::State::default(),
        }
    }
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let stage = state.follow(practice, ctx);
    let spec = state.spec(ctx);
    let heading = Heading {
        title: Panel::Brief.label(),
        subtitle: Panel::Brief.purpose(),
    };
    let footer = footer(ctx);
    let payer_name = state
        .payer
        .and_then(|payer| practice.payer(payer))
        .map_or("", |payer| payer.name.as_str());
    let export = match (&spec, &stage) {
        (Some(Ok(spec)), Stage::Ready) => Some(spec),
        _ => None,
    };
    panel_frame_ui(
        ui,
        &heading,
        &footer,
        |ui| {
            if stage != Stage::NoPayer {
                view::export_ui(ctx, ui, export, payer_name);
            }
        },
        |ui| match &stage {
            Stage::NoPayer => empty_state_ui(
                ui,
                ctx,
                Panel::Brief.icon(),
                "A brief is addressed to a payer: import what was billed first",
                Some(&Command::PickImports),
            ),
            Stage::NoScenario { .. } | Stage::Ready => {
                view::columns_ui(state, ctx, ui, (practice, &stage, spec.as_ref()));
            }
        },
    );
}

/// Says what the figures on the pages rest on.
fn footer(ctx: &ViewContext<'_>) -> String {
    ctx.key_figures()
        .value()
        .map_or_else(String::new, |figures| {
            crate::app::widgets::based_on_words(&figures.based_on)
        })
}

impl State {
    /// Begins with a payer and the scenario with the ask; `None` takes the payer's newest.
    pub fn open(&mut self, payer: PayerId, scenario: Option<ScenarioId>) {
        self.opening = Some((payer, scenario));
    }

    /// Turns to what it was opened for; what was filled in for the payer stays.
    fn turn_to_opened(&mut self, practice: &PracticeView) {
        let Some((payer, scenario)) = self.opening.take() else {
            return;
        };
        self.payer = Some(payer);
        let begun = Form::new(practice, payer);
        let ask = scenario.or(begun.scenario);
        self.forms.entry(payer).or_insert(begun).scenario = ask;
    }

    /// Keeps the payer and the scenario among those there are.
    fn follow(&mut self, practice: &PracticeView, ctx: &ViewContext<'_>) -> Stage {
        self.turn_to_opened(practice);
        let is_there = |payer: &PayerId| practice.payer(*payer).is_some();
        self.payer = self
            .payer
            .filter(is_there)
            .or_else(|| form::first_payer(practice, &ctx.session.filter));
        if let Some(payer) = self.payer {
            self.forms
                .entry(payer)
                .or_insert_with(|| Form::new(practice, payer))
                .follow(practice, payer, self.audience);
        }
        Stage::of(practice, self.payer, self.audience, self.form())
    }

    fn form(&self) -> Option<&Form> {
        self.forms.get(&self.payer?)
    }

    fn spec(&self, ctx: &ViewContext<'_>) -> Option<Result<BriefSpec, String>> {
        let form = self.form()?;
        let filter = ctx.session.filter;
        Some(form.spec(self.audience, self.payer?, &self.prepared_by, filter))
    }

    /// Has the pages laid out when it is time; says what those shown are.
    fn compose(
        &mut self,
        ctx: &ViewContext<'_>,
        ui: &Ui,
        (practice, spec): (&PracticeView, &Result<BriefSpec, String>),
        pixels_per_point: f32,
    ) -> PreviewState {
        if let Ok(spec) = spec {
            let now = ui.input(|input| input.time);
            let wanted = (spec, practice.revision, pixels_per_point);
            match self.composing.due(ctx.session, wanted, now) {
                Due::Nothing => {}
                Due::In(seconds) => ui
                    .ctx()
                    .request_repaint_after(Duration::from_secs_f64(seconds.max(0.01))),
                Due::Now => ctx.send(Command::ComposeBrief {
                    spec: Box::new(spec.clone()),
                    pixels_per_point,
                }),
            }
        }
        self.composing.state(ctx.session, spec)
    }
}
