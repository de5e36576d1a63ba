//! The shortcut, eight stops at a time.
//!
//! From place `i` to place `j`, with one stop wherever that is best: the smallest of `d[i][k] + d[k][j]` over all `k`.
//! Write [`shortcut`] so that each addition and each comparison works on eight numbers, with the vectors that
//! [`Vector`] describes.
//!
//! A vector is loaded from eight neighbours, so you have to choose eight of something that lie beside each other in
//! memory: eight stops `k` (then one of the two matrices has to be transposed first), or eight goals `j`. And `n` is
//! rarely a multiple of eight. Don't write a second loop for what is left: pad the rows with a number that changes no
//! minimum.
//!
//! Two places may have no way between them: the distance is infinite then, and remains so if no stop helps. No distance
//! is NaN or negative.
//!
//! The check brings vectors of its own, which count what is done with them: for `n` places there may be `n · n` times
//! as many vector additions as vectors are needed for a row, and a few more for rows that are padded. There must be
//! about as many minima of vectors; what is left to be compared number by number is the last vector of each way. And
//! its vectors take a toll: what they add up comes out one larger. Code that adds without them pays no toll, and is
//! found out. About 35 minutes.

/// Eight numbers that are worked on together.
pub trait Vector: Copy {
    /// `x`, eight times.
    fn all(x: f32) -> Self;
    /// Eight neighbours.
    fn load(from: &[f32; 8]) -> Self;
    /// All eight.
    fn store(self) -> [f32; 8];
    /// Lane by lane, the sum.
    fn add(self, other: Self) -> Self;
    /// Lane by lane, the smaller one.
    fn min(self, other: Self) -> Self;
}

/// The compiler turns this into real vectors.
impl Vector for [f32; 8] {
    fn all(x: f32) -> Self {
        [x; 8]
    }
    fn load(from: &[f32; 8]) -> Self {
        *from
    }
    fn store(self) -> [f32; 8] {
        self
    }
    fn add(mut self, other: Self) -> Self {
        for (x, y) in self.iter_mut().zip(other) {
            *x += y;
        }
        self
    }
    fn min(mut self, other: Self) -> Self {
        for (x, y) in self.iter_mut().zip(other) {
            *x = if y < *x { y } else { *x };
        }
        self
    }
}

/// The shortest ways with one stop between `n` places, `n` × `n`, row by row. So is `d`: the distance from place `i` to
/// place `j` is `d[i * n + j]`.
///
/// # Panics
/// When there aren't `n` × `n` distances.
pub fn shortcut<V: Vector>(d: &[f32], n: usize) -> Vec<f32> {
    todo!("find the best stop between each two of {n} places, of whose distances there are {}", d.len())
}
