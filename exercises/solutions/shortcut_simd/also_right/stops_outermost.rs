//! One stop after the other, for all ways at once; what fills up the rows is thrown away, so it may be anything.

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
    let load = |row: &[f32]| {
        let vector = |part: &[f32]| V::load(&std::array::from_fn(|lane| part.get(lane).copied().unwrap_or_default()));
        row.chunks(8).map(vector).collect::<Vec<_>>()
    };
    let mut ways = vec![V::all(f32::INFINITY); n * width];
    for k in 0..n {
        let second = load(&d[k * n..][..n]);
        for (i, ways) in ways.chunks_mut(width.max(1)).enumerate() {
            let first = V::all(d[i * n + k]);
            ways.iter_mut().zip(&second).for_each(|(way, &second)| *way = way.min(first.add(second)));
        }
    }
    ways.chunks(width.max(1)).flat_map(|row| row.iter().flat_map(|way| way.store()).take(n)).collect()
}
