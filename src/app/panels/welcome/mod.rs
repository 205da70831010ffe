//! The first screen: make a practice file, open one, or look at the sample.

mod model;
mod view;

use crate::app::context::ViewContext;
pub use model::Form;

/// What the form holds.
#[derive(Debug, Default)]
pub struct State {
    form: Form,
}

/// Paints the screen.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
    let checked = state.form.check();
    view::welcome_ui(&mut state.form, &checked, ctx, ui);
}
