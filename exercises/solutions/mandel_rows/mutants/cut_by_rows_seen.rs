//! Two bands for each worker, next to each other's: better than one, not good enough.

use mandelbrot::View;
use std::thread;

/// The picture of `view`, row by row.
pub fn picture(view: &View, workers: usize) -> Vec<u32> {
    mandel_rows(view.columns, view.rows, workers, |row, pixels| {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            *pixel = view.escape_time(column, row);
        }
    })
}

/// Band k of 2 x workers goes to worker k % workers.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let band = rows.div_ceil(2 * workers).max(1);
    let mut hands: Vec<Vec<(usize, &mut [u32])>> = (0..workers).map(|_| Vec::new()).collect();
    for (row, pixels) in picture.chunks_mut(columns).enumerate() {
        hands[row / band % workers].push((row, pixels));
    }
    let compute = &compute;
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(move || hand.into_iter().for_each(|(row, pixels)| compute(row, pixels)));
        }
    });
    picture
}
