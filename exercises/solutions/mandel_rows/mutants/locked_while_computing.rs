//! Takes the lock in the head of a `while let`: it is held until the end of the body, so one row at a time is computed.

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

/// Many threads, all but one waiting.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let queue = Mutex::new(picture.chunks_mut(columns).enumerate());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((row, pixels)) = queue.lock().unwrap().next() {
                    compute(row, pixels);
                }
            });
        }
    });
    picture
}
