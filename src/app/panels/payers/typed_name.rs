//! A name typed in its place in a list.

use egui::{Key, Response, RichText, TextEdit, Ui};

use crate::app::theme::{Icon, tokens};
use crate::app::widgets::icon_button;

/// What became of a name being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypedName {
    /// It is still being typed.
    Open,
    /// It is to be kept.
    Entered,
    /// It is not.
    Left,
}

/// A field for a word or two, with a hint inside while it is empty.
pub(super) fn typed_field_ui(
    ui: &mut Ui,
    name: &str,
    typed: &mut String,
    hint: &str,
    width: f32,
) -> Response {
    let hint = RichText::new(hint).color(tokens(ui).muted);
    let field = ui.add(
        TextEdit::singleline(typed)
            .hint_text(hint)
            .desired_width(width),
    );
    // Said outright: a field with a hint would otherwise be known by its hint.
    ui.ctx()
        .accesskit_node_builder(field.id, |node| node.set_label(name));
    field
}

/// A field for a name, kept by Enter or its button, left by Escape or its cross.
pub(super) fn typed_name_ui(ui: &mut Ui, name: &str, typed: &mut String, width: f32) -> TypedName {
    let field = typed_field_ui(ui, name, typed, "Name", width);
    let pressed = |key| field.lost_focus() && ui.input(|input| input.key_pressed(key));
    let (entered, left) = (pressed(Key::Enter), pressed(Key::Escape));
    if icon_button(ui, Icon::Check, "Save the name").clicked() || entered {
        TypedName::Entered
    } else if icon_button(ui, Icon::Close, "Keep the old name").clicked() || left {
        TypedName::Left
    } else {
        TypedName::Open
    }
}
