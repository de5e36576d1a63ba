//! Following a trail through memory: each step's address is known only when the step before has arrived.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::hint::black_box;

/// Words that fill a cache line on its own: no two stops of the trail lie on one.
const LINE: usize = 64 / size_of::<u32>();

// ANCHOR: trail
/// A trail that visits every cache line of `bytes` bytes once, in random order, and comes back to its start.
pub struct Trail {
    memory: Vec<u32>,
    /// Where it was left.
    at: u32,
}

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
        Self { memory, at: 0 }
    }
    // ANCHOR_END: trail

    // ANCHOR: follow
    /// Goes so many steps, on from where the last ones ended: who starts anew each time walks lines that are still
    /// cached.
    pub fn follow(&mut self, steps: usize) -> u32 {
        for _ in 0..steps {
            self.at = self.memory[self.at as usize];
        }
        black_box(self.at)
    }
    // ANCHOR_END: follow
}

#[cfg(test)]
mod tests {
    use super::Trail;

    #[test]
    fn the_trail_comes_back_after_every_line_and_not_before() {
        let home = |steps: &usize| Trail::through(64 * 100).follow(*steps) == 0;
        assert_eq!((1..=200).filter(home).collect::<Vec<_>>(), [100, 200]);
    }

    #[test]
    fn who_goes_on_comes_to_other_lines() {
        let mut trail = Trail::through(64 * 100);
        let stops: std::collections::BTreeSet<_> = (0..100).map(|_| trail.follow(1)).collect();
        assert_eq!(stops.len(), 100);
    }
}
