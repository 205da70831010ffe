//! Who renders services: names, NPIs, classes and usual sites, and which texts in files mean one
//! provider.

mod model;
mod view;

use std::collections::BTreeSet;

use egui::Ui;

use super::marks::Marks;
use super::named_line::Editing;
use crate::app::context::ViewContext;
use crate::app::memo::Memo;
use crate::domain::ProviderId;
use model::ProvidersModel;

/// What the list of providers remembers.
#[derive(Default)]
pub(super) struct State {
    search: String,
    marks: Marks<ProviderId>,
    /// Providers whose texts are shown.
    open: BTreeSet<ProviderId>,
    /// The provider that is being edited, with the name and NPI typed.
    editing: Option<Editing<ProviderId>>,
    shown: Memo<(u64, String), ProvidersModel>,
}

/// Paints the providers.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    if practice.providers.is_empty() {
        view::nothing_ui(ctx, ui);
        return;
    }
    let mut memo = std::mem::take(&mut state.shown);
    let shown = memo.get((practice.revision, state.search.clone()), || {
        ProvidersModel::new(&practice.providers, &practice.site_names(), &state.search)
    });
    // Providers that are gone (merged, undone) can no longer be chosen.
    state.marks.retain(|id| {
        let mut providers = practice.providers.iter();
        providers.any(|provider| provider.id == id && provider.same_as.is_none())
    });
    view::ui(state, ctx, ui, shown);
    state.shown = memo;
}
