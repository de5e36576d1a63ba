//! Version 4 of the page: eight stops in a vector, three rows by three goals, and the least lane found in the end.

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

/// Of this the compiler makes real registers.
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

use std::{array, sync::atomic::AtomicUsize, sync::atomic::Ordering::Relaxed, thread};

/// Numbers in a vector.
const LANES: usize = 8;
/// A tile has so many rows and so many columns.
const SIDE: usize = 3;

/// The shortest ways with one stop between `n` places, `n` × `n`, row by row. So is `d`: the distance from place `i` to place `j` is
/// `d[i * n + j]`. `workers` threads (≥ 1) share the work.
///
/// # Panics
/// When there aren't `n` × `n` distances.
pub fn shortcut<V: Vector>(d: &[f32], n: usize, workers: usize) -> Vec<f32> {
    assert_eq!(d.len(), n * n, "a distance for each two places");
    let rows = vectors(n, |i, k| d[i * n + k]);
    let columns = vectors(n, |j, k| d[k * n + j]);
    let next = AtomicUsize::new(0);
    let mut ways = vec![0.0; n * n];
    let band = || {
        let mut done = Vec::new();
        loop {
            let top = next.fetch_add(SIDE, Relaxed);
            if top >= n {
                return done;
            }
            for left in (0..n).step_by(SIDE) {
                done.push((top, left, tile::<V>(&rows, &columns, n, top, left)));
            }
        }
    };
    thread::scope(|scope| {
        let started: Vec<_> = (1..workers).map(|_| scope.spawn(band)).collect();
        let mut done = band();
        for thread in started {
            done.extend(thread.join().expect("no thread panics"));
        }
        for (top, left, tile) in done {
            for (i, row) in (top..n).zip(tile) {
                for (j, way) in (left..n).zip(row) {
                    ways[i * n + j] = way;
                }
            }
        }
    });
    ways
}

/// `n` lists of `n` numbers, each in vectors, the last filled up with infinities.
fn vectors(n: usize, number: impl Fn(usize, usize) -> f32) -> Vec<[f32; LANES]> {
    let lane = |list: usize, at: usize| if at < n { number(list, at) } else { f32::INFINITY };
    let wide = n.div_ceil(LANES);
    (0..n * wide).map(|v| array::from_fn(|l| lane(v / wide, v % wide * LANES + l))).collect()
}

/// The best ways of a tile; where it is cut off, the last row or column stands in.
fn tile<V: Vector>(
    rows: &[[f32; LANES]],
    columns: &[[f32; LANES]],
    n: usize,
    top: usize,
    left: usize,
) -> [[f32; SIDE]; SIDE] {
    let wide = n.div_ceil(LANES);
    let mut best: [[V; SIDE]; SIDE] = array::from_fn(|_| array::from_fn(|_| V::all(f32::INFINITY)));
    for v in 0..wide {
        let to: [V; SIDE] = array::from_fn(|j| V::load(&columns[(left + j).min(n - 1) * wide + v]));
        for (i, best) in best.iter_mut().enumerate() {
            let from = V::load(&rows[(top + i).min(n - 1) * wide + v]);
            for (best, to) in best.iter_mut().zip(&to) {
                best.shorten(&from, to);
            }
        }
    }
    best.map(|row| row.map(|best| best.store().into_iter().fold(f32::INFINITY, f32::min)))
}
