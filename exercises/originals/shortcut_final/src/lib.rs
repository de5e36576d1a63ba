//! The shortcut on all cores, with every number used several times once it is in a register.
//!
//! From place `i` to place `j`, with one stop wherever that is best: the smallest of `d[i][k] + d[k][j]` over all `k`.
//! Version 3 loads two vectors for each one that it adds. Write [`shortcut`] so that it loads at most three for four:
//! compute a *tile* of results at a time, several rows by several vectors, and let each number that was loaded meet all
//! that it has to meet in the tile before the next stop is looked at. And share the tiles out between `workers`
//! threads.
//!
//! [`Vector`] is a register. It can't be copied, and at most 16 may be alive at once in a thread, as many as a core
//! with AVX2 has. So a tile can't be as large as you like: its results, and what meets in it, must fit.
//!
//! No distance is NaN or negative; one that is infinite means that there is no way. The answers must be exact, for
//! every `n`: pad with infinities what doesn't divide. The check's registers count how often they are filled (`load`
//! and `all`) and how often they meet (`shorten`), take a toll for it so that nothing can be added past them, and work
//! in slow motion: all `workers` threads at once, none with more than 1⅓ times its fair share. About 60 minutes.
//!
//! `cargo lab check shortcut_final --speed` compares the time with the reference's, which is version 5 on all cores.
//! Nothing keeps you from the two that come after it: blocks of stops, and another `shorten` for `[f32; 8]`.

/// A register: eight numbers that are worked on together.
pub trait Vector: Sized {
    /// `x`, eight times.
    fn all(x: f32) -> Self;
    /// Eight neighbours.
    fn load(from: &[f32; 8]) -> Self;
    /// All eight.
    fn store(&self) -> [f32; 8];
    /// Lane by lane: `from + to`, if that is smaller than what is here.
    fn shorten(&mut self, from: &Self, to: &Self);
}

/// The compiler turns this into real registers. How two of them meet is yours to change, if the result stays the same.
impl Vector for [f32; 8] {
    #[inline(always)]
    fn all(x: f32) -> Self {
        [x; 8]
    }
    #[inline(always)]
    fn load(from: &[f32; 8]) -> Self {
        *from
    }
    #[inline(always)]
    fn store(&self) -> [f32; 8] {
        *self
    }
    #[inline(always)]
    fn shorten(&mut self, from: &Self, to: &Self) {
        for lane in 0..8 {
            let way = from[lane] + to[lane];
            self[lane] = if way < self[lane] { way } else { self[lane] };
        }
    }
}

/// The shortest ways with one stop between `n` places, `n` × `n`, row by row. So is `d`: the distance from place `i` to
/// place `j` is `d[i * n + j]`. `workers` threads (≥ 1) share the work.
///
/// # Panics
/// When there aren't `n` × `n` distances.
pub fn shortcut<V: Vector>(d: &[f32], n: usize, workers: usize) -> Vec<f32> {
    todo!("find the best stop between each two of {n} places with {workers} threads; there are {} distances", d.len())
}
