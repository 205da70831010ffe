//! Hashing for the tables that every imported line goes through. The standard hasher withstands
//! chosen keys and took a third of an import; these keys come from the user's own files.

use std::hash::{BuildHasherDefault, Hasher};

/// Builds [`Mixer`]s.
pub(in crate::store) type QuickHash = BuildHasherDefault<Mixer>;

/// Mixes in one 64-bit word after another with the finaliser of `MurmurHash3`, by Austin Appleby, in
/// the public domain: every step is one-to-one and spreads each bit over the whole word.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word.iter_mut()
                .zip(chunk)
                .for_each(|(slot, byte)| *slot = *byte);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let mut mixed = self.0.rotate_left(5) ^ number;
        mixed ^= mixed >> 33;
        mixed = mixed.wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^= mixed >> 33;
        mixed = mixed.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        self.0 = mixed ^ (mixed >> 33);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
