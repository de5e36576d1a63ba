//! The microkernel: a tile of the answer in registers, as large as the processor's registers allow.

use crate::{
    packed::{across, down},
    vectors::Vector,
};
#[cfg(target_arch = "x86_64")]
use instruction_set::Set;
use std::{array, iter::zip};

/// Where a block of the right matrix lies in it, and so which columns of the answer it adds to.
#[derive(Clone, Copy)]
pub struct Place {
    /// Numbers in a row of either.
    pub n: usize,
    /// The block's first column.
    pub left: usize,
    /// Its first row.
    pub top: usize,
    /// Its columns, and the zeros that fill up the last panel.
    pub wide: usize,
}

/// A panel of `a`, panels of `b`, rows of the answer, and the place in these.
type Row = fn(&[f64], &[f64], &mut [f64], Place);
/// Rows, numbers in each, the first column, and where its numbers are to lie.
type Pack = fn(&[f64], usize, usize, &mut [f64]);

/// A tile of the answer that stays in registers while one panel of each matrix passes by.
#[derive(Clone, Copy)]
pub struct Tile {
    /// The instructions that it is made of.
    pub name: &'static str,
    /// Rows of the answer: the width of a panel of `a`.
    pub rows: usize,
    /// Columns of the answer: the width of a panel of `b`.
    pub columns: usize,
    /// Copies as many rows of `a`, and as many columns as have room, into a panel.
    pub down: Pack,
    /// Copies rows of `b`, and as many columns as have room, into panels.
    pub across: Pack,
    /// Multiplies a panel of `a` by panels of `b`.
    pub row: Row,
}

// ANCHOR: dispatch
impl Tile {
    /// The tiles that this processor has registers for, with instructions that are in use, the largest first.
    pub fn all() -> Vec<Tile> {
        let mut tiles = vec![];
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::{__m256d, __m512d};
            let set = instruction_set::in_use();
            #[target_feature(enable = "avx512f")]
            fn avx512(a: &[f64], b: &[f64], c: &mut [f64], place: Place) {
                // SAFETY: AVX-512 is there, or this function couldn't have been called.
                unsafe { row::<__m512d, 8, 3>(a, b, c, place) }
            }
            #[target_feature(enable = "avx2,fma")]
            fn avx2(a: &[f64], b: &[f64], c: &mut [f64], place: Place) {
                // SAFETY: as above.
                unsafe { row::<__m256d, 4, 3>(a, b, c, place) }
            }
            if set >= Set::Avx512 {
                // SAFETY: no set is in use that the processor lacks, here and below.
                let row: Row = |a, b, c, place| unsafe { avx512(a, b, c, place) };
                tiles.push(Tile { name: "AVX-512", rows: 8, columns: 24, down: down::<8>, across: across::<24>, row });
            }
            if set >= Set::Avx2 {
                // SAFETY: see above.
                let row: Row = |a, b, c, place| unsafe { avx2(a, b, c, place) };
                tiles.push(Tile { name: "AVX2", rows: 4, columns: 12, down: down::<4>, across: across::<12>, row });
            }
        }
        // SAFETY: two numbers in an array need no instructions that a processor could lack.
        let row: Row = |a, b, c, place| unsafe { row::<[f64; 2], 4, 2>(a, b, c, place) };
        tiles.push(Tile { name: "baseline", rows: 4, columns: 4, down: down::<4>, across: across::<4>, row });
        tiles
    }
}
// ANCHOR_END: dispatch

// ANCHOR: row
/// Adds the products of a panel of `a`, `down`, and panels of `b` to rows of the answer.
///
/// # Safety
/// The processor has the vector's instructions.
#[inline(always)]
unsafe fn row<V: Vector, const ROWS: usize, const WIDE: usize>(
    down: &[f64],
    panels: &[f64],
    c: &mut [f64],
    Place { n, left, top, .. }: Place,
) {
    let columns = WIDE * V::LANES;
    let steps = down.len() / ROWS;
    for (p, across) in panels.chunks_exact(columns * steps).enumerate() {
        let left = left + p * columns;
        if left >= n {
            // The last block may have room for panels that nothing is in.
            break;
        }
        // These numbers of the answer are wanted when the tile is done; they may come from far.
        for c in c.chunks_exact(n) {
            for line in (0..columns).step_by(LINE) {
                fetch(&c[left], line);
            }
        }
        // SAFETY: by the caller's promise.
        let sums = unsafe { tile::<V, ROWS, WIDE>(down, across) };
        for (c, sums) in zip(c.chunks_exact_mut(n), sums) {
            let c = &mut c[left..n.min(left + columns)];
            // SAFETY: as above.
            unsafe { add(sums, c, top == 0) };
        }
    }
}

/// `ROWS` rows times `WIDE` vectors of columns, in registers.
///
/// # Safety
/// The processor has the vector's instructions.
#[inline(always)]
unsafe fn tile<V: Vector, const ROWS: usize, const WIDE: usize>(down: &[f64], across: &[f64]) -> [[V; WIDE]; ROWS] {
    // SAFETY: by the caller's promise, and `across` has `WIDE` vectors a step.
    unsafe {
        let mut sums = [[V::splat(0.0); WIDE]; ROWS];
        for (a, b) in zip(down.chunks_exact(ROWS), across.chunks_exact(WIDE * V::LANES)) {
            for line in (0..b.len()).step_by(LINE) {
                fetch(&b[line], AHEAD * b.len());
            }
            let b: [V; WIDE] = array::from_fn(|w| V::load(&b[w * V::LANES..]));
            for (sums, &a) in zip(&mut sums, a) {
                let a = V::splat(a);
                for (sum, &b) in zip(sums, &b) {
                    *sum = sum.plus_product(a, b);
                }
            }
        }
        sums
    }
}
// ANCHOR_END: row

/// Steps by which numbers of `b` are asked for before their turn: they come from the second-level cache.
const AHEAD: usize = 8;
/// Numbers in a cache line.
const LINE: usize = 8;

/// Asks for the line that lies `ahead` numbers after `from`.
#[inline(always)]
fn fetch(from: &f64, ahead: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let line = (&raw const *from).wrapping_add(ahead);
        // SAFETY: a prefetch is a hint. It reads nothing, and may name any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (from, ahead);
}

/// Adds `sums` to the numbers of `c`, or writes them where `first`. `c` is shorter than they are where the answer ends.
///
/// # Safety
/// The processor has the vector's instructions.
#[inline(always)]
unsafe fn add<V: Vector, const WIDE: usize>(sums: [V; WIDE], c: &mut [f64], first: bool) {
    // SAFETY: by the caller's promise, and each slice has a vector's numbers at least.
    unsafe {
        if c.len() == WIDE * V::LANES {
            for (sum, c) in zip(sums, c.chunks_exact_mut(V::LANES)) {
                let sum = if first { sum } else { V::load(c).plus_product(V::splat(1.0), sum) };
                sum.store(c);
            }
        } else {
            for (sum, c) in zip(sums, c.chunks_mut(V::LANES)) {
                let mut numbers = [0.0; 8];
                sum.store(&mut numbers);
                for (c, number) in zip(c, numbers) {
                    *c = if first { number } else { *c + number };
                }
            }
        }
    }
}
