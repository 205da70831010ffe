//! Paints what importing a table would bring.

use egui::{Align, Label, Layout, Ui};

use super::totals::{Freshness, TotalsModel};
use crate::app::theme::{Icon, caption, heading, label, size, tokens};
use crate::app::widgets::card_ui;

/// Opacity of figures that are being computed again.
const STALE_OPACITY: f32 = 0.55;

/// Paints the card: the same lines always, so that nothing moves when the figures arrive.
pub(super) fn totals_ui(ui: &mut Ui, freshness: Freshness, shown: &TotalsModel) {
    card_ui(ui, |ui| {
        ui.label(heading("What will be imported"));
        let state = match freshness {
            Freshness::Fresh => "Added up over the whole file",
            Freshness::Reading => "Adding up the whole file\u{2026}",
            Freshness::Incomplete => "Added up once the columns needed are chosen",
        };
        ui.label(caption(state).color(tokens(ui).muted));
        ui.scope(|ui| {
            if freshness != Freshness::Fresh {
                ui.multiply_opacity(STALE_OPACITY);
            }
            figures_ui(ui, shown);
        });
    });
}

fn figures_ui(ui: &mut Ui, shown: &TotalsModel) {
    let tokens = tokens(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 20.0;
        for (name, figure) in &shown.figures {
            ui.horizontal(|ui| {
                ui.label(caption(*name).color(tokens.muted));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let figure = if figure.is_empty() {
                        "\u{2013}"
                    } else {
                        figure
                    };
                    ui.label(label(figure));
                });
            });
        }
    });
    if !shown.failure.is_empty() {
        ui.add_space(size::XS);
        let words = caption(&shown.failure).color(tokens.negative);
        ui.add(Label::new(words).wrap());
    }
    if !shown.rejects.is_empty() {
        ui.add_space(size::XS);
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            Icon::Warning.sized_ui(ui, 16.0, tokens.warning);
            ui.label(caption("Why rows are rejected"));
        });
        for reject in &shown.rejects {
            let words = caption(reject).color(tokens.muted);
            ui.add(Label::new(words).wrap());
        }
    }
}
