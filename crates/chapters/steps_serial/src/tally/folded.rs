//! A quick hash function: one multiplication, and both halves of what comes of it.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// For keys of eight bytes.
#[derive(Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn write_u64(&mut self, key: u64) {
        // An odd number without a pattern: 2^64 over the golden ratio.
        let product = u128::from(key) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("a key is one u64");
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How often each position occurs. The key is the position's bits.
pub fn tally(positions: &[f64]) -> HashMap<u64, u32, BuildHasherDefault<Quick>> {
    let mut tally = HashMap::default();
    for position in positions {
        *tally.entry(position.to_bits()).or_insert(0) += 1;
    }
    tally
}
