//! Stub.
use crate::app::context::ViewContext;
use crate::domain::PayerId;
use crate::jobs::PracticeView;
#[derive(Default)]
pub(super) struct State;
pub(super) fn ui(
    _s: &mut State,
    _c: &ViewContext<'_>,
    _ui: &mut egui::Ui,
    _p: (PayerId, &PracticeView),
    _f: &super::rule::Facts,
) {
}
