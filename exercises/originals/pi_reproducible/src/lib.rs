//! Estimate π from random numbers, with the same digits on any number of cores.
//!
//! π is the mean height of 4·√(1 − x²) where x is a random number between 0 and 1. A million heights can be computed by
//! all cores at once. But if each thread draws from a stream of its own, the numbers depend on how many threads there
//! are; and if sums are added in the order in which they are ready, the last digits depend on which thread was quicker,
//! because rounding makes (a + b) + c differ from a + (b + c). Then nobody can repeat your result, you included.
//!
//! You write two functions:
//!
//! 1. [`Stream::jump`] passes over numbers of a stream without drawing them: after `stream.jump(3)` the next number is
//!    the one that would have come fourth. It takes the same time for 10¹⁸ numbers as for three;
//! 2. [`mean`] takes the mean of a function's values at a range of one stream's numbers, with rayon. Sample number i is
//!    number i of the stream, counted from 0, exactly as if one thread drew them all.
//!
//! Work in blocks of [`BLOCK`] samples. The check looks at each number that is drawn, in pools of 1, 2, 3, 7 and 64
//! threads, for lengths that don't divide, and for a range that begins at 2⁶⁰, as if somebody had computed the samples
//! before it yesterday. It compares all 64 bits of the results, for heights with which any other order of summation
//! would show, first with a slow first block, then with a slow last one. In slow motion it wants all threads of the
//! pool at work: once where drawing takes long, once where heights do. About 40 minutes.

use std::ops::Range;

/// How many samples make a block: the unit of work and of summation, whichever thread computes it.
pub const BLOCK: u64 = 1000;

/// Random numbers, uniform from 0 (included) to 1 (excluded): SplitMix64 (Steele, Lea and Flood 2014).
///
/// Its state is a counter in disguise. Each number adds the same constant to it, and what comes out is the state, well
/// mixed.
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
        todo!("move the counter by {n} steps at once")
    }
}

/// The check watches here: it compiles this file twice, as it stands, and with a watch of its own.
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

/// The mean of `height(x)`, where x goes through the numbers of the stream of `seed` whose places lie in `samples`.
/// Computed by the threads of the rayon pool that this is called in, with the same result, to the last bit, for any
/// number of them. NaN for an empty range.
pub fn mean(samples: Range<u64>, seed: u64, height: impl Fn(f64) -> f64 + Send + Sync) -> f64 {
    let _ = height;
    todo!("draw the numbers {samples:?} of stream {seed}, block by block")
}
