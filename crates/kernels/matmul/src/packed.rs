//! The k-block: panels cut to the length that the near caches hold. They begin where cache lines begin, and what passes
//! by is the largest tile that this processor's registers can hold, in vectors that are named.

use crate::{
    Matrices,
    tiles::{Place, Tile},
};
use shared::Shared;
use std::{array, iter::zip};
use variant::{Unavailable, Workers};

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    product(Tile::all()[0], matrices, c);
    Ok(())
}

// ANCHOR: loops
/// Steps of a k-block at most: a panel of `a` takes 16 KB, and lies in the nearest cache with room to spare.
pub const DEEP: usize = 256;
/// Columns of a block of `b` at most: with the steps above 1.4 MB, for a second-level cache of 2 MB.
pub const WIDE: usize = 672;

/// Writes the product into `c`, row by row.
pub fn product(tile: Tile, matrices: &Matrices, c: &mut [f64]) {
    let n = matrices.len();
    let (deep, wide) = (part(n, DEEP, 1), part(n, WIDE, tile.columns));
    let mut block = Aligned::default();
    for left in (0..n).step_by(wide) {
        for top in (0..n).step_by(deep) {
            let b = &matrices.b()[top * n..n * n.min(top + deep)];
            let block = block.numbers(b.len() / n * wide);
            (tile.across)(b, n, left, block);
            rows(tile, matrices.a(), block, c, Place { n, left, top, wide });
        }
    }
}

/// Multiplies rows of the left matrix, `a`, by a block of the right one that lies at `place`; adds to rows of `c`.
pub fn rows(tile: Tile, a: &[f64], block: &[f64], c: &mut [f64], place: Place) {
    let deep = block.len() / place.wide;
    let mut panel = Aligned::default();
    let panel = panel.numbers(deep * tile.rows);
    for (a, c) in zip(a.chunks(tile.rows * place.n), c.chunks_mut(tile.rows * place.n)) {
        (tile.down)(a, place.n, place.top, panel);
        (tile.row)(panel, block, c, place);
    }
}

/// The size of parts of `n`, as few as there can be if none is larger than `most`, and all as large; then rounded up to
/// a multiple of `unit`.
pub fn part(n: usize, most: usize, unit: usize) -> usize {
    let parts = n.div_ceil(most.max(1)).max(1);
    n.max(1).div_ceil(parts).next_multiple_of(unit)
}
// ANCHOR_END: loops

/// Copies the columns from `left` on of some rows of the right matrix, `b`, in panels of `COLUMNS`: as many steps each
/// as there are rows. Zeros fill up the last one.
pub fn across<const COLUMNS: usize>(b: &[f64], n: usize, left: usize, block: &mut [f64]) {
    let deep = b.len() / n;
    let wide = block.len() / deep;
    let (block, _) = block.as_chunks_mut::<COLUMNS>();
    for (k, row) in b.chunks_exact(n).enumerate() {
        let (whole, rest) = row[left..n.min(left + wide)].as_chunks();
        for (step, numbers) in zip(block[k..].iter_mut().step_by(deep), whole) {
            *step = *numbers;
        }
        if !rest.is_empty() {
            let step = &mut block[whole.len() * deep + k];
            *step = [0.0; COLUMNS];
            step[..rest.len()].copy_from_slice(rest);
        }
    }
}

/// Copies up to `ROWS` rows of the left matrix, `a`, from column `top` on, as one panel. Zeros stand for the rows that
/// aren't there.
pub fn down<const ROWS: usize>(a: &[f64], n: usize, top: usize, panel: &mut [f64]) {
    let (panel, _) = panel.as_chunks_mut::<ROWS>();
    let deep = panel.len();
    if a.len() == ROWS * n {
        let rows: [&[f64]; ROWS] = array::from_fn(|r| &a[r * n + top..][..deep]);
        for (k, step) in panel.iter_mut().enumerate() {
            *step = array::from_fn(|r| rows[r][k]);
        }
    } else {
        panel.fill([0.0; ROWS]);
        for (r, row) in a.chunks_exact(n).enumerate() {
            for (step, &a) in zip(panel.iter_mut(), &row[top..]) {
                step[r] = a;
            }
        }
    }
}

/// Numbers that begin where a cache line does, so that no vector straddles two.
#[derive(Default)]
pub struct Aligned(Vec<f64>);

impl Aligned {
    /// The first `len`, zeros where there were none.
    pub fn numbers(&mut self, len: usize) -> &mut [f64] {
        const LINE: usize = 64;
        if self.0.len() < len + LINE / size_of::<f64>() {
            self.0 = vec![0.0; len + LINE / size_of::<f64>()];
        }
        let skip = self.0.as_ptr().align_offset(LINE);
        &mut self.0[skip..][..len]
    }
}
