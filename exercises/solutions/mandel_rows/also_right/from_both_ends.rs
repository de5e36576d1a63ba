//! Deals the rows there and back again: 0 1 2 2 1 0 0 1 2, and each hand is played from its end.

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

/// Deals rows there and back again: 0 1 2 2 1 0 0 1 2 …
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
        let place = row % (2 * workers);
        hands[place.min(2 * workers - 1 - place)].push((row, pixels));
    }
    thread::scope(|scope| {
        for hand in hands {
            scope.spawn(move || hand.into_iter().rev().for_each(|(row, pixels)| compute(row, pixels)));
        }
    });
    picture
}
