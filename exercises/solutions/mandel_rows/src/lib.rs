//! Share out the rows of a picture so that all workers are done at about the same time.

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

/// Whoever is free computes the next row that nobody has taken.
///
/// # Panics
/// When `compute` does.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let queue = Mutex::new(picture.chunks_mut(columns).enumerate());
    // A function of its own, so that the lock is released before the row is computed.
    let next_row = || queue.lock().expect("nobody panics while holding the lock").next();
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
