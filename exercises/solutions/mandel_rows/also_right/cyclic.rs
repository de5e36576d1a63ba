//! Deals the rows like cards, beforehand: worker 0 takes rows 0, 4, 8, …

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

/// No lock; fair because neighbouring rows weigh about the same.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let mut hands: Vec<Vec<(usize, &mut [u32])>> = (0..workers).map(|_| Vec::new()).collect();
    for (row, pixels) in picture.chunks_mut(columns).enumerate() {
        hands[row % workers].push((row, pixels));
    }
    let compute = &compute;
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(move || hand.into_iter().for_each(|(row, pixels)| compute(row, pixels)));
        }
    });
    picture
}
