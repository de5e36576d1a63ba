//! Cuts the picture into one band of rows per worker, as if all rows weighed the same.

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

/// Right pixels; on the skewed view one worker has nearly all the work.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let band = rows.div_ceil(workers).max(1);
    let compute = &compute;
    thread::scope(|scope| {
        for (w, pixels) in picture.chunks_mut(band * columns).enumerate() {
            scope.spawn(move || {
                for (i, pixels) in pixels.chunks_mut(columns).enumerate() {
                    compute(w * band + i, pixels);
                }
            });
        }
    });
    picture
}
