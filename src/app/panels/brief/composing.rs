//! When the pages are laid out anew: a moment after the last change, once, and never while nothing
//! changed.

use std::sync::Arc;

use super::model::PreviewState;
use crate::app::session::Session;
use crate::jobs::{BriefSpec, LaidOutBrief};

/// Seconds without a change after which the pages are laid out.
const QUIET_SECONDS: f64 = 0.6;

/// What pages are made from: anything else, and they are made anew.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    spec: BriefSpec,
    revision: u64,
    pixels_per_point: f32,
}

/// What was asked for, and when.
#[derive(Debug, Default)]
pub(super) struct Composing {
    /// The last wish, and when it was first seen.
    pending: Option<(Wanted, f64)>,
    /// What was sent, and the count of jobs before it.
    sent: Option<(Wanted, u64)>,
}

/// What is to be done in this frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Due {
    /// Nothing.
    Nothing,
    /// Look again in so many seconds.
    In(f64),
    /// Lay the pages out.
    Now,
}

impl Composing {
    /// Says whether the pages are to be laid out; what is due now counts as sent.
    pub(super) fn due(
        &mut self,
        session: &Session,
        (spec, revision, pixels_per_point): (&BriefSpec, u64, f32),
        now: f64,
    ) -> Due {
        let wanted = Wanted {
            spec: spec.clone(),
            revision,
            pixels_per_point,
        };
        if self.sent.as_ref().is_some_and(|(sent, _)| *sent == wanted) {
            self.pending = None;
            return Due::Nothing;
        }
        let is_first = self.sent.is_none();
        let since = match &self.pending {
            Some((pending, since)) if *pending == wanted => *since,
            _ => now,
        };
        let waited = now - since;
        self.pending = Some((wanted.clone(), since));
        if session.work.is_changing() {
            return Due::In(QUIET_SECONDS);
        }
        if !is_first && waited < QUIET_SECONDS {
            return Due::In(QUIET_SECONDS - waited);
        }
        self.pending = None;
        self.sent = Some((wanted, session.work.submitted()));
        Due::Now
    }

    /// Forgets what was sent, so that it is sent again.
    pub(super) fn retry(&mut self) {
        self.sent = None;
    }

    /// Says what the pages shown are.
    pub(super) fn state(
        &self,
        session: &Session,
        spec: &Result<BriefSpec, String>,
    ) -> PreviewState {
        let spec = match spec {
            Ok(spec) => spec,
            Err(problem) => return PreviewState::ToMend(problem.clone()),
        };
        let Some((sent, submitted)) = &self.sent else {
            return PreviewState::Updating;
        };
        let answered = session.work.submitted() > *submitted && !session.work.is_busy();
        let is_current = |composed: &Arc<LaidOutBrief>| {
            composed.spec == *spec && composed.revision == sent.revision
        };
        let is_there = session.composed.as_ref().is_some_and(is_current);
        match (self.pending.is_none(), is_there, answered) {
            (true, true, _) => PreviewState::Current,
            (true, false, true) => PreviewState::Failed,
            _ => PreviewState::Updating,
        }
    }
}
