//! Following a trail through memory: each step's address is known only when the step before has arrived.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::hint::black_box;

/// Words that fill a cache line on its own: no two stops of the trail lie on one.
const LINE: usize = 64 / size_of::<u32>();

// ANCHOR: trail
/// A trail that visits every cache line of `bytes` bytes once, in random order, and comes back to its start.
pub struct Trail(Vec<u32>);

impl Trail {
    /// Lays the trail; at least one line, at most 256 GiB.
    pub fn through(bytes: usize) -> Self {
        let stops = (bytes / 64).max(1);
        // Sattolo's shuffle: a permutation of one single cycle, so that no short loop stays in the cache.
        let mut next: Vec<u32> = (0..stops as u32).collect();
        let mut rng = Pcg64Mcg::seed_from_u64(11);
        for i in (1..stops).rev() {
            next.swap(i, rng.random_range(0..i));
        }
        let mut memory = vec![0; stops * LINE];
        for (stop, next) in next.into_iter().enumerate() {
            memory[stop * LINE] = next * LINE as u32;
        }
        Self(memory)
    }
    // ANCHOR_END: trail

    // ANCHOR: follow
    /// Goes so many steps.
    pub fn follow(&self, steps: usize) -> u32 {
        let mut at = 0;
        for _ in 0..steps {
            at = self.0[at as usize];
        }
        black_box(at)
    }
    // ANCHOR_END: follow
}

#[cfg(test)]
mod tests {
    use super::Trail;

    #[test]
    fn the_trail_comes_back_after_every_line_and_not_before() {
        let trail = Trail::through(64 * 100);
        let home: Vec<_> = (1..=200).filter(|&steps| trail.follow(steps) == 0).collect();
        assert_eq!(home, [100, 200]);
    }
}
