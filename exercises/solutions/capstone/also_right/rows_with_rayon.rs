//! Rows by rayon, in whatever pool this is called; sums of columns anew for each row, in vectors.

use rayon::prelude::*;

/// Blurs the picture `source`, rows of `width` pixels, into `target`.
pub fn blur(source: &[u8], width: usize, radius: usize, _workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let seen = |at: usize, all: usize| at.saturating_sub(radius)..all.min(at.saturating_add(radius).saturating_add(1));
    target.par_chunks_mut(width).enumerate().for_each_init(
        || vec![0_u32; width + 1],
        |sums, (y, target)| {
            let rows = seen(y, height);
            sums.fill(0);
            for row in source[rows.start * width..rows.end * width].chunks(width) {
                for (sum, &pixel) in sums[1..].iter_mut().zip(row) {
                    *sum += u32::from(pixel);
                }
            }
            // Running totals: the sum of any columns is a difference.
            for x in 0..width {
                sums[x + 1] += sums[x];
            }
            for (x, target) in target.iter_mut().enumerate() {
                let columns = seen(x, width);
                let count = (rows.len() * columns.len()) as u32;
                *target = ((sums[columns.end] - sums[columns.start] + count / 2) / count) as u8;
            }
        },
    );
}
