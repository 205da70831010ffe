//! The parts that a line of providers and a line of sites have in common: a name with a number below
//! it, both edited in place, the count of lines, and the button that shows the texts in files.

use std::collections::BTreeSet;

use egui::{Align, Key, Label, Layout, Role, Ui, WidgetInfo, vec2};

use super::typed_name::typed_field_ui;
use crate::app::theme::{Icon, caption, label, size, tokens};
use crate::app::widgets::{ButtonKind, icon_button, icon_text_button};

/// Width of the button that shows the texts.
pub(super) const TEXTS_WIDTH: f32 = 150.0;

/// Longest field for a name.
const NAME_WIDTH: f32 = 400.0;

/// A name and a number as they are typed.
pub(super) struct Editing<Id> {
    id: Id,
    name: String,
    number: String,
}

/// What kind of number a line has.
#[derive(Clone, Copy)]
pub(super) struct NumberWords {
    /// `NPI`, `ZIP code`.
    pub(super) name: &'static str,
    /// Inside the empty field.
    pub(super) hint: &'static str,
    /// Width of the field.
    pub(super) width: f32,
}

/// A name with its number, as shown and as saved.
pub(super) struct NamedNumber<'a, Id> {
    pub(super) id: Id,
    pub(super) name: &'a str,
    /// The number in a sentence, or that there is none.
    pub(super) number_words: &'a str,
    pub(super) number: Option<&'a str>,
}

/// Paints a name with its number, or their fields while they are edited; returns what was typed when
/// it is to be kept.
pub(super) fn name_ui<Id: Copy + PartialEq>(
    editing: &mut Option<Editing<Id>>,
    ui: &mut Ui,
    line: &NamedNumber<'_, Id>,
    words: NumberWords,
) -> Option<(String, String)> {
    if let Some(typed) = editing.as_mut().filter(|typed| typed.id == line.id) {
        return match fields_ui(typed, ui, line, words) {
            None => None,
            Some(Answer::Left) => {
                *editing = None;
                None
            }
            Some(Answer::Entered) => editing.take().map(|typed| (typed.name, typed.number)),
        };
    }
    let room = (ui.available_width() - size::CONTROL - size::S).max(60.0);
    ui.allocate_ui_with_layout(
        vec2(room, size::CONTROL),
        Layout::top_down(Align::Min),
        |ui| {
            ui.set_width(room);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(label(line.name)).truncate());
            ui.label(caption(line.number_words).color(tokens(ui).muted));
        },
    );
    let edit = format!("Name and {} of {}", words.name, line.name);
    if icon_button(ui, Icon::Pencil, &edit).clicked() {
        *editing = Some(Editing {
            id: line.id,
            name: line.name.to_owned(),
            number: line.number.unwrap_or_default().to_owned(),
        });
    }
    None
}

enum Answer {
    Entered,
    Left,
}

fn fields_ui<Id>(
    typed: &mut Editing<Id>,
    ui: &mut Ui,
    line: &NamedNumber<'_, Id>,
    words: NumberWords,
) -> Option<Answer> {
    let room = ui.available_width() - words.width - 2.0 * size::CONTROL - 4.0 * size::S;
    let of_name = format!("New name of {}", line.name);
    let of_number = format!("{} of {}", words.name, line.name);
    let width = room.clamp(80.0, NAME_WIDTH);
    let name = typed_field_ui(ui, &of_name, &mut typed.name, "Name", width);
    let number = typed_field_ui(ui, &of_number, &mut typed.number, words.hint, words.width);
    let left_by = |ui: &Ui, key| {
        (name.lost_focus() || number.lost_focus()) && ui.input(|input| input.key_pressed(key))
    };
    let (entered, left) = (left_by(ui, Key::Enter), left_by(ui, Key::Escape));
    let save = format!("Save name and {}", words.name);
    let entered = icon_button(ui, Icon::Check, &save).clicked() || entered;
    let left = icon_button(ui, Icon::Close, "Leave them as they were").clicked() || left;
    match (entered, left) {
        (true, _) => Some(Answer::Entered),
        (false, true) => Some(Answer::Left),
        (false, false) => None,
    }
}

/// Paints the rest of a line: how many lines carry the name, and the button for its texts.
pub(super) fn lines_and_texts_ui<Id: Copy + Ord>(
    open: &mut BTreeSet<Id>,
    ui: &mut Ui,
    line: &NamedNumber<'_, Id>,
    lines: (&str, f32),
    texts_words: &str,
) {
    let (lines_words, width) = lines;
    ui.allocate_ui_with_layout(
        vec2(width, size::CONTROL),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.set_min_width(width);
            ui.label(lines_words);
        },
    );
    let icon = if open.contains(&line.id) {
        Icon::ChevronDown
    } else {
        Icon::ChevronRight
    };
    let button = icon_text_button(ui, ButtonKind::Quiet, icon, texts_words);
    let what = format!("Names in files of {}", line.name);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &what));
    if button.clicked() && !open.remove(&line.id) {
        open.insert(line.id);
    }
}
