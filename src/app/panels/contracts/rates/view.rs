//! Paints a version's fee schedules.

use std::sync::Arc;

use egui::{Align, CollapsingHeader, Layout, Ui};

use super::{ScheduleState, Shown, State, model};
use crate::app::context::ViewContext;
use crate::app::panels::contracts::draft::Draft;
use crate::app::panels::contracts::rule::{self, Facts};
use crate::app::theme::{Icon, caption, size, tokens};
use crate::app::widgets::{
    OPTIONAL_PERCENT, TableSpec, card_ui, icon_button, secondary_button, table_ui, text_field_ui,
    value_field_ui,
};
use crate::domain::{ContractSchedule, ProviderClass};
use crate::jobs::PracticeView;

/// Height of a table of rules.
const TABLE_HEIGHT: f32 = 320.0;

/// What was asked for in a schedule's card.
enum Asked {
    AddRule,
    OpenRule(u32),
    Remove,
}

/// Paints the schedules of the version looked at.
pub(in crate::app::panels::contracts) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (draft, open_rule): (&mut Draft, &mut Option<rule::State>),
    (practice, facts): (&PracticeView, &Facts),
) {
    let mut asked = None;
    let Some(terms) = draft.terms() else {
        return;
    };
    let count = terms.schedules.len();
    for (schedule_idx, schedule) in terms.schedules.iter_mut().enumerate() {
        let known = state.schedules.entry(schedule_idx).or_default();
        ui.push_id(schedule_idx, |ui| {
            card_ui(ui, |ui| {
                if let Some(what) = schedule_ui(known, ctx, ui, (schedule, practice), count) {
                    asked = Some((schedule_idx, what));
                }
            });
        });
        ui.add_space(size::S);
    }
    if secondary_button(ui, "Add a schedule")
        .on_hover_text("For a product, a site or a kind of provider that is paid differently")
        .clicked()
    {
        draft.add_schedule();
    }
    match asked {
        None => {}
        Some((schedule_idx, Asked::AddRule)) => {
            let nr = draft.next_nr(schedule_idx);
            *open_rule = Some(rule::State::begin(schedule_idx, nr, facts));
        }
        Some((schedule_idx, Asked::OpenRule(nr))) => {
            let found = draft
                .shown()
                .and_then(|version| version.terms.schedules.get(schedule_idx))
                .and_then(|schedule| schedule.rules.iter().find(|rule| rule.nr == nr));
            *open_rule = found.map(|rule| rule::State::open(schedule_idx, rule, facts));
        }
        Some((schedule_idx, Asked::Remove)) => {
            draft.remove_schedule(schedule_idx);
            state.schedules.clear();
        }
    }
}

fn schedule_ui(
    state: &mut ScheduleState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (schedule, practice): (&mut ContractSchedule, &PracticeView),
    count: usize,
) -> Option<Asked> {
    let mut asked = None;
    ui.horizontal(|ui| {
        text_field_ui(ui, "Schedule", &mut schedule.name, "PPO, all sites", 260.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let remove = format!("Remove schedule {}", schedule.name);
            if count > 1 && icon_button(ui, Icon::Trash, &remove).clicked() {
                asked = Some(Asked::Remove);
            }
        });
    });
    let key = (schedule.clone(), practice.revision);
    let mut memo = std::mem::take(&mut state.shown);
    let shown = memo.get(key, || {
        let rules = model::rules(schedule, &practice.fee_schedules);
        Shown {
            table: Arc::new(rules.table),
            numbers: rules.numbers,
            scope: model::scope_line(schedule, &practice.site_names()),
        }
    });
    scope_ui(state, ui, schedule, (&shown.scope, practice));
    ui.horizontal(|ui| {
        if secondary_button(ui, "Add a rule\u{2026}").clicked() {
            asked = Some(Asked::AddRule);
        }
        let hint =
            "Tried from the top; the first that can price a line does. Choose one to change it";
        ui.label(caption(hint).color(tokens(ui).muted));
    });
    let name = format!("Rules of {}", schedule.name);
    let spec = TableSpec {
        name: &name,
        max_height: TABLE_HEIGHT,
    };
    let response = table_ui(ui, ctx, &spec, &mut state.table, &shown.table);
    if let Some(row_idx) = response.selected.or(response.opened) {
        let nr = shown.numbers.get(row_idx);
        asked = nr.map(|nr| Asked::OpenRule(*nr)).or(asked);
        state.table.selected = None;
    }
    ui.add_space(size::XS);
    ui.horizontal(|ui| {
        ui.label("Whatever no rule prices is paid at");
        let name = format!("Default percent of charge, {}", schedule.name);
        value_field_ui(
            ui,
            &name,
            &mut schedule.default_percent_of_charge,
            &OPTIONAL_PERCENT,
            80.0,
        );
        ui.label("% of the charge");
    });
    state.shown = memo;
    asked
}

/// Whom a schedule is for; folded away, since most contracts have one schedule for all.
fn scope_ui(
    state: &mut ScheduleState,
    ui: &mut Ui,
    schedule: &mut ContractSchedule,
    (words, practice): (&str, &PracticeView),
) {
    let title = format!("For {words}");
    CollapsingHeader::new(title)
        .id_salt("scope")
        .show(ui, |ui| {
            products_ui(state, ui, schedule);
            let hint = "Sites and kinds of providers; none marked means all";
            ui.label(caption(hint).color(tokens(ui).muted));
            ui.horizontal_wrapped(|ui| {
                for (site, name) in practice.site_names() {
                    mark_ui(ui, &mut schedule.sites, site, &name);
                }
            });
            ui.horizontal_wrapped(|ui| {
                for class in ProviderClass::ALL {
                    mark_ui(ui, &mut schedule.provider_classes, class, class.label());
                }
            });
        });
}

fn products_ui(state: &mut ScheduleState, ui: &mut Ui, schedule: &mut ContractSchedule) {
    let (of, typed) = state
        .products
        .get_or_insert_with(|| (schedule.products.clone(), schedule.products.join(", ")));
    if *of != schedule.products {
        of.clone_from(&schedule.products);
        *typed = schedule.products.join(", ");
    }
    let hint = "all; or the payer\u{2019}s names, with commas";
    if text_field_ui(ui, "Products", typed, hint, 360.0).changed() {
        schedule.products = model::typed_products(typed);
        of.clone_from(&schedule.products);
    }
}

fn mark_ui<T: Copy + PartialEq>(ui: &mut Ui, chosen: &mut Vec<T>, one: T, name: &str) {
    let mut is_chosen = chosen.contains(&one);
    if ui.checkbox(&mut is_chosen, name).changed() {
        chosen.retain(|known| *known != one);
        if is_chosen {
            chosen.push(one);
        }
    }
}
