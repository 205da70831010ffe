//! The sheet that explains an amount: what Medicare allows for a service and what the payer's
//! contract does, side by side, step by step.

mod model;
pub(super) use model::rests_on;
mod view;

use super::context::ViewContext;
use super::memo::{Memo, Same};
use crate::analysis::code_rates::CodeRates;
use crate::domain::{PayerId, RateKey};
use crate::jobs::ClaimAnswer;
use model::ExplainModel;

/// What is explained: one unit of a service, by Medicare and by a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExplainQuestion {
    /// The service.
    pub key: RateKey,
    /// Whose contract beside Medicare; `None`: Medicare alone.
    pub payer: Option<PayerId>,
}

type ShownKey = (Same<ClaimAnswer>, Option<Same<CodeRates>>, ExplainQuestion);

/// What the sheet remembers.
#[derive(Default)]
pub struct State {
    shown: Memo<ShownKey, ExplainModel>,
}

/// Paints the sheet over the window.
pub fn ui(state: &mut State, ctx: &ViewContext<'_>, egui_ctx: &egui::Context) {
    let (Some(question), Some(practice)) = (ctx.session.explained, ctx.practice()) else {
        return;
    };
    view::ui(state, ctx, egui_ctx, (question, practice));
}
