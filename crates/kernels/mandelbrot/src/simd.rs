//! One core computes several neighbouring pixels with each instruction.
//!
//! Nothing here names an instruction: loops over small arrays are written so that the compiler can turn them into
//! vector code, and the same source is compiled for AVX-512, AVX2 and any processor.

use crate::View;
use instruction_set::widest;
use shared::Shared;
use variant::{Unavailable, Workers};

/// Pixels computed side by side: several vectors' worth, so that one's step overlaps the other's.
const LANES: usize = 16;

/// Steps between two looks at whether every lane has escaped.
const STRIDE: u32 = 8;

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, _: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    for (row, counts) in counts.chunks_mut(view.columns.max(1)).enumerate() {
        fill_row(view, row, 0, counts);
    }
    Ok(())
}

/// Writes the escape times of the pixels in `row` from column `first` on into `counts`.
pub fn fill_row(view: &View, row: usize, first: usize, counts: &mut [u32]) {
    let pixel = row * view.columns + first;
    let _part = trace::part(pixel, pixel + counts.len());
    let im = view.im(row);
    for (chunk, counts) in counts.chunks_mut(LANES).enumerate() {
        let column = first + chunk * LANES;
        let re = std::array::from_fn(|lane| view.re(column + lane));
        let steps = escape_times(re, im, view.limit);
        for (count, steps) in counts.iter_mut().zip(steps) {
            *count = steps as u32;
        }
    }
}

widest! {
    fn escape_times(re: [f64; LANES], im: f64, limit: u32) -> [u64; LANES] {
        avx512 => lanes(re, im, limit),
        avx2 => lanes(re, im, limit),
        baseline => lanes(re, im, limit),
    }
}

// ANCHOR: lanes
/// All lanes step together; a lane that has escaped goes on stepping and is no longer counted. Its numbers overflow to
/// infinity and then to NaN, and a NaN is not `<= 4.0`, so it stays uncounted.
#[inline(always)]
fn lanes(re: [f64; LANES], im: f64, limit: u32) -> [u64; LANES] {
    let (mut x, mut y, mut steps) = ([0.0; LANES], [0.0; LANES], [0_u64; LANES]);
    let mut left = limit;
    while left > 0 {
        let stride = STRIDE.min(left);
        left -= stride;
        let mut inside = [0_u64; LANES];
        for _ in 0..stride {
            for lane in 0..LANES {
                let (xx, yy) = (x[lane] * x[lane], y[lane] * y[lane]);
                inside[lane] = u64::from(xx + yy <= 4.0);
                steps[lane] += inside[lane];
                y[lane] = 2.0 * x[lane] * y[lane] + im;
                x[lane] = xx - yy + re[lane];
            }
        }
        if inside.iter().sum::<u64>() == 0 {
            break;
        }
    }
    steps
}
// ANCHOR_END: lanes
