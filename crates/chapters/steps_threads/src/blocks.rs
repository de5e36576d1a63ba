//! Each thread computes one block of neighbouring rows.

use mandelbrot::View;
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    let columns = view.columns.max(1);
    let band = workers.band(view.rows);
    let mut rows = counts.chunks_mut(columns).enumerate();
    thread::scope(|scope| {
        for _ in 0..workers.get() {
            let rows: Vec<_> = rows.by_ref().take(band).collect();
            scope.spawn(move || {
                for (row, counts) in rows {
                    for (column, count) in counts.iter_mut().enumerate() {
                        *count = view.escape_time(column, row);
                    }
                }
            });
        }
    });
    Ok(())
}
