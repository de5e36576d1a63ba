//! Works in place, as Floyd and Warshall do: ways with many stops come out.

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
    let mut ways = vec![[f32::INFINITY; 8]; n * width];
    for i in 0..n {
        ways[i * width..][..width].as_flattened_mut()[..n].copy_from_slice(&d[i * n..][..n]);
    }
    for k in 0..n {
        for i in 0..n {
            let first = V::all(ways[i * width + k / 8][k % 8]);
            for j in 0..width {
                let way = V::load(&ways[i * width + j]).min(first.add(V::load(&ways[k * width + j])));
                ways[i * width + j] = way.store();
            }
        }
    }
    (0..n).flat_map(|i| ways[i * width..][..width].as_flattened()[..n].to_vec()).collect()
}
