//! Paints the cards and the rows of one kind.

use std::sync::Arc;

use egui::{Align, Layout, Ui};

use super::model::{self, KindCard};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::theme::{Icon, caption, heading, size, tokens};
use crate::app::widgets::{
    BadgeKind, TableContent, TableSpec, TableState, badge_ui, card_ui, empty_state_ui,
    quiet_button, report_ui, secondary_button, section_ui, table_ui,
};
use crate::domain::{ImportKind, Records};

/// Width from which two cards fit side by side.
const TWO_ABREAST: f32 = 720.0;

/// Paints a card for every kind; returns the one whose rows are asked for.
pub(super) fn cards_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    cards: &[KindCard],
    chosen: Option<ImportKind>,
) -> Option<ImportKind> {
    let abreast = if ui.available_width() < TWO_ABREAST {
        1
    } else {
        2
    };
    let mut wanted = None;
    for row in cards.chunks(abreast) {
        ui.columns(abreast, |columns| {
            for (ui, card) in columns.iter_mut().zip(row) {
                wanted = one_card_ui(ctx, ui, card, chosen).or(wanted);
            }
        });
        ui.add_space(size::XS);
    }
    wanted
}

fn one_card_ui(
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    card: &KindCard,
    chosen: Option<ImportKind>,
) -> Option<ImportKind> {
    let muted = tokens(ui).muted;
    card_ui(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            // A badge is as high as its words, not as a button.
            ui.spacing_mut().interact_size.y = 0.0;
            ui.label(heading(card.title));
            if chosen == Some(card.kind) && card.rows > 0 {
                badge_ui(ui, BadgeKind::Neutral, "Shown below");
            }
        });
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.label(caption(card.purpose));
            ui.add(egui::Label::new(caption(&card.held).color(muted)).truncate());
        });
        ui.add_space(size::XS);
        ui.horizontal(|ui| {
            if secondary_button(ui, "Import\u{2026}")
                .on_hover_text(format!("Choose a file with {}", card.title.to_lowercase()))
                .clicked()
            {
                ctx.send(Command::PickImports);
            }
            if secondary_button(ui, "Save template\u{2026}")
                .on_hover_text("An empty table with the right headings, each explained")
                .clicked()
            {
                ctx.send(Command::SaveTemplate(card.kind));
            }
            let hidden = card.rows > 0 && chosen != Some(card.kind);
            (hidden && quiet_button(ui, "Show rows").clicked()).then_some(card.kind)
        })
        .inner
    })
}

/// Paints the rows of a kind, or says how some would come.
pub(super) fn rows_ui(
    rows: &mut Memo<Same<Records>, Arc<TableContent>>,
    table: &mut TableState,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    kind: ImportKind,
) {
    report_ui(ui, ctx.records(kind), "Reading the rows", |ui, records| {
        if records.is_empty() {
            let sentence = "No rows any more: import the table again, or restore its import";
            empty_state_ui(ui, ctx, Icon::File, sentence, Some(&Command::PickImports));
            return;
        }
        let content = rows.get(Same(Arc::clone(records)), || {
            Arc::new(model::rows_table(records))
        });
        section_ui(ui, kind.label(), about(kind), |ui| {
            let spec = TableSpec {
                name: kind.label(),
                max_height: 420.0,
            };
            table_ui(ui, ctx, &spec, table, content);
        });
    });
}

const fn about(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Expenses => "A later import of the same year takes the place of an earlier one",
        ImportKind::QualityMeasures => {
            "A later result of the same measure and months takes the place of an earlier one"
        }
        ImportKind::Contacts => {
            "A later row of the same person at the same payer takes the place of an earlier one"
        }
        ImportKind::Providers | ImportKind::Sites => {
            "Those that files name, with what the list says of them; edited under Payers"
        }
        _ => "All live imports together",
    }
}
