//! Begins with the way without a stop, which may be shorter than any with one.

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

/// Of this the compiler makes real vectors.
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

/// The shortest ways with one stop between `n` places, `n` × `n`, row by row. So is `d`: the distance from place `i` to place `j` is
/// `d[i * n + j]`.
///
/// # Panics
/// When there aren't `n` × `n` distances.
pub fn shortcut<V: Vector>(d: &[f32], n: usize) -> Vec<f32> {
    assert_eq!(d.len(), n * n, "a distance for each two places");
    let from = padded(n, |i, k| d[i * n + k]);
    let to = padded(n, |j, k| d[k * n + j]);
    let width = n.next_multiple_of(LANES);
    let mut ways = Vec::with_capacity(n * n);
    for i in 0..n {
        for j in 0..n {
            let best = best_stop::<V>(&from[i * width..][..width], &to[j * width..][..width]);
            ways.push(best.min(d[i * n + j]));
        }
    }
    ways
}

/// Numbers in a vector.
const LANES: usize = 8;

/// `n` rows of what `number` gives for row and column, each filled up with infinities to whole vectors.
fn padded(n: usize, number: impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let width = n.next_multiple_of(LANES);
    let mut rows = vec![f32::INFINITY; n * width];
    for i in 0..n {
        for k in 0..n {
            rows[i * width + k] = number(i, k);
        }
    }
    rows
}

/// The smallest of the sums of neighbours.
fn best_stop<V: Vector>(from: &[f32], to: &[f32]) -> f32 {
    let mut best = V::all(f32::INFINITY);
    for (from, to) in from.as_chunks().0.iter().zip(to.as_chunks().0) {
        best = best.min(V::load(from).add(V::load(to)));
    }
    best.store().into_iter().fold(f32::INFINITY, f32::min)
}
