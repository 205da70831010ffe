//! What happened, for people: a few words that float for a moment, and a list that stays.

use std::collections::VecDeque;
use std::time::Duration;

use super::command::Command;
use crate::jobs::JobError;

/// Most notices kept; older ones make way.
const MAX_KEPT: usize = 200;
/// How long a notice floats when nothing went wrong.
pub const FLOAT_FOR: Duration = Duration::from_secs(6);

/// A notice's number, in order of appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId(pub u64);

/// Whether it went well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Done.
    Done,
    /// Done, with something to look at.
    Warning,
    /// Not done.
    Failed,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its number.
    pub id: NoticeId,
    /// Whether it went well.
    pub kind: NoticeKind,
    /// What happened, in one line.
    pub headline: String,
    /// Why, and what to do; empty when the headline says all.
    pub detail: String,
    /// What can be done about it.
    pub action: Option<(&'static str, Command)>,
    /// Seconds of the window's clock when it appeared; `None` before it was painted.
    pub shown_at: Option<f64>,
    /// Whether it was taken off the screen.
    pub dismissed: bool,
}

/// All notices since the window was opened.
#[derive(Debug, Default)]
pub struct Notices {
    kept: VecDeque<Notice>,
    next_id: u64,
}

impl Notices {
    /// Says that something was done.
    pub fn done(&mut self, headline: impl Into<String>) {
        self.push(NoticeKind::Done, headline.into(), String::new(), None);
    }

    /// Says that something was done, and offers what comes next.
    pub fn done_with(&mut self, headline: impl Into<String>, action: (&'static str, Command)) {
        self.push(
            NoticeKind::Done,
            headline.into(),
            String::new(),
            Some(action),
        );
    }

    /// Says that something was done and should be looked at.
    pub fn warn(
        &mut self,
        headline: impl Into<String>,
        detail: impl Into<String>,
        action: Option<(&'static str, Command)>,
    ) {
        self.push(NoticeKind::Warning, headline.into(), detail.into(), action);
    }

    /// Says what failed, why, and what to do.
    pub fn failed(&mut self, error: &JobError) {
        self.push(
            NoticeKind::Failed,
            error.doing.clone(),
            format!("{}\n{}", raised(&error.cause), raised(&error.remedy))
                .trim()
                .to_owned(),
            None,
        );
    }

    /// Takes the offer to undo away from all notices: the last change is another one now.
    pub fn withdraw_undo(&mut self) {
        for notice in &mut self.kept {
            if matches!(notice.action, Some((_, Command::Undo))) {
                notice.action = None;
            }
        }
    }

    /// Takes a notice off the screen.
    pub fn dismiss(&mut self, id: NoticeId) {
        if let Some(notice) = self.kept.iter_mut().find(|notice| notice.id == id) {
            notice.dismissed = true;
        }
    }

    /// Notes the time new notices appeared and takes off those that had theirs. Failures stay
    /// until they are dismissed.
    pub fn tick(&mut self, now_secs: f64) {
        for notice in self.kept.iter_mut().filter(|notice| !notice.dismissed) {
            let shown_at = *notice.shown_at.get_or_insert(now_secs);
            if notice.kind == NoticeKind::Done && now_secs - shown_at > FLOAT_FOR.as_secs_f64() {
                notice.dismissed = true;
            }
        }
    }

    /// Iterates over those on the screen, oldest first.
    pub fn floating(&self) -> impl Iterator<Item = &Notice> {
        self.kept.iter().filter(|notice| !notice.dismissed)
    }

    /// Iterates over all, newest first.
    pub fn all(&self) -> impl Iterator<Item = &Notice> {
        self.kept.iter().rev()
    }

    /// Returns the newest.
    pub fn last(&self) -> Option<&Notice> {
        self.kept.back()
    }

    fn push(
        &mut self,
        kind: NoticeKind,
        headline: String,
        detail: String,
        action: Option<(&'static str, Command)>,
    ) {
        let id = NoticeId(self.next_id);
        self.next_id += 1;
        self.kept.push_back(Notice {
            id,
            kind,
            headline,
            detail,
            action,
            shown_at: None,
            dismissed: false,
        });
        if self.kept.len() > MAX_KEPT {
            self.kept.pop_front();
        }
    }
}

/// Raises the first letter: causes begin in lower case because they follow a colon elsewhere.
pub(super) fn raised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_fades_and_what_failed_stays() {
        let mut notices = Notices::default();
        notices.done("Copied 24 rows");
        notices.failed(&JobError::new(
            "Opening a.practice",
            "it is locked",
            "Close it",
        ));
        notices.tick(10.0);
        assert_eq!(notices.floating().count(), 2);
        notices.tick(20.0);
        let left: Vec<&str> = notices
            .floating()
            .map(|notice| notice.headline.as_str())
            .collect();
        assert_eq!(left, ["Opening a.practice"]);
        assert_eq!(notices.all().count(), 2);
        notices.dismiss(NoticeId(1));
        assert_eq!(notices.floating().count(), 0);
    }

    #[test]
    fn only_the_last_change_offers_to_be_undone() {
        let mut notices = Notices::default();
        notices.done_with("Merge of payers", ("Undo", Command::Undo));
        notices.done_with("Table saved", ("Settings", Command::ShowSettings));
        notices.withdraw_undo();
        notices.done_with("Change of payer class", ("Undo", Command::Undo));
        let offers: Vec<Option<&str>> = notices
            .all()
            .map(|notice| notice.action.as_ref().map(|(words, _)| *words))
            .collect();
        assert_eq!(offers, [Some("Undo"), Some("Settings"), None]);
    }

    #[test]
    fn a_failure_says_what_why_and_what_to_do() {
        let mut notices = Notices::default();
        notices.failed(&JobError::new(
            "Opening a.practice",
            "it is locked",
            "Close it",
        ));
        let notice = notices.last().unwrap();
        assert_eq!(notice.detail, "It is locked\nClose it");
    }

    #[test]
    fn the_list_is_bounded() {
        let mut notices = Notices::default();
        for number in 0..MAX_KEPT + 5 {
            notices.done(number.to_string());
        }
        assert_eq!(notices.all().count(), MAX_KEPT);
    }
}
