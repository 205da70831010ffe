//! Rows marked to be made one, and the one of them that stays.

use std::collections::BTreeSet;

use egui::{Role, Ui, WidgetInfo};

use crate::app::theme::{caption, tokens};
use crate::app::widgets::{picker_ui, primary_button, quiet_button};

/// What is marked.
#[derive(Debug)]
pub(super) struct Marks<Id> {
    chosen: BTreeSet<Id>,
    /// The one that stays; `None`: the first of the list.
    into: Option<Id>,
}

impl<Id> Default for Marks<Id> {
    fn default() -> Self {
        Self {
            chosen: BTreeSet::new(),
            into: None,
        }
    }
}

/// Rows to be made one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merge<Id> {
    pub(super) from: Vec<Id>,
    pub(super) into: Id,
}

/// The words for what is marked: "provider", "providers".
#[derive(Clone, Copy, Debug)]
pub(super) struct MarkWords {
    pub(super) one: &'static str,
    pub(super) several: &'static str,
}

impl<Id: Copy + Ord> Marks<Id> {
    /// Forgets marks of rows that are gone.
    pub(super) fn retain(&mut self, is_there: impl Fn(Id) -> bool) {
        self.chosen.retain(|id| is_there(*id));
    }

    /// Returns the merge of what is marked among the rows; `None` for fewer than two.
    fn merge(&self, rows: &[(Id, String)]) -> Option<Merge<Id>> {
        let marked = || {
            let ids = rows.iter().map(|(id, _name)| *id);
            ids.filter(|id| self.chosen.contains(id))
        };
        let asked = self.into.filter(|id| self.chosen.contains(id));
        let into = asked.or_else(|| marked().next())?;
        let from: Vec<Id> = marked().filter(|id| *id != into).collect();
        (!from.is_empty()).then_some(Merge { from, into })
    }

    /// Paints the box that marks a row.
    pub(super) fn mark_ui(&mut self, ui: &mut Ui, id: Id, name: &str) {
        let mut chosen = self.chosen.contains(&id);
        let mark = ui.checkbox(&mut chosen, "");
        mark.widget_info(|| {
            WidgetInfo::selected(Role::CheckBox, true, chosen, format!("Mark {name}"))
        });
        if mark.changed() {
            if chosen {
                self.chosen.insert(id);
            } else {
                self.chosen.remove(&id);
            }
        }
    }

    /// Paints, from the right, what can be done with the marked ones of the rows, in the order in
    /// which the first of them stays. Returns the merge that was asked for.
    pub(super) fn merge_ui(
        &mut self,
        ui: &mut Ui,
        rows: &[(Id, String)],
        words: MarkWords,
    ) -> Option<Merge<Id>> {
        let Some(mut merge) = self.merge(rows) else {
            let hint = format!("Mark two or more {} to merge them", words.several);
            ui.label(caption(hint).color(tokens(ui).muted));
            return None;
        };
        if quiet_button(ui, "Clear marks").clicked() {
            *self = Self::default();
            return None;
        }
        let count = merge.from.len() + 1;
        let button = primary_button(ui, &format!("Merge {count} {}", words.several));
        let marked = rows.iter().filter(|(id, _name)| self.chosen.contains(id));
        let marked: Vec<(Id, String)> = marked.cloned().collect();
        let picker = format!("{} that stays", capitalized(words.one));
        if picker_ui(ui, &picker, &mut merge.into, &marked, 200.0) {
            self.into = Some(merge.into);
        }
        ui.label("into");
        button.clicked().then(|| {
            *self = Self::default();
            merge
        })
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<(u8, String)> {
        [3, 1, 2].map(|id| (id, format!("Row {id}"))).into()
    }

    fn marked(ids: &[u8], into: Option<u8>) -> Marks<u8> {
        Marks {
            chosen: ids.iter().copied().collect(),
            into,
        }
    }

    #[test]
    fn the_first_marked_row_stays_unless_another_is_asked_for() {
        let check = |ids: &[u8], into, expected: Option<(&[u8], u8)>| {
            let merge = marked(ids, into).merge(&rows());
            let expected = expected.map(|(from, into)| Merge {
                from: from.to_vec(),
                into,
            });
            assert_eq!(merge, expected, "{ids:?} {into:?}");
        };
        check(&[1, 2], None, Some((&[2], 1)));
        check(&[1, 2, 3], Some(2), Some((&[3, 1], 2)));
        check(&[1, 2], Some(3), Some((&[2], 1)));
        check(&[1], None, None);
        check(&[1, 9], None, None);
        check(&[], None, None);
    }

    #[test]
    fn marks_of_rows_that_are_gone_are_forgotten() {
        let mut marks = marked(&[1, 2], None);
        marks.retain(|id| id == 1);
        assert_eq!(marks.merge(&rows()), None);
    }
}
