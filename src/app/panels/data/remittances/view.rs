//! Paints payments, days, adjustments and recodes, or says what they need.

use std::sync::Arc;

use egui::Ui;

use super::Tables;
use super::model::{AdjustmentsModel, ClocksModel, PaymentsModel, RecodesModel};
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, size, tokens};
use crate::app::widgets::{
    TableContent, TableSpec, TableState, empty_state_ui, section_ui, stat_tiles_ui, table_ui,
};

fn list_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (name, max_height): (&str, f32),
    state: &mut TableState,
    content: &Arc<TableContent>,
) {
    let spec = TableSpec { name, max_height };
    table_ui(ui, ctx, &spec, state, content);
}

/// Paints the payments, and below them what belongs to no claim.
pub(super) fn payments_ui(
    tables: &mut Tables,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &PaymentsModel,
) {
    stat_tiles_ui(ui, &shown.tiles);
    ui.add_space(size::XS);
    list_ui(
        ctx,
        ui,
        ("Payments", 420.0),
        &mut tables.payments,
        &shown.payments,
    );
    let name = "Adjustments that belong to no claim";
    if shown.apart.rows.is_empty() {
        section_ui(ui, name, "None: every dollar belongs to a claim", |_ui| {});
        return;
    }
    let about = "Recoupments, capitation, interest: they have no part in any rate";
    section_ui(ui, name, about, |ui| {
        list_ui(ctx, ui, (name, 300.0), &mut tables.apart, &shown.apart);
    });
}

/// Paints the days, of all payers and by payer.
pub(super) fn clocks_ui(
    tables: &mut Tables,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &ClocksModel,
) {
    if shown.all.rows.is_empty() {
        let sentence = "Days need a day of payment and a day of service, of receipt or of sending: \
                        the remittances chosen above have none";
        empty_state_ui(ui, ctx, Icon::Calendar, sentence, None);
        return;
    }
    let about = "The first payment of a claim counts";
    section_ui(ui, "All payers", about, |ui| {
        list_ui(
            ctx,
            ui,
            ("Days of all payers", 220.0),
            &mut tables.all_clocks,
            &shown.all,
        );
    });
    section_ui(ui, "By payer", "", |ui| {
        list_ui(
            ctx,
            ui,
            ("Days by payer", 480.0),
            &mut tables.clocks,
            &shown.payers,
        );
    });
}

/// Paints the adjustments by payer and reason.
pub(super) fn adjustments_ui(
    tables: &mut Tables,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &AdjustmentsModel,
) {
    if shown.table.rows.is_empty() {
        let sentence = "The remittances chosen above adjust nothing: what was charged was paid";
        empty_state_ui(ui, ctx, Icon::Check, sentence, None);
        return;
    }
    ui.label(caption(&shown.words).color(tokens(ui).muted));
    list_ui(
        ctx,
        ui,
        ("Adjustments", 560.0),
        &mut tables.adjustments,
        &shown.table,
    );
}

/// Paints the recodes by payer.
pub(super) fn recodes_ui(
    tables: &mut Tables,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    shown: &RecodesModel,
) {
    if shown.table.rows.is_empty() {
        let sentence = "No line was paid as something else than was billed. More shows with your \
                        837 files: they say what was billed";
        empty_state_ui(ui, ctx, Icon::Check, sentence, None);
        return;
    }
    ui.label(caption(&shown.words).color(tokens(ui).muted));
    list_ui(
        ctx,
        ui,
        ("Recodes", 560.0),
        &mut tables.recodes,
        &shown.table,
    );
}
