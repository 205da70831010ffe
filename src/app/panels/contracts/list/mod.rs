//! The contracts by payer, with what is odd about each; payers without one, with a way to add one.

mod model;
mod view;

pub(super) use model::{ListModel, first};
pub(super) use view::{Wanted, ui};
