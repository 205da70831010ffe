//! Paints the remembered layouts.

use egui::{Align, Layout, Ui};

use super::model::LayoutLine;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, label, tokens};
use crate::app::widgets::{card_ui, empty_state_ui, icon_button, section_ui};
use crate::jobs::Edit;

/// Paints the list, or says how a layout comes to be remembered.
pub(super) fn layouts_ui(ctx: &ViewContext<'_>, ui: &mut Ui, lines: &[LayoutLine]) {
    if lines.is_empty() {
        let sentence = "No layout is remembered yet: while a table is imported, tick \
                        \u{201c}Remember this layout\u{201d}, and the next file with the same \
                        headings is read the same way";
        empty_state_ui(ui, ctx, Icon::File, sentence, Some(&Command::PickImports));
        return;
    }
    let about = "Tables with the same headings are read the same way";
    section_ui(ui, "Remembered layouts", about, |ui| {
        card_ui(ui, |ui| {
            for (line_idx, line) in lines.iter().enumerate() {
                if line_idx > 0 {
                    ui.separator();
                }
                line_ui(ctx, ui, line);
            }
        });
    });
}

fn line_ui(ctx: &ViewContext<'_>, ui: &mut Ui, line: &LayoutLine) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(label(&line.name));
            ui.label(caption(&line.detail).color(tokens(ui).muted));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let forget = format!("Forget the layout {}", line.name);
            if icon_button(ui, Icon::Trash, &forget).clicked() {
                ctx.send(Command::Edit(Edit::RemoveProfile(line.name.clone())));
            }
        });
    });
}
