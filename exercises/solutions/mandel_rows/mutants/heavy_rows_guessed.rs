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
    let mut rest: Vec<_> = picture.chunks_mut(columns).enumerate().collect();
    let weight = |row: usize| 1 + 20 * row.min(rows - 1 - row);
    let share = (0..rows).map(weight).sum::<usize>().div_ceil(workers);
    let compute = &compute;
    thread::scope(|scope| {
        while !rest.is_empty() {
            let mut sum = 0;
            let end = rest.iter().position(|&(row, _)| {
                sum += weight(row);
                sum > share
            });
            let later = rest.split_off(end.unwrap_or(rest.len()).max(1));
            scope.spawn(move || rest.into_iter().for_each(|(row, pixels)| compute(row, pixels)));
            rest = later;
        }
    });
    picture
}
