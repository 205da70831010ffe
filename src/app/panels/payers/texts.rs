//! The texts in files that mean one provider or one site.

use egui::{Align, Label, Layout, Role, Ui, WidgetInfo, vec2};
use serde::Serialize;

use crate::app::theme::{caption, size, tokens};
use crate::app::widgets::{counted_words, quiet_button};

/// Width of the count of lines.
const LINES_WIDTH: f32 = 100.0;
/// Width of the button behind it.
const SPLIT_WIDTH: f32 = 100.0;

/// A text as files write it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TextLine<Id> {
    pub(super) id: Id,
    /// The text, in quotation marks.
    pub(super) quoted: String,
    pub(super) lines_words: String,
    /// What splitting it off does, for screen readers; `None` for the text that the others mean.
    pub(super) split: Option<String>,
}

impl<Id> TextLine<Id> {
    /// Describes a text; `merged_into` is the shown name of what it was merged into.
    pub(super) fn new(id: Id, text: &str, lines: u64, merged_into: Option<&str>) -> Self {
        Self {
            id,
            quoted: format!("\u{201c}{text}\u{201d}"),
            lines_words: counted_words(lines, "line", "lines"),
            split: merged_into.map(|name| format!("Split {text} off {name}")),
        }
    }
}

/// Says how many texts there are: "2 names in files".
pub(super) fn texts_words(count: usize) -> String {
    counted_words(count as u64, "name in files", "names in files")
}

/// Paints a text. Returns whether it is to be split off.
pub(super) fn text_ui<Id>(ui: &mut Ui, text: &TextLine<Id>) -> bool {
    ui.horizontal(|ui| {
        ui.add_space(size::XXL);
        let room = (ui.available_width() - LINES_WIDTH - SPLIT_WIDTH - 2.0 * size::S).max(120.0);
        ui.allocate_ui_with_layout(
            vec2(room, size::ROW),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(room);
                ui.add(Label::new(&text.quoted).truncate());
            },
        );
        ui.allocate_ui_with_layout(
            vec2(LINES_WIDTH, size::ROW),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_width(LINES_WIDTH);
                ui.label(caption(&text.lines_words).color(tokens(ui).muted));
            },
        );
        text.split.as_ref().is_some_and(|what| {
            let split = quiet_button(ui, "Split off");
            split.widget_info(|| WidgetInfo::labeled(Role::Button, true, what));
            split.clicked()
        })
    })
    .inner
}
