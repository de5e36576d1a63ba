//! Sums over all that lies above and to the left, made once; then every square is four numbers.

use std::thread;

/// Blurs the picture `source`, rows of `width` pixels, into `target`, with `workers` threads.
pub fn blur(source: &[u8], width: usize, radius: usize, workers: usize, target: &mut [u8]) {
    let height = source.len() / width;
    let across = width + 1;
    let mut sums = vec![0_u32; across * (height + 1)];
    for y in 0..height {
        let (above, below) = sums.split_at_mut((y + 1) * across);
        let above = &above[y * across..];
        let mut sum = 0;
        for (x, &pixel) in source[y * width..][..width].iter().enumerate() {
            sum += u32::from(pixel);
            below[x + 1] = above[x + 1] + sum;
        }
    }
    let seen =
        |at: usize, all: usize| (at.saturating_sub(radius), all.min(at.saturating_add(radius).saturating_add(1)));
    let rows = height.div_ceil(workers).max(1);
    thread::scope(|scope| {
        for (b, target) in target.chunks_mut(rows * width).enumerate() {
            let sums = &sums;
            scope.spawn(move || {
                for (i, target) in target.iter_mut().enumerate() {
                    let (y, x) = (b * rows + i / width, i % width);
                    let ((top, bottom), (left, right)) = (seen(y, height), seen(x, width));
                    let at = |y: usize, x: usize| sums[y * across + x];
                    let sum = (at(bottom, right) - at(top, right)) - (at(bottom, left) - at(top, left));
                    let count = ((bottom - top) * (right - left)) as u32;
                    *target = ((sum + count / 2) / count) as u8;
                }
            });
        }
    });
}
