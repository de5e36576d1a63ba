//! Collects rows as they are done, and puts them together in that order.

use mandelbrot::View;
use std::{
    sync::Mutex,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
};

/// The picture of `view`, row by row.
pub fn picture(view: &View, workers: usize) -> Vec<u32> {
    mandel_rows(view.columns, view.rows, workers, |row, pixels| {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            *pixel = view.escape_time(column, row);
        }
    })
}

/// All rows are there, light ones first.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let row = next.fetch_add(1, Relaxed);
                    if row >= rows {
                        break;
                    }
                    let mut pixels = vec![0; columns];
                    compute(row, &mut pixels);
                    done.lock().unwrap().push(pixels);
                }
            });
        }
    });
    done.into_inner().unwrap().concat()
}
