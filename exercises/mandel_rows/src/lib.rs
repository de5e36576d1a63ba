//! Share out the rows of a picture so that all workers are done at about the same time.
//!
//! A row of the Mandelbrot set that lies far outside takes a few hundred steps, one through its body takes tens of
//! thousands. Cut the picture into one band of rows per worker, and one worker does nearly everything while the others
//! wait. Find a better way to say who computes which row.
//!
//! You write [`mandel_rows`]. It is given the function that computes one row, and calls it once for each row, from
//! `workers` threads. For example, with 2 columns, 3 rows and a function that writes 10 × row + column, it returns
//! `[0, 1, 10, 11, 20, 21]`, whichever thread computed what.
//!
//! The check compares with a picture computed in one thread, for several views, worker counts and sizes. Then it counts
//! steps: each row by exactly one call, `workers` rows in progress at the same time (or all rows, if there are fewer),
//! and no worker so busy that the whole takes more than 1⅓ times the fair share of all steps. The calling thread may be
//! one of the workers. If they share a lock or an atomic of `std::sync`, look at it and change it in one step (one
//! `fetch_add`, or both under one `lock`). The check pauses a worker at each lock or atomic, to expose races. And when
//! `compute` panics, [`mandel_rows`] must panic too instead of returning a picture with a hole. About 30 minutes.
//!
//! You need only: `thread::scope`, and either `chunks_mut` with `enumerate`, dealt out before the threads start, or one
//! iterator of rows in a `Mutex` that all workers take from.

use mandelbrot::View;

/// The picture of `view`, row by row: the escape times of all its pixels, `view.columns` for each row.
pub fn picture(view: &View, workers: usize) -> Vec<u32> {
    mandel_rows(view.columns, view.rows, workers, |row, pixels| {
        for (column, pixel) in pixels.iter_mut().enumerate() {
            *pixel = view.escape_time(column, row);
        }
    })
}

/// Computes a picture of `rows` rows (perhaps none) of `columns` pixels (at least 1 each) with `workers` threads (at
/// least 1).
///
/// `compute(row, pixels)` computes one row: it writes all of `pixels`, a slice of `columns` pixels. Some rows take it a
/// hundred times longer than others, and you can't know beforehand which.
///
/// Returns `rows * columns` pixels: row 0 from left to right, then row 1, and so on.
///
/// # Panics
/// When `compute` does.
pub fn mandel_rows(
    columns: usize,
    rows: usize,
    workers: usize,
    compute: impl Fn(usize, &mut [u32]) + Sync,
) -> Vec<u32> {
    let _ = compute;
    todo!("share {rows} rows of {columns} pixels between {workers} workers")
}
