//! Joins its threads by hand and does not look at what `join` says: rows that could not be computed stay black.

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

/// Black rows instead of a panic.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let compute = &compute;
    let mut hands: Vec<Vec<(usize, &mut [u32])>> = (0..workers).map(|_| Vec::new()).collect();
    for (row, pixels) in picture.chunks_mut(columns).enumerate() {
        hands[row % workers].push((row, pixels));
    }
    thread::scope(|scope| {
        let threads: Vec<_> = hands
            .into_iter()
            .map(|hand| scope.spawn(move || hand.into_iter().for_each(|(row, pixels)| compute(row, pixels))))
            .collect();
        for thread in threads {
            let _ = thread.join();
        }
    });
    picture
}
