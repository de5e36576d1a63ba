//! Takes the next row by compare-and-exchange, again if another worker was quicker.

use mandelbrot::View;
use std::{
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

/// Nothing is shared but one number.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut mine = Vec::new();
        loop {
            let row = next.load(Relaxed);
            if row >= rows {
                return mine;
            }
            if next.compare_exchange(row, row + 1, Relaxed, Relaxed).is_err() {
                continue;
            }
            let mut pixels = vec![0; columns];
            compute(row, &mut pixels);
            mine.push((row, pixels));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        done.extend(others.into_iter().flat_map(|other| other.join().unwrap()));
        done
    });
    done.sort_by_key(|&(row, _)| row);
    done.into_iter().flat_map(|(_, pixels)| pixels).collect()
}
