//! Starts a thread for each of the next few rows, as many as there are workers, and waits for all of them before it goes
//! on: a thread for each row, and each wave takes as long as its heaviest row.

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

/// Nearly fair where neighbours weigh about the same, and a thread for each row everywhere.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let compute = &compute;
    for (wave, pixels) in picture.chunks_mut(columns * workers).enumerate() {
        thread::scope(|scope| {
            for (i, pixels) in pixels.chunks_mut(columns).enumerate() {
                scope.spawn(move || compute(wave * workers + i, pixels));
            }
        });
    }
    picture
}
