//! The rows are dealt out like cards: one to each thread, then the next round.

use mandelbrot::View;
use shared::Shared;
use std::thread;
use variant::{Unavailable, Workers};

/// Writes the escape time of every pixel into `counts`, row by row.
pub fn run(view: &View, workers: Workers, counts: &mut Shared<u32>) -> Result<(), Unavailable> {
    let columns = view.columns.max(1);
    let mut hands: Vec<_> = (0..workers.get()).map(|_| Vec::new()).collect();
    for (row, counts) in counts.chunks_mut(columns).enumerate() {
        hands[row % workers.get()].push((row, counts));
    }
    thread::scope(|scope| {
        for rows in hands {
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
