//! Following a trail through memory: each step's address is known only when the step before has arrived.

use memmap2::MmapMut;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use std::{hint::black_box, io, ops::Range};

/// Words that fill a cache line on its own: no two stops of the trail lie on one.
const LINE: usize = 64 / size_of::<u32>();
/// The larger of the two usual sizes of a page, bytes.
const HUGE: usize = 2 << 20;

/// A trail that visits every cache line of some memory once, in random order, and comes back to its start.
pub struct Trail {
    memory: MmapMut,
    /// Which bytes of it the trail leads through.
    range: Range<usize>,
    /// Where it was left.
    at: u32,
}

impl Trail {
    /// Lays the trail through `bytes` bytes: at least one line, at most 256 GiB.
    ///
    /// # Errors
    /// When there isn't that much memory.
    pub fn through(bytes: usize) -> io::Result<Self> {
        let bytes = bytes.max(64);
        Ok(Self::lay(MmapMut::map_anon(bytes)?, 0..bytes))
    }

    /// The same through pages of 2 MiB, each of which takes one entry in the core's table of translations instead of
    /// 512. At least one page.
    ///
    /// # Errors
    /// When the system has no such pages to give.
    #[cfg(target_os = "linux")]
    pub fn through_huge_pages(bytes: usize) -> io::Result<Self> {
        let bytes = bytes.max(HUGE);
        let memory = MmapMut::map_anon(bytes + HUGE)?;
        memory.advise(memmap2::Advice::HugePage)?;
        let start = memory.as_ptr().align_offset(HUGE);
        Ok(Self::lay(memory, start..start + bytes))
    }

    fn lay(mut memory: MmapMut, range: Range<usize>) -> Self {
        let words: &mut [u32] = bytemuck::cast_slice_mut(&mut memory[range.clone()]);
        let stops = words.len() / LINE;
        // Sattolo's shuffle: a permutation of one single cycle, so that no short loop stays in the cache.
        let mut next: Vec<u32> = (0..stops as u32).collect();
        let mut rng = Pcg64Mcg::seed_from_u64(11);
        for i in (1..stops).rev() {
            next.swap(i, rng.random_range(0..i));
        }
        for (stop, next) in next.into_iter().enumerate() {
            words[stop * LINE] = next * LINE as u32;
        }
        Self { memory, range, at: 0 }
    }

    /// Goes so many steps, on from where the last ones ended: who starts anew each time walks lines that are still
    /// cached.
    pub fn follow(&mut self, steps: usize) -> u32 {
        let words: &[u32] = bytemuck::cast_slice(&self.memory[self.range.clone()]);
        self.at = follow(words, self.at, steps);
        black_box(self.at)
    }
}

// ANCHOR: follow
/// Goes `steps` steps through `words`, from place `at`: each word is the place of the next.
fn follow(words: &[u32], mut at: u32, steps: usize) -> u32 {
    for _ in 0..steps {
        at = words[at as usize];
    }
    at
}
// ANCHOR_END: follow

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trail_comes_back_after_every_line_and_not_before() {
        let home = |steps: &usize| Trail::through(64 * 100).unwrap().follow(*steps) == 0;
        assert_eq!((1..=200).filter(home).collect::<Vec<_>>(), [100, 200]);
    }

    #[test]
    fn who_goes_on_comes_to_other_lines() {
        let mut trail = Trail::through(64 * 100).unwrap();
        let stops: std::collections::BTreeSet<_> = (0..100).map(|_| trail.follow(1)).collect();
        assert_eq!(stops.len(), 100);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn huge_pages_change_nothing_but_the_time() {
        let Ok(mut trail) = Trail::through_huge_pages(HUGE) else { return };
        let lines = HUGE / 64;
        let home: Vec<_> = (1..=2 * lines).filter(|_| trail.follow(1) == 0).collect();
        assert_eq!(home, [lines, 2 * lines]);
    }
}
