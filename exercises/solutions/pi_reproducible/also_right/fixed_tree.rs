//! Halves the range of blocks with `join`, always at the same places, and adds in that tree.

use std::ops::Range;

/// How many samples make a block: the unit of work and of summation, whoever computes it.
pub const BLOCK: u64 = 1000;

/// Random numbers, uniform from 0 (included) to 1 (excluded): SplitMix64 (Steele, Lea and Flood 2014).
///
/// Its state is a counter in disguise. Each number adds the same constant to it, and what comes out is the state, well
/// stirred.
#[derive(Clone, Debug)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// What is added for each number: 2⁶⁴ divided by the golden ratio, made odd.
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

    /// The stream of `seed`, at its first number.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Passes over the next `n` numbers.
    pub fn jump(&mut self, n: u64) {
        self.state = self.state.wrapping_add(Self::STEP.wrapping_mul(n));
    }
}

/// The check looks on here: it compiles this file twice, as it stands, and with a watch of its own.
pub mod watch {
    /// Called for each number, with the stream's state.
    #[inline]
    pub fn drawn(_state: u64) {}
}

impl Iterator for Stream {
    type Item = f64;

    /// The next number; there is always one.
    fn next(&mut self) -> Option<f64> {
        self.state = self.state.wrapping_add(Self::STEP);
        crate::watch::drawn(self.state);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // The 53 bits that an `f64` has room for.
        Some((bits >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

/// π, estimated from `samples` points below a quarter of a circle, drawn from the stream of `seed`.
pub fn pi(samples: u64, seed: u64) -> f64 {
    mean(0..samples, seed, |x| 4.0 * (1.0 - x * x).sqrt())
}

/// Pairwise summation: fewer digits lost.
pub fn mean(samples: Range<u64>, seed: u64, height: impl Fn(f64) -> f64 + Send + Sync) -> f64 {
    let n = samples.end - samples.start;
    tree(&samples, 0..n.div_ceil(BLOCK), seed, &height) / n as f64
}

/// The sum of `blocks`.
fn tree(samples: &Range<u64>, blocks: Range<u64>, seed: u64, height: &(impl Fn(f64) -> f64 + Send + Sync)) -> f64 {
    match blocks.end - blocks.start {
        0 => 0.0,
        1 => block_sum(samples, blocks.start, seed, height),
        n => {
            let half = blocks.start + n / 2;
            let (left, right) = rayon::join(
                || tree(samples, blocks.start..half, seed, height),
                || tree(samples, half..blocks.end, seed, height),
            );
            left + right
        }
    }
}

/// The sum of one block, from its first sample to its last.
fn block_sum(samples: &Range<u64>, block: u64, seed: u64, height: impl Fn(f64) -> f64) -> f64 {
    let first = samples.start + block * BLOCK;
    let count = BLOCK.min(samples.end - first);
    let mut stream = Stream::new(seed);
    stream.jump(first);
    stream.take(count as usize).map(height).sum()
}
