//! Version 7: blocks of stops, and registers that compare bits. Those of a number that isn't negative, read as an integer, are
//! the larger the larger it is.

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
            let way = (from[lane] + to[lane]).to_bits().cast_signed();
            let best = self[lane].to_bits().cast_signed();
            self[lane] = f32::from_bits(way.min(best).cast_unsigned());
        }
    }
}

use std::{array, sync::Mutex, thread};

/// Numbers in a vector.
const LANES: usize = 8;
/// Stops in a block.
const STOPS: usize = 96;
/// A tile has so many rows and vectors in each: eight results, two goals and one start make eleven registers, and six are
/// filled for eight that meet.
const ROWS: usize = 4;
const WIDE: usize = 2;
const COLUMNS: usize = WIDE * LANES;

/// The shortest ways with one stop between `n` places, `n` × `n`, row by row. So is `d`: the distance from place `i` to place `j` is
/// `d[i * n + j]`. `workers` threads (≥ 1) share the work.
///
/// # Panics
/// When there aren't `n` × `n` distances.
pub fn shortcut<V: Vector>(d: &[f32], n: usize, workers: usize) -> Vec<f32> {
    assert_eq!(d.len(), n * n, "a distance for each two places");
    let mut ways = vec![0.0; n * n];
    if n == 0 {
        return ways;
    }
    let panels = &panels(d, n);
    let bands = Mutex::new(ways.chunks_mut(ROWS * n).enumerate());
    let next = || bands.lock().expect("nobody panics while holding the lock").next();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((band, ways)) = next() {
                    // Where the last rows are too few, the last one stands in for those that are missing.
                    let from = array::from_fn(|row| &d[(band * ROWS + row).min(n - 1) * n..][..n]);
                    for (s, panel) in panels.chunks(n).enumerate() {
                        let mut tile = [[[f32::INFINITY; LANES]; WIDE]; ROWS];
                        for (block, to) in panel.chunks(STOPS).enumerate() {
                            tile = self::tile::<V>(tile, from.map(|row| &row[block * STOPS..]), to);
                        }
                        let width = COLUMNS.min(n - s * COLUMNS);
                        for (way, best) in ways.chunks_mut(n).zip(tile) {
                            way[s * COLUMNS..][..width].copy_from_slice(&best.as_flattened()[..width]);
                        }
                    }
                }
            });
        }
    });
    ways
}

/// Columns of one row that a tile has.
type Piece = [[f32; LANES]; WIDE];

/// Strips of `COLUMNS` columns, one behind the other, the last filled up with infinities.
fn panels(d: &[f32], n: usize) -> Vec<Piece> {
    let mut panels = vec![[[f32::INFINITY; LANES]; WIDE]; n * n.div_ceil(COLUMNS)];
    for (s, panel) in panels.chunks_mut(n).enumerate() {
        let width = COLUMNS.min(n - s * COLUMNS);
        for (k, piece) in panel.iter_mut().enumerate() {
            piece.as_flattened_mut()[..width].copy_from_slice(&d[k * n + s * COLUMNS..][..width]);
        }
    }
    panels
}

/// The best ways of a tile over all stops.
fn tile<V: Vector>(best: [Piece; ROWS], from: [&[f32]; ROWS], to: &[Piece]) -> [Piece; ROWS] {
    let mut best: [[V; WIDE]; ROWS] = best.map(|row| row.map(|best| V::load(&best)));
    let from = from.map(|row| &row[..to.len()]);
    for (k, to) in to.iter().enumerate() {
        let to = to.each_ref().map(V::load);
        for row in 0..ROWS {
            let from = V::all(from[row][k]);
            for v in 0..WIDE {
                best[row][v].shorten(&from, &to[v]);
            }
        }
    }
    best.map(|row| row.map(|best| best.store()))
}
