//! Stay with one Medicare year, or move to another at a percentage: both outcomes, for the services
//! the practice bills.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;

use super::rule::Facts;
use crate::analysis::year_lock::YearComparison;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::theme::size;
use crate::app::widgets::{TableContent, TableState, report_ui};
use crate::domain::{PayerId, Percent};
use crate::jobs::{PracticeView, YearLockQuestion};
use model::YearsModel;

/// What the card remembers.
#[derive(Default)]
pub(super) struct State {
    form: Form,
    table: TableState,
    shown: Memo<Same<YearComparison>, Shown>,
}

/// The question as it is put; what is `None` is the contract's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Form {
    percent: Option<Percent>,
    from_year: Option<i16>,
    to_year: Option<i16>,
    to_percent: Option<Percent>,
}

struct Shown {
    model: YearsModel,
    table: Arc<TableContent>,
}

/// Paints the card.
pub(super) fn ui(
    state: &mut State,
    ctx: &ViewContext<'_>,
    ui: &mut Ui,
    (payer, practice): (PayerId, &PracticeView),
    facts: &Facts,
) {
    view::form_ui(ui, &mut state.form, facts);
    ui.add_space(size::S);
    let question = YearLockQuestion {
        payer,
        percent: state.form.percent,
        from_year: state.form.from_year,
        to_year: state.form.to_year,
        to_percent: state.form.to_percent,
    };
    let (memo, table) = (&mut state.shown, &mut state.table);
    report_ui(
        ui,
        ctx.year_lock(question),
        "Comparing the years",
        |ui, answer| {
            let shown = memo.get(Same(Arc::clone(answer)), || {
                let model = YearsModel::new(answer, &practice.code_labels);
                Shown {
                    table: Arc::new(model.table.clone()),
                    model,
                }
            });
            view::answer_ui(table, ctx, ui, (&shown.model, &shown.table, payer));
        },
    );
}
