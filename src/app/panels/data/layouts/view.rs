//! Paints the remembered layouts, with what can be done with each.

use egui::{Align, Layout, Ui};

use super::Shown;
use super::model::LayoutLine;
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, caption, label, tokens};
use crate::app::widgets::{
    ButtonKind, card_ui, command_button, empty_state_ui, icon_button, section_ui,
};
use crate::jobs::Edit;

/// Where a layout is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    /// In the practice file.
    Practice,
    /// In the program's own folder.
    Program,
}

impl Shelf {
    const fn label(self) -> &'static str {
        match self {
            Self::Practice => "In this practice",
            Self::Program => "For every practice",
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Practice => "Tables with the same headings are read the same way",
            Self::Program => "On this computer, for practices that have none of their own",
        }
    }
}

/// Paints both lists, or says how a layout comes to be remembered.
pub(super) fn layouts_ui(ctx: &ViewContext<'_>, ui: &mut Ui, shown: &Shown) {
    if shown.of_practice.is_empty() && shown.of_all.is_empty() {
        let sentence = "No layout is remembered yet: while a table is imported, tick \
                        \u{201c}Remember this layout\u{201d}, and the next file with the same \
                        headings is read the same way";
        empty_state_ui(ui, ctx, Icon::File, sentence, Some(&Command::PickImports));
        ui.vertical_centered(|ui| {
            command_button(ui, ctx, ButtonKind::Quiet, &Command::PickLayout);
        });
        return;
    }
    command_button(ui, ctx, ButtonKind::Secondary, &Command::PickLayout);
    shelf_ui(ctx, ui, Shelf::Practice, &shown.of_practice);
    shelf_ui(ctx, ui, Shelf::Program, &shown.of_all);
}

fn shelf_ui(ctx: &ViewContext<'_>, ui: &mut Ui, shelf: Shelf, lines: &[LayoutLine]) {
    if lines.is_empty() {
        section_ui(ui, shelf.label(), "None yet", |_ui| {});
        return;
    }
    section_ui(ui, shelf.label(), shelf.about(), |ui| {
        card_ui(ui, |ui| {
            for (line_idx, line) in lines.iter().enumerate() {
                if line_idx > 0 {
                    ui.separator();
                }
                line_ui(ctx, ui, shelf, line);
            }
        });
    });
}

fn line_ui(ctx: &ViewContext<'_>, ui: &mut Ui, shelf: Shelf, line: &LayoutLine) {
    let name = line.name.clone();
    let (whose, forget) = match shelf {
        Shelf::Practice => ("", Command::Edit(Edit::RemoveProfile(name.clone()))),
        Shelf::Program => (
            " of every practice",
            Command::ForgetLayout { name: name.clone() },
        ),
    };
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(label(&line.name));
            ui.label(caption(&line.detail).color(tokens(ui).muted));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = format!("Forget the layout {name}{whose}");
            if icon_button(ui, Icon::Trash, &words).clicked() {
                ctx.send(forget);
            }
            let words = format!("Save the layout {name}{whose}\u{2026}");
            if icon_button(ui, Icon::Download, &words).clicked() {
                ctx.send(Command::ExportLayout { name });
            }
        });
    });
}
