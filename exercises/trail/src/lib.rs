//! A trail through memory that a core can't guess, to measure how far away memory is.
//!
//! Memory is an array of words, [`LINE`] of them in each cache line. A trail stops at the first word of every line, and
//! that word holds the place (the index into the array) of the next stop. You write
//!
//! 1. [`lay`], which lays the trail: one single cycle through all lines, drawn by chance;
//! 2. [`chase`], which follows it.
//!
//! Then measure with what you have written:
//!
//! ```console
//! cargo bench -p trail
//! ```
//!
//! A core that finds a pattern in your loads fetches ahead, and you measure something else. So
//!
//! - every line is visited once before the trail comes back to its start, place 0;
//! - no distance from one stop to the next is frequent, and most of them are large;
//! - another seed gives another trail, and every trail there can be has the same chance.
//!
//! The check follows your trails and counts. No clock is read. About 25 minutes.
//!
//! You will need `swap` of slices, and [`Dice`], which is given.

/// Words in a cache line of 64 bytes.
pub const LINE: usize = 64 / size_of::<usize>();

/// Random numbers, the same ones for the same seed (splitmix64, by Steele, Lea and Flood 2014).
pub struct Dice(u64);

impl Dice {
    /// Dice that begin with `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n` (≥ 1), each with the same chance as far as anybody can tell.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((u128::from(z) * n as u128) >> 64) as usize
    }
}

/// Lays a trail through `lines` (≥ 1) cache lines: `lines * LINE` words. The first of each line holds the place of the
/// next stop, and all others are 0. A trail through one line leads back to it.
pub fn lay(lines: usize, seed: u64) -> Vec<usize> {
    let _ = Dice::new(seed);
    todo!("lay a trail through {lines} lines")
}

/// The place to which the trail leads after `steps` steps from place 0.
pub fn chase(trail: &[usize], steps: usize) -> usize {
    todo!("follow a trail of {} words for {steps} steps", trail.len())
}
