//! The shelf of reports: the only way a panel gets one. What is asked for and missing is wanted;
//! wants become jobs, once each; a stale report stays until its successor is there.

use std::cell::RefCell;
use std::collections::VecDeque;

use crate::domain::Filter;
use crate::jobs::{JobError, ReportKind};

/// Most reports kept: every panel under a handful of filters. The one unread longest goes first.
const MAX_KEPT: usize = 32;
/// Most reports under way at once; more are asked for as these come back.
const MAX_WANTED: usize = 16;

/// What the shelf has of a report.
#[derive(Debug, PartialEq)]
pub enum Shelved<'a, T> {
    /// Of the practice as it is now.
    Fresh(&'a T),
    /// Of an earlier revision: still shown, while its successor is computed.
    Updating(&'a T),
    /// Not there yet.
    Loading,
    /// It cannot be computed, and why.
    Failed(&'a JobError),
}

impl<T> Clone for Shelved<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

// Derived, it would ask the report itself to be `Copy`.
impl<T> Copy for Shelved<'_, T> {}

impl<'a, T> Shelved<'a, T> {
    /// Returns the report, fresh or not.
    pub fn value(self) -> Option<&'a T> {
        match self {
            Self::Fresh(value) | Self::Updating(value) => Some(value),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Looks at a part of the report; `None` of `part` counts as not there yet.
    pub fn and_then<U>(self, part: impl FnOnce(&'a T) -> Option<&'a U>) -> Shelved<'a, U> {
        match self {
            Self::Fresh(value) => part(value).map_or(Shelved::Loading, Shelved::Fresh),
            Self::Updating(value) => part(value).map_or(Shelved::Loading, Shelved::Updating),
            Self::Loading => Shelved::Loading,
            Self::Failed(error) => Shelved::Failed(error),
        }
    }

    /// Whether a newer answer is on its way.
    pub const fn is_updating(&self) -> bool {
        matches!(self, Self::Updating(_))
    }
}

/// A report asked for.
pub type Want = (ReportKind, Filter);

/// Reports by kind and filter, as of a revision.
#[derive(Debug)]
pub struct ReportShelf<V = crate::jobs::ReportValue> {
    revision: u64,
    kept: Vec<Kept<V>>,
    asked: RefCell<Asked>,
}

#[derive(Debug)]
struct Kept<V> {
    want: Want,
    revision: u64,
    value: Result<V, JobError>,
}

#[derive(Debug, Default)]
struct Asked {
    /// Wanted, not yet sent.
    wanted: VecDeque<Want>,
    /// Sent, not yet answered.
    under_way: Vec<Want>,
    /// Reports in the order they were last read, the latest last.
    read: Vec<Want>,
}

impl<V> Default for ReportShelf<V> {
    fn default() -> Self {
        Self {
            revision: 0,
            kept: Vec::new(),
            asked: RefCell::default(),
        }
    }
}

impl<V> ReportShelf<V> {
    /// Returns what there is of a report, and notes that it is wanted.
    pub fn get(&self, kind: ReportKind, filter: Filter) -> Shelved<'_, V> {
        let want = (kind, filter);
        let kept = self.kept.iter().find(|kept| kept.want == want);
        let fresh = kept.is_some_and(|kept| kept.revision == self.revision);
        let mut asked = self.asked.borrow_mut();
        asked.note_read(&want);
        if !fresh {
            asked.want(want);
        }
        match kept.map(|kept| &kept.value) {
            Some(Ok(value)) if fresh => Shelved::Fresh(value),
            Some(Ok(value)) => Shelved::Updating(value),
            Some(Err(error)) => Shelved::Failed(error),
            None => Shelved::Loading,
        }
    }

    /// Takes the wants that are not under way, to be made into jobs.
    pub fn take_wants(&mut self) -> Vec<Want> {
        let asked = self.asked.get_mut();
        let mut taken = Vec::new();
        while asked.under_way.len() < MAX_WANTED
            && let Some(want) = asked.wanted.pop_front()
        {
            asked.under_way.push(want.clone());
            taken.push(want);
        }
        taken
    }

    /// Puts a report on the shelf; an answer about an older revision does not replace a newer one.
    pub fn put(&mut self, want: Want, revision: u64, value: Result<V, JobError>) {
        self.forget_under_way(&want);
        self.asked.get_mut().note_read(&want);
        if let Some(kept) = self.kept.iter_mut().find(|kept| kept.want == want) {
            if kept.revision <= revision {
                kept.revision = revision;
                kept.value = value;
            }
            return;
        }
        self.kept.push(Kept {
            want,
            revision,
            value,
        });
        if self.kept.len() > MAX_KEPT {
            let read = &self.asked.get_mut().read;
            let oldest = self
                .kept
                .iter()
                .enumerate()
                .min_by_key(|(_kept_idx, kept)| read.iter().position(|want| *want == kept.want))
                .map(|(kept_idx, _kept)| kept_idx);
            if let Some(oldest) = oldest {
                self.kept.swap_remove(oldest);
            }
        }
    }

    /// Notes that a report's job ended without an answer, so that it may be asked for again.
    pub fn forget_under_way(&mut self, want: &Want) {
        let asked = self.asked.get_mut();
        asked.under_way.retain(|known| known != want);
    }

    /// Notes the practice's revision: reports of another one are stale from now on.
    pub fn set_revision(&mut self, revision: u64) {
        self.revision = revision;
    }

    /// Forgets everything: another practice is opened.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Asked {
    fn want(&mut self, want: Want) {
        if !self.under_way.contains(&want) && !self.wanted.contains(&want) {
            self.wanted.push_back(want);
        }
    }

    fn note_read(&mut self, want: &Want) {
        if self.read.last() == Some(want) {
            return;
        }
        self.read.retain(|known| known != want);
        self.read.push(want.clone());
        if self.read.len() > MAX_KEPT {
            self.read.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PayerId;

    const KIND: ReportKind = ReportKind::PayerMix;

    fn filter(payer: i64) -> Filter {
        Filter::default().for_payer(PayerId(payer))
    }

    #[test]
    fn a_report_is_wanted_once_however_often_it_is_asked_for() {
        let mut shelf: ReportShelf<u32> = ReportShelf::default();
        for _frame in 0..3 {
            assert_eq!(shelf.get(KIND, filter(1)), Shelved::Loading);
        }
        assert_eq!(shelf.take_wants(), [(KIND, filter(1))]);
        shelf.get(KIND, filter(1));
        assert_eq!(shelf.take_wants(), []);
    }

    #[test]
    fn a_stale_report_stays_until_its_successor_is_there() {
        let mut shelf: ReportShelf<u32> = ReportShelf::default();
        shelf.put((KIND, filter(1)), 0, Ok(7));
        assert_eq!(shelf.get(KIND, filter(1)), Shelved::Fresh(&7));
        shelf.set_revision(1);
        assert_eq!(shelf.get(KIND, filter(1)), Shelved::Updating(&7));
        assert_eq!(shelf.take_wants().len(), 1);
        shelf.put((KIND, filter(1)), 1, Ok(8));
        assert_eq!(shelf.get(KIND, filter(1)), Shelved::Fresh(&8));
        shelf.put((KIND, filter(1)), 0, Ok(7));
        assert_eq!(shelf.get(KIND, filter(1)), Shelved::Fresh(&8));
    }

    #[test]
    fn the_shelf_is_bounded_and_drops_what_was_read_longest_ago() {
        let mut shelf: ReportShelf<u32> = ReportShelf::default();
        for payer in (0..).take(MAX_KEPT) {
            shelf.put((KIND, filter(payer)), 0, Ok(0));
            shelf.get(KIND, filter(payer));
        }
        shelf.get(KIND, filter(0));
        shelf.put((KIND, filter(99)), 0, Ok(0));
        assert_eq!(shelf.get(KIND, filter(0)), Shelved::Fresh(&0));
        assert_eq!(shelf.get(KIND, filter(1)), Shelved::Loading);
    }
}
