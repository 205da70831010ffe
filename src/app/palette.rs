//! The command palette: every command, panel and payer by a few letters of its name.

use egui::{Align2, Color32, CornerRadius, Id, Key, Modal, Modifiers, Role, ScrollArea, Sense};
use egui::{TextEdit, TextStyle, Ui, WidgetInfo, vec2};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::command::Command;
use super::context::ViewContext;
use super::theme::{caption, size, tokens};
use crate::jobs::PracticeView;

/// Most entries shown: who needs more types another letter.
const MAX_SHOWN: usize = 12;

/// The name of the field, and its hint.
const FIELD_NAME: &str = "Find a command, panel or payer";

/// What the palette remembers while it is open.
#[derive(Debug, Default)]
pub(super) struct State {
    typed: String,
    chosen: usize,
}

/// A line of the palette.
#[derive(Clone, Debug)]
struct Entry {
    label: String,
    about: String,
    command: Command,
}

impl State {
    /// Begins anew.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// Paints the palette over the window.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, egui_ctx: &egui::Context) {
    let found = found(&entries(ctx.practice()), &state.typed);
    let pressed = |key| egui_ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        state.chosen += 1;
    }
    if pressed(Key::ArrowUp) {
        state.chosen = state.chosen.saturating_sub(1);
    }
    state.chosen = state.chosen.min(found.len().saturating_sub(1));
    let mut run = pressed(Key::Enter).then_some(state.chosen);
    let area =
        Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, 88.0));
    let response = Modal::new(Id::unique("palette"))
        .area(area)
        .show(egui_ctx, |ui| {
            ui.set_width(520.0);
            let field = ui.add(
                TextEdit::singleline(&mut state.typed)
                    .hint_text(FIELD_NAME)
                    .align(Align2::LEFT_CENTER)
                    .desired_width(f32::INFINITY)
                    .min_size(vec2(0.0, 40.0)),
            );
            ui.ctx()
                .accesskit_node_builder(field.id, |node| node.set_label(FIELD_NAME));
            if field.changed() {
                state.chosen = 0;
            }
            field.request_focus();
            ui.add_space(size::XS);
            ui.spacing_mut().item_spacing.y = 2.0;
            ScrollArea::vertical()
                .max_height(ui.ctx().content_rect().height() - 220.0)
                .show(ui, |ui| {
                    for (entry_idx, entry) in found.iter().enumerate() {
                        if entry_ui(ui, entry, (entry_idx, state.chosen)).clicked() {
                            run = Some(entry_idx);
                        }
                    }
                });
            if found.is_empty() {
                ui.label(caption("Nothing of that name").color(tokens(ui).muted));
            }
        });
    if let Some(entry) = run.and_then(|entry_idx| found.get(entry_idx)) {
        ctx.send(Command::CloseSheet);
        ctx.send(entry.command.clone());
    } else if response.should_close() {
        ctx.send(Command::CloseSheet);
    }
}

fn entry_ui(ui: &mut Ui, entry: &Entry, (entry_idx, chosen_idx): (usize, usize)) -> egui::Response {
    let tokens = tokens(ui);
    let chosen = entry_idx == chosen_idx;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, &entry.label));
    let fill = match (chosen, response.hovered()) {
        (true, _) => tokens.accent_soft,
        (false, true) => tokens.hover,
        (false, false) => Color32::TRANSPARENT,
    };
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.rect_filled(rect, CornerRadius::same(size::RADIUS), fill);
    let inside = rect.shrink2(vec2(size::M, 0.0));
    let label = painter.text(
        inside.left_center(),
        Align2::LEFT_CENTER,
        &entry.label,
        TextStyle::Button.resolve(ui.style()),
        tokens.text,
    );
    let keys = entry
        .command
        .shortcut()
        .map(|shortcut| ui.ctx().format_shortcut(&shortcut))
        .unwrap_or_default();
    let small = TextStyle::Small.resolve(ui.style());
    let keys = painter.text(
        inside.right_center(),
        Align2::RIGHT_CENTER,
        keys,
        small.clone(),
        tokens.muted,
    );
    let about = egui::Rect::from_min_max(
        egui::pos2(label.right() + size::M, rect.top()),
        egui::pos2(keys.left() - size::S, rect.bottom()),
    );
    ui.painter()
        .with_clip_rect(about.intersect(ui.clip_rect()))
        .text(
            about.left_center(),
            Align2::LEFT_CENTER,
            &entry.about,
            small,
            tokens.muted,
        );
    response
}

/// Returns everything the palette offers, in the order it is offered before a letter is typed.
fn entries(practice: Option<&PracticeView>) -> Vec<Entry> {
    let commands = Command::listed().into_iter().filter(|command| {
        !matches!(command, Command::TogglePalette)
            && (practice.is_some() || !command.needs_practice())
    });
    let mut entries: Vec<Entry> = commands
        .map(|command| Entry {
            label: command.label().trim_end_matches('\u{2026}').to_owned(),
            about: command.tooltip().to_owned(),
            command,
        })
        .collect();
    for payer in practice.map_or(&[][..], |view| &view.payers) {
        entries.push(Entry {
            label: payer.name.clone(),
            about: format!("Look at this payer only ({})", payer.class.label()),
            command: Command::SetFilter(crate::domain::Filter::default().for_payer(payer.id)),
        });
    }
    entries
}

/// Returns the entries that match what was typed, best first.
fn found(entries: &[Entry], typed: &str) -> Vec<Entry> {
    if typed.trim().is_empty() {
        return entries.iter().take(MAX_SHOWN).cloned().collect();
    }
    let pattern = Pattern::parse(typed.trim(), CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let mut scored: Vec<(u32, &Entry)> = entries
        .iter()
        .filter_map(|entry| {
            let score = pattern.score(Utf32Str::new(&entry.label, &mut letters), &mut matcher)?;
            Some((score, entry))
        })
        .collect();
    // Stable: equals keep the order they are offered in.
    scored.sort_by_key(|(score, _entry)| std::cmp::Reverse(*score));
    let best = scored.into_iter().take(MAX_SHOWN);
    best.map(|(_score, entry)| entry.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, first: &str) {
        let found = found(&entries(None), typed);
        let labels: Vec<&str> = found.iter().map(|entry| entry.label.as_str()).collect();
        assert_eq!(labels.first(), Some(&first), "{typed}: {labels:?}");
    }

    #[test]
    fn a_few_letters_find_a_command() {
        check("opsam", "Open the sample practice");
        check("dark", "Theme: dark");
        check("SETT", "Settings");
    }

    #[test]
    fn letters_of_no_command_find_nothing() {
        assert!(found(&entries(None), "zzzqq").is_empty());
    }

    #[test]
    fn without_a_practice_only_commands_that_make_sense_are_offered() {
        for entry in entries(None) {
            assert!(!entry.command.needs_practice(), "{}", entry.label);
        }
    }
}
