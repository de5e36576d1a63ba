//! Numbers on which a branch is hard to guess, and the same in an order in which it is easy.

use rand::{RngExt as _, SeedableRng as _};

/// So many that no core remembers how they went the time before.
pub const NUMBERS: usize = 1_000_000;

/// Random numbers from 0 to 99, as they come and sorted: below a limit of *p* lie *p* per cent.
pub fn as_they_come_and_sorted() -> [Vec<u32>; 2] {
    let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(7);
    let as_they_come: Vec<u32> = (0..NUMBERS).map(|_| rng.random_range(0..100)).collect();
    let mut sorted = as_they_come.clone();
    sorted.sort_unstable();
    [as_they_come, sorted]
}
