//! Finds names that may resemble each other without comparing each with each.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::words::{Role, Words};

/// A name with the place of its payer.
type Placed<'w> = (usize, &'w Words);

/// Returns the pairs of names worth comparing, of two payers each, the earlier payer first; a pair
/// may come more than once.
pub(super) fn alike<'w>(wordings: &[Placed<'w>]) -> Vec<(Placed<'w>, Placed<'w>)> {
    let mut entries: Vec<(u64, Role, usize)> = Vec::new();
    for (nr, (_place, words)) in wordings.iter().enumerate() {
        words.each_key(|key, role| {
            let mut hasher = DefaultHasher::new();
            (words.line, key).hash(&mut hasher);
            entries.push((hasher.finish(), role, nr));
        });
    }
    entries.sort_unstable();
    entries.dedup();
    let mut pairs = Vec::new();
    for alike in entries.chunk_by(|left, right| left.0 == right.0) {
        for (nr, (_hash, role, left)) in alike.iter().enumerate() {
            // Whole names come first, so that each is held against all after it.
            if *role == Role::Part {
                break;
            }
            for (_hash, _role, right) in &alike[nr + 1..] {
                let (one, two) = (wordings[*left], wordings[*right]);
                if one.0 < two.0 {
                    pairs.push((one, two));
                } else if two.0 < one.0 {
                    pairs.push((two, one));
                }
            }
        }
    }
    pairs
}
