//! A new contract: the usual beginnings, each ready to be created with one more click.

mod form;
mod view;

use egui::Ui;

pub(super) use form::BeginForm;

use super::rule::Facts;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::jobs::Edit;

/// What was decided about a new contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// It was sent to be saved.
    Created,
    /// It was put aside.
    Cancelled,
}

/// Paints the form; a contract that can be meant is sent to be saved.
pub(super) fn ui(
    form: &mut BeginForm,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    facts: &Facts,
) -> Option<Begun> {
    let begun = view::ui(form, ui, facts)?;
    if begun == Begun::Cancelled {
        return Some(begun);
    }
    match form.contract() {
        Ok(contract) => {
            form.problem = None;
            ctx.send(Command::Edit(Edit::SaveContract {
                id: None,
                contract: Box::new(contract),
            }));
            Some(Begun::Created)
        }
        Err(problem) => {
            form.problem = Some(problem);
            None
        }
    }
}
