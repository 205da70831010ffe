//! The headline tester: "on average 160 % of Medicare", weighed with the practice's own services.

mod model;
mod view;

use std::sync::Arc;

use egui::Ui;
use rust_decimal::Decimal;

use crate::analysis::code_rates::CodeRates;
use crate::analysis::headline::Headline;
use crate::app::context::ViewContext;
use crate::app::memo::{Memo, Same};
use crate::app::reports::Shelved;
use crate::app::widgets::{TableContent, TableState, report_ui};
use crate::domain::{PayerId, Percent, RateKey};
use model::HeadlineWords;

/// Where the slider begins: a claim often heard.
const FIRST_CLAIM: Decimal = Decimal::from_parts(160, 0, 0, false, 0);

/// What the tester remembers.
pub(super) struct State {
    payer: Option<PayerId>,
    /// Where the slider stands.
    claimed: Decimal,
    /// The claim last asked about: the slider's, once the hand has left it.
    asked: Decimal,
    /// The answer shown last and whose it is; stays until the next is there.
    last: Option<(PayerId, Arc<Headline>)>,
    table: TableState,
    shown: Memo<Same<Headline>, Shown>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            payer: None,
            claimed: FIRST_CLAIM,
            asked: FIRST_CLAIM,
            last: None,
            table: TableState::default(),
            shown: Memo::default(),
        }
    }
}

/// What is painted, built once from a report.
struct Shown {
    words: HeadlineWords,
    table: Arc<TableContent>,
    /// For each row of the table its service.
    keys: Vec<RateKey>,
}

/// Paints the tester.
pub(super) fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut Ui, rates: &CodeRates) {
    let choices = model::payers(rates);
    let listed = |payer: &PayerId| choices.iter().any(|(id, _)| id == payer);
    let chosen = state.payer.filter(listed);
    let Some(payer) = chosen.or_else(|| choices.first().map(|(id, _)| *id)) else {
        return;
    };
    state.payer = Some(payer);
    view::controls_ui(state, ui, &choices);
    let report = ctx.headline(payer, Percent::new(state.asked));
    if let Some(answer) = report.value() {
        state.last = Some((payer, Arc::clone(answer)));
    }
    let last = state
        .last
        .as_ref()
        .filter(|(of, _)| *of == payer)
        .map(|(_, answer)| Arc::clone(answer));
    let report = match (report, &last) {
        (Shelved::Loading, Some(last)) => Shelved::Updating(last),
        (report, _) => report,
    };
    report_ui(ui, report, "Testing the claim", |ui, answer| {
        let shown = state.shown.get(Same(Arc::clone(answer)), || Shown {
            words: model::words(answer),
            table: Arc::new(model::table(answer)),
            keys: answer.explaining.iter().map(|code| code.key).collect(),
        });
        view::answer_ui(&mut state.table, ctx, ui, (shown, payer));
    });
}
