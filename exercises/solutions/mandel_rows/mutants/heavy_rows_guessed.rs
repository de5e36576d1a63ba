//! Believes that the heavy rows are in the middle, and cuts the middle thinner.

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

/// Fair for the whole set, not for another view.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let weight = |row: usize| 1 + 20 * row.min(rows - 1 - row);
    let share = (0..rows).map(weight).sum::<usize>().div_ceil(workers);
    let mut hands: Vec<Vec<(usize, &mut [u32])>> = (0..workers).map(|_| Vec::new()).collect();
    let mut sum = 0;
    for (row, pixels) in picture.chunks_mut(columns).enumerate() {
        hands[sum / share].push((row, pixels));
        sum += weight(row);
    }
    let compute = &compute;
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(move || hand.into_iter().for_each(|(row, pixels)| compute(row, pixels)));
        }
    });
    picture
}
