//! The matrices cut into panels and copied, so that the innermost loop finds what it needs next right behind what it
//! needs now.

/// Rows and columns of a block of the answer that is kept in registers: six rows of two AVX2 registers each are 12 sums
/// under way, and of the 16 registers two more hold numbers of `b` and one a number of `a`.
pub const ROWS: usize = 6;
/// See [`ROWS`].
pub const COLUMNS: usize = 8;

/// One step's numbers of a panel of `a`: [`ROWS`] of a column.
pub type Down = [f64; ROWS];
/// One step's numbers of a panel of `b`: [`COLUMNS`] of a row.
pub type Across = [f64; COLUMNS];

// ANCHOR: panels
/// The columns of `b`, which has `n`, in panels of [`COLUMNS`]: panel `p` is the `n` elements from `p * n` on, one for
/// each row. Zeros fill up the last one.
pub fn across(b: &[f64], n: usize) -> Vec<Across> {
    let mut panels = vec![[0.0; COLUMNS]; n.div_ceil(COLUMNS) * n];
    for (p, panel) in panels.chunks_exact_mut(n.max(1)).enumerate() {
        let left = p * COLUMNS;
        let width = COLUMNS.min(n - left);
        for (k, step) in panel.iter_mut().enumerate() {
            step[..width].copy_from_slice(&b[k * n + left..][..width]);
        }
    }
    panels
}

/// Up to [`ROWS`] rows of `a`, of `n` numbers each, as one panel: an element for each column. Zeros stand for the rows
/// that aren't there.
pub fn down(rows: &[f64], n: usize, panel: &mut Vec<Down>) {
    panel.clear();
    panel.resize(n, [0.0; ROWS]);
    for (r, row) in rows.chunks_exact(n.max(1)).enumerate() {
        for (step, &a) in panel.iter_mut().zip(row) {
            step[r] = a;
        }
    }
}
// ANCHOR_END: panels
