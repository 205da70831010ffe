//! Counts visits: a patient, a day, a provider and a payer, counted on the visit's first line.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash as _, Hasher as _};

use jiff::civil::Date;

use super::quick_hash::{Mixer, QuickHash};

/// Visits seen in one import. Eight bytes each, and about as much again of free slots.
#[derive(Debug, Default)]
pub(super) struct Visits {
    /// By day: exports are mostly in the order of their dates, so one small set is asked again and
    /// again, and none has to be doubled at once.
    seen: HashMap<Date, HashSet<u64, QuickHash>, QuickHash>,
}

/// What makes a visit one.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Visit {
    pub(super) patient: u64,
    pub(super) date: Date,
    pub(super) provider: i64,
    pub(super) payer_name: i64,
}

impl Visits {
    /// Returns 1 for a visit's first line and 0 for its others.
    pub(super) fn count(&mut self, visit: Visit) -> i64 {
        let mut hasher = Mixer::default();
        visit.hash(&mut hasher);
        let day = self.seen.entry(visit.date).or_default();
        i64::from(day.insert(hasher.finish()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_visit_is_counted_once_for_each_patient_day_provider_and_payer() {
        let first = Visit {
            patient: 7,
            date: date(2025, 3, 3),
            provider: 1,
            payer_name: 1,
        };
        let mut visits = Visits::default();
        assert_eq!(visits.count(first), 1);
        assert_eq!(visits.count(first), 0);
        for other in [
            Visit {
                patient: 8,
                ..first
            },
            Visit {
                date: date(2025, 3, 4),
                ..first
            },
            Visit {
                provider: 2,
                ..first
            },
            Visit {
                payer_name: 2,
                ..first
            },
        ] {
            assert_eq!(visits.count(other), 1, "{other:?}");
        }
    }
}
