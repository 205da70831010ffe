//! Counts visits: a patient, a day, a provider and a payer, counted on the visit's first line.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash as _, Hasher};

use jiff::civil::Date;

/// Visits seen in one import. Eight bytes each, and about as much again of free slots.
#[derive(Debug, Default)]
pub(super) struct Visits {
    seen: HashSet<u64, BuildHasherDefault<AlreadyMixed>>,
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
        let mut hasher = DefaultHasher::new();
        visit.hash(&mut hasher);
        i64::from(self.seen.insert(hasher.finish()))
    }
}

/// Takes a number that is a hash as its own hash.
#[derive(Debug, Default)]
struct AlreadyMixed(u64);

impl Hasher for AlreadyMixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
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
