//! A blur in one pass over each band of rows: sums of columns slide down the picture, and a sum of those slides along
//! each row.

use std::thread;

/// Blurs the picture `source`, rows of `width` pixels, into `target`, with `workers` threads.
pub fn blur(source: &[u8], width: usize, radius: usize, workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let band = height.div_ceil(workers).max(1);
    thread::scope(|scope| {
        let mut bands = target.chunks_mut(band * width).enumerate();
        // The first band is for this thread, which would only wait.
        let first = bands.next();
        for (b, target) in bands {
            scope.spawn(move || blur_band(source, width, radius, b * band, target));
        }
        if let Some((_, target)) = first {
            blur_band(source, width, radius, 0, target);
        }
    });
}

/// Writes the rows from `first` on of the answer into `target`.
fn blur_band(source: &[u8], width: usize, radius: usize, first: usize, target: &mut [u8]) {
    let height = source.len() / width;
    // A square that is larger than the picture sees all of it, as this one does; and nothing overflows.
    let radius = radius.min(height.max(width));
    // The sum of each column over the rows from `top` to `bottom`.
    let mut columns = vec![0; width];
    let mut top = first.saturating_sub(radius);
    let mut bottom = top;
    for (y, target) in (first..).zip(target.chunks_exact_mut(width)) {
        for row in source[bottom * width..height.min(y + radius + 1) * width].chunks_exact(width) {
            columns.iter_mut().zip(row).for_each(|(sum, &pixel)| *sum += u32::from(pixel));
            bottom += 1;
        }
        for row in source[top * width..y.saturating_sub(radius).max(top) * width].chunks_exact(width) {
            columns.iter_mut().zip(row).for_each(|(sum, &pixel)| *sum -= u32::from(pixel));
            top += 1;
        }
        blur_row(&columns, bottom - top, radius.min(width), target);
    }
}

/// Writes one row of the answer: means over `2 * radius + 1` of `columns`, each the sum of `rows` pixels.
fn blur_row(columns: &[u32], rows: usize, radius: usize, target: &mut [u8]) {
    let width = columns.len();
    let mut sum = columns[..radius].iter().sum();
    let edge = |sum: &mut u32, x: usize| {
        *sum += columns.get(x + radius).unwrap_or(&0);
        *sum -= if x > radius { columns[x - radius - 1] } else { 0 };
        Mean::over(rows * (width.min(x + radius + 1) - x.saturating_sub(radius))).of(*sum)
    };
    // In between, one column enters the square at each step, one leaves it, and the number of pixels is always the same.
    let left = width.min(radius + 1);
    let right = left.max(width - radius);
    for (x, target) in target.iter_mut().enumerate().take(left) {
        *target = edge(&mut sum, x);
    }
    let mean = Mean::over(rows * (2 * radius + 1));
    let entering = columns.get(2 * radius + 1..).unwrap_or_default();
    for ((target, enters), leaves) in target[left..right].iter_mut().zip(entering).zip(columns) {
        sum += enters;
        sum -= leaves;
        *target = mean.of(sum);
    }
    for (x, target) in target.iter_mut().enumerate().skip(right) {
        *target = edge(&mut sum, x);
    }
}

/// Divides by a number of pixels, by multiplying with its reciprocal.
#[derive(Clone, Copy)]
struct Mean {
    half: u32,
    /// 2⁵⁵ divided by the number of pixels, rounded up. The error of `n` times this is below `n` times that number, and
    /// so below 2⁵⁵ for all that can be asked: 256 · 2²³ · 2²³. The quotient is exact.
    reciprocal: u64,
}

impl Mean {
    fn over(pixels: usize) -> Self {
        Self { half: pixels as u32 / 2, reciprocal: (1 << 55) / pixels as u64 + 1 }
    }

    fn of(self, sum: u32) -> u8 {
        ((u64::from(sum + self.half) * self.reciprocal) >> 55) as u8
    }
}
