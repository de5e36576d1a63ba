//! What version 8 is made of: panels and tiles for AVX-512, with its instructions named one by one. Of a loop as large
//! as this the compiler makes no vectors by itself.

use std::arch::x86_64::{self as arch, __m512, __m512i};

/// Rows in a tile of results.
pub(crate) const ROWS: usize = 12;
/// Vectors in each of its rows: 24 of the 32 registers.
const VECTORS: usize = 2;
/// Numbers in a vector.
const LANES: usize = 16;
/// Columns in a tile, and in a panel.
const COLUMNS: usize = VECTORS * LANES;
/// Rows in a band: what is fetched of the panels is used by 32 tiles.
pub(crate) const BAND: usize = 32 * ROWS;
/// Stops in a block: of a panel they are 64 KiB, and of a band 768 KiB, which the second cache holds.
const DEPTH: usize = 512;

/// Neighbouring columns of one row of the distances. It begins where a line of the cache begins: a vector that lay in
/// two lines would be loaded twice.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(crate) struct PanelRow([[f32; LANES]; VECTORS]);
/// Neighbouring rows of one column.
type Down = [f32; ROWS];

/// Before any stop was looked at.
const EMPTY: PanelRow = PanelRow([[f32::INFINITY; LANES]; VECTORS]);

/// Room for the panels of `n` × `n` numbers, filled with infinities.
pub(crate) fn unpacked(n: usize) -> Vec<PanelRow> {
    vec![EMPTY; n * n.div_ceil(COLUMNS)]
}

/// Copies the columns from `p * COLUMNS` into panel `p`, as many as there are.
pub(crate) fn pack_panel(d: &[f32], n: usize, p: usize, panel: &mut [PanelRow]) {
    let width = COLUMNS.min(n - p * COLUMNS);
    for (k, PanelRow(packed)) in panel.iter_mut().enumerate() {
        packed.as_flattened_mut()[..width].copy_from_slice(&d[k * n + p * COLUMNS..][..width]);
    }
}

/// The rows of a band, cut into tiles of `ROWS`, and these laid one behind the other: one pointer walks down a tile
/// instead of twelve. Rows that are missing in the last one are infinities.
#[inline(never)] // Compiled for AVX-512 it would gather numbers from many rows at once, which takes longer.
fn pack_rows(rows: &[f32], n: usize) -> Vec<Down> {
    let mut packed = vec![[f32::INFINITY; ROWS]; n * rows.len().div_ceil(n * ROWS)];
    for (packed, rows) in packed.chunks_mut(n).zip(rows.chunks(n * ROWS)) {
        for (k, down) in packed.iter_mut().enumerate() {
            for (number, row) in down.iter_mut().zip(rows.chunks_exact(n)) {
                *number = row[k];
            }
        }
    }
    packed
}

/// Writes the rows from `first` into `r`, as many as it has, in blocks, as in version 6.
#[target_feature(enable = "avx512f")]
pub(crate) fn fill_band(from: &[f32], to: &[PanelRow], n: usize, first: usize, r: &mut [f32]) {
    let _part = trace::part(first, first + r.len() / n);
    let from = pack_rows(&from[first * n..][..r.len()], n);
    let height = from.len() / n;
    let mut tiles = vec![[EMPTY; ROWS]; height * n.div_ceil(COLUMNS)];
    for k in (0..n).step_by(DEPTH) {
        let stops = k..n.min(k + DEPTH);
        for (to, tiles) in to.chunks(n).zip(tiles.chunks_mut(height)) {
            for (from, tile) in from.chunks(n).zip(tiles) {
                microkernel(tile, &from[stops.clone()], &to[stops.clone()]);
            }
        }
    }
    for (p, tiles) in tiles.chunks(height).enumerate() {
        let width = COLUMNS.min(n - p * COLUMNS);
        for (PanelRow(row), r) in tiles.as_flattened().iter().zip(r.chunks_mut(n)) {
            r[p * COLUMNS..][..width].copy_from_slice(&row.as_flattened()[..width]);
        }
    }
}

// ANCHOR: tile
/// Shortens the ways of a tile to `from[k][row] + to[k]` where that helps.
#[target_feature(enable = "avx512f")]
fn microkernel(tile: &mut [PanelRow; ROWS], from: &[Down], to: &[PanelRow]) {
    let mut best = [[arch::_mm512_setzero_si512(); VECTORS]; ROWS];
    for row in 0..ROWS {
        best[row] = bits(load(&tile[row]));
    }
    for (from, to) in from.iter().zip(to) {
        let to = load(to);
        for row in 0..ROWS {
            let from = arch::_mm512_set1_ps(from[row]);
            for v in 0..VECTORS {
                let way = arch::_mm512_castps_si512(arch::_mm512_add_ps(from, to[v]));
                best[row][v] = arch::_mm512_min_epi32(best[row][v], way);
            }
        }
    }
    for row in 0..ROWS {
        store(best[row], &mut tile[row]);
    }
}
// ANCHOR_END: tile

#[target_feature(enable = "avx512f")]
fn load(row: &PanelRow) -> [__m512; VECTORS] {
    // SAFETY: each has sixteen numbers, and begins at a multiple of their 64 bytes.
    unsafe { [arch::_mm512_load_ps(row.0[0].as_ptr()), arch::_mm512_load_ps(row.0[1].as_ptr())] }
}

#[target_feature(enable = "avx512f")]
fn bits([a, b]: [__m512; VECTORS]) -> [__m512i; VECTORS] {
    [arch::_mm512_castps_si512(a), arch::_mm512_castps_si512(b)]
}

#[target_feature(enable = "avx512f")]
fn store(best: [__m512i; VECTORS], row: &mut PanelRow) {
    for (best, numbers) in best.into_iter().zip(&mut row.0) {
        // SAFETY: as in `load`.
        unsafe { arch::_mm512_store_ps(numbers.as_mut_ptr(), arch::_mm512_castsi512_ps(best)) };
    }
}
