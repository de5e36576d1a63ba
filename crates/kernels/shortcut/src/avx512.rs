//! What version 8 is made of: panels and tiles for AVX-512, with its instructions named one by one. Of a loop as large
//! as this the compiler makes no vectors by itself.

use std::{
    arch::x86_64::{self as arch, __m512, __m512i},
    iter::zip,
    ops::Range,
};

/// Rows in a tile of results.
pub(crate) const ROWS: usize = 12;
/// Vectors in each of its rows: 24 of the 32 registers.
const VECTORS: usize = 2;
/// Numbers in a vector.
const LANES: usize = 16;
/// Columns in a tile, and in a panel.
const COLUMNS: usize = VECTORS * LANES;
/// Tiles in a band at most: what is fetched of the panels is used by so many.
pub(crate) const TILES: usize = 32;
/// Stops in a block at most. Of a band they are 768 KiB, which the second cache holds, and of all panels together a few
/// megabytes: that memory is used again by the next block. New memory costs the system more than it costs to fill it.
const DEPTH: usize = 512;

/// Neighbouring columns of one row of the distances. It begins where a line of the cache begins: a vector that lay in
/// two lines would be loaded twice.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(crate) struct PanelRow([[f32; LANES]; VECTORS]);
/// Neighbouring rows of one column.
pub(crate) type Down = [f32; ROWS];

/// Before anything is packed.
const EMPTY: PanelRow = PanelRow([[0.0; LANES]; VECTORS]);

/// All stops, cut into blocks of the same length as far as that goes.
pub(crate) fn blocks(n: usize) -> impl Iterator<Item = Range<usize>> {
    let depth = n.div_ceil(n.div_ceil(DEPTH).max(1)).max(1);
    (0..n).step_by(depth).map(move |k| k..n.min(k + depth))
}

/// Room for a block's panels.
pub(crate) fn unpacked(n: usize) -> Vec<PanelRow> {
    vec![EMPTY; blocks(n).next().map_or(0, |stops| stops.len()) * n.div_ceil(COLUMNS)]
}

/// As much of that as a block of so many stops takes.
pub(crate) fn room(panels: &mut [PanelRow], n: usize, stops: usize) -> &mut [PanelRow] {
    &mut panels[..stops * n.div_ceil(COLUMNS)]
}

/// Copies the columns from `p * COLUMNS`, as many as there are, of the rows `stops` into panel `p`. What is behind the
/// last column is left as it is: nobody looks at its results.
pub(crate) fn pack_panel(d: &[f32], n: usize, stops: &Range<usize>, p: usize, panel: &mut [PanelRow]) {
    let rows = d[stops.start * n..stops.end * n].chunks_exact(n);
    for (PanelRow(packed), row) in zip(panel, rows) {
        let (packed, row) = (packed.as_flattened_mut(), &row[p * COLUMNS..]);
        match row.first_chunk::<COLUMNS>() {
            Some(whole) => packed.copy_from_slice(whole),
            None => packed[..row.len()].copy_from_slice(row),
        }
    }
}

/// The columns `stops` of a band's rows, cut into tiles of `ROWS`, and these laid one behind the other: one pointer
/// walks down a tile instead of twelve. Where rows are missing in the last one, anything may stand.
#[inline(never)] // Compiled for AVX-512 it would gather numbers from many rows at once, which takes longer.
fn pack_rows(rows: &[f32], n: usize, stops: &Range<usize>, packed: &mut Vec<Down>) {
    packed.resize(stops.len() * rows.len().div_ceil(n * ROWS), [0.0; ROWS]);
    for (packed, rows) in zip(packed.chunks_mut(stops.len()), rows.chunks(n * ROWS)) {
        for (row, numbers) in rows.chunks_exact(n).enumerate() {
            for (down, number) in zip(&mut *packed, &numbers[stops.clone()]) {
                down[row] = *number;
            }
        }
    }
}

/// Shortens the ways `r` from the places whose distances are `rows` by the stops of one block, whose `panels` are
/// packed. In the first block nothing is known of them yet. `packed` is room that is used again and again.
#[target_feature(enable = "avx512f")]
pub(crate) fn fill_band(
    rows: &[f32],
    panels: &[PanelRow],
    n: usize,
    stops: &Range<usize>,
    r: &mut [f32],
    packed: &mut Vec<Down>,
) {
    pack_rows(rows, n, stops, packed);
    for (p, to) in panels.chunks(stops.len()).enumerate() {
        for (from, r) in zip(packed.chunks(stops.len()), r.chunks_mut(ROWS * n)) {
            // The results so far come from afar, and are wanted only when all stops have been looked at.
            for r in r.chunks_exact(n) {
                let r = &r[p * COLUMNS..];
                fetch(&r[0]);
                fetch(&r[LANES.min(r.len() - 1)]);
            }
            let best = microkernel(from, to);
            let mut r = r.chunks_exact_mut(n);
            #[expect(clippy::needless_range_loop, reason = "so it is unrolled, and the results stay in registers")]
            for row in 0..ROWS {
                let Some(r) = r.next() else { break };
                shorten(best[row], &mut r[p * COLUMNS..], stops.start == 0);
            }
        }
    }
}

// ANCHOR: tile
/// The shortest of the ways `from[k][row] + to[k]`, for a tile.
#[inline]
#[target_feature(enable = "avx512f")]
fn microkernel(from: &[Down], to: &[PanelRow]) -> [[__m512i; VECTORS]; ROWS] {
    let mut best = [[arch::_mm512_castps_si512(arch::_mm512_set1_ps(f32::INFINITY)); VECTORS]; ROWS];
    for (from, to) in zip(from, to) {
        let to = load(to);
        for row in 0..ROWS {
            let from = arch::_mm512_set1_ps(from[row]);
            for v in 0..VECTORS {
                let way = arch::_mm512_castps_si512(arch::_mm512_add_ps(from, to[v]));
                best[row][v] = arch::_mm512_min_epi32(best[row][v], way);
            }
        }
    }
    best
}
// ANCHOR_END: tile

#[inline]
#[target_feature(enable = "avx512f")]
fn load(row: &PanelRow) -> [__m512; VECTORS] {
    // SAFETY: each has sixteen numbers, and begins at a multiple of their 64 bytes.
    unsafe { [arch::_mm512_load_ps(row.0[0].as_ptr()), arch::_mm512_load_ps(row.0[1].as_ptr())] }
}

/// Asks for the line in which a number lies, and doesn't wait for it.
#[inline]
#[target_feature(enable = "avx512f")]
fn fetch(number: &f32) {
    arch::_mm_prefetch::<{ arch::_MM_HINT_T0 }>((&raw const *number).cast());
}

/// Takes over what is shorter of one row of a tile into `r`, as far as that goes; all of it in the `first` block.
#[inline]
#[target_feature(enable = "avx512f")]
fn shorten(best: [__m512i; VECTORS], r: &mut [f32], first: bool) {
    if let Some(r) = r.first_chunk_mut::<COLUMNS>() {
        let (r, _) = r.as_chunks_mut::<LANES>();
        for (best, r) in zip(best, r) {
            let r = r.as_mut_ptr().cast::<i32>();
            // SAFETY: these are sixteen numbers; the instructions take any address.
            unsafe {
                let best = if first { best } else { arch::_mm512_min_epi32(best, arch::_mm512_loadu_epi32(r)) };
                arch::_mm512_storeu_epi32(r, best);
            }
        }
    } else {
        let mut numbers = EMPTY;
        for (best, numbers) in zip(best, &mut numbers.0) {
            // SAFETY: as in `load`.
            unsafe { arch::_mm512_store_ps(numbers.as_mut_ptr(), arch::_mm512_castsi512_ps(best)) };
        }
        for (r, &number) in zip(r, numbers.0.as_flattened()) {
            if first || number < *r {
                *r = number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_alike_and_hold_every_stop_once() {
        for n in [0, 1, 511, 512, 513, 1000, 4000, 4099] {
            let blocks: Vec<_> = blocks(n).collect();
            let stops: Vec<_> = blocks.iter().cloned().flatten().collect();
            assert_eq!(stops, (0..n).collect::<Vec<_>>(), "{n}");
            assert!(blocks.iter().all(|block| block.len() <= blocks[0].len() && blocks[0].len() <= DEPTH), "{n}");
            assert!(blocks.iter().all(|block| block.len() + blocks.len() > blocks[0].len()), "{n}: {blocks:?}");
        }
    }
}
