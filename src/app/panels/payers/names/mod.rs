//! Which names in files mean one payer: suggestions, merging, splitting, renaming, classes.

mod model;
mod products_view;
mod view;

use std::collections::BTreeSet;

use egui::Ui;

use crate::app::context::ViewContext;
use crate::app::memo::Memo;
use crate::domain::{PayerId, ProductId, ProductKind};
use model::{Dismissed, NamesInput, NamesModel};

/// What the list of names remembers.
#[derive(Default)]
pub(super) struct State {
    search: String,
    /// Payers marked to be merged.
    chosen: BTreeSet<PayerId>,
    /// The one of them that stays; `None`: the busiest.
    into: Option<PayerId>,
    /// Payers whose names are shown.
    open: BTreeSet<PayerId>,
    /// The payer that is being renamed, and what was typed.
    renaming: Option<(PayerId, String)>,
    /// The product that is being renamed, and what was typed.
    renaming_product: Option<(ProductId, String)>,
    /// The payer that gets a product, and what was typed and chosen.
    adding_product: Option<(PayerId, String, ProductKind)>,
    /// Suggestions put aside, until the practice is opened again.
    dismissed: Dismissed,
    shown: Memo<ShownKey, NamesModel>,
}

/// Revision, search and suggestions put aside.
type ShownKey = (u64, String, Dismissed);

/// Paints the names.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui) {
    let Some(practice) = ctx.practice() else {
        return;
    };
    let key = (
        practice.revision,
        state.search.clone(),
        state.dismissed.clone(),
    );
    let mut memo = std::mem::take(&mut state.shown);
    let shown = memo.get(key, || {
        NamesModel::new(&NamesInput {
            payers: &practice.payers,
            names: &practice.payer_names,
            products: &practice.products,
            suggestions: &practice.merge_suggestions,
            product_suggestions: &practice.product_suggestions,
            dismissed: &state.dismissed,
            search: &state.search,
        })
    });
    // Payers that are gone (merged, undone) can no longer be chosen.
    state.chosen.retain(|id| practice.payer(*id).is_some());
    view::ui(state, ctx, ui, shown);
    state.shown = memo;
}
