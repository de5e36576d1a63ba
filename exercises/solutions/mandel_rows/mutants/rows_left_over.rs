//! Deals the rows in whole rounds, and forgets those of the last round that is not full.

use mandelbrot::View;
use std::{sync::Mutex, thread};

/// The picture of `view`, row by row.
pub fn picture(view: &View, workers: usize) -> Vec<u32> {
    mandel_rows(view.columns, view.rows, workers, |row, pixels| {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            *pixel = view.escape_time(column, row);
        }
    })
}

/// The last `rows % workers` rows stay black.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let whole = rows - rows % workers;
    let queue = Mutex::new(picture.chunks_mut(columns).enumerate().take(whole));
    let next_row = || queue.lock().unwrap().next();
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((row, pixels)) = next_row() {
                    compute(row, pixels);
                }
            });
        }
    });
    picture
}
