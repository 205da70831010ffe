//! A small generator of pseudo-random numbers, so that the sample is the same on every machine
//! and with every version of every crate. Not for secrets.

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Returns a number from 0 to `end` − 1; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        // The upper half of the product; its bias is below one in 2^32.
        ((u64::from(self.next() as u32) * u64::from(end)) >> 32) as u32
    }

    /// Returns true `per_mille` times in a thousand.
    pub(super) fn happens(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// Picks one of `choices`, each as often as its weight says; `None` when all weigh nothing.
    pub(super) fn pick<'a, T>(
        &mut self,
        choices: &'a [T],
        weight: impl Fn(&T) -> u32,
    ) -> Option<&'a T> {
        let whole = choices.iter().map(&weight).sum();
        let mut left = self.below(whole);
        choices.iter().find(|choice| {
            let weight = weight(choice);
            let found = left < weight;
            left = left.saturating_sub(weight);
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_are_those_of_the_published_algorithm() {
        // From the reference implementation (Vigna, `splitmix64.c`) with seed 1234567.
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn choices_come_as_often_as_they_weigh() {
        let mut random = Random::new(7);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[*random
                .pick(&[0, 1, 2], |choice| [1, 0, 3][*choice])
                .unwrap()] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2300..2700).contains(&counts[0]), "{counts:?}");
        assert!(random.pick(&[1, 2], |_| 0).is_none());
    }
}
