//! Eight neighbouring goals: nothing to transpose, and no lanes to put together.

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
    let width = n.div_ceil(8);
    let mut rows = vec![[f32::INFINITY; 8]; n * width];
    for i in 0..n {
        rows[i * width..][..width].as_flattened_mut()[..n].copy_from_slice(&d[i * n..][..n]);
    }
    let mut ways = Vec::with_capacity(n * n);
    for i in 0..n {
        let mut best = vec![V::all(f32::INFINITY); width];
        for k in 0..n {
            let first = V::all(d[i * n + k]);
            for (best, second) in best.iter_mut().zip(&rows[k * width..]) {
                *best = best.min(first.add(V::load(second)));
            }
        }
        ways.extend(best.iter().flat_map(|best| best.store()).take(n));
    }
    ways
}
