//! Whether claim numbers are kept, so that underpaid claims can be taken up with their payer.

use egui::Ui;

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{caption, label, size, tokens};
use crate::app::widgets::segmented_ui;
use crate::domain::WorkClaims;
use crate::jobs::{Edit, PracticeView};

/// Paints the choice, and what it means.
pub(super) fn ui(ctx: &ViewContext<'_>, ui: &mut Ui, practice: &PracticeView) {
    ui.label(label("Work underpaid claims"));
    let mut choice = practice.work_claims;
    let choices = [
        (WorkClaims::Off, "No claim numbers"),
        (WorkClaims::On, "Keep claim numbers"),
    ];
    if segmented_ui(ui, "Work underpaid claims", &mut choice, &choices) {
        ctx.send(Command::Edit(Edit::SetWorkClaims(choice)));
    }
    ui.add_space(size::XS);
    ui.label(caption(about(choice)).color(tokens(ui).muted));
}

const fn about(choice: WorkClaims) -> &'static str {
    match choice {
        WorkClaims::Off => {
            "The file holds no claim numbers. Turn this on before importing remittances whose \
             claims you want to dispute"
        }
        WorkClaims::On => {
            "Claim numbers of remittances imported from now on are kept in this file, never in a \
             copy for sharing. Turning this off deletes them for good"
        }
    }
}
