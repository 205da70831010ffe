//! Model: proposes rates to one payer and shows, while a slider moves, what they are worth.

mod compare;
mod draft;
mod projected;
mod scenarios;
mod view;

use std::sync::Arc;

use egui::Ui;

use crate::analysis::key_figures::KeyFigures;
use crate::analysis::rate_model::{Projection, project};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::panels::Panel;
use crate::app::reports::Shelved;
use crate::app::theme::Icon;
use crate::app::widgets::{
    ButtonKind, Heading, TableContent, TableState, Tile, based_on_words, empty_state_ui,
    icon_text_button, panel_frame_ui, report_ui,
};
use crate::domain::{PayerId, Proposal, RateKey};
use crate::jobs::{BaselineKey, ModelBase, PracticeView};
use draft::Draft;
use scenarios::ScenarioLine;

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    payer: Option<PayerId>,
    /// The proposal being worked on; `None` until the payer's rates are known.
    draft: Option<Draft>,
    /// The rates shown last and whose they are; they stay until others are there.
    base: Option<(PayerId, Arc<ModelBase>)>,
    /// Whether a slider is held: rows keep their places until it is let go.
    is_moving: bool,
    /// Places of the rows, as ranked when the slider was last let go.
    order: Vec<usize>,
    /// The code whose rate can be set by hand, what was typed for it, and what is wrong with that.
    chosen: Option<Chosen>,
    /// Why the scenario could not be saved.
    problem: Option<String>,
    table: TableState,
    shown: Memo<ShownKey, Shown>,
    compare: compare::State,
}

/// A code whose rate is set by hand.
struct Chosen {
    key: RateKey,
    /// The proposed rate shown last; what is typed is replaced when it becomes another.
    proposed: String,
    typed: String,
    problem: Option<String>,
}

type ShownKey = (Same<ModelBase>, Same<PracticeView>, Proposal, bool);

/// What is painted, built once from a projection.
struct Shown {
    projection: Projection,
    tiles: Vec<Tile>,
    unlisted: String,
    /// How many codes are cut, if any.
    cut: Option<String>,
    /// Places of the table's rows in the projection.
    order: Vec<usize>,
    table: Arc<TableContent>,
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let report = ctx.key_figures();
    let footer = footer(state, report);
    let heading = Heading {
        title: Panel::Model.label(),
        subtitle: Panel::Model.purpose(),
    };
    let brief = brief_command(state, ctx);
    let actions = |ui: &mut Ui| {
        let print = icon_text_button(
            ui,
            ButtonKind::Primary,
            Icon::Brief,
            "Print the brief\u{2026}",
        );
        if print.clicked() {
            ctx.send(brief.clone());
        }
    };
    panel_frame_ui(ui, &heading, &footer, actions, |ui| {
        report_ui(
            ui,
            report,
            "Looking for the payer to begin with",
            |ui, figures| {
                if figures.payers.is_empty() {
                    nothing_ui(ctx, ui);
                } else {
                    payer_ui(state, ctx, ui, figures);
                }
            },
        );
    });
}

/// Returns what prints the brief: of this panel's payer, with the scenario that holds the proposal.
fn brief_command(state: &State, ctx: &ViewContext<'_>) -> Command {
    let Some(payer) = state.payer else {
        return Command::GoTo(Panel::Brief);
    };
    let saved = ctx.practice().map_or(&[][..], |view| &view.scenarios);
    Command::ShowBrief {
        payer,
        scenario: state
            .draft
            .as_ref()
            .and_then(|draft| draft.saved_as(payer, saved)),
    }
}

fn footer(state: &State, report: Shelved<'_, Arc<KeyFigures>>) -> String {
    let of_payer = state
        .base
        .as_ref()
        .filter(|(payer, _)| Some(*payer) == state.payer);
    match (of_payer, report.value()) {
        (Some((_, base)), _) => format!(
            "{} \u{b7} {}",
            base.baseline.name,
            based_on_words(&base.baseline.based_on)
        ),
        (None, Some(figures)) => based_on_words(&figures.based_on),
        (None, None) => String::new(),
    }
}

fn nothing_ui(ctx: &ViewContext<'_>, ui: &mut Ui) {
    let has_lines = ctx.practice().is_some_and(|view| view.line_count > 0);
    let (sentence, way_out) = if has_lines {
        (
            "Nothing was billed in the months, to the payer, by the provider or at the site chosen \
             above",
            Command::ClearFilter,
        )
    } else {
        (
            "A proposal is worth what your own services make of it: import a table of what was \
             billed, with payer, code, units and allowed amount",
            Command::PickImports,
        )
    };
    empty_state_ui(ui, ctx, Panel::Model.icon(), sentence, Some(&way_out));
}

fn payer_ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, figures: &KeyFigures) {
    let Some(practice) = ctx.session.practice.as_ref() else {
        return;
    };
    let choices = projected::payers(figures);
    let listed = |payer: &PayerId| choices.iter().any(|(id, _)| id == payer);
    let chosen = state
        .payer
        .filter(listed)
        .or_else(|| projected::first_payer(figures));
    let Some(payer) = chosen else {
        return;
    };
    if state.payer != Some(payer) {
        state.choose_payer(payer);
    }
    let report = ctx.baseline(BaselineKey {
        payer,
        release: state.draft.as_ref().and_then(Draft::needed_release),
    });
    if let Some(base) = report.value() {
        state.base = Some((payer, Arc::clone(base)));
    }
    let last = state
        .base
        .as_ref()
        .filter(|(of, _)| *of == payer)
        .map(|(_, base)| Arc::clone(base));
    let report = match (report, &last) {
        (Shelved::Loading, Some(last)) => Shelved::Updating(last),
        (report, _) => report,
    };
    report_ui(ui, report, "Gathering the payer's rates", |ui, base| {
        let draft = state.draft.get_or_insert_with(|| begin(base));
        let proposal = draft.proposal();
        let key = (
            Same(Arc::clone(base)),
            Same(Arc::clone(practice)),
            proposal.clone(),
            state.is_moving,
        );
        let kept = state.is_moving.then(|| state.order.clone());
        let mut memo = std::mem::take(&mut state.shown);
        let shown = memo.get(key, || Shown::new(base, &proposal, practice, kept));
        state.follow(shown);
        let lines = scenarios::lines(practice, payer);
        view::ui(
            state,
            ctx,
            ui,
            &view::Shows {
                shown,
                choices: &choices,
                lines: &lines,
                payer,
                practice,
            },
        );
        state.shown = memo;
    });
}

/// Begins a draft at the payer's present weighted percentage of Medicare.
fn begin(base: &ModelBase) -> Draft {
    let today = Draft::starting(None).proposal();
    let totals = project(&base.baseline, &today, None).totals;
    Draft::starting(totals.weighted_before)
}

impl Chosen {
    /// Begins with the proposed rate, ready to be typed over.
    fn new(key: RateKey, proposed: String) -> Self {
        Self {
            key,
            typed: proposed.clone(),
            proposed,
            problem: None,
        }
    }

    /// Takes over a proposed rate that became another: the slider moved.
    fn follow(&mut self, proposed: &str) {
        if self.proposed != proposed {
            *self = Self::new(self.key, proposed.to_owned());
        }
    }
}

impl Shown {
    fn new(
        base: &ModelBase,
        proposal: &Proposal,
        practice: &PracticeView,
        kept: Option<Vec<usize>>,
    ) -> Self {
        let projection = project(&base.baseline, proposal, base.prices.as_deref());
        let order = kept
            .filter(|order| order.len() == projection.rows.len())
            .unwrap_or_else(|| projected::ranked(&projection));
        Self {
            tiles: projected::tiles(&projection),
            unlisted: projected::unlisted_words(&projection),
            cut: projected::cut_words(&projection),
            table: Arc::new(projected::table(&projection, &order, &practice.code_labels)),
            order,
            projection,
        }
    }

    /// Returns the key of a row of the table.
    fn key(&self, row_idx: usize) -> Option<RateKey> {
        let place = self.order.get(row_idx)?;
        self.projection.rows.get(*place).map(|row| row.key)
    }
}

impl State {
    /// Starts over with another payer.
    fn choose_payer(&mut self, payer: PayerId) {
        self.payer = Some(payer);
        self.draft = None;
        self.chosen = None;
        self.problem = None;
        self.is_moving = false;
        self.compare.clear();
    }

    /// Opens a saved scenario.
    fn open(&mut self, line: &ScenarioLine) {
        self.draft = Some(Draft::opening(&line.scenario));
        self.chosen = None;
        self.problem = None;
    }

    /// Keeps the chosen row chosen when rows change places.
    fn follow(&mut self, shown: &Shown) {
        if self.order != shown.order {
            self.order.clone_from(&shown.order);
            let wanted = self.chosen.as_ref().map(|chosen| chosen.key);
            self.table.selected = (0..shown.order.len())
                .find(|row_idx| wanted.is_some_and(|key| shown.key(*row_idx) == Some(key)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::key;

    #[test]
    fn the_rate_to_type_over_follows_the_proposal_until_something_is_typed() {
        let mut chosen = Chosen::new(key("EX001"), "113.33".to_owned());
        chosen.follow("116.01");
        assert_eq!(chosen.typed, "116.01");
        chosen.typed = "abc".to_owned();
        chosen.problem = Some("abc is not an amount".to_owned());
        chosen.follow("116.01");
        assert_eq!(chosen.typed, "abc");
        chosen.follow("120.00");
        assert_eq!((chosen.typed.as_str(), chosen.problem), ("120.00", None));
    }
}
