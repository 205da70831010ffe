//! Where services are rendered: names and ZIP codes, and which texts in files mean one site.

mod model;
mod view;

use std::collections::BTreeSet;

use egui::Ui;

use super::marks::Marks;
use super::named_line::Editing;
use crate::app::context::ViewContext;
use crate::app::memo::Memo;
use crate::domain::SiteId;
use model::SitesModel;

/// What the list of sites remembers.
#[derive(Default)]
pub(super) struct State {
    marks: Marks<SiteId>,
    /// Sites whose texts are shown.
    open: BTreeSet<SiteId>,
    /// The site that is being edited, with the name and ZIP code typed.
    editing: Option<Editing<SiteId>>,
    shown: Memo<u64, SitesModel>,
}

/// Paints the sites.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    if practice.sites.is_empty() {
        view::nothing_ui(ctx, ui);
        return;
    }
    let mut memo = std::mem::take(&mut state.shown);
    let shown = memo.get(practice.revision, || SitesModel::new(&practice.sites));
    // Sites that are gone (merged, undone) can no longer be chosen.
    state.marks.retain(|id| {
        let mut sites = practice.sites.iter();
        sites.any(|site| site.id == id && site.same_as.is_none())
    });
    view::ui(state, ctx, ui, shown);
    state.shown = memo;
}
