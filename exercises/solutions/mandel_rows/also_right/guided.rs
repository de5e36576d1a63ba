//! Takes a handful of rows at a time, fewer as the end draws near.

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

/// Fewer visits to the lock, and still nobody is late.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let queue = Mutex::new(picture.chunks_mut(columns).enumerate());
    let next_rows = || {
        let mut queue = queue.lock().unwrap();
        let take = (queue.len() / (2 * workers)).max(1);
        queue.by_ref().take(take).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let mine = next_rows();
                    if mine.is_empty() {
                        break;
                    }
                    mine.into_iter().for_each(|(row, pixels)| compute(row, pixels));
                }
            });
        }
    });
    picture
}
