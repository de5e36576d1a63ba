//! Neighbouring stops in four chains, with rows of a multiple of 32.

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
    let width = n.next_multiple_of(32);
    let filled = |number: &dyn Fn(usize, usize) -> f32| -> Vec<f32> {
        (0..n * width).map(|at| if at % width < n { number(at / width, at % width) } else { f32::INFINITY }).collect()
    };
    let (from, to) = (filled(&|i, k| d[i * n + k]), filled(&|j, k| d[k * n + j]));
    let mut ways = Vec::with_capacity(n * n);
    for i in 0..n {
        for j in 0..n {
            let mut best = [V::all(f32::INFINITY); 4];
            let rows =
                from[i * width..][..width].as_chunks::<8>().0.iter().zip(to[j * width..][..width].as_chunks::<8>().0);
            for (k, (from, to)) in rows.enumerate() {
                best[k % 4] = best[k % 4].min(V::load(from).add(V::load(to)));
            }
            let best = best[0].min(best[1]).min(best[2].min(best[3]));
            ways.push(best.store().into_iter().fold(f32::INFINITY, f32::min));
        }
    }
    ways
}
