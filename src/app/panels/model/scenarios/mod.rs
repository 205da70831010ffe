//! The payer's saved scenarios: save, open, replace, delete, mark for comparison.

mod model;
mod view;

pub(super) use model::{ScenarioLine, lines};
pub(super) use view::ui;
