//! Small caches that spare a large table the same work line after line.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::rows::text_of;

/// Slots of a [`Memo`]: more than the codes or days of a practice's year.
const SLOTS: usize = 4_096;

/// Most distinct names remembered. A practice has hundreds; a column mapped by mistake may have
/// one a line, which then costs time but no memory.
const MAX_NAMES: usize = 65_536;

/// Remembers what short cells were read as. A newer cell replaces an older one in the same slot.
pub(in crate::formats) struct Memo<T> {
    slots: Vec<Option<(u128, usize, T)>>,
}

impl<T: Copy> Memo<T> {
    pub(in crate::formats) fn new() -> Self {
        Self {
            slots: vec![None; SLOTS],
        }
    }

    /// Returns what the cell was read as, reading it if need be.
    pub(in crate::formats) fn get(&mut self, cell: &[u8], read: impl FnOnce(&[u8]) -> T) -> T {
        let mut key = [0; 16];
        let Some(start) = key.get_mut(..cell.len()) else {
            return read(cell);
        };
        start.copy_from_slice(cell);
        let key = u128::from_le_bytes(key);
        // Multiplicative hashing: the highest bits depend on all others.
        let mixed =
            (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let Some(slot) = self.slots.get_mut((mixed >> 52) as usize) else {
            return read(cell);
        };
        match slot {
            Some((known, len, value)) if *known == key && *len == cell.len() => *value,
            _ => {
                let value = read(cell);
                *slot = Some((key, cell.len(), value));
                value
            }
        }
    }
}

/// A name of a payer, provider or site.
#[derive(Clone)]
pub(in crate::formats) struct Name {
    pub(in crate::formats) text: Arc<str>,
    /// Keyed hash of the name without regard to case and spacing.
    pub(in crate::formats) digest: u64,
}

/// Keeps one copy of every name.
pub(in crate::formats) struct Names {
    key: [u8; 32],
    by_bytes: HashMap<Box<[u8]>, usize>,
    known: Vec<(Box<[u8]>, Name)>,
    last: usize,
}

impl Names {
    pub(in crate::formats) fn new(key: [u8; 32]) -> Self {
        Self {
            key,
            by_bytes: HashMap::new(),
            known: Vec::new(),
            last: 0,
        }
    }

    /// Returns the name in a cell.
    pub(in crate::formats) fn get(&mut self, cell: &[u8]) -> Name {
        // Rows of one claim follow each other and agree in their names.
        if let Some((bytes, name)) = self.known.get(self.last)
            && **bytes == *cell
        {
            return name.clone();
        }
        if let Some(&at) = self.by_bytes.get(cell)
            && let Some((_, name)) = self.known.get(at)
        {
            self.last = at;
            return name.clone();
        }
        let name = named(&self.key, cell);
        if self.known.len() < MAX_NAMES {
            self.last = self.known.len();
            self.by_bytes.insert(cell.into(), self.last);
            self.known.push((cell.into(), name.clone()));
        }
        name
    }
}

fn named(key: &[u8; 32], cell: &[u8]) -> Name {
    let text = text_of(cell)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let digest = digest(key, text.to_uppercase().as_bytes());
    Name {
        text: text.into(),
        digest,
    }
}

/// Hashes bytes under a key to 64 bits. BLAKE3's keyed mode is a pseudorandom function: without
/// the key, which stays in the practice file, no one can test whether a patient is in it.
pub(in crate::formats) fn digest(key: &[u8; 32], bytes: &[u8]) -> u64 {
    let hash = blake3::keyed_hash(key, bytes);
    hash.as_bytes()
        .iter()
        .take(8)
        .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Hashes visits: a patient, or a claim where no patient is named, a day, a provider and a payer.
pub(in crate::formats) struct Visits {
    key: [u8; 32],
    message: Vec<u8>,
    last: Vec<u8>,
    hash: u64,
}

/// Whose number a visit is told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum NumberOf {
    /// The patient's.
    Patient,
    /// The claim's.
    Claim,
}

impl Visits {
    pub(in crate::formats) fn new(key: [u8; 32]) -> Self {
        Self {
            key,
            message: Vec::new(),
            last: Vec::new(),
            hash: 0,
        }
    }

    /// Returns the visit's hash; at once when it is that of the line before, as lines of one claim
    /// follow each other.
    pub(in crate::formats) fn hash(
        &mut self,
        (number_of, number): (NumberOf, &[u8]),
        date: Date,
        provider: &Name,
        payer: &Name,
    ) -> u64 {
        self.message.clear();
        self.message.push(match number_of {
            NumberOf::Patient => b'p',
            NumberOf::Claim => b'c',
        });
        self.message.extend(date.year().to_le_bytes());
        self.message
            .extend([date.month().unsigned_abs(), date.day().unsigned_abs()]);
        self.message.extend(provider.digest.to_le_bytes());
        self.message.extend(payer.digest.to_le_bytes());
        self.message.extend(number);
        if self.message != self.last {
            self.hash = digest(&self.key, &self.message);
            std::mem::swap(&mut self.message, &mut self.last);
        }
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memo_answers_as_the_reader_would() {
        let mut memo = Memo::new();
        for round in 0..2 {
            for number in 0..20_000_u32 {
                let text = number.to_string();
                let read = |cell: &[u8]| String::from_utf8_lossy(cell).parse::<u32>().unwrap();
                assert_eq!(memo.get(text.as_bytes(), read), number, "{round}");
            }
        }
        assert_eq!(memo.get(b"12345678901234567890", |_| 7), 7);
        assert_eq!(memo.get(b"", |_| 8), 8);
        assert_eq!(memo.get(b"\0", |_| 9), 9);
    }

    #[test]
    fn names_differ_only_by_their_words() {
        let mut names = Names::new([7; 32]);
        let first = names.get(b"Blue  Cross ");
        let again = names.get(b"BLUE CROSS");
        assert_eq!(&*first.text, "Blue Cross");
        assert_eq!(first.digest, again.digest);
        assert_ne!(first.digest, names.get(b"Aetna").digest);
        assert_ne!(first.digest, Names::new([8; 32]).get(b"Blue Cross").digest);
    }
}
