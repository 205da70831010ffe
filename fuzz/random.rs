//! Numbers that look random and are the same every time (`SplitMix64`: Steele, Lea, Flood 2014).

pub struct Random(u64);

impl Random {
    /// Starts a sequence of its own for each name and number.
    pub fn new(name: &str, number: u64) -> Self {
        let hash = blake3::hash(name.as_bytes());
        let mut start = [0; 8];
        start.copy_from_slice(&hash.as_bytes()[..8]);
        Self(u64::from_le_bytes(start) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit; 0 below a limit of 0.
    pub fn below(&mut self, limit: usize) -> usize {
        match limit {
            0 => 0,
            _ => (self.next() % limit as u64) as usize,
        }
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}
