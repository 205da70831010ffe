//! Keys and dropped files become commands, the same that buttons send.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::App;
use super::command::Command;

/// Sends the commands whose keys were pressed, and what was dropped on the window.
pub(super) fn send_pressed(app: &App, ctx: &egui::Context) {
    let practice_open = app.session.practice.is_some();
    let mut offered: Vec<(KeyboardShortcut, Command)> = Command::listed()
        .into_iter()
        .filter(|command| practice_open || !command.needs_practice())
        .flat_map(|command| keys(&command).map(move |keys| (keys, command.clone())))
        .collect();
    // The more demanding first: Ctrl+Shift+Z would be taken for Ctrl+Z otherwise.
    offered.sort_by_key(|(keys, _command)| !keys.modifiers.shift);
    for (keys, command) in offered {
        if takes(ctx, &command, keys) {
            app.send(command);
        }
    }
    let paths: Vec<PathBuf> = ctx.input(|input| {
        let dropped = input.raw.dropped_files.iter();
        dropped.map(|file| file.path().to_path_buf()).collect()
    });
    if !paths.is_empty() {
        app.send(Command::TakeFiles { paths });
    }
}

fn takes(ctx: &egui::Context, command: &Command, shortcut: KeyboardShortcut) -> bool {
    // While text is typed, Ctrl+Z belongs to the text.
    let belongs_to_text = matches!(command, Command::Undo | Command::Redo);
    if belongs_to_text && ctx.text_edit_focused() {
        return false;
    }
    ctx.input_mut(|input| input.consume_shortcut(&shortcut))
}

/// Returns a command's keys and the others that people try.
fn keys(command: &Command) -> impl Iterator<Item = KeyboardShortcut> + use<> {
    let also = match command {
        Command::Redo => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Y)),
        Command::ZoomIn => Some(KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)),
        _ => None,
    };
    command.shortcut().into_iter().chain(also)
}
