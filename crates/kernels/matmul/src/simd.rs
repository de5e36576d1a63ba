//! Registers as the nearest tile: a block of 6 × 8 numbers of the answer stays in registers while its 6 rows and 8
//! columns pass by. Each step loads 14 numbers and makes 48 multiply-adds of them.

use crate::{
    Matrices,
    panels::{Across, COLUMNS, Down, ROWS, across, down},
};
use shared::Shared;
use variant::{Unavailable, Workers};

/// Writes the product into `c`, row by row.
pub fn run(matrices: &Matrices, _: Workers, c: &mut Shared<f64>) -> Result<(), Unavailable> {
    let n = matrices.len();
    band(matrices.a(), &across(matrices.b(), n), n, c);
    Ok(())
}

/// Writes the product of some rows of the left matrix, `a`, and the whole right one into `c`.
pub fn band(a: &[f64], panels: &[Across], n: usize, c: &mut [f64]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        #[target_feature(enable = "avx2,fma")]
        fn avx2(a: &[f64], panels: &[Across], n: usize, c: &mut [f64]) {
            panels_times_rows::<true>(a, panels, n, c);
        }
        // SAFETY: the processor was just asked for both features.
        return unsafe { avx2(a, panels, n, c) };
    }
    panels_times_rows::<{ cfg!(target_arch = "aarch64") }>(a, panels, n, c);
}

// ANCHOR: loops
/// Rows that pass by a panel of `b` while it stays in the near cache.
const TALL: usize = 16 * ROWS;

#[inline(always)]
fn panels_times_rows<const FMA: bool>(a: &[f64], panels: &[Across], n: usize, c: &mut [f64]) {
    let n1 = n.max(1);
    let mut rows = vec![Vec::new(); TALL / ROWS];
    for (a, c) in a.chunks(TALL * n1).zip(c.chunks_mut(TALL * n1)) {
        for (a, panel) in a.chunks(ROWS * n1).zip(&mut rows) {
            down(a, n, panel);
        }
        for (p, across) in panels.chunks_exact(n1).enumerate() {
            let left = p * COLUMNS;
            let width = COLUMNS.min(n - left);
            for (c, down) in c.chunks_mut(ROWS * n1).zip(&rows) {
                let sums = block::<FMA>(down, across);
                for (c, sums) in c.chunks_exact_mut(n1).zip(&sums) {
                    c[left..][..width].copy_from_slice(&sums[..width]);
                }
            }
        }
    }
}

/// Six rows times eight columns, in registers.
#[inline(always)]
fn block<const FMA: bool>(down: &[Down], across: &[Across]) -> [Across; ROWS] {
    let mut sums = [[0.0; COLUMNS]; ROWS];
    for (a, b) in down.iter().zip(across) {
        for r in 0..ROWS {
            for c in 0..COLUMNS {
                sums[r][c] = madd::<FMA>(a[r], b[c], sums[r][c]);
            }
        }
    }
    sums
}

/// `FMA` says whether multiply-add is one instruction; where it isn't, `mul_add` would be a slow library call.
#[inline(always)]
fn madd<const FMA: bool>(a: f64, b: f64, c: f64) -> f64 {
    if FMA { a.mul_add(b, c) } else { a * b + c }
}
// ANCHOR_END: loops
