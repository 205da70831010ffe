//! Contracts: how each payer pays, in versions by date; what it makes of a claim, and of another
//! Medicare year.

mod begin;
mod claim;
mod differences;
mod draft;
mod flags;
mod head;
mod list;
mod policies;
mod rates;
mod rule;
mod words;
mod years;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Align, Layout, Ui, vec2};
use jiff::civil::Date;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::Memo;
use crate::app::panels::Panel;
use crate::app::theme::size;
use crate::app::widgets::{
    Heading, empty_state_ui, panel_frame_ui, primary_button, secondary_button, segmented_ui,
};
use crate::domain::{ContractId, PayerId};
use crate::jobs::{PracticeView, today};
use begin::{BeginForm, Begun};
use draft::Draft;
use list::{ListModel, Wanted};
use rule::Facts;

/// Width of the list of contracts.
const LIST_WIDTH: f32 = 284.0;
/// Width that a contract needs; where the window has less, it scrolls sideways.
const LEAST_WIDTH: f32 = 640.0;
/// Width below which the list stands above the contract.
const NARROW: f32 = LIST_WIDTH + LEAST_WIDTH;

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    chosen: Option<ContractId>,
    /// Contracts being edited; what is not saved stays while others are looked at.
    drafts: BTreeMap<ContractId, Draft>,
    /// The contract about to be made.
    beginning: Option<BeginForm>,
    /// Contracts there were when one was sent to be saved: the new one is shown when it is there.
    awaited: Option<Vec<ContractId>>,
    section: Section,
    open_rule: Option<rule::State>,
    /// Why the contract cannot be saved.
    problem: Option<String>,
    list: Memo<(u64, Date), ListModel>,
    rates: rates::State,
    policies: policies::State,
    claim: claim::State,
    years: years::State,
    differences: differences::State,
}

/// What is looked at of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    /// Its schedules and rules.
    #[default]
    Rates,
    /// What modifiers and charges do.
    Policies,
    /// A claim.
    Claim,
    /// Another Medicare year.
    Years,
    /// Another fee schedule.
    Differences,
}

impl Section {
    const CHOICES: [(Self, &'static str); 5] = [
        (Self::Rates, "Rates"),
        (Self::Policies, "Policies"),
        (Self::Claim, "Try a claim"),
        (Self::Years, "Year lock"),
        (Self::Differences, "Differences"),
    ];
}

/// Paints the panel.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.session.practice.clone() else {
        return;
    };
    let today = today();
    state.follow(&practice, ctx.filter().payer);
    let heading = Heading {
        title: Panel::Contracts.label(),
        subtitle: Panel::Contracts.purpose(),
    };
    let footer = practice.reference_label.clone().map_or_else(
        || "no Medicare reference".to_owned(),
        |reference| format!("Medicare {reference}"),
    );
    let payer = state.payer(&practice);
    panel_frame_ui(
        ui,
        &heading,
        &footer,
        |ui| request_ui(ctx, ui, payer),
        |ui| {
            if practice.payers.is_empty() {
                let words = "A contract is with a payer: import what was billed, or a payer\u{2019}s \
                             fee schedule, and the payers are there";
                let way_out = Some(&Command::PickImports);
                empty_state_ui(ui, ctx, Panel::Contracts.icon(), words, way_out);
                return;
            }
            columns_ui(state, ctx, ui, (&practice, today));
        },
    );
}

/// The way to ask a payer for the rates it has on file.
fn request_ui(ctx: &ViewContext<'_>, ui: &mut Ui, payer: Option<PayerId>) {
    let Some(payer) = payer else {
        return;
    };
    if secondary_button(ui, "Request rates\u{2026}")
        .on_hover_text(
            "A workbook with the codes you bill, for the payer\u{2019}s representative to fill in; \
             import the reply and see the differences",
        )
        .clicked()
    {
        ctx.send(Command::RequestRates { payer });
    }
}

fn columns_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (practice, today): (&Arc<PracticeView>, Date),
) {
    if ui.available_width() < NARROW {
        list_ui(state, ui, (practice, today));
        ui.add_space(size::M);
        egui::ScrollArea::horizontal().show(ui, |ui| {
            ui.set_width(ui.available_width().max(LEAST_WIDTH));
            right_ui(state, ctx, ui, (practice, today));
        });
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::M;
        column_ui(ui, LIST_WIDTH, |ui| list_ui(state, ui, (practice, today)));
        let width = ui.available_width() - size::S;
        column_ui(ui, width, |ui| right_ui(state, ctx, ui, (practice, today)));
    });
}

fn column_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

fn list_ui(state: &mut State, ui: &mut Ui, (practice, today): (&PracticeView, Date)) {
    let revision = practice.revision;
    let model = state
        .list
        .get((revision, today), || ListModel::new(practice, today));
    let chosen = state.chosen.filter(|_| state.beginning.is_none());
    match list::ui(ui, model, (practice, &state.drafts), chosen) {
        None => {}
        Some(Wanted::Contract(id)) => state.choose(id),
        Some(Wanted::New(payer)) => {
            if let Some(payer) = practice.payer(payer) {
                let facts = Facts::new(practice, payer.id, today.year());
                state.beginning = Some(BeginForm::new(payer, &facts));
            }
        }
    }
}

fn right_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (practice, today): (&Arc<PracticeView>, Date),
) {
    if let Some(form) = &mut state.beginning {
        let facts = Facts::new(practice, form.payer, today.year());
        match begin::ui(form, ctx, ui, &facts) {
            None => {}
            Some(Begun::Cancelled) => state.beginning = None,
            Some(Begun::Created) => {
                state.awaited = Some(ids(practice));
                state.beginning = None;
            }
        }
        return;
    }
    let chosen = state.chosen.filter(|id| state.drafts.contains_key(id));
    let Some(id) = chosen else {
        let words = "Type in how a payer pays, once: a percentage of a Medicare year, its fee \
                     schedule, or rule by rule. Every claim can then be priced as the contract says";
        empty_state_ui(ui, ctx, Panel::Contracts.icon(), words, None);
        first_ui(state, ui, (practice, today));
        return;
    };
    contract_ui(state, ctx, ui, (practice, today), id);
}

/// The way out while there is no contract: one with the payer that is listed first.
fn first_ui(state: &mut State, ui: &mut Ui, (practice, today): (&PracticeView, Date)) {
    let model = state.list.get((practice.revision, today), || {
        ListModel::new(practice, today)
    });
    let Some(payer) = model.first_payer().and_then(|payer| practice.payer(payer)) else {
        return;
    };
    ui.vertical_centered(|ui| {
        ui.add_space(size::S);
        if primary_button(ui, "Add the first contract\u{2026}").clicked() {
            let facts = Facts::new(practice, payer.id, today.year());
            state.beginning = Some(BeginForm::new(payer, &facts));
        }
    });
}

fn contract_ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (practice, today): (&Arc<PracticeView>, Date),
    id: ContractId,
) {
    let Some(mut draft) = state.drafts.remove(&id) else {
        return;
    };
    let facts = Facts::new(practice, draft.edited.payer, today.year());
    ui.push_id(id.0, |ui| {
        head::ui(&mut draft, &mut state.problem, ctx, ui, today);
        flags::ui(ui, practice.flags_of(id));
        ui.add_space(size::S);
        segmented_ui(
            ui,
            "Part of the contract",
            &mut state.section,
            &Section::CHOICES,
        );
        ui.add_space(size::S);
        let payer = draft.edited.payer;
        match state.section {
            Section::Rates => {
                let edited = (&mut draft, &mut state.open_rule);
                rates::ui(&mut state.rates, ctx, ui, edited, (practice, &facts));
            }
            Section::Policies => {
                if let Some(terms) = draft.terms() {
                    policies::ui(&mut state.policies, ui, terms);
                }
            }
            Section::Claim => {
                let changed = draft.is_changed().into();
                claim::ui(&mut state.claim, ctx, ui, (payer, practice), changed);
            }
            Section::Years => {
                years::ui(&mut state.years, ctx, ui, (payer, practice), &facts);
            }
            Section::Differences => {
                differences::ui(&mut state.differences, ctx, ui, (payer, practice));
            }
        }
        let localities = &practice.localities;
        rule::ui(
            &mut state.open_rule,
            ui.ctx(),
            &mut draft,
            (&facts, localities),
        );
    });
    state.drafts.insert(id, draft);
}

fn ids(practice: &PracticeView) -> Vec<ContractId> {
    practice.contracts.iter().map(|known| known.id).collect()
}

impl State {
    fn choose(&mut self, id: ContractId) {
        self.chosen = Some(id);
        self.beginning = None;
        self.open_rule = None;
        self.problem = None;
        self.rates = rates::State::default();
    }

    /// Keeps drafts and choice with what the file holds now.
    fn follow(&mut self, practice: &PracticeView, payer: Option<PayerId>) {
        let is_there = |id: &ContractId| practice.contracts.iter().any(|known| known.id == *id);
        self.drafts.retain(|id, _| is_there(id));
        for contract in &practice.contracts {
            self.drafts
                .entry(contract.id)
                .and_modify(|draft| draft.follow(contract))
                .or_insert_with(|| Draft::new(contract));
        }
        let new = self.awaited.as_ref().and_then(|known| {
            let mut found = practice.contracts.iter().map(|contract| contract.id);
            found.find(|id| !known.contains(id))
        });
        if let Some(id) = new {
            self.awaited = None;
            self.choose(id);
        }
        let chosen = self.chosen.filter(is_there);
        self.chosen = chosen.or_else(|| list::first(practice, payer));
    }

    /// Returns the payer of what is looked at.
    fn payer(&self, practice: &PracticeView) -> Option<PayerId> {
        let of_form = self.beginning.as_ref().map(|form| form.payer);
        let of_contract = || {
            let chosen = self.chosen?;
            let found = practice.contracts.iter().find(|known| known.id == chosen)?;
            Some(found.payer)
        };
        of_form.or_else(of_contract)
    }
}
