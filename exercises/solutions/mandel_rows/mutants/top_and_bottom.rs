//! Gives each worker a band from the top and the matching band from the bottom: fair for a
//! picture that is the same upside down, and for no other.

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

/// Right pixels, half as much again as the fair share on the skewed view.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    let band = rows.div_ceil(2 * workers).max(1);
    let mut bands: Vec<Vec<(usize, &mut [u32])>> = (0..workers).map(|_| Vec::new()).collect();
    for (row, pixels) in picture.chunks_mut(columns).enumerate() {
        let band = row / band;
        bands[band.min(2 * workers - 1 - band)].push((row, pixels));
    }
    let compute = &compute;
    thread::scope(|scope| {
        for band in bands {
            scope.spawn(move || {
                for (row, pixels) in band {
                    compute(row, pixels);
                }
            });
        }
    });
    picture
}
