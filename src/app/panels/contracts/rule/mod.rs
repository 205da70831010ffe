//! The sheet of one rule: what it is for, and how the rate is found.

mod form;
mod method_view;
mod view;

pub(super) use form::{Facts, RuleForm};

use super::draft::Draft;
use crate::domain::{FeeRule, Locality};
use view::IsNew;

/// The rule that is open.
pub(super) struct State {
    /// The schedule it belongs to.
    schedule_idx: usize,
    form: RuleForm,
    is_new: IsNew,
    problem: Option<String>,
}

/// What was decided about the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Keep,
    Remove,
    Close,
}

impl State {
    /// Opens a rule.
    pub(super) fn open(schedule_idx: usize, rule: &FeeRule, facts: &Facts) -> Self {
        Self {
            schedule_idx,
            form: RuleForm::opening(rule, facts),
            is_new: IsNew::No,
            problem: None,
        }
    }

    /// Begins a rule.
    pub(super) fn begin(schedule_idx: usize, nr: u32, facts: &Facts) -> Self {
        Self {
            schedule_idx,
            form: RuleForm::new(nr, facts),
            is_new: IsNew::Yes,
            problem: None,
        }
    }
}

/// Paints the sheet, while a rule is open; what is kept goes into the draft.
pub(super) fn ui(
    state: &mut Option<State>,
    ctx: &egui::Context,
    draft: &mut Draft,
    (facts, localities): (&Facts, &[Locality]),
) {
    let Some(open) = state else {
        return;
    };
    let asked = (open.is_new, open.problem.as_deref());
    match view::ui(ctx, &mut open.form, (facts, localities), asked) {
        None => {}
        Some(Answer::Close) => *state = None,
        Some(Answer::Remove) => {
            draft.remove_rule(open.schedule_idx, open.form.nr);
            *state = None;
        }
        Some(Answer::Keep) => match open.form.rule() {
            Ok(rule) => {
                draft.put_rule(open.schedule_idx, rule);
                *state = None;
            }
            Err(problem) => open.problem = Some(problem),
        },
    }
}
