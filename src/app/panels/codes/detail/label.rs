//! What the practice calls a code: typed in place, kept when the field is left.

use egui::{Key, Ui};

use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::widgets::text_field_ui;
use crate::domain::ProcedureCode;
use crate::jobs::Edit;

/// The label as it is typed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    code: Option<ProcedureCode>,
    /// The practice's label when it was last looked at.
    known: String,
    /// The label that was last sent to be kept.
    sent: String,
    typed: String,
}

impl State {
    /// Turns to a code and its label; returns what was typed for another code and not yet sent.
    fn follow(&mut self, code: ProcedureCode, label: &str) -> Option<Edit> {
        let is_other = self.code != Some(code);
        let left = if is_other { self.leave() } else { None };
        if is_other || self.known != label {
            *self = Self {
                code: Some(code),
                known: label.to_owned(),
                sent: label.to_owned(),
                typed: label.to_owned(),
            };
        }
        left
    }

    /// Returns what is to be kept; `None` where nothing new was typed.
    fn leave(&mut self) -> Option<Edit> {
        let typed = self.typed.trim();
        if typed == self.sent {
            return None;
        }
        typed.clone_into(&mut self.sent);
        Some(Edit::SetCodeLabels(vec![(self.code?, self.sent.clone())]))
    }

    /// Goes back to the label that is kept.
    fn put_back(&mut self) {
        self.typed.clone_from(&self.sent);
    }
}

/// Paints the field.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, code: ProcedureCode) {
    let label = ctx.practice().map_or("", |view| view.code_label(code));
    let left = state.follow(code, label);
    let hint = "In your own words, for packets";
    let width = ui.available_width();
    let field = text_field_ui(ui, "What we call it", &mut state.typed, hint, width);
    if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        state.put_back();
    }
    let kept = field.lost_focus().then(|| state.leave()).flatten();
    for edit in left.into_iter().chain(kept) {
        ctx.send(Command::Edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> ProcedureCode {
        ProcedureCode::new(text).unwrap()
    }

    fn sent(edit: Option<Edit>) -> Option<(ProcedureCode, String)> {
        match edit {
            Some(Edit::SetCodeLabels(labels)) => labels.into_iter().next(),
            _ => None,
        }
    }

    #[test]
    fn a_label_is_sent_once_and_only_when_it_is_new() {
        let mut state = State::default();
        assert_eq!(sent(state.follow(code("EX001"), "Visit")), None);
        assert_eq!(sent(state.leave()), None);
        state.typed = " Return visit ".to_owned();
        let expected = Some((code("EX001"), "Return visit".to_owned()));
        assert_eq!(sent(state.leave()), expected);
        assert_eq!(sent(state.leave()), None);
    }

    #[test]
    fn what_was_typed_for_one_code_is_not_lost_to_the_next() {
        let mut state = State::default();
        state.follow(code("EX001"), "Visit");
        "Long visit".clone_into(&mut state.typed);
        let left = sent(state.follow(code("EX002"), ""));
        assert_eq!(left, Some((code("EX001"), "Long visit".to_owned())));
        assert_eq!(state.typed, "");
    }

    #[test]
    fn an_undone_label_is_shown_again() {
        let mut state = State::default();
        state.follow(code("EX001"), "New");
        state.follow(code("EX001"), "Old");
        assert_eq!(state.typed, "Old");
    }
}
