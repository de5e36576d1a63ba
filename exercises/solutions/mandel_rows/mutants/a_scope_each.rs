//! Opens a scope for each worker: a scope waits for its threads when it ends, so they work one after another.

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

/// Cyclic, and serial all the same.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let compute = &compute;
    for worker in 0..workers {
        let mine = picture.chunks_mut(columns).enumerate().skip(worker).step_by(workers);
        thread::scope(|scope| {
            scope.spawn(move || mine.for_each(|(row, pixels)| compute(row, pixels)));
        });
    }
    picture
}
