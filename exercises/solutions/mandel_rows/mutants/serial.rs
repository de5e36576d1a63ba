//! Cyclic on paper: a loop over the workers, and in it a loop over their rows, on one thread.

use mandelbrot::View;

/// The picture of `view`, row by row.
pub fn picture(view: &View, workers: usize) -> Vec<u32> {
    mandel_rows(view.columns, view.rows, workers, |row, pixels| {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            *pixel = view.escape_time(column, row);
        }
    })
}

/// No threads at all.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let mut picture = vec![0; rows * columns];
    for worker in 0..workers {
        for (row, pixels) in picture.chunks_mut(columns).enumerate().skip(worker).step_by(workers) {
            compute(row, pixels);
        }
    }
    picture
}
