//! Counts visits: a patient, a day, a provider and a payer. What takes a service back takes its visit
//! back too.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{Hash as _, Hasher as _};

use jiff::civil::Date;

use super::quick_hash::{Mixer, QuickHash};

/// Visits seen in one import. Sixteen bytes each, and about as much again of free slots.
#[derive(Debug, Default)]
pub(super) struct Visits {
    /// By day: exports are mostly in the order of their dates, so one small map is asked again and
    /// again, and none has to be doubled at once.
    seen: HashMap<Date, HashMap<u64, Seen, QuickHash>, QuickHash>,
}

/// What makes a visit one.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Visit {
    pub(super) patient: u64,
    pub(super) date: Date,
    pub(super) provider: i64,
    pub(super) payer_name: i64,
}

/// What gives or takes a visit: all lines of a claim do so once, a line of a table by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A line without a claim.
    Line,
    /// A line of the claim of this number, counted from 1 in each import.
    OfClaim(u32),
}

/// What was seen of one visit.
#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Claims or lines that give it, less those that take it back.
    net: i32,
    /// The last claim counted; 0 for none.
    claim: u32,
}

impl Visits {
    /// Returns by how much a line changes the count of visits: 1 for the first line of a visit, -1
    /// when all that gave it is taken back, 0 otherwise.
    ///
    /// A visit that is only taken back counts -1, to meet its original in another import.
    pub(super) fn count(&mut self, visit: Visit, event: Event, takes_back: TakesBack) -> i64 {
        let mut hasher = Mixer::default();
        visit.hash(&mut hasher);
        let claim = match event {
            Event::Line => 0,
            Event::OfClaim(number) => number,
        };
        let step = match takes_back {
            TakesBack::No => 1,
            TakesBack::Yes => -1,
        };
        let day = self.seen.entry(visit.date).or_default();
        match day.entry(hasher.finish()) {
            Entry::Vacant(slot) => {
                slot.insert(Seen { net: step, claim });
                i64::from(step)
            }
            Entry::Occupied(mut slot) => {
                let seen = slot.get_mut();
                if claim != 0 && claim == seen.claim {
                    return 0;
                }
                let before = seen.net.signum();
                seen.net = seen.net.saturating_add(step);
                seen.claim = claim;
                i64::from(seen.net.signum() - before)
            }
        }
    }
}

/// Whether a line gives a service or takes one back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TakesBack {
    /// It gives one.
    No,
    /// It takes one back.
    Yes,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const VISIT: Visit = Visit {
        patient: 7,
        date: date(2025, 3, 3),
        provider: 1,
        payer_name: 1,
    };

    /// Counts visits of lines, each given by its claim (0: none) and whether it takes back.
    fn check(lines: &[(u32, TakesBack)], expected: i64) {
        let mut visits = Visits::default();
        let counted: i64 = lines
            .iter()
            .map(|(claim, takes_back)| {
                let event = match claim {
                    0 => Event::Line,
                    number => Event::OfClaim(*number),
                };
                visits.count(VISIT, event, *takes_back)
            })
            .sum();
        assert_eq!(counted, expected, "{lines:?}");
    }

    #[test]
    fn a_visit_is_counted_once_for_each_patient_day_provider_and_payer() {
        let mut visits = Visits::default();
        let mut count = |visit| visits.count(visit, Event::Line, TakesBack::No);
        assert_eq!(count(VISIT), 1);
        assert_eq!(count(VISIT), 0);
        for other in [
            Visit {
                patient: 8,
                ..VISIT
            },
            Visit {
                date: date(2025, 3, 4),
                ..VISIT
            },
            Visit {
                provider: 2,
                ..VISIT
            },
            Visit {
                payer_name: 2,
                ..VISIT
            },
        ] {
            assert_eq!(count(other), 1, "{other:?}");
        }
    }

    #[test]
    fn a_claim_taken_back_takes_its_visit_back_whatever_its_lines() {
        use TakesBack::{No, Yes};
        check(&[(1, No), (1, No), (2, Yes), (2, Yes)], 0);
        check(&[(1, No), (1, No), (2, Yes), (2, Yes), (3, No)], 1);
        check(&[(1, Yes), (1, Yes), (1, Yes), (2, No)], 0);
        check(&[(1, Yes), (1, Yes)], -1);
        check(&[(1, No), (2, No), (3, Yes)], 1);
    }

    #[test]
    fn a_line_of_a_table_that_takes_another_back_leaves_the_visit_of_the_rest() {
        use TakesBack::{No, Yes};
        check(&[(0, No), (0, No), (0, Yes)], 1);
        check(&[(0, No), (0, Yes)], 0);
    }
}
